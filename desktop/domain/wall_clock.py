"""Days and times on the wall clock, and the week of work: what "tomorrow", "next week" and "in a month" come to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from desktop.domain.errors import ShopbellError
from desktop.domain.wording import worded

MORNING = time(8)
AFTERNOON = time(13)
EVENING = time(18)
WEEKEND = time(9)
CLOSING = time(17)
"""When a day, week or month of work ends."""
LATER = timedelta(hours=3)
"""How much later "later today" is."""
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
EXAMPLES = worded("Try “tomorrow 8”, “fri 9”, “in 3 h” or “24 dec”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """When people work: from the weekday `begins` until the weekend, which `rests` begins; 0 is Monday."""

    begins: int = 0
    rests: int = 5

    def begin_of(self, today: date) -> date:
        """Return the first day of the week of `today`."""
        return today - timedelta(days=(today.weekday() - self.begins) % 7)

    def left(self, today: date) -> int:
        """Return how many days of work come after `today`, below 0 on the weekend."""
        return (self.rests - self.begins) % 7 - (today.weekday() - self.begins) % 7 - 1


USUAL_WEEK = Week()
"""From Monday to Friday."""


class NotATime(ShopbellError):
    """Words that name no time to come; `str()` says why and gives an example."""


def on_the_wall(now: datetime, zone: tzinfo | None) -> datetime:
    """Return what the clock on the wall of `zone` shows; raises ValueError for a time without a zone."""
    if now.tzinfo is None:
        raise ValueError("a time without a zone cannot be compared")
    return now.astimezone(zone).replace(tzinfo=None)


def utc(wall: datetime, zone: tzinfo | None) -> datetime:
    """Return when the clock on the wall shows that; raises NotATime for what is too far away."""
    # A naive wall clock time takes the machine's rules of that very day; a given zone brings its own.
    try:
        aware = wall.astimezone() if zone is None else wall.replace(tzinfo=zone)
        return aware.astimezone(UTC)
    except (OverflowError, OSError) as far:
        raise NotATime(worded("That is more than five years away.")) from far


def quarter(wall: datetime) -> datetime:
    """Return `wall` moved on to the next full quarter of an hour."""
    rest = timedelta(minutes=wall.minute % 15, seconds=wall.second, microseconds=wall.microsecond)
    return wall - rest + timedelta(minutes=15) if rest else wall


def coming(today: date, weekday: int) -> date:
    """Return the next such weekday after `today`, never `today` itself."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def months_on(today: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    count = today.year * 12 + today.month - 1 + months
    year, month = divmod(count, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(today.day, 28))


def end_of(stretch: str, today: date, week: Week) -> date:
    """Return the last day of work of the day, week or month that `today` is in."""
    if stretch == "day":
        return today
    if stretch == "week":
        return today if week.left(today) == 0 else coming(today, (week.rests - 1) % 7)
    if stretch == "year":
        return date(today.year, 12, 31)
    return months_on(today.replace(day=1), 1) - timedelta(days=1)


def day_of(year: int, month: int, day: int) -> date:
    """Return that day; raises NotATime when there is none."""
    try:
        return date(year, month, day)
    except ValueError as impossible:
        name = MONTHS[month - 1].title() if 1 <= month <= 12 else f"month {month}"
        raise NotATime(worded(f"There is no {day} {name} {year}.")) from impossible


def a_week_on(day: date) -> date:
    """Return the same weekday of the next week."""
    return day + timedelta(days=7)


def a_year_on(day: date) -> date:
    """Return the same day of the next year that has it."""
    return from_year_on(day.year + 1, day.month, day.day)


def from_year_on(year: int, month: int, day: int) -> date:
    """Return that day of that year; 29 February of the next year that has one."""
    while (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
        year += 1
    return day_of(year, month, day)
