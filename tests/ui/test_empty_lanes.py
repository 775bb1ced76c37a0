"""What an empty lane says: why nothing is there, and never more than is known."""

from datetime import timedelta

import pytest

from desktop.domain.account import Health
from desktop.domain.row import Found, Lane
from desktop.ui.overview import Overview
from desktop.ui.wording import words
from desktop.ui.wording.empty import empty_lane, nobody_waits
from tests.ui.values import NOW, StoppedClock, ValueReads, a_row, a_status

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
