"""What time alone makes due in the store: conversations put away wake, and waiting ones grow more urgent."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.conversation import Rank
from desktop.store.ahead import ran_ahead
from desktop.store.alarms import next_alarm
from desktop.store.connection import Reader
from desktop.store.ingest import rerank
from desktop.store.outbox import ask_overdue
from desktop.store.outdated import are_left
from desktop.store.replies import next_overdue
from desktop.store.triage import wake_due
from desktop.store.upkeep import Upkeep
from desktop.store.writer import Writer
from desktop.sync.renewal import Renewal
from desktop.sync.storms import StormWatch

if TYPE_CHECKING:
    from sqlite_utils import Database

UPKEEP_AFTER = 20.0
"""Seconds after the start; the first news come first."""
UPKEEP_AGAIN = 3600.0
PAUSE = 2.0
"""Seconds between two rounds at least."""
STEP = 10
"""Conversations that are ranked anew in one write: long messages take some milliseconds each."""
ROUND = 500
"""So many of them, or as many as `AT_A_STRETCH` seconds allow, are ranked between two pauses."""
AT_A_STRETCH = 0.6


class Chores:
    """Called by the engine's timer, on its thread."""

    def __init__(
        self,
        *,
        writer: Writer,
        clock: Clock,
        rank: Rank,
        upkeep: Upkeep,
        renewal: Renewal,
        follow: Callable[[], bool],
    ) -> None:
        """`follow` has the ranker go by the owner's targets; it returns whether they are others than before."""
        self._writer = writer
        self._clock = clock
        self._rank = rank
        self._follow = follow
        self._more = True
        self._rested_until = 0.0
        self._upkeep = upkeep
        self._renewal = renewal
        self._storms = StormWatch(writer=writer, clock=clock)
        self._upkeep_at: float | None = None

    def run(self, reader: Reader) -> float:
        """Do what is due and return in how many seconds to come back."""
        seconds = self._clock.monotonic()
        self._look_after(seconds)
        return min(self._ask_about_late(reader), self._wake(reader, seconds), self._storms.run(reader))

    def _ask_about_late(self, reader: Reader) -> float:
        """Ask the owner about replies that could not leave when they should; return the seconds until that may be."""
        now = self._clock.now()
        at = next_overdue(reader)
        if at is not None and at <= now:
            self._writer.submit(lambda db: ask_overdue(db, now)).result()
            at = next_overdue(reader)
        return float("inf") if at is None else max(PAUSE, (at - now).total_seconds())

    def _wake(self, reader: Reader, seconds: float) -> float:
        if self._follow():
            self._more = True
        if seconds < self._rested_until:
            return self._rested_until - seconds
        now = self._clock.now()
        alarm = next_alarm(reader)
        if not (self._more or ran_ahead(reader, now)) and (alarm is None or alarm > now):
            return float("inf") if alarm is None else (alarm - now).total_seconds()
        self._writer.submit(lambda db: wake_due(db, now)).result()
        self._more = self._rank_anew(reader, now)
        self._rested_until = self._clock.monotonic() + PAUSE
        return PAUSE

    def _rank_anew(self, reader: Reader, now: datetime) -> bool:
        """Rank what is due, a few at a time: what the owner does meanwhile waits for no more than those. Return whether
        there may be more.

        What differs is told at the end, once: a window has something to do at each word of it.
        """
        found: list[ChangeSet] = []

        def step(db: "Database") -> ChangeSet:
            found.append(rerank(db, now, self._rank, STEP))
            return ChangeSet()

        ends = self._clock.monotonic() + AT_A_STRETCH
        for _ in range(ROUND // STEP):
            self._writer.submit(step, durable=False).result()
            if not self._is_behind(reader, now) or self._clock.monotonic() >= ends:
                break
        differ = reduce(or_, found)
        self._writer.submit(lambda _: differ, durable=False).result()
        return bool(differ) or self._is_behind(reader, now)

    def _is_behind(self, reader: Reader, now: datetime) -> bool:
        """Return whether anything is due that is not ranked yet."""
        alarm = next_alarm(reader)
        return (alarm is not None and alarm <= now) or are_left(reader, self._rank)

    def close(self, timeout: float) -> bool:
        """Stop what runs beside; return whether it ended in time."""
        renewed = self._renewal.close(timeout)
        return self._upkeep.close(timeout) and renewed

    def _look_after(self, seconds: float) -> None:
        """Begin what is done beside, some time after the start, and not too often when it fails: the daily round, and
        the rendering of what an older release has rendered.
        """
        if self._upkeep_at is None:
            self._upkeep_at = seconds + UPKEEP_AFTER
        if seconds >= self._upkeep_at:
            self._upkeep_at = seconds + UPKEEP_AGAIN
            self._renewal.begin()
            if self._upkeep.due:
                self._upkeep.begin()
