"""Which conversations a list holds."""

from collections.abc import Iterable, Sequence

_PART = 10_000
"""Ids that are taken in at a time: their highest is found in one go, during which no other thread can run."""


class Marks:
    """A set of conversation ids, a byte for each id up to the highest: ids are given one after the other.

    A set of Python's own takes sixty bytes for each of them, and a list may hold a million.
    """

    __slots__ = ("_marks",)

    def __init__(self, ids: Sequence[int] = ()) -> None:
        self._marks = bytearray()
        self.update(ids)

    def __contains__(self, id_: int) -> bool:
        return 0 <= id_ < len(self._marks) and self._marks[id_] == 1

    def update(self, ids: Sequence[int]) -> None:
        """Add ids, none of them below zero."""
        marks = self._marks
        for at in range(0, len(ids), _PART):
            part = ids[at : at + _PART]
            self._reach(max(part))
            for id_ in part:
                marks[id_] = 1

    def missing(self, ids: Iterable[int]) -> list[int]:
        """Return those of the ids that are not in it."""
        marks, end = self._marks, len(self._marks)
        return [id_ for id_ in ids if id_ >= end or not marks[id_]]

    def discard(self, ids: Iterable[int]) -> None:
        """Take ids away."""
        marks, end = self._marks, len(self._marks)
        for id_ in ids:
            if id_ < end:
                marks[id_] = 0

    def _reach(self, highest: int) -> None:
        missing = highest + 1 - len(self._marks)
        if missing > 0:
            # Some more at once: ids that are new are the highest.
            self._marks.extend(bytes(missing + len(self._marks) // 16))
