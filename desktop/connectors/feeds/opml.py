"""Reads the list of feeds that other readers write out (OPML 1 and 2)."""

import re
from dataclasses import dataclass
from xml.parsers import expat

from desktop.connectors.http import web_address
from desktop.domain.errors import Malformed, Misconfigured
from desktop.domain.text import plain
from desktop.domain.wording import worded

LARGEST = 5_000_000
MOST = 5_000
_BARE = re.compile(rb"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of the list."""

    title: str
    url: str


class _Forbidden(Exception):
    """Raised inside the parser for what no such list needs."""


def read_opml(data: bytes) -> list[Outline]:
    """Return the feeds in the order of the list, each once; entries that are no web address are left out.

    Folders are looked into and otherwise ignored. Raises Malformed with a sentence for what is not OPML, is too large
    or declares entities.
    """
    if len(data) > LARGEST:
        raise Malformed(worded(f"This list is larger than {LARGEST // 1_000_000} MB; that is no list of feeds."))
    try:
        return _read(data)
    except expat.ExpatError:
        pass
    try:
        # Many programs forget to escape the ampersands in addresses.
        return _read(_BARE.sub(b"&amp;", data))
    except expat.ExpatError as error:
        raise Malformed(
            worded(f"This file is not a list of feeds (OPML): line {error.lineno} makes no sense.")
        ) from error


def _read(data: bytes) -> list[Outline]:
    parser = expat.ParserCreate()
    seen: dict[str, Outline] = {}
    names: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        names.append(name.lower())
        if name.lower() != "outline" or len(seen) >= MOST:
            return
        values = {key.lower(): value for key, value in attributes.items()}
        try:
            url = web_address(values.get("xmlurl", "")) if values.get("xmlurl", "").strip() else ""
        except Misconfigured:
            return
        if url:
            seen.setdefault(url, Outline(title=plain(values.get("text") or values.get("title") or url, 120), url=url))

    def forbid(*_: object) -> int:
        raise _Forbidden

    parser.StartElementHandler = start
    parser.EntityDeclHandler = forbid
    parser.ExternalEntityRefHandler = forbid
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the C function takes it by position only
    except _Forbidden:
        raise Malformed(worded("This file declares entities, which no list of feeds needs; it was not read.")) from None
    if not names or names[0] != "opml":
        raise Malformed(worded("This file is not a list of feeds (OPML)."))
    return list(seen.values())
