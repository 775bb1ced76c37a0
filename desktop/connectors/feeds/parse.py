"""From the kept bytes of an entry to a message, in a worker process."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from desktop.connectors.feeds.entry import absolute, web
from desktop.domain.account import Account
from desktop.domain.clock import from_ms
from desktop.domain.item import Audience, Author, Incoming, Kind, Raw, bytes_only
from desktop.domain.text import plain
from desktop.domain.wording import worded

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=1)
_WRITTEN_ADDRESS = re.compile(r"^\s*([^\s()<>@]+@[^\s()<>@]+)\s*\((.*)\)\s*$")
_LANGUAGE = re.compile(r"^([A-Za-z]{2,3})(?:[-_].*)?$")
_TAG = re.compile(r"<[a-zA-Z/!]")
_RELATIVE = re.compile(r"""(?i)\b(?:href|src)\s*=\s*["']?(?!https?:|mailto:|data:|#|["'])""")


def parse_entry(raw: Raw, account: Account) -> Incoming:
    """Return the message that an entry is. Pure; what cannot be understood comes back with `unreadable` set."""
    try:
        values = json.loads(raw.data)
        if not isinstance(values, dict):
            return _unreadable(raw, account)
        return _incoming(raw, account, values)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return _unreadable(raw, account)


def words(values: Mapping[str, Any]) -> str:
    """Return title and text of an entry as plain text, for looking for phrases in them."""
    content = _text(values, "content")
    if values.get("content_html"):
        content = without_tags(content)
    title = _text(values, "title")
    return f"{without_tags(title) if values.get('title_html') else title}\n{content}"


def without_tags(html: str) -> str:
    """Return the text of a piece of HTML."""
    if not _TAG.search(html) and "&" not in html:
        return html
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "template", "noscript"], recursive=True)
    return tree.body.text(separator=" ", strip=False) if tree.body else ""


def _incoming(raw: Raw, account: Account, values: dict[str, Any]) -> Incoming:
    from desktop import render

    beside = values.get("feed")
    feed: dict[str, Any] = beside if isinstance(beside, dict) else {}
    base = web(_text(values, "base")) or _text(feed, "url")
    url = _unwrapped(absolute(base, _text(values, "link")))
    title = _title(values)
    html, text, images = "", _text(values, "content"), 0
    if values.get("content_html"):
        clean = render.clean(_resolved(text, base))
        html, text, images = clean.html, clean.text, clean.remote_images
    comment = bool(feed.get("comments") or values.get("reply_to"))
    reply_to = _text(values, "reply_to")
    return Incoming(
        remote_id=raw.remote_id,
        channel=account.kind,
        kind=Kind.COMMENT if comment else Kind.BLOG,
        author=_author(values, feed, url),
        written_at=_written_at(values, raw.received_at),
        received_at=raw.received_at,
        raw=raw.data,
        sha256=sha256(raw.data).digest(),
        audience=Audience.PUBLIC,
        addressed=False,
        subject=title,
        text=text,
        html=html,
        render_version=render.VERSION,
        remote_images=images,
        own_id=_text(values, "id") or url,
        parent_ids=(reply_to,) if reply_to else (),
        url=web(url),
        language=_language(_text(values, "language") or _text(feed, "language")),
        flags=raw.flags,
    )


def _title(values: Mapping[str, Any]) -> str:
    title = _text(values, "title")
    return plain(without_tags(title) if values.get("title_html") else title)


def _author(values: Mapping[str, Any], feed: Mapping[str, Any], url: str) -> Author:
    """Return who wrote it: the entry's author, else where it was taken from, else the feed's, each within its site."""
    given = values.get("author")
    if not isinstance(given, dict) or not given:
        source = _text(values, "source")
        given = {"name": source} if source else feed.get("author") or {}
    given = given if isinstance(given, dict) else {}
    name, mail = _text(given, "name"), _text(given, "email")
    written = _WRITTEN_ADDRESS.match(name)
    if written:
        mail, name = written.group(1), written.group(2)
    site = _site(url) or _site(_text(feed, "link")) or _site(_text(feed, "url"))
    name = plain(without_tags(name) or _text(feed, "title") or site or mail, 120)
    key = " ".join(name.casefold().split())
    return Author(
        key=f"{key}@{site}" if site else key or "unknown",
        handle=site,
        name=name,
        url=web(_text(given, "url")),
    )


def _site(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _written_at(values: Mapping[str, Any], received: datetime) -> datetime:
    """Return when it was written; a date that cannot be true (before the web, or in the future) counts as now."""
    for key in ("published", "updated"):
        ms = values.get(key)
        if not isinstance(ms, int) or not ms:
            continue
        try:
            moment = from_ms(ms)
        except (ValueError, OverflowError, OSError):
            continue
        if _EARLIEST <= moment <= received + _AHEAD:
            return min(moment, received)
    return received


def _unwrapped(url: str) -> str:
    """Return the address behind a search engine's own redirect page, as its alert feeds carry it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.path == "/url" and host.startswith(("www.google.", "google.")):
        query = parse_qs(parts.query)
        for key in ("url", "q"):
            for target in query.get(key, ()):
                if web(target):
                    return target
    return url


def _resolved(html: str, base: str) -> str:
    """Return `html` with links and images made absolute, untouched when all of them are."""
    if not base or not _RELATIVE.search(html):
        return html
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for selector, name in (("a[href]", "href"), ("img[src]", "src")):
        for node in tree.css(selector):
            value = (node.attributes.get(name) or "").strip()
            try:
                if value and not value.startswith("#") and not urlsplit(value).scheme:
                    node.attrs[name] = urljoin(base, value)
            except ValueError:
                continue
    return (tree.body.inner_html if tree.body else None) or ""


def _language(tag: str) -> str:
    found = _LANGUAGE.match(tag.strip())
    return found.group(1).lower() if found else ""


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""


def _unreadable(raw: Raw, account: Account) -> Incoming:
    why = worded("This entry could not be understood; its bytes were kept.")
    unknown = Author(key="unknown", name=account.name)
    kept = bytes_only(raw, channel=account.kind, kind=Kind.BLOG, author=unknown, why=why)
    return replace(kept, audience=Audience.PUBLIC, addressed=False)
