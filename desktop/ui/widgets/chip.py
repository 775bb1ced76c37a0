"""A small word on a tinted ground."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.domain.conversation import Tone
from desktop.domain.text import plain
from desktop.ui.theme import mark
from desktop.ui.widgets.tip import tip


class Chip(QLabel):
    """A reason, a fact or a warning; the tone chooses its colours and is never the only carrier of its meaning.

    Where there is too little room it says what is `short`, or ends in …, and the tooltip has all of it.
    """

    def __init__(self, text: str = "", tone: Tone = Tone.FACT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = self._short = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(text, tone)

    def say(self, text: str, tone: Tone = Tone.FACT, *, short: str = "") -> None:
        """Show other words in another tone; `short` where there is no room for them."""
        self._words = plain(text, 80)
        self._short = plain(short, 80)
        self.setAccessibleName(self._words)
        self._fit()
        self.updateGeometry()
        mark(self, "tone", tone.value)

    @property
    def words(self) -> str:
        """All that it says, also where it is cut."""
        return self._words

    def sizeHint(self) -> QSize:
        """Room for all of it, or for what is short where it is not allowed that."""
        height, whole = super().sizeHint().height(), self._width_of(self._words)
        is_short = bool(self._short) and whole > self.maximumWidth()
        return QSize(self._width_of(self._short) if is_short else whole, height)

    def _width_of(self, text: str) -> int:
        """Return how wide it would be with another text."""
        metrics = self.fontMetrics()
        edges = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        return edges + metrics.horizontalAdvance(text)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        shown = self.sizeHint()
        return QSize(min(shown.width(), 5 * shown.height()), shown.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut it where it no longer fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        edges = self._width_of("")
        room = self.width() - edges if self.isVisible() else self.maximumWidth()
        # Widths are whole numbers here and parts of pixels there: what has its own width is never cut.
        fits = self._width_of(self._words) <= (self.width() if self.isVisible() else self.maximumWidth())
        shown = metrics.elidedText(self._short or self._words, Qt.TextElideMode.ElideRight, max(0, room))
        shown = self._words if fits else shown
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(tip(self._words if shown != self._words else ""))
