"""The list in the middle: one lane, its rows painted by a delegate, held still under the owner's hand."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain.clock import Clock
from desktop.domain.row import MOST_FOUND, OPEN_LANES, ConversationId, Found, InboxRow, Lane, Sorting
from desktop.ui.delegates.inbox_row import InboxRowDelegate
from desktop.ui.icons import Icons
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.models.lanes import belongs
from desktop.ui.models.order import Order
from desktop.ui.reads import Reads
from desktop.ui.theme import Theme
from desktop.ui.views.inbox.head import InboxHead
from desktop.ui.views.inbox.many import Many
from desktop.ui.views.inbox.news import News
from desktop.ui.views.inbox.table import InboxTable
from desktop.ui.wording import words

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QBrush

    from desktop.domain.change import ChangeSet
    from desktop.ui.models.steps import Insert, Remove
    from desktop.ui.tasks import Tasks
    from desktop.ui.views.inbox.ahead import Ahead
    from desktop.ui.views.inbox.further import Further
    from desktop.ui.views.inbox.picking import Picking
    from desktop.ui.widgets.empty import Empty

    _Found = tuple[array[int], list[Remove | Insert], Order]
    """The ids of a lane, the steps from what is shown to them, and what holds them in their order."""

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
        self._picked: Picking | None = None
        self._many = Many(model, tasks, reads)
        self._news = News(reads, tasks, model, self._take, self._follow_many, self)
        model.fetch = self._news.fetch
        self._wanted: ConversationId | None = None
        self._asked = 0
        self._wants_top = False
        self._anew = False
        self._last: ConversationId | None = None
        self._empty_words: Callable[[Lane | Found], tuple[str, str]] = words.empty_lane
        self._empty: Empty | None = None
        self._ahead: Ahead | None = None
        self._further: Further | None = None
        self.head = InboxHead(theme, model.sorting)
        self._theme = theme
        self.table = InboxTable(self._pane, bar=theme.look.px(10))
        self.table.setModel(model)
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
        self._settle.timeout.connect(self._choose_first)
        self._connect()
        self._restyle()
        theme.changed.connect(self._restyle)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.activated.connect(self._activated)
        self.model.held_changed.connect(self.head.set_held)
        self.model.stale_changed.connect(self.head.set_stale)
        self.head.show_held.connect(self.show_held)
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
        self._further = Further(self.table, self.model, self._tasks, self._clock)
        self._picked = Picking(self.table, self.model, self._set_current)
        self._picked.changed.connect(self.head.set_selected)

    # What is shown

    @property
    def lane(self) -> Lane | Found:
        """The lane shown, or the search."""
        return self.model.lane

    @property
    def current(self) -> ConversationId | None:
        """The conversation under the cursor."""
        return self.model.id_at(self.table.currentIndex().row())

    def selected(self) -> list[ConversationId]:
        """Return the selected conversations, top to bottom; the current one when nothing is selected."""
        found = [] if self._picked is None else self._picked.ids()
        current = self.current
        return found or ([current] if current is not None else [])

    def neighbours(self) -> tuple[ConversationId | None, ConversationId | None]:
        """Return the conversation the next key is likely to show, and the one that a key back would."""
        return (None, None) if self._ahead is None else self._ahead.neighbours()

    def show_lane(self, lane: Lane | Found, *, choose: bool = True, rows: Sequence[InboxRow] | None = None) -> None:
        """Show a lane from its top: the first `rows` at once, its whole order as soon as it is read."""
        self._wanted = None
        self._wants_top = self._anew = False
        self.stop_picking()
        self._news.forget()
        self._last = None
        sorting = self.model.sorting
        self.model.begin(lane, self._reads.page(lane, limit=_FIRST, sorting=sorting) if rows is None else rows)
        self.head.set_lane(lane)
        self.table.scrollToTop()
        if choose:
            self._choose_first()
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
        tasks = self._tasks()
        if tasks is None:
            return
        self._asked += 1
        # What is put in force at one stroke needs no steps to it; those of a long list that was ranked anew are many.
        shown = None if self._anew else self.model.order()
        lane, sorting = self.lane, self.model.sorting

        def work(reads: Reads) -> "_Found":
            from desktop.ui.models.steps import steps

            ids = reads.ids(lane, sorting)
            return ids, [] if shown is None else steps(shown, ids), Order(ids)

        tasks.run(work, partial(self._adopt, self._asked, self.model.changes))

    def show_held(self) -> None:
        """Show what was held back, and go to the first of it; where the order is another by now, show it from its top."""
        if self.model.held or self.model.is_stale:
            self._last = None
            self._wants_top = True
            self._anew = self.model.is_stale
            self.read_order()

    # Moving

    def step(self, by: int) -> None:
        """Go `by` rows down (up when negative), staying in the list."""
        rows = self.model.rowCount()
        if rows:
            here = self.table.currentIndex().row()
            self.go(max(0, min(rows - 1, here + by)))

    def go(self, row: int) -> None:
        """Go to a row and select it alone, unless rows are being picked."""
        if self._picked is not None:
            self._picked.moved()
        self._set_current(row)

    def select(self, id_: ConversationId) -> bool:
        """Go to a conversation; False when the lane does not show it."""
        row = self.model.row_of(id_)
        if row >= 0:
            self.go(row)
        return row >= 0

    def want(self, id_: ConversationId) -> None:
        """Go to a conversation of the lane; as soon as its order is read, where that is needed to find it."""
        if not self.select(id_):
            self._wanted = id_

    @property
    def picked(self) -> "Picking":
        """The rows chosen together; there after `complete`."""
        if self._picked is None:
            raise RuntimeError("rows are picked after the first paint")
        return self._picked

    @property
    def picking(self) -> bool:
        """True while rows are being picked one by one."""
        return self._picked is not None and self._picked.active

    def stop_picking(self) -> None:
        """Let go of what was picked; the current row alone is selected again."""
        if self._picked is not None:
            self._picked.stop()

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
        self._many.follow(ids, self._put, self._here)

    def follow(self, old: ConversationId, new: ConversationId) -> None:
        """Stand on `new`, of which `old` has become part: on its own row, else in the place of the other."""
        if self.current != old:
            return
        if self.model.row_of(new) < 0:
            row = self._reads.rows([new], self.lane, self.model.sorting).get(new)
            if row is not None:
                self._last = new
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
            if old is None or old == row.id or self.model.known(row.id) or (was_current and not own):
                continue
            self.model.replace(old, row)
            if was_current:
                index = self.table.currentIndex()
                self._moved(index, index)

    def when_followed(self, then: Callable[[], object]) -> None:
        """Call `then` when the list shows everything the owner has done so far."""
        self._many.when_followed(then)

    def _here(self) -> ConversationId | None:
        return self.current

    def _put(self, order: Order, stand_on: ConversationId | None) -> None:
        """Show another order, standing where the owner stood, as far down the screen as before."""
        self.stop_picking()
        y = self.table.rowViewportPosition(self.table.currentIndex().row())
        self.model.put(order)
        if stand_on is not None:
            row = self.model.row_of(stand_on)
            self._set_current(row)
            self.table.hold(row, y)
            self.table.keep_in_sight(row)
        else:
            self._choose_first()
        if not self.model.rowCount():
            self._last = None
            self.chosen.emit(None)

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
        went_on = self._go_on_from(frozenset(left) - staying)
        current = self.table.currentIndex()
        y = self.table.rowViewportPosition(current.row()) if current.isValid() else 0
        untouched = not current.isValid()
        self.model.refresh(
            here,
            staying=staying,
            left=left,
            # What the owner takes back is seen at its place at once, and what stands above that place stays.
            last_seen=-1 if untouched or back else self.table.last_visible(),
        )
        if not own:
            self._hold_still(y)
        elif went_on:
            self.table.keep_in_sight(self.table.currentIndex().row())
        if untouched:
            self._settle.start()

    def _go_on_from(self, leaving: frozenset[ConversationId]) -> bool:
        """Stand on the next row that stays, when the current one is about to go; on the last one where none follows.

        Returns whether it went there. Where it will stand is known, and to be scrolled to, when the others have gone.
        """
        here = self.table.currentIndex().row()
        if here < 0 or self.model.id_at(here) not in leaving:
            return False
        last = self.model.rowCount() - 1
        following = chain(range(here + 1, last + 1), range(here - 1, -1, -1))
        row = next((row for row in following if self.model.id_at(row) not in leaving), None)
        if row is not None:
            self._set_current(row, in_sight=False)
        return row is not None

    def _hold_still(self, y: int) -> None:
        """Scroll so that the current row stands where it stood."""
        current = self.table.currentIndex()
        if current.isValid():
            self.table.hold(current.row(), y)

    def _adopt(self, asked: int, changes: int, found: "_Found") -> None:
        if asked != self._asked:
            return
        ids, moves, order = found
        current = self.table.currentIndex()
        y = self.table.rowViewportPosition(current.row()) if current.isValid() else 0
        here = self.current
        before = self.model.held_ids()
        cut = isinstance(self.lane, Found) and len(ids) >= MOST_FOUND
        self.head.set_most(MOST_FOUND if cut else 0)
        if self._anew:
            self.model.put(order, fresh=True)
        else:
            # Rows may have come or gone while the order was read: then the steps are worked out again.
            self.model.adopt(ids, moves if changes == self.model.changes else None, order)
            # Where the current row itself was ranked anew meanwhile, it is followed to its place.
            if here is not None and self.current != here and self.model.row_of(here) >= 0:
                self._set_current(self.model.row_of(here), in_sight=False)
            self._hold_still(y)
        self._anew = False
        if self._wants_top:
            self._wants_top = False
            self._go_to_first_of(before)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.select(wanted)
        if not self.table.currentIndex().isValid():
            self._choose_first()
        self.order_known.emit()
        if self._further is not None:
            self._further.look()

    def _go_to_first_of(self, ids: set[int]) -> None:
        rows = [row for id_ in ids if (row := self.model.row_of(ConversationId(id_))) >= 0]
        if rows or (self.model.rowCount() and not self.table.currentIndex().isValid()):
            self.table.scrollToTop()
            self._set_current(min(rows, default=0))

    # Qt's events

    def _set_current(self, row: int, *, in_sight: bool = True) -> None:
        flags = QItemSelectionModel.SelectionFlag
        index = self.model.index(row, 0)
        wanted = flags.NoUpdate if self.picking else flags.ClearAndSelect | flags.Rows
        self.table.selectionModel().setCurrentIndex(index, wanted)
        if in_sight:
            self.table.keep_in_sight(row)

    def _choose_first(self) -> None:
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self._set_current(0)

    def _moved(self, index: "QModelIndex", before: "QModelIndex") -> None:
        if self._ahead is not None and index.isValid():
            self._ahead.moved(index.row(), before.row())
        id_ = self.model.id_at(index.row()) if index.isValid() else None
        if id_ != self._last:
            self._last = id_
            self.chosen.emit(id_)

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
        self.table.keep_in_sight(max(0, self.table.currentIndex().row()))
        self.table.viewport().update()

    def set_density(self, density: str) -> None:
        """Show rows of another height; the current one stays in sight."""
        self._delegate.set_density(density)
        self._restyle()
        self.table.keep_in_sight(max(0, self.table.currentIndex().row()))
        self.table.viewport().update()

    def set_empty_words(self, say: Callable[[Lane | Found], tuple[str, str]]) -> None:
        """Have `say` choose the words of an empty lane."""
        self._empty_words = say
        self.say_empty()

    def say_empty(self) -> None:
        """Say anew why the lane is empty: that may have changed, such as a channel that is heard no longer."""
        if self._empty is not None:
            self._empty.say(*self._empty_words(self.lane))
