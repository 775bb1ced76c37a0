"""A data file that was damaged: put aside, never deleted, and the newest sound backup put in its place."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from desktop.domain.clock import Clock
from desktop.domain.wording import worded
from desktop.store.connection import NEWEST, StoreFailure, suspect
from desktop.store.maintenance import copy_to, flush

_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_HELD = worded(
    "Your data file is damaged, and it is open in another Shopbell: close its window and whatever else runs on it, then "
    "start again; a backup is put in its place then. Nothing was changed."
)
_LOCK_PAGE = (0x40000000, 512)
"""Where in a file SQLite puts its locks (sqlite.org/fileformat2.html, 1.4)."""
_log = logging.getLogger(__name__)


def make_sound(path: Path, backups: Path, clock: Clock) -> str:
    """Look whether the file is whole, and put a backup in its place when it is not; return what to tell the owner.

    Returns "" when all is well, when there is no file yet, or when the file cannot be judged (opening it will say
    why). Nobody in this process may have `path` open. Blocking; reads the whole file. Raises StoreFailure when the disk
    refuses, or when another process has the damaged file open.
    """
    if not path.exists():
        return ""
    trouble = _trouble(path, backups)
    if not trouble:
        suspect(path).unlink(missing_ok=True)
        return ""
    _log.error("the data file is damaged: %s", trouble)
    if _held(path):
        raise StoreFailure(_HELD)
    aside = path.with_name(f"{path.name}.damaged-{clock.now():%Y%m%dT%H%M%S%f}")
    try:
        backup = _put_back(path, backups, aside)
    except (OSError, sqlite3.Error) as error:
        raise StoreFailure(
            worded(
                f"Your data file is damaged, and no backup could be put in its place ({error}). Nothing was deleted."
            )
        ) from error
    suspect(path).unlink(missing_ok=True)
    if backup is None:
        return worded(
            "Your data file was damaged and there is no sound backup, so Shopbell begins anew and fetches your messages "
            f"again. The damaged file is kept as {aside.name}."
        )
    made = datetime.fromtimestamp(backup.stat().st_mtime, clock.now().tzinfo).astimezone()
    return worded(
        f"Your data file was damaged. The backup of {made:%d %B %Y, %H:%M} was put in its place, and newer messages are "
        f"fetched again; what you did here since is only in the damaged file, kept as {aside.name}."
    )


def check(path: Path) -> str:
    """Read the whole file and return what is wrong with it, "" when it is sound or cannot be judged. Blocking."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            verdict = str(conn.execute("pragma quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error) if str(getattr(error, "sqlite_errorname", "")).startswith(_DAMAGED) else ""
    return "" if verdict == "ok" else verdict


def _trouble(path: Path, backups: Path) -> str:
    if path.stat().st_size == 0:
        wal = path.with_name(f"{path.name}-wal")
        emptied = not (wal.exists() and wal.stat().st_size) and any(_sound(backups))
        return worded("it is empty") if emptied else ""
    return check(path)


def _held(path: Path) -> bool:
    """Return whether another process has the file open; False where that cannot be told.

    SQLite cannot be asked, because it refuses to open a damaged file; but in WAL mode whoever has it open holds a lock on
    it. Windows lets nobody take away a file that is open.
    """
    try:
        import fcntl
    except ImportError:
        return False
    begin, size = _LOCK_PAGE
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, size, begin)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _put_back(path: Path, backups: Path, aside: Path) -> Path | None:
    """Put the newest sound backup in place and return it; None, and no file at all, when there is none."""
    part = path.with_name(f"{path.name}.restoring")
    backup = next(_sound(backups), None)
    if backup is not None:
        part.unlink(missing_ok=True)
        copy_to(backup, part)
    _keep(path, aside)
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size:
        wal.replace(aside.with_name(f"{aside.name}-wal"))
    wal.unlink(missing_ok=True)
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    if backup is None:
        path.unlink()
    else:
        part.replace(path)
    flush(path.parent)
    return backup


def _keep(path: Path, aside: Path) -> None:
    """Give the damaged file another name; it keeps its own until something takes its place."""
    try:
        os.link(path, aside)
    except OSError:
        shutil.copy2(path, aside)
        flush(aside)


def _sound(backups: Path) -> Iterator[Path]:
    """Yield the backups that are whole and that this release can read, the newest first."""
    for file in sorted(backups.glob("*.db"), key=_made, reverse=True):
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            whole = str(conn.execute("pragma quick_check(1)").fetchone()[0]) == "ok"
            if whole and 0 < int(conn.execute("pragma user_version").fetchone()[0]) <= NEWEST:
                yield file


def _made(file: Path) -> float:
    return file.stat().st_mtime
