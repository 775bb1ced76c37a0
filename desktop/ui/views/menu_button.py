"""The button in the head of the rail that opens the menu with every command."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.ui.commands import Commands
from desktop.ui.ink import fill, round_rect
from desktop.ui.keys.main_menu import make_main_menu, make_menu_bar
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

SIDE = 28
_STROKES = (9, 13, 17)


class MenuButton(QAbstractButton):
    """Three strokes. The menu is made when it is opened, from the table of commands."""

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._commands = commands
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.name()
        self.clicked.connect(self.open)
        # Where the system has one place for menus, everybody looks there.
        self._bar = make_menu_bar(commands) if sys.platform == "darwin" else None

    def name(self) -> None:
        """Say anew what it is and which key does the same."""
        self.setAccessibleName(self._commands["menu"].title)
        self.setAccessibleDescription(self._commands.key("menu"))
        safe.tooltip(self, self._commands.tip("menu"))

    def open(self) -> None:
        """Open the menu below the button; arrows, Enter and first letters find their way in it."""
        menu = make_main_menu(self._commands, self)
        menu.setAccessibleName(self.accessibleName())
        menu.popup(self.mapToGlobal(QPoint(self.width() if self.isRightToLeft() else 0, self.height())))

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Open with Enter as well as with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As large as the drawing has it."""
        side = self._theme.look.px(SIDE)
        return QSize(side, side)

    def paintEvent(self, _event: "QPaintEvent") -> None:
        """Draw ground, focus and strokes."""
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            round_rect(painter, area, look.px(6), look.brush("line"))
        if self.hasFocus():
            path = QPainterPath()
            path.addRoundedRect(area.adjusted(1, 1, -1, -1), look.px(6), look.px(6))
            painter.strokePath(path, QPen(look.color("accent"), 2))
        left, width, height = look.px(7), look.px(14), max(1, look.px(1.5))
        for top in _STROKES:
            fill(painter, QRect(left, look.px(top), width, height), look.brush("quiet"))
