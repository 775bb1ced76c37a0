"""What a watch shall leave alone: offered from what is not about the shop, kept in its settings, and taken back."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from desktop.domain import exclude
from desktop.domain.account import Account, AccountId
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.domain.errors import Misconfigured
from desktop.domain.phrases import Watch, watches_from
from desktop.domain.row import State
from desktop.store import accounts
from desktop.store.marks import Change
from desktop.store.values import numbers

if TYPE_CHECKING:
    from sqlite_utils import Database

_WATCH = "watch"
_KEPT = 300
"""So many mentions that the owner answered or starred are held against what is offered."""
_READ = 20_000


def suggestions(reader: sqlite3.Connection, conversation: ConversationId) -> tuple[str, ...]:
    """Return the phrases to offer when the owner says that a mention is not about the shop, the best first.

    Empty for what no watch has found. None of them would have hidden a mention that the owner answered or starred.
    Reads some hundred texts: not for the thread that paints.
    """
    found = reader.execute(
        "select matched, body.subject || char(10) || substr(body.text, 1, ?) from message"
        " join body on body.message = message.id where conversation = ? and matched <> '' order by message.id desc limit 1",
        (_READ, conversation),
    ).fetchone()
    if found is None:
        return ()
    ids = set(watches_of(reader, [conversation]))
    watch = next((_watch(one) for one in accounts.accounts(reader) if one.id in ids), None)
    if watch is None:
        return ()
    alone = Watch((found[0],), watch.exclude)
    return exclude.suggest(alone, found[1], keep=_known_ours(reader, found[0]))


def reach(reader: sqlite3.Connection, found_for: str, phrases: Sequence[str]) -> exclude.Reach:
    """Return in how many of the last mentions (up to 300) that were found for a watched phrase these stand.

    Reads some hundred texts: not for the thread that paints.
    """
    rows = reader.execute(
        "select body.subject || char(10) || substr(body.text, 1, ?) from message"
        " join body on body.message = message.id where matched = ? order by message.id desc limit ?",
        (_READ, found_for, _KEPT),
    ).fetchall()
    return exclude.reach(phrases, [row[0] for row in rows])


def found_for(reader: sqlite3.Connection, conversation: ConversationId) -> str:
    """Return the watched phrase for which a conversation was found last, "" for what no watch has found."""
    row = reader.execute(
        "select matched from message where conversation = ? and matched <> '' order by id desc limit 1",
        (conversation,),
    ).fetchone()
    return "" if row is None else str(row[0])


def _known_ours(reader: sqlite3.Connection, phrase: str) -> Sequence[str]:
    rows = reader.execute(
        "select body.subject || char(10) || substr(body.text, 1, ?) from message"
        " join body on body.message = message.id join conversation on conversation.id = message.conversation"
        " where matched = ? and conversation.aside = '' and (conversation.starred = 1 or exists"
        " (select 1 from message as ours where ours.conversation = conversation.id and ours.direction = 'out'))"
        " order by message.id desc limit ?",
        (_READ, phrase, _KEPT),
    ).fetchall()
    return [row[0] for row in rows]


def watches_of(reader: sqlite3.Connection, conversations: Collection[int]) -> tuple[AccountId, ...]:
    """Return the watches that have found these conversations: their own, and those that look in all feeds."""
    rows = reader.execute(
        "select distinct account, matched from message"
        " where conversation in (select value from json_each(?)) and matched <> ''",
        (numbers(conversations),),
    ).fetchall()
    watching = [one for one in accounts.accounts(reader) if one.kind == _WATCH] if rows else []
    return tuple(one.id for one in watching if any(_found_by(one, *row) for row in rows))


def _found_by(account: Account, heard_by: int, matched: str) -> bool:
    everywhere = not account.settings.get("url", "").strip()
    watch = _watch(account)
    return watch is not None and (account.id == heard_by or everywhere) and matched in watch.phrases


def _watch(account: Account) -> Watch | None:
    try:
        return watches_from(account.settings)
    except Misconfigured:
        return None


def add(db: "Database", watches: Iterable[AccountId], phrase: str) -> ChangeSet:
    """Let these watches leave alone what holds the phrase, from now on. Raises Misconfigured for what is no phrase."""
    return _change(db, watches, phrase, more=True)


def remove(db: "Database", watches: Iterable[AccountId], phrase: str) -> ChangeSet:
    """Let these watches find again what holds the phrase."""
    return _change(db, watches, phrase, more=False)


def is_typed(conn: sqlite3.Connection, conversations: Collection[int], phrase: str) -> bool:
    """Return whether the watches that found these leave the phrase alone anyway, since the owner typed it there himself.

    Raises Misconfigured for what is no phrase.
    """
    found = set(watches_of(conn, conversations))
    settings = [one.settings.get("exclude", "") for one in accounts.accounts(conn) if one.id in found]
    typed = bool(settings) and all(exclude.with_phrase(one, phrase) == one for one in settings)
    return typed and not _in_use(conn, phrase)


def _change(db: "Database", watches: Iterable[AccountId], phrase: str, *, more: bool) -> ChangeSet:
    done = ChangeSet()
    for number in watches:
        row = db.conn.execute("select settings from account where id = ? and removed_at is null", (number,)).fetchone()
        settings = {} if row is None else json.loads(row[0])
        before = settings.get("exclude", "")
        after = exclude.with_phrase(before, phrase) if more else exclude.without_phrase(before, phrase)
        if row is not None and after != before:
            done |= accounts.update_settings(db, number, settings | {"exclude": after})
    return done


def follow(db: "Database", changes: Sequence[Change]) -> ChangeSet:
    """Bring the watches in step with what undo has changed: a phrase goes with the last that was put aside for it."""
    done = ChangeSet()
    for change in changes:
        was, now = _phrase(change.before.state, change.before.why), _phrase(change.after.state, change.after.why)
        if was == now:
            continue
        watches = watches_of(db.conn, [change.conversation])
        if was and not _in_use(db.conn, was):
            done |= remove(db, watches, was)
        if now:
            done |= add(db, watches, now)
    return done


def _phrase(state: State, why: str) -> str:
    return why if state is State.NOT_OURS else ""


def _in_use(conn: sqlite3.Connection, phrase: str) -> bool:
    query = (
        "select 1 from conversation where state <> 'open' and state = 'done' and aside = 'not-ours' and why = ? limit 1"
    )
    return conn.execute(query, (phrase,)).fetchone() is not None
