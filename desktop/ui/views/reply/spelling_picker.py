"""What may have been meant by a misspelt word: a small list beside it, while the caret stays in the text."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from desktop.compose.spelling import Spot
from desktop.domain.text import plain
from desktop.ui.theme import Theme
from desktop.ui.views.pickers.choices import Choice, Choices
from desktop.ui.widgets import safe

_WIDTH = 300
_EDGE = 6
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
KEEP, IGNORE = object(), object()


class SpellingPicker(QFrame):
    """Open until something is taken, Esc, or the owner types on. It hears the keys of the text it belongs to. One use."""

    replaced = Signal(object, str)
    """The Spot, and the word that was meant."""
    kept = Signal(object)
    """The Spot of a word that is one of the owner's own from now on."""
    ignored = Signal(object)
    """The Spot of a word that is right in this conversation."""
    closed = Signal()

    def __init__(self, theme: Theme, text: QPlainTextEdit, spot: Spot, suggestions: Sequence[str]) -> None:
        super().__init__(text.window())
        self.setObjectName("card")
        self._theme = theme
        self._text = text
        self.spot = spot
        self._suggestions = tuple(suggestions)
        self._is_over = False
        word = plain(spot.word)
        form = self.tr("“{word}” is in no dictionary") if suggestions else self.tr("No word is like “{word}”")
        self._said = form.format(word=word)
        self.setAccessibleName(self._said)
        self._list = Choices(theme, self.tr("What may be meant"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.speak_through(text)
        self._list.offer(self._choices())
        self._list.chosen.connect(self._take)
        title = safe.label(self._said, look="card-note")
        title.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(title)
        box.addWidget(self._list)

    def _choices(self) -> list[Choice]:
        found = [
            Choice(title=plain(word), keys=(str(number),), value=word)
            for number, word in enumerate(self._suggestions, 1)
        ]
        return [
            *found,
            Choice(title=self.tr("Add to my words"), value=KEEP),
            Choice(title=self.tr("Ignore here"), value=IGNORE),
        ]

    def belongs_to(self, text: QPlainTextEdit) -> bool:
        """Return whether it is about a word of that text."""
        return text is self._text and not self._is_over

    def offered(self) -> list[Choice]:
        """Return what is on offer."""
        return self._list.choices()

    def open(self) -> None:
        """Show it beside the word, and say what it is about."""
        self._bring_into_sight()
        self._place()
        self.show()
        self.raise_()
        self._text.installEventFilter(self)
        self._text.window().installEventFilter(self)
        current = self._list.current()
        said = f"{self._said}. {current.sentence()}" if current is not None else self._said
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._text, said))
        self._text.document().contentsChange.connect(self.put_away)
        self._text.cursorPositionChanged.connect(self.put_away)

    def put_away(self) -> None:
        """Close; the caret has been in the text all the time."""
        if self._is_over:
            return
        self._is_over = True
        self._text.removeEventFilter(self)
        self._text.window().removeEventFilter(self)
        self._text.document().contentsChange.disconnect(self.put_away)
        self._text.cursorPositionChanged.disconnect(self.put_away)
        self._text.setAccessibleDescription("")
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear the keys of the text; go away with its focus, and when the window changes its size."""
        kind = event.type()
        if watched is not self._text:
            if kind == QEvent.Type.Resize:
                self.put_away()
            return False
        if kind == QEvent.Type.FocusOut:
            self.put_away()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def _means(self, event: QKeyEvent) -> bool:
        """Return whether a press is for the list."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier:
            return False
        key = event.key()
        return key in _TAKE or key in _MOVES or key == Qt.Key.Key_Escape or self._digit(event) > 0

    def _digit(self, event: QKeyEvent) -> int:
        text = event.text()
        number = int(text) if text in tuple("123456789") else 0
        return number if number <= len(self._suggestions) else 0

    def _pressed(self, event: QKeyEvent) -> bool:
        if not self._means(event):
            if event.key() not in _MODIFIERS and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ShiftModifier,
            ):
                self.put_away()
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.put_away()
        elif key in _TAKE:
            self._list.take()
        elif digit := self._digit(event):
            self._take(self._suggestions[digit - 1])
        else:
            self._list.step(key)
        return True

    def _take(self, value: object) -> None:
        self.put_away()
        if value is KEEP:
            self.kept.emit(self.spot)
        elif value is IGNORE:
            self.ignored.emit(self.spot)
        else:
            self.replaced.emit(self.spot, str(value))

    # Where it stands

    def _cursor(self) -> QTextCursor:
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(self.spot.start)
        return cursor

    def _bring_into_sight(self) -> None:
        """Scroll to the word; the caret stays where it is, though it may be out of sight then."""
        if self._text.viewport().rect().contains(self._text.cursorRect(self._cursor())):
            return
        here = self._text.textCursor()
        self._text.setTextCursor(self._cursor())
        self._text.ensureCursorVisible()
        self._text.setTextCursor(here)

    def _place(self) -> None:
        """Stand below the word, or above it where there is more room, and never over it: then the list scrolls."""
        window, look = self._text.window(), self._theme.look
        self.setFixedWidth(min(look.px(_WIDTH), window.width() - 2 * look.px(_EDGE)))
        self.adjustSize()
        word = self._text.cursorRect(self._cursor())
        viewport = self._text.viewport()
        start = word.right() - self.width() if self.isRightToLeft() else word.left()
        below = viewport.mapTo(window, QPoint(start, word.bottom() + look.px(4)))
        above = viewport.mapTo(window, QPoint(start, word.top() - look.px(4)))
        edge = look.px(_EDGE)
        room_below, room_above = window.height() - edge - below.y(), above.y() - edge
        goes_below = room_below >= min(self.height(), room_above)
        over = self.height() - (room_below if goes_below else room_above)
        if over > 0:
            self._list.setMaximumHeight(max(self._list.minimumHeight(), self._list.maximumHeight() - over))
            self.adjustSize()
        top = below.y() if goes_below else above.y() - self.height()
        left = max(edge, min(below.x(), window.width() - self.width() - edge))
        self.move(left, top)
