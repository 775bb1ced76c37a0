"""The dictionaries of the system, asked through Enchant where that is installed. Everything here may be missing."""

import logging
import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from itertools import chain, zip_longest
from typing import Protocol

from desktop.compose.spelling import Spot, is_known, spots

MOST_SUGGESTIONS = 6
_REMEMBERED = 50_000
_FAR = 0.2
"""A word of another language that is so much less like the one written was not meant."""
_TAG = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
"""A language, or a language and a country; Aspell lists spellings and sizes beside them."""
_DOUBLED = re.compile(r"(.)\1")
_SCRIPTS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "mk": "CYRILLIC", "mn": "CYRILLIC",
    "kk": "CYRILLIC", "ky": "CYRILLIC", "sr": "CYRILLIC", "el": "GREEK", "he": "HEBREW", "yi": "HEBREW", "ar": "ARABIC",
    "fa": "ARABIC", "ur": "ARABIC", "hi": "DEVANAGARI", "mr": "DEVANAGARI", "ne": "DEVANAGARI", "bn": "BENGALI",
    "ta": "TAMIL", "te": "TELUGU", "ka": "GEORGIAN", "hy": "ARMENIAN", "th": "THAI", "ko": "HANGUL", "am": "ETHIOPIC",
}  # fmt: skip
_log = logging.getLogger(__name__)


class _Dictionary(Protocol):
    def check(self, word: str) -> bool: ...

    def suggest(self, word: str) -> list[str]: ...


class _Broker(Protocol):
    def list_languages(self) -> list[str]: ...

    def request_dict(self, tag: str) -> _Dictionary: ...


class Dictionaries:
    """Used on one thread at a time. A dictionary is loaded when it is first asked: 40 ms, 8 MB."""

    def __init__(self, broker: _Broker) -> None:
        self._broker = broker
        self._loaded: dict[str, _Dictionary] = {}
        self._asked: dict[tuple[str, ...], dict[str, bool]] = {}
        self.installed = tuple(sorted(tag for tag in broker.list_languages() if _TAG.fullmatch(tag)))

    def misspelt(self, text: str, tags: Sequence[str], known: Collection[str]) -> list[Spot]:
        """Return the words of a text that are in none of these dictionaries and not among the `known` folded ones."""
        if not tags:
            return []
        asked = self._asked.setdefault(tuple(tags), {})
        if len(asked) > _REMEMBERED:
            asked.clear()
        found: list[Spot] = []
        for spot in spots(text):
            word = spot.word
            is_right = asked.get(word)
            if is_right is None:
                is_right = asked[word] = self.is_right(word, tags)
            if not is_right and not is_known(word, known):
                found.append(spot)
        return found

    def is_right(self, word: str, tags: Sequence[str]) -> bool:
        """Return whether one of these dictionaries has a word, whole or in its parts, or none is for its script."""
        fit = _fit(word)
        script = _script(fit)
        ours = [tag for tag in tags if _SCRIPTS.get(tag.partition("_")[0], "LATIN") == script]
        return not ours or any(self._has(tag, fit) for tag in ours)

    def suggestions(self, word: str, tags: Sequence[str]) -> tuple[str, ...]:
        """Return what may have been meant, the likeliest first. About 30 ms for each dictionary."""
        fit = _fit(word)
        mixed = _nearest(fit, [self._suggested(tag, fit) for tag in tags])
        offered = (one.replace("'", "’") if "’" in word else one for one in mixed)
        return tuple(dict.fromkeys(offered))[:MOST_SUGGESTIONS]

    def _has(self, tag: str, word: str) -> bool:
        dictionary = self._dictionary(tag)
        return dictionary is None or _is_in(dictionary, word)

    def _suggested(self, tag: str, word: str) -> list[str]:
        dictionary = self._dictionary(tag)
        if dictionary is None:
            return []
        found = dictionary.suggest(word)
        if word.istitle():
            # Where a sentence begins, another word may have been meant as well as a name.
            others = [one[:1].upper() + one[1:] for one in dictionary.suggest(word.lower())]
            found = [one for pair in zip_longest(found, others) for one in pair if one]
        once = _with_single_letters(word)
        return sorted(found, key=lambda one: _with_single_letters(one) != once)

    def _dictionary(self, tag: str) -> _Dictionary | None:
        """Return a dictionary; None for one that is listed but cannot be read, which is then not listed any more."""
        if tag not in self._loaded and tag in self.installed:
            try:
                self._loaded[tag] = self._broker.request_dict(tag)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is one dictionary less
                _log.warning("the dictionary %s cannot be read: %s", tag, error)
                self.installed = tuple(one for one in self.installed if one != tag)
        return self._loaded.get(tag)


def open_dictionaries() -> Dictionaries | None:
    """Return the dictionaries of the system, None when there is not one, or nothing to read them with. 40 ms."""
    try:
        import enchant

        found = Dictionaries(enchant.Broker())
    except Exception as error:  # noqa: BLE001 - the library is optional, and so is what it loads of the system
        _log.info("there is no spelling: %s", error)
        return None
    return found if found.installed else None


def _is_in(dictionary: _Dictionary, word: str) -> bool:
    if dictionary.check(word):
        return True
    parts = [part for part in word.split("-") if part]
    return len(parts) > 1 and all(dictionary.check(part) for part in parts)


def _fit(word: str) -> str:
    """Return a word as dictionaries have it."""
    return unicodedata.normalize("NFC", word.replace("’", "'").replace("\u00ad", ""))


def _nearest(word: str, offered: list[list[str]]) -> list[str]:
    """Return the words of several languages in one row: first of the one that has the likest, each in its own order."""
    likeness = {one: SequenceMatcher(None, word, one, autojunk=False).ratio() for one in chain(*offered)}
    best = max(likeness.values(), default=0.0)
    row = sorted(offered, key=lambda some: -max((likeness[one] for one in some), default=0.0))
    return [one for one in chain(*row) if len(offered) == 1 or likeness[one] >= best - _FAR]


def _with_single_letters(word: str) -> str:
    """Return a word with each doubled letter once: which letters are doubled is what is most often wrong."""
    return _DOUBLED.sub(r"\1", word.casefold())


def _script(word: str) -> str:
    return unicodedata.name(word[:1], "").partition(" ")[0]
