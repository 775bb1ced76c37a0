"""A password that was typed for this session stands before the keyring and never reaches it."""

import pytest

from desktop.domain.errors import KeyringMissing
from desktop.secrets import MemorySecrets, SessionSecrets


class Closed(MemorySecrets):
    """A keyring that refuses to write."""

    def set(self, key: str, value: str) -> None:
        raise KeyringMissing("The keyring is locked.")


def test_what_was_typed_for_the_session_is_used_and_the_keyring_knows_nothing_of_it() -> None:
    heard: list[str] = []
    keyring = MemorySecrets()
    keyring.set("key", "old")
    secrets = SessionSecrets(keyring, heard.append)
    assert secrets.get("key") == "old"
    secrets.keep("key", "typed")
    assert secrets.get("key") == "typed"
    assert keyring.get("key") == "old"
    assert heard == ["typed"], "the log is told what to leave out"


def test_a_password_for_good_goes_to_the_keyring_and_replaces_what_was_typed() -> None:
    keyring = MemorySecrets()
    secrets = SessionSecrets(keyring)
    secrets.keep("key", "typed")
    secrets.set("key", "for good")
    assert (secrets.get("key"), keyring.get("key")) == ("for good", "for good")
    secrets.keep("key", "typed")
    secrets.delete("key")
    assert (secrets.get("key"), keyring.get("key")) == ("", "")


def test_a_keyring_that_refuses_leaves_what_was_typed() -> None:
    secrets = SessionSecrets(Closed())
    secrets.keep("key", "typed")
    with pytest.raises(KeyringMissing):
        secrets.set("key", "for good")
    assert secrets.get("key") == "typed"
