"""In which order a lane is walked, and along which index: the terms of a query, no query itself."""

from typing import NamedTuple

from desktop.domain.row import OPEN_LANES, Lane, Sorting

_LANES = {
    Lane.NEEDS_YOU: "state = 'open' and lane = 'needs-you'",
    Lane.WORTH_A_LOOK: "state = 'open' and lane = 'worth-a-look'",
    Lane.THE_REST: "state = 'open' and lane = 'the-rest'",
    Lane.WAITING: "state <> 'open' and state = 'waiting' and aside = ''",
    Lane.SNOOZED: "state <> 'open' and state = 'snoozed' and aside = ''",
    Lane.DONE: "state <> 'open' and state = 'done' and aside = ''",
    Lane.STARRED: "starred = 1 and aside <> 'trash'",
    Lane.DRAFTS: "draft_at is not null and aside <> 'trash'",
    Lane.OUTBOX: "outgoing_at is not null",
    Lane.MUTED: "state <> 'open' and state = 'done' and aside = 'muted'",
    Lane.NOT_OURS: "state <> 'open' and state = 'done' and aside = 'not-ours'",
    Lane.TRASH: "state <> 'open' and state = 'done' and aside = 'trash'",
}
_NEWEST_FIRST = {Lane.STARRED: "last_at", Lane.DRAFTS: "draft_at", Lane.OUTBOX: "outgoing_at"}
_SORTED = {
    Sorting.NEED: ("need", "conversation_needed"),
    Sorting.OLDEST: ("stand", "conversation_open"),
    Sorting.DUE: ("due", "conversation_due"),
}


class LaneOrder(NamedTuple):
    """How a lane is walked: along an index on `column` of what is `where`.

    The index is named, `along`, where there are several that would find the lane: by what is known of how much they hold, a wrong
    one may look better. Ids break ties, always ascending; where there are no ties, the index need not have them.
    """

    column: str
    where: str
    along: str = ""
    ascending: bool = True
    ties: bool = True

    @property
    def source(self) -> str:
        """What it is read from."""
        return f"conversation indexed by {self.along}" if self.along else "conversation"

    @property
    def place(self) -> str:
        """What rows are shown in ascending order of."""
        return self.column if self.ascending else f"-coalesce({self.column}, 0)"

    def key(self, place: int) -> int:
        """Return what stands in `column` of a row shown at a place."""
        return place if self.ascending else -place

    def way(self, *, back: bool = False) -> str:
        """Return the terms to sort by, to walk forwards or back."""
        ids = f", conversation.id {_way(up=not back)}" if self.ties else ""
        return f"{self.column} {_way(up=self.ascending != back)}{ids}"

    def beyond(self, *, forward: bool, place: str = "?", id_: str = "?") -> str:
        """Return what comes strictly after (or before) the row with that `place` in the column and that id.

        `place` stands there twice, before the id.
        """
        key = self.column
        if self.ascending:
            more = ">" if forward else "<"
            return f"{key} {more}= {place} and ({key}, conversation.id) {more} ({place}, {id_})"
        more, then = ("<", ">") if forward else (">", "<")
        return f"{key} {more}= {place} and ({key} {more} {place} or conversation.id {then} {id_})"


def lane_order(lane: Lane, sorting: Sorting) -> LaneOrder:
    """Return how a lane is walked; only the lanes of what is open can be sorted, the others have one order."""
    if lane in _NEWEST_FIRST:
        return LaneOrder(_NEWEST_FIRST[lane], _LANES[lane], ascending=False)
    if lane not in OPEN_LANES:
        return LaneOrder("stand", _LANES[lane])
    if sorting is Sorting.NEWEST:
        return LaneOrder("last_id", f"home = '{lane.value}'", "conversation_newest", ascending=False, ties=False)
    column, index = _SORTED[sorting]
    return LaneOrder(column, _LANES[lane], index)


def _way(*, up: bool) -> str:
    return "asc" if up else "desc"
