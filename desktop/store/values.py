"""The smallest turns of values into columns and back, all that reading a list needs."""

from collections.abc import Iterable
from datetime import datetime

from desktop.domain.clock import from_ms

SAID = 4000
"""How many characters of one message the ranker and the snippet look at."""


def moment(ms: int | None) -> datetime | None:
    """Return the UTC time, None for None."""
    return None if ms is None else from_ms(ms)


def numbers(values: Iterable[int]) -> str:
    """Return integers as JSON, for `in (select value from json_each(?))`."""
    return "[" + ",".join(map(str, values)) + "]"


def clean(text: str) -> str:
    """Return `text` without lone surrogates and NUL, which SQLite cannot keep or would cut at."""
    if not text or (text.isascii() and "\0" not in text):
        return text
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def said(subject: str, fresh: str, text: str) -> tuple[str, str]:
    """Return the subject and the beginning of what a message says, without what it quotes: what it is judged by."""
    return clean(subject), (clean(fresh) or clean(text))[:SAID]
