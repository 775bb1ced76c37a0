"""While a row of keys is begun: what the next one may be, after a moment's hesitation."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop.ui.commands import key_text
from desktop.ui.keys.keyboard import Keyboard
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided

_HESITATION_MS = 400
_MARGIN = 12
_BELOW = 26 + _MARGIN
"""Pixels at 100 % from the bottom of the window: the line at the bottom stays in sight."""


class NextKeys(QFrame):
    """Floats over the window's lower corner. It takes neither the focus nor the mouse, and goes with the row of keys."""

    def __init__(self, theme: Theme, keyboard: Keyboard, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._keyboard = keyboard
        self._labels: list[QLabel] = []
        self.setProperty("look", "float")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        px = theme.look.px
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(16), px(12), px(16), px(12))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_HESITATION_MS)
        self._soon.timeout.connect(self._appear)
        keyboard.turned.connect(self._follow)
        window.installEventFilter(self)
        self.hide()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What is on show: each key with what it does; nothing while it is hidden."""
        shown = [] if self.isHidden() else self._labels[1:]
        return [(cap.text(), title.text()) for cap, title in zip(shown[::2], shown[1::2], strict=True)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize and watched is self.parent() and not self.isHidden():
            self._place()
        return False

    def _follow(self) -> None:
        self.hide()
        if self._keyboard.waits:
            self._soon.start()
        else:
            self._soon.stop()

    def _appear(self) -> None:
        begun, following = self._keyboard.following()
        if not following:
            return
        self._keyboard.wait_longer()
        self._fill(begun, following)
        self._place()
        self.show()
        self.raise_()
        told = ", ".join(f"{key} {title}" for key, title in self.lines)
        self.setAccessibleName(f"{self._labels[0].text()} {told}")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def _fill(self, begun: str, following: list[tuple[str, str]]) -> None:
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        head = safe.label(self.tr("{keys}, and then").format(keys=key_text(begun)), look="group")
        self._labels = [head]
        for key, title in following:
            cap = safe.label(key_text(key), look="cap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._labels += [cap, Elided(title, own_width=True)]
        self._arrange(1)
        parent = self.parentWidget()
        if parent is not None and self._grid.sizeHint().height() > parent.height() - 2 * self._theme.look.px(_BELOW):
            self._arrange(2)

    def _arrange(self, columns: int) -> None:
        self._grid.addWidget(self._labels[0], 0, 0, 1, 2 * columns)
        rest = self._labels[1:]
        rows = -(-len(rest) // 2 // columns)
        for n in range(len(rest) // 2):
            row, column = n % rows + 1, 2 * (n // rows)
            self._grid.addWidget(rest[2 * n], row, column)
            self._grid.addWidget(rest[2 * n + 1], row, column + 1)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self._grid.activate()
        px = self._theme.look.px
        size = self.sizeHint().boundedTo(parent.size() - QSize(2 * px(_MARGIN), 2 * px(_MARGIN)))
        left = px(_MARGIN) if self.isRightToLeft() else parent.width() - size.width() - px(_MARGIN)
        self.setGeometry(left, max(0, parent.height() - size.height() - px(_BELOW)), size.width(), size.height())
