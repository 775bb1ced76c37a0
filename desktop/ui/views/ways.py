"""The tabs above a reply: one for every way it can take, and one for two of them at once."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from desktop.domain.item import Audience
from desktop.domain.text import plain
from desktop.ui import words
from desktop.ui.target import Key, Target, both
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow

_ROOMY = 400
"""Pixels in which all that the last tab does can be said."""


class _Tab(QPushButton):
    """One way. It keeps room for its words in bold, so that nothing moves when it is chosen."""

    def __init__(self, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._bold = QFontMetrics(theme.look.font(bold=True))
        self.setProperty("look", "tab")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Room for the words in bold."""
        hint = super().sizeHint()
        more = self._bold.horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more) + 4, hint.height())

    def minimumSizeHint(self) -> QSize:
        """A way is never cut."""
        return self.sizeHint()


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
        self._shown: tuple[object, tuple[str, ...], bool] = ((), (), False)
        self._keys: dict[QPushButton, Key | None] = {}

    @property
    def buttons(self) -> list[QPushButton]:
        """The tabs in their order."""
        return list(self._keys)

    def show_ways(self, targets: Sequence[Target], at: Key | None, drafted: Collection[Key]) -> None:
        """Offer these ways with `at` in front (None for both at once); `drafted` are those with something written."""
        titles = [self._title(target, targets) for target in targets]
        marks = [target.key in drafted for target in targets]
        pair = both(targets)
        wanted = (tuple(target.key for target in targets), tuple(titles), pair is not None)
        if wanted != self._shown:
            self._shown = wanted
            self._make(targets, titles, offers_both=pair is not None)
        for (button, key), title, mark in zip(self._keys.items(), titles, marks, strict=False):
            button.setText(self.tr("{way} · draft").format(way=title) if mark and key != at else title)
            button.setAccessibleName(button.text())
        for button, key in self._keys.items():
            button.setChecked(key == at)
        self._name_both()

    def _make(self, targets: Sequence[Target], titles: Sequence[str], *, offers_both: bool) -> None:
        for button in self._keys:
            self._group.removeButton(button)
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._keys = {}
        for target, title in zip(targets, titles, strict=True):
            self._add(title, target.key, self._tip(target))
        if offers_both:
            self._add(
                self.tr("Both: apologise in public, help in private"),
                None,
                self.tr("Two texts, sent one after the other: the public one first"),
            )
        self._name_both()
        self._flow.invalidate()
        self.updateGeometry()

    def _add(self, title: str, key: Key | None, tip: str) -> None:
        button = _Tab(title, self._theme, self)
        button.setAccessibleName(title)
        button.clicked.connect(self._clicked)
        safe.tooltip(button, tip)
        self._group.addButton(button)
        self._flow.addWidget(button)
        self._keys[button] = key
        button.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say both ways in one word where there is little room."""
        super().resizeEvent(event)
        self._name_both()

    def _name_both(self) -> None:
        is_short = self.width() < self._theme.look.px(_ROOMY)
        for button, key in self._keys.items():
            whole = button.accessibleName()
            button.setText(self._short(whole, key) if is_short else whole)
        self._flow.invalidate()
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))

    def _short(self, title: str, key: Key | None) -> str:
        """Return one word for a way: both, or its audience where all ways go by one channel."""
        if key is None:
            return self.tr("Both")
        if "," not in title or len({text.split(",")[0] for text in self._shown[1]}) > 1:
            return title
        return self.tr("Public") if key[2] is Audience.PUBLIC else self.tr("Private")

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton) and button in self._keys:
            self.chosen.emit(self._keys[button])

    def _title(self, target: Target, among: Sequence[Target]) -> str:
        """Return the channel; where two share it, also what tells them apart."""
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

    def _tip(self, target: Target) -> str:
        whom = ", ".join(target.recipients) or target.handle or target.who
        return self.tr("To {whom}, by {account}").format(whom=plain(whom, 80), account=plain(target.account_name, 40))
