"""One block of a page written piece by piece: formats opened late and closed early, within what room is left."""

import re
from dataclasses import dataclass
from html import escape

from desktop.render.words import BREAK, LONGEST_WORD, Breaker, cost, fit

_BLANKS = re.compile("  +")
_EMPTY = re.compile("[ \t\n\u00a0\u2003\u200b-\u200d\u2800\u3164\u115f\u1160\uffa0]*")
_SIMPLE = re.compile("[ -~\u00a0-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]*")
"""Letters and signs that cost one each to lay out."""
_STEP = 512
"""Characters that are weighed together."""
_ORDER = ("b", "i", "u", "s", "code", "sub", "sup")


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks: its formats in a fixed order, and where it links to ("" nowhere)."""

    formats: tuple[str, ...] = ()
    href: str = ""

    def having(self, name: str) -> "Style":
        """Return this style with one more format."""
        if name in self.formats:
            return self
        return Style(tuple(n for n in _ORDER if n == name or n in self.formats), self.href)

    def lacking(self, name: str) -> "Style":
        """Return this style without that format."""
        return Style(tuple(n for n in self.formats if n != name), self.href)

    def to(self, href: str) -> "Style":
        """Return this style linking to `href`."""
        return Style(self.formats, href)

    @property
    def tags(self) -> tuple[str, ...]:
        """The start tags to open, outermost first."""
        if not self.formats and not self.href:
            return ()
        names = tuple(f"<{name}>" for name in self.formats)
        return (f'<a href="{escape(self.href)}">', *names) if self.href else names


PLAIN = Style()


@dataclass(slots=True)
class Piece:
    """Text in one style, or a line break when `text` is None; with an `image`, its tag, and the words that stand for it."""

    style: Style
    text: str | None
    image: str = ""

    def joins(self, style: Style) -> bool:
        """Return whether more text of that style may be added."""
        return self.text is not None and not self.image and (self.style is style or self.style == style)


class Inline:
    """Writes the pieces of one block: formats opened as late and closed as early as can be, in a fixed order."""

    def __init__(self, *, chars: int, weight: int, tags: int, links: int) -> None:
        self.out: list[str] = []
        self.plain: list[str] = []
        self.chars = self.weight = self.tags = self.links = 0
        self.full = False
        self._most_chars, self._most_weight, self._most_tags, self._most_links = chars, weight, tags, links
        self._open: tuple[str, ...] = ()
        self._space = False
        self._breaks = 0
        self._breaker = Breaker()

    def add(self, piece: Piece) -> None:
        """Write one piece, as far as there is room."""
        if piece.text is None:
            self._breaks = min(self._breaks + 1, 2) if self.out else 0
            self._space = False
            return
        if piece.image and len(piece.image) <= self._most_links - self.links:
            self._picture(piece.image, piece.text, piece.style)
            return
        text = _spaced(piece.text)
        if text.startswith(" "):
            self._space = self._space or bool(self.out and not self._breaks)
            text = text[1:]
        if self.tags + self._breaks > self._most_tags:
            self.full = True
        if text and not self.full:
            self._write(text, piece.style)

    def _write(self, text: str, style: Style) -> None:
        self._turn(style)
        bare = self._cut(self._breaker.feed(text.removesuffix(" ")))
        if text.endswith(" "):
            self._space = True
            self._breaker.reset()
        safe = escape(bare, quote=False)
        self.chars += cost(bare)
        self.weight += len(safe)
        self.out.append(safe)
        self.plain.append(bare)

    def _picture(self, tag: str, said: str, style: Style) -> None:
        if self.tags + self._breaks + 1 > self._most_tags:
            self.full = True
        if self.full:
            return
        self._turn(PLAIN.to(style.href))
        if self._breaker.feed(said) != said:
            self.out.append(BREAK)
            self.plain.append(BREAK)
            self._breaker.reset()
            self._breaker.feed(said)
        self.out.append(tag)
        if said:
            self.plain.append(said)
        self.tags += 1
        self.links += len(tag)
        self.chars += cost(said)

    def _cut(self, text: str) -> str:
        """Return as much of the text as there is room for, then … if that was not all."""
        room = self._most_chars - self.chars
        weight = self._most_weight - self.weight
        if cost(text) <= room and len(text) * 5 <= weight:
            return text
        place = 0
        for size in (_STEP, 1):
            while place < len(text):
                piece = text[place : place + size]
                taken, heavy = cost(piece), len(escape(piece, quote=False))
                if taken > room or heavy > weight:
                    break
                room, weight, place = room - taken, weight - heavy, place + size
        if place >= len(text):
            return text
        self.full = True
        return text[:place] + "…"

    def _turn(self, style: Style) -> None:
        """Close what the new style lacks, write the white space that waits, open what it has more."""
        wanted = self._affordable(style)
        same = 0
        while not self._breaks and same < min(len(wanted), len(self._open)) and wanted[same] == self._open[same]:
            same += 1
        self._shut(same)
        if self._breaks:
            self.out.append("<br>" * self._breaks)
            self.plain.append("\n" * self._breaks)
            self.tags += self._breaks
            self._breaker.reset()
        elif self._space:
            self.out.append(" ")
            if self.plain[-1:] != [" "]:
                self.plain.append(" ")
            self._breaker.reset()
        self._breaks, self._space = 0, False
        self.out.extend(wanted[same:])
        self.tags += len(wanted) - same
        self.links += sum(len(tag) for tag in wanted[same:] if tag.startswith("<a "))
        self._open = wanted

    def _affordable(self, style: Style) -> tuple[str, ...]:
        """Return the style's tags, without the link or without any when there is no room left for them."""
        wanted = style.tags
        if style.href and self._open[:1] != wanted[:1] and self.links + len(wanted[0]) > self._most_links:
            wanted = wanted[1:]
        return wanted if self.tags + len(wanted) + self._breaks <= self._most_tags else ()

    def _shut(self, depth: int) -> None:
        for tag in reversed(self._open[depth:]):
            self.out.append("</a>" if tag.startswith("<a ") else f"</{tag[1:]}")
        self._open = self._open[:depth]

    def close(self) -> None:
        """Close every format that is open."""
        self._shut(0)


def merged(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces made fit, without empty ones, neighbours of one style joined."""
    if len(pieces) == 1 and pieces[0].text is not None and not pieces[0].image:
        only = fit(pieces[0].text)
        return [Piece(pieces[0].style, only)] if only else []
    out: list[Piece] = []
    for piece in pieces:
        if piece.image:
            out.append(piece)
            continue
        text = None if piece.text is None else fit(piece.text)
        if text == "":
            continue
        last = out[-1] if out else None
        if last is not None and text is not None and last.joins(piece.style):
            last.text = (last.text or "") + text
        else:
            out.append(Piece(piece.style, text))
    if len(out) < len(pieces):
        for piece in out:
            piece.text = None if piece.text is None else fit(piece.text)
    return out


def simple_line(pieces: list[Piece], room: int, weight: int) -> str | None:
    """Return the text of a block that needs no care: one plain piece, short words, simple letters, room for all of it.

    None for every other block.
    """
    text = pieces[0].text
    if len(pieces) > 1 or text is None or pieces[0].style is not PLAIN or pieces[0].image:
        return None
    text = _spaced(text).strip(" ")
    if len(text) > room or 5 * len(text) > weight or not (text.isascii() or _SIMPLE.fullmatch(text)):
        return None
    short = len(text) <= LONGEST_WORD or max(map(len, text.split(" "))) <= LONGEST_WORD
    return text if short else None


def _spaced(text: str) -> str:
    """Return the text with every run of white space as one blank."""
    text = text.replace("\n", " ").replace("\t", " ")
    return _BLANKS.sub(" ", text) if "  " in text else text


def blank(text: str) -> bool:
    """True for text of which nothing would be seen."""
    return _EMPTY.fullmatch(text) is not None


def hard_spaces(line: str) -> str:
    """Return the line with runs of spaces, and those at its start, kept apart by no-break spaces."""
    line = line.replace("\t", "    ")
    if line.startswith(" "):
        line = "\u00a0" + line[1:]
    return line.replace("  ", "\u00a0 ").replace("  ", " \u00a0")
