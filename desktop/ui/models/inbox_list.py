"""One lane as a list that loads what is looked at, never resets while news come in, and holds new arrivals back."""

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Signal

from desktop.domain.clock import Clock
from desktop.domain.row import ConversationId, Found, InboxRow, Lane
from desktop.domain.text import plain
from desktop.ui.ink import ACCESSIBLE_TEXT, DISPLAY, USER
from desktop.ui.models.marks import Marks
from desktop.ui.wording import words

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QPersistentModelIndex

    from desktop.ui.models.steps import Insert, Remove

    Index = QModelIndex | QPersistentModelIndex

RowsOf = Callable[[Sequence[ConversationId], Lane | Found], Mapping[ConversationId, InboxRow]]
Fetch = Callable[[Sequence[ConversationId], Found], bool]

ROW = USER
ID = ROW + 1

_WINDOW = 40
_KEPT = 4000
_PART = 1024


class InboxListModel(QAbstractTableModel):
    """Holds the ids of a lane and the rows near those that were looked at. GUI thread only.

    `begin` starts another lane and is the only reset. `adopt` takes the lane's full order; `refresh` the news of a
    commit. Rows that arrive above what the owner looks at are held back until `show_held`.

    Rows of a lane are read when they are looked at. Those of a search take longer: `fetch` has them read elsewhere, some
    before they are looked at, and answers with `take`; it returns False where nobody can. Until then they have no values.
    """

    held_changed = Signal(int)
    """How many new conversations wait to be shown."""

    def __init__(self, rows_of: RowsOf, clock: Clock, parent: "QObject | None" = None) -> None:
        super().__init__(parent)
        self._rows_of = rows_of
        self._clock = clock
        self.lane: Lane | Found = Lane.NEEDS_YOU
        self._ids: array[int] = array("q")
        self._present = Marks()
        self._rows: dict[int, InboxRow] = {}
        self._held: set[int] = set()
        self.fetch: Fetch | None = None
        self._coming: set[int] = set()
        self._stale: set[int] = set()

    # What it holds

    def begin(self, lane: Lane | Found, rows: Sequence[InboxRow]) -> None:
        """Show another lane, of which `rows` are the first."""
        self.beginResetModel()
        self.lane = lane
        self._ids = array("q", [row.id for row in rows])
        self._present = Marks(self._ids)
        self._rows = {row.id: row for row in rows}
        self._coming.clear()
        self._stale.clear()
        self.endResetModel()
        self._hold(set())

    def adopt(
        self, ids: "array[int]", moves: "Sequence[Remove | Insert] | None" = None, present: Marks | None = None
    ) -> None:
        """Take over the whole order of the lane.

        `moves`, the steps to it, and `present`, the marks of its ids, may have been worked out on another thread.
        """
        from desktop.ui.models.steps import steps

        self._present = Marks(ids) if present is None else present
        for step in steps(self._ids, ids) if moves is None else moves:
            self._take(step)
        self._hold({id_ for id_ in self._held if id_ not in self._present})

    def put(self, ids: "array[int]") -> None:
        """Show this order at one stroke; what was read of its rows stays. The current row and what is selected are lost."""
        self.beginResetModel()
        self._ids = ids
        self._present = Marks(ids)
        self.endResetModel()
        self._hold({id_ for id_ in self._held if id_ not in self._present})

    def reread(self, ids: Collection[ConversationId] | None = None) -> None:
        """Have these rows, or all, read again when they are next looked at."""
        self._stale.update(self._rows if ids is None else ids)
        self.touch()

    def order(self) -> "array[int]":
        """Return a copy of the order shown."""
        return self._ids[:]

    def refresh(
        self,
        rows: Mapping[ConversationId, InboxRow],
        *,
        staying: Collection[ConversationId],
        left: Collection[ConversationId],
        last_seen: int,
    ) -> None:
        """Take in the news of a commit: `rows` changed and belong to the lane, those of `left` no longer do.

        Rows already shown keep their place. New ones that belong below row `last_seen` are put there; the others are
        held back. Rows in `staying` are not taken away even when they left (the owner is reading them).
        """
        self._drop([id_ for id_ in left if id_ in self._present and id_ not in staying])
        here = [id_ for id_ in rows if id_ in self._present]
        self._renew({id_: rows[id_] for id_ in here})
        fresh = [row for id_, row in rows.items() if id_ not in self._present]
        gone = {id_ for id_ in self._held if id_ in left}
        self._hold((self._held - gone) | self._place(fresh, last_seen))

    def replace(self, old: ConversationId, row: InboxRow) -> None:
        """Put `row` in the place of `old`, which has become part of it."""
        at = self.row_of(old)
        self._rows.pop(old, None)
        self._present.discard((old,))
        self._present.update((row.id,))
        self._ids[at], self._rows[row.id] = row.id, row
        self._hold(self._held - {row.id})
        index = self.index(at, 0)
        self.dataChanged.emit(index, index)

    def known(self, id_: ConversationId) -> bool:
        """True when the conversation is in the lane, shown or held back."""
        return id_ in self._present or id_ in self._held

    @property
    def held(self) -> int:
        """How many new conversations wait to be shown."""
        return len(self._held)

    def held_ids(self) -> set[int]:
        """Return the conversations that wait to be shown."""
        return set(self._held)

    def loaded(self) -> set[ConversationId]:
        """Return the conversations whose values were read."""
        return {ConversationId(id_) for id_ in self._rows if id_ in self._present}

    def unlike(self, different: Set[int]) -> set[ConversationId]:
        """Return what is news of those that are `different` in another order than the one shown: not what is held back."""
        return {ConversationId(id_) for id_ in different ^ self._held}

    def id_at(self, row: int) -> ConversationId | None:
        """Return the conversation of a row, None outside the list."""
        return ConversationId(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_at(self, row: int) -> InboxRow | None:
        """Return the values of a row, loading it and its neighbours when needed; None for one just deleted or on its way."""
        if not 0 <= row < len(self._ids):
            return None
        id_ = self._ids[row]
        if self._is_wanting(id_):
            self._load(row)
        elif isinstance(self.lane, Found):
            self._load_beyond(row)
        return self._rows.get(id_)

    def take(
        self, lane: Found, asked: Collection[ConversationId], rows: Mapping[ConversationId, InboxRow] | None
    ) -> None:
        """Take in the rows that were `asked` for, None where they could not be read; those of another lane are left out."""
        if lane is not self.lane:
            return
        # What a commit has told of meanwhile is newer.
        awaited = self._coming.intersection(asked)
        self._coming -= awaited
        if rows is None:
            return
        # What is gone is not asked for again and again.
        self._coming.update(id_ for id_ in awaited if id_ not in rows)
        self._stale -= awaited
        for id_, row in rows.items():
            if id_ in awaited:
                self._rows[id_] = row
        places = [place for place in self._positions(asked).values() if place >= 0]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), 0))

    def row_of(self, id_: ConversationId, near: int = 0) -> int:
        """Return where a conversation stands, -1 when it is not shown; looks around `near` first."""
        if id_ not in self._present:
            return -1
        low = max(0, near - 100)
        for start, stop in ((low, near + 100), (0, len(self._ids))):
            try:
                return self._ids.index(id_, start, stop)
            except ValueError:
                continue
        return -1

    def touch(self) -> None:
        """Have visible rows painted again because time has passed; nothing is read."""
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0), [ROW])

    # Qt's questions

    def rowCount(self, parent: "Index" = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many conversations the lane shows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: "Index" = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One."""
        return 0 if parent.isValid() else 1

    def headerData(self, _section: int, _orientation: object, _role: int = DISPLAY) -> Any:
        """Return nothing: what is hidden has no words, not even for a screen reader."""
        return None

    def data(self, index: "Index", role: int = DISPLAY) -> Any:
        """Return the row's values under ROW, a sentence for screen readers, and the exact time as a tooltip."""
        if role == ROW:
            return self.row_at(index.row())
        if role == ID:
            return self.id_at(index.row())
        if role in (ACCESSIBLE_TEXT, DISPLAY):
            row = self.row_at(index.row())
            return "" if row is None else plain(words.row_sentence(row, self._clock.now()))
        return None

    # How it changes

    def _take(self, step: "Remove | Insert") -> None:
        from desktop.ui.models.steps import Remove

        if isinstance(step, Remove):
            self._take_away(step.at, step.count)
        else:
            self._put_in(step.at, step.ids)

    def _take_away(self, at: int, count: int) -> None:
        self.beginRemoveRows(QModelIndex(), at, at + count - 1)
        del self._ids[at : at + count]
        self.endRemoveRows()

    def _put_in(self, at: int, ids: "array[int]") -> None:
        self.beginInsertRows(QModelIndex(), at, at + len(ids) - 1)
        self._ids[at:at] = ids
        self.endInsertRows()

    def _drop(self, ids: Sequence[ConversationId]) -> None:
        if not ids:
            return
        for id_ in ids:
            self._rows.pop(id_, None)
        positions = self._positions(ids)
        self._present.discard(ids)
        for at, count in _runs_from_below(positions.values()):
            self._take_away(at, count)

    def _renew(self, rows: Mapping[ConversationId, InboxRow]) -> None:
        changed: dict[int, InboxRow] = {
            id_: row for id_, row in rows.items() if id_ in self._coming or self._rows.get(id_) not in (None, row)
        }
        self._coming.difference_update(rows)
        self._stale.difference_update(rows)
        self._rows.update(changed)
        for at in self._positions(changed).values():
            index = self.index(at, 0)
            self.dataChanged.emit(index, index)

    def _positions(self, ids: Collection[int]) -> dict[int, int]:
        if len(ids) == 1:
            (id_,) = ids
            return {id_: self.row_of(ConversationId(id_))}
        wanted = frozenset(ids)
        found: dict[int, int] = {}
        # A part without any of them is passed over at once: most of a million rows are.
        for start in range(0, len(self._ids), _PART):
            part = self._ids[start : start + _PART]
            if not wanted.isdisjoint(part):
                found |= {id_: n for n, id_ in enumerate(part, start) if id_ in wanted}
                if len(found) == len(wanted):
                    break
        return found

    def _place(self, fresh: Sequence[InboxRow], last_seen: int) -> set[int]:
        """Insert what belongs below `last_seen`; return the ids of the rest."""
        held: set[int] = set()
        seen = self._known(min(last_seen, len(self._ids) - 1)) if last_seen >= 0 else None
        for row in sorted(fresh, key=_place):
            if seen is not None and row.place <= seen.place:
                held.add(row.id)
                continue
            at = self._spot(row, max(0, last_seen + 1))
            self._rows[row.id] = row
            self._present.update((row.id,))
            self._put_in(at, array("q", [row.id]))
        return held

    def _spot(self, row: InboxRow, low: int) -> int:
        """Return where a row belongs by its place, not above `low`: a search by halves over the order shown."""
        high = len(self._ids)
        while low < high:
            middle = (low + high) // 2
            other = self._known(middle)
            if other is not None and other.place < row.place:
                low = middle + 1
            else:
                high = middle
        return low

    def _known(self, row: int) -> InboxRow | None:
        """Return the values of a row; of a search only where they are here, because reading them takes too long."""
        if isinstance(self.lane, Found):
            return self._rows.get(self._ids[row]) if 0 <= row < len(self._ids) else None
        return self.row_at(row)

    def _load_beyond(self, row: int) -> None:
        for there in (row + _WINDOW // 2, row - _WINDOW // 2):
            if 0 <= there < len(self._ids) and self._is_wanting(self._ids[there]):
                self._load(there)

    def _is_wanting(self, id_: int) -> bool:
        """Return whether a row must be read, and is not on its way already."""
        return (id_ not in self._rows or id_ in self._stale) and id_ not in self._coming

    def _load(self, row: int) -> None:
        while len(self._rows) > _KEPT:
            self._rows.pop(next(iter(self._rows)))
        near = self._ids[max(0, row - _WINDOW // 2) : row + _WINDOW // 2]
        wanted = [ConversationId(id_) for id_ in near if self._is_wanting(id_)]
        if isinstance(self.lane, Found) and self.fetch is not None:
            self._coming.update(wanted)
            if not wanted or self.fetch(wanted, self.lane):
                return
            self._coming.difference_update(wanted)
        self._stale.difference_update(wanted)
        for id_ in wanted:
            self._rows.pop(id_, None)
        for id_, found in self._rows_of(wanted, self.lane).items():
            self._rows[id_] = found

    def _hold(self, held: set[int]) -> None:
        before, self._held = len(self._held), held
        if before != len(held):
            self.held_changed.emit(len(held))


def _runs_from_below(rows: Collection[int]) -> list[tuple[int, int]]:
    """Return the first and the number of each run of neighbouring rows, the lowest first."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows, reverse=True):
        if runs and runs[-1][0] == row + 1:
            runs[-1] = (row, runs[-1][1] + 1)
        else:
            runs.append((row, 1))
    return runs


def _place(row: InboxRow) -> tuple[int, int, int]:
    return row.place
