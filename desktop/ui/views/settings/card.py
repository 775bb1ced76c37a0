"""The settings: pages beside each other, each made when it is first looked at."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.settings.page import Page
from desktop.ui.widgets import safe
from desktop.ui.widgets.scrolled import Scrolled, bring_into_sight
from desktop.ui.widgets.segments import Segments

_WIDTH = 780
_HEIGHT = 600


class SettingsCard(Overlay):
    """Shows one page at a time. What is changed there is in force at once; closing asks nothing.

    A page that has a form in it tells with `is_begun` whether anything stands there that is not in force yet.
    """

    def __init__(self, theme: Theme, pages: Sequence[tuple[str, str, Callable[[], Page]]], page: str = "") -> None:
        """`pages` are id, words and what makes each; `page` is the one to begin with."""
        title = self.tr("Settings")
        super().__init__(theme, title, width=_WIDTH)
        self._make = {id_: make for id_, _, make in pages}
        self._made: dict[str, Page] = {}
        px = theme.look.px
        self._tabs = Segments(theme, title, [(id_, words) for id_, words, _ in pages], page or pages[0][0])
        self._tabs.chosen.connect(self.show_page)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.put_away)
        head = QHBoxLayout()
        head.setContentsMargins(0, px(8), 0, 0)
        head.setSpacing(0)
        head.addWidget(safe.label(title, look="card-title"), 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        # Not by the margins, which stay where they are in a window that is read from the right.
        head.addSpacing(px(16))
        ways = QHBoxLayout()
        ways.setContentsMargins(px(16), px(6), px(16), px(10))
        ways.addWidget(self._tabs)
        self._stack = _Pages(theme)
        self.box.addLayout(head)
        self.box.addLayout(ways)
        self.box.addWidget(self._stack, 1)
        self.show_page(self._tabs.current)
        self.first = self._tabs.button(self._tabs.current)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focused)

    def _focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to what has the focus."""
        if now is not None and self._stack.isAncestorOf(now):
            bring_into_sight(now)
            # What was only just shown has no place before the next turn of the event loop.
            QTimer.singleShot(0, self, self._bring)

    def _bring(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._stack.isAncestorOf(focus):
            bring_into_sight(focus)

    @property
    def is_begun(self) -> bool:
        """Whether a form was begun on any page."""
        return any(page.is_begun for page in self._made.values())

    def page(self, id_: str) -> Page:
        """Return a page, made now when it was not shown yet."""
        if id_ not in self._made:
            inner = self._make[id_]()
            self._made[id_] = inner
            holder = QWidget()
            column = QVBoxLayout(holder)
            edge = self.theme.look.px(16)
            column.setContentsMargins(edge, 0, edge, edge)
            column.addWidget(inner)
            column.addStretch(1)
            scrolled = Scrolled(holder)
            scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._stack.addWidget(self._over_foot(scrolled, inner.foot))
        return self._made[id_]

    def _over_foot(self, scrolled: QWidget, foot: QWidget | None) -> QWidget:
        """Return what scrolls with the page's `foot` below, where it has one: that is in sight wherever one types."""
        if foot is None:
            return scrolled
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled, 1)
        edge = self.theme.look.px(16)
        foot.setContentsMargins(edge, edge // 2, edge, edge // 2)
        column.addWidget(foot)
        return both

    def show_page(self, id_: str) -> None:
        """Show a page."""
        page = self.page(id_)
        self._tabs.choose(id_)
        for place in range(self._stack.count()):
            shown = self._stack.widget(place)
            if shown is not None and shown.isAncestorOf(page):
                self._stack.setCurrentIndex(place)


class _Pages(QStackedWidget):
    """Of one height whatever page is shown, as far as there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    @property
    def _height(self) -> int:
        return self._theme.look.px(_HEIGHT)

    def sizeHint(self) -> QSize:
        """Return the height a page may have."""
        return QSize(super().sizeHint().width(), self._height)

    def minimumSizeHint(self) -> QSize:
        """A page scrolls, so that any height will do."""
        return QSize(0, self._height // 8)

    def hasHeightForWidth(self) -> bool:
        """Return that it is not higher where it is narrower."""
        return False
