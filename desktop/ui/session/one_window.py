"""A second start of the program: this window comes to the front instead of another one."""

import os

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.doorbell import Doorbell


class OneWindow(QObject):
    """GUI thread; a child of the window it brings to the front."""

    def __init__(self, window: QWidget, bell: Doorbell) -> None:
        super().__init__(window)
        self._window = window
        self._bell = bell
        heard = bell.listen()
        self._notifier = QSocketNotifier(heard, QSocketNotifier.Type.Read, self) if heard >= 0 else None
        if self._notifier is not None:
            self._notifier.activated.connect(self._come)

    def stop(self) -> None:
        """Hear no more, before the window goes."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)

    @Slot()
    def _come(self) -> None:
        come_forward(self._window, self._bell.answer())


def come_forward(window: QWidget, token: str) -> None:
    """Bring a window to the front; `token` is the leave to take the focus, "" for none."""
    if token:
        # Where Qt looks for the leave to take the focus (xdg-activation on Wayland).
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
