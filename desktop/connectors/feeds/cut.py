"""Takes entries that are already known out of a feed before it is parsed: a parser's work is nearly all in its entries.

The bytes of each entry are compared with what was there last time. Everything around the entries stays, so what is
left is the same feed with fewer entries. Where the bytes are not plainly a list of entries, nothing is cut.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

PRINT_BYTES = 8
MOST_ENTRIES = 2_000

_MARKS = re.compile(rb"<(?:(!--)|(!\[CDATA\[)|(/?)(?:[A-Za-z_][\w.\-]{0,60}:)?(?:item|entry)(?=[\s/>]))")
_CODED = re.compile(rb"""encoding\s*=\s*["'](?:utf-?7|hz|iso-2022)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A feed without its known entries: `left` is what remains to be parsed, `fresh` how many entries are in it.

    `prints` are those of all entries that were there, known or not; `dropped` counts entries beyond the most we read.
    """

    left: bytes
    fresh: int
    prints: frozenset[bytes]
    dropped: int = 0


def footprint(data: bytes) -> bytes:
    """Return a short print by which the same bytes are recognised again."""
    return blake2b(data, digest_size=PRINT_BYTES).digest()


def cut(body: bytes, known: Collection[bytes], most: int = MOST_ENTRIES) -> Cut | None:
    """Return the feed without the entries whose print is in `known`; None when its bytes do not lend themselves to it."""
    if not _plain(body):
        return None
    spans = _spans(body)
    if not spans:
        return None
    prints = [footprint(body[start:end]) for start, end in spans]
    fresh = [i for i, mark in enumerate(prints) if mark not in known]
    kept = set(fresh[:most])
    pieces: list[bytes] = []
    here = 0
    for i, (start, end) in enumerate(spans):
        if i in kept:
            continue
        pieces.append(body[here:start])
        here = end
    pieces.append(body[here:])
    return Cut(left=b"".join(pieces), fresh=len(kept), prints=frozenset(prints), dropped=len(fresh) - len(kept))


def _plain(body: bytes) -> bool:
    """Say whether every `<` in the bytes is the character `<`, and whether leaving some out cannot change the rest."""
    if b"\x00" in body or b"\x1b" in body or _CODED.search(body, 0, 400):
        return False
    if b"encoding=" in body[:400]:
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _spans(body: bytes) -> list[tuple[int, int]]:
    """Return where each entry begins and ends; an empty list when they are nested or out of order."""
    spans: list[tuple[int, int]] = []
    start, here = -1, 0
    while mark := _MARKS.search(body, here):
        comment, quoted, closing = mark.groups()
        here = mark.end()
        if comment or quoted:
            here = body.find(b"-->" if comment else b"]]>", here)
            if here < 0:
                break
        elif closing:
            here = body.find(b">", here) + 1
            if start < 0 or not here:
                return []
            spans.append((start, here))
            start = -1
        elif start >= 0:
            return []
        else:
            start = mark.start()
    return [] if start >= 0 else spans
