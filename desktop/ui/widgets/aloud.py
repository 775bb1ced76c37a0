"""What a screen reader is told of a place that does not have the focus: the last sentence, once no other follows."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_PAUSE_MS = 700
"""Milliseconds without another sentence: whoever types hears their keys first."""


class Aloud(QObject):
    """Speaks for `place`, and lives as long. GUI thread only."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._words = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)

    def tell(self, sentence: str) -> None:
        """Tell it soon, in place of what was not told yet; the same is not told again, "" forgets it."""
        if sentence == self._words:
            return
        self._words = sentence
        if sentence:
            self._pause.start()
        else:
            self._pause.stop()

    def _tell(self) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._place, self._words))
