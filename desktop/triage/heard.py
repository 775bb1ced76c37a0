"""What the words of a message say about its need: the learned heads and the word lists together, as terms of the score.

The heads hear the text as a whole and in its situation, the lists know its phrases. So that one more complaint never
makes a message less of one, the heads are not asked about the text as it stands: they are asked about it without what
the lists call a complaint, and then with each of those phrases alone, and the loudest answer counts. What one phrase
more brings is another answer, which can only raise it.
"""

from collections.abc import Iterator, Mapping, Sequence

from desktop.domain.conversation import Reason, Tone
from desktop.domain.kinds import Kind
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.triage.features import ASKED_LAST, BREAK, CAPITALS, HEARD, Where, behind_no, pairs, seen, signs, situations
from desktop.triage.lexicon import Lexicon
from desktop.triage.model import Hearing, Model
from desktop.triage.term import CALM, faint, term
from desktop.triage.together import COMPLAINT_FROM, SETTLED_LEAVES
from desktop.triage.weights import Loudness, Weights
from desktop.triage.words import COMPLAINT, SETTLED, Read, quoted

_MOST_PHRASES = 40
"""So many complaints are looked at one by one; nobody has more of them."""
_MOST_CARRIED = 6
"""Of so many complaints it is asked whether the words before them belong to them."""
_MOST_OF_A_REFERENCE = 12
"""Words and breaks of what only names a thing by its number: the heads know such words from complaints alone."""
_LONGEST = 60
_MOST_WORDS = 5
"""Of what is quoted: one word says too little, and a chip has room for few."""
_PLAINLY, _DOUBTED = 1.1, -0.7
"""A complaint of so many points in the lists is plain, unless the heads are as sure of the contrary."""
_SPOKEN = frozenset((Kind.POST, Kind.COMMENT))
_PAGES = frozenset((Kind.REVIEW, Kind.BLOG))


class HeardTerms:
    """The terms of a text by the learned heads and the word lists. Pure; any thread."""

    def __init__(self, lexicon: Lexicon, model: Model, weights: Weights) -> None:
        self._lexicon = lexicon
        self._weights = weights
        self._hear_shop, self._hear_anywhere = Hearing(model.heads["shop"]), Hearing(model.heads["anywhere"])

    def __call__(self, text: str, where: Where, language: str = "") -> tuple[Reason, ...]:
        """Return the terms of `text`, said at `where`."""
        del language
        (found,) = self.each(text, (where,))
        return found

    def each(self, text: str, wheres: Sequence[Where]) -> list[tuple[Reason, ...]]:
        """Return the terms of `text` for each place; they may differ in whether the shop had spoken before."""
        read = Read(self._lexicon, text)
        loudness = self._at(wheres[0])
        return [
            self._terms(read, where, loudness, loudest)
            for where, loudest in zip(wheres, self._loudest(read, wheres, loudness), strict=True)
        ]

    def _terms(self, read: Read, where: Where, loudness: Loudness, loudest: float) -> tuple[Reason, ...]:
        listed = {one.name: one for one in read.terms()}
        complaint = listed.pop(COMPLAINT, None)
        told = complaint.points if complaint else 0.0
        points = loudest + loudness.lists * told
        if told >= _PLAINLY and loudest > _DOUBTED and not (where.kind in _SPOKEN or where.addressed is None):
            points = max(points, self._weights.plainly)
        if SETTLED in listed and points > 0:
            points *= SETTLED_LEAVES
        return tuple(one for one in (self._complaint(read, where, points), *self._others(listed)) if one.points)

    def _at(self, where: Where) -> Loudness:
        """Return who is heard how loud at a place."""
        if where.private:
            return self._weights.words["private"]
        if where.kind in _PAGES:
            return self._weights.words["page"]
        return self._weights.words["unknown" if where.addressed is None else "public"]

    def _loudest(self, read: Read, wheres: Sequence[Where], loudness: Loudness) -> list[float]:
        """Return what the heads say of the text at its loudest, in points, for each place."""
        besides = signs(read.text)
        folded = read.words.folded[:HEARD]
        complaints = [match for match in read.complaints if match.last <= HEARD][:_MOST_PHRASES]
        bare = list(dict.fromkeys((match.first, match.last) for match in complaints))
        denied = [(match.first, match.last) for match in read.denied]
        asked = [one for parts in self._with_carriers(folded, bare) for one in _variants(folded, parts, denied)]
        ends = [besides]
        if complaints and "?" in read.text and "?" in self._behind_the_rest(read):
            # Without the complaints the text would end with that question.
            others = [sign for sign in besides if sign != ASKED_LAST]
            ends = [others, [*others, ASKED_LAST]]
        answers = [self._asked(folded, end, wheres, loudness) for folded in asked for end in ends]
        return [max(said) for said in zip(*answers, strict=True)]

    def _behind_the_rest(self, read: Read) -> str:
        """Return the text behind the last word that neither belongs to a complaint nor carries one."""
        complained = {place for match in read.complaints for place in range(match.first, match.last)}
        rest = [
            place
            for place, word in enumerate(read.words.folded)
            if word != BREAK and place not in complained and not self._lexicon.carries(word)
        ]
        return read.words.behind(rest[-1] + 1 if rest else 0)

    def _with_carriers(self, folded: Sequence[str], bare: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """Return the complaints alone, the last ones with the words that only carry them, …, all with them.

        Whatever a text is asked about without one more complaint at its end it is so also with that one.
        """
        carried = [self._carried(folded, span) for span in bare]
        carrying = [place for place, span in enumerate(bare) if carried[place] != span][:_MOST_CARRIED]
        return [list(bare), *([*bare[:place], *carried[place:]] for place in reversed(carrying))]

    def _carried(self, folded: Sequence[str], span: tuple[int, int]) -> tuple[int, int]:
        """Return where a complaint begins with the words before it, if they only carry it: “I am very disappointed”."""
        first, last = span
        while first and folded[first - 1] != BREAK and self._lexicon.carries(folded[first - 1]):
            first -= 1
        return (first, last) if not first or folded[first - 1] == BREAK else span

    def _asked(
        self, folded: list[str], besides: Sequence[int], wheres: Sequence[Where], loudness: Loudness
    ) -> list[float]:
        short = len(folded) <= _MOST_OF_A_REFERENCE
        if short and CAPITALS.issuperset(besides) and self._lexicon.only_refers(folded):
            return [0.0] * len(wheres)
        text = seen(folded, self._lexicon.negators, besides)
        anywhere = loudness.anywhere * self._hear_anywhere(text) if loudness.anywhere else 0.0
        if not loudness.shop:
            return [anywhere] * len(wheres)
        return [anywhere + loudness.shop * self._hear_shop(text, situations(where)) for where in wheres]

    def _complaint(self, read: Read, where: Where, points: float) -> Reason:
        if points <= 0:
            return term(CALM, worded("does not sound unhappy"), points)
        if points < COMPLAINT_FROM:
            return faint(points)
        said = quoted(read.complaints, read.words) or self._telling(read, where)
        return term(COMPLAINT, said or worded("sounds unhappy"), points, Tone.HURRY)

    def _telling(self, read: Read, where: Where) -> str:
        """Return the few words running that speak loudest for a need, in quotation marks, "" when none do."""
        folded = read.words.folded[:HEARD]
        alone, together = self._worths(folded, self._at(where))
        best, loudest = (0, 0), 0.0
        for first, word in enumerate(folded):
            if word == BREAK:
                continue
            said = alone[first]
            for last in range(first + 1, min(first + _MOST_WORDS, len(folded))):
                if folded[last] == BREAK:
                    break
                said += together[last - 1] + alone[last]
                if said > loudest:
                    best, loudest = (first, last + 1), said
        return f"“{plain(read.words.said(*best), _LONGEST)}”" if loudest else ""

    def _worths(self, folded: Sequence[str], loudness: Loudness) -> tuple[list[float], list[float]]:
        """Return what each word speaks for a need where it stands, and what it does so with the word after it."""
        alone, together = [0.0] * len(folded), [0.0] * len(folded)
        denied, next_to = behind_no(folded, self._lexicon.negators), pairs(folded)
        for hear, loud in ((self._hear_shop, loudness.shop), (self._hear_anywhere, loudness.anywhere)):
            if loud:
                alone = [before + loud * more for before, more in zip(alone, hear.of_words(folded), strict=True)]
                together = [
                    before + loud * more for before, more in zip(together, hear.of_features(next_to), strict=True)
                ]
                for (place, _), more in zip(denied, hear.of_features(one for _, one in denied), strict=True):
                    alone[place] += loud * more
        return alone, together

    def _others(self, listed: Mapping[str, Reason]) -> Iterator[Reason]:
        for name, one in listed.items():
            yield term(name, one.words, one.points * self._weights.lists.get(name, 1.0), one.tone)


def _variants(
    folded: list[str], spans: Sequence[tuple[int, int]], denied: Sequence[tuple[int, int]]
) -> list[list[str]]:
    """Return the words without any of the spans, and then with each of them alone."""
    dropped = {place for span in (*spans, *denied) for place in range(*span)}
    if not dropped:
        return [folded]
    kept = [[word for place, word in enumerate(folded) if place not in dropped]]
    for first, last in spans:
        kept.append([word for place, word in enumerate(folded) if place not in dropped or first <= place < last])
    return kept
