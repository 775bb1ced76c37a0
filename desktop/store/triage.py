"""What the owner does with conversations: carried out, written to the log, and taken back from it."""

import sqlite3
import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.act import Act, Mark, Stamp, Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.faults import fault
from desktop.domain.text import plain
from desktop.store import acts as log

if TYPE_CHECKING:
    from sqlite_utils import Database

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
}
ON_OPENING = "reader"
"""The initiator of what happens by looking at a conversation; undo passes over it."""
_REMEMBERED = 4000
"""How many lines of the log undo looks back over: far more than fifty gestures."""


def act(
    db: "Database",
    conversations: Sequence[ConversationId],
    verb: Verb,
    *,
    now: datetime,
    until: datetime | None = None,
    initiator: str = "",
) -> ChangeSet:
    """Do `verb` with all of them as one gesture; return those it made a difference to.

    With the initiator "reader" the gesture is no deliberate one, and undo does not take it back. Raises ValueError
    without `until` where the verb needs one.
    """
    conn = db.conn
    changes = log.changes(conn, conversations, verb, until)
    gesture = (log.BY_ITSELF if initiator == ON_OPENING else "") + uuid.uuid4().hex
    said = "" if initiator == ON_OPENING else _say(conn, _SAID.get(verb, ""), [one.conversation for one in changes])
    return _carry_out(conn, changes, gesture=gesture, now=now, initiator=initiator or "triage", said=said)


def undo(db: "Database", *, now: datetime) -> ChangeSet:
    """Take back this seat's last gesture that was not taken back yet, also after a restart; empty when there is none."""
    gestures = _history(db.conn)
    wanted = next((g for g in reversed(gestures) if g.is_done and not g.is_undo), None)
    if wanted is None:
        return ChangeSet(initiator="triage")
    return _reverse(db.conn, wanted.acts, now=now, said="Taken back")


def redo(db: "Database", *, now: datetime) -> ChangeSet:
    """Do again what was last taken back, unless something else was done since."""
    gestures = _history(db.conn)
    newest = next((place for place in range(len(gestures) - 1, -1, -1) if _is_new(gestures[place])), -1)
    wanted = next((g for g in reversed(gestures[newest + 1 :]) if g.is_undo and g.is_done), None)
    if wanted is None:
        return ChangeSet(initiator="triage")
    return _reverse(db.conn, wanted.acts, now=now, said="Done again")


class _Gesture:
    """The lines of the log that belong together. `depth` is how often undo went back and forth to make them."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.is_done = True
        self.depth = 0

    @property
    def is_undo(self) -> bool:
        """True for a gesture that took something back (and not for one that did it again)."""
        return self.depth % 2 == 1


def _is_new(gesture: _Gesture) -> bool:
    return gesture.depth == 0


def _history(conn: sqlite3.Connection) -> list[_Gesture]:
    """Return this seat's deliberate gestures, oldest first, each knowing whether it still stands."""
    rows = log.read(
        conn,
        "(ms, counter, seat) in (select ms, counter, seat from act where seat = ?1 and gesture not like ?2"
        " order by ms desc, counter desc limit ?3)",
        (log.seat(conn), f"{log.BY_ITSELF}%", _REMEMBERED),
    )
    by_name: dict[str, _Gesture] = {}
    by_stamp: dict[Stamp, _Gesture] = {}
    for line in rows:
        gesture = by_name.setdefault(line.gesture, _Gesture())
        gesture.acts.append(line)
        by_stamp[line.stamp] = gesture
        undone = by_stamp.get(line.undoes) if line.undoes is not None else None
        if undone is not None:
            gesture.depth = undone.depth + 1
            undone.is_done = False
    return list(by_name.values())


def _reverse(conn: sqlite3.Connection, lines: Sequence[Act], *, now: datetime, said: str) -> ChangeSet:
    """Take back exactly what those lines changed; what changed since for other reasons stays."""
    here = log.marks(conn, {line.conversation for line in lines if line.conversation})
    changes = []
    for line in lines:
        if line.conversation not in here:
            continue
        before = here[line.conversation]
        after = _restored(before, line)
        changes.append(
            log.Change(
                verb=Verb.UNDO,
                conversation=line.conversation,
                key=line.conversation_key,
                before=before,
                after=after,
                undoes=line.stamp,
            )
        )
    sentence = _say(conn, said, [one.conversation for one in changes])
    return _carry_out(conn, changes, gesture=uuid.uuid4().hex, now=now, initiator="triage", said=sentence)


def _restored(mark: Mark, line: Act) -> Mark:
    was, became = line.before, line.after
    if (was.state, was.until) != (became.state, became.until):
        mark = replace(mark, state=was.state, until=was.until)
    if was.unread != became.unread:
        mark = replace(mark, unread=was.unread)
    if was.starred != became.starred:
        mark = replace(mark, starred=was.starred)
    return mark


def _carry_out(
    conn: sqlite3.Connection, changes: Sequence[log.Change], *, gesture: str, now: datetime, initiator: str, said: str
) -> ChangeSet:
    if not changes:
        return ChangeSet(initiator=initiator)
    log.append(conn, changes, gesture=gesture, now=now)
    fault("triage-logged")
    for change in changes:
        log.write_mark(conn, change.conversation, change.before, change.after, now)
    return ChangeSet(
        conversations=frozenset(ConversationId(change.conversation) for change in changes),
        initiator=initiator,
        said=said,
    )


def _say(conn: sqlite3.Connection, word: str, conversations: Sequence[int]) -> str:
    if not conversations or not word:
        return ""
    if len(conversations) > 1:
        return f"{word}: {len(conversations)} conversations"
    row = conn.execute(
        "select coalesce(nullif(name, ''), nullif(handle, ''), key) from persona"
        " where id = (select persona from conversation where id = ?)",
        (conversations[0],),
    ).fetchone()
    return f"{word}: {plain(row[0], 60)}" if row else word


def wake_due(db: "Database", now: datetime) -> ChangeSet:
    """Open what was put away until a time that has come."""
    conn = db.conn
    due = [
        row[0]
        for row in conn.execute(
            "select id from conversation where until <= ? and state in ('snoozed', 'waiting') order by until",
            (to_ms(now),),
        ).fetchall()
    ]
    changes = log.changes(conn, due, Verb.WAKE)
    said = _say(conn, _SAID[Verb.WAKE], due)
    return _carry_out(conn, changes, gesture=f"{log.BY_ITSELF}wake", now=now, initiator="clock", said=said)


def acts(reader: sqlite3.Connection, since: Stamp | None = None) -> list[Act]:
    """Return the log after `since` (all of it without) in the order of its stamps."""
    if since is None:
        return log.read(reader)
    return log.read(reader, "(ms, counter, seat) > (?, ?, ?)", (since.ms, since.counter, since.seat))


def merge(db: "Database", acts: Sequence[Act]) -> ChangeSet:
    """Take in another seat's acts: each part of a mark becomes what the latest act of either seat made it.

    Merging in any order and any number of times comes to the same. Acts on conversations that are not here yet are
    kept in the log.
    """
    conn = db.conn
    known = log.stamps(conn)
    fresh = [line for line in acts if line.stamp not in known]
    log.insert(conn, fresh)
    stamps = {line.stamp for line in fresh}
    told: dict[int, list[Act]] = {one: [] for one in log.find(conn, {line.conversation_key for line in fresh}).values()}
    for line in log.read(conn) if told else ():
        if line.conversation in told:
            told[line.conversation].append(line)
    here = log.marks(conn, told)
    touched = [one for one in sorted(told) if _fold(conn, one, here[one], told[one], stamps)]
    return ChangeSet(conversations=frozenset(map(ConversationId, touched)), initiator="merge")


def _fold(
    conn: sqlite3.Connection, conversation: int, before: Mark, lines: Sequence[Act], fresh: Collection[Stamp]
) -> bool:
    """Apply what the newest of the lines on a conversation say of each part of its mark, where one of them is fresh."""
    after = before
    for pick, put in _PARTS:
        last = next((line for line in reversed(lines) if pick(line.before) != pick(line.after)), None)
        if last is not None and last.stamp in fresh:
            after = put(after, last.after)
    if after == before:
        return False
    moment = max((line.stamp.ms for line in lines), default=0)
    log.write_mark(conn, conversation, before, after, from_ms(moment))
    return True


def _placed(mark: Mark) -> object:
    return mark.state, mark.until


def _place(mark: Mark, other: Mark) -> Mark:
    return replace(mark, state=other.state, until=other.until)


def _read(mark: Mark) -> object:
    return mark.unread


def _set_read(mark: Mark, other: Mark) -> Mark:
    return replace(mark, unread=other.unread)


def _star(mark: Mark) -> object:
    return mark.starred


def _set_star(mark: Mark, other: Mark) -> Mark:
    return replace(mark, starred=other.starred)


_PARTS = ((_placed, _place), (_read, _set_read), (_star, _set_star))
