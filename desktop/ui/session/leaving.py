"""Closing the window while replies have not left: it says so, and sends them first when the owner wants that."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.domain.clock import Clock
from desktop.domain.draft import Reply, ReplyState
from desktop.domain.standing import Stage, standing
from desktop.ui.desk import Desk
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.notices import Notices
from desktop.ui.theme import Theme
from desktop.ui.views.leaving import LeavingCard, leaves_now, not_left
from desktop.ui.views.main_window import MainWindow

PATIENCE = 20_000
"""Milliseconds after which the owner is asked again, when what should leave first has not left."""


class Leaving(QObject):
    """Asked by the window before it closes. GUI thread."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        outbox: OutboxModel,
        desk: Desk,
        notices: Notices,
        clock: Clock,
        is_unsaved: Callable[[], bool],
    ) -> None:
        """`is_unsaved` tells whether something that was typed cannot be saved."""
        super().__init__(window)
        self._is_unsaved = is_unsaved
        self._warned = False
        self._window = window
        self._theme = theme
        self._outbox = outbox
        self._desk = desk
        self._notices = notices
        self._clock = clock
        self._card: LeavingCard | None = None
        self._agreed = False
        self._leaving: frozenset[str] = frozenset()
        """The replies that shall leave before the window closes."""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._ask)
        for change in (outbox.dataChanged, outbox.rowsInserted, outbox.rowsRemoved, outbox.rowsMoved):
            change.connect(self._follow)
        window.ask_before_closing(self.may_close)

    def may_close(self) -> bool:
        """Return whether the window may close now; when not, the owner is asked."""
        app = QApplication.instance()
        if self._agreed or (isinstance(app, QApplication) and app.isSavingSession()):
            return True
        if self._is_unsaved() and not self._warned:
            self._warned = True
            self._notices.trouble(
                self.tr(
                    "What you typed cannot be saved and would be lost. Copy it, or close once more to close all the same."
                )
            )
            self._stay()
            return False
        self._warned = False
        if not self._waiting():
            return True
        self._ask()
        return False

    def _waiting(self) -> list[Reply]:
        return not_left(self._outbox.replies(), self._clock.now())

    @Slot()
    def _ask(self) -> None:
        self._patience.stop()
        replies = self._waiting()
        if self._card is not None or not replies:
            return
        card = self._card = LeavingCard(self._theme, replies, self._clock.now())
        card.leave.connect(self._leave)
        card.send_first.connect(self._send_first)
        card.closed.connect(self._put_away)
        card.open_over(self._window)

    @Slot()
    def _put_away(self) -> None:
        card, self._card = self._card, None
        if card is not None and not card.is_decided and not self._agreed:
            self._stay()

    @Slot()
    def _stay(self) -> None:
        self._patience.stop()
        self._window.stayed.emit()

    @Slot()
    def _leave(self) -> None:
        self._agreed = True
        self._window.close()

    @Slot()
    def _send_first(self) -> None:
        now = self._clock.now()
        self._leaving = frozenset(reply.id for reply in self._waiting())
        for reply in self._waiting():
            if standing(reply).stage(now) in (Stage.HELD, Stage.QUEUED):
                self._desk.send_now(reply)
        self._notices.offer(self.tr("Closing as soon as it has left …"), self.tr("Stay"), self._stay)
        self._patience.start()
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Close once everything that can leave has left; what came back keeps the window open, and is told there."""
        if self._card is not None and not self._waiting():
            # It has left while the owner was asked.
            self._agreed = True
            self._card.put_away()
            self._leave()
        if not self._patience.isActive():
            return
        replies, now = self._outbox.replies(), self._clock.now()
        came_back = (ReplyState.REFUSED, ReplyState.UNKNOWN)
        if any(reply.state in came_back for reply in replies if reply.id in self._leaving):
            self._stay()
        elif not any(leaves_now(reply, now) for reply in replies):
            self._patience.stop()
            self._leave()
