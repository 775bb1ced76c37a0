"""What is fetched or ranked gives way between statements and rows; what the owner does gives way to nobody."""

import os
import sys
import threading

import pytest

from desktop.domain.clock import SystemClock
from desktop.store.connection import connect, politely
from desktop.store.migrate import migrate
from desktop.store.writer import Writer


@pytest.fixture
def asked():
    return []


@pytest.fixture
def writer(tmp_path, asked):
    clock = SystemClock()
    path = tmp_path / "shop.db"
    migrate(path, tmp_path / "backups", clock)
    with Writer(path, clock, give_way=asked.append) as made:
        yield made


def three_rows(db):
    db.conn.execute("create temp table if not exists told (name)")
    db.conn.executemany("insert into told values (?)", [("a",), ("b",), ("c",)])
    return list(politely(db.conn, "xy"))


def test_what_was_fetched_gives_way_before_each_statement_and_row_and_thing(writer, asked):
    assert writer.submit(three_rows, durable=False).result() == ["x", "y"]
    assert len(asked) >= 1 + 3 + 2


def test_what_the_owner_does_gives_way_to_nobody(writer, asked):
    writer.submit(three_rows, durable=False).result()
    asked.clear()
    assert writer.submit(three_rows).result() == ["x", "y"]
    assert asked == []


def test_what_the_owner_does_is_not_kept_waiting_by_who_gives_way(tmp_path):
    clock, path = SystemClock(), tmp_path / "shop.db"
    migrate(path, tmp_path / "backups", clock)
    begun, waits = threading.Event(), []

    def give_way(owner_waits):
        begun.set()
        waits.append(owner_waits.wait(60))

    with Writer(path, clock, give_way=give_way) as writer:
        behind = writer.submit(three_rows, durable=False)
        assert begun.wait(60)
        writer.submit(three_rows).result()
        assert behind.done()
        assert all(waits)
        waits.clear()
        begun.clear()
        behind = writer.submit(three_rows, durable=False)
        assert begun.wait(60)
        assert waits == []
        writer.submit(three_rows).result()


def test_without_anybody_to_give_way_to_all_is_written_as_ever(tmp_path):
    conn = connect(tmp_path / "plain.db")
    conn.execute("create table t (a)")
    conn.executemany("insert into t values (?)", ((n,) for n in range(3)))
    assert list(politely(conn, conn.execute("select a from t").fetchall())) == [(0,), (1,), (2,)]
    conn.close()


def niceness(_db=None):
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a thread meant by its number")
def test_who_writes_beside_a_window_lets_it_have_a_core_first(writer, tmp_path):
    before = niceness()
    assert writer.submit(niceness).result() == max(before, 5)
    with Writer(tmp_path / "shop.db", SystemClock()) as alone:
        assert alone.submit(niceness).result() == before
    assert niceness() == before
