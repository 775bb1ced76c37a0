"""Slow reads off the GUI thread, each on a read-only connection of its thread; the result comes back as a slot call."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.ui.reads import Reads

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
_log = logging.getLogger(__name__)
_Job = Callable[[Callable[[], Reads]], Callable[[], None]]


class Tasks(QObject):
    """Runs work on up to two threads, in the order it was given. Made, used and closed on the GUI thread."""

    _finished = Signal(object)

    def __init__(self, open_reads: Callable[[], Reads], threads: int = 2) -> None:
        super().__init__()
        self._open_reads = open_reads
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._limit = threads
        self._threads: list[threading.Thread] = []
        self._open = True
        self._finished.connect(self._deliver)

    def run(
        self, work: Callable[[Reads], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Call `work` with a connection on a worker thread, then `done` with its result on the GUI thread.

        An exception goes to `failed`, or to the log. After `close` neither is called.
        """
        if not self._open:
            return
        if len(self._threads) < self._limit:
            thread = threading.Thread(target=self._work, name=f"ui-task-{len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._jobs.put(lambda reads: _outcome(lambda: work(reads()), done, failed))

    def deliver(
        self, future: "Future[T]", done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Call `done` on the GUI thread with the result of a future made elsewhere, such as a write of the store."""
        future.add_done_callback(lambda ended: self._emit(_ended(ended, done, failed)))

    def close(self) -> None:
        """Let the work in hand end, drop the rest, and close the connections."""
        self._open = False
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(timeout=2.0)

    def _work(self) -> None:
        opened: list[Reads] = []

        def reads() -> Reads:
            # Within a job, so that whoever asked hears of it when the store cannot be opened just now.
            if not opened:
                opened.append(self._open_reads())
            return opened[0]

        while (job := self._jobs.get()) is not None:
            if self._open:
                self._emit(job(reads))
        for one in opened:
            one.close()

    def _emit(self, call: Callable[[], None]) -> None:
        if self._open:
            self._finished.emit(call)

    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()


def _outcome(
    work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None
) -> Callable[[], None]:
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - a worker thread reports every failure to the GUI thread
        return _failure(error, failed)
    return lambda: done(result)


def _ended(
    future: "Future[T]", done: Callable[[T], None], failed: Callable[[Exception], None] | None
) -> Callable[[], None]:
    if future.cancelled():
        return _nothing
    error = future.exception()
    if error is not None:
        return _failure(error, failed)
    result = future.result()
    return lambda: done(result)


def _failure(error: BaseException, failed: Callable[[Exception], None] | None) -> Callable[[], None]:
    if failed is None or not isinstance(error, Exception):
        _log.error("work off the GUI thread failed", exc_info=error)
        return _nothing
    return lambda: failed(error)


def _nothing() -> None:
    return
