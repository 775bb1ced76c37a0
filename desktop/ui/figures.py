"""Figures that are reckoned off the GUI thread: answer times, labels in use, silent channels; shown where they belong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from desktop.domain.account import AccountId, Health, Silence
from desktop.domain.clock import Clock
from desktop.domain.row import Label
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.domain.change import ChangeSet
    from desktop.domain.targets import Targets
    from desktop.ui.views.main_window import MainWindow

_PAUSE_MS = 400
"""News that follow one another are reckoned in together."""
_EVERY_MS = 60_000
_STATE, _KEY = "window.ini", "silences/told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was reckoned. `median` is None while nobody was answered today."""

    median: timedelta | None
    last_answer: datetime | None
    labels: tuple[tuple[Label, int], ...]
    silences: dict[AccountId, Silence]


class Reckoning(QObject):
    """Made and used on the GUI thread. Reckons anew some moments after news, and every minute."""

    silent = Signal(str)
    """A channel is quieter than it ever was: told once of each silence, also over restarts."""

    def __init__(self, window: "MainWindow", tasks: Tasks, clock: Clock, targets: "Callable[[], Targets]") -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._clock = clock
        self._targets = targets
        self._shown: Figures | None = None
        folder = window.folder
        self._kept = QSettings(str(folder / _STATE), QSettings.Format.IniFormat) if folder else None
        self._told = _read(self._kept)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.reckon)
        self._again = QTimer(self)
        self._again.setInterval(_EVERY_MS)
        self._again.timeout.connect(self.reckon)
        self._again.start()

    def follow(self, change: "ChangeSet") -> None:
        """Reckon anew soon, where a commit may have changed a figure."""
        if change.new_messages or change.replies or change.labels or change.conversations:
            self._soon.start()

    def reckon(self) -> None:
        """Reckon anew now."""
        now = self._clock.now()
        self._tasks.run(partial(reckon, now=now, since=words.midnight(now)), self._show)

    def _show(self, figures: Figures) -> None:
        before, self._shown = self._shown, figures
        window = self._window
        window.status_line.set_answers(figures.median, self._targets().usual)
        window.rail.set_silences(figures.silences, self._clock.now())
        if before is None or before.labels != figures.labels:
            window.rail.set_labels(figures.labels)
        window.overview.last_answer = figures.last_answer
        self._tell(figures.silences)

    def _tell(self, silences: "dict[AccountId, Silence]") -> None:
        """Tell of a silence that nobody was told of yet; of the longest where there are several."""
        news = {one: silence for one, silence in silences.items() if self._told.get(str(one)) != _mark(silence)}
        statuses = {status.account.id: status for status in self._window.rail.statuses} if news else {}
        here = [one for one in news if one in statuses]
        if here:
            from desktop.ui.wording.storms import silent_notice

            for one in here:
                self._told[str(one)] = _mark(news[one])
            self._keep()
            longest = min(here, key=lambda one: news[one].since)
            status = statuses[longest]
            broken = status.health is not Health.FINE
            self.silent.emit(silent_notice(status.account.name, news[longest], self._clock.now(), broken=broken))

    def _keep(self) -> None:
        if self._kept is not None:
            self._kept.setValue(_KEY, [f"{one} {mark}" for one, mark in self._told.items()])


def _read(kept: QSettings | None) -> dict[str, str]:
    """Return of which silences the owner was told, by account."""
    told = kept.value(_KEY) if kept is not None else None
    lines = told if isinstance(told, list) else [told] if isinstance(told, str) else []
    return dict(line.split(" ", 1) for line in map(str, lines) if " " in line)


def _mark(silence: Silence) -> str:
    return silence.since.isoformat()


def reckon(reads: Reads, *, now: datetime, since: datetime) -> Figures:
    """Return the figures at `now` of a day that began at `since`."""
    from statistics import median

    from desktop.store import answers, labels, pace

    took = answers.times(answers.answers(reads.connection, since), reads.targets)
    times = [time.total_seconds() for time in took]
    used = labels.used(reads.connection)
    return Figures(
        median=timedelta(seconds=median(times)) if times else None,
        last_answer=pace.last_answer(reads.connection, now),
        labels=tuple((label, used[label.id]) for label in labels.labels(reads.connection) if used.get(label.id)),
        silences=pace.silences(reads.connection, now),
    )
