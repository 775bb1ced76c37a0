"""Times and figures in the owner's words: "overdue 2 h", "today 12:31", "12,400", in the owner's language and zone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.domain.begun import is_begun
from desktop.domain.row import OPEN_LANES, Band, Found, InboxRow, Lane, Sorting, State, Tone
from desktop.domain.text import plain

if TYPE_CHECKING:
    from PySide6.QtCore import QDate, QDateTime

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_SOON: Final = timedelta(minutes=30)
_DATE: Final = re.compile(r"d{1,4}|M{1,4}|y{2,4}|(?:'[^']*'|[^dMy'])+")
_ATTACHED: Final = re.compile(r"[^\s,،]*")

LANES: Final[tuple[tuple[str, tuple[Lane, ...]], ...]] = (
    ("", (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)),
    ("later", (Lane.WAITING, Lane.SNOOZED, Lane.STARRED, Lane.DONE)),
    ("yours", (Lane.DRAFTS, Lane.OUTBOX)),
)
"""The rail: sections with their lanes, top to bottom."""

ASIDE: Final = (Lane.MUTED, Lane.NOT_OURS, Lane.TRASH)
"""Lanes of what was put aside; commands lead there."""


def _tr(text: str, note: str = "", count: int = -1) -> str:
    return QCoreApplication.translate("", text, note, count)


_LANE_TITLES: Final[dict[Lane, Callable[[], str]]] = {
    Lane.NEEDS_YOU: lambda: _tr("Needs you"),
    Lane.WORTH_A_LOOK: lambda: _tr("Worth a look"),
    Lane.THE_REST: lambda: _tr("The rest"),
    Lane.WAITING: lambda: _tr("Waiting for them"),
    Lane.SNOOZED: lambda: _tr("Snoozed"),
    Lane.STARRED: lambda: _tr("Starred"),
    Lane.DONE: lambda: _tr("Done"),
    Lane.DRAFTS: lambda: _tr("Drafts"),
    Lane.OUTBOX: lambda: _tr("Outbox"),
    Lane.MUTED: lambda: _tr("Muted"),
    Lane.NOT_OURS: lambda: _tr("Not about us"),
    Lane.TRASH: lambda: _tr("Trash"),
}


def lane_title(lane: Lane) -> str:
    """Return the lane's name."""
    return _LANE_TITLES[lane]()


def section_title(section: str) -> str:
    """Return the heading of a section of the rail, "" for the first."""
    titles = {
        "later": _tr("Later"),
        "yours": _tr("Yours"),
        "saved": _tr("Saved"),
        "labels": _tr("Labels"),
        "channels": _tr("Channels"),
    }
    return titles.get(section, "")


def number(value: int) -> str:
    """Return a whole number with the grouping of the owner's locale; that of English where the system names none."""
    return _counting().toString(value)


def rough(value: int) -> str:
    """Return a number of six digits and more in a few characters: "1.2 M", "640 k"; "" for a smaller one."""
    if value < 100_000:
        return ""
    if value < 1_000_000:
        return _tr("{n} k").format(n=number(value // 1000))
    # Cut, not rounded: 1,999,999 is not two million.
    millions = decimal(value // 100_000 / 10)
    return _tr("{n} M").format(n=millions)


def decimal(value: float) -> str:
    """Return a number with one decimal as the owner's locale writes it: "2.5", "2,5"."""
    return _counting().toString(value, "f", 1)


def _counting() -> QLocale:
    locale = QLocale()
    return locale if locale.language() != QLocale.Language.C else QLocale(QLocale.Language.English)


_PLAINLY = {"en": "English", "es": "español", "zh": "中文", "nb": "norsk"}


def language_name(tag: str) -> str:
    """Return what a language is called by those who speak it: "Polski"; its code where nobody knows."""
    # Qt names the variety of its country where that has a name: "American English", "español de España".
    name = _PLAINLY.get(tag) or QLocale(tag).nativeLanguageName() or tag
    return f"{name[:1].upper()}{name[1:]}"


def usual_language() -> str:
    """Return the language that is usual here, as its code: it goes without saying."""
    return _counting().name()[:2]


def many(text: str, count: int, **more: str) -> str:
    """Return words that were translated for a number of things, with the number in the place of {n}."""
    return text.format(n=number(count), **more)


def span(length: timedelta) -> str:
    """Return a length of time in one unit: "now", "25 min", "2 h", "3 d"."""
    length = abs(length)
    if length < _MINUTE:
        return _tr("now")
    if length < _HOUR:
        minutes = int(length / _MINUTE)
        return many(_tr("{n} min", "", minutes), minutes)
    if length < 2 * _DAY:
        hours = int(length / _HOUR)
        return many(_tr("{n} h", "", hours), hours)
    if length < 60 * _DAY:
        return many(_tr("{n} d", "", length.days), length.days)
    months = length.days // 30
    return many(_tr("{n} months", "", months), months)


def until(moment: datetime, now: datetime) -> str:
    """Return how long it is until then: "25 min", "2 h"; from two days on in days of the calendar, as people count."""
    length = moment - now
    if length < 2 * _DAY or length >= 60 * _DAY:
        return span(length)
    days = _local(now).date().daysTo(_local(moment).date())
    return many(_tr("{n} d", "", days), days)


def countdown(seconds: int) -> str:
    """Return whole seconds that are left: "98 s", "4 min 58 s"."""
    if seconds < 2 * _MINUTE.seconds:
        return _tr("{n} s").format(n=number(seconds))
    minutes, rest = divmod(seconds, _MINUTE.seconds)
    return _tr("{m} min {s} s").format(m=number(minutes), s=number(rest))


def clock(moment: datetime) -> str:
    """Return the time of day, such as "16:02", as the locale writes it."""
    return QLocale().toString(_local(moment).time(), QLocale.FormatType.ShortFormat)


@lru_cache(16)
def _date_form(whole: str, *, year: bool) -> str:
    """Return how a date is written by a locale whose whole dates are written like `whole`, in short words.

    That is "Fri 14 Nov" and, with the `year`, "14 Nov 2025" in English; "Fri Nov 14", "Nov 14, 2025" in America.
    """
    parts = _DATE.findall(whole)
    fields = [n for n, part in enumerate(parts) if part[0] in "dMy"]
    place = next((n for n in fields if parts[n].startswith("ddd" if year else "yy")), None)
    if place is None or len(fields) != 4:
        return "d MMM yyyy" if year else "ddd d MMM"
    before, after = [n for n in fields if n < place], [n for n in fields if n > place]
    kept = parts[: before[-1] + 1] if before else []
    if before and not after:
        # What belongs to the number before it, as in "14日", stays.
        kept += [_ATTACHED.match(parts[before[-1] + 1])[0]]  # type: ignore[index]
    kept += parts[place + 1 if before else after[0] :] if after else []
    form = "".join(kept).replace("dddd", "ddd").replace("MMMM", "MMM").strip()
    return form if year else form.replace(",", "").replace("،", "")


def _day(day: "QDate", *, year: bool) -> str:
    locale = QLocale()
    return locale.toString(day, _date_form(locale.dateFormat(QLocale.FormatType.LongFormat), year=year))


def stamp(moment: datetime, now: datetime) -> str:
    """Return when it was: "today 12:31", "yesterday 9:00", "Fri 14 Nov 16:02", "14 Nov 2025"."""
    day, today = _local(moment).date(), _local(now).date()
    distance = day.daysTo(today)
    near = {0: _tr("today"), 1: _tr("yesterday"), -1: _tr("tomorrow")}.get(distance)
    if near is not None:
        return f"{near} {clock(moment)}"
    if abs(distance) < 200:
        return f"{_day(day, year=False)} {clock(moment)}"
    return _day(day, year=True)


def short_stamp(moment: datetime, now: datetime) -> str:
    """Return when it was, for a narrow place: "today 12:31", "Fri 14 Nov", "14 Nov 2025"."""
    day, today = _local(moment).date(), _local(now).date()
    distance = abs(day.daysTo(today))
    return stamp(moment, now) if distance <= 1 else _day(day, year=distance >= 200)


def _brief_stamp(moment: datetime, now: datetime) -> str:
    """Return the day, of today the time: "12:31", "yesterday", "Fri 14 Nov"."""
    distance = _local(moment).date().daysTo(_local(now).date())
    near = {0: clock(moment), 1: _tr("yesterday"), -1: _tr("tomorrow")}.get(distance)
    return near or short_stamp(moment, now)


def exact(moment: datetime) -> str:
    """Return the whole date and time, for the tooltip of a relative one."""
    return QLocale().toString(_local(moment), QLocale.FormatType.LongFormat)


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago it was: "now", "2 min", "3 d"."""
    return span(now - moment)


def urgency(row: InboxRow, now: datetime, *, brief: bool = False) -> tuple[str, Tone]:
    """Return what the right end of a row says about time, and how loudly; `brief` in the fewest words that are clear."""
    when = _brief_stamp if brief else short_stamp
    if row.state is State.SNOOZED and row.until is not None:
        return (when if brief else stamp_until)(row.until, now), Tone.FACT
    if row.state is State.WAITING and row.until is not None:
        until = when(row.until, now)
        return until if brief else _tr("back {when}").format(when=until), Tone.FACT
    if row.state is not State.OPEN or row.waiting_since is None or row.band is not Band.NEEDS_YOU:
        # Only who needs an answer is late with one.
        return when(row.last_at, now), Tone.FACT
    return _waiting(row, row.waiting_since, now, brief=brief)


def stamp_until(moment: datetime, now: datetime) -> str:
    """Return until when something is put off: "until tomorrow 9:00"."""
    return _tr("until {when}").format(when=stamp(moment, now))


def spoken_of(row: InboxRow) -> datetime:
    """Return the moment of which the right end of a row speaks; of who waits, since when, whenever an answer is due."""
    if row.state in (State.SNOOZED, State.WAITING) and row.until is not None:
        return row.until
    if row.state is not State.OPEN or row.waiting_since is None or row.band is not Band.NEEDS_YOU:
        return row.last_at
    return row.waiting_since


def _waiting(row: InboxRow, since: datetime, now: datetime, *, brief: bool) -> tuple[str, Tone]:
    due = row.due_at
    if due is not None and now - due >= _MINUTE:
        late = span(max(now - due if row.hours is None else row.hours.between(due, now), _MINUTE))
        return (_tr("{span} late") if brief else _tr("overdue {span}")).format(span=late), Tone.HURRY
    if due is not None and now >= (row.due_soon or due - min(_SOON, (due - since) / 2)):
        if due - now > _SOON:
            # The shop closes before.
            return _tr("due {when}").format(when=stamp(due, now)), Tone.NOTICE
        left = span(max(due - now, _MINUTE))
        return (_tr("in {span}") if brief else _tr("due in {span}")).format(span=left), Tone.NOTICE
    if now - since < _MINUTE:
        return _tr("just now"), Tone.FACT
    waited = span(now - since)
    return waited if brief else _tr("waiting {span}").format(span=waited), Tone.FACT


def channel_title(channel: str) -> str:
    """Return a channel's name as its network writes it."""
    known = {
        "mail": _tr("Mail"),
        "mastodon": "Mastodon",
        "bluesky": "Bluesky",
        "x": "X",
        "facebook": "Facebook",
        "comment": _tr("Comment"),
        "blog": _tr("Blog"),
        "review": _tr("Review"),
        "feed": _tr("Blogs & news"),
        "watch": _tr("Mentions"),
        "demo": _tr("Sample shop"),
    }
    return known.get(channel) or channel.capitalize()


def stars(rating: int) -> str:
    """Return a rating of five as stars."""
    full = max(0, min(5, rating))
    return "★" * full + "☆" * (5 - full)


def _local(moment: datetime) -> "QDateTime":
    from PySide6.QtCore import QDateTime

    return QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000))


def day_of(moment: datetime) -> "QDate":
    """Return the calendar day of a moment in the owner's zone."""
    return _local(moment).date()


def midnight(moment: datetime) -> datetime:
    """Return when the day of a moment began in the owner's zone."""
    from PySide6.QtCore import QTimeZone

    began = day_of(moment).startOfDay(QTimeZone(QTimeZone.Initialization.LocalTime))
    return datetime.fromtimestamp(began.toMSecsSinceEpoch() / 1000, tz=UTC)


def new_message(subject: str) -> str:
    """Return what a message is called that begins something: what it passes on, where its subject says that it does."""
    from desktop.domain.subject import FORWARDED, without_prefixes

    if not subject.startswith(FORWARDED):
        return _tr("New message")
    about = plain(without_prefixes(subject.removeprefix(FORWARDED)), 120)
    return _tr("Forward: {subject}").format(subject=about) if about else _tr("Forward")


def unnamed(row: InboxRow) -> str:
    """Return what stands for a row of which no name is known."""
    return new_message(row.subject) if is_begun(row.id) else nameless()


def said(row: InboxRow) -> str:
    """Return what somebody says: how it begins, else its subject; a message may have neither."""
    return plain(row.snippet) or plain(row.subject) or ("" if row.rating else _tr("no text"))


def nameless() -> str:
    """Return what stands where somebody has neither name nor handle."""
    return _tr("Somebody")


def draft_mark() -> str:
    """Return the word on the mark of a conversation with a draft."""
    return _tr("Draft")


def order_title(sorting: Sorting) -> str:
    """Return in which order the lanes of what is open stand."""
    return {
        Sorting.NEED: _tr("Most important first"),
        Sorting.NEWEST: _tr("Newest first"),
        Sorting.OLDEST: _tr("Waiting longest first"),
        Sorting.DUE: _tr("Due soonest first"),
    }[sorting]


def lane_order(lane: Lane | Found, most: int = 0, sorting: Sorting = Sorting.NEED) -> str:
    """Return in which order a lane stands, and that of what was found only the newest `most` are listed."""
    if isinstance(lane, Found):
        what = plain(lane.name or lane.query, 80)
        if most:
            return _tr("The newest {n} found: {what}. Esc goes back").format(n=number(most), what=what)
        return _tr("Found: {what}. Esc goes back").format(what=what)
    if lane in OPEN_LANES:
        return order_title(sorting)
    if lane in (Lane.SNOOZED, Lane.WAITING):
        return _tr("Next to come back first")
    if lane in ASIDE:
        # No line of the rail tells which lane it is.
        return _tr("{lane}, newest first").format(lane=lane_title(lane))
    return _tr("Newest first")
