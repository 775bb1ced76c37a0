"""Bytes to text, whatever the sender called their encoding. Nothing here raises."""

import base64
import binascii
import codecs
import quopri
import re
from functools import lru_cache

_ALIASES = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-unknown": "",
    "unknown-8bit": "",
    "default": "",
    "default_charset": "",
    "x-user-defined": "",
    "binary": "",
    "8bit": "",
    "": "",
}
_NOT_TEXT = frozenset(
    {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem", "unicode_escape"}
    | {"raw_unicode_escape", "unicodeescape", "rawunicodeescape"}
)
_LETTERS_FOR_OTHERS = ("utf-16", "utf-32", "utf-7", "hz")
"""Codecs, as Python names them, in which plain ASCII stands for other letters."""
_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(=\?)")
_FOLD = re.compile(r"\r?\n[ \t]*|\r[ \t]*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def decoded(data: bytes, charset: str) -> str:
    """Return text: by the charset named, else UTF-8, else Windows-1252; without NUL, line ends as newlines."""
    text = _decoded(data, charset)
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _decoded(data: bytes, charset: str) -> str:
    codec = _codec(charset)
    if data.isascii() and b"\x1b" not in data and not codec.startswith(_LETTERS_FOR_OTHERS):
        return data.decode("ascii")
    if codec:
        try:
            return _paired(data.decode(codec))
        except (UnicodeError, ValueError):
            pass
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if codec and codec not in ("utf-8", "cp1252"):
        return _paired(data.decode(codec, "replace"))
    return data.decode("cp1252", "replace") if codec != "utf-8" else _mostly_utf8(data)


def _mostly_utf8(data: bytes) -> str:
    """Text that says it is UTF-8 and is not: one bad byte in it must not spoil the rest."""
    text = data.decode("utf-8", "replace")
    return text if text.count("\ufffd") * 20 <= len(text) else data.decode("cp1252", "replace")


def _paired(text: str) -> str:
    """Return text without lone surrogates, which some codecs let through and no database takes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """Return the codec for a charset name, "" when there is none that makes text of bytes."""
    name = charset.strip().strip("\"'").lower()[:40]
    name = _ALIASES.get(name, name)
    if not name or name in _NOT_TEXT or not name.isascii():
        return ""
    try:
        codec = codecs.lookup(name).name
        return codec if codec not in _NOT_TEXT and b"ab".decode(codec, "replace") else ""
    except (LookupError, ValueError, TypeError):
        return ""


def header(raw: str, limit: int = 20_000) -> str:
    """Return a header's text: unfolded, encoded words (RFC 2047) read, 8-bit letters guessed."""
    text = raw[:limit]
    if not text.isascii():
        text = _eight_bit(text)
    if "\n" in text or "\r" in text:
        text = _FOLD.sub(" ", text)
    if "=?" in text:
        text = _words(text)
    return text.replace("\0", "").strip()


def _eight_bit(text: str) -> str:
    """Undo the parser's smuggling of raw bytes as surrogates."""
    try:
        return _decoded(text.encode("ascii", "surrogateescape"), "utf-8")
    except UnicodeEncodeError:
        return _paired(text)


def _words(text: str) -> str:
    """Read encoded words; neighbours of one charset are joined as bytes, for letters that were cut in two."""
    joined = _BETWEEN.sub(r"\1\2", text)
    out: list[str] = []
    run: list[bytes] = []
    charset, end = "", 0
    for found in _WORD.finditer(joined):
        if found.start() != end or found.group(1).lower() != charset:
            out.append(_decoded(b"".join(run), charset))
            run = []
        if found.start() != end:
            out.append(joined[end : found.start()])
        charset, end = found.group(1).lower(), found.end()
        run.append(_word(found.group(2), found.group(3)))
    out.append(_decoded(b"".join(run), charset))
    out.append(joined[end:])
    return "".join(out).replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _word(encoding: str, data: str) -> bytes:
    raw = data.encode("ascii", "replace")
    return unbase64(raw) if encoding in "bB" else quopri.decodestring(raw, header=True)


def unbase64(data: bytes) -> bytes:
    """Return what base64 says, leaving out what is not base64 and an unfinished end."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        clean = _NOT_BASE64.sub(b"", data)
        if len(clean) % 4 == 1:
            clean = clean[:-1]
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
