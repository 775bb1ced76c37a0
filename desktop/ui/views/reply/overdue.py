"""What is asked about a reply that could not leave at the time the owner chose for it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.draft import Reply
from desktop.ui.theme import Theme
from desktop.ui.views.overlay import Overlay
from desktop.ui.widgets import reply_actions, safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words
from desktop.ui.wording.language import retell


class OverdueCard(Overlay):
    """`acted` carries the reply and a word of `reply_actions`; put away, nothing is decided and it stays in the outbox."""

    acted = Signal(object, str)

    def __init__(self, theme: Theme, reply: Reply, now: datetime) -> None:
        title = self.tr("Not sent in time")
        super().__init__(theme, title, width=520)
        self._reply = reply
        when = words.stamp(reply.leave_at, now) if reply.leave_at is not None else ""
        self.box.addWidget(safe.label(title, look="card-title"))
        said = self.tr("It was to leave {when}, and Shopbell was not open or could not send then.").format(when=when)
        whom = retell(reply.summary)
        for line, limit in ((said, 300), (whom, 120), (f"“{reply.text}”", 240)):
            label = safe.label(look="card-body")
            safe.say(label, line, limit)
            label.setWordWrap(True)
            self.box.addWidget(label)
        self.setAccessibleDescription(f"{said} {whom}")
        inner = QWidget()
        px = theme.look.px
        row = Flow(inner)
        row.setContentsMargins(px(16), px(8), px(16), px(16))
        row.setSpacing(px(10))
        self.buttons: dict[str, VerbButton] = {}
        for name, text, look in (
            (reply_actions.WITHDRAW, self.tr("Keep as draft"), "plain"),
            (reply_actions.CHANGE_TIME, self.tr("Change time"), "plain"),
            (reply_actions.SEND_NOW, self.tr("Send now"), "primary"),
        ):
            button = VerbButton(text, "", theme, look=look)
            button.setObjectName(name)
            button.setAutoDefault(True)
            button.clicked.connect(self._clicked)
            row.addWidget(button)
            self.buttons[name] = button
        self.box.addWidget(inner)
        self.first = self.buttons[reply_actions.WITHDRAW]

    def _clicked(self) -> None:
        button = self.sender()
        self.put_away()
        if button is not None:
            self.acted.emit(self._reply, button.objectName())
