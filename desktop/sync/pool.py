"""Niced worker processes that parse what was fetched: bytes go in, values come out, and a bad message harms nobody.

When a worker dies or hangs over a chunk, a fresh one gets its messages one by one, and the message that brings down
two more is stored as unreadable with its bytes. Where no worker can be started at all, no message is to blame: nothing
is stored, and the messages are fetched again later.
"""

import contextlib
import logging
import multiprocessing
import pickle
import queue
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from desktop.domain.account import Account
from desktop.domain.errors import Cancelled, ShopbellError
from desktop.domain.item import Incoming, Raw
from desktop.domain.wording import worded
from desktop.store import niceness
from desktop.sync.parsing import GREETING, load, parse_one, received, serve, unreadable

log = logging.getLogger(__name__)

CHUNK_ITEMS = 64
CHUNK_BYTES = 4 << 20
ITEM_SECONDS = 20.0
START_SECONDS = 60.0


class NoWorker(ShopbellError):
    """No worker could be started, or none that has the parser. Nothing was stored; it is tried again."""

    def __init__(self) -> None:
        super().__init__(
            worded(
                "The part of Shopbell that reads messages could not start, so nothing new was taken in. It is tried again;"
                " if it stays so, start Shopbell anew or install it again."
            )
        )


class Parsing(Protocol):
    """Parsing that goes on elsewhere."""

    def result(self) -> list[Incoming]:
        """Return the parsed messages in the order they were given; blocks.

        Raises Cancelled when the pool closed, NoWorker when none could be started.
        """
        ...


class Parser(Protocol):
    """Something that parses: a pool of processes, or this one."""

    def begin(self, account: Account, raws: Sequence[Raw]) -> Parsing:
        """Start to parse and return at once; may be called on any thread."""
        ...

    def parse(self, account: Account, raws: Sequence[Raw]) -> list[Incoming]:
        """Parse and wait."""
        ...

    def close(self) -> None:
        """Stop at once; whoever waits gets Cancelled. May be called more than once."""
        ...


def chunks(raws: Sequence[Raw]) -> Iterator[list[Raw]]:
    """Cut into pieces of at most `CHUNK_ITEMS` messages and about `CHUNK_BYTES`."""
    piece: list[Raw] = []
    size = 0
    for raw in raws:
        if piece and (len(piece) >= CHUNK_ITEMS or size + len(raw.data) > CHUNK_BYTES):
            yield piece
            piece, size = [], 0
        piece.append(raw)
        size += len(raw.data)
    if piece:
        yield piece


FIND_PARSER = "desktop.connectors.registry:parser"


@dataclass(frozen=True, slots=True)
class _Done:
    items: list[Incoming]

    def result(self) -> list[Incoming]:
        return self.items


class InlinePool:
    """Parses in the calling thread: for small work on the command line."""

    def __init__(self, *, find_parser: str = FIND_PARSER) -> None:
        self._find = load(find_parser)

    def begin(self, account: Account, raws: Sequence[Raw]) -> Parsing:
        """Parse here and now."""
        return _Done(self.parse(account, raws))

    def parse(self, account: Account, raws: Sequence[Raw]) -> list[Incoming]:
        """Parse here and now."""
        if not raws:
            return []
        parse = self._find(account.kind)
        return [parse_one(parse, account, raw) for raw in raws]

    def close(self) -> None:
        """Nothing is held open."""


@dataclass(frozen=True, slots=True)
class _Job:
    account: Account
    raws: list[Raw]
    future: Future[list[Incoming]]


@dataclass(frozen=True, slots=True)
class _Gathered:
    parts: list[Future[list[Incoming]]]

    def result(self) -> list[Incoming]:
        return [item for part in self.parts for item in part.result()]


class Pool:
    """A few worker processes, started when there is first something to parse. All methods may be called on any thread.

    `item_seconds` is the hard limit for one message, and for a chunk before it is taken apart; a worker over it is
    killed.
    """

    def __init__(self, workers: int = 2, *, item_seconds: float = ITEM_SECONDS, find_parser: str = FIND_PARSER) -> None:
        self._find_parser = find_parser
        self._item_seconds = item_seconds
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._workers = [_Worker(find_parser) for _ in range(workers)]
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start all workers now; else each starts when there is work for it. For when much is about to come."""
        for worker in self._workers:
            worker.start()

    def begin(self, account: Account, raws: Sequence[Raw]) -> Parsing:
        """Hand the messages to the workers and return at once. Raises Cancelled when the pool is closed."""
        plain = replace(account, settings=dict(account.settings))
        jobs = [_Job(plain, piece, Future()) for piece in chunks(raws)]
        with self._lock:
            if self._closed:
                raise Cancelled("Stopped.")
            self._start_threads()
            for job in jobs:
                self._jobs.put(job)
        return _Gathered([job.future for job in jobs])

    def parse(self, account: Account, raws: Sequence[Raw]) -> list[Incoming]:
        """Parse and wait. Raises Cancelled when the pool closes meanwhile."""
        return self.begin(account, raws).result()

    def close(self) -> None:
        """Kill the workers; nothing they do is of value beyond this process."""
        with self._lock:
            self._closed = True
            threads, self._threads = self._threads, []
        for worker in self._workers:
            worker.retire()
        for _ in threads:
            self._jobs.put(None)
        for thread in threads:
            thread.join()
        for worker in self._workers:
            with contextlib.suppress(Cancelled):
                worker.stop()
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job.future.set_exception(Cancelled("Stopped."))

    def _start_threads(self) -> None:
        if self._threads:
            return
        for n, worker in enumerate(self._workers):
            thread = threading.Thread(target=self._feed, args=(worker,), name=f"parse-{n}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _feed(self, worker: "_Worker") -> None:
        niceness.stand_back(niceness.LITTLE)
        while (job := self._jobs.get()) is not None:
            try:
                job.future.set_result(self._chunk(worker, job))
            except Cancelled as stopped:
                job.future.set_exception(stopped)
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, and the thread must live on
                job.future.set_exception(error)

    def _chunk(self, worker: "_Worker", job: _Job) -> list[Incoming]:
        """Return all of a chunk's messages: in one piece, or one by one when that did not go well."""
        try:
            return worker.parse(job.account, job.raws, self._item_seconds)
        except (EOFError, OSError, TimeoutError) as death:
            log.warning("parsing %d messages of %s one by one: %r", len(job.raws), job.account.name, death)
            worker.stop()
        return [self._one(worker, job.account, raw) for raw in job.raws]

    def _one(self, worker: "_Worker", account: Account, raw: Raw) -> Incoming:
        """Return one message; unreadable when two workers did not survive it."""
        death: Exception | None = None
        for _ in range(2):
            try:
                return worker.parse(account, [raw], self._item_seconds)[0]
            except (EOFError, OSError, TimeoutError) as again:
                death = again
                worker.stop()
        log.warning("a message in %s brought down two workers: %r", account.name, death)
        return unreadable(account, raw, _killer_words(death))


def _killer_words(death: Exception | None) -> str:
    if isinstance(death, TimeoutError):
        return worded("This message takes too long to read. Its original is kept.")
    return worded("This message could not be read safely. Its original is kept.")


class _Worker:
    """One worker process and the pipe to it. Used by one thread; `retire` may be called on any."""

    def __init__(self, find_parser: str) -> None:
        self._find_parser = find_parser
        self._lock = threading.Lock()
        self._retired = False
        self._greeted = False
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def parse(self, account: Account, raws: list[Raw], seconds: float) -> list[Incoming]:
        """Return the parsed messages.

        Raises EOFError or OSError when the worker died over them, TimeoutError when it hangs, NoWorker when it could
        not even begin.
        """
        pipe = self._ready()
        if not self._greeted:
            self._welcome(pipe)
        pipe.send_bytes(pickle.dumps((account, raws), protocol=5))
        self._await(pipe, seconds)
        sent: list[list[Any]] | None = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own child
        if sent is None:
            self.stop()
            raise NoWorker
        return [received(one, raw) for one, raw in zip(sent, raws, strict=True)]

    def _welcome(self, pipe: Connection) -> None:
        try:
            self._await(pipe, START_SECONDS)
            self._greeted = pipe.recv_bytes() == GREETING
        except (EOFError, OSError) as death:
            self.stop()
            log.warning("a worker died before it had anything to parse: %r", death)
            raise NoWorker from death

    def _await(self, pipe: Connection, seconds: float) -> None:
        if not pipe.poll(seconds):
            self._check()
            raise TimeoutError(f"no answer within {seconds} s")

    def _check(self) -> None:
        if self._retired:
            raise Cancelled("Stopped.")

    def _ready(self) -> Connection:
        with self._lock:
            self._check()
            if self._pipe is None:
                context = multiprocessing.get_context("spawn")
                try:
                    ours, theirs = context.Pipe()
                    process = context.Process(
                        target=serve, args=(theirs, self._find_parser), name="shopbell-parse", daemon=True
                    )
                    process.start()
                except OSError as refused:
                    log.warning("a worker could not be started: %r", refused)
                    raise NoWorker from refused
                theirs.close()
                self._process, self._pipe, self._greeted = process, ours, False
            return self._pipe

    def start(self) -> None:
        """Start the process; whoever has work for it hears of it when that fails. Any thread."""
        with contextlib.suppress(NoWorker, Cancelled):
            self._ready()

    def stop(self) -> None:
        """Kill the process, if there is one; the next parse starts another. Raises Cancelled when retired."""
        with self._lock:
            process, pipe = self._process, self._pipe
            self._process = self._pipe = None
        if process is not None and pipe is not None:
            process.kill()
            process.join()
            pipe.close()
            process.close()
        self._check()

    def retire(self) -> None:
        """Kill the process for good, which ends a parse that waits for it."""
        with self._lock:
            self._retired = True
            if self._process is not None and self._process.is_alive():
                self._process.kill()
