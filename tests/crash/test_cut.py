"""The line to a real mail server cut after every byte, both ways: the reply arrives once, and nobody is asked needlessly."""

import shutil
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from random import Random

import pytest

from desktop.connectors.base import Cancel, Context
from desktop.connectors.mail import connector, smtp
from desktop.connectors.mail.connector import MailConnector
from desktop.domain.draft import ReplyState
from desktop.secrets import MemorySecrets
from desktop.store import accounts
from desktop.store.connection import open_reader
from desktop.store.writer import Writer
from desktop.sync import worker
from desktop.sync.engine import Engine, SecretOf
from desktop.sync.lease import Leases
from desktop.sync.pool import InlinePool
from desktop.sync.probe import Probes
from desktop.sync.push import Push
from tests.crash.child import Task, database, queue, replies, run
from tests.servers.faultproxy import Fault, FaultProxy, fault_proxy
from tests.sync.shop import SettableClock, plain_rank, until

pytestmark = pytest.mark.mail
PROBES = tuple(timedelta(seconds=s) for s in (0, 0.15, 0.3, 0.6))


@pytest.fixture(autouse=True)
def no_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server here delivers at once, so a copy to ourselves that is not there will not come."""
    monkeypatch.setattr(connector, "RELAYED_WITHIN", timedelta(0))


class PlainSmtp(MailConnector):
    """Signs in where mail is read but not where it is sent, so that every byte on that line can be read and cut."""

    def _login(self) -> smtp.Login:
        return smtp.Login(user="", secret="", auth=self._settings.auth)


class Sender:
    """One process's worth of a shop whose outgoing line leads through a proxy."""

    def __init__(self, shop, proxy: FaultProxy, home) -> None:
        self.home, self.proxy, self.clock = home, proxy, SettableClock()
        path = database(home)
        self.writer = Writer(path, self.clock, "")
        with closing(open_reader(path)) as reader:
            (self.account,) = accounts.accounts(reader)
        secrets = MemorySecrets()
        secrets.set(self.account.secret_key, "secret")
        self.context = Context(
            account=self.account, secret=SecretOf(secrets, self.account.secret_key), clock=self.clock
        )
        self.connector = PlainSmtp(self.context)
        rng = Random(1)
        leases = Leases(writer=self.writer, clock=self.clock, worker=worker.name())
        probes = Probes(clock=self.clock, rng=rng, waits=PROBES)
        self.push = Push(writer=self.writer, path=path, clock=self.clock, leases=leases, probes=probes, rng=rng)

    def send(self, fault: Fault) -> tuple[str, bool]:
        """Queue a reply, let the line break once, drain until it is sent. Return its Message-ID and whether it was open."""
        known = {reply.id for reply in replies(self.home)}
        queue(self.writer, database(self.home), self.clock, Task(self.home, queue="Yes."), lambda _: self.connector)
        (reply,) = [reply for reply in replies(self.home) if reply.id not in known]
        self.proxy.fault, self.proxy.once = fault, True
        opened = False
        for _ in range(60):
            drained = self.push.drain(self.account, self.connector, Cancel())
            opened = opened or drained.open > 0
            (now,) = [row for row in replies(self.home) if row.id == reply.id]
            if now.state is ReplyState.SENT:
                return reply.plan.remote_key, opened
            Cancel().wait(max(0.0, min(0.7, self.push.probe_in(reply.id))) if now.state is ReplyState.UNKNOWN else 0)
            self.push.hurry(self.account) if now.state is ReplyState.QUEUED else None
        raise AssertionError(f"{fault}: still {now.state}: {now.sentence}")

    def close(self) -> None:
        self.connector.close()
        self.writer.close()


def cut_everywhere(mail_shop, faults, strip: tuple[bytes, ...], **settings: str) -> tuple[int, int]:
    """Send one reply for each fault; every one arrives exactly once. Return how many, and how many were open at first."""
    with fault_proxy(0) as proxy:
        shop = mail_shop(copy_to_self="yes", smtp_port=str(proxy.port), smtp_security="none", **settings)
        proxy.target = shop.server.smtp_port
        home = shop.home()
        sender = Sender(shop, proxy, home)
        try:
            keys = [sender.send(Fault(strip=strip))[0]]
            up, down = proxy.up, proxy.down
            assert up > 400
            assert down > 150
            opened = 0
            for fault in faults(up, down):
                key, was_open = sender.send(Fault(strip=strip, **fault))
                keys.append(key)
                opened += was_open
        finally:
            sender.close()
        got = shop.got()
        assert {key: got[key] for key in keys} == dict.fromkeys(keys, 1)
        assert sum(got.values()) == len(keys)
        shutil.rmtree(home)
        return len(keys), opened


def spread(step: int, start: int = 0):
    def faults(up: int, down: int) -> Iterable[dict]:
        yield from ({"cut_up": n} for n in range(start, up, step))
        yield from ({"cut_down": n} for n in range(start, down, step))

    return faults


def around_the_end(up: int, down: int) -> Iterable[dict]:
    """The bytes around the last word, which decide."""
    quit_up, quit_down = len("QUIT\r\n"), len("221 2.0.0 Bye\r\n")
    yield from ({"cut_up": up - quit_up - n} for n in (0, 1, 2, 14, 15))
    yield from ({"cut_down": down - quit_down - n} for n in (0, 1, 2, 20, 40))
    yield {"cut_down": down - quit_down - 1, "fin": True}


@pytest.mark.parametrize("strip", [(), (b"CHUNKING",)], ids=["chunking", "data"])
def test_a_line_cut_around_the_servers_last_word_doubles_and_loses_nothing(mail_shop, strip):
    _, opened = cut_everywhere(mail_shop, around_the_end, strip)
    assert opened >= 3


def test_a_line_cut_here_and_there_doubles_and_loses_nothing(mail_shop):
    cut_everywhere(mail_shop, spread(97), ())


@pytest.mark.slow
@pytest.mark.parametrize("start", [0, 6])
@pytest.mark.parametrize("strip", [(), (b"CHUNKING",)], ids=["chunking", "data"])
def test_a_line_cut_after_every_sixth_byte_doubles_and_loses_nothing(mail_shop, strip, start):
    cut_everywhere(mail_shop, spread(12, start), strip)


@pytest.mark.parametrize(("silent_after", "expected"), [("greeting", ReplyState.QUEUED), ("body", ReplyState.UNKNOWN)])
def test_closing_while_the_mail_server_says_nothing_is_quick_and_leaves_the_truth(mail_shop, silent_after, expected):
    with fault_proxy(0) as proxy:
        shop = mail_shop(copy_to_self="yes", smtp_port=str(proxy.port), smtp_security="none")
        proxy.target = shop.server.smtp_port
        home = shop.home()
        sender = Sender(shop, proxy, home)
        key, _ = sender.send(Fault())
        last_words = len("250 2.0.0 Ok: queued as 0123456789A\r\n221 2.0.0 Bye\r\n")
        proxy.fault = Fault(stall_down=20 if silent_after == "greeting" else proxy.down - last_words)
        queue(sender.writer, database(home), sender.clock, Task(home, queue="Yes."), lambda _: sender.connector)
        secrets = MemorySecrets()
        secrets.set(sender.account.secret_key, "secret")
        engine = Engine(
            writer=sender.writer,
            path=database(home),
            secrets=secrets,
            clock=sender.clock,
            pool=InlinePool(),
            rank=plain_rank,
            open_connector=PlainSmtp,
        )
        connections = proxy.connections
        engine.start()
        moving = {"greeting": ReplyState.SENDING, "body": ReplyState.COMMITTING}[silent_after]
        assert until(lambda: proxy.connections > connections and replies(home)[0].state is moving)
        assert engine.close(10)
        assert replies(home)[0].state is expected
        sender.close()
        proxy.fault = Fault()
        assert run(Task(home)) == 0
        states = {reply.state for reply in replies(home)}
        assert states == {ReplyState.SENT}
        got = shop.got()
        assert len(got) == 2
        assert set(got.values()) == {1}
        assert got[key] == 1
