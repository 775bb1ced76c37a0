"""Backups, check-ups, full disks and files that may not be written."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.errors import ShopbellError
from desktop.store import ingest, maintenance, triage
from desktop.store.connection import StoreFailure, open_reader, transaction
from desktop.store.inbox import data_version
from desktop.store.maintenance import Severity
from desktop.store.upkeep import Upkeep
from desktop.store.writer import Writer
from tests.store.makers import NOW, FixedClock, Shop, integrity, mail, rank

ROOT = Path(__file__).parents[2]


def test_a_backup_of_a_live_file_holds_everything(shop, tmp_path):
    shop.ingest(mail("1"), mail("2"))
    copy = maintenance.backup(shop.path, tmp_path / "copies" / "one.db", shop.clock)
    assert integrity(copy) == "ok"
    with closing(open_reader(copy)) as reader:
        assert reader.execute("select count(*) from message").fetchone()[0] == 2
    assert [file.name for file in copy.parent.iterdir()] == ["one.db"]


def test_a_restored_backup_takes_the_place_of_the_file_which_stays_beside_it(shop, tmp_path):
    shop.ingest(mail("1"))
    copy = maintenance.backup(shop.path, tmp_path / "one.db", shop.clock)
    shop.ingest(mail("2"))
    shop.close()
    maintenance.restore(copy, shop.path)
    with closing(open_reader(shop.path)) as reader:
        assert reader.execute("select remote_id from message").fetchall() == [("1",)]
    aside = tmp_path / "shopbell.db.replaced-1"
    with closing(sqlite3.connect(aside)) as conn:
        assert conn.execute("select count(*) from message").fetchone()[0] == 2


@pytest.mark.parametrize("content", [b"", b"not a database" * 400])
def test_what_is_no_backup_is_not_restored(shop, tmp_path, content):
    shop.ingest(mail("1"))
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    with pytest.raises(StoreFailure):
        maintenance.restore(bad, shop.path)
    with pytest.raises(StoreFailure, match="no backup called"):
        maintenance.restore(tmp_path / "none.db", shop.path)
    assert shop.row().who == "Marta"


def test_nothing_is_restored_under_somebody_who_has_the_data_open(shop, tmp_path):
    shop.ingest(mail("1"))
    copy = maintenance.backup(shop.path, tmp_path / "one.db", shop.clock)
    shop.ingest(mail("2"))
    shop.close()
    with other_process(shop.path) as let_go:
        with pytest.raises(StoreFailure, match="is open in another Shopbell"):
            maintenance.restore(copy, shop.path)
        assert not list(tmp_path.glob("*.replaced-*"))
        with closing(open_reader(shop.path)) as reader:
            assert reader.execute("select count(*) from message").fetchone()[0] == 2
        let_go()
        maintenance.restore(copy, shop.path)
    with closing(open_reader(shop.path)) as reader:
        assert reader.execute("select count(*) from message").fetchone()[0] == 1


def test_a_file_too_damaged_to_be_opened_is_replaced(shop, tmp_path):
    shop.ingest(mail("1"))
    copy = maintenance.backup(shop.path, tmp_path / "one.db", shop.clock)
    shop.close()
    shop.path.write_bytes(b"not a database" * 400)
    maintenance.restore(copy, shop.path)
    assert integrity(shop.path) == "ok"
    assert (tmp_path / "shopbell.db.replaced-1").read_bytes().startswith(b"not a database")


def test_asking_who_has_the_data_open_changes_nothing(shop):
    assert maintenance.in_use(shop.path)
    shop.ingest(mail("1"))
    shop.close()
    assert not maintenance.in_use(shop.path)
    assert not maintenance.in_use(shop.path.with_name("none.db"))
    assert not shop.path.with_name("none.db").exists()
    with Writer(shop.path, FixedClock()), closing(open_reader(shop.path)) as reader:
        assert reader.execute("select count(*) from message").fetchone()[0] == 1


@contextmanager
def other_process(path):
    """A process that only reads, until told to let go."""
    script = (
        "import sys, desktop.store.connection as c; from pathlib import Path; r = c.open_reader(Path(sys.argv[1]));"
    )
    script += "r.execute('select count(*) from message').fetchone(); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def let_go():
            if process.poll() is None:
                process.communicate("\n")

        assert process.stdout.readline() == "open\n"
        try:
            yield let_go
        finally:
            let_go()


def test_a_check_up_finds_nothing_in_a_sound_file(shop):
    shop.ingest(mail("1"))
    assert {finding.severity for finding in maintenance.check(shop.path) if finding.name != "disk"} == {Severity.FINE}


def test_a_check_up_names_what_is_broken(shop, tmp_path):
    shop.ingest(mail("1"))
    shop.db.conn.execute("update badge set total = total + 3")
    broken = {finding.name for finding in maintenance.check(shop.path) if finding.severity is Severity.BROKEN}
    assert "counts" in broken
    letter = tmp_path / "letter.db"
    letter.write_bytes(b"this is a letter" * 1000)
    assert any(finding.severity is Severity.BROKEN for finding in maintenance.check(letter) if finding.name == "file")


@contextmanager
def small_disk(folder, megabytes=6):
    """A file system of a few megabytes, if this machine lets us make one."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fits(shop, number):
    try:
        return bool(shop.ingest(mail(str(number), raw=os.urandom(40_000))))
    except StoreFailure as error:
        return not str(error).startswith("The disk is full")


def test_a_full_disk_is_one_sentence_and_loses_nothing(tmp_path):
    with small_disk(tmp_path / "small") as folder:
        shop = Shop(folder)
        shop.ingest(mail("0"))
        kept = 1
        while fits(shop, kept):
            kept += 1
        assert shop.reader.execute("select count(*) from message").fetchone()[0] == kept > 10
        with pytest.raises(StoreFailure, match="The disk is full"):
            shop.ingest(mail("again", raw=os.urandom(400_000)))
        assert integrity(shop.path) == "ok"
        assert shop.row(shop.home("0")).who == "Marta"
        shop.close()


def test_a_limit_on_the_file_reads_like_a_full_disk(shop):
    shop.ingest(mail("0"))
    pages = shop.db.conn.execute("pragma page_count").fetchone()[0]
    shop.db.conn.execute(f"pragma max_page_count = {pages + 4}")
    with pytest.raises(StoreFailure, match="The disk is full"):
        shop.ingest(mail("1", raw=os.urandom(100_000)))
    assert shop.reader.execute("select count(*) from message").fetchone()[0] == 1
    shop.db.conn.execute("pragma max_page_count = 1000000")
    assert shop.ingest(mail("1", raw=os.urandom(100_000)))


def test_a_file_that_may_not_be_written_is_one_sentence(shop):
    shop.ingest(mail("0"))
    shop.db.conn.execute("pragma query_only = on")
    with pytest.raises(StoreFailure, match="may not be written"):
        shop.ingest(mail("1"))


def test_a_reader_cannot_write(shop):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        shop.reader.execute("delete from message")


def test_a_missing_folder_is_one_sentence(tmp_path):
    with pytest.raises(StoreFailure, match="cannot be opened"):
        open_reader(tmp_path / "nowhere" / "x.db").execute("select 1 from account")
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    with pytest.raises(StoreFailure):
        Writer(in_the_way / "x.db", FixedClock())


# The writer


@pytest.fixture
def writer(shop):
    with Writer(shop.path, FixedClock(), seat="kitchen") as made:
        yield made


def fetch(account, *items):
    def work(db):
        return ingest.ingest(db, account, items, cursor="c", now=NOW, rank=rank)

    return work


def test_listeners_hear_of_what_was_committed_and_only_of_that(shop, writer):
    heard = []
    writer.listen(heard.append)
    changes = writer.submit(fetch(shop.account, mail("1"))).result()
    assert heard == [changes]
    assert not writer.submit(fetch(shop.account, mail("1"))).result()
    assert writer.submit(lambda db: ("pair", 1)).result() == ("pair", 1)
    assert writer.submit(lambda db: (ChangeSet(replies=frozenset({"r"})), 1)).result()[1] == 1
    assert [bool(one.replies) for one in heard] == [False, True]


def test_a_write_that_fails_leaves_nothing_behind(shop, writer):
    def work(db):
        fetch(shop.account, mail("1"))(db)
        raise ShopbellError("no")

    with pytest.raises(ShopbellError, match="no"):
        writer.submit(work).result()
    assert shop.ids() == []
    assert writer.submit(fetch(shop.account, mail("1"))).result()


def test_a_listener_that_fails_stops_nobody(shop, writer):
    def bad(_):
        raise ValueError("mine alone")

    heard = []
    writer.listen(bad)
    writer.listen(heard.append)
    assert writer.submit(fetch(shop.account, mail("1"))).result()
    assert len(heard) == 1


def test_the_owners_acts_wait_for_the_disk_and_fetched_mail_does_not(writer):
    def level(db):
        return db.conn.execute("pragma synchronous").fetchone()[0]

    assert writer.submit(level).result() == 2
    assert writer.submit(level, durable=False).result() == 1


def test_everything_submitted_before_the_end_is_written(shop):
    writer = Writer(shop.path, FixedClock())
    futures = [writer.submit(fetch(shop.account, mail(str(n), minutes=n))) for n in range(20)]
    writer.close()
    writer.close()
    assert all(future.result() for future in futures)
    with pytest.raises(ShopbellError, match="closing"):
        writer.submit(lambda db: None)


def test_many_threads_may_write_at_once(shop, writer):
    def work(start):
        for number in range(start, start + 10):
            writer.submit(fetch(shop.account, mail(str(number), minutes=number))).result()

    threads = [threading.Thread(target=work, args=(10 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shop.ids()) == 40


def test_the_seat_is_the_one_that_was_given(shop, writer):
    writer.submit(fetch(shop.account, mail("1"))).result()
    ids = shop.ids()
    writer.submit(lambda db: triage.act(db, ids, Verb.STAR, now=NOW)).result()
    assert triage.acts(shop.reader)[0].stamp.seat == "kitchen"


def test_nobody_writes_between_what_is_read_and_what_is_written_for_it(shop):
    other = sqlite3.connect(shop.path, timeout=0, isolation_level=None)
    with closing(other), transaction(shop.db, durable=False):
        names = shop.db.conn.execute("select name from account").fetchall()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("update account set name = 'Somebody else'")
        assert shop.db.conn.execute("update account set name = name returning name").fetchall() == names


def test_another_process_writing_is_noticed(shop):
    before = data_version(shop.reader)
    assert data_version(shop.reader) == before
    with transaction(shop.db, durable=False):
        shop.db.conn.execute("update account set name = name")
    assert data_version(shop.reader) != before


def test_a_reader_needs_nothing_but_the_standard_library():
    script = (
        "import sys; from desktop.store.connection import open_reader, schema_version;"
        "from desktop.store import inbox, search, drafts, outbox, accounts, flags;"
        "sys.exit(any(name.split('.')[0] in ('sqlite_utils', 'PySide6', 'httpx2') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no rank of its own")
def test_the_daily_round_comes_after_everything_else_that_runs(shop, monkeypatch):
    ranks = []

    def run(_upkeep):
        ranks.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    monkeypatch.setattr(Upkeep, "run", run)
    upkeep = Upkeep(shop.path, shop.path.parent / "backups", FixedClock())
    upkeep.begin()
    assert upkeep.close(5.0)
    assert ranks[0] > os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
