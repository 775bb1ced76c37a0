"""What `shopbell doctor` looks at, each with a sentence that says what to do."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import desktop
from desktop.domain.clock import Clock
from desktop.domain.errors import ShopbellError
from desktop.paths import Places


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `ok` is False when the owner should act on the sentence."""

    name: str
    ok: bool
    sentence: str


def findings(where: Places, clock: Clock, *, demo: bool) -> Iterator[Finding]:
    """Look at everything in turn. May take a second or two (the keyring is asked to keep and forget a word)."""
    yield Finding("version", ok=True, sentence=f"Shopbell {desktop.__version__} on Python {sys.version.split()[0]}.")
    yield _qt()
    yield _folder(where.home)
    yield _disk(where.home)
    yield from _store(where, clock)
    yield from _own_files(where)
    if not demo:
        yield _keyring()


def _qt() -> Finding:
    try:
        found = version("PySide6-Essentials")
    except PackageNotFoundError:
        return Finding("window", ok=False, sentence="PySide6-Essentials is not installed; the window cannot open.")
    wrong = tuple(int(part) for part in found.split(".")[:2]) >= (6, 12) and sys.version_info < (3, 12)
    if wrong:
        advice = f"PySide6 {found} crashes this Python; install PySide6-Essentials below 6.12."
        return Finding("window", ok=False, sentence=advice)
    return Finding("window", ok=True, sentence=f"PySide6 {found}.")


def _there(home: Path) -> Path:
    """Return the folder itself, or the nearest above it that exists."""
    return next(place for place in (home, *home.absolute().parents) if place.exists())


def _folder(home: Path) -> Finding:
    from desktop.store.drives import network_drive

    there = _there(home)
    if kind := network_drive(there):
        advice = (
            f"{there} lies on a network drive ({kind}), where the data can be damaged when the connection breaks or two"
            " computers use it. Choose a folder on this computer with --home, and keep backups on the drive instead."
        )
        return Finding("folder", ok=False, sentence=advice)
    if not there.is_dir():
        advice = f"{there} is a file, and the data needs a folder. Choose another with --home."
        return Finding("folder", ok=False, sentence=advice)
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding("folder", ok=True, sentence=f"{home} can be written to.")
    except OSError as refused:
        advice = (
            f"Nothing can be written to {there} ({refused.strerror}). Check its rights, or choose another with --home."
        )
        return Finding("folder", ok=False, sentence=advice)


def _disk(home: Path) -> Finding:
    from desktop.store.maintenance import LOW_DISK

    folder = _there(home)
    free = shutil.disk_usage(folder).free
    if free < LOW_DISK:
        advice = f"Only {free // 1024 // 1024} MB are free where Shopbell keeps its data; free some space, or mail stops coming in."
        return Finding("disk", ok=False, sentence=advice)
    return Finding("disk", ok=True, sentence=f"{free / 1024**3:.1f} GB free at {folder}.")


def _store(where: Places, clock: Clock) -> Iterator[Finding]:
    from desktop.store import accounts
    from desktop.store.connection import open_reader, plainly
    from desktop.store.maintenance import Severity, check

    if not where.database.is_file():
        yield Finding("store", ok=True, sentence=f"Nothing stored yet; it will be at {where.database}.")
        return
    for finding in check(where.database):
        if finding.name == "disk":
            continue
        yield Finding(finding.name, ok=finding.severity is not Severity.BROKEN, sentence=finding.sentence)
    try:
        with plainly(where.database), closing(open_reader(where.database)) as reader:
            statuses = accounts.statuses(reader, clock.now())
    except ShopbellError as trouble:
        yield Finding("store", ok=False, sentence=str(trouble))
        return
    for status in statuses:
        ok = status.health.value not in ("needs-owner", "trouble")
        yield Finding(f"account {status.account.name}", ok=ok, sentence=status.sentence or status.health.value)


def _own_files(where: Places) -> Iterator[Finding]:
    """Look at what the owner may edit by hand; of files that are not there nothing is said."""
    from desktop.settings import load
    from desktop.triage import own, weights

    if where.config.exists():
        yield from _told("settings", load(where.config)[1], f"All of {where.config.name} is understood.")
    if any((where.home / name).exists() for name in (weights.OWN, own.WORDS)):
        yield from _told("ranking", own.read(where.home).sentences, "All of your own weights and words are understood.")


def _told(name: str, sentences: Sequence[str], well: str) -> Iterator[Finding]:
    for sentence in sentences:
        yield Finding(name, ok=False, sentence=sentence)
    if not sentences:
        yield Finding(name, ok=True, sentence=well)


def _keyring() -> Finding:
    from desktop.secrets import open_secrets

    try:
        return Finding("keyring", ok=True, sentence=open_secrets().describe())
    except ShopbellError as missing:
        return Finding("keyring", ok=False, sentence=str(missing))
