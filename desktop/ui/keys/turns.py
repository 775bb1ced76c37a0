"""One decision after the other: keys pressed before the window has followed the last one wait until it has.

Without this, a quick second "e" would hit the conversation that the first one has just finished, and a text begun at
once behind "r" would be taken for verbs.
"""

from collections import deque

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QWindow

from desktop.domain.change import ChangeSet

_LONGEST_MS = 3000
_SLOW_MS = 60_000
"""Milliseconds that keys wait at most for what the disk has to do: load the commands, put thousands of conversations away."""
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class Turns(QObject):
    """Holds the keys of one window back, text and verbs alike and in order. GUI thread only.

    `begin_decision` waits for the store. It ends when the window has followed the very change the store answered with
    (`decided` and `followed`, in either order) or three seconds after the answer, or when nothing changed (`decided`
    with an empty ChangeSet). `begin` marks any other step on, which ends by `end` or after three seconds, and
    `begin_start` holds the keys until the commands are there, which call `end`.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self._is_busy = False
        self._awaited: ChangeSet | None = None
        self._followed: list[ChangeSet] = []
        self._held: deque[QKeyEvent] = deque()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.end)

    def watch(self, window: QWindow) -> None:
        """Hold back the keys of `window` from now on, whenever there is a reason to."""
        self._window = window
        window.installEventFilter(self)

    @property
    def is_busy(self) -> bool:
        """True while keys are held back."""
        return self._is_busy

    def begin(self) -> None:
        """A step that moves the window on has begun."""
        self._begin(_LONGEST_MS)

    def begin_decision(self) -> None:
        """A decision was handed over to the store: what is pressed now is not for what it puts away."""
        self._begin(_SLOW_MS)

    def begin_start(self) -> None:
        """The window can be seen, and its commands are on their way."""
        self._begin(_SLOW_MS)

    def _begin(self, longest_ms: int) -> None:
        self._is_busy = True
        self._awaited = None
        self._followed.clear()
        self._patience.start(longest_ms)

    def decided(self, change: ChangeSet) -> None:
        """The store has answered; when it changed nothing, there will be no news to wait for."""
        self._awaited = change
        if not change.conversations or change in self._followed:
            self.end()
        elif self._is_busy:
            self._patience.start(_LONGEST_MS)

    def followed(self, change: ChangeSet) -> None:
        """The window has followed a commit."""
        if not self._is_busy:
            return
        self._followed.append(change)
        if change == self._awaited:
            self.end()

    def end(self) -> None:
        """Hand on what was held back, up to the next decision."""
        self._patience.stop()
        self._is_busy = False
        self._awaited = None
        self._followed.clear()
        while self._held and not self._is_busy and self._window is not None:
            QCoreApplication.sendEvent(self._window, self._held.popleft())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep keys while a decision is on its way."""
        if not self._is_busy or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Accepted, it is no shortcut yet; the press that follows is the one that is kept.
            event.accept()
            return True
        if event.type() in _KEYS:
            self._held.append(event.clone())
            return True
        return False
