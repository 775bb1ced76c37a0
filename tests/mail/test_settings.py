"""What an owner may write in the settings of a mail account, and what is named at once instead of failing at night."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.connectors.mail.settings import MailSettings, Security, Server
from desktop.connectors.mail.wire import tls_context
from desktop.domain.account import Account, AccountId
from desktop.domain.errors import Misconfigured


def read(**settings: str) -> MailSettings:
    given = {"address": "shop@bakery.example", "imap_host": "imap.example", "smtp_host": "smtp.example"} | settings
    return MailSettings.of(Account(id=AccountId(1), kind="mail", name="Mail", settings=given))


@pytest.mark.parametrize(
    "address",
    ["", "shop", "@x.example", "shop@", "a@b@c", "a b@c.example", "<a@c.example>", "Shop <a@c.example>", "a@c.example, b@c.example", "a@c.example\r\nBcc: b@c.example"],
)  # fmt: skip
def test_what_is_no_bare_address_is_refused(address: str) -> None:
    with pytest.raises(Misconfigured, match="is not a mail address"):
        read(address=address)


@pytest.mark.parametrize("address", ["shop@bakery.example", "o'hara+web@x.example", "bäcker@müller.example", "a/b@x.example"])  # fmt: skip
def test_odd_but_real_addresses_are_taken(address: str) -> None:
    assert read(address=f" {address} ").address == address


@pytest.mark.parametrize("host", ["https://imap.example/", "imap.example:993", "imap example", "imap.example/x", "a@b"])
@pytest.mark.parametrize("which", ["imap", "smtp"])
def test_what_is_no_name_of_a_server_is_refused(which: str, host: str) -> None:
    with pytest.raises(Misconfigured, match=rf"Give the name alone.*\(setting {which}_host\)"):
        read(**{f"{which}_host": host})


@pytest.mark.parametrize("host", ["imap.example", "localhost", "127.0.0.1", "::1", "fe80::1%eth0", "bücher.example"])
def test_names_and_numbers_of_servers_are_taken(host: str) -> None:
    assert read(imap_host=host).imap.host == host


def test_a_certificate_file_that_is_none_is_named_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello")
    for file, words in (
        ("letter.txt", "holds no certificate"),
        ("absent.pem", "cannot be read"),
        ("", "cannot be read"),
    ):
        server = Server(host="x", port=1, security=Security.TLS, ca_file=str(tmp_path / file))
        with pytest.raises(Misconfigured, match=words) as failed:
            tls_context(server)
        assert "ca_file" in str(failed.value)
        assert not any(sign in str(failed.value) for sign in ("Errno", "_ssl", "X509"))


def test_an_account_may_say_for_how_long_its_replies_can_be_taken_back() -> None:
    assert read().hold is None
    assert [read(hold=typed).hold for typed in ("0", " 300 ")] == [timedelta(0), timedelta(minutes=5)]
    for typed in ("301", "-1", "soon", "1.5", "٣"):
        with pytest.raises(Misconfigured, match="number of seconds from 0 to 300"):
            read(hold=typed)
