"""What is asked when the window is closed while replies have not left: send them first, or close all the same."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.draft import Reply
from desktop.domain.standing import Stage, standing
from desktop.ui.reply.standing import brief
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.scrolled import Scrolled
from desktop.ui.wording.language import retell
from desktop.ui.wording.words import many

_ON_ITS_WAY = frozenset((Stage.HELD, Stage.SCHEDULED, Stage.QUEUED, Stage.SENDING))
_CAN_LEAVE = frozenset((Stage.HELD, Stage.QUEUED, Stage.SENDING))
_NAMED = 4
"""Replies named one by one; of more than these only the number is said."""


def not_left(replies: Sequence[Reply], now: datetime) -> list[Reply]:
    """Return the replies that would have to wait until Shopbell is opened again."""
    return [reply for reply in replies if standing(reply).stage(now) in _ON_ITS_WAY]


def leaves_now(reply: Reply, now: datetime) -> bool:
    """Return whether a reply leaves as soon as it may, and does not wait for a time the owner chose."""
    return standing(reply).stage(now) in _CAN_LEAVE


class LeavingCard(Overlay):
    """`send_first` asks to send what can leave and close then, `leave` to close at once; put away, the window stays."""

    send_first = Signal()
    leave = Signal()

    def __init__(self, theme: Theme, replies: Sequence[Reply], now: datetime) -> None:
        title = many(self.tr("{n} not sent yet", "", len(replies)), len(replies))
        super().__init__(theme, title, width=520)
        self.is_decided = False
        """Whether one of the ways to close was taken."""
        self.box.addWidget(safe.label(title, look="card-title"))
        self.words = _words(replies, now)
        self.setAccessibleDescription(" ".join([*self.words, self._honest()]))
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in (*self.words, self._honest()):
            column.addWidget(_body(line))
        scroll = Scrolled(said)
        scroll.setAccessibleName(title)
        self.box.addWidget(scroll)
        self.box.addWidget(self._ways(any(leaves_now(reply, now) for reply in replies)))

    def _honest(self) -> str:
        return self.tr(
            "Nothing is lost: what has not left when Shopbell closes waits, and leaves when it is open again."
        )

    def _ways(self, can_leave: bool) -> QWidget:  # noqa: FBT001 - one of two rows of buttons
        inner = QWidget()
        column = QVBoxLayout(inner)
        px = self.theme.look.px
        column.setContentsMargins(px(16), px(8), px(16), px(16))
        row = Flow()
        row.setSpacing(px(10))
        column.addLayout(row)
        self.stay = QPushButton(self.tr("Stay"))
        self.stay.clicked.connect(self.put_away)
        self.close_now = QPushButton(self.tr("Close now"))
        self.close_now.clicked.connect(self._leave)
        self.send = QPushButton(self.tr("Send now, then close"))
        self.send.setProperty("look", "primary")
        self.send.clicked.connect(self._send)
        self.send.setVisible(can_leave)
        row.addWidget(self.stay)
        row.addWidget(self.close_now)
        row.addWidget(self.send)
        for button in (self.stay, self.close_now, self.send):
            button.setAutoDefault(True)
        self.first = self.send if can_leave else self.close_now
        return inner

    def _leave(self) -> None:
        self.is_decided = True
        self.put_away()
        self.leave.emit()

    def _send(self) -> None:
        self.is_decided = True
        self.put_away()
        self.send_first.emit()


def _body(line: str) -> QLabel:
    label = safe.label(look="card-body")
    safe.say(label, line, 300)
    label.setWordWrap(True)
    return label


def _words(replies: Sequence[Reply], now: datetime) -> list[str]:
    lines = [f"{retell(reply.summary)}: {brief(standing(reply), now)}" for reply in replies[:_NAMED]]
    return lines if len(replies) <= _NAMED else [*lines, "…"]
