"""What the window reads of the store: one read-only connection and thin calls, all of them bounded and quick."""

from array import array
from typing import TYPE_CHECKING

from desktop.domain.row import ConversationId, Counts, Found, InboxRow, Label, Lane, Sorting
from desktop.domain.targets import USUAL, Targets
from desktop.store import inbox
from desktop.store.connection import open_reader
from desktop.ui.models.lanes import belongs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from desktop.domain.account import ChannelStatus
    from desktop.domain.conversation import Opened
    from desktop.domain.exclude import Reach
    from desktop.domain.kinds import MessageId
    from desktop.store.chosen import Common
    from desktop.store.connection import Reader
    from desktop.store.notes import Note

_AROUND, _ABOVE = 30, 3
"""Rows from the one on on which the window opens, more than any screen shows at once; and some above it."""


class Reads:
    """One thread's view of the store; the thread that made it uses and closes it."""

    def __init__(
        self, path: "Path", targets: "Callable[[], Targets]" = lambda: USUAL, opened: "Reader | None" = None
    ) -> None:
        """`targets` tells how soon customers should have an answer, on any thread, whenever rows are read.

        `opened` is a connection of this thread that is there already; it is closed with this.
        """
        self.folder = path.parent
        self.connection = opened or open_reader(path)
        self._targets = targets

    @property
    def targets(self) -> Targets:
        """How soon customers should have an answer."""
        return self._targets()

    def page(
        self,
        lane: Lane | Found,
        *,
        after: InboxRow | None = None,
        limit: int = 50,
        sorting: Sorting = Sorting.NEED,
    ) -> list[InboxRow]:
        """Return the next rows of a lane in order, or the first that a search finds."""
        if isinstance(lane, Found):
            from desktop.store import found

            return found.page(self.connection, lane, limit=limit, targets=self._targets())
        return inbox.page(self.connection, lane, after=after, limit=limit, sorting=sorting, targets=self._targets())

    def rows(
        self, ids: "Sequence[ConversationId]", lane: Lane | Found | None = None, sorting: Sorting = Sorting.NEED
    ) -> dict[ConversationId, InboxRow]:
        """Return the rows of these conversations with their places in `lane`; those that are gone are missing."""
        if isinstance(lane, Found):
            from desktop.store import found

            return found.rows(self.connection, lane, ids, targets=self._targets())
        return inbox.rows(self.connection, ids, lane=lane, sorting=sorting, targets=self._targets())

    def after_fold(
        self, ids: "Sequence[ConversationId]", lane: Lane | Found, sorting: Sorting = Sorting.NEED
    ) -> dict[ConversationId, InboxRow]:
        """Return the rows of those of the conversations that a lane shows; of what stands behind a row, nothing is read."""
        from desktop.store import folds

        away = folds.hidden(self.connection) if isinstance(lane, Lane) else set()
        return self.rows([id_ for id_ in ids if id_ not in away], lane, sorting)

    def places(
        self, ids: "Collection[ConversationId]", lane: Lane, sorting: Sorting = Sorting.NEED
    ) -> "Mapping[ConversationId, tuple[int, int, int]]":
        """Return the places of rows in a lane; those that are gone are missing."""
        return inbox.places(self.connection, ids, lane, sorting)

    def following(
        self, ids: "Collection[ConversationId]", lane: Lane, sorting: Sorting = Sorting.NEED
    ) -> "Mapping[ConversationId, ConversationId]":
        """Return what comes behind each of these in a lane."""
        return inbox.following(self.connection, ids, lane, sorting)

    def ids(self, lane: Lane | Found, sorting: Sorting = Sorting.NEED) -> "array[int]":
        """Return every conversation of a lane in order: tens of milliseconds for 100,000, so off the GUI thread."""
        if isinstance(lane, Found):
            from desktop.store import found

            return found.ids(self.connection, lane)
        return inbox.ids(self.connection, lane, sorting=sorting)

    def counts(self) -> Counts:
        """Return how many conversations each lane holds."""
        return inbox.counts(self.connection)

    def opened(self, conversation: ConversationId, *, limit: int = 200) -> "Opened | None":
        """Return what the reader shows, with the newest `limit` messages; None when the conversation is gone."""
        return inbox.opened(self.connection, conversation, limit=limit, targets=self._targets())

    def home_of(self, messages: "Sequence[MessageId]") -> ConversationId | None:
        """Return the conversation in which these messages are now; None when they are gone."""
        return inbox.home_of(self.connection, messages)

    def raw(self, message: "MessageId") -> bytes:
        """Return the bytes of a message as they came; a large one takes a while, so off the GUI thread."""
        return inbox.raw(self.connection, message)

    def statuses(self, now: "datetime") -> "list[ChannelStatus]":
        """Return how every channel is doing."""
        from desktop.store import accounts

        return accounts.statuses(self.connection, now)

    def labels(self) -> "list[Label]":
        """Return all labels in their order: the first nine bear the digits."""
        from desktop.store import labels

        return labels.labels(self.connection)

    def common(self, ids: "Sequence[ConversationId]") -> "Common":
        """Return what these conversations have in common; 10 ms for 5,000."""
        from desktop.store import chosen

        return chosen.common(self.connection, ids)

    def snoozed_until(self, conversation: ConversationId, now: "datetime") -> "datetime | None":
        """Return the time to which a conversation was put off last, None when that has passed or it never was."""
        from desktop.store import triage

        return triage.snoozed_until(self.connection, conversation, now)

    def notes(self, conversation: ConversationId) -> "list[Note]":
        """Return the notes of a conversation, the oldest first."""
        from desktop.store import notes

        return notes.notes(self.connection, conversation)

    def suggestions(self, conversation: ConversationId) -> "tuple[str, ...]":
        """Return the phrases to exclude when a mention is not about the shop: reads hundreds of texts, so off the GUI thread."""
        from desktop.store import exclusions

        return exclusions.suggestions(self.connection, conversation)

    def reach(self, found_for: str, phrases: "Sequence[str]") -> "Reach":
        """Return in how many of the last mentions found for a watched phrase these stand: off the GUI thread."""
        from desktop.store import exclusions

        return exclusions.reach(self.connection, found_for, phrases)

    def found_for(self, conversation: ConversationId) -> str:
        """Return the watched phrase for which a conversation was found, "" for none."""
        from desktop.store import exclusions

        return exclusions.found_for(self.connection, conversation)

    def further(self, lane: Lane, now: "datetime", pages: int = 1) -> list[ConversationId]:
        """Return those of the lower lanes that are shown in a lane today, two a page: not for the GUI thread."""
        from desktop.store import learned

        return learned.explore(self.connection, lane, 0, now, pages=pages)

    def called(self, senders: "Sequence[str]") -> dict[str, str]:
        """Return what senders ("mail/marta@example.org") are called, of those that are here."""
        from desktop.store import learned

        return learned.called(self.connection, senders)

    def theirs(self, conversation: ConversationId) -> "Sequence[ConversationId]":
        """Return the conversations of the person of this one."""
        from desktop.store.heard import theirs

        return theirs(self.connection, conversation)

    def around(self, lane: Lane, id_: ConversationId, sorting: Sorting = Sorting.NEED) -> list[InboxRow]:
        """Return the first rows of a lane with that conversation among them, or those around it; none without it."""
        first = self.page(lane, limit=_AROUND, sorting=sorting)
        if any(row.id == id_ for row in first):
            return first
        here = self.rows([id_], lane, sorting).get(id_)
        if here is None or not belongs(here, lane):
            return []
        above = [row.id for row in inbox.page(self.connection, lane, before=here, limit=_ABOVE, sorting=sorting)]
        known = self.rows(above, lane, sorting)
        return [*(known[id_] for id_ in above), here, *self.page(lane, after=here, limit=_AROUND, sorting=sorting)]

    def channels(self) -> "list[str]":
        """Return the channels in which there are conversations."""
        from desktop.store import answers

        return answers.channels(self.connection)

    def data_version(self) -> int:
        """Return a number that changes exactly when another connection has committed."""
        return inbox.data_version(self.connection)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
