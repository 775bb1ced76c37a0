"""Where conversations belong in the order that a list shows, by their sort keys; nothing is read to tell it but keys."""

from collections.abc import Callable, Collection, Mapping, Sequence

from desktop.domain.row import ConversationId, InboxRow
from desktop.ui.models.order import Order

Place = tuple[int, int, int]
"""The sort key of a conversation in its lane."""
Ids = Collection[ConversationId]

_LAST = (1 << 62, 0, 0)
"""Behind every place there is."""


def _untold(_ids: Ids) -> Mapping[ConversationId, Place]:
    return {}


def _unfollowed(_ids: Ids) -> Mapping[ConversationId, ConversationId]:
    return {}


class Places:
    """Looks at an order as it is and changes nothing; good until that changes. Any thread."""

    def __init__(
        self,
        order: Order,
        rows: Mapping[int, InboxRow],
        further: Collection[int] = (),
        *,
        places_of: Callable[[Ids], Mapping[ConversationId, Place]] = _untold,
        following_of: Callable[[Ids], Mapping[ConversationId, ConversationId]] = _unfollowed,
    ) -> None:
        """`rows` are those read already, `further` the conversations of lower lanes shown in the order.

        `places_of` asks the store for the places of others, and `following_of` for what comes behind each of them there.
        Without the two, only what was read counts.
        """
        self._order = order
        self._rows = rows
        self._further = further
        self._places_of = places_of
        self._following_of = following_of

    def spots(self, rows: Sequence[InboxRow], low: int) -> list[int]:
        """Return in front of which row of the list each of `rows`, which are in their order, belongs; none above `low`."""
        known = self._by_following(rows, low)
        searched = [row for row in rows if row.id not in known]
        known.update(zip([row.id for row in searched], self._by_halves(searched, low), strict=True))
        return [known[row.id] for row in rows]

    def strays(self, rows: Sequence[InboxRow]) -> bool:
        """Return whether any of these rows of the list would stand above the one before it, or below the one behind it."""
        near = [(row.place, *self._beside(row)) for row in rows]
        places = self._at({at for _, *both in near for at in both if 0 <= at < len(self._order)})
        return any(
            (places.get(above) or place) > place or (places.get(below) or place) < place for place, above, below in near
        )

    def _by_following(self, rows: Sequence[InboxRow], low: int) -> dict[ConversationId, int]:
        """Return where rows belong in front of what comes behind them; without those where the list does not stand so.

        The store is asked twice for all of them: searching for each kept the window from the keys for 80 ms, where a
        hundred came into a list of 600,000 and other threads of Python went first at each of the 2,000 questions.
        """
        following = self._following_of([row.id for row in rows])
        spots: dict[ConversationId, int] = {}
        for row in reversed(rows):
            behind = following.get(row.id)
            at = -1 if behind is None else spots.get(behind, self._order.index(behind))
            if at >= 0:
                spots[row.id] = max(low, at)
        last = len(self._order) - 1
        places = self._at({at for spot in spots.values() for at in (spot - 1, spot + 1) if low <= at <= last})
        for row in rows:
            at = spots.get(row.id, -1)
            above, below = places.get(at - 1), places.get(at + 1)
            if (above is not None and above > row.place) or (below is not None and below < row.place):
                spots.pop(row.id, None)
        return spots

    def _by_halves(self, rows: Sequence[InboxRow], low: int) -> list[int]:
        """Return where rows belong, all searched for by halves at once, so that the store is asked once a step."""
        lows, highs = [low] * len(rows), [len(self._order)] * len(rows)
        while searched := [n for n in range(len(rows)) if lows[n] < highs[n]]:
            middles = {n: (lows[n] + highs[n]) // 2 for n in searched}
            places = self._at(set(middles.values()))
            for n, middle in middles.items():
                place = places.get(middle)
                if place is not None and place < rows[n].place:
                    lows[n] = middle + 1
                else:
                    highs[n] = middle
        return lows

    def _at(self, spots: Collection[int]) -> dict[int, Place | None]:
        """Return the places of what stands there, as far as they are known."""
        places: dict[int, Place | None] = {}
        asked: dict[int, ConversationId] = {}
        for spot in spots:
            at = spot
            # One from a lower lane stands where it was put: the next of this lane tells the place.
            while self._order[at] in self._further and at + 1 < len(self._order):
                at += 1
            id_ = ConversationId(self._order[at])
            row = self._rows.get(id_)
            if id_ in self._further:
                places[spot] = _LAST
            elif row is not None:
                places[spot] = row.place
            else:
                asked[spot] = id_
        if asked:
            read = self._places_of(set(asked.values()))
            places.update({spot: read.get(id_) for spot, id_ in asked.items()})
        return places

    def _beside(self, row: InboxRow) -> tuple[int, int]:
        """Return where the rows before and behind a row stand, of lower lanes only one behind it."""
        at = self._order.index(row.id)
        before = at - 1
        while before >= 0 and self._order[before] in self._further:
            before -= 1
        return before, at + 1
