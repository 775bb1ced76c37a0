"""The marks by which mail programs tell that what follows, or what is inside, is an earlier message."""

import re
from enum import Enum

ANNOUNCES = re.compile(
    r"(?:^|\n|\s)(?:On|Am|Le|El|Il|Op|Em|Den|Pada|Dnia|W dniu|Vào|Dne|Na|Kl\.?|On the)\s.{4,300}:\s*$|"
    r"^[^\n]{0,200}<[^<>@\s]{1,80}@[^<>@\s]{1,80}>[^\n]{0,60}:\s*$|"
    r"(?:wrote|writes|schrieb|écrit|escribió|scritto|schreef|escreveu|skrev|napisał\(?a?\)?|kirjoitti|написал\(?а?\)?)\s?:\s*$|"
    r"^-{2,}\s?(?:Original|Ursprüngliche|Forwarded|Weitergeleitete|Message d'origine).{0,60}-{2,}$",
    re.DOTALL,
)
"""The line with which a quotation is announced ("On 3 May, Hazel wrote:")."""

_WITHIN_CLASSES = frozenset(
    {
        "gmail_quote",
        "gmail_quote_container",
        "gmail_attr",
        "moz-cite-prefix",
        "moz-forward-container",
        "yahoo_quoted",
        "yahoo-quoted-begin",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "zmail_extra_hr",
        "front-blockquote",
        "gmail_extra",
        "cite",
        "quoted-text",
        "ymail_android_signature_quote",
        "mcnquotedtext",
        "elided-text",
    }
)
_FROM_HERE_IDS = frozenset(
    {
        "divrplyfwdmsg",
        "appendonsend",
        "x_divrplyfwdmsg",
        "x_appendonsend",
        "reply-intro",
        "replysplit",
        "ms-outlook-mobile-reference-message",
        "mail-editor-reference-message-container",
        "oriquoted",
        "isforwardcontent",
        "isreplycontent",
        "qt",
    }
)
_FROM_HERE_CLASSES = frozenset({"ms-outlook-mobile-reference-message", "outlookmessageheader"})
_WORD_RULE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid #[0-9a-f]{6} [01]\.[05]pt;\s*padding:\s*3\.0?(?:pt|0pt) 0(?:in|cm|mm|pt)?",
    re.IGNORECASE,
)


_NAMES = re.compile(r' (class|id|name|type)="([^"]*)"')
_NAMES_BEGIN = (' class="', ' id="', ' name="', ' type="')


def may_hold_quotes(html: str) -> bool:
    """False when `quoted` would find nothing in the sanitised HTML, since no attribute holds any of the marks."""
    if "border-top" in html.lower():
        return True
    if not any(begin in html for begin in _NAMES_BEGIN):
        return False
    given = {(name, value) for name, value in _NAMES.findall(html)}
    return any(quoted("blockquote", {name: value}) is not Quoted.NO for name, value in given)


class Quoted(Enum):
    """How much an element's mark says is quoted."""

    NO = "no"
    WITHIN = "within"
    FROM_HERE = "from here"


def quoted(tag: str, given: dict[str, str]) -> Quoted:
    """Return whether an element with these attributes holds, or begins, an earlier message."""
    name = given.get("id", "").lower()
    classes = set(given.get("class", "").lower().split())
    if name in _FROM_HERE_IDS or not classes.isdisjoint(_FROM_HERE_CLASSES):
        return Quoted.FROM_HERE
    if tag == "div" and _WORD_RULE.search(given.get("style", "")):
        return Quoted.FROM_HERE
    if not classes.isdisjoint(_WITHIN_CLASSES) or name.startswith("yahoo_quoted") or given.get("name") == "quote":
        return Quoted.WITHIN
    if tag == "blockquote" and given.get("type") == "cite":
        return Quoted.WITHIN
    return Quoted.NO
