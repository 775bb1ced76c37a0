"""New messages that have not been sent: rows of the lists without a conversation, and the conversation they become."""

import sqlite3
from array import array
from collections.abc import Collection
from typing import Any

from desktop.domain.account import AccountId
from desktop.domain.begun import SPREAD_BITS, is_begun
from desktop.domain.clock import from_ms
from desktop.domain.conversation import Opened
from desktop.domain.item import ID_SHIFT, Author
from desktop.domain.kinds import Audience, Kind
from desktop.domain.row import Band, ConversationId, InboxRow, Lane, PersonId, State
from desktop.domain.text import plain
from desktop.store import people
from desktop.store.text import strings
from desktop.store.values import clean, numbers

CHANNEL = "mail"
_SNIPPET = 160
_DRAFTED = (
    "select conversation, updated_at, subject, substr(text, 1, 400), recipients, copies, 1 from draft"
    " where conversation < 0 and reply = ''"
)
_LEAVING = (
    "select conversation, queued_at, subject, substr(text, 1, 400), recipients, copies, 0 from outbox"
    " where conversation < 0 and state not in ('sent', 'withdrawn')"
)
_NUMBER = {lane: number for number, lane in enumerate(Lane)}
_OF_LANE = {Lane.DRAFTS: _DRAFTED, Lane.OUTBOX: _LEAVING}


def rows(reader: sqlite3.Connection, places: Collection[ConversationId], lane: Lane) -> dict[ConversationId, InboxRow]:
    """Return those of these places in which a draft is, or a message on its way; a draft where there are both."""
    wanted = "and conversation in (select value from json_each(?1))"
    lines = reader.execute(
        f"{_LEAVING} {wanted} union all {_DRAFTED} {wanted} order by 7", (numbers(places),)
    ).fetchall()
    return {line[0]: _row(line, lane) for line in lines}


def with_page(
    reader: sqlite3.Connection, lane: Lane, page: list[InboxRow], after: InboxRow | None, before: InboxRow | None
) -> list[InboxRow]:
    """Return a page of a lane with the new messages that belong there: few, so none is left for another page."""
    lines = reader.execute(_OF_LANE[lane]).fetchall()
    beside = [row for row in (_row(line, lane) for line in lines) if _is_between(row, after, before)]
    return sorted(page + beside, key=_place) if beside else page


def with_ids(reader: sqlite3.Connection, lane: Lane, ids: "array[int]") -> "array[int]":
    """Return the order of a lane with the new messages in it."""
    beside = [(line[1], line[0]) for line in reader.execute(_OF_LANE[lane]).fetchall()]
    if not beside:
        return ids
    column = "draft_at" if lane is Lane.DRAFTS else "outgoing_at"
    known = reader.execute(
        f"select {column}, id from conversation where id in (select value from json_each(?))", (numbers(ids),)
    ).fetchall()
    return array("q", [id_ for _, id_ in sorted((-at, id_) for at, id_ in (*known, *beside))])


def opened(reader: sqlite3.Connection, place: ConversationId) -> Opened:
    """Return a new message as the reader shows it, also one of which nothing is kept yet: there is nothing to read."""
    row = rows(reader, [place], Lane.DRAFTS).get(place)
    return Opened(
        row=row or _row((place, -place >> SPREAD_BITS, "", "", "[]", "[]", 0), Lane.DRAFTS),
        personas=(),
        timeline=(),
        earlier=0,
        account=AccountId(0),
        reply_to=None,
    )


def _place(row: InboxRow) -> tuple[int, int, int]:
    return row.place


def _is_between(row: InboxRow, after: InboxRow | None, before: InboxRow | None) -> bool:
    return (after is None or row.place > after.place) and (before is None or row.place < before.place)


def _row(line: tuple[Any, ...], lane: Lane) -> InboxRow:
    place, at, subject, text, to, copies, drafted = line
    whom = ", ".join((*strings(to), *strings(copies)))
    return InboxRow(
        id=ConversationId(place),
        place=(_NUMBER[lane], -at, place),
        channel=CHANNEL,
        kind=Kind.MAIL,
        audience=Audience.PRIVATE,
        person=PersonId(0),
        who=plain(whom, 200),
        handle=plain(whom, 200),
        subject=plain(subject),
        snippet=plain(text, _SNIPPET) or plain(subject, _SNIPPET),
        state=State.OPEN,
        unread=False,
        starred=False,
        messages=0,
        last_at=from_ms(at),
        waiting_since=None,
        due_at=None,
        until=None,
        score=0.0,
        band=Band.THE_REST,
        reasons=(),
        has_draft=bool(drafted),
    )


# ---------------------------------------------------------------------------------------------------------- sending


def become(conn: sqlite3.Connection, reply: str, message: int) -> tuple[int, int]:
    """Make the conversation that a new message begins, of which `message` will be the first; return it and the persona.

    It is with the first of those it goes to. What it is like is worked out from its message, as for every other.
    """
    account, channel, kind, audience, envelope, to = conn.execute(
        "select account, channel, kind, audience, envelope, recipients from outbox where id = ?", (reply,)
    ).fetchone()
    whom = (strings(to) or strings(envelope))[0]
    author = Author(key=whom.lower(), handle=whom)
    seen = people.Seen(channel, author, message >> ID_SHIFT, weak=True)
    persona = people.upsert(conn, [seen])[channel, clean(author.key)]
    made = conn.execute(
        "insert into conversation (person, persona, account, channel, kind, audience, state, first_id, last_id)"
        " values ((select person from persona where id = ?1), ?1, ?2, ?3, ?4, ?5, 'done', ?6, ?6) returning id",
        (persona, account, channel, kind, audience, message),
    ).fetchone()
    return int(made[0]), persona


def settled(conn: sqlite3.Connection, reply: str, conversation: int) -> None:
    """Note in which conversation a new message stands that was sent."""
    conn.execute("update outbox set conversation = ? where id = ? and conversation < 0", (conversation, reply))


def is_message(conversation: int, to: object, cc: object, subject: str) -> bool:
    """Return whether a draft without a text is kept all the same: a new message to somebody, or about something."""
    return is_begun(conversation) and bool(to or cc or subject.strip())
