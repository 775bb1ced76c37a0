"""Who wrote in which hour: people, not messages, each of them once an hour, of the last eight weeks."""

import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.account import AccountId
from desktop.domain.clock import to_ms
from desktop.domain.item import ID_SHIFT
from desktop.store.values import numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

HOUR = 3_600_000
"""Milliseconds."""
KEPT = 8 * 7 * 24
"""Hours of which it is kept who wrote."""
WHOLE_SHOP = AccountId(0)
_WRITTEN = """
insert into wrote (account, hour, persona, unhappy)
    select message.account, (message.id >> 20) / 3600000, message.persona,
        max(conversation.reasons like '%["complaint"%')
    from message join conversation on conversation.id = message.conversation
    where message.id in (select value from json_each(?)) and message.direction = 'in' and message.automatic = ''
    group by 1, 2, 3
    on conflict do update set unhappy = max(unhappy, excluded.unhappy)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many people wrote to an account in each hour from `first` on, and how many of them complained."""

    account: AccountId
    first: int
    people: tuple[int, ...]
    unhappy: tuple[int, ...]


def hour_of(moment: datetime) -> int:
    """Return the hour since 1970."""
    return to_ms(moment) // HOUR


def written(conn: sqlite3.Connection, messages: Collection[int], now: datetime) -> None:
    """Take in who wrote these messages, those of the last eight weeks."""
    least = (hour_of(now) - KEPT) * HOUR << ID_SHIFT
    recent = [message for message in messages if message >= least]
    if recent:
        conn.execute(_WRITTEN, (numbers(recent),))


def forget(db: "Database", now: datetime) -> None:
    """Let go of who wrote more than eight weeks ago."""
    least = hour_of(now) - KEPT
    for (account,) in db.conn.execute("select id from account").fetchall():
        db.conn.execute("delete from wrote where account = ? and hour < ?", (account, least))


def lively(reader: sqlite3.Connection, now: datetime, fewest: int, within: timedelta) -> list[AccountId]:
    """Return the accounts to which so many people have written in an hour of late; quick."""
    since = hour_of(now - within)
    rows = reader.execute(
        "select id from account where removed_at is null and exists (select 1 from wrote where account = account.id"
        " and hour >= ? group by hour having count(*) >= ?)",
        (since, fewest),
    ).fetchall()
    return [AccountId(row[0]) for row in rows]


def counted(reader: sqlite3.Connection, account: AccountId, now: datetime) -> Counted:
    """Return the hours of an account, the one that is not over yet the last; of `WHOLE_SHOP`, all accounts together."""
    until = hour_of(now)
    one = "account = ?1 and" if account else "?1 = 0 and"
    rows = reader.execute(
        f"select hour, count(*), sum(unhappy) from wrote where {one} hour between ?2 and ?3 group by hour order by hour",
        (account, until - KEPT, until),
    ).fetchall()
    first = rows[0][0] if rows else until
    people, unhappy = [0] * (until - first + 1), [0] * (until - first + 1)
    for hour, many, angry in rows:
        people[hour - first], unhappy[hour - first] = many, angry
    return Counted(account=account, first=first, people=tuple(people), unhappy=tuple(unhappy))


def rate(reader: sqlite3.Connection, account: AccountId, now: datetime, *, unhappy: bool = False) -> int:
    """Return how many people have written in the last sixty minutes; only those who complain with `unhappy`."""
    one = "message.account = ?1 and" if account else "?1 = 0 and"
    angry = " and conversation.reasons like '%[\"complaint\"%'" if unhappy else ""
    join = " join conversation on conversation.id = message.conversation" if unhappy else ""
    row = reader.execute(
        f"select count(distinct message.persona) from message{join} where {one} message.id > ?2"
        f" and message.direction = 'in' and message.automatic = ''{angry}",
        (account, to_ms(now - timedelta(hours=1)) << ID_SHIFT),
    ).fetchone()
    return int(row[0])


def most_in_an_hour(reader: sqlite3.Connection, account: AccountId, since: int, until: int | None) -> int:
    """Return the most people in any sixty minutes from an hour on and before another: clock hours cut bursts in two."""
    one = "account = ?1 and" if account else "?1 = 0 and"
    last = (2**63 - 1) if until is None else until * HOUR << ID_SHIFT
    rows = reader.execute(
        f"select id >> 20, persona from message where {one} id >= ?2 and id < ?3 and direction = 'in'"
        " and automatic = '' order by id",
        (account, since * HOUR << ID_SHIFT, last),
    ).fetchall()
    most, oldest = 0, 0
    here: Counter[int] = Counter()
    for ms, persona in rows:
        here[persona] += 1
        while rows[oldest][0] <= ms - HOUR:
            gone = rows[oldest][1]
            here[gone] -= 1
            if not here[gone]:
                del here[gone]
            oldest += 1
        most = max(most, len(here))
    return most
