"""A public text that holds somebody's private details is stopped until the owner has decided about it."""

from PySide6.QtCore import QObject, Signal

from desktop.ui.desk import Outgoing
from desktop.ui.reply.drafts import Drafts
from desktop.ui.reply.findings import Findings
from desktop.ui.reply.sheets import BOTH, Sheets
from desktop.ui.reply.texts import Texts
from desktop.ui.views.reply.form import ReplyForm
from desktop.ui.wording.language import retell


class Guarding(QObject):
    """`confirmed` carries the Outgoing that shall be sent all the same."""

    confirmed = Signal(object)

    def __init__(self, form: ReplyForm, sheets: Sheets, texts: Texts, findings: Findings, drafts: Drafts) -> None:
        super().__init__(form)
        self._form = form
        self._sheets = sheets
        self._texts = texts
        self._findings = findings
        self._drafts = drafts
        self._stopped: Outgoing | None = None
        form.guard.confirmed.connect(self._confirm)
        form.guard.moved.connect(self.move)

    def stops(self, outgoing: Outgoing) -> bool:
        """Stop what holds a private detail in public, and ask; return whether it was stopped."""
        found = [
            notice
            for target, field in self._texts.shown()
            for notice in self._findings.look(target, field.toPlainText(), whole=True).confirm
        ]
        if found:
            self._stopped = outgoing
            self._form.guard.stop(retell(found[0].sentence), can_move=self._sheets.pair is not None)
        return bool(found)

    def let_go(self) -> None:
        """Ask no longer: the text was changed."""
        self._form.guard.let_go()
        self._stopped = None

    def forget(self) -> None:
        """What was stopped is sent, or left behind."""
        self._stopped = None

    def move(self) -> None:
        """Take what should not be said in public to the private way: of two texts, only the lines that hold it."""
        pair, form = self._sheets.pair, self._form
        if pair is None or self._sheets.front is None:
            return
        public, private = pair
        is_both, text = self._sheets.is_both, form.text.toPlainText()
        kept, moved = ("", text)
        if is_both:
            spots = [notice.start for notice in self._findings.look(public, text, whole=True).confirm]
            kept, moved = parted(text.splitlines(keepends=True), spots)
        self._stopped = None
        form.guard.warn("")
        form.text.put(kept)
        self._texts.keep()
        before = form.beside.text.toPlainText() if is_both else self._sheets.text_of(private)
        joined = f"{before.rstrip()}\n\n{moved.strip()}" if before.strip() else moved.strip()
        draft = self._sheets.written(private, joined)
        self._sheets.drafts[private.key] = draft
        self._drafts.typed(draft)
        self._texts.stand_on(BOTH if is_both else private.key)
        form.put_caret(second=is_both)

    def _confirm(self) -> None:
        if self._stopped is not None:
            self.confirmed.emit(self._stopped)


def parted(lines: list[str], spots: list[int]) -> tuple[str, str]:
    """Return lines in two: those without any of the places, and those with one."""
    kept: list[str] = []
    moved: list[str] = []
    start = 0
    for line in lines:
        (moved if any(start <= spot < start + len(line) for spot in spots) else kept).append(line)
        start += len(line)
    return "".join(kept).strip(), "".join(moved)
