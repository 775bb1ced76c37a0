"""Who needs the owner first: a sum of named reasons, and nothing that is not one of them.

Each reason is worth points (log-odds); the score is the logistic of their sum. The words of the message come from
`heard.HeardTerms`; what the channel, the person and the wait tell from `about`.
"""

import math
from collections.abc import Callable
from datetime import datetime

from desktop.domain.conversation import Band, Facts, Reason, Score
from desktop.domain.item import Kind
from desktop.domain.sense import Sense
from desktop.domain.subject import is_answer
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
from desktop.triage.weights import Weights, usual
from desktop.triage.words import SAFETY, TextTerms

VERSION = 5
NEEDS_YOU = 1.2
WORTH_A_LOOK = 0.2
"""The least points of the two upper bands."""
_MODEL_SHIFT, _TARGETS_SHIFT, _OWN_SHIFT = 8, 16, 32
"""Above so many bits of a version stand the model, the targets by which those who wait were ranked, and the owner's own
files: with others of them scores are made anew in the background."""

_ON_TOP = frozenset((SAFETY, PINNED))
"""What stands on top of “Needs you”, and never below its line because of where the owner draws it."""
_OUR_TITLE = frozenset((Kind.COMMENT, Kind.POST, Kind.DIRECT))
"""Where the subject is the title of something of the shop's own, if there is one."""


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
        self._made_with = own << _OWN_SHIFT | (0 if text_terms else shipped().mark << _MODEL_SHIFT)
        self.aim(targets)
        self.personal = Personal()
        self._weights = weights or usual()
        self._text_terms: TextTerms = text_terms or HeardTerms(lexicon, shipped(), self._weights)
        self._strong = shipped().languages if text_terms is None else None
        # What others found beforehand, they found with what is shipped.
        self._as_shipped = text_terms is None and weights is None and not own

    def __call__(self, facts: Facts) -> Score:
        """Return the score of a conversation."""
        return self.rank(facts)

    def rank(self, facts: Facts) -> Score:
        """Return the score of a conversation: its reasons add up to the logit of its value within 1e-6."""
        targets, versions = self._aimed
        mine = self.personal
        reasons = [*mine.of_spam(halved(self._about_the_words(facts), facts.language, self._strong))]
        reasons += about_the_channel(facts, reasons, self._weights)
        reasons += lifted(facts, reasons, NEEDS_YOU, WORTH_A_LOOK)
        reasons += about_the_person(facts, reasons, self._weights)
        reasons += about_the_wait(facts, reasons, targets, self._weights)
        reasons += about_the_spread(facts)
        reasons += written_about(facts, reasons, WORTH_A_LOOK)
        reasons += mine.terms(facts, reasons, NEEDS_YOU)
        reasons.sort(key=lambda reason: (-abs(reason.points), reason.name))
        total = round(sum(reason.points for reason in reasons), 2)
        may_need = facts.waiting_since is not None and not facts.automatic
        on_top = any(reason.name in _ON_TOP for reason in reasons)
        wanted = any(reason.name == PINNED for reason in reasons)
        band = _band(total, mine.line(NEEDS_YOU, on_top=on_top), may_need=may_need or wanted)
        return Score(
            value=logistic(total),
            band=band,
            reasons=tuple(reasons),
            version=versions[may_need],
            due_at=answer_by(facts, targets),
            pinned=band is Band.NEEDS_YOU and on_top,
        )

    def next_change(self, facts: Facts) -> datetime | None:
        """Return when the passing of time alone will next change the score, None when it will not."""
        moments = (next_step(facts, self._aimed[0]), next_fade(facts))
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def versions(self) -> tuple[int, int]:
        """The versions of scores that stand: of those in which waiting has no part, and of those that wait for us."""
        return self._aimed[1]

    def aim(self, targets: Targets) -> None:
        """Go by other targets from now on; scores of those who wait that went by the old ones stand no more."""
        # One value, so that no other thread finds the ones with the version of the others.
        version = VERSION + self._made_with
        self._aimed = (targets, (version, version + (targets.mark << _TARGETS_SHIFT)))

    def heed(self, sense: Sense, heeded: object = None) -> None:
        """Go by that sense of the owner's from now on; `heeded` says of which it is."""
        self.personal = Personal(sense)
        self.heeded = heeded

    def opening_terms(self, where: Where, subject: str, text: str, language: str = "") -> tuple[Reason, ...]:
        """Return what the words of a message add to the score of a conversation that begins with it."""
        subject = subject.strip()
        said_before = where.kind in _OUR_TITLE or is_answer(subject)
        return self._text_terms(text if said_before or not subject else f"{subject}\n{text}", where, language)

    def _about_the_words(self, facts: Facts) -> tuple[Reason, ...]:
        if facts.terms is not None and self._as_shipped:
            return facts.terms
        where = Where(facts.kind, facts.addressed if facts.known_where else None, facts.messages_in > facts.unanswered)
        if where.reply:
            return self._text_terms(facts.text, where)
        return self.opening_terms(where, facts.subject, facts.text)


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
