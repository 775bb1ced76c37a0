"""What a learned head sees of a text: numbers for its words, pairs of words, word beginnings, negations and signs.

Numbers are hashes of 18 bits (crc32, the same on every machine), so that no vocabulary is shipped; every feature
counts 1 + log of how often it occurs (Weinberger et al. 2009, "Feature hashing for large scale multitask learning";
the pairs and the negation marks follow Pang, Lee and Vaithyanathan 2002). Pure; any thread.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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
_MOST_KEPT = 60_000
_STEMS = (4, 6)
_MOST_TIMES = 200
_WEIGHTS = (0.0, *(round(1.0 + math.log(times), 6) for times in range(1, _MOST_TIMES)))
_SIGN = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]|[!?]+")
_LONG_WORD = re.compile(r"\b[^\W\d_]{3,}\b")
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


class _Hashes(NamedTuple):
    whole: int
    word: int
    stems: tuple[int, ...]
    negated: int
    first: int
    last: int


class _Known(dict[str, _Hashes]):
    """The hashes of a word, worked out once."""

    def __missing__(self, word: str) -> _Hashes:
        number = word.isdigit()
        seen = "0" * min(len(word), 4) if number else word
        stems = () if number else tuple(_hash(f"p{n} {word[:n]}") for n in _STEMS if len(word) > 4)
        hashes = _Hashes(
            crc32(seen.encode()),
            _hash(f"w {seen}"),
            stems,
            _hash(f"n {seen}"),
            _hash(f"1 {seen}"),
            _hash(f"z {seen}"),
        )
        if len(self) < _MOST_KEPT:
            self[word] = hashes
        return hashes


def _hash(feature: str) -> int:
    return crc32(feature.encode()) & _MASK


_known = _Known()
_QUESTION, _ASKED_LAST = _hash("f q"), _hash("f qend")
_CALLS = tuple(_hash(f"f e{n}") for n in range(4))
_CAPITALS = tuple(_hash(f"f caps{n}") for n in range(4))
_LENGTHS = tuple(_hash(f"f len{n}") for n in range(8))


def signs(text: str) -> list[int]:
    """Return the features of what is no word: question and exclamation marks, emoji, words in capitals."""
    found = _SIGN.findall(text)
    features = [_hash(f"f {sign}") for sign in found if sign[0] not in "!?"]
    if any("?" in sign for sign in found):
        features.append(_QUESTION)
    if text.rstrip().endswith("?"):
        features.append(_ASKED_LAST)
    calls = sum("!" in sign for sign in found)
    if calls:
        features.append(_CALLS[min(3, calls)])
    capitals = sum(word.isupper() for word in _LONG_WORD.findall(text))
    if capitals:
        features.append(_CAPITALS[min(3, capitals)])
    return features


def features(folded: Sequence[str], negates: Callable[[str], bool], others: Iterable[int] = ()) -> dict[int, float]:
    """Return feature -> weight for folded words, with "." for the breaks between clauses, and `others` besides.

    Breaks with no word between them, at the beginning or at the end say nothing.
    """
    found = list(others)
    add = found.append
    stems: set[int] = set()
    said: list[_Hashes] = []
    before = left = 0
    for word in folded:
        if word == BREAK:
            if before:
                add(before * _MIX & _MASK)
            before = left = 0
            continue
        hashes = _known[word]
        whole, single, beginnings, negated, _, _ = hashes
        said.append(hashes)
        add(single)
        add((before * _MIX ^ whole) & _MASK)
        stems.update(beginnings)
        before = whole
        if left:
            add(negated)
            left -= 1
        if negates(word):
            left = _NEGATED
    if before:
        add(before * _MIX & _MASK)
    found += sorted(stems)
    found += [hashes.first for hashes in said[:_ENDS]]
    found += [hashes.last for hashes in said[-_ENDS:]]
    add(_LENGTHS[min(7, (len(said) + 1).bit_length() - 1)])
    return {
        feature: _WEIGHTS[times] if times < _MOST_TIMES else _WEIGHTS[-1] for feature, times in Counter(found).items()
    }


def situated(folded: Iterable[str], where: Where) -> Iterator[int]:
    """Yield the features of each word in its situation: the same word weighs differently in a mail and in a post."""
    words = {_known[word].whole for word in folded if word != BREAK}
    for situation in _situations(where):
        for whole in sorted(words):
            yield (situation ^ whole) & _MASK


def _situations(where: Where) -> Iterator[int]:
    yield _SITUATIONS["private" if where.private else where.kind.value]
    if where.addressed is False:
        yield _SITUATIONS["passing"]
    if where.reply:
        yield _SITUATIONS["reply"]


_SITUATIONS = {
    name: crc32(f"c {name}".encode()) * _MIX for name in ("private", *(kind.value for kind in Kind), "passing", "reply")
}


def spans(folded: Sequence[str], negates: Callable[[str], bool]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, last exclusive, feature) for what can be pointed at in a text: words, pairs, negated words."""
    before = left = 0
    for place, word in enumerate(folded):
        if word == BREAK:
            before = left = 0
            continue
        hashes = _known[word]
        yield place, place + 1, hashes.word
        yield from ((place, place + 1, stem) for stem in hashes.stems)
        if before:
            yield place - 1, place + 1, (before * _MIX ^ hashes.whole) & _MASK
        before = hashes.whole
        if left:
            yield place, place + 1, hashes.negated
            left -= 1
        if negates(word):
            left = _NEGATED
