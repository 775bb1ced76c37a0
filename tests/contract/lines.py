"""One line to a network for each channel: what the contract suite needs to know in order to put a channel to the test.

A new channel adds one class here and names it in `LINES`: its settings, how something new comes to be said, and
those troubles its network knows (`can`). The suite asks for nothing else.
"""

import contextlib
import email
import email.policy
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from desktop.connectors import registry
from desktop.connectors.base import Cancel, Connector, Context
from desktop.domain.account import Account, AccountId
from desktop.domain.conversation import ConversationId
from desktop.domain.draft import Draft, Parent, Plan
from desktop.domain.errors import ChannelError, Malformed, Misconfigured, Refused, SignInNeeded, Unreachable
from desktop.domain.item import Audience, MessageId
from tests.mail.kit import mail
from tests.servers.faultproxy import Fault, fault_proxy
from tests.servers.nginx import rss, rss_item
from tests.servers.steady import PlainSecret, SteadyClock

CUSTOMER = "customer@example.test"


class Line:
    """What is the same for every channel."""

    kind: ClassVar[str]
    can: ClassVar[frozenset[str]] = frozenset()
    """Of limited, stuck, broken, reply, files, ambiguous, listen, flags: what this network knows."""
    first: ClassVar[int] = 7
    """How many things have been said before the first look, at least."""
    bad: ClassVar[tuple[Mapping[str, str], ...]] = ()
    """Changes to the settings that make no sense."""

    def __init__(self, request: pytest.FixtureRequest, stack: contextlib.ExitStack) -> None:
        self.clock = SteadyClock()
        self.secret = ""
        self.settings: dict[str, str] = {}
        self.stack = stack
        self.set_up(request)

    def set_up(self, request: pytest.FixtureRequest) -> None:
        """Start the network, say `first` things, fill in `settings`."""
        raise NotImplementedError

    def say(self, number: int) -> None:
        """Let something new be said."""
        raise NotImplementedError

    def account(self, **changes: str) -> Account:
        return Account(
            id=AccountId(1),
            kind=self.kind,
            name="Line",
            settings=self.settings | changes,
            secret_key="k" if self.secret else "",
        )

    def connector(self, account: Account | None = None, **changes: str) -> Connector:
        """A connector of its own, closed at the end."""
        context = Context(account=account or self.account(**changes), secret=PlainSecret(self.secret), clock=self.clock)
        made = registry.open_connector(context)
        self.stack.callback(made.close)
        return made

    def limited(self) -> Connector:
        """A connector whose server asks it to wait."""
        raise NotImplementedError

    def stuck(self) -> tuple[Connector, Callable[[], bool]]:
        """A connector whose server falls silent, and a function that waits until it has."""
        raise NotImplementedError

    def broken(self) -> list[tuple[Connector, type[ChannelError]]]:
        """Connectors to servers in trouble, each with the error that this is."""
        raise NotImplementedError

    def parent(self) -> Parent:
        return Parent(
            remote_id="1",
            own_id="<1@example.test>",
            parent_ids=(),
            subject="About my order",
            author_key=CUSTOMER,
            author_handle=CUSTOMER,
            author_name="Marta Oduya",
            reply_to=(),
            sent_to=(),
            audience=Audience.PRIVATE,
            conversation_hint="",
            quote="",
            written_at=datetime(2026, 9, 30, tzinfo=UTC),
        )

    def draft(self, text: str = "It left the shop this morning.") -> Draft:
        return Draft(
            conversation=ConversationId(1),
            account=AccountId(1),
            text=text,
            audience=Audience.PRIVATE,
            in_reply_to=MessageId(1),
        )

    def arrived(self, plan: Plan) -> int:
        """How often the reply has arrived by now."""
        raise NotImplementedError

    def carried(self, plan: Plan) -> list[tuple[str, bytes]]:
        """The files with which the reply arrived: names and bytes."""
        raise NotImplementedError

    def ambiguous(self) -> Connector:
        """A connector whose connection breaks while the server is accepting a reply (and it does accept it)."""
        raise NotImplementedError

    def cut_off(self) -> Connector:
        """A connector whose connection breaks before the server can have accepted anything."""
        raise NotImplementedError


class FeedLine(Line):
    """A feed on a server of our own."""

    kind = "feed"
    can = frozenset({"limited", "stuck", "broken"})
    bad = ({"url": ""}, {"url": "ftp://x.example/"}, {"url": "http://"}, {"url": "https://me:pw@x.example/"})

    def set_up(self, request: pytest.FixtureRequest) -> None:
        self.web = request.getfixturevalue("web")
        self.items: list[str] = []
        for number in range(1, self.first + 1):
            self.say(number)
        self.settings = {"url": self.web.url("feed")}

    def say(self, number: int) -> None:
        self.items.insert(0, rss_item(number, words="Bread of Hazel &amp; Rye."))
        self.web.serve("feed", rss("".join(self.items)), Content_Type="application/rss+xml")

    def at(self, url: str) -> Connector:
        return self.connector(url=url)

    def limited(self) -> Connector:
        return self.at(self.web.serve("limited", b"", 429, Retry_After="120"))

    def stuck(self) -> tuple[Connector, Callable[[], bool]]:
        url = self.web.hang(
            "stuck", b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 999\r\n\r\n<rss>"
        )
        return self.at(url), lambda: self.web.reached.wait(60)

    def broken(self) -> list[tuple[Connector, type[ChannelError]]]:
        serve = self.web.serve
        self.web.answers["/torn"] = lambda request: request.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>"
        )
        return [
            (self.at(serve("e500", b"", 500)), Unreachable),
            (self.at(serve("e404", b"", 404)), Refused),
            (self.at(serve("e410", b"", 410)), Refused),
            (self.at(serve("e401", b"", 401)), SignInNeeded),
            (self.at(serve("loop", b"", 302, Location="/loop")), Unreachable),
            (self.at(serve("rubbish", b"\x00\x01\x02")), Malformed),
            (self.at(serve("page", b"<html><body>x</body></html>")), Misconfigured),
            (self.at(self.web.url("torn")), Unreachable),
            (self.at("http://127.0.0.1:1/"), Unreachable),
            (self.connector(url="https://127.0.0.1:1/", ca_file="/nowhere.pem"), Misconfigured),
        ]


class WatchLine(FeedLine):
    """A watch that looks in one feed."""

    kind = "watch"
    bad = ({"phrases": ""}, {"phrases": '"a'}, {"phrases": "&"}, {"exclude": '"b'}, {"url": "ftp://x.example/"})

    def set_up(self, request: pytest.FixtureRequest) -> None:
        super().set_up(request)
        self.settings |= {"phrases": '"hazel & rye"', "exclude": "", "ca_file": ""}


class DemoLine(Line):
    """The mail of the sample shop."""

    kind = "demo"
    can = frozenset({"reply"})
    bad = ({"network": "telegraph"},)

    def set_up(self, request: pytest.FixtureRequest) -> None:
        folder: Path = request.getfixturevalue("tmp_path")
        self.settings = {"network": "mail", "folder": str(folder), "born": self.clock.now().isoformat()}

    def say(self, number: int) -> None:
        self.clock.move(hours=6)

    def arrived(self, plan: Plan) -> int:
        return int(self.connector().find_delivered(plan, Cancel()) is not None)  # type: ignore[attr-defined]


class MailLine(Line):
    """A mailbox on a real service."""

    kind = "mail"
    can = frozenset({"stuck", "broken", "reply", "files", "ambiguous", "listen", "flags"})
    bad = (
        {"address": ""},
        {"address": "nobody"},
        {"imap_host": ""},
        {"imap_port": "x"},
        {"imap_security": "maybe"},
        {"auth": "magic"},
    )

    def set_up(self, request: pytest.FixtureRequest) -> None:
        self.server = request.getfixturevalue("mail_server")
        self.user = self.server.new_user()
        self.customer = self.server.new_user("example.test")
        self.secret = "secret"
        self.settings = self.server.settings(self.user, copy_to_self="yes")
        self.server.append_many(self.user, [mail(number, to=self.user) for number in range(1, self.first + 1)])

    def say(self, number: int) -> None:
        self.server.append(self.user, mail(number, to=self.user))

    def stuck(self) -> tuple[Connector, Callable[[], bool]]:
        proxy = self.stack.enter_context(fault_proxy(self.server.imap_port, Fault(stall_down=300)))
        connector = self.connector(imap_port=str(proxy.port), imap_security="none")
        return connector, lambda: _until(lambda: proxy.down >= 300)

    def broken(self) -> list[tuple[Connector, type[ChannelError]]]:
        refusing = self.stack.enter_context(fault_proxy(self.server.imap_port, Fault(refuse=True)))
        cut = self.stack.enter_context(fault_proxy(self.server.imap_port, Fault(cut_down=200)))
        return [
            (self.connector(imap_port="1"), Unreachable),
            (self.connector(imap_port=str(refusing.port), imap_security="none"), Unreachable),
            (self.connector(imap_port=str(cut.port), imap_security="none"), Unreachable),
            (self.connector(user="nobody@shop.test"), SignInNeeded),
            (self.connector(ca_file=""), Misconfigured),
        ]

    def parent(self) -> Parent:
        values: dict[str, Any] = {
            name: getattr(super(MailLine, self).parent(), name) for name in Parent.__dataclass_fields__
        }
        return Parent(
            **(values | {"author_key": self.customer, "author_handle": self.customer, "sent_to": (self.user,)})
        )

    def arrived(self, plan: Plan) -> int:
        key = plan.remote_key.encode()

        def count() -> int:
            return sum(key in raw for raw in self.server.messages(self.customer))

        _until(lambda: count() > 0)
        return count()

    def carried(self, plan: Plan) -> list[tuple[str, bytes]]:
        assert self.arrived(plan) == 1
        key = plan.remote_key.encode()
        (raw,) = [raw for raw in self.server.messages(self.customer) if key in raw]
        message: Any = email.message_from_bytes(raw, policy=email.policy.default)
        return [(part.get_filename(), part.get_content()) for part in message.iter_attachments()]

    def ambiguous(self) -> Connector:
        """The answer to the end of the message is cut in the middle; where that is, a first delivery has shown."""
        settings = {"smtp_port": str(self.server.smtp_port), "smtp_security": "none"}
        measure = self.stack.enter_context(fault_proxy(self.server.smtp_port))
        probe: Any = self.connector(**(settings | {"smtp_port": str(measure.port)}))
        probe.deliver(
            probe.prepare("measure", self.draft(), self.parent(), self.clock.now()), lambda _phase: None, Cancel()
        )
        _until(lambda: measure.down > 0)
        cut = self.stack.enter_context(fault_proxy(self.server.smtp_port, Fault(cut_down=measure.down - 33)))
        return self.connector(**(settings | {"smtp_port": str(cut.port)}))

    def cut_off(self) -> Connector:
        proxy = self.stack.enter_context(fault_proxy(self.server.smtp_port, Fault(cut_down=60)))
        return self.connector(smtp_port=str(proxy.port), smtp_security="none")


LINES: dict[str, type[Line]] = {line.kind: line for line in (FeedLine, WatchLine, DemoLine, MailLine)}
SILENT: dict[str, dict[str, str]] = {"archive": {"address": "me@shop.test"}}
"""Channels that never bring anything by themselves, with settings for them."""


def having(*abilities: str) -> list[Any]:
    """The channels that know all of this, as parameters of a test."""
    marks = {"mail": [pytest.mark.mail]}
    return [
        pytest.param(name, marks=marks.get(name, [])) for name, line in LINES.items() if line.can.issuperset(abilities)
    ]


@contextlib.contextmanager
def opened(name: str, request: pytest.FixtureRequest) -> Iterator[Line]:
    """One line, and everything it started stopped at the end."""
    with contextlib.ExitStack() as stack:
        yield LINES[name](request, stack)


_PAUSE = threading.Event()


def _until(wanted: Callable[[], bool], seconds: float = 60.0) -> bool:
    for _ in range(int(seconds / 0.02)):
        if wanted():
            return True
        _PAUSE.wait(0.02)
    return wanted()
