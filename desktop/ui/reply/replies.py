"""What the owner does with replies: each verb once, the same for key, mouse and palette."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from desktop.domain.draft import Reply, ReplyState
from desktop.domain.item import Audience
from desktop.domain.row import ConversationId, Lane
from desktop.domain.standing import Stage
from desktop.ui.desk import Held
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.notices import Notices
from desktop.ui.reply.saved_replies import Saved, SavedReplies
from desktop.ui.reply.standing import saying, summary, word
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.reply.composer import Composer
from desktop.ui.views.reply.overdue import OverdueCard
from desktop.ui.views.reply.save_card import SaveCard
from desktop.ui.views.reply.saved_picker import SavedPicker
from desktop.ui.views.reply.send_later import SendLater
from desktop.ui.widgets import reply_actions
from desktop.ui.widgets.reply_actions import edit_again
from desktop.ui.wording.language import retell
from desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop.compose.templates import Filled, Template

_AT_START_MS = 8_000
"""Milliseconds from the start within which what was not sent in time is asked about on a card."""


class Replies(QObject):
    """Made once, when the window is put together; GUI thread. It acts on what the composer shows."""

    def __init__(self, work: Workplace, saved: SavedReplies) -> None:
        super().__init__(work.window)
        self._window = work.window
        self._desk = work.desk
        self._theme = work.theme
        self._clock = work.clock
        self._turns = work.turns
        self._float = work.show
        self._saved = saved
        self._awaits_draft = False
        self._known_troubles: set[str] | None = None
        self._when_ready: tuple[ConversationId | None, Callable[[], object]] | None = None
        """What waits for the draft of a conversation."""
        self._at_start = QTimer(self)
        self._at_start.setSingleShot(True)

    def join(self, composer: Composer, outbox: OutboxModel, notices: Notices) -> None:
        """Take what is made after the commands are."""
        self._composer, self._outbox, self._notices = composer, outbox, notices
        composer.ready.connect(self._draft_read)
        composer.acted.connect(self.act)
        composer.tool_chosen.connect(self._run_tool)
        self._desk.queued.connect(self._held)
        self._at_start.start(_AT_START_MS)

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries each command out."""
        runs: dict[str, Callable[[], object]] = {
            "reply.write": self.write,
            "reply.write-private": self.write_private,
            "reply.write-to-all": self.write_to_all,
            "reply.recipients": self.readdress,
            "reply.next-way": self.next_way,
            "reply.both": self.write_both,
            "reply.send": self.send,
            "reply.send-and-finish": self.send_and_finish,
            "reply.later": self.send_later,
            "reply.saved": self.pick_saved,
            "reply.attach": self.attach,
            "reply.quote": self.quote,
        }
        return runs | ({"reply.save": self.save_text} if self._saved.can_save else {})

    def _run_tool(self, id_: str) -> None:
        run = self.runs().get(id_)
        if run is not None:
            run()

    # Writing

    def write(self) -> None:
        """Put the caret into the reply."""
        if self._window.opened() is not None:
            self._composer.write()
            self._await_draft()

    def write_private(self) -> None:
        """Put the caret into a reply that only they can read."""
        self._write_by(Audience.PRIVATE)

    def _write_by(self, audience: Audience) -> None:
        if self._window.opened() is not None:
            self._composer.write_by(audience)
            self._await_draft()

    def write_both(self) -> None:
        """Write an apology in public and the help in private at once."""
        if self._window.opened() is None:
            return
        self._composer.write()
        self._await_draft()
        self._once_ready(self._show_both)

    def _show_both(self) -> None:
        if not self._composer.choose(None):
            self._notices.note(self.tr("There are not both a public and a private way to answer here."))

    def next_way(self) -> None:
        """Go to the next way the reply can take."""
        self._composer.next_way()

    def write_to_all(self) -> None:
        """Put the caret into a reply to everybody who was written to."""
        if self._window.opened() is not None:
            self._composer.write_to_all()
            self._await_draft()

    def readdress(self) -> None:
        """Put the caret into Cc."""
        if self._window.opened() is not None:
            self._composer.prepare()
            self._await_draft()
            self._once_ready(self._composer.write_to_others)

    def _await_draft(self) -> None:
        """Hold keys back until the draft was read, when it was not yet."""
        if not self._composer.is_ready:
            self._awaits_draft = True
            self._turns.begin()

    def _draft_read(self) -> None:
        waiting, self._when_ready = self._when_ready, None
        if waiting is not None and waiting[0] == self._composer.conversation:
            waiting[1]()
        elif waiting is not None:
            # It was meant for the conversation that the owner has left meanwhile.
            self._turns.end()
        if self._awaits_draft:
            self._awaits_draft = False
            self._turns.end()

    def _once_ready(self, run: Callable[[], object]) -> None:
        if self._composer.is_ready:
            run()
        else:
            self._when_ready = self._composer.conversation, run

    def quote(self) -> None:
        """Put what they wrote below the reply."""
        self._composer.quote()

    def attach(self) -> None:
        """Ask for files, and have them go with the reply."""
        if not self._composer.takes_files:
            self._composer.attach(())
            return
        dialog = QFileDialog(self._window, self.tr("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._attach)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _attach(self, names: list[str]) -> None:
        self._composer.attach([Path(name) for name in names])

    # Sending

    def send(self) -> None:
        """Send the reply, after the hold. What is pressed before it is held, such as undo, waits for that."""
        if self._composer.send():
            self._turns.begin()

    def send_and_finish(self) -> None:
        """Send the reply and mark the conversation done."""
        if self._composer.send(finish=True):
            self._turns.begin()

    def send_later(self) -> None:
        """Ask when the reply shall leave; where nothing is written, when one shall that waits for its time already."""
        waiting = self._composer.on_its_way
        if not self._composer.written_text().strip() and waiting is not None and self._waits(waiting):
            self.change_time(waiting)
            return
        if reason := self._composer.obstacle():
            self._notices.note(reason)
            return
        picker = SendLater(self._theme, self.tr("Send later"), self._clock.now)
        picker.picked.connect(self._send_at)
        self._float(picker)

    def _waits(self, reply: Reply) -> bool:
        return reply_actions.waits_for_a_time(reply, self._clock.now())

    def _send_at(self, at: datetime) -> None:
        if self._composer.send(leave_at=at):
            self._turns.begin()

    # Saved replies

    def pick_saved(self) -> None:
        """Offer the saved replies for the conversation on show."""
        opened = self._window.opened()
        if opened is None:
            return
        self._composer.prepare()
        self._turns.begin()
        self._saved.read(opened, partial(self._offer_saved, opened.row.id))

    def _offer_saved(self, id_: ConversationId, saved: Saved) -> None:
        if self._composer.conversation != id_:
            self._turns.end()
            return
        self._once_ready(partial(self._show_saved, saved))

    def _show_saved(self, saved: Saved) -> None:
        target = self._composer.way
        if target is None or target.refusal:
            self._notices.note(target.refusal if target is not None else self.tr("Open a conversation to answer it."))
        else:
            picker = SavedPicker(self._theme, saved, target)
            picker.picked.connect(self._insert)
            picker.changed.connect(partial(self._change_saved, saved))
            picker.removed.connect(self._remove_saved)
            self._float(picker)
        self._turns.end()

    def _insert(self, filled: "Filled") -> None:
        if not self._composer.has_caret:
            self._composer.write()
        self._composer.insert(filled.text, filled.caret)

    def save_text(self) -> None:
        """Keep what is written as a saved reply."""
        from desktop.compose.own_templates import general
        from desktop.compose.templates import facts

        opened, text = self._window.opened(), self._composer.written_text()
        if opened is None or not text.strip():
            self._notices.note(self.tr("Write a reply first, then save it for others."))
            return
        first_name = facts(customer=opened.row.who).values.get("first_name", "")
        card = SaveCard(self._theme, self.tr("Save this text as a reply"), title="", text=general(text, first_name))
        card.kept.connect(partial(self._keep_saved, card, "", "", None))
        self._float(card)

    def _change_saved(self, saved: Saved, template: "Template") -> None:
        language = saved.known.language[:2].lower()
        body = template.body(language)
        language = next((key for key, one in template.bodies.items() if one is body), "en")
        card = SaveCard(self._theme, self.tr("Change a saved reply"), title=body.title, text=body.long or body.short)
        card.kept.connect(partial(self._keep_saved, card, template.name, language, template.audience))
        self._float(card)

    def _keep_saved(
        self, card: SaveCard, name: str, language: str, audience: Audience | None, title: str, text: str
    ) -> None:
        self._saved.save(
            title=title,
            text=text,
            language=language or _language(),
            audience=audience,
            name=name,
            done=partial(self._saved_kept, card),
            failed=partial(self._saved_refused, card),
        )

    def _saved_refused(self, card: SaveCard, sentence: str) -> None:
        if isValid(card):
            card.refuse(sentence)
        else:
            self._notices.trouble(sentence)

    def _saved_kept(self, card: SaveCard, name: str) -> None:
        if isValid(card):
            card.put_away()
        key = self._notices.key("reply.saved")
        said = self.tr("Saved: “{name}”. Press {key} to use it.") if key else self.tr("Saved: “{name}”.")
        self._notices.note(said.format(name=name, key=key))

    def _remove_saved(self, template: "Template") -> None:
        gone = self.tr("Removed: “{name}”").format(name=template.body("").title)
        self._saved.remove(template.name, partial(self._gone, gone), self._notices.trouble)

    def _gone(self, sentence: str, files: Mapping[str, bytes]) -> None:
        put_back = partial(self._saved.put_back, files, self._notices.trouble)
        self._notices.offer(sentence, self.tr("Undo"), put_back)

    # Replies on their way

    def act(self, reply: Reply, choice: str) -> None:
        """Do what the owner chose about a reply on its way."""
        self._notices.forget_reply(reply.id)
        if choice == reply_actions.WITHDRAW:
            self.withdraw(reply)
        elif choice == reply_actions.SEND_NOW:
            self._desk.send_now(reply)
        elif choice == reply_actions.CHANGE_TIME:
            self.change_time(reply)
        elif choice == reply_actions.CHECK:
            self._desk.check_unknown(reply)
        elif choice in (reply_actions.ARRIVED, reply_actions.AGAIN):
            self._desk.answer_unknown(reply, "arrived" if choice == reply_actions.ARRIVED else "again")

    def change_time(self, reply: Reply) -> None:
        """Ask for another time for a reply that waits for one."""
        picker = SendLater(self._theme, self.tr("Send later"), self._clock.now)
        picker.picked.connect(partial(self._desk.leave_at, reply))
        self._float(picker)

    def withdraw(self, reply: Reply, *, reopen: ConversationId | None = None) -> None:
        """Take a reply back into the composer; `reopen` is the conversation that was done with it."""
        reply = self._outbox.known(reply)
        if self._composer.concerns(reply.conversation):
            self._composer.expect()
        self._turns.begin()
        self._desk.withdraw(reply, reopen=reopen, done=partial(self._returned, reply, reopen))

    def _returned(self, reply: Reply, reopened: ConversationId | None) -> None:
        if reopened is not None:
            self._window.select(reopened)
            self._window.inbox.expect_back(reopened)
        elif not self._composer.concerns(reply.conversation):
            self._window.select(reply.conversation)
        self._composer.reload()
        self._composer.write()
        self._await_draft()

    def _held(self, held: Held) -> None:
        for reply in (held.reply, *held.more):
            self._desk.drafts.forget(reply.conversation, reply.text)
        # The news of it stand in the queue of events already; the keys come after them.
        QTimer.singleShot(0, self, self._turns.end)
        undo = partial(self.withdraw, held.reply, reopen=held.conversation if held.finished else None)
        now = self._clock.now()
        if held.reply.leave_at is not None:
            self._notices.offer(saying(held.reply, now).words, self.tr("Undo"), undo, reply=held.reply.id)
        elif held.reply.not_before > now:
            self._notices.held(held, undo, partial(self._desk.send_now, held.reply))
        else:
            self._notices.note(f"{word(Stage.QUEUED)}: {retell(held.reply.summary)}")

    def tell_troubles(self, replies: list[Reply]) -> None:
        """Say once, wherever the owner is, that replies came back, missed their time, or nobody knows."""
        troubled = [r for r in replies if r.state in (ReplyState.REFUSED, ReplyState.UNKNOWN, ReplyState.OVERDUE)]
        known, self._known_troubles = self._known_troubles, {reply.id for reply in troubled}
        new = [r for r in troubled if (_is_late(r) if known is None else r.id not in known)]
        show = partial(self._window.show_lane, Lane.OUTBOX)
        if len(new) > 1:
            self._notices.offer(summary(new, self._clock.now()), self.tr("Show"), show)
        elif new and _is_late(new[0]):
            self._ask_about(new[0])
        elif new:
            said = self._outbox.saying(new[0])
            sentence = f"{said.words}: {retell(new[0].summary)}. {said.sentence}"
            if new[0].state is ReplyState.REFUSED:
                self._notices.offer(sentence, edit_again(), partial(self.withdraw, new[0]))
            else:
                self._notices.offer(sentence, self.tr("Show"), show)

    def _ask_about(self, reply: Reply) -> None:
        """Ask about a reply that missed its time: on a card at the start, later only when the owner has time for it."""
        if self._at_start.isActive() and not self._composer.has_caret and not self._card_is_open():
            self._show_overdue(reply)
            return
        sentence = f"{word(Stage.OVERDUE)}: {retell(reply.summary)}"
        self._notices.offer(sentence, self.tr("Decide"), partial(self._show_overdue, reply))

    def _show_overdue(self, reply: Reply) -> None:
        card = OverdueCard(self._theme, reply, self._clock.now())
        card.acted.connect(self.act)
        self._float(card)

    def _card_is_open(self) -> bool:
        return any(card.isVisible() for card in self._window.findChildren(Overlay))


def _is_late(reply: Reply) -> bool:
    """Return whether it missed its time and may leave now."""
    return reply.state is ReplyState.OVERDUE and not reply.blocked


def _language() -> str:
    return QLocale().name()[:2]
