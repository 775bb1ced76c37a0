"""When the sample shop is made afresh, and when it is left as it is."""

import os
import subprocess
import sys
from contextlib import closing

import pytest

from desktop.cli.shop import make_demo
from desktop.domain.conversation import Lane
from desktop.paths import Places
from desktop.settings import load
from desktop.store import inbox
from desktop.store.connection import open_reader, open_writer


@pytest.fixture
def aged(tmp_path):
    """A sample shop that was made two days ago, in which something was done since."""
    where = Places(tmp_path / "demo")
    make_demo(where)
    with closing(open_writer(where.database)) as db:
        db.conn.execute("update conversation set starred = 1")
    born = where.home / "opened"
    os.utime(born, (born.stat().st_atime, born.stat().st_mtime - 2 * 86400))
    return where


def starred(where):
    with closing(open_reader(where.database)) as reader:
        assert inbox.page(reader, Lane.NEEDS_YOU)
        return reader.execute("select count(*) from conversation where starred = 1").fetchone()[0]


def test_an_aged_sample_shop_is_made_afresh(aged):
    assert starred(aged)
    make_demo(aged)
    assert not starred(aged)


def test_a_sample_shop_is_not_made_afresh_under_a_window_that_is_open_on_it(aged):
    with closing(open_reader(aged.database)) as window:
        before = inbox.page(window, Lane.NEEDS_YOU)
        make_demo(aged)
        assert starred(aged)
        with closing(open_reader(aged.database)) as other:
            assert inbox.page(other, Lane.NEEDS_YOU) == before
    make_demo(aged)
    assert not starred(aged)


@pytest.mark.parametrize("left", [b"", b"no database" * 1000])
def test_a_damaged_sample_shop_is_made_afresh(tmp_path, left):
    where = Places(tmp_path / "demo")
    make_demo(where)
    where.database.write_bytes(left)
    make_demo(where)
    assert starred(where) == 0


def test_a_sample_shop_whose_data_were_deleted_is_made_afresh(tmp_path):
    where = Places(tmp_path / "demo")
    make_demo(where)
    where.database.unlink()
    make_demo(where)
    assert starred(where) == 0


OWNERS = {
    "settings.toml": 'theme = "dark"  # easier on the eyes\n',
    "keys.toml": "[keys]\n",
    "attachments/invoice.pdf": "%PDF",
    "backups/mine.db": "kept by hand",
    "note": "call Marta",
}


@pytest.mark.parametrize("made_before", [True, False])
def test_what_the_owner_has_put_into_its_folder_stays_as_it_is(aged, tmp_path, made_before):
    where = aged if made_before else Places(tmp_path / "new")
    for name, words in OWNERS.items():
        file = where.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words)
    make_demo(where)
    assert {name: (where.home / name).read_text() for name in OWNERS} == OWNERS
    assert not starred(where)


def test_a_new_sample_shop_bears_its_name(tmp_path):
    make_demo(Places(tmp_path / "demo"))
    assert load(tmp_path / "demo" / "settings.toml")[0].shop_name == "Hazel & Rye Bakery"


def test_started_twice_at_the_same_moment_it_is_made_once(tmp_path):
    home = tmp_path / "home"
    call = [sys.executable, "-m", "desktop", "--home", str(home), "--demo", "accounts", "list"]
    both = [subprocess.Popen(call, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert said[0][0] == said[1][0]
