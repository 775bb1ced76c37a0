"""By which headers bulk and automatic mail gives itself away."""

import re
from collections.abc import Callable, Mapping, Sequence

from desktop.domain.wording import worded

Headers = Mapping[str, Sequence[str]]
"""Header values by lower-case name, in order of appearance."""

_NOBODY = re.compile(
    r"^(?:(?:do|please)?[-_.]?(?:no|not)[-_.]?reply|no[-_.]?respon[ds]e?|mailer-?daemon|postmaster|bounces?|bounce[-+_.].*"
    r"|do[-_.]?not[-_.]?reply|nicht[-_.]?antworten|ne[-_.]?pas[-_.]?repondre|notifications?|auto-?mailer|auto-?confirm)"
    r"(?:[-+_.].*)?$",
    re.IGNORECASE,
)


def _first(headers: Headers, name: str) -> str:
    values = headers.get(name)
    return values[0].strip().lower() if values else ""


_SIGNS: tuple[tuple[str, Callable[[Headers], bool]], ...] = (
    (worded("an automatic answer"), lambda h: _first(h, "auto-submitted") not in ("", "no")),
    (worded("an automatic answer"), lambda h: bool(_first(h, "x-autoreply") or _first(h, "x-autorespond"))),
    (worded("a mailing list"), lambda h: "list-id" in h),
    ("a newsletter", lambda h: "list-unsubscribe" in h),
    (worded("bulk mail"), lambda h: _first(h, "precedence") in ("bulk", "list", "junk", "auto_reply")),
    (worded("bulk mail"), lambda h: "feedback-id" in h or "x-campaign-id" in h or "x-mailer-recptid" in h),
    (worded("an automatic message"), lambda h: _first(h, "x-auto-response-suppress") not in ("", "none")),
    (worded("a delivery report"), lambda h: _first(h, "return-path") == "<>"),
)


def automatic(headers: Headers, sender: str, reply_to: Sequence[str]) -> str:
    """Return in a few words by which sign a mail is recognised as bulk or automatic, "" when it is from a person.

    A sender that wants no answer counts only when there is nobody else to answer: a contact form names the customer.
    """
    for words, shows in _SIGNS:
        if shows(headers):
            return words
    if wants_no_answer(sender) and all(wants_no_answer(address) for address in reply_to):
        return worded("an address that takes no answers")
    return ""


def wants_no_answer(address: str) -> bool:
    """True for noreply@ and its like."""
    return bool(_NOBODY.match(address.rpartition("@")[0]))
