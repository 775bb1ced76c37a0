"""When the shop answered last and which channels are silent for longer than usual, each figure by its definition."""

from datetime import timedelta

from desktop.domain.item import Direction
from desktop.store import pace
from tests.store.makers import NOW, OURS, mail

MINUTE = timedelta(minutes=1)
START = NOW - timedelta(days=1)


def ours(remote_id, minutes, to="1", **more):
    return mail(
        remote_id, who=OURS, minutes=minutes, direction=Direction.OUT, parent_ids=(f"{to}@example.org",), **more
    )


def theirs(remote_id, minutes, to="1", **more):
    return mail(remote_id, minutes=minutes, parent_ids=(f"{to}@example.org",), **more)


def test_the_last_answer_is_the_newest_message_of_ours(shop):
    assert pace.last_answer(shop.reader, NOW) is None
    shop.ingest(mail("1", minutes=0), ours("2", 30), theirs("3", 100))
    assert pace.last_answer(shop.reader, NOW) == START + 30 * MINUTE
    assert pace.last_answer(shop.reader, NOW + timedelta(days=40)) is None


def every(hours, count=10):
    return [mail(f"m{n}", minutes=-60 * hours * n, subject=f"S{n}") for n in range(count)]


def test_a_channel_is_silent_when_it_is_quiet_for_much_longer_than_usual(shop):
    shop.ingest(*every(hours=10))
    assert pace.silences(shop.reader, START + timedelta(hours=59)) == {}
    assert pace.silences(shop.reader, START + timedelta(hours=61)) == {shop.account.id: START}


def test_no_channel_is_called_silent_after_one_night(shop):
    shop.ingest(*every(hours=1))
    assert pace.silences(shop.reader, START + timedelta(hours=23)) == {}
    assert pace.silences(shop.reader, START + timedelta(hours=25)) == {shop.account.id: START}


def test_of_a_channel_that_was_hardly_heard_of_nobody_knows_what_is_usual(shop):
    shop.ingest(*every(hours=1, count=pace.FEWEST))
    assert pace.silences(shop.reader, START + timedelta(days=9)) == {}
