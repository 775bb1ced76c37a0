"""The bar that finds words in the conversation on show: what is found is marked, Enter goes on, Esc ends it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.views.conversation.pages import PageStack
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

MOST = 500
"""Places that are marked at most."""
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Field(QLineEdit):
    """A line that keeps the keys of the bar to itself while it has the focus."""

    further = Signal(int)
    ended = Signal()

    def event(self, event: QEvent) -> bool:
        """Take the keys of the bar before any command of the window has them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, go back, or end."""
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            self.further.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return plain == Qt.KeyboardModifier.NoModifier and event.key() in (*_ENTERS, Qt.Key.Key_Escape)


class FindBar(QFrame):
    """Lies above the pages and is hidden while nothing is sought. `ended` follows when the owner has had enough."""

    ended = Signal()

    def __init__(self, theme: Theme, pages: PageStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._found: list[QTextCursor] = []
        self._at = -1
        self.setProperty("look", "bar")
        self._field = _Field()
        self._field.setPlaceholderText(self.tr("Find in this conversation"))
        self._field.setAccessibleName(self.tr("Find in this conversation"))
        self._field.textChanged.connect(self._seek)
        self._field.further.connect(self._step)
        self._field.ended.connect(self.end)
        self._count = safe.label(look="meta")
        self._theme = theme
        back = self._button(self.tr("Previous"), self._back)
        on = self._button(self.tr("Next"), self._on)
        self._close = self._button(self.tr("Close"), self.end)
        px = theme.look.px
        self._ways = QWidget()
        ways = Flow(self._ways)
        ways.setSpacing(px(8))
        for part in (self._count, back, on, self._close):
            ways.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(22), px(8), px(22), px(8))
        self._row.setSpacing(px(8))
        self._row.addWidget(self._field, 1)
        self._row.addWidget(self._ways)
        pages.laid_out.connect(self._renewed)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the buttons below the line where there is no room beside it."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        # In the middle of the buttons beside it.
        self._count.setMinimumHeight(self._close.sizeHint().height())
        is_low = self._ways.sizeHint().width() * 2 > self.width()
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if is_low else QBoxLayout.Direction.LeftToRight)
        across = QSizePolicy.Policy.Preferred if is_low else QSizePolicy.Policy.Fixed
        self._ways.setSizePolicy(across, QSizePolicy.Policy.Preferred)

    def begin(self) -> None:
        """Show the bar with the caret in it; what was sought last is there to be sought again."""
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._seek()

    def end(self) -> None:
        """Take the bar and its marks away."""
        self.hide()
        self._found, self._at = [], -1
        self._pages.browser.mark([])
        self.ended.emit()

    @property
    def told(self) -> str:
        """What the bar says about what was found."""
        return self._count.text()

    def _button(self, title: str, run: object) -> VerbButton:
        button = VerbButton(title, "", self._theme, look="quiet")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(run)
        return button

    def _on(self) -> None:
        self._step(1)

    def _back(self) -> None:
        self._step(-1)

    def _renewed(self) -> None:
        """Follow the page: it was laid out anew, or is another."""
        if self.isVisible():
            self._found = []
            self._look(keep=True)

    def _seek(self) -> None:
        """Find what is typed now, beginning where the owner reads."""
        if self.isVisible() and self._field.text():
            self._pages.show_whole()
        self._look(keep=False)

    def _look(self, *, keep: bool) -> None:
        browser = self._pages.browser
        wanted = self._field.text().strip()
        self._found = []
        cursor = browser.document().find(wanted) if wanted else QTextCursor()
        while not cursor.isNull() and len(self._found) < MOST:
            self._found.append(cursor)
            cursor = browser.document().find(wanted, cursor)
        if not keep:
            # The newest stands at the end, and is what is meant most often.
            self._at = len(self._found) - 1
        self._at = min(self._at, len(self._found) - 1)
        self._tell(bring=not keep)

    def _step(self, by: int) -> None:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._tell(bring=True)

    def _tell(self, *, bring: bool) -> None:
        browser = self._pages.browser
        browser.mark(self._found, self._at)
        if self._found:
            if bring:
                browser.bring_into_sight(self._found[self._at])
            most = f"{words.number(MOST)}+" if len(self._found) >= MOST else words.number(len(self._found))
            text = self.tr("{n} of {all}").format(n=words.number(self._at + 1), all=most)
        else:
            text = self.tr("Not found") if self._field.text().strip() else ""
        safe.say(self._count, text)
        self._fit()
