"""Where a reply to a conversation would go: read off the GUI thread, shown by the composer before anything is typed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from desktop.connectors.base import Addresser, Addresses, Connector, Context, Limits, Replier
from desktop.domain.account import Account, AccountId
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Entry, Opened
from desktop.domain.draft import Draft, Parent
from desktop.domain.errors import ChannelError, Unaddressed
from desktop.domain.item import Audience, Kind, MessageId
from desktop.ui.reads import Reads

translate = QCoreApplication.translate

Open = Callable[[Context], Connector]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One place to answer: channel, person, who can read it, and how long it may be.

    `recipients` are the addresses a mail would go to by itself, `others` those who were written to besides and whom
    the owner may add; both are empty elsewhere. When nothing can be answered here,
    `refusal` is a sentence that says why, and `url` is where the owner can answer instead ("" if nowhere).
    """

    conversation: ConversationId
    account: AccountId
    channel: str
    kind: Kind
    audience: Audience
    who: str
    handle: str
    in_reply_to: MessageId | None
    recipients: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    refusal: str = ""
    url: str = ""


class _NoSecret:
    def get(self) -> str:
        """Return nothing: what a channel can do is known without signing in."""
        return ""


def read_target(reads: Reads, opened: Opened, open_connector: Open, clock: Clock) -> Target:
    """Return where a reply to `opened` would go. Opens no connection; for a thread that may read and import."""
    from desktop.store import accounts, inbox

    account = next((a for a in accounts.accounts(reads.connection) if a.id == opened.account), None)
    parent = None if opened.reply_to is None else inbox.parent(reads.connection, opened.reply_to)
    if account is None:
        return _without(
            opened, translate("Target", "The account this came by was removed, so it cannot be answered from here.")
        )
    try:
        connector = open_connector(Context(account=account, secret=_NoSecret(), clock=clock))
    except ChannelError as error:
        return _without(opened, str(error))
    try:
        return _ask(connector, opened, account, parent, clock)
    finally:
        connector.close()


def _ask(connector: Connector, opened: Opened, account: Account, parent: Parent | None, clock: Clock) -> Target:
    if not isinstance(connector, Replier) or not connector.capabilities.can_reply:
        return _without(opened, _cannot(opened, account))
    answered = answered_entry(opened)
    audience = answered.audience if answered is not None else opened.row.audience
    draft = Draft(
        conversation=opened.row.id, account=account.id, text="…", audience=audience, in_reply_to=opened.reply_to
    )
    addresses = connector.addresses(parent) if isinstance(connector, Addresser) else Addresses(to=())
    try:
        connector.prepare("preview", draft, parent, clock.now())
    except Unaddressed as error:
        # Whom it goes to stands in the composer, and can be put right there.
        if not addresses.to:
            return _without(opened, str(error))
    except ChannelError as error:
        return _without(opened, str(error))
    return _target(
        opened,
        audience=audience,
        addresses=addresses,
        limits=connector.capabilities.limits.get(audience, Limits()),
    )


def _target(
    opened: Opened, *, audience: Audience, addresses: Addresses | None = None, limits: Limits, refusal: str = ""
) -> Target:
    answered = answered_entry(opened)
    row = opened.row
    return Target(
        conversation=row.id,
        account=opened.account,
        channel=answered.channel if answered is not None else row.channel,
        kind=answered.kind if answered is not None else row.kind,
        audience=audience,
        who=answered.who if answered is not None else row.who,
        handle=answered.handle if answered is not None else row.handle,
        in_reply_to=opened.reply_to,
        recipients=addresses.to if addresses is not None else (),
        others=addresses.others if addresses is not None else (),
        limits=limits,
        refusal=refusal,
        url=answered.url if answered is not None else "",
    )


def _without(opened: Opened, refusal: str) -> Target:
    return _target(opened, audience=opened.row.audience, limits=Limits(), refusal=refusal)


def answered_entry(opened: Opened) -> Entry | None:
    """Return the message a reply would answer, else the newest of the conversation."""
    for entry in reversed(opened.timeline):
        if entry.id == opened.reply_to:
            return entry
    return next((e for e in reversed(opened.timeline) if e.conversation == opened.row.id), None)


def _cannot(opened: Opened, account: Account) -> str:
    if opened.row.kind is Kind.MAIL:
        return translate("Target", "“{name}” can only read mail: no server for sending was given.").format(
            name=account.name
        )
    if opened.row.kind is Kind.BLOG:
        return translate("Target", "A blog is read here, not answered. Open the page to write a comment there.")
    return translate("Target", "This channel can be read here, not answered. Open the page to answer there.")
