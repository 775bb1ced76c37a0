"""Paints the row that stands for a storm: how many wrote about what, its course as a line of bars, and what it says now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF

from desktop.domain.row import Tone
from desktop.domain.text import plain
from desktop.ui.delegates.pens import CHIPS
from desktop.ui.ink import CENTER, LEFT, RIGHT, fill, round_rect, turned
from desktop.ui.wording import storms, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtGui import QPainter

    from desktop.domain.row import Burst, InboxRow
    from desktop.ui.delegates.pens import Pens

_BARS = 24
"""Bars at most: the newest hours."""
_TITLE = 130
"""Pixels that the title has at least: when the peak was is left out before."""
_ONE_LINE = 40
"""Pixels of a compact row above which it has two lines."""


def paint_storm(
    painter: "QPainter",
    area: QRect,
    row: "InboxRow",
    pens: "Pens",
    mirror: QRect | None,
    now: "datetime",
    *,
    compact: bool,
) -> None:
    """Draw the row on its ground; `mirror` is the row where it is read from the right."""
    if row.burst is not None:
        _Hand(painter, pens, mirror).draw(area, row, row.burst, now, compact=compact)


class _Hand:
    """Draws one row."""

    def __init__(self, painter: "QPainter", pens: "Pens", mirror: QRect | None) -> None:
        self._painter = painter
        self._pens = pens
        self._mirror = mirror

    def draw(self, area: QRect, row: "InboxRow", burst: "Burst", now: "datetime", *, compact: bool) -> None:
        px = self._pens.look.px
        right = area.right() - px(15)
        if compact:
            left = area.left() + px(16)
            line = QRect(left, area.top(), right - left, area.height() - 1)
            if area.height() > px(_ONE_LINE):
                self._two_lines(line, burst, row)
                return
            line.setWidth(line.width() - self._bars(line, burst.hours) - px(8))
            line.setWidth(line.width() - self._chip(line, storms.course(burst), at_end=True) - px(8))
            self._title(line, burst, row)
            return
        step = px(19) if area.height() >= px(72) else px(17)
        top = area.top() + (area.height() - px(15) - 2 * step - px(3)) // 2
        side = px(36)
        self._count(QRect(area.left() + px(16), top + px(1), side, side), burst)
        left = area.left() + px(63)
        line = QRect(left, top, right - left, px(18))
        when = storms.peaked(burst, now)
        taken = self._pens.meta.width(when) + px(10)
        if line.width() - taken >= px(_TITLE):
            self._pens.meta.write(self._painter, self._at(line), when, "quiet", RIGHT if self._mirror is None else LEFT)
        else:
            taken = 0
        self._title(line.adjusted(0, 0, -taken, 0), burst, row)
        line.translate(0, step)
        self._says(line, burst, row)
        line.translate(0, step + px(3))
        room = QRect(line)
        room.setWidth(room.width() - self._bars(line, burst.hours) - px(8))
        room.setLeft(room.left() + self._chip(room, storms.course(burst)) + px(5))
        alone = storms.alone(burst)
        if alone:
            self._chip(room, (alone, Tone.NOTICE))

    def _two_lines(self, area: QRect, burst: "Burst", row: "InboxRow") -> None:
        px = self._pens.look.px
        line = QRect(area.left(), area.top() + (area.height() - px(38)) // 2, area.width(), px(18))
        self._title(line, burst, row)
        line.translate(0, px(20))
        line.setWidth(line.width() - self._bars(line, burst.hours) - px(8))
        self._chip(line, storms.course(burst))

    def _count(self, spot: QRect, burst: "Burst") -> None:
        """Draw how many stand behind the row, where others have a face."""
        look = self._pens.look
        round_rect(self._painter, QRectF(self._at(spot)), look.px(8), look.brush("tint"))
        self._pens.bold.write(self._painter, self._at(spot), words.number(burst.folded), "accent", CENTER)

    def _title(self, line: QRect, burst: "Burst", row: "InboxRow") -> None:
        hand = self._pens.bold if row.unread else self._pens.body
        self._write(hand.fit(storms.storm_title(burst), line.width()), line, bold=row.unread)

    def _says(self, line: QRect, burst: "Burst", row: "InboxRow") -> None:
        """Write how many write now; then, where there is room, what the one says that stands for them."""
        said = f"{storms.rate(burst)} · {plain(row.snippet) or plain(row.subject)}"
        hand = self._pens.body
        align = LEFT if self._mirror is None else RIGHT
        hand.write(self._painter, self._at(line), hand.fit(said, line.width()), "quiet", align)

    def _write(self, text: str, line: QRect, *, bold: bool) -> None:
        hand = self._pens.bold if bold else self._pens.body
        hand.write(self._painter, self._at(line), text, "ink", LEFT if self._mirror is None else RIGHT)

    def _chip(self, room: QRect, told: tuple[str, Tone], *, at_end: bool = False) -> int:
        """Draw a chip at the beginning of the room, or at its end; return its width, 0 where there is no room."""
        pens, px = self._pens, self._pens.look.px
        text = pens.chip.fit(told[0], min(px(230), room.width() - px(12)))
        width, height = pens.chip.width(text) + px(12), px(18)
        if width > room.width() or len(text) < min(len(told[0]), 4):
            return 0
        left = room.right() - width + 1 if at_end else room.left()
        spot = QRect(left, room.top() + (room.height() - height) // 2, width, height)
        ink, ground = CHIPS[told[1]]
        round_rect(self._painter, QRectF(self._at(spot)), px(4), pens.look.brush(ground))
        align = LEFT if self._mirror is None else RIGHT
        pens.chip.write(self._painter, self._at(spot.adjusted(px(6), 0, -px(6), 0)), text, ink, align)
        return width

    def _bars(self, line: QRect, hours: "Sequence[int]") -> int:
        """Draw the people of each hour as bars at the end of the line; return how wide they are."""
        px = self._pens.look.px
        shown = list(hours[-_BARS:])
        if not shown:
            return 0
        step, height = px(5), px(16)
        width, most = step * len(shown), max(1, *shown)
        left, bottom = line.right() - width, line.top() + (line.height() + height) // 2
        for n, people in enumerate(shown):
            tall = max(1, round(height * people / most))
            bar = QRect(left + n * step, bottom - tall, step - max(1, px(1)), tall)
            fill(self._painter, self._at(bar), self._pens.look.brush("accent" if people == most else "edge"))
        return width

    def _at(self, area: QRect) -> QRect:
        return area if self._mirror is None else turned(area, self._mirror)
