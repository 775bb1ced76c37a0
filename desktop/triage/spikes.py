"""When far more people write than usual: how a storm is noticed, how it rises and fades, how a single post spreads.

Pure arithmetic over hourly counts of different people (not of messages). What is usual is learned hour by hour from the
counts themselves: a level, the hour of the day, the day of the week. Few an hour are watched by a Poisson CUSUM for
twice the usual, many by how far they stand out; in both, people who write in bursts anyway count for less.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

HOURS_A_DAY = 24
_LN2 = math.log(2)
FEWEST_PEOPLE = 3
"""Fewer people in an hour are no storm, however rarely anybody writes."""
FOLD_FROM = 8
"""So many people in an hour: fewer are read as quickly as a row that stands for them."""
LEARNING = 3 * HOURS_A_DAY
"""Hours without which nobody can say what is usual."""
COOL_DOWN = 12
"""Hours after the end of a storm within which what rises again is the same storm."""
LONGEST = 3 * HOURS_A_DAY
"""Hours after which a storm is how it is now."""
_SUMS = ((0.3, 2.3), (1.0, 3.5), (5.0, 6.5))
"""People an hour that are usual, and the sum from which on that is a storm; between them by the logarithm."""
_MANY = 30.0
"""People an hour from which on the sum is of no use: there, what stands out is a storm."""
_FAR_OUT = 5.0
"""Standard deviations by which many an hour stand out."""
_CLIP = 4.0
"""Standard deviations beyond which a count teaches no more about what is usual."""
_LEVEL_DAYS, _PROFILE_DAYS = 10.0, 28.0
"""Days after which what was learned counts half."""
_HOUR_PRIOR, _DAY_PRIOR = 4.0, 12.0
"""People seen without whom an hour or a day is taken to be like the others."""
_TODAY_PRIOR, _TODAY_HOURS, _BUSIEST = 4.0, 12.0, 2.0
"""A day that is busier altogether is no storm: what is usual grows with it, up to so many times."""
_SPREAD_PRIOR = 20.0
_LEAST = 0.02
_BELOW_PEAK = 0.25
_STILL_PEAK = 0.75
SPREAD_HALVES = timedelta(hours=2)
SPREADS_FROM = 5
"""Answers without which a post does not spread."""


class Phase(StrEnum):
    """How far a storm has come."""

    RISING = "rising"
    PEAK = "peak"
    FADING = "fading"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """One storm: hours are counted from 1970, `found` is when it was noticed, `end` the first hour after it or None.

    `peak` are the most people in an hour and `usual` how many would have been usual in that hour.
    """

    start: int
    found: int
    peak_hour: int
    peak: int
    usual: float
    end: int | None = None


class Usual:
    """How many people an hour are usual, learned from one hour after the other."""

    def __init__(self) -> None:
        self._seen, self._weight = 0.5, float(HOURS_A_DAY)
        self._hours = [[0.0, 0.0] for _ in range(HOURS_A_DAY)]
        self._days = [[0.0, 0.0] for _ in range(7)]
        self._scatter, self._sum = _SPREAD_PRIOR, _SPREAD_PRIOR
        self._today = [0.0, 0.0]

    @property
    def level(self) -> float:
        """People an hour, on average."""
        return self._seen / self._weight

    @property
    def unruly(self) -> float:
        """How many times more the counts scatter than people who know nothing of each other; at least 1."""
        return max(1.0, self._scatter / self._sum)

    def expected(self, hour: int) -> float:
        """Return how many people are usual in an hour."""
        seen, meant = self._today
        busy = min(_BUSIEST, max(1.0, (seen + _TODAY_PRIOR) / (meant + _TODAY_PRIOR)))
        return max(_LEAST, self.level * self._shape(hour) * busy)

    def learn(self, hour: int, people: int) -> None:
        """Take in how many they were; what stands far out teaches no more than what does not quite."""
        fade = 0.5 ** (1 / (_LEVEL_DAYS * HOURS_A_DAY))
        shape = self._shape(hour)
        usual = max(_LEAST, self.level * shape)
        seen = min(float(people), usual + _CLIP * math.sqrt(self.unruly * usual + 0.25))
        self._seen, self._weight = self._seen * fade + seen, self._weight * fade + shape
        of_hour, of_day = self._hours[hour % HOURS_A_DAY], self._days[_day(hour)]
        of_day[0] += seen
        of_day[1] += self.level * self._of_hour(hour)
        of_hour[0] += seen
        of_hour[1] += self.level * self._of_day(hour)
        fade = 0.5 ** (1 / _TODAY_HOURS)
        self._today = [self._today[0] * fade + seen, self._today[1] * fade + usual]
        self._scatter += (seen - usual) ** 2
        self._sum += usual
        if hour % HOURS_A_DAY == 0:
            self._forget()
            self._level_out(self._hours, sum(map(self._of_hour, range(HOURS_A_DAY))) / HOURS_A_DAY)
            self._level_out(self._days, sum(map(self._of_day, range(0, 7 * HOURS_A_DAY, HOURS_A_DAY))) / 7)

    def _level_out(self, slots: list[list[float]], mean: float) -> None:
        """Let hours, or days, differ from one another alone: what all of them have in common is the level."""
        self._seen *= mean
        for slot in slots:
            slot[1] *= mean

    def _forget(self) -> None:
        fade = 0.5 ** (1 / _PROFILE_DAYS)
        for slot in (*self._hours, *self._days):
            slot[0] *= fade
            slot[1] *= fade
        self._scatter = _SPREAD_PRIOR + (self._scatter - _SPREAD_PRIOR) * fade
        self._sum = _SPREAD_PRIOR + (self._sum - _SPREAD_PRIOR) * fade

    def _shape(self, hour: int) -> float:
        return self._of_hour(hour) * self._of_day(hour)

    def _of_hour(self, hour: int) -> float:
        """Return how an hour of the day compares with the others; its neighbours have half a say."""
        slots = self._hours
        here = hour % HOURS_A_DAY
        near = (slots[here - 1], slots[here], slots[here], slots[(here + 1) % HOURS_A_DAY])
        return (sum(slot[0] for slot in near) + 4 * _HOUR_PRIOR) / (sum(slot[1] for slot in near) + 4 * _HOUR_PRIOR)

    def _of_day(self, hour: int) -> float:
        seen, meant = self._days[_day(hour)]
        return (seen + _DAY_PRIOR) / (meant + _DAY_PRIOR)


def _day(hour: int) -> int:
    return hour // HOURS_A_DAY % 7


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the counts say: all storms in them, and how many people an hour would be usual by now."""

    storms: tuple[Storm, ...]
    usual: float


def storms(first_hour: int, counts: Sequence[int], *, partly: bool = False, easing: float = 1.0) -> Outlook:
    """Return the storms in hourly counts of people, the first count being that of `first_hour`, none left out.

    `partly` says that the last hour is not over: it can begin a storm or be its peak, but nothing ends with it. With an
    `easing` below 1 less is needed for a storm, in that proportion.
    """
    watch = _Watch(easing)
    for at, people in enumerate(counts):
        hour = first_hour + at
        whole = not partly or at < len(counts) - 1
        watch.take(hour, people, ready=at >= LEARNING, whole=whole)
    return Outlook(watch.found(), watch.usual.expected(first_hour + len(counts) - 1))


class _Watch:
    """Goes from hour to hour; the storms are kept as they were found."""

    def __init__(self, easing: float) -> None:
        self.usual = Usual()
        self._easing = easing
        self._sum = 0.0
        self._since: int | None = None
        self._done: list[Storm] = []
        self._open: Storm | None = None
        self._calm = 0

    def found(self) -> tuple[Storm, ...]:
        """Return what was found, in the order of time."""
        return (*self._done, self._open) if self._open is not None else tuple(self._done)

    def take(self, hour: int, people: int, *, ready: bool, whole: bool) -> None:
        """Take in one hour."""
        usual = self.usual.expected(hour)
        alarmed = self._alarmed(hour, people, usual)
        if self._open is not None:
            self._go_on(hour, people, usual, whole=whole)
        elif ready and alarmed and people >= FEWEST_PEOPLE:
            self._begin(hour, people, usual)
        if whole:
            self.usual.learn(hour, people)

    def _alarmed(self, hour: int, people: int, usual: float) -> bool:
        level, unruly = self.usual.level, self.usual.unruly
        self._sum = max(0.0, self._sum + (people * _LN2 - usual) / unruly)
        if people < usual:
            self._sum /= 2
        if self._sum <= 0 or (people < usual and self._sum < 1):
            self._since = None
        elif self._since is None and people > usual:
            self._since = hour
        if level >= _MANY:
            return (people - usual) / math.sqrt(unruly * usual + 1) >= _FAR_OUT * self._easing
        return self._sum >= threshold(level) * self._easing

    def _begin(self, hour: int, people: int, usual: float) -> None:
        last = self._done[-1] if self._done else None
        self._calm = 0
        if last is not None and last.end is not None and hour - last.end < COOL_DOWN:
            self._done.pop()
            self._open = _raised(last, hour, people, usual)
            return
        start = hour if self._since is None else max(self._since, hour - COOL_DOWN)
        self._open = Storm(start=start, found=hour, peak_hour=hour, peak=people, usual=usual)

    def _go_on(self, hour: int, people: int, usual: float, *, whole: bool) -> None:
        storm = self._open
        if storm is None:
            return
        self._open = storm = _raised(storm, hour, people, usual)
        if not whole:
            return
        over = people - usual < _BELOW_PEAK * (storm.peak - storm.usual)
        self._calm = self._calm + 1 if over else 0
        if self._calm >= 2 or hour - storm.found >= LONGEST:
            self._done.append(_ended(storm, hour + 1 - self._calm))
            self._open, self._sum, self._since = None, 0.0, None


def _raised(storm: Storm, hour: int, people: int, usual: float) -> Storm:
    """Return a storm that goes on."""
    higher = people > storm.peak
    return Storm(
        start=storm.start,
        found=storm.found,
        peak_hour=hour if higher else storm.peak_hour,
        peak=people if higher else storm.peak,
        usual=usual if higher else storm.usual,
    )


def _ended(storm: Storm, end: int) -> Storm:
    return Storm(
        start=storm.start, found=storm.found, peak_hour=storm.peak_hour, peak=storm.peak, usual=storm.usual, end=end
    )


def threshold(level: float) -> float:
    """Return the sum that is a storm where `level` people an hour are usual."""
    for (low, least), (high, most) in pairwise(_SUMS):
        if level <= high:
            share = math.log(max(level, low) / low) / math.log(high / low)
            return least + (most - least) * share
    return _SUMS[-1][1]


@dataclass(frozen=True, slots=True)
class Course:
    """How far a storm has come. `half` is how long it takes, or took, from its peak to half of it; None while unknown."""

    phase: Phase
    half: timedelta | None = None


def course(counts: Sequence[int], *, rate: int, usual: float) -> Course:
    """Return how far a storm has come, from the people of each whole hour since it began and of the last sixty minutes.

    What is usual at this time of the day is taken off: it comes whether there is a storm or not.
    """
    above = [max(0.0, people - usual) for people in counts]
    now = max(0.0, rate - usual)
    peak = max([now, *above], default=0.0)
    if not peak:
        return Course(Phase.OVER)
    at = max((n for n, people in enumerate(above) if people == peak), default=len(above))
    if now < _BELOW_PEAK * peak:
        return Course(Phase.OVER, _half(above[at:], now))
    if at >= len(above):
        return Course(Phase.RISING)
    if now >= _STILL_PEAK * peak:
        return Course(Phase.PEAK)
    return Course(Phase.FADING, _half(above[at:], now))


def _half(since_peak: Sequence[float], now: float) -> timedelta | None:
    """Return the time from the peak to half of it: as it was seen, else as the line through the logarithms says."""
    curve = [*since_peak, now]
    if len(curve) < 2:
        return None
    for at in range(1, len(curve)):
        if curve[at] <= curve[0] / 2:
            before = curve[at - 1]
            part = (before - curve[0] / 2) / (before - curve[at]) if before > curve[at] else 0.0
            return timedelta(hours=at - 1 + part)
    logs = [math.log(max(people, 0.5)) for people in curve]
    middle, mean = (len(logs) - 1) / 2, sum(logs) / len(logs)
    steep = sum((at - middle) * (one - mean) for at, one in enumerate(logs))
    slope = steep / sum((at - middle) ** 2 for at in range(len(logs)))
    return timedelta(hours=_LN2 / -slope) if slope < -0.02 else None


def spread(answers: int, age: timedelta) -> float:
    """Return how strongly a post spreads to which so many people have answered, so long after it was written.

    The square of what is more than one, half of it two hours later and so on; 0 for fewer than five.
    """
    if answers < SPREADS_FROM:
        return 0.0
    return float((answers - 1) ** 2 * 0.5 ** (max(age, timedelta()) / SPREAD_HALVES))
