"""An order of conversations as Qt rows: whatever becomes of it is told as rows that came and rows that went."""

from array import array
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex

from desktop.domain.row import ConversationId
from desktop.ui.ink import DISPLAY
from desktop.ui.models.order import Order

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QPersistentModelIndex

    from desktop.ui.models.steps import Insert, Remove

    Index = QModelIndex | QPersistentModelIndex


class OrderModel(QAbstractTableModel):
    """One column without words; what stands in a row is told by who builds on this. GUI thread only."""

    def __init__(self, parent: "QObject | None" = None) -> None:
        super().__init__(parent)
        self._order = Order()
        self.changes = 0
        """Goes up whenever the order shown becomes another."""

    # What it holds

    def order(self) -> "array[int]":
        """Return a copy of the order shown."""
        return self._order.whole()

    def between(self, start: int, stop: int) -> "array[int]":
        """Return the conversations of the rows from `start` on and before `stop`."""
        return self._order.between(start, stop)

    def id_at(self, row: int) -> ConversationId | None:
        """Return the conversation of a row, None outside the list."""
        return ConversationId(self._order[row]) if 0 <= row < len(self._order) else None

    def row_of(self, id_: ConversationId) -> int:
        """Return where a conversation stands, -1 when it is not shown."""
        return self._order.index(id_)

    # Qt's questions

    def rowCount(self, parent: "Index" = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many conversations the lane shows."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: "Index" = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One."""
        return 0 if parent.isValid() else 1

    def headerData(self, _section: int, _orientation: object, _role: int = DISPLAY) -> Any:
        """Return nothing: what is hidden has no words, not even for a screen reader."""
        return None

    # How it changes

    def become(
        self, ids: "array[int]", moves: "Sequence[Remove | Insert] | None" = None, order: Order | None = None
    ) -> None:
        """Show `ids`, step by step.

        `moves`, the steps to them, and `order`, which holds them, may have been worked out on another thread.
        """
        from desktop.ui.models.steps import Remove, steps

        moves = steps(self._order.whole(), ids) if moves is None else moves
        for n, step in enumerate(moves, 1):
            # The last step leads to what is made already: putting a million in takes longer than a key may wait.
            becomes = (Order(ids) if order is None else order) if n == len(moves) else None
            if isinstance(step, Remove):
                self.take_away(step.at, step.count, becomes)
            else:
                self.put_in(step.at, step.ids, becomes)

    def reset(self, order: Order) -> None:
        """Show this order at one stroke. The current row and what is selected are lost."""
        self.beginResetModel()
        self._order = order
        self.changes += 1
        self.endResetModel()

    def drop(self, ids: Collection[ConversationId]) -> None:
        """Take away the rows of these conversations, neighbours at one stroke."""
        for at, count in _runs_from_below([self._order.index(id_) for id_ in ids]):
            self.take_away(at, count)

    def exchange(self, at: int, id_: ConversationId) -> None:
        """Put a conversation in the place of the one in row `at`, which stays the current row if it is that."""
        self._order.replace(at, id_)
        self.changes += 1
        index = self.index(at, 0)
        self.dataChanged.emit(index, index)

    def take_away(self, at: int, count: int, becomes: Order | None = None) -> None:
        """Take `count` rows away from `at` on, after which the order is `becomes` where that is known."""
        self.beginRemoveRows(QModelIndex(), at, at + count - 1)
        if becomes is None:
            self._order.remove(at, count)
        else:
            self._order = becomes
        self.changes += 1
        self.endRemoveRows()

    def put_in(self, at: int, ids: "array[int]", becomes: Order | None = None) -> None:
        """Put conversations in front of row `at`, after which the order is `becomes` where that is known."""
        self.beginInsertRows(QModelIndex(), at, at + len(ids) - 1)
        if becomes is None:
            self._order.insert(at, ids)
        else:
            self._order = becomes
        self.changes += 1
        self.endInsertRows()


def _runs_from_below(rows: Collection[int]) -> list[tuple[int, int]]:
    """Return the first and the number of each run of neighbouring rows, the lowest first."""
    runs: list[tuple[int, int]] = []
    for row in sorted(rows, reverse=True):
        if runs and runs[-1][0] == row + 1:
            runs[-1] = (row, runs[-1][1] + 1)
        else:
            runs.append((row, 1))
    return runs
