"""Which language somebody writes in, and how far the ranking is believed in it.

`detect` asks fastText's language model, which came with the product (`resources/language`). It is made for workers: the
model takes five megabytes and some hundredths of a second at the first call, a message some millionths.
"""

import logging
import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Protocol

from desktop.domain.conversation import Reason
from desktop.domain.languages import NAMES, name, primary
from desktop.domain.wording import worded
from desktop.paths import resource
from desktop.triage.term import CALM, FAINT, term
from desktop.triage.words import COMPLAINT

log = logging.getLogger(__name__)

LANGUAGE = "language"
_LONGEST = 160
"""So many letters tell a language as surely as a long text; looking takes time by length."""
_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|\S*@\S+|#\S+|:[a-z_]+:")
_IN_NO_WORDS = ("@", "#", ":", "www.")
"""One of these stands in whatever is no word."""
_HALVES = re.compile("[\ud800-\udfff]")
"""What is no letter by itself and cannot be handed to the model."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SURE = ((4, 2.0), (12, 0.9), (24, 0.75), (40, 0.6))
"""Below so many letters a guess must be so sure; above them half is enough. Of fewer than four nothing can be said."""
_ENOUGH = 0.5
_OWN = frozenset((COMPLAINT, CALM, FAINT))
"""The terms in which the learned model speaks."""


class _Model(Protocol):
    def predict(self, text: str, k: int) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


def detect(text: str, names: Iterable[str] = ()) -> str:
    """Return the language that a text is in ("de"), "" when it does not tell: too short, mixed, or not among ours.

    Links, addresses and tags say nothing of it, nor do the `names` of whoever is spoken of. Blocking for some
    hundredths of a second at the first call.
    """
    text = text[:_LONGEST]
    if not text.isascii():
        text = _HALVES.sub(" ", text)
    if any(sign in text for sign in _IN_NO_WORDS):
        text = _NOT_WORDS.sub(" ", text)
    # In lower case, as people who shout are taken for others.
    heard = text.lower()
    words = heard.split()
    left_out = {part for one in names for part in _LETTERS.findall(one.lower()) if part in heard}
    if left_out:
        words = [word for word in words if not left_out.issuperset(_LETTERS.findall(word) or (word,))]
    said = " ".join(words)
    letters = sum(map(len, _LETTERS.findall(said)))
    needed = next((sure for below, sure in _SURE if letters < below), _ENOUGH)
    model = _model() if needed <= 1.0 else None
    if model is None:
        return ""
    # Below a half nothing is believed, so whatever stands second does not matter.
    for label, share in zip(*model.predict(said, 1), strict=True):
        language = primary(label.removeprefix("__label__"))
        if language in NAMES and share >= needed:
            return language
    return ""


def halved(terms: Iterable[Reason], language: str, strong: Collection[str] | None) -> tuple[Reason, ...]:
    """Return the terms of a text, with one that takes half of what the learned model says back where it is weak.

    `strong` are the languages that it was made for, None where there is no such model. A language that is not known
    says nothing about that.
    """
    terms = tuple(terms)
    if strong is None or not language or primary(language) in strong:
        return terms
    half = term(
        LANGUAGE,
        worded(f"Language: {name(language)} (less sure)"),
        -sum(one.points for one in terms if one.name in _OWN) / 2,
    )
    return (*terms, half) if half.points else terms


@cache
def _model() -> _Model | None:
    """Return the model, None where it cannot be had: a language that is not known is no reason to lose a message."""
    try:
        from fasttext import load_model

        model: _Model = load_model(str(resource("language", "lid.176.ftz")))
    except (ImportError, OSError, ValueError):
        log.exception("nobody tells which languages customers write in")
        return None
    return model
