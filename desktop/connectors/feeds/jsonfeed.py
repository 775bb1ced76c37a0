"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) in the shape the other formats are parsed into."""

import json
from datetime import UTC, datetime
from typing import Any


def read_json_feed(body: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Return the feed and its entries, or None when `body` is not a JSON Feed."""
    try:
        document = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or "jsonfeed.org/version/" not in _text(document.get("version")):
        return None
    language = _text(document.get("language"))
    feed = {
        "title": _text(document.get("title")),
        "link": _text(document.get("home_page_url")),
        "language": language,
        "author": _author(document),
    }
    items = document.get("items")
    entries = [_entry(item, language) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return feed, entries


def _entry(item: dict[str, Any], language: str) -> dict[str, Any]:
    html = _text(item.get("content_html"))
    text = _text(item.get("content_text")) or _text(item.get("summary"))
    return {
        "id": _text(item.get("id")),
        "link": _text(item.get("url")) or _text(item.get("external_url")),
        "title": _text(item.get("title")),
        "title_html": False,
        "author": _author(item),
        "published": _moment(item.get("date_published")),
        "updated": _moment(item.get("date_modified")),
        "content": html or text,
        "content_html": bool(html),
        "language": _text(item.get("language")) or language,
    }


def _author(item: dict[str, Any]) -> dict[str, str]:
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    if not isinstance(first, dict):
        return {}
    found = {"name": _text(first.get("name")), "url": _text(first.get("url"))}
    return {key: value for key, value in found.items() if value}


def _moment(value: Any) -> int:
    """Return milliseconds since 1970, 0 when `value` is not an RFC 3339 time."""
    try:
        moment = datetime.fromisoformat(_text(value))
        return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


def _text(value: Any) -> str:
    """Return a string; numbers are allowed as ids by the standard's own robustness rule."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
