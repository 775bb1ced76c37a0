"""Who wrote in which hour: people, not messages, each of them once an hour, of the last eight weeks."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.account import AccountId
from desktop.domain.clock import to_ms
from desktop.domain.conversation import ConversationId, Rank, Said
from desktop.domain.item import ID_SHIFT
from desktop.domain.row import Reason
from desktop.store.summary import Texts, facts
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
    select message.account, (message.id >> 20) / 3600000, message.persona, max(
        conversation.reasons like '%["complaint"%' and (
            message.id in (select value from json_each(?2)) or not exists (
                select 1 from message as other where other.conversation = message.conversation
                    and other.direction = 'in' and other.persona <> message.persona
            )
        )
    )
    from message join conversation on conversation.id = message.conversation
    where message.id in (select value from json_each(?1)) and message.direction = 'in' and message.automatic = ''
    group by 1, 2, 3
    on conflict do update set unhappy = max(unhappy, excluded.unhappy)
"""
COMPLAINED = """
    and exists (select 1 from wrote where wrote.account = message.account and hour = (message.id >> 20) / 3600000
        and wrote.persona = message.persona and unhappy = 1)
"""
"""The condition that whoever wrote a message complained in that hour."""
_COUNTED = "select hour, count(*), sum(unhappy) from wrote where {} hour between ?2 and ?3 group by account, hour"
_ALL_THERE = "?1 = 0 and {} in (select id from account where removed_at is null) and"
_OF_ONE, _OF_ALL = _COUNTED.format("account = ?1 and"), _COUNTED.format(_ALL_THERE.format("account"))
"""Hour by hour of each account, as the rows lie: for the hours alone, SQLite would hold and sort a copy of them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many people wrote to an account in each hour from `first` on, and how many of them complained."""

    account: AccountId
    first: int
    people: tuple[int, ...]
    unhappy: tuple[int, ...]


def written_to(account: AccountId, column: str = "account") -> str:
    """Return the condition that ?1 is the account of a row; of the whole shop, any account that was not removed."""
    if account:
        return f"{column} = ?1 and"
    return _ALL_THERE.format(column)


def hour_of(moment: datetime) -> int:
    """Return the hour since 1970."""
    return to_ms(moment) // HOUR


def _least(now: datetime) -> int:
    """Return the first id that a message of the last eight weeks may have."""
    return (hour_of(now) - KEPT) * HOUR << ID_SHIFT


def written(
    conn: sqlite3.Connection, messages: Collection[int], now: datetime, complaining: Collection[int] = ()
) -> None:
    """Take in who wrote these messages, those of the last eight weeks.

    Where several people write in a conversation in which somebody complains, those do who wrote the `complaining` ones.
    """
    recent = [message for message in messages if message >= _least(now)]
    if recent:
        conn.execute(_WRITTEN, (numbers(recent), numbers(complaining)))


_UNHEARD = """
select message.id, conversation.id from message join conversation on conversation.id = message.conversation
    where message.id in (select value from json_each(?)) and message.direction = 'in' and message.automatic = ''
    and conversation.reasons like '%["complaint"%' and exists (
        select 1 from message as other where other.conversation = message.conversation
            and other.direction = 'in' and other.persona <> message.persona
    )
"""


def unhappy_among_several(
    conn: sqlite3.Connection, messages: Collection[int], texts: Texts, now: datetime, rank: Rank
) -> list[int]:
    """Return which of these messages complain, of those whose conversation does and in which several people write."""
    rows = conn.execute(_UNHEARD, (numbers(one for one in messages if one >= _least(now)),)).fetchall()
    if not rows:
        return []
    texts.load(conn, [row[0] for row in rows])
    known = facts(conn, {row[1] for row in rows}, now)
    alone = {
        message: replace(
            known[ConversationId(home)],
            text=texts.text(message),
            said=(Said(texts.subject(message), texts.text(message)),),
            others=(),
            people=1,
            unanswered=1,
        )
        for message, home in rows
    }
    return [id_ for id_, one in alone.items() if any(reason.name == "complaint" for reason in rank(one).reasons)]


def complaining(terms: Mapping[int, Collection[Reason]]) -> list[int]:
    """Return the messages whose own words complain, as far as what they add to a score is known."""
    return [id_ for id_, found in terms.items() if any(term.name == "complaint" for term in found)]


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
    rows = reader.execute(_OF_ONE if account else _OF_ALL, (account, until - KEPT, until)).fetchall()
    first = min((row[0] for row in rows), default=until)
    people, unhappy = [0] * (until - first + 1), [0] * (until - first + 1)
    for hour, many, angry in rows:
        people[hour - first] += many
        unhappy[hour - first] += angry
    return Counted(account=account, first=first, people=tuple(people), unhappy=tuple(unhappy))


def rate(reader: sqlite3.Connection, account: AccountId, now: datetime, *, unhappy: bool = False) -> int:
    """Return how many people have written in the last sixty minutes; only those who complain with `unhappy`."""
    one = written_to(account, "message.account")
    angry = COMPLAINED if unhappy else ""
    row = reader.execute(
        f"select count(distinct message.persona) from message where {one} message.id > ?2"
        f" and message.direction = 'in' and message.automatic = ''{angry}",
        (account, to_ms(now - timedelta(hours=1)) << ID_SHIFT),
    ).fetchone()
    return int(row[0])


def most_in_an_hour(reader: sqlite3.Connection, account: AccountId, since: int, until: int | None) -> int:
    """Return the most people in any sixty minutes from an hour on and before another: clock hours cut bursts in two."""
    one = written_to(account)
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
