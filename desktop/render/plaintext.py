"""Plain text turned into a safe page for the reader: escaped, lines kept, quotations set in, web addresses made links."""

import re

from desktop.render.flat import Page
from desktop.render.inline import PLAIN
from desktop.render.links import may_open
from desktop.render.words import fit

MOST_IN = 300_000

_URL = re.compile(r"https?://[^\s<>\"\u200b]{1,2000}", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:>[ ]?)+")
_TRAILING = ".,:;!?'*_~\u2026\u201d\u2019\u00bb"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def linkify(text: str) -> str:
    """Return `text` as safe HTML like that of `clean`. Lines stay lines; only http and https addresses become links."""
    page = Page()
    depth = 0
    for line in fit(text[:MOST_IN]).split("\n"):
        match = _QUOTED.match(line)
        level = match[0].count(">") if match else 0
        while depth != level:
            if depth < level:
                page.enter("blockquote")
            else:
                page.leave()
            depth += 1 if depth < level else -1
        page.block("div")
        _line(page, line[match.end() :] if match else line)
        if page.full:
            break
    return page.html()


def _line(page: Page, line: str) -> None:
    if not line.strip():
        page.line_break()
        return
    place = 0
    for match in _URL.finditer(line):
        url = _ended(match[0])
        if not may_open(url):
            continue
        page.kept(line[place : match.start()])
        page.words(url, PLAIN.to(url))
        place = match.start() + len(url)
    page.kept(line[place:])


def _ended(url: str) -> str:
    """Return the address without the punctuation of the sentence around it."""
    while url:
        last = url[-1]
        opening = _PAIRS.get(last)
        if last not in _TRAILING and (opening is None or url.count(opening) >= url.count(last)):
            return url
        url = url[:-1]
    return url
