"""When the shop wrote last, and how long its channels are silent: reckoned from the messages whenever it is asked.

Nothing is kept, so another day needs nothing but another look. Reads the newest messages alone; some
milliseconds, so not for the thread that paints.
"""

import sqlite3
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from desktop.domain.account import AccountId
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.kinds import ID_SHIFT

LOOKED_AT = 3_000
"""Newest messages that tell how often a channel is heard of."""
FEWEST = 5
"""Gaps without which nobody can say what is usual."""
SHORTEST = timedelta(days=1)
"""Nobody is called silent after less: every shop has nights."""
TIMES = 6
_ANSWERED_WITHIN = timedelta(days=30)


def last_answer(reader: sqlite3.Connection, now: datetime) -> datetime | None:
    """Return when the shop wrote to anybody last, None when that is longer ago than a month."""
    row = reader.execute(
        "select written_at from message where id >= ? and direction = 'out' and automatic = '' order by id desc limit 1",
        (to_ms(now - _ANSWERED_WITHIN) << ID_SHIFT,),
    ).fetchone()
    return None if row is None else from_ms(row[0])


def silences(reader: sqlite3.Connection, now: datetime) -> dict[AccountId, datetime]:
    """Return the accounts that have been silent for longer than usual, with when each was heard of last.

    Longer than usual is more than six times the median gap between two of its messages, and more than a day. Accounts
    with too few messages among the newest are left out: nobody knows what is usual there.
    """
    heard: defaultdict[int, list[int]] = defaultdict(list)
    rows = reader.execute(
        "select account, written_at from message where direction = 'in' order by id desc limit ?", (LOOKED_AT,)
    ).fetchall()
    for account, written in rows:
        heard[account].append(written)
    found = {}
    for account, moments in heard.items():
        gaps = [later - earlier for earlier, later in pairwise(sorted(moments))]
        if len(gaps) >= FEWEST:
            usual = timedelta(milliseconds=median(gaps))
            last = from_ms(max(moments))
            if now - last > max(SHORTEST, TIMES * usual):
                found[AccountId(account)] = last
    return found
