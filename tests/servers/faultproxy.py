"""A TCP proxy before a real server that breaks things on purpose: cuts, stalls, trickles, delays, hides what is offered.

Each connection follows the `Fault` that was set when it was made. Directions are seen from the client: "up" is what
it sends, "down" what it gets.
"""

import contextlib
import re
import selectors
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["up", "down"]
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Fault:
    """What happens to a connection. Numbers of bytes count one direction; None never happens.

    `cut_up`/`cut_down` end both sides after so many bytes, by RST or (with `fin`) in good order. `stall_down` goes
    silent after so many bytes. `trickle` passes one byte at a time with this many seconds between, `latency` delays
    each piece. `strip` are words replaced by x's in what the server says, such as capabilities. `refuse` resets at once.
    """

    cut_up: int | None = None
    cut_down: int | None = None
    fin: bool = False
    stall_down: int | None = None
    trickle: float = 0.0
    latency: float = 0.0
    strip: tuple[bytes, ...] = ()
    refuse: bool = False


@dataclass
class FaultProxy:
    """A running proxy. Set `fault` before the next connection; `counts` are the bytes of the last one, up and down."""

    host: str
    port: int
    target: int
    fault: Fault = field(default_factory=Fault)
    connections: int = 0
    up: int = 0
    down: int = 0
    once: bool = False
    """Follow the fault for one connection only, then pass everything."""
    _live: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)

    def drop_all(self) -> None:
        """Reset every connection now."""
        with self._lock:
            live, self._live = tuple(self._live), set()
        for sock in live:
            _reset(sock)

    def _serve(self, listener: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            fault = self.fault
            if self.once:
                self.fault, self.once = Fault(), False
            threading.Thread(target=self._carry, args=(client, fault), daemon=True).start()

    def _carry(self, client: socket.socket, fault: Fault) -> None:
        if fault.refuse:
            _reset(client)
            return
        try:
            server = socket.create_connection((self.host, self.target), timeout=10)
        except OSError:
            _reset(client)
            return
        server.settimeout(None)
        for sock in (client, server):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._live |= {client, server}
        self.up = self.down = 0
        try:
            _Carrier(self, client, server, fault).run()
        except OSError:
            _reset(client)
            _reset(server)
        finally:
            with self._lock:
                self._live -= {client, server}
            for sock in (client, server):
                with contextlib.suppress(OSError):
                    sock.close()


class _Carrier:
    """One connection: copies both ways until the fault strikes."""

    def __init__(self, proxy: FaultProxy, client: socket.socket, server: socket.socket, fault: Fault) -> None:
        self._proxy, self._client, self._server, self._fault = proxy, client, server, fault
        self._held = b""

    def run(self) -> None:
        if self._fault.cut_up == 0 or self._fault.cut_down == 0:
            self._cut()
            return
        with selectors.DefaultSelector() as chooser:
            chooser.register(self._client, selectors.EVENT_READ, "up")
            chooser.register(self._server, selectors.EVENT_READ, "down")
            while not self._proxy._stop.is_set():
                for key, _ in chooser.select(timeout=0.5):
                    if not self._piece(key.fileobj, key.data):  # type: ignore[arg-type]
                        return

    def _piece(self, source: socket.socket, direction: Direction) -> bool:
        data = source.recv(_CHUNK)
        if not data:
            self._pass_on(direction, self._held if direction == "down" else b"")
            for sock in (self._client, self._server):
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
            return False
        if direction == "down" and self._fault.strip:
            data = self._stripped(data)
        return self._pass_on(direction, data)

    def _stripped(self, data: bytes) -> bytes:
        """Hide words, never across the pieces in which they happened to come."""
        data = self._held + data
        end = data.rfind(b"\n") + 1
        self._held, data = data[end:], data[:end]
        if len(self._held) > 4096 or self._held.startswith(b"+"):
            data, self._held = data + self._held, b""
        for word in self._fault.strip:
            pattern = re.compile(rb"(?<![A-Z0-9])" + re.escape(word) + rb"(?![A-Z0-9])", re.IGNORECASE)
            data = pattern.sub(b"X" * len(word), data)
        return data

    def _pass_on(self, direction: Direction, data: bytes) -> bool:
        fault, proxy = self._fault, self._proxy
        already = proxy.up if direction == "up" else proxy.down
        limit = fault.cut_up if direction == "up" else fault.cut_down
        ends = limit is not None and already + len(data) >= limit
        if ends and limit is not None:
            data = data[: limit - already]
        if direction == "down" and fault.stall_down is not None and already + len(data) > fault.stall_down:
            self._write(direction, data[: max(0, fault.stall_down - already)])
            proxy._stop.wait(3600)
            return False
        self._write(direction, data)
        if ends:
            self._cut()
        return not ends

    def _write(self, direction: Direction, data: bytes) -> None:
        fault, proxy = self._fault, self._proxy
        sink = self._server if direction == "up" else self._client
        if fault.latency and data:
            proxy._stop.wait(fault.latency)
        # Counted before it is sent: who has got something must find it counted.
        if direction == "up":
            proxy.up += len(data)
        else:
            proxy.down += len(data)
        if fault.trickle:
            for byte in data:
                sink.sendall(bytes([byte]))
                proxy._stop.wait(fault.trickle)
        else:
            sink.sendall(data)

    def _cut(self) -> None:
        if self._fault.fin:
            for sock in (self._client, self._server):
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        else:
            # What was passed on must arrive before the reset, else an earlier byte would have been the last one.
            _drain(self._server)
            _drain(self._client)
            _reset(self._client)
            _reset(self._server)


def _drain(sock: socket.socket) -> None:
    """Wait until the other side's system has acknowledged everything, where the system can tell."""
    import fcntl
    import termios

    pause = threading.Event()
    for _ in range(200):
        try:
            waiting = struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0\0\0\0"))[0]
        except (OSError, ValueError):
            return
        if not waiting:
            return
        pause.wait(0.001)


def _reset(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        sock.close()


@contextlib.contextmanager
def fault_proxy(target: int, fault: Fault | None = None, host: str = "127.0.0.1") -> Iterator[FaultProxy]:
    """Run a proxy in front of a port of this machine."""
    listener = socket.create_server((host, 0), backlog=64)
    proxy = FaultProxy(host, listener.getsockname()[1], target, fault or Fault())
    thread = threading.Thread(target=proxy._serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy._stop.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        proxy.drop_all()
        thread.join(60)
