"""Above the list: the way to the search, the order of the rows, what was held back, how many are selected."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.conversation import Lane
from desktop.ui import words
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.verb_button import VerbButton


class InboxHead(QFrame):
    """Two lines; `show_held` and `search_wished` are the owner's clicks."""

    show_held = Signal()
    search_wished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._search = SearchBox(theme)
        self._search.clicked.connect(self.search_wished)
        self._order = safe.label(look="meta")
        self._held = QPushButton()
        self._held.setProperty("look", "link")
        self._held.clicked.connect(self.show_held)
        self._held.hide()
        line = QHBoxLayout()
        line.setContentsMargins(2, 0, 0, 0)
        line.addWidget(self._order, 1)
        line.addWidget(self._held)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 6)
        self._column.setSpacing(6)
        self._column.addWidget(self._search)
        self._column.addLayout(line)
        self._lane = Lane.NEEDS_YOU

    def set_lane(self, lane: Lane) -> None:
        """Say in which order the rows of the lane stand."""
        self._lane = lane
        self.set_selected(0)

    def set_held(self, count: int) -> None:
        """Say how many new conversations wait to be shown."""
        self._held.setText(self.tr("{n} new, press . to show").format(n=words.number(count)))
        self._held.setVisible(count > 0)

    def set_selected(self, count: int) -> None:
        """Say how many rows are selected, when it is more than one."""
        text = self.tr("{n} selected, every key now means all of them").format(n=words.number(count))
        safe.say(self._order, text if count > 1 else words.lane_order(self._lane))

    def set_search(self, widget: QWidget) -> None:
        """Put another widget in the place of the search box."""
        self._column.replaceWidget(self._search, widget)
        self._search.hide()


class SearchBox(VerbButton):
    """Looks like a field, opens the search."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", "/", theme, parent, look="search")
        from PySide6.QtWidgets import QSizePolicy

        self.setObjectName("search")
        self.setText(self.tr("Search everything"))
        self.setAccessibleName(self.text())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
