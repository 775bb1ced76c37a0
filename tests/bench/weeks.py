"""Weeks of a small shop, made up by a seed: how many people write in each hour, and when that is a storm.

Days and nights, quieter weekends, days that are busier for no reason (so that the counts scatter more than chance), a
slow growth; and storms of several shapes, of which the small ones are hard to tell from a busy day.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

WEEK = 168
SHAPES = ("sudden", "slow", "two peaks", "unhappy")


@dataclass(frozen=True, slots=True)
class Window:
    """When there is a storm: from an hour on and before another."""

    shape: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Shop:
    """People in each hour, unhappy ones among them, and the storms."""

    people: tuple[int, ...]
    unhappy: tuple[int, ...]
    windows: tuple[Window, ...]


def make(seed: int, *, an_hour: float, weeks: int = 10, first_quiet: int = 3) -> Shop:
    """Return a shop to which so many people write in an hour of the day on average; its first weeks have no storm."""
    rng = Random(seed)
    hours = weeks * WEEK
    usual = _usual(rng, an_hour, hours)
    windows = _windows(rng, hours, first_quiet * WEEK)
    extra, angry = [0.0] * hours, [0.0] * hours
    for window in windows:
        size = _SHAPES[window.shape](rng, window.stop - window.start)
        height = _height(rng, an_hour)
        for n, share in enumerate(size):
            at = window.start + n
            if at < hours:
                extra[at] += height * share
                angry[at] += height * share * (0.9 if window.shape == "unhappy" else 0.15)
    unhappy = [_poisson(rng, 0.04 * usual[n] + angry[n]) for n in range(hours)]
    calm = [_poisson(rng, 0.96 * usual[n] + max(0.0, extra[n] - angry[n])) for n in range(hours)]
    people = tuple(a + b for a, b in zip(unhappy, calm, strict=True))
    return Shop(people, tuple(unhappy), tuple(windows))


def _usual(rng: Random, an_hour: float, hours: int) -> list[float]:
    """Return the rate of each hour: day and night, weekend, growth, busier days and busier hours."""
    evening, weekend = rng.uniform(0.2, 0.9), rng.uniform(0.3, 1.3)
    growth = rng.uniform(-0.02, 0.04)
    found, day, drift = [], 1.0, 0.0
    for hour in range(hours):
        clock = hour % 24
        if clock == 0:
            day = rng.gammavariate(12, 1 / 12)
        drift = 0.8 * drift + rng.gauss(0, 0.12)
        shape = 0.05 + 1.5 * math.exp(-(((clock - 11) / 4) ** 2)) + evening * math.exp(-(((clock - 19) / 2.5) ** 2))
        quiet = weekend if hour // 24 % 7 in (2, 3) else 1.0
        found.append(an_hour * shape / 0.8 * quiet * day * math.exp(drift + growth * hour / WEEK))
    return found


def _windows(rng: Random, hours: int, start: int) -> list[Window]:
    """Return some storms, at least two days apart, most of them by day."""
    found: list[Window] = []
    at = start + rng.randrange(12, 3 * 24)
    while at < hours - 48:
        begin = at // 24 * 24 + rng.choice((7, 9, 10, 12, 14, 16, 18, 20, 22))
        found.append(Window(rng.choice(SHAPES), begin, begin + rng.randrange(6, 19)))
        at = begin + rng.randrange(3 * 24, 10 * 24)
    return found


def _height(rng: Random, an_hour: float) -> float:
    """Return how many more an hour come at the peak: from few that hardly show to a multiple of what is usual."""
    return max(3.0, an_hour * math.exp(rng.uniform(math.log(1.5), math.log(8)))) * rng.uniform(0.8, 1.3)


def _sudden(rng: Random, hours: int) -> Sequence[float]:
    half = rng.uniform(1.0, 4.0)
    return [0.5 ** (n / half) for n in range(hours)]


def _slow(rng: Random, hours: int) -> Sequence[float]:
    top = hours * rng.uniform(0.35, 0.6)
    return [n / top if n < top else 0.5 ** ((n - top) / 3) for n in range(1, hours + 1)]


def _two_peaks(rng: Random, hours: int) -> Sequence[float]:
    second = hours * rng.uniform(0.4, 0.6)
    return [0.5 ** (n / 1.5) + (0.8 * 0.5 ** ((n - second) / 2) if n >= second else 0.0) for n in range(hours)]


def _unhappy(rng: Random, hours: int) -> Sequence[float]:
    half = rng.uniform(1.5, 4.0)
    return [0.8 * 0.5 ** (n / half) for n in range(hours)]


_SHAPES: dict[str, Callable[[Random, int], Sequence[float]]] = {
    "sudden": _sudden,
    "slow": _slow,
    "two peaks": _two_peaks,
    "unhappy": _unhappy,
}


def _poisson(rng: Random, mean: float) -> int:
    if mean > 40:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
