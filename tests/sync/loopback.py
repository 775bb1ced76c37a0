"""A small network of our own on loopback, for the engine's tests: a server that can misbehave, and its connector.

One line asks, one line answers. The server is a thread of the test; connectors may be in other processes.
"""

import contextlib
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from desktop.connectors.base import Batch, Cancel, Capabilities, Context, Parse
from desktop.domain.account import Account
from desktop.domain.draft import Delivered, Draft, Parent, Phase, Plan
from desktop.domain.errors import (
    ChannelError,
    Malformed,
    NoConnection,
    RateLimited,
    Refused,
    SignInNeeded,
    Unreachable,
    Unsure,
)
from desktop.domain.item import Author, Flag, Incoming, Kind, Raw

EPOCH = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Network:
    """What the server holds and how it behaves. `behave` is asked before every answer to SEND, BODY, COMMIT or FIND.

    It returns "" (be good) or one of: close, close after storing, refuse, later, lie (say yes and store nothing),
    garble, twice (store, and answer two lines), stall, signin, wait N.
    """

    port: int = 0
    messages: list[dict[str, str]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    flags: dict[str, set[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    behave: Callable[[str], str] = lambda word: ""
    files: bool = True
    lock: threading.Lock = field(default_factory=threading.Lock)
    news: threading.Condition = field(default_factory=threading.Condition)
    listeners: int = 0
    live: set[socket.socket] = field(default_factory=set)
    hung: threading.Event = field(default_factory=threading.Event)

    def say(self, text: str, who: str = "marta@example.test") -> None:
        """A customer says something."""
        with self.lock:
            self.messages.append({"id": f"r{len(self.messages)}", "text": text, "who": who})
        with self.news:
            self.news.notify_all()

    def hang_up(self) -> None:
        """Cut every line there is."""
        for sock in tuple(self.live):
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                sock.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def running(network: Network | None = None) -> Iterator[Network]:
    """Serve a network until the block ends."""
    network = network or Network()
    server = socket.create_server(("127.0.0.1", network.port))
    network.port = server.getsockname()[1]
    thread = threading.Thread(target=_accept, args=(server, network), daemon=True)
    thread.start()
    try:
        yield network
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        network.hung.set()
        network.hang_up()
        with network.news:
            network.news.notify_all()
        thread.join()


def _accept(server: socket.socket, network: Network) -> None:
    threads = []
    while True:
        try:
            sock, _ = server.accept()
        except OSError:
            break
        network.live.add(sock)
        thread = threading.Thread(target=_serve, args=(sock, network), daemon=True)
        threads.append(thread)
        thread.start()
    network.hung.set()
    network.hang_up()
    for thread in threads:
        thread.join(60)


def _serve(sock: socket.socket, network: Network) -> None:
    try:
        with sock, sock.makefile("rwb") as lines:
            body: dict[str, bytes] = {}
            while line := lines.readline():
                word, _, rest = line.decode().strip().partition(" ")
                answer = _answer(network, lines, word, rest, body)
                if answer is None:
                    return
                lines.write(answer)
                lines.flush()
    except OSError:
        return
    finally:
        network.live.discard(sock)


def _answer(network: Network, lines, word: str, rest: str, body: dict[str, bytes]) -> bytes | None:
    with network.lock:
        network.asked.append(word)
    if word == "BODY":
        key, size = rest.split()
        body["key"], body["data"] = key.encode(), lines.read(int(size))
    how = network.behave(word)
    if how == "close":
        return None
    if how == "stall":
        network.hung.wait()
        return None
    if how in ("refuse", "later", "garble", "signin") or how.startswith("wait"):
        return f"no {how}\n".encode()
    if word == "LIST":
        since, budget = map(int, rest.split())
        with network.lock:
            some = network.messages[since : since + budget]
            return json.dumps([some, len(network.messages)]).encode() + b"\n"
    if word == "FLAG":
        remote_id, *words = rest.split()
        with network.lock:
            network.flags.setdefault(remote_id, set()).update(words)
        return b"ok\n"
    if word == "WAIT":
        return _wait(network)
    if word == "COMMIT":
        if how != "lie":
            with network.lock:
                network.accepted.append(body["key"].decode())
        if how == "close after storing":
            return None
        return b"ok stored\nok stored\n" if how == "twice" else b"ok stored\n"
    if word == "FIND":
        with network.lock:
            return b"ok found\n" if network.files and rest in network.accepted else b"ok none\n"
    return b"ok\n"


def _wait(network: Network) -> bytes | None:
    with network.news:
        network.listeners += 1
        known = len(network.messages)
        network.news.notify_all()
        network.news.wait_for(lambda: len(network.messages) > known or network.hung.is_set())
        network.listeners -= 1
    return None if network.hung.is_set() else b"ok news\n"


class LoopConnector:
    """The connector of that network. Account settings: `port`, `poll` seconds, `hold` seconds, `listen`, `can_find`."""

    def __init__(self, context: Context) -> None:
        self._account = context.account
        self._settings = context.account.settings
        self._secret = context.secret
        self._clock = context.clock
        self._sock: socket.socket | None = None
        self._lines = None

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            poll=timedelta(seconds=float(self._settings.get("poll", "300"))),
            can_reply=self._settings.get("reply", "yes") == "yes",
            can_listen=self._settings.get("listen", "") == "yes",
            can_flag=True,
            hold=timedelta(seconds=float(hold)) if (hold := self._settings.get("hold", "")) else None,
        )

    def check(self, cancel: Cancel) -> Author:
        self._ask("HELLO", cancel)
        return Author(key=self._account.name)

    def fetch(self, cursor: str, *, budget: int, cancel: Cancel) -> Batch:
        since = int(cursor or 0)
        budget = min(budget, int(self._settings.get("budget", "1000")))
        some, total = json.loads(self._ask(f"LIST {since} {budget}", cancel))
        done = since + len(some)
        raws = tuple(
            Raw(remote_id=m["id"], data=json.dumps(m).encode(), received_at=EPOCH + timedelta(minutes=int(m["id"][1:])))
            for m in some
        )
        there = self._settings.get("moves_to", "")
        moved = {"port": there} if there else {}
        return Batch(items=raws, cursor=str(done), more=done < total, done=done, total=total, settings=moved)

    def listen(self, cancel: Cancel) -> bool:
        self._ask("WAIT", cancel)
        return True

    def push_flags(self, wanted: Sequence[tuple[str, frozenset[Flag]]], cancel: Cancel) -> None:
        for remote_id, flags in wanted:
            self._ask(f"FLAG {remote_id} {' '.join(sorted(flags))}", cancel)

    def prepare(self, reply_id: str, draft: Draft, parent: Parent | None, now: datetime) -> Plan:
        if "forbidden" in draft.text:
            raise Refused("That word cannot be sent.")
        return Plan(reply_id=reply_id, payload=draft.text.encode(), remote_key=f"key-{reply_id}", summary="loop")

    def deliver(self, plan: Plan, report: Callable[[Phase], None], cancel: Cancel) -> Delivered:
        report(Phase.CONNECT)
        self._ask("SEND", cancel)
        report(Phase.BODY)
        self._ask(f"BODY {plan.remote_key} {len(plan.payload)}", cancel, plan.payload)
        report(Phase.COMMIT)
        try:
            answer = self._ask("COMMIT", cancel)
        except (Unreachable, Malformed) as error:
            if isinstance(error, NotYet):
                raise
            raise Unsure("The line broke.") from error
        return Delivered(proof=answer, remote_id=plan.remote_key, filed=self._settings.get("filed", "yes") == "yes")

    def find_delivered(self, plan: Plan, cancel: Cancel) -> Delivered | None:
        if self._settings.get("can_find", "yes") != "yes":
            raise Unsure("This server keeps no copies.")
        answer = self._ask(f"FIND {plan.remote_key}", cancel)
        return Delivered(proof=answer, remote_id=plan.remote_key, filed=True) if answer == "ok found" else None

    def file_copy(self, plan: Plan, cancel: Cancel) -> None:
        self._ask(f"COPY {plan.remote_key}", cancel)

    def close(self) -> None:
        sock, self._sock = self._sock, None
        lines, self._lines = self._lines, None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        if lines is not None:
            with contextlib.suppress(OSError, ValueError):
                lines.close()

    def _ask(self, line: str, cancel: Cancel, data: bytes = b"") -> str:
        cancel.check()
        try:
            answer = self._exchange(line, cancel, data)
        except (OSError, ValueError) as error:
            self.close()
            cancel.check()
            raise NoConnection("The network cannot be reached.") from error
        if answer.startswith("no "):
            raise _error(answer[3:], self._clock.now())
        return answer

    def _exchange(self, line: str, cancel: Cancel, data: bytes) -> str:
        if self._sock is None:
            self._sock = socket.create_connection(("127.0.0.1", int(self._settings["port"])), timeout=30)
            self._lines = self._sock.makefile("rb")
        sock, lines = self._sock, self._lines
        cancel.watch(sock)
        try:
            sock.sendall(line.encode() + b"\n" + data)
            answer = lines.readline()
        finally:
            cancel.unwatch(sock)
        if not answer.endswith(b"\n"):
            raise ConnectionResetError
        return answer.decode().strip()


class NotYet(Unreachable):
    """The server said that it did not take it this time: proof that it was not delivered."""


def _error(words: str, now: datetime) -> ChannelError:
    if words.startswith("wait"):
        return RateLimited("The server asked to wait.", retry_at=now + timedelta(seconds=float(words[5:])))
    return {
        "refuse": Refused("The server said no."),
        "later": NotYet("The server is busy."),
        "garble": Malformed("The answer made no sense."),
        "signin": SignInNeeded("The password was refused."),
    }[words]


def open_loop(context: Context) -> LoopConnector:
    return LoopConnector(context)


def parser(kind: str) -> Parse:
    return parse


def parse(raw: Raw, account: Account) -> Incoming:
    said = json.loads(raw.data)
    return Incoming(
        remote_id=raw.remote_id,
        channel="mail",
        kind=Kind.MAIL if account.kind == "loop" else Kind.BLOG,
        author=Author(key=said["who"], handle=said["who"], name=said["who"].partition("@")[0].title()),
        written_at=raw.received_at,
        received_at=raw.received_at,
        raw=raw.data,
        sha256=hashlib.sha256(raw.data).digest(),
        subject="Question",
        text=said["text"],
        own_id=f"<{account.name}-{raw.remote_id}>",
    )
