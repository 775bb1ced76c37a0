"""Which rules of a style sheet an element falls under, as far as they hide it: by tag, class, id and what it stands in.

Selectors that ask for more (`:hover`, `+`, other attributes) are not followed.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop.render.styles import Look

_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][a-z0-9_-]{1,80})*)")
_NAMED = re.compile(r"\[\s*(class|id)\s*~?=\s*[\"']?([a-z0-9_-]{1,80})[\"']?\s*\]")
_NAME = re.compile(r"[.#][a-z0-9_-]+")
_MOST_RULES = 2_000
_MOST_STEPS = 8
_MOST_LOOKS = 300_000
"""Comparisons for one page; then no more rules are followed: an ordinary page needs a few thousand."""


class Element(NamedTuple):
    """What a selector can ask of an element: its tag, and its classes and id as ".name" and "#name"."""

    tag: str
    names: frozenset[str]


class _Step(NamedTuple):
    tag: str
    names: frozenset[str]
    child: bool
    """True when it stands directly in the step before."""

    def fits(self, element: Element) -> bool:
        return (not self.tag or self.tag == element.tag) and self.names <= element.names


class _Rule(NamedTuple):
    weight: tuple[int, int, int, int]
    steps: tuple[_Step, ...]
    said: Look


class Seen(NamedTuple):
    """What the rules say of an element; None where they say nothing."""

    gone: bool = False
    tiny: bool | None = None
    unseen: bool | None = None


NOTHING_SAID = Seen()


@dataclass(slots=True)
class Rules:
    """The rules of a page's style sheets that have to do with being seen."""

    _by_last: defaultdict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    _count: int = 0
    _looks: int = 0

    def __bool__(self) -> bool:
        return bool(self._by_last)

    def add(self, selectors: str, said: Look) -> None:
        """Take up a rule, after all that came before it."""
        if not (said.gone or said.display or said.tiny is not None or said.unseen is not None):
            return
        for selector in selectors.split(","):
            steps = _steps(selector)
            if not steps or self._count >= _MOST_RULES:
                continue
            self._count += 1
            names = [name for step in steps for name in step.names]
            ids = sum(name.startswith("#") for name in names)
            weight = (ids, len(names) - ids, sum(bool(step.tag) for step in steps), self._count)
            last = steps[-1]
            self._by_last[min(last.names) if last.names else last.tag].append(_Rule(weight, steps, said))

    def of(self, element: Element, inside: Sequence[Element]) -> Seen:
        """Return what is said of an element that stands in `inside`, the outermost first."""
        if self._looks > _MOST_LOOKS:
            return NOTHING_SAID
        found = [
            rule
            for key in (element.tag, *element.names)
            for rule in self._by_last.get(key, ())
            if self._holds(rule.steps, element, inside)
        ]
        if not found:
            return NOTHING_SAID
        gone, tiny, unseen = NOTHING_SAID
        for rule in sorted(found, key=_weight):
            said = rule.said
            gone = said.gone or (gone and not said.display)
            tiny = tiny if said.tiny is None else said.tiny
            unseen = unseen if said.unseen is None else said.unseen
        return Seen(gone, tiny, unseen)

    def _holds(self, steps: tuple[_Step, ...], element: Element, inside: Sequence[Element]) -> bool:
        self._looks += 1
        if not steps[-1].fits(element):
            return False
        place = len(inside) - 1
        child = steps[-1].child
        for step in reversed(steps[:-1]):
            while place >= 0 and not step.fits(inside[place]) and not child:
                self._looks += 1
                place -= 1
            if place < 0 or not step.fits(inside[place]):
                return False
            place -= 1
            child = step.child
        return True


def names_of(classes: str, name: str) -> frozenset[str]:
    """Return classes and id as selectors name them."""
    names = {"." + one for one in classes.lower().split()}
    if name:
        names.add("#" + name.lower())
    return frozenset(names)


def _weight(rule: _Rule) -> tuple[int, int, int, int]:
    return rule.weight


def _steps(selector: str) -> tuple[_Step, ...]:
    """Return a selector's steps, () for one that is not followed."""
    text = _NAMED.sub(lambda found: ("." if found[1] == "class" else "#") + found[2], selector)
    steps: list[_Step] = []
    child = False
    for word in text.replace(">", " > ").split()[: 2 * _MOST_STEPS + 1]:
        if word == ">":
            child = True
            continue
        found = _COMPOUND.fullmatch(word)
        if found is None or len(steps) >= _MOST_STEPS:
            return ()
        names = frozenset(_NAME.findall(found[2]))
        tag = "" if found[1] in (None, "*") else found[1]
        if tag in ("html", "body"):
            # What every element stands in; what else is asked of it is not known here.
            if names or steps:
                return ()
            child = False
            continue
        steps.append(_Step(tag, names, child and bool(steps)))
        child = False
    if child or not steps or not (steps[-1].tag or steps[-1].names):
        return ()
    return tuple(steps)
