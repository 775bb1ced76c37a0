"""When the shop wrote last, and how long its channels are silent: reckoned from the messages whenever it is asked.

Nothing is kept, so another day needs nothing but another look. Reads the newest messages alone; some
milliseconds, so not for the thread that paints.
"""

import sqlite3
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from desktop.domain.account import AccountId, Silence
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.kinds import ID_SHIFT

LOOKED_AT = 600
"""Newest messages of a channel that tell how often it is heard of."""
LOOKED_BACK = timedelta(days=400)
"""What claims to be older tells nothing of what is usual: the date of a forged mail is often years off."""
FEWEST = 5
"""Gaps without which nobody can say what is usual."""
SHORTEST = timedelta(days=1)
"""Nobody is called silent after less: every shop has nights."""
KNOWN_AFTER, WEEKEND = timedelta(days=14), timedelta(days=3)
"""After how long a channel has shown its weekends, and what is the least before."""
TIMES, LONGER = 6, 1.2
"""How many times longer than the median gap, and than the longest, a silence must be."""
_ANSWERED_WITHIN = timedelta(days=30)


def last_answer(reader: sqlite3.Connection, now: datetime) -> datetime | None:
    """Return when the shop wrote to anybody last, None when that is longer ago than a month."""
    row = reader.execute(
        "select written_at from message indexed by message_ours"
        " where id >= ? and direction = 'out' and automatic = '' order by id desc limit 1",
        (to_ms(now - _ANSWERED_WITHIN) << ID_SHIFT,),
    ).fetchone()
    return None if row is None else from_ms(row[0])


def silences(reader: sqlite3.Connection, now: datetime) -> dict[AccountId, Silence]:
    """Return the accounts that are quieter than they ever were, each with since when and what is usual there.

    That is silent for longer than any time before among the messages looked at (nights, weekends and holidays are such
    times), for more than a day and more than six times the median. Who was not heard of for two weeks yet has shown no
    weekends: three days are the least there. Accounts with too few messages are left out: nobody knows what is usual.
    """
    found = {}
    for (account,) in reader.execute("select id from account where removed_at is null").fetchall():
        rows = reader.execute(
            "select id from message where account = ? and id >= ? and direction = 'in' order by id desc limit ?",
            (account, to_ms(now - LOOKED_BACK) << ID_SHIFT, LOOKED_AT),
        ).fetchall()
        # By their ids they lie where they were written, and never later than they came.
        silence = _silence([row[0] >> ID_SHIFT for row in reversed(rows)], now)
        if silence is not None:
            found[AccountId(account)] = silence
    return found


def _silence(moments: list[int], now: datetime) -> Silence | None:
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    if len(gaps) < FEWEST:
        return None
    usual, longest = timedelta(milliseconds=median(gaps)), timedelta(milliseconds=max(gaps))
    heard_for = timedelta(milliseconds=moments[-1] - moments[0])
    least = SHORTEST if heard_for >= KNOWN_AFTER else WEEKEND
    last = from_ms(moments[-1])
    if now - last <= max(least, TIMES * usual, LONGER * longest):
        return None
    return Silence(since=last, a_week=len(moments) * timedelta(days=7) / max(heard_for, timedelta(hours=1)))
