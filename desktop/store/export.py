"""Everything taken out of the file in open formats: what customers said, and what the owner wrote and decided."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop.domain.clock import from_ms
from desktop.store.connection import failure

_Row = dict[str, object]

MESSAGES = "messages.jsonl"
_TIMES = frozenset(
    ("written_at", "received_at", "updated_at", "until", "last_at", "waiting_since", "queued_at", "leave_at")
)
_STATE = "case conversation.aside when '' then conversation.state else conversation.aside end as state"
_LABELS = (
    "(select json_group_array(name) from (select label.name from conversation_label join label on label.id = label"
    " where conversation_label.conversation = conversation.id and label.kept = 1 order by label.place)) as labels"
)
_EXPORT = f"""
select message.id, message.conversation, account.name as account, account.kind as account_kind,
    message.channel, message.kind, message.audience,
    message.direction, message.remote_id, message.own_id, persona.key as author, persona.name as author_name,
    message.written_at, message.received_at, message.url, message.rating, body.subject, body.people, body.text,
    {_STATE}, conversation.starred, conversation.score, {_LABELS}
from message join body on body.message = message.id join persona on persona.id = message.persona
    join account on account.id = message.account join conversation on conversation.id = message.conversation
where message.id > ? order by message.id limit 500
"""
_CONVERSATIONS = f"""
select conversation.id, account.name as account, conversation.channel, conversation.audience,
    persona.name as customer, persona.key as handle, conversation.subject, {_STATE}, conversation.until,
    conversation.starred, conversation.unread, conversation.messages, conversation.waiting_since, conversation.last_at,
    conversation.rating, conversation.score, {_LABELS}
from conversation join account on account.id = conversation.account
    join persona on persona.id = conversation.persona
where conversation.id > ? order by conversation.id limit 500
"""
_NOTES = "select id, conversation, written_at, text from note where kept = 1 and id > ? order by id limit 500"
_DRAFTS = """
select nullif(max(draft.conversation, 0), 0) as conversation, account.name as account, draft.audience, draft.updated_at, draft.subject,
    draft.recipients, draft.copies, draft.text
from draft join account on account.id = draft.account where draft.reply = ''
order by draft.conversation, draft.account, draft.audience
"""
_OUTBOX = """
select nullif(max(outbox.conversation, 0), 0) as conversation, account.name as account, outbox.audience, outbox.state, outbox.queued_at, outbox.leave_at,
    outbox.subject, outbox.recipients, outbox.copies, outbox.text
from outbox join account on account.id = outbox.account where outbox.state not in ('sent', 'withdrawn')
order by outbox.queued_at
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """How much was written of each."""

    messages: int
    conversations: int
    notes: int
    drafts: int
    unsent: int


def export(reader: sqlite3.Connection, folder: Path) -> Exported:
    """Write messages, notes, drafts and unsent replies as one JSON object a line, and conversations as a table for a spreadsheet.

    `folder` exists. A file appears whole or not at all. Times are ISO 8601 in UTC. Raises StoreFailure.
    """
    try:
        return Exported(
            messages=_lines(folder / MESSAGES, _paged(reader, _EXPORT)),
            conversations=_table(folder / "conversations.csv", _paged(reader, _CONVERSATIONS)),
            notes=_lines(folder / "notes.jsonl", _paged(reader, _NOTES)),
            drafts=_lines(folder / "drafts.jsonl", _rows(reader.execute(_DRAFTS))),
            unsent=_lines(folder / "outbox.jsonl", _rows(reader.execute(_OUTBOX))),
        )
    except OSError as error:
        raise failure(error) from error


def _paged(reader: sqlite3.Connection, sql: str) -> Iterator[_Row]:
    """Read in short steps, so that a long export never keeps the file from being tidied."""
    last: object = -1
    while rows := _rows(reader.execute(sql, (last,))):
        last = rows[-1]["id"]
        yield from rows


def _rows(cursor: sqlite3.Cursor) -> list[_Row]:
    names = [column[0] for column in cursor.description]
    return [{name: _told(name, value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _told(name: str, value: object) -> object:
    if name in _TIMES and isinstance(value, int):
        return from_ms(value).isoformat()
    if name in ("starred", "unread"):
        return bool(value)
    return json.loads(str(value)) if name in ("labels", "recipients", "copies") else value


def _lines(target: Path, rows: Iterable[_Row]) -> int:
    count = 0
    with _whole(target) as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _table(target: Path, rows: Iterable[_Row]) -> int:
    count = 0
    with _whole(target) as out:
        table = None
        for row in rows:
            if table is None:
                table = csv.DictWriter(out, row.keys(), lineterminator="\n")
                table.writeheader()
            table.writerow({name: _cell(value) for name, value in row.items()})
            count += 1
    return count


def _cell(value: object) -> object:
    """Return what a spreadsheet shows as it is: a text that it would take for a formula is marked as text."""
    if isinstance(value, list):
        return _cell(", ".join(map(str, value)))
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


@contextmanager
def _whole(target: Path) -> Iterator[IO[str]]:
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
