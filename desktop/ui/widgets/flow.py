"""A layout that goes on in a new line where a row is full, as words do."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class Flow(QLayout):
    """Rows of widgets at their own size, in the direction of reading; as wide as one row where there is room for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        if parent is not None:
            parent.setLayout(self)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's own name
        """Take an item to the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Return an item, None where there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Let go of an item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's own name
        """Never larger than its widgets."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at a width."""
        return self._lay(QRect(0, 0, width, 0), place=False)

    def sizeHint(self) -> QSize:
        """As wide as one row of all."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + max(0, len(sizes) - 1) * self._gap()
        return self._around(QSize(width, max((size.height() for size in sizes), default=0)))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as its widest widget."""
        sizes = [item.minimumSize() for item in self._shown()]
        width = max((size.width() for size in sizes), default=0)
        return self._around(QSize(width, max((size.height() for size in sizes), default=0)))

    def setGeometry(self, area: QRect) -> None:  # noqa: N802 - Qt's own name
        """Place everything."""
        super().setGeometry(area)
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            spare = area.height() - self.heightForWidth(area.width())
            area = area.adjusted(0, max(0, spare // 2), 0, 0)
        self._lay(area, place=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _gap(self) -> int:
        return max(0, self.spacing())

    def _around(self, size: QSize) -> QSize:
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _lay(self, area: QRect, *, place: bool) -> int:
        """Go through the rows, and put the widgets there when asked to; return the height of all."""
        edges, gap = self.contentsMargins(), self._gap()
        inner = area.adjusted(edges.left(), edges.top(), -edges.right(), -edges.bottom())
        left, top, high = inner.left(), inner.top(), 0
        parent = self.parentWidget()
        for item in self._shown():
            size = item.sizeHint()
            width = min(size.width(), max(inner.width(), item.minimumSize().width()))
            if high and left + width > inner.right() + 1:
                left, top, high = inner.left(), top + high + gap, 0
            if place and parent is not None:
                spot = QRect(left, top, width, size.height())
                item.setGeometry(QStyle.visualRect(parent.layoutDirection(), inner, spot))
            left += width + gap
            high = max(high, size.height())
        return top + high - area.top() + edges.bottom()
