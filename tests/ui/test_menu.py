"""The menu, the palette and the sheet of keys: each has every command, with the words and keys of the table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.settings import KEYMAPS
from desktop.ui.commands import TABLE, Commands, Context, key_text, said
from desktop.ui.keymap import choose
from desktop.ui.keys.main_menu import GroupMenu, make_main_menu, make_menu_bar
from desktop.ui.keys.menu import further
from desktop.ui.theme import Theme
from desktop.ui.views.menu_button import MenuButton
from desktop.ui.views.pickers.keys_sheet import KeysSheet
from desktop.ui.views.pickers.palette import Palette
from tests.ui.workshop import RESOURCES


@pytest.fixture(params=KEYMAPS)
def commands(request: pytest.FixtureRequest) -> Commands:
    return every_command(request.param)


def every_command(preset: str, ran: list[str] | None = None) -> Commands:
    told = [] if ran is None else ran
    runs = {entry.id: (lambda id_=entry.id: told.append(id_)) for entry in TABLE}
    return Commands(runs, choose(RESOURCES / "keymaps", preset).keys)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, RESOURCES, "light")


def filled(menus: list[QMenu]) -> list[QMenu]:
    for menu in menus:
        assert isinstance(menu, GroupMenu)
        menu.fill()
    return menus


def wanted(commands: Commands) -> dict[str, str]:
    return {c.id: c.title + (f"\t{key_text(c.keys[0])}" if c.keys else "") for c in commands}


def test_the_menu_has_every_command_by_group_with_its_key(qtbot: QtBot, commands: Commands, theme: Theme) -> None:
    button = MenuButton(theme, commands)
    qtbot.addWidget(button)
    menus = filled(make_main_menu(commands, button).findChildren(QMenu))
    assert [menu.title() for menu in menus] == list(dict.fromkeys(said(entry.group) for entry in TABLE))
    assert {a.objectName(): a.text() for menu in menus for a in menu.actions()} == wanted(commands)


def test_a_menu_bar_has_the_same(qtbot: QtBot, commands: Commands) -> None:
    bar = make_menu_bar(commands)
    qtbot.addWidget(bar)
    menus = filled(bar.findChildren(QMenu))
    assert {a.objectName(): a.text() for menu in menus for a in menu.actions()} == wanted(commands)


def test_the_palette_has_every_command_with_its_keys(qtbot: QtBot, commands: Commands, theme: Theme) -> None:
    palette = Palette(theme, commands)
    qtbot.addWidget(palette)
    offered = {choice.value.id: choice.keys for choice in palette.offered()}  # type: ignore[attr-defined]
    assert set(offered) == {entry.id for entry in TABLE} - {"palette"}
    for command in commands:
        if command.id != "palette" and command.keys:
            assert offered[command.id][0] == key_text(command.keys[0])


def test_the_sheet_has_every_command_that_a_key_reaches(qtbot: QtBot, commands: Commands, theme: Theme) -> None:
    shown: set[str] = set()
    for context in (Context.TRIAGE, Context.COMPOSER):
        sheet = KeysSheet(theme, commands, context)
        qtbot.addWidget(sheet)
        shown |= set(sheet.lines)
        assert all(sheet.lines[id_] for id_ in sheet.lines)
    assert shown == {command.id for command in commands if command.keys}


def test_every_command_has_a_tooltip_of_its_words_and_key(commands: Commands) -> None:
    for command in commands:
        tip = commands.tip(command.id)
        assert tip.startswith(command.title)
        assert not command.keys or tip.endswith(f"({key_text(command.keys[0])})")


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_click_opens_the_menu_and_arrows_and_enter_carry_a_command_out(qtbot: QtBot, theme: Theme) -> None:
    ran: list[str] = []
    button = MenuButton(theme, every_command("shopbell", ran))
    qtbot.addWidget(button)
    button.show()
    assert button.findChildren(QMenu) == []
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(QApplication.activePopupWidget(), key)
    assert ran == ["conversation.reopen"]
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    qtbot.waitUntil(lambda: button.findChildren(QMenu) == [])


def test_the_menu_shows_the_keys_in_force(qtbot: QtBot, theme: Theme) -> None:
    commands = every_command("shopbell")
    button = MenuButton(theme, commands)
    qtbot.addWidget(button)
    commands.rekey(choose(RESOURCES / "keymaps", "thunderbird").keys)
    button.name()
    menus = filled(make_main_menu(commands, button).findChildren(QMenu))
    assert "Done\ta" in [action.text() for menu in menus for action in menu.actions()]


def test_what_else_can_be_done_has_labels_and_only_of_a_storm_what_is_done_with_one(commands: Commands) -> None:
    plain = [id_ for section in further(commands, ("conversation.finish",), is_storm=False) for id_ in section]
    assert "label.pick" in plain
    assert not {"conversation.finish", "undo", "redo", "label.1", "storm.show"} & set(plain)
    whole = [id_ for section in further(commands, (), is_storm=True) for id_ in section]
    assert {"storm.show", "storm.fold", "storm.close"} <= set(whole)
