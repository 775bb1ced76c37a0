"""What floats over the window: a card in front of a shaded window that Esc, or a click beside it, puts away.

A click beside a card on which something was typed that would be lost does nothing.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.theme import Theme
from desktop.ui.widgets.pressing import press_focused
from desktop.ui.widgets.scrolled import Scrolled, bring_into_sight

_MARGIN = 24
_CORNER = 8
"""The radius of the card's corners, as the style sheet has it."""
_SHADE = 70
_SHADOW, _SHADOW_STEPS = 7, 8
"""How dark each of the rings is that are the card's shadow, and how many there are."""
_FORWARD_KEYS = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier)


class Overlay(QWidget):
    """Covers its parent while open and hands the focus back when closed. One use: it is gone after `closed`.

    Subclasses fill `box` and name the widget that takes the focus in `first`. Keys without Ctrl never leave it, so no
    verb of the window behind it is triggered.
    """

    closed = Signal()

    def __init__(self, theme: Theme, name: str, *, width: int = 560) -> None:
        super().__init__()
        self._theme = theme
        self._width = width
        self._came_from: QWidget | None = None
        self.first: QWidget | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card = QFrame(self)
        self.card.setObjectName("card")
        self.card.setAccessibleName(name)
        self.box = QVBoxLayout(self.card)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.hide()

    @property
    def theme(self) -> Theme:
        """The look this was made with."""
        return self._theme

    @property
    def is_begun(self) -> bool:
        """Whether something was typed here that is lost when the card is put away."""
        return False

    def open_over(self, window: QWidget) -> None:
        """Cover `window` and take the focus; remembers who had it."""
        self._came_from = QApplication.focusWidget()
        self.setParent(window)
        window.installEventFilter(self)
        self.arrange()
        self.show()
        self.raise_()
        (self.first or self.card).setFocus(Qt.FocusReason.PopupFocusReason)

    def put_away(self) -> None:
        """Close, and give the focus back to whoever had it."""
        if self.isHidden():
            return
        self.hide()
        came_from = self._came_from
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def arrange(self) -> None:
        """Fit the card into the window: in the middle, at an eighth of the height, never larger than the window."""
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        before = self.card.geometry()
        margin = self._theme.look.px(_MARGIN)
        width = min(self._theme.look.px(self._width), self.width() - 2 * margin)
        self.card.setFixedWidth(max(width, 1))
        layout = self.card.layout()
        if layout is not None:
            # What scrolls does not tell by itself when there is more or less in it.
            for part in self.card.findChildren(Scrolled):
                part.updateGeometry()
            layout.activate()
        most = self.height() - 2 * margin
        wanted = self.card.heightForWidth(width) if self.card.hasHeightForWidth() else self.card.sizeHint().height()
        height = min(wanted, most)
        # The upper edge stays where it is while the card grows and shrinks with what is typed.
        top = max(margin, min(self.height() // 8, self.height() - height - margin))
        self.card.setGeometry((self.width() - width) // 2, top, width, height)
        if self.card.geometry() != before:
            # The shadow lies beside the card: nothing else would paint it anew. All of the window would take longer.
            self.update(self._shadowed(before).united(self._shadowed(self.card.geometry())))

    def _shadowed(self, card: QRect) -> QRect:
        """Return the ground that a card and its shadow take."""
        px = self._theme.look.px
        out = px(2 * _SHADOW_STEPS) + px(4)
        return card.adjusted(-out, -out, out, out)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.arrange()
        return False

    def event(self, event: QEvent) -> bool:
        """Keep every key that is not the window's own from triggering what lies behind."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, press a button on Enter; swallow the rest."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif press_focused(self, event):
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside the card, unless that would lose what was typed on it."""
        if not self.is_begun and not self.card.geometry().contains(event.position().toPoint()):
            self.put_away()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shade the window behind, darkest around the card."""
        look, card = self._theme.look, self.card.geometry()
        shade = QColor(look.color("shade"))
        shade.setAlpha(_SHADE)
        painter = QPainter(self)
        painter.fillRect(self.rect(), shade)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # What the card covers, all but its corners, is not seen.
        corner = look.px(_CORNER)
        covered = QRegion(card.adjusted(corner, 0, -corner, 0)).united(card.adjusted(0, corner, 0, -corner))
        painter.setClipRegion(event.region().subtracted(covered))
        shade.setAlpha(_SHADOW)
        painter.setBrush(shade)
        for step in range(1, _SHADOW_STEPS + 1):
            out, radius = look.px(2 * step), look.px(8 + 2 * step)
            painter.drawRoundedRect(card.adjusted(-out, look.px(4) - out, out, look.px(4) + out), radius, radius)
        painter.end()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 - Qt's own name
        """Let Tab go round inside the card."""
        stops = [w for w in self.card.findChildren(QWidget) if _takes_tab(w)]
        if not stops:
            return False
        here = QApplication.focusWidget()
        place = stops.index(here) if here in stops else -1
        goes_to = stops[(place + (1 if next else -1)) % len(stops)]
        goes_to.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        bring_into_sight(goes_to)
        return True


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _is_ours(event: QKeyEvent) -> bool:
    if event.key() == Qt.Key.Key_Escape:
        return True
    is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    return not is_function and not any(event.modifiers() & modifier for modifier in _FORWARD_KEYS)
