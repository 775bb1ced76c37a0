"""What is found about a reply while it is written: how much room is left, what stops it, what it should not hold."""

from PySide6.QtCore import QObject

from desktop.compose.assess import GLANCED, Assessed, assess
from desktop.sync.ways import Way
from desktop.ui.reply.addresses import Addresses
from desktop.ui.reply.sheets import Sheets
from desktop.ui.reply.texts import Texts
from desktop.ui.reply.ways import Key
from desktop.ui.views.reply.form import ReplyForm
from desktop.ui.wording.language import retell


class Findings(QObject):
    """Each text is looked at once."""

    def __init__(self, form: ReplyForm, sheets: Sheets, texts: Texts, addresses: Addresses) -> None:
        super().__init__(form)
        self._form = form
        self._sheets = sheets
        self._texts = texts
        self._addresses = addresses
        self._known: dict[Key, tuple[str, Assessed]] = {}

    def forget(self) -> None:
        """Look again at everything: by which rules may have changed."""
        self._known = {}

    def obstacle(self) -> str:
        """Return why nothing can be sent now, "" when it can."""
        sheets = self._sheets
        if sheets.front is None or not sheets.is_loaded:
            return self.tr("Open a conversation to answer it.") if sheets.opened is None else self.tr("One moment …")
        if sheets.front.refusal:
            return sheets.front.refusal
        for target, field in self._texts.shown():
            found = retell(self.look(target, field.toPlainText()).obstacle)
            if found and sheets.is_both:
                place = self.tr("In public: {why}") if target.is_public else self.tr("In private: {why}")
                return place.format(why=found)
            if found:
                return found
        if any(sheets.coming.get(target.key) for target in sheets.on_top):
            return self.tr("One moment, the file is still being read.")
        return self._addresses.problem()

    def look(self, target: Way, text: str, *, whole: bool = False) -> Assessed:
        """Return what is found about a text; of a long one the end is looked at only when it is asked for `whole`."""
        known = self._known.get(target.key)
        if known is not None and known[0] == text and (not whole or len(text) <= GLANCED):
            return known[1]
        glanced = None if whole else GLANCED
        found = assess(text, target.audience, target.limits, own=self._sheets.own, glanced=glanced)
        self._known[target.key] = (text, found)
        return found

    def show(self) -> None:
        """Say what is found."""
        form, warning = self._form, ""
        for target, field in self._texts.shown():
            found = self.look(target, field.toPlainText())
            if self._sheets.is_both:
                (form.caption if target is self._sheets.front else form.beside.caption).show_size(found.size)
            else:
                form.show_size(found.size)
            warning = warning or next((retell(notice.sentence) for notice in found.confirm), "")
        if not form.guard.stops or not warning:
            form.guard.warn(warning)
        form.allow(self.obstacle())
