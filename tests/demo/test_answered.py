"""A newcomer answers in the sample shop: the real engine, outbox, store and ranking, end to end."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.connectors.demo import DEMO_ACCOUNTS
from desktop.domain.conversation import ConversationId, InboxRow, Lane, Opened
from desktop.domain.draft import Draft, ReplyState
from desktop.domain.item import Direction
from desktop.store import accounts, inbox, outbox
from desktop.store.connection import open_reader
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.sync.engine import Engine
from desktop.sync.pool import InlinePool
from desktop.sync.reply import queue_reply
from desktop.triage.rank import default_ranker

LANES = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)


class Ahead:
    """The machine's clock, put forward by the test."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def monotonic(self) -> float:
        return time.monotonic()


class NoSecrets:
    def get(self, key: str) -> str:
        return ""


class Desk:
    """The sample shop as the command line opens it."""

    def __init__(self, home: Path) -> None:
        self.home, self.path, self.clock = home, home / "shopbell.db", Ahead()
        migrate(self.path, home / "backups", self.clock)
        self.open()
        for name, settings in DEMO_ACCOUNTS:
            chosen = {**settings, "folder": str(home)}
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
        queue_reply(self.writer, self.path, draft, self.clock, timedelta(0)).result()
        return conversation.row.id

    def states(self) -> list[ReplyState]:
        with closing(open_reader(self.path)) as reader:
            return [reply.state for reply in outbox.outbox(reader)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def test_a_reply_is_accepted_leaves_the_top_and_is_answered(desk: Desk) -> None:
    assert desk.find("Priya Raman").band.value == "needs-you"
    conversation = desk.answer("Priya Raman", "Dear Priya, I am so sorry. The money goes back today.")
    desk.run()
    assert desk.states() == [ReplyState.SENT]
    assert desk.find("Priya Raman").waiting_since is None
    assert desk.opened(conversation).timeline[-1].direction is Direction.OUT

    desk.clock.offset = timedelta(seconds=50)
    desk.run()
    timeline = desk.opened(conversation).timeline
    assert "When will the money be back?" in timeline[-1].text
    assert timeline[-1].direction is Direction.IN
    assert sum("The money goes back today" in entry.text for entry in timeline) == 1
    assert desk.find("Priya Raman").waiting_since is not None


def test_a_public_reply_is_answered_in_public(desk: Desk) -> None:
    conversation = desk.answer("Gil Okafor", "@gilwalks You are right, we bake more from Saturday.", "mastodon")
    desk.run()
    desk.clock.offset = timedelta(seconds=50)
    desk.run()
    assert "numbers would help already" in desk.opened(conversation).timeline[-1].text


def test_the_shop_is_opened_again_without_saying_anything_twice(desk: Desk) -> None:
    desk.answer("Dana Whitlock", "I call you within the hour, Dana.")
    desk.run()
    with closing(open_reader(desk.path)) as reader:
        before = reader.execute("select count(*) from message").fetchone()
    desk.close()
    desk.open()
    desk.run()
    with closing(open_reader(desk.path)) as reader:
        assert reader.execute("select count(*) from message").fetchone() == before
    desk.clock.offset = timedelta(minutes=5)
    desk.run()
    assert "Who do I ring" in desk.opened(desk.find("Dana Whitlock").id).timeline[-1].text


def test_new_ones_arrive_while_one_works(desk: Desk) -> None:
    desk.clock.offset = timedelta(minutes=8)
    desk.run()
    assert desk.find("Gil Okafor", "mastodon").messages == 2
    with closing(open_reader(desk.path)) as reader:
        rows = [row for lane in LANES for row in inbox.page(reader, lane, limit=500)]
    assert any("two seed cakes" in row.snippet for row in rows)
