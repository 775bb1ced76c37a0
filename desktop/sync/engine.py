"""The engine: one lane per account, a few threads for their work, an ear where a server can call, and one timer.

It knows no Qt. What it does shows in the store; what it is doing it tells a plain function.
"""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol

from desktop.connectors import registry
from desktop.connectors.base import Cancel, Connector, Context
from desktop.domain.account import Account, AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.conversation import Rank
from desktop.domain.draft import Reply, ReplyState
from desktop.domain.errors import Cancelled, ShopbellError
from desktop.domain.item import Author
from desktop.store import flags, niceness, outbox
from desktop.store.connection import Reader, data_version, open_reader
from desktop.store.upkeep import Upkeep
from desktop.store.writer import Writer
from desktop.sync import schedule, worker
from desktop.sync.chores import Chores
from desktop.sync.events import AccountReport, Event
from desktop.sync.forgetting import Forgetful, forget_secrets
from desktop.sync.lane import NEVER, Lane, Surroundings
from desktop.sync.lanes import Lanes
from desktop.sync.lease import LEASE, Leases
from desktop.sync.pool import Parser
from desktop.sync.probe import Probes
from desktop.sync.pull import Means
from desktop.sync.push import Push, due_of, worth_staying
from desktop.sync.renewal import Renewal

log = logging.getLogger(__name__)

LANES_AT_ONCE = 8
"""How many accounts are asked for news at the same time. Replies have threads of their own, and never wait for those."""
TICK = 5.0
"""Seconds after which the timer looks around in any case: another process may have written, the clock leapt."""
_OF_NO_CONCERN = ("sync", "rank", "composer", "render")
PATIENCE = timedelta(seconds=90)
"""How long `run_once` stays for replies on hold and for those whose fate is open."""


class Secrets(Forgetful, Protocol):
    """Where secrets are kept; see `desktop.secrets`."""

    def get(self, key: str) -> str:
        """Return the secret of that name, "" when there is none; may block. Raises KeyringMissing."""
        ...


@dataclass(frozen=True, slots=True)
class SecretOf:
    """A handle on one account's secret."""

    secrets: Secrets
    key: str

    def get(self) -> str:
        """Return the secret; may block on the keyring. Raises KeyringMissing."""
        return self.secrets.get(self.key) if self.key else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How patient the engine is; the defaults are meant for real servers."""

    lease: timedelta = LEASE
    probe_waits: Sequence[timedelta] = schedule.PROBE_WAITS
    rng: Random = field(default_factory=Random)


def _waits_from(lane: Lane) -> float:
    return lane.waits_from


def _unheard(event: Event) -> None:
    log.debug("%r", event)


class Engine:
    """Keeps every account up to date between `start` and `close`, or once by `run_once`. All methods on any thread.

    `listener` hears of progress and of accounts that begin and end their work, on the engine's threads; it must be
    quick. `pool` is closed with the engine.
    """

    def __init__(
        self,
        *,
        writer: Writer,
        path: Path,
        secrets: Secrets,
        clock: Clock,
        pool: Parser,
        rank: Rank,
        open_connector: Callable[[Context], Connector] = registry.open_connector,
        listener: Callable[[Event], None] = _unheard,
        pace: Pace | None = None,
        follow: Callable[[], bool] = bool,
    ) -> None:
        """`follow` has the ranker go by the owner's targets; it returns whether they are others than before."""
        self._writer = writer
        self._path = path
        self._clock = clock
        self._pool = pool
        self._secrets = secrets
        self._open_connector = open_connector
        pace = pace or Pace()
        rng = pace.rng
        leases = Leases(writer=writer, clock=clock, worker=worker.name(), lease=pace.lease)
        probes = Probes(clock=clock, rng=rng, waits=pace.probe_waits)
        self._push = Push(writer=writer, path=path, clock=clock, leases=leases, probes=probes, rng=rng)
        self._lanes = Lanes(
            lambda lanes: Surroundings(
                means=Means(writer=writer, pool=pool, clock=clock, rank=rank),
                path=path,
                push=self._push,
                rng=rng,
                open_connector=open_connector,
                secret=self._secret,
                lanes=lanes,
                tell=listener,
            ),
            heard=self.wake,
        )
        upkeep = Upkeep(path, path.parent / "backups", clock)
        renewal = Renewal(writer=writer, path=path, clock=clock, pool=pool, busy=self._is_pulling)
        self._chores = Chores(writer=writer, clock=clock, rank=rank, upkeep=upkeep, renewal=renewal, follow=follow)
        self._executor = ThreadPoolExecutor(
            LANES_AT_ONCE, thread_name_prefix="sync", initializer=niceness.stand_back, initargs=(niceness.LITTLE,)
        )
        self._out = ThreadPoolExecutor(LANES_AT_ONCE, thread_name_prefix="out")
        self._running: set[Future[AccountReport]] = set()
        self._bell = threading.Condition()
        self._rung = False
        self._closed = False
        self._timer: threading.Thread | None = None
        self._before: tuple[datetime, float] | None = None
        self._version = -1
        self._rows: list[Reply] = []
        self._only: Collection[str] | None = None

    # -- what others ask -----------------------------------------------------------------------------------------

    def start(self, *, anew: bool = False, only: Collection[str] | None = None) -> None:
        """Begin to keep all accounts up to date, or those named; `anew` also tries once more who had stopped.

        What had stopped them to ask the owner, such as a refused password, may have been put right since; what its
        server said has ended for good has not.
        """
        self._only = only
        self._out.submit(self._forget_passwords)
        if anew:
            with self._reader() as reader:
                self._lanes.refresh(reader)
            for lane in self._lanes.all():
                if lane.stopped and not lane.ended:
                    lane.forgive()
        self._writer.listen(self._on_change)
        self._timer = threading.Thread(target=self._tick, name="sync-timer", daemon=True)
        self._timer.start()

    def wake(self) -> None:
        """Look at once whether something is due."""
        with self._bell:
            self._rung = True
            self._bell.notify_all()

    def sync_now(self, account: AccountId | None = None) -> None:
        """Ask the account (or all) for news at once and try its replies again, whatever it was waiting for.

        What has ended for good is asked only when it is meant itself.
        """
        for lane in self._lanes.all():
            if lane.account.id == account or (account is None and not lane.ended):
                lane.forgive()
        self.wake()

    def trouble(self, account: AccountId) -> ShopbellError | None:
        """Return what the account's last work here failed of, None when it went well or there was none yet."""
        return next((lane.trouble for lane in self._lanes.all() if lane.account.id == account), None)

    def run_once(
        self,
        names: Collection[str] | None = None,
        *,
        patience: timedelta = PATIENCE,
        anew: bool = False,
        force: bool = False,
    ) -> list[AccountReport]:
        """Bring all accounts (or those named) up to date once, and report; blocks. For use without `start`.

        An account that is to be left alone for a while, or that had stopped to ask the owner, is not asked for news;
        `anew` tries those that had stopped, `force` asks everybody whatever they wait for; a keyring that was locked is
        asked each time. Stays up to `patience` for
        replies whose hold is not over and for those the server is still asked about.
        """
        with self._reader() as reader:
            self._lanes.refresh(reader)
            self._chores.run(reader)
        lanes = [lane for lane in self._lanes.all() if names is None or lane.account.name in names]
        for lane in lanes:
            lane.ask(force=force or (anew and lane.stopped) or lane.may_pass)
        until = self._clock.monotonic() + patience.total_seconds()
        # Replies first, on threads of their own: nobody's long first sync may keep them waiting.
        waiting = {row.account for row in self._push.rows() if row.state is not ReplyState.SENT}
        sending = {
            lane: self._submit(partial(lane.work, pulling=False), self._out)
            for lane in lanes
            if lane.account.id in waiting and not lane.stopped
        }
        jobs = [self._submit(partial(self._once, lane, until, sending.get(lane)), self._executor) for lane in lanes]
        reports = [job.result() for job in jobs]
        return [self._follow_up(lane, report) for lane, report in zip(lanes, reports, strict=True)]

    def check(self, account: Account, cancel: Cancel | None = None) -> Author:
        """Sign in to an account and return who we are there; blocks. Raises ShopbellError with what is wrong."""
        context = Context(account=account, secret=self._secret(account), clock=self._clock)
        connector = self._open_connector(context)
        try:
            return connector.check(cancel or Cancel())
        finally:
            connector.close()

    def close(self, timeout: float = 2.0) -> bool:
        """Stop everything within `timeout` seconds, also work that waits on a socket; return whether all ended.

        What was under way goes on at the next start. More than once is fine.
        """
        until = self._clock.monotonic() + timeout
        with self._bell:
            self._closed = self._rung = True
            self._bell.notify_all()
        self._lanes.close()
        self._pool.close()
        for executor in (self._executor, self._out):
            executor.shutdown(wait=False, cancel_futures=True)
        with self._bell:
            running = set(self._running)
        left = wait(running, timeout=max(0.0, until - self._clock.monotonic())).not_done
        if self._timer is not None:
            self._timer.join(max(0.0, until - self._clock.monotonic()))
        rested = self._chores.close(max(0.05, until - self._clock.monotonic()))
        deaf = self._lanes.join(max(0.05, until - self._clock.monotonic()))
        return not left and deaf and rested and (self._timer is None or not self._timer.is_alive())

    # -- the timer -----------------------------------------------------------------------------------------------

    def _on_change(self, changes: ChangeSet) -> None:
        if changes.replies or changes.accounts or changes.initiator not in _OF_NO_CONCERN:
            self.wake()

    def _tick(self) -> None:
        niceness.stand_back(niceness.LITTLE)
        while not self._closed:
            try:
                with self._reader() as reader:
                    self._version = -1
                    self._go_round(reader)
            except Exception:
                log.exception("the timer stumbled")
                with self._bell:
                    # What rang it is no reason to stumble again at once.
                    self._rung = self._closed
                self._rest(TICK)

    def _go_round(self, reader: Reader) -> None:
        while not self._closed:
            with self._bell:
                self._rung = self._closed
            self._rest(self._round(reader))

    def _rest(self, seconds: float) -> None:
        with self._bell:
            self._bell.wait_for(lambda: self._rung or self._closed, timeout=seconds)

    def _round(self, reader: Reader) -> float:
        """Start all that is due; return the seconds until the next look."""
        now, seconds = self._clock.now(), self._clock.monotonic()
        self._notice_leap(now, seconds)
        version = data_version(reader)
        if version != self._version:
            # First, as a job that ends meanwhile asks for another look.
            self._version = version
            self._lanes.refresh(reader)
            self._rows = outbox.outbox(reader)
            for lane in self._lanes.all():
                lane.note_flags(flags.flag_work(reader, lane.account.id))
        mine = [lane for lane in self._lanes.all() if self._only is None or lane.account.name in self._only]
        waits = [self._dispatch(lane, now, seconds) for lane in sorted(mine, key=_waits_from)]
        return max(0.02, min(TICK, self._chores.run(reader), *waits))

    def _notice_leap(self, now: datetime, seconds: float) -> None:
        """After a sleep, or when the clock was set, everything is due at once."""
        before, self._before = self._before, (now, seconds)
        if before is not None and schedule.leap(now - before[0], timedelta(seconds=seconds - before[1])):
            log.info("the clock leapt from %s to %s", before[0], now)
            self._lanes.distrust()

    def _dispatch(self, lane: Lane, now: datetime, seconds: float) -> float:
        """Give a lane its job if it is due; return the seconds until it is."""
        push_in = min(lane.push_in(self._rows, now, seconds), lane.flags_at - seconds)
        if lane.busy:
            if push_in <= 0:
                lane.push_wanted.set()
            return NEVER
        pull_at = schedule.due_at(lane.times, now)
        pull_in = NEVER if pull_at is None else (pull_at - now).total_seconds()
        if pull_in <= 0 and not self._has_place():
            # Asked as soon as another job ends, which rings the bell; whoever waits longest comes first.
            lane.waits_from, pull_in = min(lane.waits_from, seconds), NEVER
        if min(push_in, pull_in) > 0:
            return min(push_in, pull_in)
        lane.busy, lane.pulling = True, pull_in <= 0
        self._submit(partial(self._job, lane, pulling=lane.pulling), self._executor if lane.pulling else self._out)
        return NEVER

    def _is_pulling(self) -> bool:
        return any(lane.pulling for lane in self._lanes.all())

    def _has_place(self) -> bool:
        return sum(lane.pulling for lane in self._lanes.all()) < LANES_AT_ONCE

    # -- jobs ----------------------------------------------------------------------------------------------------

    def _submit(self, job: Callable[[], AccountReport], executor: ThreadPoolExecutor) -> "Future[AccountReport]":
        with self._bell:
            if self._closed:
                raise Cancelled("Stopped.")
            future = executor.submit(job)
            self._running.add(future)
        future.add_done_callback(self._forget)
        return future

    def _forget(self, future: "Future[AccountReport]") -> None:
        with self._bell:
            self._running.discard(future)

    def _job(self, lane: Lane, *, pulling: bool) -> AccountReport:
        if pulling:
            lane.waits_from = NEVER
        try:
            return lane.work(pulling=pulling)
        finally:
            lane.busy = lane.pulling = False
            # What was read or answered meanwhile was not noted: a busy lane takes no notes.
            self._version = -1
            self._lanes.listen_to(lane)
            self.wake()

    def _once(self, lane: Lane, until: float, sending: "Future[AccountReport] | None") -> AccountReport:
        """One account's part of `run_once`: fetch and send, then stay for what is still on its way out."""
        report = AccountReport(account=lane.account) if sending is None else sending.result()
        if report.needs_owner:
            return report
        now = self._clock.now()
        due = schedule.due_at(lane.times, now)
        if due is not None and due <= now:
            report |= lane.work(pulling=True, sending=sending is None)
        else:
            report |= lane.at_rest(due)
        while not (report.needs_owner or lane.stumbled or lane.cancel.is_set):
            now, seconds = self._clock.now(), self._clock.monotonic()
            rows = [row for row in self._push.rows() if worth_staying(row, now)]
            pause = lane.push_in(rows, now, seconds)
            if seconds + pause > until or lane.cancel.wait(max(pause, 0.05)):
                break
            report |= lane.work(pulling=False)
        return report

    def _follow_up(self, lane: Lane, report: AccountReport) -> AccountReport:
        """Send what had to wait until another account had sent what was to leave before it."""
        now = self._clock.now()
        freed = (row for row in self._push.rows() if row.gesture and row.account == lane.account.id)
        if report.needs_owner or all(row.state is not ReplyState.QUEUED or due_of(row, now) > now for row in freed):
            return report
        return report | lane.work(pulling=False)

    # -- small things --------------------------------------------------------------------------------------------

    def _forget_passwords(self) -> None:
        """Forget the passwords of removed accounts that the keyring did not let go of before."""
        try:
            with self._reader() as reader:
                forget_secrets(self._writer, reader, self._secrets)
        except ShopbellError as error:
            log.info("the passwords of removed accounts are looked for later: %s", error)
        except Exception:
            log.exception("the passwords of removed accounts could not be looked for")

    def _secret(self, account: Account) -> SecretOf:
        return SecretOf(self._secrets, account.secret_key)

    def _reader(self) -> "closing[Reader]":
        return closing(open_reader(self._path))
