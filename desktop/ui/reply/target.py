"""The ways a reply to a conversation can take: read off the GUI thread, shown by the composer before anything is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from desktop.connectors.base import Connector, Context, Limits
from desktop.domain.account import AccountId
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.draft import Draft
from desktop.domain.item import Audience, Kind, MessageId
from desktop.sync.ways import Obstacle, Way, ways
from desktop.ui.reads import Reads
from desktop.ui.wording.language import retell

translate = QCoreApplication.translate

Open = Callable[[Context], Connector]
Key = tuple[ConversationId, AccountId, Audience]
"""Under which a draft is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One way to answer: channel, person, who can read it, and how long it may be.

    `conversation` is where its draft is kept and its reply will stand. `recipients` are the addresses a mail would go
    to by itself, `others` those who were written to besides and whom the owner may add; both are empty elsewhere.
    `given` is an address that they named themselves, under which something new begins. When nothing can be answered
    here, `refusal` is a sentence that says why, and `url` is where the owner can answer instead ("" if nowhere).
    `signature` is what the channel puts below the text by itself.
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
    limits: Limits = field(default_factory=Limits)
    refusal: str = ""
    url: str = ""
    subject: str = ""
    given: str = ""
    signature: str = ""

    @property
    def key(self) -> Key:
        """Under which its draft is kept."""
        return self.conversation, self.account, self.audience

    @property
    def is_public(self) -> bool:
        """Whether everyone can read what is said this way."""
        return self.audience is Audience.PUBLIC

    @property
    def quotes(self) -> bool:
        """Whether what they wrote can be quoted below the reply."""
        return self.kind is Kind.MAIL and not self.given and self.in_reply_to is not None

    def draft(self, text: str) -> Draft:
        """Return what the owner has typed for this way as a draft."""
        return Draft(
            conversation=self.conversation,
            account=self.account,
            text=text,
            audience=self.audience,
            in_reply_to=self.in_reply_to,
            subject=self.subject,
            to=self.recipients if self.given else (),
            channel=self.channel,
            kind=self.kind,
        )


def read_targets(reads: Reads, opened: Opened, open_connector: Open, clock: Clock) -> tuple[Target, ...]:
    """Return every way to answer `opened`, the usual one first. Opens no connection; for a thread that may read."""
    from desktop.store import accounts

    signatures = {a.id: a.settings.get("signature", "") for a in accounts.accounts(reads.connection)}
    return tuple(
        _target(way, signatures.get(way.account, "") if way.kind is Kind.MAIL else "")
        for way in ways(reads.connection, opened, open_connector, clock)
    )


def both(found: Sequence[Target]) -> tuple[Target, Target] | None:
    """Return a public and a private way, to apologise in public and help in private; None where there are not both."""
    usable = [target for target in found if not target.refusal]
    public = next((target for target in usable if target.is_public), None)
    private = [target for target in usable if not target.is_public]
    if public is None or not private:
        return None
    return public, next((target for target in private if target.account == public.account), private[0])


def _target(way: Way, signature: str) -> Target:
    return Target(
        conversation=way.conversation,
        account=way.account,
        account_name=way.account_name,
        channel=way.channel,
        kind=way.kind,
        audience=way.audience,
        who=way.who,
        handle=way.handle,
        in_reply_to=way.in_reply_to,
        recipients=way.recipients,
        others=way.others,
        limits=way.limits,
        refusal=_refusal(way),
        url=way.url,
        subject=way.subject,
        given=way.given,
        signature=signature.replace("\\n", "\n").strip(),
    )


def _refusal(way: Way) -> str:
    return {
        Obstacle.REMOVED: translate(
            "Target", "The account this came by was removed, so it cannot be answered from here."
        ),
        Obstacle.MAIL_IS_READ_ONLY: translate(
            "Target", "“{name}” can only read mail: no server for sending was given."
        ).format(name=way.account_name),
        Obstacle.BLOG_IS_READ_ONLY: translate(
            "Target", "A blog is read here, not answered. Open the page to write a comment there."
        ),
        Obstacle.READ_ONLY: translate(
            "Target", "This channel can be read here, not answered. Open the page to answer there."
        ),
    }.get(way.obstacle, retell(way.refusal))
