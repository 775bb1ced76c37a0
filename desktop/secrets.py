"""Passwords and tokens, kept in the system's keyring and nowhere else.

Only keyrings that are known to encrypt are used, and one is believed only after it has given back what it was given.
Every call waits on a thread of its own and for at most a few seconds, because a keyring that wants to ask its owner
something may not answer for ever. Called on worker threads, never on the one that paints.
"""

import hashlib
import os
import re
import secrets as chance
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from desktop.domain.errors import KeyringMissing, SecretStays
from desktop.domain.wording import worded

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
Remember = Callable[[str], None]

USER = "shopbell"
LONGEST_PIECE = 1_000
"""UTF-16 units in one entry: Windows keeps 1,280 and answers a longer one with an error that names nothing."""
MOST_PIECES = 64
MOST_WAITING = 3

ADVICE = worded("Shopbell can keep the password until it is closed instead, if you choose so.")

_TRUSTED = {
    "keyring.backends.SecretService.Keyring": worded("the system keyring (Secret Service)"),
    "keyring.backends.libsecret.Keyring": worded("the system keyring (libsecret)"),
    "keyring.backends.kwallet.DBusKeyring": "KDE Wallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KDE Wallet 4",
    "keyring.backends.macOS.Keyring": worded("the macOS keychain"),
    "keyring.backends.Windows.WinVaultKeyring": worded("the Windows credential store"),
}
_CHAINER = "keyring.backends.chainer.ChainerBackend"
_HEAD = re.compile(r"shopbell1:(?P<count>\d{1,2}):(?P<digest>[0-9a-f]{64}):(?P<side>[ab]):(?P<rest>.*)", re.DOTALL)


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


class Keep(Protocol):
    """What is asked of a keyring: three of the calls of `keyring.backend.KeyringBackend`."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the entry or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write the entry."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove the entry; raises when there is none."""
        ...


def open_secrets(*, in_memory: bool = False, remember: Remember | None = None) -> Secrets:
    """Return where secrets are kept; asks the keyring nothing yet. In memory only when the owner chose that.

    `remember` hears every secret that passes, so that the log can leave it out.
    """
    return MemorySecrets(remember) if in_memory else KeyringSecrets(on_secret=remember)


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


# -- which keyring -----------------------------------------------------------------------------------------------------


def find_keep() -> Keep:
    """Return the best trusted keyring of this machine; raises KeyringMissing. May block: the caller sets the limit.

    Detection is our own: the keyring library's also takes whatever a variable, a file or an installed package names,
    among them ones that keep nothing and ones that keep everything readable.
    """
    chosen = _chosen_by_owner()
    if chosen is not None:
        return trusted(chosen)
    best: tuple[float, Keep] | None = None
    for name in _TRUSTED:
        found = _try(name)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        raise KeyringMissing(
            worded(f"There is no keyring here that keeps passwords safely. {_install_advice()} {ADVICE}")
        )
    return best[1]


def trusted(backend: "KeyringBackend") -> Keep:
    """Return `backend`, or the first trusted one in it when it is a chain. Raises KeyringMissing naming what it is."""
    name = _name(type(backend))
    if name in _TRUSTED:
        return backend
    if name == _CHAINER:
        inside = getattr(backend, "backends", ())
        for one in inside:
            if _name(type(one)) in _TRUSTED:
                return one  # type: ignore[no-any-return]
        raise KeyringMissing(
            worded(f"None of the chained keyrings keeps passwords safely. {_install_advice()} {ADVICE}")
        )
    raise KeyringMissing(f"{_why_not(name)} {_install_advice()} {ADVICE}")


def _why_not(name: str) -> str:
    if name.startswith("keyring.backends.null"):
        return worded("The keyring that is set here (null) keeps nothing of what it is given.")
    if name.startswith("keyring.backends.fail"):
        return worded("There is no keyring here that keeps passwords safely.")
    if "laintext" in name or name.startswith("keyrings.alt."):
        return worded(
            f"The keyring that is set here ({name}) keeps passwords where anybody with the disk can read them."
        )
    return worded(f"The keyring that is set here ({name}) is not one that Shopbell knows to be safe.")


def _install_advice() -> str:
    return worded("Install and unlock GNOME Keyring or KDE Wallet.") if os.name == "posix" else ""


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _try(name: str) -> tuple[float, Keep] | None:
    """Return a keyring and its priority, None where it does not work."""
    from importlib import import_module

    module, _, kind = name.rpartition(".")
    try:
        backend_class = getattr(import_module(module), kind)
        priority = float(backend_class.priority)
        backend: Keep = backend_class()
    except Exception:  # noqa: BLE001 - each raises what its own system raises when it is not the one in use
        return None
    if name.endswith("WinVaultKeyring"):
        backend.persist = "local machine"  # type: ignore[attr-defined]
    return priority, backend


def _chosen_by_owner() -> "KeyringBackend | None":
    """Return the keyring that PYTHON_KEYRING_BACKEND or keyringrc.cfg names, so that a bad choice can be named.

    Only classes of the keyring library itself are made; of others the name is enough to refuse them.
    """
    name = os.environ.get("PYTHON_KEYRING_BACKEND", "").strip() or _named_in_file()
    if not name:
        return None
    if not name.startswith("keyring.backends."):
        raise KeyringMissing(f"{_why_not(name)} {_install_advice()} {ADVICE}")
    from keyring.core import load_keyring

    try:
        return load_keyring(name)
    except Exception as error:
        raise KeyringMissing(
            worded(f"The keyring that is set here ({name}) does not work. {_install_advice()} {ADVICE}")
        ) from error


def _named_in_file() -> str:
    import configparser

    from keyring.util.platform_ import config_root

    config = configparser.RawConfigParser()
    try:
        config.read(Path(config_root()) / "keyringrc.cfg", encoding="utf-8")
        return config.get("backend", "default-keyring", fallback="").strip()
    except (configparser.Error, UnicodeDecodeError):
        return ""


# -- keeping -----------------------------------------------------------------------------------------------------------


class KeyringSecrets:
    """Keeps secrets in the system's keyring, under the service `shopbell/<key>`.

    A long secret is cut into pieces beside that entry. The pieces of a new one are written first, on the other side
    (a or b) of the old one's, then the entry that names side, count and SHA-256 is switched over.
    """

    def __init__(
        self,
        timeout: float = 5.0,
        on_secret: Remember | None = None,
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
        value = self._limited(lambda keep: _read(keep, key))
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
        self._limited(lambda keep: _forget(keep, key))

    def describe(self) -> str:
        """Say where secrets are kept; raises KeyringMissing when there is no such place or it is locked."""
        return self._limited(_described)

    def _write(self, keep: Keep, key: str, value: str) -> None:
        if not self._proved:
            _prove(keep)
            self._proved = True
        _store(keep, key, value)

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
        return worded(f"There is no keyring here that keeps passwords safely. {_install_advice()} {ADVICE}")
    return worded(f"The keyring could not do it ({type(error).__name__}). {ADVICE}")


# -- entries -----------------------------------------------------------------------------------------------------------


def _service(key: str) -> str:
    return f"shopbell/{key}"


def _piece_service(key: str, side: str, number: int) -> str:
    return f"shopbell/{key}/{side}{number}"


def _described(keep: Keep) -> str:
    keep.get_password(_service("nobody"), USER)
    return _TRUSTED.get(_name(type(keep)), type(keep).__name__)


def _read(keep: Keep, key: str) -> str:
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


def _store(keep: Keep, key: str, value: str) -> None:
    if not value:
        _forget(keep, key)
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
    if _read(keep, key) != value:
        raise KeyringMissing(worded(f"The keyring did not give back what it was given. {ADVICE}"))
    _forget_pieces(keep, key, "a" if side == "b" else "b")


def _forget(keep: Keep, key: str) -> None:
    _remove(keep, _service(key))
    for side in "ab":
        _forget_pieces(keep, key, side)
    if keep.get_password(_service(key), USER):
        raise SecretStays(worded("The keyring did not remove the password. Remove it with the system's own program."))


def _forget_pieces(keep: Keep, key: str, side: str) -> None:
    """Remove the pieces of one side, also those that a write broken off left behind."""
    for number in range(MOST_PIECES):
        if not _remove(keep, _piece_service(key, side, number)):
            return


def _remove(keep: Keep, service: str) -> bool:
    """Remove an entry; return whether there was one."""
    from keyring.errors import PasswordDeleteError

    if keep.get_password(service, USER) is None:
        return False
    try:
        keep.delete_password(service, USER)
    except PasswordDeleteError:
        return False
    return True


def _prove(keep: Keep) -> None:
    """Write, read and remove something that is not a secret; raises KeyringMissing when it does not come back."""
    service, word = _service(f"canary-{chance.token_hex(4)}"), chance.token_hex(16)
    keep.set_password(service, USER, word)
    came = keep.get_password(service, USER)
    _remove(keep, service)
    if came != word:
        raise KeyringMissing(
            worded(f"The keyring takes passwords but does not keep them. {_install_advice()} {ADVICE}")
        )


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
