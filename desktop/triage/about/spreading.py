"""How a post spreads: how many people have answered it since it was written, half as much every two hours later."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from desktop.domain.conversation import Facts, Reason, Tone
from desktop.domain.item import Audience
from desktop.domain.wording import worded
from desktop.triage.spikes import spread
from desktop.triage.term import term
from desktop.triage.weights import Weights

_STEP = timedelta(hours=1)
_LEAST = 0.05
"""Fewer points are not worth a reason."""


def about_the_spread(facts: Facts, weights: Weights) -> Iterator[Reason]:
    """Yield what it adds that many answer a post in a short time. The time told is that between post and last answer."""
    points = _points(facts, facts.now, weights)
    if points < _LEAST or facts.began_at is None:
        return
    took = max(1, round((facts.last_at - facts.began_at) / timedelta(minutes=1)))
    if took < 120:
        words = worded(f"spreading: {facts.answers} answers in {took} min")
    else:
        words = worded(f"spreading: {facts.answers} answers in {took // 60} h")
    yield term("velocity", words, points, Tone.NOTICE)


def next_fade(facts: Facts, weights: Weights) -> datetime | None:
    """Return when it has faded by a step, None when there is nothing left to fade."""
    if facts.began_at is None or _points(facts, facts.now, weights) < _LEAST:
        return None
    return facts.began_at + (_steps(facts, facts.now) + 1) * _STEP


def _points(facts: Facts, now: datetime, weights: Weights) -> float:
    if facts.began_at is None or facts.automatic or facts.audience is not Audience.PUBLIC:
        return 0.0
    tenfolds = math.log10(1 + spread(facts.answers, _steps(facts, now) * _STEP))
    return min(weights.spread["most"], weights.spread["tenfold"] * tenfolds)


def _steps(facts: Facts, now: datetime) -> int:
    """Return the whole hours since it was written: it fades by the hour, so that it is known beforehand when."""
    return 0 if facts.began_at is None else max(0, (now - facts.began_at) // _STEP)
