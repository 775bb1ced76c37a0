"""A few conversations of the lower lanes among those of a lane, so that what was ranked too low is found."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.domain.clock import Clock
from desktop.domain.row import ConversationId, Found, Lane, Sorting
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.reads import Reads
from desktop.ui.views.inbox.table import InboxTable

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.ui.tasks import Tasks

_LANES = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK)
"""The lanes in which a few of the lower ones are shown, where they are in the order of need."""
_PAGES = 10
"""Nobody reads on for more pages than that."""


class Further:
    """Used by the list whenever it knows the order of its lane. GUI thread."""

    def __init__(
        self, table: InboxTable, model: InboxListModel, tasks: "Callable[[], Tasks | None]", clock: Clock
    ) -> None:
        self._table = table
        self._model = model
        self._tasks = tasks
        self._clock = clock

    def look(self) -> None:
        """Have two of the lower lanes found for each page below what is seen: what was ranked too low surfaces there."""
        tasks, model = self._tasks(), self._model
        by_need = model.lane in _LANES and model.sorting is Sorting.NEED
        if tasks is not None and by_need and not model.further and model.rowCount():
            below = (model.rowCount() - self._seen()) // self._page()
            pages = max(1, min(_PAGES, below))
            tasks.run(partial(_found, model.lane, self._clock.now(), pages), partial(self._mix_in, model.lane))

    def _mix_in(self, lane: Lane | Found, ids: list[ConversationId]) -> None:
        model = self._model
        if lane is model.lane and model.sorting is Sorting.NEED and not model.further:
            # All of them below what is seen, so that nothing moves that is looked at.
            model.mix_in(ids, self._seen(), max(2, self._page() // 2))

    def _seen(self) -> int:
        """Return how many rows there are down to the last that is seen."""
        return max(1, self._table.last_visible() + 1)

    def _page(self) -> int:
        """Return how many rows are seen at once."""
        return max(1, self._table.viewport().height() // self._table.verticalHeader().defaultSectionSize())


def _found(lane: Lane | Found, now: "datetime", pages: int, reads: Reads) -> list[ConversationId]:
    return reads.further(lane, now, pages) if isinstance(lane, Lane) else []
