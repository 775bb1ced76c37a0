"""From a real mailbox to a sent reply, as the owner would do it on the command line: every server is a real one."""

import base64
import email
import email.policy
import email.utils
import json
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.servers.mail import CUSTOMER, MailServer, mail_server
from tests.servers.nginx import Nginx, nginx, nginx_server, rss
from tests.servers.session import keyring_session, missing

__all__ = ["mail_server", "nginx", "nginx_server"]

pytestmark = [pytest.mark.mail, pytest.mark.keyring, pytest.mark.nginx]
SECRET = "p4ss wörd/canary+5531"


class Owner:
    """The owner at a terminal: each call is a process in a session with a real keyring."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: str, stdin: str = "", code: int = 0) -> str:
        shell = 'printf %s "$SECRET_INPUT" | "$@"' if stdin else '"$@"'
        argv = ["bash", "-c", shell, "owner", sys.executable, "-m", "desktop", *words]
        done = keyring_session(self.home, argv, env={"SECRET_INPUT": stdin}, timeout=120)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done.stdout

    def json(self, *words: str, stdin: str = "") -> Any:
        return json.loads(self(*words, "--json", stdin=stdin))


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    if program := missing("dbus-run-session", "gnome-keyring-daemon"):
        pytest.skip(f"KEYRING TESTS DID NOT RUN: {program} is not installed (see packaging/test.sh)")
    yield Owner(tmp_path / "owner")
    shutil.rmtree(tmp_path / "owner", ignore_errors=True)


def mail(subject: str, text: str, message_id: str, to: str, extra: str = "") -> bytes:
    return (
        f"From: Marta Oduya <{CUSTOMER}>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{message_id}@example.test>\r\n"
        f"Date: Sat, 14 Nov 2026 12:31:00 +0100\r\n{extra}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def item(number: int, words: str) -> str:
    when = email.utils.format_datetime(datetime.now(UTC) - timedelta(hours=number))
    return (
        f"<item><title>Notes, part {number}</title><link>http://crumbs.example/{number}</link><guid>crumbs-{number}</guid>"
        f"<pubDate>{when}</pubDate><description>{words}</description></item>"
    )


def test_a_customers_mail_and_a_blogs_mention_are_ranked_answered_and_arrive_once(
    owner: Owner, mail_server: MailServer, nginx: Nginx
) -> None:
    shop = mail_server.add_user("bakery@shop.test", SECRET)
    onlooker = mail_server.add_user("onlooker@shop.test", home_of=shop)
    mail_server.deliver(
        shop, mail("Cake 4471", "My order 4471 never arrived. Where is it? I am very disappointed.", "cake", shop)
    )
    mail_server.deliver(
        shop,
        mail(
            "Offers of the week",
            "Flour now 10 % off.",
            "offer",
            shop,
            "List-Unsubscribe: <mailto:x@y.test>\r\nPrecedence: bulk\r\n",
        ),
    )
    nginx.put("feed.rss", rss(item(1, "The best buns in town are from Hazel &amp; Rye.") + item(2, "A new bridge.")))

    settings = mail_server.settings(shop)
    words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    owner("accounts", "add", "mail", "--name", "Mail", *words, "--secret-stdin", stdin=SECRET)
    owner("accounts", "add", "feed", "--name", "City blog", "--set", f"url={nginx.url('/feed.rss')}")
    owner("accounts", "add", "watch", "--name", "Mentions", "--set", 'phrases="hazel & rye"')
    assert shop in owner("accounts", "test", "Mail")

    report = {entry["account"]: entry for entry in owner.json("sync", "--once")}
    assert report["Mail"]["new"] == 2
    assert report["City blog"]["new"] == 2
    assert all(entry["errors"] == 0 for entry in report.values())

    rows = owner.json("inbox")
    assert rows[0]["customer"] == "Marta Oduya"
    assert rows[0]["lane"] == "needs-you"
    assert any("never arrived" in reason["words"] for reason in rows[0]["reasons"])
    said = {row["snippet"]: row for row in rows}
    mention = next(row for snippet, row in said.items() if "best buns" in snippet)
    bridge = next(row for snippet, row in said.items() if "bridge" in snippet)
    offer = next(row for row in rows if "Flour" in row["snippet"])
    assert (mention["lane"], bridge["lane"]) == ("worth-a-look", "the-rest")
    assert offer["lane"] == "the-rest"

    number = str(rows[0]["id"])
    owner.json(
        "reply", number, "--text-file", "-", "--now", stdin="We are so sorry, Marta. The driver is on his way to you."
    )
    assert sum(entry["sent"] for entry in owner.json("sync", "--once")) == 1
    assert sum(entry["sent"] for entry in owner.json("sync", "--once")) == 0

    arrived = [raw for raw in mail_server.messages(CUSTOMER) if b"driver is on his way" in raw]
    assert len(arrived) == 1
    answer = email.message_from_bytes(arrived[0], policy=email.policy.default)
    assert answer["In-Reply-To"] == "<cake@example.test>"
    assert answer["Subject"] == "Re: Cake 4471"
    assert shop in answer["From"]
    filed = [raw for raw in mail_server.messages(onlooker, "Sent") if b"driver is on his way" in raw]
    assert len(filed) == 1
    with mail_server.imap(onlooker) as session:
        session.select("INBOX", readonly=True)
        _, found = session.search(None, "ANSWERED")
        assert found[0].split() == [b"1"]

    timeline = owner.json("show", number)["messages"]
    assert [entry["direction"] for entry in timeline if "driver" in entry["text"]] == ["out"]
    assert not [row for row in owner.json("inbox", "--lane", "needs-you") if row["id"] == int(number)]
    assert owner.json("search", "from:marta", "never arrived")

    _no_secret_on_disk(owner.home)


def _no_secret_on_disk(home: Path) -> None:
    raw = SECRET.encode()
    forms = {
        raw,
        base64.b64encode(raw),
        quote(SECRET).encode(),
        quote(SECRET, safe="").encode(),
        raw.hex().encode(),
        base64.b64encode(b"\0bakery@shop.test\0" + raw),
    }
    for file in home.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not [form for form in forms if form in data], file


def test_a_wrong_password_needs_the_owner_and_says_so(owner: Owner, mail_server: MailServer) -> None:
    shop = mail_server.new_user()
    words = [word for key, value in mail_server.settings(shop).items() for word in ("--set", f"{key}={value}")]
    owner("accounts", "add", "mail", "--name", "Mail", *words, "--secret-stdin", stdin="not the password")
    owner("accounts", "test", "Mail", code=3)
    owner("sync", "--once", "--json", code=3)


def test_without_a_keyring_nothing_is_stored_and_the_owner_is_told(tmp_path: Path, mail_server: MailServer) -> None:
    if program := missing("dbus-run-session"):
        pytest.skip(f"KEYRING TESTS DID NOT RUN: {program} is not installed")
    shop = mail_server.new_user()
    words = [word for key, value in mail_server.settings(shop).items() for word in ("--set", f"{key}={value}")]
    argv = [
        "bash",
        "-c",
        'printf secret | "$@"',
        "owner",
        sys.executable,
        "-m",
        "desktop",
        "accounts",
        "add",
        "mail",
        "--name",
        "Mail",
        *words,
        "--secret-stdin",
    ]
    done = keyring_session(tmp_path, argv, env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, password="")
    assert done.returncode in (1, 3), done.stdout
    assert "keyring" in done.stderr.lower()
    again = keyring_session(tmp_path, [sys.executable, "-m", "desktop", "accounts", "list", "--json"], password="")
    assert json.loads(again.stdout) == []
