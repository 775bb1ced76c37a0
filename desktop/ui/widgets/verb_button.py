"""A button that names a verb and shows its key."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.tip import tip

_SHOWN = {"Return": "↵", "Enter": "↵", "Shift": "⇧", "Escape": "Esc", "Delete": "Del"}
_CAPS = {"primary": ("on_accent", "on_accent"), "toast": ("on_float", "edge")}
_USUAL = ("quiet", "line")
_ROOMY = 460
"""Pixels a row needs for the keys beside its verbs."""


def key_words(keys: str) -> str:
    """Return a key sequence as a cap shows it: "Ctrl+Shift+Return" becomes "Ctrl ⇧ ↵", a letter its small form."""
    if len(keys) == 1:
        return keys.lower()
    if " " in keys:
        return " ".join(key_words(one) for one in keys.split(" "))
    parts = [*keys[:-2].split("+"), "+"] if keys.endswith("++") else keys.split("+")
    return " ".join(_SHOWN.get(part, part) for part in parts)


class VerbButton(QPushButton):
    """Looks as its `look` says ("plain", "primary", "quiet"); the key cap is drawn after the title."""

    def __init__(self, title: str, keys: str, theme: Theme, parent: QWidget | None = None, look: str = "plain") -> None:
        super().__init__(title, parent)
        self._theme = theme
        self._keys = ""
        self._shows_keys = True
        self._spares_key = False
        self._told = ""
        """The tooltip that tells what is cut; one that others give stays theirs."""
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_keys(keys)

    def set_keys(self, keys: str) -> None:
        """Show another key, "" for none."""
        self._keys = key_words(keys)
        # Named apart from the shown text, so that "Done e" is read as "Done".
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._keys)
        if self._told:
            self._tell()
        self.updateGeometry()
        self.update()

    def make_room(self, width: int) -> None:
        """Draw the cap, or leave it out in a row of little `width`."""
        shown = width >= self._theme.look.px(_ROOMY)
        if shown != self._shows_keys:
            self._shows_keys = shown
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """The button's own size and room for the cap."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._cap_room(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """A verb is never cut."""
        return self.sizeHint()

    def spare_key(self, *, spares: bool) -> None:
        """Leave the cap out, or draw it again, whatever the row is like."""
        if spares != self._spares_key:
            self._spares_key = spares
            self.updateGeometry()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell in the tooltip what a row has too little room for."""
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        if self.toolTip() == self._told:
            self.setToolTip(tip(self.text() if self.width() < self.sizeHint().width() else ""))
            self._told = self.toolTip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button, its title moved left, and the cap."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        inner = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        room = self._cap_room()
        option.rect = inner.adjusted(room, 0, 0, 0) if self.isRightToLeft() else inner.adjusted(0, 0, -room, 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        if room:
            away = inner.width() - room
            cap = inner.adjusted(0, 0, -away, 0) if self.isRightToLeft() else inner.adjusted(away, 0, 0, 0)
            self._paint_cap(painter, QRectF(cap))

    def _paint_cap(self, painter: QPainter, area: QRectF) -> None:
        look = self._theme.look
        enabled = self.isEnabled()
        ink_token, edge_token = _CAPS.get(self.property("look"), _USUAL) if enabled else _USUAL
        ink = look.color(ink_token)
        height, gap = look.px(17), look.px(8)
        cap = QRectF(
            area.left() + (0 if self.isRightToLeft() else gap),
            area.center().y() - height / 2,
            area.width() - gap,
            height,
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color(edge_token), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
        painter.setPen(ink)
        painter.setFont(look.font(11))
        # Keys are named in the order in which they are pressed, whatever the direction of reading.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self._keys)

    def _cap_room(self) -> int:
        if not self._keys or not self._shows_keys or self._spares_key:
            return 0
        look = self._theme.look
        words = QFontMetrics(look.font(11)).horizontalAdvance(self._keys)
        return max(look.px(17), words + look.px(10)) + look.px(8)


class VerbRow(QWidget):
    """A row with verbs in it that leaves their keys out where there is little room, so that no word is cut."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the keys again when there is room for them."""
        for button in self.findChildren(VerbButton):
            button.make_room(self.width())
        super().resizeEvent(event)
