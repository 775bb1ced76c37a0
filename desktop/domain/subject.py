"""Subjects: what stays of one when all the marks of answering and forwarding are taken off.

This is the only list of such marks: what threads, ranks, shows and answers mail asks here.
"""

import re
import unicodedata

_WORDS = (
    "re|aw|sv|vs|vl|antw|antwort|tr|rv|rif|rép|rep|ref|res|odp|ynt|vá|ang|sbj|atb|ats|bls|re-?ply|"
    "r|i|fw|fwd|wg|fs|vb|enc|doorst|pd|ilt|továbbítás|trs|rvs|"
    "ответ|отв|на|пересл|σχετ|απ|πρθ|回复|答复|回覆|转发|轉寄|返信|転送|답장|전달|رد|הועבר|תשובה|השב"
)
_PREFIX = re.compile(rf"\s*(?:{_WORDS})\s*(?:\[\s*\d+\s*\]|\(\s*\d+\s*\)|\^?\d+)?\s*[:：]", re.IGNORECASE)
_TAG = re.compile(r"\s*\[[^\[\]]{1,60}\]")
_TRAILING = "(fwd)"
_MAY_MARK = re.compile(r"[:：\[)]")
"""What every mark has something of: most subjects have none."""


FORWARDED = "Fwd:"
"""What the subject of a mail begins with by which the owner passes something on."""


def without_prefixes(subject: str) -> str:
    """Return the subject without "Re:", "AW: [list]" and their like in front; the rest as it was written."""
    return _stripped(subject)[0]


def topic(subject: str) -> str:
    """Return the normalised subject of an answer, "" for a subject that does not say it is one."""
    rest, answered = _stripped(subject)
    return _folded(rest) if answered else ""


def is_answer(subject: str) -> bool:
    """Say whether the subject says that it answers or forwards something."""
    return _MAY_MARK.search(subject) is not None and _stripped(subject)[1]


def base(subject: str) -> str:
    """Return what a subject has in common with those of its answers; "" for nothing but marks."""
    text = unicodedata.normalize("NFC", subject)
    if not _MAY_MARK.search(text):
        return _folded(text)
    rest, _ = _stripped(text)
    return "" if _PREFIX.fullmatch(rest) or _TAG.fullmatch(rest) else _folded(rest)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


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
        rest = rest.rstrip()
        if rest[-len(_TRAILING) :].lower() == _TRAILING:
            rest, answered = rest[: -len(_TRAILING)], True
            continue
        return rest.lstrip(), answered
