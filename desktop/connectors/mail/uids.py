"""Sets of message numbers as IMAP writes them ("1:4,7"), small however many they hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

HIGHEST = 4_294_967_295


@dataclass(frozen=True, slots=True)
class UidSet:
    """A set of UIDs as sorted, disjoint, non-touching ranges (both ends included)."""

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, uids: Iterable[int]) -> Self:
        """Return the set of these UIDs."""
        return cls(_merged([(uid, uid) for uid in sorted(uids)]))

    @classmethod
    def between(cls, low: int, high: int) -> Self:
        """Return all UIDs from `low` to `high`; empty when `high` is lower."""
        return cls(((low, high),) if low <= high else ())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "1:4,7"; what is not a number is left out, numbers beyond 32 bits are cut."""
        found = []
        for piece in text.split(","):
            first, _, last = piece.strip().partition(":")
            if first.isascii() and first.isdigit() and (not last or (last.isascii() and last.isdigit())):
                low, high = int(first), int(last or first)
                found.append((min(low, high, HIGHEST), min(max(low, high), HIGHEST)))
        return cls(_merged(sorted(found)))

    def __str__(self) -> str:
        return ",".join(str(low) if low == high else f"{low}:{high}" for low, high in self.ranges)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __len__(self) -> int:
        return sum(high - low + 1 for low, high in self.ranges)

    def __iter__(self) -> Iterator[int]:
        for low, high in self.ranges:
            yield from range(low, high + 1)

    def __contains__(self, uid: object) -> bool:
        return isinstance(uid, int) and any(low <= uid <= high for low, high in self.ranges)

    @property
    def lowest(self) -> int:
        """The smallest UID; 0 when empty."""
        return self.ranges[0][0] if self.ranges else 0

    @property
    def highest(self) -> int:
        """The largest UID; 0 when empty."""
        return self.ranges[-1][1] if self.ranges else 0

    def __or__(self, other: "UidSet") -> "UidSet":
        return UidSet(_merged(sorted((*self.ranges, *other.ranges))))

    def __and__(self, other: "UidSet") -> "UidSet":
        found, mine, theirs = [], iter(self.ranges), iter(other.ranges)
        a, b = next(mine, None), next(theirs, None)
        while a is not None and b is not None:
            low, high = max(a[0], b[0]), min(a[1], b[1])
            if low <= high:
                found.append((low, high))
            if a[1] < b[1]:
                a = next(mine, None)
            else:
                b = next(theirs, None)
        return UidSet(tuple(found))

    def __sub__(self, other: "UidSet") -> "UidSet":
        left, start = [], 0
        holes = other.ranges
        for first, high in self.ranges:
            low = first
            while start < len(holes) and holes[start][1] < low:
                start += 1
            here = start
            while low <= high and here < len(holes) and holes[here][0] <= high:
                if holes[here][0] > low:
                    left.append((low, holes[here][0] - 1))
                low = max(low, holes[here][1] + 1)
                here += 1
            if low <= high:
                left.append((low, high))
        return UidSet(tuple(left))

    def above(self, floor: int) -> "UidSet":
        """Return the UIDs that are `floor` or more."""
        return self & UidSet.between(floor, HIGHEST)

    def top(self, count: int) -> "UidSet":
        """Return the `count` largest UIDs."""
        taken: list[tuple[int, int]] = []
        for low, high in reversed(self.ranges):
            if count <= 0:
                break
            taken.insert(0, (max(low, high - count + 1), high))
            count -= high - low + 1
        return UidSet(tuple(taken))


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    done: list[tuple[int, int]] = []
    for low, high in ranges:
        if done and low <= done[-1][1] + 1:
            if high > done[-1][1]:
                done[-1] = (done[-1][0], high)
        else:
            done.append((low, high))
    return tuple(done)
