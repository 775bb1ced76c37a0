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
_LEAST = 44
"""Pixels of room below which a chip says nothing any more."""
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
        if room < px(_LEAST):
            break
        text = hand.fit(plain(label.name, 60), min(px(_WIDEST), room - px(_AROUND)))
        spot = QRect(left, area.top(), hand.width(text) + px(_AROUND), px(HEIGHT))
        dot = QRect(left + px(7), spot.center().y() - px(3), px(7), px(7))
        words = QRect(left + px(19), spot.top(), spot.width() - px(19), spot.height())
        if mirror is not None:
            spot, dot, words = (turned(part, mirror) for part in (spot, dot, words))
        round_rect(painter, QRectF(spot), px(4), look.brush("chip"))
        disc(painter, QRectF(dot), look.brush(f"label_{label.colour}"))
        hand.write(painter, words, text, "chip_ink", LEFT if mirror is None else RIGHT)
        left += hand.width(text) + px(_AROUND + 5)
    return left - area.left()
