"""From the bytes of a feed to its entries, in a form of our own that knows nothing of RSS, Atom, RDF or JSON Feed.

feedparser is given bytes in a stream and nothing else: it neither fetches nor opens anything. What could cost it much
(deep nesting, entity bombs, tens of thousands of entries) is refused or cut beforehand.
"""

import calendar
import io
import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from xml.parsers import expat
from xml.sax import SAXException

from desktop.connectors.feeds.cut import MOST_ENTRIES, Cut, cut
from desktop.connectors.feeds.jsonfeed import read_json_feed
from desktop.domain.errors import Malformed
from desktop.domain.wording import worded

LONGEST_CONTENT = 400_000
_MOST_TAGS = 600_000
_PROBE_FROM = 20_000
_DEEPEST = 250
_MOST_TORN_TAGS = 150_000
_MOST_ENTITIES = 400
_ENTITY_BYTES = 32_000
_EXPANDED_BYTES = 2_000_000
_ENTITY = re.compile(rb"<!ENTITY\s+%?\s*([^\s>]{1,200})([^>]*)>")
_MOST_ATTRIBUTES = 300
_LONG_TAG = re.compile(rb"<[A-Za-z_][^<>]{1500,}")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:[\w.\-]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed and those of its entries that were not cut away as known.

    `whole` is true when nothing was cut, so that all its entries are here. `chunks` are the prints for the next cut.
    `notice` is "" or a sentence about what was left out.
    """

    feed: Mapping[str, Any]
    entries: tuple[dict[str, Any], ...]
    whole: bool
    chunks: frozenset[bytes] = frozenset()
    notice: str = ""
    every: int = 0
    """How often the feed says it changes, in minutes; 0 when it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of a feed and what the transport said about them."""

    body: bytes
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


def is_page(body: bytes) -> bool:
    """Say whether `body` is a web page and not a feed."""
    start = body[:4_000]
    page, feed = _PAGE.search(start), _FEED.search(start)
    return page is not None and (feed is None or page.start() < feed.start())


def read(source: Source, known: Collection[bytes] = frozenset()) -> Document:
    """Return the feed; entries whose bytes are `known` may be missing. Raises Malformed with a sentence.

    The result is the same for a well-formed feed whether entries were cut or not, except for the missing ones.
    """
    if source.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        found = read_json_feed(source.body)
        if found is None:
            raise Malformed(worded(f"What {source.url} sends is not a feed."))
        return _bounded(Document(feed=found[0], entries=tuple(found[1]), whole=True), source)
    _weigh(source)
    parts = cut(source.body, known)
    if parts is None:
        return _bounded(_document(parse(source, source.body), None, source), source)
    result = parse(source, parts.left)
    whole = parts.left == source.body
    if not whole and (len(result["entries"]) != parts.fresh or _ill_formed(result)):
        # The bytes were not the plain list they seemed to be; then all of them have to be parsed.
        return _bounded(_document(parse(source, source.body), None, source), source)
    return _document(result, parts, source)


def parse(source: Source, body: bytes) -> Any:
    """Return feedparser's own result for `body`; raises Malformed when even feedparser cannot cope."""
    import feedparser

    headers = {"content-location": source.url}
    for name in ("content-type", "content-language"):
        if source.headers.get(name):
            headers[name] = source.headers[name]
    try:
        return feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        raise Malformed(worded(f"What {source.url} sends cannot be understood as a feed.")) from error


def _bounded(read: Document, source: Source) -> Document:
    """Return `read` with no more entries than we take at once."""
    if len(read.entries) <= MOST_ENTRIES:
        return read
    notice = _left_out(_text(read.feed.get("title")) or source.url, len(read.entries) - MOST_ENTRIES)
    return replace(read, entries=read.entries[:MOST_ENTRIES], notice=notice)


def _left_out(name: str, many: int) -> str:
    return worded(f"{name} lists very many entries; {many} older ones were left out.") if many else ""


def _ill_formed(result: Any) -> bool:
    return isinstance(result.get("bozo_exception"), SAXException)


def _document(result: Any, parts: Cut | None, source: Source) -> Document:
    if not result.get("version") and not result["entries"] and not (parts and parts.prints):
        raise Malformed(worded(f"What {source.url} sends is not a feed."))
    head = result["feed"]
    notice = _left_out(_text(head.get("title")) or source.url, parts.dropped) if parts is not None else ""
    return Document(
        feed={
            "title": _text(head.get("title")),
            "link": _text(head.get("link")),
            "language": _text(head.get("language")),
            "author": _author(head),
            "comments": "wfw_commentrss" in head,
        },
        entries=tuple(_entry(entry) for entry in result["entries"]),
        whole=parts is None or parts.left == source.body,
        chunks=parts.prints if parts is not None else frozenset(),
        notice=notice,
        every=_every(head),
    )


def _entry(entry: Any) -> dict[str, Any]:
    content = _content(entry)
    title = entry.get("title_detail") or {}
    values = {  # `updated_parsed` is asked of the plain dictionary: feedparser's own would answer with `published`.
        "id": _text(entry.get("id")),
        "link": _text(entry.get("link")) or _first_link(entry),
        "title": _text(entry.get("title"))[:2_000],
        "title_html": title.get("type") in ("text/html", "application/xhtml+xml"),
        "author": _author(entry),
        "published": _moment(entry.get("published_parsed")) or _moment(entry.get("created_parsed")),
        "updated": _moment(dict.get(entry, "updated_parsed")),
        "content": _text(content.get("value"))[:LONGEST_CONTENT],
        "content_html": content.get("type", "text/html") != "text/plain",
        "base": _text(content.get("base")),
        "language": _text(content.get("language") or title.get("language")),
        "source": _text((entry.get("source") or {}).get("title")),
        "reply_to": _reply_to(entry),
        "rating": _text(entry.get("im_rating")),
    }
    return {key: value for key, value in values.items() if value not in ("", 0, {}, False)}


def _content(entry: Any) -> Mapping[str, Any]:
    """Return the fullest text of an entry: its content before its summary, HTML before plain text."""
    offered = [one for one in entry.get("content") or () if _text(one.get("value")).strip()]
    if offered:
        return max(offered, key=lambda one: (one.get("type") != "text/plain", len(one["value"])))
    summary = entry.get("summary_detail")
    if summary:
        return summary  # type: ignore[no-any-return]
    return {"value": _text(entry.get("summary")), "type": "text/html"}


def _author(entry: Any) -> dict[str, str]:
    detail = entry.get("author_detail") or {}
    found = {
        "name": _text(detail.get("name")) or _text(entry.get("author")),
        "email": _text(detail.get("email")),
        "url": _text(detail.get("href")),
    }
    return {key: value for key, value in found.items() if value}


def _first_link(entry: Any) -> str:
    links = [one for one in entry.get("links") or () if one.get("rel") in (None, "alternate")]
    return _text(links[0].get("href")) if links else ""


def _reply_to(entry: Any) -> str:
    """Return what the entry answers by RFC 4685 (Atom Threading), "" for nothing."""
    reference = entry.get("thr_in-reply-to")
    return _text(reference.get("ref") or reference.get("href")) if isinstance(reference, Mapping) else ""


def _moment(parsed: Any) -> int:
    """Return milliseconds since 1970, 0 for a time that is none."""
    if not isinstance(parsed, time.struct_time | tuple):
        return 0
    try:
        return calendar.timegm(tuple(parsed)) * 1000
    except (ValueError, OverflowError, TypeError):
        return 0


_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


def _every(head: Any) -> int:
    ttl = _text(head.get("ttl")).strip()
    minutes = int(ttl) if ttl.isascii() and ttl.isdecimal() and len(ttl) < 8 else 0
    period = _PERIODS.get(_text(head.get("sy_updateperiod")).strip().lower(), 0)
    often = _text(head.get("sy_updatefrequency")).strip() or "1"
    if period and often.isascii() and often.isdecimal() and int(often[:6]) > 0:
        minutes = max(minutes, period // int(often[:6]))
    return minutes


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _weigh(source: Source) -> None:
    """Raise Malformed for what would cost a parser far more than it weighs."""
    body = source.body
    if _swells(body):
        raise Malformed(worded(f"What {source.url} sends is made to overload its readers; it was not read."))
    tags = body.count(b"<")
    torn = deep = False
    if tags > _PROBE_FROM:
        torn, deep = _probe(body)
    if deep or tags > (_MOST_TORN_TAGS if torn else _MOST_TAGS) or _crowded(body):
        raise Malformed(worded(f"What {source.url} sends is too intricate to be a feed; it was not read."))


def _swells(body: bytes) -> bool:
    """Say whether the entities that `body` declares would make it grow beyond reason."""
    if b"<!ENTITY" not in body:
        return False
    declared = _ENTITY.findall(body)
    if len(declared) > _MOST_ENTITIES or sum(len(value) for _, value in declared) > _ENTITY_BYTES:
        return True
    return sum(body.count(b"&" + name) * len(value) for name, value in declared) > _EXPANDED_BYTES


def _crowded(body: bytes) -> bool:
    """Say whether a tag carries so many attributes that looking each of them up takes for ever."""
    return any(tag.group().count(b"=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(body))


class _TooDeep(Exception):
    """Raised inside the probe to end it."""


def _probe(body: bytes) -> tuple[bool, bool]:
    """Say whether `body` is ill-formed, and whether its elements, as far as they can be read, are nested beyond use."""
    probe = expat.ParserCreate()
    depth = 0

    def start(_name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _TooDeep

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    probe.StartElementHandler = start
    probe.EndElementHandler = end
    try:
        probe.Parse(body, True)  # noqa: FBT003 - the C function takes it by position only
    except _TooDeep:
        return False, True
    except (expat.ExpatError, ValueError, LookupError):
        return True, False
    return False, False
