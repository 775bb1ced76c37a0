"""Whether the receiving server could confirm that a mail comes from whom its From line names (RFC 8601).

Only the results of the server that added the topmost header are read: what stands below may be the sender's own words.
Nothing in them makes a mail more trusted; a check that failed keeps it apart from the person it claims to be from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.connectors.mail.bulk import Headers
from desktop.domain.item import Author

MARK = " (sender not confirmed)"
_KEY = "?unconfirmed"
"""Ends the key of somebody who may be another; no address ends like that."""
_MOST = 5
_LONGEST = 4_000
_COMMENT = re.compile(r"\([^()]*\)")
_NESTED = 4
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)


def unconfirmed(headers: Headers) -> bool:
    """Return whether the server's own check says that the sender is not who the From line names.

    That is a failed DMARC check, or where there was none a failed SPF check without any good DKIM signature.
    """
    given = headers.get("authentication-results", ())
    if not given or not any("fail" in one.lower() for one in given[:_MOST]):
        return False
    found: dict[str, set[str]] = {}
    for method, result in _results(given[:_MOST]):
        found.setdefault(method, set()).add(result)
    if "dmarc" in found:
        return "fail" in found["dmarc"]
    return "fail" in found.get("spf", ()) and "pass" not in found.get("dkim", ())


def marked(author: Author) -> Author:
    """Return somebody who may be another: never taken for the person of that address, and named as what it is."""
    return replace(author, key=author.key + _KEY, name=(author.name or author.handle) + MARK)


def unmarked(name: str) -> str:
    """Return the name as its bearer wrote it."""
    return name.removesuffix(MARK)


def _results(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (method, result) of the topmost header and of those by the same server; some servers leave their name out."""
    server = None
    for value in given:
        head, *rest = _without_comments(value).lower().split(";")
        name = "" if "=" in head else head.strip().partition(" ")[0]
        if server is None:
            server = name
        if name != server:
            return
        for part in (head, *rest):
            match = _RESULT.match(part)
            if match is not None:
                yield match[1], match[2]


def _without_comments(value: str) -> str:
    text = " ".join(value[:_LONGEST].split())
    for _ in range(_NESTED):
        text = _COMMENT.sub(" ", text)
    return text
