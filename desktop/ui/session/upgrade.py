"""Bringing the data of an earlier release up to date before the window opens, with a word about it when it takes long."""

from functools import partial

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.domain.clock import Clock
from desktop.domain.errors import Cancelled
from desktop.doorbell import Doorbell
from desktop.paths import Places
from desktop.store.migrate import Stage, migrate
from desktop.ui.reads import Reads
from desktop.ui.session.one_window import OneWindow
from desktop.ui.tasks import Tasks
from desktop.ui.views.upgrading import Upgrading

_PATIENCE = 300
"""Milliseconds before anything is shown."""
_EVERY = 100


class Upgrade(QObject):
    """One upgrade, off the GUI thread. Closing its window stops it, and leaves the data as they were."""

    def __init__(self, app: QApplication, places: Places, clock: Clock, bell: Doorbell | None = None) -> None:
        """`bell` is rung by a second start; then this window comes to the front."""
        super().__init__()
        self._app = app
        self._places = places
        self._clock = clock
        self._stage: Stage | None = None
        self._stopped = False
        self._error: Exception | None = None
        self._loop = QEventLoop(self)
        self.window = Upgrading()
        self.window.closed.connect(self._stop)
        self._one = OneWindow(self.window, bell) if bell is not None else None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._follow)

    def run(self) -> bool:
        """Return True when the data are up to date, False when the owner did not wait. Raises what `migrate` raises."""
        quits = self._app.quitOnLastWindowClosed()
        self._app.setQuitOnLastWindowClosed(False)
        tasks = Tasks(partial(Reads, self._places.database), threads=1)
        QTimer.singleShot(_PATIENCE, self, self._show)
        tasks.run(self._work, self._done, self._failed)
        self._loop.exec()
        tasks.close()
        self._timer.stop()
        self._hear_no_more()
        self.window.hide()
        self.window.deleteLater()
        self._app.setQuitOnLastWindowClosed(quits)
        if self._error is not None and not isinstance(self._error, Cancelled):
            raise self._error
        return not self._stopped

    def _work(self, _reads: Reads) -> None:
        migrate(self._places.database, self._places.backups, self._clock, self._tell)

    def _tell(self, stage: Stage) -> None:
        """Take note of how far it is, on the other thread."""
        if self._stopped:
            raise Cancelled("Stopped.")
        self._stage = stage

    def _show(self) -> None:
        if self._loop.isRunning() and not self._stopped:
            self._follow()
            self.window.show()
            self._timer.start(_EVERY)

    def _follow(self) -> None:
        if self._stage is not None:
            self.window.tell(self._stage)

    def _stop(self) -> None:
        self._stopped = True
        self._hear_no_more()

    def _hear_no_more(self) -> None:
        if self._one is not None:
            self._one.stop()

    def _done(self, _nothing: None) -> None:
        self._loop.quit()

    def _failed(self, error: Exception) -> None:
        self._error = error
        self._loop.quit()
