"""Waiting for news on a real server: heard within a second, left within two."""

import threading
import time
from collections.abc import Callable

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.mail.connector import MailConnector
from desktop.domain.errors import Cancelled, Unreachable
from tests.mail.kit import mail
from tests.servers.faultproxy import Fault, fault_proxy
from tests.servers.mail import MailServer

pytestmark = pytest.mark.mail

Open = Callable[..., MailConnector]


class Waiting(threading.Thread):
    """A listener on a thread of its own; `outcome` is what came of it, `took` how long after `since`."""

    def __init__(self, wait: Callable[[], bool]) -> None:
        super().__init__(daemon=True)
        self._wait, self.outcome, self.ended = wait, None, 0.0
        self.start()

    def run(self) -> None:
        try:
            self.outcome = self._wait()
        except (Cancelled, Unreachable) as stopped:
            self.outcome = type(stopped)
        self.ended = time.monotonic()


def idling(server: MailServer, user: str) -> Callable[[], bool]:
    """True once the server's process for this user says that it idles."""
    log = server.directory / "log" / "dovecot.log"
    return lambda: user in log.read_text(errors="replace")


def test_new_mail_is_heard(opened: Open, mail_server: MailServer, user: str) -> None:
    source, cancel = opened(user), Cancel()
    assert source.listen(cancel) is False
    waiting = Waiting(lambda: source.listen(cancel))
    mail_server.deliver(user, mail(1))
    waiting.join(60)
    assert waiting.outcome is True


def test_a_mark_made_elsewhere_is_heard(opened: Open, mail_server: MailServer, user: str) -> None:
    mail_server.append(user, mail(1))
    source, cancel = opened(user), Cancel()
    source.listen(cancel)
    waiting = Waiting(lambda: source.listen(cancel))
    with mail_server.imap(user) as session:
        session.select("INBOX")
        session.uid("STORE", "1", "+FLAGS", "(\\Seen)")
    waiting.join(60)
    assert waiting.outcome is True


def test_news_between_two_waits_are_not_missed(opened: Open, mail_server: MailServer, user: str) -> None:
    source, cancel = opened(user), Cancel()
    source.listen(cancel)
    mail_server.append(user, mail(1))
    waiting = Waiting(lambda: source.listen(cancel))
    waiting.join(60)
    assert waiting.outcome is True


@pytest.mark.parametrize("security", ["tls", "none"])
def test_waiting_ends_at_once_when_told(opened: Open, mail_server: MailServer, user: str, security: str) -> None:
    port = mail_server.imaps_port if security == "tls" else mail_server.imap_port
    with fault_proxy(port) as proxy:
        source, cancel = opened(user, imap_port=str(proxy.port), imap_security=security), Cancel()
        source.listen(cancel)
        before = proxy.up
        waiting = Waiting(lambda: source.listen(cancel))
        assert mail_server.wait_for(lambda: proxy.up > before)
        told = time.monotonic()
        cancel.set()
        waiting.join(60)
    assert waiting.outcome is Cancelled
    assert waiting.ended - told < 10


def test_the_wait_is_renewed(opened: Open, mail_server: MailServer, user: str) -> None:
    with fault_proxy(mail_server.imap_port) as proxy:
        source, cancel = opened(user, imap_port=str(proxy.port), imap_security="none"), Cancel()
        source.listen(cancel)
        waiting = Waiting(lambda: source._idle.wait(cancel, renew=0.05))
        before = proxy.up
        assert mail_server.wait_for(lambda: proxy.up > before + 5 * len("DONE\r\ns00 IDLE\r\n"))
        mail_server.append(user, mail(1))
        waiting.join(60)
    assert waiting.outcome is True


def test_a_line_that_died_silently_is_noticed_at_the_renewal(
    opened: Open, mail_server: MailServer, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.connectors.mail.idle.ANSWER_SECONDS", 0.3)
    with fault_proxy(mail_server.imap_port) as measured:
        source = opened(user, imap_port=str(measured.port), imap_security="none")
        source.listen(Cancel())
        greeting = measured.down
    with fault_proxy(mail_server.imap_port, Fault(stall_down=greeting + len("+ idling\r\n"))) as proxy:
        source, cancel = opened(user, imap_port=str(proxy.port), imap_security="none"), Cancel()
        source.listen(cancel)
        waiting = Waiting(lambda: source._idle.wait(cancel, renew=0.1))
        waiting.join(60)
    assert waiting.outcome is Unreachable or issubclass(waiting.outcome, Unreachable)


def test_a_server_without_idle_is_polled(opened: Open, mail_server: MailServer, user: str) -> None:
    with fault_proxy(mail_server.imap_port, Fault(strip=(b"IDLE",))) as proxy:
        source, cancel = opened(user, imap_port=str(proxy.port), imap_security="none"), Cancel()
        source._idle._poll = 0.05
        source.listen(cancel)
        waiting = Waiting(lambda: source.listen(cancel))
        waiting.join(60)
    assert waiting.outcome is False
