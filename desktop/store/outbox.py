"""Replies on their way: frozen when queued, claimed by one worker at a time, never sent again without proof."""

import sqlite3
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from desktop.domain.account import AccountId
from desktop.domain.begun import is_begun
from desktop.domain.change import ChangeSet
from desktop.domain.clock import to_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import LATE_AFTER, Delivered, Draft, Phase, Plan, Reply, ReplyState, Together, move
from desktop.domain.errors import IllegalMove, Misconfigured, Refused
from desktop.domain.faults import fault
from desktop.domain.item import MessageId
from desktop.domain.sense import Teach
from desktop.domain.standing import BY_OWNER
from desktop.domain.wording import worded
from desktop.store import files, learned, replies, sent, side, summary
from desktop.store.replies import BLOCKED, next_due, outbox, reply, unknown
from desktop.store.text import bare_id, digest, dump
from desktop.store.values import clean

if TYPE_CHECKING:
    from sqlite_utils import Database

ALONE = Together()
COMMIT_LEASE = timedelta(minutes=15)
"""A server may take ten minutes to confirm (RFC 5321 4.5.3.2.6); the lease outlasts that."""
DAMAGED = worded("This reply was damaged on the disk after it was written, so it was not sent. Please write it again.")
TOO_LATE = worded(
    "Shopbell was not open, or could not send, when this was to leave. Send it now, change the time, or keep it as a draft."
)
KNOWN = worded("What became of this reply is known by now.")
FOUND = Delivered(proof=worded("Found among your sent messages."), filed=True)
IN_FLIGHT = (ReplyState.CLAIMED, ReplyState.SENDING, ReplyState.COMMITTING)

__all__ = ["next_due", "outbox", "reply", "unknown"]


def queue(
    db: "Database",
    draft: Draft,
    plan: Plan,
    *,
    text: str,
    now: datetime,
    not_before: datetime,
    leave_at: datetime | None = None,
    together: Together = ALONE,
    taken: Collection[int] = (),
    teach: Teach | None = None,
) -> ChangeSet:
    """Freeze a reply. It leaves at `not_before` at the earliest; the draft stays behind it until it was sent.

    `leave_at` is the moment the owner chose for it, `together` the gesture it is part of. `taken` are the numbers of
    those files of the draft that go with it (`draft.enclosures` holds their bytes). With `teach` it is a lesson in what
    matters to the owner, once it was sent. Where its conversation has become part of another it goes there. A draft that says something else is left alone.
    Raises Misconfigured when its account was removed, Refused when its conversation is nowhere to be found.
    """
    conn = db.conn
    home = side.home(conn, draft.conversation, draft.in_reply_to)
    if not is_begun(home) and not conn.execute("select 1 from conversation where id = ?", (home,)).fetchone():
        raise Refused(
            worded("The conversation this reply belongs to is no longer there. What you wrote is kept as a draft.")
        )
    if not conn.execute("select 1 from account where id = ? and removed_at is null", (draft.account,)).fetchone():
        raise Misconfigured(worded("The account this reply was to leave by is no longer there."))
    db.table("outbox").insert(
        {
            "id": plan.reply_id,
            "conversation": home,
            "account": draft.account,
            "state": "queued",
            "channel": draft.channel,
            "kind": draft.kind or "",
            "text": clean(text),
            "subject": clean(draft.subject),
            "summary": clean(plan.summary),
            "audience": draft.audience,
            "in_reply_to": draft.in_reply_to,
            "recipients": clean(dump(draft.to)),
            "copies": clean(dump(draft.cc)),
            "queued_at": to_ms(now),
            "not_before": to_ms(not_before),
            "leave_at": None if leave_at is None else to_ms(leave_at),
            "due_at": to_ms(not_before),
            "gesture": together.gesture,
            "after": together.after,
            "lesson": "" if teach is None or together.after else learned.by_answering(conn, home, teach, now),
            "sha256": digest(plan.payload),
            "remote_key": plan.remote_key,
            "proof_key": bare_id(plan.remote_key),
            "sender": plan.sender,
            "envelope": dump(plan.recipients),
        }
    )
    db.table("payload").insert({"reply": plan.reply_id, "data": plan.payload})
    files.keep_with_reply(conn, plan.reply_id, draft.enclosures)
    files.take(conn, (home, draft.account, draft.audience), taken)
    fault("outbox-queued")
    conn.execute(
        "update draft set reply = ? where conversation = ? and account = ? and audience = ? and text = ?",
        (plan.reply_id, home, draft.account, draft.audience, clean(text)),
    )
    return _changed(conn, plan.reply_id, now)


def claim(
    db: "Database", *, worker: str, now: datetime, lease: timedelta, account: AccountId | None = None
) -> tuple[ChangeSet, Reply | None]:
    """Take the reply that is due longest, for `worker` alone until the lease ends; None when none is due.

    Whatever was damaged on the disk is refused instead, and what is too late for the time the owner chose is asked
    about: the changes tell of both. Within an immediate transaction no two processes get the same.
    """
    conn = db.conn
    changes = ask_overdue(db, now)
    while True:
        row = conn.execute(
            "select id, (select data from payload where reply = outbox.id), sha256 from outbox"
            f" where state = 'queued' and due_at <= ?1 and (?2 is null or account = ?2) and not {BLOCKED}"
            " order by due_at, queued_at limit 1",
            (to_ms(now), account),
        ).fetchone()
        if row is None:
            return changes, None
        if digest(row[1] or b"") == row[2]:
            break
        conn.execute("update outbox set state = 'refused', sentence = ? where id = ?", (DAMAGED, row[0]))
        changes |= _changed(conn, row[0], now)
    conn.execute(
        "update outbox set state = 'claimed', worker = ?, lease_ms = ?, lease_until = ?, attempts = attempts + 1,"
        " phase = null where id = ?",
        (worker, _ms(lease), to_ms(now + lease), row[0]),
    )
    return changes, replies.one(conn, row[0])


def ask_overdue(db: "Database", now: datetime) -> ChangeSet:
    """Ask about what should have left more than a quarter of an hour ago, instead of sending it late without a word."""
    conn = db.conn
    rows = conn.execute(
        "update outbox set state = 'overdue', sentence = ?1 where state = 'queued' and leave_at is not null"
        f" and leave_at < ?2 and not {BLOCKED} returning id",
        (TOO_LATE, to_ms(now - LATE_AFTER)),
    ).fetchall()
    changes = ChangeSet()
    for row in rows:
        fault("outbox-overdue")
        changes |= _changed(conn, row[0], now)
    return changes


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

    A reply whose copy was fetched from the server meanwhile is sent, whatever became of this try, and is not handed
    over again. Raises IllegalMove when it is not `worker`'s any more, or the step is not a legal one.
    """
    conn = db.conn
    row = conn.execute("select state, worker, lease_ms from outbox where id = ?", (reply_id,)).fetchone()
    if row is None or row[1] != worker or ReplyState(row[0]) not in IN_FLIGHT:
        raise IllegalMove(worded("This reply is in other hands by now."))
    here = ReplyState(row[0])
    if state is not here:
        move(here, state)
    if state is ReplyState.COMMITTING and here is not state and sent.has_copy(conn, reply_id):
        raise IllegalMove(KNOWN)
    if state is ReplyState.QUEUED:
        return requeue(db, reply_id, retry_at=now, sentence=sentence, now=now)
    if state in IN_FLIGHT:
        lease = max(row[2], _ms(COMMIT_LEASE)) if state is ReplyState.COMMITTING else row[2]
        phase = phase or (Phase.COMMIT if state is ReplyState.COMMITTING else phase)
        conn.execute(
            "update outbox set state = ?, phase = coalesce(?, phase), sentence = ?, lease_until = ? where id = ?",
            (state, phase, clean(sentence), to_ms(now) + lease, reply_id),
        )
    elif sent.has_copy(conn, reply_id):
        return settle(db, reply_id, FOUND, now=now)
    else:
        _rest(conn, reply_id, state, sentence)
    fault(f"outbox-{state}")
    return _changed(conn, reply_id, now)


def requeue(db: "Database", reply_id: str, *, retry_at: datetime, sentence: str, now: datetime) -> ChangeSet:
    """Put a reply back that is proven not to have been delivered by this try; it is tried again at `retry_at`.

    One whose copy was fetched from the server meanwhile was delivered by an earlier one.
    """
    here = _state(db.conn, reply_id)
    if here is ReplyState.COMMITTING:
        here = move(here, ReplyState.UNKNOWN)
    move(here, ReplyState.QUEUED)
    if sent.has_copy(db.conn, reply_id):
        return settle(db, reply_id, FOUND, now=now)
    _rest(db.conn, reply_id, ReplyState.QUEUED, sentence)
    db.conn.execute("update outbox set due_at = max(not_before, ?) where id = ?", (to_ms(retry_at), reply_id))
    return _withdraw_orphan(db, reply_id, now) or _changed(db.conn, reply_id, now)


def settle(db: "Database", reply_id: str, delivered: Delivered, *, now: datetime) -> ChangeSet:
    """Note that the server has it: our message joins the conversation, which counts as answered. Repeating is safe."""
    before = db.conn.execute("select conversation from outbox where id = ?", (reply_id,)).fetchone()
    own = sent.settle(db.conn, reply_id, delivered, now)
    fault("outbox-settled")
    touched = frozenset({ConversationId(own.conversation)})
    return ChangeSet(
        conversations=touched,
        new_messages=frozenset({MessageId(own.id)}),
        replies=frozenset({reply_id}),
        # A new message had no conversation before; where its draft stood there is none any more.
        drafts=touched | {ConversationId(one) for one in before or ()},
        initiator="outbox",
    )


def recover(db: "Database", now: datetime) -> ChangeSet:
    """Take back what workers left behind when their lease ended: not begun to commit, queued again; else unknown.

    What proves to have been sent, because its copy was fetched from the server, is settled.
    """
    changes = ChangeSet()
    rows = db.conn.execute(
        "select id, state from outbox where lease_until is not null and lease_until <= ?"
        " and state not in ('sent', 'withdrawn') order by queued_at",
        (to_ms(now),),
    ).fetchall()
    for reply_id, state in rows:
        if sent.has_copy(db.conn, reply_id):
            changes |= settle(db, reply_id, FOUND, now=now)
            continue
        if state == ReplyState.COMMITTING:
            sentence = worded("The connection broke while the server was taking your reply. It may have been sent.")
            _rest(db.conn, reply_id, move(ReplyState.COMMITTING, ReplyState.UNKNOWN), sentence)
        else:
            _rest(db.conn, reply_id, move(ReplyState(state), ReplyState.QUEUED), "")
            changes |= _withdraw_orphan(db, reply_id, now) or ChangeSet()
        changes |= _changed(db.conn, reply_id, now)
    return changes


def without_account(name: str) -> str:
    """Return why a reply does not leave whose account is gone."""
    return worded(f"“{name}” was removed before this reply left. Its text is a draft again.")


def _withdraw_orphan(db: "Database", reply_id: str, now: datetime) -> ChangeSet | None:
    """Withdraw a reply that nobody will ever send because its account was removed; None when it was not."""
    row = db.conn.execute(
        "select name from account where id = (select account from outbox where id = ?) and removed_at is not null",
        (reply_id,),
    ).fetchone()
    return None if row is None else withdraw(db, reply_id, now, sentence=without_account(row[0]))


def withdraw(db: "Database", reply_id: str, now: datetime, *, sentence: str = "") -> ChangeSet:
    """Take a reply back before it leaves, or after it was refused: its text is the draft again.

    Why it did not leave stays written where no other `sentence` is given. Its files come back with it, and what was to
    leave after it is taken back too. Repeating is safe. Raises IllegalMove when it is on its way or was sent.
    """
    conn = db.conn
    changes = ChangeSet()
    for later in _waiting_for(conn, reply_id):
        changes |= withdraw(db, later, now)
    here = _state(conn, reply_id)
    if here is ReplyState.WITHDRAWN:
        return changes
    if here in IN_FLIGHT or here is ReplyState.SENT:
        raise IllegalMove(worded("This reply has left already and cannot be taken back."))
    because = sentence or str(conn.execute("select sentence from outbox where id = ?", (reply_id,)).fetchone()[0])
    _rest(conn, reply_id, move(here, ReplyState.WITHDRAWN), because)
    # What is hidden in the draft's place is the text of another reply, and lies with that one.
    conn.execute(
        "delete from draft where (conversation, account, audience) ="
        " (select conversation, account, audience from outbox where id = ?) and reply <> ''",
        (reply_id,),
    )
    conn.execute(
        "insert into draft (conversation, account, text, audience, channel, kind, in_reply_to, subject, recipients, copies,"
        " updated_at) select conversation, account, text, audience, channel, kind, in_reply_to, subject, recipients, copies,"
        " ?2 from outbox where id = ?1"
        " on conflict do update set updated_at = excluded.updated_at, text = case draft.text"
        " when '' then excluded.text else excluded.text || char(10, 10) || draft.text end",
        (reply_id, to_ms(now)),
    )
    key = conn.execute("select conversation, account, audience from outbox where id = ?", (reply_id,)).fetchone()
    files.give_back(conn, reply_id, key)
    conn.execute("delete from payload where reply = ?", (reply_id,))
    return _changed(conn, reply_id, now) | changes


def send_now(db: "Database", reply_id: str, now: datetime) -> ChangeSet:
    """Let a queued reply go: no hold, no later time and no wait for the next try keeps it. Also one asked about.

    What was to leave before it goes first; what comes after it follows. The mail's date is the one it was frozen with:
    `desktop.sync.reply.reschedule` freezes it anew for one that was scheduled.
    """
    conn = db.conn
    changes = ChangeSet()
    before = conn.execute(
        "select first.id, first.state from outbox join outbox as first on first.id = outbox.after where outbox.id = ?",
        (reply_id,),
    ).fetchone()
    if before is not None and before[1] in (ReplyState.QUEUED, ReplyState.OVERDUE):
        return send_now(db, before[0], now)
    if before is not None and before[1] in (ReplyState.REFUSED, ReplyState.WITHDRAWN):
        conn.execute("update outbox set after = '' where id = ?", (reply_id,))
    for one in (reply_id, *_waiting_for(conn, reply_id)):
        conn.execute(
            "update outbox set state = 'queued', leave_at = null, not_before = min(not_before, ?1),"
            " due_at = min(due_at, ?1), sentence = case state when 'overdue' then '' else sentence end"
            " where id = ?2 and state in ('queued', 'overdue')",
            (to_ms(now), one),
        )
        changes |= _changed(conn, one, now)
    return changes


def release(db: "Database", reply_id: str, now: datetime) -> ChangeSet:
    """End the wait of a queued reply for its next try, or for a hold that cannot be; a time the owner chose stands."""
    db.conn.execute(
        "update outbox set not_before = case when leave_at is null then min(not_before, ?1) else not_before end,"
        " due_at = case when leave_at is null then min(due_at, ?1) else max(leave_at, min(due_at, ?1)) end"
        " where id = ?2 and state = 'queued'",
        (to_ms(now), reply_id),
    )
    return _changed(db.conn, reply_id, now)


def schedule(db: "Database", reply_id: str, plan: Plan, *, leave_at: datetime, now: datetime) -> ChangeSet:
    """Choose another time for a reply that has not left, frozen anew in `plan`; one asked about is scheduled again.

    Raises IllegalMove when it is on its way or was sent.
    """
    conn = db.conn
    here = _state(conn, reply_id)
    if here not in (ReplyState.QUEUED, ReplyState.OVERDUE):
        raise IllegalMove(worded("This reply is on its way already, so its time cannot be changed."))
    if here is ReplyState.OVERDUE:
        move(here, ReplyState.QUEUED)
    conn.execute(
        "update outbox set state = 'queued', leave_at = ?1, not_before = ?1, due_at = ?1, sentence = '', sha256 = ?2,"
        " remote_key = ?3, proof_key = ?4, sender = ?5, envelope = ?6, summary = ?7 where id = ?8",
        (to_ms(leave_at), digest(plan.payload), plan.remote_key, bare_id(plan.remote_key), plan.sender,
         dump(plan.recipients), clean(plan.summary), reply_id),
    )  # fmt: skip
    conn.execute("update payload set data = ? where reply = ?", (plan.payload, reply_id))
    fault("outbox-scheduled")
    return _changed(conn, reply_id, now)


def waiting_for(reader: sqlite3.Connection, reply_id: str) -> list[str]:
    """Return the replies that leave only after this one and have not left."""
    return _waiting_for(reader, reply_id)


def answer_unknown(db: "Database", reply_id: str, choice: Literal["arrived", "again"], now: datetime) -> ChangeSet:
    """The owner says what became of a reply of which nobody knows whether it arrived."""
    here = _state(db.conn, reply_id)
    if here is not ReplyState.UNKNOWN:
        raise IllegalMove(KNOWN)
    if choice == "arrived":
        return settle(db, reply_id, Delivered(proof=BY_OWNER), now=now)
    # The owner wants it to go now, whatever time was chosen before.
    db.conn.execute("update outbox set leave_at = null where id = ?", (reply_id,))
    return requeue(db, reply_id, retry_at=now, sentence="", now=now)


def _state(conn: sqlite3.Connection, reply_id: str) -> ReplyState:
    row = conn.execute("select state from outbox where id = ?", (reply_id,)).fetchone()
    if row is None:
        raise IllegalMove(worded("There is no such reply any more."))
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


def _waiting_for(conn: sqlite3.Connection, reply_id: str) -> list[str]:
    rows = conn.execute(
        "select id from outbox where gesture <> '' and gesture = (select gesture from outbox where id = ?1)"
        " and after = ?1 and state in ('queued', 'overdue', 'refused') order by queued_at, id",
        (reply_id,),
    ).fetchall()
    return [str(row[0]) for row in rows]
