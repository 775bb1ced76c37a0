"""Feeds from real servers: what is new is handed over once, what is edited again, and nothing else costs anything."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop.connectors import registry
from desktop.connectors.base import Cancel
from desktop.connectors.feeds import memory, open_feed
from desktop.connectors.feeds.entry import feed_of
from desktop.connectors.feeds.parse import parse_entry
from desktop.domain.errors import Malformed, Misconfigured, RateLimited, Refused, SignInNeeded, Unreachable
from desktop.domain.item import Audience, Kind, Raw
from tests.servers.nginx import LOGIN, rss, rss_item


def everything(feed, cursor="", budget=100):
    """Fetch until there is no more; return all batches."""
    batches = [feed.fetch(cursor, budget=budget, cancel=Cancel())]
    while batches[-1].more:
        batches.append(feed.fetch(batches[-1].cursor, budget=budget, cancel=Cancel()))
    return batches


def ids(batches):
    return [raw.remote_id for batch in batches for raw in batch.items]


@pytest.fixture
def feed_at(context_of):
    def make(url: str, **settings: str):
        return open_feed(context_of(url=url, **settings))

    return make


@pytest.fixture
def read(feed_at, account_of):
    def entries(url: str):
        return [parse_entry(raw, account_of(url=url)) for batch in everything(feed_at(url)) for raw in batch.items]

    return entries


class TestWhatIsNew:
    def test_the_first_look_brings_all_entries_and_the_next_none(self, nginx, feed_at):
        feed = feed_at(nginx.url("feed.rss"))
        (first,) = everything(feed)
        assert ids([first]) == [f"crumbs-{n}" for n in range(1, 13)]
        (again,) = everything(feed, first.cursor)
        assert again.items == ()
        assert nginx.asked()[-1].endswith("304")

    def test_without_validators_the_same_bytes_are_not_looked_at_again(self, nginx, feed_at):
        feed = feed_at(nginx.url("plain/feed.rss"))
        (first,) = everything(feed)
        (again,) = everything(feed, first.cursor)
        assert again.items == ()
        assert again.cursor == first.cursor
        assert nginx.asked()[-1].endswith("200")

    def test_one_new_and_one_edited_entry_are_all_that_comes(self, nginx, feed_at):
        feed = feed_at(nginx.url("feed.rss"))
        (first,) = everything(feed)
        items = [rss_item(99)] + [rss_item(n, words="Corrected." if n == 5 else "About bread.") for n in range(1, 13)]
        nginx.put("feed.rss", rss("".join(items)))
        (second,) = everything(feed, first.cursor)
        assert ids([second]) == ["crumbs-99", "crumbs-5"]
        assert b"Corrected." in second.items[1].data

    def test_what_only_looks_different_is_not_handed_over(self, nginx, feed_at):
        feed = feed_at(nginx.url("feed.rss"))
        (first,) = everything(feed)
        body = (nginx.root / "feed.rss").read_text().replace("</item>", "<slash:comments>7</slash:comments></item>")
        nginx.put("feed.rss", body.replace("<rss ", '<rss xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '))
        (second,) = everything(feed, first.cursor)
        assert second.items == ()

    def test_the_same_cursor_gives_the_same_entries(self, nginx, feed_at):
        feed = feed_at(nginx.url("feed.rss"))
        assert ids(everything(feed)) == ids(everything(feed)) == ids(everything(feed_at(nginx.url("feed.rss"))))

    @pytest.mark.parametrize("budget", [1, 3, 5, 12, 100])
    @pytest.mark.parametrize("restart", [False, True])
    def test_small_steps_leave_no_gap_and_make_no_double(self, nginx, feed_at, budget, restart):
        url = nginx.url("feed.rss")
        feed, cursor, seen = feed_at(url), "", []
        while True:
            batch = feed.fetch(cursor, budget=budget, cancel=Cancel())
            assert len(batch.items) <= budget
            seen += ids([batch])
            cursor = batch.cursor
            if not batch.more:
                break
            if restart:
                feed = feed_at(url)
        assert seen == [f"crumbs-{n}" for n in range(1, 13)]
        assert everything(feed, cursor)[0].items == ()

    def test_an_entry_added_between_two_steps_is_not_lost(self, nginx, feed_at):
        url = nginx.url("feed.rss")
        first = feed_at(url).fetch("", budget=5, cancel=Cancel())
        nginx.put("feed.rss", rss("".join(rss_item(n) for n in (50, *range(1, 13)))))
        rest = everything(feed_at(url), first.cursor)
        assert sorted(ids([first]) + ids(rest)) == sorted(f"crumbs-{n}" for n in (50, *range(1, 13)))

    def test_another_address_starts_afresh(self, nginx, feed_at):
        (first,) = everything(feed_at(nginx.url("feed.rss")))
        (other,) = everything(feed_at(nginx.url("feed.atom")), first.cursor)
        assert ids([other]) == ["urn:brotzeit:1", "urn:brotzeit:2"]

    @pytest.mark.parametrize("cursor", ["", "rubbish", "[]", '{"v":99}', '{"v":1,"asked":5,"chunks":"%%%"}', "null"])
    def test_a_cursor_that_makes_no_sense_means_looking_afresh(self, nginx, feed_at, cursor):
        assert len(ids(everything(feed_at(nginx.url("feed.rss")), cursor))) == 12

    def test_a_feed_that_gives_all_its_entries_one_guid_loses_none(self, nginx, feed_at):
        def item(n):
            return rss_item(n).replace(f"crumbs-{n}", "all-the-same")

        nginx.put("feed.rss", rss(item(1) + item(2)))
        feed = feed_at(nginx.url("feed.rss"))
        (first,) = everything(feed)
        nginx.put("feed.rss", rss(item(3) + item(1) + item(2)))
        (second,) = everything(feed, first.cursor)
        assert ids([first, second]) == [f"http://crumbs.example/posts/{n}" for n in (1, 2, 3)]

    def test_entries_without_guid_go_by_link_and_without_link_by_title_and_date(self, nginx, feed_at):
        nginx.put(
            "feed.rss",
            rss(
                "<item><title>a</title><link>http://crumbs.example/a</link></item><item><title>b</title>"
                "<pubDate>Tue, 01 Sep 2026 08:00:00 GMT</pubDate><description>x</description></item><item><description>c</description></item>"
            ),
        )
        first = ids(everything(feed_at(nginx.url("feed.rss"))))
        assert first[0] == "http://crumbs.example/a"
        assert first[1].startswith("hash:")
        assert len(set(first)) == 3
        nginx.put(
            "feed.rss",
            rss(
                "<item><title>b</title><pubDate>Tue, 01 Sep 2026 08:00:00 GMT</pubDate><description>edited</description></item>"
            ),
        )
        assert ids(everything(feed_at(nginx.url("feed.rss")))) == [first[1]]


class TestServersOrders:
    def test_a_feed_that_moved_for_good_is_believed_the_third_time(self, nginx, feed_at):
        feed, cursor, told = feed_at(nginx.url("moved")), "", []
        for _ in range(4):
            (batch,) = everything(feed, cursor)
            cursor = batch.cursor
            told.append(dict(batch.settings))
        assert told == [{}, {}, {"url": nginx.url("feed.rss")}, {}]
        assert "GET /moved" not in nginx.asked()[-1]
        (after,) = everything(feed_at(nginx.url("feed.rss")), cursor)
        assert after.items == ()

    def test_a_crash_between_the_new_address_and_its_cursor_loses_nothing(self, nginx, feed_at):
        feed, cursor = feed_at(nginx.url("moved")), ""
        for _ in range(2):
            cursor = everything(feed, cursor)[0].cursor
        (after,) = everything(feed_at(nginx.url("feed.rss")), cursor)
        assert after.items == ()
        assert memory.load(after.cursor)["typed"] == nginx.url("moved")

    def test_a_secret_that_was_wrong_is_asked_for_again(self, nginx, context_of):
        context = context_of(url=nginx.url("private/feed.rss"), secret="reader:wrong")
        feed = open_feed(context)
        with pytest.raises(SignInNeeded):
            feed.fetch("", budget=9, cancel=Cancel())
        context.secret.text = LOGIN
        assert len(everything(feed)[0].items) == 12

    def test_an_answer_in_between_starts_the_count_again(self, nginx, feed_at):
        feed, cursor = feed_at(nginx.url("moved")), ""
        for _ in range(2):
            cursor = everything(feed, cursor)[0].cursor
        values = memory.load(cursor)
        assert values["times"] == 2
        values["moved"] = nginx.url("elsewhere.rss")
        (batch,) = everything(feed, memory.dump({k: v for k, v in values.items() if k != "v"}))
        assert batch.settings == {}
        assert memory.load(batch.cursor)["times"] == 1

    def test_a_temporary_move_is_never_kept(self, nginx, feed_at):
        feed, cursor = feed_at(nginx.url("temporary")), ""
        for _ in range(5):
            (batch,) = everything(feed, cursor)
            cursor = batch.cursor
            assert batch.settings == {}

    def test_a_feed_that_has_ended_is_refused_for_good_even_if_it_worked_before(self, nginx, feed_at):
        with pytest.raises(Refused, match="ended for good"):
            feed_at(nginx.url("gone")).fetch("", budget=9, cancel=Cancel())
        worked = memory.dump(
            memory.as_values(memory.Memory(asked=nginx.url("gone"), typed=nginx.url("gone"), digest="x"))
        )
        with pytest.raises(Refused, match="ended for good"):
            feed_at(nginx.url("gone")).fetch(worked, budget=9, cancel=Cancel())

    def test_what_worked_before_and_is_missing_now_is_tried_again(self, nginx, feed_at):
        feed = feed_at(nginx.url("feed.rss"))
        (first,) = everything(feed)
        (nginx.root / "feed.rss").unlink()
        with pytest.raises(Unreachable, match="404"):
            feed.fetch(first.cursor, budget=9, cancel=Cancel())
        with pytest.raises(Refused, match="404"):
            feed.fetch("", budget=9, cancel=Cancel())

    @pytest.mark.parametrize(("path", "wait"), [("busy", timedelta(minutes=2)), ("busy-until", timedelta(hours=6))])
    def test_a_server_that_asks_us_to_wait_is_left_alone_so_long(self, nginx, feed_at, clock, path, wait):
        with pytest.raises(RateLimited) as caught:
            feed_at(nginx.url(path)).fetch("", budget=9, cancel=Cancel())
        assert caught.value.retry_at == clock.now() + wait

    def test_a_limit_in_force_is_met_with_a_wait(self, nginx, feed_at, clock):
        feed = feed_at(nginx.url("limited"))
        feed.fetch("", budget=9, cancel=Cancel())
        with pytest.raises(RateLimited) as caught:
            feed.fetch("", budget=9, cancel=Cancel())
        assert caught.value.retry_at == clock.now() + timedelta(seconds=30)

    @pytest.mark.parametrize(
        ("head", "path", "hours"),
        [
            ("<ttl>60</ttl>", "feed.rss", 1),
            ("<ttl>5</ttl>", "feed.rss", None),
            ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>", "feed.rss", 2),
            ("<sy:updatePeriod>weekly</sy:updatePeriod>", "feed.rss", 6),
            ("", "cached/feed.rss", 1),
            ("<ttl>nonsense</ttl>", "feed.rss", None),
        ],
    )
    def test_the_feeds_own_pace_is_kept_within_reason(self, nginx, feed_at, clock, head, path, hours):
        nginx.put("feed.rss", rss(rss_item(1), head=head))
        feed, wanted = feed_at(nginx.url(path)), clock.now() + timedelta(hours=hours) if hours else None
        (batch,) = everything(feed)
        assert batch.not_before == wanted
        (unchanged,) = everything(feed, batch.cursor)
        assert (unchanged.items, unchanged.not_before) == ((), wanted)

    def test_basic_sign_in_uses_the_secret(self, nginx, context_of):
        url = nginx.url("private/feed.rss")
        assert len(everything(open_feed(context_of(url=url, secret=LOGIN)))[0].items) == 12
        for secret in ("", "reader:wrong", "no colon"):
            with pytest.raises(SignInNeeded, match="password"):
                open_feed(context_of(url=url, secret=secret)).fetch("", budget=9, cancel=Cancel())

    def test_a_feed_over_tls_with_an_authority_of_ones_own(self, nginx, feed_at):
        url = nginx.secure("feed.rss")
        assert len(everything(feed_at(url, ca_file=str(nginx.ca_file)))[0].items) == 12
        with pytest.raises(Misconfigured, match="certificate"):
            feed_at(url).fetch("", budget=9, cancel=Cancel())

    def test_a_certificate_gone_bad_later_is_a_trouble_that_passes(self, nginx, feed_at):
        url = nginx.secure("feed.rss")
        (first,) = everything(feed_at(url, ca_file=str(nginx.ca_file)))
        with pytest.raises(Unreachable, match="certificate"):
            feed_at(url).fetch(first.cursor, budget=9, cancel=Cancel())


class TestFormats:
    def test_rss(self, nginx, read):
        entry = read(nginx.url("feed.rss"))[0]
        assert (entry.kind, entry.audience, entry.addressed) == (Kind.BLOG, Audience.PUBLIC, False)
        assert (entry.author.name, entry.author.key) == ("Ada Miller", "ada miller@crumbs.example")
        assert (entry.subject, entry.url, entry.own_id) == (
            "Loaf number 1",
            "http://crumbs.example/posts/1",
            "crumbs-1",
        )
        assert entry.written_at == datetime(2026, 9, 2, 8, 1, tzinfo=UTC)
        assert entry.language == "en"
        assert "About bread." in entry.text
        assert "short 1" not in entry.text

    def test_atom_with_language_markup_in_titles_and_an_answer(self, nginx, read):
        first, answer = read(nginx.url("feed.atom"))
        assert (first.subject, first.language, first.author.name) == ("Ein gutes Brot", "de", "Jörg Weiß")
        assert first.author.url == "http://brotzeit.example/joerg"
        assert first.written_at == datetime(2026, 9, 1, 6, tzinfo=UTC)
        assert "Saftig & frisch" in first.text
        assert (answer.kind, answer.parent_ids, answer.text) == (Kind.COMMENT, ("urn:brotzeit:1",), "Stimmt.")
        assert answer.html == ""

    def test_rdf_in_an_old_encoding(self, nginx, read):
        (entry,) = read(nginx.url("feed.rdf"))
        assert (entry.subject, entry.author.name, entry.remote_id) == ("Bon café", "Zoé", "http://pain.example/1")
        assert "très bon" in entry.text

    def test_json_feed(self, nginx, read):
        first, second = read(nginx.url("feed.json"))
        assert (first.subject, first.author.name, first.language) == ("Vers", "Sanne", "nl")
        assert first.written_at == datetime(2026, 9, 4, 6, tzinfo=UTC)
        assert "Vers & knapperig" in first.text
        assert (second.remote_id, second.text, second.html) == ("2", "Alleen tekst", "")

    def test_a_feed_served_as_a_web_page_is_still_a_feed(self, nginx, read):
        assert len(read(nginx.url("feed-as-page"))) == 12

    def test_a_feed_of_comments_gives_comments(self, nginx, read):
        nginx.put("comments/feed", rss(rss_item(1)))
        assert read(nginx.url("comments/feed"))[0].kind is Kind.COMMENT

    @pytest.mark.parametrize(
        "body",
        ["", "hello", "{}", '{"version": "1"}', "<note><to>you</to></note>", "PK\x03\x04" + "\x00" * 200, "[" * 5000],
    )
    def test_what_is_no_feed_is_malformed_with_a_sentence(self, nginx, feed_at, body):
        nginx.put("feed.rss", body)
        with pytest.raises(Malformed, match="not a feed"):
            feed_at(nginx.url("feed.rss")).fetch("", budget=9, cancel=Cancel())

    def test_an_empty_feed_is_a_feed(self, nginx, feed_at):
        nginx.put("feed.rss", rss(""))
        assert everything(feed_at(nginx.url("feed.rss")))[0].items == ()

    def test_a_page_where_the_feed_was_is_a_trouble_that_passes(self, nginx, feed_at):
        feed = feed_at(nginx.url("feed.rss"))
        (first,) = everything(feed)
        nginx.put("feed.rss", (nginx.root / "page.html").read_bytes())
        with pytest.raises(Malformed, match="web page where its feed was"):
            feed.fetch(first.cursor, budget=9, cancel=Cancel())


class TestDiscovery:
    def test_a_page_leads_to_its_feed_and_the_feed_is_remembered(self, nginx, feed_at):
        feed = feed_at(nginx.url("page.html"))
        (first,) = everything(feed)
        assert len(first.items) == 12
        (again,) = everything(feed, first.cursor)
        assert again.items == ()
        assert nginx.asked()[-1] == "GET /feed.rss HTTP/1.1 -> 304"

    def test_a_page_that_says_nothing_is_tried_at_the_usual_places(self, nginx, feed_at):
        nginx.put("blog/index.html", "<!doctype html><title>x</title>")
        nginx.put("blog/rss.xml", rss(rss_item(1)))
        assert ids(everything(feed_at(nginx.url("blog/")))) == ["crumbs-1"]

    def test_when_the_feed_of_a_page_moves_the_page_is_asked_again(self, nginx, feed_at):
        feed = feed_at(nginx.url("page.html"))
        (first,) = everything(feed)
        (nginx.root / "feed.rss").rename(nginx.root / "news.rss")
        nginx.put("news.rss", rss(rss_item(50) + "".join(rss_item(n) for n in range(1, 13))))
        nginx.put("page.html", (nginx.root / "page.html").read_text().replace("feed.rss", "news.rss"))
        (second,) = everything(feed_at(nginx.url("page.html")), first.cursor)
        assert ids([second]) == ["crumbs-50"]
        assert everything(feed, second.cursor)[0].items == ()
        assert "news.rss" in nginx.asked()[-1]

    def test_a_page_where_a_feed_was_is_not_guessed_at(self, nginx, feed_at):
        feed = feed_at(nginx.url("feed.atom"))
        (first,) = everything(feed)
        nginx.put("feed.atom", "<html><body>sign in to the wifi</body></html>")
        with pytest.raises(Malformed):
            feed.fetch(first.cursor, budget=9, cancel=Cancel())
        assert nginx.asked()[-1].startswith("GET /feed.atom")

    def test_a_page_without_a_feed_says_what_to_do(self, nginx, feed_at):
        nginx.put("only.html", "<html><body>hello</body></html>")
        (nginx.root / "feed.json").unlink()
        with pytest.raises(Misconfigured, match="There is no feed at"):
            feed_at(nginx.url("only.html")).check(Cancel())

    def test_a_page_cannot_lead_inside(self, web, context_of):
        from desktop.connectors.feeds.connector import Feed

        web.serve("/inside", rss(rss_item(1)))
        page = (
            f'<html><link rel="alternate" type="application/rss+xml" href="http://localhost:{web.port}/inside"></html>'
        )
        web.serve("/page", page)
        feed = Feed(context_of(url=web.url("/page", "typed.example")), resolve=lambda _h, _p: ["127.0.0.1"])
        with pytest.raises(Misconfigured, match="There is no feed"):
            feed.fetch("", budget=9, cancel=Cancel())
        assert "/inside" not in [path for path, _ in web.asked]

    def test_a_moved_feed_does_not_become_something_the_owner_typed(self, web, context_of):
        from desktop.connectors.feeds.connector import Feed

        inside = []
        web.serve("/feed", rss(rss_item(1)))
        moved = web.url("/feed", "moved.example")
        values = memory.Memory(asked=moved, typed="http://typed.example/feed", digest="x")

        def resolve(host, _port):
            inside.append(host)
            return ["127.0.0.1"]

        feed = Feed(context_of(url=moved), resolve=resolve)
        with pytest.raises(Unreachable, match="inside your own network"):
            feed.fetch(memory.dump(memory.as_values(values)), budget=9, cancel=Cancel())
        assert inside == ["moved.example"]
        assert web.asked == []


class TestCheck:
    def test_it_says_who_the_feed_is(self, nginx, feed_at):
        author = feed_at(nginx.url("page.html")).check(Cancel())
        assert (author.name, author.url, author.key) == (
            "Crumbs of Millbrook",
            "http://crumbs.example/",
            nginx.url("feed.rss"),
        )

    @pytest.mark.parametrize("url", ["", "  ", "ftp://x.example/", "http://"])
    def test_an_address_that_is_none_is_refused_at_once(self, context_of, url):
        with pytest.raises(Misconfigured):
            open_feed(context_of(url=url))


class TestEntries:
    """parse_entry on bytes as they may be kept."""

    RECEIVED = datetime(2026, 10, 1, 12, tzinfo=UTC)

    def parse(self, account, **values):
        raw = Raw(remote_id="x", data=json.dumps({"v": 1, **values}).encode(), received_at=self.RECEIVED)
        return parse_entry(raw, account)

    @pytest.mark.parametrize(
        "data",
        [b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 50_000, b'{"published": 1e400}', b'{"feed": 5, "link": 7}'],
    )
    def test_bytes_that_make_no_sense_come_back_as_they_are(self, account_of, data):
        raw = Raw(remote_id="x", data=data, received_at=self.RECEIVED)
        incoming = parse_entry(raw, account_of())
        assert (incoming.remote_id, incoming.raw) == ("x", data)

    @pytest.mark.parametrize(
        "odd",
        [
            {"link": "http://[::1"},
            {"link": "/story", "base": "http://[::1"},
            {"author": {"name": "Marta", "url": "http://[::1"}},
            {"link": "https://www.google.com/url?url=http://[::1"},
        ],
    )
    def test_an_address_that_is_none_leaves_the_words_to_be_read(self, account_of, odd):
        incoming = self.parse(account_of(), id="1", title="Rye", content="So good", **odd)
        assert (incoming.unreadable, incoming.subject, incoming.text) == ("", "Rye", "So good")

    def test_a_site_with_an_address_that_is_none_is_still_read(self):
        assert feed_of({"title": "Blog", "link": "http://[::1"}, "https://blog.example/feed").link == ""

    @pytest.mark.parametrize(
        ("published", "expected"),
        [
            (0, RECEIVED),
            (-(10**15), RECEIVED),
            (10**17, RECEIVED),
            (int(datetime(1970, 1, 1, 1, tzinfo=UTC).timestamp() * 1000), RECEIVED),
            (int(datetime(2031, 1, 1, tzinfo=UTC).timestamp() * 1000), RECEIVED),
            (int(datetime(2026, 10, 1, 12, 30, tzinfo=UTC).timestamp() * 1000), RECEIVED),
            (int(datetime(2026, 9, 1, tzinfo=UTC).timestamp() * 1000), datetime(2026, 9, 1, tzinfo=UTC)),
        ],
    )
    def test_dates_that_cannot_be_true_count_as_now(self, account_of, published, expected):
        assert self.parse(account_of(), published=published).written_at == expected

    def test_an_updated_date_serves_where_the_published_one_is_nonsense(self, account_of):
        when = datetime(2026, 9, 1, tzinfo=UTC)
        entry = self.parse(account_of(), published=-5, updated=int(when.timestamp() * 1000))
        assert entry.written_at == when

    def test_nothing_active_survives(self, account_of):
        entry = self.parse(
            account_of(),
            title="<script>alert(1)</script>Bread\u202e",
            title_html=True,
            link="javascript:alert(1)",
            author={"name": "A\x00da\u202e", "url": "javascript:x"},
            content='<p onclick="x()">Hi <a href="javascript:x()">a</a><script>alert(1)</script><img src="/p.png"></p>',
            content_html=True,
            base="http://crumbs.example/",
        )
        assert (entry.subject, entry.url, entry.author.url, entry.author.name) == ("Bread", "", "", "Ada")
        assert "script" not in entry.html
        assert "javascript" not in entry.html
        assert "onclick" not in entry.html
        assert entry.remote_images == 1

    def test_relative_links_are_made_whole(self, account_of):
        entry = self.parse(
            account_of(), content='<a href="/menu">menu</a>', content_html=True, base="http://crumbs.example/a/"
        )
        assert "http://crumbs.example/menu" in entry.html

    def test_an_alert_is_unwrapped(self, account_of):
        link = "https://www.google.com/url?rct=j&url=http://paper.example/story&ct=ga"
        entry = self.parse(account_of(), link=link, title="<b>Hazel</b> &amp; Rye", title_html=True)
        assert (entry.url, entry.subject, entry.author.handle) == (
            "http://paper.example/story",
            "Hazel & Rye",
            "paper.example",
        )

    @pytest.mark.parametrize(
        ("author", "name"),
        [
            ({"name": "ada@crumbs.example (Ada Miller)"}, "Ada Miller"),
            ({"name": "Ada Miller"}, "Ada Miller"),
            ({}, "Crumbs"),
            ("Ada", "Crumbs"),
        ],
    )
    def test_somebody_always_wrote_it(self, account_of, author, name):
        entry = self.parse(account_of(), author=author, feed={"title": "Crumbs", "link": "http://www.crumbs.example/"})
        assert entry.author.name == name
        assert entry.author.key == f"{name.lower()}@crumbs.example"

    def test_the_kept_bytes_are_the_same_for_the_same_entry(self, nginx, feed_at):
        first, second = (everything(feed_at(nginx.url("feed.rss")))[0].items[0] for _ in range(2))
        assert replace(first, received_at=second.received_at) == second


def test_the_registry_opens_and_parses_feeds(nginx, context_of, account_of):
    context = context_of(url=nginx.url("feed.rss"))
    (batch,) = everything(registry.open_connector(context))
    assert registry.parser("feed")(batch.items[0], context.account).subject == "Loaf number 1"
