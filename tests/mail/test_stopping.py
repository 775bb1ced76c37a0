"""Whoever stops a mail account does not wait for the network."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.mail.settings import Security, Server
from desktop.connectors.mail.wire import dial
from desktop.domain.errors import Cancelled

SOON = 10.0


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def dialled(server: Server, cancel: Cancel) -> tuple[list[BaseException], threading.Thread]:
    raised: list[BaseException] = []

    def run() -> None:
        try:
            dial(server, cancel).close()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return raised, thread


def test_a_name_that_is_looked_up_for_ever_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, over = threading.Event(), threading.Event()

    def slow(*_: object, **_more: object) -> list[object]:
        asked.set()
        over.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    cancel = Cancel()
    raised, thread = dialled(Server(host="mail.example", port=993, security=Security.TLS), cancel)
    assert asked.wait(SOON)
    begun = time.monotonic()
    cancel.set()
    thread.join(SOON)
    over.set()
    assert time.monotonic() - begun < SOON
    assert [type(one) for one in raised] == [Cancelled]


def test_an_encryption_that_never_begins_can_be_stopped_and_is_no_trouble_of_the_server(deaf: socket.socket) -> None:
    cancel = Cancel()
    server = Server(host="127.0.0.1", port=deaf.getsockname()[1], security=Security.TLS)
    raised, thread = dialled(server, cancel)
    there, _ = deaf.accept()
    assert there.recv(1, socket.MSG_PEEK)
    cancel.set()
    thread.join(SOON)
    there.close()
    assert [type(one) for one in raised] == [Cancelled]
    assert not any(isinstance(one, ssl.SSLError) for one in raised)
