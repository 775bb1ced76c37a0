"""What stands where there is nothing to list: one calm sentence, and at most two ways on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.widgets import safe


class Empty(QWidget):
    """A title, a line under it, and buttons; all may change while it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = safe.label(look="title")
        self._line = safe.label(look="quiet")
        self._buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(8)
        self._column.addStretch(2)
        for label in (self._title, self._line):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            self._column.addWidget(label)
        self._column.addStretch(3)

    def say(self, title: str, line: str = "", actions: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show other words; `actions` are buttons, the first one the likeliest."""
        safe.say(self._title, title)
        safe.say(self._line, line)
        self._line.setVisible(bool(line))
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(n, words, run) for n, (words, run) in enumerate(actions)]

    @property
    def words(self) -> QLabel:
        """The title, for tests and screen readers."""
        return self._title

    def _button(self, n: int, words: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("look", "primary" if n == 0 else "plain")
        button.clicked.connect(run)
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button
