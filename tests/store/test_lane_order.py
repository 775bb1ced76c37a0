"""The order of every lane: each row has its place, and what comes before and after it is everything else."""

import sqlite3
from itertools import product

import pytest

from desktop.domain.row import Lane, Sorting
from desktop.store.lane_order import lane_order

COLUMNS = ("need", "stand", "due", "last_id", "last_at", "draft_at", "outgoing_at")


@pytest.fixture
def table():
    """Twelve rows, of which two have the same place."""
    db = sqlite3.connect(":memory:")
    db.execute(f"create table conversation (id integer primary key, {', '.join(COLUMNS)})")
    for id_ in range(1, 13):
        place = 100 + id_ * 7 % 12 // 2
        db.execute(f"insert into conversation values ({', '.join('?' * 8)})", (id_, *[place] * 3, id_, *[place] * 3))
    yield db
    db.close()


def ids(db, order, where="1", values=(), *, back=False):
    found = db.execute(f"select id from conversation where {where} order by {order.way(back=back)}", values)
    return [id_ for (id_,) in found]


@pytest.mark.parametrize(("lane", "sorting"), list(product(Lane, Sorting)))
def test_what_comes_before_a_row_and_after_it_is_everything_else(table, lane, sorting):
    order = lane_order(lane, sorting)
    whole = ids(table, order)
    shown = dict(table.execute(f"select id, {order.place} from conversation").fetchall())
    assert whole == sorted(whole, key=lambda id_: (shown[id_], id_)), "rows are shown in ascending order of their place"
    assert whole[::-1] == ids(table, order, back=True)
    for at, id_ in enumerate(whole):
        place = order.key(shown[id_])
        before, after = (ids(table, order, order.beyond(forward=way), (place, place, id_)) for way in (False, True))
        assert (before, after) == (whole[:at], whole[at + 1 :])


def test_only_what_is_open_can_be_sorted():
    fixed = [lane for lane in Lane if len({lane_order(lane, sorting) for sorting in Sorting}) == 1]
    assert set(Lane) - set(fixed) == {Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST}
