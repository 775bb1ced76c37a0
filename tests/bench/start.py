"""From starting the process to the first painted rows, and what it takes at rest, against a bare PySide6 window."""

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import desktop
from tests.bench.figures import Figure, at_most
from tests.bench.shop import large_shop
from tests.servers.session import Screen

ROUNDS = 11
RESTS = 20
"""Seconds after which a window has loaded all that it does by itself, and handed back what that took."""
MORE = 40
"""Megabytes that the window may take beside the bare one."""
BARE = """
import os, time
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
def memory():
    return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmRSS"))
class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic(), memory(), flush=True)
        os._exit(0)
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(Label("hello"))
window.resize(1360, 850)
window.show()
app.exec()
"""
OURS = """
import gc, os, sys, time
from desktop.cli import main
# As `open_window` does before it loads what is loaded here first, to see the first paint.
gc.disable()
def memory():
    return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmRSS"))
import desktop.ui.views.inbox.table as table
paint = table.InboxTable.paintEvent
def painted(self, event):
    paint(self, event)
    if self.model() is not None and self.model().rowCount() > 0:
        print(time.monotonic(), memory(), flush=True)
        os._exit(0)
table.InboxTable.paintEvent = painted
main(["--home", sys.argv[1], "open", "--size", "1360x850"])
"""
STAYS = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("hello"))
window.resize(1360, 850)
window.show()
app.exec()
"""
OPENS = """
import sys
from desktop.cli import main
main(["--home", sys.argv[1], "open", "--size", "1360x850"])
"""


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return the ratios of start time and memory, on a real X server where there is one, and offscreen."""
    compileall.compile_dir(Path(desktop.__file__).parent, quiet=2)  # as an installed package is
    home = large_shop(options).home
    figures = []
    with Screen(options.folder / "screen", (1400, 900)) as screen:
        for name, environment in (
            ("Xvfb", {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}),
            ("offscreen", {"QT_QPA_PLATFORM": "offscreen"}),
        ):
            bare, ours, bare_memory, our_memory = [], [], [], []
            for _ in range(ROUNDS):
                seconds, kilobytes = _start(environment, BARE)
                bare.append(seconds)
                bare_memory.append(kilobytes)
                seconds, kilobytes = _start(environment, OURS, str(home))
                ours.append(seconds)
                our_memory.append(kilobytes)
            note = f"{options.conversations:,} conversations, median of {ROUNDS}, {name}"
            figures.append(
                at_most(
                    f"start to first rows, {name}",
                    1000 * statistics.median(ours),
                    1000 * statistics.median(bare),
                    "ms",
                    1.25,
                    note,
                )
            )
            figures.append(
                at_most(
                    f"memory at first rows, {name}",
                    statistics.median(our_memory) / 1024,
                    statistics.median(bare_memory) / 1024,
                    "MB",
                    1.4,
                )
            )
            bare_rests, ours_rests = _at_rest(environment, STAYS), _at_rest(environment, OPENS, str(home))
            figures += [
                at_most(
                    f"{what} at rest, {name}",
                    ours_rests[kind] / 1024,
                    bare_rests[kind] / 1024 + MORE,
                    "MB",
                    1.0,
                    f"{options.conversations:,} conversations, {RESTS} s after the start; the peer is bare + {MORE} MB",
                )
                for what, kind in (("memory", "Rss"), ("memory of its own", "Anonymous"))
            ]
    return figures


def _at_rest(environment: dict[str, str], code: str, *words: str) -> dict[str, int]:
    """Return the kilobytes of each kind that a window takes some time after its start."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], env={**os.environ, **environment}, stderr=subprocess.DEVNULL
    ) as window:
        time.sleep(RESTS)
        lines = Path(f"/proc/{window.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
        window.terminate()
    return {kind.rstrip(":"): int(kilobytes) for kind, kilobytes, *_ in map(str.split, lines)}


def _start(environment: dict[str, str], code: str, *words: str) -> tuple[float, int]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    painted, kilobytes = done.stdout.split()[:2]
    return float(painted) - began, int(kilobytes)
