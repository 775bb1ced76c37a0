"""List and conversation: beside each other where there is room for both, else by turns."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter


class Panes(QObject):
    """Shows both panes of a splitter, or the one of them that the owner is in. `changed` follows every turn."""

    changed = Signal()

    def __init__(self, splitter: QSplitter, least: int) -> None:
        """`least` is how many pixels both need."""
        super().__init__(splitter)
        self._splitter = splitter
        self._least = least
        self._one = False
        self._reader = False

    @property
    def shows_list(self) -> bool:
        """True while the list can be seen."""
        return not (self._one and self._reader)

    def fit(self, width: int) -> None:
        """Look again how much room there is."""
        if self._one != (width < self._least):
            self._one = not self._one
            self._turn()

    def set_least(self, least: int) -> None:
        """Need so many pixels for both from now on; `fit` follows."""
        self._least = least

    def show(self, *, reader: bool) -> None:
        """Go into the conversation, or back to the list."""
        if reader != self._reader:
            self._reader = reader
            self._turn()

    def _turn(self) -> None:
        for at, hidden in enumerate((self._one and self._reader, self._one and not self._reader)):
            pane = self._splitter.widget(at)
            if pane is not None and pane.isHidden() != hidden:
                pane.setHidden(hidden)
        self.changed.emit()
