"""What they wrote, put below the owner's words when the owner asks for it."""

from functools import partial

from desktop.sync.ways import Way
from desktop.ui.desk import Desk
from desktop.ui.reply.sheets import Sheets
from desktop.ui.reply.texts import Texts
from desktop.ui.widgets.reply_text import ReplyText


class Quoting:
    """GUI thread."""

    def __init__(self, sheets: Sheets, texts: Texts, desk: Desk) -> None:
        self._sheets = sheets
        self._texts = texts
        self._desk = desk

    def quote(self) -> None:
        """Read what they wrote and put it into the text of the way that can quote it."""
        found = [(target, field) for target, field in self._texts.shown() if target.quotes]
        if found and self._sheets.is_loaded:
            target, field = found[-1]
            self._desk.quote(target, partial(self._put, target, field))

    def _put(self, target: Way, field: ReplyText, quotation: str) -> None:
        """Put it below what stands there; the caret stays above it."""
        from desktop.compose.quote import with_quote

        here = field.toPlainText()
        if not self._texts.still_shows(target, field) or with_quote(here, quotation) == here:
            return
        cursor = field.textCursor()
        place = cursor.position()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(f"\n\n{quotation}")
        cursor.setPosition(min(place, len(here)))
        field.setTextCursor(cursor)
