"""Secrets in a keyring: each call on a thread of its own, with a limit to how long it is waited for."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from desktop.domain.errors import KeyringMissing
from desktop.domain.wording import worded
from desktop.secrets import entries
from desktop.secrets.choice import ADVICE, Keep, find_keep, install_advice, title

MOST_WAITING = 3
T = TypeVar("T")


class KeyringSecrets:
    """Keeps secrets in the system's keyring. Any thread but the one that paints."""

    def __init__(
        self,
        timeout: float = 5.0,
        on_secret: Callable[[str], None] | None = None,
        find: Callable[[], Keep] = find_keep,
    ) -> None:
        self._timeout = timeout
        self._on_secret = on_secret
        self._find = find
        self._keep: Keep | None = None
        self._proved = False
        self._turn = threading.Lock()
        self._waiting: list[threading.Thread] = []

    def get(self, key: str) -> str:
        """Return the secret, "" when none is kept. Raises KeyringMissing."""
        value = self._limited(lambda keep: entries.read(keep, key))
        if value and self._on_secret is not None:
            self._on_secret(value)
        return value

    def set(self, key: str, value: str) -> None:
        """Keep the secret; reads it back before it says so. Raises KeyringMissing."""
        if self._on_secret is not None and value:
            self._on_secret(value)
        self._limited(lambda keep: self._write(keep, key, value))

    def delete(self, key: str) -> None:
        """Forget the secret. Raises KeyringMissing, SecretStays."""
        self._limited(lambda keep: entries.forget(keep, key))

    def describe(self) -> str:
        """Say where secrets are kept; raises KeyringMissing when there is no such place or it is locked."""
        return self._limited(_described)

    def _write(self, keep: Keep, key: str, value: str) -> None:
        if not self._proved:
            entries.prove(keep)
            self._proved = True
        entries.store(keep, key, value)

    # -- with a limit -------------------------------------------------------------------------------------------------

    def _limited(self, work: Callable[[Keep], T]) -> T:
        """Do `work` on a thread of its own and wait for it for as long as a keyring may take."""
        if not self._turn.acquire(timeout=self._timeout):
            raise KeyringMissing(self._slow())
        try:
            return self._on_thread(work)
        finally:
            self._turn.release()

    def _on_thread(self, work: Callable[[Keep], T]) -> T:
        self._waiting = [thread for thread in self._waiting if thread.is_alive()]
        if len(self._waiting) >= MOST_WAITING:
            raise KeyringMissing(self._slow())
        errand = _Errand(lambda: work(self._found()))
        thread = threading.Thread(target=errand.run, name="keyring", daemon=True)
        thread.start()
        thread.join(self._timeout)
        if thread.is_alive():
            self._waiting.append(thread)
            raise KeyringMissing(self._slow())
        return errand.result()

    def _found(self) -> Keep:
        if self._keep is None:
            self._keep = self._find()
        return self._keep

    def _slow(self) -> str:
        return worded(
            f"The keyring did not answer within {self._timeout:g} seconds; perhaps it is waiting to be unlocked. "
            f"Unlock it and try again. {ADVICE}"
        )


def _described(keep: Keep) -> str:
    entries.ask(keep)
    return title(keep)


class _Errand(Generic[T]):
    """One call to the keyring on its way: what came back, or what went wrong, put into one sentence."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._came: list[T] = []
        self._wrong: KeyringMissing | None = None

    def run(self) -> None:
        """Do the work; called on the errand's own thread."""
        try:
            self._came.append(self._work())
        except KeyringMissing as missing:
            self._wrong = missing
        except Exception as error:  # noqa: BLE001 - whatever a keyring raises must not be lost on this thread
            self._wrong = KeyringMissing(_sentence(error))
            self._wrong.__cause__ = error

    def result(self) -> T:
        """Return what came back or raise what went wrong."""
        if self._wrong is not None:
            raise self._wrong
        return self._came[0]


def _sentence(error: Exception) -> str:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, KeyringLocked):
        return worded(f"The keyring is locked. Unlock it and try again. {ADVICE}")
    if isinstance(error, (NoKeyringError, InitError)):
        return worded(f"There is no keyring here that keeps passwords safely. {install_advice()} {ADVICE}")
    return worded(f"The keyring could not do it ({type(error).__name__}). {ADVICE}")
