"""Keyword watches: only what names the shop is kept, whichever feed it stood in."""

import pytest

from desktop.connectors import registry
from desktop.connectors.base import Cancel
from desktop.connectors.watch import open_watch, parse_watched
from desktop.domain.errors import Ended, Misconfigured, RateLimited, Unreachable
from tests.servers.nginx import rss, rss_item


def look(watch, cursor="", budget=100):
    """Fetch until there is no more; return the remote ids, the last cursor and the last notice."""
    found, notices = [], []
    while True:
        batch = watch.fetch(cursor, budget=budget, cancel=Cancel())
        found += batch.items
        notices.append(batch.notice)
        cursor = batch.cursor
        if not batch.more:
            return found, cursor, [notice for notice in notices if notice]


@pytest.fixture
def papers(nginx):
    """Two feeds in which the shop is named three times, once as somebody else."""
    one = [
        rss_item(1, words="A day at Hazel &amp; Rye."),
        rss_item(2),
        rss_item(3, title="hazel &amp; RYE opens again"),
    ]
    two = [rss_item(4, words="Nothing."), rss_item(5, words="The band Hazel &amp; Rye plays in Leeds.")]
    nginx.put("one.rss", rss("".join(one)))
    nginx.put("two.rss", rss("".join(two)))
    return f"{nginx.url('one.rss')} {nginx.url('two.rss')}"


def test_only_entries_that_name_the_shop_are_kept(papers, context_of):
    context = context_of("watch", phrases='"hazel & rye"', exclude="band", url=papers)
    found, cursor, _ = look(open_watch(context))
    assert [raw.remote_id.rpartition(":")[2] for raw in found] == ["crumbs-1", "crumbs-3"]
    incoming = [parse_watched(raw, context.account) for raw in found]
    assert [(one.matched, one.addressed, one.channel) for one in incoming] == [("hazel & rye", False, "watch")] * 2
    assert look(open_watch(context), cursor)[0] == []


def test_the_same_guid_in_two_feeds_means_two_entries(nginx, context_of):
    nginx.put("one.rss", rss(rss_item(1, words="hazelrye")))
    nginx.put("two.rss", rss(rss_item(1, words="hazelrye as well")))
    context = context_of("watch", phrases="hazelrye", url=f"{nginx.url('one.rss')} {nginx.url('two.rss')}")
    found, _, _ = look(open_watch(context))
    assert len({raw.remote_id for raw in found}) == 2


def test_the_same_article_in_two_feeds_is_one(nginx, context_of):
    item = rss_item(1, words="hazelrye").replace(
        '<guid isPermaLink="false">crumbs-1', '<guid isPermaLink="true">http://crumbs.example/1'
    )
    nginx.put("one.rss", rss(item))
    nginx.put("two.rss", rss(item))
    context = context_of("watch", phrases="hazelrye", url=f"{nginx.url('one.rss')} {nginx.url('two.rss')}")
    found, _, _ = look(open_watch(context))
    assert [raw.remote_id for raw in found] == ["http://crumbs.example/1"]


@pytest.mark.parametrize("budget", [1, 2, 3, 100])
def test_small_steps_leave_no_gap_and_make_no_double(papers, context_of, budget):
    found, _, _ = look(open_watch(context_of("watch", phrases='"hazel & rye"', url=papers)), budget=budget)
    assert [raw.remote_id.rpartition(":")[2] for raw in found] == ["crumbs-1", "crumbs-3", "crumbs-5"]


def test_one_feed_in_trouble_does_not_stop_the_others(papers, nginx, context_of):
    context = context_of("watch", phrases='"hazel & rye"', url=f"{nginx.url('trouble')} {papers} {nginx.url('gone')}")
    found, cursor, notices = look(open_watch(context))
    assert len(found) == 3
    assert "500" in notices[0]
    found, _, notices = look(open_watch(context), cursor)
    assert found == []
    assert notices


def test_a_feed_that_asks_us_to_wait_is_left_alone_while_the_others_are_read(papers, nginx, context_of, clock):
    watch = open_watch(context_of("watch", phrases='"hazel & rye"', url=f"{nginx.url('busy')} {papers}"))
    found, cursor, notices = look(watch)
    assert len(found) == 3
    assert "wait" in notices[0]
    for minutes, asked in ((1, 1), (0.5, 1), (1, 2)):
        clock.move(minutes=minutes)
        _, cursor, _ = look(watch, cursor)
        assert len([one for one in nginx.asked() if "/busy" in one]) == asked


def test_a_feed_that_has_ended_does_not_end_the_watch_while_another_is_only_out_of_reach(nginx, context_of):
    with pytest.raises(Unreachable):
        look(open_watch(context_of("watch", phrases="x", url=f"{nginx.url('gone')} {nginx.url('trouble')}")))
    with pytest.raises(Ended):
        look(open_watch(context_of("watch", phrases="x", url=nginx.url("gone"))))


def test_when_every_feed_is_in_trouble_that_is_said(nginx, context_of):
    with pytest.raises(Unreachable, match="500"):
        look(open_watch(context_of("watch", phrases="x", url=f"{nginx.url('busy')} {nginx.url('trouble')}")))
    with pytest.raises(RateLimited):
        look(open_watch(context_of("watch", phrases="x", url=f"{nginx.url('busy')} {nginx.url('busy-until')}")))


def test_a_feed_added_later_is_read_from_its_beginning(papers, nginx, context_of):
    one = papers.split()[0]
    _, cursor, _ = look(open_watch(context_of("watch", phrases='"hazel & rye"', url=one)))
    found, _, _ = look(open_watch(context_of("watch", phrases='"hazel & rye"', url=papers)), cursor)
    assert [raw.remote_id.rpartition(":")[2] for raw in found] == ["crumbs-5"]


def test_a_watch_without_addresses_reads_nothing(context_of):
    watch = open_watch(context_of("watch", phrases="hazelrye"))
    assert look(watch) == ([], watch.fetch("", budget=5, cancel=Cancel()).cursor, [])
    assert watch.check(Cancel()).name == "hazelrye"


def test_checking_names_the_feed_that_does_not_answer(papers, nginx, context_of):
    assert open_watch(context_of("watch", phrases="a, b", url=papers)).check(Cancel()).name == "a, b"
    with pytest.raises(Unreachable, match="500"):
        open_watch(context_of("watch", phrases="a", url=f"{papers} {nginx.url('trouble')}")).check(Cancel())


@pytest.mark.parametrize("values", [{}, {"phrases": '"a'}, {"phrases": "a", "url": "ftp://x.example"}])
def test_settings_that_make_no_sense_are_refused_at_once(context_of, values):
    with pytest.raises(Misconfigured):
        registry.open_connector(context_of("watch", **values))
