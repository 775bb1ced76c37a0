"""One lane as a list that loads what is looked at, never resets while news come in, and holds new arrivals back."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.domain.clock import Clock
from desktop.domain.row import ConversationId, Found, InboxRow, Lane, Sorting, State, further_reason
from desktop.domain.text import plain
from desktop.ui.ink import ACCESSIBLE_TEXT, DISPLAY, TOOL_TIP, USER
from desktop.ui.models.lanes import belongs
from desktop.ui.models.order import Order
from desktop.ui.models.order_model import OrderModel
from desktop.ui.models.places import Place, Places
from desktop.ui.models.row_cache import RowCache
from desktop.ui.widgets.tip import tip
from desktop.ui.wording import words

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.ui.models.order_model import Index
    from desktop.ui.models.steps import Insert, Remove

RowsOf = Callable[[Sequence[ConversationId], Lane | Found, Sorting], Mapping[ConversationId, InboxRow]]
PlacesOf = Callable[[Collection[ConversationId], Lane, Sorting], Mapping[ConversationId, Place]]
FollowingOf = Callable[[Collection[ConversationId], Lane, Sorting], Mapping[ConversationId, ConversationId]]
Fetch = Callable[[Sequence[ConversationId], Found], bool]

ROW = USER

_WINDOW = 40
"""Rows read together."""


class InboxListModel(OrderModel):
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
        self._cache = RowCache()
        self._held: set[int] = set()
        self.fetch: Fetch | None = None

    # What it holds

    def begin(self, lane: Lane | Found, rows: Sequence[InboxRow]) -> None:
        """Show another lane, of which `rows` are the first."""
        self.lane = lane
        self._cache.begin(rows)
        self.further.clear()
        self.reset(Order(array("q", [row.id for row in rows])))
        self._hold(set())
        self._age(stale=False)

    def adopt(
        self, ids: "array[int]", moves: "Sequence[Remove | Insert] | None" = None, order: Order | None = None
    ) -> None:
        """Take over the whole order of the lane.

        `moves`, the steps to it, and `order`, which holds its ids, may have been worked out on another thread.
        """
        self.become(ids, moves, order)
        self._hold({id_ for id_ in self._held if id_ not in self._order})
        self.further = {id_ for id_ in self.further if id_ in self._order}
        self._age(stale=False)

    def mix_in(self, ids: Sequence[ConversationId], first: int, gap: int) -> None:
        """Show conversations of lower lanes from row `first` on, so many rows apart; nothing above moves."""
        for n, id_ in enumerate(one for one in ids if not self.known(one)):
            self.further.add(id_)
            self.put_in(min(first + n * gap, len(self._order)), array("q", [id_]))

    def is_further(self, row: InboxRow) -> bool:
        """Return whether a conversation is one of those of lower lanes, and still is."""
        return row.id in self.further and row.state is State.OPEN

    def put(self, order: Order, *, fresh: bool = False) -> None:
        """Show this order at one stroke; what was read of its rows stays. The current row and what is selected are lost.

        A `fresh` one is the order of the lane as it is now.
        """
        self.reset(order)
        self._hold({id_ for id_ in self._held if id_ not in self._order})
        self.further = {id_ for id_ in self.further if id_ in self._order}
        self._age(stale=self.is_stale and not fresh)

    def reread(self, ids: Collection[ConversationId] | None = None) -> None:
        """Have these rows, or all, read again when they are next looked at."""
        self._cache.expire(ids)
        self.touch()

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
        gone = [id_ for id_ in left if id_ in self._order and id_ not in staying]
        self._cache.drop(gone)
        self.drop(gone)
        here = [id_ for id_ in rows if id_ in self._order]
        self._renew({id_: rows[id_] for id_ in here})
        self._age(stale=self.is_stale or self._stray([rows[id_] for id_ in here]))
        fresh = [row for id_, row in rows.items() if id_ not in self._order]
        self._hold(self._held.difference(left) | self._place(fresh, last_seen))

    def replace(self, old: ConversationId, row: InboxRow) -> None:
        """Put `row` in the place of `old`, which has become part of it."""
        self._cache.drop((old,))
        self._cache.add((row,))
        self._hold(self._held - {row.id})
        self.exchange(self.row_of(old), row.id)

    def stands_for(self, storm: int) -> ConversationId | None:
        """Return the row shown that stands for a storm, None where there is none."""
        standing = (id_ for id_, row in self._cache.rows.items() if row.burst is not None and row.burst.storm == storm)
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
        return {ConversationId(id_) for id_ in self._cache.rows if id_ in self._order}

    def unlike(self, different: Set[int]) -> set[ConversationId]:
        """Return what is news of those that are `different` in another order than the one shown: not what is held back."""
        return {ConversationId(id_) for id_ in different ^ self._held}

    def row_at(self, row: int) -> InboxRow | None:
        """Return the values of a row, loading it and its neighbours when needed; None for one just deleted or on its way."""
        if not 0 <= row < len(self._order):
            return None
        id_ = self._order[row]
        if self._cache.is_wanting(id_):
            self._load(row)
        elif isinstance(self.lane, Found):
            self._load_beyond(row)
        found = self._cache.rows.get(id_)
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
        self._cache.arrive(asked, rows)
        if rows is None:
            return
        places = [place for id_ in asked if (place := self._order.index(id_)) >= 0]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), 0))

    def touch(self) -> None:
        """Have visible rows painted again because time has passed; nothing is read."""
        if len(self._order):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, 0), [ROW])

    # Qt's questions

    def data(self, index: "Index", role: int = DISPLAY) -> Any:
        """Return the row's values under ROW, a sentence for screen readers, and the exact time as a tooltip."""
        if role == ROW:
            return self.row_at(index.row())
        if role in (ACCESSIBLE_TEXT, DISPLAY):
            row = self.row_at(index.row())
            from desktop.ui.wording.aloud import row_sentence

            return "" if row is None else plain(row_sentence(row, self._clock.now()))
        if role == TOOL_TIP:
            row = self.row_at(index.row())
            return None if row is None else tip(words.exact(words.spoken_of(row)))
        return None

    # How it changes

    def _renew(self, rows: Mapping[ConversationId, InboxRow]) -> None:
        for id_ in self._cache.renew(rows):
            index = self.index(self._order.index(id_), 0)
            self.dataChanged.emit(index, index)

    def _place(self, fresh: Sequence[InboxRow], last_seen: int) -> set[int]:
        """Insert what belongs below `last_seen`; return the ids of the rest."""
        seen = self._known(min(last_seen, len(self._order) - 1)) if last_seen >= 0 else None
        held: set[int] = {row.id for row in fresh if seen is not None and row.place <= seen.place}
        below = [row for row in sorted(fresh, key=_place) if row.id not in held]
        spots: defaultdict[int, array[int]] = defaultdict(partial(array, "q"))
        for row, spot in zip(below, self._places().spots(below, max(0, last_seen + 1)), strict=True):
            spots[spot].append(row.id)
        self._cache.add(below)
        # From below, so that what is above stays where it was found; neighbours at one stroke.
        for at in sorted(spots, reverse=True):
            self.put_in(at, spots[at])
        return held

    def _places(self) -> Places:
        """Return what is known of where rows belong; of a search the store is not asked, because that takes too long."""
        lane, sorting = self.lane, self.sorting
        if isinstance(lane, Found):
            return Places(self._order, self._cache.rows, self.further)
        return Places(
            self._order,
            self._cache.rows,
            self.further,
            places_of=lambda ids: self._places_of(ids, lane, sorting),
            following_of=lambda ids: self._following_of(ids, lane, sorting),
        )

    def _stray(self, rows: Sequence[InboxRow]) -> bool:
        """Return whether any of the rows shown would stand elsewhere among its neighbours; of a search none does."""
        lane = self.lane
        return not isinstance(lane, Found) and self._places().strays([row for row in rows if belongs(row, lane)])

    def _age(self, *, stale: bool) -> None:
        if self.is_stale != stale:
            self.is_stale = stale
            self.stale_changed.emit(stale)

    def _known(self, row: int) -> InboxRow | None:
        """Return the values of a row; of a search only where they are here, because reading them takes too long."""
        if isinstance(self.lane, Found):
            return self._cache.rows.get(self._order[row]) if 0 <= row < len(self._order) else None
        return self.row_at(row)

    def _load_beyond(self, row: int) -> None:
        for there in (row + _WINDOW // 2, row - _WINDOW // 2):
            if 0 <= there < len(self._order) and self._cache.is_wanting(self._order[there]):
                self._load(there)

    def _load(self, row: int) -> None:
        lane, sorting, fetch = self.lane, self.sorting, self.fetch
        self._cache.load(
            self._order.between(row - _WINDOW // 2, row + _WINDOW // 2),
            lambda ids: self._rows_of(ids, lane, sorting),
            (lambda ids: fetch(ids, lane)) if isinstance(lane, Found) and fetch is not None else None,
        )

    def _hold(self, held: set[int]) -> None:
        before, self._held = len(self._held), held
        if before != len(held):
            self.held_changed.emit(len(held))


def _place(row: InboxRow) -> tuple[int, int, int]:
    return row.place
