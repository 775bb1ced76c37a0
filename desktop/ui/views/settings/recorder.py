"""A place that takes the next keys pressed as they are, so that they can be given to a command."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop.ui.commands import key_text
from desktop.ui.keys.strokes import stroke_of

_ROW_MS = 1200
"""Keys that follow each other within that are one row."""
_MOST = 3
_LEAVES = frozenset((Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape))
_MODIFIERS = frozenset(
    (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock)
)


class KeyRecorder(QPushButton):
    """While it has the focus every key is `recorded`, alone or as a row; Tab and Esc leave it."""

    recorded = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row: list[str] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_ROW_MS)
        self._pause.timeout.connect(self._row_ended)
        self._goes_on = False
        self.begin()

    def begin(self) -> None:
        """Forget what was pressed."""
        self._row = []
        self._goes_on = False
        self._say()

    @property
    def key(self) -> str:
        """What was pressed, "" when nothing was."""
        return " ".join(self._row)

    def event(self, event: QEvent) -> bool:
        """Take keys before they are anybody's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() not in _LEAVES:
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() not in _LEAVES:
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        event.accept()
        if event.isAutoRepeat() or event.key() in _MODIFIERS:
            return
        stroke = stroke_of(event.keyCombination())
        if not stroke:
            return
        goes_on = self._goes_on and len(self._row) < _MOST
        self._row = [*self._row, stroke] if goes_on else [stroke]
        self._goes_on = True
        self._pause.start()
        self._say()
        self.recorded.emit(self.key)

    def _row_ended(self) -> None:
        self._goes_on = False

    def _say(self) -> None:
        shown = key_text(self.key) if self._row else self.tr("Press the keys")
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(self.tr("New keys: {keys}").format(keys=shown))
