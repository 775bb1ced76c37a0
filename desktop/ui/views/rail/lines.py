"""The lines of the rail: a lane with its count, a channel with its health."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.domain.account import Health
from desktop.domain.row import Lane
from desktop.domain.text import plain
from desktop.ui.icons import Icons
from desktop.ui.ink import LEFT, RIGHT, Hand, disc, fill, round_rect, turned
from desktop.ui.theme import Theme
from desktop.ui.widgets.tip import tip
from desktop.ui.wording import words
from desktop.ui.wording.language import retell

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent

    from desktop.domain.account import Account, ChannelStatus, Silence
    from desktop.domain.progress import Progress
    from desktop.domain.row import Label

_ICONS = {
    Lane.NEEDS_YOU: "circle-alert",
    Lane.WORTH_A_LOOK: "eye",
    Lane.THE_REST: "layers",
    Lane.WAITING: "hourglass",
    Lane.SNOOZED: "moon",
    Lane.STARRED: "star",
    Lane.DONE: "check",
    Lane.DRAFTS: "pencil-line",
    Lane.OUTBOX: "send",
    Lane.MUTED: "volume-x",
    Lane.NOT_OURS: "ban",
    Lane.TRASH: "trash-2",
}
_DOTS = {
    Health.FINE: "fine",
    Health.QUIET: "notice",
    Health.NEW: "edge",
    Health.TROUBLE: "notice",
    Health.NEEDS_OWNER: "hurry",
}


ICON = 16
"""The side of a lane's icon in a narrow rail, where there is room."""
_ENTER = (0x01000004, 0x01000005)
"""Qt.Key_Return and Qt.Key_Enter, without loading Qt's namespace."""


class RailLine(QAbstractButton):
    """One line of the rail, painted."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.icons = icons
        self.narrow = False
        self.right = ""
        self.rough = ""
        """A shorter figure in place of `right`, where that leaves too little room for the title; the tooltip has it all."""
        self._pointed = False
        self._cut = False

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone, or everything."""
        self.narrow = narrow
        self.tell()

    @property
    def is_cut(self) -> bool:
        """True when there is too little room for its title; the tooltip has all of it."""
        return self._cut

    def tell(self, sentence: str = "") -> None:
        """Renew the tooltip: narrow lines show in it what they leave out."""
        self.setToolTip(tip(sentence or (self.accessibleName() if self.narrow or self._cut else "")))

    def sizeHint(self) -> QSize:
        """As high as the drawing has it."""
        return QSize(self.theme.look.px(36), self.theme.look.px(32))

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Choose with Enter as well as with Space."""
        if event.key() in _ENTER:
            event.accept()
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: "QEnterEvent") -> None:
        """Light up."""
        self._pointed = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: "QEvent") -> None:
        """Go dim."""
        self._pointed = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: "QPaintEvent") -> None:
        """Draw ground, focus, title and figure."""
        look = self.theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.isChecked() or self._pointed:
            round_rect(painter, area, look.px(6), look.brush("tint" if self.isChecked() else "line"))
        if self.hasFocus():
            from PySide6.QtGui import QPen

            path = QPainterPath()
            path.addRoundedRect(area.adjusted(1, 1, -1, -1), look.px(6), look.px(6))
            painter.strokePath(path, QPen(look.color("accent"), 2))
        self.draw(painter, self.rect().adjusted(look.px(8), 0, -look.px(8), 0))

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the contents."""
        raise NotImplementedError

    def draw_words(self, painter: QPainter, area: QRect, ink: str, hand: Hand, right_ink: str) -> None:
        """Draw the title at the beginning, cut where the figure at the end begins."""
        look = self.theme.look
        figures = look.hand(12, bold=self.isChecked(), figures=True)
        mirrored = self.isRightToLeft()
        place = turned(area, self.rect()) if mirrored else area
        right, gap = self.right, look.px(6)
        if self.rough and hand.width(self.text()) + gap + figures.width(right) > area.width():
            right = self.rough
        figures.write(painter, place, right, right_ink, LEFT if mirrored else RIGHT)
        taken = figures.width(right)
        room = area.adjusted(0, 0, -taken - gap if taken else 0, 0)
        place = turned(room, self.rect()) if mirrored else room
        shown = hand.fit(self.text(), room.width())
        hand.write(painter, place, shown, ink, RIGHT if mirrored else LEFT)
        if self._cut != (shown != self.text() or right != self.right):
            self._cut = not self._cut
            self.tell()


class LaneLine(RailLine):
    """A lane and how many conversations it holds."""

    def __init__(self, lane: Lane, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, parent)
        self.lane = lane
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(words.lane_title(lane))

    def count(self, total: int, unread: int) -> None:
        """Show other figures."""
        self.right = words.number(total) if total else ""
        self.rough = words.rough(total)
        told = self.tr("{lane}, {n} conversations, {unread} unread", "", total)
        self.setAccessibleName(words.many(told, total, lane=self.text(), unread=words.number(unread)))
        if self.narrow:
            self.tell()
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the title and the count, or the icon when narrow."""
        look = self.theme.look
        ink = "accent" if self.isChecked() else "ink"
        if not self.narrow:
            right = "accent" if self.isChecked() else "quiet"
            self.draw_words(painter, area, ink, look.hand(13, bold=self.isChecked()), right)
            return
        size = min(look.px(ICON), self.height() - 2)
        pixmap = self.icons.pixmap(_ICONS[self.lane], ink, size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF((self.width() - size) / 2, (self.height() - size) / 2), pixmap)


class LabelLine(RailLine):
    """A label and on how many conversations it is; a click finds them."""

    def __init__(self, label: "Label", total: int, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, parent)
        self.label = label
        # An ampersand in a name is no mnemonic: what is drawn is the text as it is.
        self.setText(plain(label.name, 60))
        self.count(total)

    def count(self, total: int) -> None:
        """Show another figure."""
        self.right = words.number(total)
        told = self.tr("Label {name}, {n} conversations", "", total)
        self.setAccessibleName(words.many(told, total, name=self.text()))
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the dot in the label's colour, its name and the figure."""
        look = self.theme.look
        side = look.px(7)
        left = self.width() - area.left() - side if self.isRightToLeft() else area.left()
        round_rect(painter, QRectF(left, (self.height() - side) / 2, side, side), look.px(2), look.brush(self._ink()))
        self.draw_words(painter, area.adjusted(look.px(15), 0, 0, 0), "ink", look.hand(13), "quiet")

    def _ink(self) -> str:
        token = f"label_{self.label.colour}"
        return token if token in self.theme.look.tokens else "edge"


class ChannelLine(RailLine):
    """A channel, its health as a dot, and when it was last heard from."""

    def __init__(self, account: "Account", theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, parent)
        self.account = account.id
        self._dot = "edge"
        self._loud = False
        self._name = plain(account.name, 60)
        # An ampersand in a name is no mnemonic.
        self.setText(self._name)

    def say(self, status: "ChannelStatus", now: "datetime", silence: "Silence | None" = None) -> None:
        """Show how the channel is doing; one that answers may be quieter than it ever was all the same."""
        silent = status.health is Health.FINE and silence is not None
        self._dot = "notice" if silent else _DOTS[status.health]
        self._loud = status.health is Health.NEEDS_OWNER
        self.right = heard(status, now)
        told = [health_words(status.health), retell(status.sentence)]
        if silence is not None:
            from desktop.ui.wording.storms import silence_words

            if silent:
                self.right = _silent(silence.since, now)
                told[0] = health_words(Health.QUIET)
            told.insert(1, silence_words(silence, now, broken=status.health is not Health.FINE))
        if status.heard_at is not None:
            last = QCoreApplication.translate("Rail", "Last heard {when}")
            told.append(last.format(when=words.stamp(status.heard_at, now)))
        self._told(f"{self._name}: {'. '.join(part.rstrip('.') for part in told if part)}")

    def count(self, progress: "Progress") -> None:
        """Show how far its first sync is instead."""
        share = min(99, progress.done * 100 // progress.total) if progress.total else 0
        self.right = f"{share} %"
        told = QCoreApplication.translate("Rail", "{name}: {done} of {total} messages, {rate} a second")
        self._told(
            told.format(
                name=self._name,
                done=words.number(progress.done),
                total=words.number(progress.total),
                rate=words.number(round(progress.rate)),
            )
        )

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the dot, the name and the time."""
        look = self.theme.look
        side = look.px(7)
        left = (self.width() - side) / 2 if self.narrow else area.left()
        if self.isRightToLeft():
            left = self.width() - left - side
        spot = QRectF(left, (self.height() - side) / 2, side, side)
        if self._loud:
            # A shape of its own, so that red is not the only sign.
            fill(painter, spot, look.brush(self._dot))
        else:
            disc(painter, spot, look.brush(self._dot))
        if not self.narrow:
            inner = area.adjusted(look.px(15), 0, 0, 0)
            self.draw_words(painter, inner, "ink", look.hand(13), "hurry" if self._loud else "quiet")

    def _told(self, sentence: str) -> None:
        fit = plain(sentence)
        if fit != self.accessibleName():
            self.setAccessibleName(fit)
            self.tell(fit)
        self.update()


def heard(status: "ChannelStatus", now: "datetime") -> str:
    """Return in a word or two when a channel was last heard from."""
    if status.health is Health.NEEDS_OWNER:
        return QCoreApplication.translate("Rail", "needs you")
    if status.heard_at is None:
        return QCoreApplication.translate("Rail", "new")
    return _silent(status.heard_at, now) if status.health is Health.QUIET else words.ago(status.heard_at, now)


def _silent(since: "datetime", now: "datetime") -> str:
    return QCoreApplication.translate("Rail", "silent {span}").format(span=words.ago(since, now))


def health_words(health: Health) -> str:
    """Return what the dot beside a channel says."""
    return {
        Health.FINE: QCoreApplication.translate("Rail", "fine"),
        Health.QUIET: QCoreApplication.translate("Rail", "silent longer than usual"),
        Health.NEEDS_OWNER: QCoreApplication.translate("Rail", "needs you"),
        Health.TROUBLE: QCoreApplication.translate("Rail", "not heard, tries again"),
        Health.NEW: QCoreApplication.translate("Rail", "not heard from yet"),
    }[health]
