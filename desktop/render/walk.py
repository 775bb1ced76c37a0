"""One walk through what nh3 kept: hidden and quoted parts are left out, the rest is written to a flat page."""

import re
from dataclasses import dataclass, field, replace
from html import unescape

from desktop.render.flat import Page
from desktop.render.inline import PLAIN, Style
from desktop.render.links import may_open, tidy
from desktop.render.marks import ANNOUNCES, Quoted, quoted
from desktop.render.pictures import read
from desktop.render.rules import NOTHING_SAID, Element, names_of
from desktop.render.sheet import Sheet
from desktop.render.styles import NOTHING, UNKNOWN, Colour, Look, colour, look, same, speck

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_REMOTE = re.compile(r"(?:picture:)?https?://", re.IGNORECASE)
_VOID = frozenset({"br", "hr", "img", "wbr"})
_FORMATS = {
    "b": "b",
    "strong": "b",
    "th": "b",
    "i": "i",
    "em": "i",
    "cite": "i",
    "var": "i",
    "dfn": "i",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "pre": "code",
    "sub": "sub",
    "sup": "sup",
}
_BLOCKS = {
    "p": "p",
    "h1": "h3",
    "h2": "h3",
    "h3": "h3",
    "h4": "h4",
    "h5": "h4",
    "h6": "h4",
}
_LINES = frozenset(
    [
        "div",
        "tr",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "center",
        "address",
        "article",
        "aside",
        "dd",
        "details",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "legend",
        "main",
        "nav",
        "pre",
        "section",
        "summary",
    ]
)
_CELLS = frozenset({"td", "th"})
_BARE = dict.fromkeys(_LINES - {"pre"}, "div") | _BLOCKS | {"span": "", "td": "", "q": "", "font": ""}
"""What elements without attributes begin, of those that change nothing else; "" for no block."""
_CONTAINERS = frozenset({"blockquote", "ul", "ol", "li"})
TAGS = frozenset(_FORMATS) | frozenset(_BLOCKS) | _LINES | _CONTAINERS | _CELLS | _VOID | {"a", "span", "font", "q"}
"""The elements that this walk wants to see; of everything else only the text is of use."""

ATTRIBUTES = {
    "*": {"style", "hidden", "class", "id"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size"},
    "table": {"bgcolor", "background"},
    "tr": {"bgcolor"},
    "td": {"bgcolor", "background"},
    "th": {"bgcolor", "background"},
    "div": {"name"},
    "blockquote": {"type"},
}
_PAINTED = frozenset({"color", "bgcolor", "background", "class", "id"})
"""Attributes that may change how what is inside looks."""
_FOR_GOOD = 1 << 40


@dataclass(frozen=True, slots=True)
class _State:
    """What an element passes on to what is in it."""

    style: Style = PLAIN
    tiny: bool = False
    unseen: bool = False
    ink: Colour | str = (0, 0, 0)
    ground: Colour | str = (255, 255, 255)
    kept: bool = False

    @property
    def hidden(self) -> bool:
        """True when text here could not be seen."""
        return self.tiny or self.unseen or same(self.ink, self.ground)


@dataclass(slots=True)
class Walk:
    """Walks once through sanitised HTML and feeds `page`. With `fresh`, quoted earlier messages are left out."""

    page: Page
    sheet: Sheet
    fresh: bool = False
    remote_images: int = 0
    cut: bool = False
    """True when a quotation was left out."""
    _state: _State = field(default_factory=_State)
    _hidden: bool = False
    _stack: list[tuple[str, _State]] = field(default_factory=list)
    _inside_of: list[Element] = field(default_factory=list)
    """What is open, as selectors see it; kept only where the page's style sheets hide something."""
    _skip: int = 0

    def over(self, html: str, body: str = "") -> None:
        """Walk through `html`; `body` are the attributes of the raw body element, which nh3 does not keep."""
        self._begin(body)
        for closing, tag, attributes, text in _TOKEN.findall(html):
            if text:
                if not self._skip and not self._hidden:
                    self._text(text)
            elif closing:
                self._close(tag)
            elif not attributes and tag in _BARE and not self._skip and not self.sheet.rules:
                self._stack.append((tag, self._state))
                kind = _BARE[tag]
                if kind:
                    self.page.block(kind)
            elif self._skip:
                self._skipped(tag, attributes)
            elif not self._start(tag, attributes):
                return
            if self.page.full:
                self._skip = _FOR_GOOD

    def _begin(self, body: str) -> None:
        given = dict(_ATTRIBUTE.findall(body))
        said = look(unescape(given.get("style", "")))
        ground = said.ground or (colour(given["bgcolor"]) or UNKNOWN if "bgcolor" in given else None)
        if (
            "background" in given
            or self.sheet.paints
            or self.sheet.colours(given.get("class", ""), given.get("id", ""))
        ):
            ground = UNKNOWN
        self._state = _State(
            tiny=bool(said.tiny), ink=said.ink or (0, 0, 0), ground=ground or (255, 255, 255), kept=bool(said.kept)
        )
        self._hidden = self._state.hidden

    # -- text and single elements -------------------------------------------------------------------------------------

    def _text(self, raw: str) -> None:
        text = unescape(raw) if "&" in raw else raw
        if self._state.kept:
            self.page.kept(text, self._state.style)
        else:
            self.page.words(text, self._state.style)

    def _image(self, attributes: str) -> None:
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        self.remote_images += bool(_REMOTE.match(given.get("src", "")))
        if self._skip or self._hidden or _speck(given) or self._unseen(given):
            return
        picture = read(given)
        # One whose words are a sign, such as an emoji, says no more than the sign does.
        if picture.src and not picture.sign:
            self.page.picture(picture, self._state.style)
        elif picture.words:
            self.page.words(picture.words, self._state.style)

    def _unseen(self, given: dict[str, str]) -> bool:
        """True for a picture that its style, or a rule of the page, takes out of sight."""
        said = look(given.get("style", ""))
        if said.gone or said.unseen or "hidden" in given:
            return True
        if not self.sheet.rules:
            return False
        seen = self.sheet.rules.of(
            Element("img", names_of(given.get("class", ""), given.get("id", ""))), self._inside_of
        )
        return (seen.gone and not said.display) or (bool(seen.unseen) and said.unseen is None)

    def _skipped(self, tag: str, attributes: str) -> None:
        if tag == "img":
            self._image(attributes)
        elif tag not in _VOID:
            self._skip += 1

    # -- elements -----------------------------------------------------------------------------------------------------

    def _start(self, tag: str, attributes: str) -> bool:
        """Go into an element; return False when nothing after it is wanted."""
        if tag in _VOID:
            self._void(tag, attributes)
            return True
        given = dict(_ATTRIBUTE.findall(attributes)) if attributes else {}
        said = look(unescape(given["style"])) if "style" in given else NOTHING
        if self.sheet.rules:
            said = self._by_rules(tag, given, said)
        if self.fresh and given:
            kind = quoted(tag, given)
            if kind is not Quoted.NO:
                self.page.forget_line_before(ANNOUNCES)
                self.cut = True
                if kind is Quoted.FROM_HERE:
                    return False
                self._leave_out(tag)
                return True
        if said.gone or "hidden" in given:
            self._leave_out(tag)
            return True
        self._stack.append((tag, self._state))
        self._enter(tag, given, said)
        return True

    def _void(self, tag: str, attributes: str) -> None:
        if tag == "img":
            self._image(attributes)
        elif tag == "br" and not self._hidden:
            self.page.line_break()
        elif tag == "hr":
            self.page.rule()

    def _leave_out(self, tag: str) -> None:
        self._stack.append((tag, self._state))
        self._skip = 1
        if tag in _BLOCKS or tag in _LINES or tag in _CONTAINERS:
            self.page.block("div")

    def _by_rules(self, tag: str, given: dict[str, str], said: Look) -> Look:
        """Return how an element looks by its own style and by the style sheets, and remember that it is open."""
        element = Element(tag, names_of(given.get("class", ""), given.get("id", "")))
        seen = self.sheet.rules.of(element, self._inside_of)
        self._inside_of.append(element)
        if seen is NOTHING_SAID:
            return said
        return replace(
            said,
            gone=said.gone or (seen.gone and not said.display),
            tiny=seen.tiny if said.tiny is None else said.tiny,
            unseen=seen.unseen if said.unseen is None else said.unseen,
        )

    def _enter(self, tag: str, given: dict[str, str], said: Look) -> None:
        kind = _BLOCKS.get(tag)
        if kind is not None:
            close = kind == "p" and (said.close or "MsoNormal" in given.get("class", ""))
            self.page.block("div" if close else kind)
        elif tag in _LINES:
            self.page.block("div")
        elif tag in _CONTAINERS:
            self.page.enter(tag)
        if said is not NOTHING or tag in _FORMATS or tag == "a" or not _PAINTED.isdisjoint(given):
            self._state = self._inside(tag, given, said)
            self._hidden = self._state.hidden

    def _inside(self, tag: str, given: dict[str, str], said: Look) -> _State:
        """Return the state within the element."""
        style = self._state.style
        name = _FORMATS.get(tag)
        if name is not None:
            style = style.having(name)
        if tag == "a":
            href = tidy(unescape(given.get("href", "")))
            style = style.to(href if may_open(href) else "")
        if said is not NOTHING:
            style = _formatted(style, said)
        ground = self._ground(given, said)
        ink = said.ink or (colour(given["color"]) or UNKNOWN if "color" in given else None)
        state = self._state
        return _State(
            style=style,
            tiny=state.tiny if said.tiny is None else said.tiny,
            unseen=state.unseen if said.unseen is None else said.unseen,
            ink=ink or state.ink,
            ground=ground or state.ground,
            kept=tag == "pre" or (state.kept if said.kept is None else said.kept),
        )

    def _ground(self, given: dict[str, str], said: Look) -> Colour | str | None:
        if "background" in given or self.sheet.colours(given.get("class", ""), given.get("id", "")):
            return UNKNOWN
        if said.ground is not None:
            return said.ground
        return (colour(given["bgcolor"]) or UNKNOWN) if "bgcolor" in given else None

    def _close(self, tag: str) -> None:
        if self._skip:
            self._skip -= 1
            if self._skip:
                return
            _, self._state = self._stack.pop()
            self._hidden = self._state.hidden
            del self._inside_of[-1:]
            return
        if not self._stack:
            return
        _, state = self._stack.pop()
        del self._inside_of[-1:]
        if state is not self._state:
            self._state = state
            self._hidden = state.hidden
        if tag in _BLOCKS or tag in _LINES:
            self.page.block("div")
        elif tag in _CELLS:
            self.page.cell()
        elif tag in _CONTAINERS:
            self.page.leave()


def _formatted(style: Style, said: Look) -> Style:
    for name, wanted in (("b", said.bold), ("i", said.italic), ("s", said.struck)):
        if wanted is not None:
            style = style.having(name) if wanted else style.lacking(name)
    return style


def _speck(given: dict[str, str]) -> bool:
    """True for a picture of at most 2 by 2: it shows nothing and only tells that the mail was opened."""
    said = [given.get("width", ""), given.get("height", "")]
    return speck(given.get("style", "")) or any(value.strip().removesuffix("px") in ("0", "1", "2") for value in said)
