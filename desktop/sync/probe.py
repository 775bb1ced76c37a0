"""Looking for replies whose fate is open: when to ask the server again, and what its answers add up to."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from desktop.connectors.base import Cancel, Relayed, Replier
from desktop.domain.clock import Clock
from desktop.domain.draft import Delivered, Plan
from desktop.domain.errors import Cancelled, ChannelError, Misconfigured, SignInNeeded, Unsure
from desktop.sync import schedule

NEVER = float("inf")
_SELDOM = 1800.0
"""Seconds between two looks at most."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The server said every time that it does not have the reply."""


@dataclass(slots=True)
class _Search:
    noes: int = 0
    failures: int = 0
    at: float = 0.0
    """Monotonic seconds of the next look."""
    since: float = 0.0
    """Monotonic seconds of the first look."""


class Probes:
    """The searches under way in this process. Forgetting them does no harm: they begin anew. Any thread.

    `waits` are the pauses before each look; a reply is missing only when the server has said so after all of them,
    because servers that keep a copy of what they send often file it late, and not before the replier calls it proof.
    """

    def __init__(self, *, clock: Clock, rng: Random, waits: Sequence[timedelta] = schedule.PROBE_WAITS) -> None:
        self._clock = clock
        self._rng = rng
        self._waits = tuple(wait.total_seconds() for wait in waits)
        self._lock = threading.Lock()
        self._searches: dict[str, _Search] = {}

    def again(self, reply_ids: Sequence[str] | None = None) -> None:
        """Begin anew, also where the server could not tell: the owner asked, or the network is back."""
        with self._lock:
            if reply_ids is None:
                self._searches.clear()
            for reply_id in reply_ids or ():
                self._searches.pop(reply_id, None)

    def next_in(self, reply_ids: Sequence[str]) -> float | None:
        """Return the seconds until the first of these is due a look, None when none ever is."""
        now = self._clock.monotonic()
        ats = [at for reply_id in reply_ids if (at := self._search(reply_id).at) != NEVER]
        return max(0.0, min(ats) - now) if ats else None

    def look(self, plan: Plan, connector: Replier, cancel: Cancel) -> Delivered | Missing | None:
        """Ask the server when the time has come; None means: still open.

        Raises SignInNeeded and Misconfigured, which stop the channel. A server that cannot tell is not asked again
        until `again`: then only the owner can.
        """
        search = self._search(plan.reply_id)
        if self._clock.monotonic() < search.at:
            return None
        try:
            found = connector.find_delivered(plan, cancel)
        except (SignInNeeded, Misconfigured, Cancelled):
            raise
        except Unsure:
            search.at = NEVER
            return None
        except ChannelError:
            search.failures += 1
            self._put_off(search, schedule.back_off(search.failures, self._rng).total_seconds())
            return None
        if found is not None:
            self.again([plan.reply_id])
            return found
        return self._said_no(plan, search, connector)

    def _said_no(self, plan: Plan, search: _Search, connector: Replier) -> Missing | None:
        search.noes += 1
        search.failures = 0
        if search.noes < len(self._waits):
            self._put_off(search, self._waits[search.noes])
            return None
        wanted = connector.proves_after().total_seconds() if isinstance(connector, Relayed) else 0.0
        missing = self._clock.monotonic() - search.since
        if missing < wanted:
            # Each look in twice the time: a copy that comes is found soon, one that does not costs little.
            self._put_off(search, min(max(missing, 1.0), wanted - missing, _SELDOM))
            return None
        self.again([plan.reply_id])
        return Missing()

    def _put_off(self, search: _Search, seconds: float) -> None:
        search.at = self._clock.monotonic() + seconds

    def _search(self, reply_id: str) -> _Search:
        with self._lock:
            return self._searches.setdefault(reply_id, _Search(since=self._clock.monotonic()))
