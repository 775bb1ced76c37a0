"""Which words of a reply are looked up in a dictionary, where they stand, and where they stand after an edit. Pure.

Places are counted in UTF-16 units, as Qt counts them: an emoji is two.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

LONGEST = 50
"""Letters of a word from which on it is none: a dictionary would think about it for half a second."""
MOST_LEARNT = 240_000
"""Characters of a conversation that are looked at for the words the customer used."""

_LETTERS = r"\p{L}[\p{L}\p{M}\u00ad\u200c\u200d]*+"
_MARKS = r"@#/\\_\d{}&"
"""What makes everything up to the next space no word: an address, a handle, a tag, a path, a number, a name with an &."""
_TOKEN = regex.compile(
    rf"(?<!\S)(?:[^\s{_MARKS}.:]|[.:](?!\p{{L}}))*+[{_MARKS}.:]\S*+|({_LETTERS}(?:['’\-]{_LETTERS})*+)"
)
_WORD = regex.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*+")


class Spot(NamedTuple):
    """A word in a text: where it begins, how long it is, and the word itself."""

    start: int
    length: int
    word: str

    @property
    def end(self) -> int:
        """Where the word is over."""
        return self.start + self.length


def spots(text: str) -> list[Spot]:
    """Return the words of a text that are looked up: the owner's own, and neither what is quoted nor what is no word."""
    found: list[Spot] = []
    start = 0
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if not _is_quoted(line, lines[n + 1] if n + 1 < len(lines) else ""):
            found += [Spot(start + spot.start, spot.length, spot.word) for spot in _in_line(line)]
        start += units(line) + 1
    return found


def units(text: str) -> int:
    """Return how long a text is for Qt."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shifted(places: Sequence[Spot], at: int, removed: int, added: int) -> list[Spot]:
    """Return where the words, in the order of the text, stand after an edit; those it has touched are left out."""
    kept = list(places[: bisect_left(places, at, key=lambda spot: spot.end)])
    behind = places[bisect_right(places, at + removed, key=lambda spot: spot.start) :]
    kept += [Spot(start + added - removed, length, word) for start, length, word in behind]
    return kept


def fold(word: str) -> str:
    """Return a word as it is compared with the owner's own words and the names."""
    return unicodedata.normalize("NFC", word.replace("’", "'").replace("\u00ad", "")).casefold()


def is_known(word: str, known: Collection[str]) -> bool:
    """Return whether a word, or the one it is the genitive of, is among `known` folded words."""
    folded = fold(word)
    return folded in known or folded.removesuffix("'s") in known


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Return every word of some texts, folded: names, and what the customer called things."""
    found: set[str] = set()
    left = MOST_LEARNT
    for text in texts:
        found.update(fold(word) for word in _WORD.findall(text[:left]))
        left -= len(text)
        if left <= 0:
            break
    return frozenset(found)


@lru_cache(maxsize=256)
def _in_line(line: str) -> tuple[Spot, ...]:
    """Return the words of one line; kept, as only one line changes while somebody types."""
    is_wide = not line.isascii() and max(line) > "\uffff"
    found: list[Spot] = []
    for match in _TOKEN.finditer(line):
        word = match[1]
        if word and _is_looked_up(word):
            start = match.start(1)
            found.append(Spot(units(line[:start]) if is_wide else start, units(word), word))
    return tuple(found)


def _is_looked_up(word: str) -> bool:
    """Return whether a word can be in a dictionary: nothing of one letter, nothing with capitals inside."""
    if not 1 < len(word) <= LONGEST:
        return False
    return word == word.lower() or all(part[1:] == part[1:].lower() for part in word.split("-"))


def _is_quoted(line: str, following: str) -> bool:
    """Return whether a line is quoted, or says above a quotation who wrote it."""
    if line.lstrip().startswith(">"):
        return True
    return following.lstrip().startswith(">") and line.rstrip().endswith(":")
