"""Keys pressed before the window has followed the last decision wait for their turn."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.ui.keys import turns as turns_module
from desktop.ui.keys.turns import Turns

NEWS = ChangeSet(conversations=frozenset({ConversationId(1)}), initiator="triage")


class Window(QWidget):
    """A list with the verbs e and j, and r that goes into a text."""

    def __init__(self) -> None:
        super().__init__()
        self.list, self.text = QPushButton(), QLineEdit()
        box = QVBoxLayout(self)
        box.addWidget(self.list)
        box.addWidget(self.text)
        self.ran: list[str] = []
        self.turns = Turns(self)
        self.bind("e", self.finish)
        self.bind("j", self.following)
        self.bind("r", self.text.setFocus)

    def bind(self, key: str, run: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(run)

    def finish(self) -> None:
        self.ran.append("e")
        self.turns.begin_decision()

    def following(self) -> None:
        self.ran.append("j")


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.turns.watch(window.windowHandle())
    window.list.setFocus()
    return window


def press(qtbot: QtBot, window: Window, keys: str) -> None:
    """As the window system does it: to the window, which asks who has the focus."""
    for key in keys:
        qtbot.keyClick(window.windowHandle(), key)


def follow(window: Window) -> None:
    window.turns.decided(NEWS)
    window.turns.followed(NEWS)


def test_without_a_decision_a_key_works_at_once(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "j")
    assert window.ran == ["j"]


def test_keys_wait_for_the_list_and_then_work_in_order(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "ejj")
    window.turns.decided(NEWS)
    assert window.ran == ["e"]
    window.turns.followed(NEWS)
    assert window.ran == ["e", "j", "j"]


def test_news_may_come_before_the_answer(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "ej")
    window.turns.followed(NEWS)
    assert window.ran == ["e"]
    window.turns.decided(NEWS)
    assert window.ran == ["e", "j"]


def test_each_decision_is_waited_for(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "eeej")
    assert window.ran == ["e"]
    follow(window)
    assert window.ran == ["e", "e"]
    follow(window)
    follow(window)
    assert window.ran == ["e", "e", "e", "j"]


def test_a_text_begun_at_once_is_text_and_no_letter_is_lost(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "erhejej")
    assert window.ran == ["e"]
    follow(window)
    assert window.ran == ["e"]
    assert window.text.text() == "hejej"


def test_a_decision_that_changes_nothing_is_not_waited_for(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "ej")
    window.turns.decided(ChangeSet())
    assert window.ran == ["e", "j"]


def test_news_of_an_earlier_verb_do_not_end_the_wait(qtbot: QtBot, window: Window) -> None:
    starred = ChangeSet(conversations=frozenset({ConversationId(2)}), initiator="triage")
    press(qtbot, window, "ej")
    window.turns.followed(starred)
    window.turns.decided(NEWS)
    window.turns.followed(starred)
    assert window.ran == ["e"]
    window.turns.followed(NEWS)
    assert window.ran == ["e", "j"]


def test_news_of_a_sync_do_not_end_the_wait(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, "ej")
    window.turns.followed(ChangeSet(conversations=frozenset({ConversationId(9)}), initiator="sync"))
    assert window.ran == ["e"]


def test_a_decision_over_ten_thousands_is_waited_for_as_long_as_the_store_takes(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_module, "_LONGEST_MS", 1)
    press(qtbot, window, "ej")
    other = Turns(window)
    other.begin()
    qtbot.waitUntil(lambda: not other.is_busy)
    assert window.ran == ["e"], "what is pressed now is not for what is being put away"
    follow(window)
    assert window.ran == ["e", "j"]


def test_nobody_waits_for_ever(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    press(qtbot, window, "ej")
    window.turns.decided(NEWS)
    qtbot.waitUntil(lambda: window.ran == ["e", "j"])
    monkeypatch.setattr(turns_module, "_SLOW_MS", 1)
    press(qtbot, window, "ej")
    qtbot.waitUntil(lambda: window.ran == ["e", "j", "e", "j"])


def test_a_modifier_is_kept(qtbot: QtBot, window: Window) -> None:
    window.bind("Ctrl+G", window.following)
    press(qtbot, window, "e")
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    follow(window)
    assert window.ran == ["e", "j"]
