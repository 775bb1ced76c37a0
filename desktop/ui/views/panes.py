"""List and conversation: beside each other where there is room for both, else by turns."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.ui.theme import Theme
from desktop.ui.views.shape import ground

LIST_WIDTH = 430
"""Pixels of the list as it is drawn."""
_TWO_PANES = 680
"""Pixels in which list and conversation fit beside each other; below, they take turns."""


class Panes(QSplitter):
    """Shows both panes, or the one of them that the owner is in. `changed` follows every turn."""

    changed = Signal()

    def __init__(self, theme: Theme, shown: QWidget, width: int) -> None:
        """`shown` is the list; an empty ground holds the place of the conversation. `width` is that of both as drawn."""
        super().__init__()
        self._theme = theme
        self._one = False
        self._reader = False
        px = theme.look.px
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(shown)
        self.addWidget(ground(QPalette.ColorRole.Base))
        self.setStretchFactor(1, 1)
        self.setSizes([px(LIST_WIDTH), px(width - LIST_WIDTH)])

    def put_reader(self, reader: QWidget) -> None:
        """Put the conversation into its place, as wide as that was."""
        sizes = self.sizes()
        self.replaceWidget(1, reader)
        self.setStretchFactor(1, 1)
        self.setSizes(sizes)

    @property
    def shows_list(self) -> bool:
        """True while the list can be seen."""
        return not (self._one and self._reader)

    def fit(self, width: int) -> None:
        """Look again whether there is room for both in a window of this width."""
        if self._one != (width < self._theme.look.px(_TWO_PANES)):
            self._one = not self._one
            self._turn()

    def turn(self, *, reader: bool) -> None:
        """Go into the conversation, or back to the list."""
        if reader != self._reader:
            self._reader = reader
            self._turn()

    def _turn(self) -> None:
        for at, hidden in enumerate((self._one and self._reader, self._one and not self._reader)):
            pane = self.widget(at)
            if pane is not None and pane.isHidden() != hidden:
                pane.setHidden(hidden)
        self.changed.emit()
