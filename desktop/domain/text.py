"""Text from outside made fit to be shown as plain text: one helper, used wherever it is not the sanitised body."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_MARK = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TOWER = f"([{_MARK}]{{4}})[{_MARK}]+"
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\uffa0")
_PRINTABLE_BUT_ODD = f"[{_MARK}{''.join(sorted(_UNSEEN))}]"
_JOINED = "([\u200c\u200d])[\u200c\u200d]+"
LONGEST = 300


def plain(text: str, limit: int = LONGEST) -> str:
    """Return `text` on one line, without control and direction characters, at most `limit` characters (then …).

    Joiners and variation selectors that scripts and emoji need stay, and characters newer than this Python; at most
    four marks stand on a letter; lone surrogates become U+FFFD. Safe on any thread. `plain(plain(x)) == plain(x)`.
    """
    folded = " ".join(text[: limit * 8].lstrip()[: limit * 4].split())
    if not folded.isprintable() or (not folded.isascii() and _pattern(_PRINTABLE_BUT_ODD).search(folded)):
        kept = "".join(_fit(char) for char in _paired(folded))
        folded = " ".join(_pattern(_TOWER).sub(r"\1", _pattern(_JOINED).sub(r"\1", kept)).split())
    return folded if len(folded) <= limit else folded[: max(0, limit - 1)].rstrip(" \u200c\u200d") + "…"


@cache
def _pattern(words: str) -> "re.Pattern[str]":
    """Return a pattern, made when it is first needed: most text is plain ASCII and needs none."""
    import re

    return re.compile(words)


def _paired(text: str) -> str:
    """Return the text with halves of a character that stand side by side made whole."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _fit(char: str) -> str:
    if char in _JOINERS:
        return char
    if char in _BIDI or char in _UNSEEN:
        return ""
    category = unicodedata.category(char)
    if category == "Cn":
        return "" if _never_assigned(ord(char)) else char
    return "" if category in ("Cc", "Cf", "Co") else char


def _never_assigned(code: int) -> bool:
    """True for noncharacters and for what is set aside for things unseen; other unassigned codes may be new emoji."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xFFF0 <= code <= 0xFFF8 or 0xE0000 <= code <= 0xE0FFF
