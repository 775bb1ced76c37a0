"""A mail that was brought in from an archive and lies on the server too is one message, whichever came first."""

import sqlite3
from collections.abc import Callable, Sequence

from desktop.domain.account import AccountId
from desktop.domain.clock import to_ms
from desktop.domain.item import ARCHIVED, ID_SHIFT, Direction, Incoming
from desktop.store import rows
from desktop.store.values import clean

_AFTER = ARCHIVED[:-1] + chr(ord(ARCHIVED[-1]) + 1)

_SAME = f"""
select message.id from message join body on body.message = message.id join persona on persona.id = message.persona
where message.id between ? and ? and +message.account = ? and (remote_id >= '{ARCHIVED}' and remote_id < '{_AFTER}') = ?
    and own_id = ? and direction = ? and written_at = ? and persona.key = ? and body.subject = ?
order by message.id limit 1
"""


def without_archived(
    conn: sqlite3.Connection, account: AccountId, items: Sequence[Incoming], outbound: Callable[[Incoming], bool]
) -> list[Incoming]:
    """Return those of the items that are news.

    Left out are copies from an archive of what the server gave us. Where it is the other way round, the message we have
    bears the server's id from now on, and is no news either.
    """
    holds_archived, holds_served = _holds(conn, account)
    news: list[Incoming] = []
    for item in items:
        archived = item.remote_id.startswith(ARCHIVED)
        asked = bool(item.own_id) and (holds_served if archived else holds_archived)
        twin = _twin(conn, account, item, outbound(item), archived=archived) if asked else None
        if twin is None:
            news.append(item)
        elif not archived:
            conn.execute("update message set remote_id = ?, gone = 0 where id = ?", (item.remote_id, twin))
    return news


def forget_server(conn: sqlite3.Connection, account: AccountId) -> None:
    """Let the account's messages be known by what they are: it is another server that will tell of them."""
    conn.execute(
        f"update message set remote_id = '{ARCHIVED}' || 'kept/' || id, gone = 0, server_flags = 0 where account = ?"
        f" and direction || remote_id not glob 'outsent/*' and not (remote_id >= '{ARCHIVED}' and remote_id < '{_AFTER}')"
        " and own_id <> ''",
        (account,),
    )


def _holds(conn: sqlite3.Connection, account: AccountId) -> tuple[bool, bool]:
    """Return whether the account holds anything from an archive, and anything from elsewhere."""
    archived, before, after = conn.execute(
        f"select exists (select 1 from message where account = ?1 and remote_id >= '{ARCHIVED}' and remote_id < '{_AFTER}'),"
        f" exists (select 1 from message where account = ?1 and remote_id < '{ARCHIVED}'),"
        f" exists (select 1 from message where account = ?1 and remote_id >= '{_AFTER}')",
        (account,),
    ).fetchone()
    return bool(archived), bool(before or after)


def _twin(
    conn: sqlite3.Connection,
    account: AccountId,
    item: Incoming,
    outbound: bool,  # noqa: FBT001 - private, two kinds of message
    *,
    archived: bool,
) -> int | None:
    """Return the message with the same id, author, time and subject of the other origin, None when there is none.

    Programs that keep archives change line ends and add headers, so the bytes themselves need not be the same.
    """
    for ms in {rows.moment_ms(item), max(0, to_ms(item.written_at))}:
        found = conn.execute(
            _SAME,
            (
                ms << ID_SHIFT,
                (ms + 1 << ID_SHIFT) - 1,
                account,
                int(not archived),
                clean(item.own_id),
                Direction.OUT if outbound else Direction.IN,
                to_ms(item.written_at),
                clean(item.author.key),
                clean(item.subject),
            ),
        ).fetchone()
        if found is not None:
            return int(found[0])
    return None
