"""When time alone makes something due: a conversation put away wakes, or a score changes."""

import sqlite3
from datetime import datetime

from desktop.domain.clock import from_ms


def next_alarm(reader: sqlite3.Connection) -> datetime | None:
    """Return the earliest moment at which `triage.wake_due` or `ingest.rerank` has something to do, None for never."""
    row = reader.execute(
        "select min(at) from (select min(until) as at from conversation where until is not null"
        " and state in ('snoozed', 'waiting')"
        " union all select min(next_rank_at) from conversation where next_rank_at is not null"
        " union all select 0 where exists (select 1 from person where stale = 1)"
        " union all select 0 where exists (select 1 from conversation where state = 'open' and band = 0"
        " and sense < (select revision from sense))"
        " union all select 0 where exists (select 1 from conversation where state = 'open' and band = 1"
        " and sense < (select revision from sense))"
        " union all select 0 where exists (select 1 from conversation where state = 'open' and band = 2"
        " and sense < (select revision from sense)))"
    ).fetchone()
    return None if row[0] is None else from_ms(row[0])
