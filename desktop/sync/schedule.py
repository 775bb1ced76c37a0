"""When which account is asked next, and how long to wait after a failure: arithmetic only, no thread and no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from desktop.domain.account import AccountId
from desktop.domain.errors import KeyringMissing, Misconfigured, NoConnection, RateLimited, ShopbellError, SignInNeeded

NEEDS_OWNER = (SignInNeeded, Misconfigured, KeyringMissing)
BASE = timedelta(seconds=2)
CAP = timedelta(minutes=15)
NO_CONNECTION_CAP = timedelta(minutes=2)
"""As long as nobody is reached no server is troubled by our asking; who waits is the owner, whose line is back."""
KEYRING_GAP = timedelta(minutes=1)
"""Before a locked keyring is asked again: each time it may put its question before the owner."""
SHORTEST_HOLD = timedelta(seconds=1)
LONGEST_HOLD = timedelta(hours=6)
LEAP = timedelta(seconds=90)
"""The wall clock and the monotonic one disagree by more than this only after a sleep or when the clock was set."""

_REPLY_GAPS = tuple(timedelta(seconds=s) for s in (10, 60, 240, 900, 2400))
"""Between six tries of one reply: about an hour in all."""
_REPLY_LATER = timedelta(hours=1)
PROBE_WAITS = tuple(timedelta(seconds=s) for s in (0, 2, 5, 15, 40))
"""Between looks for a reply whose fate is open: servers that keep a copy often do so only after a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneTimes:
    """What decides when an account is asked for news. `polled_at` is the end of the last try that succeeded.

    One that has `stopped` is tried again only where it has a time for that.
    """

    account: AccountId
    poll: timedelta
    polled_at: datetime | None = None
    retry_at: datetime | None = None
    stopped: bool = False
    busy: bool = False


def due_at(lane: LaneTimes, now: datetime) -> datetime | None:
    """Return when the lane is due, None for one that is at work, or stopped until the owner has done something.

    A time of waiting that cannot be (the clock was set back since) counts as over.
    """
    if lane.busy or (lane.stopped and lane.retry_at is None):
        return None
    if lane.retry_at is not None and lane.retry_at - now <= LONGEST_HOLD:
        return lane.retry_at
    if lane.polled_at is None or lane.polled_at > now + LEAP:
        return now
    return lane.polled_at + lane.poll


def pause_after(trouble: Exception, failures: int, rng: Random) -> timedelta:
    """Return how long to wait after this, the n-th failure in a row; at most two minutes where nobody was reached."""
    return back_off(failures, rng, NO_CONNECTION_CAP if isinstance(trouble, NoConnection) else CAP)


def back_off(failures: int, rng: Random, cap: timedelta = CAP) -> timedelta:
    """Return how long to wait after the n-th failure in a row: anywhere between nothing and 2 s doubled n times.

    The whole range is used ("full jitter"), so that many clients do not come back together; never above `cap`.
    """
    ceiling = min(cap, BASE * (1 << min(max(failures, 0), 16)))
    return ceiling * rng.random()


def again_at(trouble: ShopbellError, failures: int, now: datetime, rng: Random) -> datetime | None:
    """Return when an account is tried again after its n-th failure in a row, None where only the owner can help."""
    if isinstance(trouble, RateLimited):
        return clamp_wish(trouble.retry_at, now)
    if isinstance(trouble, KeyringMissing):
        return now + max(back_off(failures, rng), KEYRING_GAP)
    return None if isinstance(trouble, NEEDS_OWNER) else now + pause_after(trouble, failures, rng)


def clamp_wish(wish: datetime, now: datetime) -> datetime:
    """Return the server's wish for the next try, but at least a second and at most six hours away."""
    return now + min(max(wish - now, SHORTEST_HOLD), LONGEST_HOLD)


def reply_gap(attempts: int, rng: Random) -> timedelta:
    """Return how long a reply waits after its n-th failed try (1, 2, ...): six tries within about an hour, then hourly.

    A fifth more or less by chance.
    """
    gap = _REPLY_GAPS[attempts - 1] if 0 < attempts <= len(_REPLY_GAPS) else _REPLY_LATER
    return gap * (0.8 + 0.4 * rng.random())


def needs_attention(attempts: int) -> bool:
    """Return whether a reply has been tried so often that the owner should look."""
    return attempts > len(_REPLY_GAPS)


def leap(wall: timedelta, monotonic: timedelta) -> timedelta:
    """Return by how much the wall clock leapt while both went on, zero for less than a minute and a half."""
    difference = wall - monotonic
    return difference if abs(difference) > LEAP else timedelta(0)
