"""What is known of the people whose conversations are open or next: worked out off the GUI thread, kept for a while."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Opened

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.compose.recall import Recall
    from desktop.ui.reads import Reads
    from desktop.ui.tasks import Tasks

_KEPT = 8


class Recalls(QObject):
    """Made and used on the GUI thread. `known` follows every `want` of which nothing was known yet."""

    known = Signal(object)
    """The ConversationId of which more is known now."""

    def __init__(self, give_tasks: "Callable[[], Tasks | None]", clock: Clock, parent: QObject) -> None:
        """`give_tasks` hands out what works off the GUI thread, None while there is nothing."""
        super().__init__(parent)
        self._give_tasks = give_tasks
        self._clock = clock
        self._kept: dict[ConversationId, tuple[Opened, Recall]] = {}
        self._asked: dict[ConversationId, Opened] = {}

    def want(self, opened: Opened) -> None:
        """Have it worked out, unless it is known or on its way."""
        here = opened.row.id
        kept = self._kept.get(here)
        tasks = self._give_tasks()
        same = kept is not None and kept[0].timeline == opened.timeline
        if tasks is None or same or self._asked.get(here) is opened:
            return
        self._asked[here] = opened
        tasks.run(partial(_work_out, opened, self._clock.now()), partial(self._take, opened))

    def of(self, opened: Opened) -> "Recall | None":
        """Return what is known of a conversation, if only as it was a moment ago; None when nothing is yet."""
        kept = self._kept.get(opened.row.id)
        return None if kept is None else kept[1]

    def _take(self, opened: Opened, found: "Recall") -> None:
        here = opened.row.id
        if self._asked.get(here) is not opened:
            # There was newer news of it meanwhile.
            return
        del self._asked[here]
        self._kept.pop(here, None)
        self._kept[here] = (opened, found)
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        self.known.emit(here)


def _work_out(opened: Opened, now: "datetime", _reads: "Reads") -> "Recall":
    from desktop.compose.recall import recall

    return recall(opened.timeline, now)
