"""The snooze picker: presets, and plain words with the date they mean shown while they are typed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale, Signal

from desktop.domain.when import NotATime, Preset, parse, presets
from desktop.ui import words
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.choices import Choice
from desktop.ui.widgets import safe

_LANGUAGE_DAYS = range(1, 8)


class Snooze(AskingCard):
    """Asks until when. `picked` carries the moment in UTC; Esc picks nothing."""

    picked = Signal(object)

    def __init__(self, theme: Theme, title: str, now: Callable[[], datetime]) -> None:
        """Offer times for what `title` names; `now` tells the time at every key."""
        super().__init__(
            theme,
            title,
            asks=self.tr("Until when"),
            hint=self.tr("Until when? tomorrow 8, fri 9, in 3 h …"),
            offers=self.tr("Times on offer"),
            width=460,
        )
        self._now = now
        self._days = _weekday_names()
        self._typed("")

    def note(self) -> str:
        """Return what is said below the list."""
        return self._note.text()

    def _typed(self, text: str) -> None:
        now = self._now()
        note, trouble = self.tr("Enter takes it, Esc leaves it as it is."), False
        if not text.strip():
            offers = [self._preset(preset, now) for preset in presets(now)]
        else:
            offers = [self._preset(p, now) for p in presets(now) if text.casefold().strip() in _title(p).casefold()]
            try:
                at = parse(text, now, days=self._days)
            except NotATime as no:
                trouble = not offers
                note = str(no) if trouble else note
            else:
                offers = [_choice(words.stamp(at, now), at, now), *(o for o in offers if o.value != at)]
        self._list.offer(offers)
        self._note.setProperty("look", "card-trouble" if trouble else "card-note")
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
        safe.say(self._note, note)
        self.arrange()

    def _preset(self, preset: Preset, now: datetime) -> Choice:
        return _choice(_title(preset), preset.at, now, detail=words.stamp(preset.at, now))

    def _take(self, value: object) -> None:
        self.put_away()
        self.picked.emit(value)


def _choice(title: str, at: datetime, now: datetime, *, detail: str = "") -> Choice:
    return Choice(title=_upper(title), detail=detail or _ahead(at - now), value=at)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(preset: Preset) -> str:
    titles = {
        "later-today": QCoreApplication.translate("Snooze", "Later today"),
        "this-evening": QCoreApplication.translate("Snooze", "This evening"),
        "tomorrow": QCoreApplication.translate("Snooze", "Tomorrow morning"),
        "weekend": QCoreApplication.translate("Snooze", "At the weekend"),
        "next-week": QCoreApplication.translate("Snooze", "Next week"),
        "in-a-month": QCoreApplication.translate("Snooze", "In a month"),
    }
    return titles.get(preset.key, preset.title)


def _weekday_names() -> dict[str, int]:
    """Return the weekdays in the owner's language, long and short; Monday is 0."""
    locale = QLocale()
    forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    return {locale.dayName(day, form): day - 1 for day in _LANGUAGE_DAYS for form in forms}


def _ahead(length: timedelta) -> str:
    return QCoreApplication.translate("Snooze", "in {span}").format(span=words.span(length))
