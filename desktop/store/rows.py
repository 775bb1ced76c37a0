"""How a fetched message becomes rows: its place in time, its columns, its words, its bytes."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from desktop.domain.account import AccountId
from desktop.domain.clock import to_ms
from desktop.domain.item import Author, Direction, Incoming, Kind, pack
from desktop.store import flags, threads
from desktop.store.text import dump, dump_people, people_words
from desktop.store.values import clean

Personas = dict[tuple[str, str], int]
"""(channel, key) -> persona."""

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No mail is older; a message that says so has a wrong clock, and counts from when it was received."""
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Between these lie all times that are kept: an id has room for no later one, and not each of them can be read again."""


@dataclass(slots=True)
class New:
    """A message on its way into the tables: with its id, its names, and who it is from or to."""

    item: Incoming
    id: int
    outbound: bool
    partner: Author
    subject: int | None
    names: list[int]


def moment_ms(item: Incoming) -> int:
    """Return the time by which a message is placed: when it was written, unless that is later than it was received."""
    if item.written_at < EARLIEST:
        return max(0, to_ms(item.received_at))
    return max(0, min(to_ms(item.written_at), to_ms(item.received_at)))


def fit(item: Incoming) -> Incoming:
    """Return the item with ids and times that the database can keep, the same wherever they are compared."""
    if not (_FIRST <= item.written_at <= _LAST and _FIRST <= item.received_at <= _LAST):
        item = replace(item, written_at=_kept(item.written_at), received_at=_kept(item.received_at))
    ids = "".join((item.remote_id, item.own_id, item.conversation_hint, *item.parent_ids))
    if ids.isascii() and "\0" not in ids:
        return item
    return replace(
        item,
        remote_id=clean(item.remote_id) or "\ufffd",
        own_id=clean(item.own_id),
        conversation_hint=clean(item.conversation_hint),
        parent_ids=tuple(clean(parent) for parent in item.parent_ids),
    )


def _kept(moment: datetime) -> datetime:
    return max(_FIRST, min(moment, _LAST))


def joins(item: Incoming) -> bool:
    """Say whether a message may join a conversation by its subject: a reply that names nothing."""
    return item.kind == Kind.MAIL and bool(item.topic) and not item.parent_ids


def body(item: Incoming) -> tuple[str, str, str, str, str, str]:
    """Return subject, people, text, fresh text, HTML and fresh HTML."""
    return (
        clean(item.subject),
        people_words(item.author, item.people),
        clean(item.text),
        clean(item.fresh),
        clean(item.html),
        clean(item.fresh_html),
    )


def raw(item: Incoming) -> tuple[int, bytes]:
    """Return the size of the bytes and the bytes compressed."""
    return len(item.raw), item.packed or pack(item.raw)


def attachments(message: int, item: Incoming) -> list[tuple[object, ...]]:
    """Return the columns of `ATTACHMENT` for every file."""
    return [
        (message, number, clean(file.name), clean(file.media_type), file.size, file.part)
        for number, file in enumerate(item.attachments)
    ]


ATTACHMENT = "insert into attachment (message, number, name, media_type, size, part) values (?, ?, ?, ?, ?, ?)"
MESSAGE = (
    "insert into message (id, account, remote_id, conversation, persona, partner, direction, channel, kind, audience,"
    " addressed, seen, answered, server_flags, written_at, received_at, subject_key, joins_by_subject, own_id, rating,"
    " automatic, matched, language, url, hint, unreadable, remote_images, attachments, render_version, sha256, people,"
    " parent_ids, reply_to) values (" + ", ".join("?" * 33) + ")"
)


def message_row(account: AccountId, new: New, home: int, personas: Personas) -> tuple[object, ...]:
    """Return the columns of `MESSAGE` for a message that goes into the conversation `home`."""
    item = new.item
    there = flags.bits(item.flags)
    return (
        new.id,
        account,
        clean(item.remote_id),
        home,
        personas[item.channel, clean(item.author.key)],
        personas[item.channel, clean(new.partner.key)],
        Direction.OUT if new.outbound else Direction.IN,
        item.channel,
        item.kind,
        item.audience,
        int(item.addressed),
        int(new.outbound or bool(there & flags.SEEN)),
        int(bool(there & flags.ANSWERED)),
        there,
        to_ms(item.written_at),
        to_ms(item.received_at),
        new.subject,
        int(joins(item)),
        clean(item.own_id),
        item.rating,
        clean(item.automatic),
        clean(item.matched),
        clean(item.language),
        clean(item.url),
        clean(item.conversation_hint),
        clean(item.unreadable),
        item.remote_images,
        len(item.attachments),
        item.render_version,
        item.sha256,
        dump_people(item.people),
        clean(dump(threads.capped(item.parent_ids))),
        clean(dump(item.reply_to)),
    )


def rewrite(conn: sqlite3.Connection, message: int, item: Incoming) -> None:
    """Replace what a message says, keeping everything that is ours about it."""
    conn.execute(
        "update message set sha256 = ?, render_version = ?, remote_images = ?, url = ?, rating = ?, automatic = ?,"
        " matched = ?, language = ?, unreadable = ?, attachments = ? where id = ?",
        (
            item.sha256,
            item.render_version,
            item.remote_images,
            clean(item.url),
            item.rating,
            clean(item.automatic),
            clean(item.matched),
            clean(item.language),
            clean(item.unreadable),
            len(item.attachments),
            message,
        ),
    )
    subject, words, *rest = body(item)
    conn.execute(
        "update body set subject = ?, people = ?, text = ? where message = ? and (subject, people, text) <> (?, ?, ?)",
        (subject, words, rest[0], message, subject, words, rest[0]),
    )
    conn.execute("update body set fresh = ?, html = ?, fresh_html = ? where message = ?", (*rest[1:], message))
    conn.execute("replace into raw (message, size, data) values (?, ?, ?)", (message, *raw(item)))
    conn.execute("delete from attachment where message = ?", (message,))
    conn.executemany(ATTACHMENT, attachments(message, item))
