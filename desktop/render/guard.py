"""Decides whether raw HTML may be parsed as HTML at all, and reads it as bare words when it may not.

HTML asks parsers to repeat every unclosed formatting element in each new block, so 30 kB of `<font a=1><p><font a=2>`
become 42 MB, and the next 30 kB 170 MB. The bound below is an upper limit of what the parser can be made to write:
what may exceed it is shown without formatting instead.
"""

import re
from html import unescape

from desktop.render.flat import Page

MOST_TAGS_IN = 12_000
MOST_NODES = 400_000
MOST_REPEATED = 30_000_000

_FORMATTING = re.compile(r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])([^<>]*)", re.IGNORECASE)
_LINK = re.compile(r"<a(?=[\s/>])[^<>]*", re.IGNORECASE)
_REGULAR = re.compile(r"""(?:\s+[a-zA-Z-]+(?:\s?=\s?(?:"[^"]*"|'[^']*'|[^\s"'`=]+))?)*\s*/?""", re.ASCII)
_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z!?][^<>]{0,5000}>?", re.DOTALL)
_SILENT = re.compile(
    r"<(script|style|title|template|svg|math|select)\b.*?(?:</\1\b[^<>]*>?|$)", re.IGNORECASE | re.DOTALL
)
_BREAKS = re.compile(r"</?(?:p|div|br|tr|li|h[1-6]|table|blockquote|ul|ol|hr|pre|section|article)\b", re.IGNORECASE)

_CELL = re.compile(r"</?t[dh]\b", re.IGNORECASE)


def too_odd(html: str) -> bool:
    """True when parsing the HTML could take more than a second or many times its own size."""
    tags = html.count("<")
    if tags > MOST_TAGS_IN:
        return True
    kinds: dict[str, int] = {}
    for match in _FORMATTING.finditer(html):
        said = match[0]
        if _REGULAR.fullmatch(match[1]) is None:
            said = f"{match.start()}{said}"
        kinds[said] = min(3, kinds.get(said, 0) + 1)
    if tags * (sum(kinds.values()) + 1) > MOST_NODES:
        return True
    longest = max((len(match[0]) for match in _LINK.finditer(html)), default=0)
    return tags * (sum(len(said) * times for said, times in kinds.items()) + longest) > MOST_REPEATED


def as_words(html: str, page: Page) -> None:
    """Write the bare words of `html` to the page, one line for each of its blocks; linear in its length."""
    place = 0
    text = _SILENT.sub(" ", html)
    for match in _TAG.finditer(text):
        if match.start() > place:
            page.words(unescape(text[place : match.start()]))
        if _BREAKS.match(match[0]):
            page.block("div")
        elif _CELL.match(match[0]):
            page.cell()
        place = match.end()
        if page.full:
            return
    page.words(unescape(text[place:]))
