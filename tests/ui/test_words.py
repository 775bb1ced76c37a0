"""Times in words."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from desktop.domain.answering import parse_week
from desktop.domain.conversation import Band, State, Tone
from desktop.domain.hours import Hours
from desktop.domain.targets import Targets
from desktop.ui.wording import words
from tests.ui.values import NOW, a_row


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("waited", "allowed", "said", "tone"),
    [
        (timedelta(seconds=20), timedelta(hours=1), "just now", Tone.FACT),
        (timedelta(minutes=10), timedelta(hours=1), "waiting 10 min", Tone.FACT),
        (timedelta(minutes=35), timedelta(hours=1), "due in 25 min", Tone.NOTICE),
        (timedelta(hours=1), timedelta(hours=1), "due in 1 min", Tone.NOTICE),
        (timedelta(hours=3), timedelta(hours=1), "overdue 2 h", Tone.HURRY),
        (timedelta(days=6), timedelta(hours=1), "overdue 5 d", Tone.HURRY),
    ],
)
def test_a_row_says_how_long_somebody_waits_and_how_loudly(waited, allowed, said, tone):
    row = a_row(0, waiting_since=NOW - waited, due_at=NOW - waited + allowed)
    assert words.urgency(row, NOW) == (said, tone)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"waiting_since": NOW - timedelta(minutes=10), "due_at": NOW + timedelta(minutes=50)}, "10 min"),
        ({"waiting_since": NOW - timedelta(minutes=35), "due_at": NOW + timedelta(minutes=25)}, "in 25 min"),
        ({"waiting_since": NOW - timedelta(hours=3), "due_at": NOW - timedelta(hours=2)}, "2 h late"),
        ({"state": State.SNOOZED, "until": NOW + timedelta(days=1)}, "tomorrow"),
        ({"state": State.WAITING, "until": NOW + timedelta(days=3)}, "Tue 24 Nov"),
        ({"band": Band.THE_REST, "last_at": NOW - timedelta(days=1)}, "yesterday"),
        ({"band": Band.THE_REST, "last_at": NOW}, words.clock(NOW)),
        ({"band": Band.THE_REST, "last_at": NOW - timedelta(days=40)}, "Mon 12 Oct"),
    ],
)
def test_where_there_is_little_room_the_same_is_said_in_fewer_words(changes, said):
    row = a_row(0, **changes)
    assert words.urgency(row, NOW, brief=True) == (said, words.urgency(row, NOW)[1])


@pytest.mark.parametrize("band", [Band.WORTH_A_LOOK, Band.THE_REST])
def test_nobody_is_late_with_an_answer_that_nobody_needs(band):
    row = a_row(0, band=band, waiting_since=NOW - timedelta(days=40), due_at=NOW - timedelta(days=39), last_at=NOW)
    assert words.urgency(row, NOW) == (words.short_stamp(NOW, NOW), Tone.FACT)


def test_a_conversation_put_off_says_until_when():
    row = a_row(0, state=State.SNOOZED, until=NOW + timedelta(days=1))
    assert words.urgency(row, NOW)[0].startswith("until tomorrow")


def test_an_answered_conversation_says_when_something_was_last_said():
    row = a_row(0, waiting_since=None, due_at=None, last_at=NOW - timedelta(days=40))
    assert words.urgency(row, NOW) == ("Mon 12 Oct", Tone.FACT)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=25), "25 min"),
        (timedelta(hours=22), "22 h"),
        (timedelta(hours=46), "46 h"),
        (timedelta(days=2, hours=23), "3 d"),
        (timedelta(days=3), "3 d"),
        (timedelta(days=90), "3 months"),
    ],
)
def test_days_ahead_are_counted_as_the_calendar_counts_them(ahead, said):
    """On a Tuesday at noon, Friday at 11 is in three days, though three days have not passed by then."""
    noon = datetime(2026, 11, 24, 12).astimezone()
    assert words.until(noon + ahead, noon) == said


@pytest.mark.parametrize(("left", "said"), [(0, "0 s"), (119, "119 s"), (120, "2 min 0 s"), (298, "4 min 58 s")])
def test_a_long_countdown_is_told_in_minutes(left, said):
    assert words.countdown(left) == said


def test_a_day_long_ago_is_said_with_its_year():
    assert words.stamp(NOW - timedelta(days=400), NOW) == "17 Oct 2025"


def test_a_rating_is_five_stars_whatever_the_figure():
    assert [words.stars(n) for n in (-1, 0, 2, 5, 9)] == ["☆☆☆☆☆", "☆☆☆☆☆", "★★☆☆☆", "★★★★★", "★★★★★"]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom), "12,345"),
        (QLocale(QLocale.Language.German, QLocale.Country.Germany), "12.345"),
        (QLocale.c(), "12,345"),
    ],
)
def test_a_large_count_is_grouped_also_where_the_system_names_no_language(locale, said):
    QLocale.setDefault(locale)
    assert words.number(12_345) == said


FRIDAY = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)
OPEN = Hours(parse_week("Mo-Fr 9-18; Sa 8-13"), zone="Europe/Berlin")


def at_closing(**changes):
    due = Targets(hours=OPEN).due(FRIDAY, "mail", "private")
    return a_row(0, waiting_since=FRIDAY, due_at=due.at, due_soon=due.soon, hours=OPEN, **changes)


@pytest.mark.parametrize(
    ("later", "said", "tone"),
    [
        (timedelta(minutes=5), "waiting 5 min", Tone.FACT),
        (timedelta(hours=6), "waiting 6 h", Tone.FACT),
        (timedelta(hours=14, minutes=30), "due in 30 min", Tone.NOTICE),
        (timedelta(hours=15, minutes=20), "overdue 20 min", Tone.HURRY),
        # Closed from Saturday noon to Monday morning: nobody grows later meanwhile.
        (timedelta(days=2), "overdue 4 h", Tone.HURRY),
        (timedelta(days=2, hours=14), "overdue 4 h", Tone.HURRY),
        (timedelta(days=2, hours=18, minutes=20), "overdue 7 h", Tone.HURRY),
    ],
)
def test_a_row_counts_the_time_in_which_the_shop_is_open(later, said, tone):
    assert words.urgency(at_closing(), FRIDAY + later) == (said, tone)


def test_what_is_due_soon_once_the_shop_opens_says_when():
    late = FRIDAY - timedelta(minutes=5)
    due = Targets(usual=timedelta(minutes=40), hours=OPEN).due(late, "mail", "private")
    row = a_row(0, waiting_since=late, due_at=due.at, due_soon=due.soon, hours=OPEN)
    now = FRIDAY + timedelta(hours=1)
    assert words.urgency(row, now) == (f"due {words.stamp(due.at, now)}", Tone.NOTICE)
    assert words.urgency(row, due.at - timedelta(minutes=3)) == ("due in 3 min", Tone.NOTICE)
