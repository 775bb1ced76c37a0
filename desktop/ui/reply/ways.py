"""The ways a reply to a conversation can take: read off the GUI thread, shown by the composer before anything is typed."""

from collections.abc import Callable
from dataclasses import replace

from desktop.connectors.base import Connector, Context
from desktop.domain.account import AccountId
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.item import Audience
from desktop.sync.ways import Way, ways
from desktop.ui.reads import Reads
from desktop.ui.wording.language import retell

Open = Callable[[Context], Connector]
Key = tuple[ConversationId, AccountId, Audience]
"""Under which a draft is kept."""


def read_ways(reads: Reads, opened: Opened, open_connector: Open, clock: Clock) -> tuple[Way, ...]:
    """Return every way to answer `opened`, the usual one first, each refusal in the owner's language.

    Opens no connection; for a thread that may read.
    """
    return tuple(
        replace(way, refusal=retell(way.refusal)) for way in ways(reads.connection, opened, open_connector, clock)
    )
