"""Open time: what is added can be measured back, across nights, weekends, holidays and clocks put forward and back."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.connectors import registry
from desktop.connectors.demo import DEMO_ACCOUNTS
from desktop.domain.answering import (
    CHANNELS,
    NotUnderstood,
    parse_holidays,
    parse_length,
    parse_targets,
    parse_week,
    print_holidays,
    print_length,
    print_targets,
    print_week,
)
from desktop.domain.hours import DAY, Holiday, Hours, Week
from desktop.domain.targets import USUAL, Targets

BERLIN = ZoneInfo("Europe/Berlin")
SHOP = "Mo-Fr 9-12:30, 13:30-18; Sa 8-13"
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def hours(text: str = SHOP, holidays: str = "", zone: str = "Europe/Berlin") -> Hours:
    week = parse_week(text)
    assert week is not None
    return Hours(week, parse_holidays(holidays), zone)


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[arg-type,misc]


@st.composite
def spans(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, DAY), max_size=6)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


weeks = st.tuples(*[spans() for _ in range(7)]).filter(any)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
plain_words = st.sampled_from(["", "Christmas", "Betriebsferien", "día festivo"])
holidays = st.one_of(
    st.builds(
        lambda first, more, word: Holiday(first, first + timedelta(more), word), days, st.integers(0, 20), plain_words
    ),
    st.builds(
        lambda first, more, word: Holiday(
            first.replace(year=2000, day=min(first.day, 28)),
            (first.replace(year=2000, day=min(first.day, 28)) + timedelta(more)).replace(year=2000),
            word,
            True,
        ),
        days,
        st.integers(0, 9),
        plain_words,
    ),
)
zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "UTC", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata", ""]
)
any_hours = st.builds(Hours, weeks, st.lists(holidays, max_size=3).map(tuple), zones)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(any_hours, moments, st.timedeltas(timedelta(0), timedelta(hours=60)))
def test_open_time_added_is_measured_back(open_: Hours, since: datetime, time: timedelta) -> None:
    then = open_.after(since, time)
    assert then >= since
    assert open_.between(since, then) == time


@given(any_hours, moments, moments)
def test_open_time_is_never_negative_nor_more_than_has_passed(open_: Hours, one: datetime, other: datetime) -> None:
    time = open_.between(one, other)
    assert timedelta(0) <= time <= max(other - one, timedelta(0))


@given(any_hours, moments, st.timedeltas(timedelta(0), timedelta(30)), st.timedeltas(timedelta(0), timedelta(30)))
def test_open_times_one_after_the_other_add_up(
    open_: Hours, since: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = since + first, since + first + second
    assert open_.between(since, middle) + open_.between(middle, end) == open_.between(since, end)


@given(any_hours, moments, st.timedeltas(MINUTE, timedelta(hours=30)))
def test_a_target_runs_out_while_it_is_open_and_not_a_moment_earlier(
    open_: Hours, since: datetime, time: timedelta
) -> None:
    then = open_.after(since, time)
    assert open_.between(since, then - timedelta(microseconds=1)) < time
    assert open_.is_open(then - timedelta(microseconds=1))


@given(any_hours, moments)
def test_it_is_open_exactly_while_open_time_passes(open_: Hours, moment: datetime) -> None:
    tick = timedelta(microseconds=1)
    assert open_.is_open(moment) == (open_.between(moment, moment + tick) > timedelta(0))
    opening = open_.after(moment, tick) - tick
    assert opening >= moment
    assert open_.is_open(opening)
    assert open_.between(moment, opening) == timedelta(0)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (berlin(2026, 11, 20, 10, 0), berlin(2026, 11, 20, 11, 0)),
        (berlin(2026, 11, 20, 12, 10), berlin(2026, 11, 20, 14, 10)),
        (berlin(2026, 11, 20, 17, 40), berlin(2026, 11, 21, 8, 40)),
        (berlin(2026, 11, 21, 12, 40), berlin(2026, 11, 23, 9, 40)),
        (berlin(2026, 11, 22, 3, 0), berlin(2026, 11, 23, 10, 0)),
        (berlin(2026, 12, 23, 17, 30), berlin(2026, 12, 28, 9, 30)),
    ],
)
def test_an_hour_of_the_shop(asked: datetime, due: datetime) -> None:
    open_ = hours(holidays="12-24 to 12-26 Christmas")
    assert open_.after(asked, HOUR) == due


def test_the_day_on_which_the_clock_is_put_forward_has_an_hour_less() -> None:
    night = hours("daily 0-24")
    assert night.between(berlin(2026, 3, 29), berlin(2026, 3, 30)) == 23 * HOUR
    early = hours("daily 1-6")
    assert early.between(berlin(2026, 3, 29), berlin(2026, 3, 30)) == 4 * HOUR
    # What would begin in the hour that is missing begins when the clock has passed it.
    gap = hours("daily 2:30-6")
    assert gap.after(berlin(2026, 3, 29), HOUR) == berlin(2026, 3, 29, 4, 0)
    assert gap.between(berlin(2026, 3, 29), berlin(2026, 3, 30)) == 3 * HOUR
    assert hours("daily 2-3; We 5-6").between(berlin(2026, 3, 29), berlin(2026, 3, 30)) == timedelta(0)


def test_the_day_on_which_the_clock_is_put_back_has_an_hour_more() -> None:
    night = hours("daily 0-24")
    assert night.between(berlin(2026, 10, 25), berlin(2026, 10, 26)) == 25 * HOUR
    assert hours("daily 1-6").between(berlin(2026, 10, 25), berlin(2026, 10, 26)) == 6 * HOUR
    assert hours("daily 2-2:30").between(berlin(2026, 10, 25), berlin(2026, 10, 26)) == HOUR / 2


def test_a_shop_goes_by_its_own_clock_also_over_the_change() -> None:
    open_ = hours("daily 9-10")
    saturday = berlin(2026, 3, 28, 9, 30)
    assert open_.after(saturday, HOUR) == berlin(2026, 3, 29, 9, 30)
    assert open_.after(saturday, HOUR) - saturday == 23 * HOUR


def test_a_week_that_is_never_open_and_a_zone_that_is_none_are_refused() -> None:
    closed: Week = ((), (), (), (), (), (), ())
    with pytest.raises(ValueError, match="week"):
        Hours(closed)
    with pytest.raises(ValueError, match="year"):
        Hours(hours().week, (Holiday(date(2000, 1, 1), date(2000, 12, 31), yearly=True),))
    with pytest.raises(ValueError, match="zone"):
        hours(zone="Europe/Nowhere")


# In words


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        (SHOP, SHOP),
        ("mo – fr 09:00–12.30,13:30 to 18h; saturday 8-13", SHOP),
        ("Monday-Friday: 9am-12:30pm, 1:30pm-6pm; Sat 8 - 1pm", SHOP),
        ("Mo-Fr 9-18; We closed", "Mo-Tu 9-18; Th-Fr 9-18"),
        ("Mo-Fr 9-18; We 9-12", "Mo-Tu 9-18; We 9-12; Th-Fr 9-18"),
        ("Tu, Th 10-12; Sa-Mo 8-9", "Mo 8-9; Tu 10-12; Th 10-12; Sa-Su 8-9"),
        ("9-12, 12-18", "Mo-Su 9-18"),
        ("Fr 18-2", "Fr 18-24; Sa 0-2"),
        ("Su 22-2:30", "Mo 0-2:30; Su 22-24"),
        ("daily 0-24", "Mo-Su 0-24"),
    ],
)
def test_opening_hours_are_read_as_people_write_them(said: str, printed: str) -> None:
    assert print_week(parse_week(said)) == printed


def test_no_words_are_round_the_clock() -> None:
    assert parse_week(" \n ; ") is None
    assert print_week(None) == ""


def test_weekdays_are_read_in_the_owners_language_too() -> None:
    german = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    short = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    week = parse_week("Mo-Mi 9-18; Do 9-20; So 10-12", german)
    assert print_week(week) == "Mo-We 9-18; Th 9-20; Su 10-12"
    assert print_week(week, short) == "Mo-Mi 9-18; Do 9-20; So 10-12"
    assert parse_week(print_week(week), german) == week


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("whenever", "whenever"),
        ("Mo-Xy 9-12", "xy"),
        ("T 9-12", "t"),
        ("Mo 9", "9"),
        ("Mo 9-12-13", "9-12-13"),
        ("Mo 9-25", "25"),
        ("Mo 9:60-12", "9:60"),
        ("Mo 9-9", "9-9"),
        ("Mo 13pm-14pm", "13pm"),
        ("Mo closed", "never be open"),
    ],
)
def test_what_are_no_opening_hours_is_said_in_one_sentence(said: str, named: str) -> None:
    with pytest.raises(NotUnderstood) as wrong:
        parse_week(said)
    assert named in str(wrong.value)
    assert str(wrong.value).endswith(".")


@given(weeks)
def test_printed_hours_are_read_as_the_same(week: Week) -> None:
    joined = parse_week(print_week(week))
    assert joined is not None
    assert parse_week(print_week(joined)) == joined
    assume(all(a[1] < b[0] for day in week for a, b in pairwise(day)))
    assert joined == week


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    for read in (parse_week, parse_holidays, parse_targets, parse_length):
        with suppress(NotUnderstood):
            read(text)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("2026-12-24 to 2026-12-26 Christmas; 2027-01-01", "2026-12-24 to 2026-12-26 Christmas; 2027-01-01"),
        ("24.12. - 26.12.: Weihnachten\n1.1. Neujahr", "12-24 to 12-26 Weihnachten; 01-01 Neujahr"),
        ("3.8.2026..21.8.2026 Betriebsferien", "2026-08-03 to 2026-08-21 Betriebsferien"),
        ("12-27 to 01-02", "12-27 to 01-02"),
        ("2028-02-29 leap day", "2028-02-29 leap day"),
        ("24.12. bis 26.12. Weihnachten", "12-24 to 12-26 Weihnachten"),
        ("vom 3.8.2026 bis zum 21.8.2026: Ferien", "2026-08-03 to 2026-08-21 Ferien"),
        ("24.12. au 26.12. Noël; 1.5. à 3.5.", "12-24 to 12-26 Noël; 05-01 to 05-03"),
        ("du 3.8.2026 au 21.8.2026 Congés", "2026-08-03 to 2026-08-21 Congés"),
        ("24.12. al 26.12. Navidad; 1.5. a 3.5.", "12-24 to 12-26 Navidad; 05-01 to 05-03"),
        ("del 3.8.2026 hasta el 21.8.2026", "2026-08-03 to 2026-08-21"),
        ("24.12. To 26.12.", "12-24 to 12-26"),
        ("24.12. — 26.12.; 27.12.–28.12.; 29.12.-30.12.", "12-24 to 12-26; 12-27 to 12-28; 12-29 to 12-30"),
        ("24.12. a day off", "12-24 a day off"),
    ],
)
def test_holidays_are_read_as_people_write_them(said: str, printed: str) -> None:
    assert print_holidays(parse_holidays(said)) == printed
    assert parse_holidays(printed) == parse_holidays(said)


@pytest.mark.parametrize(
    "said", ["Christmas", "2026-13-01", "2026-02-30 x", "2026-12-26 to 2026-12-24", "12-24 to 2026-12-26"]
)
def test_what_is_no_holiday_is_said_in_one_sentence(said: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_holidays(said)


def test_a_holiday_over_new_year_comes_every_year() -> None:
    (holiday,) = parse_holidays("12-27 to 01-02 New Year")
    assert [day for day in range(1, 6) if holiday.holds(date(2031, 1, day))] == [1, 2]
    assert holiday.holds(date(2030, 12, 31))
    assert not holiday.holds(date(2030, 12, 26))


@pytest.mark.parametrize(
    ("said", "minutes", "printed"),
    [
        ("90", 90, "1 h 30 min"),
        ("45 min", 45, "45 min"),
        ("6h", 360, "6 h"),
        ("1.5 h", 90, "1 h 30 min"),
        ("1 h 5 min", 65, "1 h 5 min"),
        ("336 h", 336 * 60, "336 h"),
    ],
)
def test_lengths_are_read_as_people_write_them(said: str, minutes: int, printed: str) -> None:
    assert parse_length(said) == timedelta(minutes=minutes)
    assert print_length(timedelta(minutes=minutes)) == printed


@pytest.mark.parametrize("said", ["", "soon", "0", "337 h", "-5", "1 d"])
def test_what_is_no_length_is_said_in_one_sentence(said: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_length(said)


# Targets


def test_what_names_more_holds_before_what_names_less() -> None:
    targets = Targets(chosen=parse_targets("public 1 h; private 6h; mail 4 h; mastodon private 30 min"))
    minutes = {
        ("mail", "private"): 240,
        ("mastodon", "private"): 30,
        ("mastodon", "public"): 60,
        ("bluesky", "private"): 360,
        ("bluesky", "public"): 60,
    }
    assert {place: targets.of(*place) // MINUTE for place in minutes} == minutes
    assert Targets(usual=2 * HOUR, chosen=parse_targets("mail 4 h")).of("review", "public") == 2 * HOUR
    assert print_targets(targets.chosen) == "public 1 h; private 6 h; mail 4 h; mastodon private 30 min"
    assert parse_targets(print_targets(targets.chosen)) == targets.chosen


def test_a_channel_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(NotUnderstood, match="“mial” is no channel; they are mail, mastodon"):
        parse_targets("public 1 h; mial private 2 h")


def test_every_channel_can_have_a_target() -> None:
    kinds = {channel.kind for channel in registry.CHANNELS} - {"demo", "archive"}
    shown = {settings["network"] for _, settings in DEMO_ACCOUNTS}
    assert set(CHANNELS) == kinds | shown
    assert len(parse_targets("; ".join(f"{channel} 1 h" for channel in CHANNELS))) == len(CHANNELS)


@pytest.mark.parametrize("said", ["6 h", "mail", "mail soon", "mail public private 3 h", "mail mastodon 3 h"])
def test_what_is_no_target_is_said_in_one_sentence(said: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_targets(said)


def test_who_chose_nothing_has_an_hour_round_the_clock() -> None:
    since = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    due = USUAL.due(since, "mail", "private")
    assert (due.at, due.soon) == (since + HOUR, since + HOUR / 2)
    assert USUAL.is_open(since)


def test_targets_that_differ_have_other_marks() -> None:
    some = [
        USUAL,
        Targets(usual=2 * HOUR),
        Targets(chosen=parse_targets("mail 2 h")),
        Targets(hours=hours()),
        Targets(hours=hours(holidays="2026-12-24")),
        Targets(hours=hours(zone="Europe/Paris")),
    ]
    assert len({targets.mark for targets in some}) == len(some)
    assert Targets(hours=hours()).mark == Targets(hours=hours()).mark


def test_a_shop_closes_next_at_the_end_of_the_span_it_is_in_or_of_the_next() -> None:
    assert hours().next_closing(berlin(2026, 11, 20, 12, 0)) == berlin(2026, 11, 20, 12, 30)
    assert hours().next_closing(berlin(2026, 11, 20, 12, 30)) == berlin(2026, 11, 20, 18, 0)
    assert hours().next_closing(berlin(2026, 11, 21, 13, 0)) == berlin(2026, 11, 23, 12, 30)
