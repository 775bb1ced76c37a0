"""A signed-in IMAP session: commands out, typed answers back, nothing believed that is too big or too odd."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop.connectors.base import Cancel
from desktop.connectors.mail import tokens
from desktop.connectors.mail.settings import Auth, Security, Server
from desktop.connectors.mail.tokens import Fetched, mailbox_word
from desktop.connectors.mail.uids import UidSet
from desktop.connectors.mail.wire import Lost, Wire, dial, tls_context
from desktop.domain.errors import Malformed, Misconfigured, Refused, SignInNeeded, Unreachable
from desktop.domain.item import Flag
from desktop.domain.text import plain
from desktop.domain.wording import about, worded

LITERAL_LIMIT = 50 * 1024 * 1024
"""Bytes of the largest message fetched; the rest of a larger one stays on the server."""

_CODE = re.compile(rb"\s*\[([A-Z0-9.-]+)(?: ([^\]]*))?\]", re.IGNORECASE)
_NOT_THE_PASSWORD = (b"UNAVAILABLE", b"INUSE", b"LIMIT", b"SERVERBUG", b"CONTACTADMIN")
_BUSY = re.compile(rb"too many|temporar|try again|unavailable|internal|maximum number|rate limit", re.IGNORECASE)


class Denied(Refused):
    """The server answered NO. `code` is its response code in upper case, or empty."""

    def __init__(self, sentence: str, code: bytes = b"") -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(slots=True)
class Answer:
    """A completed command: the tagged line after OK, and everything untagged that came before it."""

    text: bytes
    untagged: list[list[bytes]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """An open mailbox. `modseq` is 0 when it keeps none; `vanished` and `changed` are what QRESYNC told."""

    name: str
    uidvalidity: int
    uidnext: int
    exists: int
    modseq: int = 0
    vanished: UidSet = field(default_factory=UidSet)
    changed: tuple[Fetched, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A mailbox in the list: its name, the separator of levels, and its attributes in lower case."""

    name: str
    separator: str
    attributes: frozenset[str]


class ImapSession:
    """One connection. Called by one thread at a time, except `hang_up`.

    Every command raises Lost when the connection broke, Denied for NO, Malformed for BAD or nonsense, Cancelled.
    """

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.capabilities: frozenset[str] = frozenset()
        self.selected: str = ""
        self.enabled: frozenset[str] = frozenset()
        self._count = 0

    # ------------------------------------------------------------------------------------------------- signing in

    def greet(self, server: Server) -> None:
        """Read the greeting and secure the connection when STARTTLS was chosen."""
        with self.wire.greeting():
            line = self.wire.line()
        word = line[2:].split(b" ")[0].upper() if line.startswith(b"* ") else b""
        if word == b"BYE":
            raise Unreachable(worded(f"{self.wire.name} is not taking connections now: {_words(line[5:])}."))
        if word not in (b"OK", b"PREAUTH"):
            raise Misconfigured(
                worded(f"{self.wire.name} is not a mail server that can be read from. Check server and port.")
            )
        if server.security is Security.STARTTLS:
            if word == b"PREAUTH":
                raise Misconfigured(
                    worded(f"{self.wire.name} skipped the encryption that was asked for. Shopbell stopped.")
                )
            self._start_tls(server)
        elif word == b"OK":
            self._note_capabilities(line)
        if not self.capabilities:
            self.ask_capabilities()

    def _start_tls(self, server: Server) -> None:
        self.ask_capabilities()
        if "STARTTLS" not in self.capabilities:
            raise Misconfigured(
                worded(
                    f"{self.wire.name} does not offer STARTTLS, so the password stayed here. Choose tls and its port."
                )
            )
        try:
            self.run(b"STARTTLS")
        except Denied as denied:
            raise Misconfigured(
                worded(f"{self.wire.name} refused to start the encryption. Shopbell stopped.")
            ) from denied
        self.wire.start_tls(tls_context(server), server.host)
        self.capabilities = frozenset()

    def sign_in(self, user: str, secret: str, auth: Auth) -> None:
        """Sign in; raises SignInNeeded when the server refuses the name or the secret."""
        try:
            answer = self._authenticate(user, secret, auth)
        except Denied as denied:
            raise self._refused(denied, auth) from denied
        self.capabilities = frozenset()
        self._note_capabilities(answer.text)
        for parts in answer.untagged:
            self._note_capabilities(b"* OK [" + parts[0] + b"]")
        if not self.capabilities:
            self.ask_capabilities()

    def _authenticate(self, user: str, secret: str, auth: Auth) -> Answer:
        if auth is Auth.XOAUTH2:
            for mechanism, words in (
                ("XOAUTH2", f"user={user}\x01auth=Bearer {secret}\x01\x01"),
                ("OAUTHBEARER", f"n,a={user},\x01auth=Bearer {secret}\x01\x01"),
            ):
                if f"AUTH={mechanism}" in self.capabilities:
                    return self._sasl(mechanism, words.encode())
            raise Misconfigured(
                about(worded(f"{self.wire.name} does not take access tokens. Sign in with a password."), "auth")
            )
        if "AUTH=PLAIN" in self.capabilities:
            return self._sasl("PLAIN", f"\0{user}\0{secret}".encode())
        if "LOGINDISABLED" in self.capabilities:
            raise Misconfigured(
                worded(f"{self.wire.name} takes no password on this connection. Choose tls or starttls.")
            )
        return self.run(b"LOGIN ", user.encode(), b" ", secret.encode())

    def _sasl(self, mechanism: str, words: bytes) -> Answer:
        first = base64.b64encode(words)
        command = f"AUTHENTICATE {mechanism}".encode()
        if "SASL-IR" in self.capabilities:
            return self.run(command + b" " + first, answers=[b""])
        return self.run(command, answers=[first, b""])

    def _refused(self, denied: Denied, auth: Auth) -> SignInNeeded | Unreachable:
        text = str(denied).encode()
        if denied.code != b"AUTHENTICATIONFAILED" and (denied.code in _NOT_THE_PASSWORD or _BUSY.search(text)):
            return Unreachable(worded(f"{self.wire.name} cannot sign you in now: {denied}."))
        if auth is Auth.XOAUTH2:
            return SignInNeeded(worded(f"{self.wire.name} no longer accepts your sign-in. Please sign in again."))
        return SignInNeeded(
            worded(
                f"{self.wire.name} refused the name or the password. Check both; some providers want an app password."
            )
        )

    # -------------------------------------------------------------------------------------------------- commands

    def ask_capabilities(self) -> None:
        """Ask the server what it can do."""
        for parts in self.run(b"CAPABILITY").untagged:
            self._note_capabilities(b"* OK [" + parts[0] + b"]")

    def enable_qresync(self) -> None:
        """Turn on QRESYNC (RFC 7162) where it is offered."""
        if {"QRESYNC", "ENABLE"} <= self.capabilities and "QRESYNC" not in self.enabled:
            self.run(b"ENABLE QRESYNC")
            self.enabled |= {"QRESYNC"}

    def folders(self) -> list[Folder]:
        """Return all mailboxes, with the special use of each where the server tells it (RFC 6154)."""
        special = {"SPECIAL-USE", "LIST-EXTENDED"} <= self.capabilities
        answer = self.run(b'LIST "" "*"' + (b" RETURN (SPECIAL-USE)" if special else b""))
        found = []
        for parts in answer.untagged:
            if parts[0][:5].upper() != b"LIST ":
                continue
            nodes = tokens.tree(parts)
            if len(nodes) >= 4 and isinstance(nodes[1], list) and isinstance(nodes[3], bytes):
                separator = nodes[2].decode("ascii", "replace") if isinstance(nodes[2], bytes) else ""
                marks = frozenset(
                    mark.decode("ascii", "replace").lower() for mark in nodes[1] if isinstance(mark, bytes)
                )
                name = tokens.mailbox_name(nodes[3])
                found.append(Folder(name=name, separator=separator, attributes=marks))
        return found

    def select(self, name: str, known: tuple[int, int] | None = None, *, modseq: bool = True) -> Selected:
        """Open a mailbox; with `known` (UIDVALIDITY, mod-sequence) ask QRESYNC what happened since."""
        self.selected = ""
        extra = b""
        if known is not None:
            extra = b" (QRESYNC (%d %d))" % known
        elif modseq and "CONDSTORE" in self.capabilities:
            extra = b" (CONDSTORE)"
        answer = self.run(b"SELECT " + mailbox_word(name) + extra)
        self.selected = name
        return _selected(name, answer)

    def search(self, words: bytes) -> UidSet:
        """Return the UIDs in the open mailbox that match."""
        returning = b"RETURN (ALL) " if "ESEARCH" in self.capabilities else b""
        found = UidSet()
        for parts in self.run(b"UID SEARCH " + returning + words).untagged:
            if parts[0][:6].upper() == b"SEARCH" or parts[0][:7].upper() == b"ESEARCH":
                found |= tokens.numbers(parts[0])
        return found

    def fetch(self, uids: UidSet, what: bytes, suffix: bytes = b"") -> Iterator[Fetched]:
        """Yield what the server says about these messages while it says it. Must be exhausted, or the wire closed."""
        if not uids:
            return
        for parts in self._stream(b"UID FETCH %s %s%s" % (str(uids).encode(), what, suffix)):
            if _FETCH.match(parts[0]):
                answer = tokens.fetched(parts)
                if answer.uid is not None:
                    yield answer

    def store(self, uids: UidSet, flags: frozenset[Flag]) -> None:
        """Add flags to messages of the open mailbox."""
        words = " ".join(sorted(tokens.FLAG_WORDS[flag] for flag in flags))
        if uids and words:
            self.run(f"UID STORE {uids} +FLAGS.SILENT ({words})".encode())

    def append(self, name: str, raw: bytes, flags: str, when: datetime) -> tuple[int, int]:
        """Put a message into a mailbox; return UIDVALIDITY and UID, zeros when the server does not tell."""
        stamp = tokens.date_time(when)
        answer = self.run(b"APPEND " + mailbox_word(name) + f" ({flags}) ".encode() + stamp + b" ", raw)
        code, words = _code(answer.text)
        if code == b"APPENDUID" and len(words) >= 2 and words[0].isdigit() and words[1].isdigit():
            return int(words[0]), int(words[1])
        return 0, 0

    # ------------------------------------------------------------------------------------------------- the wire

    def run(self, *words: bytes, answers: Sequence[bytes] = ()) -> Answer:
        """Send a command and collect the answer.

        Every second word is data of any kind and is sent as a literal. `answers` are for what the server asks back.
        """
        untagged: list[list[bytes]] = []
        replies = list(answers)
        tag = self._send(words)
        while True:
            parts = self._response()
            if parts[0].startswith(b"+"):
                self.wire.send((replies.pop(0) if replies else b"*") + b"\r\n")
            elif (text := self._completed(tag, parts)) is not None:
                return Answer(text, untagged)
            else:
                untagged.append(self._untagged(parts))

    def start(self, command: bytes) -> bytes:
        """Send a command whose answer the caller reads by `next_answer`; return its tag."""
        return self._send((command,))

    def next_answer(self, tag: bytes) -> list[bytes] | None:
        """Return the next untagged answer ("+" for a continuation), or None when the command is complete."""
        parts = self._response()
        if parts[0].startswith(b"+"):
            return [b"+"]
        return None if self._completed(tag, parts) is not None else self._untagged(parts)

    def _stream(self, command: bytes) -> Iterator[list[bytes]]:
        tag = self._send((command,))
        while True:
            parts = self._response()
            if self._completed(tag, parts) is not None:
                return
            yield self._untagged(parts)

    def _send(self, words: Sequence[bytes]) -> bytes:
        self._count += 1
        tag = b"s%d" % self._count
        pending = tag + b" "
        for number, word in enumerate(words):
            if number % 2 == 0:
                pending += word
            elif "LITERAL+" in self.capabilities:
                pending += b"{%d+}\r\n" % len(word) + word
            else:
                self.wire.send(pending + b"{%d}\r\n" % len(word))
                self._await_go(tag)
                pending = word
        self.wire.send(pending + b"\r\n")
        return tag

    def _await_go(self, tag: bytes) -> None:
        while True:
            parts = self._response()
            if parts[0].startswith(b"+"):
                return
            if self._completed(tag, parts) is not None:
                raise Malformed(worded(f"{self.wire.name} said done before it had everything."))
            self._untagged(parts)

    def _response(self) -> list[bytes]:
        """Return one answer as text, literal, text, ..., text."""
        line = self.wire.line()
        parts = [line]
        while line.endswith(b"}") and (found := tokens.LITERAL.search(line)):
            size = int(found.group(1))
            if size > LITERAL_LIMIT:
                raise Malformed(worded(f"{self.wire.name} sent {size // 1_000_000} MB at once; Shopbell takes less."))
            parts.append(self.wire.exactly(size))
            line = self.wire.line()
            parts.append(line)
        return parts

    def _untagged(self, parts: list[bytes]) -> list[bytes]:
        first = parts[0]
        if not first.startswith(b"* "):
            raise Malformed(worded(f"{self.wire.name} sent an answer that makes no sense."))
        parts[0] = first[2:]
        if parts[0][:3].upper() == b"BYE" and parts[0][3:4] in (b"", b" "):
            raise Lost(worded(f"{self.wire.name} ended the connection: {_words(parts[0][3:])}."))
        return parts

    def _completed(self, tag: bytes, parts: list[bytes]) -> bytes | None:
        """Return the text after OK when this answer completes the command; raises for NO and BAD."""
        first = parts[0]
        if not first.startswith(tag + b" "):
            return None
        status, _, text = first[len(tag) + 1 :].partition(b" ")
        if status.upper() == b"OK":
            return text
        code, _ = _code(text)
        if status.upper() == b"NO":
            raise Denied(_words(_CODE.sub(b"", text, count=1)) or worded("no reason given"), code)
        raise Malformed(worded(f"{self.wire.name} did not understand Shopbell: {_words(text)}."))

    def _note_capabilities(self, line: bytes) -> None:
        found = re.search(rb"\[CAPABILITY ([^\]]*)\]", line, re.IGNORECASE)
        if found:
            words = found.group(1).decode("ascii", "replace").upper().split()
            self.capabilities = frozenset(words)


_EXISTS = re.compile(rb"\d+ EXISTS", re.IGNORECASE)
_FETCH = re.compile(rb"\d+ FETCH ", re.IGNORECASE)
_VANISHED = re.compile(rb"VANISHED (?:\(EARLIER\) )?([\d:,*]+)", re.IGNORECASE)


def open_session(server: Server, cancel: Cancel) -> ImapSession:
    """Connect and greet; the caller signs in. Raises ChannelError."""
    wire = dial(server, cancel)
    session = ImapSession(wire)
    try:
        with wire.under(cancel):
            session.greet(server)
    except BaseException:
        wire.close()
        raise
    return session


def _selected(name: str, answer: Answer) -> Selected:
    values = {b"UIDVALIDITY": 0, b"UIDNEXT": 0, b"HIGHESTMODSEQ": 0}
    exists, vanished, changed = 0, UidSet(), []
    for parts in answer.untagged:
        first = parts[0]
        if first[:3].upper() == b"OK ":
            code, words = _code(first[3:])
            if code in values and words and words[0].isdigit():
                values[code] = int(words[0])
        elif _EXISTS.match(first):
            exists = int(first.split()[0])
        elif found := _VANISHED.match(first):
            vanished |= UidSet.parse(found.group(1).decode("ascii"))
        elif _FETCH.match(first):
            changed.append(tokens.fetched(parts))
    return Selected(
        name=name,
        uidvalidity=values[b"UIDVALIDITY"],
        uidnext=values[b"UIDNEXT"],
        exists=exists,
        modseq=values[b"HIGHESTMODSEQ"],
        vanished=vanished,
        changed=tuple(changed),
    )


def _code(text: bytes) -> tuple[bytes, list[bytes]]:
    found = _CODE.match(text)
    return (found.group(1).upper(), (found.group(2) or b"").split()) if found else (b"", [])


def _words(text: bytes) -> str:
    """The server's own words, fit for one line of a sentence."""
    return plain(text.decode("utf-8", "replace"), 160).rstrip(". ")
