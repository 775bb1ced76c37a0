"""What a customer wrote anew in a plain text mail, without the earlier messages quoted in it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

MOST_IN = 30_000
"""Characters in which an announced quotation is looked for; beyond, only lines that begin with > are left out."""

_LONGEST_LINE = 400
_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "no", "fi", "cs", "ja", "zh", "ko"]
_QUOTED_LINE = re.compile("[ \t\u00a0]*>")
_VERBS = (
    "wrote",
    "writes",
    "schrieb",
    "écrit",
    "escribió",
    "scritto",
    "schreef",
    "escreveu",
    "skrev",
    "napisał",
    "nadesłał",
    "napsal",
    "年",
    "写道",
    "작성하였습니다",
)
_REACH = 4
"""So many lines may an announcement have, its verb on the last of them."""
_HEADER = re.compile(r"[>* ]*(?:[^:\n]{0,16}:|-{3}|_{20})")
_SIGNS = (":", "-" * 3, "_" * 20)
"""Without any of them a line is no `_HEADER`."""
_WIDE_COLON = "\uff1a"
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
    fresh, rest = _announced(text[:MOST_IN], text[MOST_IN:])
    fresh += rest
    if ">" in fresh:
        fresh = "\n".join(line for line in fresh.split("\n") if ">" not in line or not _QUOTED_LINE.match(line))
    if len(fresh) == len(text):
        return ""
    if "\n\n\n" in fresh:
        fresh = re.sub(r"\n{3,}", "\n\n", fresh)
    fresh = fresh.strip()
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
    if not any(sign in head for sign in (*_SIGNS, _WIDE_COLON)):
        return []
    lines = head.split("\n")
    if max(map(len, lines)) > _LONGEST_LINE:
        lines = [line if len(line) <= _LONGEST_LINE else "\x00" * len(line) for line in lines]
        head = "\n".join(lines)
    low = head.lower()
    headed = {number for number in _lines_with(_SIGNS, low) if _HEADER.match(lines[number])}
    said = _lines_with(_VERBS, low) if ":" in low or _WIDE_COLON in low else set()
    wanted = headed | {number - back for number in said for back in range(_REACH)}
    if not wanted:
        return []
    places = [*accumulate((len(line) + 1 for line in lines[:-1]), initial=0)]
    starts = [place for number, place in enumerate(places) if number in wanted]
    # The library's headers may begin with the line end before them.
    ends = [max(0, places[number] - 1) for number in headed]
    found = [*_matches(_OWN_ANNOUNCEMENT, head, starts), *_matches(_library_pattern(), head, sorted(starts + ends))]
    return sorted(_trimmed(head, span) for span in found)


def _lines_with(words: Iterable[str], low: str) -> set[int]:
    """Return the numbers of the lines that hold any of the words; most texts hold none of them."""
    there = [word for word in words if word in low]
    lines = low.split("\n") if there else []
    return {number for word in there for number, line in enumerate(lines) if word in line}


def _matches(pattern: re.Pattern[str], text: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield what the pattern finds at these places, which are in order; none overlap."""
    end = 0
    for place in places:
        match = pattern.match(text, place) if place >= end else None
        if match is not None and match.end() > match.start():
            yield match.span()
            end = match.end()


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
