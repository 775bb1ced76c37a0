"""Plain text turned into a safe page for the reader: escaped, lines kept, quotations set in, web addresses made links."""

import re
from html import escape

from desktop.render.clean import Clean
from desktop.render.flat import Page
from desktop.render.inline import PLAIN, hard_spaces
from desktop.render.links import may_open
from desktop.render.words import LONGEST_WORD, fit

MOST_IN = 300_000

_URL = re.compile(r"https?://[^\s<>\"\u200b]{1,2000}", re.IGNORECASE)
_MOST_SIMPLE = 20_000
_MOST_LINES = 1_000
_MOST_HTML = 60_000
_SIMPLE = re.compile("[\n -~\u00a1-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]*")
_CARE = ("\t", "  ", "\n ", "\n>")
_EMPTY_LINES = re.compile(r"\n\n+")
_QUOTED = re.compile(r"^(?:>[ ]?)+")
_TRAILING = ".,:;!?'*_~\u2026\u201d\u2019\u00bb"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_ENDS = frozenset((*_TRAILING, *_PAIRS))


def linkify(text: str) -> Clean:
    """Return `text` as a page like that of `clean`. Lines stay lines; only http and https addresses become links.

    Ordinary text takes microseconds; whatever comes in, the time is bounded.
    """
    fitting = fit(text[:MOST_IN])
    html = _simple(fitting) if _is_simple(fitting) else ""
    if html or not fitting.strip():
        return Clean(html=html, text=text)
    page = _careful(fitting)
    return Clean(html=page.html(), text=text, truncated=page.full or len(text) > MOST_IN)


def _is_simple(text: str) -> bool:
    """Return whether the text has nothing that needs care: short, no quotation, no columns, letters that cost one each."""
    return (
        len(text) <= _MOST_SIMPLE
        and text.count("\n") <= _MOST_LINES
        and (text.isascii() or _SIMPLE.fullmatch(text) is not None)
        and not any(map(f"\n{text}".__contains__, _CARE))
        and max(map(len, text.replace("\n", " ").split(" "))) <= LONGEST_WORD
    )


def _simple(text: str) -> str:
    """Return what `_careful` makes of a simple text, "" where it needs care after all."""
    pieces: list[str] = []
    seen: set[str] = set()
    place = 0
    for match in _URL.finditer(text) if "://" in text else ():
        url = _ended(match[0])
        if may_open(url):
            if url in seen:
                return ""
            seen.add(url)
            pieces += (
                escape(text[place : match.start()], quote=False),
                f'<a href="{escape(url)}">{escape(url, quote=False)}</a>',
            )
            place = match.start() + len(url)
    html = "".join((*pieces, escape(text[place:], quote=False))).strip("\n ").replace(" \n", "\n")
    if "\n\n" in html:
        html = _EMPTY_LINES.sub("\n\u00a0\n", html)
    lines = html.replace("\n", "</div><div>")
    return f"<div>{lines}</div>" if html and len(lines) < _MOST_HTML else ""


def _careful(text: str) -> Page:
    page = Page()
    depth = 0
    for line in text.split("\n"):
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
    return page


def _line(page: Page, line: str) -> None:
    if not line.strip():
        page.line_break()
        return
    line = hard_spaces(line)
    place = 0
    for match in _URL.finditer(line):
        url = _ended(match[0])
        if not may_open(url):
            continue
        page.words(line[place : match.start()])
        page.words(url, PLAIN.to(url))
        place = match.start() + len(url)
    page.words(line[place:])


def _ended(url: str) -> str:
    """Return the address without the punctuation of the sentence around it."""
    end = len(url)
    # How many more close than open; none that opens stands behind one that is taken off.
    over = {shut: url.count(shut) - url.count(opening) for shut, opening in _PAIRS.items()} if url[-1:] in _ENDS else {}
    while end and (url[end - 1] in _TRAILING or over.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in over:
            over[url[end]] -= 1
    return url[:end]
