"""One lane as a list that loads what is looked at, never resets while news come in, and holds new arrivals back."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Signal

from desktop.domain.clock import Clock
from desktop.domain.row import ConversationId, Found, InboxRow, Lane, Sorting, State, further_reason
from desktop.domain.text import plain
from desktop.ui.ink import ACCESSIBLE_TEXT, DISPLAY, TOOL_TIP, USER
from desktop.ui.models.lanes import belongs
from desktop.ui.models.order import Order
from desktop.ui.widgets.tip import tip
from desktop.ui.wording import words

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QPersistentModelIndex

    from desktop.ui.models.steps import Insert, Remove

    Index = QModelIndex | QPersistentModelIndex

RowsOf = Callable[[Sequence[ConversationId], Lane | Found, Sorting], Mapping[ConversationId, InboxRow]]
Place = tuple[int, int, int]
PlacesOf = Callable[[Collection[ConversationId], Lane, Sorting], Mapping[ConversationId, Place]]
FollowingOf = Callable[[Collection[ConversationId], Lane, Sorting], Mapping[ConversationId, ConversationId]]
Fetch = Callable[[Sequence[ConversationId], Found], bool]

ROW = USER
ID = ROW + 1

_LAST = (1 << 62, 0, 0)
"""Behind every place there is."""
_WINDOW = 40
_KEPT = 4000


class InboxListModel(QAbstractTableModel):
    """Holds the ids of a lane and the rows near those that were looked at. GUI thread only.

    `begin` starts another lane and is the only reset. `adopt` takes the lane's full order; `refresh` the news of a
    commit. Rows that arrive above what the owner looks at are held back until `show_held`. Rows that would stand elsewhere
    by now stay where they are shown: then the order `is_stale`.

    Rows of a lane are read when they are looked at. Those of a search take longer: `fetch` has them read elsewhere, some
    before they are looked at, and answers with `take`; it returns False where nobody can. Until then they have no values.
    """

    held_changed = Signal(int)
    """How many new conversations wait to be shown."""
    stale_changed = Signal(bool)
    """Whether rows would stand elsewhere by now."""

    def __init__(
        self,
        rows_of: RowsOf,
        places_of: PlacesOf,
        following_of: FollowingOf,
        clock: Clock,
        parent: "QObject | None" = None,
        *,
        sorting: Sorting = Sorting.NEED,
    ) -> None:
        """`places_of` tells the places of rows in a lane, and `following_of` what comes behind each of them there: both in a
        small part of the time that reading the rows would take.
        """
        super().__init__(parent)
        self._rows_of = rows_of
        self._places_of = places_of
        self._following_of = following_of
        self._clock = clock
        self.lane: Lane | Found = Lane.NEEDS_YOU
        self.sorting = sorting
        """In which order the lanes of what is open are shown; another one counts from the next `begin` on."""
        self.is_stale = False
        self.further: set[int] = set()
        """Conversations of lower lanes that are shown among the others, so that what was ranked too low is found."""
        self._order = Order()
        self.changes = 0
        """Goes up whenever the order shown becomes another."""
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
        self._order = Order(array("q", [row.id for row in rows]))
        self.changes += 1
        self._rows = {row.id: row for row in rows}
        self.further.clear()
        self._coming.clear()
        self._stale.clear()
        self.endResetModel()
        self._hold(set())
        self._age(stale=False)

    def adopt(
        self, ids: "array[int]", moves: "Sequence[Remove | Insert] | None" = None, order: Order | None = None
    ) -> None:
        """Take over the whole order of the lane.

        `moves`, the steps to it, and `order`, which holds its ids, may have been worked out on another thread.
        """
        from desktop.ui.models.steps import steps

        moves = steps(self._order.whole(), ids) if moves is None else moves
        for n, step in enumerate(moves, 1):
            # The last step leads to what is made already: putting a million in takes longer than a key may wait.
            self._take(step, (Order(ids) if order is None else order) if n == len(moves) else None)
        self._hold({id_ for id_ in self._held if id_ not in self._order})
        self.further = {id_ for id_ in self.further if id_ in self._order}
        self._age(stale=False)

    def mix_in(self, ids: Sequence[ConversationId], first: int, gap: int) -> None:
        """Show conversations of lower lanes from row `first` on, so many rows apart; nothing above moves."""
        for n, id_ in enumerate(one for one in ids if not self.known(one)):
            self.further.add(id_)
            self._put_in(min(first + n * gap, len(self._order)), array("q", [id_]))

    def is_further(self, row: InboxRow) -> bool:
        """Return whether a conversation is one of those of lower lanes, and still is."""
        return row.id in self.further and row.state is State.OPEN

    def put(self, order: Order, *, fresh: bool = False) -> None:
        """Show this order at one stroke; what was read of its rows stays. The current row and what is selected are lost.

        A `fresh` one is the order of the lane as it is now.
        """
        self.beginResetModel()
        self._order = order
        self.changes += 1
        self.endResetModel()
        self._hold({id_ for id_ in self._held if id_ not in self._order})
        self.further = {id_ for id_ in self.further if id_ in self._order}
        self._age(stale=self.is_stale and not fresh)

    def reread(self, ids: Collection[ConversationId] | None = None) -> None:
        """Have these rows, or all, read again when they are next looked at."""
        self._stale.update(self._rows if ids is None else ids)
        # What is being read may have been read before.
        self._coming.difference_update(list(self._coming) if ids is None else ids)
        self.touch()

    def order(self) -> "array[int]":
        """Return a copy of the order shown."""
        return self._order.whole()

    def between(self, start: int, stop: int) -> "array[int]":
        """Return the conversations of the rows from `start` on and before `stop`."""
        return self._order.between(start, stop)

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
        self._drop([id_ for id_ in left if id_ in self._order and id_ not in staying])
        here = [id_ for id_ in rows if id_ in self._order]
        self._renew({id_: rows[id_] for id_ in here})
        self._age(stale=self.is_stale or self._stray([rows[id_] for id_ in here]))
        fresh = [row for id_, row in rows.items() if id_ not in self._order]
        gone = {id_ for id_ in self._held if id_ in left}
        self._hold((self._held - gone) | self._place(fresh, last_seen))

    def replace(self, old: ConversationId, row: InboxRow) -> None:
        """Put `row` in the place of `old`, which has become part of it."""
        at = self.row_of(old)
        self._rows.pop(old, None)
        self._order.replace(at, row.id)
        self.changes += 1
        self._rows[row.id] = row
        self._hold(self._held - {row.id})
        index = self.index(at, 0)
        self.dataChanged.emit(index, index)

    def stands_for(self, storm: int) -> ConversationId | None:
        """Return the row shown that stands for a storm, None where there is none."""
        standing = (id_ for id_, row in self._rows.items() if row.burst is not None and row.burst.storm == storm)
        return next((ConversationId(id_) for id_ in standing if id_ in self._order), None)

    def known(self, id_: ConversationId) -> bool:
        """True when the conversation is in the lane, shown or held back."""
        return id_ in self._order or id_ in self._held

    @property
    def held(self) -> int:
        """How many new conversations wait to be shown."""
        return len(self._held)

    def held_ids(self) -> set[int]:
        """Return the conversations that wait to be shown."""
        return set(self._held)

    def loaded(self) -> set[ConversationId]:
        """Return the conversations whose values were read."""
        return {ConversationId(id_) for id_ in self._rows if id_ in self._order}

    def unlike(self, different: Set[int]) -> set[ConversationId]:
        """Return what is news of those that are `different` in another order than the one shown: not what is held back."""
        return {ConversationId(id_) for id_ in different ^ self._held}

    def id_at(self, row: int) -> ConversationId | None:
        """Return the conversation of a row, None outside the list."""
        return ConversationId(self._order[row]) if 0 <= row < len(self._order) else None

    def row_at(self, row: int) -> InboxRow | None:
        """Return the values of a row, loading it and its neighbours when needed; None for one just deleted or on its way."""
        if not 0 <= row < len(self._order):
            return None
        id_ = self._order[row]
        if self._is_wanting(id_):
            self._load(row)
        elif isinstance(self.lane, Found):
            self._load_beyond(row)
        found = self._rows.get(id_)
        return found if id_ not in self.further or found is None else self._marked(found)

    def _marked(self, row: InboxRow) -> InboxRow:
        """Return a row of a lower lane with a quiet word that it is one."""
        if belongs(row, self.lane):
            return row
        values = {name: getattr(row, name) for name in InboxRow.__slots__}
        return InboxRow(**values | {"reasons": (further_reason(), *row.reasons)})

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
        places = [place for id_ in asked if (place := self._order.index(id_)) >= 0]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), 0))

    def row_of(self, id_: ConversationId) -> int:
        """Return where a conversation stands, -1 when it is not shown."""
        return self._order.index(id_)

    def touch(self) -> None:
        """Have visible rows painted again because time has passed; nothing is read."""
        if len(self._order):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, 0), [ROW])

    # Qt's questions

    def rowCount(self, parent: "Index" = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many conversations the lane shows."""
        return 0 if parent.isValid() else len(self._order)

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
            from desktop.ui.wording.aloud import row_sentence

            return "" if row is None else plain(row_sentence(row, self._clock.now()))
        if role == TOOL_TIP:
            row = self.row_at(index.row())
            return None if row is None else tip(words.exact(words.spoken_of(row)))
        return None

    # How it changes

    def _take(self, step: "Remove | Insert", becomes: Order | None) -> None:
        """Carry a step out, after which the order is as `becomes`."""
        from desktop.ui.models.steps import Remove

        if isinstance(step, Remove):
            self._take_away(step.at, step.count, becomes)
        else:
            self._put_in(step.at, step.ids, becomes)

    def _take_away(self, at: int, count: int, becomes: Order | None = None) -> None:
        self.beginRemoveRows(QModelIndex(), at, at + count - 1)
        if becomes is None:
            self._order.remove(at, count)
        else:
            self._order = becomes
        self.changes += 1
        self.endRemoveRows()

    def _put_in(self, at: int, ids: "array[int]", becomes: Order | None = None) -> None:
        self.beginInsertRows(QModelIndex(), at, at + len(ids) - 1)
        if becomes is None:
            self._order.insert(at, ids)
        else:
            self._order = becomes
        self.changes += 1
        self.endInsertRows()

    def _drop(self, ids: Sequence[ConversationId]) -> None:
        if not ids:
            return
        for id_ in ids:
            self._rows.pop(id_, None)
        for at, count in _runs_from_below([self._order.index(id_) for id_ in ids]):
            self._take_away(at, count)

    def _renew(self, rows: Mapping[ConversationId, InboxRow]) -> None:
        changed: dict[int, InboxRow] = {
            id_: row for id_, row in rows.items() if id_ in self._coming or self._rows.get(id_) not in (None, row)
        }
        self._coming.difference_update(rows)
        self._stale.difference_update(rows)
        self._rows.update(changed)
        for id_ in changed:
            index = self.index(self._order.index(id_), 0)
            self.dataChanged.emit(index, index)

    def _place(self, fresh: Sequence[InboxRow], last_seen: int) -> set[int]:
        """Insert what belongs below `last_seen`; return the ids of the rest."""
        seen = self._known(min(last_seen, len(self._order) - 1)) if last_seen >= 0 else None
        held: set[int] = {row.id for row in fresh if seen is not None and row.place <= seen.place}
        below = [row for row in sorted(fresh, key=_place) if row.id not in held]
        spots: defaultdict[int, array[int]] = defaultdict(partial(array, "q"))
        for row, spot in zip(below, self._spots(below, max(0, last_seen + 1)), strict=True):
            spots[spot].append(row.id)
            self._rows[row.id] = row
        self._forget()
        # From below, so that what is above stays where it was found; neighbours at one stroke.
        for at in sorted(spots, reverse=True):
            self._put_in(at, spots[at])
        return held

    def _spots(self, rows: Sequence[InboxRow], low: int) -> list[int]:
        """Return where each of the rows, which are in their order, belongs by its place, none above `low`."""
        known = self._spots_by_following(rows, low)
        searched = [row for row in rows if row.id not in known]
        known.update(zip([row.id for row in searched], self._spots_by_halves(searched, low), strict=True))
        return [known[row.id] for row in rows]

    def _spots_by_following(self, rows: Sequence[InboxRow], low: int) -> dict[ConversationId, int]:
        """Return where rows belong in front of what comes behind them; without those where the list does not stand so.

        The store is asked twice for all of them: searching for each kept the window from the keys for 80 ms, where a
        hundred came into a list of 600,000 and other threads of Python went first at each of the 2,000 questions.
        """
        if isinstance(self.lane, Found):
            return {}
        following = self._following_of([row.id for row in rows], self.lane, self.sorting)
        spots: dict[ConversationId, int] = {}
        for row in reversed(rows):
            behind = following.get(row.id)
            at = -1 if behind is None else spots.get(behind, self._order.index(behind))
            if at >= 0:
                spots[row.id] = max(low, at)
        last = len(self._order) - 1
        places = self._places_at({at for spot in spots.values() for at in (spot - 1, spot + 1) if low <= at <= last})
        for row in rows:
            at = spots.get(row.id, -1)
            above, below = places.get(at - 1), places.get(at + 1)
            if (above is not None and above > row.place) or (below is not None and below < row.place):
                spots.pop(row.id, None)
        return spots

    def _spots_by_halves(self, rows: Sequence[InboxRow], low: int) -> list[int]:
        """Return where rows belong, all searched for by halves at once, so that the store is asked once a step."""
        lows, highs = [low] * len(rows), [len(self._order)] * len(rows)
        while searched := [n for n in range(len(rows)) if lows[n] < highs[n]]:
            middles = {n: (lows[n] + highs[n]) // 2 for n in searched}
            places = self._places_at(set(middles.values()))
            for n, middle in middles.items():
                place = places.get(middle)
                if place is not None and place < rows[n].place:
                    lows[n] = middle + 1
                else:
                    highs[n] = middle
        return lows

    def _places_at(self, spots: Collection[int]) -> dict[int, Place | None]:
        """Return the places of what stands there, as far as they are known; nothing is read of a search."""
        places: dict[int, Place | None] = {}
        asked: dict[int, ConversationId] = {}
        for spot in spots:
            at = spot
            # One from a lower lane stands where it was put: the next of this lane tells the place.
            while self._order[at] in self.further and at + 1 < len(self._order):
                at += 1
            id_ = ConversationId(self._order[at])
            row = self._rows.get(id_)
            if id_ in self.further:
                places[spot] = _LAST
            elif row is not None:
                places[spot] = row.place
            else:
                asked[spot] = id_
        if asked and not isinstance(self.lane, Found):
            read = self._places_of(set(asked.values()), self.lane, self.sorting)
            places.update({spot: read.get(id_) for spot, id_ in asked.items()})
        return places

    def _stray(self, rows: Sequence[InboxRow]) -> bool:
        """Return whether any of the rows would stand above the one before it, or below the one behind it."""
        if isinstance(self.lane, Found):
            return False
        near = [(row.place, *self._beside(row)) for row in rows if belongs(row, self.lane)]
        places = self._places_at({at for _, *both in near for at in both if 0 <= at < len(self._order)})
        return any(
            (places.get(above) or place) > place or (places.get(below) or place) < place for place, above, below in near
        )

    def _beside(self, row: InboxRow) -> tuple[int, int]:
        """Return where the rows before and behind a row stand, of lower lanes only one behind it."""
        at = self._order.index(row.id)
        before = at - 1
        while before >= 0 and self._order[before] in self.further:
            before -= 1
        return before, at + 1

    def _age(self, *, stale: bool) -> None:
        if self.is_stale != stale:
            self.is_stale = stale
            self.stale_changed.emit(stale)

    def _known(self, row: int) -> InboxRow | None:
        """Return the values of a row; of a search only where they are here, because reading them takes too long."""
        if isinstance(self.lane, Found):
            return self._rows.get(self._order[row]) if 0 <= row < len(self._order) else None
        return self.row_at(row)

    def _forget(self) -> None:
        """Let go of the rows that were read first, where there are too many."""
        while len(self._rows) > _KEPT:
            self._rows.pop(next(iter(self._rows)))

    def _load_beyond(self, row: int) -> None:
        for there in (row + _WINDOW // 2, row - _WINDOW // 2):
            if 0 <= there < len(self._order) and self._is_wanting(self._order[there]):
                self._load(there)

    def _is_wanting(self, id_: int) -> bool:
        """Return whether a row must be read, and is not on its way already."""
        return (id_ not in self._rows or id_ in self._stale) and id_ not in self._coming

    def _load(self, row: int) -> None:
        self._forget()
        near = self._order.between(row - _WINDOW // 2, row + _WINDOW // 2)
        wanted = [ConversationId(id_) for id_ in near if self._is_wanting(id_)]
        if isinstance(self.lane, Found) and self.fetch is not None:
            self._coming.update(wanted)
            if not wanted or self.fetch(wanted, self.lane):
                return
            self._coming.difference_update(wanted)
        self._stale.difference_update(wanted)
        for id_ in wanted:
            self._rows.pop(id_, None)
        for id_, found in self._rows_of(wanted, self.lane, self.sorting).items():
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
