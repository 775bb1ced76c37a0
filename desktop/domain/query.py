"""The language of the search box, read into a tree and written back.

Words must all occur; `"a phrase"` must occur as it stands; `word*` is a beginning; `-` in front means: not. `OR`, in
capitals, joins what stands beside it, and parentheses hold several together: `cake (nuts OR "gluten free")`. Operators
are those of `OPERATORS`, each for one word, a phrase or a parenthesis (`from:(ines OR jon)`); anything else with a colon
is just text. Days are said in plain words: `after:last monday`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.errors import ShopbellError

STATES = ("open", "waiting", "snoozed", "done", "muted", "starred", "unread", "read", "unanswered", "answered")
PLACES = (
    "needs-you", "worth-a-look", "the-rest", "waiting", "snoozed", "done", "starred", "drafts", "outbox",
    "muted", "not-ours", "trash", "anywhere",
)  # fmt: skip
HAVE = ("attachment", "draft", "note")
VALUES: dict[str, tuple[str, ...]] = {"is": STATES, "in": PLACES, "has": HAVE}
"""Operators after which only certain words can stand."""
DATES = ("before", "after")
OPERATORS = ("from", "to", "subject", "in", "channel", "is", "has", "label", "note", "storm", *DATES)
OPERATOR = re.compile(rf"({'|'.join(OPERATORS)}):", re.IGNORECASE)

UNSPACED = re.compile(
    r"\w*[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]\w*\*?"
)
"""A word in a script that is written without spaces, or with endings right at the word: Chinese, Japanese, Korean."""

_BARE = re.compile(r'[^\s"()*:-][^\s"()]*')


class BadQuery(ShopbellError):
    """The search cannot be understood; the sentence says which part and how it should be written."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must occur beside each other; with `*` at the end the last is a beginning."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """An operator and what stands after it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Two or more of which each must be."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Two or more of which one must be."""

    parts: "tuple[Node, ...]"


Node = Term | Field | Not | AllOf | AnyOf


def to_text(node: Node) -> str:
    """Return the search as it could have been typed: reading it gives the same tree."""
    if isinstance(node, AllOf):
        return " ".join(_inside(part, AllOf) for part in node.parts)
    if isinstance(node, AnyOf):
        return " OR ".join(_inside(part, AllOf, AnyOf) for part in node.parts)
    if isinstance(node, Not):
        return "-" + _inside(node.part, AllOf, AnyOf, Not)
    if isinstance(node, Field):
        # Days may be of several words, so that it must be seen where they end.
        is_day = node.name in DATES and not node.value[:4].isdigit()
        return f'{node.name}:"{node.value}"' if is_day else f"{node.name}:{_bare(node.value)}"
    return f'"{node.text}"' if OPERATOR.match(node.text) else _bare(node.text)


def all_of(parts: Iterable[Node]) -> Node | None:
    """Return what must all be as one node, None for nothing."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,))]
    return AllOf(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def any_of(left: Node, right: Node) -> Node:
    """Return what must be one or the other as one node."""
    flat = [inner for part in (left, right) for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    return AnyOf(tuple(flat))


def words_of(node: Node) -> tuple[str, ...]:
    """Return the words and phrases that a hit may show: all but those that must not occur."""
    if isinstance(node, Term):
        return (node.text,)
    if isinstance(node, Field):
        return (node.value,) if node.name in ("subject", "note") else ()
    if isinstance(node, Not):
        return ()
    return tuple(dict.fromkeys(word for part in node.parts for word in words_of(part)))


def _inside(part: Node, *held: type) -> str:
    return f"({to_text(part)})" if isinstance(part, held) else to_text(part)


def _bare(text: str) -> str:
    return text if _BARE.fullmatch(text) and text != "OR" else f'"{text}"'
