"""The left edge: the lanes with their counts, and how every channel is doing."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.account import Account, AccountId, ChannelStatus, Health, Progress
from desktop.domain.conversation import Counts, Lane
from desktop.domain.text import plain
from desktop.ui import words
from desktop.ui.icons import Icons
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.elided import Elided

WIDTH = 196
NARROW = 56
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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
}
_DOTS = {
    Health.FINE: "fine",
    Health.QUIET: "notice",
    Health.NEW: "edge",
    Health.TROUBLE: "notice",
    Health.NEEDS_OWNER: "hurry",
}


class _Line(QAbstractButton):
    """One line of the rail: painted, so that a dozen of them cost nothing at the start."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.icons = icons
        self.narrow = False
        self.right = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As high as the drawing has it; as wide as the rail."""
        return QSize(self.theme.look.px(NARROW if self.narrow else WIDTH), self.theme.look.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, focus, title and figure."""
        look = self.theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("tint" if self.isChecked() else "line"))
            painter.drawRoundedRect(area, look.px(6), look.px(6))
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), look.px(6), look.px(6))
        self.draw(painter, self.rect().adjusted(look.px(8), 0, -look.px(8), 0))

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the contents."""
        raise NotImplementedError

    def draw_words(self, painter: QPainter, area: QRect, ink: str, font: QFont, right_ink: str) -> None:
        """Draw the title at the left, cut where the figure at the right begins."""
        look = self.theme.look
        painter.setFont(look.figures(12, bold=self.isChecked()))
        painter.setPen(look.color(right_ink))
        painter.drawText(area, _RIGHT, self.right)
        taken = painter.fontMetrics().horizontalAdvance(self.right)
        painter.setFont(font)
        painter.setPen(look.color(ink))
        room = area.adjusted(0, 0, -taken - look.px(6) if taken else 0, 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, text)


class LaneLine(_Line):
    """A lane and how many conversations it holds."""

    def __init__(self, lane: Lane, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, parent)
        self.lane = lane
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(words.lane_title(lane))
        self.count(0, 0)

    def count(self, total: int, unread: int) -> None:
        """Show other figures."""
        self.right = words.number(total) if total else ""
        self.setAccessibleName(
            QCoreApplication.translate("Rail", "{lane}, {total} conversations, {unread} unread").format(
                lane=self.text(), total=total, unread=unread
            )
        )
        self.setToolTip(safe.tip(self.accessibleName()) if self.narrow else "")
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the title and the count, or the icon and the count when narrow."""
        look = self.theme.look
        ink = "accent" if self.isChecked() else "ink"
        if not self.narrow:
            right = "accent" if self.isChecked() else "quiet"
            self.draw_words(painter, area, ink, look.font(13, bold=self.isChecked()), right)
            return
        size = look.px(16)
        pixmap = self.icons.pixmap(_ICONS[self.lane], ink, size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF((self.width() - size) / 2, (self.height() - size) / 2), pixmap)


class ChannelLine(_Line):
    """A channel, its health as a dot, and when it was last heard from."""

    def __init__(self, account: Account, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, icons, parent)
        self.account = account.id
        self._dot = "edge"
        self._loud = False
        self.setText(plain(account.name, 60))

    def say(self, status: ChannelStatus, now: datetime) -> None:
        """Show how the channel is doing."""
        self._dot = _DOTS[status.health]
        self._loud = status.health is Health.NEEDS_OWNER
        self.right = _heard(status, now)
        told = [self.text(), _health_words(status.health), status.sentence]
        if status.heard_at is not None:
            heard = QCoreApplication.translate("Rail", "last heard {when}")
            told.append(heard.format(when=words.stamp(status.heard_at, now)))
        sentence = ". ".join(part.rstrip(".") for part in told if part)
        self.setAccessibleName(plain(sentence))
        safe.tooltip(self, sentence)
        self.update()

    def count(self, progress: Progress) -> None:
        """Show how far its first sync is instead."""
        share = min(99, progress.done * 100 // progress.total) if progress.total else 0
        self.right = f"{share} %"
        told = QCoreApplication.translate("Rail", "{name}: {done} of {total} messages, {rate} a second")
        sentence = told.format(
            name=self.text(),
            done=words.number(progress.done),
            total=words.number(progress.total),
            rate=words.number(round(progress.rate)),
        )
        self.setAccessibleName(plain(sentence))
        safe.tooltip(self, sentence)
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the dot, the name and the time."""
        look = self.theme.look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(self._dot))
        radius = look.px(7) / 2
        center = QPointF(self.width() / 2 if self.narrow else area.left() + radius, area.center().y() + 0.5)
        if self._loud:
            # A shape of its own, so that red is not the only sign.
            painter.drawRect(QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius))
        else:
            painter.drawEllipse(center, radius, radius)
        if not self.narrow:
            inner = area.adjusted(look.px(15), 0, 0, 0)
            self.draw_words(painter, inner, "ink", look.font(13), "hurry" if self._loud else "quiet")


class Rail(QFrame):
    """Lanes above, channels below. `lane_chosen` and `channel_chosen` are the owner's clicks."""

    lane_chosen = Signal(object)
    channel_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, shop: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._lanes: dict[Lane, LaneLine] = {}
        self._channels: dict[AccountId, ChannelLine] = {}
        self._narrow = False
        self._statuses: Sequence[ChannelStatus] = ()
        self._progress: dict[AccountId, Progress] = {}
        self.setObjectName("rail")
        self._shop = Elided(shop or QCoreApplication.translate("Rail", "Your shop"), look="shop")
        self._mood = Elided(look="meta")
        self._headings: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 16, 10, 12)
        self._column.setSpacing(0)
        self._column.addWidget(self._shop)
        self._column.addWidget(self._mood)
        self._column.addSpacing(10)
        self._add_lanes()
        self._column.addStretch(1)
        self._channels_at = self._column.count()
        self._column.insertWidget(self._channels_at, self._heading("channels"))
        self.setFixedWidth(theme.look.px(WIDTH))

    def choose(self, lane: Lane) -> None:
        """Mark a lane as the one shown; emits nothing."""
        self._lanes[lane].setChecked(True)

    def set_counts(self, counts: Counts) -> None:
        """Show other figures."""
        for lane, line in self._lanes.items():
            line.count(counts.total.get(lane, 0), counts.unread.get(lane, 0))

    def set_shop(self, name: str) -> None:
        """Show the shop's name."""
        self._shop.say(name)

    def set_statuses(self, statuses: Sequence[ChannelStatus], now: datetime) -> None:
        """Show every channel and how it is doing; also called when only time has passed."""
        self._statuses = statuses
        wanted = [status.account.id for status in statuses]
        for gone in [account for account in self._channels if account not in wanted]:
            self._channels.pop(gone).deleteLater()
        for status in statuses:
            line = self._channels.get(status.account.id) or self._add_channel(status.account)
            progress = self._progress.get(status.account.id)
            if progress is None:
                line.say(status, now)
            else:
                line.count(progress)
        self._headings[-1].setVisible(bool(statuses) and not self._narrow)
        self._mood.say(_mood(statuses))

    def set_progress(self, progress: Progress) -> None:
        """Show how far the first sync of a channel is; a finished one gives its place back."""
        if progress.total and progress.done < progress.total:
            self._progress[progress.account] = progress
            if progress.account in self._channels:
                self._channels[progress.account].count(progress)
        else:
            self._progress.pop(progress.account, None)

    def tick(self, now: datetime) -> None:
        """Have relative times say what is true now."""
        self.set_statuses(self._statuses, now)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a property setter of two states
        """Collapse to icons, or open again."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for label in (self._shop, self._mood, *self._headings):
            label.setVisible(not narrow)
        for line in (*self._lanes.values(), *self._channels.values()):
            line.narrow = narrow
            line.setToolTip(safe.tip(line.accessibleName()))
            line.updateGeometry()
        self._headings[-1].setVisible(bool(self._statuses) and not narrow)
        self.setFixedWidth(self._theme.look.px(NARROW if narrow else WIDTH))

    def _add_lanes(self) -> None:
        for section, lanes in words.LANES:
            if section:
                self._column.addWidget(self._heading(section))
            for lane in lanes:
                line = LaneLine(lane, self._theme, self._icons, self)
                line.clicked.connect(self._lane_clicked)
                self._lanes[lane] = line
                self._column.addWidget(line)

    def _heading(self, section: str) -> QLabel:
        heading = safe.label(words.section_title(section), look="section")
        self._headings.append(heading)
        return heading

    def _add_channel(self, account: Account) -> ChannelLine:
        line = ChannelLine(account, self._theme, self._icons, self)
        line.narrow = self._narrow
        line.clicked.connect(self._channel_clicked)
        self._channels[account.id] = line
        self._column.addWidget(line)
        return line

    def _lane_clicked(self) -> None:
        line = self.sender()
        if isinstance(line, LaneLine):
            self.lane_chosen.emit(line.lane)

    def _channel_clicked(self) -> None:
        line = self.sender()
        if isinstance(line, ChannelLine):
            self.channel_chosen.emit(line.account)


def _heard(status: ChannelStatus, now: datetime) -> str:
    if status.health is Health.NEEDS_OWNER:
        return QCoreApplication.translate("Rail", "needs you")
    if status.heard_at is None:
        return QCoreApplication.translate("Rail", "new")
    ago = words.ago(status.heard_at, now)
    if status.health is Health.QUIET:
        return QCoreApplication.translate("Rail", "silent {span}").format(span=ago)
    return ago


def _health_words(health: Health) -> str:
    return {
        Health.FINE: QCoreApplication.translate("Rail", "fine"),
        Health.QUIET: QCoreApplication.translate("Rail", "silent longer than usual"),
        Health.NEEDS_OWNER: QCoreApplication.translate("Rail", "needs you"),
        Health.TROUBLE: QCoreApplication.translate("Rail", "not reached, tries again"),
        Health.NEW: QCoreApplication.translate("Rail", "not heard from yet"),
    }[health]


def _mood(statuses: Sequence[ChannelStatus]) -> str:
    """Return one line on all channels: all well, offline, or how many are in order."""
    if not statuses:
        return QCoreApplication.translate("Rail", "No channel yet")
    bad = [s for s in statuses if s.health in (Health.NEEDS_OWNER, Health.TROUBLE)]
    if len(bad) == len(statuses) and all(s.health is Health.TROUBLE for s in bad):
        return QCoreApplication.translate("Rail", "Offline: you can go on working")
    if not bad:
        text = QCoreApplication.translate("Rail", "Listening on {all} channels", None, len(statuses))
        return text.format(all=len(statuses))
    text = QCoreApplication.translate("Rail", "All quiet on {fine} of {all} channels")
    return text.format(fine=len(statuses) - len(bad), all=len(statuses))
