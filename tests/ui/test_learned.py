"""What was learned is told in the owner's words, whatever it is that counts."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import desktop.triage
from desktop.triage import words
from desktop.triage.language import LANGUAGE
from desktop.triage.personal import PERSONAL, PINNED
from desktop.triage.term import CALM, FAINT
from desktop.ui.theme import Theme
from desktop.ui.views.pickers.learned import Learned
from tests.ui.workshop import RESOURCES

HEARD = (
    words.COMPLAINT, words.SAFETY, words.ASK, words.URGENT, words.PRAISE, words.THANKS, words.SETTLED, words.SPAM,
    CALM, FAINT, LANGUAGE, PERSONAL, PINNED,
)  # fmt: skip


def names() -> list[str]:
    """Return what reasons are called within: what is said of the text, and every other as the code makes it."""
    code = "".join(file.read_text(encoding="utf-8") for file in Path(desktop.triage.__file__).parent.rglob("*.py"))
    return sorted({*HEARD, *re.findall(r'\bterm\(\s*"([a-z-]+)"', code)})


@pytest.mark.parametrize("name", names())
def test_every_reason_that_may_count_has_words_of_its_own(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    card = Learned(Theme(qapp, RESOURCES, "light"))
    qtbot.addWidget(card)
    told = card._named(f"term:{name}", "")
    assert told == f"the reason “{card._term(name)}”"
    assert card._term(name) != name or name == "praise"
