"""Several people who wait in one conversation, such as those who answer one post: each of them is heard."""

from collections.abc import Sequence
from typing import Protocol

PEOPLE = 40
"""So many are heard, those who wrote last."""


class Said(Protocol):
    """An unanswered message."""

    id: int
    partner: int


def waits(waiting: Sequence[Said]) -> list[int]:
    """Return the personas of those who wait, the last to write first; none where it is one alone."""
    found = list(dict.fromkeys(message.partner for message in reversed(waiting)))
    return found[:PEOPLE] if len(found) > 1 else []


def others(waiting: Sequence[Said], heard: int) -> list[list[int]]:
    """Return the last messages of each of those who have written none of the `heard` newest ones, as many at most."""
    newest = {message.partner for message in waiting[-heard:]}
    of: dict[int, list[int]] = {who: [] for who in waits(waiting) if who not in newest}
    for message in waiting:
        if message.partner in of:
            of[message.partner].append(message.id)
    return [said[-heard:] for said in of.values()]
