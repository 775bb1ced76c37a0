"""The log of acts: how lines are added and read, and how a conversation's mark is written."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.act import Act, Mark, Stamp, Verb, apply, next_stamp
from desktop.domain.clock import to_ms
from desktop.domain.conversation import ConversationId, State
from desktop.store.flags import SEEN
from desktop.store.text import hash64, own_name
from desktop.store.values import moment, numbers

BY_ITSELF = "auto:"
"""The beginning of a gesture that was no deliberate act of the owner's and is not undone by them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One conversation's mark before and after, with its key on every seat."""

    verb: Verb
    conversation: int
    key: str
    before: Mark
    after: Mark
    undoes: Stamp | None = None


def seat(reader: sqlite3.Connection) -> str:
    """Return the name of this installation in the log."""
    return str(reader.execute("select id from seat").fetchone()[0])


def last_stamp(reader: sqlite3.Connection) -> Stamp | None:
    """Return the newest stamp in the log, ours or another seat's."""
    row = reader.execute(
        "select ms, counter, seat from act order by ms desc, counter desc, seat desc limit 1"
    ).fetchone()
    return None if row is None else Stamp(*row)


def marks(reader: sqlite3.Connection, conversations: Collection[int]) -> dict[int, Mark]:
    """Return the marks of those conversations that exist."""
    rows = reader.execute(
        "select id, state, unread, starred, until from conversation where id in (select value from json_each(?))",
        (numbers(conversations),),
    ).fetchall()
    return {row[0]: _mark(*row[1:]) for row in rows}


def _mark(state: str, unread: int, starred: int, until: int | None) -> Mark:
    return Mark(state=State(state), unread=bool(unread), starred=bool(starred), until=moment(until))


def keys(reader: sqlite3.Connection, conversations: Collection[int]) -> dict[int, str]:
    """Return what each conversation is called on every seat: the name of its earliest message."""
    rows = reader.execute(
        "select conversation.id, account.scope, message.kind, own_id, remote_id from conversation"
        " join message on message.id = conversation.first_id join account on account.id = message.account"
        " where conversation.id in (select value from json_each(?))",
        (numbers(conversations),),
    ).fetchall()
    return {row[0]: own_name(*row[1:]) for row in rows}


def changes(
    reader: sqlite3.Connection, conversations: Iterable[int], verb: Verb, until: datetime | None = None
) -> list[Change]:
    """Return what `verb` makes of those conversations that exist and to which it makes a difference."""
    wanted = list(dict.fromkeys(conversations))
    here, names = marks(reader, wanted), keys(reader, wanted)
    found = []
    for one in wanted:
        if one not in here or one not in names:
            continue
        before, after = here[one], apply(here[one], verb, until)
        if after != before:
            found.append(Change(verb=verb, conversation=one, key=names[one], before=before, after=after))
    return found


def find(reader: sqlite3.Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the conversations that those keys lead to now; keys that lead nowhere are left out."""
    hashes = {hash64(name): name for name in names}
    rows = reader.execute(
        "select name, conversation from thread_name join conversation on conversation.id = conversation"
        " where name in (select value from json_each(?))",
        (numbers(hashes),),
    ).fetchall()
    return {hashes[row[0]]: row[1] for row in rows}


def append(conn: sqlite3.Connection, changes: Sequence[Change], *, gesture: str, now: datetime) -> list[Act]:
    """Add lines to the log under one gesture and return them."""
    here, last, made = seat(conn), last_stamp(conn), []
    for change in changes:
        last = next_stamp(last, to_ms(now), here)
        made.append(
            Act(
                stamp=last,
                verb=change.verb,
                conversation=ConversationId(change.conversation),
                conversation_key=change.key,
                before=change.before,
                after=change.after,
                gesture=gesture,
                undoes=change.undoes,
            )
        )
    insert(conn, made)
    return made


def insert(conn: sqlite3.Connection, acts: Iterable[Act]) -> None:
    """Add finished lines to the log; those that are there already stay as they are."""
    conn.executemany(
        "insert into act (ms, counter, seat, verb, conversation_key, before, after, gesture, undoes_ms,"
        " undoes_counter, undoes_seat) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        [_row(act) for act in acts],
    )


def stamps(reader: sqlite3.Connection) -> set[Stamp]:
    """Return the stamps of all lines there are."""
    return {Stamp(*row) for row in reader.execute("select ms, counter, seat from act").fetchall()}


def _row(act: Act) -> tuple[object, ...]:
    undone: tuple[object, ...] = (None, None, None)
    if act.undoes is not None:
        undone = (act.undoes.ms, act.undoes.counter, act.undoes.seat)
    stamp = (act.stamp.ms, act.stamp.counter, act.stamp.seat)
    return (*stamp, act.verb, act.conversation_key, _dump(act.before), _dump(act.after), act.gesture, *undone)


def _dump(mark: Mark) -> str:
    until = None if mark.until is None else to_ms(mark.until)
    return json.dumps([mark.state, int(mark.unread), int(mark.starred), until])


def _load(text: str) -> Mark:
    return _mark(*json.loads(text))


_COLUMNS = "ms, counter, seat, verb, conversation_key, before, after, gesture, undoes_ms, undoes_counter, undoes_seat"


def read(reader: sqlite3.Connection, where: str = "1", values: Sequence[object] = (), tail: str = "") -> list[Act]:
    """Return lines of the log in order of their stamps, with the conversations they lead to now (0: gone)."""
    rows = reader.execute(
        f"select {_COLUMNS} from act where {where} order by ms, counter, seat {tail}", tuple(values)
    ).fetchall()
    found = find(reader, {row[4] for row in rows})
    return [
        Act(
            stamp=Stamp(*row[:3]),
            verb=Verb(row[3]),
            conversation=ConversationId(found.get(row[4], 0)),
            conversation_key=row[4],
            before=_load(row[5]),
            after=_load(row[6]),
            gesture=row[7],
            undoes=None if row[8] is None else Stamp(*row[8:11]),
        )
        for row in rows
    ]


def write_mark(conn: sqlite3.Connection, conversation: int, before: Mark, after: Mark, now: datetime) -> None:
    """Make `after` the conversation's mark, and tell its messages when they were read."""
    until = None if after.until is None else to_ms(after.until)
    conn.execute(
        "update conversation set state = ?, unread = ?, starred = ?, until = ?, acted_at = max(acted_at, ?)"
        " where id = ?",
        (after.state, int(after.unread), int(after.starred), until, to_ms(now), conversation),
    )
    if before.unread and not after.unread:
        conn.execute(
            "update message set seen = 1,"
            " wanted_flags = case kind when 'mail' then (wanted_flags | ?1) & ~server_flags else 0 end"
            " where conversation = ?2 and direction = 'in' and seen = 0",
            (SEEN, conversation),
        )
    elif after.unread and not before.unread:
        conn.execute(
            "update message set seen = 0, wanted_flags = wanted_flags & ~?1"
            " where id = (select last_in_id from conversation where id = ?2)",
            (SEEN, conversation),
        )
