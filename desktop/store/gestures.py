"""Gestures: what the owner did at one stroke, carried out and logged together, and found again to be taken back."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.act import Act, Verb, label_of
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.domain.faults import fault
from desktop.domain.text import plain
from desktop.store import acts as log
from desktop.store import marks, sense

_MOVES_THE_LINE = frozenset((Verb.CORRECT, Verb.SENSE, Verb.UNDO))
REMEMBERED = 1000
"""How many gestures undo looks back over, those included that took something back."""


def carry_out(
    conn: sqlite3.Connection,
    changes: Sequence[marks.Change],
    *,
    gesture: str,
    now: datetime,
    initiator: str,
    told: ChangeSet | None = None,
    words: marks.Words | None = None,
) -> ChangeSet:
    """Log the changes under one gesture and make them true; `told` says what was done. Nothing for no changes."""
    if not changes:
        return ChangeSet(initiator=initiator)
    log.append(conn, changes, gesture=gesture, now=now)
    fault("triage-logged")
    marks.write(conn, changes, now, words)
    done = ChangeSet(
        conversations=frozenset(ConversationId(change.conversation) for change in changes if change.conversation),
        labels=any(label_of(change.key) for change in changes),
        initiator=initiator,
    )
    lessons = [change for change in changes if change.lesson]
    if lessons:
        moved = sense.renewed(conn, plainly=all(change.verb not in _MOVES_THE_LINE for change in lessons))
        done |= ChangeSet(learned=True, moved=frozenset(map(ConversationId, moved)))
    return done if told is None else done | told


def say(conn: sqlite3.Connection, word: str, conversations: Sequence[int]) -> str:
    """Return the sentence for the toast: the word, and of whom or of how many; "" without a word or without any."""
    if not conversations or not word:
        return ""
    if len(conversations) > 1:
        return f"{word}: {len(conversations)} conversations"
    name = who(conn, conversations)
    return f"{word}: {name}" if name else word


def who(conn: sqlite3.Connection, conversations: Sequence[int]) -> str:
    """Return the name of the person of a conversation, "" unless it is exactly one."""
    if len(conversations) != 1:
        return ""
    row = conn.execute(
        "select coalesce(nullif(name, ''), nullif(handle, ''), key) from persona"
        " where id = (select persona from conversation where id = ?)",
        (conversations[0],),
    ).fetchone()
    return plain(row[0], 60) if row else ""


@dataclass(frozen=True, slots=True)
class Gesture:
    """One of this seat's deliberate gestures. `undoes` is the name of the one it took back, or did again; else ""."""

    name: str
    undoes: str


def to_undo(conn: sqlite3.Connection) -> str:
    """Return the name of the last gesture that still stands, "" when there is none."""
    undone: set[str] = set()
    for gesture in _backwards(conn):
        undone.add(gesture.undoes)
        if gesture.name not in undone and _depth(conn, gesture) % 2 == 0:
            return gesture.name
    return ""


def to_redo(conn: sqlite3.Connection) -> str:
    """Return the name of the last gesture that took something back, "" when something else was done since."""
    undone: set[str] = set()
    for gesture in _backwards(conn):
        if not gesture.undoes:
            return ""
        undone.add(gesture.undoes)
        if gesture.name not in undone and _depth(conn, gesture) % 2 == 1:
            return gesture.name
    return ""


def _depth(conn: sqlite3.Connection, gesture: Gesture) -> int:
    """Return how often undo went back and forth to make a gesture: 0 for a new one, odd for what took one back."""
    depth, undone = 0, gesture.undoes
    while undone:
        depth += 1
        undone = _of(conn, undone).undoes
    return depth


def _of(conn: sqlite3.Connection, name: str) -> Gesture:
    row = conn.execute(
        "select undoes_ms, undoes_counter, undoes_seat from act where gesture = ? order by ms, counter, seat limit 1",
        (name,),
    ).fetchone()
    if row is None or row[0] is None:
        return Gesture(name, "")
    undone = conn.execute("select gesture from act where (ms, counter, seat) = (?, ?, ?)", row).fetchone()
    return Gesture(name, "" if undone is None else str(undone[0]))


def _backwards(conn: sqlite3.Connection) -> Iterator[Gesture]:
    """Yield this seat's deliberate gestures, the newest first: all lines of one lie together in the log."""
    seat = log.seat(conn)
    before = (2**63 - 1, 0)
    for _ in range(REMEMBERED):
        row = conn.execute(
            "select gesture from act where (ms, counter) < (?, ?) and seat = ? and gesture not like ?"
            " order by ms desc, counter desc limit 1",
            (*before, seat, f"{log.BY_ITSELF}%"),
        ).fetchone()
        if row is None:
            return
        yield _of(conn, row[0])
        before = conn.execute(
            "select ms, counter from act where gesture = ? order by ms, counter, seat limit 1", (row[0],)
        ).fetchone()


def lines(conn: sqlite3.Connection, gesture: str) -> list[Act]:
    """Return the lines of a gesture."""
    return log.read(conn, "gesture = ?", (gesture,))
