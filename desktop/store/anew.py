"""Messages that an older release made fit to be shown: found, newest first, and shown as this one makes them."""

import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.account import Account, AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.item import Direction, Incoming, MessageId, Raw
from desktop.store import accounts, rows, summary
from desktop.store.values import clean, numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

BYTES = 2 << 20
"""Of raw messages that are read at once; one that is larger comes alone."""

_STALE = """
select message.id, account, remote_id, direction, received_at, coalesce(raw.size, 0)
from message left join raw on raw.message = message.id where render_version = ? order by message.id desc limit ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A message that was made fit to be shown by an older release. `raw` is None where its bytes were not kept, or the disk has damaged them."""

    message: MessageId
    account: Account
    raw: Raw | None


def stale(reader: sqlite3.Connection, version: int, *, limit: int) -> list[Stale]:
    """Return the newest messages that were rendered before `version`, few enough to be read at once."""
    older = reader.execute("select max(render_version) from message where render_version < ?", (version,)).fetchone()[0]
    lines: list[tuple[int, int, str, str, int, int]] = []
    size = 0
    for line in reader.execute(_STALE, (older, limit)).fetchall() if older is not None else ():
        size += line[5]
        if lines and size > BYTES:
            break
        lines.append(line)
    kept = dict(
        reader.execute(
            "select message, data from raw where message in (select value from json_each(?))",
            (numbers(line[0] for line in lines),),
        ).fetchall()
    )
    homes = {account.id: account for account in accounts.ever(reader)}
    return [
        Stale(message=MessageId(line[0]), account=homes[AccountId(line[1])], raw=_raw(line, kept.get(line[0])))
        for line in lines
    ]


def _raw(line: tuple[int, int, str, str, int, int], data: bytes | None) -> Raw | None:
    if data is None:
        return None
    hints = {"role": "sent"} if line[3] == Direction.OUT else {}
    try:
        return Raw(remote_id=line[2], data=zlib.decompress(data), received_at=from_ms(line[4]), hints=hints)
    except zlib.error:
        return None


def renew(
    db: "Database", made: Iterable[tuple[MessageId, Incoming | None]], *, version: int, now: datetime
) -> ChangeSet:
    """Show messages as they were made anew, and return what looks different.

    What is shown changes, and in which language it is. A message without bytes (None) stays as it is. One of which nothing can be shown any more
    keeps its text, not its page: whatever was wrong with that is the reason to render it anew. All count as rendered by
    `version`, so that nothing is tried without end.
    """
    changed: set[int] = set()
    moved: set[int] = set()
    said: set[int] = set()
    for message, item in made:
        old = db.conn.execute(
            "select conversation, language, text, fresh, html, fresh_html, remote_images, unreadable from message"
            " join body on body.message = message.id where message.id = ? and render_version < ?",
            (message, version),
        ).fetchone()
        if old is None:
            continue
        db.conn.execute("update message set render_version = ? where id = ?", (version, message))
        if item is None:
            continue
        home, language, shown = old[0], old[1], old[2:]
        new = _shown(item, shown)
        if new != shown:
            _show(db.conn, message, new, text_differs=new[0] != shown[0])
            changed.add(message)
            moved.add(home)
        if new[:2] != shown[:2]:
            said.add(home)
        if clean(item.language) not in ("", language):
            db.conn.execute("update message set language = ? where id = ?", (clean(item.language), message))
            changed.add(message)
            said.add(home)
    if said:
        summary.refresh(db.conn, said, now=now)
    return ChangeSet(
        conversations=frozenset(map(ConversationId, moved)),
        changed_messages=frozenset(map(MessageId, changed)),
        initiator="render",
    )


_Shown = tuple[str, str, str, str, int, str]


def _shown(item: Incoming, old: _Shown) -> _Shown:
    _, _, text, fresh, html, fresh_html = rows.body(item)
    # What was said of a message that could be shown is about its bytes, such as that its end was not fetched.
    unreadable = old[5] if old[0] or old[2] else clean(item.unreadable)
    if item.unreadable and not (text or html):
        return old[0], old[1], "", "", 0, unreadable
    return text, fresh, html, fresh_html, item.remote_images, unreadable


def _show(conn: sqlite3.Connection, message: int, new: _Shown, *, text_differs: bool) -> None:
    text, fresh, html, fresh_html, images, unreadable = new
    if text_differs:
        # The search index follows the text.
        conn.execute("update body set text = ? where message = ?", (text, message))
    conn.execute(
        "update body set fresh = ?, html = ?, fresh_html = ? where message = ?", (fresh, html, fresh_html, message)
    )
    conn.execute("update message set remote_images = ?, unreadable = ? where id = ?", (images, unreadable, message))
