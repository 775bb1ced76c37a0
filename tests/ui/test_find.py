"""Finding words in the conversation on show, without leaving the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit

from desktop.paths import resource
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.find import FindBar
from desktop.ui.views.conversation.reader import ReaderPane
from tests.ui.values import StoppedClock, a_row, an_entry, opened


@pytest.fixture
def reader(qtbot, qapp):
    theme = Theme(qapp, resource(), "light")
    theme.start()
    said = [
        an_entry(n, f"Message {n} about the cake. " + "Bread. " * 60 + ("Cake!" if n == 5 else ""))
        for n in range(1, 12)
    ]
    shelf = {
        a_row(0).id: opened(a_row(0), *said),
        a_row(1).id: opened(a_row(1), an_entry(30, "Where is my cake?")),
        a_row(2).id: opened(a_row(2), an_entry(31, "Nothing of the kind.")),
    }
    reader = ReaderPane(theme, StoppedClock(), shelf.get)
    qtbot.addWidget(reader)
    reader.resize(730, 500)
    reader.show()
    reader.show_conversation(a_row(0).id)
    return reader


def bar(reader):
    return reader.findChild(FindBar)


def field(reader):
    return bar(reader).findChild(QLineEdit)


def current(reader):
    marks = reader.pages.browser.extraSelections()
    ink = reader.pages.browser._theme.look.color("accent")
    return next(QTextCursor(one.cursor) for one in marks if one.format.background().color() == ink)


def test_nothing_is_sought_until_asked_for(reader):
    assert not bar(reader).isVisible()


def test_what_is_typed_is_marked_wherever_it_stands_the_newest_first(reader, qtbot):
    reader.seek()
    qtbot.keyClicks(field(reader), "cake")
    assert bar(reader).told == "12 of 12"
    assert len(reader.pages.browser.extraSelections()) == 12
    assert current(reader).selectedText() == "cake"


def test_enter_goes_on_and_shift_enter_back_round_the_end(reader, qtbot):
    reader.seek()
    qtbot.keyClicks(field(reader), "CAKE")
    last = current(reader).position()
    qtbot.keyClick(field(reader), Qt.Key.Key_Return)
    assert bar(reader).told == "1 of 12"
    assert current(reader).position() < last
    view = reader.pages.browser.viewport().height()
    assert 0 <= reader.pages.browser.cursorRect(current(reader)).top() < view
    qtbot.keyClick(field(reader), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar(reader).told == "12 of 12"
    assert current(reader).position() == last


def test_escape_ends_it_and_gives_the_keys_back_to_the_conversation(reader, qtbot):
    reader.seek()
    qtbot.keyClicks(field(reader), "cake")
    with qtbot.waitSignal(bar(reader).ended):
        qtbot.keyClick(field(reader), Qt.Key.Key_Escape)
    assert not bar(reader).isVisible()
    assert reader.pages.browser.extraSelections() == []


def test_it_goes_along_to_the_next_conversation_without_scrolling_it(reader, qtbot):
    reader.seek()
    qtbot.keyClicks(field(reader), "cake")
    reader.show_conversation(a_row(1).id)
    assert bar(reader).told == "1 of 1"
    reader.show_conversation(a_row(2).id)
    assert bar(reader).told == "Not found"
    reader.show_nothing()
    assert not bar(reader).isVisible()


def test_words_that_are_not_there_are_said_not_to_be(reader, qtbot):
    reader.seek()
    qtbot.keyClicks(field(reader), "xylophone")
    assert bar(reader).told == "Not found"
    field(reader).clear()
    assert bar(reader).told == ""
