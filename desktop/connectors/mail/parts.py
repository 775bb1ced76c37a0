"""The parts of a mail: which are its words, which are files, and how to find a file's bytes again.

Parts are numbered as IMAP does it: "2.1" is the first part inside the second; the one part of a plain mail is "1".
"""

import email
import quopri
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, unquote_to_bytes

from desktop.connectors.mail.charsets import decoded, header, unbase64
from desktop.domain.item import Attachment
from desktop.domain.text import plain
from desktop.domain.wording import worded

DEEPEST = 30
MOST = 1000
LONGEST_NAME = 150

_PARAMETER = re.compile(r";\s*([A-Za-z0-9_.*-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]*))")
_NO_SEMICOLON = re.compile(r"^(\s*[^\s;]+)\s+(?=[A-Za-z0-9_.*-]+=)")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_DEVICE = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "message/rfc822": ".eml",
}


@dataclass(slots=True)
class Words:
    """What a mail says, in both forms; either may be None. `files` are its attachments, `problem` what went wrong."""

    plain: str | None = None
    html: str | None = None
    files: list[Attachment] = field(default_factory=list)
    problem: str = ""


def words(message: "Message[str, str]") -> Words:
    """Return the text, the HTML and the files of a parsed mail."""
    reader = _Reader()
    text, html = reader.read(message, "", 0)
    return Words(text, html, reader.files, reader.problem)


def attachment_bytes(raw: bytes, part: str) -> bytes:
    """Return the bytes of a file within a mail; raises LookupError when there is no such part."""
    here = email.message_from_bytes(raw)
    for number in part.split("."):
        if not number.isdigit():
            raise LookupError(f"there is no part {part}")
        children = _children(here)
        if not children and number == "1":
            continue
        if not 0 < int(number) <= len(children):
            raise LookupError(f"there is no part {part}")
        here = children[int(number) - 1]
    return _content(here)


def named(raw: bytes, ids: Collection[str]) -> dict[str, bytes]:
    """Return the bytes of those parts of a mail that bear one of these Content-IDs (RFC 2392), by id.

    An id is taken as it stands after `cid:` in a page; of several parts with one id the first counts.
    """
    # Not every program writes the ids in its pages as the standard asks for.
    wanted = {unquote(id_): id_ for id_ in ids} | {id_: id_ for id_ in ids}
    found: dict[str, bytes] = {}
    for part in islice(_parts(email.message_from_bytes(raw), 0), MOST):
        id_ = wanted.get(str(part.get("content-id") or "").strip().strip("<>"))
        if id_ is not None and id_ not in found:
            found[id_] = _content(part)
    return found


def _parts(part: "Message[str, str]", depth: int) -> Iterator["Message[str, str]"]:
    yield part
    if depth < DEEPEST:
        for child in _children(part):
            yield from _parts(child, depth + 1)


def safe_name(name: str, media_type: str = "", fallback: str = "attachment") -> str:
    """Return a file name that any system takes, that leads nowhere, and that shows its true ending."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    bare = _FORBIDDEN.sub("_", plain(bare, 400)).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    if not dot or not stem or len(ending) > 10:
        stem, dot, ending = bare, "", ""
    if not stem:
        stem = fallback
    if not ending and media_type in _ENDINGS:
        dot, ending = ".", _ENDINGS[media_type][1:]
    room = LONGEST_NAME - len((dot + ending).encode())
    while len(stem.encode()) > room:
        stem = stem[:-1]
    whole = f"{stem.rstrip(' .')}{dot}{ending}"
    return f"_{whole}" if _DEVICE.match(whole) else whole


class _Reader:
    """One walk over a mail."""

    def __init__(self) -> None:
        self.files: list[Attachment] = []
        self.problem = ""
        self._count = 0

    def read(self, part: "Message[str, str]", path: str, depth: int) -> tuple[str | None, str | None]:
        """Return what this part says as text and as HTML."""
        self._count += 1
        if self._count > MOST or depth > DEEPEST:
            self.problem = worded("This mail is built of more parts than Shopbell opens; some are not shown.")
            return None, None
        kind = part.get_content_type().partition(" ")[0]
        if kind == "multipart/encrypted" or (kind.endswith("pkcs7-mime") and "signed" not in _smime_type(part)):
            self.problem = worded("This mail is encrypted. Shopbell cannot open it.")
        children = _inside(part) if kind != "message/rfc822" else []
        if children:
            return self._several(kind, children, path, depth)
        return self._leaf(part, kind, path or "1")

    def _several(
        self, kind: str, children: list["Message[str, str]"], path: str, depth: int
    ) -> tuple[str | None, str | None]:
        said = []
        for number, child in enumerate(children, 1):
            said.append(self.read(child, f"{path}.{number}" if path else str(number), depth + 1))
            if self._count > MOST:
                break
        if kind == "multipart/alternative":
            texts = [text for text, _ in said if text is not None]
            htmls = [html for _, html in said if html is not None]
            return (texts[0] if texts else None), (htmls[-1] if htmls else None)
        return _joined([both for both in said if both != (None, None)])

    def _leaf(self, part: "Message[str, str]", kind: str, path: str) -> tuple[str | None, str | None]:
        name = file_name(part)
        disposition = str(part.get("content-disposition") or "").strip().lower()
        if kind in ("text/plain", "text/html") and not disposition.startswith("attachment") and not name:
            text = decoded(_content(part), _charset(part))
            return (text, None) if kind == "text/plain" else (None, text)
        if kind == "message/delivery-status" or (kind == "text/rfc822-headers" and not name):
            return None, None
        size = _size(part)
        if size or name:
            shown = safe_name(name or _inner_subject(part, kind), kind)
            self.files.append(Attachment(name=shown, media_type=plain(kind, 100), size=size, part=path))
        return None, None


def _joined(said: list[tuple[str | None, str | None]]) -> tuple[str | None, str | None]:
    if len(said) <= 1:
        return said[0] if said else (None, None)
    html = None
    if any(each is not None for _, each in said):
        html = "<hr>".join(each if each is not None else _as_html(text or "") for text, each in said)
    texts = [text for text, _ in said if text is not None]
    complete = all(text is not None for text, _ in said)
    return ("\n\n".join(texts) if texts and (complete or html is None) else None), html


def _as_html(text: str) -> str:
    import html

    return html.escape(text, quote=False).replace("\n", "<br>\n")


def _children(part: "Message[str, str]") -> list["Message[str, str]"]:
    """Return the parts of a part; a mail inside a mail is a file, not a part."""
    return _inside(part) if part.get_content_type() != "message/rfc822" else []


def _inside(part: "Message[str, str]") -> list["Message[str, str]"]:
    if not part.is_multipart():
        # The library would decode the whole text only to say that it is one.
        return []
    payload: object = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _content(part: "Message[str, str]") -> bytes:
    """Return a part's bytes, its transfer encoding undone."""
    if part.is_multipart():
        return b"\n".join(_flat(child) for child in _inside(part))
    named, encoding = str(part.get("content-transfer-encoding") or "").lower(), _encoding(part)
    undone: object = part.get_payload(decode=True)
    data = undone if isinstance(undone, bytes) else b""
    if named == encoding:
        return data
    # The library takes only the exact word; what was meant is clear all the same.
    if encoding == "base64":
        return unbase64(data)
    return quopri.decodestring(data) if encoding == "quoted-printable" else data


def _flat(message: "Message[str, str]") -> bytes:
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError):
        head = "".join(f"{name}: {value}\r\n" for name, value in message.raw_items())
        return f"{head}\r\n".encode("ascii", "surrogateescape") + _content(message)


def _encoding(part: "Message[str, str]") -> str:
    return str(part.get("content-transfer-encoding") or "").strip().strip("\"'").lower().partition(";")[0].strip()


def _size(part: "Message[str, str]") -> int:
    """Return how large a file is, without undoing its encoding when that can be told from outside."""
    payload = _letters(part) if _encoding(part) == "base64" else None
    if payload is not None:
        letters = len(payload) - payload.count("\n") - payload.count("\r")
        return max(0, letters * 3 // 4 - payload[-6:].count("="))
    return len(_content(part))


def _letters(part: "Message[str, str]") -> str | None:
    """Return a part as it is written; None where the library does not get over the charset that it names."""
    try:
        payload: object = part.get_payload()
    except ValueError:
        return None
    return payload if isinstance(payload, str) else None


def _charset(part: "Message[str, str]") -> str:
    return parameters(_as_written(part, "content-type")).get("charset", "")


def _smime_type(part: "Message[str, str]") -> str:
    return parameters(str(part.get("content-type") or "")).get("smime-type", "signed-data")


def _inner_subject(part: "Message[str, str]", kind: str) -> str:
    if kind != "message/rfc822":
        return ""
    subject = next((header(str(child.get("subject") or "")) for child in _inside(part)), "")
    return f"{subject or 'message'}.eml"


def file_name(part: "Message[str, str]") -> str:
    """Return the name a part gives its file, "" when it gives none."""
    for name, key in (("content-disposition", "filename"), ("content-type", "name")):
        if found := parameters(_as_written(part, name)).get(key):
            return plain(header(found), 400)
    return ""


def _as_written(part: "Message[str, str]", wanted: str) -> str:
    """Return a header with its raw 8-bit letters, which the library gives up, and with the semicolon that some forget."""
    value = next((str(value) for name, value in part.raw_items() if name.lower() == wanted), "")
    return _NO_SEMICOLON.sub(r"\1; ", value, count=1)


@lru_cache(maxsize=256)
def parameters(value: str) -> Mapping[str, str]:
    """Return the parameters of a header (RFC 2231, also in pieces), lower-case names, values as text."""
    if ";" not in value:
        return {}
    found: dict[str, list[tuple[int, bool, str]]] = {}
    for name, quoted, bare in _parameters(value[:10_000]):
        base, _, rest = name.lower().partition("*")
        number, coded = rest.removesuffix("*"), rest.endswith("*") or (name.endswith("*") and not rest)
        text = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip()
        place = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
        found.setdefault(base, []).append((place, coded, text))
    return {name: _pieced(sorted(pieces)) for name, pieces in found.items()}


def _parameters(value: str) -> Iterator[tuple[str, str, str]]:
    for found in _PARAMETER.finditer(value.replace("\r", "").replace("\n", " ")):
        yield found.group(1), found.group(2) or "", found.group(3) or ""


def _pieced(pieces: list[tuple[int, bool, str]]) -> str:
    if not any(coded for _, coded, _ in pieces):
        return "".join(text for _, _, text in pieces)
    charset, data = "utf-8", b""
    for number, (_, coded, text) in enumerate(pieces):
        if coded and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)  # noqa: PLW2901 - the rest of the same piece
        data += unquote_to_bytes(text) if coded else text.encode("utf-8", "surrogateescape")
    return decoded(data, charset)
