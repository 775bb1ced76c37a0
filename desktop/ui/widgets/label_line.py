"""The labels of the conversation on show, in a line of chips."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.row import Label
from desktop.domain.text import plain
from desktop.ui.delegates.label_chips import HEIGHT, paint_labels
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe


class LabelLine(QWidget):
    """The labels of the conversation on show; takes no room where there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: tuple[Label, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_labels(self, labels: tuple[Label, ...]) -> None:
        """Show these labels."""
        if labels == self._labels:
            return
        self._labels = labels
        names = ", ".join(plain(label.name, 60) for label in labels)
        self.setAccessibleName(self.tr("Labels: {names}").format(names=names))
        safe.tooltip(self, names)
        self.setVisible(bool(labels))
        self.update()

    def sizeHint(self) -> QSize:
        """One line of chips."""
        return QSize(self._theme.look.px(120), self._theme.look.px(HEIGHT + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chips."""
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror = self.rect() if self.isRightToLeft() else None
        paint_labels(painter, look.hand(11), look, self.rect().adjusted(0, 1, 0, 0), self._labels, mirror)
        painter.end()
