"""Passwords and tokens, kept in the system's keyring and nowhere else.

Only keyrings that are known to encrypt are used (`choice`), and one is believed only after it has given back what it
was given (`entries`). Every call waits on a thread of its own and for at most a few seconds (`ring`), because a keyring
that wants to ask its owner something may not answer for ever. Called on worker threads, never on the one that paints.
"""

from collections.abc import Callable
from typing import Protocol

from desktop.domain.wording import worded

Remember = Callable[[str], None]


class Secrets(Protocol):
    """Keeps secrets by key. Any thread but the one that paints. Raises KeyringMissing with advice."""

    def get(self, key: str) -> str:
        """Return the secret, "" when none is kept."""
        ...

    def set(self, key: str, value: str) -> None:
        """Keep the secret in place of an earlier one; afterwards either the new or the old one is kept, whole."""
        ...

    def delete(self, key: str) -> None:
        """Forget the secret; no error when there is none."""
        ...

    def describe(self) -> str:
        """Return in a few words where secrets are kept; raises KeyringMissing when they cannot be."""
        ...


def open_secrets(*, in_memory: bool = False, remember: Remember | None = None) -> Secrets:
    """Return where secrets are kept; asks the keyring nothing yet. In memory only when the owner chose that.

    `remember` hears every secret that passes, so that the log can leave it out.
    """
    if in_memory:
        return MemorySecrets(remember)
    from desktop.secrets.ring import KeyringSecrets

    return KeyringSecrets(on_secret=remember)


class MemorySecrets:
    """Keeps secrets until the process ends. The owner's choice, never a fallback."""

    def __init__(self, on_secret: Remember | None = None) -> None:
        self._kept: dict[str, str] = {}
        self._on_secret = on_secret

    def get(self, key: str) -> str:
        """Return the secret, "" when none is kept."""
        return self._kept.get(key, "")

    def set(self, key: str, value: str) -> None:
        """Keep the secret."""
        if self._on_secret is not None:
            self._on_secret(value)
        self._kept[key] = value

    def delete(self, key: str) -> None:
        """Forget the secret."""
        self._kept.pop(key, None)

    def describe(self) -> str:
        """Say where secrets are kept."""
        return worded("in memory, until Shopbell is closed")


class SessionSecrets:
    """A keyring, and before it what the owner chose to type for this session only, which is never written."""

    def __init__(self, keyring: Secrets, on_secret: Remember | None = None) -> None:
        self._keyring = keyring
        self._typed = MemorySecrets(on_secret)

    def keep(self, key: str, value: str) -> None:
        """Keep a secret in memory until the process ends; asks the keyring nothing. Any thread."""
        self._typed.set(key, value)

    def get(self, key: str) -> str:
        """Return what was typed for this session, else what the keyring has. Raises KeyringMissing."""
        return self._typed.get(key) or self._keyring.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep the secret in the keyring, and forget what was typed. Raises KeyringMissing."""
        self._keyring.set(key, value)
        self._typed.delete(key)

    def delete(self, key: str) -> None:
        """Forget the secret in both places. Raises KeyringMissing."""
        self._typed.delete(key)
        self._keyring.delete(key)

    def describe(self) -> str:
        """Say where secrets are kept; raises KeyringMissing when they cannot be."""
        return self._keyring.describe()
