"""The session ends, or somebody ends the program: it stops in good order, and what was just typed is kept."""

import signal
import socket
from contextlib import suppress

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGTERM", "SIGHUP")


class Ending(QObject):
    """Hears the signals that ask the program to end, on the main thread. `asked` is emitted in Qt's own loop.

    Python runs what follows a signal between two steps of its own, and an idle window takes none: so the signal also
    writes to a socket, which wakes the loop. A second signal ends the program at once, as if nobody listened.
    """

    asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.settimeout(0)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._woke = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        self._numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        for number in self._numbers:
            signal.signal(number, self._once)

    def close(self) -> None:
        """Hear no more: the system's own way holds again."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._woke)
        for number in self._numbers:
            signal.signal(number, signal.SIG_DFL)
        self._heard.close()
        self._told.close()

    def _once(self, number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)

    @Slot()
    def _hear(self) -> None:
        with suppress(OSError):
            if not set(self._heard.recv(64)).isdisjoint(self._numbers):
                self.asked.emit()
