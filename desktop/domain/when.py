"""Times as the owner says them: presets for putting something off, and plain words such as "fri 9" or "in 3 h".

Everything is reckoned on the wall clock of `zone` (None is the machine's own), so that "tomorrow 8" is eight o'clock
also when the clocks change in between, and returned in UTC; only less than a day ("in 3 h") passes as it does.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
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
LONGEST = timedelta(days=366 * 5)
"""Nothing can be put off for longer than this."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ALIASES = {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3, "satur": 5}
_UNITS = {
    "m": "minutes", "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
    "d": "days", "day": "days", "days": "days",
    "w": "weeks", "wk": "weeks", "week": "weeks", "weeks": "weeks",
    "month": "months", "months": "months",
    "y": "years", "yr": "years", "year": "years", "years": "years",
}  # fmt: skip
_CLOCKS = {
    "noon": time(12), "midday": time(12), "midnight": time(0), "morning": MORNING,
    "afternoon": AFTERNOON, "evening": EVENING, "night": time(20),
}  # fmt: skip
_TODAY = {"tonight": EVENING, "this evening": EVENING, "this afternoon": AFTERNOON, "this morning": MORNING}
_ENDS = {"eod": "day", "eow": "week", "eom": "month"} | {
    f"end {this}{stretch}": stretch for stretch in ("day", "week", "month", "year") for this in ("", "this ")
}
_LATER = timedelta(hours=3)
_DAY = timedelta(days=1)
_NOISE = re.compile(
    r"\bin(?= (?:the )?(?:morning|afternoon|evening)\b)|\b(?:at|on|the|until|till|by|from|o'clock|oclock|of)\b|(?<!\d),|,(?!\d)|@"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?", re.ASCII)
_EXAMPLES = worded("Try “tomorrow 8”, “fri 9”, “in 3 h” or “24 dec”.")
_SMALL = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "a couple": 2,
    "a few": 3,
    "half an": 0.5,
    "half a": 0.5,
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """An offer in the picker. `key` is stable and names it for translation; `at` is in UTC."""

    key: str
    title: str
    at: datetime


def presets(now: datetime, zone: tzinfo | None = None, *, week: Week = USUAL_WEEK) -> tuple[Preset, ...]:
    """Return the offers that make sense at `now`, soonest first; two that fall together are one."""
    local = _local(now, zone)
    today = local.date()
    offers: list[tuple[str, str, datetime]] = []
    if local.hour < 17:
        offers.append(("later-today", worded("Later today"), _quarter(local + _LATER)))
    if local.hour < 16:
        offers.append(("this-evening", worded("This evening"), datetime.combine(today, EVENING)))
    offers.append(("tomorrow", worded("Tomorrow morning"), datetime.combine(today + timedelta(days=1), MORNING)))
    if week.left(today) > 0:
        offers.append(("weekend", worded("At the weekend"), datetime.combine(_coming(today, week.rests), WEEKEND)))
    offers.append(("next-week", worded("Next week"), datetime.combine(_coming(today, week.begins), MORNING)))
    offers.append(("in-a-month", worded("In a month"), datetime.combine(_months_on(today, 1), MORNING)))
    return _distinct(offers, zone)


def _distinct(offers: list[tuple[str, str, datetime]], zone: tzinfo | None) -> tuple[Preset, ...]:
    found: dict[datetime, Preset] = {}
    for key, title, wall in sorted(offers, key=lambda offer: offer[2]):
        found.setdefault(wall, Preset(key=key, title=title, at=_utc(wall, zone)))
    return tuple(found.values())


def parse(
    words: str,
    now: datetime,
    zone: tzinfo | None = None,
    *,
    days: Mapping[str, int] | None = None,
    own: Mapping[str, str] | None = None,
    week: Week = USUAL_WEEK,
) -> datetime:
    """Return the moment `words` mean, in UTC and later than `now`; raises NotATime with a sentence.

    `days` adds names of weekdays in the owner's language (0 is Monday), `own` other words with the English ones they
    mean; English is always understood. `week` is when people work there.
    """
    local = _local(now, zone)
    text = _fold(_in_english(words, own or {}))
    if not text:
        raise NotATime(worded(f"Type when it should come back. {_EXAMPLES}"))
    at = _stamp(words.strip(), zone)
    if at is None:
        wall, more = _span(text, local) or (_Reading(text, local, days or {}, week).wall(), timedelta())
        at = (now.astimezone(UTC) if wall == local else _utc(wall, zone)) + more
        if at <= now:
            # When the clocks go back an hour comes twice.
            at = _utc(wall.replace(fold=1), zone) + more
    if at <= now:
        raise NotATime(worded("That time has passed already."))
    if at - now > LONGEST:
        raise NotATime(worded("That is more than five years away."))
    return at


def _stamp(words: str, zone: tzinfo | None) -> datetime | None:
    """Return the moment of a whole ISO 8601 time, as scripts write it; without a zone of its own it is the owner's."""
    if not _ISO.fullmatch(words):
        return None
    try:
        moment = datetime.fromisoformat(words)
        return _utc(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotATime(worded(f"There is no such time as {words}.")) from None


def _in_english(words: str, own: Mapping[str, str]) -> str:
    """Return the words with their digits as they are written in English, and the owner's words by what they mean."""
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in words[:200])
    known = {_bare(word): meant for word, meant in own.items() if _bare(word)}
    if not known:
        return text
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W\d_])\.?")
    return pattern.sub(lambda found: known[_bare(found[0])], unicodedata.normalize("NFKC", text).casefold())


def _bare(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().strip(" .")


def _fold(words: str) -> str:
    text = unicodedata.normalize("NFKC", words[:200]).casefold().replace("’", "'")
    return " ".join(_NOISE.sub(" ", text).split())


def _local(now: datetime, zone: tzinfo | None) -> datetime:
    if now.tzinfo is None:
        raise ValueError("a time without a zone cannot be compared")
    return now.astimezone(zone).replace(tzinfo=None)


def _utc(wall: datetime, zone: tzinfo | None) -> datetime:
    # A naive wall clock time takes the machine's rules of that very day; a given zone brings its own.
    try:
        aware = wall.astimezone() if zone is None else wall.replace(tzinfo=zone)
        return aware.astimezone(UTC)
    except (OverflowError, OSError) as far:
        raise NotATime(worded("That is more than five years away.")) from far


def _quarter(wall: datetime) -> datetime:
    """Return `wall` moved on to the next full quarter of an hour."""
    rest = timedelta(minutes=wall.minute % 15, seconds=wall.second, microseconds=wall.microsecond)
    return wall - rest + timedelta(minutes=15) if rest else wall


def _coming(today: date, weekday: int) -> date:
    """Return the next such weekday after `today`, never `today` itself."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _months_on(today: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    count = today.year * 12 + today.month - 1 + months
    year, month = divmod(count, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(today.day, 28))


_PART = re.compile(
    r"(?P<hours>\d{1,3})h(?P<minutes>\d{1,2})\b ?|"
    rf"(?P<count>{'|'.join(sorted(_SMALL, key=len, reverse=True))}|\d{{1,5}}(?:[.,]\d)?) ?(?P<unit>[a-z]+)(?: ?and)? ?",
    re.ASCII,
)


def _span(text: str, local: datetime) -> tuple[datetime, timedelta] | None:
    """Return `local` plus a length of time ("in 3 h", "90 min", "1h30", "2 days"), or None when it is none.

    Less than a day is returned beside `local` as it is: hours and minutes pass alike whatever the clocks do.
    """
    said_in = text.startswith("in ")
    rest = text.removeprefix("in ").removesuffix(" now")
    wall, found = local, False
    while rest:
        part = _PART.match(rest)
        added = _add(wall, part) if part is not None else None
        if part is None or added is None:
            if said_in and not found:
                raise NotATime(worded(f"I do not understand how long “{text}” is. {_EXAMPLES}"))
            return None
        wall, found, rest = added, True, rest[part.end() :]
    if not found:
        return None
    return (local, wall - local) if wall - local < _DAY else (wall, timedelta())


def _add(wall: datetime, part: re.Match[str]) -> datetime | None:
    try:
        if part["hours"] is not None:
            return wall + timedelta(hours=int(part["hours"]), minutes=int(part["minutes"]))
        unit = _UNITS.get(part["unit"])
        if unit is None:
            return None
        count = _SMALL.get(part["count"]) or float(part["count"].replace(",", "."))
        if unit in ("months", "years"):
            months = int(count * 12) if unit == "years" else int(count)
            return datetime.combine(_months_on(wall.date(), months), wall.time())
        return wall + timedelta(**{unit: count})
    except (OverflowError, ValueError) as far:
        raise NotATime(worded("That is more than five years away.")) from far


_TIME = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>am|pm|a\.m\.|p\.m\.)?(?![\d:./])"
_MONTH = "|".join(f"{name[:3]}[a-z]*" for name in _MONTHS)


class _Reading:
    """One pass over the words: a day, a time of day, each at most once, in any order."""

    def __init__(self, text: str, local: datetime, days: Mapping[str, int], week: Week) -> None:
        self._text = text
        self._local = local
        self._today = local.date()
        self._week = week
        self._days = {name.casefold().rstrip("."): day for name, day in days.items()}
        self._day: date | None = None
        self._clock: time | None = None
        self._usual = MORNING
        self._rolls: Callable[[date], date] | None = None

    def wall(self) -> datetime:
        """Return the moment on the wall clock."""
        rest = self._text
        while rest:
            rest = self._step(rest).strip()
        day = self._day if self._day is not None else self._today
        wall = datetime.combine(day, self._clock or self._usual)
        if self._day is None and wall <= self._local:
            return wall + timedelta(days=1)
        if self._rolls is not None and wall <= self._local:
            return datetime.combine(self._rolls(day), wall.time())
        return wall

    def _step(self, rest: str) -> str:
        for pattern, take in _PATTERNS:
            match = pattern.match(rest)
            if match is not None and take(self, match):
                return rest[match.end() :]
        raise NotATime(worded(f"I do not understand “{rest}”. {_EXAMPLES}"))

    def _set_day(self, day: date, rolls: Callable[[date], date] | None = None) -> None:
        if self._day is not None:
            raise NotATime(worded("That names two days."))
        self._day, self._rolls = day, rolls

    def _set_clock(self, clock: time) -> None:
        if self._clock is not None:
            raise NotATime(worded("That names two times of day."))
        self._clock = clock

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
            self._set_day(_from_year_on(self._today.year, number, day), _a_year_on)
        else:
            self._set_day(_date(year, number, day))
        return True

    def take_slashes(self, match: re.Match[str]) -> bool:
        """Take "24/12" or "12/24", but not "4/12", which two countries read differently."""
        first, second = int(match["first"]), int(match["second"])
        if first <= 12 and second <= 12 and first != second:
            month = _MONTHS[second - 1][:3]
            raise NotATime(
                worded(f"“{match[0].strip()}” can mean two days. Write the month as a word: “{first} {month}”.")
            )
        day, month_number = (first, second) if second <= 12 else (second, first)
        self._set_day(_from_year_on(self._today.year, month_number, day), _a_year_on)
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
        self._set_day(self._today + timedelta(days=ahead), _a_week_on)
        return True

    def take_word(self, match: re.Match[str]) -> bool:
        """Take a word such as "today", "tonight", "tomorrow", "next week" or "noon"."""
        word = match[0].strip()
        if word in _CLOCKS:
            return self._take_part_of_day(word)
        if word in ("today", "this"):
            self._set_day(self._today)
        elif word in _TODAY:
            self._set_day(self._today)
            self._set_clock(_TODAY[word])
        elif word in ("tomorrow", "tmrw", "tmr", "tomorow", "tom"):
            self._set_day(self._today + timedelta(days=1))
        elif word == "day after tomorrow":
            self._set_day(self._today + timedelta(days=2))
        else:
            self._take_stretch(word)
        return True

    def _take_stretch(self, word: str) -> None:
        if word.endswith("weekend"):
            first = _coming(self._today, self._week.rests)
            is_next = word.startswith("next") and self._week.left(self._today) >= 0
            self._set_day(first + timedelta(days=7 if is_next else 0))
            self._usual = WEEKEND
        elif word == "next week":
            self._set_day(_coming(self._today, self._week.begins))
        elif word == "next month":
            self._set_day(_months_on(self._today.replace(day=1), 1))
        elif word == "next year":
            self._set_day(date(self._today.year + 1, 1, 1))
        elif word in _ENDS:
            self._set_day(_end_of(_ENDS[word], self._today, self._week))
            self._usual = CLOSING
        elif word.startswith("later"):
            wall = _quarter(self._local + _LATER)
            self._set_day(wall.date())
            self._set_clock(wall.time())
        else:
            raise NotATime(worded("That time has passed already."))

    def _take_part_of_day(self, word: str) -> bool:
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
        return True

    def _weekday(self, name: str) -> int | None:
        if name in self._days:
            return self._days[name]
        if name in _ALIASES:
            return _ALIASES[name]
        return _place(name, _DAYS)

    def _month(self, name: str) -> int | None:
        place = _place("sep" if name == "sept" else name, _MONTHS)
        return None if place is None else place + 1


def _place(name: str, names: tuple[str, ...]) -> int | None:
    """Return which of `names` is meant: in full or by its first three letters."""
    for place, full in enumerate(names):
        if name in (full, full[:3]):
            return place
    return None


def _end_of(stretch: str, today: date, week: Week) -> date:
    """Return the last day of work of the day, week or month that `today` is in."""
    if stretch == "day":
        return today
    if stretch == "week":
        return today if week.left(today) == 0 else _coming(today, (week.rests - 1) % 7)
    if stretch == "year":
        return date(today.year, 12, 31)
    return _months_on(today.replace(day=1), 1) - timedelta(days=1)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as impossible:
        name = _MONTHS[month - 1].title() if 1 <= month <= 12 else f"month {month}"
        raise NotATime(worded(f"There is no {day} {name} {year}.")) from impossible


def _a_week_on(day: date) -> date:
    return day + timedelta(days=7)


def _a_year_on(day: date) -> date:
    return _from_year_on(day.year + 1, day.month, day.day)


def _from_year_on(year: int, month: int, day: int) -> date:
    """Return that day of that year; 29 February of the next year that has one."""
    while (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
        year += 1
    return _date(year, month, day)


_Take = Callable[[_Reading, re.Match[str]], bool]
_WORDS = (
    r"day after tomorrow|this morning|this evening|this afternoon|(?:this |next )?weekend|next week|next month|next year|"
    r"end (?:this )?(?:day|week|month|year)|eod|eow|eom|later today|later|"
    r"today|tonight|tomorrow|tomorow|tmrw|tmr|tom|noon|midday|midnight|morning|afternoon|evening|night|yesterday"
)
_PATTERNS: tuple[tuple[re.Pattern[str], _Take], ...] = (
    (re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t(?=\d)|\b)", re.ASCII), _Reading.take_date),
    (
        re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?: ?(?P<year>20\d\d|\d\d(?![:.\d])))?(?!\d)", re.ASCII),
        _Reading.take_date,
    ),
    (re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\d/])", re.ASCII), _Reading.take_slashes),
    (
        re.compile(
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? ?(?P<month>{_MONTH})\b(?: (?P<year>20\d\d)(?![:.\d]))?", re.ASCII
        ),
        _Reading.take_date,
    ),
    (
        re.compile(
            rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?: (?P<year>20\d\d)(?![:.\d]))?",
            re.ASCII,
        ),
        _Reading.take_date,
    ),
    (re.compile(rf"(?:{_WORDS})\b"), _Reading.take_word),
    (re.compile(r"(?:this )?(?P<next>next )?(?P<name>[^\W\d_]+)\.?"), _Reading.take_weekday),
    (re.compile(_TIME, re.ASCII), _Reading.take_clock),
)
