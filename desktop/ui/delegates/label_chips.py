"""Labels as chips: a dot in the label's colour and its name, as many as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from desktop.domain.row import Label
from desktop.domain.text import plain
from desktop.ui.ink import LEFT, RIGHT, Hand, disc, round_rect, turned
from desktop.ui.theme import Look

HEIGHT = 18
"""Pixels of a chip at 100 %."""
_LEAST = 52
"""Pixels of room below which a name says nothing any more."""
_DOT = 21
"""Pixels of a chip with nothing but its dot."""
_WIDEST = 120
_AROUND = 25
"""Pixels of a chip beside its name."""


def paint_labels(
    painter: QPainter, hand: Hand, look: Look, area: QRect, labels: Sequence[Label], mirror: QRect | None = None
) -> int:
    """Draw chips from the beginning of `area`, in the direction of reading where `mirror` is the row read from the right.

    The last one is cut where the room ends. Returns how wide they are together.
    """
    px = look.px
    left = area.left()
    for label in labels:
        room = area.right() - left
        if room < px(_DOT):
            break
        # Where the name would be nothing but its first letter, the dot stands for it.
        text = hand.fit(plain(label.name, 60), min(px(_WIDEST), room - px(_AROUND))) if room >= px(_LEAST) else ""
        width = hand.width(text) + px(_AROUND) if text else px(_DOT)
        spot = QRect(left, area.top(), width, px(HEIGHT))
        dot = QRect(left + px(7), spot.center().y() - px(3), px(7), px(7))
        words = QRect(left + px(19), spot.top(), spot.width() - px(19), spot.height())
        if mirror is not None:
            spot, dot, words = (turned(part, mirror) for part in (spot, dot, words))
        round_rect(painter, QRectF(spot), px(4), look.brush("chip"))
        disc(painter, QRectF(dot), look.brush(f"label_{label.colour}"))
        hand.write(painter, words, text, "chip_ink", LEFT if mirror is None else RIGHT)
        left += width + px(5)
    return left - area.left()
