"""Single texts made fit to be laid out: no unbreakable words, no towers of accents, nothing unseen that turns or hides."""

import re

LONGEST_WORD = 200
MOST_MARKS = 4
BREAK = "\u200b"

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Controls, direction marks, invisible operators and tag characters: they can reorder or hide text, never carry it."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARK = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_TOWER = re.compile(f"([{_MARK}]{{{MOST_MARKS}}})[{_MARK}]+")
_MARKS = re.compile(f"[{_MARK}]+")
_COSTLY = re.compile("[\u200d\u2e80-\ufaff\ufe00-\ufe6f\uff00-\uffef\U00010000-\U0003ffff]+")
_SHAPED = re.compile("[\u0590-\u1cff\ufb00-\ufdff\ufe70-\ufeff]+")
_JOINED = re.compile("([\u200c\u200d])[\u200c\u200d]+|(\u200b)\u200b+")
_ODD = re.compile(
    "[^\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u2003\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]"
)
_GAP = re.compile("[ \t\n\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]")
_LONG = re.compile(f"[^ \t\n\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]{{{LONGEST_WORD + 1},}}")


def fit(text: str) -> str:
    """Return `text` with every line end as a newline, without unseen characters, with at most four stacked marks.

    Joiners that scripts and emoji need stay, one at a time; lone surrogates become U+FFFD. `fit(fit(x)) == fit(x)`.
    """
    if not _ODD.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _UNSEEN.sub("", text)
    text = _JOINED.sub(r"\1\2", text)
    return _TOWER.sub(r"\1", text)


def cost(text: str) -> int:
    """Return how much work the text is to lay out, in letters of a plain script.

    Ideographs and emoji count twice; scripts that are shaped letter by letter or run from right to left, and stacked
    marks, count four times.
    """
    if text.isascii() or not _ODD.search(text):
        return len(text)
    twice = sum(map(len, _COSTLY.findall(text)))
    dear = sum(map(len, _SHAPED.findall(text))) + sum(map(len, _MARKS.findall(text)))
    return len(text) + twice + 3 * dear


class Breaker:
    """Puts zero-width spaces into words of more than 200 characters, also where markup cuts the word into pieces."""

    __slots__ = ("_run",)

    def __init__(self) -> None:
        self._run = 0

    def reset(self) -> None:
        """Begin a new word: the piece before ended in a line or block."""
        self._run = 0

    def feed(self, piece: str) -> str:
        """Return `piece` with breaks where the word it continues or holds grows too long."""
        if self._run + len(piece) <= LONGEST_WORD:
            self._run = self._tail(piece, self._run)
            return piece
        first = _GAP.search(piece)
        head = piece if first is None else piece[: first.start()]
        out = [self._cut(head, LONGEST_WORD - self._run)]
        if first is not None:
            out.append(_LONG.sub(self._cut_match, piece[first.start() :]))
        done = "".join(out)
        self._run = self._tail(done, self._run)
        return done

    @staticmethod
    def _tail(piece: str, run: int) -> int:
        """Return how long the unfinished word at the end of `piece` is."""
        if piece.isascii():
            start = max(0, len(piece) - LONGEST_WORD - 1)
            gap = max(piece.rfind(" ", start), piece.rfind("\t", start), piece.rfind("\n", start))
            return run + len(piece) if gap < 0 else len(piece) - 1 - gap
        for place in range(len(piece) - 1, max(-1, len(piece) - LONGEST_WORD - 2), -1):
            if _GAP.match(piece, place):
                return len(piece) - 1 - place
        return run + len(piece)

    def _cut_match(self, match: re.Match[str]) -> str:
        return self._cut(match[0], LONGEST_WORD)

    @staticmethod
    def _cut(word: str, first: int) -> str:
        """Return `word` cut after `first` characters and then after every 200."""
        if len(word) <= first:
            return word
        pieces = [word[:first]] if first else []
        pieces += [word[at : at + LONGEST_WORD] for at in range(first, len(word), LONGEST_WORD)]
        return BREAK.join(pieces) if first else BREAK + BREAK.join(pieces)
