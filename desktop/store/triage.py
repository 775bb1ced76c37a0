"""What the owner does with conversations: carried out, written to the log, and taken back from it."""

import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.act import SENSE_LINE, Act, Deed, Mark, Stamp, Verb, follow, label_line, label_mark, label_of
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.label import key_of, tidy
from desktop.domain.languages import name, primary
from desktop.domain.row import ANSWERED, BACK_FROM_SNOOZE, State, back_unanswered
from desktop.domain.sense import Teach, Wished
from desktop.store import acts as log
from desktop.store import exclusions, gestures, learned
from desktop.store.marks import Change, Words, free_key, heard_since, label_marks, marks
from desktop.store.merging import merge
from desktop.store.sense import UNDONE, loaded

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "ON_OPENING",
    "act",
    "acts",
    "merge",
    "redo",
    "snooze_again",
    "snoozed_until",
    "undo",
    "undo_last",
    "wake_due",
]

_SAID = {
    Verb.DONE: "Done",
    Verb.REOPEN: "Opened again",
    Verb.SNOOZE: "Snoozed",
    Verb.WAIT: "Waiting",
    Verb.STAR: "Starred",
    Verb.UNSTAR: "Star taken off",
    Verb.READ: "Marked as read",
    Verb.UNREAD: "Marked as unread",
    Verb.WAKE: "Back",
    Verb.LABEL: "Labelled “{}”",
    Verb.UNLABEL: "Label “{}” taken off",
    Verb.MUTE: "Muted",
    Verb.UNMUTE: "Heard again",
    Verb.NOT_OURS: "Not about you",
    Verb.TRASH: "In the trash",
    Verb.RESTORE: "Taken back into the list",
    Verb.NOTE: "Note kept",
    Verb.UNNOTE: "Note deleted",
    Verb.LANGUAGE: "Language: {}",
}
_BY_ITSELF = "told by the words"
_NO_LABELS = "Labels taken off"
ON_OPENING = "reader"
"""The initiator of what happens by looking at a conversation; undo passes over it."""


def act(
    db: "Database",
    conversations: Sequence[ConversationId],
    verb: Verb,
    *,
    now: datetime,
    until: datetime | None = None,
    about: str = "",
    wake_on_reply: bool = True,
    initiator: str = "",
    teach: Teach | None = None,
) -> ChangeSet:
    """Do `verb` with all of them as one gesture; return those it made a difference to.

    `about` is the name of a label for LABEL, which is made when there is none of that name, and for UNLABEL, where ""
    means all; for NOT_OURS a phrase that the watch which found it shall leave alone from now on, "" for none; for NOTE
    the text (nothing is kept of one without words), for UNNOTE the note's key; the LANGUAGE, "" for what the words
    themselves tell. A snooze without `wake_on_reply` outlasts their answers. UNMUTE and RESTORE lead back to where the conversation was before, or into the list when they wrote since.

    With `teach` what is done with one of them alone is a lesson in what matters to the owner (see `learned`).

    With the initiator "reader" the gesture is no deliberate one, and undo does not take it back. Raises ValueError
    without `until` where the verb needs one, BadLabel for a label that cannot be, Misconfigured for a phrase that
    cannot be looked for.
    """
    conn, quiet = db.conn, initiator == ON_OPENING
    if verb is Verb.LABEL or (verb is Verb.UNLABEL and about):
        about = tidy(about)
    elif verb is Verb.NOTE and not about.strip():
        return ChangeSet(initiator=initiator or "triage")
    elif verb is Verb.LANGUAGE:
        about = primary(about)
    deed, words = _deed(conn, conversations, verb, about, now)
    if not isinstance(deed, Mapping):
        deed = Deed(until=until, about=deed.about, asleep=not wake_on_reply)
    changes = log.changes(conn, conversations, verb, deed, about)
    touched = [one.conversation for one in changes]
    if teach is not None and not quiet and len(conversations) == 1:
        changes = learned.taught(conn, changes, teach, now)
    if verb is Verb.LABEL and changes:
        changes += _made(conn, about)
    gesture = (log.BY_ITSELF if quiet else "") + uuid.uuid4().hex
    said = "" if quiet else gestures.say(conn, _word(verb, about), touched)
    told = ChangeSet(verb=verb, about=about, said=said, who=gestures.who(conn, touched))
    done = gestures.carry_out(
        conn, changes, gesture=gesture, now=now, initiator=initiator or "triage", told=told, words=words
    )
    if verb is Verb.NOT_OURS and about and changes:
        done |= exclusions.add(db, exclusions.watches_of(conn, touched), about)
    return done


def _word(verb: Verb, about: str) -> str:
    if verb is Verb.UNLABEL and not about:
        return _NO_LABELS
    if verb is Verb.LANGUAGE:
        about = name(about) or _BY_ITSELF
    return _SAID.get(verb, "").format(about)


def _deed(
    conn: sqlite3.Connection, conversations: Sequence[int], verb: Verb, about: str, now: datetime
) -> tuple[Deed | dict[int, Deed], Words]:
    """Return what goes with the verb as the mark keeps it, and the words for what it only names by a key."""
    if verb in (Verb.LABEL, Verb.UNLABEL):
        key = _label_key(conn, about)
        return Deed(about=key), Words(names={key: about})
    if verb is Verb.NOTE:
        keys = {one: uuid.uuid4().hex for one in conversations}
        texts = {key: (about, to_ms(now)) for key in keys.values()}
        return {one: Deed(about=key) for one, key in keys.items()}, Words(notes=texts)
    if verb in (Verb.UNMUTE, Verb.RESTORE):
        stood = log.where_from(conn, conversations)
        return {one: Deed(was=_still(was, now)) for one, was in stood.items()}, Words()
    if verb is Verb.NOT_OURS and about and exclusions.is_typed(conn, conversations, about):
        # Undo takes a phrase out of the watch with the last that was put aside for it: not one that stood there before.
        about = ""
    return Deed(about=about), Words()


def _still(was: Mark, now: datetime) -> Mark | None:
    """Return where a conversation stood, unless it stood there until a time that has passed."""
    return None if was.until is not None and was.until <= now else was


def _label_key(conn: sqlite3.Connection, name: str) -> str:
    """Return the key of the label of that name, that of a new one when there is none; "" for no name."""
    if not name:
        return ""
    row = conn.execute("select key from label where folded = ? and kept = 1", (key_of(name),)).fetchone()
    return free_key(conn, name) if row is None else str(row[0])


def _made(conn: sqlite3.Connection, name: str) -> list[Change]:
    """Return the line that makes the label, where there is none yet or none any more."""
    key = _label_key(conn, name)
    here = label_marks(conn, [key]).get(key)
    if here is not None and here.labels:
        return []
    before = here or label_mark(key, name, kept=False)
    after = label_mark(key, before.why, kept=True)
    return [
        Change(verb=Verb.MAKE_LABEL, conversation=0, key=label_line(key), before=before, after=after, about=before.why)
    ]


def snooze_again(db: "Database", conversations: Sequence[ConversationId], *, now: datetime) -> ChangeSet:
    """Put off again, each until the time it was put off to last, those of them whose time is still to come."""
    conn = db.conn
    deeds = _last_snoozes(conn, conversations, now)
    changes = log.changes(conn, list(deeds), Verb.SNOOZE, deeds)
    touched = [one.conversation for one in changes]
    said = gestures.say(conn, "Snoozed again", touched)
    told = ChangeSet(verb=Verb.SNOOZE, said=said, who=gestures.who(conn, touched))
    return gestures.carry_out(conn, changes, gesture=uuid.uuid4().hex, now=now, initiator="triage", told=told)


def snoozed_until(reader: sqlite3.Connection, conversation: ConversationId, now: datetime) -> datetime | None:
    """Return the time to which a conversation was put off last, None when that has passed or it never was."""
    deed = _last_snoozes(reader, [conversation], now).get(conversation)
    return None if deed is None else deed.until


def _last_snoozes(reader: sqlite3.Connection, conversations: Sequence[int], now: datetime) -> dict[int, Deed]:
    found = {}
    for one, line in log.last_of(reader, conversations, Verb.SNOOZE).items():
        if line.after.until is not None and line.after.until > now:
            found[one] = Deed(until=line.after.until, asleep=line.after.asleep)
    return found


def undo(db: "Database", *, now: datetime) -> ChangeSet:
    """Take back this seat's last gesture that was not taken back yet, also after a restart; empty when there is none."""
    return _reverse(db, gestures.to_undo(db.conn), now=now, said="Taken back")


def undo_last(db: "Database", conversation: ConversationId, verb: Verb, *, now: datetime) -> ChangeSet:
    """Take back the last gesture of this verb with a conversation, whatever was done elsewhere since."""
    last = log.last_of(db.conn, (conversation,), verb).get(conversation)
    return _reverse(db, "" if last is None else last.gesture, now=now, said="Taken back")


def redo(db: "Database", *, now: datetime) -> ChangeSet:
    """Do again what was last taken back, unless something else was done since."""
    return _reverse(db, gestures.to_redo(db.conn), now=now, said="Done again")


def _reverse(db: "Database", gesture: str, *, now: datetime, said: str) -> ChangeSet:
    """Take back exactly what the gesture changed; what changed since for other reasons stays.

    Above all, what the customer has written since stays in the list and unread: no gesture of before puts it away.
    """
    conn = db.conn
    lines = gestures.lines(conn, gesture) if gesture else []
    here = marks(conn, {line.conversation for line in lines if line.conversation})
    labels = label_marks(conn, {key for line in lines if (key := label_of(line.conversation_key))})
    heard = _heard_since(conn, lines, here)
    changes = []
    for line in lines:
        key = label_of(line.conversation_key)
        before = _stood(line, labels.get(key) if key else here.get(line.conversation))
        if before is not None:
            after = follow(before, line.after, line.before)
            if line.conversation in heard:
                after = _still_to_see(before, after)
            if key:
                labels[key] = after
            else:
                here[line.conversation] = after
            changes.append(
                Change(
                    verb=Verb.UNDO,
                    conversation=line.conversation,
                    key=line.conversation_key,
                    before=before,
                    after=after,
                    undoes=line.stamp,
                    about=line.about,
                    lesson=UNDONE if line.lesson else "",
                )
            )
    touched = [one.conversation for one in changes if one.conversation]
    of_label = bool(changes) and not touched and bool(label_of(changes[0].key))
    first = _first_done(conn, lines)
    undid, about = (first.verb, first.about) if first is not None and touched else ("", "")
    word = _word(Verb(undid), about) if undid else ""
    sentence = gestures.say(conn, f"{said}: {word}" if word else said, touched)
    what = ""
    if of_label:
        about = changes[0].about
        what = f"the label “{about}”"
    elif wish := _wished(first):
        undid, about = Verb.SENSE, wish
        what = wish
    told = ChangeSet(
        verb=Verb.UNDO,
        undid=undid,
        about=about,
        said=sentence or (f"{said}: {what}" if changes and what else said if changes else ""),
        who=gestures.who(conn, touched),
    )
    done = gestures.carry_out(conn, changes, gesture=uuid.uuid4().hex, now=now, initiator="triage", told=told)
    return done | exclusions.follow(db, changes)


def _first_done(conn: sqlite3.Connection, lines: Sequence[Act]) -> Act | None:
    """Return what a gesture began with, or, where it took one back, what that one did; None where the log has lost it."""
    line = next(iter(lines), None)
    while line is not None and line.undoes is not None:
        stamp = line.undoes
        line = next(
            iter(log.read(conn, "(ms, counter, seat) = (?, ?, ?)", (stamp.ms, stamp.counter, stamp.seat))), None
        )
    return line


def _wished(line: Act | None) -> str:
    """Return what the owner has said of their sense by a line; "" for any other."""
    if line is None or line.conversation_key != SENSE_LINE:
        return ""
    try:
        wished = loaded(line.stamp, line.conversation_key, line.lesson)
    except (ValueError, KeyError, TypeError):
        # A newer version has written what is not known here yet.
        return ""
    return learned.wished_for(wished.wish, wished.about) if isinstance(wished, Wished) else ""


def _stood(line: Act, mark: Mark | None) -> Mark | None:
    """Return the mark that an act is taken back from: the owner's word on their sense has none but its own."""
    return line.after if line.conversation_key == SENSE_LINE else mark


def _heard_since(conn: sqlite3.Connection, lines: Sequence[Act], here: Mapping[int, Mark]) -> set[int]:
    """Return the conversations that taking the lines back would put away, or take for read, with what came in since."""
    hiding = [
        line for line in lines if line.conversation in here and (line.before.state in ANSWERED or line.after.unread)
    ]
    return heard_since(conn, {line.conversation: (line.stamp.ms, line.after.unread) for line in hiding})


def _still_to_see(before: Mark, after: Mark) -> Mark:
    """Return `after`, but open what is open and would be put away, and unread what is unread; what sleeps may sleep."""
    if before.state is State.OPEN and after.state in ANSWERED and not after.asleep:
        after = follow(after, after, before, only_place=True)
    return replace(after, unread=after.unread or before.unread)


def wake_due(db: "Database", now: datetime) -> ChangeSet:
    """Open what was put away until a time that has come; it stands on top of its lane until something is done about it."""
    conn = db.conn
    due = conn.execute(
        "select id, state from conversation where until <= ? and state in ('snoozed', 'waiting') order by until",
        (to_ms(now),),
    ).fetchall()
    waited = log.last_of(conn, [row[0] for row in due if row[1] == State.WAITING], Verb.WAIT)
    deeds = {row[0]: Deed(about=BACK_FROM_SNOOZE if row[1] == State.SNOOZED else back_unanswered(0)) for row in due}
    deeds |= {
        one: Deed(about=back_unanswered((now - from_ms(line.stamp.ms)) // timedelta(days=1)))
        for one, line in waited.items()
    }
    changes = log.changes(conn, list(deeds), Verb.WAKE, deeds)
    said = gestures.say(conn, _SAID[Verb.WAKE], list(deeds))
    told = ChangeSet(verb=Verb.WAKE, said=said)
    return gestures.carry_out(conn, changes, gesture=f"{log.BY_ITSELF}wake", now=now, initiator="clock", told=told)


def acts(reader: sqlite3.Connection, since: Stamp | None = None) -> list[Act]:
    """Return the log after `since` (all of it without) in the order of its stamps."""
    if since is None:
        return log.read(reader)
    return log.read(reader, "(ms, counter, seat) > (?, ?, ?)", (since.ms, since.counter, since.seat))
