"""Old mail brought in from a Maildir or an mbox: an account that holds history and has no server behind it."""

from datetime import timedelta

from desktop.connectors.base import Batch, Cancel, Capabilities, Context
from desktop.domain.item import Author


class Archive:
    """Has no news and sends nothing; what it holds was imported."""

    capabilities = Capabilities(poll=timedelta(days=1))

    def __init__(self, context: Context) -> None:
        self._account = context.account

    def check(self, cancel: Cancel) -> Author:
        """Return the owner of the old mail; there is nothing to sign in to."""
        cancel.check()
        address = self._account.settings.get("address", "")
        return Author(key=address.lower() or self._account.name, handle=address, name=self._account.name)

    def fetch(self, cursor: str, *, budget: int, cancel: Cancel) -> Batch:
        """Return nothing: all there is was imported."""
        del budget
        cancel.check()
        return Batch(cursor=cursor)

    def close(self) -> None:
        """There is no connection to let go of."""


def open_archive(context: Context) -> Archive:
    """Return the connector of an account of imported mail."""
    return Archive(context)
