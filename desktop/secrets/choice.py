"""Which keyring: the best of those that are known to encrypt, or the one the owner has named, if it is one of them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.domain.errors import KeyringMissing
from desktop.domain.wording import worded

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

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
            worded(f"There is no keyring here that keeps passwords safely. {install_advice()} {ADVICE}")
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
            worded(f"None of the chained keyrings keeps passwords safely. {install_advice()} {ADVICE}")
        )
    raise KeyringMissing(f"{_why_not(name)} {install_advice()} {ADVICE}")


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


def install_advice() -> str:
    """Return what to install, "" where there is nothing to install."""
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
        raise KeyringMissing(f"{_why_not(name)} {install_advice()} {ADVICE}")
    from keyring.core import load_keyring

    try:
        return load_keyring(name)
    except Exception as error:
        raise KeyringMissing(
            worded(f"The keyring that is set here ({name}) does not work. {install_advice()} {ADVICE}")
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


def title(keep: Keep) -> str:
    """Return what the owner calls a keyring."""
    return _TRUSTED.get(_name(type(keep)), type(keep).__name__)
