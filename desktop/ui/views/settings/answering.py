"""How soon customers should have an answer: targets, opening hours, holidays; each is told back in plain words."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime, QTimer
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.domain.answering import (
    DAYS,
    NotUnderstood,
    parse_holidays,
    parse_length,
    parse_targets,
    parse_week,
    parse_zone,
    print_holidays,
    print_length,
    print_targets,
    print_week,
    understood,
)
from desktop.domain.clock import Clock
from desktop.domain.targets import Targets
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Theme, mark
from desktop.ui.views.settings.page import Page
from desktop.ui.widgets import safe
from desktop.ui.widgets.segments import Segments
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

_PAUSE_MS = 500
_LAST_MINUTES = timedelta(minutes=20)
"""So long before the shop closes somebody asks, in the example."""
_MINUTE = timedelta(minutes=1)
_USUAL = timedelta(hours=1)
"""How soon an answer is due where nobody has said anything."""
_ONLY = {"mail": "private", "comment": "public", "review": "public", "blog": "public", "feed": "public"}
"""Channels in which everything is said before the same audience."""
_AUDIENCES = ("public", "private")
Place = tuple[str, str]


class AnsweringPage(Page):
    """What is understood is in force at once; what is not is said below, and what held before holds."""

    def __init__(self, theme: Theme, preferences: Preferences, clock: Clock, channels: Sequence[str]) -> None:
        """`channels` are those in which customers write."""
        super().__init__(theme)
        self._preferences = preferences
        self._clock = clock
        now = preferences.settings
        self._names = weekdays()
        self.targets: dict[Place, QLineEdit] = {}
        self._note(self.tr("Until you say otherwise, an answer is due an hour after they wrote, round the clock."))
        usual = print_length(timedelta(minutes=now.response_target_minutes))
        self.usual = self._line(self.tr("An answer is due within"), usual, print_length(_USUAL))
        self._note(self.tr("Such as 45 min or 6 h."))
        self.hours = self._line(self.tr("Opening hours"), _in_own_words(now.opening_hours, self._names), "")
        self.hours.setPlaceholderText(f"{self._names[0]}-{self._names[4]} 9-12:30, 13:30-18; {self._names[5]} 8-13")
        self._note(self.tr("Nobody grows late while you are closed. Empty means round the clock."))
        self.holidays = self._line(self.tr("Closed on"), now.holidays, "2026-12-24 to 2026-12-26 Christmas; 01-01")
        self.zone = self._line(self.tr("Time zone"), now.time_zone, self.tr("As this computer"))
        self.echo = safe.label("", look="strong")
        self.echo.setWordWrap(True)
        tell = self.tr("Notifications of who waits too long")
        choices = (("on", self.tr("On")), ("off", self.tr("Off")))
        self.tell = Segments(theme, tell, choices, "on" if now.tell_when_due else "off")
        self.tell.chosen.connect(self._tell)
        self._put(tell, self.tell)
        self._note(self.tr("Once for each wait, without a sound, never while you are closed or look at this window."))
        self._offer_targets(channels)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self._kept: dict[str, object] = {}
        with suppress(NotUnderstood):
            self._kept = self._read()
        self._lacks_sense = False
        """Whether something was typed that is not understood."""
        self._say()

    @property
    def is_begun(self) -> bool:
        """Whether something stands there that is not in force, because it is not understood."""
        return self._lacks_sense

    @property
    def foot(self) -> QWidget:
        """What stands below the page wherever it is scrolled to: what was understood, or why not."""
        return self.echo

    # What stands on the page

    def _offer_targets(self, channels: Sequence[str]) -> None:
        settings = self._preferences.settings
        chosen: dict[Place, timedelta] = {}
        with suppress(NotUnderstood):
            # What names an audience holds there, wherever it stands.
            for channel, audience, length in sorted(parse_targets(settings.response_targets), key=_names_an_audience):
                chosen |= {(channel, who): length for who in ((audience,) if audience else _AUDIENCES)}
        self._heading(self.tr("Sooner or later in some channels"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.look.px(10))
        grid.setVerticalSpacing(self._theme.look.px(6))
        titles = {"public": self.tr("In public"), "private": self.tr("In private")}
        for column, who in enumerate(_AUDIENCES, start=1):
            grid.addWidget(safe.label(titles[who], look="quiet-small"), 0, column)
        rows = ["", *sorted({*channels, *(channel for channel, _ in chosen)} - {""}, key=words.channel_title)]
        for row, channel in enumerate(rows, start=1):
            title = words.channel_title(channel) if channel else self.tr("In every channel")
            grid.addWidget(safe.label(title), row, 0)
            for column, who in enumerate(_AUDIENCES, start=1):
                if _ONLY.get(channel, who) == who or (channel, who) in chosen:
                    own = chosen.get((channel, who))
                    cell = self._cell(f"{title}, {titles[who]}", print_length(own) if own else "")
                    grid.addWidget(cell, row, column)
                    self.targets[channel, who] = cell
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._column.addLayout(grid)
        self._note(self.tr("What holds where you write nothing stands there in grey."))

    def _cell(self, name: str, text: str) -> QLineEdit:
        cell = QLineEdit(text)
        cell.setAccessibleName(name)
        self._follow(cell)
        return cell

    def _line(self, title: str, text: str, hint: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setPlaceholderText(hint)
        self._follow(line)
        self._put(title, line)
        return line

    def _follow(self, line: QLineEdit) -> None:
        line.textEdited.connect(self._typed)
        line.editingFinished.connect(self.keep)

    # What is typed

    def _typed(self, _text: str) -> None:
        self._lacks_sense = not self._say()
        self._pause.start()

    def _read(self) -> dict[str, object]:
        """Return the settings that stand there; raises NotUnderstood."""
        week = parse_week(self.hours.text(), self._names_to_read())
        lengths = {place: cell.text() for place, cell in self.targets.items() if cell.text().strip()}
        chosen = tuple((channel, who, parse_length(text)) for (channel, who), text in lengths.items())
        usual = parse_length(self.usual.text()) if self.usual.text().strip() else _USUAL
        return {
            "response_target_minutes": usual // _MINUTE,
            "response_targets": print_targets(chosen),
            "opening_hours": print_week(week),
            "holidays": print_holidays(parse_holidays(self.holidays.text())),
            "time_zone": parse_zone(self.zone.text()),
        }

    def _names_to_read(self) -> Sequence[str]:
        return [QLocale().dayName(day, QLocale.FormatType.LongFormat) for day in range(1, 8)]

    def keep(self) -> None:
        """Put what stands there in force, as far as it is understood."""
        self._pause.stop()
        with suppress(NotUnderstood):
            before, self._kept = self._kept, self._read()
            changed = {key: value for key, value in self._kept.items() if value != before.get(key)}
            if changed:
                self._preferences.change(**changed)

    def _tell(self, value: str) -> None:
        self._preferences.change(tell_when_due=value == "on")

    def _say(self) -> bool:
        """Say what was understood, or why not; return whether it was."""
        usual = self.usual.text().strip() or print_length(_USUAL)
        for (channel, who), cell in self.targets.items():
            cell.setPlaceholderText((channel and self.targets["", who].text().strip()) or usual)
        try:
            read = self._read()
            said, tone = self._example(understood(*read.values())), ""  # type: ignore[arg-type]
        except NotUnderstood as wrong:
            said, tone = retell(str(wrong)), "hurry"
        safe.say(self.echo, said)
        mark(self.echo, "tone", tone)
        return not tone

    def _example(self, targets: Targets) -> str:
        """Return when an answer is due to somebody who asks shortly before the shop closes next."""
        now = self._clock.now()
        asked = now if targets.hours is None else targets.hours.next_closing(now) - _LAST_MINUTES
        due = asked + targets.usual if targets.hours is None else targets.hours.after(asked, targets.usual)
        length = print_length(targets.usual)
        told = self.tr("{length} from {asked} is {due}.")
        return told.format(length=length, asked=self._moment(asked, targets), due=self._moment(due, targets))

    def _moment(self, moment: datetime, targets: Targets) -> str:
        shown = moment.astimezone() if targets.hours is None else targets.hours.local(moment)
        locale = QLocale()
        day = locale.dayName(QDate(shown.year, shown.month, shown.day).dayOfWeek(), QLocale.FormatType.LongFormat)
        return f"{day} {locale.toString(QTime(shown.hour, shown.minute), QLocale.FormatType.ShortFormat)}"


def _names_an_audience(target: tuple[str, str, timedelta]) -> bool:
    return bool(target[1])


def weekdays() -> Sequence[str]:
    """Return short names of the weekdays from Monday on in the owner's language; the English ones where they clash."""
    locale = QLocale()
    names = [locale.dayName(day, QLocale.FormatType.LongFormat)[:2].capitalize() for day in range(1, 8)]
    fit = len(set(names)) == 7 and all(len(name) == 2 and name.isalpha() for name in names)
    return names if fit else DAYS


def _in_own_words(text: str, names: Sequence[str]) -> str:
    """Return hours of the settings with the owner's weekdays; as they stand there, where they are not understood."""
    try:
        return print_week(parse_week(text), names)
    except NotUnderstood:
        return text
