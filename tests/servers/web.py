"""A small web server for what no honest server does: packed bombs, answers that never end, headers drop by drop.

Each address is answered by a function that is given the open connection; everything asked is written down.
"""

import contextlib
import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

HOST = "127.0.0.1"
Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; `reply` answers it in the usual way."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        self.server.web.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        answer = self.server.web.answers.get(self.path.split("?")[0])
        self.close_connection = True
        with contextlib.suppress(OSError):
            if answer is None:
                self.reply(404, b"nothing here")
            else:
                answer(self)

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; header names are given with underscores."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: "Web"

    def handle_error(self, *_: object) -> None:
        return


class Web:
    """The server. `answers` maps paths to functions, `asked` lists what came, `ended` is set when it closes."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.ended = threading.Event()
        self.reached = threading.Event()
        self._server = _Server((HOST, 0), Request)
        self._server.web = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def url(self, path: str, host: str = HOST) -> str:
        """Return the address of `path`, under any name that leads here."""
        return f"http://{host}:{self.port}/{path.lstrip('/')}"

    def serve(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> str:
        """Answer `path` with this from now on; return its address."""
        data = body.encode() if isinstance(body, str) else body
        self.answers[f"/{path.lstrip('/')}"] = lambda request: request.reply(status, data, **headers)
        return self.url(path)

    def hang(self, path: str, first: bytes = b"") -> str:
        """Take the request, send `first` and nothing more, until the server closes; return its address."""

        def answer(request: Request) -> None:
            request.wfile.write(first)
            request.wfile.flush()
            self.reached.set()
            self.ended.wait(60)

        self.answers[f"/{path.lstrip('/')}"] = answer
        return self.url(path)

    def drip(self, path: str, first: bytes, drop: bytes, pause: float = 0.05) -> str:
        """Send `first` and then `drop` again and again, for ever; return its address."""

        def answer(request: Request) -> None:
            request.wfile.write(first)
            while not self.ended.wait(pause):
                request.wfile.write(drop)
                request.wfile.flush()

        self.answers[f"/{path.lstrip('/')}"] = answer
        return self.url(path)

    def close(self) -> None:
        """Stop, letting go of every request."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(60)


def gzip_bomb(megabytes: int) -> bytes:
    """Return a few kilobytes that unpack to this many megabytes."""
    return gzip.compress(b" " * 1_000_000 * megabytes, 9)


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of its own for each test."""
    server = Web()
    yield server
    server.close()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port at which connections wait for ever: the queue of those let in is full and nobody takes them out."""
    listener = socket.socket()
    listener.bind((HOST, 0))
    listener.listen(0)
    waiting = []
    for _ in range(4):
        one = socket.socket()
        one.settimeout(0)
        one.connect_ex(listener.getsockname())
        waiting.append(one)
    yield int(listener.getsockname()[1])
    for one in (*waiting, listener):
        one.close()


@pytest.fixture
def mute_port() -> Iterator[int]:
    """A port that lets everybody in and never says a word."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(16)
        yield int(listener.getsockname()[1])
