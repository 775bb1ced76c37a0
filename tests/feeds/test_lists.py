"""Lists of feeds from other readers, and feeds that pages name."""

import pytest

from desktop.connectors.feeds.discover import feeds_in, usual_places
from desktop.connectors.feeds.opml import LARGEST, Outline, read_opml
from desktop.domain.errors import Malformed

LIST = b"""<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>mine</title></head><body>
<outline text="Food"><outline type="rss" text="Crumbs &amp; co" xmlUrl="http://crumbs.example/feed?a=1&amp;b=2" htmlUrl="http://crumbs.example/"/>
<outline title="Brood" xmlurl=" brood.example/feed "/></outline>
<outline text="Twice" xmlUrl="http://crumbs.example/feed?a=1&amp;b=2"/>
<outline text="A folder"/><outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="Local" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_a_list_gives_each_feed_once_with_its_title():
    assert read_opml(LIST) == [
        Outline(title="Crumbs & co", url="http://crumbs.example/feed?a=1&b=2"),
        Outline(title="Brood", url="https://brood.example/feed"),
    ]


def test_bare_ampersands_are_forgiven():
    (one,) = read_opml(b'<opml><body><outline text="A & B" xmlUrl="http://x.example/?a=1&b=2"/></body></opml>')
    assert (one.title, one.url) == ("A & B", "http://x.example/?a=1&b=2")


def test_a_title_from_outside_is_made_plain():
    (one,) = read_opml('<opml><body><outline text="A\u202eB&#10;C" xmlUrl="http://x.example/"/></body></opml>'.encode())
    assert one.title == "AB C"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1 makes no sense"),
        (b"hello", "makes no sense"),
        (b"<html/>", "not a list of feeds"),
        (b"<opml><body>", "makes no sense"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "declares entities"),
        (
            b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;"/></body></opml>',
            "declares entities",
        ),
        (b" " * (LARGEST + 1), "larger than 5 MB"),
        (b"\x00\x01\x02", "makes no sense"),
    ],
)
def test_what_is_no_list_is_said_in_one_sentence(data, words):
    with pytest.raises(Malformed, match=words):
        read_opml(data)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><opml><body><outline text="Café" xmlUrl="http://x.example/"/></body></opml>'
    assert read_opml(text.encode(encoding))[0].title == "Café"


def test_a_page_names_its_feeds_and_comments_come_last():
    page = b"""<html><head><base href="/blog/"><link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed">
    <LINK REL='Alternate' TYPE='application/atom+xml; charset=utf-8' HREF='atom.xml?x=1&amp;y=2'>
    <link rel="alternate" type="application/feed+json" href="https://other.example/feed.json">
    <link rel="alternate stylesheet" type="application/rss+xml" href="style"><link rel="alternate" type="text/html" hreflang="de" href="/de">
    <link rel="alternate" type="application/rss+xml" href="javascript:x"><link rel="alternate" type="application/rss+xml" href="http://[bad">
    </head></html>"""
    assert [found.url for found in feeds_in(page, "http://crumbs.example/")] == [
        "http://crumbs.example/blog/atom.xml?x=1&y=2",
        "https://other.example/feed.json",
        "http://crumbs.example/blog/comments/feed",
    ]


def test_the_usual_places_are_on_the_same_host():
    places = usual_places("https://crumbs.example:8443/blog/index.html?x=1")
    assert places[0] == "https://crumbs.example:8443/blog/feed/"
    assert all(place.startswith("https://crumbs.example:8443/") for place in places)
    assert len(places) == len(set(places)) == 14
