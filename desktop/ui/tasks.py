"""Slow reads off the GUI thread, each on a read-only connection of its thread; the result comes back as a slot call."""

import itertools
import logging
import queue
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.ui.reads import Reads

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
_log = logging.getLogger(__name__)
_Outcome = tuple[Any, BaseException | None] | None
"""What came of the work and what went wrong; None when it was called off."""
_Work = Callable[[Reads], object]
_Done = Callable[[T], None]
_Failed = Callable[[Exception], None] | None


class Tasks(QObject):
    """Runs work on up to two threads, in the order it was given. Made, used and closed on the GUI thread.

    What is to be done and whom to call is kept here under a number, and threads are given the number: the thread that
    drops the last hold on a widget destroys it, and that must be this one.
    """

    _finished = Signal(int, object)

    def __init__(self, open_reads: Callable[[], Reads], threads: int = 2) -> None:
        super().__init__()
        self._open_reads = open_reads
        self._jobs: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._limit = threads
        self._threads: list[threading.Thread] = []
        self._open = True
        self._keeping: set[int] = set()
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[_Work, _Done[Any], _Failed]] = {}
        self._finished.connect(self._deliver)

    def run(self, work: Callable[[Reads], T], done: _Done[T], failed: _Failed = None, *, keeps: bool = False) -> None:
        """Call `work` with a connection on a worker thread, then `done` with its result on the GUI thread.

        An exception goes to `failed`, or to the log. After `close` neither is called; what `keeps` something of the
        owner's is still worked off then.
        """
        if not self._open:
            return
        if len(self._threads) < self._limit:
            thread = threading.Thread(target=self._work, name=f"ui-task-{len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
        number = self._number(work, done, failed)
        if keeps:
            self._keeping.add(number)
        self._jobs.put(number)

    def deliver(self, future: "Future[T]", done: _Done[T], failed: _Failed = None) -> None:
        """Call `done` on the GUI thread with the result of a future made elsewhere, such as a write of the store."""
        if not self._open:
            return
        number = self._number(_nothing, done, failed)
        future.add_done_callback(lambda ended: self._emit(number, _ended(ended)))

    def close(self) -> None:
        """Let the work in hand end, drop the rest but what keeps something, and close the connections: within two seconds
        as far as the disk allows.
        """
        self._open = False
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(timeout=2.0)
        if not any(thread.is_alive() for thread in self._threads):
            self._waiting.clear()

    def _number(self, work: _Work, done: _Done[T], failed: _Failed) -> int:
        number = next(self._numbers)
        self._waiting[number] = (work, done, failed)
        return number

    def _work(self) -> None:
        opened: list[Reads] = []

        def reads() -> Reads:
            # Within a job, so that whoever asked hears of it when the store cannot be opened just now.
            if not opened:
                opened.append(self._open_reads())
            return opened[0]

        while (number := self._jobs.get()) is not None:
            if self._open or number in self._keeping:
                outcome = _outcome(self._waiting[number][0], reads)
                _let_go(outcome)
                self._emit(number, outcome)
                del outcome
        for one in opened:
            one.close()

    def _emit(self, number: int, outcome: _Outcome) -> None:
        if self._open:
            self._finished.emit(number, outcome)

    def _deliver(self, number: int, outcome: _Outcome) -> None:
        known = self._waiting.pop(number, None)
        if known is None or not self._open or outcome is None:
            return
        _, done, failed = known
        result, error = outcome
        if error is None:
            done(result)
        elif failed is not None and isinstance(error, Exception):
            failed(error)
        else:
            _log.error("work off the GUI thread failed", exc_info=error)


def _nothing(_reads: Reads) -> None:
    return


def _let_go(outcome: _Outcome) -> None:
    """Let go of what an error has seen on its way: it would be held beyond the call, by whichever thread is the last."""
    error = outcome[1] if outcome is not None else None
    if error is not None:
        traceback.clear_frames(error.__traceback__)


def _outcome(work: _Work, reads: Callable[[], Reads]) -> _Outcome:
    try:
        return work(reads()), None
    except Exception as error:  # noqa: BLE001 - a worker thread reports every failure to the GUI thread
        return None, error


def _ended(future: "Future[T]") -> _Outcome:
    if future.cancelled():
        return None
    error = future.exception()
    return (None, error) if error is not None else (future.result(), None)
