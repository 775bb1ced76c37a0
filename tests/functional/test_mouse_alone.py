"""A whole session with the mouse alone on a real screen: no key is pressed but for the text of the reply.

Where to click is asked of the window as a screen reader asks it: by the names of what can be seen.
"""

import json
import subprocess
import sys
import threading
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from desktop.domain.conversation import State
from desktop.domain.draft import ReplyState
from desktop.ui.commands import TABLE
from tests.functional.test_keys import CHECKOUT, Shop, until
from tests.functional.test_screen_reader import PYTHON, READER, screen
from tests.servers.session import Screen

__all__ = ["screen"]
pytestmark = [pytest.mark.screen, pytest.mark.slow]

NOT_IN_THE_SAMPLE = {"shop.sample"}
TEXT = "We bake it again for Saturday, and bring it to your door."


class Mouse:
    """The owner's other hand."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._pause = threading.Event()

    def seen(self) -> list[dict[str, object]]:
        done = subprocess.run(
            [PYTHON, str(READER), "where"],
            env=self.shop.screen.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    def find(self, name: str, *roles: str, last: bool = False) -> list[int] | None:
        """Return the place of what is called like that (`*` for anything): of several the first, or the last."""
        areas = [
            one["area"]
            for one in self.seen()
            if fnmatchcase(str(one["name"]), name) and (not roles or one["role"] in roles) and one.get("area")
        ]
        found = [area for area in areas if area[2] > 0 and area[3] > 0]  # type: ignore[index]
        return found[-1 if last else 0] if found else None  # type: ignore[return-value]

    def click(self, name: str, *roles: str, last: bool = False) -> None:
        """Click into the middle of it as soon as it can be seen, and stands still."""
        until(lambda: self.find(name, *roles, last=last), f"“{name}” can be seen")
        before, area = None, self.find(name, *roles, last=last)
        while area != before or area is None:
            self._pause.wait(0.1)
            before, area = area, self.find(name, *roles, last=last)
        self.click_at(area[0] + area[2] // 2, area[1] + area[3] // 2)

    def click_at(self, x: int, y: int) -> None:
        self.shop.screen.xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def choose(self, command: str) -> None:
        """Take a command out of the menu: its group in the first window that opens, itself in the next."""
        offered = [entry for entry in TABLE if entry.id not in NOT_IN_THE_SAMPLE]
        group = next(entry.group for entry in offered if entry.id == command)
        groups = list(dict.fromkeys(entry.group for entry in offered))
        within = [entry.id for entry in offered if entry.group == group]
        before = self._windows()
        self.click("Menu", "push button", "button")
        first = self._opened(before)
        self._click_line(first, groups.index(group), len(groups))
        self._click_line(self._opened(before | {first}), within.index(command), len(within))

    def _windows(self) -> set[str]:
        return set(self.shop.screen.windows("pid", str(self.shop.process.pid)))

    def _opened(self, before: set[str]) -> str:
        until(lambda: self._windows() - before, "a menu is open")
        (window,) = self._windows() - before
        return window

    def _click_line(self, window: str, at: int, of: int) -> None:
        told = self.shop.screen.xdotool("getwindowgeometry", "--shell", window)
        place = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        x, y, width, height = (int(place[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        self.click_at(x + min(60, width // 2), y + round(height * (at + 0.5) / of))


@pytest.mark.parametrize("words", ["", "turned"], ids=["from-the-left", "from-the-right"])
def test_a_session_from_the_first_row_to_the_closed_window(
    screen: Screen, tmp_path: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if words:
        monkeypatch.setitem(screen.env, "SHOPBELL_WORDS", words)
    home = tmp_path / "home"
    shop = Shop(screen, home)
    mouse = Mouse(shop)
    try:
        until(shop._find_window, "the window was shown")
        screen.xdotool("windowactivate", "--sync", shop.window)
        until(lambda: mouse.find("Menu"), "its commands are there")
        _reads_and_answers(shop, mouse)
        _puts_away(shop, mouse)
        _searches(shop, mouse, home)
        _changes_settings(shop, mouse)
        mouse.choose("quit")
        until(lambda: shop.process.poll() is not None, "the window is closed")
        assert shop.process.returncode == 0
    finally:
        shop.close()
    assert "Traceback" not in shop.log.read_text(errors="replace")


def _reads_and_answers(shop: Shop, mouse: Mouse) -> None:
    row = next(row for row in shop.page()[:8] if row.channel == "mail" and row.unread)
    mouse.click(f"*{row.who}*", "table cell")
    until(lambda: not shop.row(row.id).unread, "it was looked at for long enough to be read")
    mouse.click("Text of the reply")
    shop.type(TEXT)
    mouse.click("Send", "push button")
    until(lambda: [reply.state for reply in shop.replies()] == [ReplyState.QUEUED], "the reply is held")
    mouse.click("Undo", "button", "push button")
    until(lambda: shop.draft(row.id) == TEXT, "the text is back")
    mouse.click("Send", "push button")
    mouse.click("Send now", "button", "push button")
    until(lambda: ReplyState.SENT in [reply.state for reply in shop.replies()], "the reply has left")


def _puts_away(shop: Shop, mouse: Mouse) -> None:
    first, second = shop.page()[:2]
    mouse.click(f"*{first.who}*", "table cell")
    mouse.click("Done", "button", "push button")
    shop.until_state(first.id, State.DONE)
    mouse.click("Undo", "button", "push button")
    shop.until_state(first.id, State.OPEN)
    mouse.click(f"*{second.who}*", "table cell")
    mouse.choose("conversation.snooze")
    mouse.click("Tomorrow*", "list item")
    shop.until_state(second.id, State.SNOOZED)


def _searches(shop: Shop, mouse: Mouse, home: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "desktop", "--home", str(home), "--demo", "searches", "add", "Cakes", "cake"],
        cwd=CHECKOUT,
        env=shop.screen.env | {"PYTHONPATH": str(CHECKOUT)},
        check=True,
        timeout=60,
        capture_output=True,
    )
    mouse.click("Saved search Cakes*")
    until(lambda: mouse.find("Found: Cakes*"), "what was found stands in the list")
    mouse.click("Search everything", "button", "push button")
    mouse.click("cake*", "list item")
    until(lambda: mouse.find("*found, newest first*"), "what was searched for lately is searched for again")
    mouse.click("*", "list item", last=True)
    until(lambda: not mouse.find("*found, newest first*"), "what was found is open")
    mouse.click("Needs you, *")


def _changes_settings(shop: Shop, mouse: Mouse) -> None:
    mouse.choose("settings")
    mouse.click("Settings: Channels", "check box")
    mouse.click("Settings: Appearance", "check box")
    mouse.click("*: Dark", "check box")
    path = shop.database.with_name("settings.toml")
    until(lambda: tomllib.loads(path.read_text()).get("theme") == "dark", "the choice is kept")
    mouse.click("Close", "button", "push button")
