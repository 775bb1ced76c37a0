"""Sends under way in this process, and the heartbeat that keeps another process from taking them over."""

import contextlib
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta

from desktop.domain.clock import Clock
from desktop.domain.errors import ShopbellError
from desktop.store import leases
from desktop.store.writer import Writer

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)


class Leases:
    """The replies this process is sending. `worker` is the name under which it holds them. Any thread."""

    def __init__(self, *, writer: Writer, clock: Clock, worker: str, lease: timedelta = LEASE) -> None:
        self.worker = worker
        self.length = lease
        self._writer = writer
        self._clock = clock
        self._lock = threading.Lock()
        self._held: set[str] = set()

    @property
    def held(self) -> frozenset[str]:
        """The ids of the replies being sent right now."""
        with self._lock:
            return frozenset(self._held)

    @contextlib.contextmanager
    def hold(self, reply_id: str) -> Iterator[None]:
        """Renew the lease of one reply three times in its length, however long the server takes."""
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(reply_id, over), name="lease", daemon=True)
        with self._lock:
            self._held.add(reply_id)
        beat.start()
        try:
            yield
        finally:
            over.set()
            beat.join()
            with self._lock:
                self._held.discard(reply_id)

    def renew(self, reply_id: str) -> bool:
        """Put off the end of a lease; return False when it is no longer ours."""
        return self._writer.submit(
            lambda db: leases.renew(db, reply_id, worker=self.worker, now=self._clock.now(), lease=self.length),
            durable=False,
        ).result()

    def _beat(self, reply_id: str, over: threading.Event) -> None:
        while not over.wait(self.length.total_seconds() / 3):
            try:
                if not self.renew(reply_id):
                    return
            except ShopbellError:
                log.warning("the lease of a reply could not be renewed", exc_info=True)
