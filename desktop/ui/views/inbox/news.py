"""News on their way to the list: what changed is read, off the GUI thread where it is much, and handed over to be shown."""

import logging
from array import array
from collections.abc import Callable, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from desktop.domain.row import ConversationId, Found, InboxRow, Lane, Sorting
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.reads import Reads

if TYPE_CHECKING:
    from desktop.domain.change import ChangeSet
    from desktop.ui.tasks import Tasks

    class Take(Protocol):
        """Shows rows as they are now."""

        def __call__(
            self, ids: Sequence[ConversationId], rows: dict[ConversationId, InboxRow], *, own: bool, back: bool = False
        ) -> None:
            """Show `rows`; those of `ids` that are not among them have left. `own`: by the owner; `back`: undone."""
            ...

    _LookUp = Callable[[list[ConversationId], Lane | Found, Sorting, Reads], dict[ConversationId, InboxRow]]
    """Reads rows."""


_log = logging.getLogger(__name__)
_GATHER = 120
"""Milliseconds during which news of a running sync are gathered."""
_AT_ONCE = 20
"""Conversations a commit may change and still be read on the GUI thread."""
_CHUNK = 100
"""Conversations that are read and followed in one go, so that no key waits for more."""
_OWNER = "triage"
"""The initiator of what the owner decides about conversations."""
_STORM = "storm"
"""The initiator of what folds a storm behind one row, or opens it."""
_TEACHING = frozenset(("correct", "sense"))
"""The verbs by which the owner says what matters to them."""
_UNDO = "undo"
"""The verb of what is taken back."""


class News:
    """Made with the list, `parent`; GUI thread. Asks the model what is shown, and changes nothing there itself."""

    def __init__(
        self,
        reads: Reads,
        tasks: "Callable[[], Tasks | None]",
        model: InboxListModel,
        take: "Take",
        take_many: Callable[[frozenset[ConversationId]], None],
        parent: QObject,
    ) -> None:
        """`take` shows what was read; `take_many` follows what the owner did with many at once."""
        self._reads = reads
        self._tasks = tasks
        self._model = model
        self._take = take
        self._take_many = take_many
        self._gathered: set[ConversationId] = set()
        self._under_way: list[set[ConversationId]] = []
        """What is being read, in the order in which that began, without what was followed since."""
        self._gather = QTimer(parent)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER)
        self._gather.timeout.connect(self._read_gathered)

    def forget(self) -> None:
        """Let go of what was gathered: another lane is shown from now on."""
        self._gathered.clear()
        self._under_way.clear()

    def follow(self, change: "ChangeSet") -> None:
        """Follow a commit: at once when it is small, gathered when it belongs to a running sync.

        Only what the owner puts away leaves from under the cursor; a reply that was sent or a new rank moves nobody on.
        """
        ids = change.concerned
        if change.labels:
            self._model.reread()
        if change.moved:
            self._gathered |= change.moved
            if not self._gather.isActive():
                self._gather.start()
        if not ids:
            return
        if change.initiator == _STORM and self._tasks() is not None:
            self._follow_fold(sorted(ids))
            return
        # What the owner teaches puts nothing away: the row stays under the cursor, wherever it belongs from now on.
        own = change.initiator == _OWNER and not (change.learned and change.verb in _TEACHING)
        if own and len(ids) > _AT_ONCE:
            self._overtake(ids, len(self._under_way))
            self._take_many(ids)
            return
        if len(ids) <= _AT_ONCE and not change.new_messages and (own or not isinstance(self._model.lane, Found)):
            self._overtake(ids, len(self._under_way))
            self._take(sorted(ids), self._rows_of(sorted(ids)), own=own, back=change.verb == _UNDO)
            return
        self._gathered |= ids
        if not self._gather.isActive():
            self._gather.start()

    def reread(self) -> None:
        """Follow a commit of another process, of which nothing is known: read again what is loaded, off the thread."""
        self._gathered |= self._model.loaded()
        self._compare_order()
        if not self._gather.isActive():
            self._gather.start()

    def _compare_order(self) -> None:
        """Have what is new to the lane or gone from it looked for off the GUI thread."""
        tasks = self._tasks()
        if tasks is not None:
            look = partial(_different, self._model.lane, self._model.sorting, self._model.order())
            tasks.run(look, partial(self._compare, self._model.lane))

    def _compare(self, lane: Lane | Found, different: set[int]) -> None:
        if lane is self._model.lane:
            self._gathered |= self._model.unlike(different)
            if self._gathered and not self._gather.isActive():
                self._gather.start()

    def _read_gathered(self) -> None:
        ids = sorted(self._gathered)[:_CHUNK]
        self._gathered.difference_update(ids)
        tasks = self._tasks()
        if tasks is None:
            self._take(ids, self._rows_of(ids), own=False)
            return
        self._read(tasks, _rows, ids)
        if self._gathered:
            self._gather.start()

    def _follow_fold(self, ids: list[ConversationId]) -> None:
        """Follow what was folded or opened, thousands at one stroke; off the GUI thread as far as it is reading."""
        tasks = self._tasks()
        if tasks is not None:
            self._read(tasks, _after_fold, ids)

    def _read(self, tasks: "Tasks", look: "_LookUp", ids: list[ConversationId]) -> None:
        """Have rows read off the GUI thread, and shown as far as nothing newer was by then."""
        lane, reading = self._model.lane, set(ids)
        self._under_way.append(reading)
        done, failed = partial(self._take_read, lane, reading), partial(self._not_taken, reading)
        tasks.run(partial(look, ids, lane, self._model.sorting), done, failed)

    def _take_read(
        self, lane: Lane | Found, reading: set[ConversationId], rows: dict[ConversationId, InboxRow]
    ) -> None:
        at = self._end(reading)
        if at < 0 or lane is not self._model.lane:
            return
        self._overtake(reading, at)
        self._take(sorted(reading), {id_: row for id_, row in rows.items() if id_ in reading}, own=False)

    def _not_taken(self, reading: set[ConversationId], error: Exception) -> None:
        """Have it read with the next news."""
        _log.error("news could not be read", exc_info=error)
        if self._end(reading) >= 0:
            self._gathered |= reading

    def _end(self, reading: set[ConversationId]) -> int:
        """Return which of what is being read that was, -1 where nobody waits for it any more."""
        at = next((n for n, one in enumerate(self._under_way) if one is reading), -1)
        if at >= 0:
            del self._under_way[at]
        return at

    def _overtake(self, ids: Set[ConversationId], before: int) -> None:
        """Take note that these are shown newer than what of them was being read before."""
        for reading in self._under_way[:before]:
            reading.difference_update(ids)

    def _rows_of(self, ids: Sequence[ConversationId]) -> dict[ConversationId, InboxRow]:
        return self._reads.rows(ids, self._model.lane, self._model.sorting)

    def fetch(self, ids: Sequence[ConversationId], lane: Found) -> bool:
        """Have rows of a search read off the GUI thread."""
        tasks = self._tasks()
        if tasks is not None:
            wanted = list(ids)
            done = partial(self._model.take, lane, wanted)
            tasks.run(partial(_rows, wanted, lane, self._model.sorting), done, partial(self._not_read, lane, wanted))
        return tasks is not None

    def _not_read(self, lane: Found, ids: list[ConversationId], error: Exception) -> None:
        _log.error("rows of a search could not be read", exc_info=error)
        self._model.take(lane, ids, None)


def _different(lane: Lane | Found, sorting: Sorting, shown: "array[int]", reads: Reads) -> set[int]:
    """Return the conversations that are in the lane and not shown, or shown and not in the lane any more."""
    from desktop.ui.models.steps import unlike

    return unlike(shown, reads.ids(lane, sorting))


def _after_fold(
    ids: list[ConversationId], lane: Lane | Found, sorting: Sorting, reads: Reads
) -> dict[ConversationId, InboxRow]:
    return reads.after_fold(ids, lane, sorting)


def _rows(
    ids: list[ConversationId], lane: Lane | Found, sorting: Sorting, reads: Reads
) -> dict[ConversationId, InboxRow]:
    return reads.rows(ids, lane, sorting)
