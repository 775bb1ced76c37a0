"""Feeds as they should not be: nothing is lost against plain feedparser, nothing raises, nothing runs away."""

import contextlib
import gc
import gzip
import io
import json
import re
import resource
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from desktop.connectors.feeds import document
from desktop.connectors.feeds.cut import cut, footprint
from desktop.connectors.feeds.entry import feed_of, identity, to_raw
from desktop.connectors.feeds.parse import parse_entry
from desktop.domain.errors import Malformed
from tests.servers.nginx import ATOM, RDF, rss, rss_item

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile" / "feeds" / "feedparser" / "tests"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
_EXPECT = re.compile(rb"Expect:\s*(.+)")
_HEADER = re.compile(rb"Header:\s*(\S+?):\s*(.+)")

corpus_present = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of odd feeds is not on this machine")


BASELINE = 700
"""So many of the feeds hold what they promise when read by feedparser as we ask it; fewer would mean a weaker test."""


def corpus() -> list[Path]:
    return sorted(path for path in CORPUS.rglob("*.xml") if path.is_file())


def plainly(body: bytes, headers: dict[str, str]):
    """What feedparser alone makes of it, asked as we ask it; None when it raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return feedparser.parse(
                io.BytesIO(body),
                response_headers={"content-location": "http://127.0.0.1/x", **headers},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except Exception:
            return None


def source(body: bytes, headers: dict[str, str] | None = None) -> document.Source:
    return document.Source(body=body, url="http://127.0.0.1/x", headers=headers or {})


def expectation(body: bytes) -> str:
    """What the corpus says must hold of the parsed feed."""
    found = _EXPECT.search(body)
    return found.group(1).decode("utf-8", "replace").strip() if found else "False"


def headers_of(body: bytes) -> dict[str, str]:
    """The headers that the corpus says it came with."""
    found = {
        match.group(1).decode().lower(): match.group(2).decode().strip() for match in _HEADER.finditer(body[:2000])
    }
    return {"content-type": "application/xml"} | {
        name: found[name] for name in ("content-type", "content-language") if name in found
    }


def holds(expected: str, result) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bool(eval(expected, {"feedparser": feedparser}, result))
        except Exception:
            return False


def through_us(body: bytes, headers: dict[str, str]):
    """The result of feedparser on what our cut leaves when nothing is known."""
    parts = cut(body, frozenset())
    return document.parse(source(body, headers), body if parts is None else parts.left)


@corpus_present
def test_nothing_that_feedparser_gets_is_lost():
    kept, missing = 0, []
    for path in corpus():
        body = path.read_bytes()
        expected, headers = expectation(body), headers_of(body)
        plain = plainly(body, headers)
        if plain is None or not holds(expected, plain):
            continue
        kept += 1
        if not holds(expected, through_us(body, headers)):
            missing.append(path.name)
    assert kept >= BASELINE
    assert missing == []


@corpus_present
def test_every_odd_feed_becomes_entries_or_one_sentence(account_of):
    entries = titled = 0
    refused = []
    for path in sorted(one for one in CORPUS.rglob("*") if one.is_file()):
        body = path.read_bytes()
        plain = plainly(body, {})
        try:
            read = document.read(source(body))
        except Malformed as sentence:
            refused.append((path.name, bool(plain and plain["entries"]), str(sentence)))
            continue
        feed = feed_of(read.feed, "http://127.0.0.1/x")
        if plain is not None and not path.name.endswith(".json"):
            assert len(read.entries) == len(plain["entries"]), path.name
        for values, original in zip(read.entries, plain["entries"] if plain else (), strict=False):
            incoming = parse_entry(to_raw(values, feed, identity(values, by_link=False), NOW), account_of())
            assert incoming.unreadable == "", path.name
            assert incoming.remote_id
            json.loads(incoming.raw)
            entries += 1
            if original.get("title", "").strip() and "<" not in original["title"]:
                titled += bool(incoming.subject)
                assert incoming.subject or not re.search(r"\w", original["title"]), path.name
    assert entries >= 400
    assert titled >= 40
    assert [name for name, had_entries, _ in refused if had_entries] == []


@corpus_present
def test_what_is_cut_changes_nothing_in_what_is_left():
    tried = 0
    for path in corpus():
        body = path.read_bytes()
        parts = cut(body, frozenset())
        if parts is None or parts.fresh < 2:
            continue
        tried += 1
        _same_without(body, which=0, name=path.name)
    assert tried >= 1


@pytest.mark.parametrize(
    "body", [rss("".join(rss_item(n) for n in range(6))).encode(), ATOM.encode()], ids=["rss", "atom"]
)
@pytest.mark.parametrize("which", [0, 1])
def test_each_entry_can_be_cut_without_touching_the_others(body, which):
    _same_without(body, which, "")


def _same_without(body: bytes, which: int, name: str) -> None:
    whole = plainly(body, {})
    spans = _prints(body)
    parts = cut(body, frozenset([spans[which]]))
    assert parts is not None
    left = plainly(parts.left, {})
    if whole is None or left is None or document._ill_formed(whole) or len(whole["entries"]) != len(spans):
        return
    expected = [entry for i, entry in enumerate(whole["entries"]) if spans[i] != spans[which]]
    assert [dict(entry) for entry in left["entries"]] == [dict(entry) for entry in expected], name
    assert dict(left["feed"]) == dict(whole["feed"]), name


def _prints(body: bytes) -> list[bytes]:
    from desktop.connectors.feeds.cut import _spans

    return [footprint(body[start:end]) for start, end in _spans(body)]


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel><item>a</channel></rss>",
        b"<rss><item><item>a</item></item></rss>",
        b"<rss></item><item></rss>",
        b"<rss><item/><item>b</item></rss>",
        "<rss><item>a</item></rss>".encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><rss><item>a</item></rss>',
        b"<rss><item>\x1b$B</item></rss>",
        b"<rss><item>\xe9</item></rss>",
        b"<rss><item>a</item",
        b"no feed at all",
        b"",
    ],
)
def test_bytes_that_are_no_plain_list_are_not_cut(body):
    assert cut(body, frozenset()) is None


def test_entries_named_inside_comments_and_quoted_text_are_not_entries():
    body = b"<rss><channel><!-- <item>old</item> --><item><description><![CDATA[<item>quoted</item>]]></description></item></channel></rss>"
    parts = cut(body, frozenset())
    assert parts is not None
    assert parts.fresh == 1


def test_an_ill_formed_feed_is_read_whole_because_its_entries_may_lean_on_each_other():
    body = (
        b'<rss version="2.0"><channel><title>t</title><item xmlns:who="http://purl.org/dc/elements/1.1/"><guid>1</guid></item>'
        b"<item><guid>2</guid><who:creator>Ada</who:creator></item></channel></rss>"
    )
    first, second = _prints(body)
    assert document.read(source(body)).entries[1]["author"] == {"name": "Ada"}
    read = document.read(source(body), {first})
    assert read.entries[-1]["author"] == {"name": "Ada"}
    assert read.chunks == {first, second} or read.whole


def test_an_old_feed_loses_nothing_by_its_encoding():
    (known,) = _prints(RDF)
    parts = cut(RDF, frozenset([known]))
    assert parts is not None
    assert plainly(parts.left, {})["entries"] == []
    assert document.read(source(RDF)).entries[0]["title"] == "Bon café"


def _entities(many: int, text: str) -> str:
    return "".join(f'<!ENTITY e{n} "{text}">\n' for n in range(many))


def _laughs() -> str:
    lines = '<!ENTITY l0 "lol">\n' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">\n' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE rss [\n{lines}]><rss version="2.0"><channel><item><title>&l9;</title></item></channel></rss>'


def _quadratic() -> str:
    return f'<!DOCTYPE rss [\n<!ENTITY a "{"a" * 30_000}">\n]><rss version="2.0"><channel><item><title>{"&a;" * 100_000}</title></item></channel></rss>'


BOMBS = {
    "billion laughs": _laughs(),
    "quadratic": _quadratic(),
    "a long entity": f'<!DOCTYPE rss [\n<!ENTITY a "{"a" * 300_000}">\n]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
    "many entities": f"<!DOCTYPE rss [\n{_entities(5000, 'x')}]><rss version='2.0'><channel><title>&e1;</title></channel></rss>",
    "external entity": '<!DOCTYPE rss [\n<!ENTITY x SYSTEM "file:///etc/passwd">\n]><rss version="2.0"><channel><title>&x;</title></channel></rss>',
    "external dtd": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd"><rss version="2.0"><channel><title>x</title></channel></rss>',
    "200 000 deep": "<rss>" + "<a>" * 200_000 + "</a>" * 200_000 + "</rss>",
    "200 000 deep and torn": "<rss>&" + "<a>" * 200_000,
    "200 000 brackets": f"<rss version='2.0'><channel><item><title>{'&lt;' * 200_000}</title></item></channel></rss>",
    "200 000 brackets inside": f"<rss version='2.0'><channel><item><description>{'&lt;b&gt;' * 100_000}</description></item></channel></rss>",
    "50 000 items": rss("".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(50_000))),
    "50 000 unclosed items": "<rss version='2.0'><channel>" + "<item><title>x" * 50_000,
    "many attributes": "<rss " + " ".join(f'a{n}="x"' for n in range(50_000)) + "><channel/></rss>",
    "many attributes in a torn feed": "<rss>& <item " + " ".join(f'a{n}="x"' for n in range(50_000)) + ">",
    "openings and closings out of step": "<rss>&" + "<a><b></a>" * 50_000,
    "an entity in tiny pieces": f'<!DOCTYPE rss [\n<!ENTITY a "{"a" * 30_000}">\n]><rss><channel><title>{"&a " * 100_000}</title></channel></rss>',
    "a megabyte of openings": "<" * 1_000_000,
    "half comments": "<rss><channel>" + "<!--" * 200_000,
    "half quotes": "<rss><channel>" + "<![CDATA[" * 100_000,
    "torn tags": "<rss><channel><item " + 'a="' * 200_000,
    "long words": f"<rss version='2.0'><channel><item><title>{'a' * 3_000_000}</title></item></channel></rss>",
    "deep json": '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000,
    "spaces before the date": f"<rss version='2.0'><channel><item><pubDate>{' ' * 100_000}x</pubDate></item></channel></rss>",
    "endless digits": f"<rss version='2.0'><channel><item><pubDate>{'9' * 100_000}</pubDate><ttl>{'9' * 100_000}</ttl></item></channel></rss>",
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_bombs_cost_little_time_and_memory(name, account_of):
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    with contextlib.suppress(Malformed):
        read = document.read(source(BOMBS[name].encode()))
        feed = feed_of(read.feed, "http://127.0.0.1/x")
        for values in read.entries:
            parse_entry(to_raw(values, feed, identity(values, by_link=False), NOW), account_of())
    assert time.process_time() - begun < 6
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 220, f"{grown:.0f} MB"


def test_of_a_huge_feed_the_first_entries_are_read_and_the_rest_is_said_to_be_left_out():
    read = document.read(source(BOMBS["50 000 items"].encode()))
    assert [entry["id"] for entry in read.entries] == [f"http://127.0.0.1/{n}" for n in range(2000)]
    assert "48000 older ones were left out" in read.notice


def test_feedparser_is_never_handed_a_name_to_open(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed").write_text(rss(rss_item(1)))
    with pytest.raises(Malformed):
        document.read(source(b"feed"))


def test_bytes_in_any_order_never_raise_anything_else():
    from hypothesis import given, settings
    from hypothesis import strategies as st

    pieces = st.sampled_from(
        [b"<rss>", b"<channel>", b"<item>", b"</item>", b"<entry>", b"</entry>", b"<feed>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<title>",
         b"</title>", b"&amp;", b"&#x0;", b"&#99999999;", b"<link href='", b"'/>", b"\xff", b"\x00", b"<?xml version='1.0' encoding='", b"utf-16'?>",
         b"<!DOCTYPE x [", b"<!ENTITY a '&a;'>", b"]>", b"{", b"}", b"<guid>", b"<pubDate>", b"Mon, 31 Feb 2026", b"<description>", b"xmlns:a='b'"]
    )  # fmt: skip

    @settings(max_examples=150, deadline=None, database=None)
    @given(st.lists(pieces | st.binary(max_size=6), max_size=30).map(b"".join))
    def check(body: bytes) -> None:
        try:
            document.read(source(body))
        except Malformed:
            return

    check()


def test_a_packed_feed_of_bombs_never_reaches_the_parser(web, context_of):
    from desktop.connectors.base import Cancel
    from desktop.connectors.feeds import open_feed

    url = web.serve("/feed", gzip.compress(("<rss>" + "<a>" * 9_000_000).encode()), Content_Encoding="gzip")
    with pytest.raises(Malformed, match="swells"):
        open_feed(context_of(url=url)).fetch("", budget=9, cancel=Cancel())
