"""Copies and checks of the file."""

import math
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.domain.clock import Clock
from desktop.domain.faults import fault
from desktop.store.connection import NEWEST, StoreFailure, failure, looking, open_reader

WAL_FIXED_IN = (3, 51, 3)
LOW_DISK = 200 * 2**20


class Severity(StrEnum):
    """How bad a finding is."""

    FINE = "fine"
    NOTICE = "notice"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of a check-up: what was looked at, how it is, and a sentence."""

    name: str
    severity: Severity
    sentence: str


class Interrupted(StoreFailure):
    """A copy was not finished because somebody asked to stop; nothing of it stays."""


_STEP = 2000
"""Pages copied between two looks at whether to go on: some milliseconds."""


def backup(
    path: Path,
    to: Path,
    clock: Clock,
    *,
    stopped: Callable[[], bool] | None = None,
    told: Callable[[float], None] | None = None,
) -> Path:
    """Copy the live file to `to` and return it; a half-made copy never bears that name.

    The copy shows one moment, whatever is written meanwhile. `stopped` is asked now and then, and `told` is told the
    share that is done, 0 to 1. Raises StoreFailure, of which Interrupted when `stopped` said so, and what `told` raises.
    """

    def look(_status: int, left: int, total: int) -> None:
        if stopped is not None and stopped():
            raise Interrupted("The backup was not finished.")
        if told is not None:
            told(1 - left / max(1, total))

    part = to.with_name(f"{to.name}.{clock.now():%H%M%S%f}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(_opened(path)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            # Within a transaction the source stands still, and the copy need not begin anew at every write.
            source.execute("begin")
            source.execute("select count(*) from sqlite_master").fetchone()
            source.backup(target, pages=_STEP, progress=look, sleep=0)
            target.execute("pragma journal_mode = delete")
            with looking(target, lambda: look(0, 0, 1)):
                _must_be_whole(target)
        flush(part)
        fault("backup-before-rename")
        part.replace(to)
        flush(to.parent)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise failure(error) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return to


def _must_be_whole(copy: sqlite3.Connection) -> None:
    verdict = str(copy.execute("pragma quick_check(1)").fetchone()[0])
    if verdict != "ok":
        raise StoreFailure(f"The copy of your data is damaged ({verdict}); the backup was not kept.")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


def copy_to(file: Path, part: Path) -> None:
    """Copy a data file that nobody writes to. Raises sqlite3.Error, OSError."""
    with closing(_opened(file)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    flush(part)


def prune(folder: Path, pattern: str, keep: int, *, at_most: float = math.inf) -> None:
    """Delete what a crash left half-made, and all but the newest `keep` files of that pattern (by name).

    Older ones also go where they would take more than `at_most` bytes together; the newest never does.
    """
    room = at_most
    for place, file in enumerate(sorted(folder.glob(pattern), key=_in_order, reverse=True)):
        room -= file.stat().st_size
        if place >= keep or (place and room < 0):
            file.unlink(missing_ok=True)
    for part in folder.glob(f"{pattern}.*.part"):
        part.unlink(missing_ok=True)


def _in_order(file: Path) -> list[tuple[int, str]]:
    """Return what files are sorted by whose names hold numbers: 10 comes after 9."""
    return [(int(number or 0), words) for words, number in re.findall(r"(\D*)(\d*)", file.name)]


def restore(file: Path, path: Path) -> None:
    """Put the backup `file` in the place of `path`. What was there stays beside it, with `.replaced` in its name.

    Raises StoreFailure when `file` is not a sound backup, or when somebody has `path` open.
    """
    if not file.is_file():
        raise StoreFailure(f"There is no backup called {file}.")
    part = path.with_name(f"{path.name}.restoring")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _must_be_ours(file)
        part.unlink(missing_ok=True)
        copy_to(file, part)
        if in_use(path):
            part.unlink()
            raise StoreFailure(_IN_USE)
        _put_aside(path)
        fault("restore-before-rename")
        part.replace(path)
        flush(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise failure(error) from error


_IN_USE = (
    "Your data is open in another Shopbell: close its window and whatever else runs on it, then try again. "
    "Nothing was changed."
)
_LET_GO = 1.0
"""Seconds that a call which is just ending has to let go of the file."""


def in_use(path: Path) -> bool:
    """Return whether anybody has the file open, in this process or another; False where that cannot be told.

    Whoever has it open in WAL mode keeps it from leaving that mode (sqlite.org/wal.html, 9). When nobody has, the log
    is folded into the file. Blocks for up to a second.
    """
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=_LET_GO, isolation_level=None)) as conn:
        try:
            conn.execute("pragma locking_mode = exclusive")
            conn.execute("pragma journal_mode = delete").fetchone()
        except sqlite3.Error as error:
            return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY")
    return False


def _must_be_ours(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
            whole = str(source.execute("pragma quick_check(1)").fetchone()[0]) == "ok"
            version = int(source.execute("pragma user_version").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise StoreFailure("This is not a backup, or a damaged one; nothing was changed.") from error
    if not whole:
        raise StoreFailure("This backup is damaged; nothing was changed.")
    if version > NEWEST:
        raise StoreFailure("This backup was made by a newer Shopbell; install that one first. Nothing was changed.")
    if version <= 0:
        raise StoreFailure("This is not a backup that this Shopbell can read; nothing was changed.")


def _put_aside(path: Path) -> None:
    number = 1
    while (aside := path.with_name(f"{path.name}.replaced-{number}")).exists():
        number += 1
    if path.exists():
        for suffix in ("-wal", "-shm"):
            extra = path.with_name(path.name + suffix)
            if extra.exists():
                shutil.copy2(extra, aside.with_name(aside.name + suffix))
        shutil.copy2(path, aside)
        flush(aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def check(path: Path) -> list[Finding]:
    """Look the file over: readable, whole, index in step, counts right, room on the disk. Blocking, read only."""
    if not path.exists():
        return [Finding(name="file", severity=Severity.NOTICE, sentence="There is no data yet.")]
    findings = []
    try:
        with closing(open_reader(path)) as reader:
            findings += [_format(reader), _whole(reader), _references(reader), _badges(reader), _outbox(reader)]
    except (sqlite3.Error, StoreFailure) as error:
        sentence = str(error) if isinstance(error, StoreFailure) else str(failure(error))
        findings.append(Finding(name="file", severity=Severity.BROKEN, sentence=sentence))
    findings += [_room(path), _library()]
    return findings


def _finding(name: str, trouble: str, fine: str) -> Finding:
    return Finding(name=name, severity=Severity.BROKEN if trouble else Severity.FINE, sentence=trouble or fine)


def _format(reader: sqlite3.Connection) -> Finding:
    found = int(reader.execute("pragma user_version").fetchone()[0])
    if found == NEWEST:
        return Finding(name="format", severity=Severity.FINE, sentence=f"Format {found}, the newest.")
    severity = Severity.BROKEN if found > NEWEST else Severity.NOTICE
    return Finding(name="format", severity=severity, sentence=f"Format {found}; this Shopbell uses {NEWEST}.")


def _whole(reader: sqlite3.Connection) -> Finding:
    verdict = str(reader.execute("pragma integrity_check(1)").fetchone()[0])
    trouble = "" if verdict == "ok" else f"The file is damaged ({verdict}). Restore a backup."
    return _finding("integrity", trouble, "The file is whole.")


def _references(reader: sqlite3.Connection) -> Finding:
    broken = reader.execute("pragma foreign_key_check").fetchone()
    return _finding(
        "references", "" if broken is None else f"Rows of {broken[0]} lead nowhere.", "All rows fit together."
    )


def _badges(reader: sqlite3.Connection) -> Finding:
    kept = reader.execute(
        "select coalesce(sum(total), 0) from badge where lane not in ('starred', 'drafts', 'outbox')"
    ).fetchone()[0]
    counted = reader.execute("select count(*) from conversation").fetchone()[0]
    trouble = "" if kept == counted else f"The counts say {kept} conversations, there are {counted}."
    return _finding("counts", trouble, f"{counted} conversations.")


def _outbox(reader: sqlite3.Connection) -> Finding:
    from desktop.store.text import digest

    rows = reader.execute(
        "select data, sha256 from outbox left join payload on payload.reply = outbox.id"
        " where state not in ('sent', 'withdrawn')"
    ).fetchall()
    damaged = sum(digest(payload or b"") != sha256 for payload, sha256 in rows)
    trouble = f"{damaged} replies in the outbox were damaged on the disk and will not be sent." if damaged else ""
    return _finding("outbox", trouble, f"{len(rows)} replies on their way, all as they were written.")


def _room(path: Path) -> Finding:
    free = disk_free(path)
    if free >= LOW_DISK:
        return Finding(name="disk", severity=Severity.FINE, sentence=f"{free // 2**20} MB free.")
    return Finding(name="disk", severity=Severity.BROKEN, sentence=f"Only {free // 2**20} MB free: make room.")


def _library() -> Finding:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= WAL_FIXED_IN:
        return Finding(name="sqlite", severity=Severity.FINE, sentence=f"SQLite {version}.")
    return Finding(
        name="sqlite", severity=Severity.FINE, sentence=f"SQLite {version}; only one connection writes, as it needs."
    )


def disk_free(path: Path) -> int:
    """Return the bytes free where `path` lies or would lie."""
    folder = path
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
