"""Opening hours, holidays and targets as the owner writes them: "Mo-Fr 9-12:30, 13:30-18; Sa 8-13", and printed so.

Whatever is printed here is understood here, and stands for the same.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from desktop.domain.errors import ShopbellError
from desktop.domain.hours import DAY, LONGEST_HOLIDAY, Holiday, Hours, Spans, Week, known_zone, leaves_a_day
from desktop.domain.targets import Targets
from desktop.domain.text import plain
from desktop.domain.wording import worded

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LONGEST = timedelta(days=14)
"""No target is longer, in the time the shop is open."""
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY = frozenset(("daily", "every day", "always"))
_CLOSED = frozenset(("closed", "off"))
_ENTRY = re.compile(r"^(?P<days>\D*?)\s*(?P<spans>\d.*|closed|off)$", re.IGNORECASE)
_DASHES = re.compile(r"\s*[-‐‑–—]\s*|\s+to\s+", re.IGNORECASE)
_TIME = re.compile(r"^(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?\s*(?:h|uhr)?\s*(?P<half>am|pm)?$", re.IGNORECASE)
_DATE = r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4})?|\d{1,2}-\d{1,2})"
_UNTIL = r"[-‐‑–—−]|\.\.\.?|…|to|until|till|through|bis(?:\s+zum)?|à|jusqu['’]?\s?(?:à|au)|au|al?|hasta(?:\s+el)?|do"
_HOLIDAY = re.compile(
    rf"^(?:(?:from|vom|von|du|del?|od)\s+)?(?P<first>{_DATE})(?:\s*(?:{_UNTIL})\s*(?P<last>{_DATE}))?"
    r"(?P<word>(?:[\s:,].*)?)$",
    re.IGNORECASE,
)
"""“To” in the languages in which shops write it."""
_LENGTH = re.compile(
    r"^(?:(?P<hours>\d{1,3}(?:[.,]\d+)?)\s*(?:h|hours?|hrs?))?\s*"
    r"(?:(?P<minutes>\d{1,5})\s*(?:m|min|mins|minutes?)?)?$",
    re.IGNORECASE,
)
_TARGET = re.compile(r"^(?P<place>[^\d]*?)\s*(?P<length>\d.*)$")
_AUDIENCES = ("public", "private")
CHANNELS = ("mail", "mastodon", "bluesky", "x", "facebook", "comment", "blog", "review", "feed", "watch")
"""All that customers may write in, as targets name them."""


_ALWAYS: Week = (((0, DAY),),) * 7


class NotUnderstood(ShopbellError):
    """Words of the owner that mean nothing here; the sentence names them and shows how they are written."""


def understood(minutes: int, targets: str = "", week: str = "", holidays: str = "", zone: str = "") -> Targets:
    """Return the targets that are written so; `minutes` hold where no other do. Raises NotUnderstood."""
    open_, closed = parse_week(week), parse_holidays(holidays)
    hours = Hours(open_ or _ALWAYS, closed, parse_zone(zone)) if open_ or closed else None
    return Targets(usual=timedelta(minutes=minutes), chosen=parse_targets(targets), hours=hours)


def complaint(setting: str, text: str) -> str:
    """Return why one of the settings written in words is not understood, "" when it is."""
    readers: dict[str, Callable[[str], object]] = {
        "response_targets": parse_targets,
        "opening_hours": parse_week,
        "holidays": parse_holidays,
        "time_zone": parse_zone,
    }
    try:
        readers[setting](text)
    except NotUnderstood as wrong:
        return str(wrong)
    return ""


def parse_zone(text: str) -> str:
    """Return the name of a time zone, "" for this computer's. Raises NotUnderstood."""
    name = text.strip()
    if not known_zone(name):
        raise NotUnderstood(worded(f"“{plain(name, 40)}” is no time zone known here; write it like “Europe/Berlin”."))
    return name


# Opening hours


def parse_week(text: str, names: Sequence[str] = ()) -> Week | None:
    """Return the open spans of each weekday, None for no words at all: round the clock.

    `names` are the weekdays in the owner's language from Monday on, besides the English ones; what is later in the text
    holds for its days instead of what is earlier; a day that is not named is closed. Raises NotUnderstood.
    """
    entries = _entries(text)
    if not entries:
        return None
    week: list[Spans] = [()] * 7
    late: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for entry in entries:
        match = _ENTRY.match(entry)
        if match is None:
            raise NotUnderstood(
                worded(f"“{plain(entry, 40)}” is no opening time; write it like “Mo-Fr 9-12:30, 13:30-18”.")
            )
        spans = _spans(match["spans"])
        for day in _days_of(match["days"], names):
            week[day] = tuple((start, min(end, DAY)) for start, end in spans)
            late[(day + 1) % 7] = [(0, end - DAY) for _, end in spans if end > DAY]
    whole = [_joined([*week[day], *late[day]]) for day in range(7)]
    if not any(whole):
        raise NotUnderstood(worded("The shop would never be open; name one day that it is."))
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = whole
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _entries(text: str) -> list[str]:
    return [entry for part in re.split(r"[;\n]", text) if (entry := " ".join(part.split()).strip(" ,"))]


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return spans in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def _spans(text: str) -> list[tuple[int, int]]:
    """Return spans in minutes; one that goes past midnight ends after the end of the day."""
    if text.lower() in _CLOSED:
        return []
    found = []
    for part in text.split(","):
        edges = _DASHES.split(part.strip())
        if len(edges) != 2:
            raise NotUnderstood(worded(f"“{plain(part, 40)}” is no time from and until; write it like “9-12:30”."))
        start, end = (_minute(edge) for edge in edges)
        if start in (end, DAY):
            raise NotUnderstood(worded(f"“{plain(part, 40)}” is no time at all; write from when and until when."))
        found.append((start, end if end > start else end + DAY))
    return found


def _minute(text: str) -> int:
    match = _TIME.match(text.strip())
    hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match else (DAY, 0)
    if match and match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0) if 1 <= hour <= 12 else DAY
    if minute > 59 or hour * 60 + minute > DAY:
        raise NotUnderstood(worded(f"“{plain(text, 40)}” is no time of day; write it like “9” or “13:30”."))
    return hour * 60 + minute


def _days_of(text: str, names: Sequence[str]) -> list[int]:
    """Return the weekdays that words name; none named are all."""
    bare = text.strip(" :,").lower()
    if not bare or bare in _EVERY:
        return list(range(7))
    found: list[int] = []
    for part in re.split(r"\s*[,+&]\s*|\s+and\s+|\s+", _DASHES.sub("-", bare)):
        first, dash, last = part.partition("-")
        start = _weekday(first, names)
        end = _weekday(last, names) if dash else start
        found += [(start + n) % 7 for n in range((end - start) % 7 + 1)]
    return found


def _weekday(text: str, names: Sequence[str]) -> int:
    bare = text.strip(" .")
    for known in (names, _ENGLISH):
        fits = [n for n, name in enumerate(known) if len(bare) > 1 and name.lower().startswith(bare)]
        if len(fits) == 1:
            return fits[0]
    raise NotUnderstood(worded(f"“{plain(text, 40)}” is no weekday; they are Mo, Tu, We, Th, Fr, Sa and Su."))


def print_week(week: Week | None, names: Sequence[str] = DAYS) -> str:
    """Return opening hours in words, "" for round the clock; `names` are the short weekdays from Monday on."""
    if week is None:
        return ""
    written: list[str] = []
    day = 0
    while day < 7:
        last = day
        while last < 6 and week[last + 1] == week[day]:
            last += 1
        if week[day]:
            days = names[day] if last == day else f"{names[day]}-{names[last]}"
            written.append(f"{days} {', '.join(f'{_clock(start)}-{_clock(end)}' for start, end in week[day])}")
        day = last + 1
    return "; ".join(written)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}" if minute % 60 else str(minute // 60)


# Holidays


def parse_holidays(text: str) -> tuple[Holiday, ...]:
    """Return the days on which the shop is closed, each with its word. Raises NotUnderstood.

    A day is "2026-12-24" or "24.12.2026", and every year's "12-24" or "24.12."; "to", "bis", "au", "al"
    or a dash goes between a first and a last.
    """
    holidays = tuple(_holiday(entry) for entry in _entries(text))
    if not leaves_a_day(holidays):
        raise NotUnderstood(worded("These holidays leave no day of the year; name the days on which it is closed."))
    return holidays


def _holiday(entry: str) -> Holiday:
    match = _HOLIDAY.match(entry)
    if match is None:
        raise NotUnderstood(
            worded(f"“{plain(entry, 40)}” is no holiday; write it like “2026-12-24 to 2026-12-26 Christmas”.")
        )
    first, yearly = _day(match["first"])
    last, alike = _day(match["last"]) if match["last"] else (first, yearly)
    word = plain(match["word"].strip(" :,"), 60)
    if yearly != alike:
        raise NotUnderstood(worded(f"“{plain(entry, 40)}” names the year of one day only; name both or neither."))
    if not yearly and not 0 <= (last - first).days < LONGEST_HOLIDAY:
        raise NotUnderstood(
            worded(f"“{plain(entry, 40)}” is no length of a holiday; the last day comes after the first.")
        )
    return Holiday(first, last, word, yearly)


def _day(text: str) -> tuple[date, bool]:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if "." in text:
        numbers.reverse()
    yearly = len(numbers) == 2
    try:
        return date(*(numbers if not yearly else [2000, *numbers])), yearly
    except ValueError:
        raise NotUnderstood(
            worded(f"“{plain(text, 40)}” is no day of the calendar; write it like “2026-12-24”.")
        ) from None


def print_holidays(holidays: Iterable[Holiday]) -> str:
    """Return holidays in words, one after another with "; " between."""
    return "; ".join(map(_print_holiday, holidays))


def _print_holiday(holiday: Holiday) -> str:
    first, last = (day.isoformat()[5 if holiday.yearly else 0 :] for day in (holiday.first, holiday.last))
    days = first if first == last else f"{first} to {last}"
    return f"{days} {holiday.word}".strip()


# Targets


def parse_length(text: str) -> timedelta:
    """Return a target such as "90", "45 min", "6 h" or "1 h 30 min"; bare numbers are minutes. Raises NotUnderstood."""
    match = _LENGTH.match(text.strip())
    if match is None or not (match["hours"] or match["minutes"]):
        raise NotUnderstood(worded(f"“{plain(text, 40)}” is no length of time; write it like “45 min” or “6 h”."))
    length = timedelta(hours=float((match["hours"] or "0").replace(",", ".")), minutes=int(match["minutes"] or "0"))
    length = timedelta(minutes=round(length / timedelta(minutes=1)))
    if not timedelta(minutes=1) <= length <= LONGEST:
        raise NotUnderstood(worded(f"“{plain(text, 40)}” is too short or too long; a target is 1 minute to 336 hours."))
    return length


def print_length(length: timedelta) -> str:
    """Return a length of time in words: "45 min", "6 h", "1 h 30 min"."""
    hours, minutes = divmod(round(length / timedelta(minutes=1)), 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or not hours))


Chosen = tuple[tuple[str, str, timedelta], ...]


def parse_targets(text: str) -> Chosen:
    """Return the targets in "public 1 h; mail 6 h; mastodon private 45 min" as `Targets.chosen` holds them.

    Raises NotUnderstood.
    """
    found: dict[tuple[str, str], timedelta] = {}
    for entry in _entries(text):
        match = _TARGET.match(entry)
        words = match["place"].lower().strip(" :=").split() if match else []
        audience = next((word for word in words if word in _AUDIENCES), "")
        channels = [word for word in words if word not in _AUDIENCES]
        if match is None or not words or len(channels) > 1 or len(words) > len(channels) + bool(audience):
            raise NotUnderstood(
                worded(f"“{plain(entry, 40)}” is no target; write it like “public 1 h” or “mail private 6 h”.")
            )
        if unknown := [word for word in channels if word not in CHANNELS]:
            raise NotUnderstood(
                worded(f"“{plain(unknown[0], 40)}” is no channel; they are {', '.join(CHANNELS)}, public and private.")
            )
        found[channels[0] if channels else "", audience] = parse_length(match["length"])
    return tuple((channel, audience, length) for (channel, audience), length in found.items())


def print_targets(chosen: Chosen) -> str:
    """Return targets in words."""
    return "; ".join(
        " ".join(filter(None, (channel, audience, print_length(length)))) for channel, audience, length in chosen
    )
