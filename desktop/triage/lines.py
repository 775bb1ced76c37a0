"""Files that the owner edits by hand: read line by line, so that one mistake costs its line and not the file."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from desktop.domain.wording import worded

LARGEST = 1 << 20
"""Bytes; no file that somebody has written by hand is larger."""
_MOST = 20
"""Lines that may be faulty; where more are, it is another kind of file."""
_PLACE = re.compile(r"\bline (\d+)")
_T = TypeVar("_T")


def read(file: Path) -> str:
    """Return the text of a file. Raises OSError, and ValueError for what is no text of such a length."""
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(worded("it is too large"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(worded("it is not in UTF-8")) from None


def understood(text: str, understand: Callable[[str], _T]) -> tuple[_T, list[tuple[int, str]]]:
    """Return what `understand` makes of the text without its faulty lines, and those, each with what is wrong there.

    `understand` raises ValueError naming the line, or none where the text ends too early. With the head of a section
    the section is left out: its lines would mean something else in the one above. Raises the error where too many are
    faulty.
    """
    lines = text.splitlines()
    faulty: list[tuple[int, str]] = []
    while True:
        try:
            return understand("\n".join(lines)), sorted(faulty)
        except ValueError as error:
            at = _faulty(lines, str(error))
            if not at or len(faulty) >= _MOST:
                raise
            faulty.append((at, str(error)))
            _leave_out(lines, at)


def _faulty(lines: list[str], error: str) -> int:
    """Return the number of the line that an error is about, the last where it names none; 0 where nothing is left."""
    told = _PLACE.search(error)
    last = max((n for n, line in enumerate(lines, start=1) if line.strip()), default=0)
    at = min(int(told[1]), last) if told else last
    return at if at and lines[at - 1].strip() else 0


def _leave_out(lines: list[str], at: int) -> None:
    is_head = lines[at - 1].lstrip().startswith("[")
    lines[at - 1] = ""
    if is_head:
        for n in range(at, len(lines)):
            if lines[n].lstrip().startswith("["):
                return
            lines[n] = ""
