"""All that is known of one person: by which names, since when, how much was said, and what the owner put down about them."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.clock import from_ms
from desktop.domain.conversation import Persona
from desktop.domain.item import ID_SHIFT
from desktop.domain.row import ConversationId, InboxRow, Label, PersonId
from desktop.store import inbox, people
from desktop.store.values import moment

MOST = 40
"""Conversations that are told one by one: the newest."""
NOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """One person. `since` is when they were first heard or written to, `heard_at` when they last wrote.

    `rows` are their conversations, those that are open first, then the newest first; what lies in the trash is left out.
    `notes` are the owner's, the newest first.
    """

    personas: tuple[Persona, ...]
    since: datetime | None
    heard_at: datetime | None
    conversations: int
    messages: int
    labels: tuple[Label, ...]
    notes: tuple[str, ...]
    rows: tuple[InboxRow, ...]


def acquaintance(reader: sqlite3.Connection, person: PersonId) -> Acquaintance:
    """Return what is known of a person; a few milliseconds even where they have written for years."""
    first, last_in, conversations, messages = reader.execute(
        "select min(first_id), max(last_in_id), count(*), coalesce(sum(messages), 0) from conversation"
        " where person = ? and aside <> 'trash'",
        (person,),
    ).fetchone()
    return Acquaintance(
        personas=people.personas(reader, person),
        since=None if first is None else from_ms(first >> ID_SHIFT),
        heard_at=moment(None if last_in is None else last_in >> ID_SHIFT),
        conversations=conversations,
        messages=messages,
        labels=_labels(reader, person),
        notes=_notes(reader, person),
        rows=_rows(reader, person),
    )


def _labels(reader: sqlite3.Connection, person: PersonId) -> tuple[Label, ...]:
    rows = reader.execute(
        "select distinct label.id, label.name, label.colour, label.place from conversation"
        " join conversation_label on conversation_label.conversation = conversation.id"
        " join label on label.id = conversation_label.label"
        " where person = ? and aside <> 'trash' and kept = 1 order by label.place, label.id",
        (person,),
    ).fetchall()
    return tuple(Label(id=row[0], name=row[1], colour=row[2], place=row[3]) for row in rows)


def _notes(reader: sqlite3.Connection, person: PersonId) -> tuple[str, ...]:
    rows = reader.execute(
        "select note.text from conversation join note on note.conversation = conversation.id"
        " where person = ? and aside <> 'trash' and kept = 1 order by note.written_at desc, note.id desc limit ?",
        (person, NOTES),
    ).fetchall()
    return tuple(row[0] for row in rows)


def _rows(reader: sqlite3.Connection, person: PersonId) -> tuple[InboxRow, ...]:
    ids = _ids(reader, f"{_OF} and state = 'open' {_NEWEST}", person) + _ids(
        reader, f"{_OF} and state <> 'open' {_NEWEST}", person
    )
    found = inbox.rows(reader, ids[:MOST])
    return tuple(found[id_] for id_ in ids[:MOST] if id_ in found)


_OF = "select id from conversation where person = ? and aside <> 'trash'"
_NEWEST = f"order by last_id desc limit {MOST}"


def _ids(reader: sqlite3.Connection, query: str, person: PersonId) -> list[ConversationId]:
    return [ConversationId(row[0]) for row in reader.execute(query, (person,)).fetchall()]
