"""Plain words for a time to come, as a table."""

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.wall_clock import USUAL_WEEK, NotATime, Week
from desktop.domain.when import LONGEST, parse, presets

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY = datetime(2026, 11, 21, 14, 7, tzinfo=BERLIN)
WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=BERLIN)
EGYPT = Week(begins=6, rests=4)


def wall(words: str, now: datetime = SATURDAY, zone: ZoneInfo = BERLIN, **more: object) -> str:
    return parse(words, now, zone, **more).astimezone(zone).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in 3 h", "2026-11-21 17:07"),
        ("3h", "2026-11-21 17:07"),
        ("٣ h", "2026-11-21 17:07"),
        ("in 90 min", "2026-11-21 15:37"),
        ("1h30", "2026-11-21 15:37"),
        ("1 h 30 min", "2026-11-21 15:37"),
        ("1 hour and 30 minutes", "2026-11-21 15:37"),
        ("in 1,5 h", "2026-11-21 15:37"),
        ("half an hour", "2026-11-21 14:37"),
        ("in an hour", "2026-11-21 15:07"),
        ("in a week", "2026-11-28 14:07"),
        ("2 days", "2026-11-23 14:07"),
        ("In Two Weeks", "2026-12-05 14:07"),
        ("in 3 months", "2027-02-21 14:07"),
        ("tomorrow", "2026-11-22 08:00"),
        ("tomorrow 8", "2026-11-22 08:00"),
        ("Tomorrow at 8:30", "2026-11-22 08:30"),
        ("tmr 17.15", "2026-11-22 17:15"),
        ("9 tomorrow", "2026-11-22 09:00"),
        ("tomorrow morning", "2026-11-22 08:00"),
        ("tomorrow noon", "2026-11-22 12:00"),
        ("tomorrow 9 pm", "2026-11-22 21:00"),
        ("tomorrow 12am", "2026-11-22 00:00"),
        ("day after tomorrow", "2026-11-23 08:00"),
        ("tonight", "2026-11-21 18:00"),
        ("this evening", "2026-11-21 18:00"),
        ("evening", "2026-11-21 18:00"),
        ("today 16", "2026-11-21 16:00"),
        ("16", "2026-11-21 16:00"),
        ("9", "2026-11-22 09:00"),
        ("14:07", "2026-11-22 14:07"),
        ("14:08", "2026-11-21 14:08"),
        ("at 9", "2026-11-22 09:00"),
        ("fri 9", "2026-11-27 09:00"),
        ("Friday, 9:15", "2026-11-27 09:15"),
        ("mon", "2026-11-23 08:00"),
        ("sat", "2026-11-28 08:00"),
        ("sat 16", "2026-11-21 16:00"),
        ("sat 9", "2026-11-28 09:00"),
        ("next mon", "2026-11-23 08:00"),
        ("next sat 10", "2026-11-28 10:00"),
        ("thurs 7am", "2026-11-26 07:00"),
        ("weekend", "2026-11-28 09:00"),
        ("next week", "2026-11-23 08:00"),
        ("next month", "2026-12-01 08:00"),
        ("24 dec", "2026-12-24 08:00"),
        ("24 dec 9", "2026-12-24 09:00"),
        ("24th of December at 18:30", "2026-12-24 18:30"),
        ("dec 24", "2026-12-24 08:00"),
        ("Dec 24, 2027", "2027-12-24 08:00"),
        ("sept 1", "2027-09-01 08:00"),
        ("1 feb", "2027-02-01 08:00"),
        ("24.12.", "2026-12-24 08:00"),
        ("24.12. 9:30", "2026-12-24 09:30"),
        ("24.12.2027 9", "2027-12-24 09:00"),
        ("24.12.27", "2027-12-24 08:00"),
        ("2026-12-24", "2026-12-24 08:00"),
        ("2026-12-24T17:00", "2026-12-24 17:00"),
        ("24/12", "2026-12-24 08:00"),
        ("12/24 10", "2026-12-24 10:00"),
        ("12/12", "2026-12-12 08:00"),
        ("today midnight", "2026-11-22 00:00"),
        ("today 24:00", "2026-11-22 00:00"),
        ("  TOMORROW   8  ", "2026-11-22 08:00"),
        ("tomorrow @ 8", "2026-11-22 08:00"),
        ("weekend 11", "2026-11-28 11:00"),
        ("25 dec", "2026-12-25 08:00"),
        ("in ten minutes", "2026-11-21 14:17"),
        ("a couple of days", "2026-11-23 14:07"),
        ("in a few hours", "2026-11-21 17:07"),
        ("two days from now", "2026-11-23 14:07"),
        ("in a year", "2027-11-21 14:07"),
        ("next year", "2027-01-01 08:00"),
        ("later today", "2026-11-21 17:15"),
        ("later", "2026-11-21 17:15"),
        ("in the evening", "2026-11-21 18:00"),
        ("tomorrow in the morning", "2026-11-22 08:00"),
        ("in the morning", "2026-11-22 08:00"),
        ("end of day", "2026-11-21 17:00"),
        ("eod", "2026-11-21 17:00"),
        ("end of week", "2026-11-27 17:00"),
        ("end of the month", "2026-11-30 17:00"),
        ("end of this year", "2026-12-31 17:00"),
        ("eom 9", "2026-11-30 09:00"),
        ("in 3 days at 9", "2026-11-24 09:00"),
        ("in two weeks, 9 am", "2026-12-05 09:00"),
        ("2 days evening", "2026-11-23 18:00"),
        ("tomorrow evening at 7", "2026-11-22 19:00"),
        ("tomorrow at 7 in the evening", "2026-11-22 19:00"),
        ("fri afternoon 3:30", "2026-11-27 15:30"),
        ("tomorrow morning 9", "2026-11-22 09:00"),
        ("tonight 21", "2026-11-21 21:00"),
        ("tonight at 8", "2026-11-21 20:00"),
        ("the 30th", "2026-11-30 08:00"),
        ("30th at 9", "2026-11-30 09:00"),
        ("on the 3rd", "2026-12-03 08:00"),
        ("the 31st", "2026-12-31 08:00"),
        ("the 21st 9", "2026-12-21 09:00"),
        ("the 21st 15", "2026-11-21 15:00"),
        ("24/12/2026 9", "2026-12-24 09:00"),
        ("12/24/2027", "2027-12-24 08:00"),
    ],
)
def test_words_mean_this_moment(words: str, expected: str) -> None:
    assert wall(words) == expected


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Type when"),
        ("   ", "Type when"),
        ("whenever", "do not understand “whenever”"),
        ("in 3", "do not understand how long"),
        ("in a jiffy", "do not understand how long"),
        ("in -3 h", "do not understand"),
        ("today 8", "passed"),
        ("yesterday", "passed"),
        ("this morning", "passed"),
        ("2020-01-01", "passed"),
        ("31 feb", "There is no 31 February 2026."),
        ("31.2.", "There is no 31 February 2026."),
        ("1.13.", "There is no 1 month 13"),
        ("25:00", "There is no 25:00"),
        ("9:75", "There is no 9:75"),
        ("13 pm", "There is no 13 o'clock pm"),
        ("0 am", "There is no 0 o'clock am"),
        ("4/12", "can mean two days"),
        ("mon fri", "two days"),
        ("mon 9 10", "two times"),
        ("tomorrow morning 18", "two times"),
        ("tomorrow evening 9 am", "two times"),
        ("morning evening", "two times"),
        ("in 3 days fri", "two days"),
        ("in 3 days please", "do not understand “please”"),
        ("in 3 days 25:00", "no 25:00"),
        ("99th", "do not understand"),
        ("24-12-2026", "do not understand “24-12-2026”"),
        ("in 99999 weeks", "five years"),
        ("2999-01-01", "five years"),
        ("9999-12-31", "five years"),
        ("tomorrow 8 please", "do not understand “please”"),
        ("x" * 5000, "do not understand"),
        ("0 h", "passed"),
    ],
)
def test_what_names_no_time_to_come_is_refused_with_a_sentence(words: str, sentence: str) -> None:
    with pytest.raises(NotATime, match=sentence.replace("(", r"\(")):
        parse(words, SATURDAY, BERLIN)


def test_a_weekday_in_the_owners_language_is_understood() -> None:
    assert wall("Freitag 9", days={"Freitag": 4, "Fr.": 4}) == "2026-11-27 09:00"
    assert wall("fr. 9", days={"Freitag": 4, "Fr.": 4}) == "2026-11-27 09:00"


def test_eight_o_clock_stays_eight_o_clock_over_the_end_of_summer_time() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)
    at = parse("tomorrow 8", before, BERLIN)
    assert at == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)
    assert parse("in 24 h", before, BERLIN).astimezone(BERLIN).hour == 12


@pytest.mark.parametrize("words", ["in 10 min", "in 3 h", "90 min", "1h30"])
@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("night", [datetime(2026, 10, 25, 2, 30), datetime(2027, 3, 28, 1, 30)])
def test_hours_and_minutes_pass_as_they_do_while_the_clocks_change(words: str, fold: int, night: datetime) -> None:
    length = {"in 10 min": 10, "in 3 h": 180, "90 min": 90, "1h30": 90}[words]
    now = night.replace(tzinfo=BERLIN, fold=fold).astimezone(UTC)
    assert parse(words, now, BERLIN) == now + timedelta(minutes=length)


def test_a_time_that_comes_twice_is_the_one_still_to_come() -> None:
    now = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    assert parse("2:45", now, BERLIN) == datetime(2026, 10, 25, 1, 45, tzinfo=UTC)
    assert parse("2:45", now - timedelta(minutes=60), BERLIN) == datetime(2026, 10, 25, 0, 45, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_becomes_a_moment_that_exists() -> None:
    before = datetime(2027, 3, 27, 12, 0, tzinfo=BERLIN)
    at = parse("tomorrow 2:30", before, BERLIN)
    assert at.astimezone(BERLIN).strftime("%d %H:%M") == "28 03:30"


@pytest.mark.parametrize("words", ["29 feb", "feb 29", "29.2.", "29/2"])
def test_a_leap_day_without_a_year_is_the_next_there_is(words: str) -> None:
    assert wall(words) == "2028-02-29 08:00"
    on_the_day = datetime(2028, 2, 29, 14, 7, tzinfo=BERLIN)
    assert wall(f"{words} 18:00", on_the_day) == "2028-02-29 18:00"
    assert wall(f"{words} 9:00", on_the_day) == "2032-02-29 09:00"


def test_a_leap_day_of_a_year_that_has_none_is_refused_and_so_is_one_too_far_away() -> None:
    with pytest.raises(NotATime, match="no 29 February 2027"):
        parse("29 feb 2027", SATURDAY, BERLIN)
    with pytest.raises(NotATime, match="five years"):
        parse("29 feb", datetime(2097, 1, 1, tzinfo=BERLIN), BERLIN)
    with pytest.raises(NotATime, match="no 30 February"):
        parse("30 feb", SATURDAY, BERLIN)


@pytest.mark.parametrize("words", ["9999-12-31", "9999-12-31 midnight", "24:00 9999-12-31", "9999-12-31 24"])
def test_the_last_day_there_is_and_what_comes_after_it_are_too_far_away(words: str) -> None:
    with pytest.raises(NotATime, match=r"five years|no 24:00"):
        parse(words, SATURDAY, BERLIN)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "in",
                "next",
                "this",
                "fri",
                "mon",
                "tomorrow",
                "today",
                "9",
                "9:30",
                "17.15",
                "24",
                "dec",
                "24.12.",
                "2027",
                "am",
                "pm",
                "h",
                "min",
                "3",
                "week",
                "month",
                "weekend",
                "noon",
                "midnight",
                "-",
                "/",
                ".",
                "1h30",
                "half",
                "an",
                "a",
            ]
        ),
        max_size=6,
    )
)
def test_any_words_give_a_moment_to_come_or_a_sentence(words: list[str]) -> None:
    with contextlib.suppress(NotATime):
        assert SATURDAY < parse(" ".join(words), SATURDAY, BERLIN) <= SATURDAY + LONGEST


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    with contextlib.suppress(NotATime):
        assert parse(text, SATURDAY, BERLIN) > SATURDAY


def names(now: datetime) -> list[tuple[str, str]]:
    return [(p.key, p.at.astimezone(BERLIN).strftime("%a %H:%M")) for p in presets(now, BERLIN)]


def test_presets_on_a_wednesday_morning() -> None:
    assert names(WEDNESDAY) == [
        ("later-today", "Wed 12:00"),
        ("this-evening", "Wed 18:00"),
        ("tomorrow", "Thu 08:00"),
        ("weekend", "Sat 09:00"),
        ("next-week", "Mon 08:00"),
        ("in-a-month", "Fri 08:00"),
    ]


def test_later_today_is_rounded_up_to_a_quarter_of_an_hour() -> None:
    assert names(SATURDAY)[0] == ("later-today", "Sat 17:15")


def test_nothing_is_offered_for_today_in_the_evening_and_two_offers_that_fall_together_are_one() -> None:
    sunday_night = datetime(2026, 11, 22, 22, 0, tzinfo=BERLIN)
    assert [key for key, _ in names(sunday_night)] == ["tomorrow", "tomorrow-afternoon", "in-two-days", "in-a-month"]


@pytest.mark.parametrize("week", [USUAL_WEEK, EGYPT], ids=["monday", "egypt"])
@given(minutes=st.integers(0, 8 * 7 * 24 * 60))
def test_at_any_moment_of_any_week_four_times_to_come_are_offered(minutes: int, week: Week) -> None:
    now = WEDNESDAY + timedelta(minutes=minutes)
    times = [preset.at for preset in presets(now, BERLIN, week=week)]
    assert 4 <= len(times) <= 6
    assert times == sorted(set(times))
    assert now < times[0]


@given(st.integers(min_value=0, max_value=366 * 24 * 60))
@settings(max_examples=200, deadline=None)
def test_every_preset_lies_ahead_and_they_are_in_order(minutes: int) -> None:
    now = SATURDAY + timedelta(minutes=minutes)
    times = [p.at for p in presets(now, BERLIN)]
    assert times == sorted(set(times))
    assert times[0] > now


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2027-01-01T10:00:00Z", "2027-01-01 11:00"),
        ("2027-01-01T10:00:00+00:00", "2027-01-01 11:00"),
        ("2027-01-01t10:00:30.5-05:00", "2027-01-01 16:00"),
        ("2027-07-01T10:00:00.123456789Z", "2027-07-01 12:00"),
        (" 2027-01-01 10:00:00 ", "2027-01-01 10:00"),
        ("2027-01-01T10:00+0200", "2027-01-01 09:00"),
    ],
)
def test_a_time_as_scripts_write_it_is_that_very_moment(words: str, expected: str) -> None:
    assert wall(words) == expected


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2020-01-01T10:00:00Z", "passed already"),
        ("2026-11-21T14:07:00+01:00", "passed already"),
        ("2027-02-30T10:00:00Z", "no such time"),
        ("2027-01-01T25:00:00Z", "no such time"),
        ("2027-01-01T10:00:00+99:00", "no such time"),
        ("9999-12-31T23:59:59-14:00", "no such time"),
        ("2040-01-01T10:00:00Z", "five years"),
    ],
)
def test_a_time_of_a_script_that_cannot_be_is_refused(words: str, why: str) -> None:
    with pytest.raises(NotATime, match=why):
        parse(words, SATURDAY, BERLIN)


def test_what_the_product_writes_it_also_reads() -> None:
    later = SATURDAY + timedelta(hours=3)
    for written in (later.isoformat(), later.astimezone(UTC).isoformat(timespec="seconds")):
        assert parse(written, SATURDAY, BERLIN) == later


GERMAN = {
    "morgen": "tomorrow", "übermorgen": "day after tomorrow", "in": "in", "Stunden": "hours", "Dez.": "december",
    "Dezember": "december", "nächste Woche": "next week", "um": "at", "nächsten": "next", "Wochenende": "weekend",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("morgen 8", "2026-11-22 08:00"),
        ("Übermorgen um 9:30", "2026-11-23 09:30"),
        ("in 3 Stunden", "2026-11-21 17:07"),
        ("24. Dez.", "2026-12-24 08:00"),
        ("24 Dezember 9", "2026-12-24 09:00"),
        ("nächste Woche", "2026-11-23 08:00"),
        ("Fr. 9", "2026-11-27 09:00"),
        ("nächsten Freitag", "2026-11-27 08:00"),
        ("tomorrow 8", "2026-11-22 08:00"),
    ],
)
def test_the_owners_own_words_are_understood_beside_english(words: str, expected: str) -> None:
    assert wall(words, days={"Freitag": 4, "Fr.": 4}, own=GERMAN) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("next week", "2026-11-22 08:00"),
        ("weekend", "2026-11-20 09:00"),
        ("eow", "2026-11-19 17:00"),
        ("next sunday", "2026-11-22 08:00"),
        ("next thursday", "2026-11-26 08:00"),
    ],
)
def test_a_week_begins_and_ends_as_people_work_there(words: str, expected: str) -> None:
    assert wall(words, WEDNESDAY, week=EGYPT) == expected


def test_the_weekend_is_offered_while_there_is_work_before_it() -> None:
    keys = [preset.key for preset in presets(WEDNESDAY, BERLIN, week=EGYPT)]
    assert "weekend" in keys
    thursday = WEDNESDAY + timedelta(days=1)
    assert "weekend" not in [preset.key for preset in presets(thursday, BERLIN, week=EGYPT)]
    assert "weekend" in [preset.key for preset in presets(thursday, BERLIN)]
