"""When the shop answered last and which channels are silent for longer than usual, each figure by its definition."""

from datetime import timedelta

from desktop.domain.account import Silence
from desktop.domain.item import Direction
from desktop.store import accounts, pace
from desktop.store.ingest import ingest
from tests.store.makers import NOW, OURS, mail, rank

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
    shop.ingest(*every(hours=10, count=40))
    assert pace.silences(shop.reader, START + timedelta(hours=59)) == {}
    (silence,) = pace.silences(shop.reader, START + timedelta(hours=61)).values()
    assert silence == Silence(since=START, a_week=silence.a_week)
    assert 15 < silence.a_week < 18


def test_no_channel_is_called_silent_after_one_night(shop):
    shop.ingest(*every(hours=1, count=350))
    assert pace.silences(shop.reader, START + timedelta(hours=23)) == {}
    assert pace.silences(shop.reader, START + timedelta(hours=25)).keys() == {shop.account.id}


def test_a_channel_that_has_shown_no_weekend_yet_may_be_quiet_for_three_days(shop):
    shop.ingest(*every(hours=1))
    assert pace.silences(shop.reader, START + timedelta(hours=71)) == {}
    assert pace.silences(shop.reader, START + timedelta(hours=73)).keys() == {shop.account.id}


def test_weekends_and_holidays_that_there_were_are_no_silence(shop):
    """Ten a day, nobody on two days of seven, and once nobody for nine days."""
    days = [day for day in range(70) if day % 7 not in (5, 6) and not 30 <= day < 39]
    shop.ingest(
        *[mail(f"m{day}.{n}", minutes=-1440 * day - 60 * n, subject=f"S{day}") for day in days for n in range(10)]
    )
    assert pace.silences(shop.reader, START + timedelta(days=3)) == {}
    assert pace.silences(shop.reader, START + timedelta(days=9)) == {}
    (silence,) = pace.silences(shop.reader, START + timedelta(days=14)).values()
    assert silence.since == START


def test_a_channel_beside_a_busy_one_is_not_forgotten(shop):
    other = shop.write(accounts.add, "mail", "Other", {"address": "x@example.org"}, "", NOW)
    shop.ingest(*every(hours=10, count=40))
    named = accounts.account(shop.reader, "Other")
    busy = [mail(f"b{n}", minutes=60 * 24 * 7 - n, subject=f"B{n}") for n in range(700)]
    shop.write(ingest, named, busy, cursor=None, now=NOW + timedelta(days=7), rank=rank)
    found = pace.silences(shop.reader, START + timedelta(days=7))
    assert found.keys() == {shop.account.id}
    assert other not in found


def test_of_a_channel_that_was_hardly_heard_of_nobody_knows_what_is_usual(shop):
    shop.ingest(*every(hours=1, count=pace.FEWEST))
    assert pace.silences(shop.reader, START + timedelta(days=9)) == {}


def test_an_account_that_was_removed_is_not_silent(shop):
    shop.ingest(*every(hours=1, count=350))
    shop.write(accounts.remove, shop.account.id, NOW)
    assert pace.silences(shop.reader, START + timedelta(days=9)) == {}


def test_one_whose_clock_is_wrong_hides_no_silence(shop):
    """Many forged mails bear a date of years before or after; what they claim says nothing of the channel."""
    shop.ingest(*every(hours=10, count=40))
    ahead = mail("ahead", minutes=0, subject="x", written_at=NOW + timedelta(days=4000), received_at=START)
    behind = mail("behind", minutes=0, subject="y", written_at=NOW - timedelta(days=4000), received_at=START)
    shop.ingest(ahead, behind)
    (silence,) = pace.silences(shop.reader, START + timedelta(hours=61)).values()
    assert silence.since == START


def test_the_last_answer_is_found_without_stepping_over_what_customers_have_written_since(shop):
    asked = []
    shop.reader.set_trace_callback(asked.append)
    pace.last_answer(shop.reader, NOW)
    (plan, *_) = shop.reader.execute(f"explain query plan {asked[0]}").fetchall()
    assert plan[3] == "SEARCH message USING INDEX message_ours (id>?)"
