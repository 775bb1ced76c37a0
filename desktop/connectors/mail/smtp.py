"""Handing a mail over (RFC 5321), so that at every moment it is known whether the server may have taken it.

Only a complete answer with a code from 200 to 599 counts as an answer; anything else means the connection is lost.
Where CHUNKING (RFC 3030) is offered the text is acknowledged before the empty last chunk, so that next to nothing can
break while the outcome is open.
"""

import base64
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.connectors.base import Cancel
from desktop.connectors.mail.settings import Auth, Security, Server
from desktop.connectors.mail.wire import Lost, Wire, dial, tls_context
from desktop.domain.draft import Delivered, Phase, Plan
from desktop.domain.errors import (
    Cancelled,
    ChannelError,
    Malformed,
    Misconfigured,
    Refused,
    SignInNeeded,
    Unreachable,
    Unsure,
)
from desktop.domain.text import plain
from desktop.domain.wording import about, worded

COMMIT_SECONDS = 600.0
"""How long a server may think after it has everything (RFC 5321, 4.5.3.2.6)."""

_ANSWER = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
_NO_SIGN_IN = {530, 534, 535, 538}
_LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who signs in, and with what."""

    user: str
    secret: str = field(repr=False)
    auth: Auth


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of the server: its code and its words, line by line."""

    code: int
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        """The answer on one line, with its code."""
        return plain(f"{self.code} {' '.join(self.lines)}", 200)

    @property
    def good(self) -> bool:
        """True for 2xx."""
        return 200 <= self.code < 300


class SmtpSession:
    """One connection for one mail. One thread."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.local = False
        self.offers: dict[str, str] = {}

    def greet(self, server: Server) -> None:
        """Read the greeting, say hello, and secure the connection when STARTTLS was chosen."""
        self.local = server.security is Security.NONE
        with self.wire.greeting():
            answer = self.answer()
        if not answer.good:
            raise Unreachable(worded(f"{self.wire.name} is not taking mail now: {answer.words}."))
        self._hello()
        if server.security is not Security.STARTTLS:
            return
        if "STARTTLS" not in self.offers:
            raise Misconfigured(
                worded(
                    f"{self.wire.name} does not offer STARTTLS, so the password stayed here. Choose tls and its port."
                )
            )
        answer = self.ask("STARTTLS")
        if answer.code != 220:
            raise Misconfigured(
                worded(f"{self.wire.name} refused to start the encryption: {answer.words}. Shopbell stopped.")
            )
        self.wire.start_tls(tls_context(server), server.host)
        self._hello()

    def _hello(self) -> None:
        self.offers = {}
        answer = self.ask("EHLO [127.0.0.1]")
        if answer.code >= 500:
            answer = self.ask("HELO [127.0.0.1]")
        if not answer.good:
            raise Unreachable(worded(f"{self.wire.name} is not taking mail now: {answer.words}."))
        for line in answer.lines[1:]:
            word, _, rest = line.strip().partition(" ")
            self.offers[word.upper()] = rest.strip().upper()

    def sign_in(self, login: Login) -> None:
        """Sign in; a server on this computer need not ask. Raises SignInNeeded, Misconfigured, Unreachable."""
        offered = self.offers.get("AUTH", "").split()
        if not offered:
            if self.local:
                return
            raise Misconfigured(
                worded(f"{self.wire.name} offers no way to sign in on this port. Check port and security.")
            )
        answer = self._token(login, offered) if login.auth is Auth.XOAUTH2 else self._password(login, offered)
        if answer.good:
            return
        if answer.code in _NO_SIGN_IN:
            if login.auth is Auth.XOAUTH2:
                raise SignInNeeded(worded(f"{self.wire.name} no longer accepts your sign-in. Please sign in again."))
            raise SignInNeeded(
                worded(
                    f"{self.wire.name} refused the name or the password. Check both; some providers want an app password."
                )
            )
        if answer.code < 500:
            raise Unreachable(worded(f"{self.wire.name} cannot sign you in now: {answer.words}."))
        raise SignInNeeded(worded(f"{self.wire.name} refused to sign you in: {answer.words}."))

    def _token(self, login: Login, offered: list[str]) -> Answer:
        if "XOAUTH2" in offered:
            words, mechanism = f"user={login.user}\x01auth=Bearer {login.secret}\x01\x01", "XOAUTH2"
        elif "OAUTHBEARER" in offered:
            words, mechanism = f"n,a={login.user},\x01auth=Bearer {login.secret}\x01\x01", "OAUTHBEARER"
        else:
            raise Misconfigured(
                about(worded(f"{self.wire.name} does not take access tokens. Sign in with a password."), "auth")
            )
        answer = self.ask(f"AUTH {mechanism} {_base64(words)}")
        return self.ask("" if mechanism == "XOAUTH2" else "AQ==") if answer.code == 334 else answer

    def _password(self, login: Login, offered: list[str]) -> Answer:
        if "PLAIN" in offered:
            words = _base64(f"\0{login.user}\0{login.secret}")
            answer = self.ask("AUTH PLAIN " + words)
            return self.ask(words) if answer.code == 334 else answer
        if "LOGIN" not in offered:
            raise Misconfigured(
                about(worded(f"{self.wire.name} does not take passwords. Sign in with xoauth2."), "auth")
            )
        answer = self.ask("AUTH LOGIN")
        for word in (login.user, login.secret):
            if answer.code == 334:
                answer = self.ask(_base64(word))
        return answer

    def ask(self, command: str) -> Answer:
        """Send one command and return its answer."""
        self.in_step()
        self.wire.send(command.encode("ascii") + b"\r\n")
        return self.answer()

    def in_step(self) -> None:
        """Make sure that no answer is waiting for a question not asked yet: every later one would be off by one."""
        if self.wire.waiting():
            answer = self.answer()
            raise Unreachable(worded(f"{self.wire.name} spoke out of turn: {answer.words}."))

    def answer(self) -> Answer:
        """Read one complete answer. Raises Lost for anything that is not one."""
        lines: list[str] = []
        code = 0
        while True:
            found = _ANSWER.fullmatch(self.wire.line())
            if found is None or (lines and int(found.group(1)) != code) or len(lines) > _LONGEST_ANSWER:
                raise Lost(worded(f"{self.wire.name} answered something that makes no sense."))
            code = int(found.group(1))
            lines.append((found.group(3) or b"").decode("utf-8", "replace"))
            if found.group(2) != b"-":
                return Answer(code, tuple(lines))

    def quit(self) -> None:
        """Say goodbye, without waiting long for the answer, and close."""
        with contextlib.suppress(ChannelError):
            self.wire.timeout = 2.0
            self.wire.send(b"QUIT\r\n")
            self.answer()
        self.wire.close()


def check(server: Server, login: Login, cancel: Cancel) -> None:
    """Connect and sign in, send nothing. Raises ChannelError with a sentence that says what is wrong."""
    session = _open(server, login, cancel)
    with session.wire.under(cancel):
        session.quit()


def deliver(server: Server, login: Login, plan: Plan, report: Callable[[Phase], None], cancel: Cancel) -> Delivered:
    """Send a mail, once. Raises Unsure when the outcome is open; every other error means: not delivered."""
    cancel.check()
    report(Phase.CONNECT)
    session = _open(server, login, cancel)
    try:
        with session.wire.under(cancel):
            return _transaction(session, plan, report)
    finally:
        session.wire.close()


def _open(server: Server, login: Login, cancel: Cancel) -> SmtpSession:
    wire = dial(server, cancel)
    session = SmtpSession(wire)
    try:
        with wire.under(cancel):
            session.greet(server)
            session.sign_in(login)
    except Malformed as odd:
        wire.close()
        raise Unreachable(str(odd)) from odd
    except BaseException:
        wire.close()
        raise
    return session


def _transaction(session: SmtpSession, plan: Plan, report: Callable[[Phase], None]) -> Delivered:
    body = _canonical(plan.payload)
    chunked = "CHUNKING" in session.offers
    try:
        report(Phase.MAIL)
        _envelope(session, plan, len(body), report)
        report(Phase.BODY)
        _send_body(session, body, chunked=chunked)
        if session.wire.waiting():
            # A verdict before the end: nothing was delivered, and a refusal is one.
            _judge(session, answer := session.answer(), worded("the mail"))
            raise Unreachable(worded(f"{session.wire.name} spoke out of turn: {answer.words}."))
    except Malformed as odd:
        raise Unreachable(str(odd)) from odd
    report(Phase.COMMIT)
    answer = _commit(session, chunked=chunked)
    _judge(session, answer, worded("the mail"))
    session.quit()
    return Delivered(proof=answer.words)


def _envelope(session: SmtpSession, plan: Plan, size: int, report: Callable[[Phase], None]) -> None:
    limit = session.offers.get("SIZE", "")
    if limit.isdigit() and 0 < int(limit) < size:
        raise Refused(worded(f"The mail is too large: {session.wire.name} takes {int(limit) // 1_000_000} MB at most."))
    length = f" SIZE={size}" if "SIZE" in session.offers else ""
    _judge(session, session.ask(f"MAIL FROM:<{_address(plan.sender)}>{length}"), worded(f"mail from {plan.sender}"))
    report(Phase.RCPT)
    for recipient in plan.recipients:
        _judge(session, session.ask(f"RCPT TO:<{_address(recipient)}>"), worded(f"mail to {recipient}"))


def _send_body(session: SmtpSession, body: bytes, *, chunked: bool) -> None:
    """Send everything but the end, so that what follows is only the word that it is complete."""
    wire = session.wire
    if chunked:
        session.in_step()
        wire.send(b"BDAT %d\r\n" % len(body) + body)
        _judge(session, session.answer(), worded("the mail"))
        return
    answer = session.ask("DATA")
    if answer.code != 354:
        _judge(session, answer, worded("the mail"))
        raise Unreachable(worded(f"{wire.name} did not ask for the mail: {answer.words}."))
    wire.send(_stuffed(body))


def _commit(session: SmtpSession, *, chunked: bool) -> Answer:
    """Send the last word and wait for the verdict. Whatever breaks from here on leaves the outcome open."""
    wire = session.wire
    wire.timeout = COMMIT_SECONDS
    try:
        wire.send(b"BDAT 0 LAST\r\n" if chunked else b".\r\n")
        answer = session.answer()
    except (Lost, Cancelled, Malformed) as broken:
        raise Unsure(
            worded("The connection broke while the server was taking your reply. It may have been sent.")
        ) from broken
    if 300 <= answer.code < 400:
        raise Unsure(worded(f"The server's answer does not say whether it took your reply: {answer.words}."))
    return answer


def _judge(session: SmtpSession, answer: Answer, what: str) -> None:
    """Raise for anything but 2xx: Refused for good, Unreachable for now; neither means that it was delivered."""
    if answer.good:
        return
    if answer.code in _NO_SIGN_IN:
        raise SignInNeeded(worded(f"{session.wire.name} wants a sign-in first: {answer.words}."))
    if answer.code >= 500:
        raise Refused(worded(f"The server refused {what}: {answer.words}."))
    raise Unreachable(worded(f"The server did not take {what} yet: {answer.words}. Shopbell tries again."))


def _address(address: str) -> str:
    if not re.fullmatch(r"[!-;=?-~]+", address):
        raise Refused(worded(f"“{plain(address, 80)}” is not an address mail can be sent to."))
    return address


def _canonical(payload: bytes) -> bytes:
    """Return the mail with CRLF line ends only, and one at its end: a lone CR or LF could hide a false end."""
    body = re.sub(rb"\r\n|\r|\n", b"\r\n", payload)
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def _stuffed(body: bytes) -> bytes:
    return re.sub(rb"(?m)^\.", b"..", body)


def _base64(words: str) -> str:
    return base64.b64encode(words.encode()).decode("ascii")
