"""Conversations that were ranked by another ranker, or for other targets, than those at work now."""

import sqlite3
from collections.abc import Collection

from desktop.domain.conversation import Rank
from desktop.store.values import numbers


def standing(conn: sqlite3.Connection, rank: Rank, ranked: Collection[int]) -> tuple[int, ...]:
    """Return the versions of scores that stand: the ranker's word, else that of the newest it has just `ranked`."""
    told: tuple[int, ...] | None = getattr(rank, "versions", None)
    if told is not None:
        return told
    found = conn.execute(
        "select max(rank_version) from conversation where id in (select value from json_each(?))", (numbers(ranked),)
    ).fetchone()
    return (found[0] or 0,)


_LANES = ("needs-you", "worth-a-look", "the-rest")
_SEEN = """
select id from (select id, rank_version from conversation where state = 'open' and lane = ? order by need, id limit ?)
    where rank_version not in (select value from json_each(?)) limit ?
"""
_HEAD = 60
"""So many stand at the top of a lane that the owner looks at."""


def outdated(conn: sqlite3.Connection, standing: Collection[int], limit: int) -> list[int]:
    """Return conversations whose scores are of no version that stands.

    What the owner sees comes first, the top of each lane; then the newest, of those of the same version.
    """
    found = _others(conn, standing, limit)
    if not found:
        return []
    seen: list[int] = []
    for lane in _LANES:
        rows = conn.execute(_SEEN, (lane, _HEAD, numbers(standing), limit - len(seen))).fetchall()
        seen += [row[0] for row in rows]
    return [*seen, *(one for one in found if one not in seen)][:limit]


def _others(conn: sqlite3.Connection, standing: Collection[int], limit: int) -> list[int]:
    found: list[int] = []
    below = -1
    for version in (*sorted(set(standing)), 1 << 62):
        rows = conn.execute(
            "select id from conversation where rank_version > ? and rank_version < ?"
            " order by rank_version desc, id desc limit ?",
            (below, version, limit - len(found)),
        ).fetchall()
        found += [row[0] for row in rows]
        below = version
    return found


def are_left(reader: sqlite3.Connection, rank: Rank) -> bool:
    """Return whether any are left, as far as the ranker tells which versions stand."""
    told: tuple[int, ...] | None = getattr(rank, "versions", None)
    return told is not None and bool(outdated(reader, told, 1))
