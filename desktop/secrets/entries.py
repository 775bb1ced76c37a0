"""How a secret stands in a keyring: under the service `shopbell/<key>`, a long one in pieces beside that entry.

The pieces of a new one are written first, on the other side (a or b) of the old one's, then the entry that names side,
count and SHA-256 is switched over. All calls block.
"""

import hashlib
import re
import secrets as chance
from contextlib import suppress

from desktop.domain.errors import KeyringMissing, SecretStays
from desktop.domain.wording import worded
from desktop.secrets.choice import ADVICE, Keep, install_advice

USER = "shopbell"
LONGEST_PIECE = 1_000
"""UTF-16 units in one entry: Windows keeps 1,280 and answers a longer one with an error that names nothing."""
MOST_PIECES = 64
_HEAD = re.compile(r"shopbell1:(?P<count>\d{1,2}):(?P<digest>[0-9a-f]{64}):(?P<side>[ab]):(?P<rest>.*)", re.DOTALL)


def _service(key: str) -> str:
    return f"shopbell/{key}"


def _piece_service(key: str, side: str, number: int) -> str:
    return f"shopbell/{key}/{side}{number}"


def ask(keep: Keep) -> None:
    """Look for an entry that is not there: raises whatever a keyring raises that is locked or gone."""
    keep.get_password(_service("nobody"), USER)


def read(keep: Keep, key: str) -> str:
    """Return the secret, "" when none is kept. Raises KeyringMissing when it is not whole."""
    head = keep.get_password(_service(key), USER)
    if not head:
        return ""
    match = _HEAD.fullmatch(head)
    if match is None:
        raise KeyringMissing(
            worded("What the keyring keeps for this account was not written by Shopbell. Enter the password again.")
        )
    pieces = [
        keep.get_password(_piece_service(key, match["side"], number), USER) for number in range(int(match["count"]))
    ]
    value = match["rest"] + "".join(piece or "" for piece in pieces)
    if _digest(value) != match["digest"]:
        raise KeyringMissing(worded("What the keyring keeps for this account is incomplete. Enter the password again."))
    return value


def store(keep: Keep, key: str, value: str) -> None:
    """Keep the secret and read it back, then remove the old one. Raises KeyringMissing."""
    if not value:
        forget(keep, key)
        return
    old = _HEAD.fullmatch(keep.get_password(_service(key), USER) or "")
    side = "b" if old is not None and old["side"] == "a" else "a"
    pieces = _cut(value)
    if len(pieces) > MOST_PIECES:
        raise KeyringMissing(worded("This secret is too long to be kept."))
    rest = pieces.pop() if len(pieces) == 1 else ""
    for number, piece in enumerate(pieces):
        keep.set_password(_piece_service(key, side, number), USER, piece)
    keep.set_password(_service(key), USER, f"shopbell1:{len(pieces)}:{_digest(value)}:{side}:{rest}")
    if read(keep, key) != value:
        raise KeyringMissing(worded(f"The keyring did not give back what it was given. {ADVICE}"))
    _forget_pieces(keep, key, "a" if side == "b" else "b")


def forget(keep: Keep, key: str) -> None:
    """Remove the secret and its pieces. Raises SecretStays."""
    _remove(keep, _service(key))
    for side in "ab":
        _forget_pieces(keep, key, side)
    if keep.get_password(_service(key), USER):
        raise SecretStays(worded("The keyring did not remove the password. Remove it with the system's own program."))


def _forget_pieces(keep: Keep, key: str, side: str) -> None:
    """Remove the pieces of one side, also those that a write broken off left behind.

    The last one first: what is left of a removal that is broken off is found by the next.
    """
    there = 0
    while there < MOST_PIECES and keep.get_password(_piece_service(key, side, there), USER) is not None:
        there += 1
    for number in reversed(range(there)):
        _remove(keep, _piece_service(key, side, number))


def _remove(keep: Keep, service: str) -> None:
    """Remove an entry, if there is one."""
    from keyring.errors import PasswordDeleteError

    if keep.get_password(service, USER) is not None:
        with suppress(PasswordDeleteError):
            keep.delete_password(service, USER)


def prove(keep: Keep) -> None:
    """Write, read and remove something that is not a secret; raises KeyringMissing when it does not come back."""
    service, word = _service(f"canary-{chance.token_hex(4)}"), chance.token_hex(16)
    keep.set_password(service, USER, word)
    came = keep.get_password(service, USER)
    _remove(keep, service)
    if came != word:
        raise KeyringMissing(worded(f"The keyring takes passwords but does not keep them. {install_advice()} {ADVICE}"))


def _cut(value: str) -> list[str]:
    """Return the value in pieces of at most LONGEST_PIECE UTF-16 units, no character cut in two."""
    pieces: list[str] = []
    begin, units = 0, 0
    for place, char in enumerate(value):
        size = 2 if ord(char) > 0xFFFF else 1
        if units + size > LONGEST_PIECE:
            pieces.append(value[begin:place])
            begin, units = place, 0
        units += size
    return [*pieces, value[begin:]]


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
