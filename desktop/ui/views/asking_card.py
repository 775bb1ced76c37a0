"""A card with a line to type in and what it offers below: the command palette and the snooze picker are two of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.choices import Choice, Choices
from desktop.ui.widgets import safe
from desktop.ui.widgets.pressing import press_focused
from desktop.ui.widgets.told import Told


class AskingCard(Overlay):
    """Offers anew at every key; Enter or a click takes. `_typed` and `_take` are what a card of its own does."""

    def __init__(self, theme: Theme, title: str, *, asks: str, hint: str, offers: str, width: int = 560) -> None:
        """`asks` names the line, `hint` stands in it while it is empty, `offers` names the list."""
        super().__init__(theme, title, width=width)
        self._ask = QLineEdit()
        self._ask.setObjectName("ask")
        self._ask.setAccessibleName(asks)
        self._ask.setPlaceholderText(hint)
        self._line = QFrame()
        self._line.setProperty("look", "hairline")
        self._list = Choices(theme, offers)
        self._note = Told("card-note", "card-trouble")
        if title:
            self.box.addWidget(safe.label(title, look="card-title"))
        for part in (self._ask, self._line, self._list, self._note):
            self.box.addWidget(part)
        self.first = self._ask
        self._list.speak_through(self._ask)
        self._ask.textChanged.connect(self._typed)
        self._list.chosen.connect(self._take)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take with Enter, move with arrows, leave with Esc."""
        if press_focused(self, event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.take()
            event.accept()
        elif not self._list.step(event.key()):
            super().keyPressEvent(event)

    def offered(self) -> list[Choice]:
        """Return what is on offer now."""
        return self._list.choices()

    def _typed(self, text: str) -> None:
        """Offer what fits `text`."""
        raise NotImplementedError

    def _take(self, value: object) -> None:
        """Do what was chosen."""
        raise NotImplementedError
