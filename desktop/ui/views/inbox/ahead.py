"""What the owner's next key will show, made ready while none is pressed: rows read and laid out, and which pages follow."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from desktop.domain.row import ConversationId
from desktop.ui.delegates.inbox_row import InboxRowDelegate
from desktop.ui.models.inbox_list import InboxListModel

_BREATH = 25
"""Milliseconds after a move before rows are made ready, so that what it shows is painted first."""
_AT_ONCE = 2
"""Rows made ready in one go: about a millisecond."""


class Ahead(QObject):
    """Knows by the last move whether the owner goes row by row or page by page, and which way. GUI thread only."""

    def __init__(self, table: QTableView, model: InboxListModel, delegate: InboxRowDelegate) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._delegate = delegate
        self._step = 1
        self._rows = range(0)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._rehearse)

    def moved(self, row: int, before: int) -> None:
        """Take note of a move."""
        seen = self._seen()
        by = row - before
        # Page keys go by what is seen, a row cut at the edge counted; no other move goes so far.
        self._step = by if before >= 0 and abs(by) in (seen, seen + 1) else -1 if by == -1 else 1
        way = 1 if self._step > 0 else -1
        self._rows = range(row + way, row + self._step + way, way) if abs(self._step) > 1 else range(0)
        self._soon.start(_BREATH)

    def neighbours(self) -> tuple[ConversationId | None, ConversationId | None]:
        """Return the conversation the next key will show if it is the same as the last, and the one back."""
        row = self._table.currentIndex().row()
        return self._near(row, self._step), self._near(row, -self._step)

    def _near(self, row: int, by: int) -> ConversationId | None:
        there = max(0, min(self._model.rowCount() - 1, row + by))
        return self._model.id_at(there) if row >= 0 and there != row else None

    def _seen(self) -> int:
        return max(1, self._table.viewport().height() // max(1, self._delegate.height))

    def _coming(self) -> range:
        """Return the row that comes into sight with the next key of whoever goes row by row."""
        edge = self._table.rowAt(self._table.viewport().height() - 1 if self._step > 0 else 0)
        there = edge + self._step
        return range(there, there + 1) if edge >= 0 and 0 <= there < self._model.rowCount() else range(0)

    def _rehearse(self) -> None:
        if abs(self._step) == 1:
            # Not before the list has followed: only then is it known what stands at its edge.
            self._rows = self._coming()
        now, self._rows = self._rows[:_AT_ONCE], self._rows[_AT_ONCE:]
        for row in now:
            values = self._model.row_at(row)
            if values is not None:
                self._delegate.rehearse(values, self._table.viewport().width())
        if self._rows:
            self._soon.start(0)
