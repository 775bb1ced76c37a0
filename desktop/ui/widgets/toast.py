"""The line that says what was just done, counts down, and takes it back."""

import math
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from desktop.domain.clock import Clock
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording.words import countdown

_MARGIN = 16
_WIDEST = 720
_TICK_MS = 100
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move)
"""What is followed of a pane; not that it is hidden, which a window that is being deleted tells of as well."""
_EARLY = 0.2
"""A countdown goes this many seconds before its end: its button would come too late."""


class Toast(QFrame):
    """Floats at the bottom of a pane; never takes the focus. One message at a time, the newest wins.

    `acted` is the action (Undo), `second_acted` a second one (Send now), `gone` follows when the time is over.
    """

    acted = Signal()
    second_acted = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, clock: Clock, pane: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self._theme = theme
        self._clock = clock
        self._text = ""
        self._until: datetime | None = None
        self._early = 0.0
        self.setProperty("look", "toast")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = safe.label(look="toast")
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(1)
        self._action = VerbButton("", "", theme, look="toast")
        self._second = VerbButton("", "", theme, look="toast")
        px = theme.look.px
        self._buttons = Flow()
        self._buttons.setSpacing(px(4))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(px(12), px(6), px(12), px(6))
        self._row.setSpacing(px(4))
        self._row.addWidget(self._words, 1)
        self._row.addLayout(self._buttons)
        self._buttons.addWidget(self._second)
        self._buttons.addWidget(self._action)
        for button in (self._action, self._second):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._action.clicked.connect(self._act)
        self._second.clicked.connect(self._act_second)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count)
        pane.installEventFilter(self)
        self.hide()

    def say(
        self,
        text: str,
        *,
        action: str = "",
        keys: str = "",
        second: str = "",
        seconds: float = 6.0,
        until: datetime | None = None,
    ) -> None:
        """Show `text` with up to two buttons for `seconds`; with `until` it counts down to that moment instead.

        A "{left}" in the text becomes the time that is left.
        """
        self._text = text
        self._until = until or self._clock.now() + timedelta(seconds=seconds)
        self._early = 0.0 if until is None else _EARLY
        _name(self._action, action, keys)
        _name(self._second, second, "")
        self._count()
        self._tick.start()
        self._lay()
        self.show()
        self.raise_()
        # Said aloud once: a countdown that spoke every second would drown everything else.
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words.text()))

    def float_over(self, pane: QWidget) -> None:
        """Float over another pane from now on, and over what is above it where that is too low; what is said stays."""
        if pane is not self._pane:
            self._pane.removeEventFilter(self)
            self._pane = pane
            pane.installEventFilter(self)
            shown = not self.isHidden()
            self.setParent(pane.parentWidget())
            self._lay()
            self.setVisible(shown)
        self.raise_()

    def clear(self) -> None:
        """Take the toast away without a word."""
        self._tick.stop()
        self._until = None
        self.hide()

    @property
    def words(self) -> str:
        """What it says now, "" when it is not shown."""
        return self._words.text() if not self.isHidden() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the pane."""
        if watched is self._pane and event.type() in _MOVES:
            self._lay()
        return False

    def _lay(self) -> None:
        pane, parent = self._pane, self.parentWidget()
        if parent is None:
            return
        place = pane.rect() if pane is parent else pane.geometry()
        width = max(0, min(place.width() - 2 * _MARGIN, self._theme.look.px(_WIDEST)))
        self._buttons.invalidate()
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        buttons, edges = self._buttons.sizeHint().width(), self._row.contentsMargins()
        room = width - buttons - edges.left() - edges.right() - self._row.spacing()
        self._row.setDirection(below if buttons * 2 > width or self._longest_word() > room else beside)
        height = self._row.totalHeightForWidth(width)
        # Above a new message there is no conversation: there it is on top, not over the buttons that send.
        lowest = 0 if pane.isHidden() else place.y() + place.height()
        top = max(_MARGIN, lowest - height - _MARGIN)
        self.setGeometry(place.x() + (place.width() - width) // 2, top, width, height)

    def _longest_word(self) -> int:
        """Return the width of what cannot be parted, such as an address."""
        return max(map(self._words.fontMetrics().horizontalAdvance, self._words.text().split()), default=0)

    def _count(self) -> None:
        if self._until is None:
            return
        left = (self._until - self._clock.now()).total_seconds()
        if left <= self._early:
            self.clear()
            self.gone.emit()
            return
        words = self._text.replace("{left}", countdown(math.ceil(left)))
        if words != self._words.text():
            safe.say(self._words, words)
            self.setAccessibleName(words)
            self._lay()

    def _act(self) -> None:
        self.clear()
        self.acted.emit()

    def _act_second(self) -> None:
        self.clear()
        self.second_acted.emit()


def _name(button: VerbButton, title: str, keys: str) -> None:
    button.setText(title)
    button.set_keys(keys)
    button.setVisible(bool(title))
