"""Word lists that people can read and edit, and finding their phrases in a text."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

SECTIONS = (
    "complaint",
    "safety",
    "urgent",
    "ask",
    "praise",
    "thanks",
    "settled",
    "spam",
    "masks",
    "numbers",
    "negators",
    "light",
)
_WORD_SETS = ("numbers", "negators", "light")
_ELISION = r"\b(?:[cdjlmnst]|qu)['’](?=[^\W_])"
_TOKEN = re.compile(rf"(?i:{_ELISION})|[^\W_]+(?:['’´`][^\W_]+)*|[.,;:!?…()؟。！？]|\n[ \t\r]*\n")
_BREAKS = frozenset(".,;:!?…()؟。！？")
_TURNS = frozenset(("but", "aber", "sondern", "mais", "pero", "sino", "however", "although", "though"))
_APOSTROPHES = str.maketrans("", "", "'’´`")
_GAP = "~"
_NUMBER = "#"
_BREAK = "."
_REACH = 2
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a text: folded, and where it stands. A break between clauses is the folded word "."."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a word list: folded words ("~" a gap, "#" a number, "stem*", "*middle*"), and how much it counts."""

    section: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a text: the words `first` to `last` (exclusive), and the same as places in the text."""

    phrase: Phrase
    first: int
    last: int
    start: int
    end: int


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` in small letters without accents and apostrophes."""
    if word in _BREAKS or word[0] == "\n":
        return _BREAK
    plain = word.casefold().translate(_APOSTROPHES)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain


def words_of(text: str) -> list[Word]:
    """Return the tokens of `text` in order, breaks between clauses among them."""
    found: list[Word] = []
    for token in _TOKEN.finditer(text):
        folded = fold(token[0])
        if folded in _TURNS:
            found.append(Word(_BREAK, token.start(), token.start()))
        found.append(Word(folded, token.start(), token.end()))
    return found


@dataclass(slots=True)
class Lexicon:
    """All phrases of all languages, ready to be found. Made once; safe to share between threads afterwards."""

    phrases: tuple[Phrase, ...]
    _exact: dict[str, list[Phrase]] = field(init=False, default_factory=dict)
    _stems: dict[str, list[Phrase]] = field(init=False, default_factory=dict)
    _middles: list[Phrase] = field(init=False, default_factory=list)
    _numbers: list[Phrase] = field(init=False, default_factory=list)
    _sets: dict[str, frozenset[str]] = field(init=False, default_factory=dict)
    _starts: dict[str, tuple[Phrase, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in _WORD_SETS:
            self._sets[name] = frozenset(p.words[0] for p in self.phrases if p.section == name)
        for phrase in self.phrases:
            if phrase.section not in self._sets:
                self._file(phrase)

    def _file(self, phrase: Phrase) -> None:
        head = phrase.words[0]
        if head == _NUMBER:
            self._numbers.append(phrase)
        elif head.startswith("*"):
            self._middles.append(phrase)
        elif head.endswith("*"):
            self._stems.setdefault(head[:-1], []).append(phrase)
        else:
            self._exact.setdefault(head, []).append(phrase)

    def is_negator(self, folded: str) -> bool:
        """Whether the word turns the next one round."""
        return folded in self._sets["negators"]

    def is_light(self, folded: str) -> bool:
        """Whether a negation reaches through the word to the next one."""
        return folded in self._sets["light"]

    def find(self, words: Sequence[Word]) -> list[Match]:
        """Return every phrase found, in order of their first word; matches may overlap."""
        folded = [word.folded for word in words]
        found: list[Match] = []
        for first, token in enumerate(folded):
            for phrase in self._beginning(token):
                last = self._ends(phrase.words, 1, folded, first + 1)
                if last:
                    found.append(Match(phrase, first, last, words[first].start, words[last - 1].end))
        return found

    def _ends(self, pattern: tuple[str, ...], at: int, folded: list[str], place: int) -> int:
        """Return the place after the last word of the shortest match of the rest of `pattern`, or 0."""
        if at == len(pattern):
            return place
        if pattern[at] == _GAP:
            for skipped in range(_REACH + 1):
                if _BREAK in folded[place : place + skipped]:
                    return 0
                last = self._ends(pattern, at + 1, folded, place + skipped)
                if last:
                    return last
            return 0
        if place < len(folded) and self._fits(pattern[at], folded[place]):
            return self._ends(pattern, at + 1, folded, place + 1)
        return 0

    def _fits(self, want: str, have: str) -> bool:
        if want == _NUMBER:
            return self._is_number(have)
        if want.startswith("*"):
            return want.strip("*") in have
        if want.endswith("*"):
            return have.startswith(want[:-1])
        return want == have

    def _beginning(self, token: str) -> tuple[Phrase, ...]:
        known = self._starts.get(token)
        if known is None:
            known = tuple(self._look_up(token))
            if len(self._starts) < 50_000:
                self._starts[token] = known
        return known

    def _look_up(self, token: str) -> Iterable[Phrase]:
        yield from self._exact.get(token, ())
        for length in range(_SHORTEST_STEM, len(token) + 1):
            yield from self._stems.get(token[:length], ())
        yield from (phrase for phrase in self._middles if self._fits(phrase.words[0], token))
        if self._is_number(token):
            yield from self._numbers

    def _is_number(self, token: str) -> bool:
        return token.isdigit() or token in self._sets["numbers"]


def parse(text: str, name: str) -> list[Phrase]:
    """Return the phrases of one word list; raises ValueError naming the line that cannot be understood."""
    found: list[Phrase] = []
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _without_comment(line)
        if not bare:
            continue
        if bare.startswith("["):
            section = bare.strip("[] ")
            if section not in SECTIONS:
                raise ValueError(f"{name}, line {number}: there is no section “{section}”.")
            continue
        found.append(_phrase(bare, section, f"{name}, line {number}"))
    return found


def _without_comment(line: str) -> str:
    """Cut what follows a "#" that stands alone with words behind it; "# minutes" as a number is kept."""
    stripped = line.strip()
    if stripped.startswith("#"):
        return ""
    return re.split(r"\s{2,}#\s", stripped, maxsplit=1)[0].strip()


def _phrase(bare: str, section: str, where: str) -> Phrase:
    left, _, right = bare.partition("=")
    words = tuple(_folded_pattern(word) for word in left.split())
    try:
        weight = float(right) if right.strip() else 1.0
    except ValueError:
        raise ValueError(f"{where}: “{right.strip()}” is not a number.") from None
    if not section or not words or words[0] == _GAP or weight < 0:
        raise ValueError(f"{where}: “{bare}” is not a phrase of a section.")
    return Phrase(section, words, weight)


def _folded_pattern(word: str) -> str:
    if word in (_GAP, _NUMBER):
        return word
    before, after = ("*" if word.startswith("*") else ""), ("*" if word.endswith("*") else "")
    return before + fold(word.strip("*")) + after


def load(folder: Path) -> Lexicon:
    """Return the word lists of all languages in `folder`. Raises OSError, and ValueError for a line it cannot read."""
    phrases: list[Phrase] = []
    for path in sorted(folder.glob("*.txt")):
        phrases += parse(path.read_text(encoding="utf-8"), path.name)
    return Lexicon(tuple(phrases))
