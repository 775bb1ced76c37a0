"""Carries out what the owner decides: every verb becomes one write, and none of them waits on the GUI thread."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from PySide6.QtCore import Signal

from desktop.connectors import registry
from desktop.domain.account import AccountId
from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Hit, Opened
from desktop.domain.draft import Draft, Reply, ReplyState
from desktop.domain.errors import ShopbellError
from desktop.domain.item import Audience
from desktop.store.writer import Writer
from desktop.ui.deciding import INITIATOR, Deciding, Ids
from desktop.ui.drafts import Drafts
from desktop.ui.reads import Reads
from desktop.ui.target import Open, Target, read_target
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from sqlite_utils import Database

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
    """What the composer needs to begin: where the reply goes, what was typed before, and what is on its way."""

    target: Target
    draft: Draft | None
    pending: tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A reply that was queued: where it goes, and until when it can still be taken back without a trace."""

    reply: Reply
    finished: bool


T = TypeVar("T")


class Desk(Deciding):
    """Made on the GUI thread and used there. Results come back through `tasks`; the lists follow the store's news."""

    queued = Signal(object)
    """A Held."""
    asked = Signal(object)
    """An account was asked for news: its AccountId, None for all."""

    def __init__(
        self,
        writer: Writer,
        path: Path,
        engine: Engine,
        clock: Clock,
        tasks: Tasks,
        *,
        hold: timedelta | None = None,
        open_connector: Open = registry.open_connector,
    ) -> None:
        """`hold` is how long a reply can be taken back, None for each channel's own time."""
        super().__init__(writer, clock, tasks)
        self._path = path
        self._engine = engine
        self._hold = hold
        self._open_connector = open_connector
        self.drafts = Drafts(self.save_draft, tasks)

    # Replies

    def begin(self, opened: Opened, done: Callable[[Writing], None]) -> None:
        """Read what the composer needs for a conversation, then call `done` on the GUI thread."""
        # What was handed to the store before must be read back, so the read waits for those writes.
        before = None if self.drafts.is_clean else self._writer.submit(_nothing, durable=False)
        self._tasks.run(lambda reads: self._writing(reads, opened, before), done, self._fail)

    def begin_at_once(self, opened: Opened) -> Writing:
        """Read the same and wait for it: only for the moment in which the window closes."""
        reads = Reads(self._path)
        try:
            return self._writing(reads, opened, None)
        finally:
            reads.close()

    def _writing(self, reads: Reads, opened: Opened, before: "Future[None] | None") -> Writing:
        from desktop.store import drafts, outbox

        if before is not None:
            before.result(timeout=_PATIENCE)
        here = opened.row.id
        return Writing(
            target=read_target(reads, opened, self._open_connector, self._clock),
            draft=drafts.draft(reads.connection, here),
            pending=tuple(r for r in outbox.outbox(reads.connection) if r.conversation == here and is_pending(r)),
        )

    def save_draft(self, draft: Draft) -> "Future[ChangeSet]":
        """Write a draft down; the future ends when it is on disk. Raises ShopbellError when the store has closed."""
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import drafts

            return drafts.save(db, draft, now)

        return self._writer.submit(write)

    def queue_reply(self, draft: Draft, *, finish: bool, failed: Callable[[str], None]) -> None:
        """Freeze a draft and hold it; `queued` follows, or `failed` with the reason and the text still the owner's."""

        def not_queued(error: Exception) -> None:
            self.decided.emit(ChangeSet())
            failed(self._sentence(error))

        self._tasks.run(lambda reads: self._queue(reads, draft, finish=finish), self.queued.emit, not_queued)

    def _queue(self, reads: Reads, draft: Draft, *, finish: bool) -> Held:
        from desktop.store import outbox
        from desktop.sync.reply import queue_reply

        reply_id = queue_reply(
            self._writer, self._path, draft, self._clock, hold=self._hold, open_connector=self._open_connector
        ).result()
        # It is held from here on: if what follows fails, it must not be called lost, or it would be written twice.
        finished = finish and self._finished_too(draft.conversation)
        self._engine.wake()
        return Held(reply=next(r for r in outbox.outbox(reads.connection) if r.id == reply_id), finished=finished)

    def _finished_too(self, id_: ConversationId) -> bool:
        try:
            return bool(self._writer.submit(lambda db: _act(db, (id_,), Verb.DONE, self.now(), None)).result())
        except ShopbellError as error:
            _log.warning("a reply is held, but its conversation could not be finished: %s", error)
            return False

    def withdraw(self, reply: Reply, *, reopen: bool, done: Callable[[], None]) -> None:
        """Take a reply back; its text is the draft again. `reopen` also takes back the Done that went with it.

        `done` is called when it is decided, also when the reply could not be taken back any more.
        """
        now = self.now()

        def write(db: "Database") -> ChangeSet:
            from desktop.store import outbox

            change = outbox.withdraw(db, reply.id, now)
            return change | _act(db, (reply.conversation,), Verb.REOPEN, now, None) if reopen else change

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
        """Read the outbox, then call `done` on the GUI thread."""
        self._tasks.run(_outbox, done, self._fail)

    def sync_now(self) -> None:
        """Ask every account for news."""
        self.asked.emit(None)
        self._engine.sync_now()

    def amend_settings(self, account: AccountId, changes: Mapping[str, str], done: Callable[[ChangeSet], None]) -> None:
        """Change some settings of a channel, "" takes one away, then call `done`; what moved meanwhile stays."""

        def write(db: "Database") -> ChangeSet:
            from desktop.store import accounts

            return accounts.amend_settings(db, account, changes)

        self._write(write, done)

    def _wake(self, _change: ChangeSet) -> None:
        self._engine.wake()

    # Saved searches

    def save_search(self, name: str, query: str) -> None:
        """Keep a search under a name."""
        self._keep("add", self.tr("Saved: {name}").format(name=name), name, query)

    def rename_search(self, name: str, new: str) -> None:
        """Give a saved search another name."""
        self._keep("rename", self.tr("It is called {name} now.").format(name=new), name, new)

    def remove_search(self, name: str) -> None:
        """Keep a saved search no longer."""
        self._keep("remove", self.tr("Not saved any more: {name}").format(name=name), name)

    def _keep(self, verb: str, said: str, *given: str) -> None:
        def write(db: "Database") -> ChangeSet:
            from desktop.store import saved

            done: ChangeSet = getattr(saved, verb)(db, *given)
            return done

        self._write(write, lambda _: self.told.emit(said))

    # Reading

    def seek(self, work: "Callable[[Reads], T]", done: "Callable[[T], None]", failed: Callable[[str], None]) -> None:
        """Read off the GUI thread, then call `done` with the result, or `failed` with a sentence."""
        self._tasks.run(work, done, lambda error: failed(self._sentence(error)))

    def search(self, query: str, found: Callable[[Sequence[Hit]], None], failed: Callable[[str], None]) -> None:
        """Search off the GUI thread; a query that cannot be understood comes back as a sentence."""
        self._tasks.run(lambda reads: _search(reads, query), found, lambda error: failed(self._sentence(error)))


def is_pending(reply: Reply) -> bool:
    """Return whether a reply is still on its way or needs the owner."""
    return reply.state not in (ReplyState.SENT, ReplyState.WITHDRAWN)


def draft_of(target: Target, text: str) -> Draft:
    """Return what the owner has typed for `target` as a draft."""
    return Draft(
        conversation=target.conversation,
        account=target.account,
        text=text,
        audience=target.audience or Audience.PRIVATE,
        in_reply_to=target.in_reply_to,
    )


def _act(db: "Database", ids: Ids, verb: Verb, now: datetime, until: datetime | None) -> ChangeSet:
    from desktop.store import triage

    return triage.act(db, ids, verb, now=now, until=until, initiator=INITIATOR)


def _nothing(_: object) -> None:
    return


def _outbox(reads: Reads) -> list[Reply]:
    from desktop.store import outbox

    return outbox.outbox(reads.connection)


def _search(reads: Reads, query: str) -> list[Hit]:
    from desktop.store import search

    return search.search(reads.connection, query, limit=50, typing=True)
