"""The way in: fetch, parse, store, batch after batch, each stage at work on another batch at the same time.

The cursor of a batch is saved in the same commit as its messages, so a crash anywhere only means that some are fetched
again, which changes nothing.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.connectors.base import Batch, Cancel, Connector, Flagger
from desktop.domain.account import Account
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.conversation import Rank
from desktop.domain.faults import fault
from desktop.domain.item import Flag, Incoming
from desktop.domain.phrases import Watch
from desktop.domain.progress import Progress
from desktop.store import accounts, flags
from desktop.store.ingest import ingest
from desktop.store.writer import Writer
from desktop.sync.pool import Parser, Parsing
from desktop.triage.personal import features

BUDGET = 500
_WATCHED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a pull works with, the same for every account."""

    writer: Writer
    pool: Parser
    clock: Clock
    rank: Rank
    budget: int = BUDGET


@dataclass(slots=True, kw_only=True)
class Pulled:
    """What a pull brought. `settings` is what the server asked to change about the account, already stored."""

    new: int = 0
    changed: int = 0
    notice: str = ""
    not_before: datetime | None = None
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Parsed:
    batch: Batch
    parsing: Parsing


def pull(
    connector: Connector,
    account: Account,
    means: Means,
    *,
    cursor: str,
    cancel: Cancel,
    pulled: Pulled,
    watches: Sequence[Watch] = (),
    own_keys: frozenset[str] = frozenset(),
    progress: Callable[[Progress], None] | None = None,
    between: Callable[[], None] | None = None,
) -> None:
    """Fetch everything new since `cursor` into the store and return when it is committed; `pulled` counts along.

    `between` is called on this thread after each batch, with the connector idle: the place to let a reply go first.
    Raises ChannelError when fetching breaks off; what had been fetched before is stored all the same.
    """
    line = _Line(account, means, pulled, watches, own_keys, progress)
    try:
        while True:
            cancel.check()
            batch = connector.fetch(cursor, budget=means.budget, cancel=cancel)
            fault("pull: fetched")
            line.put(batch)
            stuck = batch.more and batch.cursor == cursor
            cursor = batch.cursor or cursor
            if not batch.more or stuck:
                break
            if between is not None:
                between()
    finally:
        line.finish()


class _Line:
    """The batches on their way: one being parsed while the one before it is being stored."""

    def __init__(
        self,
        account: Account,
        means: Means,
        pulled: Pulled,
        watches: Sequence[Watch],
        own_keys: frozenset[str],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._pulled = pulled
        self._account = account
        self._means = means
        self._watches = watches if account.kind == _WATCHED else ()
        self._own_keys = own_keys
        self._progress = progress
        self._parsing: _Parsed | None = None
        self._storing: Future[ChangeSet] | None = None
        self._begun = means.clock.monotonic()
        self._first_done: int | None = None

    def put(self, batch: Batch) -> None:
        """Start to parse a batch and move the ones before it on; waits when storing falls behind."""
        following = _Parsed(batch, self._means.pool.begin(self._account, batch.items))
        self._store_parsed()
        self._parsing = following
        self._note(batch)

    def finish(self) -> None:
        """Wait until all that was put is committed."""
        self._store_parsed()
        self._await_store()

    def _store_parsed(self) -> None:
        if self._parsing is None:
            return
        batch, parsing = self._parsing.batch, self._parsing.parsing
        self._parsing = None
        items = [self._watched(item) for item in parsing.result()]
        self._await_store()
        account, means = self._account, self._means
        self._storing = means.writer.submit(
            lambda db: ingest(
                db,
                account,
                items,
                cursor=batch.cursor or None,
                changes=batch.changes,
                renamed=batch.renamed,
                now=means.clock.now(),
                rank=means.rank,
                own_keys=self._own_keys,
                teach=features,
            ),
            durable=False,
        )

    def _await_store(self) -> None:
        if self._storing is None:
            return
        storing, self._storing = self._storing, None
        changes = storing.result()
        fault("pull: stored")
        self._pulled.new += len(changes.new_messages)
        self._pulled.changed += len(changes.changed_messages - changes.new_messages)

    def _watched(self, item: Incoming) -> Incoming:
        for watch in self._watches:
            phrase = "" if item.matched else watch.match(f"{item.subject}\n{item.text}")
            if phrase:
                return replace(item, matched=phrase)
        return item

    def _note(self, batch: Batch) -> None:
        pulled = self._pulled
        pulled.notice = batch.notice or pulled.notice
        pulled.not_before = batch.not_before or pulled.not_before
        there = {**self._account.settings, **pulled.settings}
        different = {key: value for key, value in batch.settings.items() if there.get(key) != value}
        if different:
            pulled.settings.update(different)
            account = self._account.id
            self._means.writer.submit(lambda db: accounts.amend_settings(db, account, different)).result()
        if self._progress is not None and batch.total:
            self._progress(self._how_far(batch))

    def _how_far(self, batch: Batch) -> Progress:
        if self._first_done is None:
            self._first_done = max(0, batch.done - len(batch.items))
        seconds = max(self._means.clock.monotonic() - self._begun, 0.001)
        rate = max(batch.done - self._first_done, 0) / seconds
        left = max(batch.total - batch.done, 0)
        remaining = left / rate if rate else None
        return Progress(account=self._account.id, done=batch.done, total=batch.total, rate=rate, remaining=remaining)


def push_flags(
    connector: Connector, account: Account, wanted: Sequence[tuple[str, frozenset[Flag]]], means: Means, cancel: Cancel
) -> None:
    """Tell the server what the owner has read and answered here. Raises ChannelError."""
    if not wanted or not isinstance(connector, Flagger) or not connector.capabilities.can_flag:
        return
    connector.push_flags(wanted, cancel)
    fault("flags: pushed")
    means.writer.submit(lambda db: flags.flag_done(db, account.id, wanted), durable=False).result()
