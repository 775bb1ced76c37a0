"""The reply follows the owner from one conversation to the next: drafts are read, joined to what is typed, and left."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Draft, Reply, ReplyState
from desktop.domain.item import Audience
from desktop.store.values import clean
from desktop.sync.ways import Way
from desktop.ui.desk import Desk, Writing
from desktop.ui.reply.addresses import Addresses
from desktop.ui.reply.drafts import Typed
from desktop.ui.reply.sheets import Sheets
from desktop.ui.reply.texts import Texts
from desktop.ui.reply.ways import Key
from desktop.ui.views.reply.form import ReplyForm

_SETTLE_MS = 100
"""Milliseconds the owner stays before the draft is read; a key that asks for it does not wait. Less would fall into the
next key of whoever goes down the list as quickly as they can look."""
_AGAIN_MS = 2000
"""After which a draft that could not be read is tried again, unless a key asks for it before."""
_log = logging.getLogger(__name__)


class Following(QObject):
    """What is typed before its draft was read is joined to it; what is left is saved. GUI thread.

    `wanted` is the way or the audience to begin with when the drafts are read, None for the usual one.
    """

    cleared = Signal()
    """Another conversation is on show, of which nothing is known yet."""
    emptied = Signal()
    """The fields are empty, for a text that comes back."""
    read = Signal()
    """The drafts of the conversation on show were read: what is typed now is joined to them at the caret."""

    def __init__(self, form: ReplyForm, sheets: Sheets, texts: Texts, addresses: Addresses, desk: Desk) -> None:
        super().__init__(form)
        self._form = form
        self._sheets = sheets
        self._texts = texts
        self._addresses = addresses
        self._desk = desk
        self.wanted: Key | Audience | None = None
        self._over = ""
        self._early: dict[ConversationId, tuple[Opened, Typed]] = {}
        # Whoever runs down the list with a held key does not ask for every draft on the way.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._begin)

    # From one conversation to the next

    def open(self, opened: Opened | None) -> None:
        """Follow the owner to another conversation, or take note that something in this one is new."""
        before, self._sheets.opened = self._sheets.opened, opened
        if before is not None and opened is not None and opened.has_taken_in(before):
            self._go_on()
        elif before is None or opened is None or opened.row.id != before.row.id:
            self._leave(before)
            self._unload()
            self._form.text.put("")
            self._form.recipients.put(())
            self._form.say("")
        self._settle.start(_SETTLE_MS)

    def prepare(self) -> None:
        """Read the drafts now, where they wait for the owner to stay."""
        if self._settle.isActive():
            self._begin()

    def _leave(self, opened: Opened | None) -> None:
        """Let go of a conversation: what was typed before its draft was read is joined to it when that comes."""
        early = self._form.text.toPlainText()
        if opened is not None and not self._sheets.is_loaded and early:
            _, before = self._early.get(opened.row.id, (opened, Typed("", self._over)))
            self._early[opened.row.id] = opened, Typed(_joined(before.text, early), before.over)
        self.save()

    def _go_on(self) -> None:
        """Go on in the conversation that has taken in this one: its draft has too, and what is typed keeps its place."""
        self.save()
        over = self._form.text.toPlainText() if self._sheets.is_loaded else self._over
        self._unload()
        self._over = over

    def _unload(self) -> None:
        self._sheets.clear()
        self._texts.let_go()
        self._over, self.wanted = "", None
        self._form.clear()
        self.cleared.emit()

    # Saving

    def save(self) -> None:
        """Hand everything typed to the store now."""
        if self._sheets.is_loaded:
            self._texts.keep()
        self._desk.drafts.flush()

    def close_down(self) -> None:
        """Save everything before the store closes, also what was typed before its draft was read."""
        opened = self._sheets.opened
        self._settle.stop()
        if opened is not None and not self._sheets.is_loaded and self._form.text.toPlainText():
            self._begin_at_once(opened)
        for left, _ in list(self._early.values()):
            self._begin_at_once(left)
        self.save()

    def _begin_at_once(self, opened: Opened) -> None:
        try:
            self._begun({}, self._desk.begin_at_once(opened))
        except Exception:  # noqa: BLE001 - whatever it was, the others are saved and the window closes
            _log.exception("a draft could not be read, so what was typed there is not joined to it")

    # Texts that come back

    def expect(self) -> None:
        """Make room for a text that comes back: what stands here is saved first and comes back with it."""
        self.save()
        writes_on = not self._sheets.is_both and bool(self._form.text.toPlainText())
        self.wanted = self._sheets.at() if writes_on else None
        self._sheets.put_away()
        self._texts.put_away()
        self._over = ""
        self.emptied.emit()

    def reload(self) -> None:
        """Read the draft again, after a reply was taken back."""
        self.expect()
        self._begin()

    def changed(self, change: ChangeSet) -> None:
        """Take in a draft that came back by another way than this window's own typing."""
        if change.initiator == "composer" or not self._sheets.is_loaded:
            return
        here = {target.conversation for target in self._sheets.targets}
        if here & change.drafts and self._texts.is_empty:
            self.reload()

    # Reading

    def _begin(self) -> None:
        self._settle.stop()
        if self._sheets.opened is not None:
            on_top = self._sheets.on_top if self._sheets.is_loaded else ()
            asked = {target.key: self._desk.drafts.on_disk(target.key) for target in on_top}
            opened = self._sheets.opened
            self._desk.begin(opened, partial(self._begun, asked), partial(self._not_begun, opened.row.id))

    def _not_begun(self, conversation: ConversationId) -> None:
        if conversation == self._sheets.conversation and not self._sheets.is_loaded:
            self._settle.start(_AGAIN_MS)

    def _begun(self, asked: Mapping[Key, str | None], writing: Writing) -> None:
        """Take in what was read; `asked` is what was on disk for the ways on top when it was asked for."""
        here = writing.conversation
        _, early = self._early.pop(here, (None, Typed("")))
        stored = {target.key: self._stored(writing, target) for target in writing.targets}
        if here != self._sheets.conversation:
            if early.text:
                kept = stored[writing.target.key]
                draft = writing.target.draft(early.joined(kept.text)[0])
                self._desk.drafts.typed(_as(draft, kept))
            return
        self._sheets.targets, self._sheets.own = writing.targets, writing.own
        if not self._sheets.is_loaded:
            self._note(writing)
            self._load(stored, early)
        else:
            self._renew(stored)
            self._join(asked, writing)
        self.read.emit()

    def _note(self, writing: Writing) -> None:
        """Remember what is on disk, to see later whether somebody else has written there."""
        for target in writing.targets:
            if self._desk.drafts.unsaved(target.key) is None:
                found = writing.drafts.get(target.key)
                self._desk.drafts.found(target.key, found.text if found is not None else "")

    def _stored(self, writing: Writing, target: Way) -> Draft:
        """Return the draft of a way; one without text where there is none, or where it is on its way already."""
        kept = self._desk.drafts.unsaved(target.key)
        stored = writing.drafts.get(target.key)
        kept = _as(kept, stored) if kept is not None and stored is not None else kept or stored
        return target.draft("") if kept is None or _is_sent(kept, writing.pending) else kept

    def _load(self, stored: dict[Key, Draft], early: Typed) -> None:
        """Show the drafts that were read for the first time."""
        form, field, sheets = self._form, self._form.text, self._sheets
        here, position = field.toPlainText(), field.textCursor().position()
        front = sheets.load(stored, self.wanted)
        self.wanted = None
        typed = Typed(_joined(early.text, here), early.over or self._over)
        text, before = typed.joined(stored[front.key].text)
        if not form.recipients.is_touched:
            self._addresses.put(sheets.drafts.get(front.key))
        if text != here:
            caret = position + before + len(typed.text) - len(here)
            field.put(text, caret if here else -1)
        if sheets.second is not None:
            form.beside.text.put(sheets.text_of(sheets.second))
        if stored[front.key].text:
            form.say(self.tr("Draft saved"))
        if typed.text:
            self._texts.keep()
        self._addresses.check()

    def _renew(self, stored: dict[Key, Draft]) -> None:
        """Take in that another message may be answered now: what is written, and whom the owner has named, stays."""
        if self._sheets.renew(stored):
            self._addresses.expect()
        else:
            self._texts.keep()
            self._texts.stand_on(self._sheets.targets[0].key)

    def _join(self, asked: Mapping[Key, str | None], writing: Writing) -> None:
        """Take in what somebody else has put into the drafts on show: another process, or a merged conversation."""
        for target, field in self._texts.shown():
            before, found, here = asked.get(target.key), writing.drafts.get(target.key), field.toPlainText()
            if before is None or found is None or self._desk.drafts.on_disk(target.key) is None:
                continue
            is_new = found.text.strip() and found.text not in (clean(before), clean(here))
            if is_new and not _is_sent(found, writing.pending):
                over = here if here in found.text else before
                self._texts.join(field, *Typed(here, over).joined(found.text))


def _as(draft: Draft, stored: Draft) -> Draft:
    """Return a text with whom it goes to, and what goes with it, as the store has it."""
    subject = draft.subject or stored.subject
    return replace(draft, to=draft.to or stored.to, cc=draft.cc or stored.cc, subject=subject, files=stored.files)


def _is_sent(draft: Draft, pending: tuple[Reply, ...]) -> bool:
    """Return whether a draft is the text of a reply that is on its way already."""
    going = (reply for reply in pending if reply.state is not ReplyState.REFUSED)
    return bool(draft.text.strip()) and any(reply.text.strip() == draft.text.strip() for reply in going)


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second
