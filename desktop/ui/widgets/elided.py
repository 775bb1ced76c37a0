"""A label that ends in … instead of asking for more room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from desktop.domain.text import plain
from desktop.ui.widgets.tip import tip


class Elided(QLabel):
    """One line of plain text, cut at its end to the room there is. The whole text stays readable by a screen reader."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        look: str = "",
        own_width: bool = False,
        whole: bool = False,
        keeps: bool = False,
    ) -> None:
        """It fills the room there is; with `own_width` it takes no more than its text needs.

        With `whole` nothing is drawn where there is too little room for all of it; what `keeps` its room gives none of it
        up for what stands beside it.
        """
        super().__init__(parent)
        self._whole = whole
        self._keeps = keeps
        self.setTextFormat(Qt.TextFormat.PlainText)
        across = QSizePolicy.Policy.Maximum if own_width else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        if look:
            self.setProperty("look", look)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        fit = plain(text)
        if fit != self.text():
            self.setText(fit)
            self._tell()

    @property
    def is_cut(self) -> bool:
        """True when there is too little room for all of it."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell in the tooltip what no longer fits."""
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        self.setToolTip(tip(self.text() if self.is_cut else ""))

    def minimumSizeHint(self) -> QSize:
        """Any width will do, unless it keeps its room."""
        hint = super().sizeHint()
        return hint if self._keeps else QSize(0, hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as fits."""
        if self._whole and self.is_cut:
            return
        painter = QPainter(self)
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        beginning = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeading)
        painter.drawText(area, int(beginning | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter), text)
