"""Store what was fetched: rows, threads, the search index, scores and the cursor in one transaction.

A replay changes nothing, and the order in which batches arrive does not matter.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.account import Account
from desktop.domain.address import is_own, own_addresses
from desktop.domain.change import ChangeSet
from desktop.domain.clock import to_ms
from desktop.domain.conversation import ConversationId, Rank
from desktop.domain.faults import fault
from desktop.domain.item import ID_SHIFT, Author, Direction, Flag, Incoming, MessageId
from desktop.domain.sense import Teach
from desktop.store import (
    accounts,
    ahead,
    crowding,
    elsewhere,
    flags,
    merging,
    outdated,
    people,
    reopen,
    rows,
    scores,
    sense,
    sent,
    storm_members,
    summary,
    threads,
    twins,
    wrote,
)
from desktop.store.connection import politely
from desktop.store.flags import Changed
from desktop.store.summary import Texts
from desktop.store.text import hash64
from desktop.store.values import clean, numbers, said

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["ingest", "known", "rerank"]

AT_ONCE = 60
"""So many are ranked anew at a time because the owner's sense is another: the owner is at work meanwhile."""
_SEQUENCE = (1 << ID_SHIFT) - 1
_RENUMBERED = """
update message set remote_id = ?, server_flags = 0, wanted_flags =
    case when kind = 'mail' and direction = 'in' then wanted_flags | seen * ? | answered * ? else wanted_flags end
where id = ?
"""


def ingest(
    db: "Database",
    account: Account,
    items: Sequence[Incoming],
    *,
    cursor: str | None,
    changes: Sequence[Changed] = (),
    renamed: Sequence[tuple[str, str]] = (),
    now: datetime,
    rank: Rank,
    own_keys: frozenset[str] = frozenset(),
    teach: Teach | None = None,
) -> ChangeSet:
    """Store a fetched batch and return only what is new or different.

    `own_keys` are the shop's own identities: what they wrote is ours. `cursor` None leaves the cursor as it is. With
    `teach` it is a lesson in what matters to the owner whom they have answered elsewhere while others waited longer.
    Nothing is stored any more for an account that was removed meanwhile.
    Call inside a transaction; all of it becomes true at once.
    """
    scope = accounts.scope(db.conn, account.id)
    if scope is None:
        return ChangeSet(initiator="sync")
    sense.tell(db.conn, rank)
    batch = _Batch(db.conn, account, scope, now, own_keys, teach)
    batch.rename(renamed)
    batch.take(items)
    fault("ingest-stored")
    batch.mark(changes)
    ahead.noted(db.conn, now)
    summary.refresh(db.conn, batch.touched, fresh=batch.made, texts=batch.texts, rank=rank, now=now)
    heard = batch.texts.terms
    unhappy = wrote.unhappy_among_several(db.conn, batch.new - heard.keys(), batch.texts, now, rank)
    wrote.written(db.conn, batch.new, now, complaining=[*wrote.complaining(heard), *unhappy])
    storm_members.arrived(db.conn, batch.touched, now)
    fault("ingest-ranked")
    waited = batch.take_acts()
    if cursor is not None:
        accounts.keep_lane(db.conn, account.id, cursor=cursor, heard_at=to_ms(now))
    return ChangeSet(
        conversations=frozenset(map(ConversationId, batch.touched | batch.vanished)) | waited.conversations,
        new_messages=frozenset(map(MessageId, batch.new)),
        changed_messages=frozenset(map(MessageId, batch.changed)),
        replies=frozenset(batch.replies),
        labels=waited.labels,
        learned=batch.learned,
        initiator="sync",
    )


def known(reader: sqlite3.Connection, account: Account, remote_ids: Iterable[str]) -> set[str]:
    """Return those of the remote ids that are here already."""
    found = reader.execute(
        "select remote_id from message where account = ? and remote_id in (select value from json_each(?))",
        (account.id, json.dumps([clean(one) for one in remote_ids])),
    ).fetchall()
    return {row[0] for row in found}


def rerank(db: "Database", now: datetime, rank: Rank, limit: int = 500) -> ChangeSet:
    """Rank anew what is due because time has passed or something about the customer became known.

    Also, a few at a time, what is open and was ranked by an older sense of the owner's, and what an older ranker has
    ranked. Returns the conversations whose score is another now; empty when nothing is due.
    """
    conn = db.conn
    sense.tell(conn, rank)
    ahead.put_right(conn, now)
    ahead.noted(conn, now)
    told = ChangeSet(initiator="rank")
    if crowding.look(conn, now):
        told |= ChangeSet(learned=True, moved=frozenset(map(ConversationId, sense.follow_line(conn))))
        sense.tell(conn, rank)
    due = _ids(
        conn.execute(
            "select id from conversation where next_rank_at <= ? order by next_rank_at limit ?", (to_ms(now), limit)
        )
    )
    if len(due) < limit:
        due += summary.stale(conn, limit - len(due))
    if len(due) < limit:
        due += sense.outdated(conn, min(limit - len(due), AT_ONCE))
    if not due:
        due = _ids(conn.execute("select id from conversation order by rank_version limit 1"))
    known = summary.facts(conn, due, now)
    different = scores.score(conn, known.values(), rank)
    older = outdated.outdated(conn, outdated.standing(conn, rank, due), max(0, limit - len(due)))
    earlier = summary.facts(conn, older, now)
    different |= scores.score(conn, earlier.values(), rank)
    # An older release may have had another word on who waits.
    otherwise = summary.otherwise(conn, known | earlier)
    if otherwise:
        summary.refresh(conn, otherwise, rank=rank, now=now)
        different |= otherwise
    return told | ChangeSet(conversations=frozenset(map(ConversationId, different)))


def _ids(cursor: sqlite3.Cursor) -> list[int]:
    return [row[0] for row in cursor.fetchall()]


@dataclass(slots=True)
class _Batch:
    """One call of `ingest` on its way through the tables."""

    conn: sqlite3.Connection
    account: Account
    scope: str
    now: datetime
    own_keys: frozenset[str]
    teach: Teach | None = None
    texts: Texts = field(default_factory=Texts)
    touched: set[int] = field(default_factory=set)
    vanished: set[int] = field(default_factory=set)
    made: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    replies: set[str] = field(default_factory=set)
    learned: bool = False
    named: set[str] = field(default_factory=set)
    """The names that came to light with the batch and that the log of acts may know."""

    def rename(self, given: Sequence[tuple[str, str]]) -> None:
        """Give messages new remote ids, all at once, so that ids may also change places.

        The server's marks begin anew with them: what is missing there is told to it, and takes nothing back here.
        """
        renamed = [(clean(old), clean(new)) for old, new in given]
        if not renamed:
            return
        old_ids = {row[0]: row[1] for row in self._rows([old for old, _ in renamed])}
        moves = [(new, old_ids[old], old) for old, new in renamed if old in old_ids and old != new]
        self.conn.executemany(
            "update message set remote_id = char(1) || 'renaming/' || id where id = ?", [(at,) for _, at, _ in moves]
        )
        in_the_way = {row[0]: row[1] for row in self._rows([new for new, _, _ in moves])}
        for new, at, old in moves:
            if new in in_the_way:
                self.conn.execute("update message set remote_id = ? where id = ?", (old, at))
                continue
            self.conn.execute(_RENUMBERED, (new, flags.SEEN, flags.ANSWERED, at))
            self.conn.execute(
                "insert or ignore into thread_name (name, conversation)"
                " select ?, conversation from message where id = ? and own_id = ''",
                (hash64(f"r/{self.scope}/{new}"), at),
            )

    def take(self, items: Sequence[Incoming]) -> None:
        """Store what is new, and update what is different."""
        latest = {item.remote_id: item for item in map(rows.fit, items)}
        old = {row[0]: row[1:] for row in self._rows(latest)}
        again = [(old[remote_id], item) for remote_id, item in latest.items() if remote_id in old]
        fresh = [item for remote_id, item in latest.items() if remote_id not in old]
        self._update(again)
        fresh = self._place(self._adopt(fresh))
        if fresh:
            self._insert(fresh)

    def take_acts(self) -> ChangeSet:
        """Let the acts of another seat hold that were here before what they are about."""
        return merging.arrived(self.conn, self.named) if self.named else ChangeSet()

    def _rows(self, remote_ids: Iterable[str]) -> list[tuple[str, int, bytes, int, int]]:
        return self.conn.execute(
            "select remote_id, id, sha256, render_version, conversation from message"
            " where account = ? and remote_id in (select value from json_each(?))",
            (self.account.id, json.dumps(list(remote_ids))),
        ).fetchall()

    def _update(self, again: Sequence[tuple[tuple[int, bytes, int, int], Incoming]]) -> None:
        for (message, sha256, version, conversation), item in again:
            if sha256 != item.sha256 or version < item.render_version:
                rows.rewrite(self.conn, message, item)
                self.changed.add(message)
                self.touched.add(conversation)
        self.mark([_Told(item.remote_id, item.flags) for _, item in again])

    def mark(self, told: Sequence[Changed]) -> None:
        """Apply what the server says of messages that are here, and learn from it whom the shop has answered."""
        lessons = elsewhere.Lessons(self.conn, self.teach, self.now)
        lessons.flagged(self.account.id, told, self.scope)
        changed, moved = flags.take(self.conn, self.account.id, told)
        self.changed |= changed
        self.touched |= moved
        self.learned |= lessons.keep()

    def _adopt(self, fresh: list[Incoming]) -> list[Incoming]:
        """Recognise copies of our own replies, and let the rest through."""
        ours = [item for item in fresh if item.own_id and self._outbound(item)]
        found = sent.copies(self.conn, self.account, [item.own_id for item in ours])
        if not found:
            return fresh
        adopted: set[str] = set()
        for item in ours:
            reply = found.get(item.own_id)
            if reply is None:
                continue
            self.replies.add(reply)
            message = sent.proved(self.conn, reply, item.remote_id, self.now)
            if message is not None:
                adopted.add(item.remote_id)
                rows.rewrite(self.conn, message.id, item)
                self.changed.add(message.id)
                self.touched.add(message.conversation)
        return [item for item in fresh if item.remote_id not in adopted]

    def _place(self, fresh: list[Incoming]) -> list[Incoming]:
        """Recognise what is here from an archive, or is an archive's copy of what is here; let the rest through."""
        news = twins.without_archived(self.conn, self.account.id, fresh, self._outbound)
        if len(news) < len(fresh):
            new = {item.remote_id for item in news}
            self.mark([_Told(item.remote_id, item.flags) for item in fresh if item.remote_id not in new])
        return news

    def _outbound(self, item: Incoming) -> bool:
        """Return whether the shop wrote it; what its own form writes to the shop alone, in its name, is a customer's."""
        if item.direction is Direction.OUT or item.author.key not in self.own_keys:
            return item.direction is Direction.OUT
        own = own_addresses(self.account.settings)
        return not item.people or not all(is_own(who.key, own) for who in (item.author, *item.people))

    def _insert(self, fresh: list[Incoming]) -> None:
        news = self._prepare(fresh)
        grouping = threads.group(
            self.conn, [threads.Link(new.id, new.names, new.subject, rows.joins(new.item)) for new in news]
        )
        for keep, lose in grouping.merged.items():
            self.replies |= threads.merge(self.conn, keep, lose)
            self.vanished |= set(lose)
            self.touched.add(keep)
        personas = people.upsert(self.conn, self._mentions(news))
        homes = self._conversations(news, grouping)
        self._reopen(news, homes)
        lessons = elsewhere.Lessons(self.conn, self.teach, self.now)
        lessons.take(news, homes, self.scope)
        self._write(news, homes, personas)
        self.learned |= lessons.keep()
        self.conn.executemany(
            "insert into thread_name (name, conversation) values (?, ?)"
            " on conflict do update set conversation = excluded.conversation",
            sorted((name, homes.get(home, home)) for name, home in grouping.named.items()),
        )
        self._unsettle(news, personas)
        if self.conn.execute("select 1 from act limit 1").fetchone():
            self._name(news, grouping.fresh)

    def _name(self, news: list[rows.New], fresh: set[int]) -> None:
        for new in news:
            if fresh.intersection(new.names):
                item = new.item
                parents = threads.capped(item.parent_ids)
                spelled = threads.spelled(self.scope, item.kind, item.own_id, item.remote_id, parents)
                self.named.update(text for text, name in zip(spelled, new.names, strict=False) if name in fresh)

    def _prepare(self, fresh: list[Incoming]) -> list[rows.New]:
        """Give every message its id and its names; sorted by id."""
        name = self.scope
        wanted = [
            (rows.moment_ms(item) << ID_SHIFT | hash64(f"{name}/{item.remote_id}") & _SEQUENCE, item) for item in fresh
        ]
        taken = set(
            _ids(
                self.conn.execute(
                    "select id from message where id in (select value from json_each(?))",
                    (numbers(number for number, _ in wanted),),
                )
            )
        )
        news = []
        for wished, item in politely(self.conn, sorted(wanted, key=lambda pair: (pair[0], pair[1].remote_id))):
            number = self._next_free(wished, taken) if wished in taken else wished
            taken.add(number)
            parents = threads.capped(item.parent_ids)
            names = threads.names(name, item.kind, item.own_id, item.remote_id, parents, item.conversation_hint)
            outbound = self._outbound(item)
            news.append(
                rows.New(item, number, outbound, self._partner(item, outbound), threads.subject_key(name, item), names)
            )
        news.sort(key=lambda new: new.id)
        return news

    def _next_free(self, number: int, taken: set[int]) -> int:
        while number in taken or self.conn.execute("select 1 from message where id = ?", (number,)).fetchone():
            number += 1
        return number

    def _partner(self, item: Incoming, outbound: bool) -> Author:  # noqa: FBT001 - private, two kinds of message
        if not outbound:
            return item.author
        others = (who for who in item.people if who.key not in self.own_keys and who.key != item.author.key)
        return next(others, item.author)

    def _mentions(self, news: list[rows.New]) -> list[people.Seen]:
        found = []
        for new in news:
            ms = new.id >> ID_SHIFT
            found.append(people.Seen(new.item.channel, new.item.author, ms))
            if new.outbound:
                found.append(people.Seen(new.item.channel, new.partner, ms, weak=True))
        return found

    def _conversations(self, news: list[rows.New], grouping: threads.Grouping) -> dict[int, int]:
        """Number the conversations that are new; return the home of each message, and of each negative stand-in."""
        last = self.conn.execute("select seq from sqlite_sequence where name = 'conversation'").fetchone()
        number = 0 if last is None else int(last[0])
        homes: dict[int, int] = {}
        for new in news:
            home = grouping.of[new.id]
            if home < 0 and home not in homes:
                number += 1
                homes[home] = number
                self.made.add(number)
            homes[new.id] = homes.get(home, home)
        return homes

    def _reopen(self, news: list[rows.New], homes: dict[int, int]) -> None:
        arrived: dict[int, list[reopen.Arrival]] = {}
        for new in news:
            if not new.outbound:
                item = new.item
                arrival = reopen.Arrival(new.id, to_ms(item.received_at), clean(item.own_id), to_ms(item.written_at))
                arrived.setdefault(homes[new.id], []).append(arrival)
        reopen.reopen(self.conn, arrived, self.now)

    def _write(self, news: list[rows.New], homes: dict[int, int], personas: rows.Personas) -> None:
        bodies = [(new.id, *rows.body(new.item)) for new in politely(self.conn, news)]
        self.conn.executemany(
            rows.MESSAGE, (rows.message_row(self.account.id, new, homes[new.id], personas) for new in news)
        )
        self.conn.executemany(
            "insert into body (message, subject, people, text, fresh, html, fresh_html) values (?, ?, ?, ?, ?, ?, ?)",
            bodies,
        )
        self.conn.executemany(
            "insert into search (rowid, subject, people, text) values (-?, ?, ?, ?)",
            [body[:4] for body in reversed(bodies)],
        )
        self.conn.executemany(
            "insert into raw (message, size, data) values (?, ?, ?)", ((new.id, *rows.raw(new.item)) for new in news)
        )
        self.conn.executemany(rows.ATTACHMENT, (row for new in news for row in rows.attachments(new.id, new.item)))
        for new in news:
            item = new.item
            self.texts.said[new.id] = said(item.subject, item.fresh, item.text)
            if item.terms is not None:
                self.texts.terms[new.id] = item.terms
            if item.reply_terms is not None:
                self.texts.reply_terms[new.id] = item.reply_terms
        self.new |= {new.id for new in news}
        self.touched |= {homes[new.id] for new in news}

    def _unsettle(self, news: list[rows.New], personas: rows.Personas) -> None:
        earliest: dict[int, int] = {}
        for new in news:
            persona = personas[new.item.channel, clean(new.partner.key)]
            earliest[persona] = min(new.id, earliest.get(persona, new.id))
        summary.unsettle(self.conn, earliest)


@dataclass(frozen=True, slots=True)
class _Told:
    remote_id: str
    flags: frozenset[Flag]
    gone: bool = False
