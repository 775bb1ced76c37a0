"""When the shop is open: spans of each weekday, holidays, and the time that is open between two moments.

A clock on the shop's wall decides: where it is put forward, what would be open in the missing hour is missing; where it
is put back, a span ends when the clock shows its end for the first time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 24 * 60
LONGEST_HOLIDAY = 400
"""Days of one holiday that names its year."""
_MINUTE = timedelta(minutes=1)
_NO_TIME = timedelta(0)
_FAR = 20_000
"""Days after which a moment that does not come is given up."""

Spans = tuple[tuple[int, int], ...]
"""Minutes of a day from which and until which it is open, in order and apart from each other; `()` is closed."""
Week = tuple[Spans, Spans, Spans, Spans, Spans, Spans, Spans]
"""From Monday on."""


class Holiday(NamedTuple):
    """Days on which the shop is closed, first and last of them; `word` is what for.

    One that comes `yearly` has its days in the year 2000; its last may then be before its first, past New Year.
    """

    first: date
    last: date
    word: str = ""
    yearly: bool = False

    def holds(self, day: date) -> bool:
        """Return whether `day` is one of them."""
        if not self.yearly:
            return self.first <= day <= self.last
        here = (day.month, day.day)
        first, last = (self.first.month, self.first.day), (self.last.month, self.last.day)
        return first <= here <= last if first <= last else here >= first or here <= last


def known_zone(name: str) -> bool:
    """Return whether a time zone has this name; "" is that of this computer."""
    try:
        return not name or bool(ZoneInfo(name))
    except (KeyError, OSError, ValueError):
        return False


def leaves_a_day(holidays: Iterable[Holiday]) -> bool:
    """Return whether holidays that come every year leave any day between them."""
    yearly = [holiday for holiday in holidays if holiday.yearly]
    first = date(2000, 1, 1)
    year = (first + timedelta(days=n) for n in range(366))
    return not yearly or any(not any(holiday.holds(day) for holiday in yearly) for day in year)


@dataclass(frozen=True)
class Hours:
    """Opening hours. `zone` is the name of the shop's time zone, "" that of this computer.

    Pure but for the rules of the zone; may be asked on any thread. Raises ValueError for a week that is never open, for
    holidays that leave no day of the year, and for a zone that nobody here knows.
    """

    week: Week
    holidays: tuple[Holiday, ...] = ()
    zone: str = ""
    _days: dict[int, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if not any(self.week):
            raise ValueError("a week without an open day")
        if not leaves_a_day(self.holidays):
            raise ValueError("a year without an open day")
        _ = self._zone

    @cached_property
    def _zone(self) -> tzinfo | None:
        if not known_zone(self.zone):
            raise ValueError(f"no time zone of the name {self.zone}")
        return ZoneInfo(self.zone) if self.zone else None

    def is_open(self, moment: datetime) -> bool:
        """Return whether it is open at `moment`."""
        return any(start <= moment < end for start, end in self._on(self._day_of(moment)))

    def next_closing(self, moment: datetime) -> datetime:
        """Return when it closes next after `moment`."""
        return next(end for _, end in self._from(moment) if end > moment)

    def between(self, earlier: datetime, later: datetime) -> timedelta:
        """Return how much of the time between two moments was open; none where the second is not later."""
        total = _NO_TIME
        if later <= earlier:
            return total
        for start, end in self._from(earlier):
            if start >= later:
                break
            if end > earlier:
                total += min(end, later) - max(start, earlier)
        return total

    def after(self, moment: datetime, time: timedelta) -> datetime:
        """Return the first moment by which `time` has been open since `moment`."""
        if time <= _NO_TIME:
            return moment
        left, at = time, moment
        for start, end in self._from(moment):
            if end <= moment:
                continue
            at = max(start, moment)
            if end - at >= left:
                return at + left
            left -= end - at
            at = end
        return at

    def closed_for(self, day: date) -> Holiday | None:
        """Return the holiday that a day belongs to, None for none."""
        return next((holiday for holiday in self.holidays if holiday.holds(day)), None)

    def local(self, moment: datetime) -> datetime:
        """Return the moment by the clock on the shop's wall."""
        return moment.astimezone(self._zone)

    def _day_of(self, moment: datetime) -> int:
        return moment.astimezone(self._zone).toordinal()

    def _from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open times from the day of a moment on."""
        first = self._day_of(moment)
        for day in range(first, min(first + _FAR, date.max.toordinal())):
            yield from self._on(day)

    def _on(self, day: int) -> tuple[tuple[datetime, datetime], ...]:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._open_on(date.fromordinal(day))
        return found

    def _open_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        if self.closed_for(day) is not None:
            return ()
        spans = ((self._at(day, start), self._at(day, end)) for start, end in self.week[day.weekday()])
        return tuple((start, end) for start, end in spans if start < end)

    def _at(self, day: date, minute: int) -> datetime:
        """Return when the clock first shows a minute of the day, or has passed it where it is put forward."""
        days, minute = divmod(minute, DAY)
        shown = datetime.combine(day + timedelta(days=days), time_of_day(minute // 60, minute % 60), tzinfo=self._zone)
        moment = shown.astimezone(UTC)
        if self._shown(moment) == shown.replace(tzinfo=None):
            return moment
        # The clock never showed it: it was put forward somewhere in the hours before.
        while self._shown(moment - _MINUTE) > shown.replace(tzinfo=None):
            moment -= _MINUTE
        return moment

    def _shown(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone).replace(tzinfo=None, fold=0)
