"""Saved replies: a short and a long form in each language, filled in with what is known, and never longer than fits.

A body may hold `{name}` or `{name|what to say instead}`, and once `{|}`, where the caret goes. The shipped set lies in
`resources/templates`, one file a language; the owner's own in their config folder, in files of the same form.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.compose.limits import measure
from desktop.connectors.base import Limits
from desktop.domain.kinds import Audience
from desktop.domain.text import plain
from desktop.domain.wording import worded

VARIABLES: Mapping[str, str] = {
    "first_name": worded("the customer's first name"),
    "name": worded("the customer's whole name"),
    "shop": worded("the name of your shop"),
    "order": worded("the order number they gave"),
    "you": worded("your own name"),
    "hours": worded("your opening hours"),
    "contact": worded("where to write to you in private"),
}
"""What a body may name, and what it stands for."""
CARET = "{|}"
LONGEST = 20_000
LONGEST_VALUE = 200

_FIELD = re.compile(r"\{([a-z_]+)(?:\|([^{}\n]*))?\}")
_LEFT_OVER = re.compile(r"\{[^{}]*\}")
_SPACES = re.compile(r"[ \t]{2,}")
_LONELY = re.compile(r" +([,.!?;:])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One language of a template. Either form may be "", then the other one is used."""

    title: str
    long: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One saved reply. `audience` is None where it may be said anywhere; `own` is true for the owner's own ones."""

    name: str
    bodies: Mapping[str, Body]
    audience: Audience | None = None
    tone: str = "plain"
    own: bool = False

    def body(self, language: str = "") -> Body:
        """Return the words in a language, in English or whatever there is when it is not among them."""
        for key in (language[:2].lower(), "en"):
            if key in self.bodies:
                return self.bodies[key]
        return next(iter(self.bodies.values()))

    def title(self, language: str = "") -> str:
        """Return what it is called in the list."""
        return self.body(language).title

    def is_for(self, audience: Audience) -> bool:
        """Whether it may be said to that audience."""
        return self.audience is None or self.audience is audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the customer and the shop; "" for what is not. `language` is that of the customer's message."""

    language: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A template filled in: the text, where the caret goes, and whether it fits the channel."""

    text: str
    caret: int
    fits: bool


def facts(*, customer: str = "", shop: str = "", order: str = "", language: str = "", **more: str) -> Known:
    """Return what is known, from the names as they stand on the screen; a handle or an address is nobody's first name."""
    name = plain(customer, LONGEST_VALUE)
    is_name = bool(name) and "@" not in name and not any(char.isdigit() for char in name)
    values = {
        "name": name if is_name else "",
        "first_name": _first(name) if is_name else "",
        "shop": shop,
        "order": order,
        **more,
    }
    return Known(language=language, values={key: plain(value, LONGEST_VALUE) for key, value in values.items() if value})


def _first(name: str) -> str:
    """Return the first name in a name; "" where only a surname is sure, as in "Mr Pym" or "M. Oduya"."""
    said = name.split()
    words = [word for word in said if word.rstrip(".").casefold() not in _TITLES]
    if len(words) < len(said) and len(words) < 2:
        return ""
    first = words[0].strip(",.") if words else ""
    return first if len(first) > 1 else ""


_TITLES = frozenset(("mr", "mrs", "ms", "dr", "prof", "herr", "frau", "m", "mme", "mlle", "sr", "sra", "the"))


def fill(template: Template, known: Known, limits: Limits) -> Filled:
    """Return the longer form that fits the channel, filled in. Pure. Nothing in braces is left, whatever is not known.

    When not even the short form fits, it is cut at a sentence, a word, or a sign, so that it does.
    """
    body = template.body(known.language)
    forms = [form for form in (body.long, body.short) if form.strip()] or [body.title]
    for form in forms:
        filled = _filled(form, known.values)
        if _fits(filled.text, limits):
            return filled
    return _cut(_filled(forms[-1], known.values), limits)


def _filled(form: str, values: Mapping[str, str]) -> Filled:
    def value(found: "re.Match[str]") -> str:
        return _harmless(values.get(found[1], "")) or (found[2] or "")

    marked = form.replace(CARET, "\x00", 1)
    text = _FIELD.sub(value, marked)
    # Braces may lie within braces.
    while (bare := _LEFT_OVER.sub("", text)) != text:
        text = bare
    text = "\n".join(_LONELY.sub(r"\1", _SPACES.sub(" ", line)).rstrip() for line in text.strip().splitlines())
    caret = text.find("\x00")
    text = text.replace("\x00", "").rstrip()
    return Filled(text=text, caret=len(text) if caret < 0 else min(caret, len(text)), fits=True)


def _harmless(value: str) -> str:
    """Return a value that cannot be taken for something still to be filled in."""
    return plain(value.replace("{", "(").replace("}", ")").replace("\x00", ""), LONGEST_VALUE)


def _fits(text: str, limits: Limits) -> bool:
    left = measure(text, limits).left
    return left is None or left >= 0


def _cut(filled: Filled, limits: Limits) -> Filled:
    """Return as much as fits, ending where a sentence does, or a word."""
    low, high = 0, len(filled.text)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(filled.text[:middle], limits):
            low = middle
        else:
            high = middle - 1
    text = filled.text[:low]
    while text and not _fits(text, limits):
        text = text[:-1]
    for end in (max(text.rfind(sign) for sign in ".!?"), text.rfind(" ") - 1):
        if end > len(text) // 2:
            text = text[: end + 1]
            break
    return replace(filled, text=text.rstrip(), caret=min(filled.caret, len(text.rstrip())), fits=False)


# ---------------------------------------------------------------------------------------------------------- reading


def load(folder: Path, *, own: bool = False) -> tuple[list[Template], list[str]]:
    """Return the templates in a folder, and one sentence for everything in it that could not be used. Never raises.

    Each file is one language, named after it ("de.toml") or saying so (`language = "de"`); what has the same name in
    several is one template.
    """
    found: dict[str, Template] = {}
    problems: list[str] = []
    try:
        files = sorted(folder.glob("*.toml"))
    except OSError:
        files = []
    for file in files:
        for template in _read(file, problems, own=own):
            before = found.get(template.name)
            found[template.name] = template if before is None else _joined(before, template)
    return list(found.values()), problems


def load_all(shipped: Path, owners: Path) -> tuple[list[Template], list[str]]:
    """Return the owner's own templates and then the shipped ones; one of the same name takes the shipped one's place."""
    mine, problems = load(owners, own=True)
    names = {template.name for template in mine}
    others, more = load(shipped)
    return [*mine, *(template for template in others if template.name not in names)], problems + more


def find(templates: Sequence[Template], name: str) -> Template | None:
    """Return the template of that name or title, however it is written; None when there is none."""
    wanted = name.strip().casefold()
    for template in templates:
        if wanted in (template.name.casefold(), *(body.title.casefold() for body in template.bodies.values())):
            return template
    return None


def _joined(one: Template, other: Template) -> Template:
    return replace(one, bodies={**one.bodies, **other.bodies})


def _read(file: Path, problems: list[str], *, own: bool) -> list[Template]:
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or worded("it is not in UTF-8")
        problems.append(worded(f"The saved replies in {file.name} cannot be read: {why}."))
        return []
    except tomllib.TOMLDecodeError as error:
        problems.append(worded(f"The saved replies in {file.name} are not understood: {error}."))
        return []
    language = str(said.get("language") or file.stem)[:2].lower()
    entries = said.get("template", [])
    if not isinstance(entries, list):
        problems.append(worded(f"{file.name} should hold [[template]] entries; its replies are left out."))
        return []
    return [made for entry in entries if (made := _template(entry, language, file.name, problems, own=own)) is not None]


def _template(entry: object, language: str, where: str, problems: list[str], *, own: bool) -> Template | None:
    given = entry if isinstance(entry, dict) else {}
    texts = {key: given.get(key, "") for key in ("name", "title", "long", "short", "audience", "tone")}
    name = plain(str(texts["name"]), 60)
    if not name or not all(isinstance(text, str) for text in texts.values()):
        problems.append(
            worded(f"A saved reply in {where} has no name, or something in it is not text; it is left out.")
        )
        return None
    if wrong := complaint(texts):
        problems.append(worded(f"The saved reply “{name}” in {where} {wrong}; it is left out."))
        return None
    body = Body(title=plain(texts["title"], 80) or name, long=texts["long"].strip(), short=texts["short"].strip())
    audience = Audience(texts["audience"]) if texts["audience"] in tuple(Audience) else None
    return Template(
        name=name, bodies={language: body}, audience=audience, tone=plain(texts["tone"], 40) or "plain", own=own
    )


def complaint(texts: Mapping[str, str]) -> str:
    """Return what is wrong with a saved reply, "" when nothing is."""
    both = (texts["long"], texts["short"])
    if not any(text.strip() for text in both):
        return worded("says nothing")
    if any(len(text) > LONGEST for text in both):
        return worded("is too long")
    if texts["audience"] not in ("", "any", *Audience):
        return worded("is for “public”, “private” or “any”, nothing else")
    for text in both:
        if text.count(CARET) > 1:
            return worded("has more than one place for the caret")
        rest = _FIELD.sub("", text.replace(CARET, ""))
        unknown = [found[1] for found in _FIELD.finditer(text) if found[1] not in VARIABLES]
        if unknown:
            return worded(f"names {{{unknown[0]}}}, which is not known; there are: {', '.join(VARIABLES)}")
        if "{" in rest or "}" in rest:
            return worded("has a brace that opens or closes nothing")
    return ""
