"""Drawing without Qt's namespace of 1,500 constants, whose making alone takes a tenth of the start.

Everything that is needed for the first painted row uses these numbers and functions; the rest of the window need not.
"""

import unicodedata

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath

LEFT = 0x0001 | 0x0080
"""Qt.AlignLeft | Qt.AlignVCenter."""
RIGHT = 0x0002 | 0x0080
"""Qt.AlignRight | Qt.AlignVCenter."""
CENTER = 0x0084
"""Qt.AlignCenter."""
DISPLAY = 0
"""Qt.DisplayRole."""
ACCESSIBLE_TEXT = 11
"""Qt.AccessibleTextRole."""
USER = 0x0100
"""Qt.UserRole."""

_MOST_KEPT = 4000


def round_rect(painter: QPainter, area: QRectF, radius: float, ground: QColor) -> None:
    """Fill a rectangle with round corners."""
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    painter.fillPath(path, ground)


def disc(painter: QPainter, area: QRectF, ground: QColor) -> None:
    """Fill a circle."""
    path = QPainterPath()
    path.addEllipse(area)
    painter.fillPath(path, ground)


class Elider:
    """Cuts texts of one font to a width, and remembers how: a list paints the same few texts again and again."""

    def __init__(self, metrics: QFontMetrics) -> None:
        self.metrics = metrics
        self._known: dict[tuple[str, int], str] = {}
        self._narrow = max(2.0, metrics.averageCharWidth() / 3)

    def fit(self, text: str, width: int) -> str:
        """Return `text`, or its beginning and … when it is wider than `width` pixels."""
        key = (text, width)
        found = self._known.get(key)
        if found is None:
            if len(self._known) > _MOST_KEPT:
                self._known.clear()
            found = self._known[key] = self._cut(text, width)
        return found

    def _cut(self, text: str, width: int) -> str:
        most = int(width / self._narrow) + 2
        head = text[:most]
        if len(head) == len(text) and self.metrics.horizontalAdvance(text) <= width:
            return text
        low, high = 0, len(head)
        while low < high:
            middle = (low + high + 1) // 2
            if self.metrics.horizontalAdvance(head[:middle].rstrip() + "…") <= width:
                low = middle
            else:
                high = middle - 1
        return head[: _whole(head, low)].rstrip() + "…"


def _whole(text: str, cut: int) -> int:
    """Return `cut`, or a smaller place that does not part a letter from its marks or a joined emoji."""
    while 0 < cut < len(text) and (_joins(text[cut]) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut


def _joins(char: str) -> bool:
    return char in "\u200d\ufe0f\ufe0e" or unicodedata.combining(char) != 0 or "\U0001f3fb" <= char <= "\U0001f3ff"
