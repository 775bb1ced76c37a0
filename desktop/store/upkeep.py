"""What is done once a day, beside everything else: a backup, which is also a check, and the ballast."""

import logging
import sqlite3
import threading
from pathlib import Path

from desktop.domain.clock import Clock
from desktop.store import ballast, niceness, rescue
from desktop.store.connection import StoreFailure, suspect
from desktop.store.maintenance import LOW_DISK, Interrupted, backup, disk_free, prune

KEEP = 7
_PATTERN = "daily-*.db"
_log = logging.getLogger(__name__)


class Upkeep:
    """The daily round over one data file. Any thread; at most one round runs at a time."""

    def __init__(self, path: Path, backups: Path, clock: Clock) -> None:
        self._path = path
        self._backups = backups
        self._clock = clock
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def due(self) -> bool:
        """Whether today's backup is not made yet and nobody is making it."""
        busy = self._thread is not None and self._thread.is_alive()
        return not busy and not self._stopped.is_set() and not self._today.exists()

    def begin(self) -> None:
        """Make the round on a thread of its own, which gives way to everything else where the system has a way to say so."""
        self._thread = threading.Thread(target=self._quietly, name="upkeep", daemon=True)
        self._thread.start()

    def run(self) -> Path | None:
        """Make the round; return the new backup, None when there is no room for one or it was stopped.

        A damaged file is marked, so that the next start puts a backup in its place. Blocking. Raises StoreFailure.
        """
        ballast.lay(self._path)
        self._backups.mkdir(parents=True, exist_ok=True)
        size = self._path.stat().st_size
        self._thin_out(coming=size)
        if disk_free(self._backups) < size + LOW_DISK:
            _log.warning("no backup was made today: the disk has too little room")
            return None
        try:
            made = backup(self._path, self._today, self._clock, stopped=self._stopped.is_set)
        except Interrupted:
            return None
        except StoreFailure:
            if rescue.check(self._path):
                suspect(self._path).touch()
            raise
        self._thin_out()
        return made

    def _thin_out(self, *, coming: int = 0) -> None:
        """Keep a week of copies, or as many as fit into half the room there would be without them.

        `coming` bytes are about to be added, and must fit as well.
        """
        room = disk_free(self._backups) + sum(file.stat().st_size for file in self._backups.glob(_PATTERN))
        prune(self._backups, _PATTERN, KEEP, at_most=min(room // 2, room - LOW_DISK) - coming)

    def close(self, timeout: float) -> bool:
        """Stop a round that is under way; return whether it ended in time. What it had made of a copy is deleted."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    @property
    def _today(self) -> Path:
        return self._backups / f"daily-{self._clock.now().astimezone():%Y-%m-%d}.db"

    def _quietly(self) -> None:
        niceness.stand_back(niceness.MUCH)
        try:
            self.run()
        except (StoreFailure, OSError, sqlite3.Error):
            _log.exception("today's backup failed")
