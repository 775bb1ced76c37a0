"""A reply that arrived: our own message in the conversation, once, whether the server or its copy told us first."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.account import Account
from desktop.domain.act import Verb, apply
from desktop.domain.begun import is_begun
from desktop.domain.clock import to_ms
from desktop.domain.draft import Delivered, ReplyState, move
from desktop.domain.item import ID_SHIFT, Author, Kind, pack
from desktop.domain.wording import worded
from desktop.store import acts, begun, files, marks, people, sense, side, summary
from desktop.store.flags import ANSWERED, SEEN
from desktop.store.text import bare_id, dump, dump_people, hash64, own_name, people_words, strings
from desktop.store.values import clean

PLACEHOLDER = "sent/"
"""Beginning of the remote id of a message of ours of which the server has not told us its own id."""

_PROVABLE = (ReplyState.QUEUED, ReplyState.UNKNOWN, ReplyState.REFUSED, ReplyState.OVERDUE)


@dataclass(frozen=True, slots=True)
class Own:
    """Our message in the conversation."""

    id: int
    conversation: int


def copies(conn: sqlite3.Connection, account: Account, own_ids: Iterable[str]) -> dict[str, str]:
    """Return own id -> reply id for those that are replies of ours sent through this account."""
    found = {}
    for own_id in own_ids:
        row = conn.execute(
            "select id from outbox where proof_key = ? and proof_key <> '' and account = ?",
            (bare_id(own_id), account.id),
        ).fetchone()
        if row is not None:
            found[own_id] = str(row[0])
    return found


def proved(conn: sqlite3.Connection, reply: str, remote_id: str, now: datetime) -> Own | None:
    """A copy of the reply was found on the server: that proves it was sent.

    Returns the message of ours that the copy is of, which bears the copy's remote id from now on; None while a worker
    has the reply in hand (it will find the copy when it settles) or when another copy has been found before.
    """
    state = ReplyState(conn.execute("select state from outbox where id = ?", (reply,)).fetchone()[0])
    if state in _PROVABLE:
        settle(
            conn,
            reply,
            Delivered(proof=worded("Found among your sent messages."), remote_id=remote_id, filed=True),
            now,
        )
    elif state is not ReplyState.SENT:
        return None
    row = conn.execute(
        "select id, conversation, remote_id from message where reply = ? and reply <> '' order by id limit 1", (reply,)
    ).fetchone()
    if row is None or (row[2] != remote_id and not row[2].startswith(PLACEHOLDER)):
        return None
    conn.execute("update message set remote_id = ? where id = ?", (remote_id, row[0]))
    return Own(row[0], row[1])


def settle(conn: sqlite3.Connection, reply: str, delivered: Delivered, now: datetime) -> Own:
    """Note the proof, put our message into the conversation, log the reply, and let go of the draft. Once only."""
    row = conn.execute("select conversation, account, state, in_reply_to from outbox where id = ?", (reply,)).fetchone()
    conversation, account, state, parent = row
    if state == ReplyState.SENT:
        return _own(conn, reply)
    _check(ReplyState(state))
    conn.execute(
        "update outbox set state = 'sent', phase = null, worker = '', lease_until = null, sentence = '', sent_at = ?,"
        " proof = ?, remote_id = ?, filed = ? where id = ?",
        (to_ms(now), clean(delivered.proof), clean(delivered.remote_id), int(delivered.filed), reply),
    )
    conn.execute(
        "delete from draft where conversation = ? and account = ? and reply = ?", (conversation, account, reply)
    )
    own = _found(conn, reply) or _insert(conn, reply, now)
    begun.settled(conn, reply, own.conversation)
    files.let_go(conn, reply)
    if delivered.filed:
        conn.execute("delete from payload where reply = ?", (reply,))
    conn.execute(
        "update message set answered = 1, seen = 1,"
        " wanted_flags = case kind when 'mail' then (wanted_flags | ?) & ~server_flags else 0 end"
        " where id = ? and direction = 'in'",
        (ANSWERED | SEEN, parent),
    )
    _log(conn, own.conversation, reply, now)
    side.refresh(conn, own.conversation)
    summary.refresh(conn, [own.conversation], now=now)
    return own


def has_copy(conn: sqlite3.Connection, reply: str) -> bool:
    """Say whether a copy of the reply was fetched from the server, which proves that it was sent."""
    return _found(conn, reply) is not None


def _check(state: ReplyState) -> None:
    """Walk the states between here and sent; what has proof may skip steps, never rules."""
    steps = (ReplyState.QUEUED, ReplyState.CLAIMED, ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.SENT)
    if state in (ReplyState.REFUSED, ReplyState.OVERDUE):
        state = move(state, ReplyState.QUEUED)
    if state is ReplyState.UNKNOWN:
        move(state, ReplyState.SENT)
        return
    if state is ReplyState.WITHDRAWN:
        move(state, ReplyState.SENT)
    for here, there in zip(steps[steps.index(state) :], steps[steps.index(state) + 1 :], strict=False):
        move(here, there)


def _own(conn: sqlite3.Connection, reply: str) -> Own:
    row = conn.execute(
        "select id, conversation from message where reply = ? and reply <> '' order by id limit 1", (reply,)
    ).fetchone()
    return Own(row[0], row[1])


def _found(conn: sqlite3.Connection, reply: str) -> Own | None:
    """Return the message if the server's copy was fetched before we knew that it is ours."""
    row = conn.execute(
        "select outbox.account, proof_key, outbox.remote_id, account.scope,"
        " coalesce(nullif(outbox.kind, ''), conversation.kind) from outbox"
        " join account on account.id = outbox.account left join conversation on conversation.id = outbox.conversation"
        " where outbox.id = ?",
        (reply,),
    ).fetchone()
    account, key, remote_id, scope, kind = row
    found = conn.execute(
        "select id, conversation from message where account = ? and remote_id = ?", (account, remote_id)
    ).fetchone()
    if found is None and key:
        found = conn.execute(
            "select message.id, message.conversation from thread_name"
            " join message on message.conversation = thread_name.conversation"
            " where thread_name.name = ? and message.account = ? and message.direction = 'out'"
            " and trim(message.own_id, '<> ') = ?",
            (hash64(own_name(scope, kind, key, "")), account, key),
        ).fetchone()
    if found is None:
        return None
    conn.execute("update message set reply = ?, direction = 'out', seen = 1 where id = ?", (reply, found[0]))
    return Own(found[0], found[1])


_OWN = """
select outbox.conversation, outbox.account, account.name, account.scope,
    coalesce(nullif(outbox.channel, ''), conversation.channel), coalesce(nullif(outbox.kind, ''), conversation.kind),
    outbox.audience, outbox.sender, outbox.remote_id, outbox.proof_key, outbox.subject, outbox.text,
    (select data from payload where reply = outbox.id), outbox.sha256,
    outbox.in_reply_to,
    coalesce((select partner from message where message.id = outbox.in_reply_to), conversation.persona),
    account.settings ->> 'address', outbox.recipients, outbox.copies
from outbox join account on account.id = outbox.account left join conversation on conversation.id = outbox.conversation
where outbox.id = ?
"""


def _insert(conn: sqlite3.Connection, reply: str, now: datetime) -> Own:
    (conversation, account, name, scope, channel, kind, audience, sender, remote_id, key, subject, text, payload, sha256,
     parent, partner, address, to, cc) = conn.execute(_OWN, (reply,)).fetchone()  # fmt: skip
    author = Author(key=(sender or address or name).lower(), handle=sender or address or name)
    persona = people.upsert(conn, [people.Seen(channel, author, to_ms(now), weak=True)])[channel, clean(author.key)]
    number = _free(conn, to_ms(now) << ID_SHIFT | hash64(reply) & ((1 << ID_SHIFT) - 1))
    addressed = tuple(Author(key=whom.lower(), handle=whom) for whom in (*strings(to), *strings(cc)))
    if is_begun(conversation):
        conversation, partner = begun.become(conn, reply, number)
    parent_id = conn.execute("select own_id from message where id = ?", (parent,)).fetchone()
    parents = [parent_id[0]] if parent_id and parent_id[0] else []
    remote = remote_id or f"{PLACEHOLDER}{reply}"
    enclosed = files.of_reply(conn, reply)
    conn.execute(
        "insert into message (id, account, remote_id, conversation, persona, partner, direction, channel, kind,"
        " audience, addressed, seen, written_at, received_at, own_id, reply, sha256, parent_ids, attachments, people)"
        " values (?, ?, ?, ?, ?, ?, 'out', ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, account, remote, conversation, persona, partner, channel, kind, audience, to_ms(now), to_ms(now), key,
         reply, sha256, dump(parents), len(enclosed), dump_people(addressed)),
    )  # fmt: skip
    words = people_words(author, addressed)
    conn.execute(
        "insert into body (message, subject, people, text) values (?, ?, ?, ?)", (number, subject, words, text)
    )
    conn.execute(
        "insert into search (rowid, subject, people, text) values (-?, ?, ?, ?)", (number, subject, words, text)
    )
    raw = payload if kind == Kind.MAIL and payload else b""
    conn.execute("insert into raw (message, size, data) values (?, ?, ?)", (number, len(raw), pack(raw)))
    # The words are the first part of a mail with files, and each file one of those after it.
    conn.executemany(
        "insert into attachment (message, number, name, media_type, size, part) values (?, ?, ?, ?, ?, ?)",
        [(number, n, file.name, file.media_type, file.size, str(n + 1)) for n, file in enumerate(enclosed, 1)],
    )
    conn.execute(
        "insert or ignore into thread_name (name, conversation) values (?, ?)",
        (hash64(own_name(scope, kind, key, remote)), conversation),
    )
    return Own(number, conversation)


def _free(conn: sqlite3.Connection, number: int) -> int:
    while conn.execute("select 1 from message where id = ?", (number,)).fetchone():
        number += 1
    return number


def _log(conn: sqlite3.Connection, conversation: int, reply: str, now: datetime) -> None:
    before = acts.marks(conn, [conversation])[conversation]
    after = apply(before, Verb.REPLY)
    key = acts.keys(conn, [conversation])[conversation]
    (lesson,) = conn.execute("select lesson from outbox where id = ?", (reply,)).fetchone()
    change = acts.Change(verb=Verb.REPLY, conversation=conversation, key=key, before=before, after=after, lesson=lesson)
    acts.append(conn, [change], gesture=f"{acts.BY_ITSELF}reply", now=now)
    if lesson:
        sense.renewed(conn, plainly=True)
    marks.write(conn, [change], now)
