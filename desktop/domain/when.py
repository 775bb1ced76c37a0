"""Times as the owner says them: presets for putting something off, and plain words such as "fri 9" or "in 3 h".

Everything is reckoned on the wall clock of `zone` (None is the machine's own), so that "tomorrow 8" is eight o'clock
also when the clocks change in between, and returned in UTC; only less than a day ("in 3 h") passes as it does.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from desktop.domain.spoken_time import Reading
from desktop.domain.wall_clock import (
    AFTERNOON,
    EVENING,
    EXAMPLES,
    LATER,
    MORNING,
    USUAL_WEEK,
    WEEKEND,
    NotATime,
    Week,
    coming,
    months_on,
    on_the_wall,
    quarter,
    utc,
)
from desktop.domain.wording import worded

LONGEST = timedelta(days=366 * 5)
"""Nothing can be put off for longer than this."""
FEWEST = 4
"""So many times are offered at least."""
_FAR = worded("That is more than five years away.")

_UNITS = {
    "m": "minutes", "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
    "d": "days", "day": "days", "days": "days",
    "w": "weeks", "wk": "weeks", "week": "weeks", "weeks": "weeks",
    "month": "months", "months": "months",
    "y": "years", "yr": "years", "year": "years", "years": "years",
}  # fmt: skip
_DAY = timedelta(days=1)
_NOISE = re.compile(
    r"\bin(?= (?:the )?(?:morning|afternoon|evening)\b)|\b(?:at|on|the|until|till|by|from|o'clock|oclock|of)\b|(?<!\d),|,(?!\d)|@"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?", re.ASCII)
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
_PART = re.compile(
    r"(?P<hours>\d{1,3})h(?P<minutes>\d{1,2})\b ?|"
    rf"(?P<count>{'|'.join(sorted(_SMALL, key=len, reverse=True))}|\d{{1,5}}(?:[.,]\d)?) ?(?P<unit>[a-z]+)(?: ?and)? ?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """An offer in the picker. `key` is stable and names it for translation; `at` is in UTC."""

    key: str
    title: str
    at: datetime


def presets(now: datetime, zone: tzinfo | None = None, *, week: Week = USUAL_WEEK) -> tuple[Preset, ...]:
    """Return the offers that make sense at `now`, soonest first; two that fall together are one.

    There are always a few: late on the last day of the week tomorrow begins the next one, and others take their place.
    """
    local = on_the_wall(now, zone)
    today = local.date()
    offers: list[tuple[str, str, datetime]] = []
    if local.hour < 17:
        offers.append(("later-today", worded("Later today"), quarter(local + LATER)))
    if local.hour < 16:
        offers.append(("this-evening", worded("This evening"), datetime.combine(today, EVENING)))
    offers.append(("tomorrow", worded("Tomorrow morning"), datetime.combine(today + timedelta(days=1), MORNING)))
    if week.left(today) > 0:
        offers.append(("weekend", worded("At the weekend"), datetime.combine(coming(today, week.rests), WEEKEND)))
    offers.append(("next-week", worded("Next week"), datetime.combine(coming(today, week.begins), MORNING)))
    offers.append(("in-a-month", worded("In a month"), datetime.combine(months_on(today, 1), MORNING)))
    found = _distinct(offers, zone)
    for further in _further(today):
        if len(found) >= FEWEST:
            break
        offers.append(further)
        found = _distinct(offers, zone)
    return found


def _further(today: date) -> tuple[tuple[str, str, datetime], ...]:
    """Return offers that make sense on any day, the likeliest first."""
    tomorrow, in_two_days, in_a_week = (today + timedelta(days=days) for days in (1, 2, 7))
    return (
        ("tomorrow-afternoon", worded("Tomorrow afternoon"), datetime.combine(tomorrow, AFTERNOON)),
        ("in-two-days", worded("In two days"), datetime.combine(in_two_days, MORNING)),
        ("in-a-week", worded("In a week"), datetime.combine(in_a_week, MORNING)),
    )


def _distinct(offers: list[tuple[str, str, datetime]], zone: tzinfo | None) -> tuple[Preset, ...]:
    found: dict[datetime, Preset] = {}
    for key, title, wall in sorted(offers, key=lambda offer: offer[2]):
        found.setdefault(wall, Preset(key=key, title=title, at=utc(wall, zone)))
    return tuple(found.values())


def parse(
    words: str,
    now: datetime,
    zone: tzinfo | None = None,
    *,
    days: Mapping[str, int] | None = None,
    own: Mapping[str, str] | None = None,
    week: Week = USUAL_WEEK,
    month_first: bool | None = None,
) -> datetime:
    """Return the moment `words` mean, in UTC and later than `now`; raises NotATime with a sentence.

    `days` adds names of weekdays in the owner's language (0 is Monday), `own` other words with the English ones they
    mean; English is always understood. `week` is when people work there, and `month_first` whether they write the
    month before the day: without, "4/12" is asked about.
    """
    local = on_the_wall(now, zone)
    text = _fold(_in_english(words, own or {}))
    if not text:
        raise NotATime(worded(f"Type when it should come back. {EXAMPLES}"))
    at = _stamp(words.strip(), zone)
    if at is None:

        def read(rest: str, day: date | None = None) -> datetime:
            return _read(Reading(rest, local, days or {}, week, day, month_first=month_first))

        wall, more = _span(text, local, read) or (read(text), timedelta())
        at = (now.astimezone(UTC) if wall == local else utc(wall, zone)) + more
        if at <= now:
            # When the clocks go back an hour comes twice.
            at = utc(wall.replace(fold=1), zone) + more
    if at <= now:
        raise NotATime(worded("That time has passed already."))
    if at - now > LONGEST:
        raise NotATime(_FAR)
    return at


def _read(reading: Reading) -> datetime:
    try:
        return reading.wall()
    except OverflowError as far:
        raise NotATime(_FAR) from far


def _stamp(words: str, zone: tzinfo | None) -> datetime | None:
    """Return the moment of a whole ISO 8601 time, as scripts write it; without a zone of its own it is the owner's."""
    if not _ISO.fullmatch(words):
        return None
    try:
        moment = datetime.fromisoformat(words)
        return utc(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)
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


def _span(text: str, local: datetime, read: Callable[[str, date], datetime]) -> tuple[datetime, timedelta] | None:
    """Return `local` plus a length of time ("in 3 h", "90 min", "1h30", "2 days"), or None when it is none.

    What follows a day so far away is its time of day, for `read` to tell: "in 3 days at 9".
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
                raise NotATime(worded(f"I do not understand how long “{text}” is. {EXAMPLES}"))
            return (read(rest, wall.date()), timedelta()) if wall - local >= _DAY else None
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
            return datetime.combine(months_on(wall.date(), months), wall.time())
        return wall + timedelta(**{unit: count})
    except (OverflowError, ValueError) as far:
        raise NotATime(_FAR) from far
