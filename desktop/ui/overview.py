"""How the shop stands: how many conversations there are in each lane, how the channels are doing, who was answered last."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.account import AccountId, ChannelStatus, Health, is_offline
from desktop.domain.clock import Clock
from desktop.ui.reads import Reads

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.domain.progress import Progress


class Overview(QObject):
    """Read by the window's own connection, in a millisecond or two, and told to whatever shows it. GUI thread only."""

    counted = Signal(object)
    """The Counts."""
    heard = Signal(object, object)
    """A list of ChannelStatus, one for each channel, as they are at this moment."""

    def __init__(self, reads: Reads, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reads = reads
        self._clock = clock
        self.statuses: list[ChannelStatus] = []
        """How the channels were doing when last read."""
        self.last_answer: datetime | None = None
        """When the shop wrote to anybody last, as far as that is known by now; reckoned elsewhere."""
        self._fetching: set[AccountId] = set()

    def read(self, *, statuses: bool = True) -> None:
        """Read counts (and how the channels are doing) and tell."""
        self.counted.emit(self._reads.counts())
        if statuses:
            now = self._clock.now()
            self.statuses = self._reads.statuses(now)
            self.heard.emit(self.statuses, now)

    def take_progress(self, progress: "Progress") -> bool:
        """Take note of how far a first sync is; return whether it has begun or come to its end with that."""
        before = self.is_fetching
        if progress.done < progress.total:
            self._fetching.add(progress.account)
        else:
            self._fetching.discard(progress.account)
        return self.is_fetching != before

    @property
    def is_fetching(self) -> bool:
        """Whether a channel that there still is is in its first long sync."""
        return any(status.account.id in self._fetching for status in self.statuses)

    @property
    def is_sure(self) -> bool:
        """Whether it is known who waits: every channel can be heard, and none is in its first long sync."""
        stuck = any(status.health is Health.NEEDS_OWNER for status in self.statuses)
        return not (stuck or self.is_offline() or self.is_fetching)

    def is_offline(self) -> bool:
        """Return whether no channel at all could be reached when they were last heard."""
        return is_offline(self.statuses)
