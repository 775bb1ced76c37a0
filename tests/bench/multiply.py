"""Very many conversations out of fewer, by SQL: each with a customer, a message and a place in the index of its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

from desktop.domain.item import ID_SHIFT

TEXT = 1000
"""Letters kept of the text of a copy, whose HTML is left out: a million whole bodies would take hours and the disk."""

_TABLES = ("person", "persona", "conversation", "message", "body", "raw", "thread_name")


def multiply(path: Path, times: int, span_ms: int) -> None:
    """Make `times` as many conversations as there are, each lot `span_ms` later than the one before it.

    For a closed shop whose conversations have one message each. Those that were there wait longest and stay on top.
    """
    base = path.with_name("base.db")
    path.rename(base)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -1000000", "temp_store = memory"):
            conn.execute(f"pragma {pragma}")
        _copy(base, conn)
        conn.execute(f"attach '{base}' as base")
        later = conn.execute(
            "select type, name, sql from sqlite_master where sql is not null and type in ('index', 'trigger')"
            f" and tbl_name in ({', '.join(map(repr, _TABLES))})"
        ).fetchall()
        for kind, name, _ in later:
            conn.execute(f"drop {kind} {name}")
        lots = _lots(conn, span_ms)
        newest = conn.execute("select max(message) from body").fetchone()[0]
        for table in _TABLES:
            _multiply(conn, table, times, lots)
        _count_and_index(conn, newest)
        for _, _, sql in later:
            conn.execute(sql)
        conn.execute("detach base")
        conn.execute("pragma journal_mode = wal")
    base.unlink()


def _copy(base: Path, conn: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(base)) as source:
        source.backup(conn)


def _lots(conn: sqlite3.Connection, span_ms: int) -> dict[str, str]:
    """Return how much lot `n` adds to each kind of number, as SQL."""
    people, personas, conversations = conn.execute(
        "select (select max(id) from person), (select max(id) from persona), (select max(id) from conversation)"
    ).fetchone()
    return {
        "person": f"+ n * {people}",
        "persona": f"+ n * {personas}",
        "conversation": f"+ n * {conversations}",
        "message": f"+ n * {span_ms << ID_SHIFT}",
        "ms": f"+ n * {span_ms}",
    }


def _multiply(conn: sqlite3.Connection, table: str, times: int, lots: dict[str, str]) -> None:
    changed = _changed(table, lots)
    columns = [row[1] for row in conn.execute(f"pragma table_xinfo({table})") if not row[6]]
    values = ", ".join(changed.get(column, f"one.{column}") for column in columns)
    conn.execute(
        f"with recursive lot (n) as (select 1 union all select n + 1 from lot where n < {times - 1})"
        f" insert into main.{table} ({', '.join(columns)}) select {values} from lot cross join base.{table} as one"
    )


def _changed(table: str, lots: dict[str, str]) -> dict[str, str]:
    """Return what is another value in a copy of a row of `table`, as SQL by column."""
    messages = ("first_id", "last_id", "last_in_id")
    times = ("written_at", "received_at", "waiting_since", "heard_ms", "next_rank_at")
    found = {name: f"one.{name} {lots['ms']}" for name in times}
    found |= {name: f"one.{name} {lots['message']}" for name in (*messages, "message")}
    found |= {name: f"one.{name} {lots[name]}" for name in ("person", "persona", "conversation")}
    found["partner"] = f"one.partner {lots['persona']}"
    found["remote_id"], found["own_id"] = "n || '.' || one.remote_id", "n || '.' || one.own_id"
    found["key"] = "n || '.' || one.key"
    found["subject_key"] = "null"
    found["text"] = f"substr(one.text, 1, {TEXT})"
    found["fresh"] = f"substr(one.fresh, 1, {TEXT})"
    found["html"] = found["fresh_html"] = "''"
    found["id"] = f"one.id {lots[table]}" if table in lots else "one.id"
    if table == "thread_name":
        found["name"] = "random()"
    return found


def _count_and_index(conn: sqlite3.Connection, newest: int) -> None:
    conn.execute("delete from badge")
    conn.execute(
        "insert into badge (lane, channel, total, unread)"
        " select home, channel, count(*), sum(unread) from conversation group by 1, 2"
    )
    conn.execute("insert into persona_search (persona_search) values ('rebuild')")
    conn.execute(
        "insert into search (rowid, subject, text, people)"
        " select -message, subject, text, people from body where message > ? order by message desc",
        (newest,),
    )
