"""The words that were looked for, marked in the conversation on show."""

import re
import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop.domain.errors import ShopbellError
from desktop.domain.query import UNSPACED, words_of
from desktop.domain.reading import parse
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.domain.conversation import ConversationId, Opened
    from desktop.ui.views.main_window import MainWindow

_MOST = 300
"""Marks on one page; a page full of them shows nothing more."""
_SOON_MS = 40
_LOOKS = 12
"""How often it is looked again while a page is still growing."""


class Marks(QObject):
    """Marks what stands in the page that is shown, also what is added to it a moment later. GUI thread only."""

    def __init__(self, window: "MainWindow", theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._pattern: re.Pattern[str] | None = None
        self._looks = 0
        self._seen = -1
        self._is_brought = False
        """Whether a mark of the conversation on show was brought into sight: once, then the owner reads where they like."""
        self._again = QTimer(self)
        self._again.setInterval(_SOON_MS)
        self._again.timeout.connect(self._look)
        self._opened: ConversationId | None = None
        window.opened_changed.connect(self._follow)
        window.reader.pages.laid_out.connect(self._laid_out)

    def show(self, query: str) -> None:
        """Mark the words of this search from now on."""
        try:
            self._pattern = pattern(words_of(parse(query, typing=True)))
        except ShopbellError:
            self._pattern = None
        self._is_brought = False
        self._laid_out()

    def clear(self) -> None:
        """Mark nothing any more."""
        self._pattern = None
        self._again.stop()
        self._window.reader.pages.browser.setExtraSelections([])

    def _follow(self, opened: "Opened | None") -> None:
        """Look at the page that is opened now; where it is the same with something new in it, without moving it."""
        id_ = opened.row.id if opened is not None else None
        if id_ != self._opened:
            self._opened, self._is_brought = id_, False
        self._laid_out()

    def _laid_out(self) -> None:
        """Look anew: a page that is laid out once more has lost its marks."""
        if self._pattern is not None:
            self._looks, self._seen = _LOOKS, -1
            self._again.start()

    def _look(self) -> None:
        """Mark the page when it has grown; the newest mark is brought into sight once."""
        browser = self._window.reader.pages.browser
        size = browser.document().characterCount()
        self._looks -= 1
        if self._pattern is not None and size != self._seen:
            self._seen, text = size, fold(browser.toPlainText())
            spans = [match.span() for match, _ in zip(self._pattern.finditer(text), range(_MOST), strict=False)]
            browser.setExtraSelections([self._mark(browser, *span) for span in spans])
            if spans and not self._is_brought:
                self._is_brought = True
                self._bring(browser, spans[-1][0])
        if self._looks <= 0:
            self._again.stop()

    def _mark(self, browser: QTextEdit, start: int, end: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        look, form = self._theme.look, QTextCharFormat()
        form.setBackground(look.color("notice_tint"))
        form.setForeground(look.color("ink"))
        form.setFontUnderline(True)
        cursor = QTextCursor(browser.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.format, mark.cursor = form, cursor
        return mark

    def _bring(self, browser: QTextEdit, at: int) -> None:
        """Scroll only where the mark cannot be seen."""
        cursor = QTextCursor(browser.document())
        cursor.setPosition(at)
        where = browser.cursorRect(cursor)
        room = browser.viewport().height()
        if not 0 <= where.top() <= room - where.height():
            bar = browser.verticalScrollBar()
            bar.setValue(bar.value() + where.top() - room // 3)


def fold(text: str) -> str:
    """Return text without capitals and accents, every letter in the place (in Qt's units) where it was."""
    if text.isascii():
        return text.lower()
    found: list[str] = []
    for char in text:
        bare = unicodedata.normalize("NFD", char)[0].lower()
        size = 2 if ord(char) > 0xFFFF else 1
        found.append(bare[:1].ljust(size, "\x00") if ord(bare[0]) <= 0xFFFF else "\x00" * size)
    return "".join(found)


def pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds these words and phrases in folded text, None for none."""
    parts = []
    for word in words:
        tokens = re.findall(r"\w+", fold(word).replace("ß", "ss"))
        if tokens:
            beside = r"\W+".join(map(re.escape, tokens)).replace("ss", "(?:ss|ß)")
            # Where a script has no spaces, a word stands right beside the next.
            before, after = ("", "") if UNSPACED.fullmatch(word) else (r"(?<!\w)", r"(?!\w)")
            parts.append(before + beside + (r"\w*" if word.endswith("*") else after))
    return re.compile("|".join(parts)) if parts else None
