"""HTML from outside turned into a flat, safe, cheap page and its plain text. Pure; meant for a worker process."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from desktop.render.flat import Page
from desktop.render.guard import as_words, too_odd
from desktop.render.marks import may_hold_quotes
from desktop.render.sheet import sheet
from desktop.render.walk import ATTRIBUTES, TAGS, Walk

if TYPE_CHECKING:
    from nh3 import Cleaner

VERSION = 3
"""Stored with every result; when it grows, what was stored under a smaller one is made anew."""

MOST_IN = 300_000
"""Characters of HTML that are looked at."""

_WITHOUT_CONTENT = frozenset(
    [
        "script",
        "style",
        "title",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "canvas",
        "noembed",
        "noframes",
        "frameset",
        "frame",
        "map",
        "datalist",
        "select",
    ]
)
_BODY = re.compile(r"<body((?:\s[^<>]*)?)>", re.IGNORECASE)
_LOOSE_ATTRIBUTE = re.compile(r"""\s([a-zA-Z-]+)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""")
_PICTURE = re.compile(r"<img\s[^<>]{0,600}?\bsrc\s{0,3}=\s{0,3}[\"']?\s{0,3}(?:https?:)?//", re.IGNORECASE)
_NO_SCHEME = re.compile(r"(<img\s[^<>]{0,600}?\bsrc\s{0,3}=\s{0,3}[\"']?\s{0,3})//", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """What may be shown of a piece of HTML.

    `html` is safe as it is, flat, and comes out unchanged when cleaned again; `text` says the same. Its pictures load
    nothing by themselves (`desktop.render.pictures`). `remote_images` counts all that lie on other machines, also the
    invisible ones, which are not in `html`. `truncated` is true when the page was too large or too odd to be shown whole.
    """

    html: str
    text: str
    remote_images: int = 0
    truncated: bool = False


def clean(html: str) -> Clean:
    """Return what may be shown of `html`. Never raises; time and size are bounded whatever comes in."""
    source = _Source.of(html)
    return source.clean(fresh=False)[0]


def clean_pair(html: str) -> tuple[Clean, Clean | None]:
    """Return what may be shown, and the same without quoted earlier messages; None when nothing (or all) is quoted."""
    source = _Source.of(html)
    whole, _ = source.clean(fresh=False)
    if not may_hold_quotes(source.kept):
        return whole, None
    fresh, cut = source.clean(fresh=True)
    if not cut or not fresh.text or fresh.html == whole.html:
        return whole, None
    return whole, fresh


def without_quotes_html(html: str) -> str | None:
    """Return the safe HTML of what was written anew in the raw `html`; None when nothing is marked as quoted."""
    fresh = clean_pair(html)[1]
    return None if fresh is None else fresh.html


@dataclass(frozen=True, slots=True)
class _Source:
    """Raw HTML after the sanitiser: parsed once, walked through as often as needed."""

    raw: str
    kept: str
    body: str
    odd: bool
    cut: bool

    @classmethod
    def of(cls, html: str) -> "_Source":
        raw = html[:MOST_IN]
        if "\x00" in raw:
            raw = raw.replace("\x00", "")
        raw = raw.encode("utf-8", "replace").decode("utf-8") if not raw.isascii() else raw
        cut = len(html) > MOST_IN
        if cut:
            raw = raw[: max(raw.rfind("<"), MOST_IN - 5_000)] if raw.rfind("<") > raw.rfind(">") else raw
        if too_odd(raw):
            return cls(raw, "", "", odd=True, cut=cut)
        seen = _NO_SCHEME.sub(r"\1https://", raw) if raw.count("//") > raw.count("://") else raw
        return cls(raw, _sanitiser().clean(seen), _body(raw), odd=False, cut=cut)

    def clean(self, *, fresh: bool) -> tuple[Clean, bool]:
        """Return what may be shown, and whether a quotation was left out."""
        page = Page()
        if self.odd:
            as_words(self.raw, page)
            pictures = len(_PICTURE.findall(self.raw))
            return Clean(html=page.html(), text=page.text(), remote_images=pictures, truncated=True), False
        walk = Walk(page, sheet(self.raw), fresh=fresh)
        walk.over(self.kept, self.body)
        html = page.html()
        result = Clean(html=html, text=page.text(), remote_images=walk.remote_images, truncated=self.cut or page.full)
        return result, walk.cut


def _body(raw: str) -> str:
    """Return the attributes of the body element in the form in which nh3 writes those of others."""
    match = _BODY.search(raw)
    if match is None or not match[1]:
        return ""
    given = ((m[1].lower(), m[2] or m[3] or m[4] or "") for m in _LOOSE_ATTRIBUTE.finditer(match[1]))
    return "".join(f' {name}="{value}"' for name, value in given if '"' not in value)


@cache
def _sanitiser() -> "Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(_WITHOUT_CONTENT),
        attributes={name: set(names) for name, names in ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "cid", "picture"},
        url_relative="deny",
        link_rel=None,
        strip_comments=True,
    )
