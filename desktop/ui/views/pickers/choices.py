"""A short list to choose from, used by the palette, the search and the snooze picker: values, a painter, a view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.text import plain
from desktop.ui.ink import turned
from desktop.ui.theme import Look, Theme

MARK_ON, MARK_OFF = "\u0002", "\u0003"
_AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Line = tuple[QTextLayout, float, float]
"""A line laid out, its width and its height."""
_LINES_KEPT = 200
_MOVES: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line. `detail` stands on the right, `keys` are drawn as key caps, `below` is a second line.

    `dot` is a token of the theme: a dot of that colour stands before the title.

    In `title` and `below`, what stands between U+0002 and U+0003 is marked. Everything is drawn as plain text.
    """

    title: str
    detail: str = ""
    keys: tuple[str, ...] = ()
    below: str = ""
    value: object = None
    dot: str = ""

    def sentence(self) -> str:
        """Return the line as a screen reader says it."""
        parts = (bare(self.title), self.detail, bare(self.below), ", ".join(self.keys))
        return "; ".join(part for part in parts if part)


def bare(text: str) -> str:
    """Return marked text without its marks."""
    return text.replace(MARK_ON, "").replace(MARK_OFF, "")


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return marked text as runs of (plain text, whether marked); what comes from outside is made fit to be shown."""
    found: list[tuple[str, bool]] = []
    is_marked = False
    for part in text.replace(MARK_ON, "\0" + MARK_ON).replace(MARK_OFF, "\0" + MARK_OFF).split("\0"):
        if part.startswith((MARK_ON, MARK_OFF)):
            is_marked = part.startswith(MARK_ON)
            part = part[1:]  # noqa: PLW2901 - the sign itself is not shown
        edge_left = " " if part[:1].isspace() else ""
        edge_right = " " if part[-1:].isspace() else ""
        shown = plain(part)
        if shown:
            found.append((f"{edge_left}{shown}{edge_right}", is_marked))
        elif edge_left:
            found.append((" ", is_marked))
    return found


class ChoiceModel(QAbstractListModel):
    """The lines on offer, replaced as a whole when the question changes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: Sequence[Any] = ()
        self._word: Callable[[Any], Choice] | None = None
        self._worded: dict[int, Choice] = {}

    def offer(self, choices: Sequence[Any], word: Callable[[Any], Choice] | None = None) -> None:
        """Show these lines instead of the present ones; `word` makes one of what is given, when it comes into sight."""
        self.beginResetModel()
        self._choices, self._word, self._worded = tuple(choices), word, {}
        self.endResetModel()

    def at(self, row: int) -> Choice | None:
        """Return the line at `row`, None outside the list."""
        if not 0 <= row < len(self._choices):
            return None
        if row not in self._worded:
            self._worded[row] = self._word(self._choices[row]) if self._word is not None else self._choices[row]
        return self._worded[row]

    def rowCount(self, parent: _AnyIndex = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the line itself (`UserRole`) or what it says."""
        choice = self.at(index.row())
        if choice is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return bare(choice.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return choice.sentence()
        return None


class ChoicePainter(QStyledItemDelegate):
    """Draws a line in the colours of the theme."""

    def __init__(self, theme: Theme, parent: QWidget, *, two_lines: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._two_lines = two_lines
        self._mirror: QRect | None = None
        """The line being painted, where it is read from the right: everything is placed as in a mirror."""
        self._unwrapped = QTextOption()
        self._unwrapped.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._look: Look | None = None
        self._lines: dict[tuple[str, int, bool], _Line] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _AnyIndex) -> QSize:
        """Return the height of a line; every line has the same."""
        return QSize(100, self.height())

    def height(self) -> int:
        """Return the height of one line in pixels."""
        return self._theme.look.px(56 if self._two_lines else 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draw one line."""
        choice = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(choice, Choice):
            return
        look = self._theme.look
        area: QRect = option.rect
        self._mirror = area if option.direction == Qt.LayoutDirection.RightToLeft else None
        painter.save()
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.color("selection"))
            painter.fillRect(self._at(QRect(area.left(), area.top(), look.px(3), area.height())), look.color("accent"))
        inner = area.adjusted(look.px(16), look.px(8 if self._two_lines else 0), -look.px(16), 0)
        line = QRect(inner.left(), inner.top(), inner.width(), look.px(20) if self._two_lines else inner.height())
        right = self._paint_right(painter, choice, line)
        title = QRect(line)
        title.setRight(right - look.px(12))
        if choice.dot:
            self._paint_dot(painter, choice.dot, title)
            title.setLeft(title.left() + look.px(18))
        self._paint_marked(painter, choice.title, title, bold=self._two_lines)
        if self._two_lines:
            below = QRect(inner.left(), line.bottom() + 1, inner.width(), look.px(20))
            self._paint_marked(painter, choice.below, below, ink="quiet")
        painter.restore()

    def _paint_dot(self, painter: QPainter, token: str, line: QRect) -> None:
        side = self._theme.look.px(9)
        dot = QRect(line.left(), line.center().y() - side // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.look.color(token))
        painter.drawEllipse(self._at(dot))

    def _paint_right(self, painter: QPainter, choice: Choice, line: QRect) -> int:
        """Draw keys and detail from the right edge inwards; return where they begin."""
        look = self._theme.look
        right = line.right()
        if choice.keys:
            painter.setFont(look.font(11))
        for key in reversed(choice.keys):
            width = max(look.hand(11).width(key) + look.px(10), look.px(20))
            height = look.px(18)
            cap = QRect(right - width, line.center().y() - height // 2, width, height)
            painter.setPen(QPen(look.color("rim"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._at(cap), look.px(4), look.px(4))
            painter.setPen(look.color("quiet"))
            painter.drawText(self._at(cap), Qt.AlignmentFlag.AlignCenter, key)
            right = cap.left() - look.px(6)
        if choice.detail:
            hand, detail = look.hand(12, figures=True), plain(choice.detail)
            box = QRect(line.left(), line.top(), right - line.left(), line.height())
            if (width := hand.width(detail)) > box.width() // 2:
                # The title is not cut for it, unless it would leave it less than half of the line.
                title = look.hand(bold=self._two_lines).width(bare(choice.title)) + look.px(30)
                detail = hand.fit(detail, box.width() - min(title, box.width() // 2))
                width = hand.width(detail)
            painter.setFont(hand.font)
            painter.setPen(look.color("quiet"))
            end = Qt.AlignmentFlag.AlignRight if self._mirror is None else Qt.AlignmentFlag.AlignLeft
            flags = end | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self._at(box), flags, detail)
            right -= width
        return right

    def _paint_marked(self, painter: QPainter, text: str, area: QRect, *, bold: bool = False, ink: str = "ink") -> None:
        look = self._theme.look
        layout, width, height = self._laid_out(text, area.width(), bold=bold)
        painter.setPen(look.color(ink))
        area = self._at(area)
        painter.setClipRect(area.adjusted(-look.px(2), -2, look.px(2), 2))
        left = area.left() if self._mirror is None else area.right() + 1 - width
        layout.draw(painter, QPointF(left, area.top() + round((area.height() - height) / 2)))
        painter.setClipping(False)

    def _laid_out(self, text: str, width: int, *, bold: bool) -> _Line:
        """Return a line cut to `width`; it is kept: from one letter to the next, and when a line is chosen, most are."""
        look = self._theme.look
        if self._look is not look or len(self._lines) > _LINES_KEPT:
            self._look, self._lines = look, {}
        key = (text, width, bold)
        found = self._lines.get(key)
        if found is None:
            hand, runs = look.hand(bold=bold), pieces(text)
            whole = "".join(run for run, _ in runs)
            shown = hand.metrics.elidedText(whole, Qt.TextElideMode.ElideRight, width)
            layout = QTextLayout(shown, hand.font)
            layout.setTextOption(self._unwrapped)
            if MARK_ON in text:
                layout.setFormats(self._formats(runs, len(shown)))
            layout.beginLayout()
            row = layout.createLine()
            row.setLineWidth(width + look.px(40))
            layout.endLayout()
            found = self._lines[key] = (layout, row.naturalTextWidth(), row.height())
        return found

    def _at(self, area: QRect) -> QRect:
        """Return where `area` lies in the direction of reading."""
        return area if self._mirror is None else turned(area, self._mirror)

    def _formats(self, runs: Sequence[tuple[str, bool]], length: int) -> list[QTextLayout.FormatRange]:
        look = self._theme.look
        marked = QTextCharFormat()
        marked.setForeground(look.color("accent"))
        marked.setBackground(look.color("tint"))
        marked.setFontWeight(600)
        found: list[QTextLayout.FormatRange] = []
        start = 0
        for run, is_marked in runs:
            size = _utf16(run)
            if is_marked and start < length:
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = start, size, marked
                found.append(span)
            start += size
        return found


def _utf16(text: str) -> int:
    """Return the length in the units Qt counts in."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Choices(QListView):
    """The list. A text field in front of it may hand on its arrow keys with `step`."""

    chosen = Signal(object)
    """The value of the line the owner took."""

    def __init__(self, theme: Theme, name: str, *, two_lines: bool = False, most: int = 9, ground: str = "") -> None:
        """`ground` is the token of what lies behind it: the list then paints it, and the window behind need not."""
        super().__init__()
        self.setObjectName("choices")
        self._theme = theme
        self._ground = ground
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, bool(ground))
        self.setAccessibleName(name)
        self._most = most
        self._model = ChoiceModel(self)
        self._painter = ChoicePainter(theme, self, two_lines=two_lines)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(0)
        self.clicked.connect(self._take)
        self._spoken_by: QWidget | None = None
        self.selectionModel().currentChanged.connect(self._speak)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, where it is known, and the lines."""
        if self._ground:
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), self._theme.look.brush(self._ground))
            painter.end()
        super().paintEvent(event)

    def speak_through(self, field: QWidget) -> None:
        """Have the line the owner stands on told by the text field that keeps the focus."""
        self._spoken_by = field

    def _speak(self) -> None:
        choice = self.current()
        if self._spoken_by is not None:
            self._spoken_by.setAccessibleDescription(choice.sentence() if choice is not None else "")

    def offer(self, choices: Sequence[Any], word: Callable[[Any], Choice] | None = None) -> None:
        """Show these lines and stand on the first; see `ChoiceModel.offer`."""
        self._model.offer(choices, word)
        height = self._painter.height()
        self.setMinimumHeight(height if choices else 0)
        self.setMaximumHeight(height * min(len(choices), self._most))
        self.updateGeometry()
        if choices:
            self.setCurrentIndex(self._model.index(0))

    def sizeHint(self) -> QSize:
        """All lines, up to the most it shows at once; where there is less room, it scrolls."""
        return QSize(100, self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(0, self.minimumHeight())

    def current(self) -> Choice | None:
        """Return the line the owner stands on."""
        return self._model.at(self.currentIndex().row())

    def choices(self) -> list[Choice]:
        """Return the lines on offer."""
        found = (self._model.at(row) for row in range(self._model.rowCount()))
        return [choice for choice in found if choice is not None]

    def take(self) -> None:
        """Take the line the owner stands on."""
        choice = self.current()
        if choice is not None:
            self.chosen.emit(choice.value)

    def step(self, key: int) -> bool:
        """Go where an arrow or page key points; return whether it was one."""
        step = _MOVES.get(key)
        if step is None:
            return False
        last = self._model.rowCount() - 1
        here = self.currentIndex().row()
        wraps = abs(step) == 1 and not 0 <= here + step <= last
        row = (last if step < 0 else 0) if wraps else max(0, min(last, here + step))
        if last >= 0:
            self.setCurrentIndex(self._model.index(row))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take with Enter, move with arrows; leave the rest to whoever holds the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif not self.step(event.key()):
            event.ignore()

    def _take(self, index: QModelIndex) -> None:
        choice = self._model.at(index.row())
        if choice is not None:
            self.chosen.emit(choice.value)
