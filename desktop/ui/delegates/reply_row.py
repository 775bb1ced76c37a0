"""Draws one reply of the outbox: where it goes, how far it is, and the beginning of its text."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.conversation import Tone
from desktop.domain.draft import Reply
from desktop.domain.text import plain
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.reply.standing import Saying
from desktop.ui.theme import Theme
from desktop.ui.wording.language import retell

_INKS = {Tone.HURRY: "hurry", Tone.NOTICE: "notice", Tone.FACT: "quiet"}


class ReplyRow(QStyledItemDelegate):
    """Three lines in a row of fixed height."""

    def __init__(self, theme: Theme, model: OutboxModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._direction = Qt.LayoutDirection.LeftToRight

    def height(self) -> int:
        """Return the height of every row in pixels."""
        return self._theme.look.px(80)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a row."""
        return QSize(100, self.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one reply."""
        reply = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(reply, Reply):
            return
        look = self._theme.look
        area: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.color("selection"))
            edge = QRect(area.left(), area.top(), look.px(3), area.height())
            painter.fillRect(QStyle.visualRect(option.direction, area, edge), look.color("accent"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), look.color("line"))
        self._direction = option.direction
        self._lines(painter, area.adjusted(look.px(16), look.px(10), -look.px(16), 0), reply)
        painter.restore()

    def _lines(self, painter: QPainter, inner: QRect, reply: Reply) -> None:
        look = self._theme.look
        said = self._model.saying(reply)
        line = QRect(inner.left(), inner.top(), inner.width(), look.px(20))
        below, last = line.translated(0, look.px(20)), line.translated(0, look.px(40))
        to, gap = retell(reply.summary), look.px(12)
        whole = QFontMetrics(look.font(bold=True)).horizontalAdvance(plain(to))
        if said.sentence or self._width(said) + gap + whole <= line.width():
            taken = self._state(painter, line, said, line.width() - gap - min(whole, line.width() // 2))
            beside = QStyle.visualRect(self._direction, line, line.adjusted(0, 0, -taken - gap, 0))
            self._text(painter, beside, to, "ink", bold=True)
            self._text(painter, last, said.sentence, "quiet")
        else:
            # To whom it goes is not cut for how far it is, which has a line to itself.
            self._text(painter, line, to, "ink", bold=True)
            self._state(painter, last, said, line.width(), Qt.AlignmentFlag.AlignLeft)
        self._text(painter, below, reply.text, "ink")

    def _figures(self, said: Saying) -> QFont:
        return self._theme.look.figures(12, bold=said.tone is not Tone.FACT)

    def _width(self, said: Saying) -> int:
        return QFontMetrics(self._figures(said)).horizontalAdvance(said.words)

    def _state(
        self,
        painter: QPainter,
        line: QRect,
        said: Saying,
        room: int,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight,
    ) -> int:
        """Write how far a reply is into at most `room` pixels of a line; return how many it took."""
        font = self._figures(said)
        shown = QFontMetrics(font).elidedText(said.words, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(self._theme.look.color(_INKS[said.tone]))
        painter.drawText(line, self._align(side), shown)
        return QFontMetrics(font).horizontalAdvance(shown)

    def _text(self, painter: QPainter, line: QRect, text: str, ink: str, *, bold: bool = False) -> None:
        font = self._theme.look.font(bold=bold)
        painter.setFont(font)
        painter.setPen(self._theme.look.color(ink))
        shown = QFontMetrics(font).elidedText(plain(text), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, self._align(Qt.AlignmentFlag.AlignLeft), shown)

    def _align(self, side: Qt.AlignmentFlag) -> int:
        """Return the alignment to a side in the direction of reading."""
        return int(
            QStyle.visualAlignment(self._direction, side)
            | Qt.AlignmentFlag.AlignAbsolute
            | Qt.AlignmentFlag.AlignVCenter
        )
