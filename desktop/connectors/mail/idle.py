"""Waiting for new mail: IDLE (RFC 2177) on a connection of its own, renewed before anything in between forgets it."""

import threading
from collections.abc import Callable

from desktop.connectors.base import Cancel
from desktop.connectors.mail.folders import INBOX
from desktop.connectors.mail.imap import ImapSession

RENEW_SECONDS = 540.0
"""Routers and some servers drop a connection that is silent for ten minutes; this one never is for more than nine."""
ANSWER_SECONDS = 30.0
"""A server that does not answer the end of an IDLE within this time is gone, whatever the system believes."""

_NEWS = (b"EXISTS", b"EXPUNGE", b"FETCH", b"VANISHED")


class Idle:
    """The waiting side of an account. `wait` is called by one thread, `close` by any."""

    def __init__(self, open_session: Callable[[Cancel], ImapSession], poll_seconds: float) -> None:
        self._open = open_session
        self._poll = poll_seconds
        self._session: ImapSession | None = None
        self._lock = threading.Lock()

    def wait(self, cancel: Cancel, renew: float = RENEW_SECONDS) -> bool:
        """Block until the inbox changed (True), or until it is time to look anyway (False).

        It is time to look right after a connection was made, since nobody was listening before. Raises ChannelError;
        Cancelled within two seconds of `cancel`.
        """
        cancel.check()
        session = self._session
        if session is None:
            self._keep(self._opened(cancel))
            return False
        if "IDLE" not in session.capabilities:
            cancel.wait(self._poll)
            cancel.check()
            return False
        try:
            with session.wire.under(cancel):
                return _idle(session, cancel, renew)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.wire.close()

    def _opened(self, cancel: Cancel) -> ImapSession:
        session = self._open(cancel)
        try:
            with session.wire.under(cancel):
                session.select(INBOX)
        except BaseException:
            session.wire.close()
            raise
        return session

    def _keep(self, session: ImapSession) -> None:
        with self._lock:
            self._session = session


def _idle(session: ImapSession, cancel: Cancel, renew: float) -> bool:
    """Idle, and idle again after each `renew` seconds, until something has happened."""
    while True:
        tag = session.start(b"IDLE")
        news = False
        while (answer := session.next_answer(tag)) != [b"+"]:
            if answer is None:
                return True  # the server will not idle now, so look
            news = news or _is_news(answer)
        if not news and session.wire.ready(renew):
            answer = session.next_answer(tag)
            news = answer is None or _is_news(answer)
        cancel.check()
        session.wire.timeout, before = ANSWER_SECONDS, session.wire.timeout
        session.wire.send(b"DONE\r\n")
        while (answer := session.next_answer(tag)) is not None:
            news = news or _is_news(answer)
        session.wire.timeout = before
        if news:
            return True


def _is_news(answer: list[bytes]) -> bool:
    """True for what says that the mailbox changed; servers also say "still here"."""
    return any(word in answer[0].upper().split() for word in _NEWS)
