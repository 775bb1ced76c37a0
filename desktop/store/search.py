"""Search: newest first, streamed from an index, so that even the commonest word costs next to nothing.

Each alternative of a search is a stream of its own, over the index that has the least to step over; the newest of all
streams are the hits. What asks for nothing but conversations finds each conversation once, by its newest message.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from heapq import nlargest
from json import dumps

from desktop.domain.clock import SystemClock, from_ms
from desktop.domain.conversation import ConversationId, Hit
from desktop.domain.item import MessageId
from desktop.domain.wording import worded
from desktop.store import notes
from desktop.store.connection import failure
from desktop.store.query import BadQuery, Branch, Condition, branches, exactly, parse
from desktop.store.values import numbers

__all__ = ["BadQuery", "among", "conversations", "count", "everything", "search"]

FEW = 64
"""Up to so many writers' messages are found through the index by writer."""
MOST_WRITERS = 5000
FEW_CONVERSATIONS = 2000
"""Up to so many conversations are looked through one by one."""
GOOD_PART = 10
"""One in so many of all is a good part: among the newest hits are soon enough of it."""
FEW_MESSAGES = 8000
"""Up to so many messages are listed before the index of words is asked which of them are meant."""
FEW_TO_ASK = 400
"""Up to so many messages the index is asked about one by one; beyond, it is quicker to step over all it holds."""
_HITS = """
select message.id, message.conversation,
    coalesce(nullif(persona.name, ''), nullif(persona.handle, ''), persona.key),
    message.channel, message.written_at, body.subject,
    coalesce(found.shown, substr(case body.fresh when '' then body.text else body.fresh end, 1, 160))
from ({found}) as found
    cross join message on message.id = found.id
    cross join persona on persona.id = message.persona
    cross join body on body.message = message.id
"""
_OF_HOMES = "select id from conversation indexed by conversation_newest where home in (select value from json_each(?))"
"""Where most conversations are in one lane, the figures SQLite goes by would have it look through all of them."""
_HOMES_OF = (
    "select message.id, message.conversation from ({found}) as found cross join message on message.id = found.id"
)
_SNIPPET = "snippet(search, -1, char(2), char(3), '…', 16)"
_BEGINNING = "null"
_NOTHING = "''"
"""What is shown of a hit: the words around what was looked for, how the message begins, or nothing."""
_PATIENCE = 100
_STEPS = 100_000
"""Steps of the database between two looks at whether counting has taken too long, and how many of them are."""

Stream = tuple[str, list[object]]
"""A select of hits, newest first, and its values; its columns are `id` and what is `shown`."""


def search(
    reader: sqlite3.Connection,
    query: str,
    *,
    limit: int = 50,
    before: MessageId | None = None,
    snippets: bool = True,
    typing: bool = False,
    now: datetime | None = None,
) -> list[Hit]:
    """Return up to `limit` hits, newest first; `before` goes on after the last hit of an earlier page.

    Without `snippets` their texts are not read. While the query is still being typed (`typing`), what is open at its
    end is understood. Days are reckoned from `now`. Raises BadQuery, StoreFailure. May take long for rare
    combinations: the window asks on a task thread.
    """
    with _plainly(query):
        wanted = _Wanted(reader, query, typing=typing, now=now)
        return wanted.hits(limit, before, snippets=snippets)


def everything(reader: sqlite3.Connection, query: str, *, limit: int = 50, typing: bool = False) -> list[Hit]:
    """Return up to `limit` hits among messages and the owner's notes, newest first. Raises BadQuery, StoreFailure."""
    hits = search(reader, query, limit=limit, typing=typing)
    noted = notes.search(reader, query, limit=limit)
    return sorted(hits + noted, key=_newest_first)[:limit] if noted else hits


def _newest_first(hit: Hit) -> int:
    return -hit.message


def conversations(
    reader: sqlite3.Connection,
    query: str,
    *,
    limit: int = 50,
    before: MessageId | None = None,
    seen: Collection[int] = (),
    now: datetime | None = None,
    typing: bool = False,
) -> list[Hit]:
    """Return up to `limit` hits, one for each conversation, the newest; those of conversations in `seen` are left out.

    `before` goes on after the last hit of an earlier page; `seen` are the conversations of the earlier pages.
    """
    found: dict[ConversationId, Hit] = {}
    with _plainly(query):
        wanted = _Wanted(reader, query, typing=typing, now=now)
        while True:
            hits = wanted.hits(limit, before)
            for hit in hits:
                if hit.conversation not in seen:
                    found.setdefault(hit.conversation, hit)
                if len(found) == limit:
                    return list(found.values())
            if len(hits) < limit:
                return list(found.values())
            before = hits[-1].message


def among(
    reader: sqlite3.Connection, query: str, ids: Collection[ConversationId], *, now: datetime | None = None
) -> dict[ConversationId, Hit]:
    """Return the newest hit of each of these conversations in which there is one."""
    with _plainly(query):
        wanted = _Wanted(reader, query, now=now, only=ids)
        found: dict[ConversationId, Hit] = {}
        for hit in wanted.hits(-1, None):
            found.setdefault(hit.conversation, hit)
        return found


def every(reader: sqlite3.Connection, query: str, *, most: int, now: datetime | None = None) -> list[ConversationId]:
    """Return up to `most` conversations in which there is a hit, newest first."""
    with _plainly(query):
        return _Wanted(reader, query, now=now).homes(most)


def count(reader: sqlite3.Connection, query: str, *, most: int = 100, now: datetime | None = None) -> int | None:
    """Return in how many conversations there is a hit, `most` for as many and more; None where it takes too long."""
    looks = iter(range(_PATIENCE))
    reader.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    try:
        return len(every(reader, query, most=most, now=now))
    except sqlite3.OperationalError:
        return None
    finally:
        reader.set_progress_handler(None, 0)


@contextmanager
def _plainly(query: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            raise BadQuery(worded(f"This search cannot be understood: {query}")) from error
        if "interrupted" in str(error):
            raise
        raise failure(error) from error


class _Wanted:
    """A search made ready for one connection: its alternatives, and what helps to choose how each is looked for."""

    def __init__(
        self,
        reader: sqlite3.Connection,
        query: str,
        *,
        typing: bool = False,
        now: datetime | None = None,
        only: Collection[ConversationId] | None = None,
    ) -> None:
        self._reader = reader
        self._only = only
        self._branches = branches(reader, parse(query, typing=typing), now or SystemClock().now())
        badges = reader.execute("select lane, sum(total), sum(unread) from badge group by lane").fetchall()
        self._totals = {lane: total for lane, total, _ in badges if total}
        self._unread = {lane: unread for lane, _, unread in badges if unread}

    def hits(self, limit: int, before: MessageId | None, *, snippets: bool = True) -> list[Hit]:
        """Return a page of hits, newest first."""
        found = self._found(limit, before, _SNIPPET if snippets else _NOTHING, _BEGINNING if snippets else _NOTHING)
        rows = self._reader.execute(_HITS.format(found=found[0]), found[1]).fetchall()
        rows.sort(reverse=True)
        return [_hit(row) for row in rows]

    def homes(self, most: int) -> list[ConversationId]:
        """Return up to `most` conversations with a hit, newest first."""
        found: dict[ConversationId, None] = {}
        before, limit = None, max(200, min(most, 5000))
        while len(found) < most:
            select, values = self._found(limit, before, _NOTHING, _NOTHING)
            rows = self._reader.execute(_HOMES_OF.format(found=select), values).fetchall()
            rows.sort(reverse=True)
            found.update(dict.fromkeys(ConversationId(row[1]) for row in rows))
            if len(rows) < limit:
                break
            before = MessageId(rows[-1][0])
        return list(found)[:most]

    def _found(self, limit: int, before: MessageId | None, words: str, beginning: str) -> Stream:
        streams: list[Stream] = []
        for branch in self._branches:
            newest = branch.newest if before is None else min(branch.newest, before)
            streams += self._streams(branch, _Page(self._reader, newest, limit, words, beginning))
        if len(streams) == 1:
            return streams[0]
        found: dict[int, str | None] = {}
        for select, values in streams:
            for id_, shown in self._reader.execute(select, values).fetchall():
                if found.get(id_) is None:
                    found[id_] = shown
        newest_ids = nlargest(limit, found) if limit >= 0 else list(found)
        pairs = dumps([[id_, found[id_]] for id_ in newest_ids])
        return "select value ->> 0 as id, value ->> 1 as shown from json_each(?)", [pairs]

    def _streams(self, branch: Branch, page: "_Page") -> list[Stream]:
        """Return the streams in which the hits of an alternative are, by the way that has the least to step over."""
        if not branch.homes & self._totals.keys():
            return []
        if branch.match:
            return [page.by_index(branch, self._place(branch), self._messages(branch, page))]
        few = self._few(branch)
        if few is not None:
            return [page.among(branch, few, self._place(branch))]
        if branch.of_conversations:
            unread = any(condition == "conversation.unread = 1" for condition, _ in branch.about)
            held = self._unread if unread else self._totals
            return [page.of_home(branch, home) for home in sorted(branch.homes & held.keys())]
        if not branch.authors:
            return [page.by_table(branch, self._place(branch))]
        writers = page.writers(branch.authors)
        if len(writers) <= FEW:
            return page.by_writer(branch, writers, self._place(branch))
        return [page.by_index(branch, self._place(branch), None)]

    def _few(self, branch: Branch) -> list[int] | None:
        """Return the conversations it can be, where those are few and easily named."""
        if self._only is not None:
            return list(self._only)
        # The trash is not in the indexes of what is starred or begun.
        sets = [] if "trash" in branch.homes else list(branch.sets)
        held = sum(self._totals.get(home, 0) for home in branch.homes)
        # Where they are a good part of all, the newest hits are found sooner than the conversations are listed.
        narrow = held <= FEW_CONVERSATIONS and held * GOOD_PART <= sum(self._totals.values())
        if narrow and not branch.of_conversations:
            homes = dumps(sorted(branch.homes))
            sets.append((_OF_HOMES, (homes,)))
        return self._shortest(sets, FEW_CONVERSATIONS)

    def _messages(self, branch: Branch, page: "_Page") -> list[int] | None:
        """Return the messages it can be besides what the index says, where those are few and easily listed."""
        few = self._few(branch)
        lists = list(branch.lists)
        if few is not None:
            of = "select message.id from json_each(?) as few cross join message on message.conversation = few.value"
            lists.append((of, (numbers(few),)))
        if branch.authors and len(writers := page.writers(branch.authors)) <= FEW:
            of = "select message.id from json_each(?) as few cross join message on message.persona = few.value"
            lists.append((of, (numbers(writers),)))
        return self._shortest(lists, FEW_MESSAGES)

    def _shortest(self, lists: Sequence[Condition], most: int) -> list[int] | None:
        """Return what the list with the fewest selects, None where each of them selects more than `most`."""
        found: list[int] | None = None
        for select, values in lists:
            rows = self._reader.execute(f"{select} limit ?", (*values, most + 1)).fetchall()
            if len(rows) <= most:
                found, most = [row[0] for row in rows], len(rows)
        return found

    def _place(self, branch: Branch) -> list[str]:
        """Return the condition on the home of a conversation, nothing where every one there is is meant."""
        if self._totals.keys() <= branch.homes:
            return []
        return [f"conversation.home in ({', '.join(repr(home) for home in sorted(branch.homes))})"]


class _Page:
    """One page of an alternative: how its select is put together for each way of looking."""

    def __init__(self, reader: sqlite3.Connection, newest: int, limit: int, words: str, beginning: str) -> None:
        self._reader = reader
        self._newest = newest
        self._limit = limit
        self._words = words
        self._beginning = beginning

    def of_home(self, branch: Branch, home: str) -> Stream:
        """Conversations of one home, by their newest message."""
        parts = ["home = ?", "last_id < ?", *(condition for condition, _ in branch.about)]
        values = [home, self._newest, *_values(branch.about), self._limit]
        select = f"select last_id as id, {self._beginning} as shown from conversation where {' and '.join(parts)}"
        return f"{select} order by last_id desc limit ?", values

    def among(self, branch: Branch, few: Iterable[int], place: list[str]) -> Stream:
        """Messages of a few conversations, one after the other."""
        tables = "json_each(?) as few cross join conversation on conversation.id = few.value"
        parts = list(place)
        values: list[object] = [numbers(few)]
        if branch.of_conversations:
            parts += ["conversation.last_id < ?", *(condition for condition, _ in branch.about)]
            values += [self._newest, *_values(branch.about)]
            select = f"select conversation.last_id as id, {self._beginning} as shown from {tables}"
            return f"{select} where {' and '.join(parts)} order by 1 desc limit ?", [*values, self._limit]
        tables += " cross join message on message.conversation = conversation.id"
        if branch.authors:
            parts.append("message.persona in (select value from json_each(?))")
            values.append(numbers(self.writers(branch.authors)))
        self._add_conditions(branch, parts, values, "message.id < ?", "message.id >= ?")
        select = f"select message.id as id, {self._beginning} as shown from {tables} where {' and '.join(parts)}"
        return f"{select} order by message.id desc limit ?", [*values, self._limit]

    def by_index(self, branch: Branch, place: list[str], few: list[int] | None) -> Stream:
        """Rows of the index are numbered by age: from the newest message, whose number is the least, upwards.

        `few` are the messages it can be, where they are known.
        """
        tables, parts = "search", ["search match ?", *place]
        values: list[object] = [branch.terms()]
        if branch.authors:
            authors = " AND ".join(f"people : {author}" for author in branch.authors)
            if few is None:
                values = [f"{authors} AND ({branch.terms()})" if branch.match else authors]
            parts.append("message.persona in (select value from json_each(?))")
            values.append(numbers(self.writers(branch.authors)))
        if few is not None and len(few) <= FEW_TO_ASK and "*" not in branch.terms():
            tables = "json_each(?) as few cross join search on search.rowid = -few.value"
            values.insert(0, numbers(few))
        elif few is not None:
            # The sign keeps it from asking about each of them; to find a beginning again and again takes long.
            parts.append("-search.rowid in (select value from json_each(?))")
            values.append(numbers(few))
            # Of several bounds it takes the first: nothing older or newer than they are is stepped over.
            parts += ["search.rowid <= -?", "search.rowid >= -?"]
            values += [min(few, default=0), max(few, default=0)]
        self._add_conditions(branch, parts, values, "search.rowid > -?", "search.rowid <= -?")
        joined = ""
        if branch.where or branch.about or branch.authors or place:
            joined = " cross join message on message.id = -search.rowid"
        if branch.about or place:
            joined += " cross join conversation on conversation.id = message.conversation"
        select = f"select -search.rowid as id, {self._words} as shown from {tables}{joined} where {' and '.join(parts)}"
        return f"{select} order by search.rowid limit ?", [*values, self._limit]

    def by_writer(self, branch: Branch, writers: list[int], place: list[str]) -> list[Stream]:
        """Messages of a few writers."""
        return [self._by_table(branch, place, ["message.persona = ?"], [writer]) for writer in writers]

    def by_table(self, branch: Branch, place: list[str]) -> Stream:
        """All messages, from the newest on."""
        return self._by_table(branch, place, [], [])

    def _by_table(self, branch: Branch, place: list[str], parts: list[str], values: list[object]) -> Stream:
        parts, values = [*parts, *place], list(values)
        self._add_conditions(branch, parts, values, "message.id < ?", "message.id >= ?")
        tables = "message"
        if branch.about or place:
            tables += " cross join conversation on conversation.id = message.conversation"
        select = f"select message.id as id, {self._beginning} as shown from {tables} where {' and '.join(parts)}"
        return f"{select} order by message.id desc limit ?", [*values, self._limit]

    def writers(self, authors: list[str]) -> list[int]:
        """Return the personas meant: the one with exactly this address where there is one, else by words of names."""
        if len(authors) == 1 and (exact := exactly(self._reader, authors[0])):
            return exact
        rows = self._reader.execute(
            "select rowid from persona_search where persona_search match ? limit ?",
            (" AND ".join(authors), MOST_WRITERS),
        ).fetchall()
        return [row[0] for row in rows]

    def _add_conditions(self, branch: Branch, parts: list[str], values: list[object], before: str, since: str) -> None:
        """Add the conditions on time, messages and conversations; what must not occur where the index is not asked."""
        parts.append(before)
        values.append(self._newest)
        if branch.oldest is not None:
            parts.append(since)
            values.append(branch.oldest)
        if branch.without and not branch.match:
            parts.append("not exists (select 1 from search where search match ? and search.rowid = -message.id)")
            values.append(" OR ".join(branch.without))
        for condition, given in (*branch.where, *branch.about):
            parts.append(f"({condition})")
            values += given


def _values(conditions: Iterable[tuple[str, tuple[object, ...]]]) -> list[object]:
    return [value for _, given in conditions for value in given]


def _hit(row: tuple[int, int, str, str, int, str, str]) -> Hit:
    message, conversation, who, channel, written_at, subject, shown = row
    snippet = " ".join(shown.split())
    return Hit(MessageId(message), ConversationId(conversation), who, subject, snippet, channel, from_ms(written_at))
