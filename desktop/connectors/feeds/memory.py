"""What a feed account remembers between two looks at its feed; this is its cursor."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desktop.connectors.feeds.cut import PRINT_BYTES

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """One feed as it was last seen.

    `asked` is the address in the settings, `typed` the one the owner wrote (they differ once the feed has moved),
    `feed` the feed found in a page ("" when `asked` is the feed). `etag`, `modified` and `digest` tell whether
    anything is new; `chunks` are prints of the entries' bytes, `entries` of what they say. `moved` was the target of a
    permanent redirect `times` times running. `by_link` is true for feeds that give many entries one guid. `partial`:
    the last look was left off in the middle. `every` is the feed's own wish in minutes; until `after` (ms) its server
    wants to be left alone, where several feeds share an account.
    """

    asked: str = ""
    typed: str = ""
    feed: str = ""
    etag: str = ""
    modified: str = ""
    digest: str = ""
    chunks: frozenset[bytes] = frozenset()
    entries: frozenset[bytes] = frozenset()
    moved: str = ""
    times: int = 0
    by_link: bool = False
    partial: bool = False
    every: int = 0
    after: int = 0

    @property
    def worked(self) -> bool:
        """True once this address has given us a feed."""
        return bool(self.digest) or self.partial


def as_values(memory: Memory) -> dict[str, Any]:
    """Return `memory` as values for JSON, leaving out what is empty."""
    values: dict[str, Any] = {
        "asked": memory.asked,
        "typed": memory.typed,
        "feed": memory.feed,
        "etag": memory.etag,
        "modified": memory.modified,
        "digest": memory.digest,
        "chunks": _packed(memory.chunks),
        "entries": _packed(memory.entries),
        "moved": memory.moved,
        "times": memory.times,
        "by_link": memory.by_link,
        "partial": memory.partial,
        "every": memory.every,
        "after": memory.after,
    }
    return {key: value for key, value in values.items() if value}


def from_values(values: Any) -> Memory:
    """Return what `as_values` wrote; anything else is an empty memory, which only means to look again."""
    if not isinstance(values, dict):
        return Memory()
    fields: dict[str, Any] = {}
    for key, default in (("chunks", ""), ("entries", "")):
        fields[key] = _unpacked(values.get(key, default))
    for key in ("asked", "typed", "feed", "etag", "modified", "digest", "moved"):
        fields[key] = str(values.get(key, ""))
    for key in ("times", "every", "after"):
        value = values.get(key, 0)
        fields[key] = value if isinstance(value, int) else 0
    for key in ("by_link", "partial"):
        fields[key] = values.get(key) is True
    return Memory(**fields)


def dump(values: dict[str, Any]) -> str:
    """Return a cursor: versioned JSON, the same text for the same values."""
    return json.dumps({"v": VERSION, **values}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(cursor: str) -> dict[str, Any]:
    """Return the values of a cursor; an empty one for "" and for a version that is not ours."""
    try:
        values = json.loads(cursor) if cursor else {}
    except ValueError:
        return {}
    return values if isinstance(values, dict) and values.get("v") == VERSION else {}


def _packed(prints: Iterable[bytes]) -> str:
    return b64encode(b"".join(sorted(prints))).decode("ascii")


def _unpacked(text: Any) -> frozenset[bytes]:
    try:
        data = b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        return frozenset()
    return frozenset(data[i : i + PRINT_BYTES] for i in range(0, len(data) - PRINT_BYTES + 1, PRINT_BYTES))
