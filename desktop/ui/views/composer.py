"""The composer under the conversation: where the reply goes, what it says, how long it may be, and sending it."""

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.compose.checks import Weight, check
from desktop.compose.limits import measure
from desktop.connectors.base import Limits
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Opened, Tone
from desktop.domain.draft import Draft, Reply
from desktop.domain.item import Audience
from desktop.ui import words
from desktop.ui.commands import Commands
from desktop.ui.desk import Desk, Writing, draft_of
from desktop.ui.drafts import Typed
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.target import Target
from desktop.ui.theme import Theme
from desktop.ui.widgets import safe
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.elided import Elided
from desktop.ui.widgets.reply_actions import ReplyActions
from desktop.ui.widgets.reply_text import ReplyText
from desktop.ui.widgets.verb_button import VerbButton, VerbRow

_NEARLY_FULL = 20
_SETTLE_MS = 60


class Composer(QFrame):
    """Follows the conversation on show. Nothing typed is lost: it stays in memory until the store has it.

    `finished` follows a Send, `browse` carries an address the owner wants to see in the browser.
    """

    finished = Signal()
    browse = Signal(str)
    ready = Signal()
    """The draft of the conversation on show was read: what is typed now is joined to it at the caret."""
    acted = Signal(object, str)
    """What the owner chose about a reply on its way: the Reply and a word of `reply_actions`."""

    def __init__(self, theme: Theme, desk: Desk, outbox: OutboxModel, commands: Commands) -> None:
        super().__init__()
        self._desk = desk
        self._outbox = outbox
        self._opened: Opened | None = None
        self._target: Target | None = None
        self._is_loaded = False
        self._was_refused = False
        self._over = ""
        self._early: dict[ConversationId, Typed] = {}
        self.setObjectName("composer")
        self.setAccessibleName(self.tr("Reply"))
        self.text = ReplyText(theme)
        self._build(theme, commands)
        # Whoever runs down the list with a held key does not ask for every draft on the way.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._begin)
        self.text.textChanged.connect(self._typed)
        self.text.left.connect(desk.drafts.flush)
        desk.drafts.saved.connect(self._saved)
        desk.drafts.trouble.connect(self._not_saved)
        for change in (outbox.dataChanged, outbox.rowsInserted, outbox.rowsRemoved, outbox.rowsMoved):
            change.connect(self._follow_outbox)
        self.open(None)

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
        if self._settle.isActive():
            self._begin()
        if self._target is None:
            self._offer(editing=True)
        (self.text if not self._edit.isHidden() else self._open_page).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Hand everything typed to the store now."""
        self._desk.drafts.flush()

    def close_down(self) -> None:
        """Save everything before the store closes, also what was typed before its draft was read."""
        if self._opened is not None and not self._is_loaded and self.text.toPlainText():
            self._settle.stop()
            self._begun(self._desk.begin_at_once(self._opened))
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
        self._count()
        self._say("")
        self.finished.emit()

    def obstacle(self) -> str:
        """Return why nothing can be sent now, "" when it can."""
        text = self.text.toPlainText()
        if self._target is None or not self._is_loaded:
            return self.tr("Open a conversation to answer it.") if self._opened is None else self.tr("One moment …")
        if self._target.refusal:
            return self._target.refusal
        stops = [n.sentence for n in check(text, self._target.audience) if n.weight is Weight.STOP]
        if stops:
            return stops[0]
        size = measure(text, self._limits())
        return size.sentence if size.left is not None and size.left < 0 else ""

    def take_back(self, draft: Draft, sentence: str) -> None:
        """Put a text back that could not be queued, and say why; elsewhere it is a draft, and the window says it."""
        if self.conversation != draft.conversation or self.text.toPlainText():
            self._desk.failed.emit(sentence)
        else:
            self.text.put(draft.text)
            self._count()
            self._say(sentence, trouble=True)
            self._was_refused = True

    # What the owner sees

    def _build(self, theme: Theme, commands: Commands) -> None:
        self._tab = safe.label(look="channel-tab")
        self._to = Elided(look="quiet-small")
        self._audience = Chip()
        self._refusal = safe.label(look="quiet-small")
        self._refusal.setWordWrap(True)
        self._open_page = VerbButton(self.tr("Open in browser"), "", theme)
        self._warning = Elided(look="quiet-small")
        self._warning.setProperty("tone", Tone.NOTICE.value)
        self._status = Elided(look="quiet-small")
        self._counter = QLabel()
        self._counter.setObjectName("counter")
        self._counter.setTextFormat(Qt.TextFormat.PlainText)
        self._counter.setFont(theme.look.figures())
        self._send_done = _button(self.tr("Send and Done"), "reply.send-and-finish", theme, commands)
        self._send = _button(self.tr("Send"), "reply.send", theme, commands, look="primary")
        self._send.clicked.connect(self._send_clicked)
        self._send_done.clicked.connect(self._send_done_clicked)
        self._open_page.clicked.connect(self._browse)
        self._actions = ReplyActions(theme)
        self._actions.chosen.connect(self.acted)
        self._state = safe.label(look="quiet-small")
        self._state.setWordWrap(True)
        self.text.setAccessibleName(self.tr("Text of the reply"))
        box = QVBoxLayout(self)
        px = theme.look.px
        box.setContentsMargins(px(22), px(12), px(22), px(12))
        box.setSpacing(8)
        self._on_its_way = _row(self._state, 1, self._actions)
        self._edit = QWidget()
        edit = QVBoxLayout(self._edit)
        edit.setContentsMargins(0, 0, 0, 0)
        edit.setSpacing(8)
        edit.addWidget(self.text)
        edit.addWidget(self._warning)
        edit.addWidget(_row(self._status, 1, self._counter, self._send_done, self._send))
        self._cannot = _row(self._refusal, 1, self._open_page)
        self._cannot.hide()
        for part in (_row(self._tab, self._to, 1, self._audience), self._on_its_way, self._edit, self._cannot):
            box.addWidget(part)

    def _show_target(self) -> None:
        target, opened = self._target, self._opened
        if opened is None:
            return
        safe.say(self._tab, words.channel_title(target.channel if target is not None else opened.row.channel))
        self._show_audience(target.audience if target is not None else opened.row.audience)
        self._to.say(_address(target) if target is not None and not target.refusal else "")
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

    def _offer(self, *, editing: bool) -> None:
        """Show the place for the text, or why there is none."""
        for part, hidden in ((self._audience, not editing), (self._edit, not editing), (self._cannot, editing)):
            if part.isHidden() != hidden:
                part.setHidden(hidden)

    def _show_audience(self, audience: Audience) -> None:
        is_public = audience is Audience.PUBLIC
        self._audience.say(
            self.tr("Public: everyone can read this") if is_public else self.tr("Private"),
            Tone.NOTICE if is_public else Tone.FACT,
        )

    def _count(self) -> None:
        text = self.text.toPlainText()
        size = measure(text, self._limits())
        self._counter.setText(size.sentence)
        left = size.left
        tone = "" if left is None or left > _NEARLY_FULL else "hurry" if left < 0 else "notice"
        if self._counter.property("tone") != tone:
            self._counter.setProperty("tone", tone)
            self._counter.style().unpolish(self._counter)
            self._counter.style().polish(self._counter)
        reason = self.obstacle()
        for button, id_ in ((self._send, "send"), (self._send_done, "finish")):
            button.setEnabled(not reason)
            safe.tooltip(button, reason or self._tip(id_))
        audience = self._target.audience if self._target is not None else Audience.PRIVATE
        warnings = [n.sentence for n in check(text, audience) if n.weight is Weight.WARN]
        self._warning.say(warnings[0] if warnings else "")
        self._warning.setVisible(bool(warnings))

    def _tip(self, id_: str) -> str:
        if id_ == "send":
            return self.tr("Hold the reply for a moment, then send it")
        return self.tr("Send, and mark the conversation done")

    def _follow_outbox(self) -> None:
        reply = self._outbox.pending(self.conversation) if self.conversation is not None else None
        self._on_its_way.setVisible(reply is not None)
        self._actions.show_for(reply, self._desk.now())
        if reply is not None:
            said = self._outbox.saying(reply)
            safe.say(self._state, f"{said.words}. {said.sentence}" if said.sentence else said.words)
            if self._state.property("tone") != said.tone.value:
                self._state.setProperty("tone", said.tone.value)
                self._state.style().unpolish(self._state)
                self._state.style().polish(self._state)

    def _say(self, sentence: str, *, trouble: bool = False) -> None:
        self._was_refused = False
        look = "trouble-small" if trouble else "quiet-small"
        if self._status.property("look") != look:
            self._status.setProperty("look", look)
            self._status.style().unpolish(self._status)
            self._status.style().polish(self._status)
        self._status.say(sentence)

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

    def _draft(self) -> Draft | None:
        return draft_of(self._target, self.text.toPlainText()) if self._target is not None else None

    def _leave(self, opened: Opened | None) -> None:
        """Let go of a conversation: what was typed before its draft was read is joined to it when that comes."""
        early = self.text.toPlainText()
        if opened is not None and not self._is_loaded and early:
            self._early[opened.row.id] = Typed(early, self._over)
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

    def _begun(self, writing: Writing) -> None:
        here = writing.target.conversation
        early = self._early.pop(here, Typed(""))
        kept = self._desk.drafts.unsaved(here) or writing.draft
        stored = "" if kept is None or _is_sent(kept, writing.pending) else kept.text
        if here != self.conversation:
            if early.text:
                self._desk.drafts.typed(draft_of(writing.target, early.joined(stored)[0]))
            return
        self._target = writing.target
        if not self._is_loaded:
            self._is_loaded = True
            self._restore(stored, Typed(_joined(early.text, self.text.toPlainText()), early.over or self._over))
        self._show_target()
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
            self.browse.emit(QUrl(self._target.url).toString())


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
    return any(reply.text.strip() == draft.text.strip() for reply in pending)


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second


def _address(target: Target) -> str:
    if target.recipients:
        return ", ".join(target.recipients)
    if target.handle and target.who and target.handle != target.who:
        return f"{target.who}  ·  {target.handle}"
    return target.who or target.handle


def _button(title: str, id_: str, theme: Theme, commands: Commands, look: str = "plain") -> VerbButton:
    keys = commands[id_].keys if id_ in commands else ()
    return VerbButton(title, keys[0] if keys else "", theme, look=look)


def _row(*parts: QWidget | int) -> QWidget:
    """Return the widgets in a row; a number is the stretch of the widget before it."""
    holder = VerbRow()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for part in parts:
        if isinstance(part, int):
            row.setStretch(row.count() - 1, part)
        else:
            row.addWidget(part)
    return holder
