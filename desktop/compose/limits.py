"""How long a reply is by the rules of the channel it goes to.

Sources: Mastodon's `StatusLengthValidator` (an address counts as 23, `@user@server` as `@user`), the lexicon
`app.bsky.feed.post` (300 graphemes and 3000 bytes), X's "Counting characters" (weighted length, 280).
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

import regex

from desktop.connectors.base import Counting, Limits
from desktop.domain.wording import worded

URL_UNITS = 23
_GRAPHEME = regex.compile(r"\X")
_URL = regex.compile(r"(?i)(?<![\p{L}\p{N}_@/])https?://[^\s<>\"\p{C}]+")
_SHORT_URL = regex.compile(
    r"(?i)(?<![\p{L}\p{N}_@./-])(?:https?://[\p{L}\p{N}.-]+|(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+"
    r"(?:com|org|net|edu|gov|info|biz|io|app|dev|shop|store|blog|social|bakery|cafe|eu|uk|de|at|ch|fr|es|it|nl|be|pl|pt|se"
    r"|no|dk|fi|ie|cz|tr|us|ca|au|nz|jp|in|br|mx|me|tv|co)(?![\p{L}\p{N}@-]|\.[\p{L}\p{N}]))(?::\d+)?(?:[/?#][^\s<>\"]*)?"
)
_REMOTE_MENTION = regex.compile(
    r"(?<![\p{L}\p{N}_/=])@([\p{L}\p{N}_]+(?:[\p{L}\p{N}_.-]+[\p{L}\p{N}_]+)?)@[\p{L}\p{N}.-]*[\p{L}\p{N}]+"
)
_LEADING_MENTIONS = regex.compile(r"^(?:\s*@\w{1,15}\b)+\s*")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3")
_TRAILING = ".,;:!?'\")]}…"
# X counts these ranges of code points as one, everything else as two.
_LIGHT_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_LIGHT_STARTS = [start for start, _ in _LIGHT_RANGES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The length of a text in the channel's own units. `limit` and `left` are None where there is no limit.

    `left` is below zero when the text is too long. `sentence` is for the counter: "361 left of 500".
    """

    used: int
    limit: int | None
    left: int | None
    sentence: str


def measure(text: str, limits: Limits) -> Measure:
    """Return how long `text` is by `limits`. Pure; a pasted novel of a million letters takes well under a second."""
    used = units(text, limits.counting)
    if limits.max_units is None:
        return Measure(used=used, limit=None, left=None, sentence="")
    left = limits.max_units - used
    sentence = worded(f"{left} left of {limits.max_units}") if left >= 0 else worded(f"{-left} too long")
    over = _bytes_over(text, limits)
    if over > 0 and left >= 0:
        left = -over
        sentence = worded(f"{over} bytes too long: some signs, like emoji, take many")
    return Measure(used=used, limit=limits.max_units, left=left, sentence=sentence)


def units(text: str, counting: Counting) -> int:
    """Return the length of `text` in the units of a rule of counting."""
    match counting:
        case Counting.UNLIMITED | Counting.CODEPOINTS:
            return len(text)
        case Counting.GRAPHEMES_BYTES:
            return graphemes(text)
        case Counting.GRAPHEMES_URL23:
            return graphemes(_REMOTE_MENTION.sub(r"@\1", _URL.sub(_as_23, text)))
        case Counting.WEIGHTED_280:
            return _weighted(text)


def graphemes(text: str) -> int:
    """Return how many signs a reader would count (UAX #29 extended grapheme clusters)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _ in _GRAPHEME.finditer(text))


def _bytes_over(text: str, limits: Limits) -> int:
    if limits.max_bytes is None:
        return 0
    return len(text.encode("utf-8", "surrogatepass")) - limits.max_bytes


def _as_23(found: "re.Match[str]") -> str:
    return "x" * URL_UNITS + _after(found[0])


def _after(address: str) -> str:
    """Return the punctuation at the end of an address that belongs to the sentence and not to it."""
    bare = address.rstrip(_TRAILING)
    if address[len(bare) :].startswith(")") and "(" in bare:
        bare = address[: len(bare) + 1]
    return address[len(bare) :]


def _weighted(text: str) -> int:
    """Return X's weighted length: mentions at the start of a reply are free, an address is 23, an emoji 2."""
    plain = unicodedata.normalize("NFC", text)
    plain = plain[_leading(plain) :]
    plain = _SHORT_URL.sub(_as_23, plain)
    if plain.isascii():
        return len(plain)
    return sum(_weight(cluster[0]) for cluster in _GRAPHEME.finditer(plain))


def _leading(text: str) -> int:
    found = _LEADING_MENTIONS.match(text)
    return found.end() if found else 0


def _weight(cluster: str) -> int:
    if _EMOJI.match(cluster) and not cluster.isascii() and not _is_text_sign(cluster):
        return 2
    return sum(1 if _is_light(ord(char)) else 2 for char in cluster)


def _is_text_sign(cluster: str) -> bool:
    """Whether a sign that can be an emoji is written as a plain letter, such as © or ™ alone."""
    return len(cluster) == 1 and ord(cluster) < 0x2190 and _is_light(ord(cluster))


def _is_light(point: int) -> bool:
    place = bisect_right(_LIGHT_STARTS, point) - 1
    return point <= _LIGHT_RANGES[place][1]
