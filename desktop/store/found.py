"""A search as a list of conversations: in the order of their newest hits, each row showing the words around its hit."""

import sqlite3
from array import array
from collections.abc import Collection

from desktop.domain.conversation import Hit
from desktop.domain.row import MOST_FOUND, ConversationId, Found, InboxRow
from desktop.domain.targets import Targets
from desktop.store import inbox
from desktop.store.search import among, conversations, every

_PLACE = 100
"""Greater than the number of any lane."""


def page(reader: sqlite3.Connection, found: Found, *, limit: int, targets: Targets) -> list[InboxRow]:
    """Return the first `limit` rows. Raises BadQuery."""
    hits = {hit.conversation: hit for hit in conversations(reader, found.query, limit=limit)}
    read = inbox.rows(reader, list(hits), targets=targets)
    return [_row(read[id_], hit) for id_, hit in hits.items() if id_ in read]


def rows(
    reader: sqlite3.Connection, found: Found, ids: Collection[ConversationId], *, targets: Targets
) -> dict[ConversationId, InboxRow]:
    """Return the rows of those of the conversations in which there is a hit."""
    hits = among(reader, found.query, ids)
    return {id_: _row(row, hits[id_]) for id_, row in inbox.rows(reader, list(hits), targets=targets).items()}


def ids(reader: sqlite3.Connection, found: Found) -> "array[int]":
    """Return all conversations with a hit (at most `MOST_FOUND`), the newest hit first: not for the GUI thread."""
    return array("q", every(reader, found.query, most=MOST_FOUND))


def bare(row: InboxRow) -> InboxRow:
    """Return a row without the marks around what was looked for."""
    values = {name: getattr(row, name) for name in InboxRow.__slots__}
    return InboxRow(**values | {"snippet": row.snippet.replace("\x02", "").replace("\x03", "")})


def _row(row: InboxRow, hit: Hit) -> InboxRow:
    values = {name: getattr(row, name) for name in InboxRow.__slots__}
    said = hit.snippet or row.snippet or row.subject
    # Whoever is found is shown themselves, also who stands for a storm in the lanes.
    there = {"place": (_PLACE, -hit.message, row.id), "snippet": said, "last_at": hit.written_at, "burst": None}
    return InboxRow(**values | there)
