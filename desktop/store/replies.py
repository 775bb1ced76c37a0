"""The outbox as it is read: by the list, by the engine, and by whoever has a reply in hand."""

import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import Any

from desktop.domain.account import AccountId
from desktop.domain.clock import from_ms
from desktop.domain.draft import LATE_AFTER, Draft, Phase, Plan, Reply, ReplyState
from desktop.domain.kinds import Audience, MessageId
from desktop.domain.row import ConversationId
from desktop.domain.standing import BY_OWNER
from desktop.domain.wording import worded
from desktop.store import drafts, files
from desktop.store.text import strings
from desktop.store.values import moment

RECENT = 50
BLOCKED = (
    "(outbox.after <> '' and not exists (select 1 from outbox as first where first.id = outbox.after"
    " and first.state = 'sent'))"
)
"""True in SQL for a reply that must leave after another one that has not been sent."""
WAITS_FOR_REFUSED = worded("It waits for the reply that was to leave before it, which was not sent.")

_COLUMNS = (
    "id, conversation, account, state, phase, text, summary, audience, queued_at, not_before, attempts, sentence,"
    " sent_at, remote_key, sender, envelope, due_at, proof, leave_at, gesture,"
    f" {BLOCKED}, (select state from outbox as first where first.id = outbox.after), coalesce(nullif(channel, ''),"
    " (select channel from conversation where conversation.id = outbox.conversation), '')"
)
_WITH_PAYLOAD = f"{_COLUMNS}, (select data from payload where reply = outbox.id)"


def outbox(reader: sqlite3.Connection) -> list[Reply]:
    """Return every reply that is not sent yet, the oldest first, then the newest sent ones; all without their payload."""
    waiting = _read(reader, "state not in ('sent', 'withdrawn') order by queued_at, after <> '', id")
    done = _read(reader, f"state = 'sent' order by sent_at desc, id limit {RECENT}")
    # Between the two reads one may have been sent.
    known = {row.id for row in done}
    return [row for row in waiting if row.id not in known] + done


def unknown(reader: sqlite3.Connection, account: AccountId | None = None) -> list[Reply]:
    """Return the replies of which nobody knows whether they arrived."""
    where = "state = 'unknown' and state not in ('sent', 'withdrawn') and (?1 is null or account = ?1)"
    return _read(reader, f"{where} order by queued_at, id", (account,), columns=_WITH_PAYLOAD)


def reply(reader: sqlite3.Connection, reply_id: str) -> Reply | None:
    """Return one reply, None when there is none of that id."""
    rows = _read(reader, "id = ?", (reply_id,), columns=_WITH_PAYLOAD)
    return rows[0] if rows else None


def next_due(reader: sqlite3.Connection, now: datetime) -> datetime | None:
    """Return when the outbox needs somebody next: a reply falls due or a lease ends; never before `now`."""
    row = reader.execute(
        f"select min(at) from (select min(due_at) as at from outbox where state = 'queued' and not {BLOCKED}"
        " union all select min(lease_until) from outbox where state in ('claimed', 'sending', 'committing'))"
    ).fetchone()
    return None if row[0] is None else max(now, from_ms(row[0]))


def next_overdue(reader: sqlite3.Connection) -> datetime | None:
    """Return when the next reply for which the owner chose a time will be too late for it, None when there is none."""
    row = reader.execute(
        f"select min(leave_at) from outbox where state = 'queued' and leave_at is not null and not {BLOCKED}"
    ).fetchone()
    # `ask_overdue` asks about what is late by more than that.
    return None if row[0] is None else from_ms(row[0] + 1) + LATE_AFTER


def draft_of(reader: sqlite3.Connection, reply_id: str) -> Draft | None:
    """Return a reply as the draft it was, with its files' bytes; None when there is no such reply. Raises Damaged."""
    row = reader.execute(f"select {drafts.COLUMNS} from outbox where id = ?", (reply_id,)).fetchone()
    if row is None:
        return None
    return replace(drafts.written(row), enclosures=files.enclosures(reader, files.of_reply(reader, reply_id)))


def channel_of(reader: sqlite3.Connection, message: MessageId) -> str:
    """Return the channel of a message, "" when there is no such message."""
    row = reader.execute("select channel from message where id = ?", (message,)).fetchone()
    return "" if row is None else str(row[0])


def one(conn: sqlite3.Connection, reply_id: str) -> Reply:
    """Return a reply that is known to be there."""
    return _read(conn, "id = ?", (reply_id,), columns=_WITH_PAYLOAD)[0]


def _read(
    reader: sqlite3.Connection, where: str, values: tuple[object, ...] = (), *, columns: str = _COLUMNS
) -> list[Reply]:
    rows = reader.execute(f"select {columns} from outbox where {where}", values).fetchall()
    enclosed = {row[0] for row in reader.execute("select distinct reply from reply_file").fetchall()} if rows else set()
    return [_reply(reader, row, with_files=row[0] in enclosed) for row in rows]


def _reply(reader: sqlite3.Connection, row: tuple[Any, ...], *, with_files: bool) -> Reply:
    (number, conversation, account, state, phase, text, summed, audience, queued, held, attempts, sentence, sent_at,
     key, sender, envelope, due, proof, leave_at, gesture, blocked, first, channel, *payload) = row  # fmt: skip
    if blocked and first in (ReplyState.REFUSED, ReplyState.WITHDRAWN, None):
        sentence = sentence or WAITS_FOR_REFUSED
    return Reply(
        id=str(number),
        conversation=ConversationId(int(str(conversation))),
        account=AccountId(int(str(account))),
        state=ReplyState(str(state)),
        phase=None if phase is None else Phase(str(phase)),
        text=str(text),
        summary=str(summed),
        audience=Audience(str(audience)),
        queued_at=from_ms(int(str(queued))),
        not_before=from_ms(int(str(held))),
        attempts=int(str(attempts)),
        sentence=str(sentence),
        sent_at=None if sent_at is None else moment(int(str(sent_at))),
        plan=Plan(
            reply_id=str(number),
            payload=bytes(payload[0] or b"") if payload else b"",
            remote_key=str(key),
            sender=str(sender),
            recipients=strings(str(envelope)),
            summary=str(summed),
        ),
        due_at=from_ms(int(str(due))),
        by_owner=proof == BY_OWNER,
        leave_at=moment(leave_at),
        gesture=str(gesture),
        blocked=bool(blocked),
        channel=str(channel),
        files=files.of_reply(reader, number) if with_files else (),
    )
