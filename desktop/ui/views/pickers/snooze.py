"""The snooze picker: presets, and plain words with the date they mean shown while they are typed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.wall_clock import NotATime
from desktop.domain.when import Preset
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import Choice
from desktop.ui.widgets.check import Check
from desktop.ui.wording import words
from desktop.ui.wording.language import retell
from desktop.ui.wording.own_times import parse, presets

_WAKE, _AGAIN = "wake", "again"


class Snooze(AskingCard):
    """Asks until when. `picked` carries the moment in UTC; Esc picks nothing."""

    picked = Signal(object)

    woken = Signal()
    """What is snoozed shall come back now."""
    again = Signal()
    """What came back shall be put off to the same time again."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        now: Callable[[], datetime],
        *,
        wakes_on_reply: bool = True,
        until: datetime | None = None,
        again: datetime | None = None,
    ) -> None:
        """Offer times for what `title` names; `now` tells the time at every key.

        `until` is when it wakes by now, None for what is not snoozed; `again` the time to which it was, where it came
        back before that.
        """
        super().__init__(
            theme,
            title,
            asks=self.tr("Until when"),
            hint=self.tr("Until when? tomorrow 8, fri 9, in 3 h …"),
            offers=self.tr("Times on offer"),
            width=460,
        )
        self._now = now
        self._until = until
        self._again = again
        self._wakes = Check(self.tr("Wake when they write"), theme)
        self._wakes.setChecked(wakes_on_reply)
        row = QWidget()
        line = QHBoxLayout(row)
        px = theme.look.px
        line.setContentsMargins(px(12), 0, px(12), px(8))
        line.addWidget(self._wakes)
        line.addStretch(1)
        self.box.addWidget(row)
        self._typed("")

    @property
    def wakes_on_reply(self) -> bool:
        """Whether it shall come back as soon as they write."""
        return self._wakes.isChecked()

    def note(self) -> str:
        """Return what is said below the list."""
        return self._note.text()

    def _typed(self, text: str) -> None:
        now = self._now()
        note, trouble = self.tr("Enter takes it, Esc leaves it as it is."), False
        if not text.strip():
            offers = self._further(now, [self._preset(preset, now) for preset in presets(now)])
            if self._until is not None:
                note = self.tr("It is snoozed until {when}.").format(when=words.stamp(self._until, now))
        else:
            offers = [self._preset(p, now) for p in presets(now) if text.casefold().strip() in _title(p).casefold()]
            try:
                at = parse(text, now)
            except NotATime as no:
                trouble = not offers
                note = retell(str(no)) if trouble else note
            else:
                offers = [_choice(words.stamp(at, now), at, now), *(o for o in offers if o.value != at)]
        self._list.offer(offers)
        self._note.say(note, trouble=trouble)
        self.arrange()

    def _preset(self, preset: Preset, now: datetime) -> Choice:
        return _choice(_title(preset), preset.at, now, detail=words.stamp(preset.at, now))

    def _further(self, now: datetime, offers: list[Choice]) -> list[Choice]:
        """Return the offers with those for what is snoozed, or was."""
        if self._again is not None:
            detail = words.stamp(self._again, now)
            offers = [Choice(title=self.tr("Again to the same time"), detail=detail, value=_AGAIN), *offers]
        if self._until is not None:
            offers = [*offers, Choice(title=self.tr("Wake it now"), value=_WAKE)]
        return offers

    def _take(self, value: object) -> None:
        self.put_away()
        if value == _WAKE:
            self.woken.emit()
        elif value == _AGAIN:
            self.again.emit()
        else:
            self.picked.emit(value)


def _choice(title: str, at: datetime, now: datetime, *, detail: str = "") -> Choice:
    return Choice(title=_upper(title), detail=detail or _ahead(at, now), value=at)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(preset: Preset) -> str:
    titles = {
        "later-today": QCoreApplication.translate("Snooze", "Later today"),
        "this-evening": QCoreApplication.translate("Snooze", "This evening"),
        "tomorrow": QCoreApplication.translate("Snooze", "Tomorrow morning"),
        "weekend": QCoreApplication.translate("Snooze", "At the weekend"),
        "next-week": QCoreApplication.translate("Snooze", "Next week"),
        "tomorrow-afternoon": QCoreApplication.translate("Snooze", "Tomorrow afternoon"),
        "in-two-days": QCoreApplication.translate("Snooze", "In two days"),
        "in-a-week": QCoreApplication.translate("Snooze", "In a week"),
        "in-a-month": QCoreApplication.translate("Snooze", "In a month"),
    }
    return titles.get(preset.key, preset.title)


def _ahead(at: datetime, now: datetime) -> str:
    return QCoreApplication.translate("Snooze", "in {span}").format(span=words.until(at, now))
