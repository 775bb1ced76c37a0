"""A message that begins something: until it was sent there is no conversation, and a number below zero in its place.

Its draft and its reply in the outbox stand in that place. When it was sent it gets a conversation of its own, as every
message does, and the place is gone.
"""

from datetime import datetime

from desktop.domain.clock import to_ms
from desktop.domain.row import ConversationId

SPREAD_BITS = 20
"""Two that begin in the same millisecond, in two processes, are told apart by so many bits."""


def new_place(now: datetime) -> ConversationId:
    """Return a place in which nothing has been written yet."""
    import secrets

    return ConversationId(-(to_ms(now) << SPREAD_BITS | secrets.randbits(SPREAD_BITS)))


def is_begun(conversation: int) -> bool:
    """Return whether that is the place of a message that has no conversation yet."""
    return conversation < 0
