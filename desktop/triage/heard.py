"""What the words of a message say about its need: the learned heads and the word lists together, as terms of the score.

The heads hear the text as a whole and in its situation, the lists know its phrases. So that one more complaint never
makes a message less of one, the heads are not asked about the text as it stands: they are asked about it without what
the lists call a complaint, and then with each of those phrases alone, and the loudest answer counts. What one phrase
more brings is another answer, which can only raise it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.domain.conversation import Reason, Tone
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.triage.features import Where, features, signs, situated, spans
from desktop.triage.lexicon import Lexicon
from desktop.triage.model import Model
from desktop.triage.term import term
from desktop.triage.words import COMPLAINT, Read, quoted

CALM = "calm"
"""The name of the term where the words speak against a need."""
MOST_PHRASES = 4
"""So many complaints are looked at one by one, the strongest first."""
_QUOTED_FROM = 0.5
"""A term of fewer points is not seen among the first three: its words are not looked for."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Loudness:
    """How much each voice counts in one situation: points for a standard deviation of a head, and for a list's point."""

    shop: float
    anywhere: float
    lists: float


@dataclass(frozen=True, slots=True)
class Voices:
    """How loud the heads and the lists are, by situation; `others` scales what the lists find besides complaints."""

    private: Loudness
    page: Loudness
    public: Loudness
    unknown: Loudness
    others: Mapping[str, float]

    def at(self, where: Where) -> Loudness:
        """Return who is heard how loud at a place."""
        if where.private:
            return self.private
        if where.kind.value in ("review", "blog"):
            return self.page
        return self.unknown if where.addressed is None else self.public


class _Loudest(NamedTuple):
    points: float
    folded: list[str]


class HeardTerms:
    """The terms of a text by the learned heads and the word lists. Pure; any thread."""

    def __init__(self, lexicon: Lexicon, model: Model, voices: Voices) -> None:
        self._lexicon = lexicon
        self._model = model
        self._voices = voices
        self._shop, self._anywhere = model.heads["shop"], model.heads["anywhere"]

    def __call__(self, text: str, where: Where, language: str = "") -> tuple[Reason, ...]:
        """Return the terms of `text`, said at `where`."""
        del language
        read = Read(self._lexicon, text)
        listed = {one.name: one for one in read.terms()}
        loudness = self._voices.at(where)
        loudest = self._loudest(read, where, loudness)
        complaint = listed.pop(COMPLAINT, None)
        points = loudest.points + loudness.lists * (complaint.points if complaint else 0.0)
        return tuple(
            one for one in (self._complaint(read, where, loudest, points, listed), *self._others(listed)) if one.points
        )

    def _loudest(self, read: Read, where: Where, loudness: Loudness) -> _Loudest:
        """Return what the heads say of the text at its loudest, and the words they were asked about."""
        folded = read.words.folded
        besides = signs(read.text)
        phrases = list(dict.fromkeys((match.first, match.last) for match in read.complaints))[:MOST_PHRASES]
        dropped = {place for match in read.complaints for place in range(match.first, match.last)}
        loudest = self._asked([w for place, w in enumerate(folded) if place not in dropped], besides, where, loudness)
        for first, last in phrases:
            kept = [w for place, w in enumerate(folded) if place not in dropped or first <= place < last]
            loudest = max(loudest, self._asked(kept, besides, where, loudness), key=_points)
        return loudest

    def _asked(self, folded: list[str], besides: Sequence[int], where: Where, loudness: Loudness) -> _Loudest:
        found = features(folded, self._lexicon.is_negator, besides)
        points = loudness.anywhere * self._anywhere.hear(found) if loudness.anywhere else 0.0
        if loudness.shop:
            points += loudness.shop * self._shop.hear(found, situated(folded, where))
        return _Loudest(points, folded)

    def _complaint(
        self, read: Read, where: Where, loudest: _Loudest, points: float, listed: Mapping[str, Reason]
    ) -> Reason:
        if points <= 0:
            return term(CALM, worded("does not sound unhappy"), points)
        if points < _QUOTED_FROM:
            return term(COMPLAINT, worded("may be unhappy"), points)
        said = quoted(read.complaints, read.words) or self._telling(read, where)
        del loudest, listed
        return term(
            COMPLAINT, worded(f"sounds unhappy: {said}") if said else worded("sounds unhappy"), points, Tone.HURRY
        )

    def _telling(self, read: Read, where: Where) -> str:
        """Return the words of the text that speak loudest for a need, in quotation marks, "" when none does."""
        loudness = self._voices.at(where)
        worth: dict[tuple[int, int], float] = {}
        for first, last, feature in spans(read.words.folded, self._lexicon.is_negator):
            weight = loudness.shop * self._shop.scale * self._shop.weights[feature]
            weight += loudness.anywhere * self._anywhere.scale * self._anywhere.weights[feature]
            worth[first, last] = worth.get((first, last), 0.0) + weight
        pairs = {
            span: weight + sum(worth.get((place, place + 1), 0.0) for place in range(*span)) / 2
            for span, weight in worth.items()
            if span[1] - span[0] == 2
        }
        best = max(pairs or worth, key=lambda span: ((pairs or worth)[span], -span[0]), default=None)
        if best is None or (pairs or worth)[best] <= 0:
            return ""
        return f"“{plain(read.words.said(*best), _LONGEST)}”"

    def _others(self, listed: Mapping[str, Reason]) -> Iterator[Reason]:
        for name, one in listed.items():
            yield term(name, one.words, one.points * self._voices.others.get(name, 1.0), one.tone)


def _points(one: _Loudest) -> float:
    return one.points
