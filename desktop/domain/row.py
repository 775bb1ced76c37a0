"""One conversation as the list shows it, and why it stands where it stands: all that the first paint knows."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from desktop.domain.kinds import Audience, Kind
from desktop.domain.lean import dataclass

ConversationId = NewType("ConversationId", int)
PersonId = NewType("PersonId", int)


class State(StrEnum):
    """Where the owner has put a conversation."""

    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    DONE = "done"


class Band(StrEnum):
    """How much an open conversation needs the owner; the three lanes of the list."""

    NEEDS_YOU = "needs-you"
    WORTH_A_LOOK = "worth-a-look"
    THE_REST = "the-rest"


class Lane(StrEnum):
    """A place in the rail."""

    NEEDS_YOU = "needs-you"
    WORTH_A_LOOK = "worth-a-look"
    THE_REST = "the-rest"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    STARRED = "starred"
    DONE = "done"
    DRAFTS = "drafts"
    OUTBOX = "outbox"


class Tone(StrEnum):
    """The colour of a chip: a reason to hurry, something to notice, or a plain fact."""

    HURRY = "hurry"
    NOTICE = "notice"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One term of the score: `points` add up to it. `name` is stable (for the log), `words` are shown on the chip."""

    name: str
    words: str
    points: float
    tone: Tone = Tone.FACT


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One conversation in the list. `place` is its sort key within the lane: rows are shown in ascending order of it."""

    id: ConversationId
    place: tuple[int, int, int]
    channel: str
    kind: Kind
    audience: Audience
    person: PersonId
    who: str
    handle: str
    subject: str
    snippet: str
    state: State
    unread: bool
    starred: bool
    messages: int
    last_at: datetime
    waiting_since: datetime | None
    due_at: datetime | None
    until: datetime | None
    score: float
    band: Band
    reasons: tuple[Reason, ...]
    has_draft: bool = False
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many conversations each lane holds, and how many of them are unread."""

    total: dict[Lane, int]
    unread: dict[Lane, int]


_SAID_BY_THE_ROW = frozenset(("waiting", "direct", "addressed", "passing", "old"))
"""Reasons that the row itself already tells: how long they wait, in which channel, whether in public."""


def chips(reasons: tuple[Reason, ...], most: int = 3) -> tuple[Reason, ...]:
    """Return the reasons worth a chip on the row, strongest first: those that raise it before those that lower it.

    When the row itself tells all of them, the strongest of them is repeated, so that no row is without its reason.
    """
    telling = [reason for reason in reasons if reason.name not in _SAID_BY_THE_ROW]
    telling.sort(key=lambda reason: reason.points < 0)
    return tuple(telling[:most]) or reasons[:1]
