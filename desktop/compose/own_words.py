"""The owner's own words: one a line in a file that may be edited by hand, read by every dictionary."""

from collections.abc import Callable
from pathlib import Path

from desktop.compose.files import REFUSED
from desktop.compose.spelling import fold
from desktop.domain.errors import Refused
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.paths import write_whole

NAME = "words.txt"
"""The file beside the settings."""
_HEAD = "# Words of your own, one a line: they are never marked as misspelt."


def read(path: Path) -> frozenset[str]:
    """Return the words, folded. A file that is not there, or cannot be read, has none. Blocks on the disk."""
    try:
        lines = _lines(path)
    except OSError:
        return frozenset()
    return frozenset(fold(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


def add(path: Path, word: str) -> None:
    """Keep a word; one that is there already is not written again. Raises Refused with a sentence."""
    said = plain(word, 80)

    def with_it(lines: list[str]) -> list[str]:
        known = {fold(line.strip()) for line in lines}
        return lines if not said or fold(said) in known else [*(lines or [_HEAD]), said]

    _change(path, with_it)


def remove(path: Path, word: str) -> None:
    """Forget a word. Raises Refused with a sentence."""
    gone = fold(plain(word, 80))
    _change(path, lambda lines: [line for line in lines if line.startswith("#") or fold(line.strip()) != gone])


def _lines(path: Path) -> list[str]:
    """Return the lines of the file, none where there is no file; bytes that are no UTF-8 survive. Raises OSError."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
    except FileNotFoundError:
        return []


def _change(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    try:
        before = _lines(path)
        lines = change(before)
        if lines == before:
            return
        write_whole(path, "\n".join(lines) + "\n", errors="surrogateescape")
    except OSError as error:
        raise Refused(worded(f"It could not be kept: {error.strerror or REFUSED}.")) from error
