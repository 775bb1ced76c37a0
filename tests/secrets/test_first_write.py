"""No keyring is given a secret before it has shown that it keeps what it is given, and none that roams."""

import sys
from types import ModuleType

import pytest

from desktop.domain.errors import KeyringMissing
from desktop.secrets import choice
from desktop.secrets.ring import KeyringSecrets


class Sieve:
    """A keyring that takes everything and keeps nothing; `given` is what it was told."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.given.append(password)

    def delete_password(self, service: str, username: str) -> None:
        return


def test_a_keyring_is_tried_with_something_else_first() -> None:
    sieve = Sieve()
    with pytest.raises(KeyringMissing):
        KeyringSecrets(find=lambda: sieve).set("account", "the real secret")
    assert sieve.given
    assert "the real secret" not in "".join(sieve.given)


def test_on_windows_a_secret_does_not_roam_to_other_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    class WinVaultKeyring:
        priority = 5
        persist = "enterprise"

    module = ModuleType("made_up_windows")
    module.WinVaultKeyring = WinVaultKeyring  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "made_up_windows", module)
    found = choice._try("made_up_windows.WinVaultKeyring")
    assert found is not None
    assert found[1].persist == "local machine"  # type: ignore[attr-defined]
