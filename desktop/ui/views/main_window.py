"""The window: rail, list, conversation, status line; what floats over them; and how news reach each of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.begun import is_begun
from desktop.domain.clock import Clock
from desktop.domain.row import ConversationId, Found, Lane, Sorting
from desktop.ui.icons import Icons
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.overview import Overview
from desktop.ui.reads import Reads
from desktop.ui.theme import Theme
from desktop.ui.views.inbox.pane import InboxPane
from desktop.ui.views.lanes import Lanes
from desktop.ui.views.panes import Panes
from desktop.ui.views.rail.pane import Rail
from desktop.ui.views.shape import every, ground
from desktop.ui.views.top_level import TopLevel
from desktop.ui.wording.empty import empty_lane, no_key, nobody_waits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent, QWindow

    from desktop.domain.account import ChannelStatus
    from desktop.domain.change import ChangeSet
    from desktop.domain.conversation import Opened
    from desktop.domain.progress import Progress
    from desktop.domain.row import InboxRow
    from desktop.ui.tasks import Tasks
    from desktop.ui.views.conversation.reader import ReaderPane
    from desktop.ui.views.first_run import FirstRun
    from desktop.ui.views.status import StatusLine
    from desktop.ui.widgets.toast import Toast

SIZE = (1360, 850)
STATUS_HEIGHT = 26
_LATER = (
    "desktop.domain.item",
    "desktop.domain.standing",
    "desktop.domain.conversation",
    "desktop.render.clean",
    "desktop.ui.views.conversation.timeline",
    "desktop.ui.widgets.verb_button",
    "desktop.ui.views.conversation.head",
    "desktop.ui.views.conversation.reader",
)
"""What the reader is made of."""
_NARROW = 1000
_LEAST = (400, 280)
_TICK = 20_000
"""Milliseconds between two looks at the clock, for relative times."""
_MESSAGES = 40
"""Messages of a person the reader begins with."""


class MainWindow(TopLevel):
    """Arranges the places and knows which conversation is open. What the verbs do is not its business."""

    lane_changed = Signal(object)
    opened_changed = Signal(object)
    search_wished = Signal()
    channel_chosen = Signal(object)
    read_wished = Signal(object)
    """A conversation was looked at long enough to count as read."""
    save_wished = Signal(object, int)
    sample_wished = Signal()
    account_wished = Signal()
    """A newcomer would add an account."""
    letter_pressed = Signal()
    """A newcomer has pressed a letter, though none means anything without an account."""

    def __init__(
        self,
        *,
        reads: Reads,
        clock: Clock,
        theme: Theme,
        icons: Icons,
        shop_name: str = "",
        density: str = "comfortable",
        sorting: Sorting = Sorting.NEED,
        folder: "Path | None" = None,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Shopbell")
        self.reads = reads
        """The window's own connection: for what is read in a millisecond or two."""
        self.folder = folder
        """Where the owner's data and the shape of the window are kept."""
        self._clock = clock
        self._theme = theme
        self._tasks: Tasks | None = None
        self.overview = Overview(reads, clock, self)
        self._key: Callable[[str], str] = no_key
        self._first_run: FirstRun | None = None
        self._reader: ReaderPane | None = None
        self._status: StatusLine | None = None
        self.rail = Rail(theme, icons, shop_name)
        model = InboxListModel(reads.rows, reads.places, reads.following, clock, self, sorting=sorting)
        self.inbox = InboxPane(reads, self._give_tasks, model, theme, icons, clock, density)
        self._arrange()
        self._connect()
        self._tick = every(self, _TICK, self._time_passed)

    # Building

    def _arrange(self) -> None:
        look = self._theme.look
        self.lanes = Lanes(self.inbox)
        for widget in (self.lanes, self.inbox):
            widget.setMinimumWidth(look.px(220))
        self.panes = Panes(self._theme, self.lanes, SIZE[0])
        self._middle = QStackedWidget()
        self._middle.addWidget(self.panes)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(self._middle, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        self._status_place = ground(QPalette.ColorRole.Window)
        self._status_place.setFixedHeight(look.px(STATUS_HEIGHT))
        column.addWidget(self._status_place)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(look.px(_LEAST[0]), look.px(_LEAST[1]))
        self.resize(look.px(SIZE[0]), look.px(SIZE[1]))

    def _connect(self) -> None:
        self.rail.lane_chosen.connect(self._lane_clicked)
        self.rail.channel_chosen.connect(self._channel_clicked)
        self.rail.left.connect(self.lanes.take_focus)
        self.inbox.chosen.connect(self._chosen)
        self.inbox.entered.connect(self.open_current)
        self.inbox.search_wished.connect(self.search_wished)
        self.inbox.order_known.connect(self._prepare_neighbours)
        self.inbox.set_empty_words(self._empty_words)
        self.overview.counted.connect(self.rail.set_counts)
        self.overview.heard.connect(self._heard)

    def complete(self) -> None:
        """Add at once what the first paint does not need."""
        for _ in self.completing():
            pass

    def completing(self) -> "Iterator[None]":
        """Add what the first paint does not need, in steps: reader, status line, search, the current conversation."""
        from desktop.ui.session.gradually import loading

        yield from loading(*_LATER)
        from desktop.ui.views.conversation.reader import ReaderPane
        from desktop.ui.views.status import StatusLine

        reader = ReaderPane(self._theme, self._clock, self._load, self.reads.home_of, give_tasks=self._give_tasks)
        self.height_changed.connect(reader.head.make_room)
        for signal, further in (
            (reader.opened_changed, self.opened_changed),
            (reader.dwelt, self.read_wished),
            (reader.save_wished, self.save_wished),
            (reader.joined, self.inbox.follow),
        ):
            signal.connect(further)
        reader.setMinimumWidth(self._theme.look.px(380))
        self._reader = reader
        self.panes.put_reader(reader)
        yield
        self._status = StatusLine(self._theme)
        self._column.replaceWidget(self._status_place, self._status)
        self._status_place.deleteLater()
        self.inbox.complete()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._focus_moved)
        self.overview.counted.connect(self._status.set_counts)
        self.overview.read(statuses=False)
        self._tell_how_sure()
        yield
        self._chosen(self.inbox.current)

    @property
    def reader(self) -> "ReaderPane":
        """The conversation; there after `complete`."""
        if self._reader is None:
            raise RuntimeError("the reader is there after the first paint")
        return self._reader

    @property
    def status_line(self) -> "StatusLine":
        """The line at the bottom; there after `complete`."""
        if self._status is None:
            raise RuntimeError("the status line is there after the first paint")
        return self._status

    def start(self, tasks: "Tasks") -> None:
        """Begin the work that may follow the first paint: the whole order of the lane, the timers."""
        self._tasks = tasks
        self.inbox.read_order()
        self._prepare_neighbours()
        self._tick.start()

    def stop(self) -> None:
        """Stop the timers: the first step of closing."""
        self._tick.stop()
        self._tasks = None
        self.ask_before_closing(None)

    # What commands ask for

    @property
    def lane(self) -> Lane | Found:
        """The lane shown, or the search."""
        return self.lanes.lane

    def opened(self) -> "Opened | None":
        """Return the conversation shown in the reader."""
        return self._reader.opened if self._reader is not None else None

    def current_conversations(self) -> "Sequence[ConversationId]":
        """Return the conversations a verb means: those selected, else the one under the cursor."""
        if self.lanes.shows_list:
            return self.inbox.selected()
        opened = self.opened()
        return [opened.row.id] if opened is not None else []

    def select_next(self) -> None:
        """Go to the next conversation."""
        self.inbox.step(1)

    def select_previous(self) -> None:
        """Go to the previous conversation."""
        self.inbox.step(-1)

    def open_current(self) -> None:
        """Go into the conversation: keys now scroll it."""
        if self.reader.opened is not None:
            self.panes.turn(reader=True)
            self.reader.focus_page()

    def show_reader(self) -> None:
        """Bring the conversation to sight where it takes turns with the list."""
        self.panes.turn(reader=True)

    def carry(self, toast: "Toast") -> None:
        """Have a toast float over the pane that is seen, or over what is shown in place of both."""

        def follow() -> None:
            pane = self._middle.currentWidget()
            if pane is self.panes:
                pane = self.lanes.currentWidget() if self.panes.shows_list else self.reader.pages
            if pane is not None:
                toast.float_over(pane)

        self.panes.changed.connect(follow)
        self.lanes.currentChanged.connect(follow)
        self._middle.currentChanged.connect(follow)
        follow()

    def focus_list(self) -> None:
        """Go back to the list."""
        self.panes.turn(reader=False)
        self.inbox.take_focus()

    def select(self, id_: ConversationId) -> None:
        """Show a conversation, in the list when the lane has it, else only in the reader."""
        if self.lanes.shows_list and self.inbox.select(id_):
            self.show_current()
            return
        self.reader.show_conversation(id_)

    def show_current(self) -> None:
        """Show what the list stands on again, after a look at something that came from elsewhere."""
        current, opened = self.inbox.current, self.opened()
        if current is None and opened is not None and is_begun(opened.row.id):
            self._chosen(None)
        if not self.lanes.has_page and current is not None and opened is not None and opened.row.id != current:
            self.reader.show_conversation(current)

    def show_lane(self, lane: Lane | Found, rows: "Sequence[InboxRow] | None" = None) -> None:
        """Show a lane: its list (whose first `rows` may be read already), or the page that was given for it."""
        self.rail.choose(lane)
        self.lanes.go_to(lane, rows)
        if not self.lanes.has_page and self.inbox.current is None:
            self._chosen(None)
        self.lane_changed.emit(lane)

    def _lane_clicked(self, lane: object) -> None:
        """Show what was clicked in the rail; the keys go there and do not stay in the rail."""
        self.show_lane(lane)  # type: ignore[arg-type]
        if self.lanes.shows_list:
            self.focus_list()

    def _channel_clicked(self, account: object) -> None:
        self.focus_list()
        self.channel_chosen.emit(account)

    def show_instead(self, widget: QWidget | None) -> None:
        """Show a widget in the place of list and reader (the first run); None shows them again."""
        if widget is None:
            self._middle.setCurrentIndex(0)
            return
        if self._middle.indexOf(widget) < 0:
            self._middle.addWidget(widget)
        self._middle.setCurrentWidget(widget)

    # News

    def load(self, lane: Lane = Lane.NEEDS_YOU, stand_on: ConversationId | None = None) -> None:
        """Read what the first paint needs: a lane from its top, or the part of it in which a conversation stands."""
        self.overview.read()
        around = [] if stand_on is None else self.reads.around(lane, stand_on, self.inbox.model.sorting)
        self.show_lane(lane, around or None)
        if around and stand_on is not None:
            self.inbox.select(stand_on)

    def take_change(self, change: "ChangeSet") -> None:
        """Follow a commit of this process: each place re-reads what it shows, nothing more."""
        self.inbox.news(change)
        if concerned := change.concerned:
            self.reader.news(concerned)
            self._prepare_neighbours()
        self.overview.read(statuses=bool(change.accounts or change.new_messages))

    def take_unknown_change(self) -> None:
        """Follow a commit of another process, of which nothing is known: each place re-reads what it shows."""
        self.overview.read()
        self.inbox.reread()
        self.reader.pages.forget()

    def take_progress(self, progress: "Progress") -> None:
        """Show how far a first sync is."""
        self.rail.set_progress(progress)
        self.status_line.set_progress(progress)
        if self.overview.take_progress(progress):
            self.inbox.say_empty()
            self._tell_how_sure()

    def _tell_how_sure(self) -> None:
        if self._status is not None:
            self._status.set_offline(offline=self.overview.is_offline())
            self._status.set_sure(sure=self.overview.is_sure)

    def _heard(self, statuses: "list[ChannelStatus]", now: "datetime") -> None:
        self.rail.set_statuses(statuses, now)
        self.inbox.say_empty()
        self._welcome()
        self._tell_how_sure()

    def _welcome(self) -> None:
        """Greet a newcomer who has no account yet; the window opens as soon as there is one."""
        if self.overview.statuses:
            self.show_instead(None)
            return
        if self._first_run is None:
            from desktop.ui.views.first_run import FirstRun

            self._first_run = FirstRun()
            self._first_run.sample_wished.connect(self.sample_wished)
            self._first_run.account_wished.connect(self.account_wished)
            self._first_run.letter_pressed.connect(self.letter_pressed)
        self.show_instead(self._first_run)

    def _focus_moved(self, to: "QWindow | None") -> None:
        """Paint the times anew when the owner comes back."""
        if to is not None and to is self.windowHandle():
            self._time_passed()

    def _time_passed(self) -> None:
        self.inbox.tick()
        self.rail.tick(self._clock.now())

    # Moving on

    def _give_tasks(self) -> "Tasks | None":
        return self._tasks

    def _load(self, id_: ConversationId, /, *, limit: int = _MESSAGES) -> "Opened | None":
        return self.reads.opened(id_, limit=limit)

    def _chosen(self, id_: ConversationId | None) -> None:
        if self._reader is None:
            return
        if id_ is None:
            self._reader.show_nothing(to_choose=self.inbox.model.rowCount() > 0)
            return
        self._reader.show_conversation(id_)
        self._prepare_neighbours()

    def _prepare_neighbours(self) -> None:
        if self._tasks is not None:
            self.reader.prepare(*self.inbox.neighbours())

    def set_key(self, key: "Callable[[str], str]") -> None:
        """Name keys in the words of an empty lane: `key` tells the one of a command, "" where it has none."""
        self._key = key
        self.inbox.set_empty_words(self._empty_words)

    def _empty_words(self, lane: Lane | Found) -> tuple[str, str]:
        if lane is Lane.NEEDS_YOU:
            known = self.overview
            return nobody_waits(known.statuses, known.last_answer, self._clock.now(), is_fetching=known.is_fetching)
        return empty_lane(lane, self._key)

    # Qt's events

    def rescale(self, scale: int) -> None:
        """Show text of another size from now on; the list stays on its row."""
        before = self._theme.rescale(scale)
        if before == scale:
            return
        from desktop.ui.views.rescaling import rescale

        rescale(self, before, scale)
        self._fit()
        self.reader.fit()
        self.inbox.rescaled()
        self.height_changed.emit()

    def _fit(self) -> None:
        self.rail.set_narrow(narrow=self.width() < self._theme.look.px(_NARROW))
        self.panes.fit(self.width())

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Collapse the rail where the window is narrow."""
        self._fit()
        super().resizeEvent(event)
