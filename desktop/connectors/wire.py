"""The connection under a web request: every address is looked at before it is connected to, every wait can be stopped.

`httpx2` speaks HTTP; this module gives it sockets. A name is looked up once and the very address that was looked at is
connected to, so a name that changes its mind in between (DNS rebinding) gains nothing; TLS is verified against the name.
Imported only when something is fetched.
"""

import errno
import ipaddress
import queue
import selectors
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore2
import httpx2

from desktop.connectors.base import Cancel
from desktop.domain.errors import Misconfigured, NoConnection, Unreachable
from desktop.domain.wording import worded

Resolve = Callable[[str, int], Sequence[str]]
"""Looks a name up: host and port in, addresses out, best first. Raises OSError."""

Reach = Callable[[str, str], bool]
"""Says whether the host (first) may be contacted at the address (second)."""

_SLICE = 0.25
_WAITING = {errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY, getattr(errno, "WSAEWOULDBLOCK", errno.EINPROGRESS)}
_MOST_ADDRESSES = 4
_FIRST_TRY = 3.0
"""Seconds for an address that is not the last: where IPv6 is broken, the IPv4 address must get its turn soon."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of `host` in the system's order; may block for as long as the system's resolver does."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_literal(host: str) -> bool:
    """Say whether `host` is an address written out, not a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Say whether `address` lies on the open internet, looking through every way to wrap an IPv4 address in IPv6."""
    ip = ipaddress.ip_address(address)
    inner = _inner(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def is_usable(address: str) -> bool:
    """Say whether anybody can live at `address` at all ("0.0.0.0" and "::" would lead to this machine by a back door)."""
    ip = ipaddress.ip_address(address)
    inner = _inner(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_usable(str(inner))
    return not (ip.is_unspecified or ip.is_multicast or str(ip) == "255.255.255.255")


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip in _NAT64 or (int(ip) >> 32 == 0 and int(ip) > 1):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


class Line:
    """All the sockets of one request. Used by one worker thread; `cut` may be called on any."""

    def __init__(
        self,
        *,
        cancel: Cancel,
        monotonic: Callable[[], float],
        deadline: float,
        connect_seconds: float,
        reach: Reach,
        resolve: Resolve,
    ) -> None:
        self._cancel = cancel
        self._monotonic = monotonic
        self._deadline = deadline
        self._connect_seconds = connect_seconds
        self._reach = reach
        self._resolve = resolve
        self._twins: list[socket.socket] = []
        self.host = ""
        self.address = ""

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a socket connected to `host`; raises Unreachable, Misconfigured or Cancelled with a sentence."""
        self.host = host
        self.left()
        found = self._addresses(host, port)
        open_to = [address for address in found if is_usable(address) and self._reach(host, address)]
        if not open_to:
            raise Unreachable(_out_of_bounds(host, found))
        trouble: OSError = OSError(worded("no address"))
        tried = open_to[:_MOST_ADDRESSES]
        for address in tried:
            patience = self._connect_seconds if address is tried[-1] else min(_FIRST_TRY, self._connect_seconds)
            try:
                sock = self._connect_to(address, port, patience)
            except OSError as error:
                trouble = error
                continue
            self.address = address
            return sock
        raise NoConnection(_no_connection(host, port, trouble)) from trouble

    def left(self, wanted: float | None = None) -> float:
        """Return the seconds a wait may take now; raises Cancelled when stopped, Unreachable when time is up."""
        self._cancel.check()
        left = self._deadline - self._monotonic()
        if left <= 0:
            raise Unreachable(worded(f"{self.host} took too long to answer. Shopbell tries again later."))
        return left if wanted is None else min(left, wanted)

    def cut(self) -> None:
        """End whatever waits on this line, at once."""
        for twin in tuple(self._twins):
            try:
                twin.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def close(self) -> None:
        """Forget the sockets after the request is over."""
        while self._twins:
            twin = self._twins.pop()
            self._cancel.unwatch(twin)
            twin.close()

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        if is_literal(host):
            return [host.strip("[]")]
        # The system's look-up cannot be interrupted: it gets a thread of its own that is left behind when we stop.
        answer: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()
        threading.Thread(target=_ask, args=(self._resolve, host, port, answer), daemon=True).start()
        while True:
            try:
                found = answer.get(timeout=self.left(_SLICE))
            except queue.Empty:
                continue
            if isinstance(found, OSError):
                raise NoConnection(_unknown_name(host)) from found
            return found

    def _connect_to(self, address: str, port: int, patience: float) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            # Closing or wrapping a socket in TLS takes its handle away; a duplicate of it stays good for the stop.
            twin = sock.dup()
            self._twins.append(twin)
            self._cancel.watch(twin)
            sock.settimeout(0)
            self._await_connection(sock, sock.connect_ex((address, port)), patience)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            sock.close()
            raise
        return sock

    def _await_connection(self, sock: socket.socket, code: int, patience: float) -> None:
        if code and code not in _WAITING:
            raise OSError(code, "refused")
        until = self._monotonic() + patience
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_WRITE)
            while not selector.select(self.left(_SLICE)):
                if self._monotonic() >= until:
                    raise TimeoutError(errno.ETIMEDOUT, worded("no answer"))
        self._cancel.check()
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, "refused")


def _ask(resolve: Resolve, host: str, port: int, answer: "queue.SimpleQueue[Sequence[str] | OSError]") -> None:
    try:
        answer.put(resolve(host, port))
    except (OSError, UnicodeError) as error:
        answer.put(error if isinstance(error, OSError) else OSError(str(error)))


class _Stream(httpcore2.NetworkStream):
    def __init__(self, line: Line, sock: socket.socket) -> None:
        self._line = line
        self._sock = sock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._sock.settimeout(self._line.left(timeout))
        try:
            return self._sock.recv(max_bytes)
        except TimeoutError as error:
            self._line.left()
            raise httpcore2.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        self._sock.settimeout(self._line.left(timeout))
        try:
            self._sock.sendall(buffer)
        except TimeoutError as error:
            raise httpcore2.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        self._sock.settimeout(self._line.left(timeout))
        try:
            # Of a connection that was reset meanwhile, ssl would lose hold without closing it (CPython 3.11.4 on).
            self._sock.getpeername()
            return _Stream(self._line, ssl_context.wrap_socket(self._sock, server_hostname=server_hostname))
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise Misconfigured(_bad_certificate(self._line.host, error)) from error
        except OSError as error:
            self.close()
            self._line.left()
            raise Unreachable(
                worded(f"No secure connection with {self._line.host} could be agreed on. Shopbell tries again later.")
            ) from error

    def get_extra_info(self, info: str) -> Any:
        return {"socket": self._sock, "is_readable": False}.get(info)


class _Backend(httpcore2.NetworkBackend):
    def __init__(self, line: Line) -> None:
        self._line = line

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        del timeout, local_address, socket_options
        return _Stream(self._line, self._line.connect(host, port))


class Transport(httpx2.HTTPTransport):
    """The HTTP transport over one `Line`: no proxy, no cookies, no connection kept for later."""

    def __init__(self, line: Line, ssl_context: ssl.SSLContext) -> None:
        super().__init__(verify=ssl_context, trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl_context, max_keepalive_connections=0, network_backend=_Backend(line)
        )


def _unknown_name(host: str) -> str:
    return worded(
        f"There is no server called {host}, or this computer is offline. Check the address; Shopbell tries again later."
    )


def _out_of_bounds(host: str, found: Sequence[str]) -> str:
    if not found or not any(is_usable(address) for address in found):
        return worded(f"{host} has no address that can be reached. Shopbell tries again later.")
    return worded(
        f"The web led to {host}, which lies inside your own network; Shopbell did not go there. "
        "If that is right, add that address yourself."
    )


def _no_connection(host: str, port: int, trouble: OSError) -> str:
    if isinstance(trouble, TimeoutError):
        return worded(f"{host} does not answer. Shopbell tries again later.")
    if trouble.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN):
        return worded(f"There is no way to {host} from here; this computer may be offline. Shopbell tries again later.")
    return worded(f"{host} accepts no connection on port {port}. Shopbell tries again later.")


def _bad_certificate(host: str, error: ssl.SSLCertVerificationError) -> str:
    why = (error.verify_message or worded("it could not be verified")).rstrip(".")
    return worded(f"The certificate of {host} cannot be trusted: {why}. Ask whoever runs that site; nothing was read.")
