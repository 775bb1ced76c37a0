"""Searches that the owner keeps: their names and queries, in their order."""

import sqlite3
from typing import TYPE_CHECKING

from desktop.domain.change import ChangeSet
from desktop.domain.clock import SystemClock
from desktop.domain.errors import ShopbellError
from desktop.domain.label import key_of
from desktop.domain.query import BadQuery
from desktop.domain.reading import parse
from desktop.domain.row import Found
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.store.query import branches
from desktop.store.search import count

if TYPE_CHECKING:
    from sqlite_utils import Database

LONGEST = 60
MOST = 30
"""So many searches are kept; the rail has no room for more."""
MANY = 100
"""Beyond that it is not counted how many conversations a search finds."""


class BadName(ShopbellError):
    """No search can be kept under that name; the sentence says why."""


def saved(reader: sqlite3.Connection) -> list[Found]:
    """Return the searches that are kept, in their order."""
    return [Found(query, name) for query, name in reader.execute("select query, name from saved_search order by place")]


def by_name(reader: sqlite3.Connection, name: str) -> Found | None:
    """Return the search of that name, however it is spelled, None when there is none."""
    row = reader.execute("select query, name from saved_search where folded = ?", (key_of(name),)).fetchone()
    return None if row is None else Found(row[0], row[1])


def counts(reader: sqlite3.Connection) -> dict[str, int | None]:
    """Return how many conversations each search finds, `MANY` for as many and more, None where counting takes too long.

    None also for one that this release cannot understand. Not for the thread that paints.
    """
    return {one.name: _count(reader, one.query) for one in saved(reader)}


def _count(reader: sqlite3.Connection, query: str) -> int | None:
    try:
        return count(reader, query, most=MANY)
    except BadQuery:
        return None


def add(db: "Database", name: str, query: str) -> ChangeSet:
    """Keep a search, the last in order; another query under a name there is takes its place. Raises BadName, BadQuery."""
    name, conn = _tidy(name), db.conn
    branches(conn, parse(query), SystemClock().now())
    if by_name(conn, name) is None and len(saved(conn)) >= MOST:
        raise BadName(worded(f"There are {MOST} searches already. Remove one first."))
    conn.execute(
        "insert into saved_search (name, folded, query, place)"
        " values (?, ?, ?, (select coalesce(max(place), 0) + 1 from saved_search))"
        " on conflict (folded) do update set name = excluded.name, query = excluded.query",
        (name, key_of(name), query.strip()),
    )
    return ChangeSet(labels=True, initiator="search")


def rename(db: "Database", name: str, new: str) -> ChangeSet:
    """Give a search another name. Raises BadName."""
    new, conn = _tidy(new), db.conn
    other = by_name(conn, new)
    if other is not None and key_of(other.name) != key_of(name):
        raise BadName(worded(f"There is a search “{other.name}” already."))
    _must(conn, name)
    conn.execute("update saved_search set name = ?, folded = ? where folded = ?", (new, key_of(new), key_of(name)))
    return ChangeSet(labels=True, initiator="search")


def remove(db: "Database", name: str) -> ChangeSet:
    """Keep a search no longer; what it finds stays as it is. Raises BadName."""
    _must(db.conn, name)
    db.conn.execute("delete from saved_search where folded = ?", (key_of(name),))
    return ChangeSet(labels=True, initiator="search")


def _must(conn: sqlite3.Connection, name: str) -> None:
    if by_name(conn, name) is None:
        raise BadName(worded(f"There is no search “{plain(name, LONGEST)}”."))


def _tidy(name: str) -> str:
    neat = plain(name, 200)
    if not neat:
        raise BadName(worded("A search needs a name."))
    if len(neat) > LONGEST:
        raise BadName(worded(f"The name of a search has at most {LONGEST} characters."))
    return neat
