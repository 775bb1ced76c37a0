"""What a message's style sheets say about being seen: which of their rules hide something, and what has a background."""

import re
from dataclasses import dataclass, field

from desktop.render.rules import Rules, names_of
from desktop.render.styles import COMMENT, look

_STYLE_TAG = re.compile(r"<!--|<(/?)style\b[^<>]*>?", re.IGNORECASE)
_SIMPLE = re.compile(r"^[a-z]{0,10}([.#][a-z0-9_-]{1,80})$")
_MOST_SHEET = 100_000


@dataclass(slots=True)
class Sheet:
    """What a message's style sheets say about being seen.

    `rules` is empty unless one of them hides something. `painted` holds ".name" and "#name" of what has a background.
    `paints` is true when some background is set by a rule that is not as simple as that: then the colour behind a text
    is never known.
    """

    rules: Rules = field(default_factory=Rules)
    painted: set[str] = field(default_factory=set)
    paints: bool = False

    def colours(self, classes: str, name: str) -> bool:
        """True when a rule sets the background of elements of one of these classes or of this id."""
        return bool(self.painted) and not self.painted.isdisjoint(names_of(classes, name))


def sheet(html: str) -> Sheet:
    """Return what the style sheets in the raw HTML say, without those that depend on the screen (@media)."""
    found, hides, rules = Sheet(), False, Rules()
    text = _sheets(html)
    for selectors, body in _rules(COMMENT.sub("", text.replace("<!--", "").replace("-->", "")).lower()):
        said = look(body)
        hides = hides or said.gone or bool(said.tiny) or bool(said.unseen)
        rules.add(selectors, said)
        if said.ground is not None and said.ground != (255, 255, 255):
            simple = _simple(selectors)
            found.painted.update(simple)
            found.paints = found.paints or len(simple) < selectors.count(",") + 1
    if hides:
        found.rules = rules
    return found


def _sheets(html: str) -> str:
    """Return what stands in the style elements of the raw HTML, bounded; linear in its length.

    What stands in a comment is meant for one mail program (`<!--[if mso]>`) and for no other.
    """
    sheets: list[str] = []
    begun, place = -1, 0
    while match := _STYLE_TAG.search(html, place):
        place = match.end()
        if match[0] == "<!--":
            if begun < 0:
                end = html.find("-->", match.start() + 2)
                place = end + 3 if end >= 0 else len(html)
        elif not match[1] and begun < 0:
            begun = match.end()
        elif match[1] and begun >= 0:
            sheets.append(html[begun : match.start()])
            begun = -1
    return "\n".join(sheets)[:_MOST_SHEET]


def _simple(selectors: str) -> set[str]:
    return {match[1] for part in selectors.split(",") if (match := _SIMPLE.match(part.strip()))}


def _rules(text: str) -> list[tuple[str, str]]:
    """Return (selectors, declarations) of the rules that stand at the top level."""
    rules: list[tuple[str, str]] = []
    depth, head, selectors = 0, 0, ""
    for match in re.finditer(r"[{}]", text):
        if match[0] == "{":
            if depth == 0:
                selectors = text[head : match.start()].strip()
            depth, head = depth + 1, match.end()
        elif depth:
            depth -= 1
            if depth == 0:
                if not selectors.startswith("@"):
                    rules.append((selectors.rpartition(";")[2].strip(), text[head : match.start()]))
                head = match.end()
        else:
            head = match.end()
    return rules
