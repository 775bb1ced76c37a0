"""A release that renders better renders what is stored anew, beside everything else."""

import threading
from contextlib import closing

import pytest

from desktop import render
from desktop.connectors.mail.mime import parse_mail
from desktop.domain.act import Verb
from desktop.domain.clock import SystemClock
from desktop.domain.item import Raw
from desktop.store import accounts, triage
from desktop.store.connection import open_reader
from desktop.store.ingest import ingest
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.sync import renewal
from desktop.sync.pool import InlinePool, NoWorker, Pool
from desktop.sync.renewal import Renewal
from tests.sync.shop import plain_rank, until

CLOCK = SystemClock()
MAIL = """From: Marta <marta@example.org>
To: shop@example.org
Subject: Cake {n}
Message-ID: <{n}@example.org>
Date: Tue, 10 Mar 2026 12:00:{n:02} +0000
Content-Type: text/html; charset=utf-8

<p>Dear shop, is cake <b>number {n}</b> ready?</p>
"""
COUNT = 45


@pytest.fixture
def written(tmp_path):
    """A store whose mails an older release has rendered, each as nothing but "old"."""
    path = tmp_path / "shopbell.db"
    migrate(path, tmp_path / "backups", CLOCK)
    with Writer(path, CLOCK) as writer:
        settings = {"address": "shop@example.org"}
        writer.submit(lambda db: accounts.add(db, "mail", "Mail", settings, "", CLOCK.now())).result()
        with closing(open_reader(path)) as reader:
            (account,) = accounts.accounts(reader)
        raws = [
            Raw(remote_id=f"r{n}", data=MAIL.format(n=n).replace("\n", "\r\n").encode(), received_at=CLOCK.now())
            for n in range(COUNT)
        ]
        items = [parse_mail(raw, account) for raw in raws]
        writer.submit(lambda db: ingest(db, account, items, cursor=None, now=CLOCK.now(), rank=plain_rank)).result()
        writer.submit(lambda db: db.conn.execute("update body set html = 'old', fresh_html = 'old'")).result()
        yield path, writer


@pytest.fixture
def newer(monkeypatch):
    """This release renders better than the one that wrote the store."""
    monkeypatch.setattr(render, "VERSION", render.VERSION + 1)
    return render.VERSION


def pages(path):
    with closing(open_reader(path)) as reader:
        return [row[0] for row in reader.execute("select html from body order by message desc").fetchall()]


def versions(path):
    with closing(open_reader(path)) as reader:
        return {row[0] for row in reader.execute("select distinct render_version from message").fetchall()}


def begun(written, pool=None, busy=lambda: False):
    path, writer = written
    made = Renewal(writer=writer, path=path, clock=CLOCK, pool=pool or InlinePool(), busy=busy, pause=0.001)
    made.begin()
    return made


def test_everything_is_rendered_anew_when_the_version_has_grown(written, newer):
    one = begun(written)
    assert until(lambda: versions(written[0]) == {newer})
    assert all("<b>number" in page for page in pages(written[0]))
    one._thread.join(60)
    assert one.close(60)


def test_the_workers_do_it_and_are_of_the_same_version(written):
    # What the workers know of the version is theirs: with the same one there is nothing to do.
    path, writer = written
    writer.submit(lambda db: db.conn.execute("update message set render_version = 0")).result()
    pool = Pool(1)
    one = begun(written, pool)
    assert until(lambda: versions(path) == {render.VERSION})
    assert all("<b>number" in page for page in pages(path))
    assert one.close(60)
    pool.close()


def test_the_language_of_what_is_here_already_is_found_out_and_it_is_ranked_with_it(written, newer):
    path, writer = written
    tell = "update message set language = case when id % 2 then 'fr' else '' end"
    writer.submit(lambda db: db.conn.execute(tell)).result()
    writer.submit(lambda db: db.conn.execute("update conversation set next_rank_at = null")).result()
    one = begun(written)
    assert until(lambda: versions(path) == {newer})
    one._thread.join(60)
    with closing(open_reader(path)) as reader:
        assert reader.execute("select distinct language from message").fetchall() == [("en",)]
        assert reader.execute("select distinct next_rank_at from conversation").fetchall() == [(0,)]
    assert one.close(60)


def test_with_the_same_version_nothing_is_touched(written):
    one = begun(written)
    one._thread.join(60)
    assert set(pages(written[0])) == {"old"}
    assert one.close(60)


class Halting(InlinePool):
    """Waits before each batch for a word from the test."""

    def __init__(self):
        super().__init__()
        self.go, self.asked = threading.Semaphore(0), threading.Semaphore(0)
        self.batches = []

    def parse(self, account, raws):
        self.asked.release()
        assert self.go.acquire(timeout=60)
        self.batches.append([raw.remote_id for raw in raws])
        return super().parse(account, raws)


def test_it_goes_from_the_newest_on_and_is_resumed_where_it_was_stopped(written, newer):
    pool = Halting()
    one = begun(written, pool)
    pool.go.release()
    assert until(lambda: pool.asked._value >= 2)
    one._stopped.set()
    pool.go.release()
    assert one.close(60)
    assert pages(written[0]).count("old") == COUNT - 2 * renewal.BATCH
    assert pages(written[0])[0] != "old"
    again = Halting()
    two = begun(written, again)
    again.go.release()
    assert until(lambda: versions(written[0]) == {newer})
    assert two.close(60)
    assert pool.batches + again.batches == [
        [f"r{n}" for n in range(top, max(-1, top - renewal.BATCH), -1)] for top in (44, 24, 4)
    ]


def test_the_owner_is_not_held_up_by_it(written, newer):
    path, writer = written
    pool = Halting()
    one = begun(written, pool)
    assert pool.asked.acquire(timeout=60)
    # It has messages in hand, and no transaction open.
    writer.submit(lambda db: triage.act(db, [1], Verb.DONE, now=CLOCK.now())).result(30)
    for _ in range(9):
        pool.go.release()
    assert until(lambda: versions(path) == {newer})
    with closing(open_reader(path)) as reader:
        assert reader.execute("select state from conversation where id = 1").fetchone() == ("done",)
    assert one.close(60)


def test_news_come_first(written, newer):
    news = threading.Event()
    news.set()
    asked = threading.Event()

    def busy():
        asked.set()
        return news.is_set()

    one = begun(written, busy=busy)
    assert asked.wait(60)
    assert set(pages(written[0])) == {"old"}
    news.clear()
    assert until(lambda: versions(written[0]) == {newer})
    assert one.close(60)


def test_what_is_said_of_it_is_what_looks_different(written, newer):
    path, writer = written
    heard = []
    writer.listen(heard.append)
    one = begun(written)
    assert until(lambda: versions(path) == {newer})
    assert one.close(60)
    assert {change.initiator for change in heard} == {"render"}
    assert sum(len(change.changed_messages) for change in heard) == COUNT
    assert all(len(change.changed_messages) <= renewal.BATCH and not change.new_messages for change in heard)


def test_where_no_worker_starts_nothing_is_lost_and_it_is_tried_again(written, newer, caplog):
    class Broken(InlinePool):
        def parse(self, account, raws):
            raise NoWorker

    one = begun(written, Broken())
    one._thread.join(60)
    assert set(pages(written[0])) == {"old"}
    assert "tried again" in caplog.text
    one._pool = InlinePool()
    one.begin()
    assert until(lambda: versions(written[0]) == {newer})
    assert one.close(60)
