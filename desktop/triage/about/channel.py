"""What the channel tells: to whom it was said, where, and before how many."""

import math
from collections.abc import Iterator, Sequence

from desktop.domain.conversation import Facts, Reason, Tone
from desktop.domain.item import Audience, Kind
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.triage.term import CALM, term
from desktop.triage.weights import Weights
from desktop.triage.words import NEEDING

_WRITTEN_ABOUT = 3.0
"""The most that a blog or a newspaper is lifted so that what it writes about the shop is worth a look.

That nobody complains there speaks against answering it, not against reading it: it is made up for whole.
"""


def about_the_channel(facts: Facts, before: Sequence[Reason], weights: Weights) -> Iterator[Reason]:
    """Yield what the channel and the way the shop is spoken to add to what the words say."""
    points = weights.channel
    if facts.automatic:
        yield term("automatic", worded(f"automatic: {plain(facts.automatic, 40)}"), points["automatic"])
    elif not facts.addressed:
        yield term("passing", worded("speaks about you, not to you"), points["passing"])
    elif facts.audience is Audience.PRIVATE:
        yield term("direct", worded("sent to you directly"), points["direct"])
    elif facts.kind is not Kind.REVIEW:
        words = worded("names you") if facts.kind is Kind.POST else worded("on your page")
        yield term("addressed", words, points["addressed"])
    if facts.matched:
        yield term("matched", worded(f"names your shop: {plain(facts.matched, 30)}"), points["matched"])
    if facts.rating is not None:
        stars = min(5, max(1, facts.rating))
        tone = Tone.HURRY if stars <= 2 else Tone.FACT
        yield term("rating", worded(f"{stars}-star review"), weights.rating[stars], tone)
    if facts.audience is Audience.PUBLIC and (facts.followers or 0) >= weights.reach["from"]:
        followers = facts.followers or 0
        reach = min(weights.reach["most"], weights.reach["tenfold"] * math.log10(1 + followers))
        if not any(reason.name in NEEDING for reason in before) and not few_stars(facts):
            reach *= weights.reach["anyway"]
        yield term("reach", worded(f"{followers:,} followers"), reach, Tone.NOTICE)


def written_about(facts: Facts, before: Sequence[Reason], line: float) -> Iterator[Reason]:
    """Yield what lifts a blog by the points it lacks to be worth a look, which begins at `line`."""
    lacking = line - sum(reason.points for reason in before)
    most = _WRITTEN_ABOUT - sum(reason.points for reason in before if reason.name == CALM)
    if facts.matched and facts.kind is Kind.BLOG and not facts.automatic and 0 < lacking <= most:
        yield term("written-about", worded("writes about you"), lacking, Tone.NOTICE)


def few_stars(facts: Facts) -> bool:
    """Whether few stars say that somebody is unhappy."""
    return facts.rating is not None and facts.rating <= 2
