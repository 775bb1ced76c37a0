"""Labels: their colours, and when two names mean the same one."""

import unicodedata

from desktop.domain.errors import ShopbellError
from desktop.domain.text import plain
from desktop.domain.wording import worded

COLOURS = ("teal", "amber", "red", "green", "blue", "violet", "pink", "grey")
"""Tokens for the theme; a new label takes the first that the fewest others have."""

LONGEST = 40
DIGITS = 9
"""So many labels, from the first, can be put on with a digit."""


class BadLabel(ShopbellError):
    """No label can be called so; the sentence says why."""


def tidy(name: str) -> str:
    """Return a label's name as it is kept: on one line, composed letters, no space around it. Raises BadLabel."""
    neat = unicodedata.normalize("NFC", plain(name, 200)).strip()
    if not neat:
        raise BadLabel(worded("A label needs a name."))
    if len(neat) > LONGEST:
        raise BadLabel(worded(f"A label's name has at most {LONGEST} characters: {neat[:LONGEST]}…"))
    return neat


def key_of(name: str) -> str:
    """Return what all spellings of a label's name have in common: capitals and kinds of letters do not count."""
    return unicodedata.normalize("NFKC", name).casefold().strip()
