"""A flat page written piece by piece: HTML of a small vocabulary, and the same content as plain text beside it.

The page is a row of blocks (`p`, `div`, `h3`, `h4`, `hr`) within at most eight nested `blockquote`, `ul`, `ol`; a block
holds text, `br`, at most forty `img` of the page, and at most one each of `a b i u s code sub sup`. No attribute but
`href` and what `pictures` writes. Whatever is fed in, the
result is well-formed, bounded in tags and characters, and comes out unchanged when it is fed in again.
"""

import re
from dataclasses import dataclass, field
from html import escape

from desktop.render.inline import PLAIN, Inline, Piece, Style, blank, hard_spaces, merged, simple_line
from desktop.render.pictures import MOST, Picture
from desktop.render.words import fit

MOST_TAGS = 5_000
MOST_CHARS = 100_000
"""Characters of text; those of scripts that are costly to lay out count twice or four times."""
MOST_BYTES = 110_000
MOST_LINKS = 80_000
"""The written page stays below what is taken in (`MOST_BYTES` of escaped text, `MOST_LINKS` of addresses, tags at
most 15 each), so that nothing is cut when it is fed in again. Pictures count among the addresses."""
DEEPEST = 8
CELL_GAP = "\u2003"

_EMPTY_LINE = "<div>\u00a0</div>"
"""One line high in the reader; a `br` in a block of its own would be two."""


@dataclass(slots=True, eq=False)
class _Frame:
    """A container that is open in the source; `tag` is blockquote, ul, ol or li."""

    tag: str
    number: int = 0
    blocks: int = 0
    implied: bool = False


@dataclass(slots=True)
class Page:
    """The page being written. Feed it in reading order, then ask `html()` and `text()` once each."""

    most_tags: int = MOST_TAGS
    most_chars: int = MOST_CHARS
    most_pictures: int = MOST
    full: bool = False
    """True when something was left out because the page would have grown too large; the rest may be skipped."""
    _out: list[str] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _tags: int = 0
    _chars: int = 0
    _bytes: int = 0
    _links: int = 0
    _pictures: int = 0
    _entered: list[_Frame | None] = field(default_factory=list)
    _source: list[_Frame] = field(default_factory=list)
    _written: list[_Frame] = field(default_factory=list)
    _kind: str = "div"
    _pieces: list[Piece] = field(default_factory=list)
    _gap: bool = False
    _cell: bool = False
    _last: str = ""
    _margin: str = ""
    _before: tuple[int, int, str] | None = None

    # -- feeding ------------------------------------------------------------------------------------------------------

    def words(self, text: str, style: Style = PLAIN) -> None:
        """Add text to the block; runs of white space count as one space."""
        if self._cell and not text.isspace():
            self._apart()
        last = self._pieces[-1] if self._pieces else None
        if last is not None and last.text is not None and last.joins(style):
            last.text += text
        else:
            self._pieces.append(Piece(style, text))

    def picture(self, picture: Picture, style: Style = PLAIN) -> None:
        """Add a picture that may be shown when it is asked for; beyond `most_pictures`, only its words."""
        if self._pictures < self.most_pictures:
            self._pictures += 1
            if self._cell:
                self._apart()
            self._pieces.append(Piece(style, picture.words, picture.tag()))
        elif picture.words:
            self.words(picture.words, style)

    def kept(self, text: str, style: Style = PLAIN) -> None:
        """Add text whose line ends and runs of spaces matter."""
        for number, line in enumerate(fit(text).split("\n")):
            if len(self._pieces) > 3 * self.most_tags:
                break
            if number:
                self.line_break()
            if line:
                self.words(hard_spaces(line), style)

    def line_break(self) -> None:
        """End the line but not the block."""
        self._pieces.append(Piece(PLAIN, None))
        self._cell = False

    def _apart(self) -> None:
        self._pieces.append(Piece(PLAIN, CELL_GAP))
        self._cell = False

    def cell(self) -> None:
        """End a table cell: what follows on the same line stands apart."""
        self._cell = any(map(_seen, self._pieces))

    def block(self, kind: str) -> None:
        """End the block that is open and begin one of that kind: p, div, h3 or h4."""
        self._end()
        self._kind = kind

    def rule(self) -> None:
        """Draw a line across."""
        self.block("div")
        if self._last in ("", "hr") or not self._room():
            return
        self._sync()
        self._out.append("<hr>")
        self._before = None
        self._lines.append("")
        self._tags += 1
        self._last = "hr"

    def enter(self, tag: str) -> None:
        """Go into a blockquote, ul, ol or li. A list item outside a list, or what lies too deep, is an ordinary block."""
        self.block("div")
        top = self._source[-1] if self._source else None
        if tag == "li" and top is not None and top.implied:
            self._source.pop()
            top = self._source[-1]
        stray = tag == "li" and (top is None or top.tag not in ("ul", "ol"))
        frame = None if stray or len(self._source) >= DEEPEST else _Frame(tag)
        self._entered.append(frame)
        if frame is not None:
            self._source.append(frame)

    def leave(self) -> None:
        """Come out of what was entered last."""
        self.block("div")
        frame = self._entered.pop()
        if frame is not None:
            del self._source[self._source.index(frame) :]

    def forget_line_before(self, pattern: re.Pattern[str]) -> None:
        """Take the last block back when its text matches: the line that announces a quotation left out."""
        self._end()
        if self._before is None:
            return
        out, lines, last = self._before
        if pattern.search(" ".join(self._lines[lines:])[-400:]):
            del self._out[out:]
            del self._lines[lines:]
            self._last = last
        self._before = None

    # -- results ------------------------------------------------------------------------------------------------------

    def html(self) -> str:
        """Return the page; "" when nothing can be seen on it."""
        self._end()
        self._pop(0)
        while self._out and self._out[-1] == "<hr>":
            self._out.pop()
        return "".join(self._out)

    def text(self) -> str:
        """Return the page as lines of plain text."""
        self._end()
        return re.sub("\n{3,}", "\n\n", "\n".join(line.rstrip() for line in self._lines)).strip("\n ")

    # -- writing ------------------------------------------------------------------------------------------------------

    def _room(self) -> bool:
        if self._tags >= self.most_tags or self._chars >= self.most_chars or self._bytes >= MOST_BYTES:
            self.full = True
        return not self.full

    def _end(self) -> None:
        """Write the block that was gathered, if anything in it can be seen."""
        kind, self._kind, self._cell = self._kind, "div", False
        if not self._pieces:
            return
        pieces, self._pieces = merged(self._pieces), []
        if not any(map(_seen, pieces)):
            self._gap = self._gap or any(piece.text is None or "\u00a0" in piece.text for piece in pieces)
            return
        if not self._room():
            return
        before = (len(self._out), len(self._lines), self._last)
        moved = self._sync()
        kind = self._leaf(kind, moved=moved)
        body, lines = self._inline(pieces)
        self._out.append(body if kind == "bare" else f"<{kind}>{body}</{kind}>")
        self._tags += kind != "bare"
        if any(lines):
            self._write_lines(lines, kind)
        self._before = None if moved else before
        self._last = kind
        self._gap = len(pieces) > 2 and pieces[-1].text is None and pieces[-2].text is None

    def _leaf(self, kind: str, *, moved: bool) -> str:
        """Decide how the block is written where it stands; writes an empty line before it where one was seen."""
        frame = self._written[-1] if self._written else None
        if frame is not None:
            frame.blocks += 1
            if frame.tag == "li" and frame.blocks == 1:
                return "bare"
        if self._gap and not moved and self._last == "div" and kind == "div":
            self._out.append(_EMPTY_LINE)
            self._tags += 1
            self._lines.append(self._prefix().rstrip())
        return kind

    def _sync(self) -> bool:
        """Close and open containers until those written are those of the source; return whether any changed."""
        if not self._source and not self._written:
            return False
        if self._source and self._source[-1].tag in ("ul", "ol"):
            self._source.append(_Frame("li", implied=True))
        wanted, same = self._source, 0
        while same < min(len(wanted), len(self._written)) and wanted[same] is self._written[same]:
            same += 1
        moved = same < len(self._written) or same < len(wanted)
        self._pop(same)
        for frame in wanted[same:]:
            self._open(frame)
        return moved

    def _open(self, frame: _Frame) -> None:
        if frame.tag == "li" and self._written:
            self._written[-1].number += 1
            frame.number = self._written[-1].number
        self._written.append(frame)
        self._out.append(f"<{frame.tag}>")
        self._tags += 2

    def _pop(self, depth: int) -> None:
        while len(self._written) > depth:
            self._out.append(f"</{self._written.pop().tag}>")

    def _inline(self, pieces: list[Piece]) -> tuple[str, list[str]]:
        """Return the block's inner HTML and its lines of text; white space and breaks at its ends are left out."""
        simple = simple_line(pieces, self.most_chars - self._chars, MOST_BYTES - self._bytes)
        if simple is not None and self._tags <= self.most_tags:
            safe = escape(simple, quote=False)
            self._chars += len(simple)
            self._bytes += len(safe)
            return safe, [simple]
        writer = Inline(
            chars=self.most_chars - self._chars,
            weight=MOST_BYTES - self._bytes,
            tags=self.most_tags - self._tags,
            links=MOST_LINKS - self._links,
        )
        for piece in pieces:
            writer.add(piece)
        writer.close()
        self._chars += writer.chars
        self._bytes += writer.weight
        self._links += writer.links
        self._tags += writer.tags
        self.full = self.full or writer.full
        return "".join(writer.out), "".join(writer.plain).split("\n")

    def _write_lines(self, lines: list[str], kind: str) -> None:
        inner = self._prefix(inner=True) if self._written else ""
        apart = kind not in ("div", "bare") or self._last not in ("div", "bare", "", "hr")
        if apart or inner.count(">") != self._margin.count(">"):
            self._lines.append(min(inner, self._margin, key=len).rstrip())
        self._margin = inner
        if not self._written:
            self._lines += lines
            return
        for number, line in enumerate(lines):
            self._lines.append(self._prefix(first=kind == "bare" and number == 0) + line)

    def _prefix(self, *, first: bool = False, inner: bool = False) -> str:
        """Return what stands before a line: "> " for each quotation, a bullet or number for the first of an item."""
        parts = []
        for place, frame in enumerate(self._written):
            if frame.tag == "blockquote":
                parts.append("> ")
            elif frame.tag == "li" and not inner:
                bullet = f"{frame.number}. " if place and self._written[place - 1].tag == "ol" else "• "
                parts.append(bullet if first and place == len(self._written) - 1 else " " * len(bullet))
        return "".join(parts)


def _seen(piece: Piece) -> bool:
    return bool(piece.image) or (piece.text is not None and not blank(piece.text))
