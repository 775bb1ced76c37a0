"""Scores that a clock has made which ran ahead: they tell of waits that nobody has waited yet, and are made anew."""

import sqlite3
from datetime import datetime, timedelta

from desktop.domain.clock import to_ms
from desktop.domain.item import ID_SHIFT
from desktop.store.scores import DUE_NOW

NOTED = timedelta(minutes=1)
"""So exactly it is known by what time scores were made last, and a clock may go back by as much unheeded."""
_MATTERS = timedelta(days=120)
"""Whoever waits longer waits for no further step."""


def noted(conn: sqlite3.Connection, now: datetime) -> None:
    """Take note that scores are made by that time."""
    conn.execute(
        "update sense set ranked_by = ?1 where ranked_by < ?1 - ?2", (to_ms(now), NOTED // timedelta(milliseconds=1))
    )


def ran_ahead(reader: sqlite3.Connection, now: datetime) -> bool:
    """Return whether scores were made by a time that has not come yet."""
    return bool(reader.execute("select ranked_by from sense").fetchone()[0] > to_ms(now + NOTED))


def put_right(conn: sqlite3.Connection, now: datetime) -> None:
    """Have whoever waits ranked at the next opportunity where scores were made by a time that has not come yet."""
    if not ran_ahead(conn, now):
        return
    conn.execute(
        "update conversation set next_rank_at = ? where id in (select id from conversation"
        " where home in (select distinct lane from badge) and waiting_since is not null and last_id >= ?)",
        (DUE_NOW, to_ms(now - _MATTERS) << ID_SHIFT),
    )
    conn.execute("update sense set ranked_by = ?", (to_ms(now),))
