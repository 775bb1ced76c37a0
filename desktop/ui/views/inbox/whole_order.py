"""The whole order of a lane: read off the GUI thread, put in force when it is there, and where the owner stands then."""

from array import array
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.row import MOST_FOUND, ConversationId, Found
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.models.order import Order
from desktop.ui.reads import Reads
from desktop.ui.views.inbox.cursor import Cursor

if TYPE_CHECKING:
    from desktop.ui.models.steps import Insert, Remove
    from desktop.ui.tasks import Tasks

    _Read = tuple[array[int], list[Remove | Insert], Order]
    """The ids of a lane, the steps from what is shown to them, and what holds them in their order."""


class WholeOrder(QObject):
    """Of several readings under way, the one begun last counts. GUI thread only."""

    known = Signal(int)
    """It is in force; of a search that finds more than are listed, how many are, else 0."""

    def __init__(self, model: InboxListModel, cursor: Cursor, tasks: "Callable[[], Tasks | None]") -> None:
        """Nothing is read as long as there are no `tasks`."""
        super().__init__(cursor)
        self._model = model
        self._cursor = cursor
        self._tasks = tasks
        self._asked = 0
        self._wanted: ConversationId | None = None
        self._wants_top = False
        self._anew = False

    def forget(self) -> None:
        """Let go of what the owner wished to see as soon as the order is known: another lane is shown."""
        self._wanted = None
        self._wants_top = self._anew = False

    def read(self) -> None:
        """Have it read and taken over."""
        tasks = self._tasks()
        if tasks is None:
            return
        self._asked += 1
        # What is put in force at one stroke needs no steps to it; those of a long list that was ranked anew are many.
        shown = None if self._anew else self._model.order()
        lane, sorting = self._model.lane, self._model.sorting

        def work(reads: Reads) -> "_Read":
            from desktop.ui.models.steps import steps

            ids = reads.ids(lane, sorting)
            return ids, [] if shown is None else steps(shown, ids), Order(ids)

        tasks.run(work, partial(self._adopt, self._asked, self._model.changes))

    def show_held(self) -> None:
        """Show what was held back, and go to the first of it; where the order is another by now, show it from its top."""
        if self._model.held or self._model.is_stale:
            self._cursor.forget()
            self._wants_top = True
            self._anew = self._model.is_stale
            self.read()

    def want(self, id_: ConversationId) -> None:
        """Go to a conversation of the lane; as soon as its order is read, where that is needed to find it."""
        if not self._cursor.select(id_):
            self._wanted = id_

    def _adopt(self, asked: int, changes: int, read: "_Read") -> None:
        if asked != self._asked:
            return
        ids, moves, order = read
        model, cursor = self._model, self._cursor
        held, here, offset = model.held_ids(), cursor.conversation(), cursor.offset()
        if self._anew:
            model.put(order, fresh=True)
        else:
            if isinstance(model.lane, Found) and here is not None and here not in order:
                # Being read, it may be found no longer ("is:unread"); it stays until the owner goes on.
                ids.insert(min(cursor.row, len(ids)), here)
                model.adopt(ids)
            else:
                # Rows may have come or gone while the order was read: then the steps are worked out again.
                model.adopt(ids, moves if changes == model.changes else None, order)
            # Where the current row itself was ranked anew meanwhile, it is followed to its place.
            if here is not None and cursor.conversation() != here and model.row_of(here) >= 0:
                cursor.stand_on(model.row_of(here), in_sight=False)
            cursor.hold(offset)
        self._anew = False
        if self._wants_top:
            self._wants_top = False
            self._go_to_first_of(held)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            cursor.select(wanted)
        cursor.choose_first()
        self.known.emit(MOST_FOUND if isinstance(model.lane, Found) and len(ids) >= MOST_FOUND else 0)

    def _go_to_first_of(self, ids: set[int]) -> None:
        rows = [row for id_ in ids if (row := self._model.row_of(ConversationId(id_))) >= 0]
        if rows or (self._model.rowCount() and self._cursor.row < 0):
            self._cursor.stand_from_top(min(rows, default=0))
