"""What lanes leave out because it stands behind the one row of a storm, and what that row says.

Of the conversations behind a storm the one stands for it that needs the owner most, so that the row stands where it is
looked for; of those that hardly differ, the oldest. Loaded where something is folded; counts, searches and all other
lanes know nothing of it.
"""

import sqlite3
from collections.abc import Collection, Mapping

from desktop.domain.row import Burst, ConversationId, InboxRow
from desktop.store.values import numbers

HIDDEN = "select conversation from storm_member where place is not null"
"""What lanes leave out, but for those that stand for a storm. Triggers keep the places, so that whatever is starred,
labelled or comes back stands on its own at once, however long its storm has been over (see `storm_standing`)."""
_LEAD = "select min(place) from storm_member where storm_member.storm = storm.id and place is not null"
_STEP = 1 << 44
"""The last part of a place is the conversation."""


def leads(reader: sqlite3.Connection, storm: int = 0) -> dict[int, int]:
    """Return the conversations that stand for a storm (all storms, or one), each with its storm."""
    rows = reader.execute(f"select id, ({_LEAD}) from storm where ?1 = 0 or id = ?1", (storm,)).fetchall()
    return {lead % _STEP: number for number, lead in rows if lead is not None}


def behind(reader: sqlite3.Connection, storm: int) -> list[ConversationId]:
    """Return the open conversations that stand behind the row of a storm, the oldest first."""
    rows = reader.execute(f"{HIDDEN} and storm = ? order by 1", (storm,)).fetchall()
    return [ConversationId(row[0]) for row in rows]


def hidden(reader: sqlite3.Connection) -> set[int]:
    """Return the conversations that lanes leave out: what is folded, but for those that stand for a storm."""
    found = {row[0] for row in reader.execute(HIDDEN).fetchall()}
    return found - leads(reader).keys()


def shown(standing: Mapping[int, int]) -> str:
    """Return the condition that leaves out what is folded, but for what is `standing` for a storm."""
    return (
        "(not exists (select 1 from storm_member where storm_member.conversation = conversation.id"
        f" and place is not null) or conversation.id in ({', '.join(map(str, standing))}))"
    )


def also(reader: sqlite3.Connection, ids: Collection[int], standing: Mapping[int, int]) -> list[ConversationId]:
    """Return what stands for the storms that any of these belong to, where it is not among them."""
    rows = reader.execute(
        "select distinct storm from storm_member where conversation in (select value from json_each(?))",
        (numbers(ids),),
    ).fetchall()
    storms = {row[0] for row in rows}
    return [ConversationId(lead) for lead, storm in standing.items() if storm in storms and lead not in ids]


def dressed(
    reader: sqlite3.Connection, rows: Mapping[ConversationId, InboxRow], standing: Mapping[int, int]
) -> dict[ConversationId, InboxRow]:
    """Return the rows with what those say that stand for a storm, and which of them stand behind one."""
    away = {
        row[0]
        for row in reader.execute(
            f"{HIDDEN} and conversation in (select value from json_each(?))",
            (numbers(rows),),
        ).fetchall()
    }
    return {
        id_: _with(row, _burst(reader, standing[id_]), folded=False)
        if id_ in standing
        else _with(row, None, folded=True)
        if id_ in away
        else row
        for id_, row in rows.items()
    }


def _with(row: InboxRow, burst: Burst | None, *, folded: bool) -> InboxRow:
    values = {name: getattr(row, name) for name in InboxRow.__slots__}
    return InboxRow(**values | {"burst": burst, "folded": folded})


def _burst(reader: sqlite3.Connection, storm: int) -> Burst:
    from desktop.store import storms

    (kept,) = storms.storms(reader, only=storm)
    return Burst(
        storm=storm,
        title=kept.title,
        name=kept.name,
        people=kept.people,
        folded=kept.folded,
        alone=kept.alone,
        hours=kept.hours,
        peak=kept.peak,
        peak_at=kept.peak_at,
        rate=kept.rate,
        phase=kept.phase,
        half=kept.half,
    )
