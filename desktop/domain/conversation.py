"""Conversations as the ranker and the reader see them; what the list shows of them is in `desktop.domain.row`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from desktop.domain.account import AccountId
from desktop.domain.item import Attachment, Audience, Direction, Kind, MessageId
from desktop.domain.row import Band, ConversationId, Counts, InboxRow, Label, Lane, PersonId, Reason, State, Tone
from desktop.domain.standing import Standing

__all__ = [
    "Band",
    "ConversationId",
    "Counts",
    "Entry",
    "Facts",
    "Hit",
    "InboxRow",
    "Label",
    "Lane",
    "Opened",
    "PersonId",
    "Persona",
    "Rank",
    "Reason",
    "Score",
    "State",
    "Tone",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score in 0..1 with the reasons it is the sum of, strongest first, and the version of the ranker that made it.

    What is `pinned` stands at the top of its lane, before all others. `due_at` is when the customer should have an
    answer, None for when nobody waits, or for the usual time.
    """

    value: float
    band: Band
    reasons: tuple[Reason, ...]
    version: int
    pinned: bool = False
    due_at: datetime | None = None

    @property
    def points(self) -> int:
        """What its reasons add up to, in hundredths: by this whole number lists are ordered, the same on every machine."""
        return round(100 * sum(reason.points for reason in self.reasons))


class Said(NamedTuple):
    """One message that waits. `terms` are what its words add to a score, None where nobody has looked for them yet."""

    subject: str
    text: str
    terms: tuple[Reason, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the ranker may look at about one conversation; times are compared with `now`.

    `text` is what the customer has said since the shop last answered (newest last), cut to a bounded length, and `said`
    the same message by message; () where it is one, with the subject of the conversation. `waiting_since` is the first
    message not yet answered, None when the shop spoke last. `known_where` is false when nobody could tell whether it was
    said to the shop or only about it. `answers` are the people who have answered what it began with at `began_at`, the
    shop and whoever began it left out. Where many people wait in one conversation, `others` is what each of those has
    said who has no part in `text`, and `people` how many they are.
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
    said: tuple[Said, ...] = ()
    sender: str = ""
    who: str = ""
    known_where: bool = True
    language: str = ""
    answers: int = 0
    began_at: datetime | None = None
    others: tuple[tuple[Said, ...], ...] = ()
    people: int = 1


Rank = Callable[[Facts], Score]
"""What ranks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message in the timeline of the reader, ours or theirs.

    `html` is safe to show as it is; `fresh_html`/`fresh` leave out quoted earlier messages and are "" when nothing is
    quoted. For ours, `delivery` says how far it has come (None for what we only know from the server). `other` is true
    for what somebody else said than the person whose conversation it is. `note` is true for what the owner wrote down
    for themselves: it is nobody's message, was never sent and never will be, and its `id` is for `store.notes` alone.
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
    delivery: Standing | None = None
    other: bool = False
    note: bool = False


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
    many older ones were left out. `account` is where a reply goes by default. `language` is the one they write in
    ("pl"), "" when that is not known; `by_owner` tells whether the owner has said so.
    """

    row: InboxRow
    personas: tuple[Persona, ...]
    timeline: tuple[Entry, ...]
    earlier: int
    account: AccountId
    reply_to: MessageId | None
    language: str = ""
    by_owner: bool = False

    def has_taken_in(self, other: "Opened") -> bool:
        """Return whether the conversation of `other` has become part of this one since: its messages are here now."""
        if other.row.id == self.row.id:
            return False
        theirs = {entry.id for entry in other.timeline if entry.conversation == other.row.id}
        return any(entry.id in theirs and entry.conversation == self.row.id for entry in self.timeline)


class Hit(NamedTuple):
    """One search result: the message, its conversation, and a snippet with the hits between U+0002 and U+0003.

    With `note` it is not a message but what the owner wrote beside the conversation.

    A tuple, as every search makes fifty: frozen dataclasses take as long to make as the index takes to find them.
    """

    message: MessageId
    conversation: ConversationId
    who: str
    subject: str
    snippet: str
    channel: str
    written_at: datetime
    note: bool = False
