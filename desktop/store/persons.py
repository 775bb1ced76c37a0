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
    return _found(reader, words, limit)


def addresses(reader: sqlite3.Connection, words: str, *, limit: int) -> list[tuple[str, str]]:
    """Return up to `limit` mail addresses of known people as (address, name), those heard of last first."""
    found = _found(reader, words, 4 * limit, where="where channel = 'mail'")
    return [(key, name) for key, name in found if bare(key) is not None and not key.startswith(_UNREAD)][:limit]


def _found(reader: sqlite3.Connection, words: str, limit: int, *, where: str = "") -> list[tuple[str, str]]:
    """Return the key and name of people who have words that begin like these."""
    parts = _WORD.findall(words)
    if not parts:
        return []
    match = " AND ".join(term(part, beginning=True) for part in parts)
    return reader.execute(
        "select key, name from (select rowid from persona_search where persona_search match ? limit 500) as found"
        f" join persona on persona.id = found.rowid {where} order by heard_ms desc limit ?",
        (match, limit),
    ).fetchall()
