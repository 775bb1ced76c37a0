"""The sample shop in the real store with the real ranking: the right people stand on top."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.connectors.base import Cancel, Context
from desktop.connectors.demo import DEMO_ACCOUNTS, open_demo, parse_demo
from desktop.domain.account import Account
from desktop.domain.conversation import InboxRow, Lane
from desktop.domain.row import OPEN_LANES
from desktop.store import accounts, inbox
from desktop.store.connection import open_reader, open_writer, transaction
from desktop.store.ingest import ingest, rerank
from desktop.store.migrate import migrate
from desktop.triage.rank import default_ranker
from tests.demo.shop import Hand, NoSecret


class Shop:
    """The sample shop, ingested."""

    def __init__(self, home: Path) -> None:
        self.clock = Hand()
        migrate(home / "shop.db", home / "backups", self.clock)
        self.db = open_writer(home / "shop.db")
        self.reader = open_reader(home / "shop.db")
        self.rank = default_ranker()
        self.cursors = dict.fromkeys((name for name, _ in DEMO_ACCOUNTS), "")
        self.accounts: list[Account] = []
        for name, settings in DEMO_ACCOUNTS:
            chosen = {**settings, "folder": str(home)}
            with transaction(self.db, durable=False):
                number = accounts.add(self.db, "demo", name, chosen, "", self.clock.now())
            self.accounts.append(Account(id=number, kind="demo", name=name, settings=chosen))

    def pull(self) -> int:
        fetched = 0
        for account in self.accounts:
            channel = open_demo(Context(account=account, secret=NoSecret(), clock=self.clock))
            more = True
            while more:
                batch = channel.fetch(self.cursors[account.name], budget=60, cancel=Cancel())
                items = [parse_demo(raw, account) for raw in batch.items]
                with transaction(self.db, durable=False):
                    ingest(self.db, account, items, cursor=batch.cursor, now=self.clock.now(), rank=self.rank)
                self.cursors[account.name], more = batch.cursor, batch.more
                fetched += len(items)
        return fetched

    def lane(self, lane: Lane) -> list[InboxRow]:
        return inbox.page(self.reader, lane, limit=500)

    def close(self) -> None:
        self.reader.close()
        self.db.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("shop"))
    made.pull()
    yield made
    made.close()


def names(rows: list[InboxRow]) -> list[str]:
    return [row.who for row in rows]


def test_nothing_is_hidden_and_nothing_stands_in_two_lanes(shop: Shop) -> None:
    shown = [row.id for lane in OPEN_LANES for row in shop.lane(Lane(lane))]
    assert any(reason.name == "spam" for row in shop.lane(Lane.THE_REST) for reason in row.reasons)
    assert sorted(shown) == [
        row[0] for row in shop.reader.execute("select id from conversation order by id").fetchall()
    ]


def test_five_to_fifteen_in_a_hundred_need_the_owner(shop: Shop) -> None:
    sizes = {lane: len(shop.lane(lane)) for lane in (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)}
    share = sizes[Lane.NEEDS_YOU] / sum(sizes.values())
    assert 0.05 <= share <= 0.15, sizes
    assert sizes[Lane.THE_REST] > sizes[Lane.WORTH_A_LOOK] > 0


@pytest.mark.parametrize(
    "who",
    [
        "Walter Pym",
        "Priya Raman",
        "Dana Whitlock",
        "Henrike Voss",
        "Rufus Abara",
        "Beatriz Lemos",
        "Gil Okafor",
        "Zora Blackwood",
        "Tomasz Zieliński",
        "Noor Haddad",
        "Xenia Petrou",
        "Nadia Osei",
    ],
)
def test_those_who_need_an_answer_stand_on_top(shop: Shop, who: str) -> None:
    assert who in names(shop.lane(Lane.NEEDS_YOU))


@pytest.mark.parametrize(
    "who",
    [
        "Growth Rocket Team",
        "Vera Fastgain",
        "Account Security",
        "QuickLoan 24",
        "Marcy Bell",
        "Lux Taste Collab",
        "Promo Queen",
        "grow_fast_777",
        "The Weekly Crumb",
        "Boxwright Packaging",
        "High Street Traders",
        "Tillwise receipts",
        "Harbour Savings Bank",
    ],
)
def test_sellers_and_machines_are_in_the_rest_and_nowhere_else(shop: Shop, who: str) -> None:
    assert who in names(shop.lane(Lane.THE_REST))
    assert who not in names(shop.lane(Lane.NEEDS_YOU) + shop.lane(Lane.WORTH_A_LOOK))


def test_nobody_who_only_thanks_stands_on_top(shop: Shop) -> None:
    on_top = {row.snippet for row in shop.lane(Lane.NEEDS_YOU)}
    assert not any("thank you so much" in snippet.lower() or "Danke für" in snippet for snippet in on_top)
    assert all(row.waiting_since is not None for row in shop.lane(Lane.NEEDS_YOU))


def test_the_top_looks_alive(shop: Shop) -> None:
    top = shop.lane(Lane.NEEDS_YOU)[:12]
    waited = [shop.clock.now() - row.waiting_since for row in top if row.waiting_since]
    assert min(waited) == timedelta(minutes=3)
    assert max(waited) < timedelta(hours=4)
    assert 3 <= sum(time > timedelta(hours=1) for time in waited) <= len(waited) * 2 / 3
    longest = [
        row.who for row in shop.lane(Lane.NEEDS_YOU) if not any(reason.name == "safety" for reason in row.reasons)
    ]
    assert longest[0] == "Priya Raman"
    assert any(timedelta(minutes=30) <= time <= timedelta(minutes=40) for time in waited)


def test_the_reasons_on_the_chips_are_the_customers_words(shop: Shop) -> None:
    words = {reason.words for row in shop.lane(Lane.NEEDS_YOU) for reason in row.reasons}
    assert "“never arrived”" in words
    assert any(reason.startswith("mentions: ") for reason in words)


def test_time_lifts_a_question_when_its_moment_has_come(tmp_path: Path) -> None:
    young = Shop(tmp_path)
    young.pull()
    assert "Jonas Engel" in names(young.lane(Lane.WORTH_A_LOOK))
    young.clock.move(minutes=30)
    with transaction(young.db, durable=False):
        rerank(young.db, young.clock.now(), young.rank)
    assert "Jonas Engel" in names(young.lane(Lane.NEEDS_YOU))
    young.close()
