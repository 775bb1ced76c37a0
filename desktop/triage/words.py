"""What the word lists find in a message, as terms of the score.

`TextTerms` is the seam between the words of a message and the sum: whatever stands behind it is told the text and where
it was said, and knows nothing else about the conversation.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from desktop.domain.conversation import Reason, Tone
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.triage.features import Where
from desktop.triage.lexicon import Lexicon, Match, Words

LONGEST = 8_000
COMPLAINT, SAFETY, ASK, URGENT, PRAISE, THANKS, SETTLED, SPAM = (
    "complaint",
    "safety",
    "ask",
    "urgent",
    "praise",
    "thanks",
    "settled",
    "spam",
)
NEEDING = frozenset((COMPLAINT, SAFETY, ASK))
_COMPLAINT_CAP = 3.2
_SPAM_CAP = 4.0
_SPAM_CERTAIN = 1.4
_QUESTION = ("?", "？", "؟")
_OUTSIDE = re.compile(r"https?://\S+|www\.\S+|@[\w.]+(?:@[\w.-]+)?")
_LOOK_BACK = 6


class TextTerms(Protocol):
    """Says what a text adds to the score. Pure; any thread."""

    def __call__(self, text: str, where: Where, language: str = "") -> tuple[Reason, ...]:
        """Return the terms of `text`, said at `where`; `language` is a hint and may be empty."""
        ...


class WordTerms:
    """The terms of a text by the word lists. Adding a complaint to a text never lowers the sum of its terms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, text: str, where: Where, language: str = "") -> tuple[Reason, ...]:
        """Return the terms of `text`. All languages are looked for at once, and every place counts alike."""
        del where, language
        read = Read(self._lexicon, text)
        return read.terms()


class Read:
    """A text with what the lists find in it, looked for once."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self.text = outside_blanked(text[:LONGEST])
        self.words = lexicon.words_of(self.text)
        self.found = _sort_out(lexicon, self.words)

    def terms(self) -> tuple[Reason, ...]:
        """Return what each list adds, in points."""
        found, words = self.found, self.words
        complaint = _complaint(found, words)
        safety = _safety(found, words)
        ask = _ask(found, self.text)
        terms = (
            complaint,
            safety,
            ask,
            _urgent(found, words),
            _praise(found, _heard(complaint, safety, ask), len(words.folded)),
            _settled(found),
            _spam(found),
        )
        return tuple(term for term in terms if term is not None)

    @property
    def complaints(self) -> list[Match]:
        """What sounds unhappy by the lists, the strongest first; kind words turned round are among it."""
        matches = [*self.found.get(COMPLAINT, ()), *self.found.get("turned", ())]
        return sorted(matches, key=lambda match: (-match.phrase.weight, match.first))

    @property
    def denied(self) -> list[Match]:
        """What would sound unhappy if it were not denied, with the words that deny it."""
        return [*self.found.get("denied", ()), *self.found.get("masks", ())]


def outside_blanked(text: str) -> str:
    """Blank addresses and @mentions: the name of who is spoken to says nothing about the mood."""
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return _OUTSIDE.sub(lambda found: " " * len(found[0]), text)


_Found = dict[str, list[Match]]


def _sort_out(lexicon: Lexicon, words: Words) -> _Found:
    """Group the matches by what they say, after masks and negations have had their word."""
    matches = lexicon.find(words)
    masked = {place for m in matches if m.phrase.section == "masks" for place in range(m.first, m.last)}
    found: _Found = {}
    for match in matches:
        section = match.phrase.section
        if section == "masks":
            found.setdefault(section, []).append(match)
        if section == "masks" or (section != "safety" and not masked.isdisjoint(range(match.first, match.last))):
            continue
        negator = _negator_before(lexicon, words.folded, match)
        if negator < 0:
            found.setdefault(section, []).append(match)
        else:
            turned = {PRAISE: "turned", COMPLAINT: "denied"}.get(section)
            if turned:
                found.setdefault(turned, []).append(Match(match.phrase, negator, match.last))
    if COMPLAINT in found:
        for kind in {PRAISE, THANKS} & found.keys():
            found[kind] = [match for match in found[kind] if not _within(match, found[COMPLAINT])]
    return found


def _within(match: Match, others: Iterable[Match]) -> bool:
    """Whether the words belong to a longer phrase, as the thanks in "thanks for nothing"."""
    return any(other.first <= match.first and match.last <= other.last for other in others)


def _negator_before(lexicon: Lexicon, folded: Sequence[str], match: Match) -> int:
    """Return the place of the word that negates the match, or -1."""
    if match.phrase.section == "safety" or match.phrase.words[0] in lexicon.negators:
        return -1
    for place in range(match.first - 1, max(-1, match.first - 1 - _LOOK_BACK), -1):
        if folded[place] in lexicon.negators:
            return -1 if place + 1 < len(folded) and folded[place + 1] == "only" else place
        if not lexicon.is_light(folded[place]):
            return -1
    return -1


def quoted(matches: Iterable[Match], words: Words, most: int = 1) -> str:
    """Return the strongest match in the customer's own words, in quotation marks."""
    best = sorted(matches, key=lambda m: (-m.phrase.weight, m.first))[:most]
    return ", ".join(f"“{plain(words.said(m.first, m.last).lower(), 40)}”" for m in best)


def fading_sum(weights: Iterable[float]) -> float:
    """Return the largest weight, half of the next, a quarter of the one after: more never makes it less."""
    return sum(weight * 0.5**place for place, weight in enumerate(sorted(weights, reverse=True)))


def _reason(name: str, words: str, points: float, tone: Tone = Tone.FACT) -> Reason | None:
    rounded = round(points, 2)
    return Reason(name=name, words=words, points=rounded, tone=tone) if rounded else None


def _distinct(matches: Iterable[Match]) -> list[float]:
    """Return one weight for each different phrase: saying it twice is not two complaints."""
    return list({m.phrase.words: m.phrase.weight for m in matches}.values())


def _complaint(found: _Found, words: Words) -> Reason | None:
    plain_words = found.get(COMPLAINT, [])
    turned = found.get("turned", [])
    weights = _distinct(plain_words) + [0.7 + 0.6 * weight for weight in _distinct(turned)]
    if not weights:
        return None
    points = min(_COMPLAINT_CAP, 1.2 * fading_sum(weights))
    if found.get(SETTLED):
        points *= 0.35
    return _reason(COMPLAINT, quoted([*plain_words, *turned], words), points, Tone.HURRY)


def _safety(found: _Found, words: Words) -> Reason | None:
    matches = found.get(SAFETY, [])
    if not matches:
        return None
    best = max(matches, key=lambda m: m.phrase.weight)
    shown = worded(f"mentions: {plain(words.said(best.first, best.last).lower(), 40)}")
    more = 0.3 * (len(_distinct(matches)) - 1)
    return _reason(SAFETY, shown, best.phrase.weight + min(0.9, more), Tone.HURRY)


def _heard(complaint: Reason | None, safety: Reason | None, ask: Reason | None) -> float:
    """Return how far bad news and questions outweigh kind words; grows with each complaint."""
    bad = (complaint.points if complaint else 0.0) + (0.3 * safety.points if safety else 0.0)
    return bad + (0.6 if ask else 0.0)


def _ask(found: _Found, text: str) -> Reason | None:
    matches = found.get(ASK, [])
    question = any(sign in text for sign in _QUESTION)
    if not matches and not question:
        return None
    strongest = max((m.phrase.weight for m in matches), default=0.0)
    if question:
        return _reason(ASK, worded("asks a question"), max(0.9, strongest))
    return _reason(ASK, worded("asks for something"), 0.8 * strongest)


def _urgent(found: _Found, words: Words) -> Reason | None:
    matches = found.get(URGENT, [])
    if not matches:
        return None
    return _reason(URGENT, quoted(matches, words), min(1.0, fading_sum(_distinct(matches))), Tone.NOTICE)


def _praise(found: _Found, heard: float, length: int) -> Reason | None:
    weights = _distinct(found.get(PRAISE, []))
    thanks = _distinct(found.get(THANKS, []))
    strength = min(1.4, fading_sum(weights) + (0.8 if length < 40 else 0.4) * fading_sum(thanks))
    strength *= max(0.0, 1.0 - heard / 1.3)
    return _reason(PRAISE, worded("praise") if weights else worded("thanks"), -strength)


def _settled(found: _Found) -> Reason | None:
    matches = found.get(SETTLED, [])
    if not matches:
        return None
    return _reason(SETTLED, worded("says it is settled"), -max(m.phrase.weight for m in matches))


def _spam(found: _Found) -> Reason | None:
    weights = _distinct(found.get(SPAM, []))
    total = sum(weights)
    if total < _SPAM_CERTAIN:
        return None
    return _reason(SPAM, worded("looks like advertising"), -min(_SPAM_CAP, 1.2 + total))
