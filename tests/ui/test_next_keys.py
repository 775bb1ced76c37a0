"""What may follow a begun row of keys is shown to whoever hesitates, and is in nobody's way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.views.pickers import next_keys as module
from desktop.ui.views.pickers.next_keys import NextKeys
from tests.ui.test_keyboard import Room, press, room
from tests.ui.workshop import RESOURCES

__all__ = ["room"]


@pytest.fixture
def card(room: Room, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> NextKeys:
    monkeypatch.setattr(module, "_HESITATION_MS", 20)
    room.resize(700, 500)
    return NextKeys(Theme(qapp, RESOURCES, "light"), room.keyboard, room)


def test_whoever_hesitates_sees_every_key_that_may_follow(qtbot: QtBot, room: Room, card: NextKeys) -> None:
    assert card.lines == []
    press(qtbot, room, "g")
    qtbot.waitUntil(card.isVisible)
    declared = {
        (key.removeprefix("g "), command.title)
        for command in room.commands
        for key in command.keys
        if key.startswith("g ")
    }
    assert set(card.lines) == declared
    assert len(card.lines) > 5
    assert all(title in card.accessibleName() for _, title in card.lines)
    assert room.rect().contains(card.geometry())


def test_the_next_key_acts_and_takes_the_card_away(qtbot: QtBot, room: Room, card: NextKeys) -> None:
    press(qtbot, room, "g")
    qtbot.waitUntil(card.isVisible)
    assert room.reader.hasFocus()
    press(qtbot, room, "i")
    assert room.ran == ["go.needs-you"]
    assert card.isHidden()


@pytest.mark.parametrize("key", ["x", Qt.Key.Key_Escape])
def test_a_key_that_leads_nowhere_takes_it_away_too(
    qtbot: QtBot, room: Room, card: NextKeys, key: "str | Qt.Key"
) -> None:
    press(qtbot, room, "*")
    qtbot.waitUntil(card.isVisible)
    press(qtbot, room, key)
    assert card.isHidden()
    assert room.ran == []


def test_whoever_knows_the_way_never_sees_it(qtbot: QtBot, room: Room, card: NextKeys) -> None:
    press(qtbot, room, *"gigw")
    assert not card._soon.isActive()
    assert card.isHidden()


def test_it_is_not_in_the_way_of_the_mouse(qtbot: QtBot, room: Room, card: NextKeys) -> None:
    below = QPushButton("Below", room)
    below.setCheckable(True)
    press(qtbot, room, "g")
    qtbot.waitUntil(card.isVisible)
    below.setGeometry(card.geometry())
    below.show()
    card.raise_()
    qtbot.mouseClick(room.windowHandle(), Qt.MouseButton.LeftButton, pos=card.geometry().center() + QPoint(1, 1))
    assert below.isChecked()
    assert card.isHidden()


def test_there_is_time_to_read_it(qtbot: QtBot, room: Room, card: NextKeys) -> None:
    press(qtbot, room, "g")
    qtbot.waitUntil(card.isVisible)
    assert room.keyboard._patience.remainingTime() > 5000
    press(qtbot, room, "i")
    press(qtbot, room, "g")
    assert room.keyboard._patience.remainingTime() < 5000


def test_a_row_of_keys_that_the_focus_has_left_shows_nothing_and_eats_nothing(
    qtbot: QtBot, room: Room, card: NextKeys
) -> None:
    press(qtbot, room, "g")
    with qtbot.waitSignal(card._soon.timeout):
        room.text.setFocus()
    assert card.isHidden()
    press(qtbot, room, Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert room.ran == ["reply.send"]
