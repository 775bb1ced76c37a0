"""What Qt is told of an order: whoever follows the rows that come and go has the same one."""

from array import array
from random import Random

import pytest

from desktop.ui.models import order
from desktop.ui.models.order import Order
from desktop.ui.models.order_model import OrderModel
from desktop.ui.models.steps import steps


class Bare(OrderModel):
    """An order with nothing in its rows."""

    def data(self, _index: object, _role: int = 0) -> None:
        return None


def followed(model: OrderModel) -> list[int]:
    """The ids that one knows who does only as told."""
    ids = list(model.order())

    def removed(_parent: object, first: int, last: int) -> None:
        del ids[first : last + 1]

    def inserted(_parent: object, first: int, last: int) -> None:
        ids[first:first] = model.between(first, last + 1)

    def changed(first: object, _last: object, _roles: object) -> None:
        at = first.row()  # type: ignore[attr-defined]
        ids[at] = model.id_at(at) or 0

    def reset() -> None:
        ids[:] = model.order()

    model.rowsRemoved.connect(removed)
    model.rowsInserted.connect(inserted)
    model.dataChanged.connect(changed)
    model.modelReset.connect(reset)
    return ids


@pytest.mark.parametrize("part", [3, 1024])
@pytest.mark.parametrize("seed", range(4))
def test_who_follows_what_is_told_has_the_same_order(qtmodeltester, monkeypatch, part: int, seed: int) -> None:
    monkeypatch.setattr(order, "PART", part)
    rng = Random(seed)
    model = Bare()
    qtmodeltester.check(model)
    told, fresh = followed(model), iter(range(1000, 2000))
    for _ in range(60):
        shown = list(model.order())
        before = model.changes
        some = rng.sample(shown, min(len(shown), rng.randrange(1, 6)))
        kind = rng.choice(("become", "put in", "drop", "exchange", "reset"))
        if kind == "become":
            now = [id_ for id_ in shown if id_ not in some] + [next(fresh) for _ in range(3)]
            rng.shuffle(now)
            model.become(array("q", now))
        elif kind == "put in":
            model.put_in(rng.randrange(len(shown) + 1), array("q", [next(fresh), next(fresh)]))
        elif kind == "drop":
            model.drop(some)  # type: ignore[arg-type]
        elif kind == "exchange" and shown:
            model.exchange(rng.randrange(len(shown)), next(fresh))  # type: ignore[arg-type]
        elif kind == "reset":
            model.reset(Order(array("q", some)))
        assert told == list(model.order())
        assert model.rowCount() == len(told)
        assert (model.changes > before) is (told != shown or kind == "reset")


def test_neighbours_go_at_one_stroke_and_the_lowest_first() -> None:
    model = Bare()
    model.become(array("q", range(10)))
    removed: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    model.drop([2, 8, 3, 4])  # type: ignore[list-item]
    assert removed == [(8, 8), (2, 4)]


def test_an_order_taken_over_late_is_the_one_in_force() -> None:
    model = Bare()
    ids = array("q", range(100, 200))
    model.become(ids)
    turned = ids[50:] + ids[:50]
    moves, changes = steps(model.order(), turned), model.changes
    model.put_in(50, array("q", [500]))
    assert model.changes > changes
    model.become(ids)
    assert model.order() == ids
    model.become(turned, moves, Order(turned))
    assert model.order() == turned
    assert [model.row_of(id_) for id_ in ids[:3]] == [50, 51, 52]  # type: ignore[arg-type]
