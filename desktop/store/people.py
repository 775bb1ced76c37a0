"""Persons and the names they go by: one persona a channel and key, one person a persona until they are linked."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.conversation import Persona, PersonId
from desktop.domain.item import Author
from desktop.store.values import clean

_NAMED = 1 << 50
"""Added to the time of a message that gave its author a name, so that a name outweighs none."""


@dataclass(slots=True)
class _Known:
    id: int
    person: int
    handle: str
    name: str
    url: str
    followers: int | None
    heard: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody mentioned by a message at a time (ms); `weak` when only as a recipient, in the shop's own words."""

    channel: str
    author: Author
    ms: int
    weak: bool = False

    @property
    def rank(self) -> tuple[int, str, str]:
        """Which of several mentions describes a persona: named ones first, then the newest."""
        named = _NAMED if self.author.name and not self.weak else 0
        heard = 0 if self.weak else self.ms
        return named + heard, self.author.name, self.author.handle


def upsert(conn: sqlite3.Connection, mentions: Iterable[Seen]) -> dict[tuple[str, str], int]:
    """Make sure everybody mentioned has a persona and a person; return (channel, key) -> persona id."""
    best: dict[tuple[str, str], Seen] = {}
    for seen in mentions:
        at = (seen.channel, clean(seen.author.key))
        if at not in best or best[at].rank < seen.rank:
            best[at] = seen
    known = _lookup(conn, best)
    _describe(conn, {at: seen for at, seen in best.items() if at in known}, known)
    fresh = sorted((at for at in best if at not in known), key=lambda at: (best[at].ms, at))
    return {at: found.id for at, found in known.items()} | _insert(conn, fresh, best)


def _lookup(conn: sqlite3.Connection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], _Known]:
    by_channel: defaultdict[str, list[str]] = defaultdict(list)
    for channel, key in wanted:
        by_channel[channel].append(key)
    return {
        (channel, row[0]): _Known(*row[1:])
        for channel, keys in by_channel.items()
        for row in conn.execute(
            "select key, id, person, handle, name, url, followers, heard_ms from persona"
            " where channel = ? and key in (select value from json_each(?))",
            (channel, json.dumps(keys)),
        ).fetchall()
    }


def _describe(
    conn: sqlite3.Connection, mentioned: dict[tuple[str, str], Seen], known: dict[tuple[str, str], _Known]
) -> None:
    changes, heard_again = [], []
    for at, seen in mentioned.items():
        old, author = known[at], seen.author
        heard = seen.rank[0]
        if (heard, author.name, author.handle) <= (old.heard, old.name, old.handle):
            continue
        followers = old.followers if author.followers is None else author.followers
        new = (clean(author.handle) or old.handle, clean(author.name) or old.name, clean(author.url) or old.url)
        if (*new, followers) == (old.handle, old.name, old.url, old.followers):
            heard_again.append((heard, old.id))
        else:
            changes.append((*new, followers, heard, old.id))
    conn.executemany(
        "update persona set handle = ?, name = ?, url = ?, followers = ?, heard_ms = ? where id = ?", changes
    )
    # By itself, as names that are written are indexed anew, also where they are the same.
    conn.executemany("update persona set heard_ms = ? where id = ?", heard_again)


def _insert(
    conn: sqlite3.Connection, fresh: list[tuple[str, str]], best: dict[tuple[str, str], Seen]
) -> dict[tuple[str, str], int]:
    if not fresh:
        return {}
    person = _highest(conn, "select seq from sqlite_sequence where name = 'person'")
    persona = _highest(conn, "select max(id) from persona")
    rows, made = [], {}
    for number, at in enumerate(fresh, 1):
        author, made[at] = best[at].author, persona + number
        described = (clean(author.handle), clean(author.name), clean(author.url), author.followers, best[at].rank[0])
        rows.append((persona + number, person + number, *at, *described))
    conn.executemany("insert into person (id) values (?)", [(row[1],) for row in rows])
    conn.executemany(
        "insert into persona (id, person, channel, key, handle, name, url, followers, heard_ms)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return made


def _highest(conn: sqlite3.Connection, query: str) -> int:
    row = conn.execute(query).fetchone()
    return int(row[0]) if row is not None and row[0] is not None else 0


def personas(reader: sqlite3.Connection, person: PersonId) -> tuple[Persona, ...]:
    """Return every name the person goes by, the one heard last first."""
    rows = reader.execute(
        "select channel, key, handle, name, url, followers from persona where person = ? order by heard_ms desc, id",
        (person,),
    ).fetchall()
    return tuple(
        Persona(channel=row[0], key=row[1], handle=row[2], name=row[3], url=row[4], followers=row[5]) for row in rows
    )
