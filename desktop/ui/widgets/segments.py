"""A choice of a few, all of them seen: buttons of which one is pressed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.flow import Flow


class Segments(QWidget):
    """`chosen` is the owner's choice; arrows move within it. Goes on in a second line where there is little room."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], current: str) -> None:
        """`choices` are pairs of value and words."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = Flow(self)
        row.setSpacing(theme.look.px(6))
        self._buttons: dict[str, QPushButton] = {}
        for value, words in choices:
            # An ampersand in a name is no mnemonic.
            button = QPushButton(words.replace("&", "&&"))
            button.setCheckable(True)
            button.setProperty("look", "tab")
            button.setObjectName(value)
            button.setAccessibleName(f"{name}: {words}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setChecked(value == current)
            button.setMinimumWidth(_widest(button))
            self._group.addButton(button)
            row.addWidget(button)
            self._buttons[value] = button
        self._group.buttonClicked.connect(self._clicked)

    @property
    def current(self) -> str:
        """The value that is pressed, "" when none is."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, value: str) -> None:
        """Press another one; emits nothing."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)

    def button(self, value: str) -> QPushButton:
        """Return the button of a value."""
        return self._buttons[value]

    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.objectName())


def _widest(button: QPushButton) -> int:
    """Return how wide a button is while it is pressed: its words are bold then."""
    button.ensurePolished()
    bold = QFont(button.font())
    bold.setWeight(QFont.Weight.DemiBold)
    plain = button.fontMetrics().horizontalAdvance(button.text())
    return button.sizeHint().width() + max(0, QFontMetrics(bold).horizontalAdvance(button.text()) - plain)
