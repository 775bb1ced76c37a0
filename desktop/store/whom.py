"""Whom a message of ours answers, where several people write in one conversation: a reply to one leaves the others waiting.

It answers whom it is addressed to or names, who wrote what it answers, and whoever had written to one of those, as people
do who talk among each other by mail. What names none of them is said to all.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from desktop.domain.item import ID_SHIFT, Kind
from desktop.store.text import bare_id
from desktop.store.values import numbers


class Line(Protocol):
    """A message of a conversation."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def direction(self) -> str:
        """The direction: in, or out."""
        ...

    @property
    def partner(self) -> int:
        """The persona who wrote it, or to whom it went."""
        ...

    @property
    def kind(self) -> str:
        """Its kind."""
        ...

    @property
    def own_id(self) -> str:
        """By what answers name it."""
        ...


class Reached(NamedTuple):
    """A message of ours, or one on its way (then `id` is what it would have): the personas it answers, None for all."""

    id: int
    who: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class _People:
    """Those who write in a conversation: the person of each persona, and of each address or name."""

    persons: dict[int, int]
    by_key: dict[str, int]

    def called(self, keys: Iterable[str]) -> set[int]:
        """Return the persons of those of the keys that are one of theirs."""
        return {self.by_key[key] for key in keys if key in self.by_key}

    def personas(self, persons: Collection[int]) -> frozenset[int]:
        """Return all personas of these persons."""
        return frozenset(persona for persona, person in self.persons.items() if person in persons)


def reached(conn: sqlite3.Connection, lines: Sequence[Line], *, on_their_way: int = 0) -> list[Reached] | None:
    """Return what each message of ours answers among these of one conversation, None where but one person writes there.

    With `on_their_way`, the conversation's number, what is in the outbox counts as well.
    """
    heard = [line for line in lines if line.direction == "in"]
    if len({line.partner for line in heard}) < 2 or (len(heard) == len(lines) and not on_their_way):
        return None
    people = _people(conn, {line.partner for line in heard})
    if len(set(people.persons.values())) < 2:
        return None
    authors = {bare_id(line.own_id): people.persons[line.partner] for line in heard if line.own_id}
    talk = _talk(conn, heard, people)
    found = []
    rows = conn.execute(
        "select id, people, parent_ids from message where id in (select value from json_each(?))",
        (numbers(line.id for line in lines if line.direction == "out"),),
    ).fetchall()
    for id_, named, parents in rows:
        parent = authors.get(bare_id(str((json.loads(parents) or [""])[-1])))
        persons = people.called(row[0] for row in json.loads(named)) | ({parent} if parent is not None else set())
        found.append(_reached(id_, persons, talk, people))
    if on_their_way:
        partners = {line.id: people.persons[line.partner] for line in heard}
        for queued_at, parent_id, to, cc in conn.execute(_ON_THEIR_WAY, (on_their_way,)).fetchall():
            persons = people.called(str(who).lower() for who in (*json.loads(to), *json.loads(cc)))
            persons |= {partners[parent_id]} if parent_id in partners else set()
            found.append(_reached(queued_at << ID_SHIFT, persons, talk, people))
    return found


_ON_THEIR_WAY = """
select queued_at, in_reply_to, recipients, copies from outbox
where conversation = ? and state not in ('sent', 'refused', 'withdrawn', 'overdue')
"""


def _people(conn: sqlite3.Connection, personas: Collection[int]) -> _People:
    rows = conn.execute(
        "select id, person, key from persona where id in (select value from json_each(?))", (numbers(personas),)
    ).fetchall()
    return _People({row[0]: row[1] for row in rows}, {row[2]: row[1] for row in rows})


def _talk(conn: sqlite3.Connection, heard: Sequence[Line], people: _People) -> list[tuple[int, int, set[int]]]:
    """Return by whom each mail was written, and to which others of them: its id, its person, those."""
    partners = {line.id: people.persons[line.partner] for line in heard if line.kind == Kind.MAIL}
    rows = conn.execute(
        "select id, people from message where id in (select value from json_each(?)) and people <> '[]'",
        (numbers(partners),),
    ).fetchall()
    told = ((id_, partners[id_], people.called(row[0] for row in json.loads(named))) for id_, named in rows)
    return [one for one in told if one[2] - {one[1]}]


def _reached(id_: int, persons: set[int], talk: Iterable[tuple[int, int, set[int]]], people: _People) -> Reached:
    if not persons:
        return Reached(id_, None)
    besides = {writer for before, writer, others in talk if before < id_ and others & persons}
    return Reached(id_, people.personas(persons | besides))
