"""The owner's own sense of what matters: what their acts taught, what they always want to see, where they draw the line.

All of it is worked out anew from the log of acts, from those lessons in it that stand: whatever was undone, in whichever
order, is as if it had never been learned, and two seats with the same log have the same sense.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.act import Stamp
from desktop.domain.conversation import Facts
from desktop.domain.row import Band

Teach = Callable[[Facts], tuple[str, ...]]
"""Says by which features a conversation is known again (see `desktop.triage.personal.features`)."""

SPEAKS_FROM = 25
"""So many lessons are taken in before what was only watched is acted upon; what the owner said outright counts at once."""
MOST_LESSONS = 3000
"""Of the lessons that stand, the newest so many count."""
SPAM_KNOWN_FROM = 20
"""So many times the owner has to say of some that they are advertising, and of others that they are not."""
STEP = 0.3
"""Log-odds by which the line moves with each correction of a run."""
FARTHEST = 1.5
"""Log-odds that the owner's line may lie from where it lay at first."""
OUTRIGHT = 3
"""The weight of what the owner says outright, compared with what is seen from their acts."""


class Cause(StrEnum):
    """What a lesson was learned from."""

    ANSWERED = "answered"
    """They answered one while others waited longer or stood higher."""
    PASSED = "passed"
    """They put one away, alone, that they had neither read nor answered."""
    STARRED = "starred"
    NOT_OURS = "not-ours"
    CORRECTED = "corrected"
    """They said outright that it matters more, or less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one act taught, as the log keeps it: nothing but this value is needed to learn it again.

    `way` is 1 for what matters, -1 for what does not, 0 for what takes back the last lesson of the same cause about the
    conversation. `prior` are the points the conversation had without the owner's sense. `reason` names the single term
    that was corrected, "" for all others. `band` is where it stood. `advert` says whether it looked like advertising.
    """

    stamp: Stamp
    cause: Cause
    way: int
    weight: int
    prior: float
    features: tuple[str, ...]
    conversation_key: str
    sender: str = ""
    reason: str = ""
    band: Band = Band.THE_REST
    advert: bool = False


class Wish(StrEnum):
    """What the owner says of their sense itself."""

    PIN = "pin"
    UNPIN = "unpin"
    FORGET = "forget"
    """All that was learned from a sender."""
    UNLEARN = "unlearn"
    """One lesson."""
    RESET = "reset"
    """All lessons; what is pinned stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """One such word, as the log keeps it: about a feature, a sender, or (see `named`) a lesson."""

    stamp: Stamp
    wish: Wish
    about: str = ""


def named(stamp: Stamp) -> str:
    """Return by what UNLEARN names a lesson."""
    return f"{stamp.ms}/{stamp.counter}/{stamp.seat}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What counts now, oldest lesson first. `pins` are features the owner always wants to see, in the order pinned.

    `crowded` is what was added to the line because too much stood above it; `revision` grows with every change.
    """

    lessons: tuple[Lesson, ...] = ()
    pins: tuple[str, ...] = ()
    crowded: float = 0.0
    revision: int = 0

    @property
    def progress(self) -> tuple[int, int]:
        """How many lessons were taken in, at most as many as are needed, and how many are needed until it speaks."""
        return min(len(self.lessons), SPEAKS_FROM), SPEAKS_FROM

    @property
    def speaks(self) -> bool:
        """Whether enough was seen."""
        return len(self.lessons) >= SPEAKS_FROM

    @property
    def own_line(self) -> float:
        """How far the owner has moved the line of “Needs you”, in log-odds."""
        return own_line(self.lessons)

    @property
    def line(self) -> float:
        """How far the line lies from where it lay at first."""
        return round(self.own_line + self.crowded, 2)

    @property
    def knows_spam(self) -> bool:
        """Whether the owner has said often enough what is advertising and what is not."""
        said = [lesson for lesson in self.lessons if not lesson.reason]
        spam = sum(lesson.advert and lesson.way < 0 for lesson in said)
        return spam >= SPAM_KNOWN_FROM and sum(lesson.way > 0 for lesson in said) >= SPAM_KNOWN_FROM


def own_line(lessons: Iterable[Lesson]) -> float:
    """Return how far the owner's corrections have moved the line: each of a run moves it, the first begins the run.

    What was lifted though it stood above the line already, or lowered though below, says nothing about the line.
    """
    line, before = 0.0, 0
    for lesson in lessons:
        above = lesson.band is Band.NEEDS_YOU
        if lesson.cause is Cause.CORRECTED and not lesson.reason and above == (lesson.way < 0):
            if lesson.way == before:
                line = max(-FARTHEST, min(FARTHEST, line - STEP * lesson.way))
            before = lesson.way
    return round(line, 2)


def gather(lessons: Iterable[Lesson], wishes: Iterable[Wished]) -> tuple[tuple[Lesson, ...], tuple[str, ...]]:
    """Return the lessons that count, oldest first, and what is pinned, of what stands in the log, newest first.

    Of one cause, a conversation teaches once: the last time. What takes a lesson back counts for nothing itself. No more
    of `lessons` is read than is needed.
    """
    forgotten: dict[str, Stamp] = {}
    unlearned: set[str] = set()
    pinned: dict[str, bool] = {}
    since: Stamp | None = None
    for wished in wishes:
        if wished.wish is Wish.FORGET:
            forgotten.setdefault(wished.about, wished.stamp)
        elif wished.wish is Wish.UNLEARN:
            unlearned.add(wished.about)
        elif wished.wish is Wish.RESET:
            since = since or wished.stamp
        else:
            pinned.setdefault(wished.about, wished.wish is Wish.PIN)
    seen: set[tuple[str, Cause, str]] = set()
    kept: list[Lesson] = []
    for lesson in lessons:
        if len(kept) >= MOST_LESSONS or (since is not None and lesson.stamp < since):
            break
        at = forgotten.get(lesson.sender) if lesson.sender else None
        if (at is not None and lesson.stamp < at) or named(lesson.stamp) in unlearned:
            continue
        key = (lesson.conversation_key, lesson.cause, lesson.reason)
        if key not in seen and lesson.way:
            kept.append(lesson)
        seen.add(key)
    return tuple(reversed(kept)), tuple(pin for pin in reversed(pinned) if pinned[pin])
