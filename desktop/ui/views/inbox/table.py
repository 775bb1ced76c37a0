"""The table that shows the list: one column, rows of one height, no header, painted whole."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QScrollBar, QTableView, QWidget

from desktop.ui.delegates.inbox_row import InboxRowDelegate
from desktop.ui.ink import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QBrush, QMouseEvent, QPaintEvent, QResizeEvent


class _Bar(QScrollBar):
    """A scroll bar that is `room` pixels of the list's ground until the style sheet gives it its looks."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def sizeHint(self) -> QSize:
        """As wide as the style sheet will have it."""
        usual = super().sizeHint()
        return QSize(self.room or usual.width(), usual.height())

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Paint nothing as long as the looks are not known."""
        if not self.room:
            super().paintEvent(event)


class InboxTable(QTableView):
    """One column of rows of equal height. Letters are verbs here, not a search through the rows."""

    def __init__(self, ground: "Callable[[], QBrush]", parent: QWidget | None = None, *, bar: int = 10) -> None:
        super().__init__(parent)
        self._bar = _Bar(bar)
        self.setVerticalScrollBar(self._bar)
        self._ground = ground
        self.setObjectName("list")
        # A viewport made here is known at once; asking Qt for its own would load every widget class there is.
        viewport = QWidget()
        self.setViewport(viewport)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)

    def complete(self) -> None:
        """Every pixel is painted here, so scrolling by a row may move the others instead of painting them again."""
        from PySide6.QtCore import Qt

        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._bar.room = 0
        self._bar.updateGeometry()

    def fit(self) -> None:
        """Give rows the height they need in the width there is; the current one stays in sight."""
        delegate, rows = self.itemDelegate(), self.verticalHeader()
        if isinstance(delegate, InboxRowDelegate):
            delegate.width = self.viewport().width()
            if rows.defaultSectionSize() != delegate.height:
                rows.setDefaultSectionSize(delegate.height)
                self.keep_in_sight(max(0, self.currentIndex().row()))

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Look whether rows still have room enough."""
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Fill what lies below the last row, then let the rows be painted."""
        model = self.model()
        below = self.rowViewportPosition(model.rowCount() - 1) + self.rowHeight(0) if model.rowCount() else 0
        if below < self.viewport().height():
            painter = QPainter(self.viewport())
            size = self.viewport().size()
            fill(painter, QRect(0, below, size.width(), size.height() - below), self._ground())
            painter.end()
        super().paintEvent(event)

    def mouseMoveEvent(self, event: "QMouseEvent") -> None:
        """Let the row under the mouse light up."""
        self._point(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: "QEvent") -> None:
        """Let it go dim."""
        self._point(-1)
        super().leaveEvent(event)

    def _point(self, row: int) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, InboxRowDelegate) and delegate.hovered != row:
            delegate.hovered = row
            self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:  # noqa: N802 - Qt's own name
        """Do nothing: a letter that is no verb must not jump."""
        return

    def last_visible(self) -> int:
        """Return the last row that can be seen, -1 in an empty list."""
        at = self.rowAt(self.viewport().height() - 1)
        model = self.model()
        return at if at >= 0 or model is None else model.rowCount() - 1

    def keep_in_sight(self, row: int) -> None:
        """Scroll so that `row` is seen with one row of context above and below."""
        bar, height = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        room = self.viewport().height()
        first, last = max(0, row - 1), min(self.model().rowCount() - 1, row + 1)
        value = bar.value()
        wanted = max(min(value, first * height), (last + 1) * height - room)
        # Where there is no room for three rows, the row itself is what counts; and where there is none at all, its top.
        wanted = min(max(wanted, (row + 1) * height - room), row * height)
        if wanted != value:
            self._scroll(wanted)

    def hold(self, row: int, y: int) -> None:
        """Scroll so that `row` stands `y` pixels below the upper edge, as far as the list goes."""
        moved = self.rowViewportPosition(row) - y
        if moved:
            self._scroll(self.verticalScrollBar().value() + moved)

    def _scroll(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if value > bar.maximum():
            # The bar hears only with the next layout of rows that were put in just now.
            self.executeDelayedItemsLayout()
        bar.setValue(value)
