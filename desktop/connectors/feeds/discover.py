"""Finds the feeds of a web page: what the page says of itself, else the places where blog software puts them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.connectors.feeds.entry import absolute, web

_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
_USUAL = ("/feed/", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss", "/feed.json")
_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that a page points to."""

    url: str
    title: str = ""


def feeds_in(page: bytes, address: str) -> list[Found]:
    """Return the feeds a page names, feeds of comments last; only http and https addresses."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page[:2_000_000])
    base_node = tree.css_first("base[href]")
    base = absolute(address, (base_node.attributes.get("href") or "") if base_node else "")
    found: dict[str, Found] = {}
    for node in tree.css("link[rel][href]"):
        attributes = node.attributes
        rel = (attributes.get("rel") or "").lower().split()
        kind = (attributes.get("type") or "").split(";")[0].strip().lower()
        if "alternate" not in rel or "stylesheet" in rel or kind not in _TYPES:
            continue
        url = web(absolute(base, attributes.get("href") or ""))
        if url:
            found.setdefault(url, Found(url=url, title=(attributes.get("title") or "").strip()[:200]))
    return sorted(found.values(), key=_is_comments)[:_MOST]


def usual_places(address: str) -> list[str]:
    """Return where a site's feed often lies, when its page does not name one; all on the host of `address`."""
    parts = urlsplit(address)
    folder = parts.path.rsplit("/", 1)[0] if "." in parts.path.rsplit("/", 1)[-1] else parts.path.rstrip("/")
    bases = dict.fromkeys((folder, ""))
    return [f"{parts.scheme}://{parts.netloc}{base}{place}" for base in bases for place in _USUAL]


def _is_comments(found: Found) -> bool:
    return "comment" in found.title.lower() or "/comments" in urlsplit(found.url).path.lower()
