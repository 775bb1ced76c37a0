"""The pool parses in other processes, and no message can take the others down with it."""

import multiprocessing
import os
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.domain.account import Account, AccountId
from desktop.domain.errors import Cancelled
from desktop.domain.item import Raw, pack
from desktop.sync.pool import CHUNK_ITEMS, InlinePool, NoWorker, Pool, chunks

ACCOUNT = Account(id=AccountId(1), kind="mail", name="shop")
WHEN = datetime(2026, 11, 20, tzinfo=UTC)
PARSERS = "tests.sync.parsers:parser"


def raws(*datas: bytes) -> list[Raw]:
    return [Raw(remote_id=f"m{n}", data=data, received_at=WHEN) for n, data in enumerate(datas)]


@pytest.fixture
def pool():
    pool = Pool(2, find_parser=PARSERS)
    yield pool
    pool.close()


@pytest.fixture
def brief():
    """Gives a message as long as a busy machine takes for the short ones here."""
    pool = Pool(2, item_seconds=2.0, find_parser=PARSERS)
    yield pool
    pool.close()


def test_messages_come_back_in_order_with_their_bytes_from_niced_processes(pool):
    given = raws(*(b"x%d" % n for n in range(3 * CHUNK_ITEMS + 5)))
    items = pool.parse(ACCOUNT, given)
    assert [item.remote_id for item in items] == [raw.remote_id for raw in given]
    assert [item.raw for item in items] == [raw.data for raw in given]
    processes = {int(item.text.split()[0]) for item in items}
    assert len(processes) == 2
    assert os.getpid() not in processes
    assert all(int(item.text.split()[1]) >= 10 for item in items)


def test_workers_can_be_started_before_there_is_anything_to_parse_and_end_with_the_pool(pool):
    pool.start()
    workers = {child.pid for child in multiprocessing.active_children() if child.name == "shopbell-parse"}
    assert len(workers) == 2
    items = pool.parse(ACCOUNT, raws(*(b"x%d" % n for n in range(3 * CHUNK_ITEMS))))
    assert {int(item.text.split()[0]) for item in items} == workers
    pool.close()
    pool.start()
    assert not any(child.name == "shopbell-parse" for child in multiprocessing.active_children())


def test_bytes_that_the_parser_chose_itself_are_kept(pool):
    assert pool.parse(ACCOUNT, raws(b"own"))[0].raw == b"other bytes"


def test_a_message_that_came_over_is_the_one_that_was_parsed(pool):
    given = raws(b"x", b"own", b"answer", b"ours", b"raise")
    for there, here in zip(
        pool.parse(ACCOUNT, given), InlinePool(find_parser=PARSERS).parse(ACCOUNT, given), strict=True
    ):
        assert there.packed == pack(there.raw)
        # The number of the process is part of the text, and may make it sound like another language.
        assert replace(there, text=here.text, language=here.language, packed=b"", terms=None, reply_terms=None) == here


def test_the_words_of_a_message_are_looked_at_where_it_is_read(pool):
    begins, answers, ours, bulk = pool.parse(ACCOUNT, raws(b"Where is it?", b"answer", b"ours", b"bulk: where is it?"))
    assert "ask" in {reason.name for reason in begins.terms}
    assert begins.reply_terms is None
    assert answers.terms != answers.reply_terms != ()
    assert ours.terms is ours.reply_terms is None
    assert bulk.terms == bulk.reply_terms == ()


def test_the_workers_find_out_in_which_language_a_message_is(pool):
    said = [
        b"Guten Tag, meine Bestellung ist noch nicht da",
        b"ja",
        b"tagged: Guten Tag, meine Bestellung ist nicht da",
    ]
    assert [item.language for item in pool.parse(ACCOUNT, raws(*said))] == ["de", "", "nl-BE"]
    assert [item.language for item in InlinePool(find_parser=PARSERS).parse(ACCOUNT, raws(*said))] == [
        "de",
        "",
        "nl-BE",
    ]


def test_nobody_asks_in_which_language_we_write(pool):
    assert pool.parse(ACCOUNT, raws(b"ours"))[0].language == ""


def test_a_message_that_kills_every_worker_is_stored_as_unreadable_and_its_neighbours_are_read(pool):
    items = pool.parse(ACCOUNT, raws(b"a", b"die", b"b", b"die", b"c"))
    assert [bool(item.unreadable) for item in items] == [False, True, False, True, False]
    assert [item.raw for item in items] == [b"a", b"die", b"b", b"die", b"c"]


def test_a_worker_that_dies_once_costs_no_message(pool, tmp_path):
    items = pool.parse(ACCOUNT, raws(b"a", b"die once " + bytes(tmp_path / "mark"), b"c"))
    assert [item.unreadable for item in items] == ["", "", ""]


def test_two_neighbours_that_each_die_once_are_both_read(pool, tmp_path):
    items = pool.parse(
        ACCOUNT, raws(b"die once " + bytes(tmp_path / "one"), b"die", b"die once " + bytes(tmp_path / "two"), b"z")
    )
    assert [bool(item.unreadable) for item in items] == [False, True, False, False]


@pytest.mark.parametrize("broken", ["start", "parser"])
def test_where_no_worker_can_work_no_message_is_blamed(broken):
    pool = Pool(2, find_parser=PARSERS if broken == "parser" else "tests.sync.parsers:missing")
    account = replace(ACCOUNT, kind="broken") if broken == "parser" else ACCOUNT
    try:
        for _ in range(2):
            with pytest.raises(NoWorker, match="nothing new was taken in"):
                pool.parse(account, raws(b"a", b"b"))
    finally:
        pool.close()


def test_where_the_system_lets_no_worker_begin_no_message_is_blamed(pool):
    resource = pytest.importorskip("resource")
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, usual[1]))
    try:
        with pytest.raises(NoWorker, match="nothing new was taken in"):
            pool.parse(ACCOUNT, raws(b"fine"))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, usual)
    assert pool.parse(ACCOUNT, raws(b"fine"))[0].unreadable == ""


def test_a_message_that_hangs_is_given_up_within_the_limit(brief):
    brief.parse(ACCOUNT, raws(b"warm"))
    begun = time.monotonic()
    items = brief.parse(ACCOUNT, raws(b"a", b"hang", b"b"))
    assert [bool(item.unreadable) for item in items] == [False, True, False]
    assert time.monotonic() - begun < 60


def test_an_exception_of_the_parser_makes_one_message_unreadable(pool):
    for items in (
        pool.parse(ACCOUNT, raws(b"raise", b"deep", b"ok")),
        InlinePool(find_parser=PARSERS).parse(ACCOUNT, raws(b"raise", b"deep", b"ok")),
    ):
        assert [bool(item.unreadable) for item in items] == [True, True, False]
        assert "mistake" not in items[0].unreadable
        assert items[0].raw == b"raise"


def test_closing_ends_a_parse_that_hangs_at_once():
    pool = Pool(1, item_seconds=60, find_parser=PARSERS)
    pool.parse(ACCOUNT, raws(b"warm"))
    parsing = pool.begin(ACCOUNT, raws(b"hang"))
    behind = pool.begin(ACCOUNT, raws(b"never reached"))
    begun = time.monotonic()
    pool.close()
    assert time.monotonic() - begun < 20
    for waiting in (parsing, behind):
        with pytest.raises(Cancelled):
            waiting.result()
    with pytest.raises(Cancelled):
        pool.begin(ACCOUNT, raws(b"too late"))
    pool.close()


def test_several_lanes_may_use_the_pool_at_once(pool):
    results: dict[int, list[str]] = {}

    def lane(n: int) -> None:
        given = [Raw(remote_id=f"{n}-{k}", data=b"x", received_at=WHEN) for k in range(150)]
        results[n] = [item.remote_id for item in pool.parse(ACCOUNT, given)]

    threads = [threading.Thread(target=lane, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {n: [f"{n}-{k}" for k in range(150)] for n in range(5)}


def test_chunks_are_bounded_in_number_and_in_bytes():
    assert [len(piece) for piece in chunks(raws(*[b"x"] * 130))] == [64, 64, 2]
    big = bytes(3 << 20)
    assert [len(piece) for piece in chunks(raws(big, big, b"x", big))] == [1, 2, 1]
    assert list(chunks([])) == []
