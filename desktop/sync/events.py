"""What the engine has to tell: frozen values, handed to its listener on whichever thread they come up."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.account import Account, AccountId
from desktop.domain.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged:
    """An account began or ended its work, or is doing better or worse than before; the store has the details."""

    account: AccountId
    busy: bool = False


Event = Progress | StatusChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReport:
    """What one account's sync did, for the command line. `sentence` is "" or what went wrong and what to do.

    `needs_owner` is set when nothing goes on without the owner: sign-in, settings, a locked keyring. `waiting` counts
    replies that stay in the outbox. `left_alone` says that the account was not asked for news: until a time, as its server
    had asked or because it failed before, or, without a time, until the owner has put something right.
    """

    account: Account
    new: int = 0
    changed: int = 0
    sent: int = 0
    errors: int = 0
    sentence: str = ""
    needs_owner: bool = False
    waiting: int = 0
    left_alone: bool = False
    left_alone_until: datetime | None = None

    def __or__(self, later: "AccountReport") -> "AccountReport":
        return AccountReport(
            account=self.account,
            new=self.new + later.new,
            changed=self.changed + later.changed,
            sent=self.sent + later.sent,
            errors=self.errors + later.errors,
            sentence=later.sentence or self.sentence,
            needs_owner=self.needs_owner or later.needs_owner,
            waiting=later.waiting,
            left_alone=self.left_alone or later.left_alone,
            left_alone_until=later.left_alone_until or self.left_alone_until,
        )
