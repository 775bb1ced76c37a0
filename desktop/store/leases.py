"""Who has which reply in hand, and what one who lets go of it may do: the fine print of the outbox."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.draft import Reply, ReplyState
from desktop.store import outbox
from desktop.store.text import dump

if TYPE_CHECKING:
    from sqlite_utils import Database

_IN_FLIGHT = "state in ('claimed', 'sending', 'committing') and state not in ('sent', 'withdrawn')"
"""The second half says to SQLite that its index of what is open will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A worker with a reply in hand, until its lease ends."""

    reply: str
    worker: str
    until: datetime


def holders(reader: sqlite3.Connection) -> list[Holder]:
    """Return who has replies in hand, in this process or another."""
    rows = reader.execute(
        f"select id, worker, lease_until from outbox where {_IN_FLIGHT} and lease_until is not null order by queued_at, id"
    ).fetchall()
    return [Holder(reply=row[0], worker=row[1], until=from_ms(row[2])) for row in rows]


def renew(db: "Database", reply_id: str, *, worker: str, now: datetime, lease: timedelta) -> bool:
    """Put off the end of a lease; return False when the reply is not `worker`'s any more.

    In its last phase a reply keeps the longer lease of that phase.
    """
    row = db.conn.execute(
        f"update outbox set lease_until = ?1 + max(?2, case state when 'committing' then ?3 else 0 end)"
        f" where id = ?4 and worker = ?5 and {_IN_FLIGHT} returning id",
        (to_ms(now), _ms(lease), _ms(outbox.COMMIT_LEASE), reply_id, worker),
    ).fetchone()
    return row is not None


def expire(db: "Database", workers: Collection[str], *, now: datetime) -> int:
    """End the leases of workers that are known to be gone; `outbox.recover` then finds them. Return how many."""
    rows = db.conn.execute(
        f"update outbox set lease_until = ?1 where worker in (select value from json_each(?2)) and {_IN_FLIGHT}"
        " returning id",
        (to_ms(now), dump(sorted(workers))),
    ).fetchall()
    return len(rows)


def put_back(
    db: "Database", reply_id: str, *, worker: str, retry_at: datetime, sentence: str, now: datetime
) -> ChangeSet:
    """Queue again what `worker` has in hand and has proof was not delivered; nothing when it is in other hands."""
    row = db.conn.execute(
        f"select 1 from outbox where id = ? and worker = ? and {_IN_FLIGHT}", (reply_id, worker)
    ).fetchone()
    if row is None:
        return ChangeSet()
    return outbox.requeue(db, reply_id, retry_at=retry_at, sentence=sentence, now=now)


def never_arrived(db: "Database", reply_id: str, *, retry_at: datetime, sentence: str, now: datetime) -> ChangeSet:
    """Queue again what the server proved not to have; nothing when its fate has been decided meanwhile."""
    row = db.conn.execute("select state from outbox where id = ?", (reply_id,)).fetchone()
    if row is None or row[0] != ReplyState.UNKNOWN:
        return ChangeSet()
    return outbox.requeue(db, reply_id, retry_at=retry_at, sentence=sentence, now=now)


def unfiled(reader: sqlite3.Connection, account: AccountId, since: datetime) -> list[Reply]:
    """Return the replies sent since then of which no copy is known to lie among our sent messages."""
    rows = reader.execute(
        "select id from outbox where account = ? and state = 'sent' and filed = 0 and sent_at >= ? order by sent_at",
        (account, to_ms(since)),
    ).fetchall()
    return [found for row in rows if (found := outbox.reply(reader, row[0])) is not None]


def filed(db: "Database", reply_id: str) -> ChangeSet:
    """Note that a copy of a sent reply lies where it belongs, or never will."""
    db.conn.execute("update outbox set filed = 1 where id = ? and state = 'sent'", (reply_id,))
    db.conn.execute("delete from payload where reply = (select id from outbox where id = ? and filed = 1)", (reply_id,))
    return ChangeSet()


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
