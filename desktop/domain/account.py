"""An account of the owner's with one channel, and how that channel is doing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NewType

from desktop.domain.lean import dataclass, field

AccountId = NewType("AccountId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One mailbox, feed, watch or network profile. `settings` never holds a secret; `secret_key` names it in the keyring."""

    id: AccountId
    kind: str
    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secret_key: str = ""


class Health(StrEnum):
    """What the dot beside a channel says."""

    FINE = "fine"
    QUIET = "quiet"
    NEEDS_OWNER = "needs-owner"
    TROUBLE = "trouble"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """That a channel is quieter than it ever was: since its last message, where so many a week are usual."""

    since: datetime
    a_week: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStatus:
    """How one account is doing. `sentence` is "" or says what is wrong and what to do.

    `ended`: its server said that it has ended for good; only who asks for it by name has it asked again. `unreached`:
    nobody answered; what else is wrong, such as a full disk, is not that.
    """

    account: Account
    health: Health
    heard_at: datetime | None = None
    retry_at: datetime | None = None
    sentence: str = ""
    ended: bool = False
    unreached: bool = False


def is_offline(statuses: Sequence[ChannelStatus]) -> bool:
    """Return whether no channel at all can be reached just now."""
    return bool(statuses) and all(status.unreached for status in statuses)
