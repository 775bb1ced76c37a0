"""Addresses of mail: a typed list taken apart, what every server takes, and which are the shop's own."""

import re
from collections.abc import Collection, Iterable, Mapping

_BARE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?")
_BETWEEN = re.compile(r"[,;\r\n]")
"""What stands between two addresses, outside of quotes."""
_NAMED = re.compile(r".*<([^<>]*)>")


def listed(text: str) -> tuple[str, ...]:
    """Return the addresses of a typed list in its order, without the names beside them, whether they are right or not."""
    pieces = (piece.strip() for piece in _apart(text))
    return without_doubles((named[1].strip() if (named := _NAMED.fullmatch(p)) else p) for p in pieces if p)


def _apart(text: str) -> list[str]:
    """Return the text cut where something stands between addresses: outside of quotes, which are paired from the end."""
    parts = text.split('"')
    outside = (_BETWEEN.sub("\0", part) if (len(parts) - n) % 2 else part for n, part in enumerate(parts))
    return '"'.join(outside).split("\0")


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


def own_addresses(settings: Mapping[str, str]) -> frozenset[str]:
    """Return an account's own addresses in lower case: the main one, the aliases, the name to sign in with."""
    aliases = settings.get("aliases", "").replace(";", ",").split(",")
    words = (settings.get("address", ""), settings.get("user", ""), *aliases)
    return frozenset(word.strip().lower() for word in words if "@" in word)


def is_own(address: str, own: Collection[str]) -> bool:
    """True when an address is one of `own`, also with a `+tag` in it."""
    lower = address.lower()
    if lower in own:
        return True
    local, _, domain = lower.rpartition("@")
    return "+" in local and f"{local.partition('+')[0]}@{domain}" in own
