"""Above the list: the way to the search, the order of the rows, what was held back, how many are selected."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.domain.row import OPEN_LANES, Found, Lane, Sorting
from desktop.ui.ink import fill
from desktop.ui.theme import Theme
from desktop.ui.wording import words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from desktop.ui.views.inbox.tools import InboxTools
    from desktop.ui.widgets.aloud import Aloud

HEIGHT = 78


class InboxHead(QWidget):
    """Two lines; `show_held` and `search_wished` are the owner's clicks. Empty until `complete`."""

    show_held = Signal()
    search_wished = Signal()
    order_wished = Signal(QPoint)
    """The owner would choose among the orders, at this place of the screen."""

    def __init__(self, theme: Theme, sorting: Sorting = Sorting.NEED, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sorting = sorting
        self._stale = False
        self._lane: Lane | Found = Lane.NEEDS_YOU
        self._selected = 0
        self._held = 0
        self._most = 0
        self._key = ""
        self._tools: InboxTools | None = None
        self._aloud: Aloud | None = None
        self.setFixedHeight(theme.look.px(HEIGHT))

    def complete(self) -> None:
        """Fill the place that the first paint left empty."""
        from desktop.ui.views.inbox.tools import InboxTools
        from desktop.ui.widgets.aloud import Aloud

        self._aloud = Aloud(self)
        self._tools = InboxTools(self._theme, self)
        self._tools.search.clicked.connect(self.search_wished)
        self._tools.held.clicked.connect(self.show_held)
        self._tools.order.clicked.connect(self._wish_order)
        self._say()

    def set_lane(self, lane: Lane | Found) -> None:
        """Say in which order the rows of the lane stand."""
        self._lane, self._selected, self._most = lane, 0, 0
        self._say()

    def set_most(self, most: int) -> None:
        """Say that there is more than the `most` rows that are listed; 0 where all of them are."""
        self._most = most
        self._say()

    def set_sorting(self, sorting: Sorting) -> None:
        """Say that the lanes of what is open stand in another order."""
        self._sorting = sorting
        self._say()

    def set_stale(self, stale: bool) -> None:  # noqa: FBT001 - a slot
        """Say that rows would stand elsewhere by now."""
        self._stale = stale
        self._say()

    def set_held(self, count: int) -> None:
        """Say how many new conversations wait to be shown."""
        self._held = count
        self._say()

    def set_key(self, key: str) -> None:
        """Name the key that shows what was held back, "" where there is none."""
        self._key = key
        self._say()

    def set_selected(self, count: int) -> None:
        """Say how many rows are selected, when it is more than one."""
        if max(count, 1) != max(self._selected, 1):
            self._selected = count
            self._say()

    def paintEvent(self, _event: "QPaintEvent") -> None:
        """Draw the ground and the line above the rows."""
        look = self._theme.look
        painter = QPainter(self)
        fill(painter, self.rect(), look.brush("pane"))
        fill(painter, QRect(0, self.height() - 1, self.width(), 1), look.brush("line"))

    def _say(self) -> None:
        if self._tools is None:
            return
        count, new = self._selected, self._held
        many = words.many(self.tr("{n} selected: every key means all of them", "", count), count)
        order = many if count > 1 else words.lane_order(self._lane, self._most, self._sorting)
        with_key, without = self.tr("{n} new, press {key} to show", "", new), self.tr("{n} new: show", "", new)
        held = words.many(with_key if self._key else without, new, key=self._key)
        again, alone = self.tr("order has changed, press {key}"), self.tr("order has changed: show")
        changed = (again if self._key else alone).format(key=self._key)
        told = held if new else changed if self._stale else ""
        self._tools.say(order, told, can_sort=count <= 1 and self._lane in OPEN_LANES)
        if self._aloud is not None:
            self._aloud.tell(many if count > 1 else told)

    def _wish_order(self) -> None:
        if self._tools is not None:
            self.order_wished.emit(self._tools.order.mapToGlobal(self._tools.order.rect().bottomLeft()))
