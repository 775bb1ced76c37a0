"""Old mail that is brought in: it was sent to the shop, whether anybody says to which address or not."""

from email.message import EmailMessage
from email.utils import localtime
from mailbox import Maildir
from pathlib import Path

import pytest

from tests.cli.conftest import Shopbell

ACCOUNT = ("accounts", "add", "mail", "--name", "Mail", "--secret-later", "--set", "address=owner@shop.example",
           "--set", "imap_host=127.0.0.1", "--set", "smtp_host=127.0.0.1")  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    box = Maildir(tmp_path / "Old")
    for number, to in enumerate(("Owner@shop.example", "somebody@else.example")):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Dan <dan{number}@example.org>", to, "The bun"
        mail["Date"], mail["Message-ID"] = localtime(), f"<{number}@example.org>"
        mail.set_content("My daughter had an allergic reaction to your nut free bun. Please call me.")
        box.add(mail)
    return tmp_path / "Old"


def lanes(shopbell: Shopbell) -> list[str]:
    return sorted(row["lane"] for row in shopbell("inbox", "--json").json)


def test_it_is_to_whoever_has_it_where_no_address_is_known(shopbell: Shopbell, old: Path) -> None:
    assert shopbell("import", "maildir", str(old)).code == 0
    assert lanes(shopbell) == ["needs-you", "needs-you"]


def test_it_is_to_the_owner_of_the_accounts_where_nobody_says_whose_it_is(shopbell: Shopbell, old: Path) -> None:
    assert shopbell(*ACCOUNT).code == 0
    assert shopbell("import", "maildir", str(old)).code == 0
    assert lanes(shopbell) == ["needs-you", "the-rest"]
