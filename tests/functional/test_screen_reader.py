"""What a screen reader hears of the real window, over AT-SPI on a bus of its own."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self

import pytest

from desktop.domain.conversation import Lane
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


class Listener:
    """What a screen reader hears of one kind from now on: "focus" or "told"."""

    def __init__(self, shop: Shop, kind: str) -> None:
        self.heard: list[str] = []
        self._shop = shop
        self._process = subprocess.Popen(
            [PYTHON, str(READER), kind], env=shop.screen.env, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert "listening" in self._process.stdout.readline()
        self._follows = threading.Thread(target=self._follow, args=(self._process.stdout,), daemon=True)
        self._follows.start()

    def _follow(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.heard.append(json.loads(line)["name"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(60)
        self._follows.join(60)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def hears(self, wanted: Callable[[str], bool], *keys: str) -> str:
        """Press keys one after the other, and wait for the sentence that is told by then."""
        before = len(self.heard)
        self._shop.press(*keys)
        until(lambda: any(wanted(told) for told in self.heard[before:]), f"told, after {keys}")
        return next(told for told in self.heard[before:] if wanted(told))


@pytest.fixture
def listening(shop: Shop) -> Iterator[Listener]:
    with Listener(shop, "told") as listener:
        yield listener


def until_in_the_list(shop: Shop) -> None:
    """Wait until the list has the keys again."""
    until(
        lambda: any(one["role"] in ("table", "table cell") and "FOCUSED" in one["states"] for one in tree(shop)),  # type: ignore[operator]
        "the focus is in the list",
    )


def test_what_is_chosen_follows_the_keys(shop: Shop) -> None:
    until_in_the_list(shop)
    shop.press("Home")
    second = shop.page()[1]
    with Listener(shop, "focus") as listener:
        listener.hears(lambda name: second.who in name, "j")


def test_what_was_done_and_undone_is_told_though_the_focus_stays(shop: Shop, listening: Listener) -> None:
    until_in_the_list(shop)
    done = listening.hears(lambda told: told.startswith("Done"), "e")
    who = done.removeprefix("Done: ")
    assert who in {row.who for row in shop.page(Lane.DONE)}
    assert listening.hears(lambda told: told.startswith("Undone"), "z") == f"Undone: Done, {who}"


def test_a_key_pressed_again_acts_again_while_somebody_listens(shop: Shop, listening: Listener) -> None:
    until_in_the_list(shop)
    # Under a screen reader Qt hands on presses without their time.
    first = listening.hears(lambda told: told.startswith("Done: "), "e")
    second = listening.hears(lambda told: told.startswith("Done: "), "e")
    assert first != second
    listening.hears(lambda told: told == second.replace("Done: ", "Undone: Done, "), "z")
    listening.hears(lambda told: told == first.replace("Done: ", "Undone: Done, "), "z")


def test_what_a_search_finds_is_told_while_it_is_typed(shop: Shop, listening: Listener) -> None:
    until_in_the_list(shop)
    listening.hears(
        lambda told: told.endswith("found, newest first. Enter opens, Esc closes."), "slash", "c", "a", "k", "e"
    )
    listening.hears(lambda told: told.startswith("Nothing was found. Fewer words find more"), "q", "x", "z")
    shop.press("Escape", "Escape")


def test_what_is_not_understood_is_told_while_it_is_typed(shop: Shop, listening: Listener) -> None:
    until_in_the_list(shop)
    listening.hears(lambda told: told.startswith("I do not understand “frx”."), "h", "f", "r", "x")
    shop.press("Escape")


def test_how_many_are_selected_is_told(shop: Shop, listening: Listener) -> None:
    until_in_the_list(shop)
    listening.hears(lambda told: told == "3 selected: every key means all of them", "shift+j", "shift+j")
    shop.press("Escape")


def test_what_can_be_focused_has_a_name(shop: Shop) -> None:
    nameless = [
        one
        for one in tree(shop)
        if "FOCUSABLE" in one["states"] and "SHOWING" in one["states"] and not one["name"]  # type: ignore[operator]
    ]
    assert nameless == []
