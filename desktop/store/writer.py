"""The one thread that writes: everybody hands it functions, and hears what changed after the commit."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TypeVar

from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.errors import ShopbellError
from desktop.domain.wording import worded
from desktop.store import ballast, niceness
from desktop.store.connection import DiskFull, Polite, open_late, transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")
GiveWay = Callable[[threading.Event], object]
_LOG = logging.getLogger(__name__)
_BESIDE_A_WINDOW = -16_000
"""KiB of pages, negative as SQLite has it, that are kept beside a window. With eight times as many a first sync of
20,000 mails takes 4 % less CPU, and the window 90 MB more from then on."""
_REST = 10.0
"""Seconds without a write after which a window's store lets go of the pages it keeps."""
_LONGEST = 60.0
"""Seconds after which it does so also between two writes: where something is written every few seconds, nothing else would."""


@dataclass(frozen=True, slots=True)
class _Job:
    write: "Callable[[Database], Any]"
    durable: bool
    outcome: "Future[Any]"


class Writer:
    """Owns the process's only writing connection; every write and every checkpoint happens on its thread.

    `submit` may be called on any thread. Listeners are called on the store thread after the commit and must be quick.
    `seat` names this installation in the log of acts; "" keeps the one the file was made with. `give_way` is called
    between the statements of a write that is not durable, and may wait a moment there: until the event it is given is
    set, as then something of the owner's waits behind that write. Whoever does not close the writer loses what was not
    acknowledged yet, nothing else.
    """

    def __init__(self, path: Path, clock: Clock, seat: str = "", *, give_way: "GiveWay | None" = None) -> None:
        self._path = path
        self._owner_waits = threading.Event()
        self._of_the_owner = 0
        """How many durable writes were submitted and not begun."""
        self._give_way = None if give_way is None else partial(give_way, self._owner_waits)
        self._clock = clock
        self._seat = seat
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._listeners: list[Callable[[ChangeSet], None]] = []
        self._gate = threading.Lock()
        self._closed = False
        self._rested_at = monotonic()
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="store", daemon=True)
        self._thread.start()
        try:
            opened.result()
        except BaseException:
            self._thread.join()
            raise

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def submit(self, write: "Callable[[Database], T]", *, durable: bool = True) -> "Future[T]":
        """Run `write` in a transaction of its own, after everything submitted before it.

        The future holds what it returned, once that is committed, or what it raised, after all of it was rolled back.
        Raises ShopbellError when the writer was closed.
        """
        outcome: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise ShopbellError(worded("Shopbell is closing; this was not kept."))
            if durable:
                self._of_the_owner += 1
                self._owner_waits.set()
            self._jobs.put(_Job(write, durable, outcome))
        return outcome

    def listen(self, callback: Callable[[ChangeSet], None]) -> None:
        """Call `callback` after every commit that changed something. Any thread; before or between writes."""
        with self._gate:
            self._listeners.append(callback)

    def close(self) -> None:
        """Finish all that was submitted, fold the write-ahead log into the file, and stop. More than once is fine."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self, opened: "Future[None]") -> None:
        try:
            db = open_late(self._path)
            if self._give_way is not None:
                niceness.stand_back(niceness.LITTLE)
                db.conn.execute(f"pragma cache_size = {_BESIDE_A_WINDOW}")
            if self._seat:
                with transaction(db, durable=True):
                    db.conn.execute("update seat set id = ? where id is not ?", (self._seat, self._seat))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for the writer to open
            opened.set_exception(error)
            return
        opened.set_result(None)
        while (job := self._next(db)) is not None:
            self._carry_out(db, job)
        with suppress(sqlite3.Error):
            db.conn.execute("pragma optimize")
            db.conn.execute("pragma wal_checkpoint(truncate)")
        db.close()

    def _next(self, db: "Database") -> _Job | None:
        """Wait for the next job; beside a window, memory that is not needed is let go of when none comes for a while."""
        if self._give_way is not None:
            with suppress(queue.Empty):
                return self._jobs.get(timeout=max(0.0, min(_REST, self._rested_at + _LONGEST - monotonic())))
            self._rested_at = monotonic()
            with suppress(sqlite3.Error):
                db.conn.execute("pragma shrink_memory")
            hand_back()
        return self._jobs.get()

    def _carry_out(self, db: "Database", job: _Job) -> None:
        if job.durable:
            with self._gate:
                self._of_the_owner -= 1
                if not self._of_the_owner:
                    self._owner_waits.clear()
        if not job.outcome.set_running_or_notify_cancel():
            return
        try:
            result = self._write(db, job)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that asked for the write
            job.outcome.set_exception(error)
            return
        changes = result[0] if isinstance(result, tuple) and result else result
        if isinstance(changes, ChangeSet) and changes:
            self._tell(changes)
        job.outcome.set_result(result)

    def _write(self, db: "Database", job: _Job) -> object:
        """Carry out a write; when the disk is full, the owner's own is tried again with the room kept for it."""
        if isinstance(db.conn, Polite):
            # What the owner does gives way to nobody.
            db.conn.give_way = None if job.durable else self._give_way
        try:
            with transaction(db, durable=job.durable):
                return job.write(db)
        except DiskFull:
            if not job.durable or not ballast.drop(self._path):
                raise
        with transaction(db, durable=job.durable):
            return job.write(db)

    def _tell(self, changes: ChangeSet) -> None:
        with self._gate:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(changes)
            except Exception:  # noqa: BLE001 - what a listener does wrong must not stop the store
                _LOG.exception("a listener of the store failed")


def hand_back() -> None:
    """Hand all that was freed in this process back to the system: glibc keeps it, and a window stayed as large as it
    ever was. A millisecond or so; other libraries of C do it by themselves.
    """
    from ctypes import CDLL

    with suppress(OSError, AttributeError, TypeError):
        CDLL(None).malloc_trim(0)
