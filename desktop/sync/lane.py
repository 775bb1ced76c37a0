"""One account's lane: its connector, its one job at a time, and what every kind of trouble does to it."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol

from desktop.connectors.base import Cancel, Connector, Context, Flagger, Secret
from desktop.domain.account import Account
from desktop.domain.draft import Reply, ReplyState
from desktop.domain.errors import Cancelled, Ended, Malformed, ShopbellError, Unreachable
from desktop.domain.phrases import Watch
from desktop.domain.progress import Progress
from desktop.domain.wording import worded
from desktop.store import accounts, flags
from desktop.store.connection import StoreFailure, open_reader
from desktop.store.maintenance import LOW_DISK, disk_free
from desktop.sync import schedule
from desktop.sync.events import AccountReport, StatusChanged
from desktop.sync.pull import Means, Pulled, pull, push_flags
from desktop.sync.push import MOVING, STUMBLED, Drained, Push, due_of
from desktop.sync.schedule import NEEDS_OWNER

log = logging.getLogger(__name__)

_BROKEN = worded("Something in Shopbell went wrong with this account; it is tried again. The log says more.")
NEVER = float("inf")
FLAGS_AFTER = 1.5
LOOK_AGAIN = 1.0
"""Seconds between looks at a reply that another process has in hand."""
BREATH = 0.25
"""Seconds a lane leaves the outbox alone when what seemed due was not to be had."""


class Neighbours(Protocol):
    """What a lane needs to know of the other accounts."""

    @property
    def watches(self) -> Sequence[Watch]:
        """The watches that look in all feeds."""
        ...

    @property
    def own_keys(self) -> frozenset[str]:
        """The addresses that are the shop's own."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all lanes share."""

    means: Means
    path: Path
    push: Push
    rng: Random
    open_connector: Callable[[Context], Connector]
    secret: Callable[[Account], Secret]
    lanes: "Neighbours"
    tell: Callable[[Progress | StatusChanged], None]


class Lane:
    """One account at work. `work` is called on a worker thread and waits for its turn; the rest on any thread."""

    def __init__(self, account: Account, around: Surroundings) -> None:
        self.account = account
        self.cancel = Cancel()
        self.busy = False
        self.pulling = False
        self.waits_from = NEVER
        """Monotonic seconds since when it is due and finds no place, infinity when it is not."""
        self.push_wanted = threading.Event()
        self.push_after = 0.0
        self.flags_at = NEVER
        self.polled_at: datetime | None = None
        self.retry_at: datetime | None = None
        self.stopped = False
        self.ended = False
        self.trouble: ShopbellError | None = None
        """What the last work failed of, None when it went well or there was none yet."""
        self.poll = timedelta(minutes=5)
        self._failures = 0
        self._push_failures = 0
        self.stumbled = ""
        """What is said while a mistake of ours holds up the outbox, else ""."""
        self._drained_at = 0.0
        self._hurry = False
        self._poked = False
        self._asked = False
        self._stale = False
        self._around = around
        self._turn = threading.Lock()
        self._connector: Connector | None = None

    @property
    def times(self) -> schedule.LaneTimes:
        """When this lane wants to be asked next."""
        return schedule.LaneTimes(
            account=self.account.id,
            poll=self.poll,
            polled_at=None if self._poked or self._asked else self.polled_at,
            retry_at=None if self._asked else self.retry_at,
            stopped=self.stopped,
            busy=self.busy,
        )

    def recall(self, state: accounts.LaneState) -> None:
        """Take over what was written down about this lane before."""
        self.retry_at, self._failures = state.retry_at, state.failures
        self.stopped, self.ended = state.stopped, state.ended

    @property
    def may_pass(self) -> bool:
        """Whether what needs the owner may be over without a word to us: a keyring that was locked."""
        return self.stopped and self.retry_at is not None

    def forgive(self) -> None:
        """Forget all waiting and begin again where the owner was needed: the owner asked for it."""
        self.distrust_times()
        self.stopped = self.ended = False
        self._asked = True

    def distrust_times(self) -> None:
        """Forget all waiting, and a connection that may have died unnoticed: the machine slept, or the clock leapt."""
        self.stopped = self.stopped and not self.may_pass
        self.retry_at = self.polled_at = None
        self.push_after = 0.0
        # Also when a job is under way, which had asked before.
        self._hurry = self._stale = self._poked = True

    def ask(self, *, force: bool) -> None:
        """Somebody asks once: replies are tried whatever they wait for, news only where nothing forbids it, or by `force`."""
        if force:
            self.forgive()
        self.push_after = 0.0
        self._hurry = self._poked = True

    def poke(self) -> None:
        """There is news: fetch as soon as the lane is free."""
        self._poked = True

    def note_flags(self, wanted: Sequence[object]) -> None:
        """Tell the server soon what the owner has read and answered here; in a moment there may be more of it."""
        connector = self._connector
        healthy = connector is not None and connector.capabilities.can_flag and self._failures == 0
        if wanted and healthy and self.flags_at == NEVER and not self.busy:
            self.flags_at = self._around.means.clock.monotonic() + FLAGS_AFTER

    def renew(self, account: Account) -> None:
        """Go on with changed settings, also where the old ones had stopped the lane."""
        self.account = account
        self._stale = self._asked = True
        self.stopped = self.ended = False

    def context(self) -> Context:
        """Return what a connector of this account is made from."""
        around = self._around
        return Context(account=self.account, secret=around.secret(self.account), clock=around.means.clock)

    @property
    def can_listen(self) -> bool:
        """Whether the server can call; False before the channel was first opened without trouble."""
        connector = self._connector
        return connector is not None and connector.capabilities.can_listen and self._failures == 0

    def push_in(self, rows: Sequence[Reply], now: datetime, seconds: float) -> float:
        """Return in how many seconds the outbox wants this lane: 0 or less is now, infinity never."""
        if self.stopped:
            return NEVER
        waits = [
            wait
            for row in rows
            if row.account == self.account.id and (wait := self._wait_of(row, now, seconds)) is not None
        ]
        return max(min(waits, default=NEVER), self.push_after - seconds)

    def _wait_of(self, row: Reply, now: datetime, seconds: float) -> float | None:
        if row.state is ReplyState.QUEUED:
            return (due_of(row, now) - now).total_seconds()
        if row.state is ReplyState.UNKNOWN:
            return self._around.push.probe_in(row.id)
        if row.state in MOVING and row.id not in self._around.push.held:
            return self._drained_at + LOOK_AGAIN - seconds
        return None

    def work(self, *, pulling: bool, sending: bool = True) -> AccountReport:
        """Send what is due, then fetch. Never raises; trouble is written down and reported."""
        with self._turn:
            self._around.tell(StatusChanged(account=self.account.id, busy=True))
            try:
                return self._work(pulling=pulling, sending=sending)
            finally:
                self._around.tell(StatusChanged(account=self.account.id))

    def at_rest(self, until: datetime | None) -> AccountReport:
        """Report on a lane that is left alone until then, or, None, until the owner has put something right."""
        state = self._state()
        return AccountReport(
            account=self.account,
            errors=int(self.stopped or self._failures > 0),
            sentence="" if state is None else state.sentence,
            needs_owner=self.stopped,
            waiting=self._waiting(),
            left_alone=True,
            left_alone_until=until,
        )

    def close(self) -> None:
        """Stop whatever is under way; within two seconds nothing of this lane runs any more."""
        self.cancel.set()
        connector = self._connector
        if connector is not None:
            connector.close()

    # -- one job -------------------------------------------------------------------------------------------------

    def _work(self, *, pulling: bool, sending: bool) -> AccountReport:
        if pulling:
            self._asked = self._poked = False
        drained, pulled = Drained(), Pulled()
        error: ShopbellError | None = None
        try:
            self.cancel.check()
            connector = self._open()
            if self._hurry:
                self._hurry = False
                self._around.push.hurry(self.account)
            if sending and self._around.means.clock.monotonic() >= self.push_after:
                self._drain(connector, drained)
                if drained.sent and not pulling and isinstance(self.trouble, Unreachable):
                    # There is a network again: nothing to wait for any longer.
                    self.retry_at = None
                    self.poke()
            if pulling and not isinstance(drained.error, NEEDS_OWNER):
                self._pull(connector, drained, pulled)
            self._push_flags(connector)
        except ShopbellError as trouble:
            error = trouble
        except Exception:
            log.exception("the lane of %s failed", self.account.name)
            error = Malformed(_BROKEN)
        if pulled.settings:
            self.account = replace(self.account, settings={**self.account.settings, **pulled.settings})
            self._stale = True
        return self._conclude(drained, pulled, error)

    def _open(self) -> Connector:
        if self._stale:
            self._stale = False
            self._let_go()
        if self._connector is None:
            self._connector = self._around.open_connector(self.context())
            self.poll = self._connector.capabilities.poll
        return self._connector

    def _drain(self, connector: Connector, total: Drained) -> None:
        self.push_wanted.clear()
        clock = self._around.means.clock
        step = self._around.push.drain(self.account, connector, self.cancel)
        total.sent += step.sent
        total.refused += step.refused
        total.failed += step.failed
        total.error = step.error
        self._note_stumble(step.stumbled)
        self._drained_at = clock.monotonic()
        if step.error is None:
            self._push_failures = 0
            self.push_after = clock.monotonic() + BREATH if step.stuck else 0.0
        else:
            self._push_failures += 1
            wait = schedule.pause_after(step.error, self._push_failures, self._around.rng).total_seconds()
            self.push_after = clock.monotonic() + wait

    def _note_stumble(self, mistake: Exception | None) -> None:
        """Say once that our own mistake holds up the outbox, and take it back when that is over."""
        before, self.stumbled = self.stumbled, STUMBLED if mistake is not None else ""
        if before == self.stumbled:
            return
        if mistake is not None:
            log.error("the outbox of %s failed", self.account.name, exc_info=mistake)
        account, now = self.account.id, self.stumbled
        self._around.means.writer.submit(
            lambda db: accounts.change_sentence(db, account, before, now), durable=False
        ).result()

    def _pull(self, connector: Connector, drained: Drained, pulled: Pulled) -> None:
        def between() -> None:
            self._need_room()
            if self.push_wanted.is_set() and clock.monotonic() >= self.push_after:
                self._drain(connector, drained)

        around, clock = self._around, self._around.means.clock
        self._need_room()
        state = self._state()
        pull(
            connector,
            self.account,
            around.means,
            cursor=state.cursor if state is not None else "",
            cancel=self.cancel,
            pulled=pulled,
            watches=around.lanes.watches,
            own_keys=around.lanes.own_keys,
            progress=around.tell,
            between=between,
        )
        if self._failures and drained.error is None:
            around.push.hurry(self.account)
            self._drain(connector, drained)
        self._heard(pulled)

    def _need_room(self) -> None:
        """Fetch nothing while the disk is nearly full: what room there is belongs to what the owner does."""
        free = disk_free(self._around.path)
        if free < LOW_DISK:
            raise StoreFailure(
                worded(
                    f"Only {free // 2**20} MB are free on the disk, so nothing new is fetched. Make room; it goes on by itself."
                )
            )

    def _state(self) -> accounts.LaneState | None:
        with closing(open_reader(self._around.path)) as reader:
            return next((s for s in accounts.lane_states(reader) if s.account == self.account.id), None)

    def _push_flags(self, connector: Connector) -> None:
        self.flags_at = NEVER
        if isinstance(connector, Flagger):
            with closing(open_reader(self._around.path)) as reader:
                wanted = flags.flag_work(reader, self.account.id)
            push_flags(connector, self.account, wanted, self._around.means, self.cancel)

    # -- what came of it -----------------------------------------------------------------------------------------

    def _heard(self, pulled: Pulled) -> None:
        now = self._around.means.clock.now()
        wish = None if pulled.not_before is None else schedule.clamp_wish(pulled.not_before, now)
        if wish is not None and wish - now < self.poll:
            wish = None
        account = self.account.id
        self._around.means.writer.submit(
            lambda db: accounts.record_heard(db, account, now, retry_at=wish, sentence=pulled.notice or self.stumbled),
            durable=False,
        ).result()
        self.polled_at, self.retry_at, self._failures = now, wish, 0
        self.stopped, self.ended, self.trouble = False, False, None

    def _conclude(self, drained: Drained, pulled: Pulled, error: ShopbellError | None) -> AccountReport:
        trouble = error or drained.error
        if isinstance(trouble, Cancelled):
            trouble = None
        if error is not None or isinstance(trouble, NEEDS_OWNER):
            self._let_go()
        if trouble is not None and (error is not None or isinstance(trouble, NEEDS_OWNER)):
            self._failed(trouble)
        return AccountReport(
            account=self.account,
            new=pulled.new,
            changed=pulled.changed,
            sent=drained.sent,
            errors=drained.refused + drained.failed + (error is not None and trouble is not None),
            sentence="" if trouble is None else str(trouble),
            needs_owner=isinstance(trouble, NEEDS_OWNER),
            waiting=self._waiting(),
        )

    def _failed(self, trouble: ShopbellError) -> None:
        """Write down what is wrong and when it is tried again."""
        now = self._around.means.clock.now()
        self.trouble = trouble
        self._failures += 1
        self.stopped, self.ended = isinstance(trouble, NEEDS_OWNER), isinstance(trouble, Ended)
        self.retry_at = schedule.again_at(trouble, self._failures, now, self._around.rng)
        write = partial(
            accounts.record_failure,
            account=self.account.id,
            sentence=str(trouble),
            retry_at=self.retry_at,
            failures=self._failures,
            stopped=self.stopped,
            ended=self.ended,
            unreached=isinstance(trouble, Unreachable),
        )
        with suppress(ShopbellError):
            self._around.means.writer.submit(write, durable=False).result()

    def _let_go(self) -> None:
        connector, self._connector = self._connector, None
        if connector is not None:
            connector.close()

    def _waiting(self) -> int:
        return sum(
            row.account == self.account.id and row.state is not ReplyState.SENT for row in self._around.push.rows()
        )
