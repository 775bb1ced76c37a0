"""People as they are looked for: by the beginnings of the words of their names and addresses."""

import re
import sqlite3

from desktop.domain.address import bare
from desktop.store.query import term

_UNREAD = ("no-reply", "noreply", "do-not-reply", "donotreply", "mailer-daemon")
"""Beginnings of addresses at which nobody reads."""
_WORD = re.compile(r"\w+")


def suggest(reader: sqlite3.Connection, words: str, *, limit: int) -> list[tuple[str, str]]:
    """Return up to `limit` people as (address or handle, name), those heard of last first."""
    parts = _WORD.findall(words)
    if not parts:
        return []
    match = " AND ".join(term(part, beginning=True) for part in parts)
    rows = reader.execute(
        "select key, name from (select rowid from persona_search where persona_search match ? limit 500) as found"
        " join persona on persona.id = found.rowid order by heard_ms desc limit ?",
        (match, limit),
    ).fetchall()
    return [(key, name) for key, name in rows]


def addresses(reader: sqlite3.Connection, words: str, *, limit: int) -> list[tuple[str, str]]:
    """Return up to `limit` mail addresses of known people as (address, name), those heard of last first."""
    parts = _WORD.findall(words)
    if not parts:
        return []
    match = " AND ".join(term(part, beginning=True) for part in parts)
    rows = reader.execute(
        "select key, name from (select rowid from persona_search where persona_search match ? limit 500) as found"
        " join persona on persona.id = found.rowid where channel = 'mail' order by heard_ms desc limit ?",
        (match, 4 * limit),
    ).fetchall()
    return [(key, name) for key, name in rows if bare(key) is not None and not key.startswith(_UNREAD)][:limit]
