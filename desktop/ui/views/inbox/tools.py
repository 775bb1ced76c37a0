"""What stands in the head of the list: a box that opens the search, and a line about the rows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.tip import tip
from desktop.ui.widgets.verb_button import VerbButton


class InboxTools(QWidget):
    """Fills its parent."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.search = SearchBox(theme)
        self.held = QPushButton()
        self.held.setProperty("look", "link")
        self.held.hide()
        self._order = Elided(look="meta")
        # As high as the button in its place, and as far in: nothing shifts from lane to lane.
        self._order.setObjectName("order-said")
        self.order = OrderButton(theme)
        line = QHBoxLayout()
        px = theme.look.px
        line.setContentsMargins(px(2), 0, 0, 0)
        line.addWidget(self._order, 1)
        line.addWidget(self.order, 1)
        line.addWidget(self.held)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(14), px(4))
        column.setSpacing(px(2))
        column.addWidget(self.search)
        column.addLayout(line, 1)
        outer = QVBoxLayout(parent)
        outer.setContentsMargins(0, 0, 0, 1)
        outer.addWidget(self)

    def say(self, order: str, held: str, *, can_sort: bool) -> None:
        """Show how the rows are ordered, and whether they can be put in another order; and what is held back, "" for nothing."""
        self._order.say("" if can_sort else order)
        self._order.setVisible(not can_sort)
        self.order.say(order if can_sort else "")
        self.order.setVisible(can_sort)
        self.held.setText(held)
        self.held.setVisible(bool(held))


class OrderButton(QPushButton):
    """Names the order of the rows, cut to the room there is; opens the choice of others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ""
        self.setObjectName("order")
        self.setProperty("look", "order")
        self.setProperty("command", "list.order")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, words: str) -> None:
        """Name another order."""
        self._words = words
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.tr("Order of the list"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut what no longer fits; then the tooltip has all of it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # The mark says that there is a choice, as the one in a box to choose from.
        room = self.width() - self._theme.look.px(10)
        whole = f"{self._words} \u25be"
        cut = self.fontMetrics().horizontalAdvance(whole) > room
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room) if cut else whole
        self.setText(words)
        self.setToolTip(tip(self._words if cut else self.tr("Choose another order")))


class SearchBox(VerbButton):
    """Looks like a field, opens the search."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "/", theme, parent, look="search")
        self.setObjectName("search")
        self.setProperty("command", "search")
        self.setText(self.tr("Search everything"))
        self.setAccessibleName(self.text())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
