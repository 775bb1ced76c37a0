"""Enter presses what has the focus, wherever that is, and what is said to help there does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.row import Lane
from desktop.ui.keys.hints import Hints
from desktop.ui.views.first_run import FirstRun
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.keys_sheet import KeysSheet
from desktop.ui.views.pickers.labels import LabelPicker
from desktop.ui.views.rail.lines import LaneLine
from tests.ui.places import Place, place, settings_of

__all__ = ["place"]


def enter(place: Place, key: Qt.Key = Qt.Key.Key_Return) -> None:
    focus = place.app.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    place.settle()


def cards(place: Place) -> list[Overlay]:
    return [card for card in place.window.findChildren(Overlay) if not card.isHidden()]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_lane_of_the_rail_is_chosen(place: Place, key: Qt.Key) -> None:
    line = next(line for line in place.window.rail.findChildren(LaneLine) if line.lane is Lane.THE_REST)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    enter(place, key)
    assert place.window.lane is Lane.THE_REST


def test_a_button_of_a_card_is_pressed_and_nothing_is_chosen_from_its_list(place: Place) -> None:
    place.run("label.pick")
    place.type("Trade")
    enter(place)
    place.shop.settled()
    place.settle()
    place.run("label.pick")
    (card,) = cards(place)
    assert isinstance(card, LabelPicker)
    rename = next(button for button in card.findChildren(QPushButton) if button.text() == "Rename")
    rename.setFocus(Qt.FocusReason.TabFocusReason)
    enter(place)
    assert card._naming is not None
    assert cards(place) == [card]


def test_the_settings_are_closed(place: Place) -> None:
    settings_of("appearance")(place)
    (card,) = cards(place)
    close = next(button for button in card.findChildren(QPushButton) if button.text() == "Close")
    close.setFocus(Qt.FocusReason.TabFocusReason)
    enter(place)
    assert cards(place) == []


def test_where_no_letter_is_heard_no_letter_is_named(place: Place) -> None:
    hints = Hints(place.window, place.verbs.commands, place.verbs.keyboard, place.verbs.composer)
    greeting = FirstRun()
    place.window.show_instead(greeting)
    greeting._sample.setFocus(Qt.FocusReason.TabFocusReason)
    place.settle()
    assert hints.words(greeting._sample) == "Press F1 for the keys that work here"
    place.run("keys")
    (sheet,) = cards(place)
    assert isinstance(sheet, KeysSheet)
    assert "conversation.finish" not in sheet.lines
    assert "palette" in sheet.lines


def test_the_hint_names_the_key_for_a_reply_only_where_one_can_be_written(qtbot: QtBot, place: Place) -> None:
    hints = Hints(place.window, place.verbs.commands, place.verbs.keyboard, place.verbs.composer)
    composer, page = place.verbs.composer, place.window.reader.pages.browser
    for channel, hint in (("blog", "Ctrl+F finds, Esc goes back to the list"), ("mail", "r replies, Ctrl+F finds")):
        place.go_to(channel)
        composer.prepare()
        qtbot.waitUntil(lambda: composer.is_ready)
        assert hints.words(page).startswith(hint)
