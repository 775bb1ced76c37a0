"""A picture that a message names, fetched because the owner asked for it: nothing is told about him, and little is taken.

The reach is that of what content leads to: no address of this machine or of the shop's own network, at no hop.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from desktop.connectors.base import Cancel
from desktop.connectors.body import Bounds
from desktop.connectors.http import Session, complain
from desktop.domain.clock import Clock
from desktop.domain.errors import Refused
from desktop.domain.wording import worded

MOST_BYTES = 5_000_000
_BOUNDS = Bounds(total_seconds=20, connect_seconds=8, read_seconds=10, wire=MOST_BYTES, inflated=MOST_BYTES)
_HEADERS = {"User-Agent": "Mozilla/5.0", "Accept": "image/webp, image/png, image/jpeg, image/gif"}
"""What tells nothing: neither who asks nor with what."""


def fetch(url: str, *, clock: Clock, cancel: Cancel, typed: Sequence[str] = ()) -> bytes:
    """Return what is at an address, at most 5 MB; raises a ChannelError. Whether it is a picture is for others to see.

    `typed` are addresses the owner typed, which may lie in his own network: none for what a message names. Blocks; at
    most twenty seconds.
    """
    if "@" in urlsplit(url).netloc:
        raise Refused(worded("The address of a picture does not hold a name."))
    session = Session(clock=clock, typed=typed, bounds=_BOUNDS)
    answer = session.get(url, cancel=cancel, headers=_HEADERS)
    complain(answer, clock.now())
    return answer.body
