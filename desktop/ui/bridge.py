"""The one way news from other threads reaches the window: plain callbacks in, Qt signals out."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.domain.change import ChangeSet
from desktop.domain.progress import Progress
from desktop.sync.events import StatusChanged


class Bridge(QObject):
    """Made on the GUI thread before any worker; `publish`, `publish_event` and `say` may be called on any thread.

    One signal a commit: each receiver re-reads what it shows. Nothing is emitted after `close`.
    """

    changed = Signal(object)
    """A ChangeSet that was committed."""
    progressed = Signal(object)
    """How far a first sync is: a Progress."""
    status_changed = Signal()
    """Some channel is doing better or worse than before."""
    began = Signal(object)
    """A channel has begun to work: its AccountId."""
    worked = Signal(object)
    """A channel has ended its work: its AccountId. Follows `status_changed`."""
    said = Signal(str)
    """A sentence for the owner that nobody asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._open = True

    def publish(self, change: ChangeSet) -> None:
        """Tell the window what a write changed."""
        if self._open and change:
            self.changed.emit(change)

    def publish_event(self, event: object) -> None:
        """Tell the window of an event of the engine: a Progress, or anything else that may change a channel's dot."""
        if not self._open:
            return
        if isinstance(event, Progress):
            self.progressed.emit(event)
        else:
            self.status_changed.emit()
        if isinstance(event, StatusChanged):
            (self.began if event.busy else self.worked).emit(event.account)

    def say(self, sentences: Sequence[str]) -> None:
        """Have the first of these sentences said; any thread."""
        if self._open and sentences:
            self.said.emit(sentences[0])

    def close(self) -> None:
        """Stop passing on; called before the window goes."""
        self._open = False
