"""A mail taken apart, exactly as the standard library does it, without looking at every line where nothing hangs on it.

What is not regular down to the last part is left to the library.
"""

import email
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from email.message import Message

_HEAD = re.compile(r"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t]+[^\s][^\r\n]*\r?\n)*)+\r?\n", re.ASCII)
"""Headers about whose end there can be no doubt, and the empty line after them."""
_FIELD = re.compile(r"([!-9;-~]+):[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)\r?\n")
"""Name and value of a header of such a head."""
_BOUNDARY = re.compile(r"multipart/[a-z]+;\s*boundary=(?:\"([A-Za-z0-9_=.+-]+)\"|([A-Za-z0-9_=.+-]+))")
"""The type of most mails of several parts."""
_EMPTY_LINE = re.compile(r"\r?\n")
_AFTER_BOUNDARY = re.compile(r"(--)?[ \t]*(?:\r?\n|\Z)")
_DEEPEST = 30
_MOST = 1000


class Part(Message):
    """The library's message, which finds a header at once instead of going through all of them each time.

    `named` are its headers by small name, in order. They do not change any more once it is made.
    """

    def __init__(self, head: str = "") -> None:
        super().__init__()
        self.named: dict[str, list[str]] = {}
        for name, value in _FIELD.findall(head):
            self.set_raw(name, value)
            self.named.setdefault(name.lower(), []).append(value)
        self._read: dict[str, object] = {}
        self._kind = ""

    def get(self, name: str, failobj: object = None) -> object:  # type: ignore[override]  # as typeshed cannot say it
        """Return the first header of this name."""
        if name not in self._read:
            found = self.named.get(name.lower())
            if found is None:
                return failobj
            self._read[name] = self.policy.header_fetch_parse(name, found[0])
        return self._read[name]

    def get_content_type(self) -> str:
        """Return the type in small letters."""
        if not self._kind:
            self._kind = super().get_content_type()
        return self._kind


class _Odd(Exception):
    """Something about this mail leaves a doubt."""


def opened(data: bytes) -> "Message[str, str]":
    """Return a mail taken apart."""
    text = data.decode("ascii", "surrogateescape")
    head = _HEAD.match(text)
    if head is None:
        return email.message_from_bytes(data)
    message = Part(head[0])
    kind = message.get_content_maintype()
    if kind not in ("multipart", "message"):
        message.set_payload(text[head.end() :])
        return message
    if kind == "multipart" and text.count("\r") == text.count("\r\n"):
        with suppress(_Odd):
            message.set_payload([*_parts(message, text, head.end(), len(text), 1)])
            return message
    return email.message_from_bytes(data)


def by_name(message: "Message[str, str]") -> Mapping[str, Sequence[str]]:
    """Return the values of the headers by small name, in order of appearance."""
    if isinstance(message, Part):
        return message.named
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), []).append(str(value))
    return found


def _parts(message: Part, text: str, start: int, end: int, depth: int) -> list[Part]:
    """Return what is between the boundaries in `text[start:end]`, the body of `message`. Raises _Odd."""
    said = _BOUNDARY.fullmatch(str(message.get("content-type")))
    boundary = (said[1] or said[2] if said is not None else message.get_boundary()) or ""
    if not boundary or not boundary.isascii() or not boundary.isprintable() or depth > _DEEPEST:
        raise _Odd
    if message.get_content_subtype() == "digest":
        raise _Odd
    found: list[Part] = []
    begin = -1
    for line, after, last in _boundaries(text, f"\n--{boundary}", start, end):
        if begin >= 0:
            found.append(_part(text, begin, line, depth))
        elif last:
            raise _Odd
        if last:
            return found
        if len(found) > _MOST:
            raise _Odd
        begin = after
    raise _Odd


def _boundaries(text: str, mark: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield where a line of a boundary begins, where it ends, and whether it is the last one."""
    at = text.find(mark, start - 1, end)
    while at >= 0:
        rest = _AFTER_BOUNDARY.match(text, at + len(mark), end)
        if rest is not None:
            yield at + 1, rest.end(), rest[1] is not None
        at = text.find(mark, rest.end() - 1 if rest is not None else at + 1, end)


def _part(text: str, start: int, end: int, depth: int) -> Part:
    """Return the part in `text[start:end]`; the line end before the boundary belongs to the boundary."""
    head = _HEAD.match(text, start, end)
    if head is not None:
        part, body = Part(head[0]), head.end()
    else:
        empty = _EMPTY_LINE.match(text, start, end)
        if empty is None:
            raise _Odd
        part, body = Part(), empty.end()
    kind = part.get_content_maintype()
    if kind == "message":
        raise _Odd
    if kind == "multipart":
        part.set_payload([*_parts(part, text, body, end, depth + 1)])
    else:
        said = text[body:end]
        part.set_payload(said.removesuffix("\r\n" if said.endswith("\r\n") else "\n"))
    return part
