"""Pictures of the window in its states, made by driving the real program on a screen of its own.

    python -m tests.functional.gallery FOLDER [--theme light] [--size 1360x850] [--only NAME]

Each state is a scene: what is prepared in the data folder, and what is pressed. They are for looking at, not for
comparing bytes.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.domain.conversation import Lane
from tests.functional.test_keys import CHECKOUT, Shop, until
from tests.servers.session import Screen

Scene = Callable[[Shop], None]
_SETTLE = 0.6
"""Seconds between the last key and the picture."""


def settle(seconds: float = _SETTLE) -> None:
    """Let the window paint what was asked."""
    threading.Event().wait(seconds)


def at_start(_shop: Shop) -> None:
    """The window as it opens."""


def reply(shop: Shop, text: str = "Dear customer, we are so sorry. The driver is on his way to you.") -> None:
    """A reply being typed."""
    go_to(shop, "mail")
    shop.press("r")
    shop.type(text)


def go_to(shop: Shop, channel: str) -> None:
    """Stand on the first conversation of a channel."""
    page = shop.page()
    for _ in range(next(i for i, row in enumerate(page) if row.channel == channel)):
        shop.press("j")


def held(shop: Shop) -> None:
    """A reply in its hold, with the countdown."""
    reply(shop)
    shop.press("ctrl+Return")
    until(lambda: bool(shop.replies()), "the reply is held")


def outbox(shop: Shop) -> None:
    """The outbox with a held reply."""
    held(shop)
    shop.press("ctrl+9")


def public_reply(shop: Shop) -> None:
    """A reply that everybody can read, too long for its channel."""
    go_to(shop, "mastodon")
    shop.press("r")
    shop.type("So sorry! " * 52)


def done(shop: Shop) -> None:
    """The toast with undo."""
    shop.press("j", "e")


def snooze(shop: Shop) -> None:
    """The snooze picker with words typed."""
    shop.press("h")
    settle()
    shop.type("tomorrow 8")


def search(shop: Shop) -> None:
    """A search with hits."""
    shop.press("slash")
    settle()
    shop.type("cake")


def search_none(shop: Shop) -> None:
    """A search without hits."""
    shop.press("slash")
    settle()
    shop.type("xylophone")


def search_bad(shop: Shop) -> None:
    """A search that cannot be understood."""
    shop.press("slash")
    settle()
    shop.type("before:never")


def search_empty(shop: Shop) -> None:
    """The search before anything is typed."""
    shop.press("slash")


def palette(shop: Shop) -> None:
    """The palette."""
    shop.press("ctrl+k")
    settle()
    shop.type("s")


def keys(shop: Shop) -> None:
    """The sheet of keys."""
    shop.press("question")


def why(shop: Shop) -> None:
    """Why a conversation is where it is."""
    shop.press("i")


def empty(shop: Shop) -> None:
    """A lane without anybody."""
    shop.press("ctrl+5")


def letter(shop: Shop) -> None:
    """A newsletter in the rest."""
    shop.press("ctrl+3")
    settle()
    shop.press("j", "j")


def picked(shop: Shop) -> None:
    """Several conversations picked for one verb."""
    shop.press("x", "j", "x", "j", "x")


SCENES: dict[str, Scene] = {
    "start": at_start,
    "reply": reply,
    "public": public_reply,
    "held": held,
    "outbox": outbox,
    "done": done,
    "picked": picked,
    "snooze": snooze,
    "search": search,
    "search-empty": search_empty,
    "search-none": search_none,
    "search-bad": search_bad,
    "palette": palette,
    "keys": keys,
    "why": why,
    "empty": empty,
    "letter": letter,
}


@contextlib.contextmanager
def opened(screen: Screen, folder: Path, theme: str, size: str) -> Iterator[Shop]:
    """The program on a fresh home, ready for keys."""
    shop = Shop(screen, folder / "home", "--theme", theme, "--size", size)
    try:
        shop.start()
        until(lambda: bool(shop.page(Lane.NEEDS_YOU)), "there is somebody in the list")
        yield shop
    finally:
        shop.close()


def take(screen: Screen, name: str, theme: str, size: str, to: Path) -> Path:
    """Play one scene and save its picture."""
    with tempfile.TemporaryDirectory() as folder, opened(screen, Path(folder), theme, size) as shop:
        settle()
        SCENES[name](shop)
        settle()
        target = to / f"{name}-{theme}-{size}.png"
        subprocess.run(["import", "-window", shop.window, str(target)], env=screen.env, check=True, timeout=60)
        return target


def main() -> int:
    """Make the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.functional.gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", action="append", choices=("light", "dark"))
    parser.add_argument("--size", action="append")
    parser.add_argument("--only", action="append", choices=tuple(SCENES))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Screen(Path(folder), size=(1960, 1160)) as screen:
        for size in asked.size or ["1360x850"]:
            for theme in asked.theme or ["light", "dark"]:
                for name in asked.only or SCENES:
                    sys.stdout.write(f"{take(screen, name, theme, size, asked.folder)}\n")
                    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))
    raise SystemExit(main())
