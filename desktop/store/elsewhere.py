"""Replies that the shop has written elsewhere, such as on a phone: whom it answers first there teaches the same."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from desktop.domain.account import AccountId
from desktop.domain.act import Act, Stamp, Verb
from desktop.domain.clock import to_ms
from desktop.domain.item import ID_SHIFT, Flag
from desktop.domain.row import ConversationId
from desktop.domain.sense import Teach
from desktop.store import acts, learned, sense
from desktop.store.flags import Changed
from desktop.store.marks import marks
from desktop.store.rows import New
from desktop.store.text import hash64, own_name
from desktop.store.values import clean

RECENT = timedelta(days=1)
"""A reply that is older tells of a time of which nobody knows who else was waiting."""
SEAT = "found"
"""The beginning of the seat under which they stand in the log."""


class Lessons:
    """What the replies of one batch teach. `take` and `flagged` before anything is stored of them, `keep` afterwards."""

    def __init__(self, conn: sqlite3.Connection, teach: Teach | None, now: datetime) -> None:
        self._conn = conn
        self._teach = teach
        self._now = now
        self._found: dict[int, tuple[Stamp, str]] = {}

    def take(self, news: Iterable[New], homes: Mapping[int, int], scope: str) -> None:
        """Look whom else each reply has passed by: others who wait longer, or stand higher."""
        recent = to_ms(self._now - RECENT) << ID_SHIFT
        for new in news:
            if self._teach is None or not new.outbound or new.item.automatic or new.id < recent:
                continue
            lesson = learned.by_answering(self._conn, homes[new.id], self._teach, self._now)
            if lesson:
                self._found[homes[new.id]] = (self._stamp(new, scope), lesson)

    def flagged(self, account: AccountId, changes: Sequence[Changed], scope: str) -> None:
        """Look whom else those were preferred to of whom the server says that they were answered, before the reply itself
        comes to light. When that was is known only of an account that was heard of not long ago.
        """
        answered = [one.remote_id for one in changes if Flag.ANSWERED in one.flags and not one.gone]
        if self._teach is None or not answered or not self._heard_of_late(account):
            return
        for remote_id in map(clean, answered):
            row = self._conn.execute(
                "select conversation, own_id, kind from message where account = ? and remote_id = ? and answered = 0"
                " and direction = 'in' and automatic = ''",
                (account, remote_id),
            ).fetchone()
            lesson = row and learned.by_answering(self._conn, row[0], self._teach, self._now)
            if lesson:
                name = own_name(scope, row[2], row[1], remote_id)
                self._found.setdefault(row[0], (self._found_at(to_ms(self._now), name), lesson))

    def _heard_of_late(self, account: AccountId) -> bool:
        row = self._conn.execute("select heard_at from lane where account = ?", (account,)).fetchone()
        return row is not None and row[0] is not None and row[0] >= to_ms(self._now - RECENT)

    def keep(self) -> bool:
        """Write it to the log; return whether anything was learned."""
        if not self._found:
            return False
        here, keys = marks(self._conn, list(self._found)), acts.keys(self._conn, list(self._found))
        made = [
            Act(
                stamp=stamp,
                verb=Verb.CORRECT,
                conversation=ConversationId(home),
                conversation_key=keys[home],
                before=here[home],
                after=here[home],
                gesture=f"{acts.BY_ITSELF}elsewhere",
                undoes=None,
                about="",
                lesson=lesson,
            )
            for home, (stamp, lesson) in self._found.items()
        ]
        acts.insert(self._conn, made)
        sense.renewed(self._conn, plainly=True)
        self._found.clear()
        return True

    def _stamp(self, new: New, scope: str) -> Stamp:
        """Return where it stands in the log; whoever finds the same reply at another seat writes the same line."""
        name = own_name(scope, new.item.kind, new.item.own_id, new.item.remote_id)
        return self._found_at(min(new.id >> ID_SHIFT, to_ms(self._now)), name)

    def _found_at(self, ms: int, name: str) -> Stamp:
        return Stamp(ms, 0, f"{SEAT}-{hash64(name) & 0xFFFFFFFFFF:x}")
