"""Joins the notifications with the window: what they go by, and where a click leads."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop.domain.clock import Clock
from desktop.ui.alerts import Alerts
from desktop.ui.session.bubbles import Bubbles
from desktop.ui.session.one_window import come_forward
from desktop.ui.session.start import Choices
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop.domain.change import ChangeSet
    from desktop.ui.views.main_window import MainWindow


class Calling(QObject):
    """GUI thread; a child of the window it calls the owner to."""

    def __init__(self, window: "MainWindow", tasks: Tasks, clock: Clock, choices: Choices, home: Path) -> None:
        """In `home` is remembered what was told already."""
        super().__init__(window)
        self._window = window
        self._bubbles = Bubbles(self)
        self._alerts = Alerts(
            parent=self,
            tasks=tasks,
            clock=clock,
            targets=choices.aimed,
            shows=self._bubbles,
            is_wanted=choices.tells,
            in_sight=window.isActiveWindow,
            file=home / "told.json",
        )
        self._bubbles.clicked.connect(self._come)
        self._alerts.chosen.connect(window.select)

    def follow(self, change: "ChangeSet") -> None:
        """Look soon who waits too long, where a commit may have made somebody late."""
        self._alerts.follow(change)

    @Slot(str, str)
    def announce(self, title: str, body: str) -> None:
        """Tell of something that cannot wait."""
        self._alerts.announce(title, body)

    def close(self) -> None:
        """Call nobody any more."""
        self._alerts.stop()
        self._bubbles.close()

    @Slot(str)
    def _come(self, token: str) -> None:
        come_forward(self._window, token)
        self._alerts.click()
