"""What the owner can do about one reply of the outbox, as buttons: only what is possible in its state."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.draft import Reply, ReplyState
from desktop.ui.standing import is_held
from desktop.ui.theme import Theme
from desktop.ui.widgets.verb_button import VerbButton

WITHDRAW, SEND_NOW, CHECK, ARRIVED, AGAIN = "withdraw", "send-now", "check", "arrived", "again"


def possible(reply: Reply, now: datetime) -> tuple[str, ...]:
    """Return what can be done about a reply, in the order of the buttons."""
    if is_held(reply, now):
        return (WITHDRAW, SEND_NOW)
    return {
        ReplyState.QUEUED: (WITHDRAW, SEND_NOW),
        ReplyState.REFUSED: (WITHDRAW,),
        ReplyState.OVERDUE: (WITHDRAW, SEND_NOW),
        ReplyState.UNKNOWN: (CHECK, ARRIVED, AGAIN),
    }.get(reply.state, ())


def edit_again() -> str:
    """Return what takes back a reply that was refused."""
    return QCoreApplication.translate("ReplyActions", "Edit again")


class ReplyActions(QWidget):
    """A row of buttons; `chosen` carries the reply and the word for what was chosen. Never takes the caret."""

    chosen = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, focus: bool = False) -> None:
        super().__init__(parent)
        self._reply: Reply | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look.px(8))
        titles = {
            WITHDRAW: self.tr("Undo"),
            SEND_NOW: self.tr("Send now"),
            CHECK: self.tr("Check again"),
            ARRIVED: self.tr("It arrived"),
            AGAIN: self.tr("Send again"),
        }
        self.buttons: dict[str, VerbButton] = {}
        for name, title in titles.items():
            button = VerbButton(title, "", theme, self)
            button.setObjectName(name)
            if not focus:
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self._clicked)
            button.hide()
            row.addWidget(button)
            self.buttons[name] = button

    def show_for(self, reply: Reply | None, now: datetime) -> None:
        """Offer what can be done about `reply`; nothing for None."""
        self._reply = reply
        offered = possible(reply, now) if reply is not None else ()
        is_open = reply is not None and reply.state is ReplyState.REFUSED
        self.buttons[WITHDRAW].setText(edit_again() if is_open else self.tr("Undo"))
        self.buttons[WITHDRAW].set_keys("")
        for name, button in self.buttons.items():
            button.setVisible(name in offered)

    def _clicked(self) -> None:
        button = self.sender()
        if self._reply is not None and button is not None:
            self.chosen.emit(self._reply, button.objectName())
