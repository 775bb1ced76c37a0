"""What stands below a public text that holds somebody's private details, and what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.row import Tone
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.verb_button import VerbButton


class Guard(QWidget):
    """Warns while one writes; once it has stopped a reply, it offers to move it, or to send it all the same."""

    moved = Signal()
    confirmed = Signal()
    turned = Signal()
    """A reply is stopped now, or no longer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._is_quiet = False
        self.sentence = safe.label(look="quiet-small")
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("tone", Tone.NOTICE.value)
        self.mover = VerbButton(self.tr("Move to private"), "", theme)
        self.send = VerbButton(self.tr("Send all the same"), "", theme)
        self.mover.clicked.connect(self.moved)
        self.send.clicked.connect(self.confirmed)
        self._ways = QWidget()
        ways = Flow(self._ways)
        ways.setSpacing(theme.look.px(8))
        ways.addWidget(self.mover)
        ways.addWidget(self.send)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.look.px(6))
        box.addWidget(self.sentence)
        box.addWidget(self._ways)
        self._ways.hide()
        self.hide()

    @property
    def stops(self) -> bool:
        """True while a reply is stopped and the owner has not decided."""
        return not self._ways.isHidden()

    def lines(self, width: int) -> int:
        """Return how many lines the sentence takes."""
        return round(self.sentence.heightForWidth(width) / self.sentence.fontMetrics().lineSpacing())

    def keep_quiet(self, *, quiet: bool) -> None:
        """Say nothing while one writes, only when a reply is stopped: where there is no room for both."""
        if quiet != self._is_quiet:
            self._is_quiet = quiet
            self._appear()

    def _appear(self) -> None:
        self.setVisible(bool(self.sentence.text()) and (self.stops or not self._is_quiet))

    def warn(self, sentence: str) -> None:
        """Say what is found while one writes; "" for nothing, which also ends a stop."""
        safe.say(self.sentence, sentence)
        if not sentence:
            self._ask(asks=False)
        self._appear()

    def stop(self, sentence: str, *, can_move: bool) -> None:
        """Say why the reply was not sent, and ask."""
        safe.say(self.sentence, sentence)
        self.mover.setVisible(can_move)
        self._ask(asks=True)
        self.show()

    def let_go(self) -> None:
        """Ask no longer: what was found is changed, or decided about."""
        self._ask(asks=False)

    def _ask(self, *, asks: bool) -> None:
        if asks != self.stops:
            self._ways.setVisible(asks)
            self._appear()
            self.turned.emit()
