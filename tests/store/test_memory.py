"""The memory of whoever writes: what single rows are made with is loaded by the first of them, and a window's store keeps few pages."""

import platform
import subprocess
import sys
import threading

import pytest

from desktop.store import accounts, writer
from desktop.store.writer import Writer
from tests.store.makers import NOW, Shop

_FETCH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.domain.account import Account, AccountId
from desktop.store import accounts, inbox
from desktop.store.ingest import ingest
from desktop.store.writer import Writer

class Clock:
    monotonic = now = None

def loaded():
    return any(name.split(".")[0] in ("sqlite_utils", "click", "dateutil") for name in sys.modules)

shop = AccountId(int(sys.argv[2]))
when = datetime(2026, 3, 10, 12, tzinfo=UTC)
with Writer(Path(sys.argv[1]), Clock()) as writer:
    def do(write):
        return writer.submit(write, durable=False).result()
    account = Account(id=shop, kind="mail", name="Shop mail")
    do(lambda db: ingest(db, account, [], cursor="7", now=when, rank=None))
    do(lambda db: accounts.record_failure(db, shop, sentence="gone", retry_at=when, failures=3))
    do(lambda db: accounts.record_heard(db, shop, when))
    print(loaded())
    do(lambda db: accounts.update_settings(db, shop, {"address": "other@hazelrye.example"}))
    print(loaded())
"""

_FREED = """
from desktop.store.writer import hand_back
def kilobytes():
    return next(int(line.split()[1]) for line in open("/proc/self/smaps_rollup") if line.startswith("Anonymous"))
kept = [bytes(4000) for _ in range(5000)]
last = kept.pop()
del kept
print(kilobytes())
hand_back()
print(kilobytes())
"""


def test_only_what_makes_single_rows_loads_the_library(tmp_path):
    shop = Shop(tmp_path)
    shop.close()
    done = subprocess.run(
        [sys.executable, "-c", _FETCH, str(shop.path), str(shop.account.id)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["False", "True"], done.stderr


def test_what_is_kept_of_a_lane_leaves_the_rest_of_it_alone(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(cursor="7")
    shop.write(accounts.record_failure, shop.account.id, sentence="gone", retry_at=NOW, failures=3, stopped=True)
    kept = shop.reader.execute("select cursor, sentence, failures, stopped, heard_at is null from lane").fetchone()
    assert kept == ("7", "gone", 3, 1, 0)
    shop.write(accounts.record_heard, shop.account.id, NOW)
    kept = shop.reader.execute("select cursor, sentence, failures, stopped, retry_at from lane").fetchone()
    assert kept == ("7", "", 0, 0, None)
    shop.close()


def test_the_store_of_a_window_keeps_few_pages_in_memory(tmp_path):
    shop = Shop(tmp_path)
    shop.close()

    def pages(**more):
        with Writer(shop.path, shop.clock, **more) as writer:
            return writer.submit(lambda db: db.conn.execute("pragma cache_size").fetchone()[0]).result()

    assert -16_000 <= pages(give_way=_nobody) < 0
    assert pages() < pages(give_way=_nobody)


def test_the_store_of_a_window_lets_go_of_memory_when_nothing_is_written_for_a_while(tmp_path, monkeypatch):
    shop = Shop(tmp_path)
    shop.close()
    asked: list[str] = []
    handed_back = threading.Event()
    monkeypatch.setattr(writer, "_REST", 0.01)
    monkeypatch.setattr(writer, "hand_back", handed_back.set)
    with Writer(shop.path, shop.clock, give_way=_nobody) as store:
        for _ in range(2):
            store.submit(lambda db: db.conn.set_trace_callback(asked.append)).result()
            assert handed_back.wait(60)
            handed_back.clear()
            assert asked[-1] == "pragma shrink_memory"


def test_it_does_so_now_and_then_also_where_writes_never_cease_for_a_while(tmp_path, monkeypatch):
    shop = Shop(tmp_path)
    shop.close()
    handed_back = threading.Event()
    monkeypatch.setattr(writer, "_REST", 1_000_000)
    monkeypatch.setattr(writer, "_LONGEST", 0.01)
    monkeypatch.setattr(writer, "hand_back", handed_back.set)
    with Writer(shop.path, shop.clock, give_way=_nobody) as store:
        for _ in range(2):
            store.submit(lambda _db: None).result()
            assert handed_back.wait(60)
            handed_back.clear()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries of C do it by themselves")
def test_what_was_freed_is_handed_back_to_the_system():
    done = subprocess.run([sys.executable, "-c", _FREED], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert after < before - 15_000


def _nobody(_owner_waits):
    """Nobody is in a hurry."""
