"""Where the owner stands and how the window is shaped are kept while it runs: it may end without being closed."""

import threading
from functools import partial

from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.views import shape
from desktop.ui.views.main_window import MainWindow

_AFTER_MS = 1500
"""Milliseconds without a further move after which it is written: who walks through the list is not written row by row."""


class Keeping(QObject):
    """Writes a moment after something has changed, off the GUI thread, until its `end`. Made on the GUI thread."""

    def __init__(self, window: MainWindow, file: str, tasks: Tasks) -> None:
        """`file` is where the shape of the window is read from at the start."""
        super().__init__(window)
        self._window = window
        self._file = file
        self._tasks = tasks
        self._turn = threading.Lock()
        self._over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        for moved in (
            window.lane_changed,
            window.inbox.chosen,
            window.height_changed,
            window.panes.splitterMoved,
        ):
            moved.connect(self._moved)

    def end(self) -> None:
        """Write nothing from now on: what the window keeps when it closes is newer."""
        self._timer.stop()
        with self._turn:
            self._over = True

    @Slot()
    def _moved(self) -> None:
        self._timer.start()

    @Slot()
    def _keep(self) -> None:
        window = self._window
        values = shape.taken(window, window.panes, window.lanes.stand)
        self._tasks.run(partial(self._write, values), _nothing)

    def _write(self, values: shape.Kept, _reads: Reads) -> None:
        """Write, on a thread of the tasks."""
        with self._turn:
            if not self._over:
                kept = QSettings(self._file, QSettings.Format.IniFormat)
                shape.keep(values, kept)
                kept.sync()


def _nothing(_done: object) -> None:
    return
