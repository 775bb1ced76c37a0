"""Stored messages rendered anew when this release renders them better: beside everything else, newest first.

A thread of its own, because it waits for the workers; it takes a third of one of them at most, stands back while news
come in, and goes on at the next start where it was stopped.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop.domain.clock import Clock
from desktop.domain.errors import Cancelled
from desktop.domain.faults import fault
from desktop.domain.item import Incoming, MessageId
from desktop.store import anew
from desktop.store.connection import open_reader
from desktop.store.writer import Writer
from desktop.sync.pool import Parser

BATCH = 20
PAUSE = 0.25
"""Seconds between two batches at least; else twice as long as the last one took."""
_STAND_BACK = 1.0
log = logging.getLogger(__name__)


class Renewal:
    """Any thread; at most one round runs at a time. `busy` says whether news are coming in."""

    def __init__(
        self, *, writer: Writer, path: Path, clock: Clock, pool: Parser, busy: Callable[[], bool], pause: float = PAUSE
    ) -> None:
        self._writer = writer
        self._path = path
        self._clock = clock
        self._pool = pool
        self._busy = busy
        self._pause = pause
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Look for messages that an older release has rendered, and render them, on a thread of its own."""
        if self._stopped.is_set() or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = threading.Thread(target=self._quietly, name="renewal", daemon=True)
        self._thread.start()

    def close(self, timeout: float) -> bool:
        """Stop after the batch that is under way; return whether it ended in time."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def _quietly(self) -> None:
        try:
            self._run()
        except Cancelled:
            log.debug("the rendering of older messages goes on at the next start")
        except Exception:
            log.exception("older messages were not all rendered anew; it is tried again")

    def _run(self) -> None:
        from desktop.render import VERSION

        with closing(open_reader(self._path)) as reader:
            while not self._stopped.is_set():
                if self._busy():
                    self._stopped.wait(_STAND_BACK)
                    continue
                begun = self._clock.monotonic()
                found = anew.stale(reader, VERSION, limit=BATCH)
                if not found:
                    return
                self._renew(found, VERSION)
                self._stopped.wait(max(self._pause, 2 * (self._clock.monotonic() - begun)))

    def _renew(self, found: list[anew.Stale], version: int) -> None:
        made: list[tuple[MessageId, Incoming | None]] = [(one.message, None) for one in found if one.raw is None]
        for account in {one.account.id: one.account for one in found}.values():
            mine = [one for one in found if one.account.id == account.id and one.raw is not None]
            items = self._pool.parse(account, [one.raw for one in mine if one.raw is not None])
            made += zip((one.message for one in mine), items, strict=True)
        fault("renewal: made")
        now = self._clock.now()
        self._writer.submit(lambda db: anew.renew(db, made, version=version, now=now), durable=False).result()
        fault("renewal: stored")
