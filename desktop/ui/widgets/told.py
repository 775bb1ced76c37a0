"""A sentence on lines of its own: how something is, or what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.theme import mark
from desktop.ui.widgets import safe
from desktop.ui.widgets.aloud import Aloud


class Told(QLabel):
    """Text without markup; while it is in sight, a screen reader is told what it comes to say. GUI thread only."""

    def __init__(self, fine: str = "quiet-small", wrong: str = "trouble-small") -> None:
        """`fine` and `wrong` name the two styles."""
        super().__init__()
        self._looks = (fine, wrong)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("look", fine)
        self._aloud = Aloud(self)

    @property
    def is_wrong(self) -> bool:
        """Whether it says what is wrong."""
        return bool(self.property("look") == self._looks[1])

    def say(self, sentence: str, *, trouble: bool = False, limit: int = 300) -> None:
        """Say a sentence of up to `limit` characters."""
        mark(self, "look", self._looks[trouble])
        safe.say(self, sentence, limit)
        if self.window().isVisible():
            self._aloud.tell(self.text())
