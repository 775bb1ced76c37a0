"""Bringing a Maildir in, parsed, threaded, ranked and searchable, against `notmuch new` on the same files."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure, at_least, at_most, timed
from tests.bench.mailbox import count, maildir, notmuch_environment, notmuch_new, warm


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return the ratios of rates (wall and CPU) and of disk used."""
    folder = maildir(options)
    messages = count(folder)
    warm(folder)
    environment = notmuch_environment(options, folder, "notmuch-ingest")
    peer_wall, peer_cpu = timed(lambda: notmuch_new(environment))
    home = options.folder / "ingest"
    wall, cpu = timed(lambda: bring_in(home, folder))
    note = f"{messages:,} mails, notmuch new"
    disk, peer_disk = _size(home), _size(options.folder / "notmuch-ingest")
    return [
        at_least("ingest, wall", messages / wall, messages / peer_wall, "mails/s", 5, note),
        at_least(
            "ingest, CPU", messages / cpu, messages / peer_cpu, "mails/CPU-s", 4, "both processes and all workers"
        ),
        at_most(
            "ingest, disk", disk / 1e6, peer_disk / 1e6, "MB", 1, "ours holds the originals too, notmuch only the index"
        ),
    ]


def bring_in(home: Path, folder: Path) -> None:
    """Import with the command, as the owner would."""
    environment = {**os.environ, "SHOPBELL_HOME": str(home)}
    words = [sys.executable, "-m", "desktop", "import", "maildir", str(folder), "--name", "Old mail"]
    subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
