"""Who takes part in a storm, and what of it stands behind one row.

A conversation that began in a storm is its member. Those members that nobody needs to see one by one are folded: the
lanes leave them out, and the one of them that needs the owner most stands for all. Complaints, questions, customers who
are known, people whom many follow, and whatever the owner has touched are never folded. Counts and searches know
nothing of folds.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.item import ID_SHIFT
from desktop.domain.row import ConversationId
from desktop.store.folds import leads
from desktop.store.storms import count_people, find_title
from desktop.store.values import numbers
from desktop.store.wrote import COMPLAINED, HOUR, hour_of, written_to

if TYPE_CHECKING:
    from sqlite_utils import Database

FEWEST = 3
"""Fewer are not worth a row that stands for them."""
MANY_FOLLOW = 1000
STILL = 12
"""Hours after its peak in which what comes in is taken to belong to a storm that nobody has seen end."""
_ALONE = ("complaint", "safety", "ask", "urgent", "known", "answered", "open", "reach")
"""Reasons for which a conversation stands on its own; so does one with a reason to hurry, unless it only waits."""
_FOLDABLE = f"""
    state = 'open' and aside = '' and band <> 0 and pinned = 0 and starred = 0 and back = ''
    and not exists (select 1 from conversation_label where conversation_label.conversation = conversation.id)
    and draft_at is null and outgoing_at is null
    and not exists (select 1 from json_each(reasons) where value ->> 0 in {_ALONE}
        or (value ->> 3 = 'hurry' and value ->> 0 <> 'waiting'))
    and coalesce((select followers from persona where persona.id = conversation.persona), 0) < {MANY_FOLLOW}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was seen of a storm just now; hours are counted from 1970. See the columns of the table."""

    account: AccountId
    began: int
    found: int
    peak_hour: int
    peak: int
    usual: float
    rate: int
    phase: str
    half: timedelta | None
    ended: int | None
    unhappy: bool
    folds: bool


def keep(db: "Database", seen: Sighting, *, same_within: int) -> ChangeSet:
    """Keep what was seen of a storm: of the last one of that account, if it ended at most so many hours before.

    Folds its members, and opens what no longer may be folded. Returns what changed in the list.
    """
    conn = db.conn
    row = conn.execute(
        "select id from storm where account = ? and began <= ? and max(found, coalesce(ended, found)) >= ?"
        " order by id desc limit 1",
        (seen.account, seen.found, seen.began - same_within),
    ).fetchone()
    half = None if seen.half is None else int(seen.half / timedelta(milliseconds=1))
    values = {
        "peak_hour": seen.peak_hour,
        "peak": seen.peak,
        "usual": seen.usual,
        "rate": seen.rate,
        "phase": seen.phase,
        "half": half,
        "ended": seen.ended,
        "unhappy": int(seen.unhappy),
        "folds": int(seen.folds),
    }
    if row is None:
        table = db.table("storm").insert({"account": seen.account, "began": seen.began, "found": seen.found, **values})
        storm = int(table.last_pk or 0)
        changed = True
    else:
        storm = int(row[0])
        # What was worth a row, or a warning, stays so until it is over.
        columns = ", ".join(f"{name} = ?" for name in values)
        before = _shown(conn, storm)
        kept = {**values, "folds": max(int(seen.folds), before[-1]), "unhappy": max(int(seen.unhappy), before[-2])}
        conn.execute(f"update storm set {columns} where id = ?", (*kept.values(), storm))
        changed = before != _shown(conn, storm)
    end(db, [seen.account], but=storm)
    _gather(conn, storm)
    conn.execute(
        "update storm set people = ?, title = ? where id = ?",
        (count_people(conn, storm), find_title(conn, storm), storm),
    )
    moved = fold(conn, storm)
    if changed:
        # One that folds nothing is news too: whoever listens hears of one of its conversations.
        moved |= set(leads(conn, storm)) or _first_member(conn, storm)
    return ChangeSet(conversations=frozenset(map(ConversationId, moved)), initiator="storm")


def _first_member(conn: sqlite3.Connection, storm: int) -> set[int]:
    row = conn.execute("select min(conversation) from storm_member where storm = ?", (storm,)).fetchone()
    return set() if row[0] is None else {row[0]}


def end(db: "Database", accounts: Collection[AccountId], *, but: int = 0) -> ChangeSet:
    """Note that the storms of these accounts are over, all but one: they ended while nobody looked."""
    rows = db.conn.execute(
        "update storm set phase = 'over', rate = 0, ended = max(found, peak_hour) + 1"
        " where ended is null and id <> ? and account in (select value from json_each(?)) returning id",
        (but, numbers(accounts)),
    ).fetchall()
    shown = {lead for (storm,) in rows for lead in leads(db.conn, storm)}
    return ChangeSet(conversations=frozenset(map(ConversationId, shown)), initiator="storm")


def _shown(conn: sqlite3.Connection, storm: int) -> tuple[int, ...]:
    found = conn.execute(
        "select peak_hour, peak, rate, phase, half, ended, unhappy, folds from storm where id = ?", (storm,)
    ).fetchone()
    return tuple(found)


def _gather(conn: sqlite3.Connection, storm: int) -> None:
    """Make members of the conversations that began in the storm; those that were members of an earlier one stay there.

    Of a storm that is one of complaints and folds nothing only those who complain take part.
    """
    account, began, ended, only_unhappy = conn.execute(
        "select account, began, ended, unhappy = 1 and folds = 0 from storm where id = ?", (storm,)
    ).fetchone()
    first = began * HOUR << ID_SHIFT
    last = (2**63 - 1) if ended is None else ended * HOUR << ID_SHIFT
    one = written_to(account)
    complained = COMPLAINED if only_unhappy else ""
    conn.execute(
        "insert or ignore into storm_member (conversation, storm) select conversation.id, ?4 from conversation"
        f" where id in (select conversation from message where {one} id >= ?2 and id < ?3 and direction = 'in'"
        f" and automatic = ''{complained}) and first_id >= ?2",
        (account, first, last, storm),
    )


def arrived(conn: sqlite3.Connection, conversations: Collection[int], now: datetime) -> None:
    """Fold at once, when they come in, what belongs to a storm under way; and open at once what must be seen now."""
    for storm, account, began in conn.execute(
        "select id, account, began from storm where ended is null and folds = 1 and max(found, peak_hour) >= ?",
        (hour_of(now) - STILL,),
    ).fetchall():
        conn.execute(
            "insert or ignore into storm_member (conversation, storm) select id, ?1 from conversation"
            " where id in (select value from json_each(?2)) and first_id >= ?3 and (?4 = 0 or account = ?4)"
            " and messages_in > 0 and exists (select 1 from message where conversation = conversation.id"
            " and automatic = '')",
            (storm, numbers(conversations), began * HOUR << ID_SHIFT, account),
        )
        if began <= hour_of(now):
            fold(conn, storm, conversations)
    _seen_again(conn, conversations)


def _seen_again(conn: sqlite3.Connection, conversations: Collection[int]) -> None:
    """Open what stands behind a row and must be seen now, however long its storm has been over."""
    behind = conn.execute(
        "select storm, conversation from storm_member where folded = 1 and conversation in (select value from json_each(?))",
        (numbers(conversations),),
    ).fetchall()
    for storm in sorted({row[0] for row in behind}):
        fold(conn, storm, [row[1] for row in behind if row[0] == storm])


def fold(conn: sqlite3.Connection, storm: int, among: Collection[int] | None = None) -> set[int]:
    """Fold the members that need not be seen one by one, and open the others; all of them, or `among` these.

    Returns those that changed. Nothing is folded of a storm that is small, or that the owner has unfolded.
    """
    only = "" if among is None else " and conversation in (select value from json_each(?))"
    values = (storm,) if among is None else (storm, numbers(among))
    before = _folded(conn, only, values)
    may = conn.execute("select folds = 1 and unfolded = 0 from storm where id = ?", (storm,)).fetchone()[0]
    wanted: set[int] = set()
    if may:
        wanted = {
            row[0]
            for row in conn.execute(
                f"select conversation from storm_member join conversation on conversation.id = conversation"
                f" where storm = ?{only} and (folded = 1 and (state <> 'open' or aside <> '') or ({_FOLDABLE}))",
                values,
            ).fetchall()
        }
        if among is None and len(wanted) < FEWEST:
            wanted = set()
    changed = before ^ wanted
    conn.executemany(
        "update storm_member set folded = ? where conversation = ?", [(int(one in wanted), one) for one in changed]
    )
    return changed


def _folded(conn: sqlite3.Connection, only: str, values: tuple[object, ...]) -> set[int]:
    rows = conn.execute(f"select conversation from storm_member where storm = ? and folded = 1{only}", values)
    return {row[0] for row in rows.fetchall()}


def unfold(db: "Database", storm: int, *, folded: bool = False) -> ChangeSet:
    """Put all members of a storm back into the lanes, or behind its row again with `folded`."""
    db.conn.execute("update storm set unfolded = ? where id = ?", (int(not folded), storm))
    before = set(leads(db.conn, storm))
    changed = fold(db.conn, storm)
    moved = changed | before | set(leads(db.conn, storm))
    return ChangeSet(conversations=frozenset(map(ConversationId, moved)), initiator="storm")


def told(db: "Database", storm: int) -> None:
    """Note that the owner was told of a storm."""
    db.conn.execute("update storm set told = 1 where id = ?", (storm,))
