"""The owner's accounts and how each of them is doing."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.account import Account, AccountId, ChannelStatus, Health
from desktop.domain.clock import to_ms
from desktop.domain.errors import ShopbellError
from desktop.domain.lean import dataclass
from desktop.domain.wording import worded
from desktop.store.values import clean, moment

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.domain.change import ChangeSet

QUIET_AFTER = timedelta(hours=6)
"""A channel that was not heard of for so long may be silent for a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneState:
    """Where the traffic of one account stands. `stopped` waits for the owner, `retry_at` for its time.

    Both together: only the owner can help, and it is looked now and then whether he has (a locked keyring). `ended`
    waits until the owner asks for this account itself. `unreached`: the last failure was that nobody answered.
    """

    account: AccountId
    cursor: str = ""
    retry_at: datetime | None = None
    failures: int = 0
    heard_at: datetime | None = None
    sentence: str = ""
    stopped: bool = False
    ended: bool = False
    unreached: bool = False


def add(db: "Database", kind: str, name: str, settings: Mapping[str, str], secret_key: str, now: datetime) -> AccountId:
    """Add an account and return its id: the old one's if one of the same address was removed before.

    Raises ShopbellError when the name is taken or empty.
    """
    from desktop.store import removal

    name = clean(name)
    if not name.strip():
        raise ShopbellError(worded("An account needs a name."))
    if db.conn.execute("select 1 from account where name = ? and removed_at is null", (name,)).fetchone():
        raise ShopbellError(worded(f"There is an account called “{name}” already."))
    revived = removal.revive(db, kind, name, settings, secret_key)
    if revived is not None:
        return revived
    row = {"kind": kind, "name": name, "scope": _free_scope(db.conn, name), "settings": _dump(settings)}
    table = db.table("account").insert({**row, "secret_key": secret_key, "added_at": to_ms(now)})
    made = AccountId(int(table.last_pk or 0))
    db.table("lane").insert({"account": made})
    return made


def _free_scope(conn: sqlite3.Connection, name: str) -> str:
    scope, number = name, 1
    while conn.execute("select 1 from account where scope = ?", (scope,)).fetchone():
        number += 1
        scope = f"{name}/{number}"
    return scope


def remove(db: "Database", account: AccountId, now: datetime) -> "ChangeSet":
    """Let go of an account. What was written there stays; see `desktop.store.removal`."""
    from desktop.store import removal

    return removal.remove(db, account, now)


def update_settings(db: "Database", account: AccountId, settings: Mapping[str, str]) -> "ChangeSet":
    """Replace an account's settings."""
    db.table("account").update(account, {"settings": _dump(settings)})
    return _changed(account, "accounts")


def amend_settings(db: "Database", account: AccountId, changes: Mapping[str, str]) -> "ChangeSet":
    """Change some of an account's settings, "" takes one away; the others stay as they are by now."""
    row = db.conn.execute("select settings from account where id = ?", (account,)).fetchone()
    now = {**json.loads(row[0]), **changes}
    return update_settings(db, account, {key: value for key, value in now.items() if value or key not in changes})


def _changed(account: AccountId, initiator: str) -> "ChangeSet":
    from desktop.domain.change import ChangeSet

    return ChangeSet(accounts=frozenset({account}), initiator=initiator)


def _dump(settings: Mapping[str, str]) -> str:
    return clean(json.dumps(dict(settings), ensure_ascii=False, sort_keys=True))


_COLUMNS = "id, kind, name, settings, secret_key"


def accounts(reader: sqlite3.Connection) -> list[Account]:
    """Return all accounts that were not removed, in the order in which they were added."""
    rows = reader.execute(f"select {_COLUMNS} from account where removed_at is null order by id").fetchall()
    return [_account(row) for row in rows]


def ever(reader: sqlite3.Connection) -> list[Account]:
    """Return all accounts there ever were, removed ones too: what was written there is still here."""
    return [_account(row) for row in reader.execute(f"select {_COLUMNS} from account order by id").fetchall()]


def account(reader: sqlite3.Connection, name: str) -> Account | None:
    """Return the account of that name, None when there is none."""
    row = reader.execute(f"select {_COLUMNS} from account where name = ? and removed_at is null", (name,)).fetchone()
    return None if row is None else _account(row)


def scope(reader: sqlite3.Connection, account: AccountId) -> str | None:
    """Return what the account's messages are named after on every seat, None when it was removed."""
    row = reader.execute("select scope from account where id = ? and removed_at is null", (account,)).fetchone()
    return None if row is None else str(row[0])


def _account(row: tuple[int, str, str, str, str]) -> Account:
    return Account(id=AccountId(row[0]), kind=row[1], name=row[2], settings=json.loads(row[3]), secret_key=row[4])


def lane_states(reader: sqlite3.Connection) -> list[LaneState]:
    """Return where the traffic of every account stands."""
    rows = reader.execute(
        "select account.id, coalesce(cursor, ''), retry_at, coalesce(failures, 0), heard_at, coalesce(sentence, ''),"
        " coalesce(stopped, 0), coalesce(ended, 0), coalesce(unreached, 0) from account left join lane on lane.account = account.id"
        " where removed_at is null order by account.id"
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
            ended=bool(row[7]),
            unreached=bool(row[8]),
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
    ended: bool = False,
    unreached: bool = False,
) -> "ChangeSet":
    """Keep what went wrong with an account and when it is tried again; survives a restart.

    `unreached`: nobody answered, or nobody who could be understood.
    """
    stop = {"stopped": int(stopped), "ended": int(ended), "unreached": int(unreached)}
    _keep_lane(db, account, retry_at, sentence=clean(sentence), failures=failures, **stop)
    return _changed(account, "sync")


def record_heard(
    db: "Database", account: AccountId, now: datetime, *, retry_at: datetime | None = None, sentence: str = ""
) -> "ChangeSet":
    """Keep that the account answered; failures are forgotten. `retry_at` is when it may be asked next."""
    well = {"failures": 0, "stopped": 0, "ended": 0, "unreached": 0}
    _keep_lane(db, account, retry_at, sentence=clean(sentence), heard_at=to_ms(now), **well)
    return _changed(account, "sync")


def _keep_lane(db: "Database", account: AccountId, retry_at: datetime | None, **columns: str | int) -> None:
    keep_lane(db.conn, account, retry_at=None if retry_at is None else to_ms(retry_at), **columns)


def keep_lane(conn: sqlite3.Connection, account: AccountId, **columns: str | int | None) -> None:
    """Keep what is new about an account's lane; what is not named stays.

    In SQL, because whoever only fetches should not have to load what single rows are made with.
    """
    names, told = ", ".join(columns), ", ".join(f"{name} = excluded.{name}" for name in columns)
    conn.execute(
        f"insert into lane (account, {names}) values (?{', ?' * len(columns)}) on conflict (account) do update set {told}",
        (account, *columns.values()),
    )


def change_sentence(db: "Database", account: AccountId, before: str, now: str) -> "ChangeSet":
    """Put a sentence in the place of another; one that says something else stays."""
    db.conn.execute("update lane set sentence = ? where account = ? and sentence = ?", (clean(now), account, before))
    return _changed(account, "sync")


def statuses(reader: sqlite3.Connection, now: datetime) -> list[ChannelStatus]:
    """Return how every account is doing at `now`."""
    lanes = {lane.account: lane for lane in lane_states(reader)}
    return [
        ChannelStatus(
            account=one,
            health=_health(lane, now),
            heard_at=lane.heard_at,
            retry_at=lane.retry_at,
            sentence=lane.sentence,
            ended=lane.ended,
            unreached=lane.unreached,
        )
        for one in accounts(reader)
        # One may have been added since the lanes were read.
        if (lane := lanes.get(one.id)) is not None
    ]


def _health(lane: LaneState, now: datetime) -> Health:
    if lane.stopped:
        return Health.NEEDS_OWNER
    if lane.failures:
        return Health.TROUBLE
    if lane.heard_at is None:
        return Health.NEW
    return Health.QUIET if now - lane.heard_at > QUIET_AFTER else Health.FINE
