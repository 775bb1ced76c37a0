"""The small window that says how far the upgrade of the data is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.store.migrate import Stage
from desktop.ui.widgets import safe

_FULL = 1000


class Upgrading(QWidget):
    """`closed` is said once, when the owner closes it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Shopbell"))
        self._sentence = safe.label(self.tr("Bringing your data up to date …"))
        self._bar = QProgressBar()
        self._bar.setRange(0, _FULL)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much is done"))
        may_close = safe.label(
            self.tr("You may close this window: your data stay as they were, and the next start begins again."),
            look="quiet",
        )
        may_close.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(12)
        for widget in (self._sentence, self._bar, may_close):
            column.addWidget(widget)
        self.setMinimumWidth(460)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)  # noqa: FBT003 - Qt's own signature

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def tell(self, stage: Stage) -> None:
        """Say how far it is."""
        safe.say(
            self._sentence,
            self.tr("Bringing your data up to date, {number} of {of} …").format(number=stage.number, of=stage.of),
        )
        self._bar.setValue(round(_FULL * (max(0, stage.number - 1) + stage.share) / max(1, stage.of)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Be gone at once; what is under way ends soon after."""
        super().closeEvent(event)
        self.closed.emit()
