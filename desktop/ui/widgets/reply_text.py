"""The text of a reply while it is written."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from desktop.ui.theme import Theme
from desktop.ui.widgets.dropped import files_in

_LEAST_LINES, _MOST_LINES = 3, 10
_UNBOUND = 16_777_215
_LOW = 480
"""Below so many pixels of the window an empty text is a single line, so that the conversation is seen beside it."""


class ReplyText(QPlainTextEdit):
    """The text of a reply: plain, growing with what is written, up to a point."""

    left = Signal()
    """The focus went elsewhere."""
    files_given = Signal(object)
    """Files were dropped or pasted here: a list of what can be read."""
    saved_wished = Signal()
    """The owner typed what asks for a saved reply: "/" in an empty text, or "::" anywhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fills = False
        self._asked = ""
        """What asked for a saved reply, while it stands before the caret."""
        self.setObjectName("reply")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self.grow)
        self.grow()

    def fill(self, *, fills: bool) -> None:
        """Take all the room there is, as the text of a new message does, which stands below nothing."""
        if fills != self._fills:
            self._fills = fills
            vertical = QSizePolicy.Policy.Expanding if fills else QSizePolicy.Policy.Preferred
            self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
            self.grow()

    def grow(self) -> None:
        """Take the height of the text, between the least and the most lines."""
        low = self.isVisible() and self.window().height() < self._theme.look.px(_LOW)
        least, most = (1, _LEAST_LINES) if low else (_LEAST_LINES, _MOST_LINES)
        lines = max(least, min(most, int(self.document().size().height())))
        line, edges = self.fontMetrics().lineSpacing(), self._theme.look.px(26)
        self.setMinimumHeight(line + self._theme.look.px(18))
        self.setMaximumHeight(_UNBOUND if self._fills else lines * line + edges)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The height of the text; where there is less room, it scrolls."""
        height = super().sizeHint().height() if self._fills else self.maximumHeight()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())

    def put(self, text: str, caret: int = -1) -> None:
        """Show another text as if it had been there all along, with the caret at its end or at a place in it."""
        page = self.document()
        if not text and page.isEmpty() and not page.isUndoAvailable() and not page.isRedoAvailable():
            # From one conversation to the next there is mostly nothing to take away, and it takes a while.
            return
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if 0 <= caret <= cursor.position():
            cursor.setPosition(caret)
        self.setTextCursor(cursor)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere in another width."""
        super().resizeEvent(event)
        before = self.height()
        self.grow()
        if self.height() != before:
            # Qt is laying out what is within, for the height that held until now, and does so once more only when asked.
            self.setViewportMargins(self.viewportMargins())

    def event(self, event: QEvent) -> bool:
        """Keep every bare key, so that no verb is triggered by typing or by moving the caret."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_typing(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; what asks for a saved reply stays there until one is taken."""
        was_empty = self.document().isEmpty()
        super().keyPressEvent(event)
        before = self._before_caret() if event.text() == ":" else ""
        begins_word = before.endswith("::") and not before[-3:-2].strip()
        self._asked = "::" if begins_word else "/" if was_empty and event.text() == "/" else ""
        if self._asked:
            self.saved_wished.emit()

    def _before_caret(self) -> str:
        cursor = self.textCursor()
        return self.document().findBlock(cursor.position()).text()[: cursor.positionInBlock()]

    def take_asked_back(self) -> None:
        """Take away what asked for a saved reply, now that one comes into its place."""
        if self._asked and self._before_caret().endswith(self._asked):
            cursor = self.textCursor()
            cursor.setPosition(cursor.position() - len(self._asked), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        self._asked = ""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take files and pictures besides words."""
        return bool(files_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Hand files and pictures on; write the rest."""
        given = files_in(source)
        if given:
            self.files_given.emit(given)
        else:
            super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the owner went elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()


def _is_typing(event: QKeyEvent) -> bool:
    if event.key() == Qt.Key.Key_Escape or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
        return False
    # AltGr arrives as Ctrl+Alt on some systems and writes a sign, as Alt alone does on a Mac. Ctrl alone never does, even
    # where a letter comes with it.
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return not (control or alt) or (alt and bool(event.text()) and event.text().isprintable())
