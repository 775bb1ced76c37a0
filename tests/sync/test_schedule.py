"""When a lane is due and how long to wait, as tables."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from desktop.domain.account import AccountId
from desktop.domain.errors import (
    Ended,
    KeyringMissing,
    Misconfigured,
    NoConnection,
    RateLimited,
    SignInNeeded,
    Unreachable,
)
from desktop.sync.schedule import (
    CAP,
    LaneTimes,
    again_at,
    back_off,
    clamp_wish,
    due_at,
    leap,
    needs_attention,
    reply_gap,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def lane(n: int = 1, **changes: object) -> LaneTimes:
    return LaneTimes(**{"account": AccountId(n), "poll": 5 * MINUTE, **changes})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (lane(), NOW),
        (lane(polled_at=NOW - MINUTE), NOW + 4 * MINUTE),
        (lane(polled_at=NOW - HOUR), NOW - 55 * MINUTE),
        (lane(polled_at=NOW - HOUR, retry_at=NOW + MINUTE), NOW + MINUTE),
        (lane(retry_at=NOW - MINUTE), NOW - MINUTE),
        (lane(stopped=True), None),
        (lane(busy=True), None),
        # a keyring that may have been unlocked since
        (lane(stopped=True, retry_at=NOW + MINUTE), NOW + MINUTE),
        # the clock was set back by a day since
        (lane(polled_at=NOW + DAY), NOW),
        (lane(polled_at=NOW - HOUR, retry_at=NOW + DAY), NOW - 55 * MINUTE),
        (lane(polled_at=NOW + DAY, retry_at=NOW + DAY), NOW),
        # or forward: everything is due
        (lane(polled_at=NOW - DAY, retry_at=NOW - DAY), NOW - DAY),
    ],
)
def test_a_lane_is_due_at(given, expected):
    assert due_at(given, NOW) == expected


@pytest.mark.parametrize(
    ("trouble", "least", "most"),
    [
        (Unreachable("down"), timedelta(0), timedelta(seconds=8)),
        (RateLimited("slow", retry_at=NOW + HOUR), HOUR, HOUR),
        (KeyringMissing("locked"), MINUTE, MINUTE),
    ],
)
def test_what_may_pass_is_tried_again_by_itself(trouble, least, most):
    assert least <= again_at(trouble, 2, NOW, Random(3)) - NOW <= most


@pytest.mark.parametrize("trouble", [SignInNeeded("no"), Misconfigured("where?"), Ended("over")])
def test_what_only_the_owner_can_mend_is_not_tried_again(trouble):
    assert again_at(trouble, 2, NOW, Random(3)) is None


def test_nobody_waits_longer_than_two_minutes_once_the_line_is_back():
    def longest(trouble):
        return max(again_at(trouble, 500, NOW, Random(n)) - NOW for n in range(200))

    assert MINUTE < longest(NoConnection("no network")) <= 2 * MINUTE
    assert 10 * MINUTE < longest(Unreachable("the server is in trouble")) <= CAP


def test_a_keyring_that_stays_locked_is_asked_less_and_less():
    waits = [again_at(KeyringMissing("locked"), 20, NOW, Random(n)) - NOW for n in range(100)]
    assert MINUTE < max(waits) <= CAP


@pytest.mark.parametrize(("failures", "ceiling"), [(0, 2), (1, 4), (2, 8), (5, 64), (8, 512), (9, 900), (5000, 900)])
def test_back_off_uses_the_whole_range_up_to_its_ceiling(failures, ceiling):
    rng = Random(7)
    waits = [back_off(failures, rng).total_seconds() for _ in range(2000)]
    assert 0 <= min(waits) < 0.01 * ceiling
    assert 0.99 * ceiling < max(waits) <= ceiling <= CAP.total_seconds()


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (NOW - DAY, NOW + timedelta(seconds=1)),
        (NOW, NOW + timedelta(seconds=1)),
        (NOW + MINUTE, NOW + MINUTE),
        (NOW + DAY, NOW + 6 * HOUR),
    ],
)
def test_a_wish_of_the_server_is_kept_within_a_second_and_six_hours(wish, expected):
    assert clamp_wish(wish, NOW) == expected


def test_a_reply_is_tried_six_times_within_about_an_hour_and_then_hourly():
    rng = Random(3)
    for _ in range(200):
        hour = sum((reply_gap(attempt, rng) for attempt in range(1, 6)), timedelta())
        assert timedelta(minutes=48) < hour < timedelta(minutes=73)
    assert 48 * MINUTE <= reply_gap(6, rng) <= 72 * MINUTE
    assert 48 * MINUTE <= reply_gap(600, rng) <= 72 * MINUTE
    assert [needs_attention(n) for n in (1, 5, 6, 60)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("wall", "monotonic", "expected"),
    [
        (MINUTE, MINUTE, timedelta()),
        (2 * MINUTE, MINUTE, timedelta()),
        (DAY, MINUTE, DAY - MINUTE),
        (-DAY, MINUTE, -DAY - MINUTE),
        (DAY, DAY, timedelta()),
    ],
)
def test_a_leap_of_the_clock_is_noticed(wall, monotonic, expected):
    assert leap(wall, monotonic) == expected
