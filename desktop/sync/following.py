"""The owner's targets as the settings file has them now, whoever has changed it: another window, a call, an editor."""

from collections.abc import Callable
from pathlib import Path

from desktop.domain.targets import Targets
from desktop.settings import load


class Following:
    """Looks at the file whenever it is called, and reads it only when it has changed. One thread at a time.

    So two programs on the same data, each ranking for the other what it had ranked itself, agree within seconds.
    """

    def __init__(self, file: Path, targets: Targets, *followers: Callable[[Targets], object]) -> None:
        """`targets` are those of the file as it was read last; `followers` are told of others, on the calling thread."""
        self._file = file
        self._targets = targets
        self._followers = followers
        self._seen = self._look()

    def __call__(self) -> bool:
        """Return whether the targets are others now than before."""
        seen = self._look()
        if seen == self._seen:
            return False
        self._seen = seen
        targets = load(self._file)[0].targets
        if targets == self._targets:
            return False
        self._targets = targets
        for follow in self._followers:
            follow(targets)
        return True

    def _look(self) -> tuple[int, ...]:
        try:
            now = self._file.stat()
        except OSError:
            return ()
        return now.st_mtime_ns, now.st_size, now.st_ino
