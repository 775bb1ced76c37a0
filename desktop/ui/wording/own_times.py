"""Times as the owner types them, in the owner's language and by the customs of the country: words, days, the week."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.domain import when
from desktop.domain.wall_clock import USUAL_WEEK, Week

_FORMS = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT_MONTHS = frozenset(month[:3] for month in _MONTHS)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONE_WORD = re.compile(r"[^\W\d_]+\.?")


def parse(text: str, now: datetime) -> datetime:
    """Return the moment that the words mean; raises NotATime with a sentence. English is understood too."""
    locale = QLocale()
    return when.parse(
        text,
        now,
        days=_days(locale),
        own=_own_words(locale),
        week=week_of(locale.name()),
        month_first=_month_first(locale),
    )


def presets(now: datetime) -> tuple[when.Preset, ...]:
    """Return the times on offer by the week of the owner's country."""
    return when.presets(now, week=week_of(QLocale().name()))


@lru_cache(8)
def week_of(name: str) -> Week:
    """Return when people work where a locale is spoken."""
    work = {day.value - 1 for day in QLocale(name).weekdays()}
    begins = [day for day in work if (day - 1) % 7 not in work]
    rests = [day for day in range(7) if day not in work and (day - 1) % 7 in work]
    return Week(begins=begins[0], rests=rests[0]) if len(begins) == len(rests) == 1 else USUAL_WEEK


def _month_first(locale: QLocale) -> bool | None:
    """Return whether a locale writes the month before the day, by CLDR; None where the system names no language."""
    if locale.language() == QLocale.Language.C:
        return None
    written = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return written.find("M") < written.find("d")


def _days(locale: QLocale) -> dict[str, int]:
    """Return the weekdays in the owner's language, long and short; Monday is 0."""
    return {locale.dayName(day, form): day - 1 for day in range(1, 8) for form in _FORMS}


def _own_words(locale: QLocale) -> dict[str, str]:
    """Return the owner's words with the English ones they mean."""
    found: dict[str, str] = {}
    for english, own in _words():
        if own != english:
            found.setdefault(own, english)
    # Whatever language is spoken: dates may be written in another (LC_TIME), and are typed as they are written.
    days = {name.strip(".").casefold() for name in _days(locale)}
    for month, english in enumerate(_MONTHS, start=1):
        for form in _FORMS:
            for name in (locale.monthName(month, form), locale.standaloneMonthName(month, form)):
                # "mar" is Tuesday and March in Italy and Spain: nobody puts off until March by three letters.
                if name.strip(".").casefold() not in days:
                    found.setdefault(name, english)
    for day, english in enumerate(_WEEKDAYS, start=1):
        for form in _FORMS:
            # A name of several words, or with marks that are no letters, as in Hebrew and Hindi; or a month in English.
            name = locale.dayName(day, form)
            if not _ONE_WORD.fullmatch(name) or name.strip(".").casefold() in _SHORT_MONTHS:
                found.setdefault(name, english)
    found.setdefault(locale.amText(), "am")
    found.setdefault(locale.pmText(), "pm")
    return found


def _words() -> Iterator[tuple[str, str]]:
    """Yield the English words for times with those of the owner's language, in which they may be typed."""
    translate = QCoreApplication.translate
    yield "today", translate("Times", "today")
    yield "tonight", translate("Times", "tonight")
    yield "tomorrow", translate("Times", "tomorrow")
    yield "day after tomorrow", translate("Times", "day after tomorrow")
    yield "this morning", translate("Times", "this morning")
    yield "this afternoon", translate("Times", "this afternoon")
    yield "this evening", translate("Times", "this evening")
    yield "later today", translate("Times", "later today")
    yield "next week", translate("Times", "next week")
    yield "next month", translate("Times", "next month")
    yield "next year", translate("Times", "next year")
    yield "next weekend", translate("Times", "next weekend")
    yield "weekend", translate("Times", "weekend")
    yield "noon", translate("Times", "noon")
    yield "midnight", translate("Times", "midnight")
    yield "morning", translate("Times", "morning")
    yield "afternoon", translate("Times", "afternoon")
    yield "evening", translate("Times", "evening")
    yield "next", translate("Times", "next")
    yield "in", translate("Times", "in")
    yield "at", translate("Times", "at")
    yield "minute", translate("Times", "minute")
    yield "minutes", translate("Times", "minutes")
    yield "hour", translate("Times", "hour")
    yield "hours", translate("Times", "hours")
    yield "day", translate("Times", "day")
    yield "days", translate("Times", "days")
    yield "week", translate("Times", "week")
    yield "weeks", translate("Times", "weeks")
    yield "month", translate("Times", "month")
    yield "months", translate("Times", "months")
