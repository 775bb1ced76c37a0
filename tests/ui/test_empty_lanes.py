"""What an empty lane says: why nothing is there, and never more than is known."""

from datetime import timedelta

import pytest

from desktop.domain.account import AccountId, Health
from desktop.domain.progress import Progress
from desktop.domain.row import Found, Lane
from desktop.ui.overview import Overview
from desktop.ui.wording import words
from desktop.ui.wording.empty import empty_lane, nobody_waits
from tests.ui import test_window
from tests.ui.test_window import bench, window
from tests.ui.values import NOW, StoppedClock, ValueReads, a_row, a_status

__all__ = ["_english", "bench", "window"]
_english = test_window._english
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("lane", [*Lane, Found("cake")])
def test_every_lane_has_words_and_names_no_key_that_there_is_not(lane):
    title, line = empty_lane(lane)
    assert title
    assert "{" not in title + line
    assert "Press" not in line


def test_the_key_that_puts_conversations_there_is_named():
    asked = []
    _, line = empty_lane(Lane.DONE, lambda command: asked.append(command) or "E")
    assert line == "Press E on a conversation when it needs you no more."
    assert asked == ["conversation.finish"]


def test_it_says_when_somebody_was_answered_last():
    heard = [a_status(1, "Mail")]
    last = NOW - timedelta(minutes=30)
    assert nobody_waits(heard, None, NOW) == empty_lane(Lane.NEEDS_YOU)
    assert nobody_waits(heard, last, NOW) == ("Nobody is waiting.", f"Last answered {words.stamp(last, NOW)}.")


@pytest.mark.parametrize(
    ("health", "why"),
    [
        (Health.NEEDS_OWNER, "Mail is not heard: The password is wrong."),
        (Health.TROUBLE, "Offline: what is written now comes in later."),
    ],
)
def test_where_a_channel_is_not_heard_it_cannot_be_known_that_nobody_waits(health, why):
    statuses = [a_status(1, "Mail", health, sentence="The password is wrong.")]
    assert nobody_waits(statuses, NOW, NOW) == ("Nobody is waiting, as far as is known.", why)


def test_one_channel_without_a_network_is_no_doubt_while_another_is_heard():
    statuses = [a_status(1, "Mail", Health.TROUBLE), a_status(2, "Blog")]
    assert nobody_waits(statuses, None, NOW)[0] == "Nobody is waiting."


def test_while_the_first_messages_are_fetched_it_is_not_known_who_waits():
    heard = [a_status(1, "Mail")]
    overview = Overview(ValueReads([], heard), StoppedClock())
    overview.read()
    begun, ended = (Progress(account=AccountId(1), done=n, total=9, rate=1.0, remaining=None) for n in (3, 9))
    assert overview.take_progress(begun)
    assert not overview.take_progress(begun)
    why = "Your messages are being fetched; who needs you appears here."
    assert nobody_waits(heard, NOW, NOW, is_fetching=overview.is_fetching) == (
        "Nobody is waiting, as far as is known.",
        why,
    )
    assert overview.take_progress(ended)
    assert nobody_waits(heard, None, NOW, is_fetching=overview.is_fetching)[0] == "Nobody is waiting."


@pytest.mark.parametrize("health", [Health.NEEDS_OWNER, Health.TROUBLE])
def test_the_line_at_the_bottom_is_no_surer_than_the_list(bench, window, health):
    bench.reads.all.clear()
    for status, said in (
        (a_status(1, "Mail"), "Nobody waits"),
        (a_status(1, "Mail", health), "Nobody waits, as far as is known"),
    ):
        bench.reads._statuses[:] = [status]
        window.overview.read()
        assert window.status_line._needs.text() == said


def test_how_the_shop_stands_is_told_as_it_is_now():
    reads = ValueReads([a_row(n) for n in range(3)], [a_status(1, "Mail", Health.TROUBLE)])
    overview = Overview(reads, StoppedClock())
    counts, heard = [], []
    overview.counted.connect(lambda told: counts.append(told.total[Lane.NEEDS_YOU]))
    overview.heard.connect(lambda statuses, now: heard.append((list(statuses), now)))
    overview.read(statuses=False)
    assert (counts, heard, overview.is_offline()) == ([3], [], False)
    overview.read()
    assert (counts, heard, overview.is_offline()) == ([3, 3], [(reads.statuses(NOW), NOW)], True)
    reads.put(a_row(3))
    overview.read(statuses=False)
    assert counts == [3, 3, 4]
    assert overview.is_offline(), "as they were when last read"
