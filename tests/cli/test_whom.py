"""Whom a reply of the command line goes to: who wrote, or whom the owner names instead."""

from contextlib import closing

import pytest

from desktop.domain.clock import SystemClock
from desktop.domain.item import Author
from desktop.store import accounts
from desktop.store.connection import open_reader
from desktop.store.ingest import ingest
from desktop.store.writer import Writer
from tests.cli.conftest import Said, Shopbell
from tests.store.makers import mail, rank

BROKEN = "lou@exam..ple.org"


@pytest.fixture
def number(shopbell: Shopbell) -> str:
    """A mail whose sender's address is broken."""
    added = shopbell(
        *("accounts", "add", "mail", "--name", "Mail", "--secret-later", "--set", "address=shop@example.org"),
        *("--set", "imap_host=127.0.0.1", "--set", "smtp_host=127.0.0.1"),
    )
    assert added.code == 0, added.err
    path, clock = shopbell.home / "shopbell.db", SystemClock()
    with closing(open_reader(path)) as reader:
        account = accounts.account(reader, "Mail")
    assert account is not None
    came = mail("1", who=Author(key=BROKEN, handle=BROKEN, name="Lou"), text="Do you deliver?", written_at=clock.now())
    with Writer(path, clock) as writer:
        writer.submit(lambda db: ingest(db, account, [came], cursor=None, now=clock.now(), rank=rank)).result()
    return str(shopbell("inbox", "--json").json[0]["id"])


def reply(shopbell: Shopbell, number: str, *words: str) -> Said:
    return shopbell("reply", number, "--text-file", "-", *words, stdin="We do.\n")


def test_a_broken_address_is_named_and_can_be_put_right(shopbell: Shopbell, number: str) -> None:
    refused = reply(shopbell, number)
    assert refused.code == 1
    assert f"“{BROKEN}” is not an address mail can be sent to." in refused.err
    assert "--to" in refused.err
    assert shopbell("outbox", "--json").json == []
    sent = reply(shopbell, number, "--to", "Lou <lou@example.org>, ann@example.org", "--cc", "kim@example.org")
    assert sent.code == 0, sent.err
    (queued,) = shopbell("outbox", "--json").json
    assert queued["to"] == "lou@example.org, ann@example.org, kim@example.org"
