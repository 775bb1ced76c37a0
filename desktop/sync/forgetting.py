"""Passwords of accounts that were removed: forgotten as soon as the keyring lets them be."""

import logging
from functools import partial
from typing import Protocol

from desktop.domain.account import AccountId
from desktop.domain.errors import KeyringMissing, SecretStays
from desktop.store import removal
from desktop.store.connection import Reader
from desktop.store.writer import Writer

log = logging.getLogger(__name__)


class Forgetful(Protocol):
    """What is asked of the keyring."""

    def delete(self, key: str) -> None:
        """Forget the secret; no error when there is none. Raises KeyringMissing, SecretStays."""
        ...


def forget_secrets(writer: Writer, reader: Reader, secrets: Forgetful) -> frozenset[AccountId]:
    """Delete what is still kept for removed accounts; return those of them whose secrets may still be kept.

    What is left is tried again by whoever calls next. May block on the keyring: worker threads only.
    """
    left = dict(removal.left_secrets(reader))
    for account, key in list(left.items()):
        try:
            secrets.delete(key)
        except SecretStays as stays:
            log.warning("the password of a removed account is still there: %s", stays)
            continue
        except KeyringMissing as missing:
            log.info("the password of a removed account is forgotten later: %s", missing)
            break
        writer.submit(partial(removal.secret_forgotten, account=account, key=key)).result()
        del left[account]
    return frozenset(left)
