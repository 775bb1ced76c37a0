"""What a conversation comes to, as its messages tell it: who waits and since when, what is shown, what was answered."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import groupby

from desktop.domain.item import ID_SHIFT
from desktop.store import several, whom
from desktop.store.connection import politely
from desktop.store.values import numbers
from desktop.store.whom import Reached

SAID_MESSAGES = 4
"""How many unanswered messages the ranker reads, and how many of each other person who waits in the same conversation."""

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
    `others` are the unanswered messages of each other person who waits, `waits` are those who do, where they are
    several, and `people` how many. `alike` are the messages that were said in just the way in which the whole was.
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
    others: list[list[int]] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    people: int = 1
    alike: set[int] = field(default_factory=set)


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
    found = []
    for conversation, group in politely(conn, groupby(rows, key=_conversation)):
        own, lines = kept.get(conversation, _Kept(0, 0)), list(group)
        reached = whom.reached(conn, lines, on_their_way=conversation if own.replied_at else 0)
        found.append(_summary(own, lines, removed, reached))
    return found


def _conversation(row: _Row) -> int:
    return row.conversation


def _summary(kept: _Kept, rows: list[_Row], removed: Collection[int], told: list[Reached] | None) -> Summary:
    heard = _once([row for row in rows if row.direction == "in"])
    unanswered = _unanswered(kept, rows, heard, told)
    # A machine that answers in between neither waits nor takes the place of those who do.
    waiting = [row for row in unanswered if not row.automatic] or unanswered
    spoke = max((row.id for row in rows if row.direction == "out"), default=-1)
    first_heard = heard[0] if heard else rows[0]
    newest = heard[-1] if heard else rows[-1]
    reached = newest if newest.account not in removed else _last_there(rows, removed) or newest
    addressed = any(row.addressed for row in waiting or [newest])
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
        shown=waiting[-1].id if waiting else newest.id,
        unanswered=len(unanswered),
        addressed=addressed,
        automatic=waiting[-1].automatic if waiting else newest.automatic,
        matched=next((row.matched for row in reversed(waiting or heard) if row.matched), ""),
        language=kept.language or next((row.language for row in reversed(heard) if row.language), ""),
        answers=len({row.partner for row in heard} - ({rows[0].partner} if rows[0].direction == "in" else set())),
        said=[row.id for row in waiting[-SAID_MESSAGES:]],
        answered=_answered(rows, told),
        others=several.others(waiting, SAID_MESSAGES),
        waits=several.waits(waiting),
        people=max(1, len({row.partner for row in waiting})),
        alike={row.id for row in waiting or [newest] if row.kind == newest.kind and bool(row.addressed) == addressed},
    )


def _unanswered(kept: _Kept, rows: list[_Row], heard: list[_Row], reached: list[Reached] | None) -> list[_Row]:
    """Return what was heard and not answered; of several people, of each what came after the last answer to them."""
    if reached is None:
        cut = max((row.id for row in rows if row.direction == "out" or row.answered), default=-1)
        cut = max(cut, kept.waits_from - 1, kept.replied_at << ID_SHIFT)
        return [row for row in heard if row.id > cut]
    to_all = max((one.id for one in reached if one.who is None), default=-1)
    cuts = dict.fromkeys({row.partner for row in heard}, max(to_all, kept.waits_from - 1))
    ends = [(one.id, who) for one in reached for who in one.who or ()]
    ends += [(row.id, row.partner) for row in rows if row.answered and row.direction == "in"]
    for id_, who in ends:
        cuts[who] = max(id_, cuts.get(who, -1))
    return [row for row in heard if row.id > cuts[row.partner]]


def _answered(rows: list[_Row], reached: list[Reached] | None) -> set[int]:
    """Return the personas that the shop has answered: the more messages there are, the more of them."""
    ours = {row.id for row in rows if row.direction == "out"}
    named = (one.who for one in reached or () if one.who is not None and one.id in ours)
    return {row.partner for row in rows if row.direction == "out" or row.answered}.union(*named)


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
