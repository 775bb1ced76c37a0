"""Rows that were looked at: read once, again when they changed, and never an older one in the place of a newer."""

import pytest

from desktop.ui.models import row_cache
from desktop.ui.models.row_cache import RowCache
from tests.ui.values import a_row

ROWS = {a_row(n).id: a_row(n) for n in range(10)}
IDS = list(ROWS)


def read(ids):
    return {id_: ROWS[id_] for id_ in ids if id_ in ROWS}


def unread(ids):
    raise AssertionError(ids)


def test_only_what_is_wanting_is_read():
    cache = RowCache()
    cache.begin([ROWS[IDS[2]]])
    asked = []
    cache.load(IDS[:4], lambda ids: asked.append(list(ids)) or read(ids))
    assert asked == [[IDS[0], IDS[1], IDS[3]]]
    assert cache.rows == read(IDS[:4])


def test_what_is_gone_is_here_no_longer_once_it_is_read_again():
    cache = RowCache()
    cache.begin(list(ROWS.values()))
    cache.expire([IDS[4]])
    assert IDS[4] in cache.rows
    assert [id_ for id_ in IDS if cache.is_wanting(id_)] == [IDS[4]]
    cache.load(IDS, lambda _ids: {})
    assert IDS[4] not in cache.rows


def test_what_is_fetched_is_neither_wanting_nor_here_until_it_arrives():
    cache = RowCache()
    cache.load(IDS[:2], unread, lambda _ids: True)
    assert not cache.rows
    assert not any(cache.is_wanting(id_) for id_ in IDS[:2])
    cache.arrive(IDS[:2], read(IDS[:1]))
    assert cache.rows == read(IDS[:1])
    assert not cache.is_wanting(IDS[1]), "it is gone, and not asked for again and again"


@pytest.mark.parametrize("fetched", [True, False])
def test_what_could_not_be_fetched_is_wanting_again_and_what_nobody_fetches_is_read(fetched):
    cache = RowCache()
    cache.load(IDS[:2], read, lambda _ids: fetched)
    cache.arrive(IDS[:2], None)
    assert cache.is_wanting(IDS[0]) is fetched
    assert (IDS[0] in cache.rows) is not fetched


def test_what_a_commit_tells_is_newer_than_what_was_being_fetched():
    cache = RowCache()
    cache.load(IDS[:2], unread, lambda _ids: True)
    renamed = a_row(0, who="Renamed")
    assert cache.renew({IDS[0]: renamed}) == [IDS[0]]
    cache.arrive(IDS[:2], read(IDS[:2]))
    assert cache.rows == {IDS[0]: renamed, IDS[1]: ROWS[IDS[1]]}


def test_only_what_looks_different_and_was_looked_at_is_renewed():
    cache = RowCache()
    cache.begin([ROWS[IDS[0]], ROWS[IDS[1]]])
    assert cache.renew({**read(IDS[:1]), IDS[1]: a_row(1, unread=False), **read(IDS[5:])}) == [IDS[1]]
    assert set(cache.rows) == set(IDS[:2])


def test_those_read_first_go_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(row_cache, "_KEPT", 4)
    cache = RowCache()
    for id_ in IDS[:6]:
        cache.add([ROWS[id_]])
    assert list(cache.rows) == IDS[2:6]
