"""What is typed into the search box, read into the tree of `desktop.domain.query`: one pass, left to right."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.domain.past import begins
from desktop.domain.query import DATES, OPERATOR, VALUES, BadQuery, Field, Node, Not, Term, all_of, any_of
from desktop.domain.wording import worded

LONGEST = 2000
"""Characters of a search; nobody types more."""

_SIGN = ("Sm", "Sc", "So")
"""Categories of what somebody may look for though the index leaves it out: ♥, €, +."""
_DEEPEST = 20
_MOST = 100
_DAY_WORDS = 4
_ANY_DAY = datetime(2024, 3, 1, tzinfo=UTC)
_OTHER = re.compile(r'([A-Za-z]+):(?=")')
_WORD = re.compile(r'\s+([^\s()"]+)')
_UNFIT = re.compile(r'["\0\s]+')
_EXAMPLES = worded("Type what to look for: words, “a phrase”, or for example from:marta is:unread.")
_SIGNS = worded("Emoji and signs cannot be looked for. Type a word, or for example from:marta is:unread.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what was typed, for the eye: `kind` is "operator", "value", "phrase", "join" or "word"."""

    start: int
    end: int
    kind: str


def parse(text: str, *, typing: bool = False) -> Node:
    """Return what the text asks for. Raises BadQuery with a sentence.

    While it is still being typed (`typing`), what is open at its end is taken as closed, and an operator at its end
    that says nothing yet is left out.
    """
    found = _Reader(text[:LONGEST], typing=typing).read()
    if found is None:
        raise BadQuery(_SIGNS if any(unicodedata.category(char) in _SIGN for char in text) else _EXAMPLES)
    return found


def finished(text: str) -> str:
    """Return a search with what is open at its end closed: a quotation, parentheses."""
    reader = _Reader(text[:LONGEST], typing=True)
    with suppress(BadQuery):
        reader.read()
    return text + "".join(reader.missing)


def mistake(text: str) -> str:
    """Return why a text cannot be searched for as it stands, such as a date that is none; "" where it can."""
    try:
        parse(text)
    except BadQuery as wrong:
        return str(wrong)
    return ""


def among_notes(text: str) -> str:
    """Return the search for notes that hold the words of a search, "" for one that asks for more than words."""
    found = pieces(text)
    if not found or any(piece.kind not in ("word", "phrase") for piece in found):
        return ""
    return f"note:({finished(text).strip()})"


def pieces(text: str) -> list[Piece]:
    """Return how a search that is being typed divides, left to right; spaces belong to nothing."""
    reader = _Reader(text[:LONGEST], typing=True)
    # What stands before a mistake is shown as it was understood.
    with suppress(BadQuery):
        reader.read()
    return sorted(reader.pieces, key=lambda piece: piece.start)


def has_letters(text: str) -> bool:
    """Return whether there is anything in a text that the index could hold."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co" for char in text)


class _Reader:
    """Reads one search. `pieces` grows as it goes."""

    def __init__(self, text: str, *, typing: bool) -> None:
        self._text = text
        self._typing = typing
        self._at = 0
        self._count = 0
        self._of = ""
        """The operator before the parenthesis that is being read: each word in it is meant for that."""
        self.pieces: list[Piece] = []
        self.missing: list[str] = []
        """What would close what is open at the end."""

    def read(self) -> Node | None:
        """Return the tree, None where nothing is asked for. Raises BadQuery."""
        parts = [self._several(0)]
        while self._at < len(self._text):
            # Only a parenthesis ends it before the end.
            self._forgive(worded("A parenthesis is closed that was not opened."))
            self._at += 1
            parts.append(self._several(0))
        return all_of(part for part in parts if part is not None)

    def _several(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self._next() not in ("", ")"):
            is_or = self._takes_or()
            is_last = is_or and (self._next() in ("", ")") or self._is_or())
            one = None if is_last else self._unit(depth)
            if is_or and (one is None or not parts):
                self._forgive(worded("OR needs words on both sides, such as: cake OR bread."))
            elif is_or and one is not None:
                one = any_of(parts.pop(), one)
            if one is not None:
                parts.append(one)
        return all_of(parts)

    def _unit(self, depth: int) -> Node | None:
        """Return what begins here: a word, a phrase, an operator or a parenthesis; None where it says nothing."""
        self._count += 1
        if self._count > _MOST:
            raise BadQuery(worded("This search is too long. Fewer words find more."))
        after = self._text[self._at + 1 : self._at + 2]
        if self._text[self._at] != "-" or not after.strip(" \t\n)"):
            return self._group(depth + 1) if self._text[self._at] == "(" else self._atom(depth)
        self._step(1, "operator")
        inner = self._group(depth + 1) if after == "(" else self._atom(depth)
        return None if inner is None else Not(inner)

    def _group(self, depth: int) -> Node | None:
        if depth > _DEEPEST:
            raise BadQuery(worded("Too many parentheses are inside each other."))
        self._step(1, "join")
        inner = self._several(depth)
        if self._next() == ")":
            self._step(1, "join")
        else:
            self._forgive(worded("A parenthesis was opened and not closed."))
            self.missing.append(")")
        return inner

    def _atom(self, depth: int) -> Node | None:
        operator = OPERATOR.match(self._text, self._at)
        if operator is not None:
            self._step(len(operator[0]), "operator")
            name = operator[1].lower()
            return self._fields(name, depth) if self._text.startswith("(", self._at) else self._field(name)
        if self._of:
            return self._field(self._of)
        other = _OTHER.match(self._text, self._at)
        if other is not None:
            self._at = other.end()
            return _term(f"{other[1]} {self._given('phrase')}")
        return _term(self._given("word"))

    def _fields(self, name: str, depth: int) -> Node | None:
        """Return what a parenthesis right after an operator means: `from:(ines OR jon)`."""
        outer, self._of = self._of, name
        inner = self._group(depth + 1)
        self._of = outer
        if inner is None:
            self._forgive(_trouble(name, ""))
        return inner

    def _field(self, name: str) -> Node | None:
        start, is_quoted = self._at, self._text.startswith('"', self._at)
        value = _tidy(self._given("value"))
        if name in DATES and value and not is_quoted:
            value = self._whole_day(start, value)
        trouble = _trouble(name, value)
        if not trouble:
            return Field(name, "-".join(value.casefold().split()) if name in VALUES else value)
        if not self._typing or self._text[self._at :].strip(" )"):
            raise BadQuery(trouble)
        return None

    def _whole_day(self, start: int, value: str) -> str:
        """Return the longest run of words from `start` that means a day, the first word where none does."""
        end = self._at
        for _ in range(_DAY_WORDS):
            word = _WORD.match(self._text, end)
            if word is None:
                break
            end = word.end()
            longer = _tidy(self._text[start:end])
            if begins(longer, _ANY_DAY) is not None:
                self._at, value = start, longer
                self.pieces.pop()
                self._step(end - start, "value")
        return value

    def _given(self, kind: str) -> str:
        """Return the phrase or word that begins here, and go on behind it."""
        text, start = self._text, self._at
        if text.startswith('"', start):
            end = text.find('"', start + 1)
            if end < 0:
                self._forgive(worded(f"A quotation mark is missing its partner: {text[start:]}"))
                self.missing.append('"')
                end = len(text)
            self._step(min(end + 1, len(text)) - start, "phrase" if kind == "word" else kind)
            return text[start + 1 : end]
        depth, end = 0, start
        while end < len(text) and not text[end].isspace() and (text[end] != ")" or depth):
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        self._step(end - start, kind)
        return text[start:end]

    def _is_or(self) -> bool:
        after = self._text[self._at + 2 : self._at + 3]
        return self._text.startswith("OR", self._at) and not after.strip(' ()"\t\n')

    def _takes_or(self) -> bool:
        found = self._is_or()
        if found:
            self._step(2, "join")
        return found

    def _next(self) -> str:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._text[self._at : self._at + 1]

    def _step(self, length: int, kind: str) -> None:
        if length > 0:
            self.pieces.append(Piece(self._at, self._at + length, kind))
        self._at += length

    def _forgive(self, sentence: str) -> None:
        """Go on while it is still being typed; else raise the sentence."""
        if not self._typing:
            raise BadQuery(sentence)


def _tidy(text: str) -> str:
    return _UNFIT.sub(" ", text).strip()


def _term(text: str) -> Node | None:
    return Term(_tidy(text)) if has_letters(text) else None


def _trouble(name: str, value: str) -> str:
    """Return why a value cannot stand after an operator, "" when it can."""
    if not value:
        return worded(f"After “{name}:” there should be something to look for.")
    if name in VALUES:
        if "-".join(value.casefold().split()) in VALUES[name]:
            return ""
        return worded(f"“{name}:{value}” is not known. After “{name}:” there can be: {', '.join(VALUES[name])}.")
    if name in DATES:
        if begins(value, _ANY_DAY) is not None:
            return ""
        return worded(f"“{name}:{value}” is not a date. Write it as {name}:2026-03-31, {name}:monday or {name}:25 dec.")
    return "" if has_letters(value) else worded(f"“{name}:{value}” names nobody.")
