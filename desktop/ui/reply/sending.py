"""From Send to the outbox; what cannot be queued comes back."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.ui.desk import Desk, Outgoing
from desktop.ui.reply.findings import Findings
from desktop.ui.reply.guarding import Guarding
from desktop.ui.reply.sheets import BOTH, Sheets
from desktop.ui.reply.texts import Texts
from desktop.ui.views.reply.form import ReplyForm


class Sending(QObject):
    """`left` follows when a reply has left the fields for the outbox."""

    left = Signal()

    def __init__(
        self, form: ReplyForm, sheets: Sheets, texts: Texts, findings: Findings, guarding: Guarding, desk: Desk
    ) -> None:
        super().__init__(form)
        self._form = form
        self._sheets = sheets
        self._texts = texts
        self._findings = findings
        self._guarding = guarding
        self._desk = desk
        form.send.clicked.connect(self._send)
        form.send_done.clicked.connect(self._send_and_finish)
        guarding.confirmed.connect(self._send_all_the_same)

    def send(self, *, finish: bool = False, leave_at: datetime | None = None, confirmed: bool = False) -> bool:
        """Queue the reply; with `finish` the conversation is done at once. Return whether it is on its way.

        It is not when something is in the way, or when the owner is asked first about a private detail in public.
        """
        reason, here = self._findings.obstacle(), self._sheets.conversation
        if reason or here is None:
            # It stays where the draft is saved a moment later.
            self._form.say(reason, trouble=True, lasting=True)
            return False
        self._texts.keep()
        drafts = tuple(self._texts.draft(target, field) for target, field in self._texts.shown())
        outgoing = Outgoing(conversation=here, drafts=drafts, finish=finish, leave_at=leave_at)
        if not confirmed and self._guarding.stops(outgoing):
            return False
        self._queue(outgoing)
        return True

    def take_back(self, outgoing: Outgoing, sentence: str) -> None:
        """Put a text back that could not be queued, above what was typed since, and say why.

        Where its conversation is not on show, or not read yet, it is the draft on disk, and the window says it.
        """
        sheets = self._sheets
        keys = [(draft.conversation, draft.account, draft.audience) for draft in outgoing.drafts]
        if not sheets.is_loaded or any(sheets.find(key) is None for key in keys):
            self._desk.failed.emit(sentence)
            return
        writes_on = not self._texts.is_empty
        for key, draft in zip(keys, outgoing.drafts, strict=True):
            self._texts.put_above(key, draft)
        if not writes_on:
            self._texts.stand_on(BOTH if len(keys) > 1 else keys[0])
        self._form.say(sentence, trouble=True, lasting=True)

    def _queue(self, outgoing: Outgoing) -> None:
        # On disk before the text leaves the composer: a crash in between leaves the draft.
        for draft in outgoing.drafts:
            self._desk.drafts.typed(draft)
        self._desk.drafts.flush()
        self._desk.queue(outgoing, partial(self.take_back, outgoing))
        self._texts.forget()
        self._guarding.forget()
        if self._sheets.is_loaded and self._sheets.front is not None:
            self._texts.stand_on(self._sheets.front.key)
        self._form.say("")
        self.left.emit()

    def _send(self) -> None:
        self.send()

    def _send_and_finish(self) -> None:
        self.send(finish=True)

    def _send_all_the_same(self, stopped: Outgoing) -> None:
        self.send(finish=stopped.finish, leave_at=stopped.leave_at, confirmed=True)
