"""Enter presses the button that has the focus, as Space does: Qt itself has it so in dialogs only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def press_focused(place: QWidget, event: QKeyEvent) -> bool:
    """Press the button of `place` that has the focus where Enter is what was pressed; return whether that was so."""
    focus = place.window().focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & ~_KEYPAD:
        return False
    if not isinstance(focus, QPushButton) or not place.isAncestorOf(focus):
        return False
    event.accept()
    if not event.isAutoRepeat():
        focus.click()
    return True
