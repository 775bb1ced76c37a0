"""Every file ever written opens in the newest release; newer ones are left alone."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop import __version__
from desktop.domain.errors import NewerDatabase
from desktop.domain.row import Lane
from desktop.store import inbox, migrate, triage
from desktop.store.connection import NEWEST, StoreFailure, open_reader, open_writer, schema_version
from desktop.store.maintenance import Severity, check
from desktop.store.search import search
from tests.store.makers import NOW, FixedClock
from tests.store.picture import badges_are_true, index_is_true

HERE = Path(__file__).parent
PICTURE = Path(migrate.__file__).with_name("schema.sql")
OLD = sorted(HERE.glob("v*.db"))


@pytest.fixture
def home(tmp_path):
    return tmp_path / "shopbell.db"


def test_a_new_file_is_made_in_all_steps(home, tmp_path):
    steps = migrate.migrate(home, tmp_path / "backups", FixedClock())
    assert steps == [file.stem for file in sorted(migrate.STEPS.glob("*.sql"))]
    assert int(steps[-1][:4]) == NEWEST == schema_version(home)
    assert migrate.migrate(home, tmp_path / "backups", FixedClock()) == []
    assert not (tmp_path / "backups").exists()


def test_the_picture_of_the_schema_is_the_schema(home, tmp_path):
    migrate.migrate(home, tmp_path, FixedClock())
    db = open_writer(home)
    comment, _, picture = PICTURE.read_text(encoding="utf-8").partition("\n\n")
    assert comment.startswith("--")
    assert picture.strip() == migrate.schema(db).strip()
    db.close()


def test_a_newer_file_is_refused_by_name_and_left_alone(home, tmp_path):
    migrate.migrate(home, tmp_path, FixedClock())
    with closing(sqlite3.connect(home)) as conn:
        conn.execute("update product set version = '9.1.0'")
        conn.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('shopbell', '0099_x', '')"
        )
        conn.execute("pragma user_version = 99")
        conn.commit()
    before = home.read_bytes()
    with pytest.raises(NewerDatabase, match=rf"Shopbell 9\.1\.0 \(format 99\).*{__version__}"):
        migrate.migrate(home, tmp_path, FixedClock())
    assert home.read_bytes() == before


def test_an_unknown_step_alone_is_enough_to_refuse(home, tmp_path):
    migrate.migrate(home, tmp_path, FixedClock())
    with closing(sqlite3.connect(home)) as conn:
        conn.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('shopbell', '0099_x', '')"
        )
        conn.commit()
    with pytest.raises(NewerDatabase):
        migrate.migrate(home, tmp_path, FixedClock())


def half_made(home, tmp_path, monkeypatch, steps=1):
    """Bring a file to an older format, as a release with so many steps would have written it."""
    only = tmp_path / "steps"
    only.mkdir()
    for step in sorted(migrate.STEPS.glob("*.sql"))[:steps]:
        shutil.copy(step, only)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "STEPS", only)
        patch.setattr(migrate, "NEWEST", steps)
        patch.setattr(migrate.registry, "__defaults__", (only,))
        assert migrate.migrate(home, tmp_path / "backups", FixedClock())
    assert schema_version(home) == steps


def test_an_older_file_is_backed_up_and_becomes_the_same_as_a_new_one(home, tmp_path, monkeypatch):
    half_made(home, tmp_path, monkeypatch)
    later = [file.stem for file in sorted(migrate.STEPS.glob("*.sql"))][1:]
    assert migrate.migrate(home, tmp_path / "backups", FixedClock()) == later
    (copy,) = (tmp_path / "backups").iterdir()
    assert schema_version(copy) == 1
    other = tmp_path / "new.db"
    migrate.migrate(other, tmp_path, FixedClock())
    one, two = open_writer(home), open_writer(other)
    assert migrate.schema(one) == migrate.schema(two)
    one.close()
    two.close()


def test_three_backups_are_kept(home, tmp_path, monkeypatch):
    half_made(home, tmp_path, monkeypatch)
    original = home.read_bytes()
    for minute in range(5):
        home.write_bytes(original)
        for extra in ("-wal", "-shm"):
            home.with_name(home.name + extra).unlink(missing_ok=True)
        migrate.migrate(home, tmp_path / "backups", FixedClock(NOW + timedelta(minutes=minute)))
    kept = sorted(file.name for file in (tmp_path / "backups").iterdir())
    assert [name.partition("T")[2][:4] for name in kept] == ["1202", "1203", "1204"]


def test_a_step_that_fails_leaves_the_file_as_it_was(home, tmp_path, monkeypatch):
    half_made(home, tmp_path, monkeypatch)
    steps = tmp_path / "steps"
    (steps / "0002_broken.sql").write_text("create table half (a integer);\ncreate table half (a integer);\n")
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "STEPS", steps)
        patch.setattr(migrate.registry, "__defaults__", (steps,))
        with pytest.raises(StoreFailure):
            migrate.migrate(home, tmp_path / "backups", FixedClock())
    with closing(open_reader(home)) as reader:
        assert reader.execute("select count(*) from sqlite_master where name = 'half'").fetchone()[0] == 0
    assert schema_version(home) == 1


def test_something_else_than_our_file_is_not_touched(home, tmp_path):
    home.write_bytes(b"this is not a database, it is a letter" * 100)
    with pytest.raises(StoreFailure, match="damaged or not ours"):
        migrate.migrate(home, tmp_path, FixedClock())
    assert home.read_bytes().startswith(b"this is not")


@pytest.mark.parametrize("old", OLD, ids=lambda file: file.stem)
def test_files_of_earlier_releases_open_with_everything_in_them(old, home, tmp_path):
    shutil.copy(old, home)
    with closing(open_reader(home)) as reader:
        before = {
            name: reader.execute(f"select count(*) from {name}").fetchone()[0] for name in ("message", "act", "outbox")
        }
    migrate.migrate(home, tmp_path / "backups", FixedClock())
    with closing(open_reader(home)) as reader:
        after = {name: reader.execute(f"select count(*) from {name}").fetchone()[0] for name in before}
        assert before == after
        assert all(before.values())
        for line in triage.acts(reader):
            assert inbox.opened(reader, line.conversation) is not None
        everything = [row[0] for row in reader.execute("select id from message order by id desc").fetchall()]
        assert [hit.message for hit in search(reader, '"order a cake"')] == everything
    assert all(finding.severity is not Severity.BROKEN for finding in check(home) if finding.name != "disk")
    fresh = tmp_path / "fresh.db"
    migrate.migrate(fresh, tmp_path / "backups", FixedClock())
    with closing(open_writer(home)) as one, closing(open_writer(fresh)) as two:
        assert index_is_true(one)
        assert migrate.schema(one) == migrate.schema(two)


def test_there_is_a_file_of_every_release():
    assert [file.stem for file in OLD] == ["v0.1.0"]


@pytest.fixture
def stocked(home):
    shutil.copy(OLD[0], home)
    return home


def test_an_upgrade_tells_how_far_it_is(stocked, tmp_path, monkeypatch):
    monkeypatch.setattr(migrate, "PORTION", 2)
    told = []
    steps = migrate.migrate(stocked, tmp_path / "backups", FixedClock(), told.append)
    stages = list(dict.fromkeys(stage.number for stage in told))
    assert stages == list(range(1, len(steps) + 2)), "the copy, and every step"
    assert {stage.of for stage in told} == {len(steps) + 1}
    assert all(0 <= stage.share <= 1 for stage in told)
    index = steps.index("0007_newest_first") + 2
    last = [stage.share for stage in told if stage.number == index]
    assert last == sorted(last)
    assert len(set(last)) > 3, "the search index is made anew in portions"


def test_an_upgrade_in_portions_finds_everything(stocked, tmp_path, monkeypatch):
    monkeypatch.setattr(migrate, "PORTION", 1)
    migrate.migrate(stocked, tmp_path / "backups", FixedClock())
    with closing(open_writer(stocked)) as db:
        assert index_is_true(db)


def test_what_is_back_already_is_counted_where_it_stands_from_now_on(stocked, tmp_path, monkeypatch):
    half_made(stocked, tmp_path, monkeypatch, steps=16)
    with closing(open_writer(stocked)) as db:
        states = "update conversation set band = 2, back = ?, unread = ? where id = ? and state = 'open' returning id"
        ids = [row[0] for row in db.conn.execute("select id from conversation where state = 'open'").fetchall()]
        for number, back in zip(ids, ("snooze", "unanswered:3", ""), strict=False):
            assert db.conn.execute(states, (back, int(back == "snooze"), number)).fetchall()
        db.conn.commit()
        before = badges_are_true(db.conn)
    migrate.migrate(stocked, tmp_path / "backups", FixedClock())
    with closing(open_reader(stocked)) as reader:
        assert before
        assert badges_are_true(reader)
        assert {ids[0], ids[1]} <= set(inbox.ids(reader, Lane.NEEDS_YOU))
        assert ids[2] in inbox.ids(reader, Lane.THE_REST)


class Enough(Exception):
    pass


def test_an_upgrade_can_be_stopped_wherever_it_tells_and_is_done_by_the_next_start(home, tmp_path, monkeypatch):
    monkeypatch.setattr(migrate, "PORTION", 2)
    monkeypatch.setattr("desktop.store.connection._LOOK_EVERY", 300)
    old = schema_version(OLD[0])
    for stop_at in range(1, 10_000):
        shutil.copy(OLD[0], home)
        left = stop_at

        def tell(_stage):
            nonlocal left
            left -= 1
            if left == 0:
                raise Enough

        try:
            migrate.migrate(home, tmp_path / "backups", FixedClock(), tell)
        except Enough:
            assert schema_version(home) == old
            assert not list((tmp_path / "backups").glob("*.part"))
            assert check(home)
        else:
            break
    assert stop_at > 20
    assert schema_version(home) == NEWEST
    with closing(open_writer(home)) as db:
        assert index_is_true(db)
