"""What scrolls where there is too little room for it, and looks as if it did not where there is enough."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scrolled(QScrollArea):
    """As high as what it shows, where there is room for that; never scrolls sideways."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setProperty("look", "bare")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        """Return the size of everything in it."""
        inner = self.widget()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Return whether what it shows is higher where it is narrower."""
        inner = self.widget()
        return inner is not None and inner.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """Return the height of everything in it at a width."""
        inner = self.widget()
        return inner.heightForWidth(width) if inner is not None else super().heightForWidth(width)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever `widget` lies in so that it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
