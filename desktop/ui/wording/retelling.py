"""Sentences made below the window, said in the owner's language.

They arrive in English, some of them out of the database. The list of all that are marked in the source (`sentences.txt`)
tells what each was made of: "example.org does not answer." is "{host} does not answer." with a name filled in. What it
is made of is translated, and filled in again. Loaded only where another language than English is spoken.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.domain.wording import parted
from desktop.ui.wording.words import decimal, number

CONTEXT = "Sentences"
_COUNT = re.compile(r"\d[\d,]{0,14}")
_DECIMAL = re.compile(r"\d{1,9}\.\d")
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class _Form:
    """A sentence with gaps: the words between them, the names of what fills them, and which of them is counted."""

    template: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    counted: str

    def take_apart(self, text: str) -> dict[str, str] | None:
        """Return what fills the gaps in `text`, None when it is no sentence of this form."""
        first, *inner = self.words[:-1]
        last = self.words[-1]
        end = len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last) or end < len(first):
            return None
        found: dict[str, str] = {}
        at = len(first)
        for name, word in zip(self.names, [*inner, None], strict=True):
            stop = end if word is None else text.find(word, at, end)
            if stop < 0 or found.setdefault(name, text[at:stop]) != text[at:stop]:
                return None
            at = stop + len(word or "")
        return found


def read(file: Path) -> "Retelling":
    """Return what knows the sentences listed in `file`: on each line what is counted, a tab, and the sentence."""
    return Retelling(line.split("\t", 1) for line in file.read_text(encoding="utf-8").splitlines())


class Retelling:
    """Says sentences again. Any thread; what was said once is remembered until the language changes."""

    def __init__(self, listed: Iterable[Iterable[str]]) -> None:
        whole: set[str] = set()
        forms: list[_Form] = []
        for counted, template in listed:
            words, names = parted(template)
            if names:
                forms.append(_Form(template, words, names, counted))
            else:
                whole.add(template)
        # What has more words of its own is tried first, so that no sentence is taken for a vaguer one.
        forms.sort(key=lambda form: -sum(map(len, form.words)))
        self._whole = frozenset(whole)
        self._forms = tuple(forms)
        self._say = lru_cache(_REMEMBERED)(self._anew)

    def __call__(self, text: str) -> str:
        """Return the sentence in the owner's language; `text` itself when nobody has marked it."""
        return self._say(text) if text else text

    def _anew(self, text: str) -> str:
        said = self._known(text)
        return self._in_parts(text) if said is None else said

    def _known(self, text: str) -> str | None:
        if text in self._whole:
            return QCoreApplication.translate(CONTEXT, text)
        for form in self._forms:
            filled = form.take_apart(text)
            if filled is not None:
                return self._filled(form, filled)
        return None

    def _filled(self, form: _Form, filled: Mapping[str, str]) -> str:
        count = filled.get(form.counted, "").replace(",", "")
        many = int(count) if count.isdecimal() else -1
        words = QCoreApplication.translate(CONTEXT, form.template, "", many)
        said = {
            name: filled[name] if before.endswith("“") else self._value(filled[name], counted=name == form.counted)
            for name, before in zip(form.names, form.words, strict=False)
        }
        try:
            return words.format(**said)
        except (LookupError, ValueError):
            # A translation that names something else than the sentence does.
            return form.template.format(**said)

    def _value(self, text: str, *, counted: bool) -> str:
        """Return what fills a gap: a sentence in its turn, a number as it is written here, else as it is."""
        if counted and _COUNT.fullmatch(text):
            return number(int(text.replace(",", "")))
        if _DECIMAL.fullmatch(text):
            return decimal(float(text))
        return self._say(text)

    def _in_parts(self, text: str) -> str:
        """Say several sentences that were put one behind the other, or behind a colon."""
        for between in (": ", ". "):
            head, found, rest = text.partition(between)
            while found:
                own = self._known(head if between == ": " else f"{head}.")
                if own is not None and rest:
                    return f"{own}{': ' if between == ': ' else ' '}{self._say(rest.lstrip())}"
                more, found, rest = rest.partition(between)
                head = f"{head}{between}{more}"
        return text
