"""What a learned head sees of a text: numbers for its words, pairs of words, word beginnings, negations and signs.

Numbers are hashes of 18 bits (crc32, the same on every machine), so that no vocabulary is shipped; what occurs often
counts 1 + log of how often (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"; the pairs and
the negation marks follow Pang, Lee and Vaithyanathan 2002). Every message goes through here, so what is done for each
of its words is done once a word, or by the loops of the interpreter. Pure; any thread.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from operator import xor
from typing import NamedTuple
from zlib import crc32

from desktop.domain.kinds import Kind

BITS = 18
SIZE = 1 << BITS
_MASK = SIZE - 1
_MIX = 1_000_003
BREAK = "."
"""What stands between clauses among the folded words."""
HEARD = 120
"""So many words of a text are heard: who writes more has said by then what it is about, and it takes the time it takes."""
_NEGATED = 4
"""So many words after a negation are marked, unless the clause ends before."""
_ENDS = 12
"""So many words at the beginning and at the end of a text also count as such."""
_MOST_KEPT = 24_000
_SHORTEST = 5
_BEGINNINGS = tuple((length, crc32(f"p{length} ".encode())) for length in (4, 6))
_WORD, _BEHIND_NO, _FIRST, _LAST = (crc32(sort) for sort in (b"w ", b"n ", b"1 ", b"z "))
"""Where the hash of a feature goes on from: the sort of it stands before the word."""
_MOST_TIMES = 200
_WEIGHTS = (0.0, *(round(1.0 + math.log(times), 6) for times in range(1, _MOST_TIMES)))
_SIGNS = re.compile(r"[!?\u2600-\u27BF\U0001F300-\U0001FAFF]+")
_LOOKED_AT = 8 * HEARD
"""Signs are looked for in so many letters, about those of the words that are heard."""
_SHORTEST_CRY = 3
_PRIVATE = frozenset((Kind.MAIL, Kind.DIRECT))


class Where(NamedTuple):
    """Where something was said: `addressed` is None where that is not known, `reply` when the shop had spoken before."""

    kind: Kind
    addressed: bool | None = True
    reply: bool = False

    @property
    def private(self) -> bool:
        """Whether only the shop can read it."""
        return self.kind in _PRIVATE


def _hash(feature: str) -> int:
    return crc32(feature.encode()) & _MASK


_Hashes = tuple[bytes, int, int, tuple[int, ...]]
"""Of a word: how it is spelled, what it is in a pair before another word, what behind one or in a situation, and alone."""


class _Known(dict[str, _Hashes]):
    """The hashes of words, each worked out once. A break has none."""

    def __init__(self) -> None:
        super().__init__()
        self[BREAK] = (b"", 0, 0, ())

    def __missing__(self, word: str) -> _Hashes:
        number = word.isdigit()
        spelled = ("0" * min(len(word), 4) if number else word).encode()
        lengths = () if number or len(word) < _SHORTEST else _BEGINNINGS
        beginnings = [crc32(word[:length].encode(), begun) & _MASK for length, begun in lengths]
        whole = crc32(spelled)
        alone = (crc32(spelled, _WORD) & _MASK, *beginnings)
        hashes = (spelled, whole * _MIX & _MASK, whole & _MASK, alone)
        if len(self) < _MOST_KEPT:
            self[word] = hashes
        return hashes


_known = _Known()
_QUESTION, ASKED_LAST = _hash("f q"), _hash("f qend")
_CALLS = tuple(_hash(f"f e{n}") for n in range(4))
_CAPITALS = tuple(_hash(f"f caps{n}") for n in range(4))
CAPITALS = frozenset(_CAPITALS)
"""Of what `signs` finds, what tells of words in capitals."""
_LENGTHS = tuple(_hash(f"f len{n}") for n in range(8))


def signs(text: str) -> list[int]:
    """Return the features of what is no word: question and exclamation marks, emoji, words in capitals."""
    asked_last = text.rstrip().endswith("?")
    text = text[:_LOOKED_AT]
    runs = _SIGNS.findall(text)
    features = [_hash(f"f {sign}") for run in runs for sign in run if sign not in "!?"]
    if any("?" in run for run in runs):
        features.append(_QUESTION)
    if asked_last:
        features.append(ASKED_LAST)
    calls = sum("!" in run for run in runs)
    if calls:
        features.append(_CALLS[min(3, calls)])
    cries = sum([sum(map(str.isalpha, word)) >= _SHORTEST_CRY for word in text.split() if word.isupper()])
    if cries:
        features.append(_CAPITALS[min(3, cries)])
    return features


class Seen(NamedTuple):
    """What is seen of a text: its words, and every other feature, and how often each occurs.

    Features of different sorts stay apart even where their numbers meet.
    """

    words: Mapping[str, int]
    others: Mapping[int, int]


def seen(folded: Sequence[str], negators: Collection[str], others: Iterable[int] = ()) -> Seen:
    """Return what is seen of folded words, with "." for the breaks between clauses; the features `others` besides.

    Breaks with no word between them, at the beginning or at the end say nothing.
    """
    words = Counter(folded)
    words.pop(BREAK, None)
    hashes = [_known[word] for word in folded]
    rest = Counter(map(xor, [0, *[one[1] for one in hashes]], [*[one[2] for one in hashes], 0]))
    rest.pop(0, None)
    said = [one[0] for one in hashes if one[0]]
    rest.update(
        [
            *others,
            *[feature for _, feature in behind_no(folded, negators)],
            *[crc32(spelled, _FIRST) & _MASK for spelled in said[:_ENDS]],
            *[crc32(spelled, _LAST) & _MASK for spelled in said[-_ENDS:]],
            _LENGTHS[min(7, (len(said) + 1).bit_length() - 1)],
        ]
    )
    return Seen(words, rest)


def weight(times: int) -> float:
    """Return how much a feature counts that occurs so often."""
    return _WEIGHTS[times] if times < _MOST_TIMES else _WEIGHTS[-1]


def alone(word: str, situations: Iterable[int] = ()) -> list[int]:
    """Return the features of a word by itself: the word, its beginnings, and the word in each situation."""
    _, _, behind, features = _known[word]
    return [*features, *[situation ^ behind for situation in situations]]


def situations(where: Where) -> tuple[int, ...]:
    """Return the situations that a place stands for."""
    names = ["private" if where.private else where.kind.value]
    if where.addressed is False:
        names.append("passing")
    if where.reply:
        names.append("reply")
    return tuple(_SITUATIONS[name] for name in names)


_SITUATIONS = {
    name: crc32(f"c {name}".encode()) * _MIX & _MASK
    for name in ("private", *(kind.value for kind in Kind), "passing", "reply")
}


def _negated(folded: Sequence[str], negators: Collection[str]) -> list[int]:
    """Return the places of the words that stand behind a negation in its clause."""
    found: list[int] = []
    for first in [place for place, word in enumerate(folded) if word in negators]:
        for place in range(first + 1, min(first + 1 + _NEGATED, len(folded))):
            if folded[place] == BREAK:
                break
            if not found or place > found[-1]:
                found.append(place)
    return found


def behind_no(folded: Sequence[str], negators: Collection[str]) -> list[tuple[int, int]]:
    """Return (place, feature) for each word that stands behind a negation in its clause."""
    return [(place, crc32(_known[folded[place]][0], _BEHIND_NO) & _MASK) for place in _negated(folded, negators)]


def pairs(folded: Sequence[str]) -> list[int]:
    """Return the feature of each word with the one after it, 0 where a clause ends between them and behind the last."""
    hashes = [_known[word] for word in folded]
    return [one[1] ^ other[2] if one[1] and other[2] else 0 for one, other in pairwise(hashes)] + [0] * bool(folded)
