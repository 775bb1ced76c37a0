"""The search as a place: what it finds stands in the list, Esc leads back, and it can be kept under a name."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSettings, QTimer
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from desktop.domain.conversation import ConversationId
from desktop.domain.row import Found, InboxRow, Lane
from desktop.domain.text import plain
from desktop.ui.reads import Reads
from desktop.ui.search.completing import Known, read_known, read_people
from desktop.ui.views.conversation.name_card import NameCard
from desktop.ui.views.search.marks import Marks
from desktop.ui.views.search.page import Search
from desktop.ui.wording import words
from desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop.domain.change import ChangeSet

_FIRST = 60
_RECENT = 6
_LONGEST = 400
_STATE, _KEY = "window.ini", "search/recent"
_QUIET_MS = 700
"""Milliseconds without news after which the saved searches are counted."""


class Finding(QObject):
    """Made with the commands; lives as long as the window. GUI thread only."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work.window)
        self._window = window = work.window
        self._desk = work.desk
        self._theme = theme = work.theme
        self._turns = work.turns
        self._float = work.show
        self._asked = 0
        self._kept = QSettings(str(window.folder / _STATE), QSettings.Format.IniFormat) if window.folder else None
        """Where the recent searches outlast the window."""
        self._recent = self._read_recent()
        self._is_asking = False
        self._is_ordered = True
        self._then: tuple[Found, Callable[[], object]] | None = None
        """What waits until all of a search is listed."""
        self._before: tuple[Lane, ConversationId | None] | None = None
        self._marks = Marks(window, theme)
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(_QUIET_MS)
        self._count.timeout.connect(self._read_counts)
        window.inbox.order_known.connect(self._order_known)
        window.rail.saved_chosen.connect(self.show_saved)
        window.rail.saved_asked.connect(self._offer)

    @property
    def found(self) -> Found | None:
        """The search that the list shows, None when it shows a lane."""
        lane = self._window.lane
        return lane if isinstance(lane, Found) else None

    def start(self) -> None:
        """Read the searches that are kept."""
        self._read_counts()

    def show(self, query: str, stand_on: ConversationId | None = None, name: str = "") -> None:
        """Show what a query finds in the list, standing on one of its conversations, else on the first."""
        found = Found(query, name)
        self._remember(query)
        self._asked += 1
        self._is_asking = True
        self._turns.begin()
        done = partial(self._show, self._asked, found, stand_on)
        self._desk.seek(partial(_first, found, stand_on), done, partial(self._failed, self._asked))

    def _read_recent(self) -> list[str]:
        told = str(self._kept.value(_KEY) or "") if self._kept is not None else ""
        return [plain(line, _LONGEST) for line in told.splitlines() if line.strip()][:_RECENT]

    def _remember(self, query: str) -> None:
        recent = [query.strip(), *(one for one in self._recent if one != query.strip())][:_RECENT]
        if recent != self._recent:
            self._recent = recent
            if self._kept is not None:
                self._kept.setValue(_KEY, "\n".join(recent))

    def equip(self, search: Search) -> Search:
        """Give the search what it completes from: labels, channels, people, and what was searched lately."""
        search.remember(tuple(self._recent))
        search.ask_people(self._people)
        self._desk.seek(read_known, partial(_tell, search), self._desk.failed.emit)
        return search

    def _people(self, value: str, done: Callable[[Sequence[tuple[str, str]]], None]) -> None:
        self._desk.seek(partial(_people_of, value), done, self._desk.failed.emit)

    def answered(self) -> None:
        """The search has its answer: keys wait no longer, unless what it found is about to be shown."""
        if not self._is_asking:
            self._turns.end()

    def with_all(self, then: Callable[[], object]) -> None:
        """Call `then` when the list holds all that was found: at once, or as soon as it has been read.

        Where the owner has gone elsewhere meanwhile, it is not called: it would mean all of something else.
        """
        found = self.found
        if found is None or self._is_ordered:
            then()
        else:
            self._then = found, then
            self._turns.begin()

    def show_saved(self, name: str) -> None:
        """Show a search that was kept."""
        saved = next((one for one in self._window.rail.saved() if one.name == name), None)
        if saved is not None:
            self.show(saved.query, name=saved.name)

    def back(self) -> bool:
        """Go back from the search to where the owner was before; False where the list shows no search."""
        if self.found is None:
            return False
        lane, stood_on = self._before or (Lane.NEEDS_YOU, None)
        self._before = None
        self._marks.clear()
        self._window.show_lane(lane)
        self._window.focus_list()
        if stood_on is not None and lane is not Lane.OUTBOX:
            self._window.inbox.want(stood_on)
        return True

    def save(self) -> None:
        """Ask for the name under which the search on show is to be kept, and keep it."""
        found = self.found
        if found is None:
            self._desk.told.emit(self.tr("Search for something first, then save it."))
            return
        card = NameCard(self._theme, self.tr("Save this search"), found.name or found.query)
        card.named.connect(partial(self._keep, found.query))
        self._float(card)

    def keep(self, query: str, finds: bool) -> None:  # noqa: FBT001 - a slot
        """Ask for the name under which a query is to be kept that was only typed, and keep it."""
        card = NameCard(self._theme, self.tr("Save this search"), query)
        card.named.connect(partial(self._desk.save_search, query=query, finds=finds))
        self._float(card)

    def rename(self, name: str = "") -> None:
        """Ask for another name of a saved search, of the one on show unless named."""
        name = name or (self.found.name if self.found is not None else "")
        if name:
            card = NameCard(self._theme, self.tr("Rename this search"), name)
            card.named.connect(partial(self._desk.rename_search, name))
            self._float(card)

    def remove(self, name: str = "") -> None:
        """Keep a saved search no longer, the one on show unless named; what it finds stays as it is."""
        name = name or (self.found.name if self.found is not None else "")
        if name:
            self._desk.remove_search(name)

    def take_change(self, change: "ChangeSet") -> None:
        """Follow a commit: the figures of the saved searches may be others now."""
        if change and not self._count.isActive():
            self._count.start()

    def _keep(self, query: str, name: str) -> None:
        self._desk.save_search(name, query)
        found = self.found
        if found is not None and found.query == query:
            self.show(query, self._window.inbox.current, name)

    def _show(self, asked: int, found: Found, stand_on: ConversationId | None, rows: list[InboxRow]) -> None:
        if asked != self._asked:
            return
        lane = self._window.lane
        self._is_ordered = False
        if not isinstance(lane, Found):
            self._before = (lane, self._window.inbox.current)
        self._marks.show(found.query)
        self._window.show_lane(found, rows)
        self._window.focus_list()
        if stand_on is not None:
            self._window.inbox.want(stand_on)
        self._is_asking = False
        self._turns.end()

    def _order_known(self) -> None:
        self._is_ordered = True
        wished, self._then = self._then, None
        if wished is not None:
            found, then = wished
            if found is self.found:
                then()
            self._turns.end()

    def _failed(self, asked: int, sentence: str) -> None:
        if asked == self._asked:
            # Of one that was given up for another, the keys do not wait.
            self._is_asking = False
            self._turns.end()
        self._desk.failed.emit(sentence)

    def _offer(self, name: str, at: QPoint) -> None:
        menu = QMenu(self._window)
        menu.addAction(self.tr("Rename …"), partial(self.rename, name))
        menu.addAction(self.tr("Remove"), partial(self.remove, name))
        menu.popup(at)
        menu.aboutToHide.connect(menu.deleteLater)

    def _read_counts(self) -> None:
        self._desk.seek(_saved, self._show_saved, self._desk.failed.emit)

    def _show_saved(self, kept: list[tuple[Found, int | None]]) -> None:
        self._window.rail.set_saved([(found, _figure(count)) for found, count in kept])


def _first(found: Found, stand_on: ConversationId | None, reads: Reads) -> list[InboxRow]:
    rows = reads.page(found, limit=_FIRST)
    if stand_on is not None and all(row.id != stand_on for row in rows):
        rows += reads.rows([stand_on], found).values()
    return rows


def _tell(search: Search, known: Known) -> None:
    if isValid(search):
        search.know(known)


def _people_of(value: str, reads: Reads) -> list[tuple[str, str]]:
    return read_people(reads, value)


def _saved(reads: Reads) -> list[tuple[Found, int | None]]:
    from desktop.store import saved

    counts = saved.counts(reads.connection)
    return [(found, counts.get(found.name)) for found in saved.saved(reads.connection)]


def _figure(count: int | None) -> str:
    from desktop.store.saved import MANY

    if not count:
        return ""
    return f"{words.number(MANY - 1)}+" if count >= MANY else words.number(count)
