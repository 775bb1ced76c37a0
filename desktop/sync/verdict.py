"""What an error during a delivery means for the reply: pure rules."""

from enum import StrEnum

from desktop.domain.errors import (
    Cancelled,
    ChannelError,
    KeyringMissing,
    Malformed,
    Misconfigured,
    RateLimited,
    Refused,
    SignInNeeded,
    Unsure,
)


class Verdict(StrEnum):
    """What became of one attempt that did not end with a proof of delivery."""

    OPEN = "may have arrived"
    REFUSED = "refused for good"
    STOPPED = "we stopped before it could arrive"
    OWNER = "needs the owner first"
    WAIT = "the server asked to wait"
    LATER = "not delivered"


def judge(error: BaseException, *, committed: bool) -> Verdict:
    """Return what `error` means. `committed` is whether the server may already have been accepting.

    From then on only an error that says "not delivered" by its kind is believed; a stop, an answer that made no sense
    and anything unforeseen leave it open.
    """
    if isinstance(error, Unsure):
        return Verdict.OPEN
    if committed and (isinstance(error, Cancelled | Malformed) or not isinstance(error, ChannelError)):
        return Verdict.OPEN
    for kind, verdict in _VERDICTS:
        if isinstance(error, kind):
            return verdict
    return Verdict.LATER


_VERDICTS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Verdict], ...] = (
    (Refused, Verdict.REFUSED),
    (Cancelled, Verdict.STOPPED),
    ((SignInNeeded, Misconfigured, KeyringMissing), Verdict.OWNER),
    (RateLimited, Verdict.WAIT),
)
