"""How many of those who newly wrote have come to stand in “Needs you”, and the line that rises when they are too many.

“Needs you” is of use while it holds few: about a fifth of a normal day. A day on which far more than usual is written is
no normal one.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from statistics import median

from desktop.domain.clock import to_ms
from desktop.domain.item import ID_SHIFT
from desktop.store.values import numbers

MOST = 0.2
"""The share of newcomers beyond which the line rises; it falls again where they are fewer than `FEW`."""
FEW = 0.14
STEP, HIGHEST = 10, 100
"""By how much the line moves in a day, and how far it rises at the most: hundredths of a log-odd."""
DAYS = 7
ENOUGH = 30
"""So many newcomers tell something about their share."""
_NOT_NORMAL = 2.5
"""A day with so many times the newcomers of the middle one is left out."""
_DAY_MS = 86_400_000


def arrived(conn: sqlite3.Connection, first_ids: Iterable[int]) -> None:
    """Count conversations that are new by the days on which they began."""
    conn.executemany(
        "insert into newcomers (day, total) values (?, ?) on conflict do update set total = total + excluded.total",
        sorted(Counter(map(_day, first_ids)).items()),
    )


def stood_above(conn: sqlite3.Connection, conversations: Collection[int]) -> None:
    """Count those of the conversations that stand in “Needs you” for the first time."""
    if not conversations:
        return
    rows = conn.execute(
        "update conversation set needed = 1 where needed = 0 and id in (select value from json_each(?))"
        " returning first_id",
        (numbers(conversations),),
    ).fetchall()
    days = Counter(_day(row[0]) for row in rows)
    conn.executemany("update newcomers set needed = needed + ? where day = ?", [(n, day) for day, n in days.items()])


def look(conn: sqlite3.Connection, now: datetime) -> bool:
    """Once a day: raise the line a little where “Needs you” is crowded, lower it again where it is not; say if it moved.

    What moved it before is waited for: only days since then count. What was done on days to come was done by a clock that
    was wrong.
    """
    today = to_ms(now) // _DAY_MS
    crowded, looked, moved = conn.execute("select crowded, looked, moved from sense").fetchone()
    if looked == today:
        return False
    conn.execute("update sense set looked = ?", (today,))
    rows = conn.execute(
        "select total, needed from newcomers where day >= ? and day < ? order by day",
        (max(today - DAYS, moved if moved <= today else 0), today),
    ).fetchall()
    share = _share(rows)
    if share is None or FEW <= share <= MOST:
        return False
    line = min(HIGHEST, max(0, crowded + (STEP if share > MOST else -STEP)))
    if line == crowded:
        return False
    conn.execute("update sense set crowded = ?, moved = ?, revision = revision + 1", (line, today))
    return True


def _share(days: list[tuple[int, int]]) -> float | None:
    """Return the share of newcomers of normal days that stood above the line, None when they are too few to tell."""
    if not days:
        return None
    usual = median(total for total, _ in days)
    normal = [day for day in days if day[0] <= _NOT_NORMAL * usual]
    total = sum(day[0] for day in normal)
    return None if total < ENOUGH else sum(day[1] for day in normal) / total


def _day(first_id: int) -> int:
    return (first_id >> ID_SHIFT) // _DAY_MS
