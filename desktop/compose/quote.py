"""What they wrote, ready to stand below the owner's own words: only when the owner asks for it."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from desktop.connectors.mail.confirm import unmarked
from desktop.domain.text import plain

LINES = 40
"""Lines of an earlier message that are quoted; the rest is in the customer's own mailbox."""

_WROTE: Mapping[str, str] = {
    "en": "On {date}, {who} wrote:",
    "de": "Am {date} schrieb {who}:",
    "fr": "Le {date}, {who} a écrit :",
    "es": "El {date}, {who} escribió:",
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
}  # fmt: skip
_DATES: Mapping[str, str] = {
    "en": "{day} {month} {year} at {time}",
    "de": "{day}. {month} {year} um {time}",
    "fr": "{day} {month} {year} à {time}",
    "es": "{day} de {month} de {year} a las {time}",
}


def quoted(who: str, written_at: datetime, text: str, *, language: str = "en", zone: tzinfo | None = None) -> str:
    """Return an earlier message as a quotation: a line that says who wrote it when, then its lines behind "> ".

    The date is in the customer's `language` where it is one of ours, else in English, on the wall clock of `zone` (None
    is the machine's own). "" when the message says nothing. Pure.
    """
    lines = [plain(line, 900) for line in text.strip().splitlines()]
    if not any(lines):
        return ""
    shown = lines[:LINES] + (["[…]"] if len(lines) > LINES else [])
    said = "\n".join(f"> {line}".rstrip() for line in shown)
    return f"{attribution(who, written_at, language=language, zone=zone)}\n{said}\n"


def attribution(who: str, written_at: datetime, *, language: str = "en", zone: tzinfo | None = None) -> str:
    """Return the line above a quotation: "On 3 May 2026 at 10:04, Marta wrote:"."""
    date = date_in_words(written_at, language=language, zone=zone)
    return _WROTE[_key(language)].format(date=date, who=plain(unmarked(who), 80) or "…")


def date_in_words(moment: datetime, *, language: str = "en", zone: tzinfo | None = None) -> str:
    """Return a moment as a letter says it, in the `language` where it is one of ours: "3 May 2026 at 10:04"."""
    key, local = _key(language), moment.astimezone(zone)
    return _DATES[key].format(
        day=local.day, month=_MONTHS[key][local.month - 1], year=local.year, time=f"{local:%H:%M}"
    )


def _key(language: str) -> str:
    return language[:2].lower() if language[:2].lower() in _WROTE else "en"


def with_quote(text: str, quotation: str) -> str:
    """Return the owner's words with a quotation below them; one that is there already is not put there again."""
    if not quotation or quotation.strip() in text:
        return text
    return f"{text.rstrip()}\n\n{quotation}"
