"""Addresses that customers give in their own words: "you can reach me at kim@example.org"."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.compose.checks import mail_addresses
from desktop.domain.address import bare
from desktop.domain.kinds import MessageId

MOST = 2
"""Addresses that are offered at most: the newest ones."""
LONGEST = 20_000
"""Characters of a message that are looked at."""
_NOBODY = ("no-reply", "noreply", "do-not-reply", "donotreply", "mailer-daemon", "postmaster", "support@", "info@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An address, and the message in which it was given."""

    address: str
    message: MessageId


def given_addresses(messages: Iterable[tuple[MessageId, str]], *, own: Iterable[str] = ()) -> tuple[Given, ...]:
    """Return the mail addresses in what a customer wrote, in the order of `messages`; the shop's `own` are none.

    Nor are those at which nobody reads, and those of other companies' desks, which a customer only quotes.
    """
    known = {address.lower() for address in own}
    found: dict[str, Given] = {}
    for message, text in messages:
        for address in mail_addresses(text[:LONGEST]):
            key = address.lower()
            if key not in known and not key.startswith(_NOBODY) and bare(address) is not None:
                found.setdefault(key, Given(address=address, message=message))
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]
