"""A message as it is passed on by mail: who wrote it, when, about what, to whom, where it stands, and all its words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from desktop.compose.quote import date_in_words
from desktop.connectors.mail.confirm import unmarked
from desktop.domain.subject import FORWARDED, without_prefixes
from desktop.domain.text import plain

LONGEST = 200_000
"""Characters of a message that are passed on."""
_SUBJECT = 60
_WORDS: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "en": ("Forwarded message", "From", "Date", "Subject", "To", "Link"),
    "de": ("Weitergeleitete Nachricht", "Von", "Datum", "Betreff", "An", "Link"),
    "fr": ("Message transféré", "De", "Date", "Objet", "À", "Lien"),
    "es": ("Mensaje reenviado", "De", "Fecha", "Asunto", "Para", "Enlace"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What is passed on of a message. `language` is its own, "" where nobody knows; `url` where it stands, or ""."""

    who: str
    handle: str
    written_at: datetime
    subject: str
    text: str
    to: tuple[str, ...] = ()
    url: str = ""
    language: str = ""


def forwarded_subject(passed: Passed) -> str:
    """Return what the mail is called: what the message was, else its first words."""
    what = without_prefixes(passed.subject).strip() or plain(passed.text, _SUBJECT)
    return f"{FORWARDED} {plain(what)}" if what else FORWARDED


def forwarded(passed: Passed, *, zone: tzinfo | None = None) -> str:
    """Return the message as it stands below the owner's words, in its own language where it is one of ours. Pure."""
    key = passed.language[:2].lower()
    title, *names = _WORDS.get(key, _WORDS["en"])
    date = date_in_words(passed.written_at, language=key, zone=zone)
    told = (_sender(passed), date, plain(passed.subject), ", ".join(plain(one, 254) for one in passed.to), passed.url)
    lines = [f"{name}: {plain(what, 2000)}" for name, what in zip(names, told, strict=True) if what]
    return "\n".join((f"---------- {title} ----------", *lines, "", *_lines(passed.text))).rstrip() + "\n"


def with_forwarded(passage: str) -> str:
    """Return what stands in the mail before the owner has written anything: room for that, and the message below."""
    return f"\n\n{passage}"


def _sender(passed: Passed) -> str:
    who, handle = plain(unmarked(passed.who), 120), plain(passed.handle, 254)
    if not who or who == handle:
        return handle
    return f"{who} <{handle}>" if "@" in handle and not passed.url else f"{who} ({handle})" if handle else who


def _lines(text: str) -> Iterator[str]:
    cut: Sequence[str] = text[:LONGEST].strip("\r\n").splitlines()
    for line in cut:
        yield plain(line, LONGEST)
    if len(text) > LONGEST:
        yield "[…]"
