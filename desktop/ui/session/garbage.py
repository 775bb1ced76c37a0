"""Python's garbage is collected on the GUI thread only.

The collector runs in whichever thread happens to allocate, and destroys what it finds right there. A widget that was
closed and is held by nothing but itself (a card whose button calls the card) would so be destroyed by the thread that
stores mail, while Qt paints: the process dies (PySide 6.11 does not hand the destruction over to the GUI thread).
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_EVERY_MS = 1000
_YOUNG, _MIDDLE, _OLD = 700, 10, 10
"""When a generation is looked at, as in CPython up to 3.13: so many new objects, so many looks at the younger ones."""


class Garbage(QObject):
    """Collects from now on, once a second when there is something to look at. Made and living on the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)

    @Slot()
    def look(self) -> None:
        """Collect the generations whose turn it is; nothing when hardly anything was made since."""
        young, middle, old = gc.get_count()
        if young > _YOUNG:
            gc.collect(2 if old > _OLD else 1 if middle > _MIDDLE else 0)
