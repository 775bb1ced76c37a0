"""`shopbell open`: the window. The only call that loads Qt."""

import argparse
import gc
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from desktop.cli.output import Failed, WrongUsage, in_words
from desktop.domain.errors import ShopbellError
from desktop.paths import places

_SIZE = re.compile(r"([1-9][0-9]{0,3})x([1-9][0-9]{0,3})")
"""In pixels; no screen is ten thousand wide."""


def open_window(call: argparse.Namespace) -> int:
    """Open the window on the owner's data, or on the sample shop."""
    # Nothing made while starting is garbage; the window turns the collector on again after its first paint.
    gc.disable()
    size = _size(call.size)
    screenshot = Path(call.screenshot).absolute() if call.screenshot else None
    _find_display(picture_only=screenshot is not None)
    try:
        return _open(call, size, screenshot)
    except (ShopbellError, OSError) as refused:
        if screenshot is None:
            _show(in_words(refused) if isinstance(refused, OSError) else str(refused))
        raise


def _open(call: argparse.Namespace, size: tuple[int, int] | None, screenshot: Path | None) -> int:
    where = places(call.home)
    if call.demo:
        from desktop.cli.shop import find_places, make_demo

        where = find_places(call)
        make_demo(where)
    bell = None
    if screenshot is None:
        from desktop.doorbell import enter

        # A window that does not answer keeps nobody from the shop: another one opens beside it.
        with suppress(TimeoutError):
            bell = enter(where.home)
            if bell is None:
                sys.stderr.write("shopbell: Its window was open already and comes to the front.\n")
                return 0
    try:
        import desktop.ui  # noqa: F401 - before all others, so that PySide reads none of their sources
        from desktop.app import run_window
    except ImportError as missing:
        raise Failed(f"The window needs a library that is not installed here ({missing}).") from None
    return run_window(where, demo=call.demo, screenshot=screenshot, theme=call.theme, size=size, bell=bell)


def _show(sentence: str) -> None:
    """Say on the screen why the window does not open: whoever started it by its icon sees no terminal."""
    if not sys.stderr.isatty():
        from desktop.app import show_refusal

        show_refusal(sentence)


def _find_display(*, picture_only: bool) -> None:
    """Draw in memory where there is no display and only a picture is wanted; raises Failed when a window is."""
    if sys.platform in ("darwin", "win32") or any(
        map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    ):
        return
    if not picture_only:
        raise Failed("There is no display here, so the window cannot open. The list without it: shopbell inbox")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _size(words: str | None) -> tuple[int, int] | None:
    if words is None:
        return None
    found = _SIZE.fullmatch(words)
    if found is None:
        raise WrongUsage(f"“{words}” is not a size; it should look like 1360x850.")
    return int(found[1]), int(found[2])
