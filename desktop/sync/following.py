"""The owner's targets as the settings file has them now, whoever has changed it: another window, a call, an editor."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.domain.targets import Targets
from desktop.settings import load


class Following:
    """Looks at the file whenever it is called, and reads it only when it has changed. One thread at a time.

    So two programs on the same data, each ranking for the other what it had ranked itself, agree within seconds.
    """

    def __init__(
        self,
        file: Path,
        targets: Targets,
        *followers: Callable[[Targets], object],
        tell: Callable[[Sequence[str]], object] | None = None,
    ) -> None:
        """`targets` are those of the file as it was read last; `followers` are told of others, on the calling thread.

        `tell` hears what of the file cannot be used, once it was edited.
        """
        self._file = file
        self._targets = targets
        self._followers = followers
        self._tell = tell
        self._seen: tuple[int, ...] | None = None
        """None at first: it may have been edited since it was read."""
        self._known: set[str] = set()

    def __call__(self) -> bool:
        """Return whether the targets are others now than before."""
        seen = self._look()
        if seen == self._seen:
            return False
        first, self._seen = self._seen is None, seen
        settings, sentences = load(self._file)
        # What was said before is not news because it stands in another line now.
        news = [one for one in sentences if one.partition(": ")[2] not in self._known]
        if self._tell is not None and news and not first:
            self._tell(news)
        self._known = {one.partition(": ")[2] for one in sentences}
        targets = settings.targets
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


def together(*follow: Callable[[], bool]) -> Callable[[], bool]:
    """Return what calls all of them and returns whether anything is other than before."""

    def following() -> bool:
        differ = [one() for one in follow]
        return any(differ)

    return following
