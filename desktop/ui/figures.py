"""Figures that are reckoned off the GUI thread: answer times, labels in use, silent channels; shown where they belong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.domain.account import AccountId
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was reckoned. `median` is None while nobody was answered today."""

    median: timedelta | None
    last_answer: datetime | None
    labels: tuple[tuple[Label, int], ...]
    silences: dict[AccountId, datetime]


class Reckoning(QObject):
    """Made and used on the GUI thread. Reckons anew some moments after news, and every minute."""

    def __init__(self, window: "MainWindow", tasks: Tasks, clock: Clock, targets: "Callable[[], Targets]") -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._clock = clock
        self._targets = targets
        self._shown: Figures | None = None
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
        window.last_answer = figures.last_answer


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
