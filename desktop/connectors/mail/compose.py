"""Turning a draft into the exact bytes of a mail, and refusing to when those bytes say anything that was not meant.

Headers are written here, character by character, and read back by another parser before anything is queued: which
headers there are, and who receives it, must be what was intended.
"""

import base64
import email
import email.header
import email.utils
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.message import Message

from desktop.connectors.base import Addresses
from desktop.connectors.mail.letter import Headers, content, names, signed, with_names
from desktop.connectors.mail.settings import MailSettings
from desktop.domain.address import bare, is_own, listed, without_doubles
from desktop.domain.begun import is_begun
from desktop.domain.draft import Draft, Enclosure, Parent, Plan
from desktop.domain.errors import Refused, Unaddressed
from desktop.domain.subject import without_prefixes
from desktop.domain.text import plain
from desktop.domain.wording import worded

ID_HEADER = "X-Shopbell-Id"
REFERENCES = 20
"""How many references are kept beside the first: enough for every program to find the thread again."""
SUBJECT_LENGTH = 250

_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_NOT_WRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def prepare(settings: MailSettings, reply_id: str, draft: Draft, parent: Parent | None, now: datetime) -> Plan:
    """Return the frozen mail. Pure. Raises Refused with a sentence when it cannot be sent as it is."""
    if not draft.text.strip():
        raise Refused(worded("There is nothing in this reply yet."))
    to, cc = _recipients(settings, draft, parent)
    sender, subject = _sender(settings, parent), _subject(draft, parent)
    message_id = f"<{_id_part(reply_id)}@{sender.rpartition('@')[2]}>"
    headers = [
        ("Date", email.utils.format_datetime(now)),
        ("From", _mailbox(settings.sender_name, sender)),
        ("To", ",\r\n ".join(to)),
        *([("Cc", ",\r\n ".join(cc))] if cc else []),
        *([("Subject", _encoded(subject))] if subject or not is_begun(draft.conversation) else []),
        ("Message-ID", message_id),
        *_thread(parent),
        (ID_HEADER, _id_part(reply_id)),
        ("MIME-Version", "1.0"),
    ]
    text, files = signed(_text(draft), settings.signature), with_names(draft.enclosures)
    # Read back with the same names and next to nothing in the files: their bytes cannot say anything else in base64.
    light = tuple(replace(file, data=b"x") for file in files)
    _read_back(*_assembled(headers, text, light, reply_id), (sender, to, cc), subject, names(files))
    payload, _ = _assembled(headers, text, files, reply_id)
    return Plan(
        reply_id=reply_id,
        payload=payload,
        remote_key=message_id,
        sender=sender,
        recipients=without_doubles((*to, *cc, *([sender] if settings.copy_to_self else []))),
        summary=", ".join((*to, *cc)),
    )


# ---------------------------------------------------------------------------------------------------------- who


def _recipients(settings: MailSettings, draft: Draft, parent: Parent | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wanted = draft.to or _usual(settings, parent)
    to = without_doubles(_checked(address) for address in wanted)
    cc = without_doubles(map(_checked, draft.cc), known=to)
    if not to:
        raise Unaddressed(worded("Nobody is named who should receive this reply."))
    return to, cc


def _usual(settings: MailSettings, parent: Parent | None) -> tuple[str, ...]:
    """Return whom a reply goes to unless the owner says otherwise."""
    if parent is None:
        return ()
    author = parent.author_handle if "@" in parent.author_handle else parent.author_key
    # Where no address could be read, what stood in its place is what the owner can put right.
    usual = parent.reply_to or ((author,) if "@" in author else listed(parent.author_name) or (author,))
    if not is_own(author, settings.own):
        return usual
    # Writing once more after our own mail goes to whom that went.
    return tuple(address for address in parent.sent_to if not is_own(address, settings.own)) or usual


def addresses(settings: MailSettings, parent: Parent | None) -> Addresses:
    """Return whom a reply to `parent` goes to, and who else was written to. Pure."""
    to = without_doubles(_usual(settings, parent))
    rest = parent.sent_to if parent is not None else ()
    others = (address for address in rest if bare(address) and not is_own(address, settings.own))
    return Addresses(to=to, others=without_doubles(others, known=to))


def _sender(settings: MailSettings, parent: Parent | None) -> str:
    """Return the address of ours to which the customer wrote, else the main one."""
    for address in parent.sent_to if parent is not None else ():
        if is_own(address, settings.own) and bare(address) == address:
            return address
    return _checked(settings.address)


def _checked(address: str) -> str:
    """Return the bare address in a form that every server takes; raises Unaddressed."""
    found = bare(address)
    if found is None:
        raise Unaddressed(worded(f"“{plain(address, 80)}” is not an address mail can be sent to."))
    return found


def _mailbox(name: str, address: str) -> str:
    shown = _line(name, 70)
    if not shown:
        return address
    if shown.isascii():
        escaped = shown.replace("\\", "").replace('"', "'")
        return f'"{escaped}" <{address}>'
    return f"{_encoded(shown)}\r\n <{address}>"


# --------------------------------------------------------------------------------------------------------- words


def _subject(draft: Draft, parent: Parent | None) -> str:
    if draft.subject.strip():
        return _line(draft.subject, SUBJECT_LENGTH)
    if is_begun(draft.conversation):
        return ""
    rest = without_prefixes(parent.subject) if parent is not None else ""
    return _line(f"Re: {rest}" if rest else "Re: your message", SUBJECT_LENGTH)


def _line(text: str, limit: int) -> str:
    """Return text from anywhere as one harmless line: composed, no control characters, no hidden encoded words."""
    composed = unicodedata.normalize("NFC", text)
    return plain(composed.replace("=?", "= ?").replace("?=", "? ="), limit)


def _encoded(text: str) -> str:
    """Return a header text as it is when plain ASCII, else as encoded words (RFC 2047) of whole characters."""
    if text.isascii() and len(text) <= 900:
        return _folded(text)
    words, piece = [], ""
    for char in text:
        if len((piece + char).encode()) > 42:
            words.append(piece)
            piece = ""
        piece += char
    words.append(piece)
    encoded = (base64.b64encode(word.encode()).decode("ascii") for word in words if word)
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in encoded)


def _folded(text: str) -> str:
    """Break a long line at spaces, keeping each line short."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) > 70:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _text(draft: Draft) -> str:
    text = unicodedata.normalize("NFC", draft.text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _NOT_WRITABLE.sub("", text)
    return text.encode("utf-8", "replace").decode("utf-8").rstrip() + "\n"


def _thread(parent: Parent | None) -> list[tuple[str, str]]:
    if parent is None:
        return []
    own = [one for one in [_bracketed(parent.own_id)] if one]
    earlier = [one for one in map(_bracketed, parent.parent_ids) if one and one not in own]
    chain = list(dict.fromkeys(earlier + own))
    if len(chain) > REFERENCES + 1:
        chain = chain[:1] + chain[-REFERENCES:]
    found = [("In-Reply-To", own[0])] if own else []
    return found + ([("References", "\r\n ".join(chain))] if chain else [])


def _bracketed(own_id: str) -> str:
    """Return a message id in its brackets; "" for what is not one."""
    wrapped = own_id if own_id.startswith("<") else f"<{own_id}>"
    return wrapped if _ID.fullmatch(wrapped) else ""


def _id_part(reply_id: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.-]{1,64}", reply_id):
        raise Refused(worded("This reply has no usable id."))
    return reply_id


# --------------------------------------------------------------------------------------------------------- bytes


def _assembled(headers: Headers, text: str, files: Sequence[Enclosure], reply_id: str) -> tuple[bytes, Headers]:
    """Return the whole mail, and all its headers."""
    last, body = content(text, files, reply_id)
    head = "".join(f"{name}: {value}\r\n" for name, value in (*headers, *last)).encode("ascii")
    return head + b"\r\n" + body, [*headers, *last]


def _read_back(
    payload: bytes,
    headers: Sequence[tuple[str, str]],
    who: tuple[str, Sequence[str], Sequence[str]],
    subject: str,
    files: Sequence[str],
) -> None:
    """Read the bytes as a server would; raises Refused when they say something else than was meant."""
    message = email.message_from_bytes(payload)
    sender, to, cc = who
    addresses = {
        name: [address for _, address in email.utils.getaddresses([str(message.get(name, ""))])]
        for name in ("From", "To", "Cc")
    }
    decoded = str(email.header.make_header(email.header.decode_header(str(message.get("Subject", "")))))
    told = re.sub(r"\r\n ", " ", decoded)
    same = (
        [name for name, _ in message.raw_items()] == [name for name, _ in headers]
        and not any(part.defects for part in message.walk())
        and [part.get_filename() and _filename(part) for part in _leaves(message)[1:]] == list(files)
        and addresses["From"] == [sender]
        and addresses["To"] == list(to)
        and [address for address in addresses["Cc"] if address] == list(cc)
        and told.split() == subject.split()
        and all(31 < byte < 127 or byte in b"\r\n\t" for byte in payload.partition(b"\r\n\r\n")[0])
    )
    if not same:
        raise Refused(
            worded("This reply cannot be written as a safe mail. Please simplify its subject and recipients.")
        )


def _leaves(message: "Message[str, str]") -> list["Message[str, str]"]:
    return [part for part in message.walk() if not part.is_multipart()]


def _filename(part: "Message[str, str]") -> str:
    return email.utils.collapse_rfc2231_value(part.get_filename() or "")
