"""What stands in the head of the list: a box that opens the search, and a line about the rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.elided import Elided
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
        line = QHBoxLayout()
        px = theme.look.px
        line.setContentsMargins(px(2), 0, 0, 0)
        line.addWidget(self._order, 1)
        line.addWidget(self.held)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(14), px(4))
        column.setSpacing(px(2))
        column.addWidget(self.search)
        column.addLayout(line, 1)
        outer = QVBoxLayout(parent)
        outer.setContentsMargins(0, 0, 0, 1)
        outer.addWidget(self)

    def say(self, order: str, held: str) -> None:
        """Show how the rows are ordered, and how many are held back ("" for none)."""
        self._order.say(order)
        self.held.setText(held)
        self.held.setVisible(bool(held))


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
