"""The card that asks how long to wait for an answer: so many days, or plain words for a time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, Signal

from desktop.domain.wall_clock import NotATime
from desktop.ui.theme import Theme
from desktop.ui.views.asking_card import AskingCard
from desktop.ui.views.pickers.choices import Choice
from desktop.ui.wording import words
from desktop.ui.wording.language import retell
from desktop.ui.wording.own_times import parse

_OFFERED = (1, 2, 3, 5, 7, 14)
_USUAL = 3
_MOST = 1826


class Wait(AskingCard):
    """`picked` carries the moment, in UTC, at which it comes back without an answer."""

    picked = Signal(object)

    def __init__(self, theme: Theme, title: str, now: Callable[[], datetime]) -> None:
        super().__init__(
            theme,
            title,
            asks=QCoreApplication.translate("Wait", "For how long"),
            hint=QCoreApplication.translate("Wait", "How many days? Or: fri 9, in 2 weeks …"),
            offers=QCoreApplication.translate("Wait", "Times on offer"),
            width=460,
        )
        self._now = now
        self._typed("")

    def _typed(self, text: str) -> None:
        now, wanted = self._now(), text.strip()
        note = self.tr("It comes back when they write, and at this time if they have not.")
        trouble = False
        if not wanted:
            offers = [_days(count, now) for count in _OFFERED]
        elif wanted.isdecimal() and len(wanted) <= len(str(_MOST)) and 0 < int(wanted) <= _MOST:
            offers = [_days(int(wanted), now)]
        else:
            try:
                at = parse(text, now)
            except NotATime as no:
                offers, note, trouble = [], retell(str(no)), True
            else:
                offers = [Choice(title=words.stamp(at, now), detail=words.until(at, now), value=at)]
        self._list.offer(offers)
        if not wanted:
            self._list.setCurrentIndex(self._list.model().index(_OFFERED.index(_USUAL), 0))
        self._note.say(note, trouble=trouble)
        self.arrange()

    def _take(self, value: object) -> None:
        self.put_away()
        self.picked.emit(value)


def _tr(text: str, note: str, count: int) -> str:
    return QCoreApplication.translate("", text, note, count)


def _days(count: int, now: datetime) -> Choice:
    title = words.many(_tr("{n} days", "", count), count)
    at = now + timedelta(days=count)
    return Choice(title=title, detail=words.stamp(at, now), value=at)
