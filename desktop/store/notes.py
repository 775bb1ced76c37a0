"""Notes: what the owner writes down about a conversation for themselves. They are never sent, and nobody else reads them."""

import sqlite3
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.act import Deed, Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId, Entry, Hit
from desktop.domain.item import Audience, Direction, Kind, MessageId
from desktop.store.values import numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

_SAYS = "Note"
"""What stands in the place of a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note. `key` is the same on every seat."""

    id: MessageId
    key: str
    conversation: ConversationId
    written_at: datetime
    text: str


def add(db: "Database", conversation: ConversationId, text: str, *, now: datetime) -> ChangeSet:
    """Keep a note about a conversation, as a gesture that undo takes back; nothing for a text without words."""
    from desktop.store import triage

    kept = text.strip()
    return triage.act(db, [conversation], Verb.NOTE, now=now, about=kept) if kept else ChangeSet(initiator="triage")


def remove(db: "Database", note: Note, *, now: datetime) -> ChangeSet:
    """Delete a note, as a gesture that undo takes back."""
    from desktop.store import triage

    return triage.act(db, [note.conversation], Verb.UNNOTE, now=now, about=note.key)


def change(db: "Database", note: Note, text: str, *, now: datetime) -> ChangeSet:
    """Put other words in the place of a note, as one gesture; without words it is deleted, the same ones change nothing."""
    from desktop.store import acts, gestures
    from desktop.store.marks import Words

    kept, conn = text.strip(), db.conn
    if kept == note.text:
        return ChangeSet(initiator="triage")
    if not kept:
        return remove(db, note, now=now)
    key = uuid.uuid4().hex
    changes = [
        replace(one, after=replace(one.after, notes=one.after.notes - {note.key}))
        for one in acts.changes(conn, [note.conversation], Verb.NOTE, Deed(about=key), kept)
    ]
    who = gestures.who(conn, [note.conversation])
    told = ChangeSet(verb=Verb.NOTE, about=kept, said=f"Note kept: {who}", who=who)
    # It stays at its place in the timeline.
    words = Words(notes={key: (kept, to_ms(note.written_at))})
    return gestures.carry_out(
        conn, changes, gesture=uuid.uuid4().hex, now=now, initiator="triage", told=told, words=words
    )


def notes(reader: sqlite3.Connection, conversation: ConversationId) -> list[Note]:
    """Return the notes of a conversation, the oldest first."""
    rows = reader.execute(
        "select id, key, conversation, written_at, text from note where conversation = ? and kept = 1 order by id",
        (conversation,),
    ).fetchall()
    return [_note(row) for row in rows]


def note(reader: sqlite3.Connection, number: MessageId) -> Note | None:
    """Return the note of an entry of the timeline, None when it was deleted or there is none of that id."""
    row = reader.execute(
        "select id, key, conversation, written_at, text from note where id = ? and kept = 1", (number,)
    ).fetchone()
    return None if row is None else _note(row)


def _note(row: tuple[int, str, int, int, str]) -> Note:
    return Note(
        id=MessageId(row[0]),
        key=row[1],
        conversation=ConversationId(row[2]),
        written_at=from_ms(row[3]),
        text=row[4],
    )


def entries(reader: sqlite3.Connection, conversations: Collection[int]) -> list[Entry]:
    """Return the notes of these conversations as entries of the timeline."""
    rows = reader.execute(
        "select note.id, note.conversation, channel, kind, note.written_at, note.text from note"
        " join conversation on conversation.id = note.conversation"
        " where note.conversation in (select value from json_each(?)) and kept = 1",
        (numbers(conversations),),
    ).fetchall()
    return [
        Entry(
            id=MessageId(row[0]),
            conversation=ConversationId(row[1]),
            direction=Direction.OUT,
            channel=row[2],
            kind=Kind(row[3]),
            audience=Audience.PRIVATE,
            who=_SAYS,
            handle="",
            written_at=from_ms(row[4]),
            subject="",
            text=row[5],
            fresh="",
            html="",
            fresh_html="",
            remote_images=0,
            url="",
            rating=None,
            attachments=(),
            automatic="",
            unreadable="",
            note=True,
        )
        for row in rows
    ]


def search(reader: sqlite3.Connection, query: str, *, limit: int = 50) -> list[Hit]:
    """Return the notes that hold the words of a search, newest first, as hits among the messages.

    None for a search that asks for more than words. A hit's `message` is the note's id, which stands in one order of
    time with those of messages; `who` is the person whose conversation it is, `subject` that of the conversation.
    Raises BadQuery.
    """
    from desktop.domain.reading import among_notes
    from desktop.store.query import words

    if not among_notes(query):
        return []
    expression = words(reader, query)
    rows = reader.execute(
        "select note.id, note.conversation, coalesce(nullif(persona.name, ''), nullif(persona.handle, ''), persona.key),"
        " conversation.subject, snippet(note_search, 0, char(2), char(3), '…', 16), conversation.channel,"
        " note.written_at from note_search cross join note on note.id = note_search.rowid"
        " join conversation on conversation.id = note.conversation join persona on persona.id = conversation.persona"
        " where note_search match ? and kept = 1 order by note_search.rowid desc limit ?",
        (expression, limit),
    ).fetchall()
    return [
        Hit(
            message=MessageId(row[0]),
            conversation=ConversationId(row[1]),
            who=row[2],
            subject=row[3],
            snippet=" ".join(row[4].split()),
            channel=row[5],
            written_at=from_ms(row[6]),
            note=True,
        )
        for row in rows
    ]
