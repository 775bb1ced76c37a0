"""Pictures of a page: kept where they stood as `img` with an address that nothing loads by itself, their words and size.

The address is written with `picture:` before it, a scheme that no browser knows: a page shown as it is asks for nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

from desktop.domain.text import plain
from desktop.render.links import may_open, tidy
from desktop.render.words import fit

MOST = 40
"""Pictures that one page keeps; of the others only the words are left."""

_SCHEME = "picture:"
_WITHIN = re.compile(r"cid:[^\s<>\"\\\x00-\x20\x7f]{1,250}", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d{1,4})(?:\.\d+)?\s*(?:px)?\s*", re.ASCII | re.IGNORECASE)
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_TAG = re.compile(r"<img((?: [a-z]+=\"[^\"<>]*\")*)>")
_LONGEST_ALT = 100


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page names it: `src` begins with http:, https: or cid:, sizes are pixels, 0 where none is given."""

    src: str
    alt: str = ""
    width: int = 0
    height: int = 0

    @property
    def words(self) -> str:
        """What stands in its place while it is not shown, "" for nothing."""
        return self.alt if self.sign else f"[{self.alt}]" if self.alt else ""

    @property
    def sign(self) -> bool:
        """True when its words are only a sign, such as an emoji."""
        return bool(self.alt) and not any(char.isalnum() for char in self.alt)

    @property
    def within(self) -> bool:
        """True when it came with the message, so that nothing has to be fetched."""
        return self.src[:4].lower() == "cid:"

    def tag(self) -> str:
        """Return it as a page holds it."""
        sizes = "".join(f' {name}="{size}"' for name, size in (("width", self.width), ("height", self.height)) if size)
        return f'<img src="{_SCHEME}{escape(self.src)}" alt="{escape(self.alt)}"{sizes}>'


def read(given: dict[str, str]) -> Picture:
    """Return what the attributes of an `img` say, `src` "" where it names nothing that may ever be loaded."""
    src = tidy(given.get("src", "")).removeprefix(_SCHEME)
    loadable = _WITHIN.fullmatch(src) or (src[:4].lower() == "http" and may_open(src))
    alt = fit(plain(given.get("alt", ""), _LONGEST_ALT))
    return Picture(src if loadable else "", alt, _size(given.get("width", "")), _size(given.get("height", "")))


def pictures(html: str) -> list[Picture]:
    """Return the pictures of a page in order."""
    return [picture for _, _, picture in places(html)]


def places(html: str) -> Iterator[tuple[int, int, Picture]]:
    """Yield where each picture of a page stands: start, end, and what it is."""
    for found in _TAG.finditer(html) if "<img" in html else ():
        yield found.start(), found.end(), _picture(found[1])


def without_pictures(html: str) -> str:
    """Return the page with words in the place of its pictures."""
    return _TAG.sub(_as_words, html) if "<img" in html else html


def _as_words(found: re.Match[str]) -> str:
    return escape(_picture(found[1]).words, quote=False)


@lru_cache(maxsize=2048)
def _picture(attributes: str) -> Picture:
    """Return what the attributes of a tag of ours say; a page is looked through several times before it is shown."""
    return read({name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)})


def _size(value: str) -> int:
    found = _NUMBER.fullmatch(value)
    return int(found[1]) if found is not None else 0
