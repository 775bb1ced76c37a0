"""Keys as the window hears them: rows of presses, what keeps its own keys, what a held key does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.commands import TABLE, Commands, Context
from desktop.ui.keymap import choose
from desktop.ui.keys import keyboard as keyboard_module
from desktop.ui.keys.keyboard import Keyboard
from tests.ui.workshop import RESOURCES

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ALT, META = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier


class Room(QWidget):
    """A list side with a composer in it, as in the window, and something outside both."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.panel, self.composer, self.outside = QWidget(), QWidget(), QPushButton("Outside")
        self.reader, self.choice, self.button = QTextBrowser(), QComboBox(), QPushButton("Press")
        self.choice.addItems(["bread", "jam", "eggs"])
        self.field, self.text, self.send = QLineEdit(), QPlainTextEdit(), QPushButton("Send")
        inner = QVBoxLayout(self.composer)
        for part in (self.text, self.send):
            inner.addWidget(part)
        column = QVBoxLayout(self.panel)
        for part in (self.reader, self.choice, self.button, self.field, self.composer):
            column.addWidget(part)
        whole = QVBoxLayout(self)
        whole.addWidget(self.panel)
        whole.addWidget(self.outside)
        runs: dict[str, Callable[[], object]] = {entry.id: self._noting(entry.id) for entry in TABLE}
        self.commands = Commands(runs, choose(RESOURCES / "keymaps", "shopbell").keys)
        self.keyboard = Keyboard(self, {Context.TRIAGE: self.panel, Context.COMPOSER: self.composer}, self.commands)

    def _noting(self, id_: str) -> Callable[[], object]:
        return lambda: self.ran.append(id_)


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    room = Room()
    qtbot.addWidget(room)
    room.show()
    handle = room.windowHandle()
    assert handle is not None
    room.keyboard.watch(handle)
    room.activateWindow()
    qtbot.waitUntil(room.isActiveWindow)
    room.reader.setFocus()
    return room


def press(qtbot: QtBot, room: Room, *keys: "str | Qt.Key", modifiers: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        qtbot.keyClick(room.windowHandle(), key, modifiers)


def hold(room: Room, key: Qt.Key, letter: str, times: int = 4) -> None:
    for n in range(times):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, NONE, letter, n > 0)
        QApplication.sendEvent(room.windowHandle(), event)


def test_two_presses_go_where_they_say(qtbot: QtBot, room: Room) -> None:
    press(qtbot, room, *"gigwgo")
    assert room.ran == ["go.needs-you", "go.waiting", "go.outbox"]


def test_a_broken_row_of_presses_starts_nothing(qtbot: QtBot, room: Room) -> None:
    press(qtbot, room, *"gx")
    press(qtbot, room, *"gege")
    press(qtbot, room, "g", Qt.Key.Key_Escape)
    assert room.ran == []
    press(qtbot, room, "e")
    assert room.ran == ["conversation.finish"]


def test_a_key_with_ctrl_breaks_a_row_too(qtbot: QtBot, room: Room) -> None:
    press(qtbot, room, "g")
    press(qtbot, room, "k", modifiers=CTRL)
    assert room.ran == []
    press(qtbot, room, "k", modifiers=CTRL)
    assert room.ran == ["palette"]


def test_shift_alone_breaks_no_row(qtbot: QtBot, room: Room) -> None:
    press(qtbot, room, "g", Qt.Key.Key_Shift, "i")
    assert room.ran == ["go.needs-you"]


def test_a_click_and_patience_end_a_row(qtbot: QtBot, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    press(qtbot, room, "g")
    qtbot.mouseClick(room.windowHandle(), Qt.MouseButton.LeftButton, pos=room.reader.geometry().center())
    room.reader.setFocus()
    press(qtbot, room, "i")
    assert room.ran == ["conversation.why"]
    monkeypatch.setattr(keyboard_module, "_PATIENCE_MS", 1)
    quick = Keyboard(room, {Context.TRIAGE: room.panel}, room.commands)
    room.windowHandle().removeEventFilter(room.keyboard)
    quick.watch(room.windowHandle())
    press(qtbot, room, "g")
    qtbot.waitUntil(lambda: not quick.waits)
    press(qtbot, room, "i")
    assert room.ran == ["conversation.why", "conversation.why"]


@pytest.mark.parametrize("modifiers", [CTRL, ALT, META, CTRL | ALT])
def test_no_verb_is_heard_while_ctrl_alt_or_meta_is_down(
    qtbot: QtBot, room: Room, modifiers: Qt.KeyboardModifier
) -> None:
    for letter in "ehwsjgimxz":
        press(qtbot, room, letter, modifiers=modifiers)
    declared = {c.id for c in room.commands if any(key.startswith("Ctrl+") for key in c.keys)}
    assert set(room.ran) <= (declared if modifiers is CTRL else set())
    assert not {"conversation.finish", "conversation.snooze", "conversation.star", "list.next"} & set(room.ran)


@pytest.mark.parametrize("where", ["text", "field"])
def test_who_types_gets_every_letter(qtbot: QtBot, room: Room, where: str) -> None:
    box: QPlainTextEdit | QLineEdit = getattr(room, where)
    box.setFocus()
    press(qtbot, room, *"gi ge jz#? 1")
    assert room.ran == []
    assert (box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()) == "gi ge jz#? 1"


def test_a_list_of_choices_still_finds_them_by_letters(qtbot: QtBot, room: Room) -> None:
    room.choice.setFocus()
    press(qtbot, room, "j")
    assert (room.choice.currentText(), room.ran) == ("jam", [])
    press(qtbot, room, Qt.Key.Key_Down)
    assert (room.choice.currentText(), room.ran) == ("eggs", [])
    press(qtbot, room, Qt.Key.Key_Escape)
    assert room.ran == ["back"]


def test_space_presses_the_button_that_has_the_focus_and_pages_elsewhere(qtbot: QtBot, room: Room) -> None:
    room.button.setFocus()
    with qtbot.waitSignal(room.button.clicked):
        press(qtbot, room, Qt.Key.Key_Space)
    assert room.ran == []
    room.reader.setFocus()
    press(qtbot, room, Qt.Key.Key_Space)
    press(qtbot, room, Qt.Key.Key_Space, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert room.ran == ["conversation.page", "conversation.page-back"]


@pytest.mark.parametrize("where", ["send", "outside"])
def test_verbs_act_in_the_list_and_the_conversation_only(qtbot: QtBot, room: Room, where: str) -> None:
    getattr(room, where).setFocus()
    press(qtbot, room, *"ehwsgi")
    assert room.ran == []
    press(qtbot, room, Qt.Key.Key_F5)
    assert room.ran == ["sync"]


def test_a_key_of_the_list_with_ctrl_does_nothing_while_a_reply_is_written(qtbot: QtBot, room: Room) -> None:
    room.text.setFocus()
    press(qtbot, room, "r", modifiers=CTRL)
    assert room.ran == []
    press(qtbot, room, Qt.Key.Key_Return, modifiers=CTRL)
    assert room.ran == ["reply.send"]
    room.reader.setFocus()
    press(qtbot, room, "r", modifiers=CTRL)
    assert room.ran == ["reply.send", "reply.write"]


def test_a_held_key_moves_on_and_repeats_no_verb(room: Room) -> None:
    hold(room, Qt.Key.Key_J, "j")
    hold(room, Qt.Key.Key_E, "e")
    hold(room, Qt.Key.Key_Z, "z")
    assert room.ran == ["list.next"] * 4 + ["conversation.finish", "undo"]


def test_a_held_key_at_the_end_of_a_row_is_heard_once(room: Room) -> None:
    hold(room, Qt.Key.Key_G, "g")
    hold(room, Qt.Key.Key_I, "i")
    assert room.ran == ["go.needs-you"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_open_menu_has_the_keys(qtbot: QtBot, room: Room) -> None:
    menu = QMenu(room)
    menu.addAction("Eggs")
    menu.popup(room.mapToGlobal(room.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    press(qtbot, room, "w")
    assert room.ran == []
    menu.close()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    press(qtbot, room, "w")
    assert room.ran == ["conversation.wait"]


def test_other_keys_are_in_force_at_once(qtbot: QtBot, room: Room) -> None:
    room.commands.rekey(choose(RESOURCES / "keymaps", "ctrl-only").keys)
    room.keyboard.rebind()
    press(qtbot, room, *"egi")
    assert room.ran == []
    press(qtbot, room, "e", modifiers=CTRL)
    press(qtbot, room, "k", modifiers=CTRL)
    assert room.ran == ["conversation.finish", "palette"]
