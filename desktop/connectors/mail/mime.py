"""Reading a mail: bytes in, a value out, whatever the bytes are. Runs in worker processes.

The standard library's older message class is used for its speed, and nothing it says about headers is believed: names,
dates, charsets and sizes are read here, with limits.
"""

import email
import email.utils
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from desktop import render
from desktop.connectors.mail import parts
from desktop.connectors.mail.bulk import Headers, automatic
from desktop.connectors.mail.charsets import header
from desktop.connectors.mail.confirm import marked, unconfirmed
from desktop.connectors.mail.parts import attachment_bytes, safe_name
from desktop.connectors.mail.simple import is_plain_in_tags
from desktop.connectors.mail.split import by_name, opened
from desktop.domain.account import Account
from desktop.domain.address import is_own, own_addresses
from desktop.domain.item import Audience, Author, Direction, Incoming, Kind, Raw, bytes_only
from desktop.domain.subject import topic
from desktop.domain.text import plain
from desktop.domain.wording import worded

__all__ = ["attachment_bytes", "parse_mail", "safe_name"]

TEXT_LIMIT = 300_000
MOST_PEOPLE = 100
MOST_IDS = 200

_ID = re.compile(r"<([^<>\s]{1,900})>")
_PLAIN_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) ([12]\d{3}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)([0-5]\d)(?: \([A-Z]+\))?",
    re.ASCII,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "apparently-to")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_CODED_WORD = r"=\?[A-Za-z0-9_-]+\?[bBqQ]\?[A-Za-z0-9+/=_!*-]*\?="
_PLAIN_ADDRESS = re.compile(
    rf"\s*(?:(?:\"?([^\"<>@,;:()\\=]*?)\"?|({_CODED_WORD}(?: {_CODED_WORD})*))"
    r"\s*<([^<>\s@,;:()\"]+@[^<>\s@,;:()\"]+)>|([^<>\s@,;:()\"]+@[^<>\s@,;:()\"]+))\s*"
)


def parse_mail(raw: Raw, account: Account) -> Incoming:
    """Return a mail as a value. Pure; never raises: what cannot be understood says so, and its bytes are kept."""
    try:
        return _parsed(raw, account)
    except Exception as stumbled:  # noqa: BLE001 - whatever the library trips over, the mail must not be lost
        return _unreadable(raw, stumbled)


def _unreadable(raw: Raw, stumbled: Exception) -> Incoming:
    why = worded(f"This mail could not be read ({type(stumbled).__name__}). Its original is kept.")
    unknown = Author(key="unknown", name="Unknown sender")
    kept = bytes_only(raw, channel="mail", kind=Kind.MAIL, author=unknown, why=why)
    return replace(kept, render_version=render.VERSION)


def _parsed(raw: Raw, account: Account) -> Incoming:
    message = opened(raw.data)
    headers = by_name(message)
    own = own_addresses(account.settings)
    sender, people, reply_to = _author(headers), _people(headers), _reply_to(headers)
    in_doubt = raw.hints.get("role") != "sent" and unconfirmed(headers)
    direction = Direction.IN if in_doubt else _direction(raw, sender, people, reply_to, own)
    if direction is Direction.IN and reply_to and is_own(sender.key, own):
        sender = _named_by_form(headers, sender, own)
    reached = sender.key
    if in_doubt:
        sender = marked(sender)
    said = parts.words(message)
    shown = _Body(said)
    subject = plain(header(_one(headers, "subject")), 500)
    addresses = tuple(address for address in reply_to if address != reached)
    return Incoming(
        remote_id=raw.remote_id,
        channel="mail",
        kind=Kind.MAIL,
        author=sender,
        written_at=_written(headers, raw.received_at),
        received_at=raw.received_at,
        raw=raw.data,
        sha256=hashlib.sha256(raw.data).digest(),
        direction=direction,
        audience=Audience.PRIVATE,
        addressed=_addressed(headers, people, own),
        people=people,
        subject=subject,
        text=shown.text,
        fresh=shown.fresh,
        html=shown.html,
        fresh_html=shown.fresh_html,
        render_version=render.VERSION,
        remote_images=shown.remote_images,
        own_id=_own_id(headers),
        parent_ids=_parents(headers),
        topic=topic(subject),
        reply_to=addresses,
        language=_language(headers),
        automatic=automatic(headers, reached, addresses) if direction is Direction.IN else "",
        attachments=tuple(said.files),
        flags=raw.flags,
        unreadable=_cut(raw) or said.problem or _empty(said, shown),
    )


class _Body:
    """What is shown of a mail, and exactly that as text: each whole and without what was quoted.

    A page of HTML is shown where there is one, unless it is only the plain text in tags; then the text is enough.
    """

    def __init__(self, said: parts.Words) -> None:
        self.html = self.fresh_html = self.fresh = ""
        self.remote_images = 0
        text, unquoted = said.plain or "", ""
        if said.html is not None and said.html.strip() and not is_plain_in_tags(text, said.html):
            whole, fresh = render.clean_pair(said.html)
            self.remote_images = whole.remote_images
            if whole.text.strip() or not text.strip():
                self.html, text = whole.html, whole.text
                if fresh is not None:
                    self.fresh_html, unquoted = fresh.html, fresh.text
        self.text = _limited(text)
        if self.text:
            self.fresh = _limited(unquoted) or render.without_quotes(self.text)


def _limited(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT] + "\n…"


# ----------------------------------------------------------------------------------------------------------- who


def _one(headers: Headers, name: str) -> str:
    values = headers.get(name)
    return values[0] if values else ""


def _ascii(value: str) -> str:
    """Return a header in which only ASCII means anything, what is not being replaced."""
    return value if value.isascii() else value.encode("ascii", "replace").decode("ascii")


def addresses(values: Sequence[str]) -> list[tuple[str, str]]:
    """Return (name, address) of each mailbox in these headers; groups and what is not an address are left out."""
    return [pair for value in values for pair in _mailboxes(value[:20_000])][: MOST_PEOPLE * 2]


@lru_cache(maxsize=512)
def _mailboxes(value: str) -> tuple[tuple[str, str], ...]:
    """Return (name, address) of each mailbox in one header; the shop's own and the same few customers come up often."""
    simple = _PLAIN_ADDRESS.fullmatch(value[:500])
    if simple is not None:
        quoted, coded, named, bare = simple.groups()
        return (((quoted or coded or "").strip(), named or bare),)
    found = []
    folded = value.replace("\r", "").replace("\n", " ")
    for name, address in email.utils.getaddresses([folded]):
        bare = address.strip().strip("<>'\"")
        if bare.count("@") == 1 and not bare.startswith("@") and " " not in bare:
            found.append((name, bare))
    return tuple(found)


@lru_cache(maxsize=512)
def _person(name: str, address: str) -> Author:
    """Return somebody; a name that pretends to be another address is not shown."""
    shown = plain(header(name), 120).strip("'\" ")
    bare = plain(header(address) if not address.isascii() or "=?" in address else address, 254)
    if "@" in shown and bare.lower() not in shown.lower():
        shown = ""
    if shown.lower() == bare.lower():
        shown = ""
    return Author(key=bare.lower(), handle=bare, name=shown)


def _author(headers: Headers) -> Author:
    for name in ("from", "sender", "reply-to", "return-path"):
        found = addresses(headers.get(name, ()))
        if found:
            return _person(*found[0])
    shown = plain(header(_one(headers, "from")), 120)
    return Author(key="unknown", name=shown or "Unknown sender")


def _people(headers: Headers) -> tuple[Author, ...]:
    seen: dict[str, Author] = {}
    for name, address in addresses((*headers.get("to", ()), *headers.get("cc", ()))):
        person = _person(name, address)
        seen.setdefault(person.key, person)
        if len(seen) >= MOST_PEOPLE:
            break
    return tuple(seen.values())


def _reply_to(headers: Headers) -> tuple[str, ...]:
    found = (_person(*pair).handle for pair in addresses(headers.get("reply-to", ())))
    return tuple(dict.fromkeys(found))[:10]


def _direction(
    raw: Raw, sender: Author, people: tuple[Author, ...], reply_to: tuple[str, ...], own: frozenset[str]
) -> Direction:
    """Ours is what lies in Sent, and a copy of what we wrote to others; a form's mail to us is the customer's."""
    if raw.hints.get("role") == "sent":
        return Direction.OUT
    if not is_own(sender.key, own) or any(not is_own(address, own) for address in reply_to):
        return Direction.IN
    to_others = any(not is_own(person.key, own) for person in people)
    return Direction.OUT if to_others else Direction.IN


def _named_by_form(headers: Headers, sender: Author, own: frozenset[str]) -> Author:
    """Return the customer whom the shop's own contact form names in Reply-To."""
    for pair in addresses(headers.get("reply-to", ())):
        person = _person(*pair)
        if not is_own(person.key, own):
            return person
    return sender


def _addressed(headers: Headers, people: tuple[Author, ...], own: frozenset[str]) -> bool:
    # In an archive of which nobody said whose it is, what lies there was sent to its owner.
    if not own or any(is_own(person.key, own) for person in people):
        return True
    delivered = (value for name in _DELIVERED for value in headers.get(name, ()))
    return any(is_own(address, own) for _, address in addresses(tuple(delivered)))


# ------------------------------------------------------------------------------------------------------- threads


def _own_id(headers: Headers) -> str:
    value = _ascii(_one(headers, "message-id"))
    found = _ID.search(value)
    if found:
        return f"<{found.group(1)}>"
    bare = value.strip().split()
    return f"<{bare[0][:900].strip('<>')}>" if bare and bare[0].strip("<>") else ""


def _parents(headers: Headers) -> tuple[str, ...]:
    """Return the ids a mail refers to, oldest first: References, else the first of In-Reply-To (RFC 5256, section 3)."""
    own = _own_id(headers)
    references = _ascii(" ".join(headers.get("references", ()))[:200_000])
    found = [f"<{each}>" for each in _ID.findall(references)]
    if not found:
        found = [f"<{each}>" for each in _ID.findall(_ascii(_one(headers, "in-reply-to")[:5000]))[:1]]
    unique = [each for each in dict.fromkeys(found) if each != own]
    return tuple(unique if len(unique) <= MOST_IDS else unique[:1] + unique[1 - MOST_IDS :])


# ---------------------------------------------------------------------------------------------------- other facts


def _written(headers: Headers, received: datetime) -> datetime:
    """Return when it was written; a date that cannot be, or is missing, counts as the moment it came."""
    value = _one(headers, "date")[:200]
    if not value:
        return received
    try:
        moment = _moment(value)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return received
    return moment if _EARLIEST <= moment <= received + timedelta(days=2) else received


def _moment(value: str) -> datetime:
    """Return the UTC time that a date says (RFC 5322, section 3.3); raises ValueError and its like when it says none."""
    plainly = _PLAIN_DATE.fullmatch(value)
    if plainly is not None and plainly[2] in _MONTHS and plainly[8] < "15":
        day, year, hour, minute, second = map(int, plainly.group(1, 3, 4, 5, 6))
        east = timedelta(hours=int(plainly[8]), minutes=int(plainly[9]))
        local = datetime(year, _MONTHS.index(plainly[2]) + 1, day, hour, minute, second, tzinfo=UTC)
        return local - east if plainly[7] == "+" else local + east
    moment = email.utils.parsedate_to_datetime(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _language(headers: Headers) -> str:
    found = _LANGUAGE.match(_one(headers, "content-language").strip())
    return found.group(0) if found else ""


def _empty(said: parts.Words, shown: "_Body") -> str:
    """Return a sentence for a page on which nothing can be seen, so that nobody wonders about an empty bubble."""
    if shown.text or shown.remote_images or said.files or not (said.html or "").strip():
        return ""
    return worded("There is nothing to be seen in this mail. Its original is kept.")


def _cut(raw: Raw) -> str:
    if raw.hints.get("cut"):
        return worded("This mail is larger than Shopbell fetches; its end stayed on the server.")
    return ""
