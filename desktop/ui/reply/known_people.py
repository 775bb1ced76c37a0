"""Whom a mail may be for, offered while an address is being written: people whose addresses are known."""

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from desktop.domain.text import plain
from desktop.ui.desk import Desk
from desktop.ui.theme import Theme

_BEGUN = re.compile(r"[^,;]*$")
_ADDRESS = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_EDGES = 10


class Offer(QListWidget):
    """What is offered; it floats over what stands below the line."""


class KnownPeople(QObject):
    """Offers addresses below lines in which several may stand: arrows choose, Enter takes one, Esc takes none.

    They are read off the GUI thread, with every key. The keys stay in the line.
    """

    def __init__(self, lines: Sequence[QLineEdit], desk: Desk, theme: Theme) -> None:
        super().__init__(lines[0])
        self._desk = desk
        self._theme = theme
        self._line = lines[0]
        self.offer = Offer()
        self.offer.setObjectName("known-people")
        self.offer.setAccessibleName(self.tr("People you know"))
        self.offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offer.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.offer.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offer.itemClicked.connect(self._take)
        self.offer.hide()
        for line in lines:
            line.textEdited.connect(partial(self._typed, line))
            line.installEventFilter(self)

    def _typed(self, line: QLineEdit, _text: str) -> None:
        words = _begun(line)
        if words:
            self._desk.known_addresses(words, partial(self._show, line, words))
        else:
            self.offer.hide()

    def _show(self, line: QLineEdit, words: str, found: list[tuple[str, str]]) -> None:
        """Offer what was found, unless something else stands there by now."""
        if not line.hasFocus() or _begun(line) != words:
            return
        self._line = line
        self.offer.clear()
        for address, name in found:
            if address != words:
                item = QListWidgetItem(_said(name, address), self.offer)
                item.setData(_ADDRESS, address)
        if not self.offer.count():
            self.offer.hide()
            return
        self.offer.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        window, line = self._line.window(), self._line
        if self.offer.parentWidget() is not window:
            self.offer.setParent(window)
        below = line.mapTo(window, QPoint(0, line.height() + self._theme.look.px(2)))
        rows = self.offer.count() * max(1, self.offer.sizeHintForRow(0)) + self._theme.look.px(_EDGES)
        self.offer.setGeometry(below.x(), below.y(), line.width(), min(rows, window.height() - below.y()))
        self.offer.show()
        self.offer.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows, Enter and Esc mean what is offered while anything is."""
        if self.offer.isHidden() or watched is not self._line:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.offer.hide()
        elif isinstance(event, QKeyEvent) and _means_offer(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._press(event)
                return True
        return False

    def _press(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.offer.setCurrentRow((self.offer.currentRow() + step) % self.offer.count())
        elif event.key() in _ENTER:
            self._take(self.offer.currentItem())
        else:
            self.offer.hide()

    def _take(self, item: QListWidgetItem) -> None:
        line, address = self._line, item.data(_ADDRESS)
        before, after = line.text()[: line.cursorPosition()], line.text()[line.cursorPosition() :]
        kept = _BEGUN.sub("", before)
        start = f"{kept} {address}, " if kept else f"{address}, "
        self.offer.hide()
        line.setText(start + after.lstrip(" ,;"))
        line.setCursorPosition(len(start))
        # As if it had been typed: it is kept with the draft.
        line.textEdited.emit(line.text())


def _means_offer(event: QKeyEvent) -> bool:
    key = Qt.Key(event.key())
    return not event.modifiers() and (key in _STEPS or key in _ENTER or key == Qt.Key.Key_Escape)


def _begun(line: QLineEdit) -> str:
    """Return the beginning of the address that is being written."""
    found = _BEGUN.search(line.text()[: line.cursorPosition()])
    return "" if found is None else found[0].strip()


def _said(name: str, address: str) -> str:
    return f"{plain(name, 60)} <{address}>" if name and name != address else address
