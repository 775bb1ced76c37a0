"""From the sample shop to the owner's own and back: one window ends as usual, the other begins in its place."""

import os
import sys
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.paths import Places
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.views.main_window import MainWindow


class _Door(Enum):
    """How it is with the window of the other shop: there is none, it came to the front, or it does not answer."""

    NO_WINDOW = "no-window"
    CAME = "came"
    SILENT = "silent"


class OtherShop(QObject):
    """GUI thread. `said` carries a sentence where the other shop is open already and this window stays."""

    said = Signal(str)

    def __init__(self, window: MainWindow, places: Places, *, demo: bool) -> None:
        """`demo` tells whether this window shows the sample shop, which lies in a folder of the owner's own."""
        super().__init__()
        self._window = window
        self._demo = demo
        self._home = places.home.parent if demo else places.home
        self._tasks = Tasks(partial(Reads, places.database), threads=1)
        self._is_asking = False
        self.is_next = False
        """Whether the other shop is to follow when this window has closed."""
        window.stayed.connect(self._stay)

    @property
    def command(self) -> str:
        """The command that leads there."""
        return "shop.own" if self._demo else "shop.sample"

    @Slot()
    def open(self) -> None:
        """Close this window, which keeps what is typed, and open the other shop; raise its window where it has one."""
        if not self._is_asking:
            self._is_asking = True
            self._tasks.run(partial(_knock, self._home if self._demo else self._home / "demo"), self._answered)

    def close(self) -> None:
        """Ask no more."""
        self._tasks.close()

    def become(self) -> None:
        """Become the other shop: the same program on the other folder. Does not return."""
        words = [sys.executable, "-m", "desktop", *([] if self._demo else ["--demo"])]
        os.execve(sys.executable, words, {**os.environ, "SHOPBELL_HOME": str(self._home)})  # noqa: S606

    def _answered(self, door: _Door) -> None:
        self._is_asking = False
        if door is _Door.NO_WINDOW:
            self.is_next = True
            self._window.close()
        elif door is _Door.CAME:
            self.said.emit(self.tr("That shop was open already: its window is in front now."))
        else:
            self.said.emit(self.tr("That shop is open already, in a window that does not answer."))

    @Slot()
    def _stay(self) -> None:
        self.is_next = False


def _knock(home: Path, _reads: Reads) -> _Door:
    """Look whether there is a window on a folder, and have it come to the front. May take seconds."""
    from desktop.doorbell import enter

    try:
        bell = enter(home)
    except TimeoutError:
        return _Door.SILENT
    if bell is None:
        return _Door.CAME
    bell.close()
    return _Door.NO_WINDOW
