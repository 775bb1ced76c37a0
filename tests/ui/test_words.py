"""Times in words."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale

from desktop.domain.conversation import Band, State, Tone
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
