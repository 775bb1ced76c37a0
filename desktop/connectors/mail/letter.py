"""What a mail says and carries, as bytes: the owner's words with the signature below them, and files beside them."""

import base64
import hashlib
import re
from collections.abc import Sequence
from email import quoprimime
from urllib.parse import quote

from desktop.connectors.mail.parts import safe_name
from desktop.domain.draft import Enclosure

SIGNATURE_MARK = "-- "
"""Stands on a line of its own above a signature (RFC 3676, 4.3); programs leave out what is below it when they quote."""
LINE = 76
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")
_FROM = re.compile(r"^From ", re.MULTILINE)
_CHANGED = re.compile(r"^(?:(?:From )+|\.$)", re.MULTILINE)
"""How lines begin that mailboxes and servers on the way change."""
_LONGEST_HEAD = 201
"""Characters of a line that says whose words are quoted below it."""

Headers = list[tuple[str, str]]


def signed(text: str, signature: str) -> str:
    """Return a text with the signature below the owner's own words, above what they quote at the end; once."""
    wanted = "\n".join(line.rstrip() for line in signature.strip().splitlines())
    if not wanted or f"\n{SIGNATURE_MARK}\n" in f"\n{text}\n":
        return text
    below = f"\n\n{SIGNATURE_MARK}\n{wanted}\n"
    own = _own_lines(text)
    head = "\n".join(text.split("\n")[:own])
    quoted = text[len(head) + 1 :]
    return f"{head.rstrip()}{below}\n{quoted}" if quoted.strip() else head.rstrip() + below


def _own_lines(text: str) -> int:
    """Return how many lines stand above what is quoted at the end and the line that says whose words these are."""
    lines = text.rstrip().split("\n")
    first = len(lines)
    while first and lines[first - 1].startswith(">"):
        first -= 1
    if first in (0, len(lines)):
        return len(lines)
    return first - 1 if first > 1 and 0 < len(lines[first - 1]) <= _LONGEST_HEAD else first


def content(text: str, files: Sequence[Enclosure], seed: str) -> tuple[Headers, bytes]:
    """Return the last headers of a mail, and its body: the words alone, or the words and then each file as a part.

    `seed` makes the line between the parts: the same mail is always the same bytes.
    """
    words = _words(text)
    if not files:
        return words
    line = f"=_{hashlib.sha256(seed.encode()).hexdigest()[:32]}"
    body = [_part(line, *words)]
    body += [_part(line, *_file(file)) for file in files]
    headers = [("Content-Type", f'multipart/mixed; boundary="{line}"')]
    return headers, b"".join([b"This is a mail with files.\r\n", *body, f"--{line}--\r\n".encode()])


def names(files: Sequence[Enclosure]) -> list[str]:
    """Return the names under which files travel: such as any system takes, and none twice."""
    found: list[str] = []
    for file in files:
        name = safe_name(file.name, _type(file))
        stem, dot, ending = name.rpartition(".")
        number = 1
        while name in found:
            number += 1
            name = f"{stem} {number}{dot}{ending}" if stem else f"{ending} {number}"
        found.append(name)
    return found


def with_names(files: Sequence[Enclosure]) -> tuple[Enclosure, ...]:
    """Return the files under the names by which they travel."""
    named = zip(files, names(files), strict=True)
    return tuple(Enclosure(name=name, media_type=file.media_type, data=file.data) for file, name in named)


def _words(text: str) -> tuple[Headers, bytes]:
    """Return the owner's words so that they arrive as they were written: a paragraph is one line, however long.

    Nothing is broken or marked as flowed: every program breaks long lines at its own width, where broken ones look
    ragged on a telephone, Outlook joins them by guessing, and links would be cut.
    """
    # A line between parts that stood in the words would end them, and mailboxes on the way change what begins with From.
    simple = text.isascii() and "=_" not in text and not _FROM.search(text)
    simple = simple and all(len(line) <= LINE for line in text.split("\n"))
    body = text.encode() if simple else _quoted_printable(text)
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "7bit" if simple else "quoted-printable"),
    ]
    return headers, re.sub(rb"\r\n|\r|\n", b"\r\n", body)


def _quoted_printable(text: str) -> bytes:
    # Not `quopri`: with a blank at its end, a line of it can be longer than the standard allows (RFC 2045, 6.7).
    encoded = quoprimime.body_encode(text.encode().decode("latin-1"), LINE, "\n")
    safe = _CHANGED.sub(lambda found: "=2E" if found[0] == "." else "=46rom =\n" * found[0].count("From "), encoded)
    return safe.encode("ascii")


def _file(file: Enclosure) -> tuple[Headers, bytes]:
    headers = [
        ("Content-Type", _type(file)),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", f"attachment;\r\n {_named(file.name)}"),
    ]
    encoded = base64.b64encode(file.data)
    return headers, b"\r\n".join(encoded[start : start + LINE] for start in range(0, len(encoded), LINE))


def _named(name: str) -> str:
    """Return a file's name as a parameter, in the extended form where it is not plain ASCII (RFC 2231)."""
    if name.isascii() and not set(name) & set('"\\'):
        return f'filename="{name}"'
    return f"filename*=utf-8''{quote(name, safe='')}"


def _type(file: Enclosure) -> str:
    given = file.media_type.lower()
    # A mail or several parts within base64 are nothing that programs expect (RFC 2046, 5.2.1).
    known = _TYPE.fullmatch(given) and not given.startswith(("message/", "multipart/"))
    return given if known else "application/octet-stream"


def _part(line: str, headers: Headers, body: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    # The last end of line belongs to the line between the parts (RFC 2046, 5.1.1).
    return f"--{line}\r\n{head}\r\n".encode("ascii") + body + b"\r\n"
