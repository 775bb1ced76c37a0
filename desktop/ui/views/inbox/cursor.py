"""Where the owner stands in the list: on the same conversation, as far down the screen, whatever comes and goes around it."""

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, Signal

from desktop.domain.row import ConversationId
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.models.order import Order
from desktop.ui.views.inbox.table import InboxTable

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from desktop.ui.views.inbox.picking import Picking


class Cursor(QObject):
    """The current row of a table that shows `model`. GUI thread only."""

    moved = Signal(int, int)
    """To this row, from that one (-1 for none)."""
    chosen = Signal(object)
    """After `moved`, and only where the conversation is another one, or None."""

    def __init__(self, table: InboxTable, model: InboxListModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._told: ConversationId | None = None
        self.picked: Picking | None = None
        """The rows chosen together, which stay chosen while the owner moves; None as long as there can be none."""
        table.selectionModel().currentRowChanged.connect(self._moved)

    # Where it stands

    @property
    def row(self) -> int:
        """The current row, -1 for none."""
        return self._table.currentIndex().row()

    def conversation(self) -> ConversationId | None:
        """Return the conversation it stands on."""
        return self._model.id_at(self.row)

    def offset(self) -> int:
        """Return how many pixels below the upper edge it stands; 0 where it stands nowhere."""
        current = self._table.currentIndex()
        return self._table.rowViewportPosition(current.row()) if current.isValid() else 0

    # The owner's moves

    def step(self, by: int) -> None:
        """Go `by` rows down (up when negative), staying in the list."""
        rows = self._model.rowCount()
        if rows:
            self.go(max(0, min(rows - 1, self.row + by)))

    def go(self, row: int) -> None:
        """Go to a row and select it alone, unless rows are being picked."""
        if self.picked is not None:
            self.picked.moved()
        self.stand_on(row)

    def select(self, id_: ConversationId) -> bool:
        """Go to a conversation; False when the list does not show it."""
        row = self._model.row_of(id_)
        if row >= 0:
            self.go(row)
        return row >= 0

    # What moves it besides

    def stand_on(self, row: int, *, in_sight: bool = True) -> None:
        """Stand on a row, and scroll so that it is seen. A stretch of picked rows still begins where it began."""
        flags = QItemSelectionModel.SelectionFlag
        keeps = self.picked is not None and self.picked.active
        wanted = flags.NoUpdate if keeps else flags.ClearAndSelect | flags.Rows
        self._table.selectionModel().setCurrentIndex(self._model.index(row, 0), wanted)
        if in_sight:
            self._table.keep_in_sight(row)

    def stand_from_top(self, row: int) -> None:
        """Stand on a row as near to the top of the list as it can be seen."""
        self._table.scrollToTop()
        self.stand_on(row)

    def choose_first(self) -> None:
        """Stand on the first row, where it stands nowhere."""
        if self.row < 0 and self._model.rowCount():
            self.stand_on(0)

    def hold(self, offset: int) -> None:
        """Scroll so that the current row stands where it stood."""
        if self.row >= 0:
            self._table.hold(self.row, offset)

    def go_on_from(self, leaving: frozenset[ConversationId]) -> bool:
        """Stand on the next row that stays, when the current one is about to go; on the last one where none follows.

        Returns whether it went there. Where it will stand is known, and to be scrolled to, when the others have gone.
        """
        here = self.row
        if here < 0 or self._model.id_at(here) not in leaving:
            return False
        last = self._model.rowCount() - 1
        following = chain(range(here + 1, last + 1), range(here - 1, -1, -1))
        row = next((row for row in following if self._model.id_at(row) not in leaving), None)
        if row is not None:
            self.stand_on(row, in_sight=False)
        return row is not None

    def put(self, order: Order, stand_on: ConversationId | None) -> None:
        """Have another order shown and stand on a conversation of it, as far down the screen as before."""
        offset = self.offset()
        self._model.put(order)
        if stand_on is not None:
            row = self._model.row_of(stand_on)
            self.stand_on(row)
            self._table.hold(row, offset)
            self._table.keep_in_sight(row)
        else:
            self.choose_first()
        if not self._model.rowCount():
            self._told = None
            self.chosen.emit(None)

    # What is told of it

    def forget(self) -> None:
        """Tell of the conversation it stands on next, even if that is the same."""
        self._told = None

    def take_for_told(self, id_: ConversationId) -> None:
        """Do not tell of a conversation: it holds what was shown already."""
        self._told = id_

    def look_again(self) -> None:
        """Tell of the conversation it stands on, if another was put in the place of that."""
        current = self._table.currentIndex()
        self._moved(current, current)

    def _moved(self, index: "QModelIndex", before: "QModelIndex") -> None:
        if index.isValid():
            self.moved.emit(index.row(), before.row())
        id_ = self._model.id_at(index.row())
        if id_ != self._told:
            self._told = id_
            self.chosen.emit(id_)
