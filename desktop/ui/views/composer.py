"""The composer under the conversation: it follows the owner from one to the next, and sends what was written."""

from datetime import datetime

from PySide6.QtCore import Qt, QUrl, Signal

from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Draft
from desktop.domain.item import Audience, Kind
from desktop.ui.commands import Commands
from desktop.ui.desk import Desk, Outgoing
from desktop.ui.links import written
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.target import Key, Target, both
from desktop.ui.theme import Theme
from desktop.ui.views.composing import BOTH, LONG
from desktop.ui.views.following import Following
from desktop.ui.widgets import safe


class Composer(Following):
    """Follows the conversation on show. Nothing typed is lost: it stays in memory until the store has it.

    `finished` follows a Send, `browse` carries an address the owner wants to see in the browser.
    """

    finished = Signal()
    wanted = Signal()
    """Somebody begins to write: the place of the reply has to be seen."""
    browse = Signal(str)
    acted = Signal(object, str)
    """What the owner chose about a reply on its way: the Reply and a word of `reply_actions`."""
    tool_chosen = Signal(str)
    """A button beside the text was pressed: the id of its command."""

    def __init__(self, theme: Theme, desk: Desk, outbox: OutboxModel, commands: Commands) -> None:
        super().__init__(theme, desk, commands)
        self._outbox = outbox
        self._was_refused = False
        self._mail_is_answered = True
        self._listen()
        for change in (outbox.dataChanged, outbox.rowsInserted, outbox.rowsRemoved, outbox.rowsMoved):
            change.connect(self._follow_outbox)
        self.open(None)

    def _listen(self) -> None:
        for text in (self.text, self.beside.text):
            text.textChanged.connect(self._typed)
            text.left.connect(self._left)
            text.saved_wished.connect(self._wish_saved)
        self.recipients.edited.connect(self._readdressed)
        self.recipients.left.connect(self._checked)
        self._to_all.clicked.connect(self.write_to_all)
        self._others.clicked.connect(self.write_to_others)
        self._send.clicked.connect(self._send_clicked)
        self._send_done.clicked.connect(self._send_done_clicked)
        self._open_page.clicked.connect(self._browse)
        self._actions.chosen.connect(self.acted)
        self.guard.confirmed.connect(self._send_all_the_same)
        self.guard.moved.connect(self.move_to_private)
        for tool in self.tools.values():
            tool.clicked.connect(self._tool_clicked)
        self._desk.drafts.saved.connect(self._saved)
        self._desk.drafts.trouble.connect(self._not_saved)

    # What the window calls

    def write(self) -> None:
        """Put the caret into the text, or onto the way out where nothing can be answered."""
        self.wanted.emit()
        self.prepare()
        if self._target is None:
            self._offer(editing=True)
        (self.text if not self._edit.isHidden() else self._open_page).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def write_by(self, wanted: Audience | Key | None) -> None:
        """Put the caret into a reply to that audience, or by that way, as soon as the drafts are read."""
        if self._is_loaded:
            self._choose_wanted(wanted)
        else:
            self._wanted = wanted
        self.write()

    def write_to_all(self) -> None:
        """Answer everybody who was written to; where nobody else was, only the one who wrote."""
        self.write()
        self._wants_all = self._target is None or not self._is_loaded
        if self._target is not None and not self._wants_all:
            others = self.recipients.missing(self._target.others)
            if others:
                self.recipients.copy_to(others)

    def write_to_others(self) -> None:
        """Show To and Cc with the caret in Cc, where the channel has addresses."""
        if self._target is not None and self._target.recipients and not self.is_both:
            self.wanted.emit()
            self.recipients.write()
        else:
            self.write()

    def send(self, *, finish: bool = False, leave_at: datetime | None = None, confirmed: bool = False) -> bool:
        """Queue the reply; with `finish` the conversation is done at once. Return whether it is on its way.

        It is not when something is in the way, or when the owner is asked first about a private detail in public.
        """
        self._later.stop()
        reason, here = self.obstacle(), self.conversation
        if reason or here is None:
            self._say(reason, trouble=True)
            return False
        self._keep()
        drafts = tuple(self._written(target, text.toPlainText()) for target, text in self._texts())
        outgoing = Outgoing(conversation=here, drafts=drafts, finish=finish, leave_at=leave_at)
        if not confirmed and self._asks_about(outgoing):
            return False
        self._queue(outgoing)
        return True

    def _queue(self, outgoing: Outgoing) -> None:
        # On disk before the text leaves the composer: a crash in between leaves the draft.
        for draft in outgoing.drafts:
            self._desk.drafts.typed(draft)
        self._desk.drafts.flush()
        self._desk.queue(outgoing, _Sending(self, outgoing).failed)
        for target, text in self._texts():
            self._drafts.pop(target.key, None)
            self._carets.pop(target.key, None)
            text.put("")
        self._stopped = None
        if self._is_loaded:
            self._stand_on(self._target.key if self._target is not None else None)
        self._say("")
        self.finished.emit()

    def obstacle(self) -> str:
        """Return why nothing can be sent now, "" when it can."""
        if self._target is None or not self._is_loaded:
            return self.tr("Open a conversation to answer it.") if self._opened is None else self.tr("One moment …")
        if self._target.refusal:
            return self._target.refusal
        for target, text in self._texts():
            found = self._look(target, text.toPlainText()).obstacle
            if found and self.is_both:
                place = self.tr("In public: {why}") if target.is_public else self.tr("In private: {why}")
                return place.format(why=found)
            if found:
                return found
        return self.recipients.problem() if self._target.recipients and not self.is_both else ""

    def take_back(self, outgoing: Outgoing, sentence: str) -> None:
        """Put a text back that could not be queued, and say why; elsewhere it is a draft, and the window says it."""
        if self.conversation != outgoing.conversation or any(text.toPlainText() for _, text in self._texts()):
            self._desk.failed.emit(sentence)
            return
        for draft in outgoing.drafts:
            self._drafts[draft.conversation, draft.account, draft.audience] = draft
        first = outgoing.drafts[0]
        key = (first.conversation, first.account, first.audience)
        if self._targets:
            self._stand_on(BOTH if len(outgoing.drafts) > 1 else key)
        self._say(sentence, trouble=True)
        self._was_refused = True

    # Private details in public

    def _asks_about(self, outgoing: Outgoing) -> bool:
        """Stop a public text with a private detail in it, and ask; return whether it was stopped."""
        found = [
            notice
            for target, text in self._texts()
            for notice in self._look(target, text.toPlainText(), whole=True).confirm
        ]
        if not found:
            return False
        self._stopped = outgoing
        self.guard.stop(found[0].sentence, can_move=both(self._targets) is not None)
        return True

    def _send_all_the_same(self) -> None:
        stopped = self._stopped
        if stopped is not None:
            self.send(finish=stopped.finish, leave_at=stopped.leave_at, confirmed=True)

    def move_to_private(self) -> None:
        """Take what should not be said in public to the private way: of two texts, only the lines that hold it."""
        pair = both(self._targets)
        if pair is None or self._target is None:
            return
        public, private = pair
        text = self.text.toPlainText()
        kept, moved = ("", text)
        if self.is_both:
            spots = [notice.start for notice in self._look(public, text, whole=True).confirm]
            lines = text.splitlines(keepends=True)
            kept, moved = _parted(lines, spots)
        self._stopped = None
        self.guard.warn("")
        self.text.put(kept)
        self._keep()
        before = self.beside.text.toPlainText() if self.is_both else self._text_of(private)
        joined = f"{before.rstrip()}\n\n{moved.strip()}" if before.strip() else moved.strip()
        self._drafts[private.key] = self._written(private, joined)
        self._desk.drafts.typed(self._drafts[private.key])
        self._stand_on(BOTH if self.is_both else private.key)
        (self.beside.text if self.is_both else self.text).setFocus()

    # What the owner sees

    def _show_target(self) -> None:
        target, opened = self._target, self._opened
        if opened is None:
            return
        self._show_audience(target.audience if target is not None else opened.row.audience)
        self._show_recipients()
        if target is None:
            # Where the reply would go is not known yet. What stands here keeps its height until it is, so that the
            # conversation above, laid out already, is not laid out again at every key.
            for button in (self._send, self._send_done):
                button.setEnabled(False)
            return
        safe.say(self._refusal, target.refusal)
        self._open_page.setHidden(not target.url)
        self._offer(editing=not target.refusal)
        self._show_way()
        self._count()

    def _show_recipients(self) -> None:
        target, opened = self._target, self._opened
        is_mail = opened is not None and opened.row.kind is Kind.MAIL
        if target is None:
            # As it was, where it is likely to be so again: a key that only moves on makes nothing blink.
            likely = self._mail_is_answered and is_mail
            self._offer_recipients(offered=likely, others=likely and not self._to_all.isHidden())
            self._to.say("")
            return
        offered = bool(target.recipients and not target.refusal) and not self.is_both
        if is_mail:
            self._mail_is_answered = offered
        self._offer_recipients(offered=offered, others=bool(self.recipients.missing(target.others)))
        if not offered:
            self.recipients.hide()
        self._to.say("" if target.refusal else self.recipients.in_words() if offered else _person(target))

    def _follow_outbox(self) -> None:
        here = [self.conversation, *(target.conversation for target in self._targets)]
        found = (self._outbox.pending(conversation) for conversation in here if conversation is not None)
        reply = next((reply for reply in found if reply is not None), None)
        self._actions.show_for(reply, self._desk.now())
        self._show_reply(reply, self._outbox.saying(reply) if reply is not None else None)

    def _say(self, sentence: str, *, trouble: bool = False) -> None:
        self._was_refused = False
        super()._say(sentence, trouble=trouble)

    # Typing and drafts

    def _typed(self) -> None:
        self.prepare()
        self._say("")
        self.guard.let_go()
        self._stopped = None
        if any(text.document().characterCount() > LONG for _, text in self._texts()):
            if not self._later.isActive():
                self._later.start()
        else:
            self._take_in()

    def _left(self) -> None:
        """The caret left a text: what was typed is saved at once."""
        self.save()

    def _readdressed(self) -> None:
        """Keep whom the owner names with the draft."""
        self._show_recipients()
        self._typed()

    def _checked(self) -> None:
        """Say what is wrong with an address as soon as its line was left, not while it is written."""
        problem = self.recipients.problem() if self._target is not None and self._target.recipients else ""
        if problem and self.recipients.isVisible():
            self._say(problem, trouble=True)

    def _address(self, draft: Draft | None) -> None:
        """Show whom a draft goes to."""
        target = self._target
        usual = target.recipients if target is not None else ()
        to = draft.to if draft is not None and draft.to != usual else ()
        self.recipients.put(usual, *((to, draft.cc) if usual and draft is not None else ()))
        self._show_recipients()

    def _saved(self, conversation: ConversationId) -> None:
        written_here = any(text.toPlainText() for _, text in self._texts())
        if self.concerns(conversation) and written_here and not self._was_refused:
            self._say(self.tr("Draft saved"))

    def _not_saved(self, sentence: str) -> None:
        self._say(self.tr("Not saved yet, trying again: {why}").format(why=sentence), trouble=True)

    def _send_clicked(self) -> None:
        self.send()

    def _send_done_clicked(self) -> None:
        self.send(finish=True)

    def _tool_clicked(self) -> None:
        tool = self.sender()
        if tool is not None:
            self.tool_chosen.emit(str(tool.property("tool")))

    def _wish_saved(self) -> None:
        self.tool_chosen.emit("reply.saved")

    def _browse(self) -> None:
        if self._target is not None and self._target.url:
            self.browse.emit(written(QUrl(self._target.url)))


class _Sending:
    """What is between Send and the outbox."""

    def __init__(self, composer: Composer, outgoing: Outgoing) -> None:
        self._composer = composer
        self._outgoing = outgoing

    def failed(self, sentence: str) -> None:
        """It could not be queued: the text goes back."""
        self._composer.take_back(self._outgoing, sentence)


def _parted(lines: list[str], spots: list[int]) -> tuple[str, str]:
    """Return lines in two: those without any of the places, and those with one."""
    kept: list[str] = []
    moved: list[str] = []
    start = 0
    for line in lines:
        (moved if any(start <= spot < start + len(line) for spot in spots) else kept).append(line)
        start += len(line)
    return "".join(kept).strip(), "".join(moved)


def _person(target: Target) -> str:
    if target.handle and target.who and target.handle != target.who:
        return f"{target.who}  ·  {target.handle}"
    return target.who or target.handle
