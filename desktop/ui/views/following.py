"""The composer follows the owner from one conversation to the next: drafts are read, joined to what is typed, and left."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Draft, Reply, ReplyState
from desktop.domain.item import Audience
from desktop.ui.commands import Commands
from desktop.ui.desk import Desk, Outgoing, Writing
from desktop.ui.drafts import Typed
from desktop.ui.target import Key, Target, both
from desktop.ui.theme import Theme
from desktop.ui.views.composing import BOTH, Composing

_SETTLE_MS = 60


class Following(Composing):
    """What is typed before its draft was read is joined to it; what is left is saved. GUI thread."""

    ready = Signal()
    """The draft of the conversation on show was read: what is typed now is joined to it at the caret."""

    def __init__(self, theme: Theme, desk: Desk, commands: Commands) -> None:
        super().__init__(theme, desk, commands)
        self._opened: Opened | None = None
        self._over = ""
        self._early: dict[ConversationId, tuple[Opened, Typed]] = {}
        self._wants_all = False
        self._wanted: Key | Audience | None = None
        self._stopped: Outgoing | None = None
        # Whoever runs down the list with a held key does not ask for every draft on the way.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._begin)

    # The conversation on show

    def open(self, opened: Opened | None) -> None:
        """Follow the owner to another conversation, or take note that something in this one is new."""
        before, self._opened = self._opened, opened
        if before is not None and opened is not None and opened.has_taken_in(before):
            self._go_on()
        elif before is None or opened is None or opened.row.id != before.row.id:
            self._leave(before)
            self._unload()
            self.text.put("")
            self.recipients.put(())
            self._say("")
        if self.isHidden() != (opened is None):
            self.setVisible(opened is not None)
        self._settle.start()
        self._show_target()
        self._follow_outbox()

    @property
    def conversation(self) -> ConversationId | None:
        """The conversation a reply would go to."""
        return self._opened.row.id if self._opened is not None else None

    @property
    def opened(self) -> Opened | None:
        """The conversation on show."""
        return self._opened

    def concerns(self, conversation: ConversationId) -> bool:
        """Whether a reply in that conversation is one that is written here."""
        return conversation in {self.conversation, *(target.conversation for target in self._targets)}

    @property
    def is_ready(self) -> bool:
        """True once the draft of the conversation on show was read."""
        return self._is_loaded

    def prepare(self) -> None:
        """Read the drafts now, where they wait for the owner to stay."""
        if self._settle.isActive():
            self._begin()

    # Saving

    def save(self) -> None:
        """Hand everything typed to the store now."""
        if self._is_loaded:
            self._keep()
        self._desk.drafts.flush()

    def close_down(self) -> None:
        """Save everything before the store closes, also what was typed before its draft was read."""
        if self._opened is not None and not self._is_loaded and self.text.toPlainText():
            self._settle.stop()
            self._begun(self._desk.begin_at_once(self._opened))
        for opened, _ in list(self._early.values()):
            self._begun(self._desk.begin_at_once(opened))
        self.save()

    def expect(self) -> None:
        """Make room for a text that comes back: what stands here is saved first and comes back with it."""
        self.save()
        writes_on = self._target is not None and not self.is_both and bool(self.text.toPlainText())
        self._wanted = self._at() if writes_on else None
        self._drafts, self._carets = {}, {}
        for text in (self.text, self.beside.text):
            text.put("")
        self._is_loaded, self._over = False, ""
        self._count()

    def reload(self) -> None:
        """Read the draft again, after a reply was taken back."""
        self.expect()
        self._begin()

    def changed(self, change: ChangeSet) -> None:
        """Take in a draft that came back by another way than this window's own typing."""
        if change.initiator == "composer" or not self._is_loaded:
            return
        here = {target.conversation for target in self._targets}
        if here & change.drafts and not any(text.toPlainText() for _, text in self._texts()):
            self.reload()

    # Reading

    def _begin(self) -> None:
        self._settle.stop()
        if self._opened is not None:
            self._desk.begin(self._opened, self._begun)

    def _begun(self, writing: Writing) -> None:
        here = writing.conversation
        _, early = self._early.pop(here, (None, Typed("")))
        stored = {target.key: self._stored(writing, target) for target in writing.targets}
        if here != self.conversation:
            if early.text:
                kept = stored[writing.target.key]
                draft = writing.target.draft(early.joined(kept.text)[0])
                self._desk.drafts.typed(_as(draft, kept))
            return
        self._targets, self._own = writing.targets, writing.own
        self._assessed = {}
        if not self._is_loaded:
            self._load(stored, early)
        else:
            self._renew(stored)
        self._show_target()
        self._follow_outbox()
        if self._wants_all:
            self.write_to_all()
        self.ready.emit()

    def _stored(self, writing: Writing, target: Target) -> Draft:
        """Return the draft of a way; one without text where there is none, or where it is on its way already."""
        kept = self._desk.drafts.unsaved(target.key)
        stored = writing.drafts.get(target.key)
        kept = _as(kept, stored) if kept is not None and stored is not None else kept or stored
        return target.draft("") if kept is None or _is_sent(kept, writing.pending) else kept

    def _load(self, stored: dict[Key, Draft], early: Typed) -> None:
        """Show the drafts that were read for the first time."""
        self._is_loaded = True
        self._drafts = {
            key: draft for key, draft in stored.items() if draft.text or draft.files or draft.to or draft.cc
        }
        here, touched = self.text.toPlainText(), self.recipients.is_touched
        at, position = self._wished(), self.text.textCursor().position()
        pair = both(self._targets) if at is BOTH else None
        target = pair[0] if pair is not None else next(t for t in self._targets if t.key == at)
        typed = Typed(_joined(early.text, here), early.over or self._over)
        text, before = typed.joined(stored[target.key].text)
        self._target, self._second = pair if pair is not None else (target, None)
        if not touched:
            self._address(self._drafts.get(target.key))
        if text != here:
            caret = position + before + len(typed.text) - len(here)
            self.text.put(text, caret if here else -1)
        if self._second is not None:
            self.beside.text.put(self._text_of(self._second))
        if stored[target.key].text:
            self._say(self.tr("Draft saved"))
        if typed.text:
            self._keep()
        self._checked()
        self._wanted = None

    def _renew(self, stored: dict[Key, Draft]) -> None:
        """Take in that another message may be answered now: what is written, and whom the owner has named, stays."""
        at, usual = self._at(), self._targets[0]
        shown = {target.key for target, _ in self._texts()}
        if not shown <= set(stored) or (self.is_both and both(self._targets) is None):
            self._keep()
            self._stand_on(usual.key)
            return
        for key, draft in stored.items():
            if key not in shown and (draft.text or draft.files or key in self._drafts):
                self._drafts[key] = draft
        pair = both(self._targets) if at is BOTH else None
        self._target, self._second = pair if pair is not None else (
            next(target for target in self._targets if target.key == at), None
        )  # fmt: skip
        if self.recipients.addressed() == ((), ()):
            self.recipients.expect(self._target.recipients)

    def _wished(self) -> Key | None:
        """Return the way to begin with: the one wished for, two where both are begun, else where something stands."""
        keys = [target.key for target in self._targets]
        if isinstance(self._wanted, Audience):
            return next((t.key for t in self._targets if t.audience is self._wanted and not t.refusal), keys[0])
        if self._wanted in keys:
            return self._wanted
        pair = both(self._targets)
        if pair is not None and all(self._text_of(target) for target in pair):
            return BOTH
        begun = [key for key in keys if key in self._drafts]
        return begun[0] if begun else keys[0]

    def _choose_wanted(self, wanted: Audience | Key | None) -> None:
        if isinstance(wanted, Audience):
            found = [t.key for t in self._targets if t.audience is wanted and not t.refusal]
            if found and (self._target is None or self.is_both or self._target.audience is not wanted):
                self.choose(found[0])
        elif wanted != self._at():
            self.choose(wanted)

    # Leaving

    def _leave(self, opened: Opened | None) -> None:
        """Let go of a conversation: what was typed before its draft was read is joined to it when that comes."""
        early = self.text.toPlainText()
        if opened is not None and not self._is_loaded and early:
            _, before = self._early.get(opened.row.id, (opened, Typed("", self._over)))
            self._early[opened.row.id] = opened, Typed(_joined(before.text, early), before.over)
        self.save()

    def _go_on(self) -> None:
        """Go on in the conversation that has taken in this one: its draft has too, and what is typed keeps its place."""
        self.save()
        over = self.text.toPlainText() if self._is_loaded else self._over
        self._unload()
        self._over = over

    def _unload(self) -> None:
        self._targets, self._target, self._second = (), None, None
        self._drafts, self._carets, self._assessed = {}, {}, {}
        self._is_loaded, self._over = False, ""
        self._wants_all, self._wanted, self._stopped = False, None, None
        self._later.stop()
        self.guard.warn("")
        self.beside.text.put("")
        self.beside.hide()
        self.caption.hide()
        self.files.show_files(())

    def _follow_outbox(self) -> None:
        """Show how far a reply of this conversation is."""
        raise NotImplementedError

    def _checked(self) -> None:
        """Say what is wrong with an address."""
        raise NotImplementedError

    def write_to_all(self) -> None:
        """Answer everybody who was written to."""
        raise NotImplementedError


def _as(draft: Draft, stored: Draft) -> Draft:
    """Return a text with whom it goes to, and what goes with it, as the store has it."""
    return replace(draft, to=draft.to or stored.to, cc=draft.cc or stored.cc, files=stored.files)


def _is_sent(draft: Draft, pending: tuple[Reply, ...]) -> bool:
    """Return whether a draft is the text of a reply that is on its way already."""
    going = (reply for reply in pending if reply.state is not ReplyState.REFUSED)
    return bool(draft.text.strip()) and any(reply.text.strip() == draft.text.strip() for reply in going)


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second
