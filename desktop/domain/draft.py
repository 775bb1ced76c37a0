"""A reply on its way: from the owner's words to a proof that the server has them, once.

The states and their legal moves::

    queued -> claimed -> sending -> committing -> sent
      ^          |          |           |-> unknown -> sent | queued (only by proof or by the owner)
      +----------+----------+ (proven not delivered)
      queued | claimed | sending | committing -> refused (the server said no)
      queued | refused | unknown | overdue -> withdrawn (the owner took it back; the draft stays)
      queued -> overdue -> queued (its time passed while nobody could send it; only the owner lets it go on)

`committing` is everything after the point where the server may already have accepted. Nothing ever goes from there
back to `queued` by itself.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.domain.account import AccountId
from desktop.domain.errors import IllegalMove
from desktop.domain.kinds import Audience, Kind, MessageId
from desktop.domain.row import ConversationId

LATE_AFTER = timedelta(minutes=15)
"""A reply that could not leave within this of the time the owner chose is asked about and not sent late in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Of which gesture a reply is part ("" for none), and the id of the one that must be sent before it ("" for none)."""

    gesture: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A file that goes with a draft or a queued reply; its bytes lie in the store, whatever became of the original.

    `number` tells it from the others of the same draft, in their order.
    """

    number: int
    name: str
    media_type: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file with its bytes, on the way into the store or into the frozen request."""

    name: str
    media_type: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the owner has typed for one way to answer, saved within a second and kept until it is sent.

    A way is a conversation, an account and an audience: what is said in public and in private through one account are
    two drafts. `channel` and `kind` are those of the way, "" and None where they are the conversation's own.
    `files` go with it; the store alone adds and removes them. `enclosures` are their bytes, and are only there while
    the draft is being frozen.
    """

    conversation: ConversationId
    account: AccountId
    text: str
    audience: Audience
    in_reply_to: MessageId | None
    subject: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    updated_at: datetime | None = None
    channel: str = ""
    kind: Kind | None = None
    files: tuple[DraftFile, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """What a connector needs to know of the message that is being answered."""

    remote_id: str
    own_id: str
    parent_ids: tuple[str, ...]
    subject: str
    author_key: str
    author_handle: str
    author_name: str
    reply_to: tuple[str, ...]
    sent_to: tuple[str, ...]
    audience: Audience
    conversation_hint: str
    quote: str
    written_at: datetime
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A reply frozen when it was queued: nothing in it changes between tries.

    `reply_id` is a UUID and the idempotency key. `payload` is the exact request (for mail the RFC 5322 bytes).
    `remote_key` is the identity chosen by us (Message-ID, rkey) by which it can be found again.
    `sender` and `recipients` are the envelope, empty where the channel has none. `summary` names where it goes, for
    the outbox. In lists of replies `payload` is left on the disk, and is empty.
    """

    reply_id: str
    payload: bytes
    remote_key: str
    sender: str = ""
    recipients: tuple[str, ...] = ()
    summary: str = ""


class Phase(StrEnum):
    """How far a delivery has come. COMMIT is the first phase in which the server may have accepted."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    BODY = "body"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The proof of a delivery: the server's own words, and the id under which it can be found ("" if unknown)."""

    proof: str
    remote_id: str = ""
    filed: bool = False
    """True when the server is known to have put a copy where our own messages lie (Sent folder, own timeline)."""


class ReplyState(StrEnum):
    """Where a queued reply is."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    COMMITTING = "committing"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    OVERDUE = "overdue"
    """The time the owner chose passed while it could not leave: it stays until the owner has decided."""


_MOVES: dict[ReplyState, frozenset[ReplyState]] = {
    ReplyState.QUEUED: frozenset({ReplyState.CLAIMED, ReplyState.REFUSED, ReplyState.WITHDRAWN, ReplyState.OVERDUE}),
    ReplyState.OVERDUE: frozenset({ReplyState.QUEUED, ReplyState.WITHDRAWN}),
    ReplyState.CLAIMED: frozenset({ReplyState.SENDING, ReplyState.QUEUED, ReplyState.REFUSED}),
    ReplyState.SENDING: frozenset({ReplyState.COMMITTING, ReplyState.QUEUED, ReplyState.REFUSED}),
    ReplyState.COMMITTING: frozenset({ReplyState.SENT, ReplyState.REFUSED, ReplyState.UNKNOWN}),
    ReplyState.UNKNOWN: frozenset({ReplyState.SENT, ReplyState.QUEUED, ReplyState.WITHDRAWN}),
    ReplyState.REFUSED: frozenset({ReplyState.QUEUED, ReplyState.WITHDRAWN}),
    ReplyState.SENT: frozenset(),
    ReplyState.WITHDRAWN: frozenset(),
}


def move(here: ReplyState, there: ReplyState) -> ReplyState:
    """Return `there` when it is a legal successor of `here`; raises IllegalMove otherwise."""
    if there not in _MOVES[here]:
        raise IllegalMove(f"a reply cannot go from {here} to {there}")
    return there


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One row of the outbox. `not_before` is the end of the hold, `sentence` what the owner should know of it.

    `due_at` is when it is tried next: the end of the hold, or later after a failed try. `by_owner` is True when the
    owner, not the server, has said that it arrived. `leave_at` is the moment the owner chose for it to leave, None for
    as soon as the hold is over. Replies of one `gesture` were written as one, such as an apology in public and help in
    private; `blocked` is true while one that must leave before it has not.
    """

    id: str
    conversation: ConversationId
    account: AccountId
    state: ReplyState
    phase: Phase | None
    text: str
    summary: str
    audience: Audience
    queued_at: datetime
    not_before: datetime
    attempts: int
    sentence: str
    sent_at: datetime | None
    plan: Plan
    due_at: datetime | None = None
    by_owner: bool = False
    leave_at: datetime | None = None
    gesture: str = ""
    blocked: bool = False
    channel: str = ""
    files: tuple[DraftFile, ...] = ()
