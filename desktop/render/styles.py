"""What one style, or an old-style colour attribute, says about being seen at all.

Only what hides text is read, and the little that carries meaning (bold, italic, struck, kept white space). Nothing of
it is ever passed on: the reader shows no style of the sender's.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

Colour = tuple[int, int, int]
UNKNOWN = "unknown"
"""A background that may have any colour (a picture, a gradient, a word not understood)."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|([^\n]))")
_LENGTH = re.compile(r"^([+-]?\d{0,6}(?:\.\d{0,6})?)([a-z%]*)$")
_HEX = re.compile(r"^#?([0-9a-f]{3}|[0-9a-f]{6})$")
_FUNCTION = re.compile(r"^rgba?\(([^()]{1,80})\)$")
_NAMES = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "green": (0, 128, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "navy": (0, 0, 128),
    "yellow": (255, 255, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
}
_NEAR = 12
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_LONGEST_STYLE = 4_000
_ABSOLUTE = frozenset({"px", "pt", "", "in", "cm", "mm", "pc", "q"})


@dataclass(frozen=True, slots=True)
class Look:
    """What one style says; None where it says nothing.

    `gone`: the element and all in it takes no place. `tiny`: text too small to read. `unseen`: visibility hidden.
    `display` is true when the style says how to display it, so that a style sheet has no say.
    """

    gone: bool = False
    display: bool = False
    tiny: bool | None = None
    unseen: bool | None = None
    ink: Colour | str | None = None
    ground: Colour | str | None = None
    kept: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    close: bool = False


NOTHING = Look()


@lru_cache(maxsize=2048)
def look(style: str) -> Look:
    """Return what the style attribute says."""
    if not style or len(style) > _LONGEST_STYLE:
        return NOTHING
    said = _declarations(style)
    decoration = said.get("text-decoration", said.get("text-decoration-line", ""))
    found = Look(
        gone=_gone(said),
        display="display" in said,
        tiny=_tiny(said.get("font-size", "") or _font_shorthand(said.get("font", ""))),
        unseen=_choice(said.get("visibility"), {"hidden", "collapse"}),
        ink=_ink(said.get("color")),
        ground=_ground(said.get("background-color"), said.get("background"), said.get("background-image")),
        kept=_choice(said.get("white-space"), {"pre", "pre-wrap", "pre-line", "break-spaces"}),
        bold=_choice(said.get("font-weight"), {"bold", "bolder", "600", "700", "800", "900"}),
        italic=_choice(said.get("font-style"), {"italic", "oblique"}),
        struck=True if "line-through" in decoration else None,
        close=_zero(said.get("margin", "").split(" ")[0]) or _zero(said.get("margin-bottom", "")),
    )
    return NOTHING if found == NOTHING else found


def _declarations(style: str) -> dict[str, str]:
    if "\\" in style:
        style = _ESCAPE.sub(_unescaped, style)
    said: dict[str, str] = {}
    for part in COMMENT.sub("", style).lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            said[name.strip()] = " ".join(value.replace("!important", "").replace("! important", "").split())
    return said


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        number = int(match[1], 16)
        return chr(number) if 0 < number < 0x110000 else ""
    return match[2]


def _choice(value: str | None, yes: set[str]) -> bool | None:
    return None if value is None or value == "inherit" else value in yes


def _gone(said: dict[str, str]) -> bool:
    if said.get("display") == "none" or said.get("content-visibility") == "hidden":
        return True
    opacity = said.get("opacity", "")
    if opacity and _number(opacity) is not None and (_number(opacity) or 0) < 0.05:
        return True
    clipped = said.get("overflow", "").startswith(("hidden", "clip")) or "hidden" in said.get("overflow-y", "")
    if clipped and any(_small(said.get(name, "")) for name in ("height", "max-height", "width", "max-width")):
        return True
    if said.get("clip", "").replace(" ", "").replace(",", "") in (
        "rect(0000)",
        "rect(0px0px0px0px)",
        "rect(1px1px1px1px)",
    ):
        return True
    moved = said.get("position") in ("absolute", "fixed") and any(
        _far(said.get(n, "")) for n in ("left", "top", "right")
    )
    return moved or _far(said.get("text-indent", "")) or "scale(0)" in said.get("transform", "")


def _number(value: str) -> float | None:
    match = _LENGTH.match(value)
    if match is None or match[1] in ("", "+", "-", "."):
        return None
    number = float(match[1])
    return number / 100 if match[2] == "%" else number


@lru_cache(maxsize=512)
def speck(style: str) -> bool:
    """Return whether the style gives a picture a size of at most 2 by 2, in either direction."""
    if not style or len(style) > _LONGEST_STYLE:
        return False
    said = _declarations(style)
    return any(_a_dot(said.get(name, "")) for name in ("width", "height", "max-width", "max-height"))


def _a_dot(size: str) -> bool:
    number = _number(size)
    return number is not None and number <= 2 and size.removesuffix("px").removesuffix("pt")[-1:].isdigit()


def _small(value: str) -> bool:
    number = _number(value)
    return number is not None and 0 <= number <= 1 and not value.endswith(("%", "em"))


def _zero(value: str) -> bool:
    return _number(value) == 0 or value.startswith(("0 ", "0px", "0in", "0cm")) or value == "auto"


def _far(value: str) -> bool:
    number = _number(value)
    return number is not None and number <= -500


def _tiny(value: str) -> bool | None:
    """Return whether text of that size cannot be read; None for sizes that depend on the parent's."""
    match = _LENGTH.match(value)
    number = _number(value)
    if match is None or number is None:
        return False if value.endswith(("small", "medium", "large")) and value != "" else None
    if number <= 0:
        return True
    if match[2] not in _ABSOLUTE:
        return None
    return number <= 1


def _font_shorthand(value: str) -> str:
    """Return the size in a `font:` value; it stands before the family, perhaps with a line height."""
    for word in value.split(" "):
        size = word.partition("/")[0]
        if _number(size) is not None and (not size.isdigit() or size == "0"):
            return size
    return ""


def colour(value: str) -> Colour | None:
    """Return the colour a word means, or None when it is not understood."""
    value = value.strip().lower()
    if value in _NAMES:
        return _NAMES[value]
    if match := _HEX.match(value):
        digits = match[1] if len(match[1]) == 6 else "".join(c * 2 for c in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := _FUNCTION.match(value):
        parts = [_number(part) for part in re.split(r"[,/ ]+", match[1].strip())]
        if len(parts) >= 3 and None not in parts:
            red, green, blue = (max(0, min(255, round((part or 0) * _full(match[1])))) for part in parts[:3])
            return red, green, blue
    return None


def _full(inside: str) -> float:
    return 255.0 if "%" in inside else 1.0


def _see_through(value: str) -> bool:
    if value == "transparent":
        return True
    match = _FUNCTION.match(value)
    parts = re.split(r"[,/ ]+", match[1].strip()) if match else []
    return len(parts) == 4 and (_number(parts[3]) or 0) < 0.05 and _number(parts[3]) is not None


def _ink(value: str | None) -> Colour | str | None:
    """Return the colour of text, "transparent", or None."""
    if not value or value in ("inherit", "currentcolor"):
        return None
    return "transparent" if _see_through(value) else colour(value) or UNKNOWN


def _ground(plain: str | None, shorthand: str | None, picture: str | None) -> Colour | str | None:
    """Return the colour behind text, UNKNOWN for a picture, None for nothing said."""
    if picture and picture not in ("none", "initial"):
        return UNKNOWN
    if shorthand and ("url(" in shorthand or "gradient" in shorthand):
        return UNKNOWN
    for value in (plain, shorthand):
        if not value or value in ("none", "inherit", "initial", "0", "0 0") or _see_through(value):
            continue
        return colour(value) or next((c for c in map(colour, value.split(" ")) if c), None) or UNKNOWN
    return None


def same(ink: Colour | str | None, ground: Colour | str | None) -> bool:
    """True when text of that colour cannot be told from what is behind it."""
    if ink == _BLACK and ground == _WHITE:
        return False
    if ink == "transparent":
        return True
    if not isinstance(ink, tuple) or not isinstance(ground, tuple):
        return False
    return max(abs(a - b) for a, b in zip(ink, ground, strict=True)) <= _NEAR
