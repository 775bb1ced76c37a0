"""`shopbell open`: the window. The only call that loads Qt."""

import argparse
import gc
from pathlib import Path

from desktop.cli.output import WrongUsage
from desktop.paths import places


def open_window(call: argparse.Namespace) -> int:
    """Open the window on the owner's data, or on the sample shop."""
    # Nothing made while starting is garbage; the window turns the collector on again after its first paint.
    gc.disable()
    size = _size(call.size)
    screenshot = Path(call.screenshot).absolute() if call.screenshot else None
    where = places(call.home)
    if call.demo:
        from desktop.cli.shop import find_places, make_demo

        where = find_places(call)
        make_demo(where)
    from desktop.app import run_window

    return run_window(where, demo=call.demo, screenshot=screenshot, theme=call.theme, size=size)


def _size(words: str | None) -> tuple[int, int] | None:
    if words is None:
        return None
    width, _, height = words.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise WrongUsage(f"“{words}” is not a size; it should look like 1360x850.")
    return int(width), int(height)
