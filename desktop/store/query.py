"""A search as the index and the tables can answer it: one branch for each alternative, each a list of conditions."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from desktop.domain.clock import to_ms
from desktop.domain.item import ID_SHIFT
from desktop.domain.past import begins
from desktop.domain.query import UNSPACED, AllOf, AnyOf, BadQuery, Field, Node, Not, Term
from desktop.domain.reading import has_letters, parse
from desktop.domain.row import Lane
from desktop.domain.wording import worded

__all__ = ["BadQuery", "Branch", "branches", "exactly", "parse", "term"]

_OPEN = frozenset((Lane.NEEDS_YOU.value, Lane.WORTH_A_LOOK.value, Lane.THE_REST.value))
_HIDDEN = frozenset((Lane.NOT_OURS.value, Lane.TRASH.value))
_HOMES = _OPEN | _HIDDEN | {"waiting", "snoozed", "done", "muted"}
"""Every conversation is in exactly one of them, which its column `home` names."""
_LAST = 2**63 - 1
"""No message has a later id."""
_MOST = 32
"""So many alternatives are looked for one by one."""

_MOST_WITHIN = 2000
"""In so many stretches of writing such a word is looked for."""
_WITHIN = """
select term from temp.search_terms where term >= '\u1100' and instr(term, ?1) > 0
union all select term from temp.search_terms where term >= '0' and term < ':' and instr(term, ?1) > 0 limit ?2
"""
"""What begins with a letter of such a script, or with a figure. The index holds all between two signs as one word."""

_STARRED = "conversation.starred = 1"
_DRAFT = "conversation.draft_at is not null"
_OUTGOING = "conversation.outgoing_at is not null"
_NOTED = "exists (select 1 from note where note.conversation = conversation.id and kept = 1)"
_ABOUT = {
    ("is", "starred"): _STARRED,
    ("in", "starred"): _STARRED,
    ("is", "unread"): "conversation.unread = 1",
    ("is", "read"): "conversation.unread = 0",
    ("is", "unanswered"): "conversation.waiting_since is not null",
    ("is", "answered"): "conversation.waiting_since is null",
    ("in", "drafts"): _DRAFT,
    ("has", "draft"): _DRAFT,
    ("has", "note"): _NOTED,
    ("in", "outbox"): _OUTGOING,
}
_SETS = {
    _STARRED: "select id from conversation indexed by conversation_starred where starred = 1 and aside <> 'trash'",
    _DRAFT: "select id from conversation indexed by conversation_drafted where draft_at is not null and aside <> 'trash'",
    _NOTED: "select conversation from note where kept = 1",
    _OUTGOING: "select id from conversation indexed by conversation_outgoing where outgoing_at is not null",
}
"""What is on few conversations as a rule, and how they are found."""
_LABELLED = "exists (select 1 from conversation_label where conversation = conversation.id and label in ({}))"

Condition = tuple[str, tuple[object, ...]]


@dataclass(slots=True)
class Branch:
    """One alternative of a search: all of it must be so.

    `match` and `without` are for the index, `authors` are index terms for the names of the writer, `where` are
    conditions on messages, `about` on conversations, which are in one of `homes`. Ids of messages are below `newest`
    and not below `oldest`. `sets` select all conversations, `lists` all messages it can be, where a condition tells.
    """

    match: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    where: list[Condition] = field(default_factory=list)
    about: list[Condition] = field(default_factory=list)
    sets: list[Condition] = field(default_factory=list)
    lists: list[Condition] = field(default_factory=list)
    homes: frozenset[str] = _HOMES - _HIDDEN
    newest: int = _LAST
    oldest: int | None = None

    def terms(self) -> str:
        """Return the expression for the index, "" when no text is searched for."""
        if not self.match:
            return ""
        positive = " AND ".join(self.match)
        return f"({positive}) NOT ({' OR '.join(self.without)})" if self.without else positive

    @property
    def of_conversations(self) -> bool:
        """True when it asks for nothing that single messages would have to tell."""
        return not (self.match or self.without or self.authors or self.where or self.oldest is not None)


def branches(reader: sqlite3.Connection, tree: Node, now: datetime) -> list[Branch]:
    """Return the alternatives of a search; a hit is what any of them finds. Raises BadQuery."""
    meant = _meant(reader, tree)
    return [_branch(reader, parts, now) for parts in _alternatives(_pushed(meant, wanted=True))]


def term(text: str, *, beginning: bool = False) -> str:
    """Return text as one phrase for the index."""
    quoted = text.rstrip("*").replace('"', '""').replace("\0", "")
    return f'"{quoted}"' + (" *" if beginning or text.endswith("*") else "")


def words(reader: sqlite3.Connection, text: str) -> str:
    """Return a search for nothing but words as an expression of the index. Raises BadQuery."""
    return _expression(_meant(reader, parse(text, typing=True))) or ""


def exactly(reader: sqlite3.Connection, name: str) -> list[int]:
    """Return the personas whose whole address a name is."""
    if "@" not in name:
        return []
    rows = reader.execute(
        "select id from persona where channel in (select distinct channel from badge) and key = ?",
        (name.strip('" *').lower(),),
    ).fetchall()
    return [row[0] for row in rows]


# The tree


def _meant(reader: sqlite3.Connection, node: Node) -> Node:
    """Return the tree with each word in all the ways it may stand in the index."""
    if isinstance(node, Not):
        return Not(_meant(reader, node.part))
    if isinstance(node, AllOf | AnyOf):
        return type(node)(tuple(_meant(reader, part) for part in node.parts))
    if isinstance(node, Term):
        ways = [Term(way) for way in _ways(reader, node.text)]
        return AnyOf(tuple(ways)) if len(ways) > 1 else ways[0]
    if node.name == "subject":
        fields = [Field("subject", way) for way in _ways(reader, node.value)]
        return AnyOf(tuple(fields)) if len(fields) > 1 else fields[0]
    return node


def _ways(reader: sqlite3.Connection, text: str) -> list[str]:
    """Return a word in all its ways: with ß and with ss, and what it is a part of where words stand without spaces."""
    if UNSPACED.fullmatch(text):
        # The reader cannot write to the file, but may keep a table of its own only with this pragma off.
        is_reader = reader.execute("pragma query_only").fetchone()[0]
        reader.execute("pragma query_only = off")
        reader.execute("create virtual table if not exists temp.search_terms using fts5vocab(main, search, row)")
        reader.execute(f"pragma query_only = {is_reader}")
        rows = reader.execute(_WITHIN, (text.rstrip("*").lower(), _MOST_WITHIN)).fetchall()
        return [text, *(row[0] for row in rows if row[0] != text)]
    bare = text.casefold()
    return (
        list(dict.fromkeys((text, bare.replace("ß", "ss"), bare.replace("ss", "ß"))))
        if "ss" in bare or "ß" in bare
        else [text]
    )


def _pushed(node: Node, *, wanted: bool) -> Node:
    """Return the tree with every "not" at a leaf."""
    if isinstance(node, Not):
        return _pushed(node.part, wanted=not wanted)
    if isinstance(node, AllOf | AnyOf):
        parts = tuple(_pushed(part, wanted=wanted) for part in node.parts)
        return AllOf(parts) if isinstance(node, AllOf) is wanted else AnyOf(parts)
    return node if wanted else Not(node)


def _expression(node: Node) -> str | None:
    """Return what the index alone can answer as an expression of its own, None for anything else."""
    if isinstance(node, Term):
        return term(node.text)
    if isinstance(node, Field):
        return f"subject : {term(node.value)}" if node.name == "subject" else None
    if isinstance(node, Not):
        return None
    inner = [_expression(part) for part in node.parts]
    if None in inner:
        return None
    return f"({(' AND ' if isinstance(node, AllOf) else ' OR ').join(filter(None, inner))})"


def _alternatives(node: Node) -> list[list[Node]]:
    """Return the lists of leaves (or of what the index can answer as a whole) of which one must hold."""
    if _expression(node) is not None or isinstance(node, Term | Field | Not):
        return [[node]]
    inner = [_alternatives(part) for part in node.parts]
    found: list[list[Node]]
    if isinstance(node, AnyOf):
        found = [one for part in inner for one in part]
    else:
        found = [[]]
        for part in inner:
            found = [left + right for left in found for right in part]
            _bounded(found)
    return _bounded(found)


def _bounded(found: list[list[Node]]) -> list[list[Node]]:
    if len(found) > _MOST:
        raise BadQuery(worded("Too many alternatives at once. Search for a few of them."))
    return found


# One alternative


def _branch(reader: sqlite3.Connection, parts: Iterable[Node], now: datetime) -> Branch:
    branch = Branch()
    among, besides, hidden = _HOMES, frozenset[str](), False
    for part in parts:
        leaf, wanted = (part.part, False) if isinstance(part, Not) else (part, True)
        homes = _homes(leaf)
        if homes is None:
            _add(reader, branch, leaf, now, wanted=wanted)
        elif wanted:
            among, hidden = among & homes, hidden or bool(homes & _HIDDEN)
        else:
            besides |= homes
    branch.homes = among - besides - (frozenset() if hidden else _HIDDEN)
    return branch


def _homes(node: Node) -> frozenset[str] | None:
    """Return the homes that an operator means, None for one that means something else."""
    if not isinstance(node, Field) or node.name not in ("in", "is"):
        return None
    if node.value == "anywhere":
        return _HOMES
    if node.value == "open":
        return _OPEN
    return frozenset((node.value,)) if node.value in _HOMES else None


def _add(reader: sqlite3.Connection, branch: Branch, node: Node, now: datetime, *, wanted: bool) -> None:
    expression = _expression(node)
    if expression is not None:
        (branch.match if wanted else branch.without).append(expression)
    elif isinstance(node, Field):
        if node.name in ("before", "after"):
            _dated(branch, node, now, wanted=wanted)
        elif node.name in ("from", "to"):
            _named(reader, branch, node, wanted=wanted)
        elif node.name == "label":
            _labelled(reader, branch, node.value, wanted=wanted)
        elif node.name == "note":
            _noted(branch, node.value, wanted=wanted)
        elif node.name == "storm":
            _stormy(branch, node.value, wanted=wanted)
        elif node.name == "channel":
            _where(branch, _channel(reader, node.value), wanted=wanted)
        elif node == Field("has", "attachment"):
            _where(branch, ("message.attachments > 0", ()), wanted=wanted)
        else:
            _about(branch, _ABOUT[node.name, node.value], wanted=wanted)


def _given(condition: Condition, *, wanted: bool) -> Condition:
    return condition if wanted else (f"not ({condition[0]})", condition[1])


def _where(branch: Branch, condition: Condition, *, wanted: bool) -> None:
    branch.where.append(_given(condition, wanted=wanted))
    if wanted:
        branch.lists.append((f"select id from message where {condition[0]}", condition[1]))


def _about(branch: Branch, condition: str, *, wanted: bool) -> None:
    branch.about.append(_given((condition, ()), wanted=wanted))
    if wanted and condition in _SETS:
        branch.sets.append((_SETS[condition], ()))


def _labelled(reader: sqlite3.Connection, branch: Branch, name: str, *, wanted: bool) -> None:
    """A label is meant by its name, or by how its name begins where there is none of that name."""
    from desktop.domain.label import key_of

    key = key_of(name.rstrip("*"))
    known = reader.execute("select id, folded from label where kept = 1").fetchall()
    exact = [one for one, folded in known if folded == key]
    ids = ", ".join(map(str, exact or [one for one, folded in known if folded.startswith(key)]))
    branch.about.append(_given((_LABELLED.format(ids), ()), wanted=wanted))
    if wanted:
        branch.sets.append((f"select conversation from conversation_label where label in ({ids})", ()))


def _noted(branch: Branch, value: str, *, wanted: bool) -> None:
    """A conversation is meant by what the owner wrote beside it."""
    noted = (
        "select note.conversation from note_search cross join note on note.id = note_search.rowid"
        " where note_search match ? and kept = 1"
    )
    made = (term(value),)
    branch.about.append(_given((f"conversation.id in ({noted})", made), wanted=wanted))
    if wanted:
        branch.sets.append((noted, made))


def _stormy(branch: Branch, value: str, *, wanted: bool) -> None:
    """A storm is meant by its number: what began in it, whether it stands behind a row or not."""
    if not value.isascii() or not value.isdecimal():
        raise BadQuery(worded(f"“storm:{value}” is not the number of a storm."))
    number = min(int(value), _LAST)
    members = "exists (select 1 from storm_member where storm_member.conversation = conversation.id and storm = ?)"
    branch.about.append(_given((members, (number,)), wanted=wanted))
    if wanted:
        branch.sets.append(("select conversation from storm_member where storm = ?", (number,)))


def _channel(reader: sqlite3.Connection, value: str) -> Condition:
    """A channel is meant by its kind, or by the name the owner gave it."""
    for number, name in reader.execute("select id, name from account where removed_at is null").fetchall():
        if name.casefold() == value.casefold():
            return "message.account = ?", (number,)
    return "message.channel = ?", (value.casefold(),)


def _named(reader: sqlite3.Connection, branch: Branch, node: Field, *, wanted: bool) -> None:
    if not has_letters(node.value):
        raise BadQuery(worded(f"“{node.name}:{node.value}” names nobody."))
    made = term(node.value, beginning=True)
    if node.name == "from" and wanted:
        branch.authors.append(made)
    elif node.name == "from" and (writers := exactly(reader, node.value)):
        branch.where.append((f"message.persona not in ({', '.join(map(str, writers))})", ()))
    elif node.name == "from":
        names = "message.persona not in (select rowid from persona_search where persona_search match ?)"
        branch.where.append((names, (made,)))
    else:
        if wanted:
            branch.match.append(f"people : {made}")
        reader.create_function("is_to", 2, _is_to, deterministic=True)
        pattern = r"(?<!\w)" + r"\W+".join(re.findall(r"\w+", _bare(node.value)))
        branch.where.append((f"{'' if wanted else 'not '}is_to(message.people, ?)", (pattern,)))


@lru_cache(maxsize=4096)
def _is_to(people: str, pattern: str) -> bool:
    return re.search(pattern, _bare(people)) is not None


def _bare(text: str) -> str:
    """Return a text as the index sees it: without capitals and accents, its words apart."""
    letters = unicodedata.normalize("NFD", text.lower().replace("_", " "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _dated(branch: Branch, node: Field, now: datetime, *, wanted: bool) -> None:
    """`before:` a day, month or year ends where that begins; `after:` begins there, the day itself included."""
    start = begins(node.value, now)
    if start is None:
        raise BadQuery(worded(f"“{node.name}:{node.value}” is not a date."))
    edge = max(-_LAST, min(to_ms(start) << ID_SHIFT, _LAST))
    if (node.name == "before") is wanted:
        branch.newest = min(branch.newest, edge)
        branch.oldest = -_LAST if branch.oldest is None else branch.oldest
    else:
        branch.oldest = edge if branch.oldest is None else max(branch.oldest, edge)
