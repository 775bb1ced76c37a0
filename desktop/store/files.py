"""Files that go with drafts and replies: kept here from the moment they are attached, whatever becomes of the originals.

Bytes are kept once however many drafts and replies they go with, and go when none needs them any more.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import to_ms
from desktop.domain.draft import Draft, DraftFile, Enclosure
from desktop.domain.faults import fault
from desktop.domain.kinds import Audience
from desktop.domain.row import ConversationId
from desktop.domain.wording import worded
from desktop.store import side
from desktop.store.connection import Damaged
from desktop.store.text import digest, dump
from desktop.store.values import clean

if TYPE_CHECKING:
    from sqlite_utils import Database

Key = tuple[ConversationId | int, AccountId | int, Audience | str]
"""What a draft is kept under: conversation, account, audience."""


def attach(db: "Database", draft: Draft, enclosures: Sequence[Enclosure], now: datetime) -> ChangeSet:
    """Put files to a draft, after those it has; a draft that has no text yet is made for them.

    What the draft says is left as it is. The bytes are on disk when the transaction is.
    """
    conn = db.conn
    home = side.home(conn, draft.conversation, draft.in_reply_to)
    conn.execute(
        "insert into draft (conversation, account, audience, channel, kind, text, in_reply_to, subject, recipients, copies,"
        " updated_at) values (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)"
        " on conflict do update set updated_at = excluded.updated_at,"
        " text = case reply when '' then text else '' end, reply = ''",
        (home, draft.account, draft.audience, draft.channel, draft.kind or "", draft.in_reply_to, clean(draft.subject),
         clean(dump(draft.to)), clean(dump(draft.cc)), to_ms(now)),
    )  # fmt: skip
    key = (home, draft.account, draft.audience)
    _append(conn, key, [put(conn, enclosure) for enclosure in enclosures])
    fault("files-attached")
    return _changed(conn, home)


def detach(db: "Database", draft: Draft, numbers: Collection[int], now: datetime) -> ChangeSet:
    """Take files from a draft; one without text and files is no draft any more."""
    conn = db.conn
    home = side.home(conn, draft.conversation, draft.in_reply_to)
    take(conn, (home, draft.account, draft.audience), numbers)
    conn.execute(
        "update draft set updated_at = ? where conversation = ? and account = ? and audience = ? and reply = ''",
        (to_ms(now), home, draft.account, draft.audience),
    )
    conn.execute(
        "delete from draft where conversation = ?1 and account = ?2 and audience = ?3 and reply = ''"
        " and trim(text, ' ' || char(9, 10, 13)) = ''"
        " and (conversation > 0 or (recipients = '[]' and copies = '[]' and trim(subject) = ''))"
        " and not exists (select 1 from draft_file where conversation = ?1 and account = ?2 and audience = ?3)",
        (home, draft.account, draft.audience),
    )
    return _changed(conn, home)


def of_draft(reader: sqlite3.Connection, key: Key) -> tuple[DraftFile, ...]:
    """Return the files of a draft in their order."""
    return _read(reader, "draft_file where conversation = ? and account = ? and audience = ?", key)


def of_reply(reader: sqlite3.Connection, reply: str) -> tuple[DraftFile, ...]:
    """Return the files of a reply that has not arrived yet; those of one that was sent are its message's."""
    return _read(reader, "reply_file where reply = ?", (reply,))


def enclosures(reader: sqlite3.Connection, files: Iterable[DraftFile]) -> tuple[Enclosure, ...]:
    """Return files with their bytes. Raises Damaged, naming the file, when the disk has not kept them as they were."""
    found = []
    for file in files:
        row = reader.execute("select data from file where sha256 = ?", (file.sha256,)).fetchone()
        if row is None or digest(row[0]) != file.sha256:
            raise Damaged(
                worded(f"“{file.name}” was damaged on the disk. Remove it from the reply and attach it again.")
            )
        found.append(Enclosure(name=file.name, media_type=file.media_type, data=row[0]))
    return tuple(found)


def put(conn: sqlite3.Connection, enclosure: Enclosure) -> DraftFile:
    """Keep the bytes of a file and return it, still without a number."""
    name, sha256 = clean(enclosure.name) or "file", digest(enclosure.data)
    size = len(enclosure.data)
    # What the disk has changed since is put right by attaching it again.
    conn.execute(
        "insert into file (sha256, size, data) values (?, ?, ?)"
        " on conflict do update set data = excluded.data where data is not excluded.data",
        (sha256, size, enclosure.data),
    )
    return DraftFile(number=0, name=name, media_type=clean(enclosure.media_type), size=size, sha256=sha256)


def keep_with_reply(conn: sqlite3.Connection, reply: str, files: Iterable[Enclosure]) -> None:
    """Note which files a reply was frozen with, so that they come back when it is taken back."""
    for number, enclosure in enumerate(files, 1):
        file = put(conn, enclosure)
        conn.execute(
            "insert into reply_file (reply, number, name, media_type, size, sha256) values (?, ?, ?, ?, ?, ?)",
            (reply, number, file.name, file.media_type, file.size, file.sha256),
        )


def give_back(conn: sqlite3.Connection, reply: str, key: Key) -> None:
    """Put the files of a reply that was taken back to the draft that its text is again."""
    files = of_reply(conn, reply)
    have = {file.sha256 for file in of_draft(conn, key)}
    conn.execute("delete from reply_file where reply = ?", (reply,))
    _append(conn, key, [file for file in files if file.sha256 not in have])


def let_go(conn: sqlite3.Connection, reply: str) -> None:
    """Forget the files of a reply that has arrived: they are in its message."""
    rows = conn.execute("delete from reply_file where reply = ? returning sha256", (reply,)).fetchall()
    _sweep(conn, {row[0] for row in rows})


def take(conn: sqlite3.Connection, key: Key, numbers: Collection[int]) -> None:
    """Take files from a draft by their numbers."""
    gone = set()
    for number in numbers:
        rows = conn.execute(
            "delete from draft_file where conversation = ? and account = ? and audience = ? and number = ?"
            " returning sha256",
            (*key, number),
        ).fetchall()
        gone |= {row[0] for row in rows}
    _sweep(conn, gone)


def move(conn: sqlite3.Connection, gone: int, keep: int) -> None:
    """Put the files of all drafts of one conversation to those of another that it has become part of."""
    keys = conn.execute("select distinct account, audience from draft_file where conversation = ?", (gone,)).fetchall()
    for account, audience in keys:
        files = of_draft(conn, (gone, account, audience))
        conn.execute(
            "delete from draft_file where conversation = ? and account = ? and audience = ?", (gone, account, audience)
        )
        _append(conn, (keep, account, audience), files)


def take_over(conn: sqlite3.Connection, key: Key) -> None:
    """Let a new message leave by another account than before: its draft there is gone, its files go along."""
    place, account, audience = key
    before = conn.execute(
        "select account from draft where conversation = ? and account <> ? and reply = ''", (place, account)
    ).fetchall()
    for (other,) in before:
        files = of_draft(conn, (place, other, audience))
        conn.execute("delete from draft_file where conversation = ? and account = ?", (place, other))
        conn.execute("delete from draft where conversation = ? and account = ?", (place, other))
        _append(conn, key, files)


def _append(conn: sqlite3.Connection, key: Key, files: Sequence[DraftFile]) -> None:
    last = conn.execute(
        "select coalesce(max(number), 0) from draft_file where conversation = ? and account = ? and audience = ?", key
    ).fetchone()[0]
    conn.executemany(
        "insert into draft_file (conversation, account, audience, number, name, media_type, size, sha256)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*key, number, file.name, file.media_type, file.size, file.sha256)
            for number, file in enumerate(files, last + 1)
        ],
    )


def _sweep(conn: sqlite3.Connection, hashes: Iterable[bytes]) -> None:
    """Delete those bytes that nothing needs any more."""
    conn.executemany(
        "delete from file where sha256 = ?1 and not exists (select 1 from draft_file where sha256 = ?1)"
        " and not exists (select 1 from reply_file where sha256 = ?1)",
        [(sha256,) for sha256 in hashes],
    )


def _read(reader: sqlite3.Connection, which: str, values: Sequence[object]) -> tuple[DraftFile, ...]:
    rows = reader.execute(
        f"select number, name, media_type, size, sha256 from {which} order by number", tuple(values)
    ).fetchall()
    return tuple(DraftFile(number=row[0], name=row[1], media_type=row[2], size=row[3], sha256=row[4]) for row in rows)


def _changed(conn: sqlite3.Connection, home: int) -> ChangeSet:
    side.refresh(conn, home)
    touched = frozenset({ConversationId(home)})
    return ChangeSet(drafts=touched, conversations=touched, initiator="composer")
