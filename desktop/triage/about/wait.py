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
from desktop.triage.weights import Weights
from desktop.triage.words import COMPLAINT, NEEDING, PRAISE, SAFETY, SETTLED, SPAM

_DUE_STEPS = ((0.25, "quarter"), (0.5, "half"), (0.75, "three_quarters"), (1.0, "overdue"))
_OVERDUE_STEPS = (
    (timedelta(hours=2), "two_hours_late"),
    (timedelta(hours=8), "eight_hours_late"),
    (timedelta(hours=24), "a_day_late"),
)
_OLD_STEPS = (
    (timedelta(days=10), "ten_days_old", worded("older than ten days")),
    (timedelta(days=21), "three_weeks_old", worded("older than three weeks")),
    (timedelta(days=60), "two_months_old", worded("older than two months")),
)
"""When something is added, and its name among the weights."""
_DUE_SOON = 0.5
_FAINT = 1.5
"""A complaint of fewer points is a word in passing, or a thing of the past."""


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


def about_the_wait(facts: Facts, before: list[Reason], targets: Targets, weights: Weights) -> Iterator[Reason]:
    """Yield what time adds; it counts in full only for those who want something, and while the shop is open."""
    names = {reason.name: reason.points for reason in before}
    points = weights.wait
    if facts.automatic:
        return
    complaint = next((reason for reason in before if reason.name == COMPLAINT), None)
    if complaint is not None and facts.audience is Audience.PUBLIC:
        yield term("public", worded("said in public"), min(points["in_public"], complaint.points / 3), Tone.NOTICE)
    if facts.waiting_since is None:
        yield term("answered-last", worded("you spoke last"), points["you_spoke_last"])
        return
    if SPAM in names:
        return
    weight = _wait_weight(facts, names, points)
    if facts.unanswered > 1:
        words = worded("wrote twice") if facts.unanswered == 2 else worded(f"wrote {facts.unanswered} times")
        if facts.people > 1:
            words = worded(f"{facts.people} people wrote")
        more = min(points["again_most"], points["again"] + points["again_each"] * facts.unanswered)
        yield term("again", words, weight * more)
    waited = targets.between(facts.waiting_since, facts.now)
    yield from _waiting(waited, targets.of(facts.channel, facts.audience), weight, points)
    age = facts.now - facts.waiting_since
    old = max((reached for reached in _OLD_STEPS if age >= reached[0]), default=None)
    if old is not None:
        yield term("old", old[2], points[old[1]])


def _wait_weight(facts: Facts, found: Mapping[str, float], points: Mapping[str, float]) -> float:
    """Return how much waiting counts: in full for the unhappy and for those we talk with, little for kind words."""
    names = found.keys()
    if not names & NEEDING and not few_stars(facts):
        pleased = names & {PRAISE, SETTLED} or facts.audience is Audience.PUBLIC
        return points["pleased" if pleased else "calm"]
    if not facts.addressed:
        return points["calm"]
    if names & NEEDING == {COMPLAINT} and found[COMPLAINT] < _FAINT and not few_stars(facts):
        return points["asked_in_public"]
    talking = facts.audience is Audience.PRIVATE or facts.messages_in > facts.unanswered
    return 1.0 if talking or few_stars(facts) or names & {COMPLAINT, SAFETY} else points["asked_in_public"]


def _waiting(waited: timedelta, target: timedelta, weight: float, points: Mapping[str, float]) -> Iterator[Reason]:
    reached = [points[name] for share, name in _DUE_STEPS if waited >= target * share]
    if not reached:
        return
    late = [points[name] for after, name in _OVERDUE_STEPS if waited >= target + after]
    worth = weight * (reached[-1] + (late[-1] if late else 0.0))
    if weight < points["asked_in_public"]:
        yield term("waiting", worded("not answered yet"), worth)
    elif waited >= target:
        yield term("waiting", worded("overdue"), worth, Tone.HURRY)
    elif waited >= target * _DUE_SOON:
        yield term("waiting", worded("due soon"), worth, Tone.NOTICE)
    else:
        yield term("waiting", worded("waiting"), worth)
