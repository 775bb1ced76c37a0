"""The mailbox that the benchmarks share: a made one (same seed, same mails) or a real Maildir given by path."""

import argparse
import os
import subprocess
from pathlib import Path

from tests.corpus import write_maildir


def maildir(options: argparse.Namespace) -> Path:
    """Return the Maildir to measure on, made once per run."""
    if options.maildir:
        return options.maildir.resolve()
    made = options.folder / "Maildir"
    if not made.exists():
        write_maildir(made, count=options.messages, seed=options.seed)
    return made


def count(folder: Path) -> int:
    """Return the number of mails in a Maildir."""
    return sum(1 for part in ("cur", "new") for _ in (folder / part).iterdir())


def warm(folder: Path) -> None:
    """Read every file once, so that no one pays for a cold disk."""
    for part in ("cur", "new"):
        for file in (folder / part).iterdir():
            file.read_bytes()


def notmuch_environment(options: argparse.Namespace, folder: Path, name: str) -> dict[str, str]:
    """Return an environment in which notmuch indexes `folder` into a database of its own."""
    home = options.folder / name
    home.mkdir()
    config = home / "config"
    config.write_text(
        f"[database]\npath={home / 'database'}\nmail_root={folder}\n[user]\nname=Owner\nprimary_email=owner@shop.test\n"
        "[new]\ntags=new\nignore=\n[search]\nexclude_tags=\n[maildir]\nsynchronize_flags=false\n",
        encoding="utf-8",
    )
    (home / "database").mkdir()
    return {**os.environ, "NOTMUCH_CONFIG": str(config), "HOME": str(home)}


def notmuch_new(environment: dict[str, str]) -> None:
    """Index with notmuch."""
    subprocess.run(
        ["notmuch", "new", "--quiet"], env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
