"""The second text of a reply that is given in public and in private at one stroke."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.compose.limits import Measure
from desktop.sync.ways import Way
from desktop.ui.theme import Theme
from desktop.ui.views.reply.counter import Counter
from desktop.ui.views.reply.words import say_audience
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.reply_text import ReplyText
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.wording import words

_NARROW = 520
_UNBOUND = 16_777_215
"""Qt's own greatest width."""


class Caption(QWidget):
    """The line above one of two texts: by which channel, to whom, who can read it, and how much room is left.

    Where there is room for one text only, `other` leads to the other one.
    """

    def __init__(self, theme: Theme, other: str) -> None:
        """`other` names the other text."""
        super().__init__()
        self.other = VerbButton(other, "", theme, look="quiet")
        self.other.hide()
        self._narrow = theme.look.px(_NARROW)
        self._where = Elided(look="quiet-small")
        self.audience = Chip()
        self.counter = Counter(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.look.px(10))
        row.addWidget(self._where, 1)
        row.addWidget(self.counter)
        row.addWidget(self.audience)
        row.addWidget(self.other)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room there is to whom it goes."""
        super().resizeEvent(event)
        width = event.size().width()
        self.audience.setMaximumWidth(width // 4 if width < self._narrow else _UNBOUND)

    def show_for(self, target: Way) -> None:
        """Name a way."""
        whom = ", ".join(target.recipients) or target.handle or target.who
        self._where.say(f"{words.channel_title(target.channel)}  ·  {whom}")
        say_audience(self.audience, target.audience)

    def show_size(self, size: Measure) -> None:
        """Say how much room is left."""
        self.counter.show_size(size)


class Beside(QWidget):
    """Caption and text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.caption = Caption(theme, self.tr("Public text"))
        self.text = ReplyText(theme)
        self.text.setAccessibleName(self.tr("Text of the private reply"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.look.px(6))
        box.addWidget(self.caption)
        box.addWidget(self.text)
        self.hide()
