"""One conversation as the list shows it, and why it stands where it stands: all that the first paint knows."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from desktop.domain.kinds import Audience, Kind
from desktop.domain.lean import dataclass
from desktop.domain.wording import worded

if TYPE_CHECKING:
    from desktop.domain.hours import Hours

ConversationId = NewType("ConversationId", int)
PersonId = NewType("PersonId", int)


class State(StrEnum):
    """Where the owner has put a conversation. The last three are aside: what comes in later does not bring it back."""

    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    DONE = "done"
    MUTED = "muted"
    NOT_OURS = "not-ours"
    TRASH = "trash"


ASIDE = frozenset((State.MUTED, State.NOT_OURS, State.TRASH))
"""Where a conversation stays whatever comes in."""
ANSWERED = frozenset((State.DONE, State.WAITING, State.SNOOZED))
"""Where a conversation does not stay when the customer writes."""


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
    MUTED = "muted"
    NOT_OURS = "not-ours"
    TRASH = "trash"


OPEN_LANES = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)
"""Where what is open stands; these lanes can be put in another order."""


class Sorting(StrEnum):
    """In which order the lanes of what is open are listed."""

    NEED = "need"
    """What is pinned, what is back from being put off, then whoever most needs an answer; of equals the older."""
    NEWEST = "newest"
    """Whatever was written last."""
    OLDEST = "oldest"
    """What is pinned, what is back, then whoever waits longest."""
    DUE = "due"
    """Whoever should have an answer soonest."""


@dataclass(frozen=True, slots=True)
class Found:
    """The conversations that a search finds, in the place of a lane. `name` is that under which it was saved, or ""."""

    query: str
    name: str = ""


MOST_FOUND = 20_000
"""So many conversations of a search are listed; nobody looks through more."""


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
class Label:
    """A word the owner puts on conversations. `colour` is a token of the theme (see `desktop.domain.label.COLOURS`).

    `place` is its order among the labels: the first nine bear the digits 1 to 9.
    """

    id: int
    name: str
    colour: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What the row of a conversation says that stands for a storm.

    `title` is what most of them answer, `name` the account's name, each "" where there is none. `folded` conversations
    stand behind the row, this one included; `alone` are open and stand on their own. `hours` are the people of each hour
    since it began, `people` all of them; `rate` those of the last hour. `phase` is "rising", "peak", "fading" or "over";
    `half` is the time from the peak to half of it, None while unknown.
    """

    storm: int
    title: str
    name: str
    people: int
    folded: int
    alone: int
    hours: tuple[int, ...]
    peak: int
    peak_at: datetime
    rate: int
    phase: str
    half: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One conversation in the list. `place` is its sort key within the lane: rows are shown in ascending order of it.

    `reasons` begin with why it is back from being put off, or why it is not about the shop, where that is so; those
    reasons bear no points. An answer is due soon from `due_soon` on; `hours` are those in which it becomes late, None for
    round the clock. `wakes_on_reply` is False for one that sleeps until its time whatever they write.
    `burst` is there where it stands for a storm; what is `folded` stands behind such a row, and lanes leave it out.
    """

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
    labels: tuple[Label, ...] = ()
    wakes_on_reply: bool = True
    due_soon: datetime | None = None
    hours: "Hours | None" = None
    burst: Burst | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many conversations each lane holds, and how many of them are unread."""

    total: dict[Lane, int]
    unread: dict[Lane, int]


_SAID_BY_THE_ROW = frozenset(("waiting", "direct", "addressed", "passing", "old", "calm", "faint", "asked"))
"""What the row itself tells (how long they wait, where, whether in public), and what is no news: nobody is unhappy."""


def chips(reasons: tuple[Reason, ...], most: int = 3) -> tuple[Reason, ...]:
    """Return the reasons worth a chip on the row, strongest first: those that raise it before those that lower it.

    When the row itself tells all of them, the strongest of them is repeated, so that no row is without its reason.
    """
    telling = [reason for reason in reasons if reason.name not in _SAID_BY_THE_ROW]
    telling.sort(key=lambda reason: reason.points < 0)
    return tuple(telling[:most]) or reasons[:1]


BACK_FROM_SNOOZE = "snooze"
"""How a conversation came back whose time to sleep was over."""
WOKEN = "woken"
"""How a conversation came back whose sleep ended early because they wrote."""
_UNANSWERED = "unanswered:"


def back_unanswered(days: int) -> str:
    """Return how a conversation came back for which an answer was waited in vain, for so many whole days."""
    return f"{_UNANSWERED}{days}"


def back_words(back: str) -> str:
    """Return what the chip of a conversation says that came back by itself; "" for one that did not."""
    if not back:
        return ""
    if back == WOKEN:
        return worded("wrote while snoozed")
    if not back.startswith(_UNANSWERED):
        return worded("back from snooze")
    days = int(back.removeprefix(_UNANSWERED))
    return {0: worded("no answer yet"), 1: worded("no answer in a day")}.get(days, worded(f"no answer in {days} days"))


_BACK = "back"


def is_back(row: InboxRow) -> bool:
    """Return whether a conversation came back by itself: it stands on top, whatever its score, until it is dealt with."""
    return any(reason.name == _BACK for reason in row.reasons)


_FURTHER = "further"


def further_reason() -> Reason:
    """Return why a conversation of a lower lane is shown among those of a higher one: nothing that counts for its score."""
    return Reason(name=_FURTHER, words=worded("a look further down"), points=0.0)


def is_further(row: InboxRow) -> bool:
    """Return whether a row is that of a conversation of a lower lane, shown among those of a higher one."""
    return bool(row.reasons) and row.reasons[0].name == _FURTHER


def put_reasons(state: State, back: str, why: str) -> tuple[Reason, ...]:
    """Return why a conversation stands where it was put, or came back by itself: nothing that counts for its score."""
    if state is State.NOT_OURS:
        words = worded(f"not about you: “{why}”") if why else worded("you said it is not about you")
        return (Reason(name="not-ours", words=words, points=0.0),)
    words = back_words(back)
    return (Reason(name=_BACK, words=words, points=0.0, tone=Tone.NOTICE),) if words else ()
