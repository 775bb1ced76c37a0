"""What the owner has typed and not sent: kept within a second, let go of only when the server has it."""

import re
import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.domain.account import AccountId
from desktop.domain.begun import is_begun
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Draft
from desktop.domain.kinds import Audience, Kind, MessageId
from desktop.store import begun, files, side
from desktop.store.text import dump, strings
from desktop.store.values import clean

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = "conversation, account, text, audience, in_reply_to, subject, recipients, copies, channel, kind"
"""What a draft has in common with a reply in the outbox."""


def save(db: "Database", draft: Draft, now: datetime) -> ChangeSet:
    """Keep the draft in place of the one before for the same way; without any text and files it is deleted.

    A new message is one draft, by whichever account it is to leave, and is kept as soon as it goes to somebody.

    Its files are `desktop.store.files`'s business, and stay as they are. A draft that was queued stays with its reply until something new is typed. When its conversation has become part of
    another meanwhile it is kept there, beside what was typed there.
    """
    conn, table = db.conn, db.table("draft")
    home = side.home(conn, draft.conversation, draft.in_reply_to)
    text = draft.text if home == draft.conversation else _beside(conn, home, draft)
    key = (home, draft.account, draft.audience)
    if is_begun(home):
        files.take_over(conn, key)
    if text.strip() or files.of_draft(conn, key) or begun.is_message(home, draft.to, draft.cc, draft.subject):
        row = {
            "conversation": home,
            "account": draft.account,
            "text": clean(text),
            "audience": draft.audience,
            "in_reply_to": draft.in_reply_to,
            "subject": clean(draft.subject),
            "recipients": clean(dump(draft.to)),
            "copies": clean(dump(draft.cc)),
            "updated_at": to_ms(now),
            "channel": draft.channel,
            "kind": draft.kind or "",
            "reply": "",
        }
        table.upsert(row, pk=("conversation", "account", "audience"))
    else:
        table.delete_where("conversation = ? and account = ? and audience = ? and reply = ''", key)
    side.refresh(conn, home)
    touched = frozenset({ConversationId(home)})
    return ChangeSet(drafts=touched, conversations=touched, initiator="composer")


def _beside(conn: sqlite3.Connection, home: int, draft: Draft) -> str:
    """Return the draft's text joined to what is kept in `home`; what it goes on from stands there once."""
    row = conn.execute(
        "select text from draft where conversation = ? and account = ? and audience = ? and reply = ''",
        (home, draft.account, draft.audience),
    ).fetchone()
    kept, text = "" if row is None else str(row[0]), draft.text
    if text.strip() in kept:
        return kept
    starts = [0, *(found.end() for found in re.finditer("\n\n", kept))]
    start = next((start for start in starts if text.startswith(kept[start:])), None)
    return f"{kept}\n\n{text}" if start is None else kept[:start] + text


def draft(
    reader: sqlite3.Connection,
    conversation: ConversationId,
    account: AccountId | None = None,
    audience: Audience | None = None,
) -> Draft | None:
    """Return what was typed for the conversation, None when nothing was: the newest, unless a way is named."""
    where = "conversation = ?1 and reply = '' and (?2 is null or account = ?2) and (?3 is null or audience = ?3)"
    rows = _read(reader, where, (conversation, account, audience))
    return rows[0] if rows else None


def of_conversation(reader: sqlite3.Connection, conversation: ConversationId) -> list[Draft]:
    """Return the drafts of every way to answer in a conversation, the newest first."""
    return _read(reader, "conversation = ?1 and reply = ''", (conversation,))


def drafts(reader: sqlite3.Connection) -> list[Draft]:
    """Return all drafts that are not on their way, the newest first."""
    return _read(reader, "reply = ''", ())


def _read(reader: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[Draft]:
    rows = reader.execute(
        f"select {COLUMNS}, updated_at from draft where {where} order by updated_at desc, conversation, account, audience",
        values,
    ).fetchall()
    return [
        replace(written(row), updated_at=from_ms(row[10]), files=files.of_draft(reader, (row[0], row[1], row[3])))
        for row in rows
    ]


def written(row: tuple[Any, ...]) -> Draft:
    """Return what stands in `COLUMNS` of a draft, or of a reply as the draft it was; without its files."""
    return Draft(
        conversation=ConversationId(row[0]),
        account=AccountId(row[1]),
        text=row[2],
        audience=Audience(row[3]),
        in_reply_to=None if row[4] is None else MessageId(row[4]),
        subject=row[5],
        to=strings(row[6]),
        cc=strings(row[7]),
        channel=row[8],
        kind=Kind(row[9]) if row[9] else None,
    )
