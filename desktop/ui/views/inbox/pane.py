"""The list in the middle: one lane, its rows painted by a delegate, held still under the owner's hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain.clock import Clock
from desktop.domain.row import OPEN_LANES, ConversationId, Found, InboxRow, Lane, Sorting
from desktop.ui.delegates.inbox_row import InboxRowDelegate
from desktop.ui.icons import Icons
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.models.lanes import belongs
from desktop.ui.models.order import Order
from desktop.ui.reads import Reads
from desktop.ui.theme import Theme
from desktop.ui.views.inbox.cursor import Cursor
from desktop.ui.views.inbox.head import InboxHead
from desktop.ui.views.inbox.many import Many
from desktop.ui.views.inbox.news import News
from desktop.ui.views.inbox.table import InboxTable
from desktop.ui.views.inbox.whole_order import WholeOrder
from desktop.ui.wording.empty import empty_lane

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QBrush

    from desktop.domain.change import ChangeSet
    from desktop.ui.tasks import Tasks
    from desktop.ui.views.inbox.ahead import Ahead
    from desktop.ui.views.inbox.further import Further
    from desktop.ui.views.inbox.picking import Picking
    from desktop.ui.widgets.empty import Empty

_FIRST = 30
"""Rows read before the first paint: more than any screen shows at once."""
_SETTLE = 500
"""Milliseconds of quiet after which an untouched list chooses its first row."""
_ANY = 16_777_215


class InboxPane(QFrame):
    """Shows a lane and follows the store. `chosen` is the conversation under the cursor, or None."""

    chosen = Signal(object)
    entered = Signal()
    """Enter or a double click on a row."""
    search_wished = Signal()
    order_known = Signal()
    """The whole order of the lane has been read."""
    sorted = Signal(object)
    """The Sorting that the owner chose."""

    def __init__(
        self,
        reads: Reads,
        tasks: "Callable[[], Tasks | None]",
        model: InboxListModel,
        theme: Theme,
        icons: Icons,
        clock: Clock,
        density: str = "comfortable",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inbox")
        self._reads = reads
        self._clock = clock
        self._tasks = tasks
        self.model = model
        self._many = Many(model, tasks, reads)
        self._news = News(reads, tasks, model, self._take, self._follow_many, self)
        model.fetch = self._news.fetch
        self._empty_words: Callable[[Lane | Found], tuple[str, str]] = empty_lane
        self._empty: Empty | None = None
        self._ahead: Ahead | None = None
        self._further: Further | None = None
        self.head = InboxHead(theme, model.sorting)
        self._theme = theme
        self.table = InboxTable(self._pane, bar=theme.look.px(10))
        self.table.setModel(model)
        self._cursor = Cursor(self.table, model)
        self._awaited: tuple[ConversationId, ConversationId | None] | None = None
        """Who is to stand in the list again, and where the owner stood when that was wished for."""
        self._order = WholeOrder(model, self._cursor, tasks)
        self._delegate = InboxRowDelegate(theme, icons, clock, self.table, density=density)
        self.table.setItemDelegate(self._delegate)
        self.table.setAccessibleName(self.tr("Conversations"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.table, 1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self._cursor.choose_first)
        self._connect()
        self._restyle()
        theme.changed.connect(self._restyle)

    def _connect(self) -> None:
        self._cursor.chosen.connect(self.chosen)
        self._order.known.connect(self._order_read)
        self.table.activated.connect(self._activated)
        self.model.held_changed.connect(self.head.set_held)
        self.model.stale_changed.connect(self.head.set_stale)
        self.head.show_held.connect(self._order.show_held)
        self.head.search_wished.connect(self.search_wished)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._filled)

    def complete(self) -> None:
        """Add what the first paint does not need."""
        from desktop.ui.views.inbox.ahead import Ahead
        from desktop.ui.views.inbox.further import Further
        from desktop.ui.views.inbox.picking import Picking

        self.head.complete()
        self.table.complete()
        self._delegate.keeps = True
        self._ahead = Ahead(self.table, self.model, self._delegate)
        self._cursor.moved.connect(self._ahead.moved)
        self._further = Further(self.table, self.model, self._tasks, self._clock)
        self._cursor.picked = Picking(self.table, self.model, self._cursor.stand_on)
        self._cursor.picked.changed.connect(self.head.set_selected)

    # What is shown

    @property
    def lane(self) -> Lane | Found:
        """The lane shown, or the search."""
        return self.model.lane

    @property
    def current(self) -> ConversationId | None:
        """The conversation under the cursor."""
        return self._cursor.conversation()

    def selected(self) -> Sequence[ConversationId]:
        """Return the selected conversations, top to bottom; the current one when nothing is selected."""
        found: Sequence[ConversationId] = [] if self._cursor.picked is None else self._cursor.picked.ids()
        current = self.current
        return found or ([current] if current is not None else [])

    def neighbours(self) -> tuple[ConversationId | None, ConversationId | None]:
        """Return the conversation the next key is likely to show, and the one that a key back would."""
        return (None, None) if self._ahead is None else self._ahead.neighbours()

    def show_lane(self, lane: Lane | Found, *, choose: bool = True, rows: Sequence[InboxRow] | None = None) -> None:
        """Show a lane from its top: the first `rows` at once, its whole order as soon as it is read."""
        self._order.forget()
        self.stop_picking()
        self._awaited = None
        self._news.forget()
        self._cursor.forget()
        sorting = self.model.sorting
        self.model.begin(lane, self._reads.page(lane, limit=_FIRST, sorting=sorting) if rows is None else rows)
        self.head.set_lane(lane)
        self.table.scrollToTop()
        if choose:
            self._cursor.choose_first()
        self.read_order()

    def sort(self, sorting: Sorting) -> None:
        """Show the lanes of what is open in another order, from the top."""
        if sorting is self.model.sorting:
            return
        self.model.sorting = sorting
        self.head.set_sorting(sorting)
        if self.lane in OPEN_LANES:
            self.show_lane(self.lane)
        self.sorted.emit(sorting)

    def read_order(self) -> None:
        """Have the whole order of the lane read off the GUI thread and taken over."""
        self._order.read()

    def show_held(self) -> None:
        """Show what was held back, and go to the first of it; where the order is another by now, show it from its top."""
        self._order.show_held()

    def _order_read(self, most: int) -> None:
        self.head.set_most(most)
        self.order_known.emit()
        if self._further is not None:
            self._further.look()

    # Moving

    def step(self, by: int) -> None:
        """Go `by` rows down (up when negative), staying in the list."""
        self._cursor.step(by)

    def go(self, row: int) -> None:
        """Go to a row and select it alone, unless rows are being picked."""
        self._cursor.go(row)

    def select(self, id_: ConversationId) -> bool:
        """Go to a conversation; False when the lane does not show it."""
        return self._cursor.select(id_)

    def want(self, id_: ConversationId) -> None:
        """Go to a conversation of the lane; as soon as its order is read, where that is needed to find it."""
        self._order.want(id_)

    def expect_back(self, id_: ConversationId) -> None:
        """Go to a conversation that was taken back, as soon as the lane has it again: it may have to be ranked first."""
        self._awaited = None if self.select(id_) else (id_, self.current)

    @property
    def picked(self) -> "Picking":
        """The rows chosen together; there after `complete`."""
        if self._cursor.picked is None:
            raise RuntimeError("rows are picked after the first paint")
        return self._cursor.picked

    @property
    def picking(self) -> bool:
        """True while rows are being picked one by one."""
        return self._cursor.picked is not None and self._cursor.picked.active

    def stop_picking(self) -> None:
        """Let go of what was picked; the current row alone is selected again."""
        if self._cursor.picked is not None:
            self._cursor.picked.stop()

    def take_focus(self) -> None:
        """Give the list the keys."""
        self.table.setFocus()

    # News

    def news(self, change: "ChangeSet") -> None:
        """Follow a commit. Only what the owner puts away leaves from under the cursor."""
        self._news.follow(change)

    def reread(self) -> None:
        """Follow a commit of another process, of which nothing is known."""
        self._news.reread()

    def _follow_many(self, ids: frozenset[ConversationId]) -> None:
        self._many.follow(ids, self._put, self._cursor.conversation)

    def follow(self, old: ConversationId, new: ConversationId) -> None:
        """Stand on `new`, of which `old` has become part: on its own row, else in the place of the other."""
        if self.current != old:
            return
        if self.model.row_of(new) < 0:
            row = self._reads.rows([new], self.lane, self.model.sorting).get(new)
            if row is not None:
                self._cursor.take_for_told(new)
                self.model.replace(old, row)
        else:
            self.go(self.model.row_of(new))
            self.model.refresh({}, staying=(), left=(old,), last_seen=-1)

    def tick(self) -> None:
        """Paint relative times anew."""
        self.table.viewport().update()

    def _let_stand(self, rows: Mapping[ConversationId, InboxRow], *, own: bool) -> None:
        """Put what stands for a storm now into the place of what stood for it; not under whoever is reading that."""
        for row in rows.values():
            old = None if row.burst is None or isinstance(self.lane, Found) else self.model.stands_for(row.burst.storm)
            was_current = old is not None and old == self.current
            if old is None or self.model.row_of(row.id) >= 0 or (was_current and not own):
                continue
            self.model.replace(old, row)
            if was_current:
                self._cursor.look_again()

    def when_followed(self, then: Callable[[], object]) -> None:
        """Call `then` when the list shows everything the owner has done so far."""
        self._many.when_followed(then)

    def _put(self, order: Order, stand_on: ConversationId | None) -> None:
        self.stop_picking()
        self._cursor.put(order, stand_on)

    def _take(
        self, ids: Sequence[ConversationId], rows: dict[ConversationId, InboxRow], *, own: bool, back: bool = False
    ) -> None:
        # What the owner is reading stays until the owner moves on, unless it was the owner who put it away.
        staying = frozenset() if own or self.current is None else frozenset((self.current,))
        here = {
            id_: row
            for id_, row in rows.items()
            if id_ in staying or belongs(row, self.lane) or self.model.is_further(row)
        }
        self._let_stand(here, own=own)
        left = [id_ for id_ in ids if id_ not in here]
        # Whoever has gone on meanwhile is not led back.
        awaited = self._awaited[0] if self._awaited is not None and self._awaited[1] == self.current else None
        back = back or ids == [awaited]
        went_on = self._cursor.go_on_from(frozenset(left) - staying)
        offset, untouched = self._cursor.offset(), self._cursor.row < 0
        self.model.refresh(
            here,
            staying=staying,
            left=left,
            # What the owner takes back is seen at its place at once, and what stands above that place stays.
            last_seen=-1 if untouched or back else self.table.last_visible(),
        )
        if not own:
            self._cursor.hold(offset)
        elif went_on:
            self.table.keep_in_sight(self._cursor.row)
        if awaited in here:
            self.expect_back(awaited)
        if untouched:
            self._settle.start()

    # Qt's events

    def _activated(self, _index: "QModelIndex") -> None:
        self.entered.emit()

    def _filled(self) -> None:
        empty = self.model.rowCount() == 0
        if empty and self._empty is None:
            from desktop.ui.widgets.empty import Empty

            self._empty = Empty(self)
            self._empty.setFocusProxy(self.table)
            self._column.addWidget(self._empty, 1)
        self.say_empty()
        if self._empty is not None:
            self._empty.setVisible(empty)
        # The table keeps the focus and its keys while there is nothing in it.
        self.table.setMaximumHeight(0 if empty else _ANY)

    def _pane(self) -> "QBrush":
        return self._theme.look.brush("pane")

    def _restyle(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(self._delegate.height)

    def rescaled(self) -> None:
        """Stand on the same row as before, in sight, with rows of another height."""
        self.table.keep_in_sight(max(0, self._cursor.row))
        self.table.viewport().update()

    def set_density(self, density: str) -> None:
        """Show rows of another height; the current one stays in sight."""
        self._delegate.set_density(density)
        self._restyle()
        self.table.keep_in_sight(max(0, self._cursor.row))
        self.table.viewport().update()

    def set_empty_words(self, say: Callable[[Lane | Found], tuple[str, str]]) -> None:
        """Have `say` choose the words of an empty lane."""
        self._empty_words = say
        self.say_empty()

    def say_empty(self) -> None:
        """Say anew why the lane is empty: that may have changed, such as a channel that is heard no longer."""
        if self._empty is not None:
            self._empty.say(*self._empty_words(self.lane))
