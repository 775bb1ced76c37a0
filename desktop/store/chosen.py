"""What conversations that are chosen together have in common: asked of thousands at once, before a verb means all of them."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.domain.row import ConversationId, State
from desktop.store import labels
from desktop.store.values import numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """How many there are, where they were put, how many are starred, and on how many each label is, by its id."""

    many: int
    states: frozenset[State]
    starred: int
    labels: Mapping[int, int]

    def all_bear(self, label: int) -> bool:
        """Return whether the label of that id is on every one of them."""
        return self.many > 0 and self.labels.get(label, 0) == self.many


def common(reader: sqlite3.Connection, conversations: Collection[ConversationId]) -> Common:
    """Return what these conversations have in common; those that do not exist are passed over."""
    lines = reader.execute(
        "select case aside when '' then state else aside end, count(*), sum(starred) from conversation"
        " where id in (select value from json_each(?)) group by 1",
        (numbers(conversations),),
    ).fetchall()
    return Common(
        many=sum(line[1] for line in lines),
        states=frozenset(State(line[0]) for line in lines),
        starred=sum(line[2] for line in lines),
        labels=labels.on(reader, conversations),
    )
