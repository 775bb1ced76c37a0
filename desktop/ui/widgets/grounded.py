"""Parts of a card that paint its ground themselves: what changes in them is painted without the window behind.

They stand clear of its round corners.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.ui.theme import Theme


class GroundedLine(QLineEdit):
    """A line to type in."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and the line on it."""
        _paint_ground(self, event, self._theme)
        super().paintEvent(event)


class GroundedLabel(QLabel):
    """A text without markup; `look` names its style."""

    def __init__(self, theme: Theme, look: str) -> None:
        super().__init__()
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and the text on it."""
        _paint_ground(self, event, self._theme)
        super().paintEvent(event)


def _paint_ground(part: QWidget, event: QPaintEvent, theme: Theme) -> None:
    # A style sheet takes the attribute away each time it dresses a widget.
    part.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    painter = QPainter(part)
    painter.fillRect(event.rect(), theme.look.brush("raised"))
    painter.end()
