"""Python's garbage is collected on the GUI thread only.

The collector runs in whichever thread happens to allocate, and destroys what it finds right there. A widget that was
closed and is held by nothing but itself (a card whose button calls the card) would so be destroyed by the thread that
stores mail, while Qt paints: the process dies (PySide 6.11 does not hand the destruction over to the GUI thread).
"""

import gc
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QWindow
from shiboken6 import isValid

from desktop.ui.session.precedence import PRESSES

_EVERY_MS = 1000
_SOON_MS = 100
"""When there was much to look at, as while mail is stored: so is each look short enough to stand between two keys."""
_YOUNG, _MIDDLE, _OLD = 700, 10, 10
"""When a generation is looked at, as in CPython up to 3.13: so many new objects, so many looks at the younger ones."""
_MUCH = 5 * _YOUNG
_REST = 0.3
"""Seconds without a key after which the older generations are looked at, which takes longer."""
_LATEST = 10 * _MIDDLE
"""Looks at the youngest after which they are looked at in any case."""


class Garbage(QObject):
    """Collects from now on, at least once a second when there is something to look at. Made and living on the GUI thread.

    While keys are pressed in `window`, only the youngest generation is looked at.
    """

    def __init__(self, parent: QObject | None = None, window: QWindow | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._pressed_at = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take note of a key; keep none."""
        if event.type() in PRESSES:
            self._pressed_at = monotonic()
        return False

    @Slot()
    def look(self) -> None:
        """Collect the generations whose turn it is; nothing when hardly anything was made since."""
        young, middle, old = gc.get_count()
        if young > _YOUNG:
            rests = monotonic() - self._pressed_at > _REST or middle > _LATEST
            older = middle > _MIDDLE and rests
            gc.collect(2 if older and old > _OLD else 1 if older else 0)
        # With the window it belongs to, it may have been among what was collected.
        if isValid(self._timer):
            self._look_again(_SOON_MS if young > _MUCH else _EVERY_MS)

    def _look_again(self, wait: int) -> None:
        if self._timer.interval() != wait:
            self._timer.setTimerType(Qt.TimerType.CoarseTimer if wait == _SOON_MS else Qt.TimerType.VeryCoarseTimer)
            self._timer.start(wait)
