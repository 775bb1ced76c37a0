"""The owner's own sense as one term of the score, and by which features it knows a conversation again.

For the window and the command line:

- `features(facts)` names what a conversation is known by; it is what acts are taught with (`store.triage.act(...,
  teach=features)`, `store.outbox.queue(..., teach=features)`, `store.learned.correct(..., teach=features)`).
- `Personal(sense)` weighs the lessons of a `domain.sense.Sense`: `.term(facts, before)` is the term, `.pin(facts)` says
  what of it the owner always wants to see, `.line(usual)` where “Needs you” begins, `.progress` how many lessons were taken in of how many (12, 25),
  `.lines()` are the sentences on the line of “Needs you”, `.weights` are all weights for the page of what was learned.
- `said(feature)` says a feature in words, `feature_of_word("allergy")` and `feature_of_sender(...)` make what is pinned.

Features are words as the lexicon folds them ("delivery", negated "not delivery"), the sender ("from:mail/a@b.example"),
the channel ("in:mail"), a topic ("about:#market"), and a reason that was corrected ("term:reach").
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from desktop.domain.address import bare
from desktop.domain.conversation import Facts, Reason, Tone
from desktop.domain.item import Kind
from desktop.domain.sense import Cause, Lesson, Sense
from desktop.domain.text import plain
from desktop.domain.wording import worded
from desktop.paths import resource
from desktop.triage.lexicon import Lexicon, fold, load
from desktop.triage.term import term
from desktop.triage.weights import Weights, usual
from desktop.triage.words import SAFETY, SPAM

PERSONAL, PINNED = "personal", "pinned"
"""The names of the two reasons."""
_SPAM_UNSURE, _SPAM_KNOWN = -1.5, -3.0
"""How far advertising is lowered at the most, before and after the owner has confirmed enough of it."""
_DAY_MS = 86_400_000
_MOST_WORDS = 60
_LONGEST = 4000
_SHORTEST_WORD, _LONGEST_WORD = 3, 30
_REACH = 3
"""So many words behind a negator are negated, unless the clause ends before."""
_ENDINGS = (
    "ierungen", "ierung", "ungen", "ings", "ung", "ing", "ies", "ied", "ern", "ers", "est", "ion", "ed", "es", "en", "er",
    "em", "ic", "os", "as", "ie", "s", "y", "e", "n", "o", "a",
)  # fmt: skip
"""What words of the languages we speak end on, the longer before the shorter."""
_SHORTEST_TRUNK = 4
_FROM, _IN, _ABOUT, _TERM, _NOT = "from:", "in:", "about:", "term:", "not "
_SHARES = {_FROM: "sender", _IN: "channel", _ABOUT: "topic", _TERM: "reason"}
"""By which weight it is known how strong what is no word is, compared with all words together."""
_OUTSIDE = re.compile(r"https?://\S+|www\.\S+|(?:(?<![\w.+-])[\w.+-]++)?@[\w.-]+")
"""Links and addresses. Only where a word begins is looked for an address: a text without a space is read once, not once
from each of its letters.
"""
_TAG = re.compile(r"#(\w{2,40})")
_WORD = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*|[.,;:!?…()\n]")
_GREETING = re.compile(
    r"\A\s*(?:dear|hi|hiya|hello|hey|hallo|liebe[rs]?|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|bonjour|salut|"
    r"ch[eè]re?|hola|buen[oa]s(?: d[ií]as| tardes)?|estimad[oa])\b[^\n,.!?]{0,40}[\n,.!?]",
    re.IGNORECASE,
)
_NAME = 40
"""A last line of at most so many letters, all of its words capital, is a name."""
_QUOTED = re.compile("“([^”]+)”")
_BREAKS = frozenset(".,;:!?…()\n")


@dataclass(frozen=True, slots=True)
class Weight:
    """What was learned of a feature: log-odds, and of how many lessons it was part."""

    points: float
    count: int


def features(facts: Facts) -> tuple[str, ...]:
    """Return what the owner may know a conversation by, the words first; at most about sixty."""
    return tuple(dict.fromkeys((*_words(facts), *_others(facts))))


def features_of_reason(reason: Reason) -> tuple[str, ...]:
    """Return what is meant when one reason is corrected: the words it quotes, else the reason itself."""
    if reason.name in (PERSONAL, "complaint", "urgent", PINNED):
        # As they are known by in the message itself: "never arrived" is known by "not arrived".
        quoted = [word for part in _QUOTED.findall(reason.words) for word in _telling(part, frozenset())]
        if quoted:
            return tuple(dict.fromkeys(quoted))
    return (_TERM + reason.name,)


def feature_of_word(words: str) -> str:
    """Return the feature of a word or of some words in a row, as pinned; "" when there is no word in it.

    An address of mail is whoever writes from it, and no words: those are never found in what is said.
    """
    if (address := bare(words)) is not None:
        return feature_of_sender(f"mail/{address.lower()}")
    tag = _TAG.fullmatch(words.strip())
    if tag:
        return f"{_ABOUT}#{fold(tag[1])}"
    return " ".join(fold(word) for word in _WORD.findall(words) if word not in _BREAKS)


def feature_of_sender(sender: str) -> str:
    """Return the feature of a sender as `Facts.sender` names them: "mail/marta@example.org"."""
    return _FROM + sender


def said(feature: str) -> str:
    """Return a feature in words: a word as it is, else who or what it is."""
    if feature.startswith(_FROM):
        return plain(feature.partition("/")[2], 60)
    for mark in (_IN, _ABOUT, _TERM):
        if feature.startswith(mark):
            return plain(feature.removeprefix(mark), 60)
    return feature


@lru_cache(maxsize=4096)
def trunk(word: str) -> str:
    """Return a folded word without its ending, as far as it can do without."""
    for ending in _ENDINGS:
        if len(word) >= len(ending) + _SHORTEST_TRUNK and word.endswith(ending):
            return word[: -len(ending)]
    return word


def vector(found: Sequence[str], weights: Weights | None = None) -> dict[str, float]:
    """Return how strong each feature is: all words together 1 (L2), the others what their kind is worth."""
    worth = (weights or usual()).learned
    words = sum(":" not in feature for feature in found)
    share = 1.0 / math.sqrt(words) if words else 0.0
    return {feature: _share(feature, share, worth) for feature in found}


def _share(feature: str, of_words: float, worth: Mapping[str, float]) -> float:
    kind, colon, _ = feature.partition(":")
    return worth.get(_SHARES.get(kind + colon, ""), 0.0) if colon else of_words


def weigh(lessons: Iterable[Lesson], weights: Weights | None = None) -> dict[str, Weight]:
    """Return the weights after these lessons, taken in one after the other: logistic regression on top of the score.

    How many the owner answers at all, compared with what the score expects, is learned beside the features and then left
    out: it is true of every conversation and orders none. A weight fades with the days between lessons. The same lessons
    always give the same weights, to the last bit.
    """
    chosen = weights or usual()
    rate, answered = chosen.learned["rate"], chosen.learned["answered"]
    decay = max(0.0, min(1.0, chosen.learned["a_day_later"]))
    points: dict[str, float] = {}
    of_all = 0.0
    seen: dict[str, int] = {}
    touched: dict[str, int] = {}
    day = 0
    for lesson in lessons:
        day = max(day, lesson.stamp.ms // _DAY_MS)
        parts = vector(lesson.features, chosen)
        total = lesson.prior + of_all
        for feature, strength in parts.items():
            if feature in points:
                points[feature] *= decay ** (day - touched[feature])
                total += points[feature] * strength
        told = answered if lesson.cause is Cause.ANSWERED else lesson.weight
        step = rate * told * ((lesson.way > 0) - _logistic(total))
        of_all = round(of_all + step, 6)
        for feature, strength in parts.items():
            points[feature] = round(points.get(feature, 0.0) + step * strength, 6)
            seen[feature] = seen.get(feature, 0) + 1
            touched[feature] = day
    return {
        feature: Weight(round(value * decay ** (day - touched[feature]), 6), seen[feature])
        for feature, value in points.items()
    }


def _logistic(points: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, points))))


class Personal:
    """The owner's sense, weighed. Pure; may be called on any thread."""

    def __init__(self, sense: Sense | None = None, weights: Weights | None = None) -> None:
        """`weights` are the owner's own, else those that came with the product."""
        self.sense = sense or Sense()
        self._counts = weights or usual()
        heard = self.sense.lessons if self.sense.speaks else [one for one in self.sense.lessons if one.weight > 1]
        self.weights: Mapping[str, Weight] = weigh(heard, self._counts)
        self._phrases = {pin: " ".join(map(trunk, pin.split())) for pin in self.sense.pins if ":" not in pin}
        self._others = frozenset(pin for pin in self.sense.pins if ":" in pin)

    @property
    def progress(self) -> tuple[int, int]:
        """How many lessons were taken in, and how many are needed until it speaks."""
        return self.sense.progress

    def lines(self) -> tuple[str, ...]:
        """Return what moved the line of “Needs you”, a sentence each; () where it lies as it lay at first."""
        told = []
        if self.sense.own_line:
            told.append(worded(f"Your own line: {self.sense.own_line:+.1f}"))
        if self.sense.crowded:
            told.append(worded(f"Raised, as more than a fifth came to stand there: {self.sense.crowded:+.1f}"))
        return tuple(told)

    def line(self, usual: float, *, on_top: bool = False) -> float:
        """Return the points at which “Needs you” begins; for what stands on top of it never more than the usual ones."""
        drawn = round(usual + self.sense.line, 2)
        return min(usual, drawn) if on_top else drawn

    def of_spam(self, terms: Iterable[Reason]) -> Iterator[Reason]:
        """Yield the terms; what looks like advertising lowers little until the owner has said often enough what is."""
        most = _SPAM_KNOWN if self.sense.knows_spam else _SPAM_UNSURE
        for one in terms:
            yield replace(one, points=most) if one.name == SPAM and one.points < most else one

    def terms(self, facts: Facts, before: Sequence[Reason], usual_line: float) -> Iterator[Reason]:
        """Yield what the owner's sense adds to the reasons `before`, and what lifts over the line what they pinned."""
        total = sum(reason.points for reason in before)
        learned = self.term(facts, before)
        if learned is not None:
            total += learned.points
            yield learned
        pinned = self.pin(facts) if facts.waiting_since is not None else ""
        if pinned:
            least = self._counts.learned["pinned"]
            lift = max(least, self.line(usual_line, on_top=True) + least - total)
            yield term(PINNED, worded(f"You always want to see “{pinned}”"), lift, Tone.NOTICE)

    def term(self, facts: Facts, before: Iterable[Reason] = ()) -> Reason | None:
        """Return what the owner's sense adds to the reasons `before`, None when it says nothing.

        It never lowers what may harm somebody.
        """
        if not self.weights:
            return None
        reasons = list(before)
        shares = self.shares((*features(facts), *(_TERM + reason.name for reason in reasons)))
        most = self._counts.learned["most"]
        total = max(-most, min(most, sum(shares.values())))
        if round(total, 2) == 0.0 or (total < 0 and any(reason.name == SAFETY for reason in reasons)):
            return None
        strongest = max(shares, key=lambda one: (shares[one] if total > 0 else -shares[one], one))
        words = _sentence(strongest, facts, {reason.name: reason for reason in reasons}, more=total > 0)
        return term(PERSONAL, words, total, Tone.NOTICE if total > 0 else Tone.FACT)

    def shares(self, found: Sequence[str]) -> dict[str, float]:
        """Return what each of these features adds, of those of which something was learned."""
        return {
            one: self.weights[one].points * part
            for one, part in vector(found, self._counts).items()
            if one in self.weights
        }

    def pin(self, facts: Facts) -> str:
        """Return in words what the owner always wants to see and is found here, "" for nothing.

        A word is found in all its usual forms: who pins "allergy" sees "allergies" and "allergic".
        """
        if not self.sense.pins:
            return ""
        others = self._others.intersection(_others(facts))
        if others:
            strongest = min(others, key=self.sense.pins.index)
            return _who(facts) if strongest.startswith(_FROM) else said(strongest)
        if not self._phrases:
            return ""
        text = f" {' '.join(map(trunk, _plain_words(f'{facts.subject[:_LONGEST]} . {facts.text[:_LONGEST]}')))} "
        return next((words for words, trunks in self._phrases.items() if f" {trunks} " in text), "")


def _sentence(feature: str, facts: Facts, reasons: Mapping[str, Reason], *, more: bool) -> str:
    if feature.startswith(_TERM):
        told = reasons[feature.removeprefix(_TERM)].words
        if more:
            return worded(f"Counts more for you: {told}")
        return worded(f"Counts less for you: {told}")
    if feature.startswith(_FROM):
        who = _who(facts)
        if more:
            return worded(f"You usually answer {who} first")
        return worded(f"You usually pass over {who}")
    word = said(feature)
    if more:
        return worded(f"You usually answer “{word}” first")
    return worded(f"You usually pass over “{word}”")


def _who(facts: Facts) -> str:
    return plain(facts.who or facts.sender.partition("/")[2], 40)


def _others(facts: Facts) -> Iterator[str]:
    """Yield what is no word: who wrote, by which channel, what about."""
    if facts.sender:
        yield _FROM + facts.sender
    yield _IN + facts.channel
    for tag in dict.fromkeys(_TAG.findall(facts.text[:_LONGEST])):
        yield f"{_ABOUT}#{fold(tag)}"
    if facts.kind is Kind.COMMENT and facts.subject.strip():
        yield _ABOUT + " ".join(_plain_words(facts.subject))
    if facts.matched:
        yield _ABOUT + " ".join(_plain_words(facts.matched))


def _words(facts: Facts) -> list[str]:
    """Return the words that say something, each once, negated ones with the negation before them."""
    names = frozenset(fold(name) for name in _WORD.findall(facts.who) if name not in _BREAKS)
    return _telling(_OUTSIDE.sub(" ", _body(facts)), names)


def _telling(text: str, names: frozenset[str]) -> list[str]:
    lexicon = _lexicon()
    found: dict[str, None] = {}
    negated = 0
    for token in _WORD.findall(text):
        if token in _BREAKS:
            negated = 0
            continue
        word = fold(token)
        if word in lexicon.negators:
            negated = _REACH + 1
        elif _tells(word) and word not in names:
            found[_NOT + word if negated > 0 else word] = None
            if len(found) >= _MOST_WORDS:
                break
        negated -= 1
    return list(found)


def _body(facts: Facts) -> str:
    """Return what was said, without the greeting and the name below it."""
    text = _unsigned(_GREETING.sub(" ", facts.text[:_LONGEST]))
    return f"{facts.subject[:_LONGEST]}\n{text}" if facts.kind is not Kind.COMMENT else text


def _unsigned(text: str) -> str:
    above, line_end, last = text.rstrip().rpartition("\n")
    is_name = len(last) <= _NAME and all(word[:1].isupper() for word in last.strip(" \t-–—").split())
    return above if line_end and is_name else text


def _plain_words(text: str) -> list[str]:
    return [fold(token) for token in _WORD.findall(text) if token not in _BREAKS]


def _tells(word: str) -> bool:
    """Whether a word says what a message is about."""
    return (
        _SHORTEST_WORD <= len(word) <= _LONGEST_WORD
        and not any(char.isdigit() for char in word)
        and word not in _little_words()
    )


@cache
def _little_words() -> frozenset[str]:
    lines = resource("ranking", "little-words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _lexicon() -> Lexicon:
    return load(resource("lexicon"))
