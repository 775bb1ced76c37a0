"""Figures of answers, each by its definition: what is a wait, how long it took while the shop was open, who is late."""

from datetime import UTC, datetime, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.answering import understood
from desktop.domain.clock import from_ms, to_ms
from desktop.domain.item import Audience, Direction, Flag, Kind
from desktop.domain.targets import USUAL, Targets
from desktop.store import answers
from desktop.store.answers import Answer, Pace, Waiting
from tests.store.makers import NOW, OURS, mail
from tests.store.test_pace import MINUTE, START, ours, theirs

HOUR = timedelta(hours=1)
SHOP = understood(60, "mail 4 h; public 30 min", "Mo-Fr 9-18; Sa 8-13", "2026-12-24 to 2026-12-26", "Europe/Berlin")
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
"""Nine o'clock in the shop."""


def taken(shop, since, targets=USUAL):
    return answers.times(answers.answers(shop.reader, since), targets)


def answered(minutes: float, took: float, channel: str = "mail", audience: str = "private") -> Answer:
    asked = MONDAY + minutes * MINUTE
    return Answer(channel, audience, asked, asked + took * MINUTE)


def test_an_answer_is_timed_from_the_first_message_that_waited(shop):
    shop.ingest(mail("1", minutes=0), theirs("2", 10), ours("3", 38))
    assert taken(shop, START) == [38 * MINUTE]


def test_a_second_message_of_ours_in_a_row_answers_nothing_more(shop):
    shop.ingest(mail("1", minutes=0), ours("2", 5), ours("3", 90))
    assert taken(shop, START) == [5 * MINUTE]


def test_each_round_is_timed_by_itself_the_shortest_first(shop):
    shop.ingest(mail("1", minutes=0), ours("2", 30), theirs("3", 100), ours("4", 110))
    assert taken(shop, START) == [10 * MINUTE, 30 * MINUTE]


def test_an_answer_counts_for_the_day_on_which_it_was_written(shop):
    shop.ingest(mail("1", minutes=0), ours("2", 30), theirs("3", 40), ours("4", 100))
    assert taken(shop, START + 60 * MINUTE) == [60 * MINUTE]


def test_what_answers_nobody_and_what_machines_wrote_is_not_timed(shop):
    shop.ingest(mail("1", minutes=0, automatic="Precedence: bulk"), ours("2", 30))
    shop.ingest(mail("5", who=OURS, minutes=3, direction=Direction.OUT, subject="Hello"))
    assert taken(shop, START) == []


def test_what_the_server_says_was_answered_waits_no_longer(shop):
    answered_elsewhere = mail("1", minutes=0, flags=frozenset({Flag.ANSWERED}))
    shop.ingest(answered_elsewhere, theirs("2", 100), ours("3", 110))
    assert taken(shop, START) == [10 * MINUTE]


def test_an_answer_that_is_here_counts_though_the_server_says_so_too(shop):
    shop.ingest(mail("1", minutes=0, flags=frozenset({Flag.ANSWERED})), theirs("2", 5), ours("3", 30))
    shop.ingest(mail("9", minutes=0, subject="Other", flags=frozenset({Flag.ANSWERED})), ours("10", 12, to="9"))
    assert taken(shop, START) == [12 * MINUTE, 25 * MINUTE]


def test_only_the_time_in_which_the_shop_is_open_counts():
    friday_evening = Answer(
        "mail", "private", MONDAY + timedelta(days=4, hours=8.5), MONDAY + timedelta(days=7, hours=1)
    )
    assert answers.times([friday_evening], SHOP) == [0.5 * HOUR + 5 * HOUR + HOUR]
    assert answers.times([friday_evening], USUAL) == [timedelta(days=2, hours=16.5)]


def test_median_and_ninetieth_of_a_hundred_are_exact():
    hundred = [answered(n, n + 1) for n in range(100)]
    (everything, only) = answers.paces(reversed(hundred), USUAL)
    assert everything == Pace(channel="", answered=100, median=50.5 * MINUTE, p90=90 * MINUTE, within=60)
    assert only == Pace(channel="mail", answered=100, median=50.5 * MINUTE, p90=90 * MINUTE, within=60)


def test_each_channel_has_its_figures_and_its_own_target():
    few = [
        *(answered(n, took) for n, took in enumerate((30, 239, 241))),
        answered(0, 29, "mastodon", "public"),
        answered(0, 31, "mastodon", "public"),
        answered(0, 59, "mastodon", "private"),
        answered(0, 240, "review", "public"),
    ]
    found = {pace.channel: pace for pace in answers.paces(few, SHOP)}
    assert list(found) == ["", "mail", "mastodon", "review"]
    assert (found["mail"].within, found["mastodon"].within, found["review"].within, found[""].within) == (2, 2, 0, 4)
    assert (found["mail"].median, found["mail"].p90) == (239 * MINUTE, 241 * MINUTE)
    assert found["mastodon"].median == 31 * MINUTE


def test_nobody_answered_makes_no_figures():
    assert answers.paces([], USUAL) == []


@settings(max_examples=100)
@given(st.lists(st.floats(1, 10_000), min_size=1, max_size=60))
def test_nine_of_ten_are_answered_within_the_ninetieth(took):
    (pace, _) = answers.paces([answered(n, time) for n, time in enumerate(took)], USUAL)
    times = answers.times([answered(n, time) for n, time in enumerate(took)], USUAL)
    assert sum(time <= pace.p90 for time in times) >= 0.9 * len(times)
    assert sum(time < pace.p90 for time in times) < 0.9 * len(times)


def test_who_waits_now_is_counted_by_channel_with_who_is_late(shop):
    asked = "Do you open on Sunday? The cake never came, I am very disappointed."
    public = {"channel": "mastodon", "kind": Kind.POST, "audience": Audience.PUBLIC}
    shop.ingest(
        mail("old", minutes=0, text=asked),
        mail("soon", minutes=24 * 60 - 3.5 * 60, text=asked, subject="B"),
        mail("new", minutes=24 * 60 - 5, text=asked, subject="C"),
        mail("late", minutes=24 * 60 - 31, text=asked, **public),
        mail("done", minutes=1, text=asked, subject="D"),
        ours("answer", 3, to="done"),
    )
    targets = Targets(chosen=SHOP.chosen)
    assert answers.waiting(shop.reader, NOW, targets) == [
        Waiting(channel="", waiting=4, soon=1, overdue=2),
        Waiting(channel="mail", waiting=3, soon=1, overdue=1),
        Waiting(channel="mastodon", waiting=1, soon=0, overdue=1),
    ]


@settings(max_examples=200)
@given(
    st.lists(st.integers(0, 40 * 24 * 60), max_size=12), st.integers(0, 45 * 24 * 60), st.sampled_from(["mail", "x"])
)
def test_who_is_due_soon_or_overdue_is_counted_as_if_each_were_looked_at(begun, minutes, channel):
    begun = sorted(to_ms(NOW + n * MINUTE) for n in begun)
    now = NOW + minutes * MINUTE
    due = [SHOP.due(from_ms(since), channel, "private") for since in begun]
    counted = answers._late(begun, now, partial(SHOP.due, channel=channel, audience="private"))
    assert counted == (sum(one.soon <= now < one.at for one in due), sum(now >= one.at for one in due))


def test_who_is_late_is_looked_for_among_the_newest_who_wait_without_those_told(shop, monkeypatch):
    asked = "Do you open on Sunday? The cake never came, I am very disappointed."
    shop.ingest(*(mail(name, minutes=n, text=asked, subject=name) for n, name in enumerate("abc")))
    rows = shop.reader.execute("select id, waiting_since from conversation order by last_id").fetchall()
    home = {row[0] for row in shop.reader.execute("select home from conversation").fetchall()}
    assert home == {"needs-you"}
    late = answers.late(shop.reader, NOW, Targets())
    assert [(one.conversation, one.since_ms) for one in late] == rows
    assert [(one.conversation, one.since_ms) for one in answers.late(shop.reader, NOW, Targets(), told={rows[1]})] == [
        rows[0],
        rows[2],
    ]
    monkeypatch.setattr(answers, "LOOKED_LATE", 2)
    assert [one.conversation for one in answers.late(shop.reader, NOW, Targets())] == [rows[1][0], rows[2][0]]


def test_only_the_messages_since_are_looked_through(shop):
    (plan, *_) = shop.reader.execute(f"explain query plan {answers._ANSWERED}", (0,)).fetchall()
    assert plan[3] == "SEARCH message USING INDEX message_ours (id>?)"
