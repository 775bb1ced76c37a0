"""What lifts a conversation over a line that its other terms do not reach: promises that hold whatever the words say."""

from collections.abc import Iterator, Sequence

from desktop.domain.conversation import Facts, Reason, Tone
from desktop.domain.item import Audience
from desktop.domain.wording import worded
from desktop.triage.term import term
from desktop.triage.words import ASK, SAFETY, SPAM

_DANGER, _OVERDUE, _ASKED = 3.5, 5.0, 4.5
"""The most that each lifts: what speaks against it more loudly than so is right."""


def lifted(facts: Facts, before: Sequence[Reason], needs_you: float, worth_a_look: float) -> Iterator[Reason]:
    """Yield what a conversation lacks to its line: danger and questions overdue need the owner, questions are seen."""
    if facts.automatic or facts.waiting_since is None or not (facts.addressed and facts.known_where):
        return
    names = {reason.name for reason in before}
    total = sum(reason.points for reason in before)
    if names & {SPAM, "old"}:
        return
    if SAFETY in names and 0 < needs_you - total <= _DANGER:
        yield term("danger", worded("somebody's health or safety"), needs_you - total, Tone.HURRY)
    elif ASK not in names or (facts.audience is Audience.PUBLIC and facts.messages_in == facts.unanswered):
        return
    elif _overdue(before) and 0 < needs_you - total <= _OVERDUE:
        yield term("asked", worded("asked you, and has waited too long"), needs_you - total, Tone.HURRY)
    elif 0 < worth_a_look - total <= _ASKED:
        yield term("asked", worded("asked you"), worth_a_look - total)


def _overdue(before: Sequence[Reason]) -> bool:
    return any(reason.name == "waiting" and reason.tone is Tone.HURRY for reason in before)
