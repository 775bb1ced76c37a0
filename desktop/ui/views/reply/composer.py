"""The composer under the conversation: joins the parts a reply is made of, and is their face to the window."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.begun import is_begun
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Reply
from desktop.domain.item import Audience
from desktop.sync.ways import Way
from desktop.ui.commands import Commands
from desktop.ui.conversation.links import written
from desktop.ui.desk import Desk
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.reply.addresses import Addresses
from desktop.ui.reply.enclosing import Enclosing
from desktop.ui.reply.findings import Findings
from desktop.ui.reply.following import Following
from desktop.ui.reply.guarding import Guarding
from desktop.ui.reply.known_people import KnownPeople
from desktop.ui.reply.quoting import Quoting
from desktop.ui.reply.sending import Sending
from desktop.ui.reply.sheets import Sheets
from desktop.ui.reply.texts import Texts
from desktop.ui.reply.ways import Key
from desktop.ui.theme import Theme
from desktop.ui.views.reply.form import ReplyForm


class Composer(QWidget):
    """Follows the conversation on show. Nothing typed is lost: it stays in memory until the store has it."""

    finished = Signal()
    """A reply has left for the outbox."""
    ready = Signal()
    """The draft of the conversation on show was read: what is typed now is joined to it at the caret."""
    wanted = Signal()
    """Somebody begins to write: the place of the reply has to be seen."""
    browse = Signal(str)
    """An address the owner wants to see in the browser."""
    acted = Signal(object, str)
    """What the owner chose about a reply on its way: the Reply and a word of `reply_actions`."""
    tool_chosen = Signal(str)
    """A button beside the text was pressed: the id of its command."""

    def __init__(self, theme: Theme, desk: Desk, outbox: OutboxModel, commands: Commands) -> None:
        super().__init__()
        self._desk = desk
        self._outbox = outbox
        self._wants_all = False
        self.is_unsaved = False
        """Whether what is typed could not be saved when that was last tried."""
        form = self.form = ReplyForm(theme, commands)
        sheets = self.sheets = Sheets()
        self._addresses = Addresses(form, sheets)
        self._texts = Texts(form, sheets, self._addresses, desk.drafts)
        self._findings = Findings(form, sheets, self._texts, self._addresses)
        self._guarding = Guarding(form, sheets, self._texts, self._findings, desk.drafts)
        self._enclosing = Enclosing(form, sheets, self._texts, desk)
        self._quoting = Quoting(sheets, self._texts, desk)
        self._sending = Sending(form, sheets, self._texts, self._findings, self._guarding, desk)
        self.known_people = KnownPeople((form.recipients.to, form.recipients.cc), desk, theme)
        self._following = Following(form, sheets, self._texts, self._addresses, desk)
        # What the owner touches.
        self.text, self.beside, self.caption = form.text, form.beside, form.caption
        self.recipients, self.tabs, self.files = form.recipients, form.tabs, form.files
        self.guard, self.tools = form.guard, form.tools
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(form)
        self._join_parts()
        self._listen()
        self.open(None)

    def _join_parts(self) -> None:
        self._texts.taken.connect(self._look)
        self._texts.turned.connect(self._turned)
        self._enclosing.changed.connect(self._look)
        self._following.cleared.connect(self._forget)
        self._following.emptied.connect(self._look)
        self._following.read.connect(self._read)
        self._sending.left.connect(self.finished)
        self._desk.drafts.saved.connect(self._saved)
        self._desk.drafts.trouble.connect(self._not_saved)
        outbox = self._outbox
        for change in (outbox.dataChanged, outbox.rowsInserted, outbox.rowsRemoved, outbox.rowsMoved):
            change.connect(self._follow_outbox)

    def _listen(self) -> None:
        form = self.form
        for text in (form.text, form.beside.text):
            text.textChanged.connect(self._typed)
            text.left.connect(self.save)
            text.saved_wished.connect(self._wish_saved)
        form.recipients.edited.connect(self._readdressed)
        form.recipients.left.connect(self._addresses.check)
        form.to_all.clicked.connect(self.write_to_all)
        form.to_others.clicked.connect(self.write_to_others)
        form.open_page.clicked.connect(self._browse)
        form.reply_actions.chosen.connect(self.acted)
        form.tabs.chosen.connect(self._tab_chosen)
        for tool in form.tools.values():
            tool.clicked.connect(self._tool_clicked)

    def fit(self) -> None:
        """Take as much room as the height of the window leaves."""
        self.form.make_room()
        for text in (self.text, self.beside.text):
            text.grow()

    # The conversation on show

    def open(self, opened: Opened | None) -> None:
        """Follow the owner to another conversation, or take note that something in this one is new."""
        self._following.open(opened)
        if self.isHidden() != (opened is None):
            self.setVisible(opened is not None)
        self._show()
        self._follow_outbox()

    @property
    def conversation(self) -> ConversationId | None:
        """The conversation a reply would go to."""
        return self.sheets.conversation

    @property
    def is_new(self) -> bool:
        """Whether it is a new message that is written, not a reply."""
        return self.conversation is not None and is_begun(self.conversation)

    @property
    def opened(self) -> Opened | None:
        """The conversation on show."""
        return self.sheets.opened

    @property
    def is_ready(self) -> bool:
        """True once the draft of the conversation on show was read."""
        return self.sheets.is_loaded

    def concerns(self, conversation: ConversationId) -> bool:
        """Whether a reply in that conversation is one that is written here."""
        return self.sheets.concerns(conversation)

    def prepare(self) -> None:
        """Read the drafts now, where they wait for the owner to stay."""
        self._following.prepare()

    def save(self) -> None:
        """Hand everything typed to the store now."""
        self._following.save()

    def close_down(self) -> None:
        """Save everything before the store closes, also what was typed before its draft was read."""
        self._following.close_down()

    def expect(self) -> None:
        """Make room for a text that comes back: what stands here is saved first and comes back with it."""
        self._following.expect()

    def reload(self) -> None:
        """Read the draft again, after a reply was taken back."""
        self._following.reload()

    def changed(self, change: ChangeSet) -> None:
        """Take in a draft that came back by another way than this window's own typing."""
        self._following.changed(change)

    # Writing

    def write(self) -> None:
        """Put the caret into the text, or onto the way out where nothing can be answered."""
        self.wanted.emit()
        self.prepare()
        if self.sheets.front is None:
            self.form.offer(editing=True)
        if self.is_new and self.form.takes_text and self.recipients.write_on():
            return
        if self.form.takes_text:
            self.form.put_caret(reason=Qt.FocusReason.ShortcutFocusReason)
        else:
            self.form.open_page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def write_by(self, wanted: Audience | Key | None) -> None:
        """Put the caret into a reply to that audience, or by that way, as soon as the drafts are read."""
        if self.is_ready:
            self._choose_wanted(wanted)
        else:
            self._following.wanted = wanted
        self.write()

    def write_to_all(self) -> None:
        """Answer everybody who was written to; where nobody else was, only the one who wrote."""
        self.write()
        self._wants_all = self.sheets.front is None or not self.is_ready
        if not self._wants_all:
            self._addresses.copy_to_all()

    def write_to_others(self) -> None:
        """Show To and Cc with the caret in Cc, where the channel has addresses."""
        if self._addresses.can_change:
            self.wanted.emit()
            self.recipients.write()
        else:
            self.write()

    @property
    def way(self) -> Way | None:
        """The way of the text that has the caret, or had it last."""
        return self._texts.way

    @property
    def targets(self) -> tuple[Way, ...]:
        """Every way a reply to the conversation on show can take."""
        return self.sheets.targets

    @property
    def is_both(self) -> bool:
        """True while two texts are written at once."""
        return self.sheets.is_both

    def choose(self, key: Key | None) -> bool:
        """Write by another way, None for two at once; what stands here stays the draft of its way."""
        return self._texts.choose(key)

    def next_way(self) -> None:
        """Go to the next tab, after the last to the first."""
        self._texts.next_way()

    @property
    def has_caret(self) -> bool:
        """Whether the owner is writing here."""
        return self._texts.has_caret

    def written_text(self) -> str:
        """Return the text that has the caret, or had it last."""
        return self._texts.chosen()

    def insert(self, text: str, caret: int = -1) -> None:
        """Put words to where the caret is, as if they were typed; `caret` is where it goes within them."""
        self._texts.insert(text, caret)

    def quote(self) -> None:
        """Put what they wrote below the owner's words, in the text of the way that can quote it."""
        self._quoting.quote()

    @property
    def takes_files(self) -> bool:
        """Whether files can go with what is written now, as far as it is known."""
        return self._enclosing.way is not None or not self.is_ready

    def attach(self, files: Sequence[object]) -> None:
        """Have files (paths, or pictures from the clipboard) read and kept with the draft; a sentence says why not."""
        self._enclosing.attach(files)

    def drop(self) -> None:
        """Forget what is written here, because it is thrown away."""
        self._texts.forget()
        self.form.files.show_files(())

    # Sending

    def obstacle(self) -> str:
        """Return why nothing can be sent now, "" when it can."""
        return self._findings.obstacle()

    def send(self, *, finish: bool = False, leave_at: datetime | None = None, confirmed: bool = False) -> bool:
        """Queue the reply; with `finish` the conversation is done at once. Return whether it is on its way.

        A new message has no conversation yet that could be done. It is not when something is in the way, or when the owner is asked first about a private detail in public.
        """
        return self._sending.send(finish=finish and not self.is_new, leave_at=leave_at, confirmed=confirmed)

    # What follows what

    def _typed(self) -> None:
        self.prepare()
        self.form.say("")
        self._guarding.let_go()
        self._texts.typed()

    def _look(self) -> None:
        self._findings.show()
        self._show_tabs()

    def _turned(self) -> None:
        front = self.sheets.front
        self._addresses.put(self.sheets.drafts.get(front.key) if front is not None else None)
        self._show()

    def _read(self) -> None:
        self._findings.forget()
        self._show()
        self._follow_outbox()
        if self._wants_all:
            self.write_to_all()
        self._enclosing.read()
        self.ready.emit()

    def _forget(self) -> None:
        self._wants_all = False
        self._guarding.forget()
        self._findings.forget()

    def _choose_wanted(self, wanted: Audience | Key | None) -> None:
        if isinstance(wanted, Audience):
            found, front = self.sheets.first(wanted), self.sheets.front
            if found is not None and (front is None or self.is_both or front.audience is not wanted):
                self.choose(found)
        elif wanted != self.sheets.at():
            self.choose(wanted)

    def _tab_chosen(self, key: object) -> None:
        self.choose(key)  # type: ignore[arg-type]
        self._show_tabs()
        self.form.put_caret()

    def _readdressed(self) -> None:
        """Keep whom the owner names with the draft."""
        self._addresses.show()
        self._typed()

    # What the owner sees

    def _show(self) -> None:
        front, opened = self.sheets.front, self.sheets.opened
        if opened is None:
            return
        self.form.show_new(is_new=self.is_new, ways=len(self.sheets.targets))
        self.form.show_audience(front.audience if front is not None else opened.row.audience)
        self._addresses.show()
        if front is None:
            self.form.wait()
            self._show_tabs()
            return
        self.form.show_way(front, self.sheets.second)
        self.tools["reply.attach"].setVisible(self._enclosing.way is not None)
        self._enclosing.show()
        self._show_tabs()
        self.form.make_room()
        self._look()

    def _show_tabs(self) -> None:
        opened = self.sheets.opened
        if self.sheets.targets:
            self.tabs.show_ways(self.sheets.targets, self.sheets.at(), self.sheets.begun())
        elif opened is not None:
            self.tabs.expect(opened.row.channel, opened.row.audience)

    @property
    def on_its_way(self) -> Reply | None:
        """The reply of the conversation on show that has not left yet, or needs the owner."""
        here = [self.conversation, *(target.conversation for target in self.sheets.targets)]
        found = (self._outbox.pending(conversation) for conversation in here if conversation is not None)
        return next((reply for reply in found if reply is not None), None)

    def _follow_outbox(self) -> None:
        """Show how far a reply of this conversation is."""
        reply = self.on_its_way
        self.form.reply_actions.show_for(reply, self._desk.now())
        self.form.show_reply(reply, self._outbox.saying(reply) if reply is not None else None)

    def _saved(self, conversation: ConversationId) -> None:
        self.is_unsaved = False
        if self.concerns(conversation) and not self._texts.is_empty and not self.form.is_lasting:
            self.form.say(self.tr("Draft saved"))

    def _not_saved(self, sentence: str) -> None:
        self.is_unsaved = True
        self.form.say(self.tr("Not saved yet, trying again: {why}").format(why=sentence), trouble=True)

    def _tool_clicked(self) -> None:
        tool = self.sender()
        if tool is not None:
            self.tool_chosen.emit(str(tool.property("tool")))

    def _wish_saved(self) -> None:
        self.tool_chosen.emit("reply.saved")

    def _browse(self) -> None:
        front = self.sheets.front
        if front is not None and front.url:
            self.browse.emit(written(QUrl(front.url)))
