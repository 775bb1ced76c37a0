"""The fewest removals and insertions that turn one order of rows into another, in runs a view can follow."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass

from desktop.ui.models.marks import Marks


@dataclass(frozen=True, slots=True)
class Remove:
    """Take `count` rows away from `at` on."""

    at: int
    count: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Put `ids` in front of row `at`."""

    at: int
    ids: "array[int]"


def steps(old: "array[int]", new: "array[int]") -> list[Remove | Insert]:
    """Return the steps, each given in the order left by those before it; no id may occur twice in a list.

    As many rows as possible stay where they are (a longest increasing subsequence); O(n log n), any thread.
    """
    start = _common_start(old, new)
    end = _common_end(old, new, start)
    middle_old = old[start : len(old) - end]
    middle_new = new[start : len(new) - end]
    if not middle_old or not middle_new:
        # As when a lane is first read: a million rows at once.
        return [Remove(start, len(middle_old))] * bool(middle_old) + [Insert(start, middle_new)] * bool(middle_new)
    stay = _staying(middle_old, middle_new)
    removals = [Remove(start + at, count) for at, count in _runs([id_ not in stay for id_ in middle_old])]
    removals.reverse()
    insertions = [
        Insert(start + at, middle_new[at : at + count]) for at, count in _runs([id_ not in stay for id_ in middle_new])
    ]
    return [*removals, *insertions]


def unlike(old: "array[int]", new: "array[int]") -> set[int]:
    """Return the ids that are in one of the two and not in the other; quick where most of the order is the same."""
    start = _common_start(old, new)
    end = _common_end(old, new, start)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    return {*Marks(after).missing(before), *Marks(before).missing(after)}


def apply(ids: "array[int]", step: Remove | Insert) -> None:
    """Carry one step out on `ids`, in place."""
    if isinstance(step, Remove):
        del ids[step.at : step.at + step.count]
    else:
        ids[step.at : step.at] = step.ids


def _common_start(old: "array[int]", new: "array[int]") -> int:
    """Return how many ids at the start are the same, by halving: comparing slices is done in C."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: "array[int]", new: "array[int]", start: int) -> int:
    low, high = 0, min(len(old), len(new)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _staying(old: "array[int]", new: "array[int]") -> set[int]:
    """Return the ids of a longest sequence that has the same order in both."""
    place = {id_: n for n, id_ in enumerate(new)}
    tails: list[int] = []
    tail_ids: list[int] = []
    before: dict[int, int | None] = {}
    for id_ in old:
        where = place.get(id_)
        if where is None:
            continue
        spot = bisect_left(tails, where)
        before[id_] = tail_ids[spot - 1] if spot else None
        if spot == len(tails):
            tails.append(where)
            tail_ids.append(id_)
        else:
            tails[spot] = where
            tail_ids[spot] = id_
    stay: set[int] = set()
    last: int | None = tail_ids[-1] if tail_ids else None
    while last is not None:
        stay.add(last)
        last = before[last]
    return stay


def _runs(marks: list[bool]) -> list[tuple[int, int]]:
    """Return start and length of every run of True."""
    runs: list[tuple[int, int]] = []
    start = -1
    for n, mark in enumerate([*marks, False]):
        if mark and start < 0:
            start = n
        elif not mark and start >= 0:
            runs.append((start, n - start))
            start = -1
    return runs
