"""How soon customers were answered, and who waits too long now: reckoned from the messages whenever it is asked.

Nothing is kept, so other targets or another day need nothing but another look. Some milliseconds for a month of a shop,
so not for the thread that paints.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median
from typing import NamedTuple

from desktop.domain.clock import from_ms, to_ms
from desktop.domain.kinds import ID_SHIFT
from desktop.domain.row import ConversationId
from desktop.domain.targets import Targets
from desktop.store.values import numbers

LOOKED_LATE = 5_000
"""Unanswered conversations, the newest, among which those are looked for who are late."""
_ANSWERED = """
select distinct conversation from message not indexed where id >= ? and direction = 'out' and automatic = ''
"""
"""By the ids alone, which are in the order of time: left to itself, SQLite steps over every message there ever was."""
_MESSAGES = """
select conversation, id, direction, channel, audience, automatic, answered from message
where conversation in (select value from json_each(?)) order by conversation, id
"""


class Answer(NamedTuple):
    """One wait that ended with an answer: the channel and audience of what was answered, and from when until when."""

    channel: str
    audience: str
    asked_at: datetime
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How soon those were answered who were, of one channel or of all (""), in the time in which the shop was open.

    `p90` is the time within which nine of ten had their answer, `within` how many had it by their target.
    """

    channel: str
    answered: int
    median: timedelta
    p90: timedelta
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Who needs an answer now, of one channel or of all (""): how many, how many soon, and how many are overdue."""

    channel: str
    waiting: int
    soon: int
    overdue: int


def answers(reader: sqlite3.Connection, since: datetime) -> list[Answer]:
    """Return the waits that ended with an answer since a moment, in no certain order.

    A wait begins with the first message of theirs after our last one (automatic ones are nobody's wait) and ends with
    the first of ours after it, wherever that was written. What has not left yet is no answer; a second message of ours
    in a row answers nothing more. What the server says was answered, with no answer to be seen, waits no longer.
    """
    begin = to_ms(since) << ID_SHIFT
    answered = reader.execute(_ANSWERED, (begin,)).fetchall()
    lines = reader.execute(_MESSAGES, (numbers(row[0] for row in answered),))
    found = (_waits(lines_of_one) for _, lines_of_one in groupby(lines, key=_conversation))
    return [answer for waits in found for answered_id, answer in waits if answered_id >= begin]


_Line = tuple[int, int, str, str, str, str, int]


def _conversation(line: _Line) -> int:
    return line[0]


def _waits(lines: Iterable[_Line]) -> Iterator[tuple[int, Answer]]:
    """Yield the waits in one conversation, each with the id of the message that ended it."""
    asked, place, settled = 0, ("", ""), False
    for _, id_, direction, channel, audience, automatic, answered in lines:
        if direction == "in":
            if not automatic and (not asked or settled):
                asked, settled = id_, False
            place, settled = (channel, audience), settled or bool(answered)
            continue
        if asked and not automatic:
            yield id_, Answer(*place, from_ms(asked >> ID_SHIFT), from_ms(id_ >> ID_SHIFT))
        asked, settled = 0, False


def times(answered: Iterable[Answer], targets: Targets) -> list[timedelta]:
    """Return for how much of each wait the shop was open, the shortest first."""
    return sorted(targets.between(one.asked_at, one.answered_at) for one in answered)


def paces(answered: Iterable[Answer], targets: Targets) -> list[Pace]:
    """Return the figures of all channels together, then of each, the one with the most answers first."""
    of: defaultdict[str, list[Answer]] = defaultdict(list)
    for one in answered:
        of[""].append(one)
        of[one.channel].append(one)
    return [_pace(channel, of[channel], targets) for channel in sorted(of, key=lambda name: (-len(of[name]), name))]


def _pace(channel: str, answered: list[Answer], targets: Targets) -> Pace:
    took = times(answered, targets)
    return Pace(
        channel=channel,
        answered=len(took),
        median=timedelta(seconds=median(time.total_seconds() for time in took)),
        p90=took[-(-9 * len(took) // 10) - 1],
        within=sum(one.answered_at <= targets.due(one.asked_at, one.channel, one.audience).at for one in answered),
    )


def waiting(reader: sqlite3.Connection, now: datetime, targets: Targets) -> list[Waiting]:
    """Return the figures of all channels together, then of each, the one in which most wait first."""
    rows = reader.execute(
        "select channel, audience, waiting_since from conversation"
        " where state = 'open' and lane = 'needs-you' and waiting_since is not null"
    ).fetchall()
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for channel, audience, since in rows:
        due = targets.due(from_ms(since), channel, audience)
        for name in ("", channel):
            counts[name][0] += 1
            counts[name][1] += due.soon <= now < due.at
            counts[name][2] += now >= due.at
    names = sorted(counts, key=lambda name: (-counts[name][0], name))
    return [
        Waiting(channel=name, waiting=counts[name][0], soon=counts[name][1], overdue=counts[name][2]) for name in names
    ]


class Late(NamedTuple):
    """Somebody who needs an answer soon or should have had it; who they are and since when they wait tell waits apart."""

    conversation: ConversationId
    since_ms: int
    due_at: datetime


def late(
    reader: sqlite3.Connection, now: datetime, targets: Targets, *, told: Collection[tuple[int, int]] = frozenset()
) -> list[Late]:
    """Return who needs an answer and is due soon or overdue, the one first who is due first.

    Without those `told`: conversations with since when, in milliseconds, they wait. Among the newest `LOOKED_LATE` alone:
    a shop may have hundreds of thousands that were never answered, and it is asked again after every commit.
    """
    rows = reader.execute(
        "select id, waiting_since, channel, audience from conversation"
        " where home = 'needs-you' and waiting_since is not null order by last_id desc limit ?",
        (LOOKED_LATE,),
    )
    found = []
    for id_, since, channel, audience in rows.fetchall():
        if (id_, since) in told:
            continue
        due = targets.due(from_ms(since), channel, audience)
        if now >= due.soon:
            found.append(Late(ConversationId(id_), since, due.at))
    return sorted(found, key=lambda one: (one.due_at, one.conversation))


def channels(reader: sqlite3.Connection) -> list[str]:
    """Return the channels in which there are conversations."""
    return [row[0] for row in reader.execute("select distinct channel from badge order by channel").fetchall()]
