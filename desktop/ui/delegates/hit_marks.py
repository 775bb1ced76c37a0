"""The ground behind the words that were looked for, in the row of a search."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from desktop.ui.ink import Hand, round_rect, turned
from desktop.ui.theme import Look
from desktop.ui.views.pickers.choices import MARK_ON, pieces

__all__ = ["MARK_ON", "paint_marks"]


def paint_marks(painter: QPainter, hand: Hand, look: Look, line: QRect, text: str, mirror: QRect | None) -> str:
    """Draw the grounds of what is marked in `text`; return the text as it is written over them, cut to the line."""
    runs = pieces(text)
    whole = "".join(run for run, _ in runs).strip()
    shown = hand.fit(whole, line.width())
    at = 0
    for run, marked in runs:
        start, at = at, at + len(run)
        if marked and start < len(shown):
            left, right = hand.width(shown[:start]), hand.width(shown[:at])
            spot = QRect(line.left() + left, line.top() + look.px(1), max(1, right - left), line.height() - look.px(2))
            area = spot if mirror is None else turned(spot, mirror)
            round_rect(painter, QRectF(area), look.px(2), look.brush("notice_tint"))
    return shown
