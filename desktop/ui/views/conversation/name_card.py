"""Asks for a name: a line to type in, Enter keeps it, Esc leaves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.widgets import safe


class NameCard(Overlay):
    """`named` carries the name as it was typed."""

    named = Signal(str)

    def __init__(self, theme: Theme, title: str, name: str) -> None:
        super().__init__(theme, title, width=460)
        self._field = QLineEdit(name)
        self._field.setObjectName("ask")
        self._field.setAccessibleName(title)
        self._field.setMaxLength(60)
        self._field.selectAll()
        note = safe.label(look="card-note")
        safe.say(note, self.tr("{what}. Enter saves, Esc closes.").format(what=title))
        self.box.addWidget(self._field)
        self.box.addWidget(note)
        self.first = self._field

    @property
    def is_begun(self) -> bool:
        """Whether a name was typed."""
        return self._field.isModified()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the name with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            name = self._field.text().strip()
            if name:
                self.put_away()
                self.named.emit(name)
            event.accept()
        else:
            super().keyPressEvent(event)
