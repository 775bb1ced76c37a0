"""Storms and silences in the owner's words. Loaded where there are any."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.domain.row import Tone
from desktop.domain.text import plain
from desktop.ui.wording.words import ago, many, number, short_stamp, span

if TYPE_CHECKING:
    from desktop.domain.account import Silence
    from desktop.domain.row import Burst

_TITLE = 120


def _tr(text: str, note: str = "", count: int = -1) -> str:
    return QCoreApplication.translate("", text, note, count)


def storm_title(burst: "Burst") -> str:
    """Return how many wrote, and what about or where."""
    if burst.title:
        told = _tr("{n} people: {title}", "", burst.people)
        return many(told, burst.people, title=plain(burst.title, _TITLE))
    if burst.name:
        told = _tr("{n} people in {channel}", "", burst.people)
        return many(told, burst.people, channel=plain(burst.name, _TITLE))
    return many(_tr("{n} people in all your channels", "", burst.people), burst.people)


def course(burst: "Burst") -> tuple[str, Tone]:
    """Return how far it has come, and how loudly that is said."""
    if burst.phase == "over":
        return _tr("over"), Tone.FACT
    if burst.phase == "rising":
        return _tr("rising"), Tone.NOTICE
    if burst.phase == "peak":
        return _tr("at its peak"), Tone.NOTICE
    if burst.half is None:
        return _tr("fading"), Tone.FACT
    return _tr("fading, half of peak in {span}").format(span=_length(burst.half)), Tone.FACT


def rate(burst: "Burst") -> str:
    """Return how many write now, and how many at the peak."""
    told = _tr("{n} in the last hour, {peak} at the peak", "", burst.rate)
    return many(told, burst.rate, peak=number(burst.peak))


def peaked(burst: "Burst", now: datetime) -> str:
    """Return when most of them wrote."""
    return _tr("peak {when}").format(when=short_stamp(burst.peak_at, now))


def alone(burst: "Burst") -> str:
    """Return how many of them stand on their own, "" for none."""
    return many(_tr("{n} stand on their own", "", burst.alone), burst.alone) if burst.alone else ""


def behind(burst: "Burst") -> str:
    """Return how many stand behind the row."""
    return many(_tr("{n} behind this row", "", burst.folded), burst.folded)


def storm_sentence(burst: "Burst") -> str:
    """Return the row of a storm as one sentence, for those who hear the list."""
    parts = (storm_title(burst), course(burst)[0], rate(burst), behind(burst), alone(burst))
    return ", ".join(part for part in parts if part)


def found(burst: "Burst", *, unhappy: bool) -> str:
    """Return the notice of a storm that was just found."""
    told = _tr("Complaints come in faster than usual: {title}") if unhappy else _tr("Many write at once: {title}")
    return told.format(title=storm_title(burst))


def not_over(burst: "Burst") -> str:
    """Return why the rest is not closed yet."""
    return _tr("Not over yet: {rate}. The rest can be closed below a quarter of the peak.").format(rate=rate(burst))


def no_storm() -> str:
    """Return what is said where there is no storm."""
    return _tr("There is no storm.")


def silence_words(silence: "Silence", now: datetime, *, broken: bool) -> str:
    """Return how much is usual in a channel and since when there is nothing; and whether it is reached at all."""
    told = _tr("{usual}; nothing for {span}. {why}")
    why = _tr("It is not heard: what came since is not here.") if broken else _tr("It answers; it is quiet there.")
    return told.format(usual=_usual(silence.a_week), span=ago(silence.since, now), why=why)


def _usual(a_week: float) -> str:
    if a_week >= 7:
        many_a_day = round(a_week / 7)
        return many(_tr("Usually {n} a day", "", many_a_day), many_a_day)
    if a_week >= 1:
        return many(_tr("Usually {n} a week", "", round(a_week)), round(a_week))
    a_month = max(1, round(a_week * 4.3))
    return many(_tr("Usually {n} a month", "", a_month), a_month)


def silent_notice(name: str, silence: "Silence", now: datetime, *, broken: bool) -> str:
    """Return the notice of a channel that is quieter than it ever was."""
    return f"{plain(name, _TITLE)}: {silence_words(silence, now, broken=broken)}"


def _length(length: timedelta) -> str:
    """Return a length in hours and minutes: "2 h 10 min"."""
    minutes = max(1, round(length / timedelta(minutes=1)))
    if minutes < 60 or minutes % 60 == 0 or minutes >= 10 * 60:
        return span(timedelta(minutes=minutes))
    return f"{span(timedelta(minutes=minutes - minutes % 60))} {span(timedelta(minutes=minutes % 60))}"
