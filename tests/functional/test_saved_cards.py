"""The owner's own saved replies, made, used, changed and removed with keys in the whole window."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.compose.own_templates import written_here
from desktop.domain.conversation import Lane
from desktop.ui.verbs import Verbs
from desktop.ui.views.reply.save_card import SaveCard
from desktop.ui.views.reply.saved_picker import SavedPicker
from tests.functional.test_beside import whole

__all__ = ["whole"]

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Card = TypeVar("Card", bound=QWidget)


class Hands:
    """Presses keys in the window, with a mail open in it."""

    def __init__(self, qtbot: QtBot, whole: _Whole) -> None:
        self.qtbot, self.whole = qtbot, whole
        row = next(row for row in whole._reads.page(Lane.NEEDS_YOU, limit=50) if row.channel == "mail")
        self.first_name = row.who.split()[0]
        whole._window.select(row.id)
        whole._window.activateWindow()
        self.until(lambda: self.verbs.composer.conversation == row.id)

    @property
    def verbs(self) -> Verbs:
        running = self.whole._running
        assert running is not None
        assert running.verbs is not None
        return running.verbs

    def until(self, told: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(told()))

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        handle = self.whole._window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, held)

    def keys(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.qtbot.keyClicks(focus, text)

    def write(self, text: str) -> None:
        self.press(Qt.Key.Key_R)
        self.until(lambda: self.verbs.composer.is_ready and self.verbs.composer.text.hasFocus())
        self.keys(text)

    def card(self, kind: type[Card]) -> Card:
        """Wait for a card, and return it."""
        self.until(lambda: any(card.isVisible() for card in self.whole._window.findChildren(kind)))
        return next(card for card in self.whole._window.findChildren(kind) if card.isVisible())

    def press_button(self, button: QWidget) -> None:
        """Go to a button with Tab, and press it."""
        for _ in range(8):
            if self.whole._window.focusWidget() is button:
                break
            self.press(Qt.Key.Key_Tab)
        assert self.whole._window.focusWidget() is button
        self.press(Qt.Key.Key_Space)

    def said(self, words: str) -> None:
        self.until(lambda: words in self.verbs.notices._toast.words)


def keep(hands: Hands) -> None:
    """Keep a text as "Price"."""
    hands.write(f"Dear {hands.first_name}, it costs five.")
    hands.press(Qt.Key.Key_S, CTRL | SHIFT)
    card = hands.card(SaveCard)
    assert card.text.toPlainText() == "Dear {first_name}, it costs five."
    hands.keys("Price")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.said("Saved: “Price”")


def pick(hands: Hands) -> SavedPicker:
    """Open the saved replies from the list, and find "Price" in them."""
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Q)
    picker = hands.card(SavedPicker)
    hands.keys("price")
    return picker


def test_a_text_is_kept_and_said_again_to_the_next_customer(qtbot: QtBot, whole: _Whole) -> None:
    hands = Hands(qtbot, whole)
    keep(hands)
    text = hands.verbs.composer.text
    text.selectAll()
    hands.press(Qt.Key.Key_Delete)
    picker = pick(hands)
    assert picker.preview.toPlainText() == f"Dear {hands.first_name}, it costs five."
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: text.toPlainText() == f"Dear {hands.first_name}, it costs five.")
    assert text.hasFocus()


def test_a_saved_reply_is_changed_in_its_card(qtbot: QtBot, whole: _Whole) -> None:
    hands = Hands(qtbot, whole)
    keep(hands)
    hands.press_button(pick(hands).change)
    card = hands.card(SaveCard)
    assert card.title.text() == "Price"
    card.text.selectAll()
    hands.qtbot.keyClicks(card.text, "Dear {frist_name}")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(card._trouble.isVisible)
    assert "frist_name" in card._trouble.text()
    card.text.selectAll()
    hands.qtbot.keyClicks(card.text, "It costs six now.")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: not whole._window.findChildren(SaveCard))
    assert pick(hands).preview.toPlainText() == "It costs six now."


def test_a_saved_reply_is_removed_and_the_removal_undone(qtbot: QtBot, whole: _Whole) -> None:
    folder = whole._places.home / "templates"
    hands = Hands(qtbot, whole)
    keep(hands)
    assert written_here(folder) == {"Price"}
    hands.press_button(pick(hands).remove)
    hands.said("Removed: “Price”")
    assert written_here(folder) == set()
    hands.verbs.notices._toast._action.click()
    hands.until(lambda: written_here(folder) == {"Price"})
