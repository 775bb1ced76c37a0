"""One entry on its way from the feed to the store: who it is, and the bytes that are kept of it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin, urlsplit

from desktop.connectors.feeds.cut import footprint
from desktop.domain.item import Raw

_LONGEST_ID = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is written beside every entry of a feed: where it came from."""

    url: str
    title: str = ""
    link: str = ""
    language: str = ""
    author: Mapping[str, str] | None = None
    comments: bool = False


def feed_of(values: Mapping[str, Any], url: str) -> Feed:
    """Return what a parsed feed says of itself."""
    title = str(values.get("title", ""))[:500]
    return Feed(
        url=url,
        title=title,
        link=absolute(url, str(values.get("link", ""))),
        language=str(values.get("language", "")),
        author=values.get("author") or None,
        comments=_is_comments(url, title),
    )


def absolute(base: str, link: str) -> str:
    """Return where `link` leads from `base`, "" for what is no address at all."""
    try:
        return urlsplit(urljoin(base, link.strip())).geturl()
    except ValueError:
        return ""


def web(address: str) -> str:
    """Return a full http or https address as it is, "" for anything else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def gives_one_guid_to_many(entries: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a feed uses the same guid for entries with different links, as broken ones do."""
    pairs = {(entry.get("id", ""), entry.get("link", "")) for entry in entries if entry.get("id") and entry.get("link")}
    return any(many > 1 for many in Counter(guid for guid, _ in pairs).values())


def identity(entry: Mapping[str, Any], *, by_link: bool) -> str:
    """Return what stays the same when an entry is edited: its guid, else its link, else a hash of title and date."""
    guid, link = str(entry.get("id", "")).strip(), str(entry.get("link", "")).strip()
    name = (link or guid) if by_link else (guid or link)
    if not name:
        words = f"{entry.get('title', '')}\n{entry.get('published', 0) or entry.get('updated', 0)}"
        if words == "\n0":
            words = str(entry.get("content", ""))
        return f"hash:{sha256(words.encode('utf-8', 'replace')).hexdigest()}"
    return name if len(name) <= _LONGEST_ID else f"sha256:{sha256(name.encode('utf-8', 'replace')).hexdigest()}"


def to_raw(entry: Mapping[str, Any], feed: Feed, remote_id: str, now: datetime) -> Raw:
    """Return the bytes that are kept of an entry: JSON with its own fields and the feed's, the same for the same entry."""
    beside = {
        "url": feed.url,
        "title": feed.title,
        "link": feed.link,
        "language": feed.language,
        "author": dict(feed.author or {}),
        "comments": feed.comments,
    }
    values = {"v": 1, **entry, "feed": {key: value for key, value in beside.items() if value}}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Raw(remote_id=remote_id, data=text.encode("utf-8", "replace"), received_at=now)


def raw_print(raw: Raw) -> bytes:
    """Return a short print of what an entry says and who it is."""
    return footprint(raw.remote_id.encode("utf-8", "replace") + b"\x00" + raw.data)


def _is_comments(url: str, title: str) -> bool:
    """Recognise a feed of comments by the address and titles that blog software gives it."""
    path = urlsplit(url).path.lower().rstrip("/")
    if path.endswith(("/comments/feed", "/comments.rss", "/comments/default", "/comments.xml", "/comments/atom")):
        return True
    return title.lower().startswith(("comments for ", "comments on ", "kommentare zu ", "commentaires sur "))
