"""Queueing a reply: the owner's draft becomes a frozen request in the outbox, to leave when its hold is over."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from desktop.compose.checks import obstacle
from desktop.connectors import registry
from desktop.connectors.base import Addresser, Connector, Context, Limits, Replier
from desktop.domain.account import Account
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.draft import Draft, Parent
from desktop.domain.errors import Misconfigured, Refused
from desktop.domain.faults import fault
from desktop.store import accounts, inbox, outbox
from desktop.store.connection import open_reader
from desktop.store.writer import Writer

OpenConnector = Callable[[Context], Connector]


class NoSecret:
    """For connectors that are only asked to freeze a draft, which needs no sign-in."""

    def get(self) -> str:
        """Return nothing."""
        return ""


def queue_reply(
    writer: Writer,
    path: Path,
    draft: Draft,
    clock: Clock,
    hold: timedelta | None = None,
    open_connector: OpenConnector = registry.open_connector,
) -> "Future[str]":
    """Freeze a draft and put it in the outbox; the future holds the id of the reply once that is on disk.

    `hold` is how long it can still be taken back, None for the channel's own time. Blocks for a few reads; raises
    Refused or Misconfigured with a sentence when it cannot be sent like this. Not for the window's thread.
    """
    account, parent = _read(path, draft)
    connector = open_connector(Context(account=account, secret=NoSecret(), clock=clock))
    try:
        return _queue(writer, connector, draft, parent, clock, hold)
    finally:
        connector.close()


def _read(path: Path, draft: Draft) -> tuple[Account, Parent | None]:
    reader = open_reader(path)
    try:
        account = next((a for a in accounts.accounts(reader) if a.id == draft.account), None)
        if account is None:
            raise Misconfigured("The account this reply was to leave by is no longer there.")
        return account, None if draft.in_reply_to is None else inbox.parent(reader, draft.in_reply_to)
    finally:
        reader.close()


def _queue(
    writer: Writer, connector: Connector, draft: Draft, parent: Parent | None, clock: Clock, hold: timedelta | None
) -> "Future[str]":
    if not isinstance(connector, Replier) or not connector.capabilities.can_reply:
        raise Refused("This channel can only be read; it has no way to answer.")
    if (draft.to or draft.cc) and not isinstance(connector, Addresser):
        raise Refused("Whom a reply reaches cannot be chosen on this channel.")
    trouble = obstacle(draft.text, draft.audience, connector.capabilities.limits.get(draft.audience, Limits()))
    if trouble:
        raise Refused(trouble)
    reply_id, now = str(uuid4()), clock.now()
    plan = connector.prepare(reply_id, draft, parent, now)
    not_before = now + (connector.capabilities.hold if hold is None else hold)
    fault("reply: before queue")
    written = writer.submit(lambda db: outbox.queue(db, draft, plan, text=draft.text, now=now, not_before=not_before))
    queued: Future[str] = Future()

    def pass_on(future: "Future[ChangeSet]") -> None:
        error = future.exception()
        if error is not None:
            queued.set_exception(error)
        else:
            fault("reply: queued")
            queued.set_result(reply_id)

    written.add_done_callback(pass_on)
    return queued
