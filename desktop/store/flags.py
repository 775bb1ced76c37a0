"""What the server and the shop each know of a message (read, answered), and how the two are brought together."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.item import Flag, MessageId
from desktop.store.values import clean

if TYPE_CHECKING:
    from sqlite_utils import Database

SEEN, ANSWERED, FLAGGED = 1, 2, 4
_BITS = {Flag.SEEN: SEEN, Flag.ANSWERED: ANSWERED, Flag.FLAGGED: FLAGGED}


class Changed(Protocol):
    """What a server says about a message that is here already."""

    @property
    def remote_id(self) -> str:
        """The message."""
        ...

    @property
    def flags(self) -> frozenset[Flag]:
        """All flags it has there now."""
        ...

    @property
    def gone(self) -> bool:
        """True when it was deleted there."""
        ...


def bits(flags: Iterable[Flag]) -> int:
    """Return flags as the number the column keeps."""
    return sum(_BITS[flag] for flag in flags)


def from_bits(number: int) -> frozenset[Flag]:
    """Return the flags of a column's number."""
    return frozenset(flag for flag, bit in _BITS.items() if number & bit)


def flag_work(reader: sqlite3.Connection, account: AccountId) -> list[tuple[str, frozenset[Flag]]]:
    """Return what the owner did here that the server of this account does not know yet."""
    rows = reader.execute(
        # Asked after every commit; of itself SQLite walks along all messages of the account.
        "select remote_id, wanted_flags from message indexed by message_wanted"
        " where account = ? and wanted_flags <> 0 and gone = 0 order by id",
        (account,),
    ).fetchall()
    return [(row[0], from_bits(row[1])) for row in rows]


def flag_done(db: "Database", account: AccountId, remote_ids: Iterable[str | tuple[str, frozenset[Flag]]]) -> ChangeSet:
    """Note that the server has them now. Given the pairs of `flag_work`, what was added since stays to be done."""
    done = [
        (given, SEEN | ANSWERED | FLAGGED) if isinstance(given, str) else (given[0], bits(given[1]))
        for given in remote_ids
    ]
    changed: set[int] = set()
    for remote_id, pushed in done:
        row = db.conn.execute(
            "update message set server_flags = server_flags | (wanted_flags & ?1), wanted_flags = wanted_flags & ~?1"
            " where account = ?2 and remote_id = ?3 and wanted_flags <> 0 returning id",
            (pushed, account, clean(remote_id)),
        ).fetchone()
        changed |= {row[0]} if row else set()
    return ChangeSet(changed_messages=frozenset(map(MessageId, changed)), initiator="sync")


def take(conn: sqlite3.Connection, account: AccountId, changes: Sequence[Changed]) -> tuple[set[int], set[int]]:
    """Apply what the server says; return the messages and the conversations that are different now.

    Only a mark that is new there counts: the echo of what we sent, or an old mark, does not undo what was done here.
    """
    messages: set[int] = set()
    conversations: set[int] = set()
    for change in changes:
        row = conn.execute(
            "select id, conversation, server_flags, seen, answered, gone, wanted_flags from message"
            " where account = ? and remote_id = ?",
            (account, clean(change.remote_id)),
        ).fetchone()
        if row is None:
            continue
        new = _after(row, change)
        if new != (row[2], *row[3:7]):
            conn.execute(
                "update message set server_flags = ?, seen = ?, answered = ?, gone = ?, wanted_flags = ? where id = ?",
                (*new, row[0]),
            )
        if new[1:4] != row[3:6]:
            messages.add(row[0])
            conversations.add(row[1])
    return messages, conversations


def _after(row: tuple[int, ...], change: Changed) -> tuple[int, int, int, int, int]:
    there, seen, answered, _, wanted = row[2:7]
    if change.gone:
        return there, seen, answered, 1, 0
    now = bits(change.flags)
    appeared, vanished = now & ~there, there & ~now
    if appeared & SEEN:
        seen = 1
    elif vanished & SEEN and not wanted & SEEN:
        seen = 0
    if appeared & ANSWERED:
        answered = 1
    return now, seen, answered, 0, wanted & ~now
