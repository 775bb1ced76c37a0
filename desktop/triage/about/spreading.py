"""How a post spreads: how many people have answered it since it was written, half as much every two hours later."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from desktop.domain.conversation import Facts, Reason, Tone
from desktop.domain.item import Audience
from desktop.domain.wording import worded
from desktop.triage.spikes import spread
from desktop.triage.term import term

_STEP = timedelta(hours=1)
_WEIGHT, _MOST, _LEAST = 0.3, 1.5, 0.05
"""Points for each tenfold, the most there are, and the fewest worth a reason."""


def about_the_spread(facts: Facts) -> Iterator[Reason]:
    """Yield what it adds that many answer a post in a short time. The time told is that between post and last answer."""
    points = _points(facts, facts.now)
    if points < _LEAST or facts.began_at is None:
        return
    took = max(1, round((facts.last_at - facts.began_at) / timedelta(minutes=1)))
    if took < 120:
        words = worded(f"spreading: {facts.answers} answers in {took} min")
    else:
        words = worded(f"spreading: {facts.answers} answers in {took // 60} h")
    yield term("velocity", words, points, Tone.NOTICE)


def next_fade(facts: Facts) -> datetime | None:
    """Return when it has faded by a step, None when there is nothing left to fade."""
    if facts.began_at is None or _points(facts, facts.now) < _LEAST:
        return None
    return facts.began_at + (_steps(facts, facts.now) + 1) * _STEP


def _points(facts: Facts, now: datetime) -> float:
    if facts.began_at is None or facts.automatic or facts.audience is not Audience.PUBLIC:
        return 0.0
    return min(_MOST, _WEIGHT * math.log10(1 + spread(facts.answers, _steps(facts, now) * _STEP)))


def _steps(facts: Facts, now: datetime) -> int:
    """Return the whole hours since it was written: it fades by the hour, so that it is known beforehand when."""
    return 0 if facts.began_at is None else max(0, (now - facts.began_at) // _STEP)
