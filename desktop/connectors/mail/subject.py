"""Subjects: what stays of one when all the marks of answering and forwarding are taken off."""

import re

_WORDS = (
    "re|aw|sv|vs|antw|antwort|tr|rv|rif|rép|rep|ref|res|odp|ynt|vá|ang|sbj|atb|ats|bls|re-?ply|"
    "r|i|fw|fwd|wg|fs|vb|enc|doorst|pd|ilt|továbbítás|trs|rvs|"
    "ответ|отв|на|пересл|σχετ|απ|πρθ|回复|答复|回覆|转发|轉寄|返信|転送|답장|전달|رد|הועבר|תשובה|השב"
)
_PREFIX = re.compile(rf"\s*(?:{_WORDS})\s*(?:\[\s*\d+\s*\]|\(\s*\d+\s*\)|\^?\d+)?\s*[:：]", re.IGNORECASE)
_TAG = re.compile(r"\s*\[[^\[\]]{1,60}\]")
_TRAILING = re.compile(r"\s*\(fwd\)\s*$", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def without_prefixes(subject: str) -> str:
    """Return the subject without "Re:", "AW: [list]" and their like in front; the rest as it was written."""
    return _stripped(subject)[0]


def topic(subject: str) -> str:
    """Return the normalised subject of an answer, "" for a subject that does not say it is one."""
    rest, answered = _stripped(subject)
    return _SPACE.sub(" ", rest).strip().casefold() if answered else ""


def _stripped(subject: str) -> tuple[str, bool]:
    """Take marks off until none is left; a list's tag counts as one only in front of more words."""
    rest, answered = subject[:1000], False
    while True:
        found = _PREFIX.match(rest)
        if found and (after := rest[found.end() :]).strip():
            rest, answered = after, True
            continue
        found = _TAG.match(rest)
        if found and rest[found.end() :].strip():
            rest = rest[found.end() :]
            continue
        if trailing := _TRAILING.search(rest):
            rest, answered = rest[: trailing.start()], True
            continue
        return rest.strip(), answered
