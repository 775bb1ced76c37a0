"""How far reading has come, mailbox by mailbox, as the versioned text that is saved with what was read.

For every message that was read a 32-bit mark of its Message-ID and size is kept, so that after a server has numbered
its mailbox anew (another UIDVALIDITY) the messages can be recognised without fetching them again.
"""

import base64
import binascii
import json
import sys
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.connectors.mail.uids import UidSet

VERSION = 1


@dataclass(slots=True)
class Known:
    """The messages of a mailbox that were read, each with its mark."""

    uids: UidSet = field(default_factory=UidSet)
    marks: "array[int]" = field(default_factory=lambda: array("I"))

    def add(self, new: Mapping[int, int]) -> None:
        """Take up UIDs with their marks; those that are known already get the new mark."""
        if not new:
            return
        order = sorted(new)
        fresh = array("I", [new[uid] for uid in order])
        arrived = UidSet.of(order)
        if not self.uids or order[0] > self.uids.highest:
            self.marks = self.marks + fresh
        elif order[-1] < self.uids.lowest:
            self.marks = fresh + self.marks
        else:
            merged = self.as_dict() | dict(new)
            self.marks = array("I", [merged[uid] for uid in sorted(merged)])
        self.uids |= arrived

    def remove(self, gone: UidSet) -> UidSet:
        """Forget these UIDs; return those that were known."""
        lost = self.uids & gone
        if lost:
            kept = self.uids - lost
            all_marks = self.as_dict()
            self.marks = array("I", [all_marks[uid] for uid in kept])
            self.uids = kept
        return lost

    def as_dict(self) -> dict[int, int]:
        """Return UID -> mark."""
        return dict(zip(self.uids, self.marks, strict=False))


@dataclass(slots=True)
class Box:
    """One mailbox. `pending` may hold UIDs that do not exist: they are ranges of what has not been looked at.

    `unseen`, `answered` and `flagged` are kept only for servers that cannot say what changed, and only from `floor` up.
    """

    uidvalidity: int = 0
    next: int = 1
    modseq: int = 0
    known: Known = field(default_factory=Known)
    pending: UidSet = field(default_factory=UidSet)
    total: int = 0
    floor: int = 0
    unseen: UidSet = field(default_factory=UidSet)
    answered: UidSet = field(default_factory=UidSet)
    flagged: UidSet = field(default_factory=UidSet)


@dataclass(slots=True)
class Place:
    """How far all mailboxes of an account have been read. `first` is true until the first sync is complete."""

    boxes: dict[str, Box] = field(default_factory=dict)
    first: bool = True

    def dump(self) -> str:
        """Return the cursor text."""
        return json.dumps(
            {"v": VERSION, "first": self.first, "boxes": {name: _box_out(box) for name, box in self.boxes.items()}},
            separators=(",", ":"),
        )

    @classmethod
    def load(cls, text: str) -> "Place":
        """Read a cursor; what cannot be read (or is from another version) means: from the beginning."""
        if not text:
            return cls()
        try:
            data = json.loads(text)
            if data["v"] != VERSION:
                return cls()
            return cls(boxes={name: _box_in(box) for name, box in data["boxes"].items()}, first=bool(data["first"]))
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, zlib.error):
            return cls()


def mark(message_id: bytes, size: int) -> int:
    """Return the mark of a message."""
    return zlib.crc32(b"%s\0%d" % (message_id, size))


def _box_out(box: Box) -> dict[str, Any]:
    marks = array("I", box.known.marks)
    if sys.byteorder == "big":
        marks.byteswap()
    out: dict[str, Any] = {
        "uv": box.uidvalidity,
        "next": box.next,
        "modseq": box.modseq,
        "known": str(box.known.uids),
        "marks": base64.b64encode(marks.tobytes()).decode("ascii"),
        "pending": str(box.pending),
        "total": box.total,
    }
    if box.floor:
        out["plain"] = [box.floor, str(box.unseen), str(box.answered), str(box.flagged)]
    return out


def _box_in(data: Mapping[str, Any]) -> Box:
    marks = array("I")
    marks.frombytes(base64.b64decode(data["marks"], validate=True))
    if sys.byteorder == "big":
        marks.byteswap()
    known = Known(UidSet.parse(data["known"]), marks)
    if len(known.uids) != len(known.marks):
        raise ValueError("marks and numbers do not match")
    box = Box(
        uidvalidity=int(data["uv"]),
        next=int(data["next"]),
        modseq=int(data["modseq"]),
        known=known,
        pending=UidSet.parse(data["pending"]),
        total=int(data["total"]),
    )
    if "plain" in data:
        floor, unseen, answered, flagged = data["plain"]
        box.floor = int(floor)
        box.unseen, box.answered, box.flagged = (UidSet.parse(text) for text in (unseen, answered, flagged))
    return box
