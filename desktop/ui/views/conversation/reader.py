"""The conversation: who it is, what can be done with it, everything that was said, and the place of the answer."""

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.begun import is_begun
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.item import MessageId
from desktop.ui.conversation.recalls import Recalls
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.find import FindBar
from desktop.ui.views.conversation.head import ReaderHead, VerbLine
from desktop.ui.views.conversation.pages import Load, PageStack
from desktop.ui.views.conversation.strip import Strip
from desktop.ui.views.shape import ground
from desktop.ui.widgets.empty import Empty

if TYPE_CHECKING:
    from desktop.ui.tasks import Tasks

_DWELL = 1200
"""Milliseconds after which a conversation shown counts as read."""
_COLUMN = 1280
"""Pixels that conversation and reply take of much room: the eye finds no beginning of a line as wide as a screen."""
_BESIDE = 80
"""Pixels that have to be left over on each side; less would look like a mistake."""
_ANY = 16_777_215
_ALL = 1_000_000
"""Of the room up to that, next to what lies beside it."""
_SEEKS = 520
"""Pixels below which a conversation in which words are sought has no room beside the reply."""

HomeOf = Callable[[Sequence[MessageId]], ConversationId | None]


class ReaderPane(QFrame):
    """Shows one conversation at a time; the next and the previous one are ready before they are asked for."""

    opened_changed = Signal(object)
    """The Opened that is shown now, or None."""
    dwelt = Signal(object)
    """The owner has looked at this conversation long enough to have read it."""
    link_chosen = Signal(QUrl, str)
    link_pointed = Signal(QUrl)
    save_wished = Signal(object, int)
    note_wished = Signal(object)
    """The owner wants to change a note in the conversation on show: its id."""
    write_wished = Signal()
    """The owner would write on at the new message on show."""
    joined = Signal(object, object)
    """The conversation on show has become part of another, which is shown from now on: its id, and the other's."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        load: Load,
        home_of: HomeOf | None = None,
        parent: QWidget | None = None,
        *,
        give_tasks: "Callable[[], Tasks | None] | None" = None,
    ) -> None:
        """`home_of` tells in which conversation messages are now, `give_tasks` what works off the GUI thread."""
        super().__init__(parent)
        self.setObjectName("reader")
        self._opened: Opened | None = None
        self._home_of = home_of
        self._clock = clock
        self.head = ReaderHead(theme)
        self.strip = Strip(theme)
        self._recalls = Recalls(give_tasks or _no_tasks, clock, self)
        self._recalls.known.connect(self._recalled)
        self.pages = PageStack(theme, clock, load, f"own{secrets.token_hex(8)}")
        self.pages.link_chosen.connect(self.link_chosen)
        self.pages.link_pointed.connect(self.link_pointed)
        self.pages.save_wished.connect(self.save_wished)
        self.pages.note_wished.connect(self.note_wished)
        self.pages.refreshed.connect(self._reread)
        self.pages.read_in.connect(self._recalls.want)
        self.pages.resized.connect(self._share_room)
        self.strip.chosen.connect(self.pages.go_to)
        self._theme = theme
        self._find = FindBar(theme, self.pages)
        self._find.ended.connect(self.focus_page)
        self._empty = Empty()
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.strip)
        self._column.addWidget(self._find)
        self._column.addWidget(self.pages, 1)
        self._composer: QWidget | None = None
        self._stack = QStackedWidget()
        self._stack.setObjectName("sheet")
        self._stack.addWidget(whole)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(_DWELL)
        self._dwell.timeout.connect(self._read)
        self.show_nothing()

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._edges = ground(QPalette.ColorRole.Mid), ground(QPalette.ColorRole.Mid)
        for edge in self._edges:
            edge.setFixedWidth(1)
        outer.addStretch(1)
        outer.addWidget(self._edges[0])
        outer.addWidget(self._stack, _ALL)
        outer.addWidget(self._edges[1])
        outer.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the middle of a wide pane."""
        self.fit()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the conversation also from what is left empty beside it."""
        if self._stack.geometry().contains(event.position().toPoint()):
            super().wheelEvent(event)
            return
        bar = self.pages.browser.verticalScrollBar()
        step = bar.singleStep() * QApplication.wheelScrollLines()
        bar.setValue(bar.value() - event.angleDelta().y() * step // 120)

    def fit(self) -> None:
        """Look again whether there is more room than lines should be wide."""
        column = self._theme.look.px(_COLUMN)
        is_wide = self.width() > column + 2 * self._theme.look.px(_BESIDE)
        self._stack.setMaximumWidth(column if is_wide else _ANY)
        for edge in self._edges:
            edge.setVisible(is_wide)

    @property
    def opened(self) -> Opened | None:
        """What is shown, None when nothing is."""
        return self._opened

    def show_conversation(self, id_: ConversationId) -> None:
        """Show a conversation; the one that is shown stays as it is."""
        if self._opened is not None and self._opened.row.id == id_:
            return
        opened = self.pages.show_conversation(id_)
        if opened is None:
            self.show_nothing()
            return
        self._take(opened)
        self._dwell.start()

    def show_nothing(self, *, to_choose: bool = True) -> None:
        """Show that nothing is chosen; nothing at all where there is nothing `to_choose`."""
        self._dwell.stop()
        had = self._opened is not None
        if self._find.isVisible():
            self._find.end()
        self._opened = None
        if to_choose:
            self._empty.say(self.tr("Nothing chosen"), self.tr("Choose a conversation on the left."))
        else:
            self._empty.say("")
        self._stack.setCurrentWidget(self._empty)
        if had:
            self.opened_changed.emit(None)

    def prepare(self, following: ConversationId | None, previous: ConversationId | None) -> None:
        """Make the neighbours ready, and what is known of the conversation on show."""
        if self._opened is not None:
            self._recalls.want(self._opened)
        self.pages.prepare(following, previous)

    def news(self, ids: frozenset[ConversationId]) -> None:
        """Read again what these conversations show."""
        self.pages.forget(ids)
        if self._opened is None:
            return
        shown = {entry.conversation for entry in self._opened.timeline} | {self._opened.row.id}
        if shown & ids:
            self._refreshed(self.pages.refresh())

    def set_composer(self, widget: QWidget) -> None:
        """Put the composer under the conversation."""
        self._composer = widget
        self._column.addWidget(widget)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._make_room)

    def _make_room(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Leave the room of the reply to the conversation of a low window while words are sought in it."""
        if self._composer is None or now is None:
            return
        seeks = self._find.isAncestorOf(now) and self.height() < self._theme.look.px(_SEEKS)
        shown = self._opened is not None and not seeks
        if self._composer.isHidden() == shown:
            self._composer.setVisible(shown)

    def set_verbs(self, verbs: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """Offer verbs in the head: (title, key, what to do)."""
        self.head.set_verbs([VerbLine(*verb) for verb in verbs])

    def announce(self) -> None:
        """Tell again what is shown, for those who listen only since now."""
        self.opened_changed.emit(self._opened)

    def seek(self) -> None:
        """Let the owner find words in the conversation."""
        if self._opened is not None:
            self._find.begin()

    def focus_page(self) -> None:
        """Give the keys for scrolling to the conversation; of a new message there is nothing but writing on."""
        if self._opened is not None and is_begun(self._opened.row.id):
            self.write_wished.emit()
            return
        self.pages.browser.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _reread(self, opened: Opened | None) -> None:
        if opened != self._opened:
            self._refreshed(opened)

    def _refreshed(self, opened: Opened | None) -> None:
        """Take in what was read anew; where the conversation has become part of another, go on with that."""
        before = self._opened
        if before is None:
            return
        if opened is None and self._home_of is not None:
            own = [entry.id for entry in before.timeline if entry.conversation == before.row.id]
            home = self._home_of(own)
            opened = None if home is None else self.pages.go_on_with(home)
        if opened is None:
            self.show_nothing()
            return
        self._take(opened)
        if opened.row.id != before.row.id:
            self.joined.emit(before.row.id, opened.row.id)

    def _take(self, opened: Opened) -> None:
        self._opened = opened
        self._give_room(is_new=is_begun(opened.row.id))
        self.head.show_person(opened)
        self._recalls.want(opened)
        self.strip.show_recall(self._recalls.of(opened), self._clock.now())
        self._stack.setCurrentIndex(0)
        self.opened_changed.emit(opened)

    def _give_room(self, *, is_new: bool) -> None:
        """Give a new message, which stands below nothing, all the room."""
        if self.pages.isHidden() == is_new:
            return
        self.pages.setHidden(is_new)
        if self._composer is not None:
            self._column.setStretchFactor(self._composer, int(is_new))

    def _share_room(self) -> None:
        strip = self.strip.height() if self.strip.isVisibleTo(self) else 0
        self.strip.give_room(self.pages.height() + strip)

    def _recalled(self, id_: ConversationId) -> None:
        if self._opened is not None and self._opened.row.id == id_:
            self.strip.show_recall(self._recalls.of(self._opened), self._clock.now())

    def _read(self) -> None:
        if self._opened is not None and self._opened.row.unread:
            self.dwelt.emit(self._opened.row.id)


def _no_tasks() -> None:
    """Stands where nothing works off the GUI thread."""
