"""A card with a text that is written on it: Ctrl+Enter takes it, and no click beside it throws it away."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from desktop.ui.views.overlay import Overlay

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WritingCard(Overlay):
    """Subclasses say in `take` what becomes of the text."""

    def take(self) -> None:
        """Do what the card is for with what stands there."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter for this card: behind it the same key sends a reply."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter takes the text; the rest is as on every card."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.take()
            event.accept()
        else:
            super().keyPressEvent(event)
