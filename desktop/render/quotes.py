"""What a customer wrote anew in a plain text mail, without the earlier messages quoted in it."""

import re
from functools import cache

MOST_IN = 30_000
"""Characters in which an announced quotation is looked for; beyond, only lines that begin with > are left out."""

_LONGEST_LINE = 400
_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "no", "fi", "cs", "ja", "zh", "ko"]
_HINT = re.compile(
    r"^[ \t]*>|:[ \t]*$|^[ \t>*]*[^\W\d_][\w .-]{1,20}:[ \t*]*\S|^[ \t]*-{3,}.{3,80}-{3,}[ \t]*$|^_{20,}[ \t]*$",
    re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^[ \t\u00a0]*>")
_OWN_ANNOUNCEMENT = re.compile(
    r"^(?:On|Am|Le|El|Il|Op|Em|Den|Dnia|W dniu|Dne)\b[^\n]{5,300}\n?[^\n]{0,200}"
    r"(?:wrote|writes|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev|napisał\(?a?\)?|napsal\(?a?\)?)[^\n]{0,60}:[ \t]*$|"
    r"^-{3,}[ \t]?(?:Original|Ursprüngliche|Forwarded|Weitergeleitete|Message|Mensaje|Messaggio|Oorspronkelijk)[^\n]{0,60}-{3,}[ \t]*$|"
    r"^_{20,}[ \t]*\n(?=[ \t]*\**(?:From|Von|De|Da|Van|Od|Från)\b)",
    re.MULTILINE | re.IGNORECASE,
)

_CERTAIN = re.compile(r"\d|@|---|___|:.*:", re.DOTALL)
"""What an announcement has that a sentence ending in "wrote:" rarely has: a date, an address, a rule, two headers."""


def without_quotes(text: str) -> str:
    """Return what was written anew in `text`; "" when nothing in it is quoted, or everything.

    Answers between the quoted lines are kept. Bounded in time whatever comes in.
    """
    text = text.replace("\r\n", "\n")
    head = text[:MOST_IN]
    if not _HINT.search(head):
        return ""
    kept, rest = _announced(head, text[MOST_IN:])
    fresh = "\n".join(line for line in (kept + rest).split("\n") if not _QUOTED_LINE.match(line))
    fresh = re.sub(r"\n{3,}", "\n\n", fresh).strip()
    return "" if fresh == text.strip() else fresh


def _announced(head: str, rest: str) -> tuple[str, str]:
    """Return `head` without announced quotations and what of `rest` still follows it.

    An announcement before lines that begin with > is left out by itself (the lines go by their sign); before anything
    else it ends the message.
    """
    kept: list[str] = []
    place = 0
    for start, end in _announcements(head):
        if start < place:
            continue
        kept.append(head[place:start])
        place = end
        if head[end:].lstrip().startswith(">"):
            continue
        if _CERTAIN.search(head[start:end]):
            return "".join(kept), ""
        kept.append(head[start:end])
    return "".join(kept) + head[place:], rest


def _announcements(head: str) -> list[tuple[int, int]]:
    """Return where announcements stand, in order; lines too long to be one are not looked at."""
    masked = "\n".join(line if len(line) <= _LONGEST_LINE else "\x00" * len(line) for line in head.split("\n"))
    found = [match.span() for match in _OWN_ANNOUNCEMENT.finditer(masked)]
    found += [match.span() for match in _library_pattern().finditer(masked) if match.end() > match.start()]
    return sorted(_trimmed(masked, span) for span in found)


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start] in " \n\t":
        start += 1
    return start, end


@cache
def _library_pattern() -> re.Pattern[str]:
    """Return mail-parser-reply's announcements in sixteen languages as one pattern, compiled once."""
    from mailparser_reply.constants import MAIL_LANGUAGES
    from mailparser_reply.parser import EmailMessage

    languages = [language for language in _LANGUAGES if language in MAIL_LANGUAGES]
    pattern: re.Pattern[str] = EmailMessage(text="", languages=languages).HEADER_REGEX
    return pattern
