"""List and conversation: beside each other where there is room for both, else by turns."""

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.ui.theme import Theme
from desktop.ui.views.shape import ground

LIST_WIDTH = 430
"""Pixels of the list as it is drawn."""
_WIDEST_LIST = 640
_LIST_SHARE = 5
"""One part in so many of a wide window is the list, up to that: what they say is cut later."""
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
        self._chosen = False
        """Whether the owner has chosen how wide the list is."""
        px = theme.look.px
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(shown)
        self.addWidget(ground(QPalette.ColorRole.Base))
        self.setStretchFactor(1, 1)
        self.setSizes([px(LIST_WIDTH), px(width - LIST_WIDTH)])
        self.splitterMoved.connect(self._choose)

    def put_reader(self, reader: QWidget) -> None:
        """Put the conversation into its place, as wide as that was."""
        sizes = self.sizes()
        self.replaceWidget(1, reader)
        self.setStretchFactor(1, 1)
        self.setSizes(sizes)

    def saveState(self) -> QByteArray:  # noqa: N802 - Qt's own name
        """Return the widths that the owner has chosen; nothing while that was not done."""
        return super().saveState() if self._chosen else QByteArray()

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:  # noqa: N802 - Qt's own name
        """Take the widths that were once chosen; return whether there were any."""
        self._chosen = super().restoreState(state)
        return self._chosen

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list its part of the room."""
        super().resizeEvent(event)
        if self._chosen or self._one:
            return
        px = self._theme.look.px
        width = min(max(px(LIST_WIDTH), self.width() // _LIST_SHARE), px(_WIDEST_LIST))
        if self.sizes()[0] != width:
            self.setSizes([width, max(1, self.width() - width)])

    def _choose(self) -> None:
        self._chosen = True

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
