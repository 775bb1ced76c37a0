"""Which messages belong together, in whatever order they arrive.

Two messages are of one conversation when a chain of names joins them: a message carries its own Message-ID, those
it refers to (RFC 5322 3.6.4) and the network's conversation id, and all names of one message are one conversation's.
A reply that names nothing joins mail of the same subject between the same people in the thirty days before it.
Both rules only ever join, so the order in which messages come to light does not matter.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desktop.domain.item import ID_SHIFT, Incoming, Kind
from desktop.domain.subject import base
from desktop.store import files
from desktop.store.text import bare_id, hash64, own_name, strings
from desktop.store.values import clean, numbers

SUBJECT_WINDOW_MS = 30 * 24 * 3600 * 1000
MOST_PARENTS = 40


def capped(parent_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return at most `MOST_PARENTS` of the ids a message refers to: the oldest and the newest ones."""
    if len(parent_ids) <= MOST_PARENTS:
        return parent_ids
    return (parent_ids[0], *parent_ids[1 - MOST_PARENTS :])


def spelled(account: str, kind: str, own_id: str, remote_id: str, parents: Iterable[str]) -> list[str]:
    """Return the names of a message and of what it refers to, its own first."""
    return [
        own_name(account, kind, own_id, remote_id),
        *(own_name(account, kind, parent, "") for parent in parents if bare_id(parent)),
    ]


def names(account: str, kind: str, own_id: str, remote_id: str, parents: Iterable[str], hint: str) -> list[int]:
    """Return the hashed names that tie a message to its conversation, its own first."""
    found = list(map(hash64, spelled(account, kind, own_id, remote_id, parents)))
    if hint:
        found.append(hash64(f"h/{account}/{hint}"))
    return found


def all_spelled(reader: sqlite3.Connection, conversations: Iterable[int]) -> dict[str, int]:
    """Return the names of all messages of those conversations and of all that they refer to, with whose they are."""
    rows = reader.execute(
        "select conversation, account.scope, message.kind, own_id, remote_id, parent_ids from message"
        " join account on account.id = account where conversation in (select value from json_each(?))",
        (numbers(conversations),),
    ).fetchall()
    return {
        name: conversation
        for conversation, account, kind, own_id, remote_id, parents in rows
        for name in spelled(account, kind, own_id, remote_id, strings(parents))
    }


def subject_key(account: str, item: Incoming) -> int | None:
    """Return what mail of one subject between the same people has in common; None for what cannot be joined so."""
    if item.kind != Kind.MAIL:
        return None
    shared = base(item.topic or item.subject)
    if not shared:
        return None
    people = sorted({clean(item.author.key), *(clean(who.key) for who in item.people)})
    return hash64("\x1f".join([account, clean(shared), *people]))


@dataclass(slots=True)
class Link:
    """What threading needs to know of one new message. `subject` is its subject key, `joins` whether it may use it."""

    id: int
    names: list[int]
    subject: int | None
    joins: bool


@dataclass(slots=True)
class Grouping:
    """The outcome: each new message's conversation (negative for one to be made), and which old ones became one.

    `named` is where names lead from now on, `fresh` those of them that led nowhere before.
    """

    of: dict[int, int] = field(default_factory=dict)
    merged: dict[int, list[int]] = field(default_factory=dict)
    named: dict[int, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)


_Token = tuple[str, int]
"""Something that can be joined: ("m", a new message), ("n", a name) or ("c", a conversation)."""


class _Union:
    """Disjoint sets of tokens; tokens are made on first sight."""

    def __init__(self) -> None:
        self._parent: dict[_Token, _Token] = {}

    def root(self, token: _Token) -> _Token:
        parent = self._parent
        if token not in parent:
            parent[token] = token
            return token
        top = token
        while parent[top] != top:
            top = parent[top]
        while parent[token] != top:
            parent[token], token = top, parent[token]
        return top

    def join(self, one: _Token, other: _Token) -> None:
        a, b = self.root(one), self.root(other)
        if a != b:
            self._parent[a] = b

    def conversations(self) -> set[int]:
        """Return the ids of all conversations that were joined to something."""
        return {token[1] for token in self._parent if token[0] == "c"}


def group(conn: sqlite3.Connection, links: list[Link]) -> Grouping:
    """Decide the conversation of every new message; writes nothing."""
    union = _Union()
    known = _known_names(conn, {name for link in links for name in link.names})
    for link in links:
        for name in link.names:
            union.join(("m", link.id), ("n", name))
    for name, conversation in known.items():
        union.join(("n", name), ("c", conversation))
    _by_subject(conn, links, union)
    return _read_off(links, known, union)


def _known_names(conn: sqlite3.Connection, wanted: set[int]) -> dict[int, int]:
    # A name that nobody bears any more, such as the old one of what was renumbered, may lead to what has become part
    # of another since.
    rows = conn.execute(
        "select name, conversation from thread_name join conversation on conversation.id = conversation"
        " where name in (select value from json_each(?))",
        (numbers(wanted),),
    ).fetchall()
    return dict(rows)


def _by_subject(conn: sqlite3.Connection, links: list[Link], union: _Union) -> None:
    keys = {link.subject for link in links if link.subject is not None}
    if not keys:
        return
    rows = conn.execute(
        "select subject_key, id, joins_by_subject, conversation from message"
        " where subject_key in (select value from json_each(?))",
        (numbers(keys),),
    ).fetchall()
    same: dict[int, list[tuple[int, bool, _Token]]] = {}
    for key, message, joins, conversation in rows:
        same.setdefault(key, []).append((message >> ID_SHIFT, bool(joins), ("c", conversation)))
    for link in links:
        if link.subject is not None:
            same.setdefault(link.subject, []).append((link.id >> ID_SHIFT, link.joins, ("m", link.id)))
    for entries in same.values():
        for one, other in _pairs(entries):
            union.join(one, other)


def _pairs(entries: list[tuple[int, bool, _Token]]) -> Iterator[tuple[_Token, _Token]]:
    """Yield what replies join: each one all that came in the window before it."""
    if len(entries) < 2 or not any(joins for _, joins, _ in entries):
        return
    entries.sort()
    start = 0
    for place, (ms, joins, token) in enumerate(entries):
        if not joins:
            continue
        while entries[start][0] < ms - SUBJECT_WINDOW_MS:
            start += 1
        for _, _, earlier in entries[start:place]:
            yield earlier, token
        # This reply now stands for all that it has joined.
        start = place


def _read_off(links: list[Link], known: dict[int, int], union: _Union) -> Grouping:
    outcome = Grouping()
    tops: dict[_Token, list[int]] = {}
    for conversation in union.conversations():
        tops.setdefault(union.root(("c", conversation)), []).append(conversation)
    chosen: dict[_Token, int] = {}
    for link in links:
        top = union.root(("m", link.id))
        if top not in chosen:
            old = sorted(tops.get(top, ()))
            chosen[top] = old[0] if old else -len(chosen) - 1
            if len(old) > 1:
                outcome.merged[old[0]] = old[1:]
        outcome.of[link.id] = chosen[top]
        for name in link.names:
            if known.get(name) != chosen[top]:
                outcome.named[name] = chosen[top]
    outcome.fresh = outcome.named.keys() - known.keys()
    return outcome


def merge(conn: sqlite3.Connection, keep: int, lose: list[int]) -> set[str]:
    """Make conversations one: messages, names, drafts, replies, labels and notes move to `keep`.

    Open wins over put away, and that over set aside.

    Return the replies that moved.
    """
    rows = conn.execute(
        "select id, state, starred, until, acted_at, waits_from, aside, why, asleep, back, language"
        " from conversation"
        " where id in (select value from json_each(?))",
        (numbers([keep, *lose]),),
    ).fetchall()
    order = ("open", "waiting", "snoozed", "done", "muted", "not-ours", "trash")
    first = min(rows, key=lambda row: (order.index(row[6] or row[1]), row[3] or 0))
    starred, acted = max(row[2] for row in rows), max(row[4] for row in rows)
    language = next((row[10] for row in sorted(rows, key=lambda row: row[0] != keep) if row[10]), "")
    conn.execute(
        "update conversation set state = ?, until = ?, aside = ?, why = ?, asleep = ?, back = ?, starred = ?, acted_at = ?,"
        " waits_from = ?, language = ? where id = ?",
        (first[1], first[3], *first[6:10], starred, acted, max(row[5] for row in rows), language, keep),
    )
    return {reply for gone in lose for reply in _move(conn, gone, keep)}


def _move(conn: sqlite3.Connection, gone: int, keep: int) -> list[str]:
    conn.executemany(
        "update thread_name set conversation = ? where name = ?",
        [(keep, name) for name in _all_names(conn, gone)],
    )
    conn.execute("update message set conversation = ? where conversation = ?", (keep, gone))
    replies = conn.execute(
        "update outbox set conversation = ? where conversation = ? returning id", (keep, gone)
    ).fetchall()
    # What is hidden behind a reply lies with the reply.
    conn.execute("delete from draft where conversation in (?, ?) and reply <> ''", (keep, gone))
    conn.execute(
        "insert into draft (conversation, account, text, audience, channel, kind, in_reply_to, subject, recipients, copies,"
        " updated_at) select ?, account, text, audience, channel, kind, in_reply_to, subject, recipients, copies, updated_at"
        " from draft where conversation = ? on conflict do update set"
        " text = case when draft.text = '' or excluded.text = '' then draft.text || excluded.text"
        " else draft.text || char(10, 10) || excluded.text end, updated_at = max(draft.updated_at, excluded.updated_at)",
        (keep, gone),
    )
    conn.execute("delete from draft where conversation = ?", (gone,))
    files.move(conn, gone, keep)
    conn.execute(
        "insert or ignore into conversation_label (conversation, label)"
        " select ?, label from conversation_label where conversation = ?",
        (keep, gone),
    )
    conn.execute("update note set conversation = ? where conversation = ?", (keep, gone))
    conn.execute("update or ignore storm_member set conversation = ? where conversation = ?", (keep, gone))
    # In the later ones of its person there is one fewer before them.
    conn.execute("update person set stale = 1 where id = (select person from conversation where id = ?)", (gone,))
    conn.execute("delete from conversation where id = ?", (gone,))
    return [reply for (reply,) in replies]


def _all_names(conn: sqlite3.Connection, conversation: int) -> set[int]:
    rows = conn.execute(
        "select account.scope, message.kind, own_id, remote_id, hint, parent_ids from message"
        " join account on account.id = account where conversation = ?",
        (conversation,),
    ).fetchall()
    return {
        name
        for account, kind, own_id, remote_id, hint, parents in rows
        for name in names(account, kind, own_id, remote_id, strings(parents), hint)
    }
