"""What several messages of one person say together. Each is heard by itself: heads hear only the beginning of a text.

Of every term the message counts in which it is loudest, so that one message more takes nothing from what was said
before. Only that all is well may do so, if it was said last.
"""

from collections.abc import Sequence

from desktop.domain.conversation import Reason
from desktop.triage.term import CALM, FAINT, faint, term
from desktop.triage.words import COMPLAINT, NEEDING, SETTLED, SPAM, URGENT

COMPLAINT_FROM = 0.9
"""What is less is no complaint yet."""
SETTLED_LEAVES = 0.5
"""How much of a complaint is left by who says that it is settled."""
_MOOD = frozenset((COMPLAINT, FAINT, CALM))
"""One and the same term by how unhappy somebody sounds."""
_Terms = tuple[Reason, ...]


def together(messages: Sequence[_Terms]) -> _Terms:
    """Return what messages of one person, the newest last, add to the score together. Pure; any thread.

    Praise, calm and the like, which speak against a need, count as far as all of them say so. Haste without anything
    that is needed is none.
    """
    found = messages[0] if len(messages) == 1 else _loudest(messages)
    if NEEDING.isdisjoint(one.name for one in found):
        return tuple(one for one in found if one.name != URGENT)
    return found


def _loudest(messages: Sequence[_Terms]) -> _Terms:
    *earlier, last = [{COMPLAINT if one.name in _MOOD else one.name: one for one in terms} for terms in messages]
    if SETTLED in last:
        earlier = [
            {name: _settled(one) if name == COMPLAINT else one for name, one in terms.items()} for terms in earlier
        ]
    kept = []
    for name in dict.fromkeys(name for terms in (*earlier, last) for name in terms):
        said = [terms[name] for terms in (*earlier, last) if name in terms]
        if name == SPAM:
            kept.append(min(said, key=_points))
        elif name == SETTLED:
            kept += [last[name]] if name in last else []
        else:
            loudest = max(said, key=_points)
            kept += [loudest] if loudest.points > 0 or len(said) == len(messages) else []
    return tuple(kept)


def _points(one: Reason) -> float:
    return one.points


def _settled(one: Reason) -> Reason:
    """Return what is left of how unhappy somebody sounded before all was well."""
    points = one.points * SETTLED_LEAVES if one.points > 0 else one.points
    if one.name == COMPLAINT and points < COMPLAINT_FROM:
        return faint(points)
    return term(one.name, one.words, points, one.tone)
