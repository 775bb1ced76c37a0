"""What a conversation's row says, and what the ranker is told of it, worked out anew whenever its messages change:
nothing is kept by hand.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from desktop.domain.clock import from_ms, to_ms
from desktop.domain.conversation import ConversationId, Facts, Rank, Reason, Said
from desktop.domain.item import ID_SHIFT, Audience, Kind
from desktop.domain.languages import primary
from desktop.domain.text import plain
from desktop.store import crowding, sense
from desktop.store.connection import politely
from desktop.store.gist import Summary, summarise
from desktop.store.heard import OF_PERSON
from desktop.store.scores import COLUMNS as SCORED
from desktop.store.scores import DUE_NOW, ranked, score
from desktop.store.values import SAID, numbers

EARLIER = 20
"""Beyond so many earlier conversations a customer is simply well known."""
SNIPPET = 160
MOST_OF_ONE = 2000
"""Of a person with more conversations than this, only so many are ranked anew when something becomes known."""


@dataclass(slots=True)
class Texts:
    """Subjects and the beginnings of what was said, by message id; and what is known already of how they score."""

    said: dict[int, tuple[str, str]] = field(default_factory=dict)
    terms: dict[int, tuple[Reason, ...]] = field(default_factory=dict)
    reply_terms: dict[int, tuple[Reason, ...]] = field(default_factory=dict)

    def load(self, conn: sqlite3.Connection, ids: Iterable[int]) -> None:
        """Read those that are not here yet."""
        missing = [number for number in ids if number not in self.said]
        if missing:
            rows = conn.execute(
                "select message, subject, substr(case fresh when '' then text else fresh end, 1, ?) from body"
                " where message in (select value from json_each(?))",
                (SAID, numbers(missing)),
            ).fetchall()
            self.said.update({row[0]: (row[1], row[2]) for row in rows})

    def subject(self, message: int) -> str:
        """Return the subject, "" when there is none."""
        return self.said.get(message, ("", ""))[0]

    def text(self, message: int) -> str:
        """Return the beginning of what was said, "" when nothing was."""
        return self.said.get(message, ("", ""))[1]


@dataclass(frozen=True, slots=True)
class _Customer:
    person: int
    followers: int | None
    answered: bool
    sender: str
    who: str


def customers(conn: sqlite3.Connection, personas: Iterable[int]) -> Mapping[int, _Customer]:
    """Return persona id -> who that is."""
    rows = conn.execute(
        "select persona.id, person, followers, answered, channel || '/' || key, coalesce(nullif(name, ''), handle)"
        " from persona join person on person.id = person"
        " where persona.id in (select value from json_each(?))",
        (numbers(set(personas)),),
    ).fetchall()
    return {row[0]: _Customer(row[1], row[2], bool(row[3]), *row[4:]) for row in rows}


_COLUMNS = (
    "person, persona, account, channel, kind, audience, unread, messages, messages_in, unanswered, first_id, last_id,"
    " last_in_id, waiting_since, rating, subject, snippet, state"
)
_UPDATE = (
    f"update conversation set ({_COLUMNS}) = ({', '.join('?' * 17)},"
    " case when ? = 'done' and acted_at = 0 then 'done' else state end) where id = ?"
)
_INSERT = f"insert into conversation ({_COLUMNS}, id, {SCORED}) values ({', '.join('?' * 28)})"


def refresh(
    conn: sqlite3.Connection,
    conversations: Collection[int],
    *,
    fresh: Collection[int] = (),
    texts: Texts | None = None,
    rank: Rank | None = None,
    now: datetime,
) -> None:
    """Work out the rows of these conversations anew and rank them; without `rank` they are ranked a little later.

    Those of them that are `fresh` have messages but no row yet, and are given one; that needs `rank`.
    """
    texts = texts or Texts()
    summaries = summarise(conn, conversations)
    texts.load(conn, _needed(summaries))
    known = customers(conn, _concerned(summaries))
    old = [summary for summary in summaries if summary.id not in fresh]
    new = [summary for summary in summaries if summary.id in fresh]
    _unsettle_others(conn, {summary.id: known[summary.partner].person for summary in old})
    conn.executemany(_UPDATE, [_row(summary, known[summary.partner].person, texts) for summary in old])
    answered = {known[who].person for s in summaries for who in s.answered if not known[who].answered}
    if answered:
        _mark_answered(conn, answered)
        known = customers(conn, _concerned(summaries))
    if rank is None:
        _rank_soon(conn, conversations)
        return
    besides = _Besides(new, known)
    score(conn, _facts(conn, old, known, texts, now, besides), rank)
    revision = sense.revision(conn)
    scores = [ranked(one, rank, revision) for one in politely(conn, _facts(conn, new, known, texts, now, besides))]
    rows = (_row(summary, known[summary.partner].person, texts) for summary in new)
    conn.executemany(_INSERT, [(*row, *ranked) for row, ranked in zip(rows, scores, strict=True)])
    crowding.arrived(conn, (summary.first_id for summary in new))
    crowding.stood_above(conn, [summary.id for summary, made in zip(new, scores, strict=True) if made[1] == 0])


def _rank_soon(conn: sqlite3.Connection, conversations: Collection[int]) -> None:
    conn.execute(
        "update conversation set next_rank_at = ? where id in (select value from json_each(?))",
        (DUE_NOW, numbers(conversations)),
    )


class _Besides:
    """Conversations of a person that have no row yet and so cannot be counted there."""

    def __init__(self, summaries: Iterable[Summary] = (), known: "Mapping[int, _Customer] | None" = None) -> None:
        self._first: dict[int, list[int]] = {}
        for summary in summaries:
            self._first.setdefault((known or {})[summary.partner].person, []).append(summary.first_id)
        for firsts in self._first.values():
            firsts.sort()

    def before(self, person: int, first_id: int) -> int:
        """Return how many of them began before."""
        return bisect_left(self._first.get(person, ()), first_id)


def _concerned(summaries: Iterable[Summary]) -> set[int]:
    return {who for summary in summaries for who in (summary.partner, *summary.answered, *summary.waits)}


def _needed(summaries: Iterable[Summary]) -> set[int]:
    return {
        number
        for summary in summaries
        for number in (summary.first_id, summary.shown, *summary.said, *chain.from_iterable(summary.others))
    }


def _row(summary: Summary, person: int, texts: Texts) -> tuple[object, ...]:
    return (
        person,
        summary.partner,
        summary.account,
        summary.channel,
        summary.kind,
        summary.audience,
        int(summary.unread),
        summary.messages,
        summary.messages_in,
        summary.unanswered,
        summary.first_id,
        summary.last_id,
        summary.last_in_id,
        summary.waiting_since,
        summary.rating,
        plain(texts.subject(summary.first_id)),
        plain(texts.text(summary.shown)[: 2 * SNIPPET], SNIPPET),
        "open" if summary.messages_in else "done",
        summary.id,
    )


def _mark_answered(conn: sqlite3.Connection, persons: Collection[int]) -> None:
    """Once the shop has answered somebody, they are a known customer in all their conversations."""
    conn.execute(
        "update person set answered = 1, stale = 1 where id in (select value from json_each(?))", (numbers(persons),)
    )


def _unsettle_others(conn: sqlite3.Connection, persons: Mapping[int, int]) -> None:
    """A conversation proves to be another person's: whose it seemed to be is less known in their later ones."""
    rows = conn.execute(
        "select id, person from conversation where id in (select value from json_each(?))", (numbers(persons),)
    ).fetchall()
    left = {person for id_, person in rows if persons[id_] != person}
    if left:
        conn.execute("update person set stale = 1 where id in (select value from json_each(?))", (numbers(left),))


def unsettle(conn: sqlite3.Connection, earliest: Mapping[int, int]) -> None:
    """An older conversation came to light (persona -> its beginning): its person is better known in the later ones."""
    conn.executemany(
        "update person set stale = 1 where stale = 0 and id = (select person from persona where id = ?)"
        " and exists (select 1 from conversation where person = person.id and first_id > ? and aside <> 'trash')",
        list(earliest.items()),
    )


def stale(conn: sqlite3.Connection, limit: int) -> list[int]:
    """Return the conversations of people of whom something became known, of few people at a time, and take note."""
    found: list[int] = []
    done: list[int] = []
    for (person,) in conn.execute("select id from person where stale = 1 limit ?", (limit,)).fetchall():
        if len(found) >= limit:
            break
        rows = conn.execute(
            "select id from conversation where person = ? order by last_id desc limit ?", (person, MOST_OF_ONE)
        ).fetchall()
        found += [row[0] for row in rows]
        done.append(person)
    conn.execute("update person set stale = 0 where id in (select value from json_each(?))", (numbers(done),))
    return found


def otherwise(conn: sqlite3.Connection, known: Mapping[ConversationId, Facts]) -> set[int]:
    """Return the conversations whose row says otherwise than these facts whether anybody waits, or since when."""
    rows = conn.execute(
        "select id, waiting_since from conversation where id in (select value from json_each(?))", (numbers(known),)
    ).fetchall()
    waits = {one: None if fact.waiting_since is None else to_ms(fact.waiting_since) for one, fact in known.items()}
    return {row[0] for row in rows if waits[row[0]] != row[1]}


def facts(conn: sqlite3.Connection, conversations: Collection[int], now: datetime) -> dict[ConversationId, Facts]:
    """Return what the ranker may look at, for those of the conversations that exist."""
    summaries, texts = summarise(conn, conversations), Texts()
    texts.load(conn, _needed(summaries))
    known = customers(conn, _concerned(summaries))
    return {found.conversation: found for found in _facts(conn, summaries, known, texts, now)}


def _facts(
    conn: sqlite3.Connection,
    summaries: list[Summary],
    known: Mapping[int, _Customer],
    texts: Texts,
    now: datetime,
    besides: _Besides | None = None,
) -> list[Facts]:
    besides = besides or _Besides()
    found = []
    for summary in summaries:
        customer = known[summary.partner]
        earlier = conn.execute(
            "select count(*) from (select 1 from conversation where person = ? and first_id < ? and aside <> 'trash'"
            " limit ?)",
            (customer.person, summary.first_id, EARLIER),
        ).fetchone()[0]
        earlier = min(EARLIER, earlier + besides.before(customer.person, summary.first_id))
        said = summary.said or [summary.shown]
        found.append(
            Facts(
                conversation=ConversationId(summary.id),
                channel=summary.channel,
                kind=Kind(summary.kind),
                audience=Audience(summary.audience),
                addressed=summary.addressed,
                subject=texts.subject(summary.first_id),
                text="\n\n".join(filter(None, map(texts.text, said))),
                automatic=summary.automatic,
                matched=summary.matched,
                rating=summary.rating,
                followers=_followers(customer, summary, known),
                waiting_since=None if summary.waiting_since is None else from_ms(summary.waiting_since),
                last_at=from_ms(summary.last_id >> ID_SHIFT),
                messages_in=summary.messages_in,
                unanswered=summary.unanswered,
                earlier_conversations=earlier,
                answered_before=customer.answered,
                now=now,
                said=_said(summary, said, texts),
                sender=customer.sender,
                who=customer.who,
                language=primary(summary.language) or _language(conn, customer.person),
                answers=summary.answers,
                began_at=from_ms(summary.first_id >> ID_SHIFT),
                others=tuple(_said(summary, one, texts) for one in summary.others),
                people=summary.people,
            )
        )
    return found


def _said(summary: Summary, messages: Sequence[int], texts: Texts) -> tuple[Said, ...]:
    """Return what one person says in messages that wait; the subject stands above the first also where that answers."""
    first = summary.said[0] if summary.said else summary.shown
    heard = texts.terms if summary.messages_in == summary.unanswered else texts.reply_terms
    return tuple(
        Said(texts.subject(summary.first_id), texts.text(one))
        if one == first != summary.first_id and heard is texts.terms
        else Said(texts.subject(one), texts.text(one), heard.get(one) if one in summary.alike else None)
        for one in messages
    )


def _followers(customer: _Customer, summary: Summary, known: Mapping[int, _Customer]) -> int | None:
    """Return how many follow the customer; of several who wait, the one whom most follow."""
    if not summary.waits:
        return customer.followers
    told = [known[who].followers for who in (summary.partner, *summary.waits)]
    return max((many for many in told if many is not None), default=None)


def _language(conn: sqlite3.Connection, person: int) -> str:
    """Return what the owner has said of another conversation, for those whose words do not tell their language."""
    row = conn.execute(f"select {OF_PERSON.format(person='?')}", (person,)).fetchone()
    return primary(row[0] or "")
