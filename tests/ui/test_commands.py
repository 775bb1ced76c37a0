"""The table of commands and the keys that reach them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.commands import TABLE, Commands, Context, key_text
from desktop.ui.keymap import Keymap, load
from desktop.ui.keys.keyboard import Keyboard
from desktop.ui.keys.strokes import portable

SHIPPED = Path(__file__).parents[2] / "resources" / "keymaps" / "shopbell.toml"
PROMISED = {
    "list.next": "j Down", "list.previous": "k Up", "list.next-needing": "n", "list.show-new": ".",
    "conversation.open": "Enter Return o", "back": "Esc u",
    "conversation.page": "Space", "conversation.page-back": "Shift+Space", "conversation.find": "Ctrl+F",
    "conversation.finish": "e", "conversation.reopen": "Shift+E", "conversation.snooze": "h b", "conversation.wait": "w",
    "conversation.star": "s", "conversation.mute": "m", "conversation.not-ours": "!", "conversation.trash": "# Del",
    "conversation.read": "Shift+I", "conversation.unread": "Shift+U", "conversation.note": "Shift+N",
    "conversation.why": "i", "conversation.original": "v", "conversation.person": "p",
    "conversation.more": "+ =", "conversation.less": "-",
    "label.pick": "l", "label.1": "1", "label.9": "9", "label.none": "0",
    "list.select": "x", "list.extend-down": "Shift+J", "list.extend-up": "Shift+K",
    "reply.write": "r Ctrl+R", "reply.write-to-all": "a Ctrl+Shift+R", "reply.write-private": "Shift+R",
    "reply.saved": "q Ctrl+T", "reply.send": "Ctrl+Enter Ctrl+Return",
    "reply.send-and-finish": "Ctrl+Shift+Enter Ctrl+Shift+Return",
    "lane.next": "] Ctrl+PgDown", "lane.previous": "[ Ctrl+PgUp", "undo": "z Ctrl+Z", "redo": "Ctrl+Shift+Z",
    "search": "/", "palette": "Ctrl+K", "keys": "?", "sync": "F5", "settings": "Ctrl+,", "go.needs-you": "Ctrl+1",
}  # fmt: skip
PROMISED_ROWS = {
    "* a": "list.select-all", "* n": "list.select-none", "g i": "go.needs-you", "g w": "go.waiting",
    "g z": "go.snoozed", "g s": "go.starred", "g d": "go.drafts", "g o": "go.outbox",
}  # fmt: skip


class Told:
    """Remembers which commands ran."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def runs(self) -> dict[str, Callable[[], object]]:
        return {entry.id: self._run(entry.id) for entry in TABLE}

    def _run(self, id_: str) -> Callable[[], object]:
        def run() -> None:
            self.ids.append(id_)

        return run


@pytest.fixture
def keymap() -> Keymap:
    return load(SHIPPED)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def commands(keymap: Keymap, told: Told) -> Commands:
    return Commands(told.runs(), keymap.keys)


class Desk(QWidget):
    """A window with a triage panel that holds a reader, and a composer with a line and a text."""

    def __init__(self) -> None:
        super().__init__()
        self.panel, self.composer = QWidget(), QWidget()
        self.reader, self.filter = QTextBrowser(), QLineEdit()
        self.text = QPlainTextEdit()
        box = QVBoxLayout(self)
        for part in (self.panel, self.composer):
            box.addWidget(part)
            QVBoxLayout(part)
        for inner in (self.reader, self.filter):
            self.panel.layout().addWidget(inner)
        self.composer.layout().addWidget(self.text)


@pytest.fixture
def desk(qtbot: QtBot, commands: Commands) -> Desk:
    desk = Desk()
    keyboard = Keyboard(desk, {Context.TRIAGE: desk.panel, Context.COMPOSER: desk.composer}, commands)
    qtbot.addWidget(desk)
    desk.show()
    keyboard.watch(handle(desk))
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    return desk


def handle(widget: QWidget) -> QWindow:
    """Return what the system sends keys to: whoever has the focus gets them from there."""
    found = widget.window().windowHandle()
    assert found is not None
    return found


def test_the_shipped_keys_have_no_clash_and_name_only_commands_there_are(keymap: Keymap) -> None:
    assert keymap.problems == ()
    assert keymap.name == "Shopbell"


def test_every_promised_key_is_bound_to_what_it_was_promised_for(keymap: Keymap) -> None:
    bound = {(key, id_) for id_, places in keymap.keys.items() for keys in places.values() for key in keys}
    promised = {(portable(key), id_) for id_, keys in PROMISED.items() for key in keys.split()}
    assert promised - bound == set()
    assert set(PROMISED_ROWS.items()) - bound == set()


def test_every_command_has_a_title_a_group_and_a_place() -> None:
    assert all(entry.title and entry.group and entry.contexts for entry in TABLE)
    assert len({entry.id for entry in TABLE}) == len(TABLE)
    assert len({entry.title for entry in TABLE}) == len(TABLE)


def test_every_shipped_key_runs_its_own_command(
    qtbot: QtBot, desk: Desk, commands: Commands, told: Told, keymap: Keymap
) -> None:
    for context, home in ((Context.TRIAGE, desk.reader), (Context.COMPOSER, desk.text), (Context.WINDOW, desk.reader)):
        home.setFocus()
        for command in commands:
            for key in commands.keys_in(command.id, context):
                told.ids.clear()
                for one in key.split(" "):
                    press(qtbot, home, one)
                assert told.ids == [command.id], f"{key} in {context}"


def press(qtbot: QtBot, widget: QWidget, key: str) -> None:
    *mods, name = key.split("+") if len(key) > 1 else [key]
    modifiers = Qt.KeyboardModifier.NoModifier
    for mod in mods:
        modifiers |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}[mod]
    if len(name) == 1 and not mods:
        qtbot.keyClick(handle(widget), name)
    else:
        code = getattr(Qt.Key, "Key_" + _CODES.get(name, name))
        qtbot.keyClick(handle(widget), code, modifiers)


_CODES = {"Esc": "Escape", "PgDown": "PageDown", "PgUp": "PageUp", ",": "Comma", ".": "Period", "Del": "Delete"}


@pytest.mark.parametrize("shift", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
@pytest.mark.parametrize(("key", "id_"), [(Qt.Key.Key_Question, "keys"), (Qt.Key.Key_Slash, "search")])
def test_a_sign_works_with_and_without_shift(
    qtbot: QtBot, desk: Desk, told: Told, key: Qt.Key, id_: str, shift: Qt.KeyboardModifier
) -> None:
    desk.reader.setFocus()
    qtbot.keyClick(handle(desk), key, shift)
    assert told.ids == [id_]


def test_a_letter_with_shift_is_not_the_bare_letter(qtbot: QtBot, desk: Desk, told: Told) -> None:
    desk.reader.setFocus()
    qtbot.keyClick(handle(desk), Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(handle(desk), Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert told.ids == ["conversation.reopen"]


@pytest.mark.parametrize("where", ["text", "filter"])
def test_typing_never_triggers_a_verb(qtbot: QtBot, desk: Desk, told: Told, where: str) -> None:
    box: QPlainTextEdit | QLineEdit = getattr(desk, where)
    box.setFocus()
    for letter in "jkehwrszoui./?xn[]":
        qtbot.keyClick(handle(desk), letter)
    assert told.ids == []
    shown = box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()
    assert shown == "jkehwrszoui./?xn[]"


def test_ctrl_z_in_a_text_undoes_the_typing_and_not_the_triage(qtbot: QtBot, desk: Desk, told: Told) -> None:
    desk.text.setFocus()
    qtbot.keyClicks(desk.text, "abc")
    qtbot.keyClick(handle(desk), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told.ids == []
    assert desk.text.toPlainText() == ""


def test_a_held_key_repeats_moving_but_no_verb(qtbot: QtBot, desk: Desk, told: Told) -> None:
    desk.reader.setFocus()
    for key, letter in ((Qt.Key.Key_J, "j"), (Qt.Key.Key_E, "e")):
        for held in (False, True, True, True):
            event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter, held)
            QApplication.sendEvent(desk.windowHandle(), event)
    assert told.ids == ["list.next"] * 4 + ["conversation.finish"]


def test_the_owners_file_replaces_single_lines(tmp_path: Path) -> None:
    own = tmp_path / "keys.toml"
    own.write_text('[triage]\n"conversation.finish" = ["y", "Del"]\n"conversation.star" = []\n')
    keymap = load(SHIPPED, own)
    assert keymap.keys["conversation.finish"][Context.TRIAGE] == ("y", "Del")
    assert keymap.keys["conversation.star"][Context.TRIAGE] == ()
    assert keymap.keys["conversation.snooze"][Context.TRIAGE] == ("h", "b")
    assert keymap.problems == ()


def test_a_key_the_owner_gives_to_another_command_is_taken_from_the_first_which_is_named(tmp_path: Path) -> None:
    own = tmp_path / "keys.toml"
    own.write_text('[triage]\n"conversation.star" = ["e"]\n')
    keymap = load(SHIPPED, own)
    assert keymap.keys["conversation.star"][Context.TRIAGE] == ("e",)
    assert keymap.keys["conversation.finish"][Context.TRIAGE] == ()
    assert keymap.problems == ("“e” is now “Star or unstar”; “Done” has no key left.",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[triage]\n"conversation.star" = ["y"]\n"conversation.read" = ["y"]\n', "“y” is already “Star or unstar”"),
        ('[triage]\n"conversation.fly" = ["y"]\n', "no command called “conversation.fly”"),
        ('[triage]\n"conversation.star" = ["Bananas"]\n', "“Bananas” is not a key"),
        ('[triage]\n"conversation.star" = ["g Bananas"]\n', "“g Bananas” is not a key"),
        ('[triage]\n"conversation.star" = ["Alt+E"]\n', "“Alt+E” uses Alt"),
        ('[composer]\n"back" = ["q"]\n', "“q” is text while you write"),
        ('[triage]\n"conversation.star" = "y"\n', "must stand in brackets"),
        ('[window]\n"palette" = ["p"]\n', "“p” would be heard while you type"),
        ('[triage]\n"reply.send" = ["y"]\n', "“Send” has no meaning in [triage]"),
        ('[kitchen]\n"undo" = ["y"]\n', "no place called [kitchen]"),
        ("[triage\n", "keys.toml cannot be read"),
        ('[window]\n"sync" = ["Ctrl+K"]\n', "“Ctrl+K” is now “Look for news now”; “All commands” has no key left"),
    ],
)
def test_a_line_that_cannot_be_followed_is_named_and_the_rest_holds(tmp_path: Path, text: str, sentence: str) -> None:
    own = tmp_path / "keys.toml"
    own.write_text(text)
    keymap = load(SHIPPED, own)
    assert len(keymap.problems) == 1
    assert sentence in keymap.problems[0]
    assert keymap.keys["conversation.finish"][Context.TRIAGE] == ("e",)


def test_tips_and_texts_come_from_the_keys_in_force(commands: Commands) -> None:
    assert commands.tip("conversation.finish") == "Done (e)"
    assert commands.tip("go.outbox") == "Outbox (g o)"
    assert commands.key("reply.send") == "Ctrl+↵"
    assert key_text("Shift+E") == "Shift+E"


def test_the_keys_valid_while_writing_are_those_of_the_composer_and_the_window(commands: Commands) -> None:
    valid = {command.id for command in commands.valid_in(Context.COMPOSER)}
    assert {"reply.send", "back", "palette", "sync"} <= valid
    assert "conversation.finish" not in valid
