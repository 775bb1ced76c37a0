"""What those hear who do not see the window, and what those see who do not use the mouse."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QTableView, QWidget

from desktop.ui.views.overlay import Overlay
from tests.ui.places import STATES, Place, clear, open_place, reply, shown


@pytest.fixture
def place(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    with open_place(qapp, tmp_path) as made:
        made.window.activateWindow()
        made.settle()
        yield made
    QLocale.setDefault(before)


def name(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return str(told.text(QAccessible.Text.Name))


def stops(place: Place) -> list[QWidget]:
    """Return what Tab goes through from the list on, in order."""
    place.window.inbox.table.setFocus()
    found: list[QWidget] = []
    while not found or place.app.focusWidget() is not found[0]:
        focus = place.app.focusWidget()
        assert focus is not None
        found.append(focus)
        assert place.window.focusNextPrevChild(True)
    return found


def test_every_control_has_a_name_in_every_state(place: Place) -> None:
    nameless: dict[str, str] = {}
    for state in STATES:
        state(place)
        for widget in shown(place.window):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not name(widget):
                nameless[f"{type(widget).__name__} {widget.objectName()}"] = state.__name__
        clear(place)
    assert nameless == {}


def test_no_state_opens_a_window_of_its_own(place: Place) -> None:
    """A part that is shown before it has its place flashes as a window, and takes the focus away."""
    lost = []
    for state in STATES:
        state(place)
        if place.app.activeWindow() is not place.window:
            lost.append(state.__name__)
            place.window.activateWindow()
        clear(place)
    assert lost == []


def test_what_floats_over_the_window_is_named_and_says_what_it_is_about(place: Place) -> None:
    nameless = []
    for state in STATES:
        state(place)
        nameless += [
            state.__name__ for card in place.window.findChildren(Overlay) if not card.isHidden() and not name(card)
        ]
        clear(place)
    assert nameless == []


def test_a_row_is_read_as_one_sentence(place: Place) -> None:
    table = place.window.inbox.table
    told = QAccessible.queryAccessibleInterface(table)
    said = next(words for n in range(6) if "," in (words := told.child(n).text(QAccessible.Text.Name)))
    row = place.window.inbox.model.row_at(0)
    assert row is not None
    assert row.who in said
    assert row.snippet in said
    assert "," in said


def test_headers_that_nobody_sees_are_not_read_out(place: Place) -> None:
    for table in (place.window.inbox.table, place.verbs.outbox_page.findChildren(QTableView)[0]):
        for way in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
            assert table.model().headerData(0, way) is None
        told = QAccessible.queryAccessibleInterface(table)
        said = [told.child(n).text(QAccessible.Text.Name) for n in range(min(12, told.childCount()))]
        assert not {"1", "2", "3"} & set(said)


def test_tab_goes_where_the_eye_goes(place: Place) -> None:
    reply(place)
    order = stops(place)
    zones = (place.window.rail, place.window.inbox, place.window.reader)
    passed = [n for widget in order for n, zone in enumerate(zones) if zone.isAncestorOf(widget)]
    assert set(passed) == {0, 1, 2}
    first = passed.index(0)
    turned = passed[first:] + passed[:first]
    assert [zone for zone, _ in itertools.groupby(turned)] in ([0, 1, 2], [0, 1, 2, 1])
    reader = [w.mapTo(place.window, QPoint(0, 0)).y() for w in order if place.window.reader.isAncestorOf(w)]
    assert all(after > before - 40 for before, after in itertools.pairwise(reader))


def test_one_sees_where_the_focus_is(place: Place) -> None:
    reply(place)
    unseen = []
    for widget in stops(place):
        if isinstance(widget, QScrollArea):
            continue
        place.window.inbox.table.setFocus()
        if widget is place.window.inbox.table:
            place.window.rail.findChildren(QWidget)[0].setFocus()
        place.settle()
        before = place.window.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        place.settle()
        area = widget.rect().adjusted(0, 0, 0, 0)
        at = widget.mapTo(place.window, area.topLeft())
        area.moveTopLeft(at)
        if before.copy(area) == place.window.grab().toImage().copy(area):
            unseen.append(f"{type(widget).__name__} {name(widget)}")
    assert unseen == []


def test_the_toast_is_announced_without_taking_the_focus(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def hear(event: object) -> None:
        told.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr("desktop.ui.widgets.toast.QAccessible.updateAccessibility", hear)
    focus = place.app.focusWidget()
    place.toast.say("Done: Marta Oduya", action="Undo", keys="z", seconds=8)
    assert told == ["Done: Marta Oduya"]
    assert place.app.focusWidget() is focus


def test_a_countdown_is_announced_once_and_not_every_second(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr("desktop.ui.widgets.toast.QAccessible.updateAccessibility", told.append)
    from datetime import timedelta

    place.toast.say("Sending in {left}", until=place.shop.clock.now() + timedelta(seconds=9))
    place.shop.clock.advance(3)
    place.toast._count()
    assert len(told) == 1
