"""What the owner types into the search box, read into what the index and the tables can answer.

Words must all occur; `"a phrase"` must occur as it stands; `word*` is a beginning; `-` in front means: not. `OR`, in
capitals, joins the words beside it, and parentheses hold several together: `cake (nuts OR "gluten free")`. Fields are
`from: to: subject: in: channel: is: has: before: after:`. Anything else with a colon is just text.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.clock import to_ms
from desktop.domain.errors import ShopbellError
from desktop.domain.item import ID_SHIFT

_TOKEN = re.compile(r'(?P<no>-)?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>\S*))')
_OR = re.compile(r'(?:^|[\s)"])OR(?=[\s("]|$)')
_ATOM = re.compile(r'[()]|-?(?:[A-Za-z]+:)?"[^"]*"|[^\s()]+')
_LAST = 2**63 - 1
"""No message has a later id."""
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")

_STATES = {
    "open": "conversation.state = 'open'",
    "waiting": "conversation.state = 'waiting'",
    "snoozed": "conversation.state = 'snoozed'",
    "done": "conversation.state = 'done'",
    "starred": "conversation.starred = 1",
    "unread": "conversation.unread = 1",
    "read": "conversation.unread = 0",
    "unanswered": "conversation.waiting_since is not null",
    "answered": "conversation.waiting_since is null",
}
_PLACES = {
    "needs-you": "conversation.state = 'open' and conversation.lane = 'needs-you'",
    "worth-a-look": "conversation.state = 'open' and conversation.lane = 'worth-a-look'",
    "the-rest": "conversation.state = 'open' and conversation.lane = 'the-rest'",
    "waiting": "conversation.state = 'waiting'",
    "snoozed": "conversation.state = 'snoozed'",
    "done": "conversation.state = 'done'",
    "starred": "conversation.starred = 1",
    "drafts": "conversation.draft_at is not null",
    "outbox": "conversation.outgoing_at is not null",
}
_HAVE = {"attachment": "message.attachments > 0", "draft": "conversation.draft_at is not null"}


class BadQuery(ShopbellError):
    """The search cannot be understood; the sentence says which part and how it should be written."""


@dataclass(slots=True)
class Query:
    """A search, taken apart. `match` and `without` are for the index, `where` are conditions on the tables.

    `authors` are index terms for the names of the writer; `about_conversations` is true when some condition is on
    the conversation.
    """

    match: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    where: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)
    newest: int | None = None
    oldest: int | None = None
    about_conversations: bool = False

    def terms(self) -> str:
        """Return the expression for the index, "" when no text is searched for."""
        if not self.match:
            return ""
        positive = " AND ".join(self.match)
        return f"({positive}) NOT ({' OR '.join(self.without)})" if self.without else positive


def parse(text: str) -> Query:
    """Return what the text asks for. Raises BadQuery with a sentence."""
    query = Query()
    if _OR.search(text) and text.count('"') % 2 == 0:
        _Alternatives(query, _ATOM.findall(text)).read()
    else:
        _read(query, text)
    if not (query.match or query.without or query.authors or query.where or query.newest or query.oldest):
        raise BadQuery("Type what to look for: words, “a phrase”, or for example from:marta is:unread.")
    return query


def finished(text: str) -> str:
    """Return a search without the word, the phrase or the parenthesis at its end that is still being typed."""
    text = text.rstrip()
    if text.count('"') % 2:
        text = text[: text.rindex('"') + 1]
    elif text.count("(") > text.count(")"):
        text = text[: text.rindex("(") + 1]
    return text[: len(text) - len(text.split()[-1])].rstrip() if text else ""


def _read(query: Query, text: str) -> None:
    for token in _TOKEN.finditer(text):
        if not token[0]:
            continue
        if token["phrase"] is not None and not token["end"]:
            raise BadQuery(f"A quotation mark is missing its partner: {token[0].strip()}")
        _add(query, token)


_DEEPEST = 20


class _Alternatives:
    """Reads a search with OR in it. What is in parentheses or beside an OR can only be words and phrases."""

    def __init__(self, query: Query, atoms: list[str]) -> None:
        self._query = query
        self._atoms = atoms
        self._at = 0

    def read(self) -> None:
        """Add all of it to the query. Raises BadQuery."""
        self._query.match += self._several(0)
        if self._at < len(self._atoms):
            raise BadQuery("A parenthesis is closed that was not opened.")

    def _several(self, depth: int) -> list[str]:
        found: list[str] = []
        while (atom := self._next()) not in ("", ")"):
            if atom != "OR":
                found += self._unit(depth, alone=depth == 0)
                continue
            self._at += 1
            right = self._unit(depth, alone=False)
            if not found or not right:
                raise BadQuery("OR needs words on both sides, such as: cake OR bread.")
            found[-1] = f"({found[-1]} OR {right[0]})"
        return found

    def _unit(self, depth: int, *, alone: bool) -> list[str]:
        """Return the expression of one word or one parenthesis; nothing for what went into the query by itself."""
        atom = self._next()
        if atom in ("", ")", "OR"):
            return []
        self._at += 1
        if atom == "(":
            return self._inside(depth + 1)
        if alone and self._next() != "OR":
            own = Query()
            _read(own, atom)
            if own.match and not (own.without or own.authors or own.where):
                return own.match
            _read(self._query, atom)
            return []
        return self._words(atom)

    def _inside(self, depth: int) -> list[str]:
        inner = self._several(depth) if depth <= _DEEPEST else []
        if self._next() != ")":
            raise BadQuery("A parenthesis was opened and not closed, or too many are inside each other.")
        self._at += 1
        return [f"({' AND '.join(inner)})"] if inner else []

    def _words(self, atom: str) -> list[str]:
        own = Query()
        _read(own, atom)
        if own.without or own.authors or own.where or own.newest or own.oldest:
            raise BadQuery(f"Beside OR and in parentheses there can only be words and phrases, not “{atom}”.")
        return own.match

    def _next(self) -> str:
        return self._atoms[self._at] if self._at < len(self._atoms) else ""


def _add(query: Query, token: "re.Match[str]") -> None:
    name = (token["field"] or "").lower()
    value = token["phrase"] if token["phrase"] is not None else token["word"]
    negative = bool(token["no"])
    if not name:
        _text(query, value, negative=negative, column="")
        return
    read = _FIELDS.get(name)
    if read is None:
        _text(query, f"{token['field']} {value}", negative=negative, column="")
        return
    if not value:
        raise BadQuery(f"After “{name}:” there should be something to look for.")
    read(query, name, value, negative)


def _has_letters(text: str) -> bool:
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co" for char in text)


def term(text: str, *, beginning: bool = False) -> str:
    """Return text as one phrase for the index."""
    quoted = text.rstrip("*").replace('"', '""').replace("\0", "")
    return f'"{quoted}"' + (" *" if beginning or text.endswith("*") else "")


def _text(query: Query, value: str, *, negative: bool, column: str) -> None:
    if not _has_letters(value):
        return
    made = f"{column} : {term(value)}" if column else term(value)
    (query.without if negative else query.match).append(made)


def _subject(query: Query, _name: str, value: str, negative: bool) -> None:  # noqa: FBT001 - all readers are alike
    _text(query, value, negative=negative, column="subject")


def _from(query: Query, name: str, value: str, negative: bool) -> None:  # noqa: FBT001 - all readers are alike
    _need_letters(name, value)
    made = term(value, beginning=True)
    if negative:
        query.where.append(
            ("message.persona not in (select rowid from persona_search where persona_search match ?)", (made,))
        )
    else:
        query.authors.append(made)


def _to(query: Query, name: str, value: str, negative: bool) -> None:  # noqa: FBT001 - all readers are alike
    _need_letters(name, value)
    if not negative:
        query.match.append(f"people : {term(value, beginning=True)}")
    pattern = "%" + value.rstrip("*").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    way = "not like" if negative else "like"
    query.where.append((f"message.people {way} ? escape '\\'", (pattern,)))


def _need_letters(name: str, value: str) -> None:
    if not _has_letters(value):
        raise BadQuery(f"“{name}:{value}” names nobody.")


def _channel(query: Query, _name: str, value: str, negative: bool) -> None:  # noqa: FBT001 - all readers are alike
    query.where.append((f"message.channel {'<>' if negative else '='} ?", (value.lower(),)))


def _chosen(known: dict[str, str]) -> "Callable[[Query, str, str, bool], None]":
    def read(query: Query, name: str, value: str, negative: bool) -> None:  # noqa: FBT001 - all readers are alike
        condition = known.get(value.lower())
        if condition is None:
            raise BadQuery(f"“{name}:{value}” is not known. After “{name}:” there can be: {', '.join(known)}.")
        query.where.append((f"not ({condition})" if negative else condition, ()))
        query.about_conversations |= "conversation." in condition

    return read


def _before(query: Query, name: str, value: str, negative: bool) -> None:  # noqa: FBT001 - all readers are alike
    """`before:` a day, month or year ends where that begins; `after:` begins there, the day itself included."""
    edge = max(-_LAST, min(to_ms(_date(name, value)) << ID_SHIFT, _LAST))
    if (name == "before") is not negative:
        query.newest = edge if query.newest is None else min(query.newest, edge)
    else:
        query.oldest = edge if query.oldest is None else max(query.oldest, edge)


def _date(name: str, value: str) -> datetime:
    found = _DATE.fullmatch(value)
    try:
        if found:
            year, month, day = (int(part) if part else 1 for part in found.groups())
            return datetime(year, month, day).astimezone()
    except (ValueError, OverflowError):
        pass
    raise BadQuery(f"“{name}:{value}” is not a date. Write it as {name}:2026-03-31, {name}:2026-03 or {name}:2026.")


_FIELDS: "dict[str, Callable[[Query, str, str, bool], None]]" = {
    "from": _from,
    "to": _to,
    "subject": _subject,
    "in": _chosen(_PLACES),
    "channel": _channel,
    "is": _chosen(_STATES),
    "has": _chosen(_HAVE),
    "before": _before,
    "after": _before,
}
