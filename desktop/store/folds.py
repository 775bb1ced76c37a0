"""What lanes leave out because it stands behind the one row of a storm, and what that row says.

The oldest conversation behind a storm stands for it, of those that are most worth a look. Loaded where something is
folded; counts, searches and all other lanes know nothing of it.
"""

import sqlite3
from collections.abc import Collection, Mapping

from desktop.domain.row import Burst, ConversationId, InboxRow
from desktop.store.values import numbers

BEHIND = (
    "storm_member cross join conversation on conversation.id = storm_member.conversation where folded = 1"
    " and state = 'open' and aside = '' and band <> 0 and pinned = 0 and starred = 0"
)
"""What lanes leave out. What has become pressing since is seen at once, whatever the fold says."""
_BAND = 1 << 48


def leads(reader: sqlite3.Connection, storm: int = 0) -> dict[int, int]:
    """Return the conversations that stand for a storm (all storms, or one), each with its storm."""
    rows = reader.execute(
        f"select storm, min(band * {_BAND} + conversation.id) from {BEHIND} and (?1 = 0 or storm = ?1) group by storm",
        (storm,),
    ).fetchall()
    return {lead % _BAND: number for number, lead in rows}


def behind(reader: sqlite3.Connection, storm: int) -> list[ConversationId]:
    """Return the open conversations that stand behind the row of a storm, the oldest first."""
    rows = reader.execute(f"select conversation.id from {BEHIND} and storm = ? order by 1", (storm,)).fetchall()
    return [ConversationId(row[0]) for row in rows]


def hidden(reader: sqlite3.Connection) -> set[int]:
    """Return the conversations that lanes leave out: what is folded, but for those that stand for a storm."""
    found = {row[0] for row in reader.execute(f"select conversation.id from {BEHIND}").fetchall()}
    return found - leads(reader).keys()


def shown(standing: Mapping[int, int]) -> str:
    """Return the condition that leaves out what is folded, but for what is `standing` for a storm."""
    return (
        "(not exists (select 1 from storm_member where storm_member.conversation = conversation.id and folded = 1)"
        f" or band = 0 or pinned = 1 or starred = 1 or conversation.id in ({', '.join(map(str, standing))}))"
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
            f"select conversation.id from {BEHIND} and storm_member.conversation in (select value from json_each(?))",
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
