"""From a key to the next row and its conversation painted, at 100,000 conversations, against one frame and plain Qt.

One conversation in three is a newsletter, made for the benchmark or from the real mailbox that was given. With
`--while-syncing` the window's engine pulls mailboxes of `--pulled` mails each from Dovecot while the keys are pressed. It
runs on the same machine, but behind everything else there: an owner's mail server is another one.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, at_most
from tests.bench.shop import large_shop
from tests.corpus import write_maildir
from tests.servers.mail import running_mail
from tests.servers.session import Screen

Key = tuple[float, float]
"""Milliseconds a key took, and for how many of them there was no core for the window: the fault of the machine."""
KEYS = 300
MAILBOXES = 12
"""As many as 300 keys may need: each is added to the shop when the one before it has been pulled."""
FRAME = 1000 / 60
TYPED = 150
"""Milliseconds between two letters of somebody who types fast."""
PACES = (
    ("next row", "next", "a key every 70 ms", 70),
    ("next row", "next", "a held key, 30 a second", 33.3),
    ("page up or down", "page", "a key every 150 ms", 150),
)


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return p50 and p99 of 300 keys against a frame and against plain Qt, and how many keys missed a frame."""
    home = large_shop(options, letters=True).home
    if options.while_syncing:
        return _while_syncing(options, home)
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
            typed = _press("search", environment, home, TYPED, "letter")
            note = f"a letter every {TYPED} ms; missed a frame: {_missed(typed)}; median {_part(typed, 0.5):.3g} ms"
            figures.append(
                at_most(f"letter to what it finds, {name}, p99 / a frame", _part(typed, 0.99), FRAME, "ms", 1.0, note)
            )
    return figures


def _while_syncing(options: argparse.Namespace, home: Path) -> list[Figure]:
    figures: list[Figure] = []
    with running_mail() as server, Screen(options.folder / "screen-keys", (1400, 900)) as screen:
        environment = {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        mails = options.folder / f"Maildir-{options.pulled}"
        write_maildir(mails, count=options.pulled, seed=options.seed)
        user = server.new_user()
        server.fill(user, (file.read_bytes() for file in sorted((mails / "cur").iterdir())))
        # Those that serve the mailboxes are its children, and begin as it is then.
        os.setpriority(os.PRIO_PROCESS, int((server.directory / "run" / "master.pid").read_text()), 19)
        for n, (title, kind, words, pace) in enumerate(PACES):
            names = [f"m{n}{i}@shop.test" for i in range(MAILBOXES)]
            accounts = [
                {
                    "name": name,
                    "password": server.users[server.add_user(name, home_of=user)],
                    "settings": server.settings(name),
                }
                for name in names
            ]
            file = options.folder / f"accounts-{n}.json"
            file.write_text(json.dumps(accounts), encoding="utf-8")
            plain = _press("ours", environment, home, pace, kind)
            pulled = _run("pulling", environment, home, pace, kind, str(file))
            taken, stored = pulled["taken"], pulled["stored"]
            note = (
                f"{words}; missed a frame: {_missed(taken)}; quiet {_missed(plain)}; {stored:,} mails stored meanwhile"
            )
            figures += [
                at_most(f"{title}, pulling, p99 / a frame", _part(taken, 0.99), FRAME, "ms", 1.0, note),
                at_most(f"{title}, quiet, p99 / a frame", _part(plain, 0.99), FRAME, "ms", 1.0, words),
                at_most(f"{title}, pulling, p50 / quiet", _part(taken, 0.5), _part(plain, 0.5), "ms", 1.5, words),
            ]
    return figures


def _figures(name: str, words: str, taken: list[Key], plain: list[Key]) -> list[Figure]:
    note = f"{words}; missed a frame: {_missed(taken)}; plain Qt {_missed(plain)}"
    return [
        at_most(f"{name}, p99 / a frame", _part(taken, 0.99), FRAME, "ms", 1.0, note),
        at_most(f"{name}, p50 / plain Qt", _part(taken, 0.5), _part(plain, 0.5), "ms", 1.0, words),
        at_most(f"{name}, p99 / plain Qt", _part(taken, 0.99), _part(plain, 0.99), "ms", 1.0, words),
    ]


def _missed(taken: list[Key]) -> str:
    missed = [(ms, waited) for ms, waited in taken if ms > FRAME]
    without = sum(ms - waited <= FRAME for ms, waited in missed)
    return f"{len(missed)} of {len(taken)}" + (f", {without} of them for want of a core" if without else "")


def _part(taken: list[Key], share: float) -> float:
    return sorted(taken)[min(len(taken) - 1, int(share * len(taken)))][0]


def _press(which: str, environment: dict[str, str], home: Path, pace: float, kind: str) -> list[Key]:
    taken: list[Key] = _run(which, environment, home, pace, kind)
    return taken


def _run(which: str, environment: dict[str, str], home: Path, pace: float, kind: str, *more: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.pressing", which, str(home), str(KEYS), str(pace), kind, *more],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])
