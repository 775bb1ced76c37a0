"""The place of the owner in the list: the same conversation, as far down the screen, whatever goes on around it."""

import tracemalloc
from array import array

import pytest
from PySide6.QtCore import Qt

from desktop.domain.conversation import Lane
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.models.order import Order
from desktop.ui.views.inbox.cursor import Cursor
from desktop.ui.views.inbox.picking import Picking
from desktop.ui.views.inbox.table import InboxTable
from desktop.ui.views.inbox.whole_order import WholeOrder
from tests.ui.test_news import Held
from tests.ui.values import StoppedClock, ValueReads, a_row

ROW = 20
SEEN = 6


def ids(*numbers):
    return [a_row(n).id for n in numbers]


class Stand:
    """A list of which six rows can be seen, and what was told of the owner's place in it."""

    def __init__(self, many=40):
        self.reads = ValueReads([a_row(n) for n in range(many)])
        self.model = InboxListModel(self.reads.rows, self.reads.places, self.reads.following, StoppedClock())
        self.table = InboxTable(lambda: self.table.palette().base())
        # With the focus Qt would stand on the first row by itself.
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setModel(self.model)
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.resize(200, SEEN * ROW)
        self.cursor = Cursor(self.table, self.model)
        self.tasks = Held(self.reads)
        self.order = WholeOrder(self.model, self.cursor, lambda: self.tasks)
        self.model.begin(Lane.NEEDS_YOU, list(self.reads.all.values()))
        self.chosen = []
        self.cursor.chosen.connect(self.chosen.append)


@pytest.fixture
def stand(qtbot):
    made = Stand()
    qtbot.addWidget(made.table)
    made.table.show()
    return made


def test_a_move_is_told_before_the_conversation_it_leads_to(stand):
    told = []
    stand.cursor.moved.connect(lambda row, before: told.append((row, before)))
    stand.cursor.chosen.connect(told.append)
    stand.cursor.choose_first()
    stand.cursor.step(2)
    stand.cursor.step(-9)
    stand.cursor.step(-1)
    assert told == [(0, -1), *ids(0), (2, 0), *ids(2), (0, 2), *ids(0)]


def test_it_stands_as_far_down_as_before_when_rows_come_in_above(stand):
    stand.cursor.go(20)
    offset = stand.cursor.offset()
    stand.model.put_in(3, array("q", range(5000, 5010)))
    stand.cursor.hold(offset)
    assert (stand.cursor.row, stand.cursor.conversation(), stand.cursor.offset()) == (30, *ids(20), offset)
    assert stand.chosen == ids(20)


@pytest.mark.parametrize(
    ("here", "leaving", "then"),
    [(5, (5,), 6), (5, (4, 5, 6, 7), 8), (39, (39,), 38), (38, (37, 38, 39), 36), (5, (4, 6), 5)],
)
def test_it_goes_on_to_the_next_that_stays_and_back_where_none_follows(stand, here, leaving, then):
    stand.cursor.go(here)
    assert stand.cursor.go_on_from(frozenset(ids(*leaving))) is (then != here)
    assert stand.cursor.conversation() == a_row(then).id


def test_another_order_is_shown_under_it_and_an_empty_one_told(stand):
    stand.cursor.go(20)
    offset = stand.cursor.offset()
    stand.cursor.put(Order(array("q", ids(*range(10, 40)))), *ids(20))
    assert (stand.cursor.row, stand.cursor.offset()) == (10, offset)
    assert stand.chosen == ids(20), "it is the same conversation"
    stand.cursor.put(Order(), None)
    assert stand.chosen == [*ids(20), None]


def test_one_that_became_part_of_another_is_told_only_where_it_was_not_shown_already(stand):
    stand.cursor.go(5)
    stand.cursor.take_for_told(a_row(500).id)
    stand.model.replace(a_row(5).id, a_row(500))
    stand.cursor.look_again()
    assert stand.chosen == ids(5)
    stand.model.replace(a_row(500).id, a_row(501))
    stand.cursor.look_again()
    assert stand.chosen == ids(5, 501)


def test_rows_that_come_into_a_list_that_has_no_room_yet_are_seen_from_where_it_stands(stand):
    # In place of an empty list something is said, and it gets its room back only after its rows.
    stand.table.resize(200, 0)
    stand.cursor.put(Order(ids(*range(30))), None)
    stand.table.resize(200, SEEN * ROW)
    assert stand.cursor.row == 0
    assert stand.cursor.offset() == 0


def test_rows_that_are_picked_stay_so_while_it_moves(stand):
    stand.cursor.picked = picked = Picking(stand.table, stand.model, stand.cursor.stand_on)
    stand.cursor.go(3)
    picked.toggle()
    stand.cursor.step(4)
    assert list(picked.ids()) == ids(3)
    picked.stop()
    stand.cursor.step(1)
    assert list(picked.ids()) == ids(9)


def test_what_is_picked_is_handed_over_without_an_object_for_each(stand):
    stand.cursor.picked = picked = Picking(stand.table, stand.model, stand.cursor.stand_on)
    many = array("q", range(1000, 201_000))
    stand.model.reset(Order(many))
    picked.all()
    tracemalloc.start()
    try:
        found = picked.ids()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == many
    # Eight bytes each, and as many on the way; objects would take forty.
    assert most < 24 * len(many)


# The whole order


def test_of_two_readings_the_later_counts(stand):
    stand.order.read()
    (older,) = stand.tasks.read
    stand.reads.put(a_row(700, place=(0, 99, 0)))
    stand.order.read()
    known = []
    stand.order.known.connect(known.append)
    stand.tasks.hand_over()
    older()
    assert stand.model.row_of(a_row(700).id) == 40
    assert known == [0]


def test_it_follows_the_conversation_that_was_ranked_anew(stand):
    stand.cursor.go(20)
    offset = stand.cursor.offset()
    stand.reads.put(a_row(20, place=(0, 10, 99)))
    stand.order.read()
    stand.tasks.hand_over()
    assert (stand.cursor.row, stand.cursor.offset()) == (11, offset)
    assert stand.cursor.conversation() == a_row(20).id


def test_rows_that_came_while_it_was_read_are_no_harm(stand):
    stand.cursor.go(20)
    stand.reads.put(a_row(700, place=(0, 30, 99)))
    stand.order.read()
    stand.model.refresh({}, staying=(), left=ids(2, 3), last_seen=-1)
    stand.tasks.hand_over()
    assert stand.model.order() == stand.reads.ids(Lane.NEEDS_YOU)
    assert stand.cursor.conversation() == a_row(20).id


def test_what_was_held_back_is_gone_to_once_it_is_shown(stand):
    stand.cursor.go(20)
    urgent = [a_row(700, place=(0, -2, 0)), a_row(701, place=(0, -1, 0))]
    stand.reads.put(*urgent)
    stand.order.show_held()
    assert not stand.tasks.read, "nothing is held back"
    stand.model.refresh({row.id: row for row in urgent}, staying=(), left=(), last_seen=25)
    stand.order.show_held()
    stand.tasks.hand_over()
    assert stand.cursor.conversation() == urgent[0].id
    assert stand.table.verticalScrollBar().value() == 0


def test_one_that_is_wanted_is_gone_to_at_once_or_when_the_order_is_known(stand):
    stand.order.want(a_row(7).id)
    assert stand.cursor.conversation() == a_row(7).id
    stand.reads.put(a_row(700, place=(0, 99, 0)))
    stand.order.want(a_row(700).id)
    assert stand.cursor.conversation() == a_row(7).id
    stand.order.read()
    stand.tasks.hand_over()
    assert stand.cursor.conversation() == a_row(700).id


def test_what_was_wanted_of_another_lane_is_forgotten(stand):
    stand.cursor.go(7)
    stand.reads.put(a_row(700, place=(0, 99, 0)))
    stand.order.want(a_row(700).id)
    stand.order.forget()
    stand.order.read()
    stand.tasks.hand_over()
    assert stand.cursor.conversation() == a_row(7).id
