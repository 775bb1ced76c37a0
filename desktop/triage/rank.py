"""Who needs the owner first: a sum of named reasons, and nothing that is not one of them.

Each reason is worth points (log-odds); the score is the logistic of their sum. The words of the message come from
`heard.HeardTerms`; what the channel, the person and the wait tell from `about`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from desktop.domain.conversation import Band, Facts, Reason, Said, Score
from desktop.domain.item import Kind
from desktop.domain.sense import Sense
from desktop.domain.subject import base, is_answer
from desktop.domain.targets import USUAL, Targets
from desktop.paths import resource
from desktop.triage.about.channel import about_the_channel, written_about
from desktop.triage.about.lift import lifted
from desktop.triage.about.person import about_the_person
from desktop.triage.about.spreading import about_the_spread, next_fade
from desktop.triage.about.wait import about_the_wait, answer_by, next_step
from desktop.triage.features import Where
from desktop.triage.heard import HeardTerms
from desktop.triage.language import halved
from desktop.triage.lexicon import Lexicon, load
from desktop.triage.model import shipped
from desktop.triage.personal import PINNED, Personal
from desktop.triage.together import together
from desktop.triage.weights import Weights, usual
from desktop.triage.words import SAFETY, TextTerms

VERSION = 10
NEEDS_YOU = 1.2
WORTH_A_LOOK = 0.2
"""The least points of the two upper bands."""
_MODEL_SHIFT, _TARGETS_SHIFT, _OWN_SHIFT = 8, 16, 32
"""Above so many bits of a version stand the model, the targets by which those who wait were ranked, and the owner's own
files: with others of them scores are made anew in the background."""

ON_TOP = frozenset((SAFETY, PINNED))
"""What stands on top of “Needs you”, and never below its line because of where the owner draws it."""
_REMEMBERED = 500
"""Of so many messages, of those who wrote several, it is remembered what they are worth."""
_OUR_TITLE = frozenset((Kind.COMMENT, Kind.POST, Kind.DIRECT))
"""Where the subject is the title of something of the shop's own, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """What a score is reckoned by; see `Ranker.versions`."""

    targets: Targets
    weights: Weights
    text_terms: TextTerms
    remembered: TextTerms
    as_shipped: bool
    own: int
    versions: tuple[int, int]


def _versions(targets: Targets, own: int, model: int) -> tuple[int, int]:
    version = VERSION + (own << _OWN_SHIFT | model << _MODEL_SHIFT)
    return version, version + (targets.mark << _TARGETS_SHIFT)


class Ranker:
    """Ranks conversations. Pure and deterministic; may be called on any thread."""

    needs_you: float = NEEDS_YOU
    """The points at which “Needs you” begins, unless the owner's sense moves it."""
    heeded: object = None
    """For what `heed` was called last."""
    told: tuple[str, ...] = ()
    """Sentences about what of the owner's own files cannot be used."""

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        targets: Targets = USUAL,
        text_terms: TextTerms | None = None,
        weights: Weights | None = None,
        own: int = 0,
    ) -> None:
        self._strong = shipped().languages if text_terms is None else None
        self._text_terms = text_terms
        # One value, so that no other thread finds some of it with the version of the rest.
        self._basis = self._made_of(targets, lexicon, weights, own)
        self.personal = Personal(weights=self._basis.weights)

    def __call__(self, facts: Facts) -> Score:
        """Return the score of a conversation."""
        return self.rank(facts)

    def rank(self, facts: Facts) -> Score:
        """Return the score of a conversation: its reasons add up to the logit of its value within 1e-6."""
        basis, mine = self._basis, self.personal
        weights = basis.weights
        reasons = [*mine.of_spam(halved(self._about_the_words(facts, basis), facts.language, self._strong))]
        reasons += about_the_channel(facts, reasons, weights)
        reasons += lifted(facts, reasons, NEEDS_YOU, WORTH_A_LOOK)
        reasons += about_the_person(facts, reasons, weights)
        reasons += about_the_wait(facts, reasons, basis.targets, weights)
        reasons += about_the_spread(facts, weights)
        reasons += written_about(facts, reasons, WORTH_A_LOOK)
        reasons += mine.terms(facts, reasons, NEEDS_YOU)
        reasons.sort(key=lambda reason: (-abs(reason.points), reason.name))
        total = round(sum(reason.points for reason in reasons), 2)
        may_need = facts.waiting_since is not None and not facts.automatic
        on_top = any(reason.name in ON_TOP for reason in reasons)
        wanted = any(reason.name == PINNED for reason in reasons)
        band = _band(total, mine.line(NEEDS_YOU, on_top=on_top), may_need=may_need or wanted)
        return Score(
            value=logistic(total),
            band=band,
            reasons=tuple(reasons),
            version=basis.versions[may_need],
            due_at=answer_by(facts, basis.targets),
            pinned=band is Band.NEEDS_YOU and on_top,
        )

    def next_change(self, facts: Facts) -> datetime | None:
        """Return when the passing of time alone will next change the score, None when it will not."""
        moments = (next_step(facts, self._basis.targets), next_fade(facts, self._basis.weights))
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def own(self) -> int:
        """The number of the owner's files it goes by, 0 for none."""
        return self._basis.own

    @property
    def versions(self) -> tuple[int, int]:
        """The versions of scores that stand: of those in which waiting has no part, and of those that wait for us."""
        return self._basis.versions

    def aim(self, targets: Targets) -> None:
        """Go by other targets from now on; scores of those who wait that went by the old ones stand no more."""
        versions = _versions(targets, self._basis.own, 0 if self._text_terms else shipped().mark)
        self._basis = replace(self._basis, targets=targets, versions=versions)

    def go_by(self, lexicon: Lexicon, weights: Weights, own: int) -> None:
        """Go by other words and weights from now on; scores that went by those before stand no more.

        `own` is a number of the owner's files of which they come, 0 for what came with the product.
        """
        self._basis = self._made_of(self._basis.targets, lexicon, weights if own else None, own)
        self.personal = Personal(self.personal.sense, self._basis.weights)

    def _made_of(self, targets: Targets, lexicon: Lexicon, weights: Weights | None, own: int) -> "_Basis":
        chosen, given = weights or usual(), self._text_terms
        text_terms = given or HeardTerms(lexicon, shipped(), chosen)
        return _Basis(
            targets=targets,
            weights=chosen,
            text_terms=text_terms,
            remembered=lru_cache(_REMEMBERED)(text_terms),
            # What others found beforehand, they found with what is shipped.
            as_shipped=given is None and weights is None and not own,
            own=own,
            versions=_versions(targets, own, 0 if given else shipped().mark),
        )

    def heed(self, sense: Sense, heeded: object = None) -> None:
        """Go by that sense of the owner's from now on; `heeded` says of which it is."""
        self.personal = Personal(sense, self._basis.weights)
        self.heeded = heeded

    def opening_terms(self, where: Where, subject: str, text: str, language: str = "") -> tuple[Reason, ...]:
        """Return what the words of a message add to the score of a conversation that begins with it."""
        return self._basis.text_terms(_in_full(subject, text, where), where, language)

    def terms_either_way(self, where: Where, subject: str, text: str) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """Return what the words of a message add where the shop has not spoken before, and where it has."""
        reply = where._replace(reply=True)
        if _in_full(subject, text, where) != text or not isinstance(self._basis.text_terms, HeardTerms):
            return self.opening_terms(where, subject, text), self._basis.text_terms(text, reply)
        first, later = self._basis.text_terms.each(text, (where, reply))
        return first, later

    def _about_the_words(self, facts: Facts, basis: "_Basis") -> tuple[Reason, ...]:
        if facts.automatic:
            # A machine is neither unhappy nor does it ask; what it is stands there as the one reason.
            return ()
        where = Where(facts.kind, facts.addressed if facts.known_where else None, facts.messages_in > facts.unanswered)
        theirs = (facts.said or (Said(facts.subject, facts.text),), *facts.others)
        # Whoever of many is the loudest stands for all: the pleased take nothing from what somebody has against the shop.
        return max((_heard(said, where, basis) for said in theirs), key=_sum)


def _heard(said: tuple[Said, ...], where: Where, basis: _Basis) -> tuple[Reason, ...]:
    """Return the terms of what one person said. Of several messages most were heard before, when they were fewer."""
    hear = basis.text_terms if len(said) == 1 else basis.remembered
    return together(
        [
            one.terms
            if basis.as_shipped and one.terms is not None
            else hear(_in_full(one.subject, one.text, where), where)
            for one in said
        ]
    )


def _in_full(subject: str, text: str, where: Where) -> str:
    """Return a text below its subject, if that is its own and says more."""
    if where.reply or where.kind in _OUR_TITLE or is_answer(subject) or not base(subject):
        return text
    return f"{subject.strip()}\n{text}"


def _sum(terms: tuple[Reason, ...]) -> float:
    return round(sum(term.points for term in terms), 2)


def logistic(points: float) -> float:
    """Return the share between 0 and 1 that log-odds of `points` stand for."""
    if points >= 0:
        return 1.0 / (1.0 + math.exp(-points))
    return math.exp(points) / (1.0 + math.exp(points))


def default_ranker(targets: Targets = USUAL) -> Ranker:
    """Return the ranker that came with the product; reads its word lists, its weights and its model."""
    return Ranker(load(resource("lexicon")), targets=targets)


def rank(facts: Facts) -> Score:
    """Return the score of a conversation by the default ranker, which is made at the first call."""
    return _shared().rank(facts)


def opening_terms(where: Where, subject: str, text: str, language: str = "") -> tuple[Reason, ...]:
    """Return what the default ranker finds in the words of a message that begins a conversation."""
    return _shared().opening_terms(where, subject, text, language)


def terms_either_way(where: Where, subject: str, text: str) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Return what the default ranker finds in the words of a message where the shop has not spoken, and where it has."""
    return _shared().terms_either_way(where, subject, text)


def next_change(facts: Facts) -> datetime | None:
    """Return when the default ranker's score of a conversation will next change by time alone."""
    return _shared().next_change(facts)


def _made_once() -> Callable[[], Ranker]:
    made: list[Ranker] = []

    def shared() -> Ranker:
        if not made:
            made.append(default_ranker())
        return made[0]

    return shared


_shared = _made_once()


def _band(total: float, line: float, *, may_need: bool) -> Band:
    if total >= line and may_need:
        return Band.NEEDS_YOU
    return Band.WORTH_A_LOOK if total >= WORTH_A_LOOK else Band.THE_REST
