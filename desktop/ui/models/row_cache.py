"""The values of the rows that were looked at: which are here, which are wanting, and which are on their way."""

from collections.abc import Callable, Collection, Mapping, Sequence

from desktop.domain.row import ConversationId, InboxRow

_KEPT = 4000

Read = Callable[[Sequence[ConversationId]], Mapping[ConversationId, InboxRow]]
"""Reads rows; without those that are gone."""
Fetch = Callable[[Sequence[ConversationId]], bool]
"""Has rows read elsewhere, which answers with `arrive`; False where nobody can."""


class RowCache:
    """Rows of one list; those read first go when there are too many. GUI thread only."""

    __slots__ = ("_coming", "_stale", "rows")

    def __init__(self) -> None:
        self.rows: dict[int, InboxRow] = {}
        """What is here, also that which is to be read again: it is shown until then."""
        self._coming: set[int] = set()
        self._stale: set[int] = set()

    def begin(self, rows: Sequence[InboxRow]) -> None:
        """Hold these alone: another list is shown."""
        self.rows = {row.id: row for row in rows}
        self._coming.clear()
        self._stale.clear()

    def add(self, rows: Sequence[InboxRow]) -> None:
        """Take in rows that are new to the list."""
        for row in rows:
            self.rows[row.id] = row
        self._trim()

    def drop(self, ids: Collection[ConversationId]) -> None:
        """Let go of rows that the list shows no longer."""
        for id_ in ids:
            self.rows.pop(id_, None)

    def expire(self, ids: Collection[ConversationId] | None = None) -> None:
        """Want these, or all, read again when they are next looked at."""
        self._stale.update(self.rows if ids is None else ids)
        # What is being read may have been read before.
        self._coming.difference_update(list(self._coming) if ids is None else ids)

    def renew(self, rows: Mapping[ConversationId, InboxRow]) -> list[ConversationId]:
        """Take in what a commit has told of rows of the list; return those of them that look different now.

        Those that nobody has looked at yet are left out.
        """
        changed = [id_ for id_, row in rows.items() if id_ in self._coming or self.rows.get(id_) not in (None, row)]
        self._coming.difference_update(rows)
        self._stale.difference_update(rows)
        self.rows.update({id_: rows[id_] for id_ in changed})
        return changed

    def is_wanting(self, id_: int) -> bool:
        """Return whether a row must be read, and is not on its way already."""
        return (id_ not in self.rows or id_ in self._stale) and id_ not in self._coming

    def load(self, near: Collection[int], read: Read, fetch: Fetch | None = None) -> None:
        """Have those of `near` that are wanting fetched; read them here where there is no `fetch`, or it cannot."""
        self._trim()
        wanted = [ConversationId(id_) for id_ in near if self.is_wanting(id_)]
        if fetch is not None:
            self._coming.update(wanted)
            if fetch(wanted):
                return
            self._coming.difference_update(wanted)
        self._stale.difference_update(wanted)
        self.drop(wanted)
        for id_, row in read(wanted).items():
            self.rows[id_] = row

    def arrive(self, asked: Collection[ConversationId], rows: Mapping[ConversationId, InboxRow] | None) -> None:
        """Take in the rows that were `asked` for, None where they could not be read."""
        # What a commit has told of meanwhile is newer.
        awaited = self._coming.intersection(asked)
        self._coming -= awaited
        if rows is None:
            return
        # What is gone is not asked for again and again.
        self._coming.update(id_ for id_ in awaited if id_ not in rows)
        self._stale -= awaited
        self.rows.update({id_: row for id_, row in rows.items() if id_ in awaited})

    def _trim(self) -> None:
        while len(self.rows) > _KEPT:
            self.rows.pop(next(iter(self.rows)))
