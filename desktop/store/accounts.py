"""The owner's accounts and how each of them is doing."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.account import Account, AccountId, ChannelStatus, Health
from desktop.domain.change import ChangeSet
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId
from desktop.domain.errors import ShopbellError
from desktop.store.text import clean, moment, numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

QUIET_AFTER = timedelta(hours=6)
"""A channel that was not heard of for so long may be silent for a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneState:
    """Where the traffic of one account stands. `stopped` waits for the owner, `retry_at` for its time."""

    account: AccountId
    cursor: str = ""
    retry_at: datetime | None = None
    failures: int = 0
    heard_at: datetime | None = None
    sentence: str = ""
    stopped: bool = False


def add(db: "Database", kind: str, name: str, settings: Mapping[str, str], secret_key: str, now: datetime) -> AccountId:
    """Add an account and return its id. Raises ShopbellError when the name is taken or empty."""
    if not name.strip():
        raise ShopbellError("An account needs a name.")
    if db.conn.execute("select 1 from account where name = ?", (name,)).fetchone():
        raise ShopbellError(f"There is an account called “{name}” already.")
    cursor = db.conn.execute(
        "insert into account (kind, name, settings, secret_key, added_at) values (?, ?, ?, ?, ?)",
        (kind, clean(name), _dump(settings), secret_key, to_ms(now)),
    )
    db.conn.execute("insert into lane (account) values (?)", (cursor.lastrowid,))
    return AccountId(int(cursor.lastrowid or 0))


def remove(db: "Database", account: AccountId) -> ChangeSet:
    """Forget an account and everything that came through it. The log of acts stays."""
    conn = db.conn
    touched = {row[0] for row in conn.execute("select id from conversation where account = ?", (account,)).fetchall()}
    shared = {
        row[0]
        for row in conn.execute(
            "select distinct conversation from message where account <> ? and conversation in"
            " (select conversation from message where account = ?)",
            (account, account),
        ).fetchall()
    }
    for conversation in shared:
        other = conn.execute(
            "select account from message where conversation = ? and account <> ? order by id desc limit 1",
            (conversation, account),
        ).fetchone()
        conn.execute("update conversation set account = ? where id = ?", (other[0], conversation))
    alone = touched - shared
    conn.execute("delete from draft where account = ? or conversation in (select value from json_each(?))",
                 (account, numbers(alone)))  # fmt: skip
    conn.execute("delete from outbox where account = ?", (account,))
    conn.execute("delete from message where account = ?", (account,))
    conn.execute("delete from conversation where id in (select value from json_each(?))", (numbers(alone),))
    conn.execute("delete from thread_name where conversation not in (select id from conversation)")
    conn.execute("delete from account where id = ?", (account,))
    _settle_down(conn, shared)
    conn.execute("delete from badge where total = 0")
    return ChangeSet(
        accounts=frozenset({account}),
        conversations=frozenset(map(ConversationId, touched | shared)),
        initiator="accounts",
    )


def _settle_down(conn: sqlite3.Connection, shared: set[int]) -> None:
    from desktop.store import side, summary

    for conversation in shared:
        side.refresh(conn, conversation)
    summary.refresh(conn, shared, now=from_ms(0))


def update_settings(db: "Database", account: AccountId, settings: Mapping[str, str]) -> ChangeSet:
    """Replace an account's settings."""
    db.conn.execute("update account set settings = ? where id = ?", (_dump(settings), account))
    return ChangeSet(accounts=frozenset({account}), initiator="accounts")


def _dump(settings: Mapping[str, str]) -> str:
    return clean(json.dumps(dict(settings), ensure_ascii=False, sort_keys=True))


_COLUMNS = "id, kind, name, settings, secret_key"


def accounts(reader: sqlite3.Connection) -> list[Account]:
    """Return all accounts in the order in which they were added."""
    return [_account(row) for row in reader.execute(f"select {_COLUMNS} from account order by id").fetchall()]


def account(reader: sqlite3.Connection, name: str) -> Account | None:
    """Return the account of that name, None when there is none."""
    row = reader.execute(f"select {_COLUMNS} from account where name = ?", (name,)).fetchone()
    return None if row is None else _account(row)


def _account(row: tuple[int, str, str, str, str]) -> Account:
    return Account(id=AccountId(row[0]), kind=row[1], name=row[2], settings=json.loads(row[3]), secret_key=row[4])


def lane_states(reader: sqlite3.Connection) -> list[LaneState]:
    """Return where the traffic of every account stands."""
    rows = reader.execute(
        "select account.id, coalesce(cursor, ''), retry_at, coalesce(failures, 0), heard_at, coalesce(sentence, ''),"
        " coalesce(stopped, 0) from account left join lane on lane.account = account.id order by account.id"
    ).fetchall()
    return [
        LaneState(
            account=AccountId(row[0]),
            cursor=row[1],
            retry_at=moment(row[2]),
            failures=row[3],
            heard_at=moment(row[4]),
            sentence=row[5],
            stopped=bool(row[6]),
        )
        for row in rows
    ]


def record_failure(
    db: "Database",
    account: AccountId,
    *,
    sentence: str,
    retry_at: datetime | None,
    failures: int,
    stopped: bool = False,
) -> ChangeSet:
    """Keep what went wrong with an account and when it is tried again; survives a restart."""
    db.conn.execute(
        "insert into lane (account, sentence, retry_at, failures, stopped) values (?, ?, ?, ?, ?)"
        " on conflict do update set sentence = excluded.sentence, retry_at = excluded.retry_at,"
        " failures = excluded.failures, stopped = excluded.stopped",
        (account, clean(sentence), None if retry_at is None else to_ms(retry_at), failures, int(stopped)),
    )
    return ChangeSet(accounts=frozenset({account}), initiator="sync")


def record_heard(
    db: "Database", account: AccountId, now: datetime, *, retry_at: datetime | None = None, sentence: str = ""
) -> ChangeSet:
    """Keep that the account answered; failures are forgotten. `retry_at` is when it may be asked next."""
    db.conn.execute(
        "insert into lane (account, heard_at, retry_at, sentence) values (?, ?, ?, ?)"
        " on conflict do update set heard_at = excluded.heard_at, retry_at = excluded.retry_at,"
        " sentence = excluded.sentence, failures = 0, stopped = 0",
        (account, to_ms(now), None if retry_at is None else to_ms(retry_at), clean(sentence)),
    )
    return ChangeSet(accounts=frozenset({account}), initiator="sync")


def statuses(reader: sqlite3.Connection, now: datetime) -> list[ChannelStatus]:
    """Return how every account is doing at `now`."""
    lanes = {lane.account: lane for lane in lane_states(reader)}
    return [
        ChannelStatus(
            account=one,
            health=_health(lanes[one.id], now),
            heard_at=lanes[one.id].heard_at,
            retry_at=lanes[one.id].retry_at,
            sentence=lanes[one.id].sentence,
        )
        for one in accounts(reader)
    ]


def _health(lane: LaneState, now: datetime) -> Health:
    if lane.stopped:
        return Health.NEEDS_OWNER
    if lane.failures:
        return Health.TROUBLE
    if lane.heard_at is None:
        return Health.NEW
    return Health.QUIET if now - lane.heard_at > QUIET_AFTER else Health.FINE
