"""Queueing a reply: the owner's draft becomes a frozen request in the outbox, to leave when its hold is over."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop.compose.checks import obstacle
from desktop.compose.files import refusal
from desktop.connectors import registry
from desktop.connectors.base import Addresser, Connector, Context, KnownSecret, Limits, Replier
from desktop.domain.account import Account
from desktop.domain.change import ChangeSet
from desktop.domain.clock import Clock
from desktop.domain.draft import Draft, Parent, Plan, Together
from desktop.domain.errors import Misconfigured, Refused
from desktop.domain.faults import fault
from desktop.domain.kinds import Audience
from desktop.domain.sense import Teach
from desktop.domain.wording import worded
from desktop.store import accounts, files, inbox, outbox, replies
from desktop.store.connection import Reader, open_reader
from desktop.store.writer import Writer

if TYPE_CHECKING:
    from sqlite_utils import Database

OpenConnector = Callable[[Context], Connector]
USUAL_HOLD = timedelta(seconds=10)


def queue_replies(
    writer: Writer,
    path: Path,
    drafts: Sequence[Draft],
    clock: Clock,
    hold: timedelta = USUAL_HOLD,
    open_connector: OpenConnector = registry.open_connector,
    *,
    leave_at: datetime | None = None,
    with_kept: bool = True,
    at_once: bool = False,
    teach: Teach | None = None,
) -> "Future[tuple[str, ...]]":
    """Freeze drafts and put them in the outbox as one gesture, all of them or none.

    The future holds the ids of the replies, once they are on disk, in the order they leave: what everyone can read
    first, and each only after the one before it has been sent. Taking the first one back takes back all.
    `hold` is how long they can still be taken back on a channel that has no time of its own; `at_once` holds nothing, on
    any channel. `leave_at` is the moment the owner chose for them. The files kept with a draft go with it, unless it
    brings `enclosures` of its own; without `with_kept` they stay there: who says other words than a draft does must not
    send its files. With `teach` it is a lesson in what matters to the owner, once it was sent. Blocks for a few reads; raises Refused or Misconfigured with a sentence when one cannot be sent like
    this. Not for the window's thread.
    """
    now = clock.now()
    if leave_at is not None and leave_at <= now:
        raise Refused(worded("That time has passed already."))
    in_order = sorted(drafts, key=lambda draft: draft.audience is not Audience.PUBLIC)
    frozen = [
        _frozen(path, str(uuid4()), draft, clock, open_connector, leave_at or now, with_kept=with_kept)
        for draft in in_order
    ]
    gesture = frozen[0].plan.reply_id if len(frozen) > 1 else ""
    fault("reply: before queue")

    def write(db: "Database") -> ChangeSet:
        changes, before = ChangeSet(), ""
        for one in frozen:
            changes |= outbox.queue(
                db,
                one.draft,
                one.plan,
                text=one.draft.text,
                now=now,
                not_before=max(now + (timedelta(0) if at_once else one.held(hold)), leave_at or now),
                leave_at=leave_at,
                together=Together(gesture=gesture, after=before),
                taken=one.taken,
                teach=teach,
            )
            before = one.plan.reply_id
        return changes

    queued: Future[tuple[str, ...]] = Future()

    def pass_on(future: "Future[ChangeSet]") -> None:
        error = future.exception()
        if error is not None:
            queued.set_exception(error)
        else:
            fault("reply: queued")
            queued.set_result(tuple(one.plan.reply_id for one in frozen))

    writer.submit(write).add_done_callback(pass_on)
    return queued


def reschedule(
    writer: Writer,
    path: Path,
    reply_id: str,
    clock: Clock,
    open_connector: OpenConnector = registry.open_connector,
    *,
    leave_at: datetime | None,
) -> "Future[ChangeSet]":
    """Choose another time for a reply that waits for one, or was not sent in time; None lets it go now.

    It is frozen anew, so that its date is the one at which it leaves, and what was to leave after it follows. Blocks
    for a few reads; raises Refused, or IllegalMove through the future when it is on its way. Not for the window's thread.
    """
    now = clock.now()
    if leave_at is not None and leave_at <= now:
        raise Refused(worded("That time has passed already."))
    with closing(open_reader(path)) as reader:
        ids = [reply_id, *outbox.waiting_for(reader, reply_id)]
        drafts = [replies.draft_of(reader, one) for one in ids]
    frozen = [
        _frozen(path, one, draft, clock, open_connector, leave_at or now)
        for one, draft in zip(ids, drafts, strict=True)
        if draft is not None
    ]

    def write(db: "Database") -> ChangeSet:
        changes = ChangeSet()
        for one in frozen:
            changes |= outbox.schedule(db, one.plan.reply_id, one.plan, leave_at=leave_at or now, now=now)
        return changes if leave_at is not None else changes | outbox.send_now(db, reply_id, now)

    return writer.submit(write)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frozen:
    draft: Draft
    plan: Plan
    hold: timedelta | None
    taken: tuple[int, ...]

    def held(self, usual: timedelta) -> timedelta:
        return usual if self.hold is None else self.hold


def _frozen(
    path: Path,
    reply_id: str,
    draft: Draft,
    clock: Clock,
    open_connector: OpenConnector,
    dated: datetime,
    *,
    with_kept: bool = False,
) -> _Frozen:
    """Turn a draft into the exact request; raises Refused or Misconfigured with a sentence."""
    account, parent, draft, taken = _read(path, draft, with_kept=with_kept)
    connector = open_connector(Context(account=account, secret=KnownSecret(), clock=clock))
    try:
        if not isinstance(connector, Replier) or not connector.capabilities.can_reply:
            raise Refused(worded("This channel can only be read; it has no way to answer."))
        if (draft.to or draft.cc) and not isinstance(connector, Addresser):
            raise Refused(worded("Whom a reply reaches cannot be chosen on this channel."))
        capabilities = connector.capabilities
        limits = capabilities.limits.get(draft.audience, Limits())
        if trouble := obstacle(draft.text, draft.audience, limits) or refusal(draft.enclosures, limits):
            raise Refused(trouble)
        plan = connector.prepare(reply_id, draft, parent, dated)
    finally:
        connector.close()
    return _Frozen(draft=draft, plan=plan, hold=capabilities.hold, taken=taken)


def _read(path: Path, draft: Draft, *, with_kept: bool) -> tuple[Account, Parent | None, Draft, tuple[int, ...]]:
    """Return by whom and to what a draft is, the draft with its files, and the numbers of those kept with it."""
    with closing(open_reader(path)) as reader:
        account = next((a for a in accounts.accounts(reader) if a.id == draft.account), None)
        if account is None:
            raise Misconfigured(worded("The account this reply was to leave by is no longer there."))
        takes = with_kept and not draft.enclosures
        kept = () if not takes else files.of_draft(reader, (draft.conversation, draft.account, draft.audience))
        draft = replace(draft, enclosures=draft.enclosures or files.enclosures(reader, kept))
        parent = None if draft.in_reply_to is None else inbox.parent(reader, draft.in_reply_to)
        if draft.in_reply_to is not None and draft.channel and not _same_channel(reader, draft):
            parent = None
        return account, parent, draft, tuple(file.number for file in kept)


def _same_channel(reader: Reader, draft: Draft) -> bool:
    """Return whether a draft answers a message in its own channel; in another it begins something new."""
    return draft.in_reply_to is not None and replies.channel_of(reader, draft.in_reply_to) == draft.channel
