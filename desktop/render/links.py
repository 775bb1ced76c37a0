"""Where a link really goes, whether it may be opened, and what is odd about it. Strict, and without Qt."""

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, urlsplit

from desktop.domain.wording import worded

LONGEST = 2_000

_START = re.compile(r"^(https?)://[^/?#\\]|^(mailto):[^/\\]", re.IGNORECASE)
_STRAY = re.compile(r"[\t\r\n]")
_UNFIT = re.compile(r'[\x00-\x20\\<>"\x7f]')
_ORDINARY = re.compile(r"https?://([A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)(?:[/?#][!#-;=?-\[\]-~]*)?")
"""Addresses about which there is nothing to ask, if the host is no longer than a label may be."""
_LONGEST_LABEL = 63
_LABEL = re.compile(r"^[^\W_](?:[\w-]*[^\W_])?$|^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$")
_MAIL_FIELDS = frozenset({"to", "subject", "body"})
_ADDRESS = re.compile(r"^[^\s@<>\"'()\[\],;:\\]+@[^\s@<>\"'()\[\],;:\\]+$")
_WRITTEN_HOST = re.compile(
    r"^(?:(https?)://)?(?:[^\s/@]*@)?((?:[^\W_][\w-]*\.)+[^\W\d_]{2,24})\.?(?::\d{1,5})?(?=[/?#]|$)", re.IGNORECASE
)
_FILE_ENDINGS = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "odt",
        "ods",
        "txt",
        "csv",
        "zip",
        "rar",
        "gz",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "webp",
        "svg",
        "mp3",
        "mp4",
        "mov",
        "html",
        "htm",
        "js",
        "ts",
        "py",
        "php",
        "json",
        "xml",
        "eml",
        "ics",
        "vcf",
        "exe",
        "md",
    ]
)
_SHARED_ENDINGS = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "gob", "gouv", "govt", "nom"})
_OWN_SCRIPT_ENDINGS = {"CYRILLIC": re.compile(r"[Ѐ-ӿ]"), "GREEK": re.compile(r"[Ͱ-Ͽ]")}
_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}),
    frozenset({"CJK", "HANGUL", "LATIN"}),
    frozenset({"CJK", "BOPOMOFO", "LATIN"}),
)
_LOOKALIKE = frozenset(
    {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "DESERET", "GOTHIC", "MATHEMATICAL", "FULLWIDTH"}
)


def tidy(url: str) -> str:
    """Return the address as a browser would read it: trimmed, line ends and tabs out, spaces written as %20."""
    bare = url.strip(" \t\r\n\f").replace(" ", "%20")
    return bare if bare.isprintable() else _STRAY.sub("", bare)


def may_open(url: str) -> bool:
    """True for a well-formed http, https or mailto address that names a host or an addressee; never raises.

    White space, control and direction characters, backslashes, credentials that hide the scheme, unknown mailto fields
    (an attachment, a copy) and addresses of more than 2,000 characters are refused.
    """
    if not url or len(url) > LONGEST:
        return False
    ordinary = _ORDINARY.fullmatch(url)
    if ordinary is not None and len(ordinary[1]) <= _LONGEST_LABEL:
        return True
    if not _START.match(url) or _UNFIT.search(url) or not _seen(url):
        return False
    parts = _parts(url)
    if parts is None:
        return False
    if parts.scheme == "mailto":
        return _may_write(parts)
    return parts.netloc.count("@") <= 1 and _is_host(_host(parts))


def _seen(url: str) -> bool:
    """True when every letter beyond ASCII shows as something."""
    unseen = ("Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Co", "Cn")
    return url.isascii() or not any(unicodedata.category(char) in unseen for char in url if char > "\x7f")


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _may_write(parts: SplitResult) -> bool:
    fields = parse_qsl(parts.query, keep_blank_values=True)
    if any(name.lower() not in _MAIL_FIELDS for name, _ in fields):
        return False
    return all(_ADDRESS.match(one) for one in parts.path.replace("%40", "@").split(","))


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _is_host(host: str) -> bool:
    if not host or len(host) > 253:
        return False
    if ":" in host:
        return _address(host) is not None
    return all(
        len(label) <= _LONGEST_LABEL
        and (_LABEL.match(label) or (not label.isascii() and _script_names(label)))
        and "%" not in label
        for label in host.split(".")
    )


def _script_names(label: str) -> bool:
    """True when every character is a letter, mark, digit or hyphen: scripts whose vowels are marks need it."""
    return bool(label) and all(c in "-_\u30fb\u200c\u200d" or unicodedata.category(c)[0] in "LMN" for c in label)


def true_host(url: str) -> str:
    """Return the host a link goes to, as it may be shown: in punycode where its letters could pass for others.

    For mailto it is the host of the address. "" when there is none.
    """
    parts = _parts(tidy(url))
    if parts is None:
        return ""
    if parts.scheme == "mailto":
        return _shown(parts.path.replace("%40", "@").rpartition("@")[2].lower())
    return _shown(_host(parts))


def _shown(host: str) -> str:
    labels = [_decoded(label) for label in host.split(".")]
    ending = labels[-1]
    return ".".join(label if _honest(label, ending) else _punycode(label) for label in labels)


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def _punycode(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label).lower()
    if folded.isascii():
        return folded
    try:
        return "xn--" + folded.encode("punycode").decode("ascii")
    except UnicodeError:
        return "xn--"


def _honest(label: str, ending: str) -> bool:
    """True when the label's letters are of one script (or of scripts written together) and not easily mistaken."""
    if label.isascii():
        return True
    if unicodedata.normalize("NFKC", label) != label:
        return False
    scripts = {
        unicodedata.name(c, "?").split(" ")[0].split("-")[0] for c in label if unicodedata.category(c)[0] in "LM"
    }
    scripts -= {"COMBINING"}
    if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
        return False
    strange = scripts & _LOOKALIKE
    if not strange:
        return not (scripts == {"LATIN"} and any(ord(c) > 0x24F for c in label))
    own = _OWN_SCRIPT_ENDINGS.get(next(iter(strange)))
    return own is not None and own.search(ending) is not None


def suspicious(text: str, url: str) -> str:
    """Return one sentence of warning about a link with that text, or "" when nothing about it is odd."""
    parts = _parts(tidy(url))
    if parts is None or not may_open(tidy(url)):
        return worded("This is not a web or mail address; it cannot be opened.")
    if parts.scheme == "mailto":
        return _other_addressee(text, parts)
    host = true_host(url)
    if "@" in parts.netloc:
        return worded(f"What stands before the @ is only decoration: the link goes to {host}.")
    if _address(host) is not None:
        return worded(f"The link goes to a bare machine address, {host}, instead of a name.")
    if _odd_letters(_host(parts), host):
        return worded(f"The name is written with letters that look like others; it really is {host}.")
    named = _named_host(text)
    if named and not _akin(named, host):
        return worded(f"The text says {named}, but the link goes to {host}.")
    return ""


def _other_addressee(text: str, parts: SplitResult) -> str:
    shown = text.strip().removeprefix("mailto:").lower()
    real = parts.path.replace("%40", "@").lower()
    if _ADDRESS.match(shown) and shown not in real.split(","):
        return worded(f"The text says {shown}, but the mail would go to {real}.")
    return ""


def _odd_letters(written: str, host: str) -> bool:
    return any("xn--" in label and _decoded(label) != label for label in host.split(".")) or (
        not written.isascii() and host.isascii()
    )


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the machine address a host is, in any way of writing that browsers take (decimal, octal, hexadecimal)."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    pieces = host.split(".")
    if not 1 <= len(pieces) <= 4 or not all(re.fullmatch(r"0[xX][0-9a-fA-F]{0,8}|\d{1,12}", piece) for piece in pieces):
        return None
    numbers = [_piece(piece) for piece in pieces]
    if None in numbers or any((number or 0) > 255 for number in numbers[:-1]):
        return None
    total = sum((number or 0) << (24 - 8 * place) for place, number in enumerate(numbers[:-1])) + (numbers[-1] or 0)
    return ipaddress.IPv4Address(total) if total < 2**32 else None


def _piece(text: str) -> int | None:
    try:
        if text[:2].lower() == "0x":
            return int(text[2:] or "0", 16)
        return int(text, 8) if len(text) > 1 and text.startswith("0") else int(text)
    except ValueError:
        return None


def _named_host(text: str) -> str:
    """Return the host the visible text claims, "" when the text does not look like an address."""
    said = text.strip().strip("\u200b<>()[]\u201c\u201d\"'.,").replace("\u200b", "")
    match = _WRITTEN_HOST.match(said)
    if match is None or " " in said:
        return ""
    host = match[2].lower()
    certain = match[1] is not None or host.startswith("www.")
    return host if certain or host.rpartition(".")[2] not in _FILE_ENDINGS else ""


def _akin(named: str, host: str) -> bool:
    return _base(_shown(named)) == _base(host)


def _base(host: str) -> str:
    """Return the part of a host that one owner registers: two labels, three under endings such as co.uk."""
    labels = host.split(".")
    count = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_ENDINGS else 2
    return ".".join(labels[-count:])
