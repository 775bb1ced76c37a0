"""Acts of triage and their order across seats: an append-only log that two machines can merge.

A `Stamp` is a hybrid logical clock reading (Kulkarni et al., "Logical Physical Clocks", 2014): the wall clock where it
moves forward, a counter where it does not, and the seat to break ties; stamps are unique and totally ordered.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from desktop.domain.row import ASIDE, ConversationId, State


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
    """What the owner did with a conversation.

    CORRECT changes nothing about it: it says that it matters more, or less. SENSE is said of what was learned, and the
    last three are done with a label itself.
    """

    DONE = "done"
    REOPEN = "reopen"
    SNOOZE = "snooze"
    WAIT = "wait"
    STAR = "star"
    UNSTAR = "unstar"
    READ = "read"
    UNREAD = "unread"
    LABEL = "label"
    UNLABEL = "unlabel"
    MUTE = "mute"
    UNMUTE = "unmute"
    NOT_OURS = "not-ours"
    TRASH = "trash"
    RESTORE = "restore"
    NOTE = "note"
    UNNOTE = "unnote"
    LANGUAGE = "language"
    REPLY = "reply"
    WAKE = "wake"
    UNDO = "undo"
    CORRECT = "correct"
    SENSE = "sense"
    MAKE_LABEL = "make-label"
    RENAME_LABEL = "rename-label"
    REMOVE_LABEL = "remove-label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """All that triage can change about a conversation.

    Where it was put, with all that belongs to that, is one part of it; unread and starred are parts; so is every
    single label and every single note. What two seats did to different parts goes together.
    """

    state: State
    unread: bool
    starred: bool
    until: datetime | None = None
    """When a snoozed conversation wakes, or a waiting one comes back without an answer."""
    why: str = ""
    """Why it is not about the shop: the phrase excluded, or ""."""
    asleep: bool = False
    """Whether it stays snoozed when they write."""
    back: str = ""
    """How it came back by itself, until something is done about it: see `desktop.domain.row.back_words`."""
    labels: frozenset[str] = frozenset()
    """The keys of its labels, see `desktop.domain.label.key_of`."""
    notes: frozenset[str] = frozenset()
    """The keys of its notes."""
    language: str = ""
    """The language that the owner says it is in ("pl"), "" for what its messages tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the log. `conversation_key` is the same on every seat; `undoes` is the act taken back, if any.

    Acts of one bulk gesture share `gesture`, and are undone together. `about` is what the marks cannot say: the name
    of a label as it is spelled (several on lines of their own), the text of a note, the phrase excluded. A line on a
    label itself bears `label_line` of its key instead of a conversation's: it is kept while `labels` holds the key, and
    `why` is its name. `lesson` is what the act taught, "" for nothing (see `desktop.store.learned`).
    """

    stamp: Stamp
    verb: Verb
    conversation: ConversationId
    conversation_key: str
    before: Mark
    after: Mark
    gesture: str
    undoes: Stamp | None = None
    about: str = ""
    lesson: str = ""


_LABEL_LINE = "label/"
SENSE_LINE = "sense/"
"""What stands in the log in the place of a conversation's key where the owner spoke of their sense itself."""


def label_line(key: str) -> str:
    """Return what stands in the log in the place of a conversation's key where a label itself was changed."""
    return _LABEL_LINE + key


def label_of(line_key: str) -> str:
    """Return the key of the label that a line of the log is about, "" where it is about a conversation."""
    return line_key.removeprefix(_LABEL_LINE) if line_key.startswith(_LABEL_LINE) else ""


def label_mark(key: str, name: str, *, kept: bool) -> Mark:
    """Return the mark of a label itself."""
    labels = frozenset({key}) if kept else frozenset()
    return Mark(state=State.OPEN, unread=False, starred=False, why=name, labels=labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What goes with a verb: a time; a key or a phrase; whether a snooze outlasts an answer; where to go back to."""

    until: datetime | None = None
    about: str = ""
    asleep: bool = False
    was: Mark | None = None


def apply(
    mark: Mark,
    verb: Verb,
    until: datetime | None = None,
    *,
    about: str = "",
    asleep: bool = False,
    was: Mark | None = None,
) -> Mark:
    """Return what `mark` becomes by `verb`.

    `until` is needed for SNOOZE and WAIT, which with `asleep` outlast their answers. `about` is the key of a label (""
    for all of them) or of a note, the phrase for NOT_OURS, how it came back for WAKE, the LANGUAGE.
    UNMUTE and RESTORE lead to where `was` stood, else into the list. Raises ValueError for what has no such meaning, as UNDO.
    """
    become = _BECOMES.get(verb)
    if become is None:
        raise ValueError(f"{verb} does not make a new mark of an old one")
    return become(mark, Deed(until=until, about=about, asleep=asleep, was=was))


def _put(mark: Mark, state: State, deed: Deed | None = None) -> Mark:
    """Return the mark with all that belongs to where it is put; nothing of where it was before remains."""
    until = deed.until if deed is not None else None
    return replace(mark, state=state, until=until, why="", asleep=deed is not None and deed.asleep, back="")


def _done(mark: Mark, _deed: Deed) -> Mark:
    return replace(_put(mark, State.DONE), unread=False)


def _open(mark: Mark, _deed: Deed) -> Mark:
    return _put(mark, State.OPEN)


def _wake(mark: Mark, deed: Deed) -> Mark:
    return replace(_put(mark, State.OPEN), back=deed.about)


def _snooze(mark: Mark, deed: Deed) -> Mark:
    if deed.until is None:
        raise ValueError("snooze needs a time")
    return replace(_put(mark, State.SNOOZED, deed), unread=False)


def _wait(mark: Mark, deed: Deed) -> Mark:
    if deed.until is None:
        raise ValueError("wait needs a time")
    # Whoever waits for an answer wants to see it.
    return replace(_put(mark, State.WAITING, replace(deed, asleep=False)), unread=False)


def _mute(mark: Mark, _deed: Deed) -> Mark:
    return replace(_put(mark, State.MUTED), unread=False)


def _not_ours(mark: Mark, deed: Deed) -> Mark:
    return replace(_put(mark, State.NOT_OURS), unread=False, why=deed.about)


def _trash(mark: Mark, _deed: Deed) -> Mark:
    # Unread as it was: that it lies in the trash here is nobody's business on the server.
    return _put(mark, State.TRASH)


def _unmute(mark: Mark, deed: Deed) -> Mark:
    return _restore(mark, deed) if mark.state is State.MUTED else mark


def _restore(mark: Mark, deed: Deed) -> Mark:
    if mark.state not in ASIDE:
        return mark
    was = deed.was
    return _put(mark, State.OPEN) if was is None else follow(mark, mark, was, only_place=True)


def _label(mark: Mark, deed: Deed) -> Mark:
    return replace(mark, labels=mark.labels | {deed.about})


def _unlabel(mark: Mark, deed: Deed) -> Mark:
    return replace(mark, labels=mark.labels - {deed.about} if deed.about else frozenset())


def _note(mark: Mark, deed: Deed) -> Mark:
    return replace(mark, notes=mark.notes | {deed.about})


def _unnote(mark: Mark, deed: Deed) -> Mark:
    return replace(mark, notes=mark.notes - {deed.about})


def _language(mark: Mark, deed: Deed) -> Mark:
    return replace(mark, language=deed.about)


def _star(mark: Mark, _deed: Deed) -> Mark:
    return replace(mark, starred=True)


def _unstar(mark: Mark, _deed: Deed) -> Mark:
    return replace(mark, starred=False)


def _read(mark: Mark, _deed: Deed) -> Mark:
    return replace(mark, unread=False)


def _unread(mark: Mark, _deed: Deed) -> Mark:
    return replace(mark, unread=True)


def _reply(mark: Mark, _deed: Deed) -> Mark:
    return replace(mark, unread=False, back="")


_BECOMES: dict[Verb, Callable[[Mark, Deed], Mark]] = {
    Verb.DONE: _done,
    Verb.REOPEN: _open,
    Verb.SNOOZE: _snooze,
    Verb.WAIT: _wait,
    Verb.STAR: _star,
    Verb.UNSTAR: _unstar,
    Verb.READ: _read,
    Verb.UNREAD: _unread,
    Verb.LABEL: _label,
    Verb.UNLABEL: _unlabel,
    Verb.MUTE: _mute,
    Verb.UNMUTE: _unmute,
    Verb.NOT_OURS: _not_ours,
    Verb.TRASH: _trash,
    Verb.RESTORE: _restore,
    Verb.NOTE: _note,
    Verb.UNNOTE: _unnote,
    Verb.LANGUAGE: _language,
    Verb.REPLY: _reply,
    Verb.WAKE: _wake,
}


def place(mark: Mark) -> tuple[object, ...]:
    """Return where a conversation was put and all that belongs to that: one part of the mark, never taken apart."""
    return mark.state, mark.until, mark.why, mark.asleep, mark.back


def follow(mark: Mark, one: Mark, other: Mark, *, only_place: bool = False) -> Mark:
    """Return `mark` with the parts that differ from `one` to `other` as they are in `other`; the rest stays.

    From an act's `after` to its `before` this takes exactly the act back, whatever else was done since.
    """
    if place(one) != place(other):
        put = {"state": other.state, "until": other.until, "why": other.why}
        mark = replace(mark, asleep=other.asleep, back=other.back, **put)  # type: ignore[arg-type]
    if only_place:
        return mark
    return replace(
        mark,
        unread=other.unread if one.unread != other.unread else mark.unread,
        starred=other.starred if one.starred != other.starred else mark.starred,
        labels=mark.labels - (one.labels - other.labels) | (other.labels - one.labels),
        notes=mark.notes - (one.notes - other.notes) | (other.notes - one.notes),
        language=other.language if one.language != other.language else mark.language,
    )
