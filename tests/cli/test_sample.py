"""When the sample shop is made afresh, and when it is left as it is."""

import os
from contextlib import closing

import pytest

from desktop.cli.shop import make_demo
from desktop.domain.conversation import Lane
from desktop.paths import Places
from desktop.store import inbox
from desktop.store.connection import open_reader


@pytest.fixture
def aged(tmp_path):
    """A sample shop that was made two days ago, with a note in its folder."""
    where = Places(tmp_path / "demo")
    make_demo(where)
    (where.home / "note").touch()
    born = where.home / "opened"
    os.utime(born, (born.stat().st_atime, born.stat().st_mtime - 2 * 86400))
    return where


def test_an_aged_sample_shop_is_made_afresh(aged):
    make_demo(aged)
    assert not (aged.home / "note").exists()
    with closing(open_reader(aged.database)) as reader:
        assert inbox.page(reader, Lane.NEEDS_YOU)


def test_a_sample_shop_is_not_made_afresh_under_a_window_that_is_open_on_it(aged):
    with closing(open_reader(aged.database)) as window:
        before = inbox.page(window, Lane.NEEDS_YOU)
        make_demo(aged)
        assert (aged.home / "note").exists()
        with closing(open_reader(aged.database)) as other:
            assert inbox.page(other, Lane.NEEDS_YOU) == before
    make_demo(aged)
    assert not (aged.home / "note").exists()
