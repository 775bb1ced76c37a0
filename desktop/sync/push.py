"""The way out: take a reply from the outbox, hand it to its channel once, and write down what became of it.

Every step is on disk before the next begins. What broke off while the server may have been accepting is never
repeated on a guess: the server is asked whether it has the reply, and where it cannot say, the owner is.
"""

import logging
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from desktop.connectors.base import Cancel, Connector, Replier
from desktop.domain.account import Account
from desktop.domain.clock import Clock
from desktop.domain.draft import Delivered, Phase, Reply, ReplyState
from desktop.domain.errors import Cancelled, ChannelError, IllegalMove, Malformed, RateLimited, Refused, ShopbellError
from desktop.domain.faults import fault
from desktop.domain.wording import worded
from desktop.store import leases, outbox
from desktop.store.connection import open_reader
from desktop.store.writer import Writer
from desktop.sync import schedule, worker
from desktop.sync.lease import Leases
from desktop.sync.probe import NEVER, Missing, Probes
from desktop.sync.verdict import Verdict, judge

log = logging.getLogger(__name__)

MOVING = frozenset({ReplyState.CLAIMED, ReplyState.SENDING, ReplyState.COMMITTING})
_SOON = timedelta(seconds=4)
_FARTHEST = schedule.LONGEST_HOLD + timedelta(hours=1)
_FILED_WITHIN = timedelta(days=2)
_OPEN = worded("The line went dead just as the server was taking this reply: it may or may not have arrived.")
_MISSING = worded("The server says it never got this reply, so it goes out once more.")
_BROKEN = worded("Something in Shopbell went wrong before this reply could leave; it is tried again.")
STUMBLED = worded(
    "Something in Shopbell went wrong in the outbox of this account; it is tried again. The log says more."
)


@dataclass(slots=True, kw_only=True)
class Drained:
    """What one drain did. `error` is what ended it early; `stuck` says that a reply seemed due and was not to be had.

    `stumbled` is a mistake of ours that ended it; `error` then says so in words for the owner.
    """

    sent: int = 0
    refused: int = 0
    failed: int = 0
    open: int = 0
    error: ShopbellError | None = None
    stuck: bool = False
    stumbled: Exception | None = None


@dataclass(slots=True)
class _Journey:
    """One attempt: the reply, and how far it has come on disk."""

    reply: Reply
    state: ReplyState = ReplyState.CLAIMED
    taken_over: bool = False

    @property
    def committed(self) -> bool:
        return self.state is ReplyState.COMMITTING


class Push:
    """Drains the outbox. One drain at a time for one account; different accounts in different threads."""

    def __init__(
        self, *, writer: Writer, path: Path, clock: Clock, leases: Leases, probes: Probes, rng: Random
    ) -> None:
        self._writer = writer
        self._path = path
        self._clock = clock
        self._leases = leases
        self._probes = probes
        self._rng = rng
        self._lock = threading.Lock()
        self._seen: tuple[datetime, float] | None = None
        self._quiet_until = 0.0

    def drain(self, account: Account, connector: Connector, cancel: Cancel) -> Drained:
        """Send what is due of one account and look for what is open.

        A channel's trouble and our own mistakes come back in `error`; raises only what went wrong in the store.
        """
        drained = Drained()
        if isinstance(connector, Replier):
            try:
                self._drain(account, connector, cancel, drained)
            except ShopbellError:
                raise
            except Exception as mistake:  # noqa: BLE001 - the lane says it once, and goes on to receive
                drained.stumbled, drained.error = mistake, Malformed(STUMBLED)
                drained.failed += 1
        return drained

    def _drain(self, account: Account, connector: Replier, cancel: Cancel, drained: Drained) -> None:
        self._recover()
        mine = [row for row in self.rows() if row.account == account.id]
        if any(row.state is ReplyState.UNKNOWN for row in mine):
            self._look_for(self._unknown(account), connector, cancel, drained)
        self._mend_times(mine)
        now = self._clock.now()
        drained.stuck = any(row.state is ReplyState.QUEUED and due_of(row, now) <= now for row in mine)
        while mine and drained.error is None and not cancel.is_set:
            reply = self._claim(account)
            if reply is None:
                break
            drained.stuck = False
            self._attempt(reply, connector, cancel, drained)
        if drained.error is None:
            self._file_copies(account, connector, cancel)

    def hurry(self, account: Account) -> None:
        """Make every failed try of an account due at once: the network is back, or the owner asked."""
        now = self._clock.now()
        mine = [row for row in self.rows() if row.account == account.id]
        for row in mine:
            if row.state is ReplyState.QUEUED and row.attempts and due_of(row, now) > now:
                self._release(row, now)
        self._probes.again([row.id for row in mine])

    @property
    def held(self) -> frozenset[str]:
        """The replies this process is sending right now."""
        return self._leases.held

    def rows(self) -> list[Reply]:
        """Return the outbox as it stands, all accounts."""
        with closing(open_reader(self._path)) as reader:
            return outbox.outbox(reader)

    def _unknown(self, account: Account) -> list[Reply]:
        with closing(open_reader(self._path)) as reader:
            return outbox.unknown(reader, account.id)

    def probe_in(self, reply_id: str) -> float:
        """Return the seconds until an open reply is looked for again, infinity when only the owner can tell."""
        seconds = self._probes.next_in([reply_id])
        return NEVER if seconds is None else seconds

    # -- what was left behind ------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Take back what others left behind: their process is gone, or their lease has ended.

        After a leap of the clock leases mean nothing; living senders then get the length of one to renew theirs.
        """
        with closing(open_reader(self._path)) as reader:
            others = [holder for holder in leases.holders(reader) if holder.reply not in self.held]
        now = self._clock.now()
        if self._clock_leapt(now) or not others:
            return
        too_far = now + outbox.COMMIT_LEASE + schedule.LEAP
        gone = {holder.worker for holder in others if worker.is_gone(holder.worker) or holder.until > too_far}
        if not gone and all(holder.until > now for holder in others):
            return
        for reply_id in self.held:
            self._leases.renew(reply_id)
        fault("push: recover")
        if gone:
            self._writer.submit(lambda db: leases.expire(db, gone, now=now)).result()
        self._writer.submit(lambda db: outbox.recover(db, now)).result()
        fault("push: recovered")

    def _clock_leapt(self, now: datetime) -> bool:
        seconds = self._clock.monotonic()
        with self._lock:
            before, self._seen = self._seen, (now, seconds)
            if before is not None and schedule.leap(now - before[0], timedelta(seconds=seconds - before[1])):
                self._quiet_until = seconds + self._leases.length.total_seconds()
            return seconds < self._quiet_until

    def _mend_times(self, mine: Sequence[Reply]) -> None:
        """Let go what waits for a moment that the clock, set back since, puts far into the future."""
        now = self._clock.now()
        for row in mine:
            if row.state is ReplyState.QUEUED and due_of(row, now) <= now < (row.due_at or now):
                self._release(row, now)

    def _release(self, row: Reply, now: datetime) -> None:
        self._writer.submit(lambda db: outbox.release(db, row.id, now)).result()

    # -- one attempt ---------------------------------------------------------------------------------------------

    def _claim(self, account: Account) -> Reply | None:
        now, mine, lease = self._clock.now(), self._leases.worker, self._leases.length
        return self._writer.submit(
            lambda db: outbox.claim(db, worker=mine, now=now, lease=lease, account=account.id)
        ).result()[1]

    def _attempt(self, reply: Reply, connector: Replier, cancel: Cancel, drained: Drained) -> None:
        journey = _Journey(reply)
        with self._leases.hold(reply.id):
            fault("push: claimed")
            try:
                delivered = connector.deliver(reply.plan, lambda phase: self._report(journey, phase, cancel), cancel)
            except Exception as error:  # noqa: BLE001 - whatever it was, the reply must not be left in the air
                self._not_sent(journey, error, drained)
            else:
                fault("push: delivered")
                self._sent(journey, delivered)
                drained.sent += 1
        if journey.state is ReplyState.UNKNOWN:
            self._look_for([reply], connector, cancel, drained)

    def _report(self, journey: _Journey, phase: Phase, cancel: Cancel) -> None:
        """Put on disk that a phase begins; returns when it is there. Raises Cancelled when it must not begin."""
        cancel.check()
        fault(f"push: before {phase}")
        if phase is Phase.COMMIT:
            self._commit(journey)
        else:
            self._advance(journey, ReplyState.SENDING, phase)
        fault(f"push: {phase}")

    def _commit(self, journey: _Journey) -> None:
        if journey.state is ReplyState.CLAIMED:
            self._advance(journey, ReplyState.SENDING, Phase.CONNECT)
        if journey.state is ReplyState.SENDING:
            self._advance(journey, ReplyState.COMMITTING, Phase.COMMIT)

    def _advance(self, journey: _Journey, state: ReplyState, phase: Phase | None = None, sentence: str = "") -> None:
        reply_id, mine, now = journey.reply.id, self._leases.worker, self._clock.now()
        try:
            self._writer.submit(
                lambda db: outbox.advance(db, reply_id, state, worker=mine, phase=phase, sentence=sentence, now=now)
            ).result()
        except ShopbellError as error:
            journey.taken_over = True
            log.warning("a reply is no longer ours to send: %s", error)
            raise Cancelled(worded("Somebody else has taken over this reply.")) from error
        journey.state = state

    def _sent(self, journey: _Journey, delivered: Delivered) -> None:
        self._commit(journey)
        self._settle(journey.reply, delivered)
        journey.state = ReplyState.SENT

    def _settle(self, reply: Reply, delivered: Delivered) -> None:
        fault("push: before settle")
        self._writer.submit(lambda db: outbox.settle(db, reply.id, delivered, now=self._clock.now())).result()
        fault("push: settled")

    def _not_sent(self, journey: _Journey, error: Exception, drained: Drained) -> None:
        verdict = judge(error, committed=journey.committed)
        log.info("a reply was not sent (%s)", verdict, exc_info=not isinstance(error, ChannelError))
        if journey.taken_over:
            return
        fault("push: not sent")
        if verdict is Verdict.OPEN:
            drained.open += 1
            self._commit(journey)
            self._advance(journey, ReplyState.UNKNOWN, sentence=_OPEN)
        elif verdict is Verdict.REFUSED:
            drained.refused += 1
            self._advance(journey, ReplyState.REFUSED, sentence=str(error))
        else:
            drained.failed += verdict is not Verdict.STOPPED
            drained.error = error if isinstance(error, ShopbellError) else Malformed(_BROKEN)
            self._put_back(journey, verdict, drained.error)
        fault("push: noted")

    def _put_back(self, journey: _Journey, verdict: Verdict, error: ShopbellError) -> None:
        """Queue again what is proven not to have arrived."""
        now, reply = self._clock.now(), journey.reply
        retry_at = self._retry_at(verdict, error, reply.attempts, now)
        sentence = "" if verdict is Verdict.STOPPED else _trouble(error, reply.attempts)
        self._writer.submit(
            lambda db: leases.put_back(
                db, reply.id, worker=self._leases.worker, retry_at=retry_at, sentence=sentence, now=now
            )
        ).result()
        journey.state = ReplyState.QUEUED

    def _retry_at(self, verdict: Verdict, error: ShopbellError, attempts: int, now: datetime) -> datetime:
        if verdict in (Verdict.STOPPED, Verdict.OWNER):
            return now
        gap = now + schedule.reply_gap(attempts, self._rng)
        if isinstance(error, RateLimited):
            return max(gap, schedule.clamp_wish(error.retry_at, now))
        return gap

    def _file_copies(self, account: Account, connector: Replier, cancel: Cancel) -> None:
        """Put copies among our sent messages where the server did not; a failure only means that it is tried again."""
        now = self._clock.now()
        with closing(open_reader(self._path)) as reader:
            missing = leases.unfiled(reader, account.id, now - _FILED_WITHIN)
        for reply in missing:
            fault("push: before copy")
            try:
                connector.file_copy(reply.plan, cancel)
            except Refused as error:
                log.warning("the server takes no copy of a sent reply: %s", error)
            except ChannelError as error:
                log.info("the copy of a sent reply is filed later: %s", error)
                return
            fault("push: copied")
            self._filed(reply)

    def _filed(self, reply: Reply) -> None:
        self._writer.submit(lambda db: leases.filed(db, reply.id)).result()

    # -- what is open --------------------------------------------------------------------------------------------

    def _look_for(self, rows: Sequence[Reply], connector: Replier, cancel: Cancel, drained: Drained) -> None:
        """Ask the server for every reply whose fate is open and whose next look is due."""
        for reply in rows:
            try:
                found = self._probes.look(reply.plan, connector, cancel)
            except ShopbellError as error:
                drained.error = error
                return
            if isinstance(found, Delivered):
                drained.sent += self._found(reply, found)
            elif isinstance(found, Missing):
                self._send_again(reply)

    def _found(self, reply: Reply, found: Delivered) -> bool:
        """Settle a reply that the server has; return False when the owner has taken it back while it was asked."""
        try:
            self._settle(reply, found)
        except IllegalMove as decided:
            log.warning("the server has a reply that was taken back meanwhile: %s", decided)
            return False
        return True

    def _send_again(self, reply: Reply) -> None:
        now = self._clock.now()
        retry_at = now + schedule.back_off(0, self._rng)
        fault("push: missing")
        self._writer.submit(
            lambda db: leases.never_arrived(db, reply.id, retry_at=retry_at, sentence=_MISSING, now=now)
        ).result()


def _trouble(error: ShopbellError, attempts: int) -> str:
    if schedule.needs_attention(attempts):
        return worded(f"Tried {attempts} times without success; it is kept and tried again every hour. {error}")
    return str(error)


def due_of(row: Reply, now: datetime) -> datetime:
    """Return when a queued reply is tried next; at once when the clock, set back since, makes the noted time absurd.

    The moment that the owner chose is never absurd, and never left before. What waits for another reply has no time.
    """
    if row.blocked:
        return now + _FARTHEST
    due = row.due_at or row.not_before
    if row.leave_at is not None:
        earliest = max(now, row.leave_at)
        return due if due - earliest <= _FARTHEST else earliest
    set_back = row.queued_at > now + schedule.LEAP and row.attempts == 0
    return now if set_back or due - now > _FARTHEST else due


def worth_staying(row: Reply, now: datetime) -> bool:
    """Return whether a single run should stay for a reply: on hold, or to be cleared up soon; not for a back-off."""
    if row.state is ReplyState.QUEUED:
        on_hold = row.attempts == 0 and row.leave_at is None and not row.blocked
        return on_hold or due_of(row, now) - now < _SOON
    return row.state in MOVING or row.state is ReplyState.UNKNOWN
