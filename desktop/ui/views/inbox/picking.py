"""The rows chosen together: picked one by one or in a stretch, by keys and by mouse; what they are costs the same for thousands."""

from array import array
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from desktop.domain.row import ConversationId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex

    from desktop.ui.models.inbox_list import InboxListModel
    from desktop.ui.views.inbox.table import InboxTable

_Flag = QItemSelectionModel.SelectionFlag
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Picking(QObject):
    """While it is `active`, moving keeps what was picked. `changed` tells how many rows are chosen together, 0 for one alone."""

    changed = Signal(int)

    def __init__(self, table: "InboxTable", model: "InboxListModel", go: "Callable[[int], None]") -> None:
        """`go` stands on a row as far as the list has it."""
        super().__init__(table)
        self._table = table
        self._model = model
        self._go = go
        self.active = False
        self._said = 0
        self._from: tuple[int, QItemSelection] | None = None
        """Where a stretch began, and what was picked before it."""
        table.selectionModel().selectionChanged.connect(self._selected)
        table.clicked.connect(self._clicked)

    def count(self) -> int:
        """Return how many rows are selected."""
        return sum(span.height() for span in self._spans())

    def ids(self) -> "Sequence[ConversationId]":
        """Return the selected conversations, top to bottom; half a million take a millisecond or two."""
        found = array("q")
        for span in sorted(self._spans(), key=lambda span: span.top()):
            found += self._model.between(span.top(), span.bottom() + 1)
        # Left as they are: half a million of them as objects would take as long as three pictures on the screen.
        return cast("Sequence[ConversationId]", found)

    def toggle(self) -> None:
        """Pick the current row, or put it back, and go on to the next."""
        here = self._table.currentIndex()
        if not here.isValid():
            return
        wanted = _Flag.Toggle if self.active else _Flag.Select
        self._begin()
        self._from = None
        self._table.selectionModel().select(here, wanted | _Flag.Rows)
        self._go(min(self._model.rowCount() - 1, here.row() + 1))
        self._tell()

    def extend(self, by: int) -> None:
        """Go `by` rows on, staying in the list, and pick all rows from where the stretch began.

        Rows of lower lanes that are shown among them are meant only where they are gone to one by one.
        """
        here = self._table.currentIndex()
        if not here.isValid():
            return
        if self._from is None:
            before = QItemSelection(self._table.selectionModel().selection()) if self.active else QItemSelection()
            self._from = (here.row(), before)
        self._begin()
        start, before = self._from
        to = max(0, min(self._model.rowCount() - 1, here.row() + by))
        self._go(to)
        chosen = QItemSelection(before)
        chosen.merge(self._stretch(start, to), _Flag.Select)
        if abs(by) > 1:
            self._leave_out_further(chosen)
        self._table.selectionModel().select(chosen, _Flag.ClearAndSelect | _Flag.Rows)
        self._from = (start, before)

    def all(self) -> None:
        """Pick every row of the lane; those of lower lanes that are shown among them are not meant."""
        if self._model.rowCount():
            self._begin()
            whole = self._stretch(0, self._model.rowCount() - 1)
            self._leave_out_further(whole)
            self._table.selectionModel().select(whole, _Flag.ClearAndSelect | _Flag.Rows)
            self._tell()

    def _leave_out_further(self, chosen: QItemSelection) -> None:
        for id_ in self._model.further:
            row = self._model.row_of(ConversationId(id_))
            chosen.merge(self._stretch(row, row), _Flag.Deselect)

    def stop(self) -> None:
        """Let go of what was picked; the current row alone is selected again."""
        if self.active or self.count() > 1:
            self.active = False
            self._from = None
            here = self._table.currentIndex()
            if here.isValid():
                self._table.selectionModel().select(here, _Flag.ClearAndSelect | _Flag.Rows)
            self._tell()

    def moved(self) -> None:
        """Forget where a stretch began: the owner has gone elsewhere."""
        self._from = None

    def _begin(self) -> None:
        self.active = True

    def _stretch(self, start: int, end: int) -> QItemSelection:
        first, last = sorted((start, end))
        return QItemSelection(self._model.index(first, 0), self._model.index(last, 0))

    def _spans(self) -> list[QItemSelectionRange]:
        selection = self._table.selectionModel().selection()
        return [selection.at(n) for n in range(selection.count())]

    def _selected(self) -> None:
        if self.count() > 1:
            # However it came: Shift and Ctrl with the mouse do it too.
            self.active = True
        self._tell()

    def _clicked(self, _index: "QModelIndex") -> None:
        if not QApplication.keyboardModifiers() & _WITH:
            self.active = False
            self._from = None
        self._tell()

    def _tell(self) -> None:
        count = self.count()
        said = count if self.active or count > 1 else 0
        if said != self._said:
            self._said = said
            self.changed.emit(said)
