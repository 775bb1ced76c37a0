"""From a key to the next row and its conversation painted, at 100,000 conversations, against one frame and plain Qt.

One conversation in three is a newsletter, made for the benchmark or from the real mailbox that was given.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure, at_most
from tests.bench.shop import large_shop
from tests.servers.session import Screen

KEYS = 300
FRAME = 1000 / 60
PACES = (
    ("next row", "next", "a key every 70 ms", 70),
    ("next row", "next", "a held key, 30 a second", 33.3),
    ("page up or down", "page", "a key every 150 ms", 150),
)


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return p50 and p99 of 300 keys against a frame and against plain Qt, and how many keys missed a frame."""
    home = large_shop(options, letters=True).home
    figures: list[Figure] = []
    with Screen(options.folder / "screen-keys", (1400, 900)) as screen:
        for name, environment in (
            ("Xvfb", {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}),
            ("offscreen", {"QT_QPA_PLATFORM": "offscreen"}),
        ):
            for title, kind, words, pace in PACES:
                plain = _press("floor", environment, home, pace, kind)
                taken = _press("ours", environment, home, pace, kind)
                figures += _figures(f"{title}, {name}", words, taken, plain)
    return figures


def _figures(name: str, words: str, taken: list[float], plain: list[float]) -> list[Figure]:
    missed = sum(one > FRAME for one in taken)
    plainly = sum(one > FRAME for one in plain)
    note = f"{words}; missed a frame: {missed} of {len(taken)}, plain Qt {plainly}"
    return [
        at_most(f"{name}, p99 / a frame", _part(taken, 0.99), FRAME, "ms", 1.0, note),
        at_most(f"{name}, p50 / plain Qt", _part(taken, 0.5), _part(plain, 0.5), "ms", 1.0, words),
        at_most(f"{name}, p99 / plain Qt", _part(taken, 0.99), _part(plain, 0.99), "ms", 1.0, words),
    ]


def _part(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _press(which: str, environment: dict[str, str], home: Path, pace: float, kind: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.pressing", which, str(home), str(KEYS), str(pace), kind],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    taken: list[float] = json.loads(done.stdout.splitlines()[-1])
    return taken
