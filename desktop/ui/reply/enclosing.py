"""The files that go with a reply: read, kept with the draft of a way, and taken out again."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.domain.conversation import ConversationId
from desktop.domain.draft import DraftFile
from desktop.sync.ways import Way
from desktop.ui.desk import Desk
from desktop.ui.reply.sheets import Sheets
from desktop.ui.reply.texts import Texts
from desktop.ui.views.reply.form import ReplyForm


class Enclosing(QObject):
    """`changed` follows when a file begins to come, has come or gone."""

    changed = Signal()

    def __init__(self, form: ReplyForm, sheets: Sheets, texts: Texts, desk: Desk) -> None:
        super().__init__(form)
        self._form = form
        self._sheets = sheets
        self._texts = texts
        self._desk = desk
        self._early: list[tuple[ConversationId, Sequence[object]]] = []
        """Files that were given before it was read how their conversation can be answered."""
        form.files.removed.connect(self._remove)
        for given in (form.files_given, form.text.files_given, form.beside.text.files_given):
            given.connect(self.attach)

    @property
    def way(self) -> Way | None:
        """The way the files go with: of two, the private one where it takes any. None where no file can go."""
        carrying = [target for target in self._sheets.on_top if target.limits.files is not None]
        return carrying[-1] if carrying and self._sheets.is_loaded else None

    def attach(self, files: Sequence[object]) -> None:
        """Have files (paths, or pictures from the clipboard) read and kept with the draft; a sentence says why not."""
        here = self._sheets.conversation
        if here is not None and not self._sheets.is_loaded:
            self._early.append((here, files))
            return
        target = self.way
        if target is None:
            why = self.tr("Files cannot go with a reply by this channel. Answer by mail to send them.")
            self._form.say(why, trouble=True, lasting=True)
            return
        self._form.say("")
        self._texts.keep()
        self._desk.drafts.flush()
        self._sheets.coming[target.key] = self._sheets.coming.get(target.key, 0) + 1
        self.show()
        self.changed.emit()
        given = [file for file in files if file]
        self._desk.attach(target, given, partial(self._attached, target), partial(self._refused, target))  # type: ignore[arg-type]

    def read(self) -> None:
        """Attach what was given before it was read how the conversation on show can be answered."""
        here = self._sheets.conversation
        given = [files for conversation, files in self._early if conversation == here]
        self._early = [one for one in self._early if one[0] != here]
        for files in given:
            self.attach(files)

    def show(self) -> None:
        """Show what goes with the way on top."""
        target = self.way
        draft = self._sheets.drafts.get(target.key) if target is not None else None
        coming = self._sheets.coming.get(target.key, 0) if target is not None else 0
        self._form.files.show_files(draft.files if draft is not None else (), coming=coming)

    def _remove(self, number: int) -> None:
        target = self.way
        if target is not None:
            self._desk.detach(target, number, partial(self._kept, target))
            self._form.put_caret()

    def _attached(self, target: Way, files: tuple[DraftFile, ...]) -> None:
        self._arrived(target)
        self._kept(target, files)

    def _kept(self, target: Way, files: tuple[DraftFile, ...]) -> None:
        if self._sheets.find(target.key) is not None:
            self._sheets.enclose(target, files)
            self.show()
            self.changed.emit()

    def _refused(self, target: Way, sentence: str) -> None:
        self._arrived(target)
        self.show()
        self.changed.emit()
        if self._sheets.find(target.key) is not None:
            self._form.say(sentence, trouble=True, lasting=True)
        else:
            self._desk.failed.emit(sentence)

    def _arrived(self, target: Way) -> None:
        self._sheets.coming[target.key] = max(0, self._sheets.coming.get(target.key, 0) - 1)
