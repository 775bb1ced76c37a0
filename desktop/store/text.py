"""Small shared turns of values into columns and back: times, lists, hashes, names of messages."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

from desktop.domain.item import Author, Kind
from desktop.store.values import clean


def digest(data: bytes) -> bytes:
    """Return the SHA-256 of `data`."""
    return hashlib.sha256(data).digest()


def hash64(text: str) -> int:
    """Return a signed 64 bit hash of `text`, the same on every machine and in every release."""
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def bare_id(own_id: str) -> str:
    """Return a Message-ID (or any identity) without angle brackets and blanks."""
    return own_id.strip().removeprefix("<").removesuffix(">").strip()


def own_name(account: str, kind: Kind | str, own_id: str, remote_id: str) -> str:
    """Return the name by which a message is known on every seat.

    Message-IDs are unique in the world; other networks' ids only within the account that fetched them.
    """
    bare = bare_id(own_id)
    if not bare:
        return f"r/{account}/{remote_id}"
    return f"m/{bare}" if kind == Kind.MAIL else f"a/{account}/{bare}"


def dump(value: Sequence[object]) -> str:
    """Return a list as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else "[]"


@lru_cache(maxsize=4096)
def dump_people(people: tuple[Author, ...]) -> str:
    """Return people as JSON rows of key, handle and name; the same few are written to again and again."""
    return clean(dump([[who.key, who.handle, who.name] for who in people]))


def strings(text: str) -> tuple[str, ...]:
    """Return the strings of a JSON list."""
    return tuple(json.loads(text)) if text != "[]" else ()


def people_words(author: Author, people: Iterable[Author]) -> str:
    """Return names and addresses of everybody concerned, for the search index."""
    return clean(" ".join(part for who in (author, *people) for part in (who.name, who.handle, who.key) if part))
