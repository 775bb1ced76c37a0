"""What the owner decides about conversations, carried out by the store: the half of the desk that is triage."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId
from desktop.domain.errors import ShopbellError
from desktop.domain.row import Label
from desktop.store import chosen
from desktop.store.writer import Writer
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.triage.said import sentence
from desktop.ui.triage.teaching import teacher
from desktop.ui.wording.language import sentence_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.store.notes import Note

WAIT = timedelta(days=3)
"""When nobody has answered by then, what waits for an answer comes back."""
INITIATOR = "triage"
MOVES_ON = frozenset(
    {Verb.DONE, Verb.REOPEN, Verb.SNOOZE, Verb.WAIT, Verb.MUTE, Verb.UNMUTE, Verb.NOT_OURS, Verb.TRASH, Verb.RESTORE}
)
"""What puts a conversation somewhere else, so that the list goes on to the next one."""

Ids = Sequence[ConversationId]
"""Conversations that a verb means, never changed by whoever hands them over: half a million are not copied."""
Meant = Callable[["Database", Ids], Verb]
"""Tells which verb is meant where there are two ways: asked by the store as it writes, so that nobody waits for it."""
T = TypeVar("T")
_LONG_MS = 600
"""After so long without an end the owner is told that it is under way: ten thousands at once take seconds."""


class Deciding(QObject):
    """Made on the GUI thread and used there. Every write is one gesture, which undo takes back as a whole.

    `said` is a sentence about what was done and can be undone, `told` one about anything else, `failed` one about
    what did not happen.
    """

    said = Signal(str)
    told = Signal(str)
    failed = Signal(str)
    decided = Signal(object)
    """The ChangeSet of a verb that moves the list on, empty when it changed nothing or was not carried out; before the news of it arrive."""

    def __init__(self, writer: Writer, clock: Clock, tasks: Tasks) -> None:
        super().__init__()
        self._writer = writer
        self._clock = clock
        self._tasks = tasks

    @property
    def tasks(self) -> Tasks:
        """What works off the GUI thread."""
        return self._tasks

    def now(self) -> datetime:
        """Return the time by the clock that was handed in."""
        return self._clock.now()

    def finish(self, ids: Ids) -> None:
        """Mark conversations done."""
        self._act(ids, Verb.DONE)

    def reopen(self, ids: Ids) -> None:
        """Put conversations back where they were ranked, or to where they were before all of them were put aside."""
        self._act(ids, chosen.reopening, moves_on=True, nothing=self.tr("There is nothing to reopen: it is open."))

    def snooze(self, ids: Ids, until: datetime, *, wake_on_reply: bool = True) -> None:
        """Put conversations off until a moment, or until they write where `wake_on_reply`."""
        self._act(ids, Verb.SNOOZE, until, wake_on_reply=wake_on_reply)

    def snooze_again(self, ids: Ids) -> None:
        """Put conversations off again, each until the time it was put off to last."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import triage

            return triage.snooze_again(db, ids, now=now)

        self._decide(
            write, moves_on=True, nothing=self.tr("It was not snoozed before, or only to a time that is over.")
        )

    def wait(self, ids: Ids, until: datetime | None = None) -> None:
        """Wait for their answer; without one the conversations come back, at latest after three days."""
        self._act(ids, Verb.WAIT, until or self.now() + WAIT)

    def star(self, ids: Ids) -> None:
        """Star conversations, or take the star away where all of them have it."""
        self._act(ids, chosen.starring)

    def read(self, ids: Ids) -> None:
        """Mark conversations as read."""
        self._act(ids, Verb.READ)

    def unread(self, ids: Ids) -> None:
        """Mark conversations as unread."""
        self._act(ids, Verb.UNREAD)

    def label(self, ids: Ids, name: str, *, done: Callable[[], object] | None = None) -> None:
        """Put a label on conversations, which is made when there is none of that name; or take it off where all bear it."""
        self._act(ids, partial(chosen.labelling, name=name), about=name, done=done)

    def take_labels_off(self, ids: Ids) -> None:
        """Take all labels off conversations."""
        self._act(ids, Verb.UNLABEL, nothing=self.tr("There is no label to take off."))

    def mute(self, ids: Ids) -> None:
        """Hear no more of conversations, whatever they write; or hear of them again where all of them are muted."""
        self._act(ids, chosen.muting, moves_on=True)

    def not_ours(self, ids: Ids, phrase: str = "") -> None:
        """Put conversations aside that are not about the shop; the watch leaves alone what holds the phrase from now on."""
        self._act(ids, Verb.NOT_OURS, about=phrase)

    def trash(self, ids: Ids) -> None:
        """Put conversations into the trash; nothing is deleted on a server."""
        self._act(ids, Verb.TRASH)

    def language(self, ids: Ids, code: str) -> None:
        """Have conversations be in the language that the owner says, "" for the one that their words tell."""
        self._act(ids, Verb.LANGUAGE, about=code)

    def seen(self, id_: ConversationId) -> None:
        """Mark a conversation as read because it was looked at: nothing is said, and undo passes over it."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import triage

            return triage.act(db, (id_,), Verb.READ, now=now, initiator=triage.ON_OPENING)

        self._write(write, _nothing)

    # Notes, and labels themselves

    def note(
        self,
        id_: ConversationId,
        text: str,
        instead: "Note | None" = None,
        *,
        lost: Callable[[], object] | None = None,
    ) -> None:
        """Keep a note about a conversation, in the place of another one when it was changed; `lost` when it cannot be."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import notes

            if instead is None:
                return notes.add(db, id_, text, now=now)
            return notes.change(db, instead, text, now=now)

        self._decide(write, lost=lost)

    def delete_note(self, note: "Note") -> None:
        """Delete a note."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import notes

            return notes.remove(db, note, now=now)

        self._decide(write)

    def rename_label(self, label: Label, name: str, done: Callable[[], object]) -> None:
        """Give a label another name on all its conversations."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import labels

            return labels.rename(db, label, name, now=now)

        self._decide(write, done=done)

    def recolour_label(self, label: Label, colour: str, done: Callable[[], object]) -> None:
        """Give a label another colour."""

        def write(db: "Database") -> ChangeSet:
            from desktop.store import labels

            return labels.recolour(db, label, colour)

        self._decide(write, done=done)

    def remove_label(self, label: Label, done: Callable[[], object]) -> None:
        """Take a label off all conversations and away."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import labels

            return labels.remove(db, label, now=now)

        self._decide(write, done=done)

    # Taking back

    def undo(self) -> None:
        """Take the last gesture of triage back, over restarts too."""
        self._take_back(_undo, self.tr("There is nothing to undo."))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._take_back(_redo, self.tr("There is nothing to redo."), again=True)

    def _take_back(
        self, write: "Callable[[Database, datetime], ChangeSet]", nothing: str, *, again: bool = False
    ) -> None:
        now = self.now()

        def done(change: ChangeSet) -> None:
            self.decided.emit(change)
            self.told.emit(sentence(change, now, again=again) or nothing)

        def failed(error: Exception) -> None:
            self.decided.emit(ChangeSet())
            self._fail(error)

        self._carry_out(lambda db: write(db, now), done, failed)

    def look(self, work: Callable[[Reads], T], done: Callable[[T], None]) -> None:
        """Read something off the GUI thread, then call `done` with it."""
        self._tasks.run(work, done, self._fail)

    # Within

    def _act(
        self,
        ids: Ids,
        verb: Verb | Meant,
        until: datetime | None = None,
        *,
        about: str = "",
        wake_on_reply: bool = True,
        moves_on: bool = False,
        nothing: str = "",
        done: Callable[[], object] | None = None,
    ) -> None:
        if not ids:
            return
        now, teach = self.now(), teacher()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import triage

            return triage.act(
                db,
                ids,
                verb if isinstance(verb, Verb) else verb(db, ids),
                now=now,
                until=until,
                about=about,
                wake_on_reply=wake_on_reply,
                initiator=INITIATOR,
                teach=teach,
            )

        # A key that is pressed is always answered, also where it makes no difference.
        nothing = nothing or self.tr("That is so already.")
        self._decide(write, moves_on=moves_on or verb in MOVES_ON, until=until, nothing=nothing, done=done)

    def _decide(
        self,
        write: "Callable[[Database], ChangeSet]",
        *,
        moves_on: bool = False,
        until: datetime | None = None,
        nothing: str = "",
        done: Callable[[], object] | None = None,
        lost: Callable[[], object] | None = None,
    ) -> None:
        """Carry a gesture out and say what was done; `nothing` is said when it made no difference.

        `done` is called at the end in any case, `lost` where it could not be carried out.
        """
        now = self.now()

        def ended(change: ChangeSet) -> None:
            if moves_on:
                self.decided.emit(change)
            if words := sentence(change, now, until):
                self.said.emit(words)
            elif nothing and not change:
                self.told.emit(nothing)
            if done is not None:
                done()

        def failed(error: Exception) -> None:
            if moves_on:
                self.decided.emit(ChangeSet())
            self._fail(error)
            for follow in (lost, done):
                if follow is not None:
                    follow()

        self._carry_out(write, ended, failed)

    def _carry_out(
        self,
        write: "Callable[[Database], ChangeSet]",
        done: Callable[[ChangeSet], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Write what the owner has just pressed for, and say that it is under way where it takes long."""
        waiting = QTimer(self)
        waiting.setSingleShot(True)
        waiting.timeout.connect(self._tell_that_it_goes_on)
        waiting.start(_LONG_MS)

        def over() -> None:
            waiting.stop()
            waiting.deleteLater()

        def ended(change: ChangeSet) -> None:
            over()
            done(change)

        def broke(error: Exception) -> None:
            over()
            failed(error)

        self._write(write, ended, broke)

    @Slot()
    def _tell_that_it_goes_on(self) -> None:
        self.told.emit(self.tr("Working on it …"))

    def _write(
        self,
        write: "Callable[[Database], ChangeSet]",
        done: Callable[[ChangeSet], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        try:
            future = self._writer.submit(write)
        except ShopbellError as error:
            (failed or self._fail)(error)
            return
        self._tasks.deliver(future, done, failed or self._fail)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(sentence_of(error))


def _nothing(_: object) -> None:
    return


def _undo(db: "Database", now: datetime) -> ChangeSet:
    from desktop.store import triage

    return triage.undo(db, now=now)


def _redo(db: "Database", now: datetime) -> ChangeSet:
    from desktop.store import triage

    return triage.redo(db, now=now)
