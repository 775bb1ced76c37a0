"""A note is changed where it stands, with a click."""

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from desktop.store import notes
from desktop.ui.views.conversation.note import NoteCard
from tests.ui.test_triage import CTRL, enter, overlays
from tests.ui.test_verbs import Whole, whole  # noqa: F401 - a fixture


def test_a_click_on_a_note_in_the_conversation_changes_it(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    first, reads = whole.ids()[0], whole.shop.reads.connection
    for text in ("Allergic to nuts", "Ask about Friday"):
        whole.shop.desk.note(first, text)
    pages = whole.window.reader.pages
    qtbot.waitUntil(lambda: pages.browser.toPlainText().count("Change this note") == 2)
    wanted = next(note for note in notes.notes(reads, first) if note.text == "Allergic to nuts")
    pages._link(QUrl(f"{pages._mark}:note/{wanted.id}"), "Change this note")
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    assert card.text.toPlainText() == "Allergic to nuts"
    assert card.text.hasFocus()
    qtbot.keyClicks(card.text, ", but walnuts are fine")
    enter(qtbot, CTRL)
    told = {"Allergic to nuts, but walnuts are fine", "Ask about Friday"}
    qtbot.waitUntil(lambda: {note.text for note in notes.notes(reads, first)} == told)


def test_a_message_of_the_same_number_is_no_note(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    opened, pages = whole.window.opened(), whole.window.reader.pages
    assert opened is not None
    pages._link(QUrl(f"{pages._mark}:note/{opened.timeline[0].id}"), "")
    assert overlays(whole) == []
