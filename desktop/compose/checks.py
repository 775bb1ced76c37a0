"""What to notice before a reply leaves: nothing written, something left open, something private in public."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop.compose.limits import measure
from desktop.connectors.base import Limits
from desktop.domain.item import Audience
from desktop.domain.wording import worded


class Weight(StrEnum):
    """Whether a finding stops the reply or only asks the owner to look."""

    STOP = "stop"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One finding about a reply: a sentence for the owner, and where in the text it is.

    What the owner has to `confirm` must not be sent before somebody has looked at it and said so.
    """

    name: str
    weight: Weight
    sentence: str
    start: int = 0
    end: int = 0
    confirm: bool = False


_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
MOST = 20
"""Findings of private details that are named at most; a text with more is a list, and one look tells."""
_UNFILLED = re.compile(r"\{\{[^{}\n]{0,60}\}\}|\{%[^%\n]{0,60}%\}")
_MAIL = re.compile(r"(?<![\w._%+@-])[\w._%+-]+@[\w-]+(?:\.[\w-]+)+(?![\w@])")
_PHONE = re.compile(r"(?<![\w#/.-])(?:\+|00|\()?\d[\d\s()./-]{6,18}\d(?![^\W_])")
_ORDER = re.compile(
    r"(?i)\b(?:order|booking|reservation|invoice|bestell(?:ung|nummer|nr)|rechnung|auftrag|commande|facture|pedido|factura|reserva)"
    r"\.?(?:\s*(?:number|nummer|numero|número|numéro|no|nr|n°|nº|num|id)\.?\s*:?\s*#?(?=[^\W\d]*-?\d)[\w-]{1,20}"
    r"|\s*[:#]?\s*#?(?=[^\W\d]*-?\d)[\w-]{3,20})\b"
)
_HASH_NUMBER = re.compile(r"(?<![\w&#])#(\d{3,12})\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\w#/.-])\d(?:[ -]?\d){12,18}(?![\w-])")
_STREET = re.compile(
    # 12 Mill Lane, 221b Baker Street
    r"\b\d{1,4}[a-zA-Z]?,? (?:[A-Z][\w'’.-]{1,30} ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|Close|Court|Ct|Way"
    r"|Square|Sq|Terrace|Place|Pl|Crescent|Gardens|Hill|Row|Mews|Grove)\b\.?"
    # Lindenstraße 14, Alte Gasse 3a, Am Stadtweg 9
    r"|\b(?:[A-ZÄÖÜ][\wäöüß-]{0,30}(?:straße|strasse|str\.|gasse|weg|allee|platz|damm|ufer)"
    r"|[A-ZÄÖÜ][\wäöüß-]{1,30} (?:Straße|Strasse|Str\.|Gasse|Weg|Allee|Platz|Damm|Ufer)) \d{1,4} ?[a-z]?\b"
    # 14 rue des Lilas, 3 bis, avenue Foch
    r"|\b\d{1,4}(?: (?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai) (?:[\w'’-]{1,30} ?){1,4}"
    # calle Mayor 5, Avda. de la Paz, 12
    r"|\b(?i:calle |c/ ?|avenida |avda\. ?|plaza |paseo )(?:[\w'’-]{1,30} ){0,3}[\w'’-]{1,30},? (?:n[ºo°]\.? ?)?\d{1,4}\b"
)
_ADDRESS = re.compile(r"https?://\S+")
_DATE = re.compile(r"^\(?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$|^\d{1,2}[.:]\d{2}\s*-\s*\d{1,2}[.:]\d{2}$")


def obstacle(text: str, audience: Audience, limits: Limits) -> str:
    """Return why a reply cannot go out as it is written, "" when it can."""
    for notice in check(text, audience):
        if notice.weight is Weight.STOP:
            return notice.sentence
    size = measure(text, limits)
    return worded(f"{size.sentence}; shorten it.") if size.left is not None and size.left < 0 else ""


def has_words(text: str) -> bool:
    """True when there is anything to see in a text: neither spaces nor control and format characters are."""
    return any(unicodedata.category(char) not in _UNSEEN for char in text)


def check(text: str, audience: Audience, *, own: Iterable[str] = ()) -> tuple[Notice, ...]:
    """Return what should be noticed about a reply before it is queued, what stops it first.

    `own` are the shop's own addresses and telephone numbers, which may be said in public.
    """
    notices = [*_empty(text), *_unfilled(text)]
    if audience is Audience.PUBLIC:
        notices += private_in(text, own=own)
    return tuple(sorted(notices, key=lambda notice: (notice.weight is not Weight.STOP, notice.start)))


def _empty(text: str) -> Iterator[Notice]:
    if not has_words(text):
        yield Notice(
            name="empty", weight=Weight.STOP, sentence=worded("There is nothing to send yet: write a reply first.")
        )


def _unfilled(text: str) -> Iterator[Notice]:
    for found in _UNFILLED.finditer(text):
        yield Notice(
            name="unfilled",
            weight=Weight.STOP,
            sentence=worded(f"{found[0]} is still to be filled in."),
            start=found.start(),
            end=found.end(),
        )


def to_confirm(text: str, audience: Audience, *, own: Iterable[str] = ()) -> tuple[Notice, ...]:
    """Return what must be confirmed before a reply is queued: somebody's private details in what everyone can read."""
    return tuple(notice for notice in check(text, audience, own=own) if notice.confirm)


def mail_addresses(text: str) -> list[str]:
    """Return the mail addresses in a text, in their order."""
    return [found[0] for found in _MAIL.finditer(text)]


def private_in(text: str, *, own: Iterable[str] = ()) -> list[Notice]:
    """Return everything in `text` that looks like somebody's private detail: mail address, telephone, order, account."""
    ours = {_bare(value) for value in own}
    bare = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
    found: list[Notice] = []
    taken: list[tuple[int, int]] = []
    for name, what, pattern in _PRIVATE:
        for match in pattern.finditer(bare):
            if _bare(match[0]) in ours or any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if (name == "phone" and not _is_phone(match[0])) or (name == "card" and not _is_card(match[0])):
                continue
            if len(found) >= MOST:
                return found
            taken.append(match.span())
            sentence = worded(f"Everyone can read this reply, and it holds {what}: {match[0].strip()}")
            found.append(
                Notice(
                    name=name, weight=Weight.WARN, sentence=sentence, start=match.start(), end=match.end(), confirm=True
                )
            )
    return found


_PRIVATE = (
    ("mail", worded("a mail address"), _MAIL),
    ("account", worded("an account number"), _IBAN),
    ("card", worded("a card number"), _CARD),
    ("street", worded("a street address"), _STREET),
    ("order", worded("an order number"), _ORDER),
    ("order", worded("an order number"), _HASH_NUMBER),
    ("phone", worded("a telephone number"), _PHONE),
)


def _bare(value: str) -> str:
    return re.sub(r"[\s()./-]", "", value).casefold()


def _is_card(text: str) -> bool:
    """Tell a card number by its check digit (ISO/IEC 7812-1)."""
    digits = [int(char) for char in reversed(text) if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and any(digits)


def _is_phone(text: str) -> bool:
    """Tell a telephone number from a date, opening hours or a price list."""
    digits = sum(char.isdigit() for char in text)
    return 7 <= digits <= 15 and not _DATE.match(text.strip())
