"""What becomes of the owner's replies: drafts and their files, the outbox, a later time; the half of the desk that answers."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import Signal

from desktop.connectors import registry
from desktop.domain.account import AccountId
from desktop.domain.act import Verb
from desktop.domain.begun import is_begun
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Draft, DraftFile, Enclosure, Plan, Reply, ReplyState
from desktop.domain.errors import Refused
from desktop.domain.item import Audience
from desktop.store.writer import Writer
from desktop.sync.ways import Way
from desktop.ui.reads import Reads
from desktop.ui.reply.drafts import Drafts
from desktop.ui.reply.ways import Key, Open, read_ways
from desktop.ui.tasks import Tasks
from desktop.ui.triage.deciding import INITIATOR, Deciding
from desktop.ui.triage.teaching import teacher
from desktop.ui.wording.language import sentence_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from desktop.domain.sense import Teach

_PATIENCE = 30.0
"""Seconds a read may wait for the writes before it."""
_log = logging.getLogger(__name__)


class Engine(Protocol):
    """What the desk asks of the engine; each call returns at once."""

    def wake(self) -> None:
        """Look what is due."""
        ...

    def sync_now(self, account: AccountId | None = None) -> None:
        """Ask an account, or all, for news now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What the composer needs to begin: the ways a reply can take, what was typed for each, and what is on its way.

    `own` are the shop's own addresses, which may be said in public.
    """

    conversation: ConversationId
    targets: tuple[Way, ...]
    drafts: Mapping[Key, Draft] = field(default_factory=dict)
    pending: tuple[Reply, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def target(self) -> Way:
        """The usual way: where they wrote last."""
        return self.targets[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is sent at one stroke: drafts of one gesture, in the `conversation` the owner wrote them in.

    With `finish` that conversation is done; `leave_at` is the moment the owner chose, None for after the hold.
    """

    conversation: ConversationId
    drafts: tuple[Draft, ...]
    finish: bool = False
    leave_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A reply that was queued: where it goes, and until when it can still be taken back without a trace.

    `more` leave after it, as parts of the same gesture; `conversation` is where all of them were written.
    """

    reply: Reply
    finished: bool
    conversation: ConversationId
    more: tuple[Reply, ...] = ()


class Replying(Deciding):
    """Made on the GUI thread and used there. Results come back through `tasks`; the lists follow the store's news."""

    queued = Signal(object)
    """A Held."""
    quoted = Signal()
    """What they wrote was read, to be quoted, and handed on."""

    def __init__(
        self,
        writer: Writer,
        path: Path,
        engine: Engine,
        clock: Clock,
        tasks: Tasks,
        *,
        hold: timedelta = timedelta(seconds=10),
        open_connector: Open = registry.open_connector,
    ) -> None:
        """`hold` is how long a reply can be taken back where its channel has no time of its own."""
        super().__init__(writer, clock, tasks)
        self._path = path
        self._engine = engine
        self._hold = hold
        self._looks = self._newest_look = 0
        self._open_connector = open_connector
        self.drafts = Drafts(self.save_draft, tasks)
        self.addressed: dict[ConversationId, tuple[str, ...]] = {}
        """Whom new messages are for that were begun for somebody, by their places."""

    # Drafts

    def begin(self, opened: Opened, done: Callable[[Writing], None], failed: Callable[[], None]) -> None:
        """Read what the composer needs for a conversation, then call `done` on the GUI thread, or `failed`."""

        def not_read(error: Exception) -> None:
            self._fail(error)
            failed()

        # What was handed to the store before must be read back, so the read waits for those writes.
        before = None if self.drafts.is_clean else self._writer.submit(_nothing, durable=False)
        self._tasks.run(lambda reads: self._writing(reads, opened, before), done, not_read)

    def begin_at_once(self, opened: Opened) -> Writing:
        """Read the same and wait for it: only for the moment in which the window closes."""
        reads = Reads(self._path)
        try:
            return self._writing(reads, opened, None)
        finally:
            reads.close()

    def _writing(self, reads: Reads, opened: Opened, before: "Future[None] | None") -> Writing:
        from desktop.store import accounts, drafts, outbox

        if before is not None:
            before.result(timeout=_PATIENCE)
        here = opened.row.id
        targets = read_ways(reads, opened, self._open_connector, self._clock, self.addressed.get(here, ()))
        found = [drafts.draft(reads.connection, *target.key) for target in targets]
        if is_begun(here) and not any(found) and (left := drafts.draft(reads.connection, here)) is not None:
            # The account it was to leave by is gone.
            found = [replace(left, account=targets[0].account)]
        homes = {target.conversation for target in targets} | {here}
        return Writing(
            conversation=here,
            targets=targets,
            drafts={(d.conversation, d.account, d.audience): d for d in found if d is not None},
            pending=tuple(r for r in outbox.outbox(reads.connection) if r.conversation in homes and is_pending(r)),
            own=tuple(a.settings.get("address", "") for a in accounts.accounts(reads.connection)),
        )

    def save_draft(self, draft: Draft) -> "Future[ChangeSet]":
        """Write a draft down; the future ends when it is on disk. Raises ShopbellError when the store has closed."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import drafts

            return drafts.save(db, draft, now)

        return self._writer.submit(write)

    # Files

    def attach(
        self,
        target: Way,
        files: Sequence[Path | Callable[[], Enclosure]],
        done: Callable[[tuple[DraftFile, ...]], None],
        failed: Callable[[str], None],
    ) -> None:
        """Read files and keep them with the draft of a way; none of them when the channel does not take them all."""
        now = self.now()

        def work(reads: Reads) -> tuple[DraftFile, ...]:
            from desktop.compose.files import read_file, refusal
            from desktop.store import files as store

            new = tuple(read_file(file) if isinstance(file, Path) else file() for file in files)
            if sentence := refusal((*store.of_draft(reads.connection, target.key), *new), target.limits):
                raise Refused(sentence)
            self._writer.submit(lambda db: store.attach(db, target.draft(""), new, now)).result()
            return store.of_draft(reads.connection, target.key)

        self._tasks.run(work, done, lambda error: failed(sentence_of(error)))

    def detach(self, target: Way, number: int, done: Callable[[tuple[DraftFile, ...]], None]) -> None:
        """Take a file from the draft of a way."""
        now = self.now()

        def work(reads: Reads) -> tuple[DraftFile, ...]:
            from desktop.store import files as store

            self._writer.submit(lambda db: store.detach(db, target.draft(""), (number,), now)).result()
            return store.of_draft(reads.connection, target.key)

        self._tasks.run(work, done, self._fail)

    def quote(self, target: Way, done: Callable[[str], None]) -> None:
        """Read what they wrote, as a quotation in their language."""

        def work(reads: Reads) -> str:
            from desktop.compose.quote import quoted
            from desktop.store import inbox
            from desktop.store.heard import language_of

            parent = inbox.parent(reads.connection, target.in_reply_to) if target.in_reply_to is not None else None
            if parent is None or target.in_reply_to is None:
                return ""
            who = parent.author_name or parent.author_handle or parent.author_key
            spoken = language_of(reads.connection, target.in_reply_to)
            return quoted(who, parent.written_at, parent.quote, language=spoken)

        def ended(quotation: str) -> None:
            done(quotation)
            self.quoted.emit()

        self._tasks.run(work, ended, self._fail)

    # The outbox

    def queue(self, outgoing: Outgoing, failed: Callable[[str], None]) -> None:
        """Freeze drafts and hold them; `queued` follows, or `failed` with the reason and the texts still the owner's."""

        def not_queued(error: Exception) -> None:
            self.decided.emit(ChangeSet())
            failed(sentence_of(error))

        teach = teacher()
        self._tasks.run(lambda reads: self._queue(reads, outgoing, teach), self.queued.emit, not_queued)

    def _queue(self, reads: Reads, outgoing: Outgoing, teach: "Teach | None") -> Held:
        from desktop.sync.reply import queue_replies

        now = self.now()
        ids = queue_replies(
            self._writer,
            self._path,
            outgoing.drafts,
            self._clock,
            hold=self._hold,
            open_connector=self._open_connector,
            leave_at=outgoing.leave_at,
            teach=teach,
        ).result()
        # They are held from here on: if what follows fails, they must not be called lost, or they would be written twice.
        finished = outgoing.finish and self._finished_too(outgoing.conversation)
        known = self._known(reads)
        written = sorted(outgoing.drafts, key=lambda draft: draft.audience is not Audience.PUBLIC)
        first, *more = (
            known.get(id_) or self._as_written(id_, draft, now, outgoing.leave_at)
            for id_, draft in zip(ids, written, strict=True)
        )
        return Held(reply=first, finished=finished, conversation=outgoing.conversation, more=tuple(more))

    def _finished_too(self, id_: ConversationId) -> bool:
        try:
            return bool(self._writer.submit(lambda db: _finish(db, id_, self.now())).result())
        except Exception as error:  # noqa: BLE001 - whatever it was, the reply is held all the same
            _log.warning("a reply is held, but its conversation could not be finished: %s", error)
            return False

    def _known(self, reads: Reads) -> dict[str, Reply]:
        """Wake the engine and return the outbox as it stands, nothing where it cannot be read just now."""
        from desktop.store import outbox

        try:
            self._engine.wake()
            return {reply.id: reply for reply in outbox.outbox(reads.connection)}
        except Exception:  # noqa: BLE001 - the same: it must not be called lost, or it would be written twice
            _log.exception("a reply is held, but the outbox could not be read")
            return {}

    def _as_written(self, id_: str, draft: Draft, now: datetime, leave_at: datetime | None) -> Reply:
        """Return a reply that is in the outbox as far as it is known without looking there."""
        held_until = max(now + self._hold, leave_at or now)
        return Reply(
            id=id_,
            conversation=draft.conversation,
            account=draft.account,
            state=ReplyState.QUEUED,
            phase=None,
            text=draft.text,
            summary=", ".join((*draft.to, *draft.cc)),
            audience=draft.audience,
            queued_at=now,
            not_before=held_until,
            attempts=0,
            sentence="",
            sent_at=None,
            plan=Plan(reply_id=id_, payload=b"", remote_key=""),
            due_at=held_until,
            leave_at=leave_at,
            channel=draft.channel,
        )

    def withdraw(self, reply: Reply, *, reopen: ConversationId | None = None, done: Callable[[], None]) -> None:
        """Take a reply back; its text is the draft again. `reopen` also takes back the Done that went with it.

        `done` is called when it is decided, also when the reply could not be taken back any more.
        """
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import outbox, triage

            change = outbox.withdraw(db, reply.id, now)
            return change if reopen is None else triage.undo_last(db, reopen, Verb.DONE, now=now) | change

        def ended(_change: ChangeSet) -> None:
            self.told.emit(self.tr("Taken back. Your text is in the composer again."))
            done()

        def failed(error: Exception) -> None:
            self._fail(error)
            done()

        self._write(write, ended, failed)

    def send_now(self, reply: Reply) -> None:
        """End the hold of a reply, or its wait for a later time: then it is dated anew."""
        if reply.leave_at is not None:
            self._tasks.run(lambda _reads: self._leave_at(reply, None), self._wake, self._fail)
            return
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import outbox

            return outbox.send_now(db, reply.id, now)

        self._write(write, self._wake)

    def leave_at(self, reply: Reply, at: datetime) -> None:
        """Choose another time for a reply that waits for one, or missed it."""
        self._tasks.run(lambda _reads: self._leave_at(reply, at), self._wake, self._fail)

    def _leave_at(self, reply: Reply, at: datetime | None) -> ChangeSet:
        """Choose another time for a reply, None for now; not on the window's thread."""
        from desktop.sync.reply import reschedule

        done = reschedule(self._writer, self._path, reply.id, self._clock, self._open_connector, leave_at=at)
        return done.result()

    def check_unknown(self, reply: Reply) -> None:
        """Have the engine look once more whether a reply arrived."""
        self._engine.sync_now(reply.account)
        self.told.emit(self.tr("Looking whether it arrived."))

    def answer_unknown(self, reply: Reply, choice: Literal["arrived", "again"]) -> None:
        """Do what the owner decided about a reply of which nobody knows whether it arrived."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import outbox

            return outbox.answer_unknown(db, reply.id, choice, now)

        self._write(write, self._wake)

    def outbox(self, done: Callable[[list[Reply]], None]) -> None:
        """Read the outbox, then call `done` on the GUI thread, unless what was asked for later has come already."""
        self._looks = look = self._looks + 1

        def came(replies: list[Reply]) -> None:
            if look > self._newest_look:
                self._newest_look = look
                done(replies)

        self._tasks.run(_outbox, came, self._fail)

    def _wake(self, _change: ChangeSet) -> None:
        self._engine.wake()


def is_pending(reply: Reply) -> bool:
    """Return whether a reply is still on its way or needs the owner."""
    return reply.state not in (ReplyState.SENT, ReplyState.WITHDRAWN)


def _finish(db: "Database", id_: ConversationId, now: datetime) -> ChangeSet:
    from desktop.store import triage

    return triage.act(db, (id_,), Verb.DONE, now=now, initiator=INITIATOR)


def _nothing(_: object) -> None:
    return


def _outbox(reads: Reads) -> list[Reply]:
    from desktop.store import outbox

    return outbox.outbox(reads.connection)
