"""What a screen reader hears of the real window, over AT-SPI on a bus of its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.test_keys import Shop, until
from tests.servers.session import Screen, missing

pytestmark = [pytest.mark.screen, pytest.mark.slow]
READER = Path(__file__).parent / "atspi.py"
PYTHON = "/usr/bin/python3"


def _has_atspi() -> bool:
    asked = "import gi; gi.require_version('Atspi', '2.0')"
    return (
        Path(PYTHON).exists()
        and subprocess.run([PYTHON, "-c", asked], capture_output=True, check=False).returncode == 0
    )


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    absent = missing("Xvfb", "openbox", "xprop", "xdotool", "dbus-daemon")
    if absent or not _has_atspi():
        pytest.skip(f"{absent or 'AT-SPI for the system Python (gir1.2-atspi-2.0)'} is not installed")
    folder = tmp_path_factory.mktemp("reader")
    with Screen(folder, size=(1440, 900)) as shown, _bus(folder) as address:
        shown.env["DBUS_SESSION_BUS_ADDRESS"] = address
        yield shown


class _bus:
    """A session bus of one's own; the registry of AT-SPI is started by it when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> str:
        reading, writing = os.pipe()
        command = [
            "dbus-daemon",
            "--session",
            "--nofork",
            f"--print-address={writing}",
            f"--address=unix:tmpdir={self._folder}",
        ]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)}
        self._process = subprocess.Popen(command, pass_fds=(writing,), env=environment, start_new_session=True)
        os.close(writing)
        with open(reading, encoding="ascii") as said:
            return said.readline().strip()

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(60)


@pytest.fixture(scope="module")
def shop(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    home = tmp_path_factory.mktemp("shop") / "home"
    shop = Shop(screen, home)
    try:
        shop.start()
        until(lambda: tree(shop), "the window is in the registry")
        yield shop
    finally:
        shop.close()
        shutil.rmtree(home, ignore_errors=True)


def tree(shop: Shop) -> list[dict[str, object]]:
    done = subprocess.run(
        [PYTHON, str(READER), "tree"], env=shop.screen.env, capture_output=True, text=True, timeout=60, check=False
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def names(found: list[dict[str, object]], *roles: str) -> list[str]:
    return [str(one["name"]) for one in found if not roles or one["role"] in roles]


def test_the_window_its_lanes_and_its_list_are_there_with_their_names(shop: Shop) -> None:
    found = tree(shop)
    everything = names(found)
    assert "Shopbell" in everything
    assert any(name.startswith("Needs you, ") and "unread" in name for name in everything)
    assert "Conversations" in everything
    assert "Text of the reply" in everything
    assert {"Done", "Snooze", "Send"} <= set(everything)


def test_rows_are_read_as_sentences(shop: Shop) -> None:
    row = shop.page()[0]
    cells = names(tree(shop), "table cell")
    assert any(row.who in cell and row.snippet[:40] in cell for cell in cells)


def test_what_is_chosen_follows_the_keys(shop: Shop) -> None:
    listening = subprocess.Popen(
        [PYTHON, str(READER), "focus", "6"], env=shop.screen.env, stdout=subprocess.PIPE, text=True
    )
    assert listening.stdout is not None
    assert "listening" in listening.stdout.readline()
    shop.press("j")
    said, _ = listening.communicate(timeout=60)
    second = shop.page()[1]
    assert any(second.who in json.loads(line)["name"] for line in said.splitlines()), said


def test_what_can_be_focused_has_a_name(shop: Shop) -> None:
    nameless = [
        one
        for one in tree(shop)
        if "FOCUSABLE" in one["states"] and "SHOWING" in one["states"] and not one["name"]  # type: ignore[operator]
    ]
    assert nameless == []
