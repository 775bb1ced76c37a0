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
_HIT = """
message.id, message.conversation, coalesce(nullif(persona.name, ''), nullif(persona.handle, ''), persona.key),
message.channel, message.written_at
"""
_SNIPPET = "snippet(search, -1, char(2), char(3), '…', 16)"


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
        shown: dict[int, str] = {}
        found = _ids(reader, wanted, limit, shown if snippets else None)
        if snippets and not wanted.match:
            shown = _beginnings(reader, found)
        return _hits(reader, found, shown)
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            raise BadQuery(f"This search cannot be understood: {query}") from error
        raise failure(error) from error


def settle(db: "Database") -> None:
    """Bring the pieces of the index together, as after a large import: everything is found in half the time then.

    Takes about a second for thirty thousand messages. Call inside a transaction.
    """
    db.conn.execute("insert into search (search) values ('optimize')")


def _ids(reader: sqlite3.Connection, wanted: Query, limit: int, shown: dict[int, str] | None) -> list[int]:
    """Return the ids of the hits in order: by the writer, by the index, or by walking the tables."""
    writers = None
    if wanted.authors:
        writers = _writers(reader, wanted.authors)
        if not writers:
            return []
    if writers is not None and len(writers) <= FEW and not wanted.match:
        return _by_writer(reader, wanted, writers, limit)
    if writers is not None:
        wanted.where.append(("message.persona in (select value from json_each(?))", (numbers(writers),)))
        wanted.match += [f"people : {author}" for author in wanted.authors]
    if wanted.match:
        return _by_index(reader, wanted, limit, shown)
    return _by_table(reader, wanted, limit)


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


def _conditions(wanted: Query, column: str) -> tuple[str, list[object]]:
    parts = ["1"]
    values: list[object] = []
    if wanted.newest is not None:
        parts.append(f"{column} < ?")
        values.append(wanted.newest)
    if wanted.oldest is not None:
        parts.append(f"{column} >= ?")
        values.append(wanted.oldest)
    if wanted.without and not wanted.match:
        parts.append("message.id not in (select rowid from search where search match ?)")
        values.append(" OR ".join(wanted.without))
    for condition, given in wanted.where:
        parts.append(f"({condition})")
        values += given
    return " and ".join(parts), values


def _by_index(reader: sqlite3.Connection, wanted: Query, limit: int, shown: dict[int, str] | None) -> list[int]:
    """Stream the index, newest first; snippets are cut for what is returned and go into `shown`."""
    where, values = _conditions(wanted, "search.rowid")
    joined = ""
    if wanted.where:
        joined = (
            " cross join message on message.id = search.rowid"
            " cross join conversation on conversation.id = message.conversation"
        )
    snippet = "''" if shown is None else _SNIPPET
    rows = reader.execute(
        f"select search.rowid, {snippet} from search{joined} where search match ? and {where}"
        " order by search.rowid desc limit ?",
        (wanted.terms(), *values, limit),
    ).fetchall()
    if shown is not None:
        shown.update({row[0]: " ".join(row[1].split()) for row in rows})
    return [row[0] for row in rows]


def _by_writer(reader: sqlite3.Connection, wanted: Query, writers: list[int], limit: int) -> list[int]:
    where, values = _conditions(wanted, "message.id")
    joined = " join conversation on conversation.id = message.conversation" if wanted.about_conversations else ""
    found: list[int] = []
    for writer in writers:
        rows = reader.execute(
            f"select message.id from message{joined} where message.persona = ? and {where}"
            " order by message.id desc limit ?",
            (writer, *values, limit),
        ).fetchall()
        found += [row[0] for row in rows]
    return nlargest(limit, found)


def _by_table(reader: sqlite3.Connection, wanted: Query, limit: int) -> list[int]:
    where, values = _conditions(wanted, "message.id")
    tables = "message"
    if wanted.about_conversations:
        tables = "conversation cross join message on message.conversation = conversation.id"
    rows = reader.execute(
        f"select message.id from {tables} where {where} order by message.id desc limit ?", (*values, limit)
    ).fetchall()
    return [row[0] for row in rows]


def _hits(reader: sqlite3.Connection, found: list[int], shown: dict[int, str]) -> list[Hit]:
    rows = reader.execute(
        f"select {_HIT}, body.subject from message"
        " join persona on persona.id = message.persona join body on body.message = message.id"
        " where message.id in (select value from json_each(?)) order by message.id desc",
        (numbers(found),),
    ).fetchall()
    return [
        Hit(
            message=MessageId(row[0]),
            conversation=ConversationId(row[1]),
            who=row[2],
            subject=row[5],
            snippet=shown.get(row[0], ""),
            channel=row[3],
            written_at=from_ms(row[4]),
        )
        for row in rows
    ]


def _beginnings(reader: sqlite3.Connection, found: list[int]) -> dict[int, str]:
    rows = reader.execute(
        "select message, substr(case fresh when '' then text else fresh end, 1, 160) from body"
        " where message in (select value from json_each(?))",
        (numbers(found),),
    ).fetchall()
    return {row[0]: " ".join(row[1].split()) for row in rows}
