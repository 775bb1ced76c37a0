"""What can go wrong with a channel or the store, each kind with the one reaction it calls for.

The first argument of every error is one plain sentence for the owner: what happened and what to do.
Connectors raise `ChannelError` and nothing else.
"""

from datetime import datetime


class ShopbellError(Exception):
    """The root of everything raised on purpose; `str()` is a sentence the owner can read."""


class ChannelError(ShopbellError):
    """Something went wrong between us and a network."""


class SignInNeeded(ChannelError):
    """The server refused our password or token. Reaction: stop this channel and ask the owner."""


class RateLimited(ChannelError):
    """The server asked us to wait. Reaction: hold the lane until `retry_at`."""

    def __init__(self, sentence: str, *, retry_at: datetime) -> None:
        super().__init__(sentence)
        self.retry_at = retry_at


class Unreachable(ChannelError):
    """No connection, a broken one, or a server in trouble. Nothing was accepted. Reaction: back off and try again."""


class NoConnection(Unreachable):
    """Nobody was reached: no network, no such name, or nobody listens there. Reaction: try again within two minutes.

    Mostly it is the shop's own line. No server has any trouble with being asked too often.
    """


class Refused(ChannelError):
    """The server understood and said no for good (too long, gone, forbidden). Reaction: show it, never repeat."""


class Unaddressed(Refused):
    """It is addressed to nobody, or to what cannot be an address. Reaction: let the owner put that right."""


class Unsure(ChannelError):
    """The connection broke while the server may have been accepting. Reaction: look before sending again."""


class Misconfigured(ChannelError):
    """Wrong host, wrong certificate, a missing setting. Reaction: stop this channel and ask the owner."""


class Ended(Refused, Misconfigured):
    """The server says that this has ended for good. Reaction: stop this channel until the owner asks for it by name."""


class Malformed(ChannelError):
    """The answer made no sense. Reaction: report, keep what came, back off."""


class Cancelled(ChannelError):
    """We were asked to stop. Reaction: none; the work goes on next time."""


class KeyringMissing(ShopbellError):
    """No keyring that keeps secrets safely, or it is locked. Reaction: ask the owner, and try again: it may pass."""


class SecretStays(KeyringMissing):
    """The keyring answers, but does not let go of this one secret. Reaction: go on with others, and tell the owner."""


class NewerDatabase(ShopbellError):
    """The file was written by a newer Shopbell. Reaction: refuse to open it, name the version."""


class IllegalMove(ShopbellError):
    """A reply was asked to go from one state to another that is not its successor: a mistake of ours."""
