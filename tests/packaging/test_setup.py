"""The part of the scripts that looks at the system: with stand-ins for its package tools."""

import os
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).resolve().parents[2] / "packaging" / "setup.sh"


@pytest.fixture
def machine(tmp_path: Path):
    """Run a line after setup.sh on a machine whose commands are the given scripts."""
    tools = tmp_path / "bin"
    tools.mkdir()

    def run(line: str, **commands: str) -> subprocess.CompletedProcess[str]:
        for name, script in commands.items():
            file = tools / name.replace("_", "-")
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(0o755)
        return subprocess.run(
            ["bash", "-c", f'set -euo pipefail; source "{SETUP}"; {line}'],
            capture_output=True,
            text=True,
            env={"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
            check=False,
        )

    return run


INSTALLED = 'for one in "$@"; do case "$one" in libgl1|libglib2.0-0t64) echo installed;; esac; done; exit 1'


def test_what_is_installed_is_not_asked_for_again_also_under_its_newer_name(machine) -> None:
    done = machine("apt_install libgl1 libglib2.0-0", dpkg_query=INSTALLED, apt_get="echo asked; exit 1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_cannot_be_installed_is_named_in_a_plain_sentence(machine) -> None:
    done = machine(
        "apt_install libgl1 libegl1", dpkg_query=INSTALLED, apt_get="echo no network; exit 100", sudo='exec "$@"'
    )
    assert done.returncode == 1
    assert "Installing libegl1 …" in done.stderr
    assert "no network" in done.stderr
    assert "shopbell: apt-get could not install libegl1;" in done.stderr


def test_a_package_that_was_removed_but_not_purged_counts_as_missing(machine) -> None:
    done = machine(
        "apt_install libegl1", dpkg_query="echo not-installed; echo config-files", apt_get="exit 0", sudo='exec "$@"'
    )
    assert done.returncode == 0
    assert "Installing libegl1" in done.stderr


def test_spelling_asks_for_the_dictionary_of_the_owners_language(machine) -> None:
    line = "system() { echo debian; }; apt_install() { echo $*; }; LC_ALL=de_AT.UTF-8 spelling_libraries"
    assert machine(line).stdout == "libenchant-2-2 hunspell-en-us hunspell-de-at\n"
    assert machine(line.replace("de_AT.UTF-8", "C.UTF-8")).stdout == "libenchant-2-2 hunspell-en-us\n"
    assert machine(line.replace("de_AT.UTF-8", "fr_CH")).stdout == "libenchant-2-2 hunspell-en-us hunspell-fr\n"


def test_nobody_is_stopped_where_there_is_no_spelling_to_be_had(machine) -> None:
    done = machine(
        "system() { echo debian; }; spelling_libraries; echo goes on",
        dpkg_query="exit 1",
        apt_get="echo no network; exit 100",
        sudo='exec "$@"',
    )
    assert (done.returncode, done.stdout) == (0, "goes on\n")
    assert "Shopbell goes on without spelling." in done.stderr


def test_a_font_for_emoji_is_fetched_only_where_there_is_none_and_nobody_is_stopped(machine) -> None:
    line = "system() { echo debian; }; apt_install() { echo $*; }; emoji_font; echo goes on"
    assert machine(line, fc_list="exit 0").stdout == "fonts-noto-color-emoji\ngoes on\n"
    assert machine(line, fc_list="echo Noto Color Emoji").stdout == "goes on\n"
    done = machine(
        "system() { echo debian; }; emoji_font; echo goes on",
        fc_list="exit 0",
        dpkg_query="exit 1",
        apt_get="echo no network; exit 100",
        sudo='exec "$@"',
    )
    assert (done.returncode, done.stdout) == (0, "goes on\n")
    assert "Shopbell goes on without emoji." in done.stderr
