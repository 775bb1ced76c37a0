"""Old mail from a Maildir or an mbox file, without any server.

A mail's remote id is made of its own bytes, so that bringing the same archive in again changes nothing.
"""

import hashlib
import mmap
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from desktop.connectors.mail.imap import LITERAL_LIMIT
from desktop.domain.errors import Misconfigured
from desktop.domain.item import ARCHIVED, Flag, Raw
from desktop.domain.wording import worded

_MAILDIR_FLAGS = {"S": Flag.SEEN, "R": Flag.ANSWERED, "F": Flag.FLAGGED}
_STATUS = re.compile(rb"^(?:x-)?status:[ \t]*([A-Z]*)", re.IGNORECASE | re.MULTILINE)
_FROM_LINE = re.compile(rb"^From [^\r\n]*\d{4}[^\r\n]*\r?\n", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_SENT = frozenset({"sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "outbox"})
_DATE = re.compile(r"(\w{3})\s+(\d{1,2})\s+(\d\d):(\d\d)(?::(\d\d))?\s+(?:\S+\s+)?(\d{4})")
_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}


def read_maildir(path: Path) -> Iterator[Raw]:
    """Yield every mail of a Maildir and of the Maildirs inside it. Raises Misconfigured when it is not one."""
    folders = [folder.parent for folder in sorted(path.rglob("cur")) if folder.is_dir()]
    if not folders:
        raise Misconfigured(worded(f"{path} is not a Maildir: it holds no folder called cur."))
    for folder in folders:
        role = "sent" if folder.name.strip(".").rpartition(".")[2].lower() in _SENT else "inbox"
        for part in ("cur", "new"):
            inside = folder / part
            for name in sorted(os.listdir(inside)) if inside.is_dir() else ():  # noqa: PTH208 - a path each is slow
                file = f"{inside}{os.sep}{name}"
                if not name.startswith(".") and os.path.isfile(file):  # noqa: PTH113
                    yield _from_file(file, name, role)


def _from_file(file: str, name: str, role: str) -> Raw:
    _, mark, info = name.rpartition(":2,")
    flags = frozenset(_MAILDIR_FLAGS[letter] for letter in info if letter in _MAILDIR_FLAGS) if mark else frozenset()
    with open(file, "rb") as stream:  # noqa: PTH123
        facts = os.fstat(stream.fileno())
        # Python makes room for as much as it is asked for, which takes longer than the reading.
        data = stream.read(min(facts.st_size, LITERAL_LIMIT))
    arrived = datetime.fromtimestamp(max(0.0, facts.st_mtime), UTC)
    return _raw(data, arrived, flags, role)


def read_mbox(path: Path) -> Iterator[Raw]:
    """Yield every mail of an mbox file (mboxo, mboxrd). Raises Misconfigured when it is not one."""
    if not path.is_file():
        raise Misconfigured(worded(f"There is no file {path}."))
    if path.stat().st_size == 0:
        return
    role = "sent" if path.stem.lower() in _SENT else "inbox"
    undated = datetime.fromtimestamp(max(0.0, path.stat().st_mtime), UTC)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        first = _FROM_LINE.match(whole)
        if first is None:
            raise Misconfigured(worded(f"{path} is not an mbox file: it does not begin with a From line."))
        start: re.Match[bytes] | None = first
        while start is not None:
            following = _next_start(whole, start.end())
            end = following.start() if following is not None else len(whole)
            yield _from_mbox(
                whole[start.end() : min(end, start.end() + LITERAL_LIMIT)], _arrived(start.group(0)) or undated, role
            )
            start = following


def _next_start(whole: mmap.mmap, at: int) -> re.Match[bytes] | None:
    """Return the next From line that comes after an empty line."""
    for found in _FROM_LINE.finditer(whole, at):
        if whole[max(0, found.start() - 2) : found.start()] in (b"\n\n", b"\r\n") and _after_blank(
            whole, found.start()
        ):
            return found
    return None


def _after_blank(whole: mmap.mmap, at: int) -> bool:
    return whole[max(0, at - 2) : at] == b"\n\n" or whole[max(0, at - 4) : at] == b"\r\n\r\n"


def _from_mbox(data: bytes, arrived: datetime, role: str) -> Raw:
    data = _QUOTED_FROM.sub(rb"\1", data.removesuffix(b"\n").removesuffix(b"\r"))
    end = _HEADER_END.search(data)
    flags: set[Flag] = set()
    for found in _STATUS.finditer(data, 0, end.start() + 1 if end else len(data)):
        letters = found.group(1).upper()
        flags |= {Flag.SEEN} if b"R" in letters else set()
        flags |= {Flag.ANSWERED} if b"A" in letters else set()
        flags |= {Flag.FLAGGED} if b"F" in letters else set()
    return _raw(data, arrived, frozenset(flags), role)


def _arrived(from_line: bytes) -> datetime | None:
    """Return the time of a From line, None when it has none that can be read."""
    found = _DATE.search(from_line.decode("ascii", "replace"))
    try:
        if found is not None and found.group(1).lower() in _MONTHS:
            month, day, hour, minute, second, year = found.groups()
            return datetime(
                int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC
            )
    except ValueError:
        pass
    return None


def _raw(data: bytes, arrived: datetime, flags: frozenset[Flag], role: str) -> Raw:
    hints = {"role": role, "archive": "1"} | ({"cut": "size"} if len(data) >= LITERAL_LIMIT else {})
    name = f"{ARCHIVED}{hashlib.sha256(data).hexdigest()[:40]}"
    return Raw(remote_id=name, data=data, received_at=arrived, flags=flags, hints=hints)
