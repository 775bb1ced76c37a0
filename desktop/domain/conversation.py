"""Conversations as the list and the reader show them, and why each stands where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from desktop.domain.account import AccountId
from desktop.domain.item import Attachment, Audience, Direction, Kind, MessageId

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
class Score:
    """A score in 0..1 with the reasons it is the sum of, strongest first, and the version of the ranker that made it.

    What is `pinned` stands at the top of its lane, before those who have waited longer.
    """

    value: float
    band: Band
    reasons: tuple[Reason, ...]
    version: int
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the ranker may look at about one conversation; times are compared with `now`.

    `text` is what the customer has said since the shop last answered (newest last), cut to a bounded length.
    `waiting_since` is the first message not yet answered, None when the shop spoke last.
    """

    conversation: ConversationId
    channel: str
    kind: Kind
    audience: Audience
    addressed: bool
    subject: str
    text: str
    automatic: str
    matched: str
    rating: int | None
    followers: int | None
    waiting_since: datetime | None
    last_at: datetime
    messages_in: int
    unanswered: int
    earlier_conversations: int
    answered_before: bool
    now: datetime


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message in the timeline of the reader, ours or theirs.

    `html` is safe to show as it is; `fresh_html`/`fresh` leave out quoted earlier messages and are "" when nothing is
    quoted. For ours, `delivery` says in true words how far it has come ("" for what we only know from the server).
    """

    id: MessageId
    conversation: ConversationId
    direction: Direction
    channel: str
    kind: Kind
    audience: Audience
    who: str
    handle: str
    written_at: datetime
    subject: str
    text: str
    fresh: str
    html: str
    fresh_html: str
    remote_images: int
    url: str
    rating: int | None
    attachments: tuple[Attachment, ...]
    automatic: str
    unreadable: str
    delivery: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One name of a person on one channel."""

    channel: str
    key: str
    handle: str
    name: str
    url: str
    followers: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Everything the reader shows for one conversation: its row, the person's personas, the timeline oldest first.

    `timeline` holds every message of this person in every channel (the newest `limit` of them); `earlier` says how
    many older ones were left out. `account` is where a reply goes by default.
    """

    row: InboxRow
    personas: tuple[Persona, ...]
    timeline: tuple[Entry, ...]
    earlier: int
    account: AccountId
    reply_to: MessageId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One search result: the message, its conversation, and a snippet with the hits between U+0002 and U+0003."""

    message: MessageId
    conversation: ConversationId
    who: str
    subject: str
    snippet: str
    channel: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many conversations each lane holds, and how many of them are unread."""

    total: dict[Lane, int]
    unread: dict[Lane, int]
