"""The ways a reply to a conversation can take: read off the GUI thread, shown by the composer before anything is typed."""

from collections.abc import Callable
from dataclasses import replace

from desktop.connectors.base import Connector, Context
from desktop.domain.account import AccountId
from desktop.domain.begun import is_begun
from desktop.domain.clock import Clock
from desktop.domain.conversation import ConversationId, Opened
from desktop.domain.item import Audience
from desktop.sync.ways import Way, ways
from desktop.ui.reads import Reads
from desktop.ui.wording.language import retell

Open = Callable[[Context], Connector]
Key = tuple[ConversationId, AccountId, Audience]
"""Under which a draft is kept."""


def read_ways(
    reads: Reads, opened: Opened, open_connector: Open, clock: Clock, to: tuple[str, ...] = ()
) -> tuple[Way, ...]:
    """Return every way to answer `opened`, the usual one first, each refusal in the owner's language.

    Of a new message, those by which it can leave; `to` is whom it is for.

    Opens no connection; for a thread that may read.
    """
    if is_begun(opened.row.id):
        found = read_beginnings(reads, opened.row.id, open_connector, clock, to)
    else:
        found = ways(reads.connection, opened, open_connector, clock)
    return tuple(replace(way, refusal=retell(way.refusal)) for way in found)


def read_beginnings(
    reads: Reads, place: ConversationId, open_connector: Open, clock: Clock, to: tuple[str, ...] = ()
) -> tuple[Way, ...]:
    """Return the ways a new message can leave; for a thread that may read and import."""
    from desktop.sync.beginnings import beginnings

    return beginnings(reads.connection, place, open_connector, clock, to)
