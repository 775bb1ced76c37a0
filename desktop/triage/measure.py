"""How good an order is: the figures by which orders of the same messages are compared. Pure.

`needed` are the labels in the order to be judged: 1 for whoever needs an answer first. nDCG after Järvelin and
Kekäläinen 2002 (gain 1, discount log2 of the place + 1), cut at 50 and divided by the best that can be reached.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

CUT = 50


@dataclass(frozen=True, slots=True)
class Measured:
    """`ndcg` at 50; `early` the share of P@10; `first` the place of the first who needs; `fifth` the share of them in the
    first fifth; `read90` how much of the inbox is read before nine in ten of them are seen; `auc` the chance that one who
    needs stands above one who does not (0.5 where `scores` were not given).
    """

    ndcg: float
    early: float
    first: int
    fifth: float
    read90: float
    auc: float


def measured(needed: Sequence[int], scores: Sequence[float] = ()) -> Measured:
    """Return the figures of one order; `scores` stand beside the labels. Raises ValueError when nobody needs anything."""
    count, wanted = len(needed), sum(needed)
    if not wanted:
        raise ValueError("nobody needs an answer first")
    places = [place for place, label in enumerate(needed, start=1) if label]
    gain = sum(1.0 / math.log2(place + 1) for place in places if place <= CUT)
    best = sum(1.0 / math.log2(place + 1) for place in range(1, min(CUT, wanted) + 1))
    return Measured(
        ndcg=gain / best,
        early=sum(needed[:10]) / 10,
        first=places[0],
        fifth=sum(needed[: count // 5]) / wanted,
        read90=places[math.ceil(0.9 * wanted) - 1] / count,
        auc=_above(needed, scores),
    )


def mean(of: Sequence[Measured]) -> Measured:
    """Return the mean of figures; `first` is rounded."""
    many = len(of)
    return Measured(
        ndcg=sum(one.ndcg for one in of) / many,
        early=sum(one.early for one in of) / many,
        first=round(sum(one.first for one in of) / many),
        fifth=sum(one.fifth for one in of) / many,
        read90=sum(one.read90 for one in of) / many,
        auc=sum(one.auc for one in of) / many,
    )


def _above(needed: Sequence[int], scores: Sequence[float]) -> float:
    others = sorted(score for score, label in zip(scores, needed, strict=False) if not label)
    chosen = [score for score, label in zip(scores, needed, strict=False) if label]
    if not others or not chosen:
        return 0.5
    won = sum(bisect_left(others, score) + bisect_right(others, score) for score in chosen)
    return won / 2 / len(others) / len(chosen)
