"""Phrases that name the shop, and finding them in what others write.

Case, accents and the kind of white space do not count; a phrase begins and ends at the borders of words, and words
may be written in any script. `Watch` also knows what means somebody else.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from desktop.domain.errors import Misconfigured
from desktop.domain.wording import about, worded

LONGEST = 200
MOST = 200
_QUOTES = {"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "＂": '"'}
_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "‐": "-",
    "‑": "-",
}
_RUNNING = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts that write words without blanks between them: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""
_LETTER = f"(?:[^\\W{_RUNNING}]|[\u0900-\u0963\u0966-\u0dff])"
"""What a word goes on with; the scripts of India write vowels as marks, which `\\w` leaves out."""
_SPLITS = re.compile(r"[,;\n]")


class Watch:
    """What to look for and what to leave alone. Immutable; may be used on any thread."""

    def __init__(self, phrases: Sequence[str], exclude: Sequence[str] = ()) -> None:
        self.phrases = tuple(phrases)
        self.exclude = tuple(exclude)
        self._wanted = {folded: phrase for phrase in reversed(self.phrases) if (folded := fold(phrase))}
        self._search = _pattern(self._wanted)
        self._leave = _pattern({fold(phrase): phrase for phrase in self.exclude})

    def match(self, text: str) -> str:
        """Return the phrase that `text` contains first, as the owner wrote it; "" for none or when it is excluded."""
        folded, start, end = self.find(text)
        return self._wanted[folded[start:end]] if end > start else ""

    def find(self, text: str) -> tuple[str, int, int]:
        """Return `text` folded and where in it the phrase begins and ends; both are 0 for none or when it is excluded."""
        if self._search is None:
            return "", 0, 0
        folded = fold(text)
        found = self._search.search(folded)
        if found is None or (self._leave is not None and self._leave.search(folded)):
            return folded, 0, 0
        return folded, found.start(1), found.end(1)


def fold(text: str) -> str:
    """Return `text` without case, accents and invisible characters, white space as single blanks.

    Vowel signs and other marks that are part of a script's spelling stay; only those that adorn a letter go.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    lowered = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(_LETTERS.get(c, c) for c in lowered if not _adorns(c))
    return " ".join(unicodedata.normalize("NFC", kept).casefold().split())


def watches_from(settings: Mapping[str, str]) -> Watch:
    """Return the watch that an account's settings describe; raises Misconfigured with a sentence."""
    phrases = split_phrases(settings.get("phrases", ""), "phrases")
    if not phrases:
        raise Misconfigured(
            about(worded('Say which words name you, separated by commas: "hazel & rye", hazelrye.'), "phrases")
        )
    return _watch(tuple(phrases), tuple(split_phrases(settings.get("exclude", ""), "exclude")))


def split_phrases(text: str, name: str) -> list[str]:
    """Return the phrases of a setting, separated by commas or lines; what stands in quotes may contain commas.

    Raises Misconfigured with a sentence for a quote without its partner and for a phrase without a letter or digit.
    """
    plain = "".join(_QUOTES.get(c, c) for c in text)
    pieces = plain.split('"')
    if len(pieces) % 2 == 0:
        raise Misconfigured(about(worded(f"A quotation mark is missing its partner: “{text.strip()[:80]}”."), name))
    phrases: list[str] = []
    pending = ""
    for number, piece in enumerate(pieces):
        if number % 2:
            pending += piece
            if not piece.strip():
                raise Misconfigured(about(worded("There is nothing between two quotation marks."), name))
            continue
        first, *rest = _SPLITS.split(piece)
        pending += first
        for one in rest:
            phrases.append(pending)
            pending = one
    phrases.append(pending)
    return _fit([" ".join(phrase.split()) for phrase in phrases if phrase.strip()], name)


def _fit(phrases: list[str], name: str) -> list[str]:
    if len(phrases) > MOST:
        raise Misconfigured(about(worded(f"There are more than {MOST} phrases."), name))
    for phrase in phrases:
        if len(phrase) > LONGEST:
            raise Misconfigured(about(worded(f"A phrase is longer than {LONGEST} characters: {phrase[:40]}…"), name))
        if not any(c.isalnum() for c in fold(phrase)):
            raise Misconfigured(about(worded(f"“{phrase}” has no letter and no digit to look for."), name))
    return list(dict.fromkeys(phrases))


@lru_cache(maxsize=64)
def _watch(phrases: tuple[str, ...], exclude: tuple[str, ...]) -> Watch:
    return Watch(phrases, exclude)


def _pattern(wanted: Mapping[str, str]) -> re.Pattern[str] | None:
    """Return one pattern for all phrases, the longest first where several begin at one place."""
    longest_first = sorted((phrase for phrase in wanted if phrase), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(f"({'|'.join(map(_bordered, longest_first))})")


def _bordered(folded: str) -> str:
    """Return a pattern for a phrase that begins and ends where words do."""
    before = f"(?<!{_LETTER})" if re.match(_LETTER, folded[0]) else ""
    after = f"(?!{_LETTER})" if re.match(_LETTER, folded[-1]) else ""
    return f"{before}{re.escape(folded)}{after}"


def _adorns(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":
        return True
    return category == "Mn" and (  # Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels
        "\u0300" <= char <= "\u036f" or "\u0591" <= char <= "\u05c7" or "\u064b" <= char <= "\u0652"
    )
