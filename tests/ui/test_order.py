"""The order of a long list behaves like a plain list of ids."""

from array import array
from random import Random

import pytest

from desktop.ui.models import order
from desktop.ui.models.order import Order


def holds(made, ids):
    assert len(made) == len(ids)
    assert list(made.whole()) == ids
    assert [made.index(id_) for id_ in ids] == list(range(len(ids)))
    assert [made[at] for at in range(len(ids))] == ids
    assert all(id_ in made for id_ in ids)


@pytest.mark.parametrize("part", [1, 2, 5, 1024])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_and_goes_every_id_is_found_where_it_stands(monkeypatch, part, seed):
    monkeypatch.setattr(order, "PART", part)
    rng = Random(seed)
    fresh = list(range(1, 3000))
    rng.shuffle(fresh)
    ids = [fresh.pop() for _ in range(rng.choice((0, 1, 40)))]
    made = Order(array("q", ids))
    gone = []
    for _ in range(300):
        at = rng.randrange(len(ids) + 1)
        match rng.choice(("insert", "insert", "remove", "replace")):
            case "insert":
                some = [fresh.pop() for _ in range(rng.choice((1, 1, 2, 9)))]
                ids[at:at] = some
                made.insert(at, array("q", some))
            case "remove":
                count = min(rng.choice((1, 1, 3, 30)), len(ids) - at)
                gone += ids[at : at + count]
                del ids[at : at + count]
                made.remove(at, count)
            case "replace" if at < len(ids):
                gone.append(ids[at])
                ids[at] = fresh.pop()
                made.replace(at, ids[at])
        start, stop = sorted((rng.randrange(-5, len(ids) + 5), rng.randrange(-5, len(ids) + 5)))
        assert list(made.between(start, stop)) == ids[max(0, start) : max(0, stop)]
    holds(made, ids)
    assert not any(id_ in made or made.index(id_) != -1 for id_ in (*gone, -1, 0, 10_000))


def test_one_that_left_may_come_back():
    made = Order(array("q", [4, 5, 6]))
    made.remove(0, 3)
    holds(made, [])
    made.insert(0, array("q", [6, 4]))
    holds(made, [6, 4])


@pytest.mark.parametrize("at", [-1, 3])
def test_outside_there_is_nothing(at):
    with pytest.raises(IndexError):
        Order(array("q", [4, 5, 6]))[at]


def test_what_has_no_conversation_yet_stands_among_the_others() -> None:
    low = -(1 << 60)
    order = Order(array("q", [5, low, 7]))
    assert [order.index(one) for one in (5, low, 7, low - 1, -5)] == [0, 1, 2, -1, -1]
    order.insert(0, array("q", [low - 1]))
    order.replace(order.index(low), 9)
    assert list(order.whole()) == [low - 1, 5, 9, 7]
    assert low not in order
    order.remove(0, 1)
    assert low - 1 not in order
    assert order.index(7) == 2
