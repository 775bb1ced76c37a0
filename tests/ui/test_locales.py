"""Dates, times, numbers and the week are written as in the owner's country, whatever language the window speaks."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from desktop.domain.wall_clock import USUAL_WEEK, NotATime, Week
from desktop.store.export import export
from desktop.ui.theme import Theme
from desktop.ui.wording import own_times, words
from tests.translating import CHECKOUT
from tests.ui.workshop import RESOURCES, Workshop

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
_ENVIRONMENT = ("LANG", "LANGUAGE", "LC_ALL", "LC_TIME", "LC_NUMERIC", "LC_MESSAGES")


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import time

    before = QLocale()
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    QLocale.setDefault(before)
    monkeypatch.undo()
    time.tzset()


def even(text: str) -> str:
    """Return text with spaces of one kind: locales put narrow ones that never break before AM and between digits."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "clock", "day", "year", "number"),
    [
        ("en_GB", "16:02", "Sat 14 Nov", "26 Jan 2026", "12,400"),
        ("en_US", "4:02 PM", "Sat Nov 14", "Jan 26, 2026", "12,400"),
        ("de_DE", "16:02", "Sa. 14. Nov.", "26. Jan. 2026", "12.400"),
        ("fr_FR", "16:02", "sam. 14 nov.", "26 janv. 2026", "12 400"),
        ("ar_EG", "٤:٠٢ م", "السبت ١٤ نوفمبر", "٢٦ يناير ٢٠٢٦", "١٢٬٤٠٠"),
        ("ja_JP", "16:02", "11月14日土", "2026年1月26日", "12,400"),
        ("C", "16:02", "Sat 14 Nov", "26 Jan 2026", "12,400"),
    ],
)
def test_times_dates_and_numbers_are_written_as_there(name: str, clock: str, day: str, year: str, number: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert even(words.clock(NOW.replace(hour=16, minute=2))) == clock
    assert even(words.short_stamp(NOW - timedelta(days=4), NOW)) == day
    assert words.stamp(NOW - timedelta(days=296), NOW) == year
    assert even(words.number(12400)) == number


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("de_DE", "fr 9", "2026-11-20 09:00"),
        ("de_DE", "Freitag, 9:15", "2026-11-20 09:15"),
        ("de_DE", "24. Dez. 8", "2026-12-24 08:00"),
        ("de_DE", "fri 9", "2026-11-20 09:00"),
        ("fr_FR", "vendredi 9", "2026-11-20 09:00"),
        ("fr_FR", "24 décembre 8", "2026-12-24 08:00"),
        ("en_US", "fri 9", "2026-11-20 09:00"),
        ("en_US", "fri 9 pm", "2026-11-20 21:00"),
        ("en_US", "9pm", "2026-11-18 21:00"),
        ("en_GB", "fri 21:00", "2026-11-20 21:00"),
        ("ar_EG", "الجمعة ٩", "2026-11-20 09:00"),
        ("ar_EG", "next week", "2026-11-22 08:00"),
        ("de_DE", "next week", "2026-11-23 08:00"),
        ("en_GB", "5/12 9", "2026-12-05 09:00"),
        ("fr_FR", "5/12/2026", "2026-12-05 08:00"),
        ("ar_EG", "٥/١٢", "2026-12-05 08:00"),
        ("en_US", "12/5 9", "2026-12-05 09:00"),
        ("en_US", "5/12", "2027-05-12 08:00"),
        ("en_US", "24/12", "2026-12-24 08:00"),
        ("ja_JP", "12/5", "2026-12-05 08:00"),
        ("ar_EG", "الجمعة ٤:٣٠ م", "2026-11-20 16:30"),
        ("ar_EG", "٩ ص", "2026-11-19 09:00"),
        ("he_IL", "יום שישי 9", "2026-11-20 09:00"),
        ("hi_IN", "शुक्रवार 9", "2026-11-20 09:00"),
        ("it_IT", "mar 9", "2026-11-24 09:00"),
        ("es_ES", "mar 9", "2026-11-24 09:00"),
        ("it_IT", "9 marzo", "2027-03-09 08:00"),
        ("fr_FR", "mar. 9", "2026-11-24 09:00"),
        ("fr_FR", "9 mars", "2027-03-09 08:00"),
        ("en_GB", "mar 9", "2027-03-09 08:00"),
    ],
)
def test_times_are_typed_as_there_and_in_english(name: str, text: str, expected: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert own_times.parse(text, NOW).strftime("%Y-%m-%d %H:%M") == expected


def test_where_the_system_names_no_country_a_day_of_two_meanings_is_asked_about() -> None:
    QLocale.setDefault(QLocale("C"))
    with pytest.raises(NotATime, match="can mean two days"):
        own_times.parse("5/12", NOW)


def test_a_month_is_typed_as_the_dates_are_written_while_english_is_spoken() -> None:
    program = (
        "from datetime import UTC, datetime, timedelta\nfrom desktop.ui.wording import own_times, words\n"
        "now = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)\n"
        "for text in ('3. Dezember', '3 Dez. 9', '24 dec', words.stamp(now + timedelta(days=300), now)):\n"
        "    print(own_times.parse(text, now).strftime('%Y-%m-%d %H:%M'))"
    )
    bare = {name: value for name, value in os.environ.items() if name not in _ENVIRONMENT}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        env=bare | {"LANG": "en_US.UTF-8", "LC_TIME": "de_DE.UTF-8", "TZ": "UTC", "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    expected = ["2026-12-03 08:00", "2026-12-03 09:00", "2026-12-24 08:00", "2027-09-14 08:00"]
    assert done.stdout.splitlines() == expected, done.stderr


@pytest.mark.parametrize(
    ("name", "week"),
    [("de_DE", USUAL_WEEK), ("en_US", USUAL_WEEK), ("C", USUAL_WEEK), ("ar_EG", Week(begins=6, rests=4))],
)
def test_the_week_is_that_of_the_country(name: str, week: Week) -> None:
    assert own_times.week_of(name) == week
    QLocale.setDefault(QLocale(name))
    offered = {preset.key: preset.at for preset in own_times.presets(NOW)}
    assert offered["weekend"].weekday() == week.rests
    assert offered["next-week"].weekday() == week.begins


@pytest.mark.parametrize(("name", "written"), [("de_DE", "2,5"), ("en_GB", "2.5"), ("C", "2.5"), ("ar_EG", "٢٫٥")])
def test_sizes_have_the_sign_for_decimals_of_the_country(name: str, written: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert words.decimal(2.5) == written


@pytest.mark.parametrize(("name", "written"), [("de_DE", "25 min"), ("ar_EG", "٢٥ min")])
def test_lengths_of_time_are_counted_in_the_digits_of_the_country(name: str, written: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert words.span(timedelta(minutes=25)) == written


def test_a_day_in_another_language_than_the_owners_is_not_understood() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    with pytest.raises(NotATime):
        own_times.parse("vendredi 9", NOW)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LANG": "en_US.UTF-8"}, "4:02 PM, Sat Nov 14, 12,400"),
        ({"LANG": "en_US.UTF-8", "LC_TIME": "de_DE.UTF-8"}, "16:02, Sa. 14. Nov., 12,400"),
        ({"LANG": "de_DE.UTF-8", "LC_NUMERIC": "fr_FR.UTF-8"}, "16:02, Sa. 14. Nov., 12 400"),
        ({"LANG": "C"}, "16:02, Sat 14 Nov, 12,400"),
    ],
)
def test_the_systems_settings_are_followed_each_for_itself(environment: dict[str, str], said: str) -> None:
    program = (
        "from datetime import UTC, datetime, timedelta\nfrom desktop.ui.wording import words\n"
        "now = datetime(2026, 11, 18, 16, 2, tzinfo=UTC)\n"
        "print(words.clock(now), words.short_stamp(now - timedelta(days=4), now), words.number(12400), sep=', ')"
    )
    bare = {name: value for name, value in os.environ.items() if name not in _ENVIRONMENT}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        env=bare | environment | {"TZ": "UTC", "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert even(done.stdout) == said


def test_what_is_saved_for_machines_stays_as_machines_read_it(qapp: object, tmp_path: Path) -> None:
    QLocale.setDefault(QLocale("ar_EG"))
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), ("mail",))  # type: ignore[arg-type]
    folder = tmp_path / "saved"
    folder.mkdir()
    try:
        export(shop.reads.connection, folder)
    finally:
        shop.close()
    tables = list(folder.glob("*.csv"))
    assert tables
    for table in tables:
        with table.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                for name, value in row.items():
                    if name.endswith("_at") and value:
                        assert datetime.fromisoformat(value).tzinfo is not None


@pytest.mark.parametrize(("name", "said"), [("de_DE", "1.310 followers"), ("en_GB", "1,310 followers")])
def test_numbers_within_reasons_are_written_as_there_while_english_is_spoken(name: str, said: str) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication\n"
        "from desktop.ui.wording.language import retell, speak\n"
        "app = QApplication([]); speak(app, Path(sys.argv[1]), {}); print(retell('1,310 followers'))"
    )
    environment = {key: value for key, value in os.environ.items() if key not in _ENVIRONMENT}
    done = subprocess.run(
        [sys.executable, "-c", code, str(RESOURCES / "i18n")],
        env=environment | {"LC_ALL": f"{name}.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == said
