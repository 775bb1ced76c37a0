"""The log of acts: how lines are added and read."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from desktop.domain.act import Act, Deed, Mark, Stamp, Verb, apply, next_stamp
from desktop.domain.clock import to_ms
from desktop.domain.row import ASIDE, ConversationId
from desktop.store import threads
from desktop.store.marks import Change, dumped, heard_since, loaded, marks
from desktop.store.text import hash64, own_name
from desktop.store.values import clean, numbers

__all__ = [
    "BY_ITSELF",
    "Change",
    "append",
    "changes",
    "find",
    "insert",
    "keys",
    "last_stamp",
    "marks",
    "read",
    "seat",
    "stamps",
    "where_from",
]

BY_ITSELF = "auto:"
"""The beginning of a gesture that was no deliberate act of the owner's and is not undone by them."""


def seat(reader: sqlite3.Connection) -> str:
    """Return the name of this installation in the log."""
    return str(reader.execute("select id from seat").fetchone()[0])


def last_stamp(reader: sqlite3.Connection) -> Stamp | None:
    """Return the newest stamp in the log, ours or another seat's."""
    row = reader.execute(
        "select ms, counter, seat from act order by ms desc, counter desc, seat desc limit 1"
    ).fetchone()
    return None if row is None else Stamp(*row)


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
    reader: sqlite3.Connection,
    conversations: Iterable[int],
    verb: Verb,
    deed: Deed | Mapping[int, Deed] | None = None,
    about: str = "",
) -> list[Change]:
    """Return what `verb` makes of those conversations that exist and to which it makes a difference.

    `deed` goes with the verb, for all of them or for each its own; `about` is for the log.
    """
    wanted = list(dict.fromkeys(conversations))
    here, names = marks(reader, wanted), keys(reader, wanted)
    found = []
    for one in wanted:
        if one not in here or one not in names:
            continue
        own = deed.get(one, Deed()) if isinstance(deed, Mapping) else deed or Deed()
        after = apply(here[one], verb, own.until, about=own.about, asleep=own.asleep, was=own.was)
        if after != here[one]:
            change = Change(verb=verb, conversation=one, key=names[one], before=here[one], after=after, about=about)
            found.append(change)
    return found


def where_from(reader: sqlite3.Connection, conversations: Collection[int]) -> dict[int, Mark]:
    """Return where each conversation that is aside stood before it was set aside.

    One to which somebody wrote since is left out, and so is one of which the log does not tell. An older message that
    came to light since, by which it is called otherwise now, makes no difference.
    """
    names = threads.all_spelled(reader, conversations)
    lines = reader.execute(
        "select conversation_key, ms, before, after from act where conversation_key in (select value from json_each(?1))"
        " and after ->> 0 in (select value from json_each(?2)) and before ->> 0 not in (select value from json_each(?2))"
        " order by ms, counter, seat",
        (json.dumps(list(names)), json.dumps(sorted(ASIDE))),
    ).fetchall()
    put = {names[key]: (ms, *(loaded(json.loads(mark)) for mark in marked)) for key, ms, *marked in lines}
    news = heard_since(reader, {one: (ms, after.unread) for one, (ms, _, after) in put.items()})
    return {one: before for one, (_, before, _) in put.items() if one not in news}


def last_of(reader: sqlite3.Connection, conversations: Collection[int], verb: Verb) -> dict[int, Act]:
    """Return the last line of that verb of each conversation that has one, by whichever name it stands in the log."""
    names = threads.all_spelled(reader, conversations)
    where = "verb = ? and conversation_key in (select value from json_each(?))"
    return {names[line.conversation_key]: line for line in read(reader, where, (verb, json.dumps(list(names))))}


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
                about=change.about,
                lesson=change.lesson,
            )
        )
    insert(conn, made)
    return made


def insert(conn: sqlite3.Connection, acts: Iterable[Act]) -> None:
    """Add finished lines to the log; those that are there already stay as they are."""
    conn.executemany(
        "insert into act (ms, counter, seat, verb, conversation_key, before, after, gesture, undoes_ms,"
        " undoes_counter, undoes_seat, about, lesson) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict do nothing",
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
    marked = (_dump(act.before), _dump(act.after))
    return (*stamp, act.verb, act.conversation_key, *marked, act.gesture, *undone, clean(act.about), act.lesson)


def _dump(mark: Mark) -> str:
    return json.dumps(dumped(mark))


_COLUMNS = "ms, counter, seat, verb, conversation_key, before, after, gesture, undoes_ms, undoes_counter, undoes_seat, about, lesson"


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
            before=loaded(json.loads(row[5])),
            after=loaded(json.loads(row[6])),
            gesture=row[7],
            undoes=None if row[8] is None else Stamp(*row[8:11]),
            about=row[11],
            lesson=row[12],
        )
        for row in rows
    ]
