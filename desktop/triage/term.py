"""One term of the sum that a score is."""

from desktop.domain.conversation import Reason, Tone
from desktop.domain.wording import worded

CALM, FAINT = "calm", "faint"
"""The names of the term where the words speak against a need, and where they hardly speak for one."""


def term(name: str, words: str, points: float, tone: Tone = Tone.FACT) -> Reason:
    """Return a reason worth `points`, rounded to the two decimals that are kept.

    Its words never name a length of time: they are kept, and the list tells the time itself.
    """
    return Reason(name=name, words=words, points=round(points, 2), tone=tone)


def faint(points: float) -> Reason:
    """Return the term for what is less than a complaint."""
    return term(FAINT, worded("may be unhappy"), points)
