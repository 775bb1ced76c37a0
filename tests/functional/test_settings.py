"""Keys in a row, the menu and the settings on a real screen, by keys and by mouse; files and data tell what happened."""

import tomllib
from pathlib import Path

import pytest

from desktop.domain.conversation import Lane, State
from tests.functional.conftest import IS_RTL
from tests.functional.test_keys import Shop, screen, shop, until

__all__ = ["screen", "shop"]

pytestmark = [pytest.mark.screen, pytest.mark.slow]
ONWARD = "Left" if IS_RTL else "Right"
"""The arrow that leads on, as one reads."""
WIDTH, STROKES = 1360, 172
"""Pixels: of the window, and to the button with the three strokes from where one begins to read."""


def file(shop: Shop, name: str) -> dict[str, object]:
    path = shop.database.with_name(name)
    return tomllib.loads(path.read_text()) if path.exists() else {}


def windows(shop: Shop) -> int:
    """Return how many windows of the program can be seen: a menu is one of its own."""
    return len(shop.screen.windows("pid", str(shop.process.pid)))


def test_two_keys_in_a_row_go_to_a_lane_and_a_broken_row_does_nothing(shop: Shop) -> None:
    first = shop.page()[0].id
    shop.press("e")
    shop.until_state(first, State.DONE)
    second = shop.page()[0].id
    shop.press("g", "x", "g", "e", "g", "Escape")
    shop.press("g", "s", "g", "i", "s")
    until(lambda: shop.row(second).starred, "g i went back to the list and s starred its first")
    assert shop.row(second).state is State.OPEN
    assert [row.id for row in shop.page(Lane.STARRED)] == [second] or second in {r.id for r in shop.page(Lane.STARRED)}


def test_f10_opens_the_menu_and_arrows_carry_a_command_out(shop: Shop) -> None:
    first = shop.page()[0].id
    before = windows(shop)
    shop.press("F10")
    until(lambda: windows(shop) > before, "the menu is open")
    shop.press("Down", "Down", ONWARD, "Return")
    shop.until_state(first, State.DONE)
    until(lambda: windows(shop) == before, "the menu is gone")
    shop.press("z")
    shop.until_state(first, State.OPEN)


def test_a_click_on_the_strokes_in_the_rail_opens_the_menu(shop: Shop) -> None:
    before = windows(shop)
    x = WIDTH - STROKES if IS_RTL else STROKES
    shop.screen.xdotool("mousemove", "--window", shop.window, str(x), "22", "click", "1")
    until(lambda: windows(shop) > before, "the menu is open")
    shop.press("Escape")
    until(lambda: windows(shop) == before, "the menu is gone")


def test_the_settings_change_keys_at_once_and_keep_them(shop: Shop) -> None:
    first = shop.page()[0].id
    shop.press("ctrl+comma", ONWARD)
    # The second page, by its tab; then the first of its choices, and the one beside it.
    shop.press("Tab", ONWARD)
    until(lambda: file(shop, "settings.toml").get("keymap") == "thunderbird", "another keymap is kept")
    shop.press("Escape", "e", "a")
    shop.until_state(first, State.DONE)


def test_a_command_is_given_another_key_by_pressing_it(shop: Shop) -> None:
    first = shop.page()[0].id
    shop.press("ctrl+comma", ONWARD, "Tab", "Tab", "Tab")
    shop.type("star or unstar")
    shop.press("Return", "y", "Tab", "space")
    until(
        lambda: file(shop, "keys.toml").get("triage") == {"conversation.star": ["y"]}, "the key is in the owner's file"
    )
    # The key holds a moment after it is in the file: by when the window has done something else, it does.
    shop.press("Escape", "shift+u")
    until(lambda: shop.row(first).unread, "it is unread")
    shop.press("shift+i")
    until(lambda: not shop.row(first).unread, "it is read")
    shop.press("s", "y")
    until(lambda: shop.row(first).starred, "y stars")


def test_ctrl_q_ends_it(shop: Shop) -> None:
    shop.press("ctrl+q")
    assert shop.process.wait(60) == 0
    assert Path(shop.database).exists()
