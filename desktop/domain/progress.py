"""How far a long first sync is."""

from dataclasses import dataclass

from desktop.domain.account import AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a long first sync is: `done` of `total` messages at `rate` a second, `remaining` seconds or None."""

    account: AccountId
    done: int
    total: int
    rate: float
    remaining: float | None
