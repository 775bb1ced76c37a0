"""Addresses of mail as people write them: a typed list taken apart, and what every server takes."""

import re
from collections.abc import Iterable

_BARE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?")
_COMMA = re.compile(r'[,;\r\n](?=(?:[^"]*"[^"]*")*[^"]*$)')
"""What stands between two addresses, outside of quotes."""
_NAMED = re.compile(r".*<([^<>]*)>")


def listed(text: str) -> tuple[str, ...]:
    """Return the addresses of a typed list in its order, without the names beside them, whether they are right or not."""
    pieces = (piece.strip() for piece in _COMMA.split(text))
    return without_doubles((named[1].strip() if (named := _NAMED.fullmatch(p)) else p) for p in pieces if p)


def without_doubles(addresses: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return each address once, in order, and none of the `known`: capitals make no other address of it."""
    seen = {address.lower() for address in known}
    found: list[str] = []
    for address in addresses:
        if address.lower() not in seen:
            seen.add(address.lower())
            found.append(address)
    return tuple(found)


def bare(address: str) -> str | None:
    """Return the address in the form that every server takes, None when mail cannot be sent to it."""
    name, _, domain = address.strip().rpartition("@")
    try:
        found = f"{name}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    local_ok = not (name.startswith(".") or name.endswith(".") or ".." in name)
    return found if _BARE.fullmatch(found) and ".." not in found and local_ok else None
