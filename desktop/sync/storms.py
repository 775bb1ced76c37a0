"""Looks now and then whether far more people write than usual, and how far the storms have come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.domain.account import AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.store import storm_members, storms, wrote
from desktop.store.connection import Reader, data_version
from desktop.store.storm_members import Sighting
from desktop.store.writer import Writer
from desktop.store.wrote import WHOLE_SHOP, Counted
from desktop.triage import spikes

REST = 15.0
"""Seconds between two looks."""
AGAIN = 180.0
"""Seconds after which a storm is looked at in any case: it fades while nobody writes."""
FOUND_LATE = 48
"""Hours after its end in which a storm is still told of: Shopbell was not open meanwhile."""
_DAY = 24 * 3600.0
_HALF_AT_MOST = timedelta(days=2)


class StormWatch:
    """Called by the engine's timer, on its thread."""

    def __init__(self, *, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock
        self._next = 0.0
        self._again = 0.0
        self._forget_at = 0.0
        self._seen: tuple[int, int] | None = None

    def run(self, reader: Reader) -> float:
        """Look, if it is time to; return in how many seconds to come back."""
        seconds = self._clock.monotonic()
        if seconds < self._next:
            return self._next - seconds
        version = (id(reader), data_version(reader))
        under_way = storms.under_way(reader)
        if version == self._seen and not (under_way and seconds >= self._again):
            return max(1.0, self._again - seconds) if under_way else float("inf")
        self._next, self._again = seconds + REST, seconds + AGAIN
        self._look(reader, under_way)
        self._seen = (id(reader), data_version(reader))
        if seconds >= self._forget_at:
            self._forget_at = seconds + _DAY
            now = self._clock.now()
            self._writer.submit(lambda db: wrote.forget(db, now), durable=False).result()
        return REST if storms.under_way(reader) else float("inf")

    def _look(self, reader: Reader, under_way: Sequence[AccountId]) -> None:
        now = self._clock.now()
        lively = wrote.lively(reader, now, spikes.FEWEST_PEOPLE, timedelta(hours=FOUND_LATE))
        wanted = set(lively) | set(under_way)
        found = look(reader, sorted(wanted), now)
        for seen in found:
            self._keep(seen)
        gone = set(under_way) - {seen.account for seen in found}
        if gone:
            self._writer.submit(lambda db: storm_members.end(db, sorted(gone)), durable=False).result()

    def _keep(self, seen: Sighting) -> ChangeSet:
        return self._writer.submit(
            lambda db: storm_members.keep(db, seen, same_within=spikes.COOL_DOWN), durable=False
        ).result()


def look(reader: Reader, accounts: Sequence[AccountId], now: datetime) -> list[Sighting]:
    """Return the storms of these accounts that are under way or were until lately.

    One that goes through the whole shop is told of only where no single account has one.
    """
    found = [seen for account in accounts if account != WHOLE_SHOP for seen in _of(reader, account, now)]
    if WHOLE_SHOP in accounts or (accounts and not found):
        found += _of(reader, WHOLE_SHOP, now)
    return found


def _of(reader: Reader, account: AccountId, now: datetime) -> list[Sighting]:
    counted = wrote.counted(reader, account, now)
    people, angry = _last(counted.first, counted.people, now), _last(counted.first, counted.unhappy, now)
    if people is not None:
        return [_sighting(reader, counted, *people, now=now, angry=angry is not None)]
    if angry is not None:
        only = Counted(account=account, first=counted.first, people=counted.unhappy, unhappy=())
        return [_sighting(reader, only, *angry, now=now, angry=True)]
    return []


def _last(first: int, counts: tuple[int, ...], now: datetime) -> tuple[spikes.Storm, float] | None:
    """Return the last storm in the counts, if it is not over for long, and what is usual now."""
    outlook = spikes.storms(first, counts, partly=True)
    if not outlook.storms:
        return None
    last = outlook.storms[-1]
    late = last.end is not None and wrote.hour_of(now) - last.end > FOUND_LATE
    return None if late else (last, outlook.usual)


def _sighting(
    reader: Reader, counted: Counted, storm: spikes.Storm, usual: float, *, now: datetime, angry: bool
) -> Sighting:
    """Return what is seen of a storm; of one of complaints alone, who complains is counted, and nothing is folded."""
    everybody = bool(counted.unhappy)
    rate = wrote.rate(reader, counted.account, now, unhappy=not everybody)
    course = spikes.course(counted.people[storm.start - counted.first : -1], rate=rate, usual=usual)
    folds = everybody and (
        storm.peak >= spikes.FOLD_FROM
        or wrote.most_in_an_hour(reader, counted.account, storm.start, storm.end) >= spikes.FOLD_FROM
    )
    long = course.half is None or course.half > _HALF_AT_MOST
    return Sighting(
        account=counted.account,
        began=storm.start,
        found=storm.found,
        peak_hour=storm.peak_hour,
        peak=storm.peak,
        usual=usual,
        rate=rate,
        phase=(course.phase if storm.end is None else spikes.Phase.OVER).value,
        half=None if long else course.half,
        ended=storm.end,
        unhappy=angry,
        folds=folds,
    )
