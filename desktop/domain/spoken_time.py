"""A day and a time of day read from words: "fri 9", "24 dec noon", "end of the week"; English, and names of weekdays."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from desktop.domain.wall_clock import (
    AFTERNOON,
    CLOSING,
    EVENING,
    EXAMPLES,
    LATER,
    MONTHS,
    MORNING,
    WEEKEND,
    NotATime,
    Week,
    a_week_on,
    a_year_on,
    coming,
    day_of,
    end_of,
    from_year_on,
    months_on,
    quarter,
)
from desktop.domain.wording import worded

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALIASES = {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3, "satur": 5}
_CLOCKS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_PARTS = {"morning": MORNING, "afternoon": AFTERNOON, "evening": EVENING, "night": time(20)}
_HOURS = {"morning": range(12), "afternoon": range(12, 19), "evening": range(16, 24), "night": range(18, 24)}
"""Which hours a part of the day may be said with: "tomorrow evening at 7"."""
_TODAY = {"tonight": "evening", "this evening": "evening", "this afternoon": "afternoon", "this morning": "morning"}
_TWO_TIMES = worded("That names two times of day.")
_ENDS = {"eod": "day", "eow": "week", "eom": "month"} | {
    f"end {this}{stretch}": stretch for stretch in ("day", "week", "month", "year") for this in ("", "this ")
}
_TIME = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>am|pm|a\.m\.|p\.m\.)?(?![\d:./-]|st\b|nd\b|rd\b|th\b)"
_MONTH = "|".join(f"{name[:3]}[a-z]*" for name in MONTHS)


class Reading:
    """One pass over the words: a day, a time of day, each at most once, in any order; `day` when it is known already.

    `month_first` says how "4/12" is read: in America, or elsewhere; None where nobody knows.
    """

    def __init__(
        self,
        text: str,
        local: datetime,
        days: Mapping[str, int],
        week: Week,
        day: date | None = None,
        *,
        month_first: bool | None = None,
    ) -> None:
        self._text = text
        self._local = local
        self._today = local.date()
        self._week = week
        self._month_first = month_first
        self._days = {name.casefold().rstrip("."): day for name, day in days.items()}
        self._day = day
        self._clock: time | None = None
        self._part = ""
        self._half = True
        self._usual = MORNING
        self._rolls: Callable[[date], date] | None = None

    def wall(self) -> datetime:
        """Return the moment on the wall clock."""
        rest = self._text
        while rest:
            rest = self._step(rest).strip()
        day = self._day if self._day is not None else self._today
        wall = datetime.combine(day, self._time())
        if self._day is None and wall <= self._local:
            return wall + timedelta(days=1)
        if self._rolls is not None and wall <= self._local:
            return datetime.combine(self._rolls(day), wall.time())
        return wall

    def _time(self) -> time:
        """Return the time of day; "7" with "evening" is 19:00."""
        if not self._part:
            return self._clock or self._usual
        if self._clock is None:
            return _PARTS[self._part]
        hours, clock = _HOURS[self._part], self._clock
        if clock.hour not in hours and self._half and clock.hour < 12:
            clock = clock.replace(hour=clock.hour + 12)
        if clock.hour not in hours:
            raise NotATime(_TWO_TIMES)
        return clock

    def _step(self, rest: str) -> str:
        for pattern, take in _PATTERNS:
            match = pattern.match(rest)
            if match is not None and take(self, match):
                return rest[match.end() :]
        raise NotATime(worded(f"I do not understand “{rest}”. {EXAMPLES}"))

    def _set_day(self, day: date, rolls: Callable[[date], date] | None = None) -> None:
        if self._day is not None:
            raise NotATime(worded("That names two days."))
        self._day, self._rolls = day, rolls

    def _set_clock(self, clock: time) -> None:
        if self._clock is not None:
            raise NotATime(_TWO_TIMES)
        self._clock = clock

    def _set_part(self, part: str) -> None:
        if self._part:
            raise NotATime(_TWO_TIMES)
        self._part = part

    def take_date(self, match: re.Match[str]) -> bool:
        """Take "24 dec", "dec 24 2026", "24.12." or "2026-12-24"; without a year it is the next such day."""
        groups = match.groupdict()
        month = groups["month"]
        number = int(month) if month.isdigit() else self._month(month)
        if number is None:
            return False
        year = int(groups["year"]) if groups.get("year") else None
        if year is not None and year < 100:
            year += 2000
        day = int(groups["day"])
        if year is None:
            self._set_day(from_year_on(self._today.year, number, day), a_year_on)
        else:
            self._set_day(day_of(year, number, day))
        return True

    def take_slashes(self, match: re.Match[str]) -> bool:
        """Take "24/12", "24/12/2026" or "12/24", and "4/12", which two countries read differently, where it is known."""
        first, second = int(match["first"]), int(match["second"])
        is_open = first <= 12 and second <= 12 and first != second
        if is_open and self._month_first is None:
            month = MONTHS[second - 1][:3]
            raise NotATime(
                worded(f"“{match[0].strip()}” can mean two days. Write the month as a word: “{first} {month}”.")
            )
        leads = is_open and bool(self._month_first)
        day, month_number = (first, second) if second <= 12 and not leads else (second, first)
        if match["year"]:
            self._set_day(day_of(int(match["year"]), month_number, day))
        else:
            self._set_day(from_year_on(self._today.year, month_number, day), a_year_on)
        return True

    def take_day_of_month(self, match: re.Match[str]) -> bool:
        """Take "the 30th": of this month, or of the next one that has it."""
        number = int(match["day"])
        if not 1 <= number <= 31:
            return False
        ahead = self._today if number >= self._today.day else months_on(self._today.replace(day=1), 1)
        self._set_day(_day_of_month(ahead, number), _a_month_on)
        return True

    def take_weekday(self, match: re.Match[str]) -> bool:
        """Take "fri", "next friday", or a weekday in the owner's language."""
        weekday = self._weekday(match["name"])
        if weekday is None:
            return False
        if match["next"]:
            ahead = (weekday - self._week.begins) % 7
            self._set_day(self._week.begin_of(self._today) + timedelta(days=7 + ahead))
            return True
        ahead = (weekday - self._today.weekday()) % 7
        self._set_day(self._today + timedelta(days=ahead), a_week_on)
        return True

    def take_word(self, match: re.Match[str]) -> bool:
        """Take a word such as "today", "tonight", "tomorrow", "next week" or "noon"."""
        word = match[0].strip()
        if word in _CLOCKS:
            return self._take_noon(word)
        if word in _PARTS:
            self._set_part(word)
        elif word in ("today", "this"):
            self._set_day(self._today)
        elif word in _TODAY:
            self._set_day(self._today)
            self._set_part(_TODAY[word])
        elif word in ("tomorrow", "tmrw", "tmr", "tomorow", "tom"):
            self._set_day(self._today + timedelta(days=1))
        elif word == "day after tomorrow":
            self._set_day(self._today + timedelta(days=2))
        else:
            self._take_stretch(word)
        return True

    def _take_stretch(self, word: str) -> None:
        if word.endswith("weekend"):
            first = coming(self._today, self._week.rests)
            is_next = word.startswith("next") and self._week.left(self._today) >= 0
            self._set_day(first + timedelta(days=7 if is_next else 0))
            self._usual = WEEKEND
        elif word == "next week":
            self._set_day(coming(self._today, self._week.begins))
        elif word == "next month":
            self._set_day(months_on(self._today.replace(day=1), 1))
        elif word == "next year":
            self._set_day(date(self._today.year + 1, 1, 1))
        elif word in _ENDS:
            self._set_day(end_of(_ENDS[word], self._today, self._week))
            self._usual = CLOSING
        elif word.startswith("later"):
            wall = quarter(self._local + LATER)
            self._set_day(wall.date())
            self._set_clock(wall.time())
        else:
            raise NotATime(worded("That time has passed already."))

    def _take_noon(self, word: str) -> bool:
        if word == "midnight" and self._day is not None:
            self._day += timedelta(days=1)
        self._set_clock(_CLOCKS[word])
        return True

    def take_clock(self, match: re.Match[str]) -> bool:
        """Take "9", "9:30", "17.15", "9 pm"."""
        hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
        if half is not None:
            if not 1 <= hour <= 12:
                raise NotATime(worded(f"There is no {hour} o'clock {half}."))
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        if hour == 24 and minute == 0 and self._day is not None:
            self._day, hour = self._day + timedelta(days=1), 0
        if hour > 23 or minute > 59:
            raise NotATime(worded(f"There is no {hour}:{minute:02d} on the clock."))
        self._set_clock(time(hour, minute))
        self._half = half is None
        return True

    def _weekday(self, name: str) -> int | None:
        if name in self._days:
            return self._days[name]
        if name in _ALIASES:
            return _ALIASES[name]
        return _place(name, _DAYS)

    def _month(self, name: str) -> int | None:
        place = _place("sep" if name == "sept" else name, MONTHS)
        return None if place is None else place + 1


def _day_of_month(on: date, number: int) -> date:
    """Return the day of that number in the month of `on`, or in the next month that has so many days."""
    for month in (on, months_on(on.replace(day=1), 1)):
        if number <= end_of("month", month, Week()).day:
            return month.replace(day=number)
    raise AssertionError("of two months that follow each other one has 31 days")


def _a_month_on(day: date) -> date:
    return _day_of_month(months_on(day.replace(day=1), 1), day.day)


def _place(name: str, names: tuple[str, ...]) -> int | None:
    """Return which of `names` is meant: in full or by its first three letters."""
    for place, full in enumerate(names):
        if name in (full, full[:3]):
            return place
    return None


_Take = Callable[[Reading, re.Match[str]], bool]
_WORDS = (
    r"day after tomorrow|this morning|this evening|this afternoon|(?:this |next )?weekend|next week|next month|next year|"
    r"end (?:this )?(?:day|week|month|year)|eod|eow|eom|later today|later|"
    r"today|tonight|tomorrow|tomorow|tmrw|tmr|tom|noon|midday|midnight|morning|afternoon|evening|night|yesterday"
)
_PATTERNS: tuple[tuple[re.Pattern[str], _Take], ...] = (
    (re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t(?=\d)|\b)", re.ASCII), Reading.take_date),
    (
        re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?: ?(?P<year>20\d\d|\d\d(?![:.\d])))?(?!\d)", re.ASCII),
        Reading.take_date,
    ),
    (
        re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>20\d\d))?(?![\d/])", re.ASCII),
        Reading.take_slashes,
    ),
    (
        re.compile(
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? ?(?P<month>{_MONTH})\b(?: (?P<year>20\d\d)(?![:.\d]))?", re.ASCII
        ),
        Reading.take_date,
    ),
    (
        re.compile(
            rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?: (?P<year>20\d\d)(?![:.\d]))?",
            re.ASCII,
        ),
        Reading.take_date,
    ),
    (re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b", re.ASCII), Reading.take_day_of_month),
    (re.compile(rf"(?:{_WORDS})\b"), Reading.take_word),
    (re.compile(r"(?:this )?(?P<next>next )?(?P<name>[^\W\d_]+)\.?"), Reading.take_weekday),
    (re.compile(_TIME, re.ASCII), Reading.take_clock),
)
