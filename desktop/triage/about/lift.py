"""What lifts a conversation where its words and its channel leave it too low: promises that hold whatever is said."""

from collections.abc import Iterator, Sequence

from desktop.domain.conversation import Facts, Reason, Tone
from desktop.domain.item import Audience
from desktop.domain.wording import worded
from desktop.triage.term import term
from desktop.triage.words import ASK, SAFETY, SPAM

_DANGER, _ASKED = 4.5, 5.5
"""The most that each lifts: what speaks against it more loudly than so is right."""


def lifted(facts: Facts, before: Sequence[Reason], needs_you: float, worth_a_look: float) -> Iterator[Reason]:
    """Yield what the reasons `before` lack: danger needs the owner, and who asks the shop is seen.

    Who is known and how long they wait comes on top of it, so that a question needs the owner when its time is over.
    """
    if facts.automatic or facts.waiting_since is None or not (facts.addressed and facts.known_where):
        return
    names = {reason.name for reason in before}
    total = sum(reason.points for reason in before)
    if SPAM in names:
        return
    private = facts.audience is Audience.PRIVATE or facts.messages_in > facts.unanswered
    if SAFETY in names and 0 < needs_you - total <= _DANGER:
        yield term("danger", worded("somebody's health or safety"), needs_you - total, Tone.HURRY)
    elif ASK in names and private and 0 < worth_a_look - total <= _ASKED:
        yield term("asked", worded("asked you"), worth_a_look - total)
