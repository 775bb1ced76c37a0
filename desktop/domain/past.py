"""Days gone by as the owner says them: "monday", "25 dec", "last week", "2026-11", for what was before or after them.

Where `desktop.domain.when` looks ahead, this looks back: "monday" is the one that has just been, or is today. All days
are those of the wall clock of `zone` (None is the machine's own).
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2}
_LONG = {"day": 1, "days": 1, "d": 1, "week": 7, "weeks": 7, "w": 7}
_SPAN = re.compile(r"(?P<count>\d{1,4}|a|an|one) ?(?P<unit>[a-z]+)(?: ago)?", re.ASCII)
_STRETCH = re.compile(r"(?P<which>this|last|next) (?P<what>week|month|year)", re.ASCII)
_NUMBERS = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?(?:-(?P<day>\d{1,2}))?", re.ASCII)
_DOTS = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?", re.ASCII)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?P<month>[a-z]{3,9})(?: (?P<year>\d{4}))?", re.ASCII)
_MONTH_FIRST = re.compile(r"(?P<month>[a-z]{3,9})(?: (?P<day>\d{1,2})(?:st|nd|rd|th)?)?(?: (?P<year>\d{4}))?", re.ASCII)


def begins(words: str, now: datetime, zone: tzinfo | None = None) -> datetime | None:
    """Return when the day, week, month or year begins that `words` mean, None when they mean none.

    Whether they mean one does not depend on `now`.
    """
    text = " ".join(words.casefold().replace(",", " ").split())
    today = now.astimezone(zone).date()
    for read in _READERS:
        try:
            found = read(text, today)
            if found is not None:
                return _midnight(found, zone)
        except (ValueError, OverflowError, OSError):
            return None
    return None


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    # A naive wall clock time takes the machine's rules of that very day.
    wall = datetime.combine(day, time())
    return wall.astimezone() if zone is None else wall.replace(tzinfo=zone)


def _near(text: str, today: date) -> date | None:
    days = _NEAR.get(text)
    return None if days is None else today + timedelta(days=days)


def _weekday(text: str, today: date) -> date | None:
    bare = text.removeprefix("last ")
    place = _place(bare, _DAYS)
    if place is None:
        return None
    back = (today.weekday() - place) % 7
    return today - timedelta(days=back or (7 if bare != text else 0))


def _stretch(text: str, today: date) -> date | None:
    found = _STRETCH.fullmatch(text)
    if found is None:
        return None
    by = {"this": 0, "last": -1, "next": 1}[found["which"]]
    if found["what"] == "week":
        return today + timedelta(days=7 * by - today.weekday())
    if found["what"] == "month":
        return _months_on(today.replace(day=1), by)
    return date(today.year + by, 1, 1)


def _span(text: str, today: date) -> date | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    unit = found["unit"]
    if unit in _LONG:
        return today - timedelta(days=count * _LONG[unit])
    if unit in ("month", "months", "year", "years"):
        back = _months_on(today.replace(day=1), -count * (12 if unit.startswith("year") else 1))
        return back + timedelta(days=min(today.day, 28) - 1)
    return None


def _numbers(text: str, _today: date) -> date | None:
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None
    return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))


def _named(text: str, today: date) -> date | None:
    found = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    month = None if found is None else _place("sep" if found["month"] == "sept" else found["month"], _MONTHS)
    if found is None or month is None:
        return None
    return _latest(found["year"], month + 1, int(found["day"] or 1), today)


def _dots(text: str, today: date) -> date | None:
    found = _DOTS.fullmatch(text)
    return None if found is None else _latest(found["year"], int(found["month"]), int(found["day"]), today)


def _latest(year: str | None, month: int, day: int, today: date) -> date:
    """Return the day of that year, else the latest there has been of it. Raises ValueError when there is none."""
    if year is not None:
        return date(int(year), month, day)
    date(2000, month, day)
    for back in range(9):
        try:
            found = date(today.year - back, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError(day)


def _months_on(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _place(name: str, names: tuple[str, ...]) -> int | None:
    """Return which of `names` is meant: by its first three letters or more."""
    bare = name.rstrip(".")
    if len(bare) < 3:
        return None
    return next((place for place, full in enumerate(names) if full.startswith(bare)), None)


_READERS: tuple[Callable[[str, date], date | None], ...] = (
    _near,
    _weekday,
    _stretch,
    _numbers,
    _dots,
    _named,
    _span,
)
