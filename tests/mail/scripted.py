"""An IMAP server that answers what a test tells it to, for the oddities no real server here has."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator, Mapping

_COMMAND = re.compile(rb"(\S+) (UID \S+|\S+) ?(.*)\r\n", re.DOTALL)
USUAL = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n{tag} OK done\r\n",
    b"AUTHENTICATE": b"{tag} OK in\r\n",
    b"LIST": b'* LIST () "/" INBOX\r\n{tag} OK done\r\n',
    b"SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n{tag} OK done\r\n",
    b"UID SEARCH": b"* SEARCH 1\r\n{tag} OK done\r\n",
    b"UID FETCH": (
        b'* 1 FETCH (UID 1 FLAGS () INTERNALDATE "20-Nov-2026 10:00:00 +0000" BODY[]<0> {{17}}\r\n'
        b"Subject: hi\r\n\r\nyo)\r\n{tag} OK done\r\n"
    ).replace(b"{{17}}", b"{17}"),
    b"NOOP": b"{tag} OK done\r\n",
    b"LOGOUT": b"* BYE bye\r\n{tag} OK done\r\n",
}


class Script:
    """What it answers by command; `{tag}` stands for the command's tag. `heard` are the commands it got.

    From the first NOOP on searches are answered with `at_noop`, if there is one.
    """

    def __init__(self, answers: Mapping[bytes, bytes], greeting: bytes) -> None:
        self.answers = USUAL | dict(answers)
        self.greeting = greeting
        self.heard: list[bytes] = []
        self.at_noop = b""
        self.port = 0

    def talk(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock, sock.makefile("rb") as lines:
            sock.sendall(self.greeting)
            for line in lines:
                found = _COMMAND.fullmatch(line)
                if found is None:
                    continue
                tag, name, _ = found.groups()
                self.heard.append(line.strip())
                if name.upper() == b"NOOP" and self.at_noop:
                    self.answers[b"UID SEARCH"] = self.at_noop
                answer = self.answers.get(name.upper(), b"{tag} BAD what?\r\n")
                sock.sendall(answer.replace(b"{tag}", tag))
                if b"* BYE" in answer:
                    return


@contextlib.contextmanager
def scripted(answers: Mapping[bytes, bytes] | None = None, greeting: bytes = b"* OK hello\r\n") -> Iterator[Script]:
    """Run a scripted server on a port of this machine."""
    script = Script(answers or {}, greeting)
    listener = socket.create_server(("127.0.0.1", 0))
    script.port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=script.talk, args=(sock,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(60)
