"""From the keys to the sheets and back: what stands in the two fields is kept, and another way may take its place."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.draft import Draft
from desktop.sync.ways import Way
from desktop.ui.reply.addresses import Addresses
from desktop.ui.reply.drafts import Drafts
from desktop.ui.reply.sheets import Sheets
from desktop.ui.reply.ways import Key
from desktop.ui.views.reply.form import ReplyForm
from desktop.ui.widgets.reply_text import ReplyText

LONG = 20_000
"""Characters from which on a text is looked at beside the keys and not at each of them."""
_LONG_MS = 250


class Texts(QObject):
    """What is typed is in its sheet and on its way to the store at once, so nothing gets lost when the sheet changes."""

    taken = Signal()
    """What stands in the fields was looked at, and kept where the drafts are read."""
    turned = Signal()
    """Another way stands in the fields."""

    def __init__(self, form: ReplyForm, sheets: Sheets, addresses: Addresses, drafts: Drafts) -> None:
        super().__init__(form)
        self._form = form
        self._sheets = sheets
        self._addresses = addresses
        self._drafts = drafts
        self._carets: dict[Key, int] = {}
        # A long text is not copied and read at every key.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LONG_MS)
        self._later.timeout.connect(self.take_in)

    # What stands in the fields

    def shown(self) -> list[tuple[Way, ReplyText]]:
        """Return the ways on show, each with where it is written."""
        sheets, form = self._sheets, self._form
        fields = [(sheets.front, form.text), (sheets.second, form.beside.text)]
        return [(target, field) for target, field in fields if target is not None]

    def still_shows(self, target: Way, field: ReplyText) -> bool:
        """Whether a field is still the one of a way."""
        return any(one.key == target.key and where is field for one, where in self.shown())

    @property
    def is_empty(self) -> bool:
        """True while nothing is written in any field."""
        return not any(field.toPlainText() for _, field in self.shown())

    @property
    def has_caret(self) -> bool:
        """Whether the owner is writing here."""
        return any(field.hasFocus() for _, field in self.shown())

    @property
    def way(self) -> Way | None:
        """The way of the text that has the caret, or had it last."""
        second = self._sheets.second
        return second if second is not None and self._form.beside.text.hasFocus() else self._sheets.front

    def chosen(self) -> str:
        """Return the text that has the caret, or had it last."""
        way = self.way
        return (
            self._form.beside.text if way is not None and way is self._sheets.second else self._form.text
        ).toPlainText()

    def insert(self, text: str, caret: int = -1) -> None:
        """Put words to where the caret is, as if they were typed; `caret` is where it goes within them."""
        field = (
            self._form.beside.text if self._sheets.is_both and self._form.beside.text.hasFocus() else self._form.text
        )
        field.take_asked_back()
        cursor = field.textCursor()
        start = cursor.selectionStart()
        cursor.insertText(text)
        cursor.setPosition(start + (len(text) if caret < 0 else caret))
        field.setTextCursor(cursor)

    # Keeping

    def typed(self) -> None:
        """Take in what a key has changed: at once, or soon when the text is long."""
        if any(field.document().characterCount() > LONG for _, field in self.shown()):
            if not self._later.isActive():
                self._later.start()
        else:
            self.take_in()

    def take_in(self) -> None:
        """Keep what is typed, where its draft was read, and have it looked at."""
        if self._sheets.is_loaded:
            self.keep()
        self.taken.emit()

    def keep(self) -> None:
        """Take what stands in the fields into the sheets of their ways, and hand on what is new to be saved."""
        self._later.stop()
        for target, field in self.shown():
            draft = self.draft(target, field)
            self._carets[target.key] = field.textCursor().position()
            if self._sheets.take(target, draft):
                self._drafts.typed(draft)

    def draft(self, target: Way, field: ReplyText) -> Draft:
        """Return what stands in a field as the draft of its way."""
        addressed = self._addresses.addressed() if target is self._sheets.front and target.is_addressed else None
        subject = self._form.recipients.written_subject() if target.is_new else None
        return self._sheets.written(target, field.toPlainText(), addressed, subject)

    def put_above(self, key: Key, draft: Draft) -> None:
        """Put a text that comes back above what was written since for the same way; caret and focus stay."""
        self.keep()
        since = self._sheets.drafts.get(key)
        if since is not None and (since.text.strip() or since.files):
            text = f"{draft.text}\n\n{since.text}" if since.text.strip() else draft.text
            draft = replace(since, text=text, files=since.files or draft.files)
        self._sheets.drafts[key] = draft
        self._drafts.typed(draft)
        for target, field in self.shown():
            if target.key == key:
                place = len(field.toPlainText()) - field.textCursor().position()
                field.put(draft.text, len(draft.text) - place)

    def join(self, field: ReplyText, text: str, before: int) -> None:
        """Let a field show its text as part of a longer one, of which `before` characters come first."""
        field.put(text, before + field.textCursor().position())
        self.keep()

    def put_away(self) -> None:
        """Leave the fields empty; what stood there is kept elsewhere."""
        self._carets = {}
        for field in (self._form.text, self._form.beside.text):
            field.put("")

    def forget(self) -> None:
        """Drop what stands in the fields: it is a reply now, and no draft."""
        for target, field in self.shown():
            self._sheets.drafts.pop(target.key, None)
            self._carets.pop(target.key, None)
            field.put("")
            if target.is_new:
                self._addresses.put(None)

    def let_go(self) -> None:
        """Follow what is on show no longer: it was kept, and there will be others."""
        self._later.stop()
        self._carets = {}

    # Ways

    def choose(self, key: Key | None) -> bool:
        """Write by another way, None for two at once; what stands here stays the draft of its way."""
        if not self._sheets.offers(key):
            return False
        self.keep()
        target = self._sheets.find(key)
        if target is not None and target.is_new:
            self._leave_by(target)
        self._drafts.flush()
        self.stand_on(key)
        return True

    def _leave_by(self, target: Way) -> None:
        """Let a new message, which is one whoever sends it, leave by another account."""
        self._sheets.carry(target)
        draft = self._sheets.drafts.get(target.key)
        if draft is not None:
            self._carets[target.key] = self._form.text.textCursor().position()
            self._drafts.typed(draft)

    def next_way(self) -> None:
        """Go to the next tab, after the last to the first."""
        key = self._sheets.after()
        if key != self._sheets.at() and self.choose(key):
            self._form.put_caret()

    def stand_on(self, key: Key | None) -> None:
        """Show what is written for a way."""
        self._sheets.stand_on(key)
        self._form.guard.warn("")
        for target, field in self.shown():
            field.put(self._sheets.text_of(target), self._carets.get(target.key, -1))
        self.turned.emit()
