"""Paints one conversation of the list: who, how long they wait, what they say, and why it stands here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate

from desktop.domain.row import InboxRow, Reason, Tone, chips, is_further
from desktop.domain.text import plain
from desktop.ui.delegates.label_chips import paint_labels
from desktop.ui.delegates.pens import CHIPS, Pens
from desktop.ui.icons import Icons
from desktop.ui.ink import LEFT, RIGHT, disc, fill, round_rect, turned
from desktop.ui.models.inbox_list import ROW
from desktop.ui.theme import Theme
from desktop.ui.widgets.avatar import Badge, paint_disc
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QBrush, QHelpEvent, QPixmap
    from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

    from desktop.domain.clock import Clock
    from desktop.ui.ink import Hand

HEIGHTS = {"comfortable": 80, "normal": 64, "compact": 32}
"""Pixels of a row at 100 %, by density."""

FOLDED = 50
"""Pixels of a compact row that has too little room for one line, and so has two."""
_ONE_LINE = 320
"""Pixels at 100 % below which who, what and when have no room beside each other."""
_AT_LENGTH = {"comfortable": 240, "normal": 240, "compact": 520}
"""Pixels at 100 % from which on the line with the time says it at length: in less, the name has more need of them."""

_INKS = {Tone.HURRY: "hurry", Tone.NOTICE: "notice", Tone.FACT: "quiet"}


_DOTS = 3
"""Labels that a row without chips has dots for."""
_PICTURES = 40
"""Rows at least of which a picture is kept; five megabytes at 100 %."""
_PAGES = 3
"""Pages of which every row's picture is kept: the one in sight, the next, and the one that was there before."""


_LANES_END = 99
"""Rows of a search have places beyond those of every lane; they show what was looked for."""


class InboxRowDelegate(QStyledItemDelegate):
    """Reads nothing but the InboxRow under ROW. About half a millisecond a row, a tenth of that when it was rehearsed."""

    def __init__(
        self, theme: Theme, icons: Icons, clock: "Clock", view: "QAbstractItemView", *, density: str = "comfortable"
    ) -> None:
        super().__init__(view)
        self._view = view
        self.hovered = -1
        self.keeps = False
        """Whether what is painted is kept as a picture; the first rows are painted without."""
        self._theme = theme
        self._clock = clock
        self._badge = Badge(icons)
        self._density = density if density in HEIGHTS else "comfortable"
        self.width = 0
        """Pixels a row has, as far as that is known: compact rows have two lines where one has too little room."""
        self._pens = Pens(theme.look)
        self._mirror: QRect | None = None
        """The row being painted, where it is read from the right: everything is placed as in a mirror."""
        self._pictures: dict[int, tuple[tuple[object, ...], QPixmap]] = {}

    def set_density(self, density: str) -> None:
        """Draw rows of another height from now on; an unknown one changes nothing."""
        if density in HEIGHTS:
            self._density = density
            self._pictures.clear()

    @property
    def height(self) -> int:
        """Pixels of every row."""
        return self._theme.look.px(FOLDED if self._is_folded else HEIGHTS[self._density])

    @property
    def _is_folded(self) -> bool:
        return self._density == "compact" and 0 < self.width < self._theme.look.px(_ONE_LINE)

    def sizeHint(self, option: "QStyleOptionViewItem", _index: "QModelIndex | QPersistentModelIndex") -> QSize:
        """Every row is as high as the others."""
        return QSize(option.rect.width(), self.height)

    def helpEvent(
        self,
        event: "QHelpEvent",
        view: "QAbstractItemView",
        option: "QStyleOptionViewItem",
        index: "QModelIndex | QPersistentModelIndex",
    ) -> bool:
        """Tell the exact time to whoever holds the mouse on the relative one."""
        row = index.data(ROW)
        if row is None:
            return False
        area, text = QRect(option.rect), words.urgency(row, self._clock.now())[0]
        area.setLeft(area.right() - self._pens.meta_bold.width(text) - 2 * self._pens.look.px(15))
        if view.isRightToLeft():
            area = turned(area, option.rect)
        return area.contains(event.pos()) and super().helpEvent(event, view, option, index)

    def paint(
        self, painter: QPainter, option: "QStyleOptionViewItem", index: "QModelIndex | QPersistentModelIndex"
    ) -> None:
        """Draw the row."""
        if self._pens.look is not self._theme.look:
            self._pens = Pens(self._theme.look)
        row = index.data(ROW)
        area: QRect = option.rect
        at = index.row()
        chosen = self._view.selectionModel().isRowSelected(at)
        current = at == self._view.currentIndex().row()
        plainly = not chosen and not current and at != self.hovered
        picture = self._plain(row, area) if plainly and isinstance(row, InboxRow) else None
        if picture is not None:
            painter.drawPixmap(area.topLeft(), picture)
            return
        painter.save()
        self._draw(painter, area, row, "selection" if chosen else "hover" if at == self.hovered else "pane")
        if chosen or current:
            look = self._pens.look
            edge = QRect(area.left(), area.top(), look.px(3), area.height())
            fill(
                painter,
                turned(edge, area) if self._view.isRightToLeft() else edge,
                look.brush("accent" if current and self._has_focus() else "edge"),
            )
        painter.restore()

    def _has_focus(self) -> bool:
        """True while the keys go to the list, also when another window is in front."""
        return self._view.window().focusWidget() in (None, self._view)

    def rehearse(self, row: InboxRow, width: int) -> None:
        """Paint a row where nobody sees it yet, as it will look on plain ground: showing it then costs next to nothing."""
        area = QRect(0, 0, width, self.height)
        if self._picture(row, area) is None:
            self._paint_picture(row, area)

    def _plain(self, row: InboxRow, area: QRect) -> "QPixmap | None":
        """Return the picture of a row in sight: while news come in, the same rows are painted again and again."""
        found = self._picture(row, area)
        if found is None and self.keeps:
            return self._paint_picture(row, QRect(QPoint(0, 0), area.size()))
        return found

    def _paint_picture(self, row: InboxRow, area: QRect) -> "QPixmap":
        from PySide6.QtGui import QPixmap

        ratio = self._view.devicePixelRatioF()
        picture = QPixmap(area.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        self._draw(painter, area, row, "pane")
        painter.end()
        most = max(_PICTURES, _PAGES * (self._view.height() // self.height + 1))
        while len(self._pictures) >= most:
            self._pictures.pop(next(iter(self._pictures)))
        self._pictures[row.id] = (self._state(row, area), picture)
        return picture

    def _picture(self, row: InboxRow, area: QRect) -> "QPixmap | None":
        """Return the picture of a row, None when there is none or it would not look like that any more."""
        found = self._pictures.pop(row.id, None)
        if found is None or found[0] != self._state(row, area):
            return None
        # Those shown last go last.
        self._pictures[row.id] = found
        return found[1]

    def _state(self, row: InboxRow, area: QRect) -> tuple[object, ...]:
        """Return everything a picture depends on."""
        when = words.urgency(row, self._clock.now())
        return row, when, area.width(), area.height(), self._view.devicePixelRatioF(), self._pens.look

    def _draw(self, painter: QPainter, area: QRect, row: object, token: str) -> None:
        """Draw a row on a ground of this token, and the line below it; what is from further down has one above it too."""
        look = self._pens.look
        ground = look.brush(token)
        below = QRect(area.left(), area.bottom(), area.width(), 1)
        apart = isinstance(row, InboxRow) and is_further(row)
        fill(painter, area, ground)
        fill(painter, below, look.brush("edge" if apart else "line"))
        if not isinstance(row, InboxRow):
            return
        if apart:
            fill(painter, below.translated(0, area.top() - area.bottom()), look.brush("edge"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._mirror = area if self._view.isRightToLeft() else None
        if row.burst is not None:
            from desktop.ui.delegates.storm_row import paint_storm

            now, compact = self._clock.now(), self._density == "compact"
            paint_storm(painter, area, row, self._pens, self._mirror, now, compact=compact)
        elif self._is_folded:
            self._two_lines(painter, area, row)
        elif self._density == "compact":
            self._one_line(painter, area, row)
        else:
            self._three_lines(painter, area, row, ground)

    def _three_lines(self, painter: QPainter, area: QRect, row: InboxRow, ground: "QBrush") -> None:
        px = self._pens.look.px
        side = px(36)
        below, chips = (px(19), px(22)) if self._density == "comfortable" else (px(17), px(18))
        top = area.top() + (area.height() - px(15) - below - chips) // 2
        disc = QRectF(self._at(QRect(area.left() + px(16), top + px(1), side, side)))
        paint_disc(painter, disc, row.who or row.handle, self._pens.look)
        ratio = self._view.devicePixelRatioF()
        self._badge.paint(
            painter, disc, row.channel, row.kind, self._pens.look, ground, ratio, mirrored=self._mirror is not None
        )
        left, right = area.left() + px(63), area.right() - px(15)
        line = QRect(left, top, right - left, px(18))
        self._who(painter, line, row)
        line.translate(0, below)
        self._says(painter, line, row)
        line.translate(0, chips)
        free = line.right() - self._draft(painter, line, row)
        used = self._chips(painter, QPoint(left, line.top()), free, row.reasons)
        self._labels(painter, QRect(used, line.top(), free - used, line.height()), row)

    def _two_lines(self, painter: QPainter, area: QRect, row: InboxRow) -> None:
        px = self._pens.look.px
        left, top = area.left() + px(16), area.top() + (area.height() - px(38)) // 2
        line = QRect(left, top, area.right() - px(15) - left, px(18))
        self._who(painter, line, row)
        line.translate(0, px(19))
        line.setWidth(line.width() - self._draft(painter, line, row))
        self._says(painter, line, row)

    def _one_line(self, painter: QPainter, area: QRect, row: InboxRow) -> None:
        px = self._pens.look.px
        left, right = area.left() + px(16), area.right() - px(15)
        who = QRect(left, area.top(), min(px(150), (right - left) // 3), area.height() - 1)
        when = self._when(painter, QRect(left, area.top(), right - left, area.height() - 1), row)
        self._name(painter, who, row)
        says = QRect(who.right() + px(10), area.top(), right - when - px(10) - who.right() - px(10), area.height() - 1)
        says.setWidth(says.width() - self._draft(painter, says, row))
        self._says(painter, says, row)

    def _at(self, area: QRect) -> QRect:
        """Return where `area` lies in the direction of reading."""
        return area if self._mirror is None else turned(area, self._mirror)

    def _write(self, painter: QPainter, hand: "Hand", area: QRect, text: str, ink: str, align: int = LEFT) -> None:
        """Write at the beginning of `area`, or at its end with RIGHT, in the direction of reading."""
        if self._mirror is not None:
            align = LEFT if align == RIGHT else RIGHT
        hand.write(painter, self._at(area), text, ink, align)

    def _who(self, painter: QPainter, line: QRect, row: InboxRow) -> None:
        taken = self._when(painter, line, row)
        self._name(painter, line.adjusted(0, 0, -taken - self._pens.look.px(10), 0), row)

    def _name(self, painter: QPainter, line: QRect, row: InboxRow) -> None:
        pens = self._pens
        hand = pens.bold if row.unread else pens.body
        mark = ("★ " if row.starred else "") + (plain(row.who, 200) or plain(row.handle, 200) or words.unnamed(row))
        # Where a row has no chips, dots stand for its labels.
        labels = row.labels[:_DOTS] if self._density == "compact" else ()
        step = pens.look.px(12)
        text = hand.fit(mark, line.width() - step * len(labels))
        self._write(painter, hand, line, text, "ink")
        side, left = pens.look.px(7), line.left() + hand.width(text) + step // 2
        for label in labels:
            spot = QRect(left, line.center().y() - side // 2, side, side)
            disc(painter, QRectF(self._at(spot)), pens.look.brush(f"label_{label.colour}"))
            left += step

    def _when(self, painter: QPainter, line: QRect, row: InboxRow) -> int:
        """Draw the time at the right end; return its width."""
        pens = self._pens
        text, tone = words.urgency(row, self._clock.now(), brief=self._is_brief(line.width()))
        hand = pens.meta if tone is Tone.FACT else pens.meta_bold
        self._write(painter, hand, line, text, _INKS[tone], RIGHT)
        return hand.width(text)

    def _is_brief(self, width: int) -> bool:
        return width < self._pens.look.px(_AT_LENGTH[self._density])

    def _says(self, painter: QPainter, line: QRect, row: InboxRow) -> None:
        pens = self._pens
        ink = "ink" if row.unread else "quiet"
        if row.place[0] > _LANES_END:
            from desktop.ui.delegates.hit_marks import paint_marks

            shown = paint_marks(painter, pens.body, pens.look, line, row.snippet, self._mirror)
            self._write(painter, pens.body, line, shown, ink)
            return
        said = words.said(row)
        if row.rating is not None:
            said = f"{words.stars(row.rating)} {said}"
        self._write(painter, pens.body, line, pens.body.fit(said, line.width()), ink)

    def _draft(self, painter: QPainter, line: QRect, row: InboxRow) -> int:
        """Mark a draft at the right end of a line, where nothing makes way for it but what is cut there anyway.

        Returns how much of the line it takes.
        """
        if not row.has_draft:
            return 0
        pens = self._pens
        px = pens.look.px
        mark, height = words.draft_mark(), px(18)
        width = pens.chip.width(mark) + px(12)
        top = line.top() + (line.height() - height) // 2
        spot = QRect(line.right() - width + 1, top, width, height)
        round_rect(painter, QRectF(self._at(spot)), px(4), pens.look.brush("tint"))
        self._write(painter, pens.chip, spot.translated(px(6), 0), mark, "accent")
        return width + px(8)

    def _labels(self, painter: QPainter, room: QRect, row: InboxRow) -> None:
        """Draw the labels where the reasons have left room."""
        if row.labels:
            paint_labels(painter, self._pens.chip, self._pens.look, room, row.labels, self._mirror)

    def _chips(self, painter: QPainter, at: QPoint, right: int, reasons: tuple[Reason, ...]) -> int:
        """Draw the reasons; return where they end."""
        pens = self._pens
        px = pens.look.px
        left, height = at.x(), px(18)
        for n, reason in enumerate(chips(reasons)):
            # The strongest is there in any case, cut where there is too little room for all of it.
            most = px(190) if n else min(px(190), right - left - px(12))
            text = pens.chip.fit(plain(retell(reason.words), 60), most)
            width = pens.chip.width(text) + px(12)
            if left + width > right:
                break
            ink, ground = CHIPS[reason.tone]
            round_rect(painter, QRectF(self._at(QRect(left, at.y(), width, height))), px(4), pens.look.brush(ground))
            self._write(painter, pens.chip, QRect(left + px(6), at.y(), width, height), text, ink)
            left += width + px(5)
        return left
