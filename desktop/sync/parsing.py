"""What a worker process does: bytes come in, and values go back that the store need only write down."""

import contextlib
import logging
import os
import pickle
import signal
from collections.abc import Callable
from dataclasses import fields, replace
from importlib import import_module
from multiprocessing.connection import Connection
from operator import attrgetter
from typing import Any, cast

from desktop.connectors.base import Parse
from desktop.domain.account import Account
from desktop.domain.item import Author, Direction, Flag, Incoming, Kind, Raw, bytes_only, pack
from desktop.domain.row import Reason
from desktop.domain.wording import worded
from desktop.store.values import said
from desktop.triage.features import Where
from desktop.triage.language import detect
from desktop.triage.rank import opening_terms, terms_either_way

log = logging.getLogger(__name__)

GREETING = b"ready"
MEMORY = 2 << 30
_TELLS = 200
"""A text of so many letters that does not tell its language is not told by its subject either."""
_KINDS = {"mail": Kind.MAIL, "feed": Kind.BLOG, "watch": Kind.BLOG}


def load(path: str) -> Callable[[str], Parse]:
    """Return the function "module:name" that finds the parser of a kind."""
    module, _, name = path.partition(":")
    return cast("Callable[[str], Parse]", getattr(import_module(module), name))


def unreadable(account: Account, raw: Raw, sentence: str) -> Incoming:
    """Return a message of which only the bytes are known, and why."""
    return bytes_only(
        raw,
        channel=account.settings.get("network", account.kind),
        kind=_KINDS.get(account.kind, Kind.POST),
        author=Author(key=f"unreadable:{account.id}", name="Unreadable sender"),
        why=sentence,
    )


def parse_one(parse: Parse, account: Account, raw: Raw) -> Incoming:
    """Parse one message and find out in which language it is; what a parser does not survive is an unreadable message."""
    try:
        return _heard(parse(raw, account))
    except RecursionError:
        return unreadable(account, raw, worded("This message is nested too deeply to be shown."))
    except MemoryError:
        return unreadable(account, raw, worded("This message is too large to be shown."))
    except Exception:
        log.exception("the parser of %s failed over one message", account.kind)
        return unreadable(account, raw, worded("This message could not be understood. Its original is kept."))


def serve(pipe: Connection, find_parser: str) -> None:
    """Run a worker: the main function of the process. Ends when the other side hangs up."""
    _be_modest()
    find = load(find_parser)
    with contextlib.suppress(EOFError, OSError):
        pipe.send_bytes(GREETING)
        while True:
            account, raws = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own parent
            try:
                parse = find(account.kind)
            except Exception:
                log.exception("the parser of %s cannot be loaded", account.kind)
                pipe.send_bytes(pickle.dumps(None))
                continue
            items = [_to_send(parse_one(parse, account, raw), raw) for raw in raws]
            pipe.send_bytes(pickle.dumps(items, protocol=5))


def _heard(item: Incoming) -> Incoming:
    """Return the message with its language: what its own tag says, else what its words tell."""
    if item.language or item.unreadable or item.direction is Direction.OUT:
        return item
    subject, text = said(item.subject, item.fresh, item.text)
    names = (item.author.name, item.author.handle)
    language = detect(text, names)
    if not language and item.kind is Kind.MAIL and len(text) < _TELLS:
        language = detect(f"{subject}\n{text}", names)
    return replace(item, language=language) if language else item


_NAMES = tuple(field.name for field in fields(Incoming))
_RAW, _PACKED, _TERMS, _REPLY_TERMS = map(_NAMES.index, ("raw", "packed", "terms", "reply_terms"))
_OF_MANY = (Kind.COMMENT, Kind.POST)
"""Where many strangers answer one and the same, and hardly ever the shop."""
_values = attrgetter(*_NAMES)
_puts = tuple(getattr(Incoming, name).__set__ for name in _NAMES)


def _to_send(item: Incoming, raw: Raw) -> list[Any]:
    """Return the fields of a message, what takes long worked out where it holds nobody up; bytes known there left out.

    As fields a message crosses over in half the time.
    """
    sent = list(_values(item))
    sent[_PACKED] = pack(item.raw)
    sent[_TERMS], sent[_REPLY_TERMS] = _terms(item)
    if item.raw == raw.data:
        sent[_RAW] = None
    return sent


_Terms = tuple[Reason, ...] | None


def _terms(item: Incoming) -> tuple[_Terms, _Terms]:
    """Return what the words of a message are worth where the shop has not spoken before, and where it may have."""
    if item.direction is Direction.OUT:
        return None, None
    if item.automatic:
        # What a machine wrote is not heard.
        return (), ()
    where, words = Where(item.kind, item.addressed), said(item.subject, item.fresh, item.text)
    if (item.parent_ids and item.kind not in _OF_MANY) or Flag.ANSWERED in item.flags:
        return terms_either_way(where, *words)
    return opening_terms(where, *words), None


def received(sent: list[Any], raw: Raw) -> Incoming:
    """Return the message whose fields came over; they were looked at over there, and are put where they belong."""
    if sent[_RAW] is None:
        sent[_RAW] = raw.data
    item = Incoming.__new__(Incoming)
    for put, value in zip(_puts, sent, strict=True):
        put(item, value)
    return item


def _be_modest() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
