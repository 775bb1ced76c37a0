"""Threads that let others go first: what is done for nobody who waits."""

import os
import sys
import threading
from contextlib import suppress

LITTLE = 5
"""For what works while somebody uses the window: a key waits for a core a third as long, and mail comes in as fast."""
MUCH = 15
"""For what keeps a core busy for minutes."""


def stand_back(niceness: int) -> None:
    """Let other threads and programs have a core before the calling thread, and before the processes it starts.

    `niceness` is that of setpriority(2), 0 to 19; who stands further back already stays there. On Linux only: there a
    thread is meant by its number, and elsewhere the whole process.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, max(niceness, os.getpriority(os.PRIO_PROCESS, thread)))
