"""In a conversation each message stands under the name of whoever said it."""

import pytest

from desktop.domain.item import Direction
from desktop.paths import resource
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.timeline import Wish, page
from tests.ui.values import NOW, a_row, an_entry, opened


@pytest.fixture
def look(qapp):
    theme = Theme(qapp, resource(), "light")
    theme.start()
    return theme.look


def shown(look, *entries):
    from PySide6.QtGui import QTextDocument

    wish = Wish(unfolded=frozenset(), whole=True, width=600, mark="own1")
    made = page(opened(a_row(0), *entries), look, NOW, wish)
    document = QTextDocument()
    document.setHtml(made.html)
    return document.toPlainText()


def test_somebody_else_in_a_conversation_is_named_with_the_address(look):
    false = an_entry(2, "Please pay here.", who="<b>Marta</b> Oduya", handle="eve@evil.example", other=True)
    said = shown(look, an_entry(1), false, an_entry(3, "Thanks", direction=Direction.OUT))
    assert "<b>Marta</b> Oduya <eve@evil.example>" in said
    assert said.count("evil.example") == 1
    assert "marta.o@posteo.example" not in said


def test_an_answer_does_not_say_its_subject_again_in_whatever_language_its_mark_is(look):
    answers = (
        an_entry(n, "Yes", subject=f"{mark}: Red kettle") for n, mark in enumerate(("Re", "Antwort", "Ответ"), 2)
    )
    assert shown(look, an_entry(1, subject="Red kettle"), *answers).count("Red kettle") == 1
