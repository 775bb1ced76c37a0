"""Named points at which a test may kill the process, so that every crash that matters can be rehearsed."""

import os

_COUNT = [0]


def fault(name: str) -> None:
    """Do nothing, unless SHOPBELL_KILL_AT names this point or its number in the order of calls: then die at once.

    The process dies by SIGKILL, as it would by a power cut short of the disk's own cache: no handler, no flush.
    """
    wanted = os.environ.get("SHOPBELL_KILL_AT")
    if wanted is None:
        return
    import signal

    _COUNT[0] += 1
    if wanted in (name, str(_COUNT[0])):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
