"""A shop for the engine's tests: the real store, a network on loopback, the engine, and a clock that can be set."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from desktop.domain.account import Account
from desktop.domain.clock import to_ms
from desktop.domain.conversation import Band, Facts, Score
from desktop.domain.draft import Draft, Reply, ReplyState
from desktop.domain.item import Audience
from desktop.store import accounts, inbox, outbox
from desktop.store.connection import open_reader
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.sync.engine import Engine, Pace
from desktop.sync.pool import InlinePool
from desktop.sync.reply import queue_replies
from tests.sync.loopback import Network, open_loop

QUICK = Pace(
    lease=timedelta(seconds=30),
    probe_waits=tuple(timedelta(seconds=s) for s in (0, 0.05, 0.05)),
    rng=Random(1),
)


class SettableClock:
    """The machine's clock, put forward or back by whatever a test says."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def monotonic(self) -> float:
        return time.monotonic()


class NoSecrets:
    def get(self, key: str) -> str:
        return "secret"


def plain_rank(facts: Facts) -> Score:
    return Score(value=0.5, band=Band.NEEDS_YOU, reasons=(), version=1)


def until(wanted: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Return True as soon as `wanted()` is; False when it is not in time."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not wanted():
        if time.monotonic() > end:
            return False
        pause.wait(0.01)
    return True


@dataclass
class Shop:
    """The parts, opened lazily; `close` ends them in the right order."""

    home: Path
    network: Network
    clock: SettableClock = field(default_factory=SettableClock)
    pace: Pace = QUICK
    events: list[object] = field(default_factory=list)
    engines: list[Engine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path = self.home / "shopbell.db"
        migrate(self.path, self.home / "backups", self.clock)
        self.writer = Writer(self.path, self.clock, "")

    def close(self) -> None:
        for engine in self.engines:
            assert engine.close(30)
        self.writer.close()

    def account(self, name: str = "loop", kind: str = "loop", **settings: str) -> Account:
        settings = {"port": str(self.network.port)} | settings
        self.writer.submit(lambda db: accounts.add(db, kind, name, settings, "", self.clock.now())).result()
        with closing(open_reader(self.path)) as reader:
            found = accounts.account(reader, name)
        assert found is not None
        return found

    def engine(self, **changes: object) -> Engine:
        engine = Engine(
            **{
                "writer": self.writer,
                "path": self.path,
                "secrets": NoSecrets(),
                "clock": self.clock,
                "pool": InlinePool(find_parser="tests.sync.loopback:parser"),
                "rank": plain_rank,
                "open_connector": open_loop,
                "listener": self.events.append,
                "pace": self.pace,
                **changes,
            }
        )
        self.engines.append(engine)
        return engine

    def read(self, query: str, *values: object) -> list[tuple]:
        with closing(open_reader(self.path)) as reader:
            return reader.execute(query, values).fetchall()

    def replies(self) -> list[Reply]:
        with closing(open_reader(self.path)) as reader:
            return outbox.outbox(reader)

    def states(self) -> list[ReplyState]:
        return [reply.state for reply in self.replies()]

    def state(self) -> ReplyState:
        (reply,) = self.replies()
        return reply.state

    def lane_state(self, account: Account) -> accounts.LaneState:
        with closing(open_reader(self.path)) as reader:
            return next(s for s in accounts.lane_states(reader) if s.account == account.id)

    def texts(self) -> list[str]:
        return [row[0] for row in self.read("select text from body join message on id = message order by id")]

    def draft(self, account: Account, text: str = "Yes, at nine.") -> Draft:
        """Return an answer to the newest message of the account."""
        ((message, conversation),) = self.read(
            "select id, conversation from message where account = ? and direction = 'in' order by id desc limit 1",
            account.id,
        )
        return Draft(
            conversation=conversation,
            account=account.id,
            text=text,
            audience=Audience.PRIVATE,
            in_reply_to=message,
        )

    def reply(
        self,
        account: Account,
        text: str = "Yes, at nine.",
        hold: timedelta = timedelta(0),
        leave_at: datetime | None = None,
    ) -> str:
        """Queue an answer to the newest message of the account."""
        draft = self.draft(account, text)
        queued = queue_replies(self.writer, self.path, [draft], self.clock, hold, open_loop, leave_at=leave_at)
        return queued.result()[0]

    def withdraw(self, reply_id: str) -> None:
        self.writer.submit(lambda db: outbox.withdraw(db, reply_id, self.clock.now())).result()

    def set_due(self, reply_id: str, when: datetime) -> None:
        self.writer.submit(
            lambda db: (db.conn.execute("update outbox set due_at = ? where id = ?", (to_ms(when), reply_id)), None)[1]
        ).result()


__all__ = ["SettableClock", "Shop", "inbox", "until"]
