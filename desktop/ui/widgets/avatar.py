"""The disc that stands for a person: initials on a quiet ground, the channel as a badge at its corner."""

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.domain.kinds import Kind
from desktop.ui.icons import Icons
from desktop.ui.ink import CENTER, disc
from desktop.ui.theme import Look, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QBrush, QPaintEvent

_BY_CHANNEL = {"mail": "mail", "review": "star", "blog": "newspaper", "feed": "rss", "comment": "message-square"}
_BY_KIND = {
    Kind.MAIL: "mail",
    Kind.POST: "at-sign",
    Kind.DIRECT: "lock",
    Kind.COMMENT: "message-square",
    Kind.REVIEW: "star",
    Kind.BLOG: "newspaper",
}
_LETTERS = {"mastodon": "M", "bluesky": "b", "x": "x", "facebook": "f", "instagram": "i", "reddit": "r"}


def initials(name: str) -> str:
    """Return one or two letters for a name or handle: "Marta Oduya" MO, "@jdfoodwalks" jd, "" gives "?"."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if _lettered(word)]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2] if words[0].islower() else words[0][:1].upper()
    return (words[0][0] + words[-1][0]).upper()


def _lettered(word: str) -> bool:
    return unicodedata.category(word[0])[0] in "LN"


def paint_disc(painter: QPainter, area: QRectF, name: str, look: Look) -> None:
    """Draw the disc with initials into `area`, a square."""
    disc(painter, area, look.brush("disc"))
    look.hand(12, bold=True).write(painter, area.toRect(), initials(name), "disc_ink", CENTER)


class Badge:
    """Draws the channel's mark at the corner of a disc."""

    def __init__(self, icons: Icons) -> None:
        self._icons = icons

    def paint(
        self,
        painter: QPainter,
        beside: QRectF,
        channel: str,
        kind: Kind,
        look: Look,
        ground: "QBrush",
        ratio: float,
        *,
        mirrored: bool = False,
    ) -> None:
        """Draw a small round mark; `ground` is the colour behind the disc, which keeps the two apart."""
        side = look.px(16)
        left = beside.left() - look.px(4) if mirrored else beside.right() - side + look.px(4)
        area = QRectF(left, beside.bottom() - side + look.px(3), side, side)
        disc(painter, area, look.brush("line"))
        disc(painter, area.adjusted(1, 1, -1, -1), ground)
        letter = _LETTERS.get(channel)
        if letter:
            look.hand(9, bold=True).write(painter, area.toRect(), letter, "quiet", CENTER)
            return
        size = look.px(10)
        icon = _BY_CHANNEL.get(channel) or _BY_KIND[kind]
        corner = QPointF(area.center().x() - size / 2, area.center().y() - size / 2)
        painter.drawPixmap(corner, self._icons.pixmap(icon, "quiet", size, ratio))


class Avatar(QWidget):
    """The disc as a widget, for the head of the reader."""

    def __init__(self, theme: Theme, size: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._name = ""
        self.setFixedSize(self.sizeHint())

    def say(self, name: str) -> None:
        """Stand for another person."""
        if name != self._name:
            self._name = name
            self.update()

    def sizeHint(self) -> QSize:
        """A square at the owner's text scale."""
        side = self._theme.look.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: "QPaintEvent") -> None:
        """Draw the disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_disc(painter, QRectF(self.rect()), self._name, self._theme.look)
