"""Wavy lines under the misspelt words of a text, which follow what is typed. Nothing is looked up here."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit

from desktop.compose.spelling import Spot, shifted
from desktop.ui.theme import Theme

_PAUSE_MS = 150
_LONG = 5_000
_LONG_PAUSE_MS = 500
"""A long text is looked at only when the keys rest."""
_TYPED = 2
"""Units that one key puts or takes; more at once is not typing."""


class Underlines(QObject):
    """Belongs to one text. `stale` follows every change of it, after a moment: then it wants to be looked at anew.

    The lines are formats of the layout and not of the text: they are neither undone nor copied nor saved. The word that
    is being typed has none until the caret leaves it.
    """

    stale = Signal(object)
    """These Underlines."""

    def __init__(self, text: QPlainTextEdit, theme: Theme) -> None:
        super().__init__(text)
        self.text = text
        self._theme = theme
        self._spots: list[Spot] = []
        self._edits: list[tuple[int, int, int]] = []
        self._typed_at = -1
        self._asked: Spot | None = None
        self._wave, self._ground = QTextCharFormat(), QTextCharFormat()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._tell)
        self._dress()
        text.document().contentsChange.connect(self._edited)
        text.cursorPositionChanged.connect(self._moved)
        theme.changed.connect(self._redress)

    def stop(self) -> None:
        """Take every line away and follow no longer."""
        self._pause.stop()
        self.text.document().contentsChange.disconnect(self._edited)
        self.text.cursorPositionChanged.disconnect(self._moved)
        self._theme.changed.disconnect(self._redress)
        self.clear()
        self.deleteLater()

    @property
    def spots(self) -> Sequence[Spot]:
        """The misspelt words, as they were found last, in the order of the text."""
        return self._spots

    def read(self) -> str:
        """Return the text, to be looked at; what is typed from now on shifts what will be found in it."""
        self._edits.clear()
        return self.text.toPlainText()

    def show_found(self, spots: Sequence[Spot]) -> None:
        """Take what was found in the text that was read last."""
        for edit in self._edits:
            spots = shifted(spots, *edit)
        self._spots = list(spots)
        self._draw_all()

    def clear(self) -> None:
        """Show no line until something is found anew."""
        self._pause.stop()
        self._spots, self._asked = [], None
        self._draw_all()

    def is_as_read(self) -> bool:
        """Return whether nothing was typed since the text was read."""
        return not self._edits

    def at(self, position: int) -> Spot | None:
        """Return the misspelt word at a place of the text."""
        place = bisect_left(self._spots, position, key=lambda spot: spot.end)
        found = self._spots[place] if place < len(self._spots) else None
        return found if found is not None and found.start <= position else None

    def ask_about(self, spot: Spot | None) -> None:
        """Set off the word that is asked about; the caret stays where it is."""
        before, self._asked = self._asked, spot
        for one in (before, spot):
            if one is not None:
                self._draw(one.start, one.end)

    def replace(self, spot: Spot, word: str) -> bool:
        """Put another word for one, as one step of undo, and leave the caret; return whether it still stood there."""
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(spot.start)
        cursor.setPosition(spot.end, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() != spot.word:
            return False
        caret = self.text.textCursor()
        anchor, position = caret.anchor(), caret.position()
        cursor.insertText(word)
        end = cursor.position()
        caret.setPosition(_beside(anchor, spot, end))
        caret.setPosition(_beside(position, spot, end), QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(caret)
        return True

    # What follows the keys

    def _edited(self, at: int, removed: int, added: int) -> None:
        self._edits.append((at, removed, added))
        self._spots = shifted(self._spots, at, removed, added)
        self._asked = None
        self._typed_at = at + added if removed + added <= _TYPED and self.text.hasFocus() else -1
        self._draw(at, at + added, is_new=True)
        is_long = self.text.document().characterCount() > _LONG
        if is_long or not self._pause.isActive():
            self._pause.start(_LONG_PAUSE_MS if is_long else _PAUSE_MS)

    def _moved(self) -> None:
        typed = self._typed_at
        if typed >= 0 and self.text.textCursor().position() != typed:
            self._typed_at = -1
            self._draw(typed, typed)

    def _tell(self) -> None:
        self.stale.emit(self)

    # Drawing

    def _dress(self) -> None:
        self._wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._wave.setUnderlineColor(self._theme.look.color("hurry"))
        self._ground.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._ground.setUnderlineColor(self._theme.look.color("hurry"))
        self._ground.setBackground(self._theme.look.color("notice_tint"))

    def _redress(self) -> None:
        self._dress()
        spots, self._spots = self._spots, []
        self._draw_all()
        self._spots = spots
        self._draw_all()

    def _draw_all(self) -> None:
        self._draw(0, self.text.document().characterCount())

    def _draw(self, start: int, end: int, *, is_new: bool = False) -> None:
        """Draw the lines of the paragraphs between two places; those that are right already stay.

        Paragraphs whose text `is_new` are laid out after this in any case.
        """
        document = self.text.document()
        block = document.findBlock(start)
        while block.isValid() and block.position() <= end:
            layout = block.layout()
            wanted = self._ranges(block)
            # While a word is put together by an input method, the layout's formats are the method's.
            if not layout.preeditAreaText() and (is_new or _places(layout.formats()) != _places(wanted)):
                layout.setFormats(wanted)
                if not is_new:
                    document.markContentsDirty(block.position(), block.length())
            block = block.next()

    def _ranges(self, block: QTextBlock) -> list[QTextLayout.FormatRange]:
        start, end = block.position(), block.position() + block.length()
        first = bisect_left(self._spots, start, key=lambda spot: spot.start)
        last = bisect_left(self._spots, end, key=lambda spot: spot.start)
        return [
            _range(spot, start, self._ground if spot == self._asked else self._wave)
            for spot in self._spots[first:last]
            if spot == self._asked or not spot.start <= self._typed_at <= spot.end
        ]


def _range(spot: Spot, start: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = spot.start - start, spot.length, form
    return made


def _places(ranges: Sequence[QTextLayout.FormatRange]) -> list[tuple[int, int, bool]]:
    return [(one.start, one.length, one.format.background().style().value > 0) for one in ranges]


def _beside(position: int, spot: Spot, end: int) -> int:
    """Return where the caret stands after a word was replaced by one that ends at `end`."""
    if position <= spot.start:
        return position
    return end if position <= spot.end else position + end - spot.end
