"""From the sample shop to the owner's own and back, by keys on a real screen: nothing typed is lost on the way."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.functional.test_keys import CHECKOUT, Shop, screen, until
from tests.servers.session import Screen

__all__ = ["screen"]
pytestmark = [pytest.mark.screen, pytest.mark.slow]

SAMPLE, OWN = "^Shopbell: the sample shop$", "^Shopbell$"


def arrive(screen: Screen, name: str, other: str) -> str:
    until(
        lambda: screen.windows("name", name) and not screen.windows("name", other),
        f"{name} has taken the place of {other}",
    )
    (window,) = screen.windows("name", name)
    screen.xdotool("windowactivate", "--sync", window)
    return window


def test_to_the_own_shop_and_back_with_what_was_typed_still_there(screen: Screen, tmp_path: Path) -> None:
    shop = Shop(screen, tmp_path / "home")
    try:
        shop.start()
        row = next(row for row in shop.page() if row.channel == "mail")
        for _ in range([r.id for r in shop.page()].index(row.id)):
            shop.press("j")
        shop.press("r")
        shop.type("We bake it again for")
        shop.press("ctrl+shift+o")
        shop.window = arrive(screen, OWN, SAMPLE)
        assert shop.draft(row.id) == "We bake it again for"
        assert (tmp_path / "home" / "shopbell.db").exists()
        # A newcomer's own shop has no channel yet, and the way back stands there as a button and as a key.
        until(lambda: _follows(shop, "ctrl+shift+d", SAMPLE), "the key led back")
        shop.window = arrive(screen, SAMPLE, OWN)
        shop._wait_until_keys_work()
        assert shop.draft(row.id) == "We bake it again for"
        assert shop.process.poll() is None
    finally:
        shop.close()


def _follows(shop: Shop, key: str, name: str) -> bool:
    """Press a key until it is heard: the window may not have its commands yet."""
    shop.press(key)
    end = time.monotonic() + 3
    pause = threading.Event()
    while time.monotonic() < end and not shop.screen.windows("name", name):
        pause.wait(0.05)
    return bool(shop.screen.windows("name", name))


def test_where_the_own_shop_is_open_its_window_comes_and_the_sample_stays(screen: Screen, tmp_path: Path) -> None:
    shop = Shop(screen, tmp_path / "home")
    own = None
    try:
        shop.start()
        own = subprocess.Popen(
            [sys.executable, "-m", "desktop", "--home", str(tmp_path / "home"), "open"],
            env=screen.env | {"PYTHONPATH": str(CHECKOUT), "TZ": "UTC", "LANG": "C.UTF-8"},
            cwd=CHECKOUT,
        )
        until(lambda: screen.windows("name", OWN), "the own shop is open too")
        screen.xdotool("windowactivate", "--sync", shop.window)
        assert shop._is_active()
        until(lambda: _in_front(screen, shop), "the own shop's window came to the front")
        assert screen.windows("name", SAMPLE) == [shop.window]
        assert own.poll() is None
        assert shop.process.poll() is None
    finally:
        shop.close()
        if own is not None:
            own.terminate()
            own.wait(60)


def _in_front(screen: Screen, shop: Shop) -> bool:
    if shop._is_active():
        shop.press("ctrl+shift+o")
        threading.Event().wait(0.5)
    return [screen.xdotool("getactivewindow").strip()] == screen.windows("name", OWN)
