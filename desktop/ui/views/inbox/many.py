"""What the owner did with many rows at once, followed at one stroke: the order is read off the GUI thread, and put in force whole."""

import logging
from array import array
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from desktop.domain.row import ConversationId, Found, Lane, Sorting
from desktop.ui.models.marks import Marks
from desktop.ui.models.order import Order

if TYPE_CHECKING:
    from desktop.ui.models.inbox_list import InboxListModel
    from desktop.ui.reads import Reads
    from desktop.ui.tasks import Tasks

_log = logging.getLogger(__name__)
Put = Callable[[Order, ConversationId | None], object]
_Seen = tuple["array[int]", Order | None]


class Many:
    """One commit at a time. GUI thread only."""

    def __init__(self, model: "InboxListModel", tasks: "Callable[[], Tasks | None]", reads: "Reads") -> None:
        self._model = model
        self._tasks = tasks
        self._reads = reads
        self._pending = 0
        self._waiting: list[Callable[[], object]] = []

    def follow(
        self, changed: frozenset[ConversationId], put: Put, current: Callable[[], ConversationId | None]
    ) -> None:
        """Read where all of them stand now, then call `put` with the new order and the conversation to stand on."""
        model = self._model
        lane, changes = model.lane, model.changes
        model.reread(changed)
        look = _Look(lane, model.sorting, model.order(), changed)

        def found(seen: _Seen) -> None:
            ids, order = seen
            if lane is model.lane:
                if changes != model.changes:
                    # Rows came or went meanwhile, which are no part of what was worked out.
                    order = to_show(model.order(), ids, changed)
                if order is not None:
                    here = current()
                    put(order, None if here is None else self._following(here, order))
            self._ended()

        tasks = self._tasks()
        self._pending += 1
        if tasks is None:
            found(look(self._reads))
        else:
            tasks.run(look, found, self._failed)

    def _following(self, here: ConversationId, order: Order) -> ConversationId | None:
        """Return where to stand in `order`: on the same, else on the next that stayed, else on the last before it."""
        at = max(0, self._model.row_of(here))
        rest = chain(range(at, self._model.rowCount()), range(at - 1, -1, -1))
        rows = (self._model.id_at(row) for row in rest)
        return next((id_ for id_ in rows if id_ is not None and id_ in order), None)

    def when_followed(self, then: Callable[[], object]) -> None:
        """Call `then` when nothing is being followed any more: at once, or later."""
        if self._pending:
            self._waiting.append(then)
        else:
            then()

    def _failed(self, error: Exception) -> None:
        _log.error("the order of the list could not be read after many were changed", exc_info=error)
        self._ended()

    def _ended(self) -> None:
        self._pending -= 1
        if not self._pending:
            waiting, self._waiting = self._waiting, []
            for then in waiting:
                then()


class _Look:
    """Reads the order of a lane and works out what to show of it."""

    def __init__(
        self, lane: Lane | Found, sorting: Sorting, shown: "array[int]", changed: frozenset[ConversationId]
    ) -> None:
        self._lane = lane
        self._sorting = sorting
        self._shown = shown
        self._changed = changed

    def __call__(self, reads: "Reads") -> _Seen:
        """Return the order of the lane, and the one to show; called on a thread of its own."""
        ids = reads.ids(self._lane, self._sorting)
        return ids, to_show(self._shown, ids, self._changed)


def to_show(shown: "array[int]", now: "array[int]", changed: frozenset[ConversationId]) -> Order | None:
    """Return the order to show instead of the one shown, None where it is the same."""
    order = after(shown, now, changed)
    return None if order == shown else Order(order)


def after(old: "array[int]", now: "array[int]", changed: frozenset[ConversationId]) -> "array[int]":
    """Return the order to show: what was shown and still belongs there, in its order, and what of `changed` came to it.

    What arrived meanwhile from elsewhere is no part of it: it is held back as ever.
    """
    gone, arrived = set(Marks(now).missing(old)), set(Marks(old).missing(now))
    fresh = arrived & changed
    if not fresh:
        return array("q", [id_ for id_ in old if id_ not in gone])
    held = arrived - fresh
    return array("q", [id_ for id_ in now if id_ not in held])
