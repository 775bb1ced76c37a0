"""What triage keeps of a conversation: read as a mark, and written back part by part, for thousands at once."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.act import Mark, Stamp, Verb, label_mark, label_of
from desktop.domain.clock import to_ms
from desktop.domain.item import ID_SHIFT
from desktop.domain.label import COLOURS, key_of
from desktop.domain.row import ASIDE, State
from desktop.store.flags import SEEN
from desktop.store.scores import DUE_NOW
from desktop.store.text import hash64
from desktop.store.values import clean, moment, numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One conversation's mark before and after, with its key on every seat; on a label itself `conversation` is 0.

    `lesson` is what it teaches, as the log keeps it.
    """

    verb: Verb
    conversation: int
    key: str
    before: Mark
    after: Mark
    undoes: Stamp | None = None
    about: str = ""
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What marks only name by a key: the names of labels, the texts of notes with the time they were written (ms)."""

    names: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def marks(reader: sqlite3.Connection, conversations: Collection[int]) -> dict[int, Mark]:
    """Return the marks of those conversations that exist."""
    wanted = numbers(conversations)
    labels = _keys(
        reader,
        "select conversation, label.key from conversation_label join label on label.id = label"
        " where conversation in (select value from json_each(?))",
        wanted,
    )
    notes = _keys(
        reader,
        "select conversation, key from note where conversation in (select value from json_each(?)) and kept = 1",
        wanted,
    )
    rows = reader.execute(
        "select id, case aside when '' then state else aside end, unread, starred, until, why, asleep, back,"
        " language from conversation where id in (select value from json_each(?))",
        (wanted,),
    ).fetchall()
    return {
        row[0]: Mark(
            state=State(row[1]),
            unread=bool(row[2]),
            starred=bool(row[3]),
            until=moment(row[4]),
            why=row[5],
            asleep=bool(row[6]),
            back=row[7],
            labels=frozenset(labels.get(row[0], ())),
            notes=frozenset(notes.get(row[0], ())),
            language=row[8],
        )
        for row in rows
    }


def _keys(reader: sqlite3.Connection, query: str, wanted: str) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for conversation, key in reader.execute(query, (wanted,)).fetchall():
        found[conversation].append(key)
    return found


def label_marks(reader: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Mark]:
    """Return the marks of those labels that were ever made, by their keys."""
    found = {}
    for key in keys:
        row = reader.execute("select name, kept from label where key = ?", (key,)).fetchone()
        if row is not None:
            found[key] = label_mark(key, row[0], kept=bool(row[1]))
    return found


def heard(reader: sqlite3.Connection, conversations: Iterable[int]) -> dict[int, int]:
    """Return when somebody last wrote in those of the conversations in which anybody did (ms)."""
    rows = reader.execute(
        "select conversation, max(received_at) from message where direction = 'in' and gone = 0"
        " and conversation in (select value from json_each(?)) group by conversation",
        (numbers(conversations),),
    ).fetchall()
    return dict(rows)


def heard_since(reader: sqlite3.Connection, acts: Mapping[int, tuple[int, bool]]) -> set[int]:
    """Return the conversations in which something came in after an act (ms) that left each of them unread, or read.

    It may be older than the act: where the last message is unread now and none was then, it was fetched afterwards.
    """
    latest = heard(reader, acts)
    rows = reader.execute(
        "select conversation.id from conversation join message on message.id = last_in_id where seen = 0"
        " and conversation.id in (select value from json_each(?))",
        (numbers(acts),),
    ).fetchall()
    unread = {row[0] for row in rows}
    return {
        one for one, (ms, was_unread) in acts.items() if latest.get(one, 0) > ms or (one in unread and not was_unread)
    }


def write(conn: sqlite3.Connection, changes: Sequence[Change], now: datetime, words: Words | None = None) -> None:
    """Make every `after` the mark that holds, and tell the messages that were read."""
    words = words or Words()
    told = [change for change in changes if change.conversation]
    conn.executemany(
        "update conversation set state = ?, aside = ?, unread = ?, starred = ?, until = ?, why = ?, asleep = ?, back = ?,"
        " acted_at = max(acted_at, ?) where id = ?",
        [(*_columns(change.after), to_ms(now), change.conversation) for change in told],
    )
    _read(conn, [one.conversation for one in told if one.before.unread and not one.after.unread])
    _unread(conn, [one.conversation for one in told if one.after.unread and not one.before.unread])
    _trashed(conn, [one.conversation for one in told if _in_trash(one.before) is not _in_trash(one.after)])
    _write_labels(conn, told, words.names)
    _write_notes(conn, told, words.notes)
    _write_languages(conn, [change for change in told if change.before.language != change.after.language])
    for change in changes:
        if label_of(change.key):
            write_label(conn, change.before, change.after, label_of(change.key))


def columns(mark: Mark) -> tuple[object, ...]:
    """Return where a conversation was put as the columns state, aside, until, why, asleep and back keep it."""
    state, aside, _, _, until, why, asleep, back = _columns(mark)
    return state, aside, until, why, asleep, back


def _columns(mark: Mark) -> tuple[object, ...]:
    aside = mark.state if mark.state in ASIDE else ""
    until = None if mark.until is None else to_ms(mark.until)
    state = State.DONE if aside else mark.state
    return (
        state,
        aside,
        int(mark.unread),
        int(mark.starred),
        until,
        clean(mark.why),
        int(mark.asleep),
        mark.back,
    )


def _in_trash(mark: Mark) -> bool:
    return mark.state is State.TRASH


def _read(conn: sqlite3.Connection, conversations: Collection[int]) -> None:
    if conversations:
        conn.execute(
            "update message set seen = 1,"
            " wanted_flags = case kind when 'mail' then (wanted_flags | ?1) & ~server_flags else 0 end"
            " where conversation in (select value from json_each(?2)) and direction = 'in' and seen = 0",
            (SEEN, numbers(conversations)),
        )


def _unread(conn: sqlite3.Connection, conversations: Collection[int]) -> None:
    if conversations:
        conn.execute(
            "update message set seen = 0, wanted_flags = wanted_flags & ~?1 where id in"
            " (select last_in_id from conversation where id in (select value from json_each(?2)))",
            (SEEN, numbers(conversations)),
        )


def _trashed(conn: sqlite3.Connection, conversations: Collection[int]) -> None:
    """What lies in the trash is no earlier conversation any more: the person's others are ranked anew."""
    if conversations:
        conn.execute(
            "update person set stale = 1 where id in"
            " (select person from conversation where id in (select value from json_each(?)))",
            (numbers(conversations),),
        )


# Labels


def _write_labels(conn: sqlite3.Connection, changes: Sequence[Change], names: Mapping[str, str]) -> None:
    on = [(one.conversation, key) for one in changes for key in one.after.labels - one.before.labels]
    off = [(one.conversation, key) for one in changes for key in one.before.labels - one.after.labels]
    if not on and not off:
        return
    ids = {key: _label_id(conn, key) for key in {key for _, key in off}}
    ids |= {key: keep_label(conn, key, names.get(key, "")) for key in sorted({key for _, key in on})}
    conn.executemany(
        "delete from conversation_label where conversation = ? and label = ?",
        [(conversation, ids[key]) for conversation, key in off],
    )
    conn.executemany(
        "insert or ignore into conversation_label (conversation, label) values (?, ?)",
        [(conversation, ids[key]) for conversation, key in on],
    )


def _label_id(conn: sqlite3.Connection, key: str) -> int | None:
    row = conn.execute("select id from label where key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def keep_label(conn: sqlite3.Connection, key: str, name: str = "", colour: str = "") -> int:
    """Make sure that there is a label of that key, made or brought back, and return its id; a name it has stays."""
    row = conn.execute("select id, name, kept from label where key = ?", (key,)).fetchone()
    if row is None:
        free = _free_name(conn, name or key)
        made = conn.execute(
            "insert into label (key, name, folded, colour, place)"
            " values (?, ?, ?, ?, (select 1 + coalesce(max(place), 0) from label)) returning id",
            (key, free, key_of(free), colour or _free_colour(conn)),
        ).fetchone()
        return int(made[0])
    if not row[2]:
        free = _free_name(conn, row[1])
        conn.execute("update label set kept = 1, name = ?, folded = ? where id = ?", (free, key_of(free), row[0]))
    return int(row[0])


def write_label(conn: sqlite3.Connection, before: Mark, after: Mark, key: str) -> None:
    """Make `after` hold of the label itself. One that is still on a conversation is never dropped."""
    if key in after.labels:
        keep_label(conn, key, after.why)
        if before.why != after.why:
            name_label(conn, key, after.why)
    else:
        conn.execute(
            "update label set kept = 0 where key = ?"
            " and not exists (select 1 from conversation_label where label = label.id)",
            (key,),
        )


def name_label(conn: sqlite3.Connection, key: str, name: str) -> None:
    """Let a label be called so, with a number behind it where another label that is kept bears the name."""
    free = _free_name(conn, name, besides=key)
    conn.execute("update label set name = ?, folded = ? where key = ?", (free, key_of(free), key))


def _free_name(conn: sqlite3.Connection, name: str, besides: str = "") -> str:
    """Return the name, with a number behind it where another label bears it."""
    free, number = name, 1
    while conn.execute(
        "select 1 from label where folded = ? and kept = 1 and key <> ?", (key_of(free), besides)
    ).fetchone():
        number += 1
        free = f"{name} {number}"
    return free


def free_key(conn: sqlite3.Connection, name: str) -> str:
    """Return the key for a new label: that of a removed one of this name, else one that no label has borne."""
    key = key_of(name)
    row = conn.execute("select key from label where folded = ? and kept = 0 order by id limit 1", (key,)).fetchone()
    if row is not None:
        return str(row[0])
    free, number = key, 1
    while conn.execute("select 1 from label where key = ?", (free,)).fetchone():
        number += 1
        free = f"{key}/{number}"
    return free


def _free_colour(conn: sqlite3.Connection) -> str:
    used = [row[0] for row in conn.execute("select colour from label where kept = 1").fetchall()]
    return min(COLOURS, key=used.count)


def label_names(change_about: str) -> dict[str, str]:
    """Return key -> name of the labels that a line of the log spells out, one on each line of its `about`."""
    return {key_of(name): name for name in change_about.split("\n") if name.strip()}


# Notes


def _write_notes(conn: sqlite3.Connection, changes: Sequence[Change], texts: Mapping[str, tuple[str, int]]) -> None:
    for change in changes:
        for key in sorted(change.after.notes - change.before.notes):
            known = conn.execute("update note set kept = 1 where key = ? returning id", (key,)).fetchone()
            if known is None and key in texts:
                _insert_note(conn, key, change.conversation, *texts[key])
        for key in change.before.notes - change.after.notes:
            conn.execute("update note set kept = 0 where key = ?", (key,))


def _insert_note(conn: sqlite3.Connection, key: str, conversation: int, text: str, ms: int) -> None:
    number = ms << ID_SHIFT | hash64(key) & ((1 << ID_SHIFT) - 1)
    while conn.execute("select 1 from note where id = ?", (number,)).fetchone():
        number += 1
    conn.execute(
        "insert into note (id, key, conversation, written_at, text) values (?, ?, ?, ?, ?)",
        (number, key, conversation, ms, clean(text)),
    )


def _write_languages(conn: sqlite3.Connection, changes: Sequence[Change]) -> None:
    """Keep in which language the owner says they are; what they say is judged by it at the next opportunity."""
    conn.executemany(
        "update conversation set language = ?, next_rank_at = ? where id = ?",
        [(clean(change.after.language), DUE_NOW, change.conversation) for change in changes],
    )


def dumped(mark: Mark) -> list[object]:
    """Return a mark as the log keeps it; what most marks do not have is left out."""
    until = None if mark.until is None else to_ms(mark.until)
    line: list[object] = [mark.state, int(mark.unread), int(mark.starred), until]
    more = {
        "why": mark.why,
        "asleep": int(mark.asleep),
        "back": mark.back,
        "labels": sorted(mark.labels),
        "notes": sorted(mark.notes),
        "language": mark.language,
    }
    kept = {name: value for name, value in more.items() if value}
    return [*line, kept] if kept else line


def loaded(line: Sequence[object]) -> Mark:
    """Return the mark that a line of the log keeps."""
    state, unread, starred, until, *rest = line
    more: Mapping[str, object] = rest[0] if rest and isinstance(rest[0], dict) else {}
    return Mark(
        state=State(str(state)),
        unread=bool(unread),
        starred=bool(starred),
        until=moment(until if isinstance(until, int) else None),
        why=str(more.get("why", "")),
        asleep=bool(more.get("asleep", False)),
        back=str(more.get("back", "")),
        labels=_strings(more.get("labels")),
        notes=_strings(more.get("notes")),
        language=str(more.get("language", "")),
    )


def _strings(found: object) -> frozenset[str]:
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()
