"""The contract every channel keeps; `tests/contract` runs the same suite against each of them.

A connector is stateless except for its connection. It never touches the store, Qt or the keyring: it is given its
account's settings and a way to ask for the secret. What it fetches are bytes with a `remote_id`; a pure, module-level
parse function turns them into values in a worker process.
"""

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from desktop.domain.account import Account
from desktop.domain.clock import Clock
from desktop.domain.draft import Delivered, Draft, Parent, Phase, Plan
from desktop.domain.errors import Cancelled
from desktop.domain.item import Audience, Author, Flag, Incoming, Raw


class Cancel:
    """A stop sign for blocking work: `set()` from any thread ends it within two seconds.

    Work that waits on a socket hands it in with `watch`; setting the sign shuts that socket down, which wakes a
    blocked read at once (closing it from another thread would not).
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()

    def set(self) -> None:
        """Stop the work. May be called on any thread and more than once."""
        with self._lock:
            self._event.set()
            sockets = tuple(self._sockets)
        for sock in sockets:
            _shut(sock)

    @property
    def is_set(self) -> bool:
        """True once somebody asked to stop."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until stopped or until `seconds` have passed; return whether stopped."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled("Stopped.")

    def watch(self, sock: socket.socket) -> None:
        """Shut `sock` down when the sign is set; at once if it is set already."""
        with self._lock:
            self._sockets.add(sock)
            gone = self._event.is_set()
        if gone:
            _shut(sock)

    def unwatch(self, sock: socket.socket) -> None:
        """Forget a socket that was closed in good order."""
        with self._lock:
            self._sockets.discard(sock)


def _shut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


class Counting(StrEnum):
    """By which rule a channel counts the length of a text."""

    UNLIMITED = "unlimited"
    CODEPOINTS = "codepoints"
    GRAPHEMES_URL23 = "graphemes-url23"
    GRAPHEMES_BYTES = "graphemes-bytes"
    WEIGHTED_280 = "weighted-280"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """Which files a reply may carry; None is no limit.

    `most` is how many, `each` how many bytes one may have, `total` how many all together as they travel, which is
    `growth` times their size on the disk. `kinds` are media types or their beginnings ("image/"), none for all.
    """

    most: int | None = None
    each: int | None = None
    total: int | None = None
    growth: float = 1.0
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a reply may be, None is no limit; and which files it may carry, None is none at all."""

    counting: Counting = Counting.UNLIMITED
    max_units: int | None = None
    max_bytes: int | None = None
    files: FileLimits | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a channel can do. `poll` is how often it is asked for news, `hold` how long a reply waits before it leaves,
    None for as long as anywhere.

    `begins` is true where somebody can be written to who has not written there: all it takes is an address.
    `signature` is what it puts below a reply by itself.
    """

    poll: timedelta
    can_reply: bool = False
    can_listen: bool = False
    can_flag: bool = False
    hold: timedelta | None = None
    limits: Mapping[Audience, Limits] = field(default_factory=dict)
    begins: bool = False
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagChange:
    """What the server says about a message we already have; `gone` when it was deleted there."""

    remote_id: str
    flags: frozenset[Flag] = frozenset()
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One step of a fetch. `cursor` is opaque, versioned JSON, saved in the same transaction as the items.

    `more` asks to be called again at once. `total` and `done` count a long first sync, 0 when unknown.
    `renamed` maps old remote ids to new ones (a mailbox whose UIDVALIDITY changed): local state must survive.
    `not_before` is the server's wish when to ask again. `settings` are changes to the account's own settings
    that the server asked for (a feed that moved for good). `notice` is "" or a sentence for the channel's status line.
    """

    items: tuple[Raw, ...] = ()
    changes: tuple[FlagChange, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    cursor: str = ""
    more: bool = False
    done: int = 0
    total: int = 0
    not_before: datetime | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


class Secret(Protocol):
    """A handle on one account's secret. `get` may block on the keyring: worker threads only. Raises KeyringMissing."""

    def get(self) -> str:
        """Return the password or token; "" when none was stored."""
        ...


@dataclass(frozen=True, slots=True)
class KnownSecret:
    """A secret that is known already; "" for what needs no sign-in, such as freezing a draft or reading settings."""

    value: str = ""

    def get(self) -> str:
        """Return it."""
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a connector is made from."""

    account: Account
    secret: Secret
    clock: Clock


class Connector(Protocol):
    """One account's line to one network. Called on worker threads, one call at a time. Raises ChannelError only."""

    @property
    def capabilities(self) -> Capabilities:
        """What this channel can do; constant, no I/O."""
        ...

    def check(self, cancel: Cancel) -> Author:
        """Sign in, look around, and return who we are there; raises with a sentence that says what is wrong."""
        ...

    def fetch(self, cursor: str, *, budget: int, cancel: Cancel) -> Batch:
        """Return up to about `budget` things that are new or changed since `cursor` ("" the first time)."""
        ...

    def close(self) -> None:
        """Let go of connections. May be called on any thread and more than once."""
        ...


@runtime_checkable
class Listener(Protocol):
    """A connector that can wait for news on a connection of its own."""

    def listen(self, cancel: Cancel) -> bool:
        """Block until there is news (True) or it is time to poll anyway (False). Has its own thread."""
        ...


@runtime_checkable
class Flagger(Protocol):
    """A connector whose server also keeps read and answered marks."""

    def push_flags(self, wanted: Sequence[tuple[str, frozenset[Flag]]], cancel: Cancel) -> None:
        """Add the flags to the messages (by remote id). Repeating it does no harm."""
        ...


@runtime_checkable
class Replier(Protocol):
    """A connector through which the owner can answer."""

    def prepare(self, reply_id: str, draft: Draft, parent: Parent | None, now: datetime) -> Plan:
        """Freeze a draft into the exact request. Pure, no I/O. Raises Refused with a sentence when it cannot be sent."""
        ...

    def deliver(self, plan: Plan, report: Callable[[Phase], None], cancel: Cancel) -> Delivered:
        """Send it, once. `report` is called *before* each phase begins and returns when that is on disk.

        Raises Unsure when the outcome is open; any other ChannelError means: proven not delivered.
        """
        ...

    def find_delivered(self, plan: Plan, cancel: Cancel) -> Delivered | None:
        """Look whether it arrived all the same; None means the server answered and does not have it.

        None is taken as proof, and the reply is sent again: a server that would not have it either way raises Unsure.
        """
        ...

    def file_copy(self, plan: Plan, cancel: Cancel) -> None:
        """Put a copy among our own sent messages when the server did not. Repeating it does no harm."""
        ...


@runtime_checkable
class Relayed(Protocol):
    """A replier whose proof may come late, because it travels through others."""

    def proves_after(self) -> timedelta:
        """Return how long a reply must have been missing before that proves anything. Pure, no I/O."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Whom a reply goes to unless the owner says otherwise, and who else was written to; none of them is ours."""

    to: tuple[str, ...]
    others: tuple[str, ...] = ()


@runtime_checkable
class Addresser(Protocol):
    """A connector whose replies go to addresses, which the owner may change: then `Draft.to` and `Draft.cc` count."""

    def addresses(self, parent: Parent | None) -> Addresses:
        """Return the addresses of a reply to `parent`. Pure, no I/O."""
        ...


@runtime_checkable
class Router(Protocol):
    """A connector that can answer one message in more than one way, such as under a post and in private."""

    def audiences(self, parent: Parent) -> tuple[Audience, ...]:
        """Return who can be made to read an answer to `parent`, the audience of `parent` itself first. Pure, no I/O."""
        ...


Parse = Callable[[Raw, Account], "Incoming"]
"""A channel's parser: pure, module-level (it crosses to a worker process), never raises for bad input: what cannot be
understood comes back with `unreadable` set and the raw bytes kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One `--set` key of a channel: its name, what it means, and whether it must be given."""

    key: str
    meaning: str
    required: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One line of the registry. `open`, `parse` and `find` are given as "module:name" so that nothing is imported before use.

    `find` finds out what must be given from the settings it `asks` for; "" where nothing can be found out.
    """

    kind: str
    title: str
    settings: tuple[Setting, ...]
    open: str
    parse: str
    needs_secret: bool = False
    find: str = ""
    asks: tuple[str, ...] = ()
