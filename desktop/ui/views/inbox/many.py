"""What the owner did with many rows at once, followed at one stroke: the order is read off the GUI thread, and put in force whole."""

from array import array
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from desktop.domain.row import ConversationId, Found, Lane

if TYPE_CHECKING:
    from desktop.ui.models.inbox_list import InboxListModel
    from desktop.ui.reads import Reads
    from desktop.ui.tasks import Tasks


class Many:
    """One commit at a time. GUI thread only."""

    def __init__(self, model: "InboxListModel", tasks: "Callable[[], Tasks | None]", reads: "Reads") -> None:
        self._model = model
        self._tasks = tasks
        self._reads = reads
        self._pending = 0
        self._waiting: list[Callable[[], object]] = []

    def follow(
        self,
        changed: frozenset[ConversationId],
        put: Callable[["array[int]", ConversationId | None], object],
        current: Callable[[], ConversationId | None],
    ) -> None:
        """Read where all of them stand now, then call `put` with the new order and the conversation to stand on."""
        lane = self._model.lane
        self._model.reread(changed)

        def found(ids: "array[int]") -> None:
            if lane is self._model.lane:
                order = after(self._model.order(), ids, changed)
                here = current()
                put(order, here if here is None else following(self._model.order(), here, order))
            self._ended()

        tasks = self._tasks()
        self._pending += 1
        if tasks is None:
            found(self._reads.ids(lane))
        else:
            tasks.run(_Order(lane), found, self._failed)

    def when_followed(self, then: Callable[[], object]) -> None:
        """Call `then` when nothing is being followed any more: at once, or later."""
        if self._pending:
            self._waiting.append(then)
        else:
            then()

    def _failed(self, _error: Exception) -> None:
        self._ended()

    def _ended(self) -> None:
        self._pending -= 1
        if not self._pending:
            waiting, self._waiting = self._waiting, []
            for then in waiting:
                then()


class _Order:
    """Reads the order of a lane."""

    def __init__(self, lane: Lane | Found) -> None:
        self._lane = lane

    def __call__(self, reads: "Reads") -> "array[int]":
        """Called on a thread of its own."""
        return reads.ids(self._lane)


def after(old: "array[int]", now: "array[int]", changed: frozenset[ConversationId]) -> "array[int]":
    """Return the order to show: what was shown and still belongs there, in its order, and what of `changed` came to it.

    What arrived meanwhile from elsewhere is no part of it: it is held back as ever.
    """
    belongs = set(now)
    shown = set(old)
    fresh = (changed & belongs) - shown
    if not fresh:
        return array("q", [id_ for id_ in old if id_ in belongs])
    keep = (shown & belongs) | fresh
    return array("q", [id_ for id_ in now if id_ in keep])


def following(old: "array[int]", here: ConversationId, order: "array[int]") -> ConversationId | None:
    """Return where to stand in `order`: on the same, else on the next that stayed, else on the last before it."""
    stays = set(order)
    if here in stays:
        return here
    at = old.index(here) if here in old else 0
    rest = chain(range(at + 1, len(old)), range(at - 1, -1, -1))
    return next((ConversationId(old[n]) for n in rest if old[n] in stays), None)
