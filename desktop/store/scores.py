"""Scores: asked of the ranker that was handed in, kept with their reasons, its version and when they change next."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import timedelta

from desktop.domain.clock import to_ms
from desktop.domain.conversation import Band, Facts, Rank, Reason
from desktop.store import crowding, sense
from desktop.store.connection import politely
from desktop.store.values import numbers

BANDS = (Band.NEEDS_YOU, Band.WORTH_A_LOOK, Band.THE_REST)
DUE_NOW = 0
"""In `next_rank_at`: rank at the next opportunity."""


COLUMNS = "score, band, reasons, pinned, points, answer_by, rank_version, next_rank_at, sense"
"""What `ranked` returns, in this order."""
_SHOWN = 6
"""So many of them are seen: what a row says and where it stands."""
Ranked = tuple[float, int, str, int, int, int | None, int, int | None, int]


def ranked(one: Facts, rank: Rank, revision: int) -> Ranked:
    """Return the values of `COLUMNS` for one conversation; `revision` is that of the owner's sense."""
    made = rank(one)
    due = None if made.due_at is None else to_ms(made.due_at)
    shown = made.value, BANDS.index(made.band), dump_reasons(made.reasons), int(made.pinned), made.points, due
    return *shown, made.version, _next_rank(one, rank), revision


def score(conn: sqlite3.Connection, wanted: Iterable[Facts], rank: Rank) -> set[int]:
    """Rank and keep the outcome; return the conversations of which it differs."""
    revision = sense.revision(conn)
    changes = [(*ranked(one, rank, revision), int(one.conversation)) for one in politely(conn, wanted)]
    before = {
        row[0]: row[1:]
        for row in conn.execute(
            f"select id, {COLUMNS} from conversation where id in (select value from json_each(?))",
            (numbers(change[-1] for change in changes),),
        ).fetchall()
    }
    conn.executemany(
        f"update conversation set ({COLUMNS}) = ({', '.join('?' * 9)}) where id = ?",
        [change for change in changes if before[change[-1]] != change[:-1]],
    )
    crowding.stood_above(conn, [change[-1] for change in changes if change[1] == 0 and before[change[-1]][1] != 0])
    return {change[-1] for change in changes if before[change[-1]][:_SHOWN] != change[:_SHOWN]}


def _next_rank(one: Facts, rank: Rank) -> int | None:
    """Return when waiting makes the score another one: the ranker's word, else ever more rarely."""
    tell = getattr(rank, "next_change", None)
    if tell is not None:
        moment = tell(one)
        return None if moment is None else to_ms(moment)
    if one.waiting_since is None:
        return None
    waited = max(one.now - one.waiting_since, timedelta(0))
    return to_ms(one.now + min(max(waited / 8, timedelta(minutes=5)), timedelta(days=1)))


def dump_reasons(reasons: Iterable[Reason]) -> str:
    """Return reasons as the column keeps them."""
    rows = [[reason.name, reason.words, reason.points, reason.tone.value] for reason in reasons]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else "[]"
