"""What the owner writes in one conversation: by which way, a text and files for each, and two of them at once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal

from desktop.compose.assess import GLANCED, Assessed, assess
from desktop.domain.draft import Draft, DraftFile
from desktop.ui.commands import Commands
from desktop.ui.desk import Desk
from desktop.ui.target import Key, Target, both
from desktop.ui.theme import Theme
from desktop.ui.views.reply_form import ReplyForm
from desktop.ui.widgets.reply_text import ReplyText

LONG = 20_000
"""Characters from which on a text is looked at beside the keys and not at each of them."""
_LONG_MS = 250
BOTH = None
"""In the place of a way: the public and the private one at once."""


class Composing(ReplyForm):
    """Holds a draft for every way; which of them stands in the texts changes, and what is written never gets lost.

    What is typed is in `_drafts` and on its way to the store at once, so another way may take the place of this one at
    any moment.
    """

    asked_file = Signal()
    """The owner wants to choose a file."""

    def __init__(self, theme: Theme, desk: Desk, commands: Commands) -> None:
        super().__init__(theme, commands)
        self._desk = desk
        self._targets: tuple[Target, ...] = ()
        self._target: Target | None = None
        self._second: Target | None = None
        self._drafts: dict[Key, Draft] = {}
        self._carets: dict[Key, int] = {}
        self._own: tuple[str, ...] = ()
        self._assessed: dict[Key, tuple[str, Assessed]] = {}
        self._coming: dict[Key, int] = {}
        self._is_loaded = False
        # A long text is not copied and read at every key.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LONG_MS)
        self._later.timeout.connect(self._take_in)
        self.tabs.chosen.connect(self._tab_chosen)
        self.files.removed.connect(self._remove_file)
        for text in (self.text, self.beside.text):
            text.files_given.connect(self.attach)

    # Ways

    @property
    def way(self) -> Target | None:
        """The way of the text that has the caret, or had it last."""
        return self._second if self._second is not None and self.beside.text.hasFocus() else self._target

    @property
    def targets(self) -> tuple[Target, ...]:
        """Every way a reply to the conversation on show can take."""
        return self._targets

    @property
    def is_both(self) -> bool:
        """True while two texts are written at once."""
        return self._second is not None

    def choose(self, key: Key | None) -> bool:
        """Write by another way, None for two at once; what stands here stays the draft of its way."""
        pair = both(self._targets)
        target = next((target for target in self._targets if target.key == key), None)
        if (key is BOTH and pair is None) or (key is not BOTH and target is None) or not self._is_loaded:
            return False
        self._keep()
        self._desk.drafts.flush()
        self._stand_on(key)
        return True

    def next_way(self) -> None:
        """Go to the next tab, after the last to the first."""
        keys: list[Key | None] = [target.key for target in self._targets]
        keys += [BOTH] if both(self._targets) is not None else []
        if len(keys) > 1 and self._is_loaded:
            self.choose(keys[(keys.index(self._at()) + 1) % len(keys)])
            self.text.setFocus()

    def _at(self) -> Key | None:
        return BOTH if self.is_both or self._target is None else self._target.key

    def _stand_on(self, key: Key | None) -> None:
        """Show the text, the files and the addresses of a way."""
        pair = both(self._targets) if key is BOTH else None
        if pair is not None:
            self._target, self._second = pair
        else:
            self._target = next((t for t in self._targets if t.key == key), self._targets[0])
            self._second = None
        self.guard.warn("")
        for target, text in self._texts():
            text.put(self._text_of(target), self._carets.get(target.key, -1))
        self._address(self._drafts.get(self._target.key))
        self._show_target()

    def _texts(self) -> list[tuple[Target, ReplyText]]:
        """Return the ways on show, each with where it is written."""
        shown = [(self._target, self.text), (self._second, self.beside.text)]
        return [(target, text) for target, text in shown if target is not None]

    def _tab_chosen(self, key: object) -> None:
        self.choose(key)  # type: ignore[arg-type]
        self._show_tabs()
        self.text.setFocus()

    # Texts

    def _text_of(self, target: Target) -> str:
        draft = self._drafts.get(target.key)
        return "" if draft is None else draft.text

    @property
    def has_caret(self) -> bool:
        """Whether the owner is writing here."""
        return any(text.hasFocus() for _, text in self._texts())

    def written_text(self) -> str:
        """Return the text that has the caret, or had it last."""
        return (self.beside.text if self.way is not None and self.way is self._second else self.text).toPlainText()

    def _keep(self) -> None:
        """Take what stands in the texts into the drafts of their ways, and hand it on to be saved when it is new."""
        self._later.stop()
        for target, text in self._texts():
            draft = self._written(target, text.toPlainText())
            before = self._drafts.get(target.key)
            self._carets[target.key] = text.textCursor().position()
            if before is None and not draft.text and not (draft.to or draft.cc):
                continue
            if before is None or (before.text, before.to, before.cc) != (draft.text, draft.to, draft.cc):
                self._drafts[target.key] = draft
                self._desk.drafts.typed(draft)

    def _written(self, target: Target, text: str) -> Draft:
        draft = target.draft(text)
        before = self._drafts.get(target.key)
        files = before.files if before is not None else ()
        if target is self._target and target.recipients:
            to, cc = self.recipients.addressed()
            return replace(draft, to=to or draft.to, cc=cc, files=files)
        if before is not None:
            return replace(draft, to=before.to or draft.to, cc=before.cc, files=files)
        return draft

    def _take_in(self) -> None:
        """Keep and look at what is typed."""
        if self._is_loaded:
            self._keep()
        self._count()

    def _look(self, target: Target, text: str, *, whole: bool = False) -> Assessed:
        """Return what is found about a text, looked at once."""
        known = self._assessed.get(target.key)
        if known is not None and known[0] == text and (not whole or len(text) <= GLANCED):
            return known[1]
        glanced = None if whole else GLANCED
        found = assess(text, target.audience, target.limits, own=self._own, glanced=glanced)
        self._assessed[target.key] = (text, found)
        return found

    def _count(self) -> None:
        """Say how much room is left, what stops the reply, and what it should not hold."""
        warning = ""
        for target, text in self._texts():
            found = self._look(target, text.toPlainText())
            if self.is_both:
                (self.caption if target is self._target else self.beside.caption).show_size(found.size)
            else:
                self._show_size(found.size)
            warning = warning or next((notice.sentence for notice in found.confirm), "")
        if not self.guard.stops or not warning:
            self.guard.warn(warning)
        self._allow(self.obstacle())
        self._show_tabs()

    def obstacle(self) -> str:
        """Return why nothing can be sent now, "" when it can."""
        raise NotImplementedError

    def insert(self, text: str, caret: int = -1) -> None:
        """Put words to where the caret is, as if they were typed; `caret` is where it goes within them."""
        where = self.beside.text if self.is_both and self.beside.text.hasFocus() else self.text
        cursor = where.textCursor()
        start = cursor.selectionStart()
        cursor.insertText(text)
        cursor.setPosition(start + (len(text) if caret < 0 else caret))
        where.setTextCursor(cursor)

    # Files

    @property
    def _filing(self) -> Target | None:
        """The way the files go with: of two, the private one where it takes any."""
        carrying = [target for target, _ in self._texts() if target.limits.files is not None]
        return carrying[-1] if carrying and self._is_loaded else None

    @property
    def takes_files(self) -> bool:
        """Whether files can go with what is written now."""
        return self._filing is not None

    def attach(self, files: Sequence[object]) -> None:
        """Have files (paths, or pictures from the clipboard) read and kept with the draft; a sentence says why not."""
        target = self._filing
        if target is None:
            self._say(
                self.tr("Files cannot go with a reply by this channel. Answer by mail to send them."), trouble=True
            )
            return
        self._keep()
        self._desk.drafts.flush()
        given = _Giving(self, target)
        self._coming[target.key] = self._coming.get(target.key, 0) + 1
        self._show_files()
        self._desk.attach(target, [file for file in files if file], given.done, given.failed)  # type: ignore[misc]

    def _remove_file(self, number: int) -> None:
        target = self._filing
        if target is not None:
            self._desk.detach(target, number, _Giving(self, target, coming=0).done)
            self.text.setFocus()

    def take_files(self, target: Target, files: tuple[DraftFile, ...], coming: int) -> None:
        """Show the files that are kept with the draft of a way now."""
        self._coming[target.key] = max(0, self._coming.get(target.key, 0) - coming)
        known = any(one.key == target.key for one in self._targets)
        if known:
            here = self._drafts.get(target.key, target.draft(""))
            self._drafts[target.key] = replace(here, files=files)
            self._show_files()
            self._count()

    def refuse_files(self, target: Target, sentence: str) -> None:
        """Say why files do not go with a reply."""
        self._coming[target.key] = max(0, self._coming.get(target.key, 0) - 1)
        self._show_files()
        if any(one.key == target.key for one in self._targets):
            self._say(sentence, trouble=True)
        else:
            self._desk.failed.emit(sentence)

    def _show_files(self) -> None:
        target = self._filing
        draft = self._drafts.get(target.key) if target is not None else None
        coming = self._coming.get(target.key, 0) if target is not None else 0
        self.files.show_files(draft.files if draft is not None else (), coming=coming)

    # What the owner sees

    def _show_tabs(self) -> None:
        drafted = {key for key, draft in self._drafts.items() if draft.text.strip() or draft.files}
        self.tabs.show_ways(self._targets, self._at(), drafted)

    def _show_way(self) -> None:
        """Show what belongs to the way on show and to no other."""
        target, second = self._target, self._second
        if target is None:
            return
        for part in (self.caption, self.beside):
            part.setVisible(second is not None)
        self._counter.setVisible(second is None)
        self._head.setVisible(second is None and not self._is_low)
        self._audience.setVisible(second is None and not target.refusal)
        if second is not None:
            self.caption.show_for(target)
            self.beside.caption.show_for(second)
        self._show_audience(target.audience)
        self._show_signature((second or target).signature)
        self.tools["reply.attach"].setVisible(self.takes_files)
        self.tools["reply.quote"].setVisible(any(one.quotes for one, _ in self._texts()))
        self._show_files()
        self._show_tabs()
        self._make_room()

    def _show_target(self) -> None:
        raise NotImplementedError

    def _address(self, draft: Draft | None) -> None:
        """Show whom a draft goes to."""
        raise NotImplementedError

    def quote(self) -> None:
        """Put what they wrote below the owner's words, in the text of the way that can quote it."""
        found = [(target, text) for target, text in self._texts() if target.quotes]
        if found and self._is_loaded:
            self._desk.quote(found[-1][0], _Quoting(self, *found[-1]).put)

    def still_shows(self, target: Target, text: ReplyText) -> bool:
        """Whether a text is still the one of a way."""
        return any(one.key == target.key and where is text for one, where in self._texts())


class _Giving:
    """Files on their way into one draft."""

    def __init__(self, composing: Composing, target: Target, coming: int = 1) -> None:
        self._composing, self._target, self._coming = composing, target, coming

    def done(self, files: tuple[DraftFile, ...]) -> None:
        """They are kept."""
        self._composing.take_files(self._target, files, self._coming)

    def failed(self, sentence: str) -> None:
        """They are not."""
        self._composing.refuse_files(self._target, sentence)


class _Quoting:
    """A quotation on its way into one text."""

    def __init__(self, composing: Composing, target: Target, text: ReplyText) -> None:
        self._composing, self._target, self._text = composing, target, text

    def put(self, quotation: str) -> None:
        """Put it below what stands there; the caret stays above it."""
        from desktop.compose.quote import with_quote

        here = self._text.toPlainText()
        if not self._composing.still_shows(self._target, self._text) or with_quote(here, quotation) == here:
            return
        cursor = self._text.textCursor()
        place = cursor.position()
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(f"\n\n{quotation}")
        cursor.setPosition(min(place, len(here)))
        self._text.setTextCursor(cursor)
