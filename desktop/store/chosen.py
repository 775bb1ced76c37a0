"""What conversations that are chosen together have in common, and what a verb with two ways means for all of them."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.act import Verb
from desktop.domain.row import ASIDE, ConversationId, State
from desktop.store import labels
from desktop.store.values import numbers

if TYPE_CHECKING:
    from sqlite_utils import Database


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
    """Return what these conversations have in common; those that do not exist are passed over.

    Half a millisecond for 500, and over a second for 600,000: of many not on the thread that paints.
    """
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


def starring(db: "Database", conversations: Collection[ConversationId]) -> Verb:
    """Return UNSTAR where all of them are starred, else STAR."""
    found = common(db.conn, conversations)
    return Verb.UNSTAR if found.starred == found.many else Verb.STAR


def muting(db: "Database", conversations: Collection[ConversationId]) -> Verb:
    """Return UNMUTE where all of them are muted, else MUTE."""
    return Verb.UNMUTE if common(db.conn, conversations).states == {State.MUTED} else Verb.MUTE


def reopening(db: "Database", conversations: Collection[ConversationId]) -> Verb:
    """Return RESTORE where all of them were put aside, else REOPEN."""
    return Verb.RESTORE if common(db.conn, conversations).states <= ASIDE else Verb.REOPEN


def labelling(db: "Database", conversations: Collection[ConversationId], name: str) -> Verb:
    """Return UNLABEL where all of them bear the label of that name, else LABEL."""
    label = labels.by_name(db.conn, name)
    borne = label is not None and common(db.conn, conversations).all_bear(label.id)
    return Verb.UNLABEL if borne else Verb.LABEL
