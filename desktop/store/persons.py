"""People as they are looked for: by the beginnings of the words of their names and addresses."""

import re
import sqlite3

from desktop.store.query import term

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
