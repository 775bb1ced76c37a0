"""Looks at one feed: fetches it when it has changed and hands over what is new or different in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from desktop.connectors.base import Cancel
from desktop.connectors.feeds import discover, document, entry, pace
from desktop.connectors.feeds.memory import Memory
from desktop.connectors.http import Answer, Session, complain, web_address
from desktop.domain.clock import Clock
from desktop.domain.errors import (
    Cancelled,
    ChannelError,
    Ended,
    Malformed,
    Misconfigured,
    Refused,
    SignInNeeded,
    Unreachable,
)
from desktop.domain.item import Raw
from desktop.domain.wording import worded

MOVED_AFTER = 3
"""So many times running a server must name the same new address before we believe it."""

_MISSING = (404, 410)
_DISCOVERY_SECONDS = 45.0
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
_ENDED = worded(
    "{host} says that this feed has ended for good. Shopbell stops asking; remove the feed, or give its new address."
)


class NothingThere(Refused, Misconfigured):
    """The server says for good that there is no feed at this address: only the owner can give another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one look brought. `settings` are changes to the account's own (a feed that moved for good)."""

    raws: tuple[Raw, ...] = ()
    memory: Memory
    more: bool = False
    not_before: datetime | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What is still to be handed over from a feed that brought more than was asked for."""

    handed: Memory
    raws: tuple[Raw, ...]
    step: Step


SessionFor = Callable[[tuple[str, ...]], Session]
"""Makes a session given the addresses the owner typed."""


class Reader:
    """One feed of one account. Used by one thread at a time; `close` may be called on any."""

    def __init__(self, address: str, *, clock: Clock, session_for: SessionFor) -> None:
        self._address = web_address(address)
        self._clock = clock
        self._session_for = session_for
        self._ours = {self._address}
        self._session: tuple[str, Session] | None = None
        self._held: _Held | None = None

    def close(self) -> None:
        """Cut what is under way."""
        session = self._session
        if session is not None:
            session[1].close()

    def look(self, memory: Memory, *, budget: int, cancel: Cancel) -> Step:
        """Return up to `budget` entries that are new or different since `memory`; raises ChannelError.

        While `more` is set, the next look goes on where this one ended, also after a restart.
        """
        memory = self._own(memory)
        held = self._held
        self._held = None
        if held is not None and held.handed == memory:
            return self._hand_over(memory, held.raws, held.step, budget)
        answer, memory, changed = self._changed(memory, cancel)
        now = self._clock.now()
        if not changed:
            return self._finished(Step(memory=memory, not_before=pace.not_before(answer.headers, memory.every, now)))
        read = document.read(document.Source(body=answer.body, url=answer.url, headers=answer.headers), memory.chunks)
        by_link = memory.by_link or entry.gives_one_guid_to_many(read.entries)
        memory = replace(memory, by_link=by_link)
        raws = _raws(read, answer.url, now, by_link=by_link)
        prints = {entry.raw_print(raw): raw for raw in raws}
        fresh = tuple(raw for mark, raw in prints.items() if mark not in memory.entries)
        seen = memory.entries if not read.whole else frozenset()
        after = replace(
            memory,
            etag=answer.headers.get("etag", "")[:500],
            modified=answer.headers.get("last-modified", "")[:100],
            digest=_digest(answer.body),
            chunks=read.chunks,
            entries=_bounded(seen, frozenset(prints)),
            partial=False,
            every=read.every,
        )
        step = self._finished(
            Step(memory=after, not_before=pace.not_before(answer.headers, read.every, now), notice=read.notice)
        )
        return self._hand_over(memory, fresh, step, budget)

    def title(self, cancel: Cancel) -> tuple[str, str, str]:
        """Return the feed's title, its site and its own address, looking at it afresh; raises with a sentence."""
        answer, _, _ = self._changed(self._own(Memory()), cancel)
        read = document.read(document.Source(body=answer.body, url=answer.url, headers=answer.headers))
        found = entry.feed_of(read.feed, answer.url)
        return found.title, found.link, answer.url

    def _own(self, memory: Memory) -> Memory:
        """Return `memory` if it is about our address, else a new one: the owner has typed another."""
        if memory.asked and self._ours & {memory.asked, memory.typed}:
            return memory
        if memory.times + 1 >= MOVED_AFTER and memory.moved in self._ours:
            # The new address was stored, and then the machine went down before this cursor was.
            return replace(memory, asked=memory.moved, moved="", times=0)
        return Memory(asked=self._address, typed=self._address)

    def _changed(self, memory: Memory, cancel: Cancel) -> tuple[Answer, Memory, bool]:
        """Return the server's answer, what is remembered of it, and whether it is a feed that has changed."""
        session = self._session_with(memory.typed)
        answer = self._answer_of(session, memory, cancel)
        if memory.feed and (answer.status in _MISSING or document.is_page(answer.body)):
            # The feed that a page once led to is no longer there; the page may know where it is now.
            memory = replace(memory, feed="", etag="", modified="")
            answer = self._answer_of(session, memory, cancel)
        self._judge(answer, memory)
        memory = _counted(memory, answer.moved)
        if answer.status == 304 or _digest(answer.body) == memory.digest:
            return answer, _refreshed(memory, answer), False
        if document.is_page(answer.body):
            answer = self._feed_of_page(session, answer, memory, cancel)
            memory = replace(memory, feed=answer.url, moved="", times=0)
        return answer, memory, True

    def _session_with(self, typed: str) -> Session:
        if self._session is None or self._session[0] != typed:
            self._session = (typed, self._session_for((typed,)))
        return self._session[1]

    def _answer_of(self, session: Session, memory: Memory, cancel: Cancel) -> Answer:
        headers = {"Accept": _ACCEPT}
        headers |= {"If-None-Match": memory.etag} if memory.etag else {}
        headers |= {"If-Modified-Since": memory.modified} if memory.modified else {}
        try:
            return session.get(memory.feed or memory.asked, headers=headers, cancel=cancel)
        except Misconfigured as error:
            raise _passing(error, memory) from error

    def _judge(self, answer: Answer, memory: Memory) -> None:
        """Raise what an answer without a feed in it means."""
        if answer.status == 410:
            raise Ended(_ENDED.format(host=_host(answer.url)))
        try:
            complain(answer, self._clock.now())
        except SignInNeeded:
            self._session = None  # the next look asks for the secret again, which may be another by then
            raise
        except Refused as error:
            raise _passing(error, memory) from error

    def _feed_of_page(self, session: Session, page: Answer, memory: Memory, cancel: Cancel) -> Answer:
        """Return the feed that a page leads to; an address that gave a feed itself before does not become a page."""
        try:
            return self._discover(session, page, cancel, guess=not memory.worked)
        except Misconfigured as error:
            if memory.worked:
                raise Malformed(
                    worded(f"{_host(page.url)} sends a web page where its feed was. Shopbell tries again later.")
                ) from error
            raise

    def _discover(self, session: Session, page: Answer, cancel: Cancel, *, guess: bool) -> Answer:
        """Return the answer of the first feed that a page names, or (`guess`) that lies where feeds often lie.

        Raises Misconfigured when there is none.
        """
        named = [found.url for found in discover.feeds_in(page.body, page.url)]
        until = self._clock.monotonic() + _DISCOVERY_SECONDS
        for url in named[:3] or (discover.usual_places(page.url) if guess else []):
            if self._clock.monotonic() > until:
                break
            try:
                answer = session.get(url, headers={"Accept": _ACCEPT}, cancel=cancel)
                complain(answer, self._clock.now())
            except Cancelled:
                raise
            except ChannelError:
                continue
            if not document.is_page(answer.body) and _is_feed(answer):
                return answer
        raise Misconfigured(
            worded(
                f"There is no feed at {page.url}. Look on that page for a link called RSS, Atom or Feed and give that one."
            )
        )

    def _finished(self, step: Step) -> Step:
        """Return `step` with the new address in it, once the server has named it often enough."""
        memory = step.memory
        if memory.times < MOVED_AFTER:
            return step
        moved = replace(memory, moved="", times=0)
        if memory.feed:
            return replace(step, memory=replace(moved, feed=memory.moved))
        self._ours.add(memory.moved)
        return replace(step, memory=replace(moved, asked=memory.moved), settings={"url": memory.moved})

    def _hand_over(self, before: Memory, raws: tuple[Raw, ...], step: Step, budget: int) -> Step:
        now, later = raws[:budget], raws[budget:]
        if not later:
            return replace(step, raws=now, more=False, total=0)
        handed = replace(
            before, partial=True, entries=before.entries | {entry.raw_print(raw) for raw in now}, times=0, moved=""
        )
        self._held = _Held(handed=handed, raws=later, step=step)
        return Step(raws=now, memory=handed, more=True)


def _raws(read: document.Document, url: str, now: datetime, *, by_link: bool) -> list[Raw]:
    feed = entry.feed_of(read.feed, url)
    found: dict[str, Raw] = {}
    for one in read.entries:
        remote_id = entry.identity(one, by_link=by_link)
        if remote_id not in found:
            found[remote_id] = entry.to_raw(one, feed, remote_id, now)
    return list(found.values())


def _bounded(seen: frozenset[bytes], new: frozenset[bytes], most: int = 2_000) -> frozenset[bytes]:
    """Return the prints to remember; beyond the most, only those of the feed as it is now."""
    both = seen | new
    return both if len(both) <= most else frozenset(sorted(new)[:most])


def _counted(memory: Memory, moved: str) -> Memory:
    """Return `memory` with one more answer towards believing that the feed has moved for good."""
    here = memory.feed or memory.asked
    if not moved or moved == here:
        return replace(memory, moved="", times=0)
    return replace(memory, moved=moved, times=memory.times + 1 if moved == memory.moved else 1)


def _refreshed(memory: Memory, answer: Answer) -> Memory:
    """Return `memory` with the validators of an answer that brought nothing new."""
    return replace(
        memory,
        partial=False,
        etag=answer.headers.get("etag", memory.etag)[:500],
        modified=answer.headers.get("last-modified", memory.modified)[:100],
    )


def _is_feed(answer: Answer) -> bool:
    try:
        document.read(document.Source(body=answer.body, url=answer.url, headers=answer.headers))
    except Malformed:
        return False
    return True


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()[:32]


def _passing(error: ChannelError, memory: Memory) -> ChannelError:
    """Return `error`, as one that passes if all was well before: a certificate run out, a site being moved."""
    if memory.worked:
        return Unreachable(str(error))
    return NothingThere(str(error)) if isinstance(error, Refused) else error


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
