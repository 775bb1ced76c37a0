"""The storms that were noticed: how far each has come, and how many take part in it."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.account import AccountId
from desktop.domain.clock import from_ms
from desktop.store.wrote import HOUR, hour_of, written_to

_COLUMNS = (
    "storm.id, storm.account, began, found, peak_hour, ended, peak, usual, rate, phase, half, unhappy, folds, unfolded,"
    " told, people, title,"
    " (select count(*) from storm_member where storm = storm.id),"
    " (select count(*) from storm_member where storm = storm.id and place is not null),"
    " (select count(*) from storm_member where storm = storm.id and stands = 1 and place is null)"
)
_MOST_HOURS = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """A storm as it is kept, with the account's name ("" for the whole shop) and how many take part in it.

    `folded` conversations stand behind its row, `alone` are open and stand on their own. `title` is what most of them
    answer, "" where they have nothing in common. `hours` are the people of each hour since it began,
    `people` how many they are in all; both are as of the last look at the storm.
    """

    id: int
    account: AccountId
    name: str
    began: datetime
    found: datetime
    peak_at: datetime
    peak: int
    ended: datetime | None
    usual: float
    rate: int
    phase: str
    half: timedelta | None
    unhappy: bool
    folds: bool
    unfolded: bool
    told: bool
    members: int
    folded: int
    alone: int
    title: str
    hours: tuple[int, ...]
    people: int


def under_way(reader: sqlite3.Connection) -> list[AccountId]:
    """Return the accounts in which a storm is not over."""
    rows = reader.execute("select distinct account from storm where ended is null").fetchall()
    return [AccountId(row[0]) for row in rows]


def storms(
    reader: sqlite3.Connection, *, since: datetime | None = None, only: int = 0, untold: bool = False
) -> list[Storm]:
    """Return the storms that were noticed since a moment (else all), the newest first; or only one, or the untold ones.

    How many take part in each of them is counted, a millisecond for ten thousand: ask for no more than are shown.
    """
    rows = reader.execute(
        f"select {_COLUMNS}, coalesce(account.name, '') from storm left join account on account.id = storm.account"
        " where (?1 = 0 or storm.id = ?1) and found >= ?2 and told <= ?3 order by found desc, storm.id desc",
        (only, 0 if since is None else hour_of(since), int(not untold)),
    ).fetchall()
    return [_storm(reader, row) for row in rows]


def _storm(reader: sqlite3.Connection, row: tuple[object, ...]) -> Storm:
    (number, account, began, found, peak_hour, ended, peak, usual, rate_now, phase, half, unhappy, folds, unfolded,
     was_told, people, title, members, folded, alone, name) = row  # fmt: skip
    return Storm(
        id=_int(number),
        account=AccountId(_int(account)),
        name=str(name),
        began=_moment(began),
        found=_moment(found),
        peak_at=_moment(peak_hour),
        peak=_int(peak),
        ended=None if ended is None else _moment(ended),
        usual=float(str(usual)),
        rate=_int(rate_now),
        phase=str(phase),
        half=None if half is None else timedelta(milliseconds=_int(half)),
        unhappy=bool(unhappy),
        folds=bool(folds),
        unfolded=bool(unfolded),
        told=bool(was_told),
        members=_int(members),
        folded=_int(folded),
        alone=_int(alone),
        title=str(title),
        people=_int(people),
        hours=hours(reader, AccountId(_int(account)), _int(began), None if ended is None else _int(ended)),
    )


def count_people(reader: sqlite3.Connection, storm: int) -> int:
    """Return how many people take part: many may write in one conversation, such as those who answer one post."""
    row = reader.execute(
        "select count(distinct message.persona) from storm_member join message"
        " on message.conversation = storm_member.conversation and direction = 'in' and automatic = '' where storm = ?",
        (storm,),
    ).fetchone()
    return _int(row[0])


def _int(value: object) -> int:
    return int(str(value))


def _moment(hour: object) -> datetime:
    return from_ms(_int(hour) * HOUR)


def find_title(reader: sqlite3.Connection, storm: int) -> str:
    """Return what at least half of the members have as their title, such as the shop's own post they answer; else ""."""
    row = reader.execute(
        "select subject, count(*) as many, (select count(*) from storm_member where storm = ?1) as all_of_them"
        " from storm_member join conversation on conversation.id = conversation where storm = ?1 and subject <> ''"
        " group by subject order by many desc, subject limit 1",
        (storm,),
    ).fetchone()
    return str(row[0]) if row is not None and 2 * row[1] >= row[2] else ""


def hours(reader: sqlite3.Connection, account: AccountId, began: int, ended: int | None) -> tuple[int, ...]:
    """Return how many people wrote in each hour of a storm, two days at most."""
    last = began + _MOST_HOURS if ended is None else min(ended + 1, began + _MOST_HOURS)
    found: Mapping[int, int] = dict(
        reader.execute(
            f"select hour, count(*) from wrote where {written_to(account)} hour >= ?2 and hour < ?3 group by hour",
            (account, began, last),
        ).fetchall()
    )
    return tuple(found.get(hour, 0) for hour in range(began, max(found, default=began) + 1))
