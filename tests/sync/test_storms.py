"""The engine's look at storms: not too often, again while one lasts, and late where nobody looked in time."""

from datetime import timedelta

import pytest

from desktop.store import storms
from desktop.store.connection import open_reader
from desktop.store.writer import Writer
from desktop.sync.storms import AGAIN, FOUND_LATE, REST, StormWatch
from tests.store.conftest import shop
from tests.store.makers import NOW, Shop
from tests.store.test_storms import quiet_weeks, said, take

__all__ = ["shop"]


class Looked:
    """A watch over a shop's own file, with a clock that a test moves."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.writer = Writer(shop.path, shop.clock)
        self.watch = StormWatch(writer=self.writer, clock=shop.clock)
        self.reader = open_reader(shop.path)

    def run(self, after: float = 0.0) -> float:
        self.shop.clock.time += timedelta(seconds=after)
        return self.watch.run(self.reader)

    def found(self) -> list[str]:
        return [one.phase for one in storms.storms(self.reader)]


@pytest.fixture
def looked(shop):
    made = Looked(shop)
    yield made
    made.reader.close()
    made.writer.close()


def burst(shop, ended_before=timedelta(0)):
    start = NOW - timedelta(minutes=50) - ended_before
    take(shop, [said(f"b{n}", start + timedelta(minutes=2 * n)) for n in range(20)])


def test_it_waits_for_news_where_there_is_nothing(looked):
    quiet_weeks(looked.shop)
    assert looked.run() == float("inf")
    assert looked.run(REST) == float("inf")


def test_it_finds_a_storm_with_the_next_look_and_looks_again_while_it_lasts(looked):
    quiet_weeks(looked.shop)
    looked.run()
    burst(looked.shop)
    assert looked.run(1.0) == pytest.approx(REST - 1)
    assert looked.found() == []
    assert looked.run(REST) == REST
    assert looked.found() == ["peak"] or looked.found() == ["rising"]
    assert looked.run(REST) > REST
    for _ in range(100):
        looked.run(AGAIN)
    assert looked.found() == ["over"]
    assert looked.run(AGAIN) == float("inf")


def test_a_storm_that_came_and_went_while_nobody_looked_is_found_late_and_not_much_later(looked):
    quiet_weeks(looked.shop)
    burst(looked.shop, timedelta(hours=20))
    looked.run()
    assert looked.found() == ["over"]
    looked.shop.clock.time += timedelta(hours=FOUND_LATE + 6)
    assert looked.run() == float("inf")


def test_a_storm_that_nobody_saw_end_is_over_when_it_is_looked_at_days_later(looked):
    quiet_weeks(looked.shop)
    burst(looked.shop)
    looked.run()
    assert looked.found() != ["over"]
    looked.shop.clock.time += timedelta(hours=FOUND_LATE + 6)
    assert looked.run() == float("inf")
    assert looked.found() == ["over"]


def test_another_storm_on_the_next_day_is_another_one_though_nobody_saw_the_first_end(looked):
    quiet_weeks(looked.shop)
    burst(looked.shop)
    looked.run()
    looked.shop.clock.time += timedelta(hours=24)
    now = looked.shop.clock.time
    take(looked.shop, [said(f"n{n}", now - timedelta(minutes=30 - n)) for n in range(25)], now)
    looked.run()
    assert looked.found() in (["peak", "over"], ["rising", "over"])


def test_who_has_been_away_for_days_hears_nothing_of_old_storms(looked):
    quiet_weeks(looked.shop)
    burst(looked.shop)
    looked.shop.clock.time += timedelta(hours=FOUND_LATE + 6)
    looked.run()
    assert looked.found() == []
