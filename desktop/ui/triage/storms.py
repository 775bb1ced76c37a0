"""What the owner does with a storm as a whole: see everybody in it, close the rest when it is over, unfold it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.row import Burst, ConversationId, Found, Lane
from desktop.ui.wording import storms as wording

if TYPE_CHECKING:
    from desktop.domain.change import ChangeSet
    from desktop.store.storms import Storm
    from desktop.ui.desk import Desk
    from desktop.ui.notices import Notices
    from desktop.ui.reads import Reads
    from desktop.ui.views.main_window import MainWindow

_INITIATOR = "storm"
_MEMBERS = "storm:"
OVER = "over"
_FIRST_MS = 20_000


class Storms(QObject):
    """Made with the commands; lives as long as the window. GUI thread only.

    `alarming` tells of complaints that come in faster than usual, in a title and a line; of praise nobody is called.

    A command means the storm whose row is the current one, else the one whose members are listed, else the newest.
    """

    alarming = Signal(str, str)

    def __init__(self, *, window: "MainWindow", desk: "Desk", find: Callable[..., object]) -> None:
        """`find` shows what a query finds, under a name."""
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._find = find
        self._notices: Notices | None = None
        self._told: set[int] = set()
        self._is_telling = False

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries each command out."""
        return {
            "storm.show": partial(self._with, self._show),
            "storm.close": partial(self._with, self._close),
            "storm.fold": partial(self._with, self._fold),
        }

    def start(self, notices: "Notices") -> None:
        """Tell of storms, also of those that began while the window was closed; the first moments are the owner's own."""
        self._notices = notices
        QTimer.singleShot(_FIRST_MS, self, self.begin)

    def begin(self) -> None:
        """Tell of storms from now on."""
        self._is_telling = True
        self._look()

    def take_change(self, change: "ChangeSet") -> None:
        """Follow a commit: tell of a storm that was found."""
        if change.initiator == _INITIATOR:
            self._look()

    def _look(self) -> None:
        if self._is_telling:
            self._desk.seek(_untold, self._tell, _unread)

    def _tell(self, found: "list[Storm]") -> None:
        # What was told is read as not told until that is written.
        found = [storm for storm in found if storm.id not in self._told]
        for storm in found:
            self._told.add(storm.id)
            self._desk.storm_told(storm.id)
        # One that is over was while nobody looked: its row says so, and there is no hurry.
        telling = [storm for storm in found if storm.phase != OVER and (storm.unhappy or storm.folds)]
        if telling and self._notices is not None:
            # One that is larger, or unhappy, before one that is neither.
            storm = max(telling, key=lambda one: (one.unhappy, one.members, one.id))
            sentence = wording.found(burst_of(storm), unhappy=storm.unhappy)
            if storm.unhappy:
                self.alarming.emit(sentence, wording.rate(burst_of(storm)))
            self._notices.by_itself(sentence, self.tr("Show"), partial(self._go_to, storm))

    def _go_to(self, storm: "Storm") -> None:
        """Stand on the row of a storm; where nothing is folded, list who is in it."""
        if storm.folded:
            self._desk.seek(partial(_row_of, storm.id), self._stand_on, _unread)
        else:
            self._show(storm)

    def _stand_on(self, row: tuple[ConversationId, Lane] | None) -> None:
        if row is not None:
            id_, lane = row
            if self._window.lane is not lane:
                self._window.show_lane(lane)
            self._window.inbox.want(id_)

    def _with(self, run: Callable[["Storm"], object]) -> None:
        """Read the storm that is meant, then do something with it."""
        self._desk.seek(partial(_storm, self._meant()), partial(self._run, run), _unread)

    def _run(self, run: Callable[["Storm"], object], storm: "Storm | None") -> None:
        if storm is None:
            self._desk.told.emit(wording.no_storm())
        else:
            run(storm)

    def is_here(self) -> bool:
        """Return whether the list stands on the row of a storm, or lists who is in one."""
        return bool(self._meant())

    def _meant(self) -> int:
        inbox = self._window.inbox
        row = inbox.model.row_at(inbox.table.currentIndex().row())
        if row is not None and row.burst is not None:
            return row.burst.storm
        lane = inbox.lane
        number = lane.query.removeprefix(_MEMBERS) if isinstance(lane, Found) else ""
        return int(number) if number.isascii() and number.isdecimal() else 0

    def _show(self, storm: "Storm") -> None:
        self._find(f"{_MEMBERS}{storm.id}", name=wording.storm_title(burst_of(storm)))

    def _close(self, storm: "Storm") -> None:
        """Mark everything done that stands behind the row, as one gesture, once the storm is over."""
        if storm.phase != OVER:
            self._desk.told.emit(wording.not_over(burst_of(storm)))
            return
        self._desk.seek(partial(_behind, storm.id), self._finish, _unread)

    def _finish(self, ids: list[ConversationId]) -> None:
        if ids:
            self._desk.finish(ids)
        else:
            self._desk.told.emit(self.tr("Nothing is left of it."))

    def _fold(self, storm: "Storm") -> None:
        self._desk.fold_storm(storm.id, folded=storm.unfolded, done=self._folded)

    def _folded(self, _change: "ChangeSet") -> None:
        # The owner wants to see them at once, wherever they belong.
        self._window.inbox.read_order()


def burst_of(storm: "Storm") -> Burst:
    """Return what the row of a storm says."""
    return Burst(
        storm=storm.id,
        title=storm.title,
        name=storm.name,
        people=storm.people,
        folded=storm.folded,
        alone=storm.alone,
        hours=storm.hours,
        peak=storm.peak,
        peak_at=storm.peak_at,
        rate=storm.rate,
        phase=storm.phase,
        half=storm.half,
    )


def _unread(_sentence: str) -> None:
    """What could not be read is looked at again with the next news."""


def _untold(reads: "Reads") -> "list[Storm]":
    from desktop.store import storms

    return storms.storms(reads.connection, untold=True)


def _storm(number: int, reads: "Reads") -> "Storm | None":
    """Return a storm; for 0 the newest that has something behind its row, or is folded no longer."""
    from desktop.store import storms

    found = storms.storms(reads.connection, only=number)
    return next((one for one in found if number or one.folded or one.unfolded), None)


def _behind(storm: int, reads: "Reads") -> list[ConversationId]:
    from desktop.store import folds

    return folds.behind(reads.connection, storm)


def _row_of(storm: int, reads: "Reads") -> tuple[ConversationId, Lane] | None:
    from desktop.store import folds, inbox

    for lead in folds.leads(reads.connection, storm):
        row = inbox.row(reads.connection, ConversationId(lead))
        return None if row is None else (row.id, inbox.lane_of(row))
    return None
