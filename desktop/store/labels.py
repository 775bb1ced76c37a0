"""The labels there are, and what the owner does with a label itself: made, renamed, recoloured, moved, removed."""

import sqlite3
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.act import Deed, Verb, label_line, label_mark
from desktop.domain.change import ChangeSet
from desktop.domain.label import COLOURS, BadLabel, key_of, tidy
from desktop.domain.row import Label
from desktop.domain.wording import worded
from desktop.store import acts as log
from desktop.store import gestures, marks
from desktop.store.values import numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

_COLUMNS = "id, name, colour, place"


def labels(reader: sqlite3.Connection) -> list[Label]:
    """Return all labels in their order: the first nine bear the digits."""
    rows = reader.execute(f"select {_COLUMNS} from label where kept = 1 order by place, id").fetchall()
    return [Label(id=row[0], name=row[1], colour=row[2], place=row[3]) for row in rows]


def by_name(reader: sqlite3.Connection, name: str) -> Label | None:
    """Return the label of that name, however it is spelled, None when there is none."""
    row = reader.execute(f"select {_COLUMNS} from label where kept = 1 and folded = ?", (key_of(name),)).fetchone()
    return None if row is None else Label(id=row[0], name=row[1], colour=row[2], place=row[3])


def used(reader: sqlite3.Connection) -> dict[int, int]:
    """Return on how many conversations each label is, by its id. Counts them: not for the thread that paints."""
    return dict(reader.execute("select label, count(*) from conversation_label group by label").fetchall())


def on(reader: sqlite3.Connection, conversations: Collection[int]) -> dict[int, int]:
    """Return on how many of these conversations each label is, by its id; those on none are left out."""
    return dict(
        reader.execute(
            "select label, count(*) from conversation_label where conversation in (select value from json_each(?))"
            " group by label",
            (numbers(conversations),),
        ).fetchall()
    )


def make(db: "Database", name: str, *, now: datetime, colour: str = "") -> ChangeSet:
    """Make a label, the last in order; one of that name that was removed comes back. Undo takes it back.

    Raises BadLabel when there is one of that name, or when the name cannot be.
    """
    conn, name = db.conn, tidy(name)
    _refuse(conn, name)
    key = marks.free_key(conn, name)
    before = marks.label_marks(conn, [key]).get(key) or label_mark(key, name, kept=False)
    after = label_mark(key, name, kept=True)
    change = marks.Change(
        verb=Verb.MAKE_LABEL, conversation=0, key=label_line(key), before=before, after=after, about=name
    )
    done = _carry_out(conn, [change], now, ChangeSet(verb=Verb.MAKE_LABEL, about=name, said=f"New label: “{name}”"))
    if colour:
        conn.execute("update label set colour = ? where key = ?", (_known(colour), key))
    return done


def rename(db: "Database", label: Label, name: str, *, now: datetime) -> ChangeSet:
    """Give a label another name, on all its conversations; undo gives it back. Raises BadLabel when that is taken."""
    conn, name = db.conn, tidy(name)
    if name == label.name:
        return ChangeSet(initiator="triage")
    _refuse(conn, name, besides=label.id)
    key, old = _key(conn, label)
    change = marks.Change(
        verb=Verb.RENAME_LABEL,
        conversation=0,
        key=label_line(key),
        before=label_mark(key, old, kept=True),
        after=label_mark(key, name, kept=True),
        about=name,
    )
    said = f"Label “{old}” is called “{name}” now"
    return _carry_out(conn, [change], now, ChangeSet(verb=Verb.RENAME_LABEL, about=name, said=said))


def remove(db: "Database", label: Label, *, now: datetime) -> ChangeSet:
    """Take a label off all conversations and out of the list, in one gesture: undo brings back the one and the other."""
    conn = db.conn
    key, name = _key(conn, label)
    on = [
        row[0]
        for row in conn.execute(
            "select conversation from conversation_label where label = ? order by conversation", (label.id,)
        ).fetchall()
    ]
    changes = log.changes(conn, on, Verb.UNLABEL, Deed(about=key), name)
    changes.append(
        marks.Change(
            verb=Verb.REMOVE_LABEL,
            conversation=0,
            key=label_line(key),
            before=label_mark(key, name, kept=True),
            after=label_mark(key, name, kept=False),
            about=name,
        )
    )
    were = f", which was on {len(on)} conversation{'s' if len(on) > 1 else ''}" if on else ""
    said = f"Removed the label “{name}”{were}"
    return _carry_out(conn, changes, now, ChangeSet(verb=Verb.REMOVE_LABEL, about=name, said=said))


def recolour(db: "Database", label: Label, colour: str) -> ChangeSet:
    """Give a label another colour of `COLOURS`. Raises BadLabel for another one."""
    db.conn.execute("update label set colour = ? where id = ?", (_known(colour), label.id))
    return ChangeSet(labels=True, initiator="triage")


def move(db: "Database", label: Label, place: int) -> ChangeSet:
    """Make a label the `place`-th in order, counted from 1; the others close up."""
    rest = [one for one in labels(db.conn) if one.id != label.id]
    order = [*rest[: max(0, place - 1)], label, *rest[max(0, place - 1) :]]
    db.conn.executemany(
        "update label set place = ? where id = ?", [(number, one.id) for number, one in enumerate(order, 1)]
    )
    return ChangeSet(labels=True, initiator="triage")


def _carry_out(conn: sqlite3.Connection, changes: list[marks.Change], now: datetime, told: ChangeSet) -> ChangeSet:
    return gestures.carry_out(conn, changes, gesture=uuid.uuid4().hex, now=now, initiator="triage", told=told)


def _key(conn: sqlite3.Connection, label: Label) -> tuple[str, str]:
    row = conn.execute("select key, name from label where id = ? and kept = 1", (label.id,)).fetchone()
    if row is None:
        raise BadLabel(worded(f"There is no label “{label.name}” any more."))
    return str(row[0]), str(row[1])


def _refuse(conn: sqlite3.Connection, name: str, besides: int = 0) -> None:
    row = conn.execute(
        "select name from label where folded = ? and kept = 1 and id <> ?", (key_of(name), besides)
    ).fetchone()
    if row is not None:
        raise BadLabel(worded(f"There is a label “{row[0]}” already."))


def _known(colour: str) -> str:
    if colour not in COLOURS:
        raise BadLabel(worded(f"“{colour}” is no colour of a label. There are: {', '.join(COLOURS)}."))
    return colour
