"""What a newcomer sees: two ways to begin and nothing else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.ui.widgets import safe
from desktop.ui.widgets.pressing import press_focused


class FirstRun(QWidget):
    """`sample_wished` opens the sample shop, `account_wished` the place where an account is added.

    `letter_pressed`: somebody knows keys and has tried one; none of them means anything here.
    """

    sample_wished = Signal()
    account_wished = Signal()
    letter_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = safe.label(self.tr("Everything customers say to you, in one list."), look="title")
        line = safe.label(
            self.tr("The one who needs an answer first stands on top. Nothing leaves this machine unasked."),
            look="quiet",
        )
        self._sample = QPushButton(self.tr("Open the sample shop"))
        self._sample.setProperty("look", "primary")
        self._sample.clicked.connect(self.sample_wished)
        self._add = QPushButton(self.tr("Add an account"))
        self._add.clicked.connect(self.account_wished)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(10)
        column.addStretch(2)
        for label in (title, line):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(10)
        for button in (self._sample, self._add):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus with Enter as well."""
        if press_focused(self, event):
            return
        if event.text().strip() and event.text().isprintable() and not event.isAutoRepeat():
            self.letter_pressed.emit()
        super().keyPressEvent(event)
