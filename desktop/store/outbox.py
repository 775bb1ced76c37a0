"""Replies on their way: frozen when queued, claimed by one worker at a time, never sent again without proof."""

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Delivered, Draft, Phase, Plan, Reply, ReplyState, move
from desktop.domain.errors import IllegalMove, Misconfigured, Refused
from desktop.domain.faults import fault
from desktop.domain.item import Audience, MessageId
from desktop.domain.standing import BY_OWNER
from desktop.store import sent, side, summary
from desktop.store.text import bare_id, digest, dump, strings
from desktop.store.values import clean, moment

if TYPE_CHECKING:
    from sqlite_utils import Database

COMMIT_LEASE = timedelta(minutes=15)
"""A server may take ten minutes to confirm (RFC 5321 4.5.3.2.6); the lease outlasts that."""
RECENT = 50
DAMAGED = "This reply was damaged on the disk after it was written, so it was not sent. Please write it again."
FOUND = Delivered(proof="Found among your sent messages.", filed=True)
IN_FLIGHT = (ReplyState.CLAIMED, ReplyState.SENDING, ReplyState.COMMITTING)

_COLUMNS = (
    "id, conversation, account, state, phase, text, summary, audience, queued_at, not_before, attempts, sentence,"
    " sent_at, payload, remote_key, sender, envelope, due_at, proof"
)


def queue(db: "Database", draft: Draft, plan: Plan, *, text: str, now: datetime, not_before: datetime) -> ChangeSet:
    """Freeze a reply. It leaves at `not_before` at the earliest; the draft stays behind it until it was sent.

    Where its conversation has become part of another it goes there. A draft that says something else is left alone.
    Raises Misconfigured when its account was removed, Refused when its conversation is nowhere to be found.
    """
    conn = db.conn
    home = side.home(conn, draft.conversation, draft.in_reply_to)
    if not conn.execute("select 1 from conversation where id = ?", (home,)).fetchone():
        raise Refused("The conversation this reply belongs to is no longer there. What you wrote is kept as a draft.")
    if not conn.execute("select 1 from account where id = ? and removed_at is null", (draft.account,)).fetchone():
        raise Misconfigured("The account this reply was to leave by is no longer there.")
    conn.execute(
        "insert into outbox (id, conversation, account, state, text, subject, summary, audience, in_reply_to,"
        " recipients, copies, queued_at, not_before, due_at, payload, sha256, remote_key, proof_key, sender, envelope)"
        " values (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            plan.reply_id,
            home,
            draft.account,
            clean(text),
            clean(draft.subject),
            clean(plan.summary),
            draft.audience,
            draft.in_reply_to,
            clean(dump(draft.to)),
            clean(dump(draft.cc)),
            to_ms(now),
            to_ms(not_before),
            to_ms(not_before),
            plan.payload,
            digest(plan.payload),
            plan.remote_key,
            bare_id(plan.remote_key),
            plan.sender,
            dump(plan.recipients),
        ),
    )
    fault("outbox-queued")
    conn.execute(
        "update draft set reply = ? where conversation = ? and account = ? and text = ?",
        (plan.reply_id, home, draft.account, clean(text)),
    )
    return _changed(conn, plan.reply_id, now)


def claim(
    db: "Database", *, worker: str, now: datetime, lease: timedelta, account: AccountId | None = None
) -> Reply | None:
    """Take the reply that is due longest, for `worker` alone until the lease ends; None when none is due.

    Whatever was damaged on the disk is refused instead. Within an immediate transaction no two processes get the same.
    """
    conn = db.conn
    while True:
        row = conn.execute(
            "select id, payload, sha256 from outbox where state = 'queued' and due_at <= ?1"
            " and (?2 is null or account = ?2) order by due_at, queued_at limit 1",
            (to_ms(now), account),
        ).fetchone()
        if row is None:
            return None
        if digest(row[1]) == row[2]:
            break
        conn.execute("update outbox set state = 'refused', sentence = ? where id = ?", (DAMAGED, row[0]))
        _changed(conn, row[0], now)
    conn.execute(
        "update outbox set state = 'claimed', worker = ?, lease_ms = ?, lease_until = ?, attempts = attempts + 1,"
        " phase = null where id = ?",
        (worker, _ms(lease), to_ms(now + lease), row[0]),
    )
    return _one(conn, row[0])


def advance(
    db: "Database",
    reply_id: str,
    state: ReplyState,
    *,
    worker: str,
    phase: Phase | None = None,
    sentence: str = "",
    now: datetime,
) -> ChangeSet:
    """Note how far a claimed reply has come, before the step is taken; every note renews the lease.

    Nobody is unsure of a reply whose copy was fetched from the server already: it is sent.
    Raises IllegalMove when the reply is not `worker`'s any more, or the step is not a legal one.
    """
    conn = db.conn
    row = conn.execute("select state, worker, lease_ms from outbox where id = ?", (reply_id,)).fetchone()
    if row is None or row[1] != worker or ReplyState(row[0]) not in IN_FLIGHT:
        raise IllegalMove("This reply is in other hands by now.")
    here = ReplyState(row[0])
    if state is not here:
        move(here, state)
    if state is ReplyState.QUEUED:
        return requeue(db, reply_id, retry_at=now, sentence=sentence, now=now)
    if state in IN_FLIGHT:
        lease = max(row[2], _ms(COMMIT_LEASE)) if state is ReplyState.COMMITTING else row[2]
        phase = phase or (Phase.COMMIT if state is ReplyState.COMMITTING else phase)
        conn.execute(
            "update outbox set state = ?, phase = coalesce(?, phase), sentence = ?, lease_until = ? where id = ?",
            (state, phase, clean(sentence), to_ms(now) + lease, reply_id),
        )
    elif state is ReplyState.UNKNOWN and sent.has_copy(conn, reply_id):
        return settle(db, reply_id, FOUND, now=now)
    else:
        _rest(conn, reply_id, state, sentence)
    fault(f"outbox-{state}")
    return _changed(conn, reply_id, now)


def requeue(db: "Database", reply_id: str, *, retry_at: datetime, sentence: str, now: datetime) -> ChangeSet:
    """Put a reply back that is proven not to have been delivered; it is tried again at `retry_at`."""
    here = _state(db.conn, reply_id)
    if here is ReplyState.COMMITTING:
        here = move(here, ReplyState.UNKNOWN)
    move(here, ReplyState.QUEUED)
    _rest(db.conn, reply_id, ReplyState.QUEUED, sentence)
    db.conn.execute("update outbox set due_at = max(not_before, ?) where id = ?", (to_ms(retry_at), reply_id))
    return _withdraw_orphan(db, reply_id, now) or _changed(db.conn, reply_id, now)


def settle(db: "Database", reply_id: str, delivered: Delivered, *, now: datetime) -> ChangeSet:
    """Note that the server has it: our message joins the conversation, which counts as answered. Repeating is safe."""
    own = sent.settle(db.conn, reply_id, delivered, now)
    fault("outbox-settled")
    touched = frozenset({ConversationId(own.conversation)})
    return ChangeSet(
        conversations=touched,
        new_messages=frozenset({MessageId(own.id)}),
        replies=frozenset({reply_id}),
        drafts=touched,
        initiator="outbox",
    )


def recover(db: "Database", now: datetime) -> ChangeSet:
    """Take back what workers left behind when their lease ended: not begun to commit, queued again; else unknown."""
    changes = ChangeSet()
    rows = db.conn.execute(
        "select id, state from outbox where lease_until is not null and lease_until <= ?"
        " and state not in ('sent', 'withdrawn') order by queued_at",
        (to_ms(now),),
    ).fetchall()
    for reply_id, state in rows:
        if state == ReplyState.COMMITTING:
            sentence = "The connection broke while the server was taking your reply. It may have been sent."
            _rest(db.conn, reply_id, move(ReplyState.COMMITTING, ReplyState.UNKNOWN), sentence)
            if sent.has_copy(db.conn, reply_id):
                changes |= settle(db, reply_id, FOUND, now=now)
                continue
        else:
            _rest(db.conn, reply_id, move(ReplyState(state), ReplyState.QUEUED), "")
            changes |= _withdraw_orphan(db, reply_id, now) or ChangeSet()
        changes |= _changed(db.conn, reply_id, now)
    return changes


def without_account(name: str) -> str:
    """Return why a reply does not leave whose account is gone."""
    return f"“{name}” was removed before this reply left. Its text is a draft again."


def _withdraw_orphan(db: "Database", reply_id: str, now: datetime) -> ChangeSet | None:
    """Withdraw a reply that nobody will ever send because its account was removed; None when it was not."""
    row = db.conn.execute(
        "select name from account where id = (select account from outbox where id = ?) and removed_at is not null",
        (reply_id,),
    ).fetchone()
    return None if row is None else withdraw(db, reply_id, now, sentence=without_account(row[0]))


def withdraw(db: "Database", reply_id: str, now: datetime, *, sentence: str = "") -> ChangeSet:
    """Take a reply back before it leaves, or after it was refused: its text is the draft again.

    Why it did not leave stays written where no other `sentence` is given. Raises IllegalMove when it is on its way or was sent.
    """
    conn = db.conn
    here = _state(conn, reply_id)
    if here in IN_FLIGHT or here is ReplyState.SENT:
        raise IllegalMove("This reply has left already and cannot be taken back.")
    because = sentence or str(_one(conn, reply_id).sentence)
    _rest(conn, reply_id, move(here, ReplyState.WITHDRAWN), because)
    conn.execute(
        "insert into draft (conversation, account, text, audience, in_reply_to, subject, recipients, copies, updated_at)"
        " select conversation, account, text, audience, in_reply_to, subject, recipients, copies, ?2 from outbox"
        " where id = ?1 and text <> ''"
        " on conflict do update set updated_at = excluded.updated_at, reply = '', text = case draft.reply"
        " when '' then excluded.text || char(10, 10) || draft.text else excluded.text end",
        (reply_id, to_ms(now)),
    )
    return _changed(conn, reply_id, now)


def send_now(db: "Database", reply_id: str, now: datetime) -> ChangeSet:
    """End the hold, or the wait for the next try, of a queued reply."""
    db.conn.execute(
        "update outbox set not_before = min(not_before, ?1), due_at = min(due_at, ?1) where id = ?2 and state = 'queued'",
        (to_ms(now), reply_id),
    )
    return _changed(db.conn, reply_id, now)


def answer_unknown(db: "Database", reply_id: str, choice: Literal["arrived", "again"], now: datetime) -> ChangeSet:
    """The owner says what became of a reply of which nobody knows whether it arrived."""
    here = _state(db.conn, reply_id)
    if here is not ReplyState.UNKNOWN:
        raise IllegalMove("What became of this reply is known by now.")
    if choice == "arrived":
        return settle(db, reply_id, Delivered(proof=BY_OWNER), now=now)
    return requeue(db, reply_id, retry_at=now, sentence="", now=now)


def outbox(reader: sqlite3.Connection) -> list[Reply]:
    """Return every reply that is not sent yet, the oldest first, then the newest sent ones."""
    waiting = _read(reader, "state not in ('sent', 'withdrawn') order by queued_at, id")
    done = _read(reader, f"state = 'sent' order by sent_at desc, id limit {RECENT}")
    # Between the two reads one may have been sent.
    known = {row.id for row in done}
    return [row for row in waiting if row.id not in known] + done


def unknown(reader: sqlite3.Connection, account: AccountId | None = None) -> list[Reply]:
    """Return the replies of which nobody knows whether they arrived."""
    where = "state = 'unknown' and state not in ('sent', 'withdrawn') and (?1 is null or account = ?1)"
    return _read(reader, f"{where} order by queued_at, id", (account,))


def reply(reader: sqlite3.Connection, reply_id: str) -> Reply | None:
    """Return one reply, None when there is none of that id."""
    rows = _read(reader, "id = ?", (reply_id,))
    return rows[0] if rows else None


def next_due(reader: sqlite3.Connection, now: datetime) -> datetime | None:
    """Return when the outbox needs somebody next: a reply falls due or a lease ends; never before `now`."""
    row = reader.execute(
        "select min(at) from (select min(due_at) as at from outbox where state = 'queued'"
        " union all select min(lease_until) from outbox where state in ('claimed', 'sending', 'committing'))"
    ).fetchone()
    return None if row[0] is None else max(now, from_ms(row[0]))


def _read(reader: sqlite3.Connection, where: str, values: tuple[object, ...] = ()) -> list[Reply]:
    return [_reply(row) for row in reader.execute(f"select {_COLUMNS} from outbox where {where}", values).fetchall()]


def _one(conn: sqlite3.Connection, reply_id: str) -> Reply:
    return _read(conn, "id = ?", (reply_id,))[0]


def _reply(row: tuple[Any, ...]) -> Reply:
    (number, conversation, account, state, phase, text, summed, audience, queued, held, attempts, sentence, sent_at,
     payload, key, sender, envelope, due, proof) = row  # fmt: skip
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
            payload=bytes(payload),
            remote_key=str(key),
            sender=str(sender),
            recipients=strings(str(envelope)),
            summary=str(summed),
        ),
        due_at=from_ms(int(str(due))),
        by_owner=proof == BY_OWNER,
    )


def _state(conn: sqlite3.Connection, reply_id: str) -> ReplyState:
    row = conn.execute("select state from outbox where id = ?", (reply_id,)).fetchone()
    if row is None:
        raise IllegalMove("There is no such reply any more.")
    return ReplyState(row[0])


def _rest(conn: sqlite3.Connection, reply_id: str, state: ReplyState, sentence: str) -> None:
    """Let nobody hold the reply any more."""
    conn.execute(
        "update outbox set state = ?, phase = null, worker = '', lease_until = null, sentence = ? where id = ?",
        (state, clean(sentence), reply_id),
    )


def _changed(conn: sqlite3.Connection, reply_id: str, now: datetime) -> ChangeSet:
    """Bring the conversation's row in step with its replies and say what is different."""
    row = conn.execute("select conversation from outbox where id = ?", (reply_id,)).fetchone()
    if row is None:
        return ChangeSet()
    side.refresh(conn, row[0])
    summary.refresh(conn, [row[0]], now=now)
    touched = frozenset({ConversationId(row[0])})
    return ChangeSet(conversations=touched, drafts=touched, replies=frozenset({reply_id}), initiator="outbox")


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
