"""The program started twice: the window that is there comes to the front, and there is only one."""

from pathlib import Path

import pytest

from tests.functional.test_keys import Shop, screen, until
from tests.servers.session import Screen

__all__ = ["screen"]
pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_a_second_start_raises_the_window_and_ends(screen: Screen, tmp_path: Path) -> None:
    shop = Shop(screen, tmp_path / "home")
    try:
        shop.start()
        screen.xdotool("windowminimize", shop.window)
        until(lambda: not shop._is_active(), "the window is put away")
        again = Shop(screen, tmp_path / "home")
        assert again.process.wait(60) == 0
        assert "open already" in again.log.read_text()
        until(shop._is_active, "the window is in front again")
        assert screen.windows("name", "^Shopbell") == [shop.window]
    finally:
        shop.close()


def test_after_it_was_killed_the_next_start_opens_a_window(screen: Screen, tmp_path: Path) -> None:
    shop = Shop(screen, tmp_path / "home")
    try:
        shop.start()
    finally:
        shop.process.kill()
        shop.process.wait()
    until(lambda: not screen.windows("name", "^Shopbell"), "the killed window is gone")
    again = Shop(screen, tmp_path / "home")
    try:
        again.start()
    finally:
        again.close()
