"""A window of its own: it tells when it was first painted, asks before it closes, and lets Tab go where the eye goes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent


class TopLevel(QWidget):
    """Knows nothing of what it holds."""

    first_painted = Signal()
    """Once, after the first rows were painted: now everything else may start."""
    closing = Signal()
    stayed = Signal()
    """Asked whether the window shall close, the owner has chosen to stay."""
    height_changed = Signal()
    """What goes by the height of the window has to look again: its own size may be the same."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        self._may_close: Callable[[], bool] | None = None

    def ask_before_closing(self, may_close: "Callable[[], bool] | None") -> None:
        """Have `may_close` asked when the owner closes the window; it stays open when that returns False."""
        self._may_close = may_close

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Paint, and tell once that the first paint is over."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Tell of another height."""
        super().resizeEvent(event)
        if event.oldSize().height() != event.size().height():
            self.height_changed.emit()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 - Qt's own name
        """Let Tab go where the eye goes, whatever was put into the window last."""
        from desktop.ui.keys.tabbing import step

        return step(self, forward=next)

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Tell that the window is going, unless something keeps it."""
        if self._may_close is not None and not self._may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
