"""The left edge: the lanes with their counts, and how every channel is doing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.domain.account import AccountId, Health, is_offline
from desktop.domain.row import Counts, Found, Lane
from desktop.domain.text import plain
from desktop.ui.icons import Icons
from desktop.ui.ink import LEFT, RIGHT, fill, turned
from desktop.ui.theme import Theme
from desktop.ui.views.rail.lines import ICON, ChannelLine, LabelLine, LaneLine, RailLine
from desktop.ui.wording import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from desktop.domain.account import Account, ChannelStatus, Silence
    from desktop.domain.progress import Progress
    from desktop.domain.row import Label
    from desktop.ui.views.rail.saved import SavedLine

WIDTH = 196
NARROW = 56
_ESCAPE = 0x01000000
"""Qt.Key_Escape, without loading Qt's namespace."""
_LINE = 32
_LEAST_LINE = 18
_LEAST_ICON = 11
_LABEL_LINE = 24
"""Lines must stay at least so high where labels are shown."""
_MOST_LABELS = 100
"""No screen has room for more."""
_HEADING = 34
_TOP, _BOTTOM, _SIDE = 62, 12, 10
_BESIDE_TWO = 4
"""What is left at each side where icons stand two and two."""


class Rail(QWidget):
    """Lanes above, channels below. `lane_chosen` and `channel_chosen` are the owner's clicks.

    Headings are painted and lines are placed by hand: it is there before the first row, and costs next to nothing.
    """

    lane_chosen = Signal(object)
    channel_chosen = Signal(object)
    left = Signal()
    """Esc was pressed in it."""
    label_chosen = Signal(str)
    """The name of the label that was clicked."""
    saved_chosen = Signal(str)
    """The name of the saved search that was clicked."""
    saved_asked = Signal(str, QPoint)
    """What can be done with a saved search is wished at a place of the screen."""
    label_asked = Signal(object, QPoint)
    """What can be done with a label is wished at a place of the screen."""
    channel_asked = Signal(object, QPoint)
    """What can be done with a channel is wished at a place of the screen."""

    def __init__(self, theme: Theme, icons: Icons, shop: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._lanes: dict[Lane, LaneLine] = {}
        self._channels: dict[AccountId, ChannelLine] = {}
        self._narrow = False
        self._statuses: Sequence[ChannelStatus] = ()
        self._progress: dict[AccountId, Progress] = {}
        self._silences: Mapping[AccountId, Silence] = {}
        self._labels: list[LabelLine] = []
        self._uses: dict[int, int] = {}
        self._saved: list[SavedLine] = []
        self._chosen: Lane | Found | None = None
        self._counts: Counts | None = None
        self._headings: list[tuple[str, QRect]] = []
        self._shop = ""
        self._mood = ""
        self._corner: QWidget | None = None
        self.setObjectName("rail")
        for _, lanes in words.LANES:
            for lane in lanes:
                self._add_lane(lane)
        self.set_shop(shop)
        self.setFixedWidth(theme.look.px(WIDTH))

    # What it shows

    def choose(self, lane: "Lane | Found") -> None:
        """Mark a lane as the one shown; emits nothing. What was put aside has a line only while it is shown."""
        self._chosen = lane
        for kept in self._saved:
            kept.setChecked(kept.found == lane)
        passing: list[Lane] = [one for one in self._lanes if one in words.ASIDE and one is not lane]
        for one in passing:
            self._lanes.pop(one).deleteLater()
        if isinstance(lane, Lane) and lane not in self._lanes:
            line = self._add_lane(lane)
            line.set_narrow(narrow=self._narrow)
            passing.append(lane)
            if self._counts is not None:
                self.set_counts(self._counts)
        for one, line in self._lanes.items():
            line.setAutoExclusive(False)
            line.setChecked(one is lane)
            line.setAutoExclusive(True)
        if passing:
            self._lay()
            for line in self._lanes.values():
                line.show()

    def set_counts(self, counts: Counts) -> None:
        """Show other figures."""
        self._counts = counts
        for lane, line in self._lanes.items():
            line.count(counts.total.get(lane, 0), counts.unread.get(lane, 0))

    def set_shop(self, name: str) -> None:
        """Show the shop's name."""
        self._shop = plain(name, 80) or QCoreApplication.translate("Rail", "Your shop")
        self._named()

    def set_statuses(self, statuses: "Sequence[ChannelStatus]", now: "datetime") -> None:
        """Show every channel and how it is doing; also called when only time has passed."""
        self._statuses = statuses
        wanted = {status.account.id for status in statuses}
        before = set(self._channels)
        for gone in before - wanted:
            self._channels.pop(gone).deleteLater()
        for status in statuses:
            line = self._channels.get(status.account.id) or self._add_channel(status.account)
            progress = self._progress.get(status.account.id)
            if progress is None:
                line.say(status, now, self._silences.get(status.account.id))
            else:
                line.count(progress)
        if before != wanted:
            self._lay()
            for line in self._channels.values():
                line.show()
        mood = _mood(statuses)
        if mood != self._mood:
            self._mood = mood
            self._named()

    @property
    def statuses(self) -> "Sequence[ChannelStatus]":
        """How every channel is doing, as shown."""
        return self._statuses

    def set_silences(self, silences: "Mapping[AccountId, Silence]", now: "datetime") -> None:
        """Show which channels are quieter than they ever were."""
        if silences != self._silences:
            self._silences = silences
            self.tick(now)

    def set_labels(self, used: "Sequence[tuple[Label, int]]") -> None:
        """Show the labels that are on any conversation, each with on how many, as far as there may be room."""
        self._uses = {label.id: total for label, total in used}
        used = used[:_MOST_LABELS]
        if [label for label, _ in used] == [line.label for line in self._labels]:
            for line, (_, total) in zip(self._labels, used, strict=True):
                line.count(total)
            return
        for line in self._labels:
            line.hide()
            line.deleteLater()
        self._labels = [LabelLine(label, total, self._theme, self._icons, self) for label, total in used]
        for line in self._labels:
            line.clicked.connect(self._label_clicked)
        self._lay()

    def label_uses(self) -> "dict[int, int]":
        """Return on how many conversations each label is, by its id, as far as that was counted."""
        return dict(self._uses)

    def saved(self) -> "list[Found]":
        """Return the saved searches on show."""
        return [line.found for line in self._saved]

    def set_saved(self, kept: "Sequence[tuple[Found, str]]") -> None:
        """Show the searches that are kept, each with its figure."""
        if [found for found, _ in kept] == self.saved():
            for line, (_, figure) in zip(self._saved, kept, strict=True):
                line.count(figure)
            return
        from desktop.ui.views.rail.saved import SavedLine

        for line in self._saved:
            line.hide()
            line.deleteLater()
        self._saved = [SavedLine(found, figure, self._theme, self._icons, self) for found, figure in kept]
        for line in self._saved:
            line.set_narrow(narrow=self._narrow)
            line.clicked.connect(self._saved_clicked)
            line.setChecked(line.found == self._chosen)
        self._lay()

    def set_progress(self, progress: "Progress") -> None:
        """Show how far the first sync of a channel is; a finished one gives its place back."""
        if progress.total and progress.done < progress.total:
            self._progress[progress.account] = progress
            if progress.account in self._channels:
                self._channels[progress.account].count(progress)
        else:
            self._progress.pop(progress.account, None)

    def tick(self, now: "datetime") -> None:
        """Have relative times say what is true now."""
        self.set_statuses(self._statuses, now)

    def set_narrow(self, *, narrow: bool) -> None:
        """Collapse to icons, or open again."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for line in self._lines():
            line.set_narrow(narrow=narrow)
        self.setFixedWidth(self._theme.look.px(NARROW if narrow else WIDTH))
        self._lay()

    def set_corner(self, widget: QWidget) -> None:
        """Give the end of the head to a widget of a size of its own."""
        self._corner = widget
        widget.setParent(self)
        # Placed before it is shown: what appears under the mouse counts as pointed at.
        self._lay()
        widget.show()

    @property
    def mood(self) -> str:
        """The line under the shop's name."""
        return self._mood

    @property
    def mood_width(self) -> int:
        """The room for that line, in pixels."""
        return self.width() - self._theme.look.px(26)

    # How it is laid out

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Leave with Esc."""
        if event.key() == _ESCAPE:
            event.accept()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, _event: "QResizeEvent") -> None:
        """Place the lines."""
        self._lay()

    def paintEvent(self, _event: "QPaintEvent") -> None:
        """Draw the ground, the shop's name and the headings."""
        look = self._theme.look
        painter = QPainter(self)
        fill(painter, self.rect(), look.brush("rail"))
        mirrored = self.isRightToLeft()
        fill(painter, QRect(0 if mirrored else self.width() - 1, 0, 1, self.height()), look.brush("line"))
        if self._narrow:
            return
        left, width = look.px(18), self.mood_width
        beside = width if self._corner is None else width - self._corner.width()
        for text, hand, ink, area in (
            (self._shop, look.hand(15, bold=True), "ink", QRect(left, look.px(15), beside, look.px(22))),
            (self._mood, look.hand(12), "quiet", QRect(left, look.px(36), width, look.px(16))),
            *((words_, look.hand(11), "faint", area) for words_, area in self._headings),
        ):
            place = turned(area, self.rect()) if mirrored else area
            hand.write(painter, place, hand.fit(text, area.width()), ink, RIGHT if mirrored else LEFT)

    def _lay(self) -> None:
        """Place lanes from the top and channels from the bottom, closer together where there is little room."""
        look = self._theme.look
        heading = look.px(_HEADING if not self._narrow else 8)
        top = look.px(_TOP) if not self._narrow else self._head_room()
        count = len(self._lanes) + len(self._channels)
        free = self.height() - top - look.px(_BOTTOM) - 3 * heading
        saved = self._room_for(self._saved, free - heading, count)
        if saved:
            count, free = count + saved, free - heading
        # In a narrow rail a label would be a dot like those that say how a channel is doing.
        labels = 0 if self._narrow else self._room_for(self._labels, free - heading, count)
        if labels:
            count, free = count + labels, free - heading
        above = [*self._lane_sections(), ("saved", self._saved[:saved]), ("labels", self._labels[:labels])]
        channels = list(self._channels.values())
        # Icons stand two and two where one below the other they would be too small to tell apart.
        columns = 2 if self._narrow and free // max(1, count) < look.px(ICON) + 2 else 1
        rows = sum(-(-len(lines) // columns) for _, lines in (*above, ("", channels)))
        height = max(look.px(_LEAST_ICON if self._narrow else _LEAST_LINE), min(look.px(_LINE), free // max(1, rows)))
        self._headings = []
        for section, lines in above:
            if section and lines:
                top = self._head(section, top, heading)
            top = self._put(lines, top, height, columns)
        for lines, room in ((self._saved, saved), (self._labels, labels)):
            for n, line in enumerate(lines):
                line.setVisible(n < room)
        top = max(top, self.height() - look.px(_BOTTOM) - height * -(-len(channels) // columns) - heading)
        if channels:
            top = self._head("channels", top, heading)
        self._put(channels, top, height, columns)
        self._place_corner()
        self.update()

    def _lane_sections(self) -> "list[tuple[str, Sequence[RailLine]]]":
        aside = [lane for lane in self._lanes if lane in words.ASIDE]
        return [
            (section, [self._lanes[lane] for lane in (*lanes, *(aside if section == "later" else ()))])
            for section, lanes in words.LANES
        ]

    def _room_for(self, lines: "Sequence[RailLine]", free: int, others: int) -> int:
        """Return for how many there is room; they never make the lanes and channels hard to hit."""
        fit = free // self._theme.look.px(_LABEL_LINE) - others
        return max(0, min(len(lines), fit))

    def _head_room(self) -> int:
        """Return where the lanes begin in a narrow rail: below what stands in the corner."""
        return self._theme.look.px(12) + (0 if self._corner is None else self._corner.height())

    def _place_corner(self) -> None:
        if self._corner is None:
            return
        look, side = self._theme.look, self._corner.width()
        left = (self.width() - side) // 2 if self._narrow else self.width() - side - look.px(4)
        area = QRect(left, look.px(8), side, self._corner.height())
        self._corner.setGeometry(turned(area, self.rect()) if self.isRightToLeft() else area)

    def _head(self, section: str, top: int, height: int) -> int:
        look = self._theme.look
        text = look.px(16)
        area = QRect(look.px(18), top + height - text - look.px(3), self.width() - look.px(26), text)
        self._headings.append((words.section_title(section), area))
        return top + height

    def _put(self, lines: "Sequence[RailLine]", top: int, height: int, columns: int) -> int:
        """Place lines from `top` on, so many in a row, and return where they end."""
        side = self._theme.look.px(_SIDE if columns == 1 else _BESIDE_TWO)
        width = (self.width() - 2 * side - 1) // columns
        for n, line in enumerate(lines):
            area = QRect(side + n % columns * width, top + n // columns * height, width, height)
            line.setGeometry(turned(area, self.rect()) if self.isRightToLeft() else area)
        return top + -(-len(lines) // columns) * height

    def _lines(self) -> list[RailLine]:
        return [*self._lanes.values(), *self._saved, *self._channels.values()]

    def _add_lane(self, lane: Lane) -> LaneLine:
        line = LaneLine(lane, self._theme, self._icons, self)
        line.clicked.connect(self._lane_clicked)
        self._lanes[lane] = line
        return line

    def _add_channel(self, account: "Account") -> ChannelLine:
        line = ChannelLine(account, self._theme, self._icons, self)
        line.set_narrow(narrow=self._narrow)
        line.clicked.connect(self._channel_clicked)
        self._channels[account.id] = line
        return line

    def _named(self) -> None:
        self.setAccessibleName(f"{self._shop}. {self._mood}")
        self.update()

    def _lane_clicked(self) -> None:
        line = self.sender()
        if isinstance(line, LaneLine):
            self.lane_chosen.emit(line.lane)

    def _label_clicked(self) -> None:
        line = self.sender()
        if isinstance(line, LabelLine):
            self.label_chosen.emit(line.label.name)

    def _saved_clicked(self) -> None:
        line = self.sender()
        self.saved_chosen.emit(next(one.found.name for one in self._saved if one is line))

    def contextMenuEvent(self, event: "QContextMenuEvent") -> None:
        """Ask what can be done with a channel, a label or a saved search, by the right button or the menu key."""
        line = self.childAt(event.pos())
        kept = next((one for one in self._saved if one is line), None)
        if kept is not None:
            self.saved_asked.emit(kept.found.name, event.globalPos())
        if isinstance(line, LabelLine):
            self.label_asked.emit(line.label, event.globalPos())
        if isinstance(line, ChannelLine):
            self.channel_asked.emit(line.account, event.globalPos())

    def _channel_clicked(self) -> None:
        line = self.sender()
        if isinstance(line, ChannelLine):
            self.channel_chosen.emit(line.account)


def _mood(statuses: "Sequence[ChannelStatus]") -> str:
    """Return one line on all channels: all well, offline, or how many are in order."""
    if not statuses:
        return QCoreApplication.translate("Rail", "No channel yet")
    bad = [s for s in statuses if s.health in (Health.NEEDS_OWNER, Health.TROUBLE)]
    if is_offline(statuses):
        return QCoreApplication.translate("Rail", "Offline: you can still work")
    if len(bad) == len(statuses):
        return QCoreApplication.translate("Rail", "No channel is heard")
    if bad:
        text = QCoreApplication.translate("Rail", "All well on {fine} of {all} channels")
        return text.format(fine=len(statuses) - len(bad), all=len(statuses))
    if len(statuses) == 1:
        return QCoreApplication.translate("Rail", "Listening on 1 channel")
    return QCoreApplication.translate("Rail", "Listening on {all} channels").format(all=len(statuses))
