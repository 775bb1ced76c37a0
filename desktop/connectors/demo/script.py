"""What is said to the sample shop, read from `resources/demo`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from desktop.domain.item import Author
from desktop.paths import resource

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "min": timedelta(minutes=1)}
_TIME = re.compile(r"(?:\d+ (?:d|h|min)(?: |$))+")
_URLS = {
    "mastodon": "https://{server}/@{user}",
    "bluesky": "https://skyline.example/profile/{key}",
    "x": "https://x.example/{key}",
    "facebook": "https://faces.example/{key}",
    "comment": "https://hazelandrye.example/blog",
    "blog": "https://{key}",
    "review": "https://stars.example/{key}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of the script. `when` is counted from the opening of the shop, negative for what was before it."""

    id: str
    speaker: str
    when: timedelta
    fields: Mapping[str, Any]

    def word(self, name: str) -> str:
        """Return a field as a word, "" when it is not there."""
        return str(self.fields.get(name, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What somebody answers when the shop answers one of the messages `to`."""

    line: Line
    to: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Everything that happens in one channel, in the order of time."""

    network: str
    lines: tuple[Line, ...]
    reactions: tuple[Reaction, ...]
    people: Mapping[str, Author]

    def find(self, message: str) -> Line | None:
        """Return the message of that id, among reactions too."""
        for line in (*self.lines, *(reaction.line for reaction in self.reactions)):
            if line.id == message:
                return line
        return None

    def chain(self, line: Line) -> tuple[str, ...]:
        """Return the ids of all that a message answers, oldest first."""
        found: list[str] = []
        parent = line.word("re")
        while parent and parent not in found:
            found.append(parent)
            above = self.find(parent)
            parent = above.word("re") if above else ""
        return tuple(reversed(found))

    def answered(self) -> frozenset[str]:
        """Return the ids of what the shop has answered before the sample was opened."""
        return frozenset(line.word("re") for line in self.lines if line.speaker == "shop")


@cache
def script(network: str) -> Script:
    """Return the script of one channel. Raises OSError and ValueError when the files were damaged."""
    messages = _read(f"{network}.toml")["message"]
    lines = sorted((_line(fields) for fields in messages), key=lambda line: line.when)
    reactions = [fields for fields in _read("reactions.toml")["reaction"] if fields["network"] == network]
    return Script(
        network=network,
        lines=tuple(lines),
        reactions=tuple(_reaction(fields) for fields in reactions),
        people={
            key: _author(network, key, fields) for key, fields in _read("people.toml").items() if network in fields
        },
    )


def letter(name: str) -> str:
    """Return the HTML of a letter."""
    return resource("demo", "letters", f"{name}.html").read_text(encoding="utf-8")


def span(text: str) -> timedelta:
    """Return the time that "2 h 10 min" (before) or "in 4 min" (after) stands for; raises ValueError."""
    after = text.startswith("in ")
    bare = text.removeprefix("in ")
    if not _TIME.fullmatch(bare):
        raise ValueError(f"“{text}” is not a time like “2 h 10 min”.")
    words = bare.split()
    total = sum((int(n) * _UNITS[unit] for n, unit in zip(words[::2], words[1::2], strict=True)), timedelta())
    return total if after else -total


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("demo", name).read_text(encoding="utf-8"))


def _line(fields: dict[str, Any]) -> Line:
    return Line(id=fields["id"], speaker=fields.get("from", ""), when=span(fields["when"]), fields=fields)


def _reaction(fields: dict[str, Any]) -> Reaction:
    said = {"re": fields["to"][0], **fields}
    line = Line(id=fields["id"], speaker=fields["from"], when=timedelta(seconds=fields["after"]), fields=said)
    return Reaction(line=line, to=frozenset(fields["to"]))


def _author(network: str, key: str, fields: dict[str, Any]) -> Author:
    name = fields[network]
    user, _, server = name.partition("@")
    return Author(
        key=name,
        handle=name if network == "mail" else f"@{name}" if network in ("mastodon", "bluesky", "x") else "",
        name=fields.get("name", ""),
        url=_URLS.get(network, "").format(key=name, user=user, server=server),
        followers=fields.get("followers") if network in ("mastodon", "bluesky", "x") and key != "shop" else None,
    )
