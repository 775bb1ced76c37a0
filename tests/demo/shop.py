"""The sample shop with a clock that the test turns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.connectors.base import Batch, Cancel, Context
from desktop.connectors.demo import DEMO_ACCOUNTS, open_demo, parse_demo
from desktop.connectors.demo.shop import DemoChannel
from desktop.domain.account import Account, AccountId
from desktop.domain.item import Incoming

OPENED = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
NETWORKS = [settings["network"] for _, settings in DEMO_ACCOUNTS]


@dataclass
class Hand:
    """A clock whose hand the test moves."""

    moment: datetime = OPENED

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def move(self, **time: float) -> None:
        self.moment += timedelta(**time)


class NoSecret:
    """The sample shop needs none."""

    def get(self) -> str:
        return ""


@dataclass
class Line:
    """One account of the sample shop and where it stands."""

    network: str
    folder: Path | str = ""
    clock: Hand = field(default_factory=Hand)
    cursor: str = ""

    def __post_init__(self) -> None:
        settings = {"network": self.network, "folder": str(self.folder)}
        self.account = Account(id=AccountId(1), kind="demo", name=self.network, settings=settings)
        self.channel = self.open()

    def open(self) -> DemoChannel:
        return open_demo(Context(account=self.account, secret=NoSecret(), clock=self.clock))

    def batches(self, budget: int = 50) -> Iterator[Batch]:
        more = True
        while more:
            batch = self.channel.fetch(self.cursor, budget=budget, cancel=Cancel())
            self.cursor, more = batch.cursor, batch.more
            yield batch

    def pull(self, budget: int = 50) -> list[Incoming]:
        """Everything new, parsed."""
        return [parse_demo(raw, self.account) for batch in self.batches(budget) for raw in batch.items]
