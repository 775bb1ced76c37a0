"""The sample shop on the real engine, as the command line opens it."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from desktop.connectors.demo import DEMO_ACCOUNTS
from desktop.domain.conversation import ConversationId, InboxRow, Lane, Opened
from desktop.domain.draft import Draft, ReplyState
from desktop.store import accounts, inbox, outbox
from desktop.store.connection import open_reader
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.sync.engine import Engine, Pace
from desktop.sync.pool import InlinePool
from desktop.sync.reply import queue_replies
from desktop.triage.rank import default_ranker
from tests.sync.shop import NoSecrets, SettableClock

QUICK = Pace(lease=timedelta(seconds=30), probe_waits=(timedelta(0), timedelta(0)), rng=Random(1))
LANES = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)


class Desk:
    """The sample shop as the command line opens it."""

    def __init__(self, home: Path, *, fresh: bool = True) -> None:
        self.home, self.path, self.clock = home, home / "shopbell.db", SettableClock()
        migrate(self.path, home / "backups", self.clock)
        self.open()
        if fresh:
            self.move_in()

    def move_in(self) -> None:
        for name, settings in DEMO_ACCOUNTS:
            chosen = {**settings, "folder": str(self.home)}
            self.writer.submit(
                lambda db, n=name, c=chosen: accounts.add(db, "demo", n, c, "", self.clock.now())
            ).result()
        self.run()

    def open(self) -> None:
        self.writer = Writer(self.path, self.clock, "")
        self.engine = Engine(
            writer=self.writer,
            path=self.path,
            secrets=NoSecrets(),
            clock=self.clock,
            pool=InlinePool(),
            rank=default_ranker(),
            pace=QUICK,
        )

    def close(self) -> None:
        self.engine.close()
        self.writer.close()

    def run(self) -> None:
        for report in self.engine.run_once():
            assert not report.errors, report

    def find(self, who: str, channel: str = "mail") -> InboxRow:
        with closing(open_reader(self.path)) as reader:
            rows = [row for lane in LANES for row in inbox.page(reader, lane, limit=500)]
        return next(row for row in rows if row.who == who and row.channel == channel)

    def opened(self, conversation: ConversationId) -> Opened:
        with closing(open_reader(self.path)) as reader:
            found = inbox.opened(reader, conversation)
        assert found is not None
        return found

    def answer(self, who: str, text: str, channel: str = "mail") -> ConversationId:
        conversation = self.opened(self.find(who, channel).id)
        draft = Draft(
            conversation=conversation.row.id,
            account=conversation.account,
            text=text,
            audience=conversation.row.audience,
            in_reply_to=conversation.reply_to,
        )
        queue_replies(self.writer, self.path, [draft], self.clock, timedelta(0)).result()
        return conversation.row.id

    def states(self) -> list[ReplyState]:
        with closing(open_reader(self.path)) as reader:
            return [reply.state for reply in outbox.outbox(reader)]
