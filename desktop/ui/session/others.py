"""Notices what other processes, such as the command line, write into the same data."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import ShopbellError
from desktop.store.connection import data_version
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.store.writer import Writer

LOOK_EVERY = 2_000
"""Milliseconds between two looks."""


class Others(QObject):
    """GUI thread. `wrote` follows at most two seconds and a little after another process has committed something.

    A reading connection sees that somebody has written, but not who; the writer's own sees only what others wrote. So
    the first, which costs nothing, is asked every time, and the second when there was something.
    """

    wrote = Signal()

    def __init__(self, reads: Reads, writer: "Writer", tasks: Tasks) -> None:
        super().__init__()
        self._reads = reads
        self._writer = writer
        self._tasks = tasks
        self._seen = reads.data_version()
        self._theirs: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._ask()
        self._timer.start()

    def stop(self) -> None:
        """End, and let the connection go."""
        self._timer.stop()
        self._reads.close()

    def look(self) -> None:
        """Look now."""
        seen = self._reads.data_version()
        if seen != self._seen:
            self._seen = seen
            self._ask()

    def _ask(self) -> None:
        try:
            future = self._writer.submit(_theirs, durable=False)
        except ShopbellError:
            return
        self._tasks.deliver(future, self._compare)

    def _compare(self, theirs: int) -> None:
        before, self._theirs = self._theirs, theirs
        if before is not None and before != theirs:
            self.wrote.emit()


def _theirs(db: "Database") -> int:
    return data_version(db.conn)
