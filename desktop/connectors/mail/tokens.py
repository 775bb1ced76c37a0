"""The grammar of IMAP answers (RFC 9051, section 9) as far as Shopbell asks for it: pure functions over bytes."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from desktop.connectors.mail.uids import UidSet
from desktop.domain.errors import Malformed
from desktop.domain.item import Flag
from desktop.domain.wording import worded

Node = bytes | None | list["Node"]
"""A quoted string, atom or literal; NIL; or a parenthesised list of them."""

LITERAL = re.compile(rb"~?\{(\d{1,12})\+?\}$")
DEEPEST = 50

_TOKEN = re.compile(rb'\s*(?:(\()|(\))|"((?:[^"\\]|\\.)*)"|([^\s()"\[\]]*(?:\[[^\]]*\][^\s()"\[\]]*)*))')
_ESCAPED = re.compile(rb"\\(.)")
_FLAGS = {b"\\seen": Flag.SEEN, b"\\answered": Flag.ANSWERED, b"\\flagged": Flag.FLAGGED}
FLAG_WORDS = {Flag.SEEN: "\\Seen", Flag.ANSWERED: "\\Answered", Flag.FLAGGED: "\\Flagged"}
_MONTHS = {name: n for n, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DATE = re.compile(rb"\s?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One FETCH answer; what the server did not say is None. `header` is any part of a message but the whole."""

    uid: int | None = None
    flags: frozenset[Flag] | None = None
    arrived: datetime | None = None
    size: int | None = None
    modseq: int | None = None
    body: bytes | None = None
    header: bytes | None = None


def tree(parts: Sequence[bytes]) -> list[Node]:
    """Return the nodes of an answer given as text, literal, text, literal, ..., text.

    Raises Malformed for brackets that do not match or are nested too deeply.
    """
    root: list[Node] = []
    stack = [root]
    for number, part in enumerate(parts):
        if number % 2:
            stack[-1].append(part)
        else:
            text = LITERAL.sub(b"", part) if number + 1 < len(parts) else part
            _grow(stack, text)
    if len(stack) != 1:
        raise Malformed(worded("The mail server's answer has an open bracket."))
    return root


def _grow(stack: list[list[Node]], text: bytes) -> None:
    at, end = 0, len(text)
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None or found.end() == at:
            at += 1  # a lone quote or bracket: not worth losing the answer for
            continue
        at = found.end()
        opened, closed, quoted, atom = found.groups()
        if opened:
            if len(stack) > DEEPEST:
                raise Malformed(worded("The mail server's answer is nested too deeply."))
            inner: list[Node] = []
            stack[-1].append(inner)
            stack.append(inner)
        elif closed:
            if len(stack) == 1:
                raise Malformed(worded("The mail server's answer closes a bracket it never opened."))
            stack.pop()
        elif quoted is not None:
            stack[-1].append(_ESCAPED.sub(rb"\1", quoted) if b"\\" in quoted else quoted)
        elif atom:
            stack[-1].append(None if atom.upper() == b"NIL" else atom)


def fetched(parts: Sequence[bytes]) -> Fetched:
    """Read `n FETCH (...)`. Raises Malformed when it is not one."""
    nodes = tree(parts)
    if len(nodes) < 3 or not isinstance(nodes[2], list):
        raise Malformed(worded("The mail server's answer is not a message."))
    pairs = nodes[2]
    found: dict[str, object] = {}
    for name, value in zip(pairs[::2], pairs[1::2], strict=False):
        if isinstance(name, bytes):
            _attribute(found, name.upper(), value)
    return Fetched(**found)  # type: ignore[arg-type]


def _attribute(found: dict[str, object], name: bytes, value: Node) -> None:
    if name == b"FLAGS" and isinstance(value, list):
        found["flags"] = flags(value)
    elif name == b"MODSEQ" and isinstance(value, list) and value:
        found["modseq"] = _number(value[0])
    elif isinstance(value, list):
        return
    elif name == b"UID":
        found["uid"] = _number(value)
    elif name == b"RFC822.SIZE":
        found["size"] = _number(value)
    elif name == b"INTERNALDATE":
        found["arrived"] = moment(value or b"")
    elif name == b"RFC822" or name.startswith(b"BODY[]"):
        found["body"] = value or b""
    elif name.startswith(b"BODY["):
        found["header"] = value or b""


def flags(words: Sequence[Node]) -> frozenset[Flag]:
    """Return the flags Shopbell knows among those the server named."""
    return frozenset(_FLAGS[word.lower()] for word in words if isinstance(word, bytes) and word.lower() in _FLAGS)


def moment(text: bytes) -> datetime | None:
    """Read an INTERNALDATE; None when it is not one."""
    found = _DATE.match(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, off_hours, off_minutes = found.groups()
    offset = timedelta(hours=int(off_hours), minutes=int(off_minutes)) * (-1 if sign == b"-" else 1)
    try:
        zone = timezone(offset)
        local = (int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), min(int(second), 59))
        return datetime(*local, tzinfo=zone).astimezone(UTC)
    except (ValueError, KeyError, OverflowError):
        return None


def date_time(when: datetime) -> bytes:
    """Return a moment as the protocol writes it, its month in English whatever the language of the window."""
    month = list(_MONTHS)[when.month - 1].title()
    return b'"%02d-%b-%04d %b"' % (when.day, month, when.year, f"{when:%H:%M:%S %z}".encode("ascii"))


def numbers(text: bytes) -> UidSet:
    """Read the numbers of a SEARCH answer, or the ALL of an ESEARCH answer."""
    words = text.split()
    if words[:1] == [b"ESEARCH"]:
        upper = [word.upper() for word in words]
        if b"ALL" not in upper[:-1]:
            return UidSet()
        return UidSet.parse(words[upper.index(b"ALL") + 1].decode("ascii", "replace"))
    return UidSet.of(int(word) for word in words[1:] if word.isdigit())


def _number(value: Node) -> int:
    if isinstance(value, bytes) and value.isdigit():
        return int(value)
    raise Malformed(worded("The mail server sent a word where a number belongs."))


def quoted(text: str) -> bytes:
    """Return a text as a quoted string; the caller has made sure that it is ASCII without line breaks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.encode("ascii")


def mailbox_word(name: str) -> bytes:
    """Return a mailbox name as IMAP wants it: quoted, in modified UTF-7 (RFC 3501, 5.1.3)."""
    done, run = [], ""
    for char in [*name, ""]:
        if char and not " " <= char <= "~":
            run += char
            continue
        if run:
            word = base64.b64encode(run.encode("utf-16-be", "surrogatepass")).rstrip(b"=").replace(b"/", b",")
            done.append(f"&{word.decode('ascii')}-")
            run = ""
        done.append("&-" if char == "&" else char)
    return quoted("".join(done))


_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def mailbox_name(word: bytes) -> str:
    """Return the name that `mailbox_word` wrote; what is not modified UTF-7 is taken as UTF-8 or as it is."""
    try:
        text = word.decode("ascii")
    except UnicodeDecodeError:
        return word.decode("utf-8", "replace")
    return _SHIFTED.sub(_unshift, text)


def _unshift(found: re.Match[str]) -> str:
    inside = found.group(1)
    if not inside:
        return "&"
    padded = inside.replace(",", "/") + "=" * (-len(inside) % 4)
    try:
        return base64.b64decode(padded).decode("utf-16-be")
    except (ValueError, UnicodeDecodeError):
        return found.group(0)
