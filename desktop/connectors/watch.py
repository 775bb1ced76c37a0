"""Keyword watches: names and phrases looked for in feeds, whoever wrote them and wherever they were written.

A watch with addresses of its own reads those feeds and keeps the entries that name the shop. One without reads
nothing; its phrases are then looked for in whatever the other feeds bring in.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from desktop.connectors.base import Batch, Cancel, Capabilities, Context
from desktop.connectors.feeds import memory, pace
from desktop.connectors.feeds.connector import sessions
from desktop.connectors.feeds.parse import parse_entry, words
from desktop.connectors.feeds.reader import Reader, Step
from desktop.connectors.http import web_address
from desktop.domain.account import Account
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.errors import Cancelled, ChannelError, Misconfigured, RateLimited, SignInNeeded
from desktop.domain.item import Author, Incoming, Raw
from desktop.domain.phrases import watches_from
from desktop.domain.wording import worded

_MOST_FEEDS = 50


def open_watch(context: Context) -> "Mentions":
    """Return the connector of one watch; raises Misconfigured when its phrases or addresses make no sense."""
    return Mentions(context)


def parse_watched(raw: Raw, account: Account) -> Incoming:
    """Return the message that an entry is, with the phrase that was found in it, as the owner wrote it."""
    incoming = parse_entry(raw, account)
    phrase = watches_from(account.settings).match(f"{incoming.subject}\n{incoming.text}\n{_unresolved(raw)}")
    return replace(incoming, matched=phrase)


class Mentions:
    """One watch. Called on worker threads, one call at a time; `close` on any. Raises ChannelError only."""

    def __init__(self, context: Context) -> None:
        self._watch = watches_from(context.account.settings)
        addresses = dict.fromkeys(web_address(one) for one in context.account.settings.get("url", "").split())
        make = sessions(context)
        self._readers = {
            address: Reader(address, clock=context.clock, session_for=make) for address in list(addresses)[:_MOST_FEEDS]
        }
        self._clock = context.clock

    @property
    def capabilities(self) -> Capabilities:
        """Reading only."""
        return Capabilities(poll=pace.POLL)

    def check(self, cancel: Cancel) -> Author:
        """Look at every feed once; raises with a sentence about the first that does not answer."""
        for reader in self._readers.values():
            reader.title(cancel)
        phrases = ", ".join(self._watch.phrases)
        return Author(key=phrases.casefold(), name=phrases)

    def fetch(self, cursor: str, *, budget: int, cancel: Cancel) -> Batch:
        """Return the entries that name the shop, feed after feed; one feed in trouble does not stop the others."""
        if not self._readers:
            return Batch(cursor=memory.dump({}))
        round_ = _Round(memory.load(cursor), list(self._readers), budget)
        for address in round_.ahead:
            cancel.check()
            try:
                round_.spare(address, self._clock.now())
                step = self._readers[address].look(round_.memory(address), budget=round_.left, cancel=cancel)
            except Cancelled:
                raise
            except ChannelError as error:
                round_.failed(address, error)
                continue
            round_.brought(address, step, self._matching(address, step.raws))
            if round_.full:
                break
        return round_.batch()

    def close(self) -> None:
        """Cut what is under way."""
        for reader in self._readers.values():
            reader.close()

    def _matching(self, address: str, raws: Sequence[Raw]) -> list[Raw]:
        alone = len(self._readers) == 1
        return [
            raw if alone else replace(raw, remote_id=_global_id(raw.remote_id, address))
            for raw in raws
            if self._watch.match(words(json.loads(raw.data)))
        ]


class _Round:
    """One fetch over all the feeds of a watch: what came, what failed, and where the next one goes on."""

    def __init__(self, values: dict[str, Any], addresses: Sequence[str], budget: int) -> None:
        feeds = values.get("feeds")
        self._feeds: dict[str, Any] = dict(feeds) if isinstance(feeds, dict) else {}
        self._feeds = {address: self._feeds[address] for address in addresses if address in self._feeds}
        self._addresses = addresses
        at = values.get("at", 0)
        self._at = at if isinstance(at, int) and 0 <= at < len(addresses) else 0
        self._begun_at = self._at
        self._budget = budget
        self._found: list[Raw] = []
        self._looked = 0
        self._errors: list[ChannelError] = []
        self._steps: list[Step] = []

    @property
    def ahead(self) -> list[str]:
        """The feeds that are still to be looked at."""
        return list(self._addresses[self._at :])

    @property
    def left(self) -> int:
        """How many entries may still be read in this fetch."""
        return max(1, self._budget - self._looked)

    @property
    def full(self) -> bool:
        """True when the budget is used up."""
        return self._looked >= self._budget or bool(self._steps and self._steps[-1].more)

    def memory(self, address: str) -> memory.Memory:
        """Return what is remembered of a feed."""
        return memory.from_values(self._feeds.get(address))

    def spare(self, address: str, now: datetime) -> None:
        """Raise RateLimited while the feed's server has not to be asked again."""
        until = self.memory(address).after
        if until > to_ms(now):
            sentence = worded(f"{urlsplit(address).hostname} asks us to wait. Shopbell asks again later.")
            raise RateLimited(sentence, retry_at=from_ms(until))

    def failed(self, address: str, error: ChannelError) -> None:
        """Note that a feed could not be read this time, and until when its server wants to be left alone."""
        if isinstance(error, RateLimited):
            limited = replace(self.memory(address), after=to_ms(error.retry_at))
            self._feeds[address] = memory.as_values(limited)
        self._errors.append(error)
        self._at += 1

    def brought(self, address: str, step: Step, matching: Sequence[Raw]) -> None:
        """Note what a feed brought."""
        self._looked += len(step.raws)
        self._found.extend(matching)
        self._feeds[address] = memory.as_values(replace(step.memory, after=0))
        self._steps.append(step)
        if not step.more:
            self._at += 1

    def batch(self) -> Batch:
        """Return the outcome; raises the first error when every feed failed."""
        if self._errors and not self._steps and not self._begun_at:
            raise _soonest(self._errors)
        more = self._at < len(self._addresses)
        values: dict[str, Any] = {"feeds": self._feeds}
        if more:
            values["at"] = self._at
        waits = [step.not_before for step in self._steps]
        early = None if more or self._errors or None in waits else min((one for one in waits if one), default=None)
        notices = [str(error) for error in self._errors] or [step.notice for step in self._steps if step.notice]
        return Batch(
            items=tuple({raw.remote_id: raw for raw in self._found}.values()),
            cursor=memory.dump(values),
            more=more,
            not_before=early,
            notice=notices[0] if notices else "",
        )


def _soonest(errors: Sequence[ChannelError]) -> ChannelError:
    """Return the error that calls for the least patience, one that passes before one that only the owner can mend.

    A feed that has ended must not silence the others, which are only out of reach for the moment.
    """
    return min(
        errors, key=lambda error: (isinstance(error, Misconfigured | SignInNeeded), isinstance(error, RateLimited))
    )


def _global_id(remote_id: str, address: str) -> str:
    """Return an id that cannot mean another entry in another feed; the same article found twice stays one."""
    if "://" in remote_id or remote_id.startswith(("urn:", "tag:", "hash:", "sha256:")):
        return remote_id
    return f"{sha256(address.encode()).hexdigest()[:12]}:{remote_id}"


def _unresolved(raw: Raw) -> str:
    """Return the words of an entry as they were looked at when it was fetched."""
    try:
        values = json.loads(raw.data)
    except ValueError:
        return ""
    return words(values) if isinstance(values, dict) else ""
