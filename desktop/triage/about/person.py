"""What is known of the person who wrote."""

from collections.abc import Iterator, Sequence

from desktop.domain.conversation import Facts, Reason
from desktop.domain.wording import worded
from desktop.triage.about.channel import few_stars
from desktop.triage.term import term
from desktop.triage.weights import Weights
from desktop.triage.words import NEEDING


def about_the_person(facts: Facts, before: Sequence[Reason], weights: Weights) -> Iterator[Reason]:
    """Yield what earlier talk with the person adds to the reasons `before`."""
    if facts.automatic:
        return
    points = weights.person
    if facts.earlier_conversations > 0:
        count = facts.earlier_conversations
        words = worded("1 earlier conversation") if count == 1 else worded(f"{count} earlier conversations")
        yield term("known", words, points["known"] + min(points["known_most"], points["known_each"] * count))
    if facts.messages_in > facts.unanswered and facts.waiting_since is not None and _wants(facts, before):
        yield term("open", worded("replied to you"), points["replied"])
    elif facts.answered_before:
        yield term("answered", worded("you answered them before"), points["answered"])


def _wants(facts: Facts, reasons: Sequence[Reason]) -> bool:
    """Whether somebody asks for something, is unhappy, or is in danger; few stars count as unhappy."""
    return few_stars(facts) or any(reason.name in NEEDING for reason in reasons)
