"""Search: newest first, streamed from the index so that even the commonest word costs next to nothing."""

import sqlite3
from heapq import nlargest
from typing import TYPE_CHECKING

from desktop.domain.clock import from_ms
from desktop.domain.conversation import ConversationId, Hit
from desktop.domain.item import MessageId
from desktop.store.connection import failure
from desktop.store.query import BadQuery, Query, parse
from desktop.store.values import numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["BadQuery", "search", "settle"]

FEW = 64
"""Up to so many writers' messages are found through the index by writer."""
MOST_WRITERS = 5000
_HITS = """
select message.id, message.conversation,
    coalesce(nullif(persona.name, ''), nullif(persona.handle, ''), persona.key),
    message.channel, message.written_at, body.subject,
    coalesce(found.shown, substr(case body.fresh when '' then body.text else body.fresh end, 1, 160))
from ({found}) as found
    cross join message on message.id = found.id
    cross join persona on persona.id = message.persona
    cross join body on body.message = message.id
"""
_SNIPPET = "snippet(search, -1, char(2), char(3), '…', 16)"
_BEGINNING = "null"
_NOTHING = "''"
"""What is shown of a hit: the words around what was looked for, how the message begins, or nothing."""


def search(
    reader: sqlite3.Connection, query: str, *, limit: int = 50, before: MessageId | None = None, snippets: bool = True
) -> list[Hit]:
    """Return up to `limit` messages, newest first; `before` goes on after the last hit of an earlier page.

    Without `snippets` their texts are not read. Raises BadQuery, StoreFailure. May take long for rare combinations:
    the window asks on a task thread.
    """
    wanted = parse(query)
    if before is not None:
        wanted.newest = before if wanted.newest is None else min(wanted.newest, before)
    try:
        found, values = _found(reader, wanted, limit, snippets=snippets)
        rows = reader.execute(_HITS.format(found=found), values).fetchall()
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            raise BadQuery(f"This search cannot be understood: {query}") from error
        raise failure(error) from error
    rows.sort(reverse=True)
    return [_hit(row) for row in rows]


def settle(db: "Database") -> None:
    """Bring the pieces of the index together, as after a large import: everything is found in half the time then.

    Takes about a second for thirty thousand messages. Call inside a transaction.
    """
    db.conn.execute("insert into search (search) values ('optimize')")


def _found(reader: sqlite3.Connection, wanted: Query, limit: int, *, snippets: bool) -> tuple[str, list[object]]:
    """Return a select of the hits, newest first, and its values: by the writer, by the index, or by the tables.

    Its columns are `id` and what is `shown`.
    """
    beginning = _BEGINNING if snippets else _NOTHING
    if wanted.authors:
        writers = _writers(reader, wanted.authors)
        if not writers or (len(writers) <= FEW and not wanted.match):
            return _by_writer(reader, wanted, writers, limit, beginning)
        wanted.where.append(("message.persona in (select value from json_each(?))", (numbers(writers),)))
        wanted.match += [f"people : {author}" for author in wanted.authors]
    if wanted.match:
        return _by_index(wanted, limit, _SNIPPET if snippets else _NOTHING)
    return _by_table(wanted, limit, beginning)


def _writers(reader: sqlite3.Connection, authors: list[str]) -> list[int]:
    """Return the personas meant: the one with exactly this address where there is one, else by the words of names."""
    if len(authors) == 1 and "@" in authors[0]:
        exact = reader.execute(
            "select id from persona where channel in (select distinct channel from badge) and key = ?",
            (authors[0].strip('" *').lower(),),
        ).fetchall()
        if exact:
            return [row[0] for row in exact]
    rows = reader.execute(
        "select rowid from persona_search where persona_search match ? limit ?",
        (" AND ".join(authors), MOST_WRITERS),
    ).fetchall()
    return [row[0] for row in rows]


def _conditions(wanted: Query, before: str, since: str) -> tuple[str, list[object]]:
    """Return the conditions on the tables, and their values; `before` and `since` are those on the time."""
    parts = ["1"]
    values: list[object] = []
    if wanted.newest is not None:
        parts.append(before)
        values.append(wanted.newest)
    if wanted.oldest is not None:
        parts.append(since)
        values.append(wanted.oldest)
    if wanted.without and not wanted.match:
        parts.append("message.id not in (select -rowid from search where search match ?)")
        values.append(" OR ".join(wanted.without))
    for condition, given in wanted.where:
        parts.append(f"({condition})")
        values += given
    return " and ".join(parts), values


def _by_index(wanted: Query, limit: int, shown: str) -> tuple[str, list[object]]:
    """Rows of the index are numbered by age: from the newest message, whose number is the least, upwards."""
    where, values = _conditions(wanted, "search.rowid > -?", "search.rowid <= -?")
    joined = ""
    if wanted.where:
        joined = (
            " cross join message on message.id = -search.rowid"
            " cross join conversation on conversation.id = message.conversation"
        )
    found = (
        f"select -search.rowid as id, {shown} as shown from search{joined} where search match ? and {where}"
        " order by search.rowid limit ?"
    )
    return found, [wanted.terms(), *values, limit]


def _by_writer(
    reader: sqlite3.Connection, wanted: Query, writers: list[int], limit: int, shown: str
) -> tuple[str, list[object]]:
    where, values = _conditions(wanted, "message.id < ?", "message.id >= ?")
    joined = " join conversation on conversation.id = message.conversation" if wanted.about_conversations else ""
    of_one = (
        f"select message.id, {shown} as shown from message{joined} where message.persona = ? and {where}"
        " order by message.id desc limit ?"
    )
    if len(writers) == 1:
        return of_one, [writers[0], *values, limit]
    found = [row[0] for writer in writers for row in reader.execute(of_one, (writer, *values, limit)).fetchall()]
    return f"select value as id, {shown} as shown from json_each(?)", [numbers(nlargest(limit, found))]


def _by_table(wanted: Query, limit: int, shown: str) -> tuple[str, list[object]]:
    where, values = _conditions(wanted, "message.id < ?", "message.id >= ?")
    tables = "message"
    if wanted.about_conversations:
        tables = "conversation cross join message on message.conversation = conversation.id"
    found = f"select message.id, {shown} as shown from {tables} where {where} order by message.id desc limit ?"
    return found, [*values, limit]


def _hit(row: tuple[int, int, str, str, int, str, str]) -> Hit:
    message, conversation, who, channel, written_at, subject, shown = row
    snippet = " ".join(shown.split())
    return Hit(MessageId(message), ConversationId(conversation), who, subject, snippet, channel, from_ms(written_at))
