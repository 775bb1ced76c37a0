"""Names for the processes that send, by which a later one can tell that an earlier one is gone."""

import os
import socket
import sys
from pathlib import Path
from uuid import uuid4


def name() -> str:
    """Return a name for this process that no other ever has: place, process number, and chance."""
    return f"{_place()}/{os.getpid()}/{uuid4().hex}"


def is_gone(worker: str) -> bool:
    """Return whether the process of that name certainly runs no more; False where that cannot be told.

    Only processes of the same boot and the same numbering of processes are judged: a number in another container
    means somebody else.
    """
    place, _, rest = worker.partition("/")
    number = rest.partition("/")[0]
    if place != _place() or not number.isdigit() or os.name != "posix":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _place() -> str:
    """Return what process numbers are relative to; something never seen before where that is not known."""
    try:
        if sys.platform == "darwin":
            return socket.gethostname().replace("/", "-")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return uuid4().hex
