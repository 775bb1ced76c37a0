"""Signing in on a real service, and the one plain sentence for each way in which it fails."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.mail import wire
from desktop.connectors.mail.connector import MailConnector
from desktop.connectors.mail.settings import Security, Server
from desktop.connectors.mail.wire import dial
from desktop.domain.errors import ChannelError, Misconfigured, NoConnection, SignInNeeded, Unreachable
from tests.mail.kit import connector, mail, pull
from tests.servers.faultproxy import Fault, fault_proxy
from tests.servers.mail import MailServer
from tests.servers.web import mute_port

pytestmark = pytest.mark.mail

__all__ = ["mute_port"]

Open = Callable[..., MailConnector]


def failure(source: MailConnector) -> ChannelError:
    with pytest.raises(ChannelError) as failed:
        source.check(Cancel())
    return failed.value


@contextmanager
def tls_server(certificate: Path, key: Path) -> Iterator[tuple[int, list[bytes]]]:
    """A server with a certificate of its own; the list gets what clients say inside TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as sock:
                    sock.sendall(b"* OK ready\r\n")
                    heard.append(sock.recv(1000))
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(60)


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_signing_in_works(opened: Open, mail_server: MailServer, user: str, security: str) -> None:
    imap = mail_server.imaps_port if security == "tls" else mail_server.imap_port
    smtp = {"tls": mail_server.smtps_port, "starttls": mail_server.submission_port, "none": mail_server.smtp_port}
    source = opened(
        user, imap_port=str(imap), imap_security=security, smtp_port=str(smtp[security]), smtp_security=security
    )
    assert source.check(Cancel()).key == user


def test_a_password_of_any_letters_works(opened: Open, mail_server: MailServer) -> None:
    secret = 'pä"ss\\wörd %s {3} ключ'
    user = mail_server.new_user(password=secret)
    assert opened(user, secret).check(Cancel()).key == user
    with fault_proxy(mail_server.imap_port, Fault(strip=(b"AUTH=PLAIN", b"LITERAL+"))) as proxy:
        by_login = opened(user, secret, imap_port=str(proxy.port), imap_security="none")
        assert by_login.check(Cancel()).key == user


def test_a_wrong_password_is_named(opened: Open, user: str) -> None:
    failed = failure(opened(user, "wrong"))
    assert isinstance(failed, SignInNeeded)
    assert str(failed).startswith("Reading mail: ")
    assert "refused the name or the password" in str(failed)


def test_a_wrong_password_for_sending_only_is_named(opened: Open, mail_server: MailServer, user: str) -> None:
    mail_server.tokens["good"] = user
    with fault_proxy(mail_server.smtps_port):
        failed = failure(opened(user, "secret", smtp_port=str(mail_server.imaps_port)))
    assert str(failed).startswith("Sending mail: ")


def test_a_server_that_does_not_exist_is_named(opened: Open, user: str) -> None:
    failed = failure(opened(user, imap_host="no-such-host.invalid"))
    assert isinstance(failed, NoConnection)
    assert "No server called no-such-host.invalid" in str(failed)


def test_a_port_where_nobody_listens_is_named(opened: Open, user: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    failed = failure(opened(user, imap_port=str(port)))
    assert isinstance(failed, NoConnection)
    assert f"port {port}" in str(failed)
    assert "does not answer" in str(failed)


def test_a_port_of_another_kind_is_named(opened: Open, mail_server: MailServer, user: str) -> None:
    plain_port = failure(opened(user, imap_port=str(mail_server.imap_port)))
    assert isinstance(plain_port, Misconfigured)
    assert "does not speak TLS" in str(plain_port)
    other_service = failure(opened(user, imap_port=str(mail_server.smtps_port)))
    assert isinstance(other_service, Misconfigured)
    assert "not a mail server that can be read from" in str(other_service)


def test_an_unknown_authority_is_not_trusted(mail_server: MailServer, user: str) -> None:
    failed = failure(connector(mail_server.settings(user, ca_file="")))
    assert isinstance(failed, Misconfigured)
    assert "is not trusted" in str(failed)


def test_the_certificate_of_another_server_is_not_taken(opened: Open, mail_server: MailServer, user: str) -> None:
    with tls_server(*mail_server.certificate("mail.elsewhere.test")) as (port, heard):
        failed = failure(opened(user, imap_port=str(port)))
    assert isinstance(failed, Misconfigured)
    assert "belongs to another server" in str(failed)
    assert not heard


def test_a_missing_authority_file_is_named(opened: Open, user: str, tmp_path: Path) -> None:
    failed = failure(opened(user, ca_file=str(tmp_path / "none.pem")))
    assert isinstance(failed, Misconfigured)
    assert "none.pem" in str(failed)


@pytest.mark.parametrize("which", ["imap", "smtp"])
def test_starttls_taken_away_stops_before_the_password(
    opened: Open, mail_server: MailServer, user: str, which: str
) -> None:
    target = mail_server.imap_port if which == "imap" else mail_server.submission_port
    with fault_proxy(target, Fault(strip=(b"STARTTLS",))) as proxy:
        settings = {f"{which}_port": str(proxy.port), f"{which}_security": "starttls"}
        failed = failure(opened(user, **settings))
        said = proxy.up
    assert isinstance(failed, Misconfigured)
    assert "does not offer STARTTLS" in str(failed)
    assert said < 40


def test_plain_text_never_leaves_this_computer(
    opened: Open, mail_server: MailServer, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[object] = []
    monkeypatch.setattr("desktop.connectors.mail.wire._connected", lambda *given: connected.append(given))
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", 143))]
    )
    with pytest.raises(Misconfigured, match="not this computer"):
        dial(Server(host="mail.shop.test", port=143, security=Security.NONE), Cancel())
    assert not connected


def test_an_access_token_signs_in_and_an_old_one_asks_for_the_owner(
    opened: Open, mail_server: MailServer, user: str
) -> None:
    mail_server.tokens["good-token"] = user
    source = opened(user, "good-token", auth="xoauth2")
    assert source.check(Cancel()).key == user
    mail_server.append(user, mail(1))
    assert len(pull(source).items) == 1
    failed = failure(opened(user, "expired-token", auth="xoauth2"))
    assert isinstance(failed, SignInNeeded)
    assert "sign in again" in str(failed)


def test_a_token_for_sending_works_and_fails_alike(opened: Open, mail_server: MailServer, user: str) -> None:
    from desktop.connectors.mail import smtp
    from desktop.connectors.mail.settings import Auth

    mail_server.tokens["good-token"] = user
    server = Server(
        host="127.0.0.1", port=mail_server.smtps_port, security=Security.TLS, ca_file=str(mail_server.ca_file)
    )
    smtp.check(server, smtp.Login(user=user, secret="good-token", auth=Auth.XOAUTH2), Cancel())
    with pytest.raises(SignInNeeded, match="sign in again"):
        smtp.check(server, smtp.Login(user=user, secret="old-token", auth=Auth.XOAUTH2), Cancel())


def test_oauthbearer_is_used_where_it_is_all_there_is(opened: Open, mail_server: MailServer, user: str) -> None:
    mail_server.tokens["good-token"] = user
    with fault_proxy(mail_server.imap_port, Fault(strip=(b"AUTH=XOAUTH2", b"SASL-IR"))) as proxy:
        source = opened(user, "good-token", auth="xoauth2", imap_port=str(proxy.port), imap_security="none")
        assert pull(source).cursor
        expired = opened(user, "old", auth="xoauth2", imap_port=str(proxy.port), imap_security="none")
        assert isinstance(failure(expired), SignInNeeded)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"address": "nobody"}, "not a mail address"),
        ({"imap_host": ""}, "imap_host"),
        ({"imap_port": "many"}, r"“many” is not a port.*setting imap_port"),
        ({"imap_security": "ssl"}, r"“ssl” is no kind of security.*setting imap_security"),
        ({"auth": "kerberos"}, r"“kerberos” is no way to sign in.*setting auth"),
    ],
)
def test_settings_that_cannot_work_are_named(settings: dict[str, str], word: str) -> None:
    good = {"address": "owner@shop.test", "imap_host": "mail.shop.test"}
    with pytest.raises(Misconfigured, match=word):
        connector(good | settings)


def test_secrets_do_not_show_in_what_can_be_printed() -> None:
    from desktop.connectors.mail import smtp
    from desktop.connectors.mail.settings import Auth

    assert "hunter2" not in repr(smtp.Login(user="u", secret="hunter2", auth=Auth.PASSWORD))


@pytest.mark.parametrize("which", ["imap", "smtp"])
def test_a_server_that_says_nothing_is_said_to(
    opened: Open, user: str, which: str, mute_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "GREETING_SECONDS", 0.3)
    failed = failure(opened(user, **{f"{which}_port": str(mute_port), f"{which}_security": "none"}))
    assert isinstance(failed, Unreachable)
    assert "said nothing that a mail server says. Check the port" in str(failed)


def test_a_mail_reading_server_is_not_taken_for_a_sending_one(opened: Open, mail_server: MailServer, user: str) -> None:
    failed = failure(opened(user, smtp_port=str(mail_server.imaps_port)))
    assert "Sending mail" in str(failed)
    assert "Check the port" in str(failed)
