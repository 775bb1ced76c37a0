"""Text from outside made fit to be shown as plain text: one helper, used wherever it is not the sanitised body."""

import re
import unicodedata

_BREAKS = re.compile(r"[\s\u2028\u2029\x85]+")
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
LONGEST = 300


def plain(text: str, limit: int = LONGEST) -> str:
    """Return `text` on one line, without control and direction characters, at most `limit` characters (then …).

    Joiners that scripts and emoji need stay; lone surrogates become U+FFFD. Safe on any thread.
    """
    folded = _BREAKS.sub(" ", text[: limit * 4]).strip()
    kept = folded if folded.isprintable() else "".join(_fit(c) for c in folded)
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def _fit(char: str) -> str:
    if char in _JOINERS:
        return char
    if char in _BIDI:
        return ""
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    return "" if category in ("Cc", "Cf", "Co", "Cn") else char
