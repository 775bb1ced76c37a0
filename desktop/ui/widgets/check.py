"""A box to tick, drawn in the theme: what the system's own style draws cannot be seen on every ground."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.ui.theme import Theme

_SIDE, _GAP, _AROUND = 16, 8, 4
_TICK = ((0.24, 0.52), (0.43, 0.71), (0.78, 0.31))
"""The corners of the tick, as shares of the box."""


class Check(QCheckBox):
    """Ticked or not; its words are part of it."""

    def __init__(self, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._theme = theme

    def sizeHint(self) -> QSize:
        """The box, the words, and room for the frame that shows the focus."""
        px, metrics = self._theme.look.px, self.fontMetrics()
        width = px(_SIDE) + px(_GAP) + metrics.horizontalAdvance(self.text()) + 2 * px(_AROUND)
        return QSize(width, max(px(_SIDE), metrics.height()) + 2 * px(_AROUND))

    def minimumSizeHint(self) -> QSize:
        """The words are never cut."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:  # noqa: N802 - Qt's own name
        """A click on the words ticks as well."""
        return bool(self.rect().contains(pos))  # type: ignore[call-overload]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, tick, words and focus."""
        look = self._theme.look
        px, mirrored = look.px, self.isRightToLeft()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, edge = px(_SIDE), px(_AROUND)
        left = self.width() - edge - side if mirrored else edge
        box = QRectF(left, (self.height() - side) // 2, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        token = "accent" if self.isChecked() else "edge"
        painter.setPen(QPen(look.color(token), 1))
        painter.setBrush(look.color("accent") if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, px(4), px(4))
        if self.isChecked():
            corners = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in _TICK]
            painter.setPen(QPen(look.color("on_accent"), max(1.5, px(2))))
            painter.drawPolyline(QPolygonF(corners))
        taken = side + px(_GAP) + edge
        words = self.rect().adjusted(0 if mirrored else taken, 0, -taken if mirrored else 0, 0)
        painter.setPen(look.color("ink" if self.isEnabled() else "faint"))
        lead = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, lead | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), px(6))
