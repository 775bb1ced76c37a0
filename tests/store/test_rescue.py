"""The bad days: a damaged file, a full disk; and the daily round that makes them bearable."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.act import Verb
from desktop.store import ballast, drafts, maintenance, migrate, triage
from desktop.store.connection import DiskFull, StoreFailure, looks_whole, open_reader, suspect
from desktop.store.rescue import make_sound
from desktop.store.upkeep import KEEP, Upkeep
from desktop.store.writer import Writer
from tests.store.makers import NOW, FixedClock, Shop, integrity, mail
from tests.store.test_maintenance import small_disk

REST = timedelta(hours=3)


@pytest.fixture
def closed(tmp_path):
    """The path of a file with some hundred messages that nobody has open."""
    shop = Shop(tmp_path)
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n, text=f"words {n} " * 50) for n in range(300)))
    shop.close()
    assert not shop.path.with_name("shopbell.db-wal").exists()
    return shop.path


def damage(path, at, garbage):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(garbage)


def cut(path, size):
    with path.open("r+b") as file:
        file.truncate(size)


HARM = {
    "garbage in the header": lambda path: damage(path, 0, os.urandom(64)),
    "the header gone": lambda path: damage(path, 0, bytes(100)),
    "another file altogether": lambda path: path.write_bytes(b"Dear Marta, " * 500),
    "cut in the middle": lambda path: cut(path, path.stat().st_size // 2),
    "cut by a page": lambda path: cut(path, path.stat().st_size - 4096),
    "cut to a hundred bytes": lambda path: cut(path, 100),
    "cut to nothing": lambda path: cut(path, 0),
}


def count(path):
    with closing(open_reader(path)) as reader:
        return reader.execute("select count(*) from message").fetchone()[0]


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_file_gives_way_to_the_newest_sound_backup_and_is_kept(closed, tmp_path, harm):
    backups = tmp_path / "backups"
    clock = FixedClock()
    sound = maintenance.backup(closed, backups / "daily-2026-03-08.db", clock)
    os.utime(sound, (NOW.timestamp() - 90_000,) * 2)
    rotten = maintenance.backup(closed, backups / "daily-2026-03-09.db", clock)
    cut(rotten, rotten.stat().st_size // 2)
    HARM[harm](closed)
    harmed = closed.read_bytes()
    if harm != "cut to nothing":
        assert not looks_whole(closed)
    told = make_sound(closed, backups, clock)
    assert "The backup of 09 March 2026" in told
    assert count(closed) == 300
    assert integrity(closed) == "ok"
    (aside,) = tmp_path.glob("shopbell.db.damaged-*")
    assert aside.name in told
    assert aside.read_bytes() == harmed
    assert make_sound(closed, backups, clock) == ""
    assert migrate.migrate(closed, backups, clock) == []


_HOLD = """
import sys
from desktop.store.connection import open_reader, open_writer
held = {"reader": open_reader, "writer": open_writer}[sys.argv[2]](__import__("pathlib").Path(sys.argv[1]))
run = held.execute
run("select count(*) from message").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def open_elsewhere(path, how):
    """Another process that has the file open, as a window or a call of the command line has."""
    call = [sys.executable, "-c", _HOLD, str(path), how]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"open\n"
        yield
        other.communicate()


@pytest.mark.parametrize("how", ["reader", "writer"])
@pytest.mark.parametrize("harm", ["garbage in the header", "cut in the middle", "found by day"])
def test_a_damaged_file_that_somebody_has_open_stays_until_it_is_closed(closed, tmp_path, harm, how):
    backups = tmp_path / "backups"
    maintenance.backup(closed, backups / "daily-2026-03-09.db", FixedClock())
    with open_elsewhere(closed, how):
        HARM.get(harm, lambda path: damage(path, path.stat().st_size - 40_000, os.urandom(30_000)))(closed)
        with pytest.raises(StoreFailure, match="open in another Shopbell"):
            make_sound(closed, backups, FixedClock())
        assert not list(tmp_path.glob("*damaged*"))
    assert "was damaged" in make_sound(closed, backups, FixedClock())
    assert count(closed) == 300


def test_without_a_backup_it_begins_anew_and_the_damaged_file_is_kept(closed, tmp_path):
    cut(closed, 5000)
    told = make_sound(closed, tmp_path / "backups", FixedClock())
    assert "begins anew" in told
    assert not closed.exists()
    assert [file.stat().st_size for file in tmp_path.glob("shopbell.db.damaged-*")] == [5000]


def test_a_backup_that_only_a_newer_release_can_read_is_left_alone(closed, tmp_path):
    newer = maintenance.backup(closed, tmp_path / "backups" / "x.db", FixedClock())
    with closing(sqlite3.connect(newer)) as conn:
        conn.execute("pragma user_version = 99")
    cut(closed, 5000)
    assert "begins anew" in make_sound(closed, tmp_path / "backups", FixedClock())


def test_a_sound_file_and_no_file_are_left_alone(closed, tmp_path):
    before = closed.read_bytes()
    assert looks_whole(closed)
    assert make_sound(closed, tmp_path / "backups", FixedClock()) == ""
    assert closed.read_bytes() == before
    assert make_sound(tmp_path / "none.db", tmp_path / "backups", FixedClock()) == ""
    assert not list(tmp_path.glob("*damaged*"))


def test_what_was_not_folded_into_the_file_yet_is_no_damage(shop, tmp_path):
    shop.ingest(*(mail(str(n), text="words " * 500) for n in range(50)))
    assert shop.path.with_name("shopbell.db-wal").stat().st_size
    assert looks_whole(shop.path)
    assert make_sound(shop.path, tmp_path / "backups", FixedClock()) == ""


def test_a_file_of_somebody_else_is_named_and_not_moved(closed, tmp_path):
    closed.chmod(0o000)
    if os.access(closed, os.R_OK):
        closed.chmod(0o600)
        pytest.skip("this user may read everything")
    assert make_sound(closed, tmp_path / "backups", FixedClock()) == ""
    closed.chmod(0o600)
    assert count(closed) == 300


# -- the daily round ----------------------------------------------------------------------------------------------


def test_one_backup_a_day_and_seven_are_kept(closed, tmp_path):
    clock = FixedClock()
    backups = tmp_path / "backups"
    (backups).mkdir(exist_ok=True)
    (backups / "mine.db").write_bytes(b"kept by hand")
    for _ in range(KEEP + 3):
        upkeep = Upkeep(closed, backups, clock)
        assert upkeep.due
        assert count(upkeep.run()) == 300
        assert not Upkeep(closed, backups, clock).due
        clock.time += timedelta(days=1)
    names = sorted(file.name for file in backups.iterdir())
    assert len(names) == KEEP + 1
    assert names[-1] == "mine.db"
    assert names[0] == "daily-2026-03-13.db"


def test_it_runs_beside_a_writer_and_shows_one_moment(shop, tmp_path):
    shop.ingest(*(mail(str(n), who=f"P{n}", text="words " * 400) for n in range(200)))
    shop.reader.close()
    shop.db.close()
    upkeep = Upkeep(shop.path, tmp_path / "backups", shop.clock)
    with Writer(shop.path, shop.clock) as writer:
        upkeep.begin()
        futures = [writer.submit(lambda db, n=n: triage.act(db, [n], Verb.STAR, now=NOW)) for n in range(1, 150)]
        assert all(future.result().conversations for future in futures)
        upkeep._thread.join()
    (copy,) = (tmp_path / "backups").glob("daily-*.db")
    with closing(open_reader(copy)) as reader:
        starred = reader.execute("select count(*) from conversation where starred = 1").fetchone()[0]
        assert starred == reader.execute("select count(*) from act").fetchone()[0]


def test_a_round_that_is_stopped_leaves_nothing_half_made(closed, tmp_path):
    upkeep = Upkeep(closed, tmp_path / "backups", FixedClock())
    assert upkeep.close(1)
    assert upkeep.run() is None
    assert list((tmp_path / "backups").iterdir()) == []


def test_damage_that_is_found_by_day_is_mended_at_the_next_start(closed, tmp_path):
    clock, backups = FixedClock(), tmp_path / "backups"
    Upkeep(closed, backups, clock).run()
    with closing(sqlite3.connect(closed)) as conn:
        root = conn.execute("select rootpage from sqlite_master where name = 'body'").fetchone()[0]
    damage(closed, (root - 1) * 4096, os.urandom(4096))
    assert looks_whole(closed)
    clock.time += timedelta(days=1)
    with pytest.raises(StoreFailure):
        Upkeep(closed, backups, clock).run()
    assert suspect(closed).exists()
    assert not looks_whole(closed)
    assert "was damaged" in make_sound(closed, backups, clock)
    assert looks_whole(closed)
    assert count(closed) == 300


def test_there_is_no_backup_where_there_is_no_room(closed, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.store.upkeep.disk_free", lambda _path: maintenance.LOW_DISK)
    assert Upkeep(closed, tmp_path / "backups", FixedClock()).run() is None


def sparse(path, megabytes):
    with path.open("wb") as file:
        file.truncate(megabytes * 2**20)


def dailies(backups):
    return sorted(file.name for file in backups.glob("daily-*.db"))


@pytest.fixture
def full_week(tmp_path):
    """A backup of a hundred megabytes for each of seven days, and older ones made before migrations."""
    backups = tmp_path / "backups"
    backups.mkdir()
    for day in range(3, 10):
        sparse(backups / f"daily-2026-03-{day:02}.db", 100)
    for number in range(3):
        sparse(backups / f"before-format-2-2026030{number}.db", 1000)
    return backups


def test_backups_take_no_more_than_half_the_room_there_is(closed, full_week, monkeypatch):
    def free(_path):
        return 1200 * 2**20 - sum(file.stat().st_size for file in full_week.glob("daily-*"))

    monkeypatch.setattr("desktop.store.upkeep.disk_free", free)
    Upkeep(closed, full_week, FixedClock()).run()
    assert dailies(full_week) == [f"daily-2026-03-{day:02}.db" for day in (5, 6, 7, 8, 9, 10)]
    assert len(list(full_week.glob("before-format-*"))) == 3


def test_the_newest_backup_stays_however_little_room_there_is(closed, full_week, monkeypatch):
    sparse(full_week / "daily-2026-03-09.db", 5000)
    monkeypatch.setattr("desktop.store.upkeep.disk_free", lambda _path: maintenance.LOW_DISK)
    assert Upkeep(closed, full_week, FixedClock()).run() is None
    assert dailies(full_week) == ["daily-2026-03-09.db"]
    assert len(list(full_week.glob("before-format-*"))) == 3


def test_old_backups_make_room_for_a_new_one(closed, full_week, monkeypatch):
    others = [f"daily-2026-03-{day:02}.db" for day in range(3, 10)]

    def free(_path):
        freed = sum(not (full_week / name).exists() for name in others)
        return maintenance.LOW_DISK + closed.stat().st_size + (freed - 2) * 100 * 2**20

    monkeypatch.setattr("desktop.store.upkeep.disk_free", free)
    assert Upkeep(closed, full_week, FixedClock()).run() is not None
    assert "daily-2026-03-10.db" in dailies(full_week)
    assert "daily-2026-03-09.db" in dailies(full_week)
    assert "daily-2026-03-04.db" not in dailies(full_week)


def test_the_copy_before_the_latest_format_outlives_those_before_earlier_ones(tmp_path):
    for number in (2, 9, 10, 11):
        (tmp_path / f"before-format-{number}-20260301T000000000000.db").touch()
    maintenance.prune(tmp_path, "before-format-*.db", 3)
    assert {file.name.split("-")[2] for file in tmp_path.iterdir()} == {"9", "10", "11"}


# -- a full disk --------------------------------------------------------------------------------------------------


def test_the_ballast_lies_only_where_there_is_room(tmp_path, monkeypatch):
    database = tmp_path / "shopbell.db"
    monkeypatch.setattr(ballast, "disk_free", lambda _path: maintenance.LOW_DISK)
    assert not ballast.lay(database)
    monkeypatch.setattr(ballast, "disk_free", lambda _path: 2 * maintenance.LOW_DISK)
    assert ballast.lay(database)
    assert ballast.place(database).stat().st_size == ballast.WEIGHT
    assert ballast.drop(database)
    assert not ballast.drop(database)
    assert list(tmp_path.iterdir()) == []


def fill(folder):
    with (Path(folder) / "filler").open("wb", buffering=0) as out, suppress(OSError):
        while out.write(os.urandom(4096)):
            pass


def test_on_a_full_disk_the_owners_own_acts_are_still_kept_and_news_are_not(tmp_path):
    with small_disk(tmp_path / "small", megabytes=12) as folder:
        shop = Shop(folder)
        shop.ingest(mail("0"), mail("00", who="Ole"))
        draft = shop.draft("Dear Marta, " + "it is nearly ready. " * 500, shop.home("0"))
        shop.close()
        assert ballast.lay(shop.path, leave=0)
        with Writer(shop.path, shop.clock) as writer:
            fill(folder)
            news = writer.submit(
                lambda db: db.conn.execute("update body set text = ?", ("x" * 200_000,)), durable=False
            )
            with pytest.raises(DiskFull):
                news.result()
            assert ballast.place(shop.path).exists()
            assert writer.submit(lambda db: triage.act(db, [1], Verb.SNOOZE, now=NOW, until=NOW + REST)).result()
            for number in range(20):
                assert writer.submit(lambda db, n=number: drafts.save(db, draft, NOW + timedelta(seconds=n))).result()
            assert not ballast.place(shop.path).exists()
        with closing(open_reader(shop.path)) as reader:
            assert drafts.drafts(reader)[0].text == draft.text
            assert len(triage.acts(reader)) == 1
        assert integrity(shop.path) == "ok"


def test_without_ballast_a_full_disk_is_said_and_nothing_is_tried_twice(shop):
    tries = []

    def write(db):
        tries.append(threading.current_thread().name)
        db.conn.execute("update body set html = ?", ("x" * 9_000_000,))

    shop.ingest(mail("1"))
    shop.close()
    with Writer(shop.path, shop.clock) as writer:
        writer.submit(lambda db: db.conn.execute("pragma max_page_count = 1")).result()
        outcome = writer.submit(write)
        with pytest.raises(DiskFull, match="The disk is full"):
            outcome.result()
    assert tries == ["store"]
