"""A command that has to bring the data of an earlier release up to date says so on stderr when it takes long."""

import shutil
import subprocess
import sys
from pathlib import Path

from desktop.cli.shop import UpgradeWords
from desktop.store.migrate import Stage
from tests.store.makers import FixedClock

OLD = Path(__file__).parents[1] / "migrations" / "v0.1.0.db"


class Ticking(FixedClock):
    seconds = 0.0

    def monotonic(self):
        return self.seconds


def test_nothing_is_said_about_a_quick_upgrade(capsys):
    clock = Ticking()
    words = UpgradeWords(clock)
    for number in range(1, 8):
        words(Stage(number=number, of=7))
    assert capsys.readouterr() == ("", "")


def test_a_long_upgrade_says_each_quarter_of_each_stage_once(capsys):
    clock = Ticking()
    words = UpgradeWords(clock)
    words(Stage(number=1, of=7))
    clock.seconds = 2.5
    for share in range(100):
        words(Stage(number=2, of=7, share=share / 100))
    words(Stage(number=3, of=7))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "shopbell: Bringing your data up to date, 2 of 7 …",
        "shopbell: Bringing your data up to date, 2 of 7 … 25 % of it are done.",
        "shopbell: Bringing your data up to date, 2 of 7 … 50 % of it are done.",
        "shopbell: Bringing your data up to date, 2 of 7 … 75 % of it are done.",
        "shopbell: Bringing your data up to date, 3 of 7 …",
    ]


def test_the_call_that_upgrades_answers_as_any_other(tmp_path):
    shutil.copy(OLD, tmp_path / "shopbell.db")
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--home", str(tmp_path), "inbox"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout
    assert "up to date" not in done.stderr
