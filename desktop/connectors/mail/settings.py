"""What the owner said about a mail account, checked once and typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Self

from desktop.domain.account import Account
from desktop.domain.address import own_addresses
from desktop.domain.errors import Misconfigured
from desktop.domain.wording import about, worded


class Security(StrEnum):
    """How a connection is secured: TLS from the first byte, STARTTLS (required), or nothing (loopback only)."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Auth(StrEnum):
    """What the secret is: a password, or an access token of an identity provider."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    XOAUTH2 = "xoauth2"


LONGEST_HOLD = 300
"""Seconds, as in the settings of the whole shop."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>(),;:\"\\]+")
_HOST = re.compile(r"[^\s/@:\[\]]+|[0-9A-Fa-f:.]+(?:%\w+)?")
USUAL_PORTS = {
    "imap": {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143},
    "smtp": {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a server is and how to speak to it. `ca_file` is "" or a PEM file trusted instead of the system's."""

    host: str
    port: int
    security: Security
    ca_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """An account's settings. `smtp` is None when the account only reads."""

    address: str
    own: frozenset[str]
    user: str
    auth: Auth
    imap: Server
    smtp: Server | None
    sender_name: str = ""
    signature: str = ""
    hold: timedelta | None = None
    """How long a reply can be taken back here, None for as long as anywhere."""
    copy_to_self: bool = False
    """Whether every reply also goes to ourselves: then the mailbox can always say whether the server took it."""

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return the settings of an account; raises Misconfigured with a sentence that names the wrong one."""
        given = account.settings
        address = address_of(given)
        imap = _server(account, "imap")
        if imap is None:
            raise Misconfigured(about(worded("The server mail is read from is missing."), "imap_host"))
        try:
            auth = Auth(given.get("auth") or Auth.PASSWORD)
        except ValueError:
            known = worded(f"“{given['auth']}” is no way to sign in: it can be password or xoauth2.")
            raise Misconfigured(about(known, "auth")) from None
        return cls(
            address=address,
            own=own_addresses(given),
            user=given.get("user", "").strip() or address,
            auth=auth,
            imap=imap,
            smtp=_server(account, "smtp"),
            sender_name=given.get("sender_name", "").strip(),
            signature=given.get("signature", "").replace("\\n", "\n").strip(),
            hold=_hold(given.get("hold", "").strip()),
            copy_to_self=given.get("copy_to_self", "no").strip() == "yes",
        )


def address_of(given: Mapping[str, str]) -> str:
    """Return the address of an account's settings; raises Misconfigured when it is none."""
    address = given.get("address", "").strip()
    if not _ADDRESS.fullmatch(address):
        raise Misconfigured(
            about(worded(f"“{address}” is not a mail address; it should look like you@your-shop.example."), "address")
        )
    return address


def _hold(typed: str) -> timedelta | None:
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 3 or int(typed) > LONGEST_HOLD:
        raise Misconfigured(about(worded(f"“{typed}” is not a number of seconds from 0 to {LONGEST_HOLD}."), "hold"))
    return timedelta(seconds=int(typed))


def _server(account: Account, which: str) -> Server | None:
    given = account.settings
    host = given.get(f"{which}_host", "").strip()
    if not host:
        return None
    if not _HOST.fullmatch(host):
        raise Misconfigured(
            about(
                worded(f"“{host}” is not the name of a server. Give the name alone; its port has a place of its own."),
                f"{which}_host",
            )
        )
    word = given.get(f"{which}_security") or Security.TLS
    try:
        security = Security(word)
    except ValueError:
        known = worded(f"“{word}” is no kind of security: it can be tls, starttls or none.")
        raise Misconfigured(about(known, f"{which}_security")) from None
    port = given.get(f"{which}_port") or str(USUAL_PORTS[which][security])
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Misconfigured(
            about(
                worded(f"“{port}” is not a port. Use a number such as {USUAL_PORTS[which][security]}."),
                f"{which}_port",
            )
        )
    return Server(host=host, port=int(port), security=security, ca_file=given.get("ca_file", "").strip())
