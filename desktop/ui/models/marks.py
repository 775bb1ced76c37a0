"""Which conversations a list holds."""

from collections.abc import Collection, Iterable


class Marks:
    """A set of conversation ids, a byte for each id up to the highest: ids are given one after the other.

    A set of Python's own takes sixty bytes for each of them, and a list may hold a million.
    """

    __slots__ = ("_marks",)

    def __init__(self, ids: Collection[int] = ()) -> None:
        self._marks = bytearray()
        self.update(ids)

    def __contains__(self, id_: int) -> bool:
        return 0 <= id_ < len(self._marks) and self._marks[id_] == 1

    def update(self, ids: Collection[int]) -> None:
        """Add ids, none of them below zero."""
        self._reach(max(ids, default=-1))
        marks = self._marks
        for id_ in ids:
            marks[id_] = 1

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
