"""Word lists that people can read and edit, and finding their phrases in a text."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
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
    "carriers",
    "references",
)
_WORD_SETS = ("numbers", "negators", "light", "carriers", "references")
_TOKEN = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*|[.,;:!?…()؟。！？]|\n[ \t\r]*\n")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu)['’](?=[^\W_])", re.IGNORECASE)
_BREAKS = frozenset(".,;:!?…()؟。！？")
_TURNS = frozenset(("but", "aber", "sondern", "mais", "pero", "sino", "however", "although", "though"))
_APOSTROPHES = str.maketrans("", "", "'’´`")
_GAP = "~"
_NUMBER = "#"
_BREAK = "."
_REACH = 2
_HEAVIEST = 100.0
_SHORTEST_STEM = 3
_MOST_KEPT = 30_000
_LONGEST_KEPT = 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a word list: folded words ("~" a gap, "#" a number, "stem*", "*middle*"), and how much it counts."""

    section: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a text: its words are those from `first` to `last` (exclusive)."""

    phrase: Phrase
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, folded, in order. A break between clauses is the word "."."""

    text: str
    folded: list[str]
    beginnings: Mapping[str, tuple[Phrase, ...]]
    """The phrases that begin with a word, for those of the words with which any begins."""

    def said(self, first: int, last: int) -> str:
        """Return the words `first` to `last` (exclusive) as they stand in the text, with what is between them."""
        start = end = place = 0
        for token in _TOKEN.finditer(self.text):
            count = len(_pieces(token[0]))
            if place <= first < place + count:
                start = token.start() + _before(token[0], first - place)
            if place < last <= place + count:
                end = token.start() + _before(token[0], last - place)
                break
            place += count
        return self.text[start:end]

    def behind(self, count: int) -> str:
        """Return the text behind the first `count` words."""
        place = 0
        for token in _TOKEN.finditer(self.text):
            if place >= count:
                return self.text[token.start() :]
            place += len(_pieces(token[0]))
        return ""


def fold(word: str) -> str:
    """Return `word` in small letters without accents and apostrophes."""
    if word in _BREAKS or word[0] == "\n":
        return _BREAK
    plain = word.casefold().translate(_APOSTROPHES)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain


@lru_cache(maxsize=8192)
def _pieces(token: str) -> tuple[tuple[int, str], ...]:
    """Return (length, folded word) of what a token is made of: l'eau is two words, and a "but" also ends a clause."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(token):
        elided = _ELISION.match(token, at)
        end = elided.end() if elided else len(token)
        folded = fold(token[at:end])
        if folded in _TURNS:
            found.append((0, _BREAK))
        found.append((end - at, folded))
        at = end
    return tuple(found)


def _before(token: str, count: int) -> int:
    """Return the length of the first `count` pieces of a token."""
    return sum(length for length, _ in _pieces(token)[:count])


class _Known(dict[str, tuple[str, ...]]):
    """The folded words in a piece of text without white space, worked out once; `beginnings` grows along with it."""

    def __init__(self, look_up: Callable[[str], tuple[Phrase, ...]]) -> None:
        super().__init__()
        self.beginnings: dict[str, tuple[Phrase, ...]] = {}
        self._look_up = look_up

    def __missing__(self, piece: str) -> tuple[str, ...]:
        folded = _folded(piece)
        for word in folded:
            phrases = self._look_up(word)
            if phrases:
                self.beginnings[word] = phrases
        if len(piece) <= _LONGEST_KEPT:
            self[piece] = folded
        return folded


def _folded(piece: str) -> tuple[str, ...]:
    """Return the folded words in a piece of text without white space; most pieces are one word, or one and a sign."""
    word, sign = (piece[:-1], piece[-1]) if piece[-1] in _BREAKS else (piece, "")
    if word.isalpha() and word.isascii() and (small := word.lower()) not in _TURNS:
        return (small, _BREAK) if sign else (small,)
    return tuple(word for token in _TOKEN.findall(piece) for _, word in _pieces(token))


@dataclass(slots=True)
class Lexicon:
    """All phrases of all languages, ready to be found. Made once; safe to share between threads afterwards."""

    phrases: tuple[Phrase, ...]
    _exact: dict[str, list[Phrase]] = field(init=False, default_factory=dict)
    _stems: dict[str, list[Phrase]] = field(init=False, default_factory=dict)
    _stem_heads: set[str] = field(init=False, default_factory=set)
    _middles: list[Phrase] = field(init=False, default_factory=list)
    _any_middle: re.Pattern[str] = field(init=False)
    _numbers: list[Phrase] = field(init=False, default_factory=list)
    _sets: dict[str, frozenset[str]] = field(init=False, default_factory=dict)
    _known: _Known = field(init=False)

    def __post_init__(self) -> None:
        self._known = _Known(self._look_up)
        for name in _WORD_SETS:
            self._sets[name] = frozenset(p.words[0] for p in self.phrases if p.section == name)
        for phrase in self.phrases:
            if phrase.section not in self._sets:
                self._file(phrase)
        middles = [re.escape(phrase.words[0].strip("*")) for phrase in self._middles]
        self._any_middle = re.compile("|".join(middles) or r"(?!)")

    def _file(self, phrase: Phrase) -> None:
        head = phrase.words[0]
        if head == _NUMBER:
            self._numbers.append(phrase)
        elif head.startswith("*"):
            self._middles.append(phrase)
        elif head.endswith("*"):
            self._stems.setdefault(head[:-1], []).append(phrase)
            self._stem_heads.add(head[:_SHORTEST_STEM])
        else:
            self._exact.setdefault(head, []).append(phrase)

    @property
    def negators(self) -> frozenset[str]:
        """The words that turn the next one round, folded."""
        return self._sets["negators"]

    def is_light(self, folded: str) -> bool:
        """Whether a negation reaches through the word to the next one."""
        return folded in self._sets["light"]

    def carries(self, folded: str) -> bool:
        """Whether the word says nothing of its own in front of a complaint."""
        return folded in self._sets["carriers"]

    def only_refers(self, folded: Sequence[str]) -> bool:
        """Return whether the words do no more than name a thing by its number: “my order no. 4711”."""
        references = self._sets["references"]
        numbers = [any(map(str.isdigit, word)) for word in folded]
        return any(numbers) and all(
            number or word == _BREAK or word in references for number, word in zip(numbers, folded, strict=True)
        )

    def words_of(self, text: str) -> Words:
        """Return the words of `text` in order, breaks between clauses among them."""
        known = self._known
        if len(known) + len(known.beginnings) > _MOST_KEPT:
            known = self._known = _Known(self._look_up)
        pieces = _EMPTY_LINE.sub(f" {_BREAK} ", text).split()
        return Words(text, list(chain.from_iterable(map(known.__getitem__, pieces))), known.beginnings)

    def find(self, words: Words) -> list[Match]:
        """Return every phrase found, in order of their first word; matches may overlap."""
        folded, beginnings = words.folded, words.beginnings
        found: list[Match] = []
        for first in [place for place, word in enumerate(folded) if word in beginnings]:
            for phrase in beginnings[folded[first]]:
                last = self._ends(phrase.words, 1, folded, first + 1)
                if last:
                    found.append(Match(phrase, first, last))
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

    def _look_up(self, token: str) -> tuple[Phrase, ...]:
        """Return the phrases that may begin with this word."""
        found = list(self._exact.get(token, ()))
        if token[:_SHORTEST_STEM] in self._stem_heads:
            for length in range(_SHORTEST_STEM, len(token) + 1):
                found += self._stems.get(token[:length], ())
        if self._any_middle.search(token):
            found += (phrase for phrase in self._middles if self._fits(phrase.words[0], token))
        return (*found, *self._numbers) if self._is_number(token) else tuple(found)

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
        weight = -1.0
    if not 0 <= weight <= _HEAVIEST:
        raise ValueError(f"{where}: “{right.strip()}” is not a number from 0 to {_HEAVIEST:.0f}.")
    if not section or not words or words[0] == _GAP or not all(word.strip("*") for word in words):
        raise ValueError(f"{where}: “{bare}” is not a phrase of a section.")
    return Phrase(section, words, weight)


def _folded_pattern(word: str) -> str:
    if word in (_GAP, _NUMBER):
        return word
    before, after = ("*" if word.startswith("*") else ""), ("*" if word.endswith("*") else "")
    bare = word.strip("*")
    return before + (fold(bare) if bare else "") + after


def load(folder: Path) -> Lexicon:
    """Return the word lists of all languages in `folder`. Raises OSError, and ValueError for a line it cannot read."""
    phrases: list[Phrase] = []
    for path in sorted(folder.glob("*.txt")):
        phrases += parse(path.read_text(encoding="utf-8"), path.name)
    return Lexicon(tuple(phrases))
