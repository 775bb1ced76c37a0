"""A feed on its whole way: from a real server through the engine into a real store."""

import io
import time
from contextlib import closing
from types import SimpleNamespace

import feedparser
import pytest

from desktop.connectors import registry
from desktop.connectors.feeds import document
from desktop.store import accounts
from desktop.store.connection import open_reader
from desktop.store.search import search
from desktop.sync.pool import InlinePool
from tests.servers.nginx import rss, rss_item
from tests.sync.shop import Shop, until


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path, SimpleNamespace(port=0))
    yield made
    made.close()


@pytest.fixture
def once(shop):
    """Bring everything up to date once; return the report of the named account."""

    def run(name: str):
        engine = shop.engine(open_connector=registry.open_connector, pool=InlinePool())
        (report,) = engine.run_once([name])
        return report

    return run


def settings_of(shop, name):
    with closing(open_reader(shop.path)) as reader:
        return dict(accounts.account(reader, name).settings)


def test_entries_arrive_once_edits_change_them_and_a_search_finds_them(nginx, shop, once):
    shop.account("blog", "feed", url=nginx.url("page.html"))
    assert (once("blog").new, once("blog").new) == (12, 0)
    items = [rss_item(99)] + [rss_item(n, words="Sourdough!" if n == 5 else "About bread.") for n in range(1, 13)]
    nginx.put("feed.rss", rss("".join(items)))
    report = once("blog")
    assert (report.new, report.changed) == (1, 1)
    assert shop.read("select count(*) from message") == [(13,)]
    with closing(open_reader(shop.path)) as reader:
        assert [hit.subject for hit in search(reader, "sourdough")] == ["Loaf number 5"]


def test_a_watch_without_addresses_marks_what_the_feeds_bring(nginx, shop, once):
    shop.account("names", "watch", phrases='"loaf number 3", nothing')
    shop.account("blog", "feed", url=nginx.url("feed.rss"))
    once("blog")
    assert shop.read("select remote_id, matched from message where matched != ''") == [("crumbs-3", "loaf number 3")]


def test_a_watch_with_addresses_brings_only_what_names_the_shop(nginx, shop, once):
    shop.account("names", "watch", phrases='"loaf number 3"', url=f"{nginx.url('feed.rss')} {nginx.url('trouble')}")
    report = once("names")
    assert report.new == 1
    assert shop.read("select matched from message") == [("loaf number 3",)]
    assert once("names").new == 0


def test_a_feed_that_moved_for_good_has_its_new_address_in_the_settings(nginx, shop, once):
    shop.account("blog", "feed", url=nginx.url("moved"))
    for _ in range(3):
        assert settings_of(shop, "blog")["url"] == nginx.url("moved")
        once("blog")
    assert settings_of(shop, "blog")["url"] == nginx.url("feed.rss")
    assert once("blog").new == 0
    assert "GET /moved" not in nginx.asked()[-1]
    assert shop.read("select count(*) from message") == [(12,)]


def test_a_feed_that_has_ended_stops_its_lane_with_a_sentence(nginx, shop, once):
    account = shop.account("blog", "feed", url=nginx.url("gone"))
    assert "ended for good" in once("blog").sentence
    state = shop.lane_state(account)
    assert "ended for good" in state.sentence
    assert state.stopped
    assert state.ended
    asked = len(nginx.asked())
    engine = shop.engine(open_connector=registry.open_connector, pool=InlinePool())
    engine.start(anew=True)
    shop.account("blog2", "feed", url=nginx.url("feed.rss"))
    assert until(lambda: len(nginx.asked()) > asked)
    assert "/gone" not in nginx.asked()[-1]


def test_polling_costs_a_tenth_of_parsing():
    """Many feeds with one new entry each, ours against feedparser on every changed feed."""
    words = "Flour, water, salt and a great deal of patience make this loaf <a href='/w'>what</a> it is. " * 25
    feeds = [[rss_item(n, words=f"{words}{f}") for n in range(20)] for f in range(30)]
    before = [document.read(_source(rss("".join(items)))).chunks for items in feeds]
    after = [rss("".join([rss_item(500, words=words), *items[:-1]])) for items in feeds]
    best = min(
        _seconds(lambda: [len(document.read(_source(b), c).entries) for b, c in zip(after, before, strict=True)])
        for _ in range(3)
    )
    plain = min(_seconds(lambda: [feedparser.parse(io.BytesIO(body.encode())) for body in after]) for _ in range(2))
    assert plain / best >= 10, f"{plain / best:.1f}"


def _source(body: str) -> document.Source:
    return document.Source(
        body=body.encode(), url="http://crumbs.example/feed", headers={"content-type": "application/rss+xml"}
    )


def _seconds(work) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
