"""`shopbell open`: the window. The only call that loads Qt."""

import argparse
from pathlib import Path

from desktop.cli.output import WrongUsage


def open_window(call: argparse.Namespace) -> int:
    """Open the window on the owner's data, or on the sample shop."""
    from desktop.app import run_window
    from desktop.cli.shop import find_places, make_ready

    screenshot = Path(call.screenshot).absolute() if call.screenshot else None
    make_ready(call)
    return run_window(find_places(call), demo=call.demo, screenshot=screenshot, theme=call.theme, size=_size(call.size))


def _size(words: str | None) -> tuple[int, int] | None:
    if words is None:
        return None
    width, _, height = words.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise WrongUsage(f"“{words}” is not a size; it should look like 1360x850.")
    return int(width), int(height)
