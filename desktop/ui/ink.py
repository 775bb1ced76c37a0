"""Drawing without Qt's namespace of 1,500 constants, whose making alone takes a tenth of the start.

Everything that is needed for the first painted row uses these numbers and functions; the rest of the window need not.
"""

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPainterPath, QTextCharFormat, QTextLayout

if TYPE_CHECKING:
    from collections.abc import Callable

LEFT = 0x0001 | 0x0080
"""Qt.AlignLeft | Qt.AlignVCenter."""
RIGHT = 0x0002 | 0x0080
"""Qt.AlignRight | Qt.AlignVCenter."""
CENTER = 0x0084
"""Qt.AlignCenter."""
DISPLAY = 0
"""Qt.DisplayRole."""
TOOL_TIP = 3
"""Qt.ToolTipRole."""
ACCESSIBLE_TEXT = 11
"""Qt.AccessibleTextRole."""
USER = 0x0100
"""Qt.UserRole."""

_MOST_KEPT = 4000
_LINES_KEPT = 1000
_WIDEST = 100_000.0
_MOST_LETTERS = 10_000
_GUESSES = 6


def turned(area: QRect, whole: QRect) -> QRect:
    """Return where `area` lies in a mirror that stands in the middle of `whole`: for scripts read from the right."""
    return QRect(whole.left() + whole.right() - area.right(), area.top(), area.width(), area.height())


def fill(painter: QPainter, area: QRect | QRectF, ground: QBrush) -> None:
    """Fill a rectangle."""
    path = QPainterPath()
    path.addRect(area)
    painter.fillPath(path, ground)


def round_rect(painter: QPainter, area: QRectF, radius: float, ground: QBrush) -> None:
    """Fill a rectangle with round corners."""
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    painter.fillPath(path, ground)


def disc(painter: QPainter, area: QRectF, ground: QBrush) -> None:
    """Fill a circle."""
    path = QPainterPath()
    path.addEllipse(area)
    painter.fillPath(path, ground)


class Hand:
    """Writes short texts in one font, and remembers how each is cut and laid out: a list paints the same few again.

    The ink is part of the text laid out, because setting a painter's pen would load the namespace.
    """

    def __init__(self, font: QFont, brush: "Callable[[str], QBrush]") -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._brush = brush
        self._cuts: dict[tuple[str, int], str] = {}
        self._lines: dict[tuple[str, str], tuple[QTextLayout, float, float]] = {}
        self._inks: dict[str, list[QTextLayout.FormatRange]] = {}
        self._narrow = max(2.0, self.metrics.averageCharWidth() / 3)

    def write(self, painter: QPainter, area: QRect, text: str, ink: str, align: int = LEFT) -> None:
        """Draw `text` in the colour of the token `ink`, in the middle of the area's height."""
        if not text:
            return
        layout, width, height = self._lines.get((text, ink)) or self._lay(text, ink)
        left = float(area.left())
        if align == RIGHT:
            left += area.width() - width
        elif align == CENTER:
            left += (area.width() - width) / 2
        layout.draw(painter, QPointF(left, area.top() + round((area.height() - height) / 2)))

    def width(self, text: str) -> int:
        """Return how wide `text` is, in pixels."""
        return self.metrics.horizontalAdvance(text)

    def fit(self, text: str, width: int) -> str:
        """Return `text`, or its beginning and … when it is wider than `width` pixels."""
        key = (text, width)
        found = self._cuts.get(key)
        if found is None:
            if len(self._cuts) > _MOST_KEPT:
                self._cuts.clear()
            found = self._cuts[key] = self._cut(text, width)
        return found

    def _lay(self, text: str, ink: str) -> tuple[QTextLayout, float, float]:
        if len(self._lines) > _LINES_KEPT:
            self._lines.clear()
        layout = QTextLayout(text, self.font)
        layout.setFormats(self._inks.get(ink) or self._mix(ink))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(_WIDEST)
        layout.endLayout()
        found = self._lines[text, ink] = (layout, line.naturalTextWidth(), line.height())
        return found

    def _mix(self, ink: str) -> list[QTextLayout.FormatRange]:
        colored = QTextCharFormat()
        colored.setForeground(self._brush(ink))
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = 0, _MOST_LETTERS, colored
        self._inks[ink] = [part]
        return self._inks[ink]

    def _cut(self, text: str, width: int) -> str:
        most = int(width / self._narrow) + 2
        head = text[:most]
        if len(head) == len(text) and self.metrics.horizontalAdvance(text) <= width:
            return text
        low, high = 0, len(head)
        guess, guesses = round(width / (3 * self._narrow)), _GUESSES
        while low < high:
            # Letters are about as wide as those before them: that finds the cut sooner than halving.
            middle = max(low + 1, min(high, guess)) if guesses else (low + high + 1) // 2
            taken = self.metrics.horizontalAdvance(head[:middle].rstrip() + "…")
            low, high = (middle, high) if taken <= width else (low, middle - 1)
            guess, guesses = round(middle * width / max(1, taken)), max(0, guesses - 1)
        return head[: _whole(head, low)].rstrip() + "…"


def _whole(text: str, cut: int) -> int:
    """Return `cut`, or a smaller place that does not part a letter from its marks or a joined emoji."""
    while 0 < cut < len(text) and (_joins(text[cut]) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut


def _joins(char: str) -> bool:
    return char in "\u200d\ufe0f\ufe0e" or unicodedata.combining(char) != 0 or "\U0001f3fb" <= char <= "\U0001f3ff"
