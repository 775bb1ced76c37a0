"""Every way a reply can take: the channel of their last message first, then the other channels they can be reached by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.compose.given import Given, given_addresses
from desktop.connectors.base import Addresser, Connector, Context, KnownSecret, Limits, Replier, Router
from desktop.domain.account import Account, AccountId
from desktop.domain.address import is_own, own_addresses
from desktop.domain.begun import is_begun
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Entry, Opened
from desktop.domain.draft import Draft, Parent, ReplyState
from desktop.domain.errors import ChannelError, Unaddressed
from desktop.domain.item import Audience, Direction, Kind, MessageId
from desktop.domain.wording import worded
from desktop.store import accounts, inbox
from desktop.store.connection import Reader
from desktop.store.heard import Heard, heard
from desktop.sync.reply import OpenConnector

MOST = 8
"""Ways that are offered at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way a reply can take: by which account, who can read it, whom it reaches, and how long it may be.

    `conversation` is where its draft is kept and its reply will stand: a way to somebody's message elsewhere is kept
    there. `in_reply_to` is the message it answers or, where it begins something new in another channel, in which they
    gave the address. `recipients` are the addresses it goes to by itself, `others` those who were written to besides.
    `subject` is what a new mail is called unless the owner says otherwise. `refusal` is a sentence that says why nothing
    can be answered this way ("" if it can), `url` where it can be instead ("" if nowhere). `given` is the address they
    gave themselves, under which something new begins. `signature` is what the channel puts below the text by itself.
    """

    conversation: ConversationId
    account: AccountId
    channel: str
    kind: Kind
    audience: Audience
    who: str
    handle: str
    in_reply_to: MessageId | None
    account_name: str = ""
    recipients: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    subject: str = ""
    limits: Limits = field(default_factory=Limits)
    refusal: str = ""
    url: str = ""
    given: str = ""
    signature: str = ""

    @property
    def key(self) -> tuple[ConversationId, AccountId, Audience]:
        """Under which its draft is kept."""
        return self.conversation, self.account, self.audience

    @property
    def is_open(self) -> bool:
        """Whether something can be sent this way."""
        return not self.refusal

    @property
    def is_new(self) -> bool:
        """Whether it is the way of a new message, which answers nothing and has no conversation yet."""
        return is_begun(self.conversation)

    @property
    def is_addressed(self) -> bool:
        """Whether it goes to addresses, which the owner may change."""
        return bool(self.recipients) or self.is_new

    @property
    def is_public(self) -> bool:
        """Whether everyone can read what is said this way."""
        return self.audience is Audience.PUBLIC

    @property
    def quotes(self) -> bool:
        """Whether what they wrote can be quoted below the reply."""
        return self.kind is Kind.MAIL and not self.given and self.in_reply_to is not None

    def draft(self, text: str) -> Draft:
        """Return what the owner has written for this way."""
        return Draft(
            conversation=self.conversation,
            account=self.account,
            text=text,
            audience=self.audience,
            in_reply_to=self.in_reply_to,
            subject=self.subject,
            to=self.recipients if self.given or self.is_new else (),
            channel=self.channel,
            kind=self.kind,
        )


def ways(reader: Reader, opened: Opened, open_connector: OpenConnector, clock: Clock) -> tuple[Way, ...]:
    """Return every way to answer, the usual one first, also when nothing can be answered by it. Opens no connection.

    For a thread that may read and import.
    """
    known = {account.id: account for account in accounts.accounts(reader)}
    asking = _Asking(reader, opened, known, open_connector, clock)
    usual = asking.usual()
    others = (*asking.in_other_circles(usual), *asking.elsewhere(), *asking.where_they_said())
    return tuple(_one_each([usual, *(way for way in others if way.is_open)])[:MOST])


def both(found: Sequence[Way]) -> tuple[Way, Way] | None:
    """Return a public and a private way, to apologise in public and help in private; None where there are not both.

    The private one in the same channel comes before those elsewhere.
    """
    public = next((way for way in found if way.is_open and way.is_public), None)
    private = [way for way in found if way.is_open and not way.is_public]
    if public is None or not private:
        return None
    return public, next((way for way in private if way.account == public.account), private[0])


def _one_each(found: Iterable[Way]) -> list[Way]:
    """Return the first way of each account and audience: what they said there before is no other way to reach them."""
    kept: dict[tuple[AccountId, Audience], Way] = {}
    for way in found:
        kept.setdefault((way.account, way.audience), way)
    return list(kept.values())


class _Asking:
    """One look at what a conversation's person can be answered by."""

    def __init__(
        self,
        reader: Reader,
        opened: Opened,
        known: dict[AccountId, Account],
        open_connector: OpenConnector,
        clock: Clock,
    ) -> None:
        self._reader = reader
        self._opened = opened
        self._known = known
        self._open = open_connector
        self._clock = clock
        self._entries = {entry.id: entry for entry in opened.timeline}

    def usual(self) -> Way:
        """Return the way of the message that a reply would answer by itself."""
        opened, entry = self._opened, answered_entry(self._opened)
        row = opened.row
        bare = Way(
            conversation=row.id,
            account=opened.account,
            account_name="",
            channel=entry.channel if entry is not None else row.channel,
            kind=entry.kind if entry is not None else row.kind,
            audience=entry.audience if entry is not None else row.audience,
            who=entry.who if entry is not None else row.who,
            handle=entry.handle if entry is not None else row.handle,
            in_reply_to=opened.reply_to if opened.reply_to is not None else _written_first(opened),
            url=entry.url if entry is not None else "",
        )
        return self._asked(bare)

    def in_other_circles(self, usual: Way) -> Iterator[Way]:
        """Yield the ways to answer the same message before another audience."""
        if usual.is_open and usual.in_reply_to is not None:
            yield from self._around(usual)

    def elsewhere(self) -> Iterator[Way]:
        """Yield the ways to answer what the person has said by other channels, the newest first."""
        for one in heard(self._reader, self._opened.row.id):
            if one.message == self._opened.reply_to:
                continue
            way = self._asked(self._to(one))
            yield way
            if way.is_open:
                yield from self._around(way)

    def where_they_said(self) -> Iterator[Way]:
        """Yield ways to write to an address that the person gave in their own words."""
        theirs = [entry for entry in self._opened.timeline if entry.direction is Direction.IN and not entry.other]
        given = given_addresses((entry.id, entry.fresh or entry.text) for entry in reversed(theirs))
        if not given:
            return
        for account in self._known.values():
            for one in given:
                yield from self._begun(account, one)

    def _begun(self, account: Account, given: Given) -> Iterator[Way]:
        row = self._opened.row
        entry = self._entries[given.message]
        bare = Way(
            conversation=row.id,
            account=account.id,
            account_name=account.name,
            channel="mail",
            kind=Kind.MAIL,
            audience=Audience.PRIVATE,
            who=row.who,
            handle=given.address,
            in_reply_to=given.message,
            recipients=(given.address,),
            subject=_subject(entry),
            given=given.address,
        )
        way = self._asked(bare)
        if way.is_open:
            yield way

    def _to(self, one: Heard) -> Way:
        entry, row = self._entries.get(one.message), self._opened.row
        return Way(
            conversation=one.conversation,
            account=one.account,
            account_name="",
            channel=one.channel,
            kind=one.kind,
            audience=one.audience,
            who=entry.who if entry is not None else row.who,
            handle=entry.handle if entry is not None else row.handle,
            in_reply_to=one.message,
            url=entry.url if entry is not None else "",
        )

    def _around(self, way: Way) -> Iterator[Way]:
        connector = self._connector(way.account)
        parent = self._parent(way)
        if not isinstance(connector, Router) or parent is None:
            return
        for audience in connector.audiences(parent):
            if audience is not way.audience:
                kind = Kind.DIRECT if audience is Audience.PRIVATE and way.kind is not Kind.MAIL else way.kind
                yield self._asked(replace(way, audience=audience, kind=kind))

    def _asked(self, way: Way) -> Way:
        """Return the way with all that its channel says of it."""
        account = self._known.get(way.account)
        if account is None:
            removed = worded("The account this came by was removed, so it cannot be answered from here.")
            return replace(way, refusal=removed)
        way = replace(way, account_name=account.name)
        connector = self._connector(account.id)
        if isinstance(connector, str):
            return replace(way, refusal=connector)
        if not isinstance(connector, Replier) or not connector.capabilities.can_reply:
            return replace(way, refusal=_why_only_read(way.kind, account.name))
        if way.given and not connector.capabilities.begins:
            return replace(way, refusal=_why_only_read(way.kind, account.name))
        return self._tried(way, connector)

    def _tried(self, way: Way, connector: Replier) -> Way:
        parent = self._parent(way)
        capabilities = connector.capabilities  # type: ignore[attr-defined]
        way = replace(way, limits=capabilities.limits.get(way.audience, Limits()), signature=capabilities.signature)
        if isinstance(connector, Addresser) and not way.given:
            addresses = connector.addresses(parent)
            # The shop has no need of its own answer in its other mailboxes.
            own = frozenset[str]().union(*(own_addresses(account.settings) for account in self._known.values()))
            others = tuple(address for address in addresses.others if not is_own(address, own))
            way = replace(way, recipients=addresses.to, others=others)
        try:
            connector.prepare("preview", way.draft("…"), parent, self._clock.now())
        except Unaddressed as error:
            # Whom it goes to stands in the composer, and can be put right there.
            return way if way.recipients else replace(way, refusal=str(error))
        except ChannelError as error:
            return replace(way, refusal=str(error))
        return way

    def _parent(self, way: Way) -> Parent | None:
        if way.given or way.in_reply_to is None:
            return None
        return inbox.parent(self._reader, way.in_reply_to)

    def _connector(self, account: AccountId) -> Connector | str:
        """Return the account's connector, or the sentence why there is none."""
        context = Context(account=self._known[account], secret=KnownSecret(), clock=self._clock)
        try:
            connector = self._open(context)
        except ChannelError as error:
            return str(error)
        connector.close()
        return connector


def _why_only_read(kind: Kind, name: str) -> str:
    if kind is Kind.MAIL:
        return worded(f"“{name}” can only read mail: no server for sending was given.")
    if kind is Kind.BLOG:
        return worded("A blog is read here, not answered. Open the page to write a comment there.")
    return worded("This channel can be read here, not answered. Open the page to answer there.")


def _subject(entry: Entry) -> str:
    if entry.kind is Kind.MAIL:
        return ""
    what = {Kind.REVIEW: "review", Kind.COMMENT: "comment"}.get(entry.kind, "message")
    where = "" if entry.channel in ("comment", "review") else f" on {entry.channel.capitalize()}"
    return f"Your {what}{where}"


def answered_entry(opened: Opened) -> Entry | None:
    """Return the message a reply would answer, else the newest of the conversation."""
    for entry in reversed(opened.timeline):
        if entry.id == opened.reply_to:
            return entry
    return next((e for e in reversed(opened.timeline) if e.conversation == opened.row.id), None)


def _written_first(opened: Opened) -> MessageId | None:
    """Return our own newest mail where nobody has answered yet: writing once more goes on from it, to the same people."""
    own = [
        entry
        for entry in opened.timeline
        if entry.conversation == opened.row.id
        and entry.kind is Kind.MAIL
        and not entry.note
        and (entry.delivery is None or entry.delivery.state is ReplyState.SENT)
    ]
    return own[-1].id if own else None
