"""Storms are told from busy days by arithmetic alone."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.triage import spikes
from desktop.triage.spikes import Outlook, Phase, Usual, course, spread, storms, threshold
from tests.bench import storms as bench
from tests.bench import weeks

DAY = 24
QUIET = [0] * 8 + [1, 0, 1, 1, 0, 1, 2, 0, 1, 0, 1, 0] + [0] * 4
"""A day on which eight people write."""


def after_three_weeks(*hours: int) -> Outlook:
    """Return what is seen in these hours from ten in the morning, after three weeks of quiet days."""
    return storms(0, [*QUIET * 21, *QUIET[:10], *hours])


BEGINS = 21 * DAY + 10


def test_many_more_people_than_usual_are_a_storm_and_it_is_told_once() -> None:
    found = after_three_weeks(3, 9, 14, 11, 8, 6, 4, 2, 1, 0, 0).storms
    assert [(storm.peak, storm.peak_hour) for storm in found] == [(14, BEGINS + 2)]
    assert BEGINS <= found[0].start <= found[0].found <= BEGINS + 1
    assert found[0].end == BEGINS + 6


def test_three_people_where_one_is_usual_are_no_storm() -> None:
    assert not after_three_weeks(3, 1, 2, 1).storms


def test_a_storm_is_noticed_before_its_first_hour_is_over() -> None:
    counts = [*QUIET * 21, *QUIET[:10], 9]
    (storm,) = storms(0, counts, partly=True).storms
    assert (storm.found, storm.end) == (BEGINS, None)


def test_an_hour_that_is_not_over_ends_nothing() -> None:
    counts = [*QUIET * 21, *QUIET[:10], 9, 12, 1, 0]
    assert storms(0, counts, partly=True).storms[0].end is None
    assert storms(0, [*counts, 0], partly=True).storms[0].end == BEGINS + 2


def test_what_rises_again_within_twelve_hours_is_the_same_storm() -> None:
    (storm,) = after_three_weeks(9, 12, 3, 0, 0, 0, 0, 10, 15, 6, 0, 0, 0).storms
    assert (storm.peak, storm.peak_hour) == (15, BEGINS + 8)


def test_what_rises_two_days_later_is_another_one() -> None:
    later = [*QUIET[14:], *QUIET, *QUIET[:10], 9, 12, 2, 0, 0]
    assert len(after_three_weeks(9, 12, 2, 0, *later).storms) == 2


def test_nobody_knows_what_is_usual_in_the_first_three_days() -> None:
    assert not storms(0, [*QUIET, *QUIET, 9, 12, 8]).storms


def test_what_is_usual_on_one_day_of_the_week_is_no_storm_there() -> None:
    week = [*QUIET * 6, *(6 * people for people in QUIET)]
    market_days = [storm.found for storm in storms(0, week * 10).storms]
    assert not [hour for hour in market_days if hour > 5 * 7 * DAY]
    assert storms(0, [*week * 10, *(6 * people for people in QUIET)]).storms[-1].found >= 70 * DAY


def test_a_crowd_that_stays_is_how_it_is_now() -> None:
    found = storms(0, [*QUIET * 21, *[8] * (DAY * 21)]).storms
    assert found
    assert all(storm.end is not None for storm in found[:-1])
    assert found[-1].found < 33 * DAY


def test_what_is_usual_among_many_is_no_storm_and_twice_as_many_are() -> None:
    day = [120 + 8 * (hour % 3) for hour in range(DAY)]
    assert not storms(0, day * 28).storms
    (storm,) = storms(0, [*day * 28, *day[:10], 320, 380, 290, 140, 130]).storms
    assert storm.peak == 380


def test_among_very_many_two_fifths_more_stand_out_and_among_few_they_do_not() -> None:
    many = [1000 + 20 * (hour % 3) for hour in range(DAY)]
    (storm,) = storms(0, [*many * 55, *many[:10], 1380, 1400, 1380, 1010, 1000]).storms
    assert storm.peak == 1400
    few = [9 + hour % 3 for hour in range(DAY)]
    assert not storms(0, [*few * 55, *few[:10], 13, 14, 13, 10, 9]).storms


@pytest.mark.parametrize("before", [[], [0] * 20, [1], [0] * DAY, [1] * DAY])
@pytest.mark.parametrize("many", [1, 5, 40, 300])
def test_how_many_write_an_hour_is_known_however_it_began(many: int, before: list[int]) -> None:
    usual = Usual()
    for hour, people in enumerate([*before, *[many] * DAY * 40]):
        usual.learn(hour, people)
    assert usual.level == pytest.approx(many, rel=0.1)
    assert usual.expected(41 * DAY) == pytest.approx(many, rel=0.1)


@pytest.mark.parametrize("many", [120, 300, 1000])
def test_as_many_as_ever_are_no_storm_from_the_beginning(many: int) -> None:
    assert not storms(0, [many + many // 50 * (hour % 3) for hour in range(DAY * 21)]).storms


def test_two_people_an_hour_are_no_storm_however_rarely_anybody_writes() -> None:
    rarely = [1, *[0] * (7 * DAY - 1)] * 8
    assert not storms(0, [*rarely, 2, 2, 2, 2, 0, 0]).storms
    assert storms(0, [*rarely, 3, 4, 3, 0, 0]).storms


@given(st.lists(st.integers(0, 60), min_size=100, max_size=400), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_storms_never_overlap_and_never_end_before_their_peak(counts: Sequence[int], first: int) -> None:
    found = storms(first, counts).storms
    for storm in found:
        assert first <= storm.start <= storm.found < first + len(counts)
        assert storm.start <= storm.peak_hour
        assert storm.end is None or storm.end > storm.found - 1
        assert storm.peak >= spikes.FEWEST_PEOPLE
    assert all(one.end is not None and one.end <= other.found for one, other in pairwise(found))
    assert found == storms(first, counts).storms


@given(st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_the_more_is_usual_the_more_it_takes(one: float, other: float) -> None:
    assert (threshold(one) <= threshold(other)) == (one <= other) or threshold(one) == threshold(other)


@pytest.mark.parametrize(
    ("hours", "rate", "phase"),
    [
        ((3,), 9, Phase.RISING),
        ((3, 9), 14, Phase.RISING),
        ((3, 9, 14), 12, Phase.PEAK),
        ((3, 9, 14), 13, Phase.PEAK),
        ((3, 9, 14, 10), 8, Phase.FADING),
        ((3, 9, 14, 10, 6), 3, Phase.OVER),
        ((3, 9, 14), 0, Phase.OVER),
        ((), 0, Phase.OVER),
    ],
)
def test_how_far_a_storm_has_come(hours: tuple[int, ...], rate: int, phase: Phase) -> None:
    assert course(hours, rate=rate, usual=0.1).phase is phase


def test_how_soon_it_is_half_is_seen_or_reckoned() -> None:
    assert course((4, 20, 15), rate=8, usual=0.0).half == timedelta(hours=1, minutes=60 * 5 / 7)
    reckoned = course((4, 20, 14), rate=11, usual=0.0).half
    assert reckoned is not None
    assert timedelta(hours=2) < reckoned < timedelta(hours=3)


def test_a_post_spreads_from_five_answers_on_and_half_as_much_two_hours_later() -> None:
    assert spread(4, timedelta()) == 0.0
    assert spread(18, timedelta()) == 289.0
    assert spread(18, timedelta(hours=2)) == 144.5
    assert spread(5, timedelta(hours=-1)) == 16.0


@pytest.mark.parametrize("an_hour", [0.3, 1.0, 5.0])
def test_most_storms_are_noticed_and_few_busy_days_are_taken_for_one(an_hour: float) -> None:
    found = bench.tally(range(400, 412), an_hour)
    print(f"{an_hour:g} an hour: {found.recall:.2f} noticed, {found.false_a_week:.2f} false alarms a week")
    assert found.recall >= 0.70
    assert found.false_a_week <= 0.5


def test_made_up_weeks_are_the_same_every_time() -> None:
    assert weeks.make(3, an_hour=1.0) == weeks.make(3, an_hour=1.0)
