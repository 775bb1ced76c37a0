"""What may come next while a search is being typed: operators, and what can stand after each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from desktop.domain.query import DATES, OPERATORS, VALUES
from desktop.ui.reads import Reads

MOST = 6
MOST_HITS = 50
"""So many messages are shown while a query is typed; the list holds all that it finds."""
_GUESSES, _OF_A_KIND = 4, 2
"""How much is offered that a word may mean besides itself, in all and of the same kind."""
_LEAST = 2
"""Letters from which on a word is guessed at."""
_DAYS = ("today", "yesterday", "monday", "this week", "last week", "this month", "last month", "this year")
_TOKEN = re.compile(r'(?:^|[\s(])(?P<no>-?)(?P<token>(?:(?P<operator>[A-Za-z]+):)?(?P<value>"[^"]*|[^\s()"]*))$')
_PLAIN = re.compile(r"\w{3,}")
"""A word of which the beginnings are looked for: of shorter ones there are too many."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may come next: taking it makes the whole query `query`. `shown` is it, `detail` what it means."""

    shown: str
    query: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the shop has: values of the operators `label` and `channel`, with what each means, and what was searched.

    `saved` are names and queries, `recent` queries.
    """

    values: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    saved: Sequence[tuple[str, str]] = ()
    recent: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What is being typed at the end of a query: an operator or a beginning of one ("" for none), and its value."""

    before: str
    operator: str
    value: str


def typed(query: str) -> Typed | None:
    """Return what is being typed at the end, None where something new begins."""
    found = _TOKEN.search(query)
    if found is None or not found["token"]:
        return None
    operator = (found["operator"] or "").lower()
    before = query[: found.start("token")]
    if operator and operator in OPERATORS:
        return Typed(before, operator, found["value"].lstrip('"'))
    return Typed(before, "", found["token"])


def offers(query: str, known: Known, people: Sequence[tuple[str, str]] = ()) -> list[Offer]:
    """Return what may come next, the likeliest first; `people` are addresses and names that the last word may mean."""
    now = typed(query)
    if now is None:
        return []
    if not now.operator:
        operators = [
            Offer(f"{name}:", f"{now.before}{name}:", _meaning(name)) for name in OPERATORS if _begins(now, name)
        ]
        return (operators + _guesses(query, now, known, people))[:MOST]
    values = people if now.operator in ("from", "to") else _values(now.operator, known)
    begun = now.value.casefold()
    fitting = [pair for pair in values if now.operator in ("from", "to") or pair[0].casefold().startswith(begun)]
    fitting = [pair for pair in fitting if pair[0].casefold() != begun]
    return [
        Offer(f"{now.operator}:{value}", f"{now.before}{now.operator}:{_quoted(value)} ", detail)
        for value, detail in fitting[:MOST]
    ]


def completes(query: str) -> bool:
    """Return whether what is offered belongs to an operator: else it is a guess, and the word may stand as it is."""
    now = typed(query)
    return now is not None and (bool(now.operator) or any(_begins(now, name) for name in OPERATORS))


def _begins(now: Typed, name: str) -> bool:
    return name.startswith(now.value.casefold())


def _guesses(query: str, now: Typed, known: Known, people: Sequence[tuple[str, str]]) -> list[Offer]:
    """Return what a word may mean besides itself: an earlier search, a state, a label, a channel, somebody."""
    translate = QCoreApplication.translate
    begun, whole = now.value.casefold(), query.strip().casefold()
    if not begun[:1].isalnum():
        return []
    lately = [one for one in known.recent if one.casefold().startswith(whole) and one.casefold() != whole]
    found = [Offer(one, one, translate("Search", "searched lately")) for one in lately[:_OF_A_KIND]]
    if len(begun) < _LEAST:
        return found
    kept = [pair for pair in known.saved if _has_word(pair[0], whole)]
    found += [Offer(name, what, translate("Search", "a saved search")) for name, what in kept[:_OF_A_KIND]]
    states = [(name, value) for name, values in VALUES.items() for value in values if value.startswith(begun)]
    named = [(name, pair) for name in ("label", "channel") for pair in known.values.get(name, ())]
    words = [(name, value, "") for name, value in states[:_OF_A_KIND]]
    words += [(name, value, detail) for name, (value, detail) in named if _has_word(value, begun)][:_OF_A_KIND]
    words += [("from", address, name) for address, name in people[:_OF_A_KIND]]
    found += [
        Offer(f"{name}:{value}", f"{now.before}{name}:{_quoted(value)} ", detail or _meaning(name))
        for name, value, detail in words
    ]
    return found[:_GUESSES]


def _has_word(text: str, begun: str) -> bool:
    folded = text.casefold()
    return folded.startswith(begun) or any(word.startswith(begun) for word in folded.split())


def wider(query: str) -> str:
    """Return the query with its last word as the beginning of words; "" where that is too short, or no plain word."""
    now = typed(query)
    if now is None or now.operator or now.before.endswith("-") or not _PLAIN.fullmatch(now.value):
        return ""
    return f"{query.rstrip()}*"


def _values(operator: str, known: Known) -> Sequence[tuple[str, str]]:
    if operator in VALUES:
        return [(value, "") for value in VALUES[operator]]
    if operator in DATES:
        return [(day, "") for day in _DAYS]
    return known.values.get(operator, ())


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r'[\s()"]', value) else value


def _meaning(operator: str) -> str:
    translate = QCoreApplication.translate
    return {
        "from": translate("Search", "who wrote it"),
        "to": translate("Search", "to whom it was written"),
        "subject": translate("Search", "words of the subject"),
        "in": translate("Search", "a lane, trash, anywhere"),
        "channel": translate("Search", "mail, a network, a feed"),
        "is": translate("Search", "unread, starred, done …"),
        "has": translate("Search", "a file, a draft, a note"),
        "label": translate("Search", "your own word for it"),
        "note": translate("Search", "what you noted beside it"),
        "storm": translate("Search", "what came in a storm, by its number"),
        "before": translate("Search", "older than a day"),
        "after": translate("Search", "from a day on"),
    }[operator]


def read_known(reads: Reads) -> Known:
    """Return the labels and channels there are; called on a thread of its own."""
    from desktop.store import accounts, labels, saved

    own = accounts.accounts(reads.connection)
    kinds = dict.fromkeys(account.kind for account in own)
    channels = [(account.name, account.kind) for account in own] + [(kind, "") for kind in kinds]
    kept = [(one.name, one.query) for one in saved.saved(reads.connection)]
    return Known({"label": [(one.name, "") for one in labels.labels(reads.connection)], "channel": channels}, kept)


def read_people(reads: Reads, value: str) -> list[tuple[str, str]]:
    """Return the addresses and names that words mean, those heard of last first; called on a thread of its own."""
    from desktop.store import persons

    return persons.suggest(reads.connection, value, limit=MOST)
