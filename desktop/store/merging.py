"""Two seats' logs brought together: each part of a mark becomes what the latest act of either seat made it."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.domain.act import Act, Mark, Stamp, follow, label_line, label_mark, label_of, place
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms
from desktop.domain.row import ANSWERED, ConversationId
from desktop.store import acts as log
from desktop.store import marks, sense, threads
from desktop.store.marks import Change, Words

if TYPE_CHECKING:
    from sqlite_utils import Database


def merge(db: "Database", acts: Sequence[Act]) -> ChangeSet:
    """Take in another seat's acts: each part of a mark becomes what the latest act of either seat made it.

    Merging in any order and any number of times comes to the same. Acts on conversations that are not here yet are
    kept in the log, and hold as soon as those come. Nothing is put away, or taken for read, to which somebody wrote
    after the act. A label that one seat removed while the other put it on something stays.
    """
    conn = db.conn
    known = log.stamps(conn)
    fresh = [line for line in acts if line.stamp not in known]
    log.insert(conn, fresh)
    lessons = any(line.lesson for line in fresh)
    moved = sense.renewed(conn) if lessons else ()
    return _take(conn, fresh) | ChangeSet(learned=lessons, moved=frozenset(map(ConversationId, moved)))


def arrived(conn: sqlite3.Connection, names: Collection[str]) -> ChangeSet:
    """Let the acts hold that lay in the log before the conversations so called were here."""
    return _take(conn, _lines(conn, names))


def _take(conn: sqlite3.Connection, fresh: Sequence[Act]) -> ChangeSet:
    """Make of the marks what these lines of the log, which were of no account before, and those since make of them."""
    if not fresh:
        return ChangeSet(initiator="merge")
    stamps = {line.stamp for line in fresh}
    told = _Told(set(log.find(conn, {line.conversation_key for line in fresh}).values()), _labels(fresh))
    for line in _concerning(conn, told.conversations, told.labels):
        told.hear(line)
    named = _name_labels(conn, told)
    here, heard = marks.marks(conn, told.conversations), marks.heard(conn, told.conversations)
    changes = [_change(one, here[one], lines, stamps, heard.get(one, 0)) for one, lines in sorted(told.lines.items())]
    moved = [change for change in changes if change is not None]
    for change in moved:
        moment = max(line.stamp.ms for line in told.lines[change.conversation])
        marks.write(conn, [change], from_ms(moment), told.words())
    named = _keep_labels(conn, told) or named
    return ChangeSet(
        conversations=frozenset(ConversationId(change.conversation) for change in moved),
        labels=named,
        initiator="merge",
    )


def _concerning(conn: sqlite3.Connection, conversations: Collection[int], labels: Collection[str]) -> list[Act]:
    """Return the lines of the log on those conversations, by whichever of their names, and on those labels."""
    keys = [*threads.all_spelled(conn, conversations), *map(label_line, labels)]
    return _lines(conn, keys)


def _lines(conn: sqlite3.Connection, keys: Collection[str]) -> list[Act]:
    return log.read(conn, "conversation_key in (select value from json_each(?))", (json.dumps(list(keys)),))


@dataclass(slots=True)
class _Told:
    """What the log tells of the conversations and labels that some fresh line concerns, oldest first."""

    conversations: set[int]
    labels: set[str]
    lines: defaultdict[int, list[Act]] = field(default_factory=lambda: defaultdict(list))
    label_lines: dict[str, list[Act]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    notes: dict[str, tuple[str, int]] = field(default_factory=dict)

    def hear(self, line: Act) -> None:
        """Take in one line."""
        key = label_of(line.conversation_key)
        if key in self.labels:
            self.label_lines.setdefault(key, []).append(line)
            self.names[key] = line.after.why
        elif line.conversation in self.conversations:
            self.lines[line.conversation].append(line)
        for name, text in marks.label_names(line.about).items():
            if name in line.before.labels | line.after.labels:
                self.names.setdefault(name, text)
        for note in line.before.notes ^ line.after.notes:
            self.notes.setdefault(note, (line.about, line.stamp.ms))

    def words(self) -> Words:
        """Return the names and texts by their keys."""
        return Words(names=self.names, notes=self.notes)


def _labels(lines: Iterable[Act]) -> set[str]:
    """Return the keys of the labels that some line makes a difference to."""
    found = {key for line in lines for key in line.before.labels ^ line.after.labels}
    return (found | {label_of(line.conversation_key) for line in lines}) - {""}


def _change(conversation: int, before: Mark, lines: list[Act], fresh: Collection[Stamp], heard: int) -> Change | None:
    """Return what the newest line on each part of the mark makes of it, where that line is fresh; None for nothing.

    `heard` is when somebody last wrote in the conversation (ms).
    """
    after = before
    for part in _PARTS:
        last: dict[object, Act] = {}
        for line in lines:
            for token in part(line):
                last[token] = line
        for token, line in last.items():
            if line.stamp in fresh and not _outdated(line, token, heard):
                after = _follow(after, line, token)
    if after == before:
        return None
    return Change(verb=lines[-1].verb, conversation=conversation, key="", before=before, after=after)


def _outdated(line: Act, token: object, heard: int) -> bool:
    """Say whether what the line put away came back, or what it took for read is to be read, by what was written since."""
    if heard <= line.stamp.ms:
        return False
    if token == ("unread", ""):
        return not line.after.unread
    return token == ("place", "") and line.after.state in ANSWERED and not line.after.asleep


def _follow(mark: Mark, line: Act, token: object) -> Mark:
    """Return the mark with one part as the line made it."""
    kind, key = token if isinstance(token, tuple) else ("", "")
    if kind == "label":
        return replace(mark, labels=mark.labels | {key} if key in line.after.labels else mark.labels - {key})
    if kind == "note":
        return replace(mark, notes=mark.notes | {key} if key in line.after.notes else mark.notes - {key})
    if kind == "unread":
        return replace(mark, unread=line.after.unread)
    if kind == "starred":
        return replace(mark, starred=line.after.starred)
    if kind == "language":
        return replace(mark, language=line.after.language)
    return follow(mark, line.before, line.after, only_place=True)


def _place_of(line: Act) -> Iterable[object]:
    return [("place", "")] if place(line.before) != place(line.after) else []


def _flags_of(line: Act) -> Iterable[object]:
    if line.before.unread != line.after.unread:
        yield ("unread", "")
    if line.before.starred != line.after.starred:
        yield ("starred", "")


def _labels_of(line: Act) -> Iterable[object]:
    return [("label", key) for key in line.before.labels ^ line.after.labels]


def _notes_of(line: Act) -> Iterable[object]:
    return [("note", key) for key in line.before.notes ^ line.after.notes]


def _language_of(line: Act) -> Iterable[object]:
    return [("language", "")] if line.before.language != line.after.language else []


_PARTS = (_place_of, _flags_of, _labels_of, _notes_of, _language_of)


def _name_labels(conn: sqlite3.Connection, told: _Told) -> bool:
    """Give the labels that are here the names that the newest lines on themselves say; return whether any is another."""
    here = marks.label_marks(conn, sorted(told.label_lines))
    wanted = {key: told.names[key] for key, mark in here.items() if mark.why != told.names[key]}
    # All let go of their names first, so that two may also change them.
    conn.executemany("update label set folded = char(1) || id where key = ?", [(key,) for key in wanted])
    for key, name in wanted.items():
        marks.name_label(conn, key, name)
    return bool(wanted)


def _keep_labels(conn: sqlite3.Connection, told: _Told) -> bool:
    """Keep or drop the labels as the newest lines on themselves say; return whether any came or went."""
    differs = False
    for key in sorted(told.labels):
        lines = [line for line in told.label_lines.get(key, ()) if line.before.labels != line.after.labels]
        here = marks.label_marks(conn, [key]).get(key)
        kept = key in lines[-1].after.labels if lines else here is not None and bool(here.labels)
        name = told.names.get(key, key)
        before = here or label_mark(key, name, kept=False)
        after = label_mark(key, before.why, kept=kept)
        if after != before:
            marks.write_label(conn, before, after, key)
            differs = True
    return differs
