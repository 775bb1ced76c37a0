"""A small word on a tinted ground."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.domain.conversation import Tone
from desktop.domain.text import plain


class Chip(QLabel):
    """A reason, a fact or a warning; the tone chooses its colours and is never the only carrier of its meaning."""

    def __init__(self, text: str = "", tone: Tone = Tone.FACT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(text, tone)

    def say(self, text: str, tone: Tone = Tone.FACT) -> None:
        """Show other words in another tone."""
        self.setText(plain(text, 80))
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            self.style().unpolish(self)
            self.style().polish(self)
