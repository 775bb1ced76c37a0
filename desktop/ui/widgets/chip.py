"""A small word on a tinted ground."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.domain.conversation import Tone
from desktop.domain.text import plain
from desktop.ui.widgets.tip import tip


class Chip(QLabel):
    """A reason, a fact or a warning; the tone chooses its colours and is never the only carrier of its meaning.

    Where there is too little room it ends in …, and the tooltip has all of it.
    """

    def __init__(self, text: str = "", tone: Tone = Tone.FACT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(text, tone)

    def say(self, text: str, tone: Tone = Tone.FACT) -> None:
        """Show other words in another tone."""
        self._words = plain(text, 80)
        self.setAccessibleName(self._words)
        self._fit()
        self.updateGeometry()
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            self.style().unpolish(self)
            self.style().polish(self)

    @property
    def words(self) -> str:
        """All that it says, also where it is cut."""
        return self._words

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        shown = super().sizeHint()
        metrics = self.fontMetrics()
        more = metrics.horizontalAdvance(self._words) - metrics.horizontalAdvance(self.text())
        return QSize(shown.width() + max(0, more), shown.height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        shown = self.sizeHint()
        return QSize(min(shown.width(), 5 * shown.height()), shown.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut it where it no longer fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        edges = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self._words)
        room = self.width() - edges if self.isVisible() else self.maximumWidth()
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(0, room))
        if self.isVisible() and self.width() >= self.sizeHint().width():
            # Widths are whole numbers here and parts of pixels there: what has its own width is never cut.
            shown = self._words
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(tip(self._words if shown != self._words else ""))
