"""Passwords of accounts that were removed: forgotten as soon as the keyring lets them be."""

import logging
from functools import partial
from typing import Protocol

from desktop.domain.errors import KeyringMissing
from desktop.store import removal
from desktop.store.connection import Reader
from desktop.store.writer import Writer

log = logging.getLogger(__name__)


class Forgetful(Protocol):
    """What is asked of the keyring."""

    def delete(self, key: str) -> None:
        """Forget the secret; no error when there is none. Raises KeyringMissing."""
        ...


def forget_secrets(writer: Writer, reader: Reader, secrets: Forgetful) -> bool:
    """Delete what is still kept for removed accounts; return False where the keyring could not be asked.

    What is left is tried again by whoever calls next. May block on the keyring: worker threads only.
    """
    for account, key in removal.left_secrets(reader):
        try:
            secrets.delete(key)
        except KeyringMissing as missing:
            log.info("the password of a removed account is forgotten later: %s", missing)
            return False
        writer.submit(partial(removal.secret_forgotten, account=account, key=key)).result()
    return True
