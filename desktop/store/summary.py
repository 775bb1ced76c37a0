"""What a conversation's row says, worked out anew from its messages whenever they change: nothing is kept by hand."""

import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from desktop.domain.clock import from_ms
from desktop.domain.conversation import ConversationId, Facts, Reason
from desktop.domain.item import ID_SHIFT, Audience, Kind
from desktop.domain.languages import primary
from desktop.domain.text import plain
from desktop.store import crowding, sense
from desktop.store.connection import politely
from desktop.store.heard import OF_PERSON
from desktop.store.scores import COLUMNS as SCORED
from desktop.store.scores import DUE_NOW, Rank, ranked, score
from desktop.store.values import SAID, numbers

SAID_MESSAGES = 4
"""How many unanswered messages the ranker reads."""
EARLIER = 20
"""Beyond so many earlier conversations a customer is simply well known."""
SNIPPET = 160
MOST_OF_ONE = 2000
"""Of a person with more conversations than this, only so many are ranked anew when something becomes known."""

_MESSAGES = """
select conversation, id, direction, partner, account, channel, kind, audience, addressed, seen, answered, rating,
    automatic, matched, own_id, written_at, gone, language
from message where conversation in (select value from json_each(?)) order by conversation, id
"""


@dataclass(slots=True)
class _Row:
    conversation: int
    id: int
    direction: str
    partner: int
    account: int
    channel: str
    kind: str
    audience: str
    addressed: int
    seen: int
    answered: int
    rating: int | None
    automatic: str
    matched: str
    own_id: str
    written_at: int
    gone: int
    language: str

    @property
    def same(self) -> tuple[object, ...]:
        """What copies of one message have in common; some mailers give every mail the same id."""
        return (self.own_id, self.written_at, self.partner) if self.own_id else (self.id,)


@dataclass(slots=True)
class Summary:
    """A conversation as its messages tell it.

    `said` are the unanswered messages, `shown` the one in the snippet, `answered` the personas the shop has answered.
    """

    id: int
    partner: int
    account: int
    channel: str
    kind: str
    audience: str
    messages: int
    messages_in: int
    unread: bool
    first_id: int
    last_id: int
    last_in_id: int | None
    waiting_since: int | None
    rating: int | None
    shown: int
    unanswered: int
    addressed: bool
    automatic: str
    matched: str
    language: str = ""
    answers: int = 0
    said: list[int] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the owner's side of the row says: from when on messages wait, a reply on its way (its time), the language."""

    waits_from: int
    replied_at: int
    language: str = ""


def summarise(conn: sqlite3.Connection, conversations: Collection[int]) -> list[Summary]:
    """Return what the messages of these conversations say, in order of conversation ids."""
    wanted = numbers(conversations)
    kept = {
        row[0]: _Kept(row[1], row[2] or 0, row[3])
        for row in conn.execute(
            "select id, waits_from, (select max(queued_at) from outbox where outbox.conversation = conversation.id"
            " and outbox.state not in ('sent', 'refused', 'withdrawn', 'overdue')), language from conversation"
            " where id in (select value from json_each(?))",
            (wanted,),
        ).fetchall()
    }
    removed = {row[0] for row in conn.execute("select id from account where removed_at is not null").fetchall()}
    rows = (_Row(*row) for row in conn.execute(_MESSAGES, (wanted,)).fetchall())
    return [
        _summary(kept.get(conversation, _Kept(0, 0)), list(group), removed)
        for conversation, group in politely(conn, groupby(rows, key=_conversation))
    ]


def _conversation(row: _Row) -> int:
    return row.conversation


def _summary(kept: _Kept, rows: list[_Row], removed: Collection[int]) -> Summary:
    heard = _once([row for row in rows if row.direction == "in"])
    cut = max(
        kept.waits_from - 1,
        kept.replied_at << ID_SHIFT,
        max((row.id for row in rows if row.direction == "out" or row.answered), default=-1),
    )
    waiting = [row for row in heard if row.id > cut]
    spoke = max((row.id for row in rows if row.direction == "out"), default=-1)
    first_heard = heard[0] if heard else rows[0]
    newest = heard[-1] if heard else rows[-1]
    reached = newest if newest.account not in removed else _last_there(rows, removed) or newest
    ratings = [row.rating for row in heard if row.rating is not None]
    return Summary(
        id=newest.conversation,
        partner=first_heard.partner,
        account=reached.account,
        channel=newest.channel,
        kind=newest.kind,
        audience=newest.audience,
        messages=len(rows),
        messages_in=len(heard),
        # What was answered and put away elsewhere was read there, though nobody saw the mark.
        unread=any(not row.seen and not (row.gone and row.id < spoke) for row in heard),
        first_id=rows[0].id,
        last_id=rows[-1].id,
        last_in_id=heard[-1].id if heard else None,
        waiting_since=waiting[0].id >> ID_SHIFT if waiting else None,
        rating=ratings[-1] if ratings else None,
        shown=newest.id,
        unanswered=len(waiting),
        addressed=any(row.addressed for row in waiting or [newest]),
        automatic=newest.automatic,
        matched=next((row.matched for row in reversed(waiting or heard) if row.matched), ""),
        language=kept.language or next((row.language for row in reversed(heard) if row.language), ""),
        answers=len({row.partner for row in heard} - ({rows[0].partner} if rows[0].direction == "in" else set())),
        said=[row.id for row in waiting[-SAID_MESSAGES:]],
        answered={row.partner for row in rows if row.direction == "out" or row.answered},
    )


def _once(heard: list[_Row]) -> list[_Row]:
    """Return what was heard, each mail once: one that was delivered twice, or put away and back, is still one.

    What is known of any of its copies counts for all.
    """
    if len(heard) < 2:
        return heard
    kept: dict[tuple[object, ...], _Row] = {}
    for row in heard:
        first = kept.setdefault(row.same, row)
        first.seen |= row.seen
        first.answered |= row.answered
        first.gone &= row.gone
    return list(kept.values())


def _last_there(rows: list[_Row], removed: Collection[int]) -> _Row | None:
    """Return the newest message of an account that was not removed, one that was heard if there is any."""
    there = [row for row in rows if row.account not in removed]
    return next((row for row in reversed(there) if row.direction == "in"), there[-1] if there else None)


@dataclass(slots=True)
class Texts:
    """Subjects and the beginnings of what was said, by message id; and what is known already of how they score."""

    said: dict[int, tuple[str, str]] = field(default_factory=dict)
    terms: dict[int, tuple[Reason, ...]] = field(default_factory=dict)

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
    return {who for summary in summaries for who in (summary.partner, *summary.answered)}


def _needed(summaries: Iterable[Summary]) -> set[int]:
    return {number for summary in summaries for number in (summary.first_id, summary.shown, *summary.said)}


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


def facts(conn: sqlite3.Connection, conversations: Collection[int], now: datetime) -> dict[ConversationId, Facts]:
    """Return what the ranker may look at, for those of the conversations that exist."""
    summaries, texts = summarise(conn, conversations), Texts()
    texts.load(conn, _needed(summaries))
    known = customers(conn, (summary.partner for summary in summaries))
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
                followers=customer.followers,
                waiting_since=None if summary.waiting_since is None else from_ms(summary.waiting_since),
                last_at=from_ms(summary.last_id >> ID_SHIFT),
                messages_in=summary.messages_in,
                unanswered=summary.unanswered,
                earlier_conversations=earlier,
                answered_before=customer.answered,
                now=now,
                terms=_terms(summary, said, texts),
                sender=customer.sender,
                who=customer.who,
                language=primary(summary.language) or _language(conn, customer.person),
                answers=summary.answers,
                began_at=from_ms(summary.first_id >> ID_SHIFT),
            )
        )
    return found


def _language(conn: sqlite3.Connection, person: int) -> str:
    """Return what the owner has said of another conversation, for those whose words do not tell their language."""
    row = conn.execute(f"select {OF_PERSON.format(person='?')}", (person,)).fetchone()
    return primary(row[0] or "")


def _terms(summary: Summary, said: list[int], texts: Texts) -> tuple[Reason, ...] | None:
    """Return the terms found when the message was read, if it is all that was said and nothing came before it."""
    alone = said == [summary.first_id] and summary.messages_in == summary.unanswered
    return texts.terms.get(summary.first_id) if alone else None
