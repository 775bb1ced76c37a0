"""What the sample shop's servers remember of the replies they accepted."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.clock import from_ms, to_ms
from desktop.domain.errors import Unreachable
from desktop.domain.wording import worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One reply: its idempotency key, the identity we chose for it, what it answers, and when it was accepted."""

    reply_id: str
    remote_key: str
    parent: str
    at: datetime


class Journal:
    """Keeps accepted replies, one a line. Without a folder they are kept as long as this object.

    Several processes may write: a line is written in one piece at the end, and the first line of a reply is the one
    that counts. A line that was cut off is as if it were never written.
    """

    def __init__(self, folder: str, network: str) -> None:
        self._path = Path(folder) / f"accepted-{network}.jsonl" if folder else None
        self._kept: list[Accepted] = []

    def accepted(self) -> list[Accepted]:
        """Return what was accepted, each reply once, in order. Raises Unreachable when the file cannot be read."""
        found: dict[str, Accepted] = {}
        for entry in self._entries():
            found.setdefault(entry.reply_id, entry)
        return list(found.values())

    def find(self, reply_id: str) -> Accepted | None:
        """Return the accepted reply of that key, or None."""
        return next((entry for entry in self.accepted() if entry.reply_id == reply_id), None)

    def accept(self, entry: Accepted) -> Accepted:
        """Remember a reply, on disk when this returns; a reply already known stays as it was."""
        known = self.find(entry.reply_id)
        if known is not None:
            return known
        if self._path is None:
            self._kept.append(entry)
        else:
            self._write(self._path, entry)
        return entry

    def _entries(self) -> Iterator[Accepted]:
        if self._path is None:
            yield from self._kept
            return
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        except OSError as trouble:
            raise Unreachable(worded("The sample shop cannot read what it has accepted.")) from trouble
        for line in lines:
            entry = _entry(line)
            if entry is not None:
                yield entry

    @staticmethod
    def _write(path: Path, entry: Accepted) -> None:
        line = {"id": entry.reply_id, "key": entry.remote_key, "parent": entry.parent, "at": to_ms(entry.at)}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab", buffering=0) as file:
                file.write(f"\n{json.dumps(line)}\n".encode())
                os.fsync(file.fileno())
        except OSError as trouble:
            raise Unreachable(worded("The sample shop cannot write down what it accepts.")) from trouble


def _entry(line: str) -> Accepted | None:
    try:
        kept = json.loads(line)
        return Accepted(
            reply_id=str(kept["id"]), remote_key=str(kept["key"]), parent=str(kept["parent"]), at=from_ms(kept["at"])
        )
    except (ValueError, KeyError, TypeError):
        return None
