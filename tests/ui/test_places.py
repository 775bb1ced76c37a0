"""Where conversations belong in the order that a list shows, and how little is asked of the store to tell it."""

from random import Random

import pytest

from desktop.domain.conversation import Lane
from desktop.ui.models.order import Order
from desktop.ui.models.places import Places
from tests.ui.values import ValueReads, a_row


class Asked:
    """The first 30 of a list of so many are read; the store answers for the others, and the questions are counted."""

    def __init__(self, many: int, apart: int = 2) -> None:
        self.reads = ValueReads([a_row(n, place=(0, apart * n, n)) for n in range(many)])
        self.order = Order(self.reads.ids(Lane.NEEDS_YOU))
        self.rows = {row.id: row for row in self.reads.page(Lane.NEEDS_YOU, limit=30)}
        self.places = 0
        self.following = 0

    def known(self, further=()):
        return Places(self.order, self.rows, further, places_of=self._places_of, following_of=self._following_of)

    def _places_of(self, ids):
        self.places += 1
        return self.reads.places(ids, Lane.NEEDS_YOU)

    def _following_of(self, ids):
        self.following += 1
        return self.reads.following(ids, Lane.NEEDS_YOU)

    def put_in(self, rows, spots):
        """The ids of the list when `rows` were put in front of these rows of it."""
        ids = list(self.order.whole())
        for row, spot in reversed(list(zip(rows, spots, strict=True))):
            ids.insert(spot, row.id)
        return ids


def test_many_that_come_in_are_placed_with_one_question_of_each_kind():
    asked = Asked(4000)
    fresh = sorted((a_row(5000 + n, place=(0, 40 * (n // 2) + 101, n)) for n in range(100)), key=lambda row: row.place)
    asked.reads.put(*fresh)
    ids = asked.put_in(fresh, asked.known().spots(fresh, 0))
    assert (asked.places, asked.following) == (1, 1)
    assert ids == list(asked.reads.ids(Lane.NEEDS_YOU))


def test_what_comes_in_before_a_row_that_is_not_shown_yet_or_not_at_its_place_is_searched_for():
    asked = Asked(4000)
    unseen = [a_row(6000 + n, place=(0, 40 * n + 102, n)) for n in range(50)]
    moved = a_row(3000, place=(0, 40 * 70 + 102, 3000))
    fresh = [a_row(5000 + n, place=(0, 40 * n + 101, n)) for n in range(100)]
    asked.reads.put(*unseen, *fresh, moved)
    ids = asked.put_in(fresh, asked.known().spots(fresh, 0))
    assert asked.places <= 13, "by halves, 4,000 are searched in twelve steps"
    known = set(asked.order.whole()) | {row.id for row in fresh}
    in_order = [id_ for id_ in asked.reads.ids(Lane.NEEDS_YOU) if id_ in known and id_ != moved.id]
    assert [id_ for id_ in ids if id_ != moved.id] == in_order


def test_what_comes_in_before_the_first_row_and_behind_the_last_finds_its_place():
    asked = Asked(4000)
    fresh = [a_row(5000, place=(0, -1, 1)), a_row(5001, place=(0, 9000, 1))]
    asked.reads.put(*fresh)
    assert asked.known().spots(fresh, 0) == [0, 4000]


def test_nothing_is_put_above_the_lowest_row_that_is_seen():
    asked = Asked(100)
    fresh = [a_row(500, place=(0, 5, 1)), a_row(501, place=(0, 61, 1))]
    asked.reads.put(*fresh)
    assert asked.known().spots(fresh, 20) == [20, 31]


@pytest.mark.parametrize("seed", range(6))
def test_without_a_store_what_was_read_tells_the_place(seed):
    rng = Random(seed)
    keys = rng.sample(range(1000), 80)
    shown, fresh = (
        sorted((a_row(key, place=(0, key, 0)) for key in part), key=lambda row: row.place)
        for part in (keys[:60], keys[60:])
    )
    asked = Asked(0)
    asked.reads.put(*shown)
    asked.order = Order(asked.reads.ids(Lane.NEEDS_YOU))
    spots = Places(asked.order, {row.id: row for row in shown}).spots(fresh, 0)
    asked.reads.put(*fresh)
    assert asked.put_in(fresh, spots) == list(asked.reads.ids(Lane.NEEDS_YOU))


def test_one_of_a_lower_lane_tells_no_place_but_the_next_of_this_lane_does():
    asked = Asked(10)
    lower = a_row(900, place=(5, 0, 0))
    asked.rows[lower.id] = lower
    ids = asked.order.whole()
    ids.insert(4, lower.id)
    ids.append(901)
    asked.order = Order(ids)
    known = asked.known(further={lower.id, 901})
    late = a_row(500, place=(0, 9, 0))
    assert known.spots([late], 0) == [6], "behind the row of 8, over the one of the lower lane"
    assert not known.strays([asked.reads.all[a_row(4).id]]), "that stands behind it"
    assert known.strays([a_row(4, place=(0, 5, 0))])


@pytest.mark.parametrize(
    ("place", "strays"), [(20, False), (19, False), (21, False), (17, True), (23, True), (-7, True)]
)
def test_a_row_strays_once_it_would_stand_on_the_other_side_of_a_neighbour(place, strays):
    assert Asked(40).known().strays([a_row(10, place=(0, place, 10))]) is strays


def test_neighbours_of_many_rows_are_asked_for_together():
    asked = Asked(400)
    assert not asked.known().strays([asked.reads.all[a_row(n).id] for n in range(40, 400, 4)])
    assert (asked.places, asked.following) == (1, 0)
