"""In which order the lanes of what is open are listed: chosen by key, by menu, or where the head of the list names it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint

from desktop.domain.row import OPEN_LANES, Sorting
from desktop.ui.commands import Commands
from desktop.ui.keys.menu import make_menu
from desktop.ui.views.inbox.pane import InboxPane
from desktop.ui.wording import words

_ORDERS = tuple(Sorting)


class Ordering(QObject):
    """The commands of one list. GUI thread; lives as long as the list."""

    def __init__(self, inbox: InboxPane, tell: Callable[[str], object]) -> None:
        """`tell` says something that needs no answer."""
        super().__init__(inbox)
        self._inbox = inbox
        self._tell = tell
        self._commands: Commands | None = None

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries each command out."""
        runs: dict[str, Callable[[], object]] = {"list.order": self.next}
        return runs | {f"order.{one.value}": partial(self.choose, one) for one in _ORDERS}

    def offer(self, commands: Commands) -> None:
        """Offer the orders where the head of the list names the one in force."""
        self._commands = commands
        self._inbox.head.order_wished.connect(self.open)

    def next(self) -> None:
        """Go on to the next order, and say which it is."""
        here = _ORDERS.index(self._inbox.model.sorting)
        self.choose(_ORDERS[(here + 1) % len(_ORDERS)])

    def choose(self, sorting: Sorting) -> None:
        """Show the lanes of what is open in this order from now on."""
        self._inbox.sort(sorting)
        if self._inbox.lane in OPEN_LANES:
            self._tell(words.order_title(sorting))
        else:
            named = self.tr("{order}: in the lanes of what is open; this list keeps its own order.")
            self._tell(named.format(order=words.order_title(sorting)))

    def open(self, place: QPoint) -> None:
        """Open the choice at a place of the screen, with a mark at the order in force."""
        if self._commands is None:
            return
        menu = make_menu(self._commands, (tuple(f"order.{one.value}" for one in _ORDERS),), self._inbox)
        for action in menu.actions():
            action.setCheckable(True)
            action.setChecked(action.objectName() == f"order.{self._inbox.model.sorting.value}")
        menu.popup(place)
