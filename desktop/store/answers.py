"""How soon customers were answered, and who waits too long now: reckoned from the messages whenever it is asked.

Nothing is kept, so other targets or another day need nothing but another look. Some milliseconds for a month of a shop,
so not for the thread that paints.
"""

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

from desktop.domain.clock import from_ms, to_ms
from desktop.domain.kinds import ID_SHIFT
from desktop.domain.row import ConversationId
from desktop.domain.targets import Due, Targets
from desktop.store import whom
from desktop.store.values import numbers

LOOKED_LATE = 5_000
"""Unanswered conversations, the newest, among which those are looked for who are late."""
_ANSWERED = """
select distinct conversation from message indexed by message_ours
where id >= ? and direction = 'out' and automatic = ''
"""
"""By our own messages in the order of time: left to itself, SQLite steps over every message there ever was."""
_MESSAGES = """
select conversation, id, direction, partner, kind, own_id, channel, audience, automatic, answered from message
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
    in a row answers nothing more. What the server says was answered, with no answer to be seen, waits no longer. Of
    several people in one conversation each waits for an answer to them (see `whom`).
    """
    begin = to_ms(since) << ID_SHIFT
    answered = reader.execute(_ANSWERED, (begin,)).fetchall()
    lines = reader.execute(_MESSAGES, (numbers(row[0] for row in answered),))
    found = (_waits(reader, [_Line(*line) for line in of_one]) for _, of_one in groupby(lines, key=_conversation))
    return [answer for waits in found for answered_id, answer in waits if answered_id >= begin]


class _Line(NamedTuple):
    conversation: int
    id: int
    direction: str
    partner: int
    kind: str
    own_id: str
    channel: str
    audience: str
    automatic: str
    answered: int


class _Wait(NamedTuple):
    """Since which message somebody waits, whether the server calls it answered, and where they wrote last."""

    settled: bool
    asked: int
    place: tuple[str, str]


def _conversation(line: tuple[Any, ...]) -> int:
    return int(line[0])


def _waits(reader: sqlite3.Connection, lines: list[_Line]) -> Iterator[tuple[int, Answer]]:
    """Yield the waits in one conversation, each with the id of the message that ended it: one for each message of ours,
    that of who waited longest of those whom it answers.
    """
    told = whom.reached(reader, lines)
    answers_whom = {one.id: one.who for one in told or ()}
    waits: dict[int, _Wait] = {}
    for line in lines:
        # Where but one person writes, by whatever names, theirs is one wait.
        who = line.partner if told is not None else 0
        if line.direction == "in":
            waits |= _asked(line, who, waits.get(who))
            continue
        reached = answers_whom.get(line.id)
        ended = [waits.pop(one) for one in list(waits) if reached is None or one in reached]
        if ended and not line.automatic:
            first = min(ended)
            yield line.id, Answer(*first.place, from_ms(first.asked >> ID_SHIFT), from_ms(line.id >> ID_SHIFT))


def _asked(line: _Line, who: int, wait: _Wait | None) -> dict[int, _Wait]:
    place = line.channel, line.audience
    if wait is None or wait.settled:
        if line.automatic:
            return {} if wait is None else {who: wait._replace(place=place)}
        return {who: _Wait(bool(line.answered), line.id, place)}
    return {who: wait._replace(settled=bool(line.answered), place=place)}


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
    moments: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for channel, audience, since in rows:
        moments[channel, audience].append(since)
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (channel, audience), begun in moments.items():
        soon, overdue = _late(sorted(begun), now, partial(targets.due, channel=channel, audience=audience))
        for name in ("", channel):
            counts[name][0] += len(begun)
            counts[name][1] += soon
            counts[name][2] += overdue
    names = sorted(counts, key=lambda name: (-counts[name][0], name))
    return [
        Waiting(channel=name, waiting=counts[name][0], soon=counts[name][1], overdue=counts[name][2]) for name in names
    ]


def _late(begun: Sequence[int], now: datetime, due: Callable[[datetime], Due]) -> tuple[int, int]:
    """Return how many of those who wait since these moments, in order, are due soon, and how many are overdue.

    Whoever waits longer is due no later, so that only the few between which the line lies are reckoned with.
    """
    overdue = bisect_right(begun, now, key=lambda since: due(from_ms(since)).at)
    return bisect_right(begun, now, key=lambda since: due(from_ms(since)).soon) - overdue, overdue


class Late(NamedTuple):
    """Somebody who needs an answer soon or should have had it; who they are and since when they wait tell waits apart."""

    conversation: ConversationId
    since_ms: int
    due_at: datetime


def late(
    reader: sqlite3.Connection,
    now: datetime,
    targets: Targets,
    *,
    told: Collection[tuple[int, int]] = frozenset(),
    told_until: int = -1,
) -> list[Late]:
    """Return who needs an answer and is due soon or overdue, the one first who is due first.

    Without those `told`: conversations with since when, in milliseconds, they wait; and without all who wait since
    `told_until` or longer. Among the newest `LOOKED_LATE` alone: a shop may have hundreds of thousands that were never
    answered, and it is asked again after every commit.
    """
    rows = reader.execute(
        "select id, waiting_since, channel, audience from conversation"
        " where home = 'needs-you' and waiting_since is not null order by last_id desc limit ?",
        (LOOKED_LATE,),
    )
    found = []
    for id_, since, channel, audience in rows.fetchall():
        if since <= told_until or (id_, since) in told:
            continue
        due = targets.due(from_ms(since), channel, audience)
        if now >= due.soon:
            found.append(Late(ConversationId(id_), since, due.at))
    return sorted(found, key=lambda one: (one.due_at, one.conversation))


def looked_from(reader: sqlite3.Connection) -> int:
    """Return up to when, in milliseconds, those wrote last among whom `late` does not look, -1 where it looks at all."""
    row = reader.execute(
        "select last_id >> 20 from conversation where home = 'needs-you' and waiting_since is not null"
        " order by last_id desc limit 1 offset ?",
        (LOOKED_LATE,),
    ).fetchone()
    return -1 if row is None else int(row[0])


def channels(reader: sqlite3.Connection) -> list[str]:
    """Return the channels in which there are conversations."""
    return [row[0] for row in reader.execute("select distinct channel from badge order by channel").fetchall()]
