"""Room kept free for the worst day: a file that weighs something, let go of when the disk is full."""

import logging
import os
from pathlib import Path

from desktop.store.maintenance import LOW_DISK, disk_free

WEIGHT = 4 * 2**20
"""Bytes; on a full disk SQLite cannot even delete, and all that the owner does in a day is far less."""

_PIECE = 2**18
_log = logging.getLogger(__name__)


def place(database: Path) -> Path:
    """Return where the ballast of a data file lies."""
    return database.with_name(f"{database.name}.ballast")


def lay(database: Path, *, leave: int = LOW_DISK) -> bool:
    """Lay the ballast when it is missing and the disk has room for it and `leave` bytes more; return whether it lies.

    Blocking, some milliseconds; not for the GUI thread.
    """
    ballast = place(database)
    part = ballast.with_name(f"{ballast.name}.{os.getpid()}.part")
    try:
        if ballast.exists():
            return True
        if disk_free(database) < leave + WEIGHT:
            return False
        with part.open("wb") as out:
            # Noise, because some file systems give zeros no room.
            for _ in range(WEIGHT // _PIECE):
                out.write(os.urandom(_PIECE))
        part.replace(ballast)
    except OSError:
        part.unlink(missing_ok=True)
        return False
    return True


def drop(database: Path) -> bool:
    """Let go of the ballast; return whether there was any, so that trying again makes sense."""
    try:
        place(database).unlink()
    except OSError:
        return False
    _log.warning("the disk is full: the ballast was let go of so that the owner's own work can be kept")
    return True
