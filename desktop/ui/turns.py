"""One decision after the other: a key pressed while the list has not moved on yet waits until it has.

Without this, a quick second "e" would hit the conversation that the first one has just finished.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.domain.change import ChangeSet

_LONGEST_MS = 3000
_MOST = 16
Run = Callable[[], object]


class Turns(QObject):
    """Holds commands back while a decision is on its way to the store. GUI thread only.

    `begin` marks a decision; it ends when the list has followed the store's news (`followed`), when nothing changed
    (`decided` with an empty ChangeSet), or after three seconds in any case.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_busy = False
        self._is_full = False
        self._waiting: list[tuple[Run, bool]] = []
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_LONGEST_MS)
        self._patience.timeout.connect(self.end)

    def begin(self) -> None:
        """A decision that moves the list on was handed over."""
        self._is_busy = True
        self._patience.start()

    def run(self, command: Run, *, takes_focus: bool = False) -> None:
        """Run a command now, or as soon as its turn comes.

        Behind one that `takes_focus` nothing more is held: what follows was meant as text, and a text must not become
        verbs.
        """
        if not self._is_busy:
            command()
        elif not self._is_full and len(self._waiting) < _MOST:
            self._waiting.append((command, takes_focus))
            self._is_full = takes_focus

    def decided(self, change: ChangeSet) -> None:
        """The store has answered; when it changed nothing, there will be no news to wait for."""
        if not change.conversations:
            self.end()

    def followed(self, change: ChangeSet) -> None:
        """The list has followed a commit."""
        if self._is_busy and change.initiator in ("triage", "outbox"):
            self.end()

    def end(self) -> None:
        """Let those who waited run, up to the next decision."""
        self._patience.stop()
        self._is_busy = False
        waiting, self._waiting, self._is_full = self._waiting, [], False
        for command, takes_focus in waiting:
            self.run(command, takes_focus=takes_focus)
