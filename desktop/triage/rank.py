"""Who needs the owner first: a sum of named reasons, and nothing that is not one of them.

Each reason is worth points (log-odds); the score is the logistic of their sum. The words of the message come from
`words.WordTerms`; what the channel and the history tell is added here. Time counts in steps, so that it is known
beforehand when a score will change.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from desktop.domain.conversation import Band, Facts, Reason, Score, Tone
from desktop.domain.item import Audience, Kind
from desktop.domain.subject import is_answer
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.paths import resource
from desktop.triage.lexicon import Lexicon, load
from desktop.triage.words import COMPLAINT, NEEDING, PRAISE, SAFETY, SETTLED, SPAM, TextTerms, WordTerms

VERSION = 1
NEEDS_YOU = 2.4
WORTH_A_LOOK = 0.9
"""The least points of the two upper bands."""
# The words of a reason never name a length of time: they are kept, and the list tells the time itself.

_OUR_TITLE = frozenset((Kind.COMMENT, Kind.POST, Kind.DIRECT))
"""Where the subject is the title of something of the shop's own, if there is one."""
_RATING_POINTS = {1: 2.4, 2: 1.8, 3: 0.7, 4: -0.3, 5: -0.9}
_DUE_STEPS = ((0.25, 0.1), (0.5, 0.4), (0.75, 0.8), (1.0, 1.5))
_OVERDUE_STEPS = ((timedelta(hours=2), 0.3), (timedelta(hours=8), 0.6), (timedelta(hours=24), 0.8))
_OLD_STEPS = (
    (timedelta(days=10), -0.6, worded("older than ten days")),
    (timedelta(days=21), -1.6, worded("older than three weeks")),
    (timedelta(days=60), -3.0, worded("older than two months")),
)
_DUE_SOON = 0.5
_REACH_FROM = 500
_AUTOMATIC = -5.0
_FAINT = 1.0
"""A complaint of fewer points is a word in passing, or a thing of the past."""
_WRITTEN_ABOUT = 3.0
"""The most that a blog or a newspaper is lifted so that what it writes about the shop is worth a look."""
_ASKED_IN_PUBLIC, _CALM, _PLEASED = 0.5, 0.25, 0.1
"""How much waiting counts for a question in public, for mail that asks nothing, for thanks and for talk in public."""


class Ranker:
    """Ranks conversations. Pure and deterministic; may be called on any thread."""

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        response_target: timedelta = timedelta(minutes=60),
        text_terms: TextTerms | None = None,
    ) -> None:
        self._target = max(response_target, timedelta(minutes=1))
        self._text_terms: TextTerms = text_terms or WordTerms(lexicon)
        # What others found beforehand, they found by the word lists.
        self._by_lists = text_terms is None

    def __call__(self, facts: Facts) -> Score:
        """Return the score of a conversation."""
        return self.rank(facts)

    def rank(self, facts: Facts) -> Score:
        """Return the score of a conversation: its reasons add up to the logit of its value within 1e-6."""
        reasons = [*self._about_the_words(facts), *_about_the_channel(facts)]
        reasons += _about_the_person(facts, wants=_wants(facts, reasons))
        reasons += _about_the_wait(facts, reasons, self._target)
        reasons += _written_about(facts, sum(reason.points for reason in reasons))
        reasons.sort(key=lambda reason: (-abs(reason.points), reason.name))
        total = round(sum(reason.points for reason in reasons), 2)
        band = _band(total, may_need=facts.waiting_since is not None and not facts.automatic)
        return Score(
            value=logistic(total),
            band=band,
            reasons=tuple(reasons),
            version=VERSION,
            pinned=band is Band.NEEDS_YOU and any(reason.name == SAFETY for reason in reasons),
        )

    def next_change(self, facts: Facts) -> datetime | None:
        """Return when the passing of time alone will next change the score, None when it will not."""
        if facts.waiting_since is None or facts.automatic:
            return None
        steps = [self._target * share for share, _ in _DUE_STEPS]
        steps += [self._target + after for after, _ in _OVERDUE_STEPS]
        steps += [after for after, _, _ in _OLD_STEPS]
        later = [facts.waiting_since + step for step in steps if facts.waiting_since + step > facts.now]
        return min(later, default=None)

    def opening_terms(self, kind: Kind, subject: str, text: str) -> tuple[Reason, ...]:
        """Return what the words of a message add to the score of a conversation that begins with it."""
        subject = subject.strip()
        said_before = kind in _OUR_TITLE or is_answer(subject)
        return self._text_terms(text if said_before or not subject else f"{subject}\n{text}", "")

    def _about_the_words(self, facts: Facts) -> tuple[Reason, ...]:
        if facts.terms is not None and self._by_lists:
            return facts.terms
        if facts.messages_in > facts.unanswered:
            return self._text_terms(facts.text, "")
        return self.opening_terms(facts.kind, facts.subject, facts.text)


def logistic(points: float) -> float:
    """Return the share between 0 and 1 that log-odds of `points` stand for."""
    if points >= 0:
        return 1.0 / (1.0 + math.exp(-points))
    return math.exp(points) / (1.0 + math.exp(points))


def default_ranker(response_target_minutes: int = 60) -> Ranker:
    """Return the ranker with the word lists that came with the product; reads four small files."""
    return Ranker(load(resource("lexicon")), response_target=timedelta(minutes=response_target_minutes))


def rank(facts: Facts) -> Score:
    """Return the score of a conversation by the default ranker, which is made at the first call."""
    return _shared().rank(facts)


def opening_terms(kind: Kind, subject: str, text: str) -> tuple[Reason, ...]:
    """Return what the default ranker finds in the words of a message that begins a conversation."""
    return _shared().opening_terms(kind, subject, text)


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


def _band(total: float, *, may_need: bool) -> Band:
    if total >= NEEDS_YOU and may_need:
        return Band.NEEDS_YOU
    return Band.WORTH_A_LOOK if total >= WORTH_A_LOOK else Band.THE_REST


def _reason(name: str, words: str, points: float, tone: Tone = Tone.FACT) -> Reason:
    return Reason(name=name, words=words, points=round(points, 2), tone=tone)


def _about_the_channel(facts: Facts) -> Iterator[Reason]:
    if facts.automatic:
        yield _reason("automatic", worded(f"automatic: {plain(facts.automatic, 40)}"), _AUTOMATIC)
    elif not facts.addressed:
        yield _reason("passing", worded("speaks about you, not to you"), -0.7)
    elif facts.audience is Audience.PRIVATE:
        yield _reason("direct", worded("sent to you directly"), 1.0)
    elif facts.kind is not Kind.REVIEW:
        yield _reason("addressed", worded("names you") if facts.kind is Kind.POST else worded("on your page"), 0.4)
    if facts.matched:
        yield _reason("matched", worded(f"names your shop: {plain(facts.matched, 30)}"), 0.3)
    if facts.rating is not None:
        stars = min(5, max(1, facts.rating))
        tone = Tone.HURRY if stars <= 2 else Tone.FACT
        yield _reason("rating", worded(f"{stars}-star review"), _RATING_POINTS[stars], tone)
    if facts.audience is Audience.PUBLIC and (facts.followers or 0) >= _REACH_FROM:
        followers = facts.followers or 0
        points = min(1.25, 0.25 * math.log10(1 + followers))
        yield _reason("reach", worded(f"{followers:,} followers"), points, Tone.NOTICE)


def _written_about(facts: Facts, total: float) -> Iterator[Reason]:
    lacking = WORTH_A_LOOK - total
    if facts.matched and facts.kind is Kind.BLOG and not facts.automatic and 0 < lacking <= _WRITTEN_ABOUT:
        yield _reason("written-about", worded("writes about you"), lacking, Tone.NOTICE)


def _wants(facts: Facts, reasons: list[Reason]) -> bool:
    """Whether somebody asks for something, is unhappy, or is in danger; few stars count as unhappy."""
    return _low(facts) or any(reason.name in NEEDING for reason in reasons)


def _low(facts: Facts) -> bool:
    return facts.rating is not None and facts.rating <= 2


def _about_the_person(facts: Facts, *, wants: bool) -> Iterator[Reason]:
    if facts.automatic:
        return
    if facts.earlier_conversations > 0:
        count = facts.earlier_conversations
        words = worded("1 earlier conversation") if count == 1 else worded(f"{count} earlier conversations")
        yield _reason("known", words, 0.2 + min(0.3, 0.1 * count))
    if facts.messages_in > facts.unanswered and facts.waiting_since is not None and wants:
        yield _reason("open", worded("replied to you"), 0.5)
    elif facts.answered_before:
        yield _reason("answered", worded("you answered them before"), 0.2)


def _about_the_wait(facts: Facts, before: list[Reason], target: timedelta) -> Iterator[Reason]:
    """Yield what time adds; it counts in full only for those who want something."""
    names = {reason.name: reason.points for reason in before}
    if facts.automatic:
        return
    complaint = next((reason for reason in before if reason.name == COMPLAINT), None)
    if complaint is not None and facts.audience is Audience.PUBLIC:
        yield _reason("public", worded("said in public"), min(0.4, complaint.points / 3), Tone.NOTICE)
    if facts.waiting_since is None:
        yield _reason("answered-last", worded("you spoke last"), -4.0)
        return
    if SPAM in names:
        return
    weight = _wait_weight(facts, names)
    if facts.unanswered > 1:
        words = worded("wrote twice") if facts.unanswered == 2 else worded(f"wrote {facts.unanswered} times")
        yield _reason("again", words, weight * min(1.0, 0.3 + 0.2 * facts.unanswered))
    waited = facts.now - facts.waiting_since
    yield from _waiting(waited, target, weight)
    old = max((reached for reached in _OLD_STEPS if waited >= reached[0]), default=None)
    if old is not None:
        yield _reason("old", old[2], old[1])


def _wait_weight(facts: Facts, points: Mapping[str, float]) -> float:
    """Return how much waiting counts: in full for the unhappy and for those we talk with, little for kind words."""
    names = points.keys()
    if not names & NEEDING and not _low(facts):
        pleased = names & {PRAISE, SETTLED} or facts.audience is Audience.PUBLIC
        return _PLEASED if pleased else _CALM
    if not facts.addressed:
        return _CALM
    if names & NEEDING == {COMPLAINT} and points[COMPLAINT] < _FAINT and not _low(facts):
        return _ASKED_IN_PUBLIC
    talking = facts.audience is Audience.PRIVATE or facts.messages_in > facts.unanswered
    return 1.0 if talking or _low(facts) or names & {COMPLAINT, SAFETY} else _ASKED_IN_PUBLIC


def _waiting(waited: timedelta, target: timedelta, weight: float) -> Iterator[Reason]:
    reached = [points for share, points in _DUE_STEPS if waited >= target * share]
    if not reached:
        return
    points = reached[-1] + max((more for after, more in _OVERDUE_STEPS if waited >= target + after), default=0.0)
    if weight < _ASKED_IN_PUBLIC:
        yield _reason("waiting", worded("not answered yet"), weight * points)
    elif waited >= target:
        yield _reason("waiting", worded("overdue"), weight * points, Tone.HURRY)
    elif waited >= target * _DUE_SOON:
        yield _reason("waiting", worded("due soon"), weight * points, Tone.NOTICE)
    else:
        yield _reason("waiting", worded("waiting"), weight * points)
