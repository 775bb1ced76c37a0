"""The strip above a conversation: what they last asked, what you promised, what they gave; each leads to its message."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.domain.text import plain
from desktop.ui.ink import LEFT, RIGHT
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.wording import words

if TYPE_CHECKING:
    from desktop.compose.recall import Found, Recall

_NARROW = 430
"""Pixels below which the parts stand under one another."""
_SIDE, _TOP, _PAD, _GAP, _HEAD = 22, 10, 10, 16, 16
_EDGE = 4
"""Between the words of a fact and the mark of the focus around them."""
_MESSAGES = 90
"""Pixels that the messages keep; where there are fewer the strip gives way to them."""
_BELOW = 6
_QUOTE = 90


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading and what stands under it."""

    title: str
    facts: tuple["_Fact", ...]


class _Fact(QAbstractButton):
    """A few words out of a message, on as many lines as it was given room for; a click goes to the message."""

    def __init__(self, found: "Found", text: str, told: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.found = found
        self._theme = theme
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(plain(told))
        self.setAccessibleDescription(QCoreApplication.translate("Strip", "Go to the message"))
        safe.tooltip(self, told)

    def line_height(self) -> int:
        """Return the height of one line."""
        return self._theme.look.px(18)

    def width_of(self) -> int:
        """Return the width of its words on one line."""
        return self._theme.look.hand(12).width(self.text()) + self._theme.look.px(2)

    def lines_in(self, width: int, most: int) -> int:
        """Return how many lines it takes in `width`, at most `most`."""
        return min(most, self._layout(width)[1])

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self.width_of(), self.line_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, cut in the last line there is room for; underlined while the mouse is on them."""
        look = self._theme.look
        painter = QPainter(self)
        ink = "accent" if self.underMouse() or self.hasFocus() else "ink"
        painter.setPen(look.color(ink))
        edge = look.px(_EDGE)
        width = self.width() - 2 * edge
        layout, count = self._layout(width)
        most = max(1, self.height() // self.line_height())
        hand = look.hand(12)
        for n in range(min(count, most)):
            line = layout.lineAt(n)
            area = QRect(edge, n * self.line_height(), width, self.line_height())
            text = self.text()[line.textStart() :]
            if n < most - 1 and n < count - 1:
                text = text[: line.textLength()]
            hand.write(
                painter, area, hand.fit(text.strip(), area.width()), ink, RIGHT if self.isRightToLeft() else LEFT
            )
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.color("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(3), look.px(3))

    def _layout(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self.text(), self._theme.look.font(12))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, 0))
        layout.endLayout()
        return layout, layout.lineCount()


class Strip(QWidget):
    """Hidden while there is nothing to tell. `chosen` names the message a part comes from, and its words there."""

    chosen = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: list[_Part] = []
        self._is_turning = False
        self._room = 1 << 20
        self._shown: tuple[Recall | None, object] = (None, None)
        self._places: list[tuple[str, QRect]] = []
        self.setAccessibleName(self.tr("What you know already"))
        self.hide()
        theme.changed.connect(self._lay)

    def show_recall(self, found: "Recall | None", now: datetime) -> None:
        """Show what is known of a person; nothing takes no room."""
        wanted = (found, words.day_of(now))
        if wanted == self._shown:
            return
        self._shown = wanted
        for part in self._parts:
            for fact in part.facts:
                fact.hide()
                fact.deleteLater()
        self._parts = self._made(found, now) if found else []
        self._lay()
        self._appear()

    def give_room(self, room: int) -> None:
        """Take of `room` pixels, in which the messages must find theirs too, what it needs, or nothing."""
        self._room = room
        self._appear()

    def _appear(self) -> None:
        fits = self._room - self.height() >= self._theme.look.px(_MESSAGES)
        wanted = bool(self._parts) and fits
        if wanted == self.isHidden() and not self._is_turning:
            # What lies around it is laid out meanwhile, and asks again: what is being shown cannot be hidden.
            self._is_turning = True
            self.setVisible(wanted)
            self._is_turning = False

    def told(self) -> list[tuple[str, list[str]]]:
        """Return the headings with what stands under each."""
        return [(part.title, [fact.text() for fact in part.facts]) for part in self._parts]

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the parts anew."""
        self._lay()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card and the headings."""
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("line"), 1))
        painter.setBrush(look.color("canvas"))
        painter.drawRoundedRect(QRectF(self._card()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(8), look.px(8))
        side = RIGHT if self.isRightToLeft() else LEFT
        for title, area in self._places:
            hand = look.hand(11)
            hand.write(painter, area, hand.fit(title, area.width()), "quiet", side)

    def _made(self, found: "Recall", now: datetime) -> list[_Part]:
        parts = []
        if found.asked is not None:
            title = self.tr("They last asked")
            parts.append(_Part(title, (self._fact(found.asked, found.asked.words, title, now),)))
        if found.promised is not None:
            title = self.tr("You promised")
            text = self.tr("“{words}”, {when} by {channel}").format(
                words=plain(found.promised.words, _QUOTE).rstrip(".!"),
                when=words.short_stamp(found.promised.written_at, now),
                channel=words.channel_title(found.promised.channel),
            )
            parts.append(_Part(title, (self._fact(found.promised, text, title, now),)))
        if found.given:
            title = self.tr("They already gave")
            facts = tuple(self._fact(one, detail(one), title, now) for one in found.given)
            parts.append(_Part(title, facts))
        return parts

    def _fact(self, found: "Found", text: str, title: str, now: datetime) -> _Fact:
        whole = text if found.kind == "phone" else (found.words if found.kind in ("question", "request") else text)
        told = self.tr("{title}: {words} ({channel}, {when})").format(
            title=title,
            words=whole,
            channel=words.channel_title(found.channel),
            when=words.stamp(found.written_at, now),
        )
        if found.private:
            told = self.tr("{told}. Said in private.").format(told=told)
        fact = _Fact(found, text, told, self._theme, self)
        fact.clicked.connect(self._go)
        fact.setVisible(True)
        return fact

    def _go(self) -> None:
        fact = self.sender()
        if isinstance(fact, _Fact):
            text = fact.found.words if fact.found.kind in ("question", "request", "promise") else ""
            self.chosen.emit(fact.found.message, text or fact.found.words)

    # How it is laid out

    def _card(self) -> QRect:
        look = self._theme.look
        return self.rect().adjusted(look.px(_SIDE), look.px(_TOP), -look.px(_SIDE), -look.px(_BELOW))

    def _lay(self) -> None:
        if not self._parts:
            return
        look = self._theme.look
        inner = self._card().adjusted(look.px(_PAD + 2), look.px(_PAD - 3), -look.px(_PAD + 2), 0)
        self._places = []
        lay = self._lay_rows if inner.width() < look.px(_NARROW) else self._lay_columns
        bottom = lay(inner)
        height = bottom + look.px(_PAD - 2 + _BELOW)
        if self.height() != height:
            self.setFixedHeight(height)
        self.update()

    def _lay_columns(self, inner: QRect) -> int:
        """Place the parts beside one another; return where the longest of them ends."""
        look = self._theme.look
        gap, head = look.px(_GAP), look.px(_HEAD)
        width = (inner.width() - gap * (len(self._parts) - 1)) // len(self._parts)
        bottom = inner.top()
        for n, part in enumerate(self._parts):
            left = inner.left() + n * (width + gap)
            self._places.append((part.title, self._turned(QRect(left, inner.top(), width, head))))
            bottom = max(bottom, self._flow(part.facts, QRect(left, inner.top() + head, width, 0)))
        return bottom

    def _lay_rows(self, inner: QRect) -> int:
        """Place the parts under one another, each with its heading before it; return where the last one ends."""
        look = self._theme.look
        headings = max(look.hand(11).width(part.title) for part in self._parts) + look.px(10)
        top = inner.top()
        for part in self._parts:
            line = part.facts[0].line_height()
            self._places.append((part.title, self._turned(QRect(inner.left(), top, headings, line))))
            top = self._flow(part.facts, QRect(inner.left() + headings, top, inner.width() - headings, 0), lines=1)
        return top

    def _flow(self, facts: tuple[_Fact, ...], area: QRect, lines: int = 2) -> int:
        """Place facts beside one another while they fit, else below; return where they end."""
        gap, edge = self._theme.look.px(10), self._theme.look.px(_EDGE)
        left, top = area.left(), area.top()
        bottom = top
        for fact in facts:
            line = fact.line_height()
            width = min(area.width(), fact.width_of())
            if left > area.left() and left + width > area.right() + 1:
                left, top = area.left(), bottom
            high = line * (fact.lines_in(area.width(), lines) if len(facts) == 1 else 1)
            room = QRect(left, top, area.width() if len(facts) == 1 else width, high)
            fact.setGeometry(self._turned(room.adjusted(-edge, 0, edge, 0)))
            left += width + gap
            bottom = max(bottom, top + high)
        return bottom

    def _turned(self, area: QRect) -> QRect:
        if not self.isRightToLeft():
            return area
        return QRect(self.width() - area.left() - area.width(), area.top(), area.width(), area.height())


def detail(found: "Found") -> str:
    """Return a detail they gave in a few words; of a telephone number only the end, which is enough to know it by."""
    forms = {
        "order": QCoreApplication.translate("Strip", "Order {words}"),
        "product": QCoreApplication.translate("Strip", "Item {words}"),
        "phone": QCoreApplication.translate("Strip", "Phone ending {words}"),
    }
    shown = found.words
    if found.kind == "phone":
        shown = "".join(char for char in shown if char.isdigit())[-2:]
    return plain(forms.get(found.kind, "{words}").format(words=shown), 80)
