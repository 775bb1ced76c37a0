"""The composer under the conversation: where the reply goes, what it says, how long it may be, and sending it."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, QUrl, Signal

from desktop.compose.checks import Weight, check, obstacle
from desktop.compose.limits import measure
from desktop.connectors.base import Limits
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Draft, Reply, ReplyState
from desktop.domain.item import Audience, Kind
from desktop.ui import words
from desktop.ui.commands import Commands
from desktop.ui.desk import Desk, Writing, draft_of
from desktop.ui.drafts import Typed
from desktop.ui.links import written
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.target import Target
from desktop.ui.theme import Theme
from desktop.ui.views.reply_form import ReplyForm
from desktop.ui.widgets import safe

_SETTLE_MS = 60


class Composer(ReplyForm):
    """Follows the conversation on show. Nothing typed is lost: it stays in memory until the store has it.

    `finished` follows a Send, `browse` carries an address the owner wants to see in the browser.
    """

    finished = Signal()
    wanted = Signal()
    """Somebody begins to write: the place of the reply has to be seen."""
    browse = Signal(str)
    ready = Signal()
    """The draft of the conversation on show was read: what is typed now is joined to it at the caret."""
    acted = Signal(object, str)
    """What the owner chose about a reply on its way: the Reply and a word of `reply_actions`."""

    def __init__(self, theme: Theme, desk: Desk, outbox: OutboxModel, commands: Commands) -> None:
        super().__init__(theme, commands)
        self._desk = desk
        self._outbox = outbox
        self._opened: Opened | None = None
        self._target: Target | None = None
        self._is_loaded = False
        self._was_refused = False
        self._over = ""
        self._early: dict[ConversationId, tuple[Opened, Typed]] = {}
        self._wants_all = False
        self._mail_is_answered = True
        # Whoever runs down the list with a held key does not ask for every draft on the way.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._begin)
        self._listen()
        for change in (outbox.dataChanged, outbox.rowsInserted, outbox.rowsRemoved, outbox.rowsMoved):
            change.connect(self._follow_outbox)
        self.open(None)

    def _listen(self) -> None:
        self.text.textChanged.connect(self._typed)
        self.text.left.connect(self._desk.drafts.flush)
        self.recipients.edited.connect(self._readdressed)
        self.recipients.left.connect(self._checked)
        self._to_all.clicked.connect(self.write_to_all)
        self._others.clicked.connect(self.write_to_others)
        self._send.clicked.connect(self._send_clicked)
        self._send_done.clicked.connect(self._send_done_clicked)
        self._open_page.clicked.connect(self._browse)
        self._actions.chosen.connect(self.acted)
        self._desk.drafts.saved.connect(self._saved)
        self._desk.drafts.trouble.connect(self._not_saved)

    # What the window calls

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
    def is_ready(self) -> bool:
        """True once the draft of the conversation on show was read."""
        return self._is_loaded

    def write(self) -> None:
        """Put the caret into the text, or onto the way out where nothing can be answered."""
        self.wanted.emit()
        if self._settle.isActive():
            self._begin()
        if self._target is None:
            self._offer(editing=True)
        (self.text if not self._edit.isHidden() else self._open_page).setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        if self._target is not None and self._target.recipients:
            self.wanted.emit()
            self.recipients.write()
        else:
            self.write()

    def save(self) -> None:
        """Hand everything typed to the store now."""
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
        self._desk.drafts.flush()
        self.text.put("")
        self._is_loaded, self._over = False, ""
        self._count()

    def reload(self) -> None:
        """Read the draft again, after a reply was taken back."""
        self.expect()
        self._begin()

    def changed(self, change: ChangeSet) -> None:
        """Take in a draft that came back by another way than this window's own typing."""
        if self.conversation in change.drafts and not self.text.toPlainText() and self._is_loaded:
            self.reload()

    def send(self, *, finish: bool = False) -> None:
        """Queue the reply; with `finish` the conversation is done at once."""
        draft, reason = self._draft(), self.obstacle()
        if reason or draft is None:
            self._say(reason, trouble=True)
            return
        # On disk before the text leaves the composer: a crash in between leaves the draft.
        self._desk.drafts.typed(draft)
        self._desk.drafts.flush()
        sending = _Sending(self, draft)
        self._desk.queue_reply(draft, finish=finish, failed=sending.failed)
        self.text.put("")
        self.recipients.put(self._target.recipients if self._target is not None else ())
        self._show_target()
        self._say("")
        self.finished.emit()

    def obstacle(self) -> str:
        """Return why nothing can be sent now, "" when it can."""
        text = self.text.toPlainText()
        if self._target is None or not self._is_loaded:
            return self.tr("Open a conversation to answer it.") if self._opened is None else self.tr("One moment …")
        if self._target.refusal:
            return self._target.refusal
        trouble = obstacle(text, self._target.audience, self._limits())
        if trouble:
            return trouble
        return self.recipients.problem() if self._target.recipients else ""

    def take_back(self, draft: Draft, sentence: str) -> None:
        """Put a text back that could not be queued, and say why; elsewhere it is a draft, and the window says it."""
        if self.conversation != draft.conversation or self.text.toPlainText():
            self._desk.failed.emit(sentence)
        else:
            self.text.put(draft.text)
            self._address(draft)
            self._count()
            self._say(sentence, trouble=True)
            self._was_refused = True

    # What the owner sees

    def _show_target(self) -> None:
        target, opened = self._target, self._opened
        if opened is None:
            return
        safe.say(self._tab, words.channel_title(target.channel if target is not None else opened.row.channel))
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
        offered = bool(target.recipients and not target.refusal)
        if is_mail:
            self._mail_is_answered = offered
        self._offer_recipients(offered=offered, others=bool(self.recipients.missing(target.others)))
        self._to.say("" if target.refusal else self.recipients.in_words() if offered else _person(target))

    def _count(self) -> None:
        text = self.text.toPlainText()
        self._show_size(measure(text, self._limits()))
        self._allow(self.obstacle())
        audience = self._target.audience if self._target is not None else Audience.PRIVATE
        warnings = [n.sentence for n in check(text, audience) if n.weight is Weight.WARN]
        self._warn(warnings[0] if warnings else "")

    def _follow_outbox(self) -> None:
        reply = self._outbox.pending(self.conversation) if self.conversation is not None else None
        self._actions.show_for(reply, self._desk.now())
        self._show_reply(reply, self._outbox.saying(reply) if reply is not None else None)

    def _say(self, sentence: str, *, trouble: bool = False) -> None:
        self._was_refused = False
        super()._say(sentence, trouble=trouble)

    # Typing and drafts

    def _begin(self) -> None:
        self._settle.stop()
        if self._opened is not None:
            self._desk.begin(self._opened, self._begun)

    def _typed(self) -> None:
        if self._settle.isActive():
            self._begin()
        self._count()
        self._say("")
        draft = self._draft()
        if draft is not None and self._is_loaded:
            self._desk.drafts.typed(draft)

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
        usual = self._target.recipients if self._target is not None else ()
        self.recipients.put(usual, *((draft.to, draft.cc) if usual and draft is not None else ()))
        self._show_recipients()

    def _draft(self) -> Draft | None:
        if self._target is None:
            return None
        draft = draft_of(self._target, self.text.toPlainText())
        to, cc = self.recipients.addressed() if self._target.recipients else ((), ())
        return replace(draft, to=to, cc=cc)

    def _leave(self, opened: Opened | None) -> None:
        """Let go of a conversation: what was typed before its draft was read is joined to it when that comes."""
        early = self.text.toPlainText()
        if opened is not None and not self._is_loaded and early:
            _, before = self._early.get(opened.row.id, (opened, Typed("", self._over)))
            self._early[opened.row.id] = opened, Typed(_joined(before.text, early), before.over)
        self._desk.drafts.flush()

    def _go_on(self) -> None:
        """Go on in the conversation that has taken in this one: its draft has too, and what is typed keeps its place."""
        self._desk.drafts.flush()
        over = self.text.toPlainText() if self._is_loaded else self._over
        self._unload()
        self._over = over

    def _unload(self) -> None:
        self._target = None
        self._is_loaded, self._over = False, ""
        self._wants_all = False

    def _begun(self, writing: Writing) -> None:
        here = writing.target.conversation
        _, early = self._early.pop(here, (None, Typed("")))
        kept = self._desk.drafts.unsaved(here) or writing.draft
        stored = "" if kept is None or _is_sent(kept, writing.pending) else kept.text
        if here != self.conversation:
            if early.text:
                draft = draft_of(writing.target, early.joined(stored)[0])
                self._desk.drafts.typed(replace(draft, to=kept.to, cc=kept.cc) if kept is not None else draft)
            return
        self._target = writing.target
        is_first = not self._is_loaded
        if is_first:
            self._is_loaded = True
            if not self.recipients.is_touched:
                self._address(kept if stored else None)
            self._restore(stored, Typed(_joined(early.text, self.text.toPlainText()), early.over or self._over))
        elif self.recipients.addressed() == ((), ()):
            # Another message may be answered now; whom the owner has named stays.
            self.recipients.expect(self._target.recipients)
        self._show_target()
        if is_first:
            self._checked()
        if self._wants_all:
            self.write_to_all()
        self.ready.emit()

    def _restore(self, stored: str, typed: Typed) -> None:
        text, before = typed.joined(stored)
        here = self.text.toPlainText()
        if text != here:
            caret = self.text.textCursor().position() + before + len(typed.text) - len(here)
            self.text.put(text, caret if here else -1)
        if stored:
            self._say(self.tr("Draft saved"))
        draft = self._draft()
        if typed.text and draft is not None:
            self._desk.drafts.typed(draft)

    def _saved(self, conversation: ConversationId) -> None:
        if conversation == self.conversation and self.text.toPlainText() and not self._was_refused:
            self._say(self.tr("Draft saved"))

    def _not_saved(self, sentence: str) -> None:
        self._say(self.tr("Not saved yet, trying again: {why}").format(why=sentence), trouble=True)

    def _limits(self) -> Limits:
        return self._target.limits if self._target is not None else Limits()

    def _send_clicked(self) -> None:
        self.send()

    def _send_done_clicked(self) -> None:
        self.send(finish=True)

    def _browse(self) -> None:
        if self._target is not None and self._target.url:
            self.browse.emit(written(QUrl(self._target.url)))


class _Sending:
    """One reply between Send and the outbox."""

    def __init__(self, composer: Composer, draft: Draft) -> None:
        self._composer = composer
        self._draft = draft

    def failed(self, sentence: str) -> None:
        """It could not be queued: the text goes back."""
        self._composer.take_back(self._draft, sentence)


def _is_sent(draft: Draft, pending: tuple[Reply, ...]) -> bool:
    """Return whether a draft is the text of a reply that is on its way already."""
    going = (reply for reply in pending if reply.state is not ReplyState.REFUSED)
    return any(reply.text.strip() == draft.text.strip() for reply in going)


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second


def _person(target: Target) -> str:
    if target.handle and target.who and target.handle != target.who:
        return f"{target.who}  ·  {target.handle}"
    return target.who or target.handle
