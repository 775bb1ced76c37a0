"""What came of asking for news: said in the status line when every account that was asked has ended its work."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.domain.account import AccountId, ChannelStatus
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.errors import ShopbellError, Unreachable
from desktop.ui.views.main_window import MainWindow
from desktop.ui.wording import words

PATIENCE = 30_000
"""Milliseconds after which what came so far is said, and who has not answered yet."""
_SHOWN = 8000

Trouble = Callable[[AccountId], ShopbellError | None]


class Asking(QObject):
    """GUI thread. `trouble` tells what an account's last work failed of."""

    def __init__(self, window: MainWindow, trouble: Trouble, clock: Clock) -> None:
        super().__init__(window)
        self._window = window
        self._trouble = trouble
        self._clock = clock
        self._asked: set[AccountId] = set()
        self._waiting: set[AccountId] = set()
        self._at_work: set[AccountId] = set()
        self._new = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._conclude)

    @Slot(object)
    def begin(self, account: AccountId | None) -> None:
        """Wait for an account, or all of them, which have just been asked."""
        here = self._window.overview.statuses
        asked = {s.account.id for s in here if s.account.id == account or (account is None and not s.ended)}
        if not self._waiting:
            self._asked, self._new = set(), 0
        self._asked |= asked
        self._waiting |= asked
        self._at_work -= asked
        if self._waiting:
            self._window.status_line.tell(self.tr("Looking for news …"), milliseconds=PATIENCE)
            self._patience.start()

    @Slot(object)
    def began(self, account: AccountId) -> None:
        """Take note that an account has begun to work: what ends without having begun was not asked by the owner."""
        self._at_work.add(account)

    @Slot(object)
    def worked(self, account: AccountId) -> None:
        """Take note that an account has ended its work."""
        if account in self._at_work:
            self._at_work.discard(account)
            self._end(account)

    @Slot(object)
    def changed(self, change: ChangeSet) -> None:
        """Count what comes."""
        if self._waiting and change.initiator == "sync":
            self._new += len(change.new_messages)

    def _end(self, account: AccountId) -> None:
        if account in self._waiting:
            self._waiting.discard(account)
            if not self._waiting:
                self._conclude()

    def _conclude(self) -> None:
        self._patience.stop()
        here = [status for status in self._window.overview.statuses if status.account.id in self._asked]
        late = [status for status in here if status.account.id in self._waiting]
        failed = [status for status in here if status not in late and self._trouble(status.account.id) is not None]
        self._waiting.clear()
        self._window.status_line.tell(self._words(here, failed, late), milliseconds=_SHOWN)

    def _words(self, here: list[ChannelStatus], failed: list[ChannelStatus], late: list[ChannelStatus]) -> str:
        if failed and len(failed) == len(here):
            return self._silence(here)
        came = self.tr("Nothing new") if not self._new else words.many(self.tr("{n} new", "", self._new), self._new)
        unheard = self.tr("{came}; {names} could not be asked").format(came=came, names=_names(failed))
        waiting = self.tr("{came} so far; {names} has not answered yet").format(came=came, names=_names(late))
        return waiting if late else unheard if failed else came

    def _silence(self, here: list[ChannelStatus]) -> str:
        """Return what is said when nobody could be asked."""
        heard = max((status.heard_at for status in here if status.heard_at is not None), default=None)
        cut = all(isinstance(self._trouble(status.account.id), Unreachable) for status in here)
        why = self.tr("No network") if cut else self.tr("{names} could not be asked").format(names=_names(here))
        if heard is None:
            return why
        return self.tr("{why}: last heard {when}").format(why=why, when=words.stamp(heard, self._clock.now()))


def _names(statuses: list[ChannelStatus]) -> str:
    return ", ".join(status.account.name for status in statuses)
