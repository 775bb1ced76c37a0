"""The window on the outside, and the lane that it shows: pages of their own, and the way back to where the owner stood."""

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.domain.row import Found, Lane
from desktop.ui.views.top_level import TopLevel
from tests.ui import test_window
from tests.ui.test_window import Bench
from tests.ui.values import a_row, the_shop

_english = test_window._english


@pytest.fixture
def lanes(qtbot, qapp):
    bench = Bench(qtbot, qapp, the_shop())
    yield bench.open(qtbot).lanes
    bench.window.stop()
    bench.tasks.close()


def test_a_page_stands_for_its_lane_and_the_list_for_every_other(lanes, qtbot):
    page = QPushButton()
    lanes.add_page(Lane.OUTBOX, page)
    lanes.go_to(Lane.OUTBOX)
    assert (lanes.currentWidget(), lanes.shows_list, lanes.has_page) == (page, False, True)
    lanes.go_to(Found("cake"))
    assert (lanes.shows_list, lanes.has_page, lanes.lane) == (True, False, Found("cake"))


def test_the_owner_stands_where_the_page_or_the_search_was_asked_for(lanes):
    lanes.add_page(Lane.OUTBOX, QPushButton())
    lanes._inbox.go(2)
    stood = Lane.NEEDS_YOU, a_row(2).id
    assert lanes.stand == stood
    lanes.go_to(Lane.OUTBOX)
    assert lanes.stand == stood
    lanes.go_to(Found("cake"))
    assert lanes.stand == stood
    lanes.go_to(Lane.WORTH_A_LOOK)
    assert lanes.stand[0] is Lane.WORTH_A_LOOK


def test_a_page_that_comes_late_is_shown_with_the_next_look(lanes):
    page = QPushButton()
    lanes.go_to(Lane.OUTBOX)
    lanes.add_page(Lane.OUTBOX, page)
    assert lanes.shows_list
    lanes.show_again()
    assert lanes.currentWidget() is page


# The window on the outside


@pytest.fixture
def top(qtbot):
    window = TopLevel()
    qtbot.addWidget(window)
    return window


def test_the_first_paint_is_told_once(top, qtbot):
    painted = []
    top.first_painted.connect(lambda: painted.append(True))
    with qtbot.waitSignal(top.first_painted):
        top.show()
    top.repaint()
    with qtbot.waitSignal(top.height_changed):
        top.resize(300, top.height() + 40)
    assert painted == [True]


def test_it_stays_open_as_long_as_somebody_says_so(top, qtbot):
    closed, asked = [], []
    top.closing.connect(lambda: closed.append(True))
    top.show()
    top.ask_before_closing(lambda: bool(asked.append(True)))
    assert not top.close()
    assert (asked, closed, top.isVisible()) == ([True], [], True)
    top.ask_before_closing(None)
    assert top.close()
    assert closed == [True]


def test_only_another_height_is_told(top, qtbot):
    top.resize(300, 200)
    top.show()
    told = []
    top.height_changed.connect(lambda: told.append(top.height()))
    top.resize(500, 200)
    top.resize(500, 240)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [240]
