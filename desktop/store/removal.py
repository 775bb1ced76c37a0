"""An account that the owner removes, and one that comes back: what was written there stays in either case."""

import json
import sqlite3
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.account import AccountId
from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import ReplyState
from desktop.domain.wording import worded
from desktop.store import acts, marks, outbox, storm_members, summary, twins
from desktop.store.values import clean, numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

_NOT_LEFT = (ReplyState.QUEUED, ReplyState.REFUSED, ReplyState.OVERDUE)


def remove(db: "Database", account: AccountId, now: datetime) -> ChangeSet:
    """Let go of an account: its conversations are done, its messages and drafts stay, and its name is free again.

    Replies that have not left are withdrawn and are drafts again. A conversation that goes on in another account stays
    where it is. Nothing happens when the account was removed before.
    """
    conn = db.conn
    row = conn.execute("select name from account where id = ? and removed_at is null", (account,)).fetchone()
    if row is None:
        return ChangeSet(initiator="accounts")
    db.table("account").update(account, {"removed_at": to_ms(now)})
    conn.execute(
        "update lane set retry_at = null, failures = 0, sentence = '', stopped = 0, ended = 0 where account = ?",
        (account,),
    )
    changes = ChangeSet(accounts=frozenset({account}), initiator="accounts")
    changes |= _withdraw(db, account, row[0], now)
    shared = _shared(conn, account)
    summary.refresh(conn, shared, now=now)
    closed = _close(conn, account, shared, now)
    changes |= storm_members.end(db, [account])
    conn.execute("update message set wanted_flags = 0 where account = ? and wanted_flags <> 0", (account,))
    return changes | ChangeSet(conversations=frozenset(map(ConversationId, shared | closed)), initiator="accounts")


def left_secrets(reader: sqlite3.Connection) -> list[tuple[AccountId, str]]:
    """Return the removed accounts whose secrets are still to be forgotten, with the names of those."""
    rows = reader.execute("select id, secret_key from account where removed_at is not null and secret_key <> ''")
    return [(AccountId(row[0]), str(row[1])) for row in rows.fetchall()]


def secret_forgotten(db: "Database", account: AccountId, key: str) -> None:
    """Note that the keyring keeps that secret of a removed account no longer."""
    db.conn.execute(
        "update account set secret_key = '' where id = ? and secret_key = ? and removed_at is not null", (account, key)
    )


def _withdraw(db: "Database", account: AccountId, name: str, now: datetime) -> ChangeSet:
    # Of one gesture the last first: whoever takes the first back takes back what was to leave after it.
    waiting = db.conn.execute(
        "select id from outbox where account = ? and state in (?, ?, ?) and state not in ('sent', 'withdrawn')"
        " order by queued_at, after = ''",
        (account, *_NOT_LEFT),
    ).fetchall()
    changes = ChangeSet()
    for (reply,) in waiting:
        changes |= outbox.withdraw(db, reply, now, sentence=outbox.without_account(name))
    if not waiting:
        return changes
    many = (
        worded("One reply that had not left is a draft again.")
        if len(waiting) == 1
        else (worded(f"{len(waiting)} replies that had not left are drafts again."))
    )
    return changes | ChangeSet(initiator="accounts", said=many)


def _shared(conn: sqlite3.Connection, account: AccountId) -> set[int]:
    """Return the conversations that go on in an account that is still there."""
    rows = conn.execute(
        "select distinct message.conversation from message join account on account.id = message.account"
        " where account.removed_at is null and message.conversation in"
        " (select conversation from message where account = ?)",
        (account,),
    ).fetchall()
    return {row[0] for row in rows}


def _close(conn: sqlite3.Connection, account: AccountId, shared: set[int], now: datetime) -> set[int]:
    """Put away all that came through the account alone; written to the log, but no gesture that undo takes back."""
    rows = conn.execute(
        "select id from conversation where account = ? and state <> 'done'"
        " and id not in (select value from json_each(?)) order by id",
        (account, numbers(shared)),
    ).fetchall()
    changes = acts.changes(conn, [row[0] for row in rows], Verb.DONE)
    acts.append(conn, changes, gesture=f"{acts.BY_ITSELF}{uuid.uuid4().hex}", now=now)
    marks.write(conn, changes, now)
    return {change.conversation for change in changes}


def revive(db: "Database", kind: str, name: str, settings: Mapping[str, str], secret_key: str) -> AccountId | None:
    """Bring back the removed account that these settings mean, with its history; None when there is none.

    It begins to fetch anew where its settings are others than before.
    """
    conn, wanted = db.conn, _identity(settings)
    removed = conn.execute(
        "select id, name, settings from account where kind = ? and removed_at is not null order by removed_at desc",
        (kind,),
    ).fetchall()
    for number, old_name, text in removed:
        old = json.loads(text)
        same = _identity(old) == wanted if wanted else old == dict(settings) and old_name == name
        if not same:
            continue
        dumped = clean(json.dumps(dict(settings), ensure_ascii=False, sort_keys=True))
        row = {"name": name, "settings": dumped, "secret_key": secret_key, "removed_at": None}
        db.table("account").update(number, row)
        if old != dict(settings):
            conn.execute("update lane set cursor = '' where account = ?", (number,))
            twins.forget_server(conn, number)
        touched = {
            row[0] for row in conn.execute("select id from conversation where account = ?", (number,)).fetchall()
        }
        summary.refresh(conn, touched & _shared(conn, AccountId(number)), now=from_ms(0))
        return AccountId(number)
    return None


def _identity(settings: Mapping[str, str]) -> str:
    """Return the address that an account stands for, "" when it has none."""
    return (settings.get("address", "") or settings.get("url", "")).strip().casefold()
