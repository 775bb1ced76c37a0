"""A message that begins something: begun with one key, written where a reply is, thrown away or taken up again."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from desktop.domain.begun import is_begun, new_place
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Entry, Opened
from desktop.domain.draft import Draft, ReplyState
from desktop.domain.item import Direction
from desktop.domain.text import plain
from desktop.sync.ways import Way
from desktop.ui.desk import Desk
from desktop.ui.keys.turns import Turns
from desktop.ui.notices import Notices
from desktop.ui.reply.beginning import Forwarded
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.reply.composer import Composer
from desktop.ui.wording.language import sentence_of

_THROWN = "thrown away"
"""Stands for the id of a reply: the key that takes back a held one takes this back as long as it is offered."""


class NewMessages(QObject):
    """Made once, when the window is put together; GUI thread."""

    def __init__(self, *, window: MainWindow, desk: Desk, turns: Turns) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._turns = turns
        self._untouched: Draft | None = None
        """What was begun by forwarding, as long as it is on show."""
        self._is_above = False

    def join(self, composer: Composer, notices: Notices) -> None:
        """Take what is made after the commands are."""
        self._composer, self._notices = composer, notices
        composer.finished.connect(self._left)
        composer.ready.connect(self._read)
        self._window.opened_changed.connect(self._turned)
        self._window.reader.write_wished.connect(composer.write)
        self._window.letter_pressed.connect(self._lack)

    def runs(self) -> dict[str, Callable[[], object]]:
        """Return what carries each command out."""
        return {"reply.new": self.write, "reply.forward": self.forward}

    def write(self, to: Sequence[str] = ()) -> None:
        """Begin a message, to somebody or to nobody yet. What is typed meanwhile goes into it."""
        place = new_place(self._desk.now())
        if to:
            self._desk.addressed[place] = tuple(to)
        self._turns.begin()
        self._desk.beginnings(place, partial(self._begin, place), self._failed)

    def _begin(self, place: ConversationId, ways: tuple[Way, ...]) -> None:
        if ways[0].is_open:
            self.show(place)
        else:
            self._notices.offer(ways[0].refusal, self.tr("Add an account"), self._window.account_wished.emit)
        self._turns.end()

    def _lack(self) -> None:
        sentence = self.tr("Letters do something once there is an account: add one, or open the sample shop.")
        self._notices.offer(sentence, self.tr("Add an account"), self._window.account_wished.emit)

    def forward(self) -> None:
        """Pass the newest message of the conversation on show on by mail: theirs, or ours where they said nothing."""
        opened = self._window.opened()
        entry = _newest(opened) if opened is not None else None
        if opened is None or entry is None:
            self._notices.note(self.tr("There is no message here that could be forwarded."))
            return
        self._turns.begin()
        self._desk.forward(entry, opened.account, self._forward, self._failed)

    def _forward(self, made: Forwarded) -> None:
        self._untouched = made.draft
        self.show(made.draft.conversation)
        self._turns.end()
        if made.missing:
            names = ", ".join(plain(name, 60) for name in made.missing)
            self._notices.trouble(self.tr("Not here, or too large, so not taken along: {names}").format(names=names))

    def _read(self) -> None:
        """Go on behind what is filled already, and begin above what is passed on: the owner's own words come first."""
        recipients = self._composer.recipients
        if self._composer.is_new and recipients.to.hasFocus() and not recipients.is_touched:
            self._composer.write()
        made = self._untouched
        if made is not None and made.conversation == self._composer.conversation and not self._is_above:
            self._is_above = True
            field = self._composer.text
            field.moveCursor(QTextCursor.MoveOperation.Start)

    def _turned(self, opened: Opened | None) -> None:
        """Leave nothing behind of what was begun by forwarding and left as it was."""
        made = self._untouched
        if made is not None and (opened is None or opened.row.id != made.conversation):
            self._untouched, self._is_above = None, False
            self._desk.drop_untouched(made)

    def _failed(self, sentence: str) -> None:
        self._turns.end()
        self._notices.trouble(sentence)

    def show(self, place: ConversationId) -> None:
        """Show a new message and put the caret where it goes on."""
        if self._composer.conversation == place:
            self._composer.reload()
        else:
            self._composer.save()
            self._window.select(place)
            # The list may have stood there all along.
            self._window.reader.show_conversation(place)
        self._composer.write()

    def _left(self) -> None:
        """Go on where the list stands, or beside it: where the message stood is nothing any more."""
        opened = self._window.opened()
        if opened is not None and is_begun(opened.row.id):
            self._go_on([opened.row.id])

    def _go_on(self, places: Sequence[ConversationId]) -> None:
        inbox = self._window.inbox
        for step in (1, -1):
            if inbox.current in places:
                inbox.step(step)
        self._window.show_current()
        opened = self._window.opened()
        if opened is not None and opened.row.id in places:
            self._window.reader.show_nothing()

    def take_change(self, change: ChangeSet) -> None:
        """Go on in the conversation that a new message has become which the owner looks at."""
        here = self._composer.conversation
        if here is None or not is_begun(here) or here not in change.drafts or not change.new_messages:
            return
        homes = [id_ for id_ in change.conversations if not is_begun(id_)]
        if homes and not self._composer.written_text().strip():
            self._window.reader.show_conversation(homes[0])

    # Throwing away

    def throw_away(self, ids: Sequence[ConversationId]) -> bool:
        """Throw new messages away that were not sent; return False where there is none among these."""
        places = [id_ for id_ in ids if is_begun(id_)]
        if not places:
            return False
        if self._composer.conversation in places:
            self._composer.drop()
        self._desk.throw_away(places, partial(self._thrown, places))
        return True

    def _thrown(self, places: Sequence[ConversationId], drafts: Sequence[Draft]) -> None:
        self._go_on(places)
        if drafts:
            self._offer_back(drafts, self.tr("Thrown away: {what}").format(what=_named(drafts[0])))

    def _offer_back(self, drafts: Sequence[Draft], sentence: str) -> None:
        self._notices.offer(sentence, self.tr("Undo"), partial(self._put_back, drafts), reply=_THROWN)

    def _put_back(self, drafts: Sequence[Draft]) -> None:
        def failed(error: Exception) -> None:
            # They are nowhere but here.
            self._offer_back(drafts, sentence_of(error))

        self._desk.put_back(drafts, partial(self.show, drafts[0].conversation), failed)


def _newest(opened: Opened) -> Entry | None:
    here = [
        entry
        for entry in opened.timeline
        if entry.conversation == opened.row.id
        and not entry.note
        and (entry.delivery is None or entry.delivery.state is ReplyState.SENT)
    ]
    theirs = [entry for entry in here if entry.direction is Direction.IN]
    return (theirs or here)[-1] if here else None


def _named(draft: Draft) -> str:
    return draft.subject or ", ".join(draft.to) or draft.text
