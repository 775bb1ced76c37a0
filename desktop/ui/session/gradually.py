"""Work of the GUI thread in steps, so that a key or a click between two of them does not wait for them all."""

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer


class Gradually(QObject):
    """Takes one step of `work`, up to its next `yield`, in each turn of the event loop. GUI thread only.

    What a step raises ends the work, and goes where all goes that nobody caught.
    """

    def __init__(self, work: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(0)

    def stop(self) -> None:
        """Take no further step."""
        self._timer.stop()

    def _step(self) -> None:
        goes_on = False
        try:
            next(self._work)
            goes_on = True
        except StopIteration:
            pass
        finally:
            if not goes_on:
                self._timer.stop()


def loading(*modules: str) -> Iterator[None]:
    """Load modules, one a step, for those that import them by name afterwards."""
    for module in modules:
        import_module(module)
        yield
