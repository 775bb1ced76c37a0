"""One TCP connection to a mail server: TLS, lines, sizes, time limits, and a way to be stopped from outside."""

import contextlib
import ipaddress
import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from typing import NoReturn

from desktop.connectors.base import Cancel
from desktop.connectors.mail.settings import Security, Server
from desktop.domain.errors import Cancelled, Malformed, Misconfigured, NoConnection, Unreachable
from desktop.domain.wording import about, worded

LINE_LIMIT = 1 << 20
"""Bytes of the longest line believed; a list of message numbers may be long, nothing else is."""
CONNECT_SECONDS = 15.0
GREETING_SECONDS = 30.0
"""Some servers let a stranger wait before they speak, to see whether it is a patient one."""
ANSWER_SECONDS = 60.0
PIECE = 1 << 17
"""Bytes handed to the socket at once."""
SLOWEST = 1000
"""Bytes a second below which a transfer counts as stuck."""
_CHUNK = 1 << 18
_STEP = 0.2


class Lost(Unreachable):
    """The connection ended, or nothing came for too long."""


class Wire:
    """Lines and bytes of one connection. One thread at a time, except `hang_up`."""

    def __init__(self, sock: socket.socket, name: str) -> None:
        self._sock = sock
        # A second handle of the same connection: shutting it down wakes a blocked read without touching TLS state.
        self._handle = sock.dup()
        self._data = b""
        self._at = 0
        self._cancel: Cancel | None = None
        self.name = name
        self.timeout = ANSWER_SECONDS
        sock.settimeout(self.timeout)

    @contextlib.contextmanager
    def under(self, cancel: Cancel) -> Iterator[None]:
        """Let `cancel` end what happens on this connection."""
        before, self._cancel = self._cancel, cancel
        cancel.watch(self._handle)
        try:
            yield
        finally:
            cancel.unwatch(self._handle)
            self._cancel = before

    def send(self, data: bytes | memoryview) -> None:
        """Send all of it; what is long may take long, as long as it goes on. Raises Lost or Cancelled."""
        try:
            self._sock.settimeout(self.timeout)
            # `sendall` must be through within the time limit, whatever the size.
            for start in range(0, len(data), PIECE):
                self._sock.sendall(memoryview(data)[start : start + PIECE])
        except TimeoutError:
            self._lost(worded("it took nothing for too long"))
        except (OSError, ValueError) as broken:
            self._lost(_reason(broken))

    def line(self) -> bytes:
        """Return the next line without its end. Raises Lost, Cancelled, or Malformed when it is too long."""
        searched = 0
        deadline = time.monotonic() + self.timeout
        while True:
            end = self._data.find(b"\n", self._at + searched)
            if end >= 0:
                line = self._data[self._at : end]
                self._at = end + 1
                return line[:-1] if line.endswith(b"\r") else line
            searched = len(self._data) - self._at
            if searched > LINE_LIMIT:
                raise Malformed(worded(f"{self.name} sent a line without end."))
            self._fill(deadline)

    @contextlib.contextmanager
    def greeting(self) -> Iterator[None]:
        """Read the server's first words under this: silence is put in words that help who chose the wrong port."""
        self.timeout = GREETING_SECONDS
        try:
            yield
        except Lost as silent:
            raise Lost(
                worded(
                    f"{self.name} took the connection and then said nothing that a mail server says. "
                    "Check the port and how it is secured, or try again later."
                )
            ) from silent
        finally:
            self.timeout = ANSWER_SECONDS

    def exactly(self, count: int) -> bytes:
        """Return the next `count` bytes. The caller has made sure that the count is sane."""
        deadline = time.monotonic() + self.timeout + count / SLOWEST
        have = self._data[self._at : self._at + count]
        self._at += len(have)
        if len(have) == count:
            return have
        pieces, missing = [have], count - len(have)
        while missing:
            piece = self._receive(min(missing, _CHUNK), deadline)
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def waiting(self) -> bool:
        """True when something has come that nobody has read yet."""
        return self.ready(0)

    def ready(self, seconds: float) -> bool:
        """Wait up to `seconds` for something to read. Raises Lost or Cancelled."""
        deadline = time.monotonic() + seconds
        while self._at >= len(self._data):
            try:
                readable = self._pending() or bool(
                    select.select([self._sock], [], [], max(0.0, deadline - time.monotonic()))[0]
                )
            except (OSError, ValueError) as broken:
                self._lost(_reason(broken))
            if self._cancel is not None:
                self._cancel.check()
            if not readable:
                return False
            self._take_what_came()
        return True

    def _pending(self) -> bool:
        return isinstance(self._sock, ssl.SSLSocket) and self._sock.pending() > 0

    def _take_what_came(self) -> None:
        """Read without waiting: what woke us may have been for the encryption only."""
        piece = b""
        try:
            self._sock.settimeout(0)
            piece = self._sock.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except (OSError, ValueError) as broken:
            self._lost(_reason(broken))
        if not piece:
            self._lost(worded("the server hung up"))
        self._data, self._at = self._data[self._at :] + piece, 0

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Secure the connection from here on. Raises Misconfigured when the server is not who it should be."""
        if self._at < len(self._data):
            raise Misconfigured(
                worded(f"{self.name} mixed plain text into the start of the encryption. Shopbell stopped.")
            )
        try:
            self._sock.settimeout(CONNECT_SECONDS)
            # Of a connection that was reset meanwhile, ssl would lose hold without closing it (CPython 3.11.4 on).
            self._sock.getpeername()
            self._sock = context.wrap_socket(self._sock, server_hostname=host)
        except ssl.SSLError as failed:
            if self._cancel is not None:
                self._cancel.check()
            raise _untrusted(failed, self.name, host) from failed
        except (OSError, ValueError) as broken:
            self._lost(_reason(broken))

    def hang_up(self) -> None:
        """End the connection at once. May be called on any thread and more than once."""
        with contextlib.suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        self.hang_up()
        with contextlib.suppress(OSError, ValueError):
            self._sock.close()
        with contextlib.suppress(OSError):
            self._handle.close()

    def _fill(self, deadline: float) -> None:
        piece = self._receive(_CHUNK, deadline)
        self._data = self._data[self._at :] + piece
        self._at = 0

    def _receive(self, size: int, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        piece = b""
        try:
            self._sock.settimeout(max(left, 0.001))
            piece = self._sock.recv(size)
        except TimeoutError:
            self._lost(worded("no answer came in time"))
        except (OSError, ValueError) as broken:
            self._lost(_reason(broken))
        if not piece:
            self._lost(worded("the server hung up"))
        return piece

    def _lost(self, why: str) -> NoReturn:
        if self._cancel is not None and self._cancel.is_set:
            raise Cancelled("Stopped.")
        raise Lost(worded(f"The connection to {self.name} broke: {why}. Shopbell tries again by itself."))


def dial(server: Server, cancel: Cancel) -> Wire:
    """Connect; with `tls` also secure it. STARTTLS is the caller's protocol to ask for, with `tls_context`.

    Raises Unreachable, Misconfigured (certificate, plain text beyond loopback) or Cancelled.
    """
    name = worded(f"{server.host} (port {server.port})")
    addresses = _addresses(server, cancel)
    if server.security is Security.NONE and not all(_is_loopback(address[4][0]) for address in addresses):
        raise Misconfigured(
            worded(f"{server.host} is not this computer, so mail may not go there unencrypted. Choose tls or starttls.")
        )
    context = tls_context(server) if server.security is not Security.NONE else None
    wire = Wire(_connected(addresses, cancel, name), name)
    try:
        if server.security is Security.TLS and context is not None:
            with wire.under(cancel):
                wire.start_tls(context, server.host)
    except BaseException:
        wire.close()
        raise
    return wire


def tls_context(server: Server) -> ssl.SSLContext:
    """Return a context that verifies host and certificate, by the system's trust or by the owner's own CA file."""
    context: ssl.SSLContext
    if server.ca_file:
        try:
            context = ssl.create_default_context(cafile=server.ca_file)
        except ssl.SSLError as failed:
            raise Misconfigured(
                about(worded(f"The file {server.ca_file} holds no certificate in PEM form."), "ca_file")
            ) from failed
        except (OSError, ValueError) as failed:
            why = f": {failed.strerror}" if isinstance(failed, OSError) and failed.strerror else ""
            raise Misconfigured(
                about(worded(f"The certificate file {server.ca_file} cannot be read{why}."), "ca_file")
            ) from failed
    else:
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int]]


def _addresses(server: Server, cancel: Cancel) -> list[Address]:
    """Look the server up. The system cannot be interrupted in that: its thread is left behind when we stop."""
    answer: queue.SimpleQueue[list[Address] | OSError | UnicodeError] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(server, answer), name="look-up", daemon=True).start()
    while True:
        cancel.check()
        with contextlib.suppress(queue.Empty):
            found = answer.get(timeout=_STEP)
            break
    if isinstance(found, Exception):
        raise NoConnection(
            worded(f"No server called {server.host} was found. Check the name, or the connection to the internet.")
        ) from found
    return found


def _look_up(server: Server, answer: "queue.SimpleQueue[list[Address] | OSError | UnicodeError]") -> None:
    try:
        answer.put(socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM))  # type: ignore[arg-type]
    except (OSError, UnicodeError) as unknown:
        answer.put(unknown)


def _connected(addresses: list[Address], cancel: Cancel, name: str) -> socket.socket:
    why = worded("no answer")
    for family, kind, protocol, _, address in addresses:
        cancel.check()
        sock = socket.socket(family, kind, protocol)
        try:
            _connect(sock, address, cancel)
        except OSError as failed:
            why = _reason(failed)
            sock.close()
        except BaseException:
            sock.close()
            raise
        else:
            _keep_alive(sock)
            return sock
    raise NoConnection(
        worded(f"{name} does not answer: {why}. Check server and port, or the connection to the internet.")
    )


def _connect(sock: socket.socket, address: tuple[str, int] | tuple[str, int, int, int], cancel: Cancel) -> None:
    """Connect in small steps, because a connection that is being made cannot be woken everywhere."""
    sock.settimeout(0)
    with contextlib.suppress(BlockingIOError):
        sock.connect(address)
    deadline = time.monotonic() + CONNECT_SECONDS
    while not select.select([], [sock], [sock], _STEP)[1]:
        cancel.check()
        if time.monotonic() > deadline:
            raise TimeoutError(worded("no answer"))
    if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise OSError(code, worded("connection refused") if code in _REFUSED else worded("cannot connect"))


def _keep_alive(sock: socket.socket) -> None:
    """Have the system notice a dead peer within two minutes, where it can be told so."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPALIVE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
        with contextlib.suppress(AttributeError, OSError):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


_REFUSED = {111, 61, 10061}
_HOST_MISMATCH = {62, 64}
_EXPIRED = {9, 10}


_UNKNOWN_ISSUER, _BROKE = worded("unknown issuer"), worded("it broke")


def _untrusted(failed: ssl.SSLError, name: str, host: str) -> Unreachable | Misconfigured:
    if isinstance(failed, ssl.SSLCertVerificationError):
        if failed.verify_code in _HOST_MISMATCH:
            return Misconfigured(
                worded(f"The certificate of {name} belongs to another server, not to {host}. Check the name.")
            )
        if failed.verify_code in _EXPIRED:
            return Misconfigured(
                worded(f"The certificate of {name} is not valid today. Check this computer's date, or ask them.")
            )
        return Misconfigured(
            worded(
                f"The certificate of {name} is not trusted by this computer ({failed.verify_message or _UNKNOWN_ISSUER})."
            )
        )
    if failed.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE"):
        return Misconfigured(worded(f"{name} does not speak TLS on this port. Check the port, or choose starttls."))
    if failed.reason and "PROTOCOL_VERSION" in failed.reason:
        return Misconfigured(worded(f"{name} only offers encryption that is too old to be safe."))
    return Lost(worded(f"No safe connection to {name} could be made ({failed.reason or _BROKE})."))


def _is_loopback(address: str | int) -> bool:
    try:
        return ipaddress.ip_address(str(address).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _reason(failed: Exception) -> str:
    if isinstance(failed, TimeoutError):
        return worded("no answer")
    if isinstance(failed, ConnectionResetError | BrokenPipeError):
        return worded("the server hung up")
    if isinstance(failed, ssl.SSLError):
        return worded("the encryption broke off")
    if isinstance(failed, OSError) and failed.strerror:
        return failed.strerror.lower()
    return worded("it was closed")
