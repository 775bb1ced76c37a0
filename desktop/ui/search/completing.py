"""What may come next while a search is being typed: operators, and what can stand after each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from desktop.domain.query import DATES, OPERATORS, VALUES
from desktop.ui.reads import Reads

MOST = 6
_DAYS = ("today", "yesterday", "monday", "this week", "last week", "this month", "last month", "this year")
_TOKEN = re.compile(r'(?:^|[\s(])(?P<no>-?)(?P<token>(?:(?P<operator>[A-Za-z]+):)?(?P<value>"[^"]*|[^\s()"]*))$')


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may come next: taking it makes the whole query `query`. `shown` is it, `detail` what it means."""

    shown: str
    query: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the shop has: values of the operators `label` and `channel`, with what each means."""

    values: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


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
    """Return what may come next, the likeliest first; `people` are addresses and names for `from:` and `to:`."""
    now = typed(query)
    if now is None:
        return []
    if not now.operator:
        begun = now.value.casefold()
        return [
            Offer(f"{name}:", f"{now.before}{name}:", _meaning(name)) for name in OPERATORS if name.startswith(begun)
        ][:MOST]
    values = people if now.operator in ("from", "to") else _values(now.operator, known)
    begun = now.value.casefold()
    fitting = [pair for pair in values if now.operator in ("from", "to") or pair[0].casefold().startswith(begun)]
    fitting = [pair for pair in fitting if pair[0].casefold() != begun]
    return [
        Offer(f"{now.operator}:{value}", f"{now.before}{now.operator}:{_quoted(value)} ", detail)
        for value, detail in fitting[:MOST]
    ]


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
        "has": translate("Search", "a file, a draft"),
        "label": translate("Search", "your own word for it"),
        "storm": translate("Search", "what came in a storm, by its number"),
        "before": translate("Search", "older than a day"),
        "after": translate("Search", "from a day on"),
    }[operator]


def read_known(reads: Reads) -> Known:
    """Return the labels and channels there are; called on a thread of its own."""
    from desktop.store import accounts, labels

    own = accounts.accounts(reads.connection)
    kinds = dict.fromkeys(account.kind for account in own)
    channels = [(account.name, account.kind) for account in own] + [(kind, "") for kind in kinds]
    return Known({"label": [(one.name, "") for one in labels.labels(reads.connection)], "channel": channels})


def read_people(reads: Reads, value: str) -> list[tuple[str, str]]:
    """Return the addresses and names that words mean, those heard of last first; called on a thread of its own."""
    from desktop.store import persons

    return persons.suggest(reads.connection, value, limit=MOST)
