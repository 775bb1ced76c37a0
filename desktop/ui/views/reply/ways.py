"""The tabs above a reply: one for every way it can take, and one for two of them at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from desktop.domain.item import Audience
from desktop.domain.text import plain
from desktop.sync.ways import Way, both
from desktop.ui.reply.ways import Key
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.wording import words


class _Tab(QPushButton):
    """One way. It keeps room for its words in bold, so that nothing moves when it is chosen."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._bold = QFontMetrics(theme.look.font(bold=True))
        self.setProperty("look", "tab")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def room(self, title: str) -> int:
        """Return the width this tab takes with that title."""
        edges = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        return edges + max(self._bold.horizontalAdvance(title), self.fontMetrics().horizontalAdvance(title)) + 4

    def sizeHint(self) -> QSize:
        """Room for the words in bold."""
        return QSize(self.room(self.text()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A way is never cut."""
        return self.sizeHint()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What one tab stands for; `key` is None for both at once, which has no channel either."""

    title: str
    key: Key | None = None
    tip: str = ""
    channel: str = ""
    audience: Audience | None = None


class WayTabs(QWidget):
    """`chosen` carries the Key of a way, or None for both at once. Clicking never takes the caret from the text."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Ways to answer"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = Flow(self)
        self._flow.setSpacing(theme.look.px(8))
        self._group = QButtonGroup(self)
        # Those that are not needed are hidden: making widgets at every conversation would be slow.
        self._tabs: list[_Tab] = []
        self._ways: list[_Choice] = []
        self._titles: list[str] = []
        self._at = 0
        self._is_known = False

    @property
    def buttons(self) -> list[QPushButton]:
        """The tabs on show in their order."""
        return list(self._tabs[: len(self._ways)])

    @property
    def is_one_row(self) -> bool:
        """Whether all ways stand in one row."""
        return not self._ways or self.minimumHeight() < 2 * self._tabs[0].sizeHint().height()

    def show_ways(self, targets: Sequence[Way], at: Key | None, drafted: Collection[Key]) -> None:
        """Offer these ways with `at` in front (None for both at once); `drafted` are those with something written."""
        ways = [self._way(target, targets) for target in targets]
        marked = [way.key != at and way.key in drafted for way in ways]
        if both(targets) is not None:
            title = self.tr("Both: apologise in public, help in private")
            ways.append(_Choice(title=title, tip=self.tr("Two texts, sent one after the other: the public one first")))
            marked.append(False)
        draft = self.tr("{way} · draft")
        titles = [draft.format(way=way.title) if mark else way.title for way, mark in zip(ways, marked, strict=True)]
        self._is_known = True
        self._put(ways, titles, next((place for place, way in enumerate(ways) if way.key == at), 0))

    def expect(self, channel: str, audience: Audience) -> None:
        """Show what is likely until the ways of another conversation are known: by the channel they wrote by last.

        What stands here already stays as far as it fits, so that nothing blinks; nothing can be chosen meanwhile.
        """
        likely = [replace(way, tip="") for way in self._ways if way.channel == channel]
        if not likely or likely[0].audience is not audience:
            likely = [_Choice(title=words.channel_title(channel), channel=channel, audience=audience)]
        elif len({way.audience for way in likely}) > 1:
            likely += [replace(way, tip="") for way in self._ways if not way.channel]
        self._is_known = False
        self._put(likely, [way.title for way in likely], 0)

    def _put(self, ways: list[_Choice], titles: list[str], at: int) -> None:
        while len(self._tabs) < len(ways):
            self._add()
        if (ways, titles) != (self._ways, self._titles):
            self._ways, self._titles = ways, titles
            for place, tab in enumerate(self._tabs):
                tab.setVisible(place < len(ways))
            for tab, way, title in zip(self._tabs, ways, titles, strict=False):
                tab.setAccessibleName(title)
                safe.tooltip(tab, way.tip)
            self._name()
            self.updateGeometry()
        self._at = at
        self._check()

    def _add(self) -> None:
        tab = _Tab(self._theme, self)
        tab.clicked.connect(self._clicked)
        self._group.addButton(tab)
        self._flow.addWidget(tab)
        self._tabs.append(tab)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more where there is more room, and less where there is little."""
        super().resizeEvent(event)
        self._name()

    def _name(self) -> None:
        """Name the ways at such length that they stand in one row, if they can at all."""
        tabs = self._tabs[: len(self._ways)]
        for names in (self._titles, self._titles_with_short_both(), self._short_titles()):
            wanted = sum(tab.room(name) for tab, name in zip(tabs, names, strict=True))
            if wanted + self._flow.spacing() * (len(tabs) - 1) <= self.width():
                break
        for tab, name in zip(tabs, names, strict=True):
            if tab.text() != name:
                tab.setText(name)
        self._flow.invalidate()
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))

    def _titles_with_short_both(self) -> list[str]:
        pairs = zip(self._ways, self._titles, strict=True)
        return [title if way.channel else self.tr("Both") for way, title in pairs]

    def _short_titles(self) -> list[str]:
        """Return for each way what tells it from the others: its audience, where all go by one channel."""
        titles = self._titles_with_short_both()
        if len({way.channel for way in self._ways if way.channel}) > 1:
            return titles
        return [self._audience(way, title) for way, title in zip(self._ways, titles, strict=True)]

    def _audience(self, way: _Choice, title: str) -> str:
        if "," not in title:
            return title
        name = self.tr("Public") if way.audience is Audience.PUBLIC else self.tr("Private")
        return name if title == way.title else self.tr("{way} · draft").format(way=name)

    def _check(self) -> None:
        if self._at < len(self._ways):
            self._tabs[self._at].setChecked(True)

    def _clicked(self) -> None:
        tab = self.sender()
        if not self._is_known or not isinstance(tab, _Tab):
            self._check()
            return
        self.chosen.emit(self._ways[self._tabs.index(tab)].key)

    def _way(self, target: Way, among: Sequence[Way]) -> _Choice:
        return _Choice(
            title=self._title(target, among),
            key=target.key,
            tip=self._tip(target),
            channel=target.channel,
            audience=target.audience,
        )

    def _title(self, target: Way, among: Sequence[Way]) -> str:
        """Return the channel; where two share it, also what tells them apart."""
        if target.is_new:
            return self.tr("From {account}").format(account=plain(target.account_name, 40))
        title = words.channel_title(target.channel)
        rivals = [other for other in among if other.channel == target.channel and other.key != target.key]
        if not rivals:
            return title
        if any(other.audience is not target.audience for other in rivals):
            reach = self.tr("public") if target.is_public else self.tr("private")
            title = f"{title}, {reach}"
        if any(other.account != target.account and other.audience is target.audience for other in rivals):
            title = f"{title} ({plain(target.account_name, 30)})"
        return title

    def _tip(self, target: Way) -> str:
        if target.is_new:
            return ""
        whom = ", ".join(target.recipients) or target.handle or target.who
        return self.tr("To {whom}, by {account}").format(whom=plain(whom, 80), account=plain(target.account_name, 40))
