"""The window goes first: what works behind it in the same process stands aside while a key is followed.

Python runs one thread at a time. Each of the many calls by which Qt paints lets go for a moment, and whoever stores mail
meanwhile takes that moment and keeps the window waiting: a key that takes 9 ms took up to 80.
"""

import threading
from time import monotonic

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow

_FOLLOWED = 0.020
"""Seconds in which a key is followed: the row and the page are painted, and mostly the next page is laid out."""
_AGAIN = 0.030
"""Seconds between the beginnings of two such times: a held key leaves a third of the time to the others."""
PRESSES = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
"""What the owner is waiting for an answer to."""


class Precedence(QObject):
    """Made and watching on the GUI thread; `give_way` is for all others."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._until = 0.0
        self._again = 0.0

    def watch(self, window: QWindow) -> None:
        """Go first from now on whenever something is pressed in this window."""
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take note of a key; keep none."""
        if event.type() in PRESSES:
            now = monotonic()
            if now >= self._again:
                self._until, self._again = now + _FOLLOWED, now + _AGAIN
        return False

    def give_way(self, hurried: threading.Event) -> None:
        """Wait until the key pressed last was followed, or until it is `hurried`, as what the key decided may itself wait
        for who stands aside; returns at once when none was pressed.
        """
        left = self._until - monotonic()
        if left > 0:
            hurried.wait(left)
