"""The order of a very long list, in parts: where one of a million stands is told without going through the others."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable

PART = 1024
"""Ids of a part when it is made. One that grows to more than twice as many is made into several."""


class _Part:
    """Ids that stand one after the other, the first of them at `first`, under a name that stays when others come or go."""

    __slots__ = ("first", "ids", "name")

    def __init__(self, name: int, ids: "array[int]") -> None:
        self.name = name
        self.ids = ids
        self.first = 0


class Order:
    """Ids in their order, none of them twice: eight bytes each, and two for every id up to the highest.

    Ids are numbers given one after the other, so an array tells for each of them in which part it stands. The few below
    zero, of what has no conversation yet, are looked up by name.
    """

    __slots__ = ("_below", "_homes", "_length", "_named", "_parts", "_spare")

    def __init__(self, ids: "array[int] | None" = None) -> None:
        self._parts: list[_Part] = []
        self._named: list[_Part | None] = [None]
        self._spare: list[int] = []
        """Names of parts that are gone."""
        self._homes = array("H")
        """For each id the name of its part, 0 where it is in none."""
        self._below: dict[int, int] = {}
        """The same for each id below zero."""
        self._length = 0
        if ids:
            self._put(0, 0, ids)

    def __len__(self) -> int:
        return self._length

    def __contains__(self, id_: int) -> bool:
        return self._home(id_) != 0

    def __getitem__(self, at: int) -> int:
        if not 0 <= at < self._length:
            raise IndexError(at)
        part = self._parts[self._find(at)]
        return part.ids[at - part.first]

    def index(self, id_: int) -> int:
        """Return where an id stands, -1 when it is not there."""
        part = self._named[self._home(id_)]
        return -1 if part is None else part.first + part.ids.index(id_)

    def _home(self, id_: int) -> int:
        """Return the name of the part an id stands in, 0 where it is in none."""
        if id_ < 0:
            return self._below.get(id_, 0)
        return self._homes[id_] if id_ < len(self._homes) else 0

    def between(self, start: int, stop: int) -> "array[int]":
        """Return the ids from `start` on and before `stop`, as far as there are any."""
        start = max(0, start)
        found = array("q")
        for part in self._parts[max(0, self._find(start)) :]:
            if part.first >= stop:
                break
            found += part.ids[max(0, start - part.first) : stop - part.first]
        return found

    def whole(self) -> "array[int]":
        """Return a copy of all of it: some milliseconds for a million."""
        return array("q", b"".join(part.ids for part in self._parts))

    def insert(self, at: int, ids: "array[int]") -> None:
        """Put ids in front of what stands at `at`."""
        n = self._find(at)
        if n < 0:
            self._put(0, 0, ids)
            return
        part = self._parts[n]
        inner = at - part.first
        if len(part.ids) + len(ids) > 2 * PART:
            self._put(n, 1, part.ids[:inner] + ids + part.ids[inner:])
            return
        part.ids[inner:inner] = ids
        self._settle(ids, part.name)
        self._count(n)

    def remove(self, at: int, count: int) -> None:
        """Take `count` ids away from `at` on."""
        n = self._find(at)
        while count > 0:
            part = self._parts[n]
            inner = at - part.first
            gone = part.ids[inner : inner + count]
            self._settle(gone, 0)
            del part.ids[inner : inner + count]
            count -= len(gone)
            if not part.ids:
                self._put(n, 1, array("q"))
            self._count(n)
            n = self._find(at)

    def replace(self, at: int, id_: int) -> None:
        """Put an id in the place of another."""
        part = self._parts[self._find(at)]
        self._settle((part.ids[at - part.first],), 0)
        part.ids[at - part.first] = id_
        self._settle((id_,), part.name)

    def _find(self, at: int) -> int:
        """Return which part holds `at`; the last one for what lies behind it, -1 where there is none."""
        return bisect_right(self._parts, at, key=_first) - 1

    def _put(self, n: int, instead_of: int, ids: "array[int]") -> None:
        """Make parts of these ids at `n`, in the place of so many."""
        for part in self._parts[n : n + instead_of]:
            self._named[part.name] = None
            self._spare.append(part.name)
        made = [self._make(ids[at : at + PART]) for at in range(0, len(ids), PART)]
        self._parts[n : n + instead_of] = made
        self._count(n)

    def _make(self, ids: "array[int]") -> _Part:
        if not self._spare:
            self._spare.append(len(self._named))
            self._named.append(None)
        part = _Part(self._spare.pop(), ids)
        self._named[part.name] = part
        self._settle(ids, part.name)
        return part

    def _settle(self, ids: Iterable[int], name: int) -> None:
        homes = self._homes
        for id_ in ids:
            try:
                homes[id_] = name
            except IndexError:
                # Those below zero are so low that no array is long enough to be counted from its end by them.
                if id_ < 0:
                    self._below[id_] = name
                    continue
                # Some more at once: ids that are new are the highest.
                homes.frombytes(bytes(2 * (id_ + 1 - len(homes) + len(homes) // 16)))
                homes[id_] = name

    def _count(self, n: int) -> None:
        """Tell the parts from `n` on where they begin now."""
        first = self._parts[n - 1].first + len(self._parts[n - 1].ids) if n > 0 else 0
        for part in self._parts[n:]:
            part.first = first
            first += len(part.ids)
        self._length = first


def _first(part: _Part) -> int:
    return part.first
