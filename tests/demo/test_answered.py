"""A newcomer answers in the sample shop: the real engine, outbox, store and ranking, end to end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.draft import ReplyState
from desktop.domain.item import Direction
from desktop.store import inbox
from desktop.store.connection import open_reader
from tests.demo.desk import LANES, Desk


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


@pytest.mark.parametrize("point", ["demo.accept", "demo.accepted"])
def test_a_power_cut_while_the_reply_is_accepted_neither_loses_nor_doubles_it(tmp_path: Path, point: str) -> None:
    Desk(tmp_path).close()
    died = subprocess.run(
        [sys.executable, "-m", "tests.demo.killed", str(tmp_path)],
        env={**os.environ, "SHOPBELL_KILL_AT": point},
        check=False,
        timeout=60,
    )
    assert died.returncode == -9
    again = Desk(tmp_path, fresh=False)
    again.clock.offset = timedelta(minutes=30)
    for _ in range(2):
        again.run()
    accepted = [line for line in (tmp_path / "accepted-mail.jsonl").read_text().splitlines() if line]
    assert again.states() == [ReplyState.SENT]
    assert len(accepted) == 1
    again.close()
