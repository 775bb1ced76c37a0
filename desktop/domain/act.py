"""Acts of triage and their order across seats: an append-only log that two machines can merge.

A `Stamp` is a hybrid logical clock reading (Kulkarni et al., "Logical Physical Clocks", 2014): the wall clock where it
moves forward, a counter where it does not, and the seat to break ties; stamps are unique and totally ordered.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.conversation import ConversationId, State


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A moment of the hybrid logical clock: milliseconds, counter, seat."""

    ms: int
    counter: int
    seat: str


def next_stamp(last: Stamp | None, wall_ms: int, seat: str) -> Stamp:
    """Return the stamp of a new act: later than `last` and not before the wall clock."""
    if last is None or wall_ms > last.ms:
        return Stamp(wall_ms, 0, seat)
    return Stamp(last.ms, last.counter + 1, seat)


class Verb(StrEnum):
    """What the owner did with a conversation."""

    DONE = "done"
    REOPEN = "reopen"
    SNOOZE = "snooze"
    WAIT = "wait"
    STAR = "star"
    UNSTAR = "unstar"
    READ = "read"
    UNREAD = "unread"
    REPLY = "reply"
    WAKE = "wake"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """All that triage can change about a conversation."""

    state: State
    unread: bool
    starred: bool
    until: datetime | None = None
    """When a snoozed conversation wakes, or a waiting one comes back without an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the log. `conversation_key` is the same on every seat; `undoes` is the act taken back, if any.

    Acts of one bulk gesture share `gesture`, and are undone together.
    """

    stamp: Stamp
    verb: Verb
    conversation: ConversationId
    conversation_key: str
    before: Mark
    after: Mark
    gesture: str
    undoes: Stamp | None = None


def apply(mark: Mark, verb: Verb, until: datetime | None = None) -> Mark:
    """Return what `mark` becomes by `verb`.

    `until` is needed for SNOOZE and WAIT. Raises ValueError for UNDO, which has no meaning without the act undone.
    """
    new = {"state": mark.state, "unread": mark.unread, "starred": mark.starred, "until": mark.until}
    match verb:
        case Verb.DONE:
            new |= {"state": State.DONE, "unread": False, "until": None}
        case Verb.REOPEN | Verb.WAKE:
            new |= {"state": State.OPEN, "until": None}
        case Verb.SNOOZE | Verb.WAIT:
            if until is None:
                raise ValueError(f"{verb} needs a time")
            state = State.SNOOZED if verb is Verb.SNOOZE else State.WAITING
            new |= {"state": state, "unread": False, "until": until}
        case Verb.STAR | Verb.UNSTAR:
            new |= {"starred": verb is Verb.STAR}
        case Verb.READ | Verb.UNREAD:
            new |= {"unread": verb is Verb.UNREAD}
        case Verb.REPLY:
            new |= {"unread": False}
        case Verb.UNDO:
            raise ValueError("undo restores an earlier mark; it does not make a new one")
    return Mark(**new)  # type: ignore[arg-type]
