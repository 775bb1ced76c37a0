"""A shop with a real mail account, a message to answer, and a way to count what the customer got."""

import collections
import email
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.store import accounts
from desktop.store.connection import open_reader
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from tests.crash.child import FILED_AFTER, Task, database, run
from tests.servers.mail import MailServer, mail_server
from tests.sync.shop import SettableClock

__all__ = ["mail_server"]

SUBJECT = "Do you have rye today?"


@pytest.fixture(autouse=True)
def copies_are_filed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.connectors.mail.connector.FILED_AFTER", FILED_AFTER)


@dataclass
class MailShop:
    """Copies of one prepared home, one for each death."""

    server: MailServer
    owner: str
    customer: str
    template: Path
    folder: Path
    made: int = 0
    sent: list[str] = field(default_factory=list)

    def home(self) -> Path:
        """A fresh copy of the prepared home."""
        self.made += 1
        home = self.folder / f"home{self.made}"
        shutil.copytree(self.template, home)
        return home

    def got(self) -> collections.Counter[str]:
        """How often the customer got each Message-ID, once nothing is under way any more."""
        queues = [self.server.directory / "queue" / name for name in ("maildrop", "incoming", "active", "deferred")]
        assert self.server.wait_for(lambda: not any(p.is_file() for q in queues for p in q.rglob("*")))
        raws = self.server.messages(self.customer)
        return collections.Counter(str(email.message_from_bytes(raw)["Message-ID"]).strip() for raw in raws)


@pytest.fixture
def mail_shop(mail_server: MailServer, tmp_path: Path) -> Callable[..., MailShop]:
    """A function that prepares a shop; settings of the account may be changed."""

    def prepare(**settings: str) -> MailShop:
        owner, customer = mail_server.new_user(), mail_server.new_user("example.test")
        mail_server.append(
            owner,
            f"From: Marta <{customer}>\r\nTo: {owner}\r\nSubject: {SUBJECT}\r\nMessage-ID: <q-{customer}>\r\n"
            "Date: Thu, 19 Nov 2026 10:00:00 +0000\r\n\r\nPlease tell me.\r\n".encode(),
        )
        template = tmp_path / f"template-{owner}"
        new_home(template, "mail", mail_server.settings(owner, **settings), "secret-key")
        shop = MailShop(mail_server, owner, customer, template, tmp_path)
        assert run(Task(template)) == 0
        with closing(open_reader(database(template))) as reader:
            assert reader.execute("select count(*) from message").fetchone() == (1,)
        return shop

    return prepare


def new_home(home: Path, kind: str, settings: dict[str, str], secret_key: str = "") -> None:
    """Make a home with one account."""
    clock = SettableClock()
    home.mkdir()
    migrate(database(home), home / "backups", clock)
    writer = Writer(database(home), clock, "")
    writer.submit(lambda db: accounts.add(db, kind, "shop", settings, secret_key, clock.now())).result()
    writer.close()
