"""A whole desk for tests: a real store on disk with the sample shop in it, real tasks, no window."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.connectors import registry
from desktop.connectors.base import Cancel, Context
from desktop.connectors.demo import DEMO_ACCOUNTS
from desktop.domain.account import AccountId
from desktop.domain.conversation import ConversationId, InboxRow, Lane, Opened
from desktop.domain.draft import Reply
from desktop.store import accounts, drafts, ingest, outbox
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.triage.rank import rank
from desktop.ui.commands import TABLE, Commands
from desktop.ui.desk import Desk
from desktop.ui.keymap import load
from desktop.ui.models.outbox import OutboxModel
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.reply.composer import Composer

RESOURCES = Path(__file__).parents[2] / "resources"
EVERY_LANE = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST, Lane.WAITING, Lane.DONE)


class TestClock:
    """Stands still until it is moved."""

    __test__ = False

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class QuietEngine:
    """Remembers what it was asked and does nothing."""

    def __init__(self) -> None:
        self.asked: list[AccountId | None] = []
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1

    def sync_now(self, account: AccountId | None = None) -> None:
        self.asked.append(account)


class NoSecret:
    def get(self) -> str:
        return ""


class Workshop:
    """Store, tasks and desk in one folder; `networks` says which channels of the sample shop are filled."""

    def __init__(self, folder: Path, theme: Theme, networks: tuple[str, ...] = ("mail", "mastodon", "blog")) -> None:
        self.path = folder / "shopbell.db"
        self.theme = theme
        self.clock = TestClock()
        migrate(self.path, folder / "backups", self.clock)
        self.writer = Writer(self.path, self.clock)
        self.engine = QuietEngine()
        self.tasks = Tasks(lambda: Reads(self.path))
        self.reads = Reads(self.path)
        for name, settings in DEMO_ACCOUNTS:
            if settings["network"] in networks:
                self._fill(name, settings | {"folder": str(folder)})
        self.desk = Desk(self.writer, self.path, self.engine, self.clock, self.tasks, hold=timedelta(seconds=10))
        keymap = load(RESOURCES / "keymaps" / "shopbell.toml")
        runs: dict[str, Callable[[], object]] = {entry.id: _nothing for entry in TABLE}
        self.commands = Commands(runs, keymap.keys)
        self.outbox_model = OutboxModel()
        self.composer = Composer(theme, self.desk, self.outbox_model, self.commands)

    def _fill(self, name: str, settings: dict[str, str]) -> None:
        def add(db):  # type: ignore[no-untyped-def]
            return accounts.add(db, "demo", name, settings, "", self.clock.now())

        self.writer.submit(add).result()
        account = accounts.account(self.reads.connection, name)
        assert account is not None
        connector = registry.open_connector(Context(account=account, secret=NoSecret(), clock=self.clock))
        parse = registry.parser("demo")
        batch = connector.fetch("", budget=200, cancel=Cancel())
        while True:
            items = [parse(raw, account) for raw in batch.items]

            def put(db, items=items, batch=batch):  # type: ignore[no-untyped-def]
                return ingest.ingest(db, account, items, cursor=batch.cursor, now=self.clock.now(), rank=rank)

            self.writer.submit(put, durable=False).result()
            if not batch.more:
                break
            batch = connector.fetch(batch.cursor, budget=200, cancel=Cancel())
        connector.close()

    def rows(self, channel: str = "") -> list[InboxRow]:
        found = [row for lane in EVERY_LANE for row in self.reads.page(lane, limit=200)]
        return [row for row in found if not channel or row.channel == channel]

    def opened(self, id_: ConversationId) -> Opened:
        found = self.reads.opened(id_)
        assert found is not None
        return found

    def open(self, channel: str, place: int = 0) -> Opened:
        """Open a conversation of a channel in the composer."""
        found = self.opened(self.rows(channel)[place].id)
        self.composer.open(found)
        return found

    def draft_text(self, id_: ConversationId) -> str:
        found = drafts.draft(self.reads.connection, id_)
        return found.text if found is not None else ""

    def replies(self) -> list[Reply]:
        return outbox.outbox(self.reads.connection)

    def settled(self) -> None:
        """Wait until the store has carried out everything that was asked so far."""
        self.writer.submit(_none, durable=False).result()

    def close(self) -> None:
        self.composer.save()
        self.tasks.close()
        self.writer.close()
        self.reads.close()


def _nothing() -> None:
    return


def _none(_db: object) -> None:
    return
