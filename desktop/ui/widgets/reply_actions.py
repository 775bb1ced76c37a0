"""What the owner can do about one reply of the outbox, as buttons: only what is possible in its state."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.draft import Reply, ReplyState
from desktop.domain.standing import Stage, standing
from desktop.ui.reply.standing import is_held
from desktop.ui.theme import Theme
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.verb_button import VerbButton

WITHDRAW, SEND_NOW, CHECK, ARRIVED, AGAIN = "withdraw", "send-now", "check", "arrived", "again"
CHANGE_TIME = "change-time"


def possible(reply: Reply, now: datetime) -> tuple[str, ...]:
    """Return what can be done about a reply, in the order of the buttons."""
    if is_held(reply, now):
        return (WITHDRAW, SEND_NOW)
    if waits_for_a_time(reply, now):
        return (WITHDRAW, CHANGE_TIME, SEND_NOW)
    return {
        ReplyState.QUEUED: (WITHDRAW, SEND_NOW),
        ReplyState.REFUSED: (WITHDRAW,),
        ReplyState.UNKNOWN: (CHECK, ARRIVED, AGAIN),
    }.get(reply.state, ())


def waits_for_a_time(reply: Reply, now: datetime) -> bool:
    """Return whether the owner chose a time for a reply that has not come yet, or that it missed."""
    return standing(reply).stage(now) in (Stage.SCHEDULED, Stage.OVERDUE)


def back_to_draft() -> str:
    """Return what takes back a reply that waits for its time."""
    return QCoreApplication.translate("ReplyActions", "Back to draft")


def edit_again() -> str:
    """Return what takes back a reply that was refused."""
    return QCoreApplication.translate("ReplyActions", "Edit again")


class ReplyActions(QWidget):
    """Buttons, in a second row where one is too short. A click never takes the caret.

    `chosen` carries the reply and the word for what was chosen.
    """

    chosen = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, focus: bool = False) -> None:
        super().__init__(parent)
        self._reply: Reply | None = None
        row = Flow(self)
        row.setSpacing(theme.look.px(8))
        titles = {
            WITHDRAW: self.tr("Undo"),
            CHANGE_TIME: self.tr("Change time"),
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
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._clicked)
            button.installEventFilter(self)
            button.hide()
            row.addWidget(button)
            self.buttons[name] = button

    def show_for(self, reply: Reply | None, now: datetime) -> None:
        """Offer what can be done about `reply`; nothing for None."""
        self._reply = reply
        offered = possible(reply, now) if reply is not None else ()
        undo = self.tr("Undo")
        if reply is not None and reply.state is ReplyState.REFUSED:
            undo = edit_again()
        elif reply is not None and waits_for_a_time(reply, now):
            undo = back_to_draft()
        self.buttons[WITHDRAW].setText(undo)
        self.buttons[WITHDRAW].set_keys("")
        for name, button in self.buttons.items():
            button.setVisible(name in offered)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take a double click for the one click it is meant as: by the second, the buttons may be those of the next reply."""
        return event.type() == QEvent.Type.MouseButtonDblClick

    def _clicked(self) -> None:
        button = self.sender()
        if self._reply is not None and button is not None:
            self.chosen.emit(self._reply, button.objectName())
