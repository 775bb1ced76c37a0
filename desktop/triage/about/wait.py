"""What time adds to the need of whoever waits, in steps, so that it is known beforehand when a score will change."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain

from desktop.domain.conversation import Facts, Reason, Tone
from desktop.domain.item import Audience
from desktop.domain.targets import Targets
from desktop.domain.wording import worded
from desktop.triage.about.channel import few_stars
from desktop.triage.term import term
from desktop.triage.words import COMPLAINT, NEEDING, PRAISE, SAFETY, SETTLED, SPAM

_DUE_STEPS = ((0.25, 0.1), (0.5, 0.4), (0.75, 0.8), (1.0, 1.5))
_OVERDUE_STEPS = ((timedelta(hours=2), 0.3), (timedelta(hours=8), 0.6), (timedelta(hours=24), 0.8))
_OLD_STEPS = (
    (timedelta(days=10), -0.6, worded("older than ten days")),
    (timedelta(days=21), -1.6, worded("older than three weeks")),
    (timedelta(days=60), -3.0, worded("older than two months")),
)
_DUE_SOON = 0.5
_FAINT = 1.5
"""A complaint of fewer points is a word in passing, or a thing of the past."""
_ASKED_IN_PUBLIC, _CALM, _PLEASED = 0.5, 0.25, 0.1
"""How much waiting counts for a question in public, for mail that asks nothing, for thanks and for talk in public."""


def next_step(facts: Facts, targets: Targets) -> datetime | None:
    """Return when the passing of time alone will next change what is added, None when it will not."""
    since = facts.waiting_since
    if since is None or facts.automatic:
        return None
    target = targets.of(facts.channel, facts.audience)
    steps = [target * share for share, _ in _DUE_STEPS] + [target + late for late, _ in _OVERDUE_STEPS]
    moments = chain((targets.after(since, step) for step in steps), (since + age for age, _, _ in _OLD_STEPS))
    return min((moment for moment in moments if moment > facts.now), default=None)


def answer_by(facts: Facts, targets: Targets) -> datetime | None:
    """Return when the customer should have an answer, None where nobody waits for one."""
    if facts.waiting_since is None or facts.automatic:
        return None
    return targets.due(facts.waiting_since, facts.channel, facts.audience).at


def about_the_wait(facts: Facts, before: list[Reason], targets: Targets) -> Iterator[Reason]:
    """Yield what time adds; it counts in full only for those who want something, and while the shop is open."""
    names = {reason.name: reason.points for reason in before}
    if facts.automatic:
        return
    complaint = next((reason for reason in before if reason.name == COMPLAINT), None)
    if complaint is not None and facts.audience is Audience.PUBLIC:
        yield term("public", worded("said in public"), min(0.4, complaint.points / 3), Tone.NOTICE)
    if facts.waiting_since is None:
        yield term("answered-last", worded("you spoke last"), -4.0)
        return
    if SPAM in names:
        return
    weight = _wait_weight(facts, names)
    if facts.unanswered > 1:
        words = worded("wrote twice") if facts.unanswered == 2 else worded(f"wrote {facts.unanswered} times")
        yield term("again", words, weight * min(1.0, 0.3 + 0.2 * facts.unanswered))
    waited = targets.between(facts.waiting_since, facts.now)
    yield from _waiting(waited, targets.of(facts.channel, facts.audience), weight)
    age = facts.now - facts.waiting_since
    old = max((reached for reached in _OLD_STEPS if age >= reached[0]), default=None)
    if old is not None:
        yield term("old", old[2], old[1])


def _wait_weight(facts: Facts, points: Mapping[str, float]) -> float:
    """Return how much waiting counts: in full for the unhappy and for those we talk with, little for kind words."""
    names = points.keys()
    if not names & NEEDING and not few_stars(facts):
        pleased = names & {PRAISE, SETTLED} or facts.audience is Audience.PUBLIC
        return _PLEASED if pleased else _CALM
    if not facts.addressed:
        return _CALM
    if names & NEEDING == {COMPLAINT} and points[COMPLAINT] < _FAINT and not few_stars(facts):
        return _ASKED_IN_PUBLIC
    talking = facts.audience is Audience.PRIVATE or facts.messages_in > facts.unanswered
    return 1.0 if talking or few_stars(facts) or names & {COMPLAINT, SAFETY} else _ASKED_IN_PUBLIC


def _waiting(waited: timedelta, target: timedelta, weight: float) -> Iterator[Reason]:
    reached = [points for share, points in _DUE_STEPS if waited >= target * share]
    if not reached:
        return
    points = reached[-1] + max((more for after, more in _OVERDUE_STEPS if waited >= target + after), default=0.0)
    if weight < _ASKED_IN_PUBLIC:
        yield term("waiting", worded("not answered yet"), weight * points)
    elif waited >= target:
        yield term("waiting", worded("overdue"), weight * points, Tone.HURRY)
    elif waited >= target * _DUE_SOON:
        yield term("waiting", worded("due soon"), weight * points, Tone.NOTICE)
    else:
        yield term("waiting", worded("waiting"), weight * points)
