"""Home and End go to the ends of the list, however long it is; with Shift all rows up to there are chosen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.places import Place, place

__all__ = ["place"]

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
HOME, END = Qt.Key.Key_Home, Qt.Key.Key_End


def press(place: Place, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(place.window.windowHandle(), key, modifiers)
    place.settle()


def row(place: Place) -> int:
    return place.window.inbox.table.currentIndex().row()


@pytest.mark.parametrize("with_", [NONE, CTRL])
def test_end_goes_to_the_last_conversation_and_home_back_to_the_first(place: Place, with_: Qt.KeyboardModifier) -> None:
    last = place.window.inbox.model.rowCount() - 1
    assert last > 3
    press(place, END, with_)
    assert row(place) == last
    opened = place.window.opened()
    assert opened is not None
    assert opened.row.id == place.window.inbox.model.id_at(last)
    press(place, HOME, with_)
    assert row(place) == 0


def test_with_shift_all_up_to_there_are_chosen_from_where_the_stretch_began(place: Place) -> None:
    model = place.window.inbox.model
    lane = [model.id_at(n) for n in range(model.rowCount())]
    # Rows of lower lanes are shown among them, and are not meant.
    assert model.further
    lane = [id_ for id_ in lane if id_ not in model.further]
    assert place.window.inbox.select(lane[2])
    press(place, END, SHIFT)
    assert list(place.window.inbox.selected()) == lane[2:]
    press(place, HOME, SHIFT)
    assert list(place.window.inbox.selected()) == lane[:3]
    assert row(place) == 0


def test_an_empty_list_has_no_ends(place: Place) -> None:
    place.run("go.starred")
    assert place.window.inbox.model.rowCount() == 0
    for with_ in (NONE, SHIFT):
        press(place, END, with_)
        press(place, HOME, with_)
    assert row(place) == -1
    assert not place.window.inbox.picking


def test_in_a_conversation_they_go_to_where_it_ends_and_begins(place: Place) -> None:
    bar = place.window.reader.pages.browser.verticalScrollBar
    while not bar().maximum():
        before = row(place)
        place.run("list.next")
        assert row(place) != before, "no conversation is long enough to scroll"
    place.run("conversation.open")
    here = row(place)
    press(place, END)
    assert bar().value() == bar().maximum()
    press(place, HOME)
    assert bar().value() == 0
    assert row(place) == here
