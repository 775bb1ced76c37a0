"""The counter below a text: how much room is left in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.compose.limits import Measure
from desktop.ui.theme import Theme, mark
from desktop.ui.views.reply.words import size_words
from desktop.ui.widgets import safe
from desktop.ui.wording import words

_NEARLY_FULL = 20


class Counter(QLabel):
    """Says it in a sentence, or briefly in the figure alone; its tooltip and its name are always the sentence."""

    wanted = 0
    """Pixels the sentence needs: as many as at its widest, so that nothing moves to another line at a key."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._size: Measure | None = None
        self._is_brief = False
        self.setObjectName("counter")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.look.figures())
        self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)

    def show_size(self, size: Measure) -> bool:
        """Say how much room is left; return whether `wanted` is another one now."""
        before, self._size = self._size, size
        self._say()
        wanted = self.fontMetrics().horizontalAdvance(size_words(size))
        if before is not None and size.limit == before.limit and wanted <= self.wanted:
            return False
        self.wanted = wanted
        return True

    def be_brief(self, *, briefly: bool) -> None:
        """Show the figure alone, or the sentence in all the room it wants."""
        self.setMinimumWidth(0 if briefly else self.wanted)
        if briefly != self._is_brief:
            self._is_brief = briefly
            self._say()

    def _say(self) -> None:
        size = self._size
        if size is None:
            return
        sentence = size_words(size)
        self.setText(words.number(size.left) if self._is_brief and size.left is not None else sentence)
        safe.tooltip(self, sentence)
        self.setAccessibleName(sentence)
        left = size.left
        mark(self, "tone", "" if left is None or left > _NEARLY_FULL else "hurry" if left < 0 else "notice")
