"""The servers of a mail address are found where its domain names them, or under the usual names; never unencrypted ones."""

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.mail import autoconfig
from desktop.connectors.mail.settings import MailSettings, Security, Server
from desktop.connectors.registry import channel, find_settings
from desktop.domain.account import Account, AccountId
from desktop.domain.clock import SystemClock
from desktop.domain.errors import Cancelled, Misconfigured, Unreachable
from tests.mail.scripted import scripted

ADDRESS = "us@shop.example"
CONFIG = b"""<?xml version="1.0"?>
<!-- as providers write it -->
<clientConfig version="1.1"><emailProvider id="shop.example"><domain>shop.example</domain>
  <incomingServer type="pop3"><hostname>pop.host.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>plain.host.example</hostname><port>143</port><socketType>plain</socketType></incomingServer>
  <incomingServer type="imap"><hostname>in.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
    <username>%EMAILLOCALPART%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>out.host.example</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
</emailProvider></clientConfig>"""
FOUND = {
    "imap_host": "in.shop.example",
    "imap_port": "993",
    "imap_security": "tls",
    "smtp_host": "out.host.example",
    "smtp_port": "587",
    "smtp_security": "starttls",
    "user": "us",
}


def test_what_the_domain_itself_says_is_taken_and_understood_by_the_channel() -> None:
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        if "autoconfig." in url:
            raise Unreachable("There is no such server.")
        return CONFIG

    assert autoconfig.told(ADDRESS, get) == FOUND
    assert asked == [
        "https://autoconfig.shop.example/mail/config-v1.1.xml?emailaddress=us%40shop.example",
        "https://shop.example/.well-known/autoconfig/mail/config-v1.1.xml",
    ]
    account = Account(id=AccountId(0), kind="mail", name="Mail", settings={"address": ADDRESS, **FOUND})
    assert MailSettings.of(account).imap.host == "in.shop.example"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<html><p>Not found</html>",
        b"<html/>",
        CONFIG.replace(b"SSL", b"plain"),
        CONFIG.replace(b"STARTTLS", b"plain"),
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CONFIG,
        b"\xff\xfe\x00",
    ],
)
def test_a_page_that_is_something_else_or_names_no_encrypted_server_tells_nothing(text: bytes) -> None:
    assert autoconfig.read(text, ADDRESS) == {}


def test_servers_under_the_usual_names_are_found_by_their_greeting() -> None:
    asked: list[tuple[str, str, int]] = []

    def greets(kind: str, server: Server) -> bool:
        asked.append((kind, server.host, server.port))
        return (server.host, server.port) in (("mail.shop.example", 993), ("smtp.shop.example", 587))

    found = autoconfig.guessed(ADDRESS, greets)
    assert (found["imap_host"], found["imap_port"], found["imap_security"]) == ("mail.shop.example", "993", "tls")
    assert (found["smtp_host"], found["smtp_port"], found["smtp_security"]) == ("smtp.shop.example", "587", "starttls")
    assert asked[0] == ("imap", "imap.shop.example", 993)


@pytest.mark.parametrize(("there", "named"), [((), "imap_host"), (("imap",), "smtp_host")])
def test_where_one_is_not_found_nothing_is_taken_for_granted(there: tuple[str, ...], named: str) -> None:
    with pytest.raises(Misconfigured, match="were not found") as told:
        autoconfig.guessed(ADDRESS, lambda kind, _server: kind in there)
    assert named in str(told.value)


def test_what_the_owner_gave_is_never_looked_for() -> None:
    given = {"address": ADDRESS, "imap_host": "imap.host.example"}
    assert find_settings(channel("mail"), given, SystemClock(), Cancel()) == given
    assert find_settings(channel("feed"), {}, SystemClock(), Cancel()) == {}


def test_what_is_no_address_is_said_before_anybody_is_asked() -> None:
    with pytest.raises(Misconfigured, match="is not a mail address"):
        autoconfig.find({"address": "shop.example"}, SystemClock(), Cancel())


def test_it_ends_at_once_when_the_owner_goes() -> None:
    stop = Cancel()
    stop.set()
    with pytest.raises(Cancelled):
        autoconfig.find({"address": ADDRESS}, SystemClock(), stop)


def test_a_server_is_taken_for_one_that_greets_as_such() -> None:
    with scripted() as there, scripted(greeting=b"HTTP/1.1 400 Bad Request\r\n") as other:
        asked = [Server(host="127.0.0.1", port=one.port, security=Security.NONE) for one in (there, other)]
        assert [autoconfig._greets("imap", server, Cancel()) for server in asked] == [True, False]
        assert not autoconfig._greets("smtp", asked[1], Cancel())
    assert not autoconfig._greets("imap", asked[0], Cancel())
