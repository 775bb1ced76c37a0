"""Files that are to go with a reply: whether the channel takes them, and reading them from the owner's disk."""

import mimetypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from desktop.connectors.base import FileLimits, Limits
from desktop.domain.draft import Enclosure
from desktop.domain.errors import Refused
from desktop.domain.text import plain
from desktop.domain.wording import worded

LARGEST = 100_000_000
"""No file larger than this is read at all, whatever a channel takes."""
_MB = 1_000_000
REFUSED = worded("the disk refused")
"""Stands where the system does not say why."""


@contextmanager
def saving(target: Path) -> Iterator[None]:
    """Say of a file that the disk refuses to take what can be done about it. Raises Refused in the place of OSError."""
    try:
        yield
    except OSError as error:
        raise Refused(
            worded(
                f"“{target.name}” could not be saved: {error.strerror or REFUSED}. Choose another folder, or make room there."
            )
        ) from error


class Sized(Protocol):
    """What is asked about a file: DraftFile has it."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def media_type(self) -> str:
        """Its kind, such as image/png."""
        ...

    @property
    def size(self) -> int:
        """Its bytes."""
        ...


def refusal(files: Sequence[Sized], limits: Limits) -> str:
    """Return one sentence why the channel does not take these files, "" when it does."""
    if not files:
        return ""
    allowed = limits.files
    if allowed is None:
        return worded("This channel carries no files. Remove them, or answer by mail.")
    for file in files:
        if sentence := _one(file, allowed):
            return sentence
    if allowed.most is not None and len(files) > allowed.most:
        bound = worded("one file") if allowed.most == 1 else worded(f"{allowed.most} files")
        return worded(f"This channel takes {bound} at most, and these are {len(files)}.")
    travels = sum(file.size for file in files) * allowed.growth
    if allowed.total is not None and travels > allowed.total:
        room = size_in_words(int(allowed.total / allowed.growth))
        together = size_in_words(sum(file.size for file in files))
        return worded(f"The files are too large to send: {together} together, and there is room for {room}.")
    return ""


def _one(file: Sized, allowed: FileLimits) -> str:
    name = plain(file.name, 80)
    if file.size == 0:
        return worded(f"“{name}” is empty.")
    if allowed.kinds and not file.media_type.startswith(allowed.kinds):
        return worded(f"“{name}” is of a kind that this channel does not take.")
    if allowed.each is not None and file.size > allowed.each:
        return worded(
            f"“{name}” is too large: {size_in_words(file.size)}, and this channel takes {size_in_words(allowed.each)}."
        )
    return ""


def size_in_words(size: int) -> str:
    """Return a number of bytes as people say it: "840 kB", "2.3 MB"."""
    if size < 1000:
        return worded(f"{size} bytes")
    if size < _MB:
        return worded(f"{size / 1000:.0f} kB")
    return worded(f"{size / _MB:.1f} MB").replace(".0 ", " ")


def media_type_of(name: str) -> str:
    """Return the kind of a file by the ending of its name."""
    found, encoding = mimetypes.guess_type(name, strict=False)
    return found if found is not None and encoding is None else "application/octet-stream"


def read_file(path: Path, *, largest: int = LARGEST) -> Enclosure:
    """Read a file that is to be attached. Blocks on the disk: not for the window's thread.

    Raises Refused with a sentence when it is no file, cannot be read, is empty, or is larger than `largest` bytes.
    """
    name = plain(path.name, 200)
    try:
        if not path.is_file():
            raise Refused(
                worded(f"“{name}” is not a file.") if path.exists() else worded(f"There is no file “{name}”.")
            )
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise Refused(worded(f"“{name}” cannot be read: {error.strerror or REFUSED}.")) from error
    if not data:
        raise Refused(worded(f"“{name}” is empty."))
    if len(data) > largest:
        raise Refused(worded(f"“{name}” is too large: at most {size_in_words(largest)} can go with a reply."))
    return Enclosure(name=path.name, media_type=media_type_of(path.name), data=data)
