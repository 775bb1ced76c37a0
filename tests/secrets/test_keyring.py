"""Secrets are kept by a keyring that keeps them, or not at all."""

import base64
import contextlib
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from desktop.domain.errors import KeyringMissing, SecretStays
from desktop.secrets import MemorySecrets, open_secrets
from desktop.secrets.choice import find_keep, trusted
from desktop.secrets.ring import KeyringSecrets
from tests.servers.session import keyring_session, missing, python_in_keyring_session

SECRET = "tr0ub4dor & 3 pässwörd 🗝"


class Drawer:
    """A keyring that works, in memory, for what the real one cannot be made to do."""

    def __init__(self, longest: int = 10**6) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.longest = longest
        self.fail_at = -1
        self.writes = 0

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.writes += 1
        if self.writes == self.fail_at:
            raise OSError("the disk is full")
        if len(password.encode("utf-16-le")) > self.longest * 2:
            raise OSError(1783, "The stub received bad data")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError("No such password!")
        del self.entries[service, username]


def using(drawer: object, timeout: float = 5.0) -> KeyringSecrets:
    return KeyringSecrets(timeout=timeout, find=lambda: drawer)  # type: ignore[arg-type,return-value]


def test_a_secret_comes_back_as_it_was_and_is_gone_when_deleted() -> None:
    secrets = using(Drawer())
    assert secrets.get("mail-1") == ""
    secrets.set("mail-1", SECRET)
    secrets.set("mail-2", "other")
    assert secrets.get("mail-1") == SECRET
    secrets.delete("mail-1")
    secrets.delete("mail-1")
    assert secrets.get("mail-1") == ""
    assert secrets.get("mail-2") == "other"


def test_one_user_and_one_service_for_each_account_and_nothing_left_of_the_canary() -> None:
    drawer = Drawer()
    using(drawer).set("mail-1", SECRET)
    assert list(drawer.entries) == [("shopbell/mail-1", "shopbell")]


def test_a_keyring_that_does_not_let_go_of_a_secret_is_told_from_one_that_cannot_be_asked() -> None:
    drawer = Drawer()
    secrets = using(drawer)
    secrets.set("mail-1", SECRET)
    drawer.delete_password = Drawer().delete_password  # type: ignore[method-assign]
    with pytest.raises(SecretStays, match="system's own program"):
        secrets.delete("mail-1")


def test_an_empty_secret_is_no_secret() -> None:
    drawer = Drawer()
    secrets = using(drawer)
    secrets.set("mail-1", SECRET)
    secrets.set("mail-1", "")
    assert drawer.entries == {}


@pytest.mark.parametrize("length", [1, 999, 1_000, 1_001, 1_281, 2_000, 20_000])
@pytest.mark.parametrize("char", ["x", "ü", "🗝"])
def test_a_keyring_that_takes_1280_characters_keeps_secrets_of_any_length(length: int, char: str) -> None:
    drawer = Drawer(longest=1_280)
    secrets = using(drawer)
    secrets.set("token", char * length)
    assert secrets.get("token") == char * length
    secrets.set("token", "short")
    assert secrets.get("token") == "short"
    secrets.delete("token")
    assert drawer.entries == {}


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3_000),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3_000),
)
@settings(max_examples=50, deadline=None)
def test_any_secret_can_follow_any_other(first: str, second: str) -> None:
    drawer = Drawer(longest=1_280)
    secrets = using(drawer)
    for value in (first, second):
        secrets.set("token", value)
        assert secrets.get("token") == value
    secrets.delete("token")
    assert drawer.entries == {}


@pytest.mark.parametrize("broken_off_at", range(2, 12))
def test_a_write_broken_off_leaves_the_old_secret_or_the_new_one_whole(broken_off_at: int) -> None:
    drawer = Drawer()
    secrets = using(drawer)
    secrets.set("token", "old" * 1_000)
    drawer.writes, drawer.fail_at = 0, broken_off_at - 1
    try:
        secrets.set("token", "new" * 2_000)
    except KeyringMissing:
        assert secrets.get("token") == "old" * 1_000
    else:
        assert secrets.get("token") == "new" * 2_000
    drawer.fail_at = -1
    secrets.set("token", "again" * 700)
    assert secrets.get("token") == "again" * 700
    secrets.delete("token")
    assert drawer.entries == {}


@pytest.mark.parametrize("broken_off_at", range(1, 6))
def test_a_removal_broken_off_is_finished_by_the_next_one(broken_off_at: int) -> None:
    """Half a token that nobody finds any more would stay in the keyring for ever."""
    drawer = Drawer()
    using(drawer).set("account-1", "x" * 3500)
    count = 0
    delete = drawer.delete_password

    def broken(service: str, username: str) -> None:
        nonlocal count
        count += 1
        if count == broken_off_at:
            raise OSError("the session bus went away")
        delete(service, username)

    drawer.delete_password = broken  # type: ignore[method-assign]
    with contextlib.suppress(KeyringMissing):
        using(drawer).delete("account-1")
    using(drawer).delete("account-1")
    assert drawer.entries == {}


def test_a_piece_that_was_changed_or_lost_is_noticed() -> None:
    drawer = Drawer()
    secrets = using(drawer)
    secrets.set("token", "x" * 2_500)
    piece = next(key for key in drawer.entries if key[0].endswith("1"))
    drawer.entries[piece] = "y" + drawer.entries[piece][1:]
    with pytest.raises(KeyringMissing, match="incomplete"):
        secrets.get("token")
    del drawer.entries[piece]
    with pytest.raises(KeyringMissing, match="incomplete"):
        secrets.get("token")


def test_an_entry_that_somebody_else_wrote_is_not_taken_for_a_password() -> None:
    drawer = Drawer()
    drawer.entries["shopbell/mail-1", "shopbell"] = "hunter2"
    with pytest.raises(KeyringMissing, match="not written by Shopbell"):
        using(drawer).get("mail-1")


class _Forgetful(Drawer):
    def get_password(self, service: str, username: str) -> str | None:
        return None


class _Garbling(Drawer):
    def get_password(self, service: str, username: str) -> str | None:
        kept = super().get_password(service, username)
        return kept and kept[:-1] + "?"


class _Keen(Drawer):
    """Keeps short things but cuts long ones."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:150])


@pytest.mark.parametrize("drawer", [_Forgetful(), _Garbling(), null.Keyring(), _Keen()])
def test_a_keyring_that_does_not_give_back_is_found_out_before_anything_is_called_kept(drawer: object) -> None:
    with pytest.raises(KeyringMissing):
        using(drawer).set("mail-1", SECRET * 10)


def _raiser(error: Exception) -> object:
    class Raising(Drawer):
        def get_password(self, service: str, username: str) -> str | None:
            raise error

        def set_password(self, service: str, username: str, password: str) -> None:
            raise error

    return Raising()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "locked"),
        (InitError("Failed to create the collection"), "no keyring"),
        (RuntimeError(f"wrong {SECRET}"), "RuntimeError"),
        (OSError(1783, "The stub received bad data"), "OSError"),
    ],
)
def test_what_went_wrong_becomes_one_sentence_without_the_secret(error: Exception, words: str) -> None:
    secrets = using(_raiser(error))
    for call in (
        lambda: secrets.get("k"),
        lambda: secrets.set("k", SECRET),
        lambda: secrets.delete("k"),
        secrets.describe,
    ):
        with pytest.raises(KeyringMissing, match=words) as caught:
            call()
        assert SECRET not in str(caught.value)
        assert "\n" not in str(caught.value)


class _Hanging(Drawer):
    """Waits like a keyring whose question nobody answers."""

    def __init__(self, let_go: threading.Event) -> None:
        super().__init__()
        self.let_go = let_go

    def get_password(self, service: str, username: str) -> str | None:
        self.let_go.wait(60)
        return super().get_password(service, username)


def test_a_keyring_that_never_answers_is_waited_for_only_so_long_and_only_three_times() -> None:
    let_go = threading.Event()
    before = threading.active_count()
    secrets = using(_Hanging(let_go), timeout=0.05)
    begun = time.monotonic()
    try:
        for _ in range(10):
            with pytest.raises(KeyringMissing, match=r"did not answer within 0\.05 seconds"):
                secrets.get("mail-1")
        assert time.monotonic() - begun < 20
        assert threading.active_count() <= before + 3
    finally:
        let_go.set()


def test_when_it_answers_again_so_do_we() -> None:
    let_go = threading.Event()
    drawer = _Hanging(let_go)
    secrets = using(drawer, timeout=30.0)
    drawer.let_go.set()
    secrets.set("mail-1", SECRET)
    assert secrets.get("mail-1") == SECRET


def test_a_second_caller_does_not_wait_longer_for_the_first_ones_keyring() -> None:
    let_go = threading.Event()
    secrets = using(_Hanging(let_go), timeout=0.1)
    errors: list[str] = []

    def ask() -> None:
        try:
            secrets.get("mail-1")
        except KeyringMissing as missing_keyring:
            errors.append(str(missing_keyring))

    callers = [threading.Thread(target=ask) for _ in range(3)]
    try:
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(50)
            assert not caller.is_alive()
        assert len(errors) == 3
    finally:
        let_go.set()


# -- which keyring -----------------------------------------------------------------------------------------------------


class PlaintextKeyring(KeyringBackend):
    """What a careless package would bring."""

    priority = 0.5  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("a secret was given to a plaintext keyring")


@pytest.mark.parametrize(
    ("backend", "words"),
    [(null.Keyring(), "keeps nothing"), (fail.Keyring(), "no keyring"), (PlaintextKeyring(), "anybody")],
)
def test_keyrings_that_keep_nothing_or_in_clear_are_refused_with_a_sentence(
    backend: KeyringBackend, words: str
) -> None:
    with pytest.raises(KeyringMissing, match=words) as caught:
        trusted(backend)
    assert "if you choose so" in str(caught.value)


def test_a_chain_of_keyrings_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends import SecretService

    good = object.__new__(SecretService.Keyring)
    chain = object.__new__(chainer.ChainerBackend)
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [PlaintextKeyring(), good])
    assert trusted(chain) is good
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [PlaintextKeyring()])
    with pytest.raises(KeyringMissing, match="chained"):
        trusted(chain)


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("keyring.backends.null.Keyring", "keeps nothing"),
        ("keyring.backends.fail.Keyring", "no keyring"),
        ("keyrings.alt.file.PlaintextKeyring", "anybody"),
        ("evil.module.Keyring", "evil.module.Keyring"),
        ("keyring.backends.nothing.Keyring", "does not work"),
    ],
)
def test_a_bad_choice_in_the_environment_or_file_is_named_not_followed(
    named: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    with pytest.raises(KeyringMissing, match=words):
        find_keep()
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "python_keyring").mkdir()
    trap = tmp_path / "trap"
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring={named}\nkeyring-path={trap}\n"
    )
    with pytest.raises(KeyringMissing, match=words):
        find_keep()
    assert str(trap) not in sys.path


def test_memory_is_used_only_when_chosen_and_says_so() -> None:
    heard: list[str] = []
    chosen = open_secrets(in_memory=True, remember=heard.append)
    assert isinstance(chosen, MemorySecrets)
    chosen.set("k", SECRET)
    assert (chosen.get("k"), heard) == (SECRET, [SECRET])
    chosen.delete("k")
    assert chosen.get("k") == ""
    assert "until Shopbell is closed" in chosen.describe()
    assert isinstance(open_secrets(), KeyringSecrets)


def test_every_secret_that_passes_is_heard_by_the_log() -> None:
    drawer, heard = Drawer(), list[str]()
    KeyringSecrets(on_secret=heard.append, find=lambda: drawer).set("k", SECRET)
    KeyringSecrets(on_secret=heard.append, find=lambda: drawer).get("k")
    KeyringSecrets(on_secret=heard.append, find=lambda: drawer).get("none")
    assert heard == [SECRET, SECRET]


def test_making_it_asks_the_keyring_nothing_and_imports_nothing() -> None:
    code = "import sys; from desktop.secrets import open_secrets; open_secrets(); print('keyring' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# -- a real Secret Service ---------------------------------------------------------------------------------------------

needs_session = pytest.mark.skipif(
    bool(missing("dbus-run-session", "gnome-keyring-daemon")), reason="gnome-keyring and D-Bus are not installed"
)

SET = f"""
from desktop.secrets import open_secrets
secrets = open_secrets()
print(secrets.describe())
secrets.set("mail-1", {SECRET!r})
secrets.set("token", {SECRET!r} * 100)
assert secrets.get("mail-1") == {SECRET!r}
"""
GET = """
from desktop.secrets import open_secrets
from desktop.domain.errors import KeyringMissing
try:
    secrets = open_secrets()
    print(len(secrets.get("mail-1")), len(secrets.get("token")))
except KeyringMissing as missing:
    print("MISSING:", missing)
"""


def encodings(secret: str) -> dict[str, bytes]:
    """Return the six forms in which a secret is looked for."""
    raw = secret.encode()
    return {
        "raw": raw,
        "base64": base64.b64encode(raw).rstrip(b"="),
        "url": urllib.parse.quote(secret).encode(),
        "utf-16": secret.encode("utf-16-le"),
        "hex": raw.hex().encode(),
        "sasl plain": base64.b64encode(b"\0owner@shop.test\0" + raw).rstrip(b"=")[-20:],
    }


def files_with(folder: Path, secret: str) -> list[str]:
    """Return every file below the folder that holds the secret in any of six forms."""
    hits = []
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            hits += [f"{file.name} ({name})" for name, form in encodings(secret).items() if form in data]
    return hits


@needs_session
@pytest.mark.keyring
def test_a_real_keyring_keeps_secrets_over_sessions_and_nothing_readable_on_disk(tmp_path: Path) -> None:
    done = python_in_keyring_session(tmp_path, SET)
    assert done.returncode == 0, done.stderr
    assert "Secret Service" in done.stdout
    again = python_in_keyring_session(tmp_path, GET)
    assert again.stdout.split() == [str(len(SECRET)), str(len(SECRET) * 100)], again.stderr
    assert list((tmp_path / "data" / "keyrings").glob("*.keyring"))
    assert files_with(tmp_path, SECRET) == []


@needs_session
@pytest.mark.keyring
def test_the_search_for_readable_secrets_would_find_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(base64.b64encode(SECRET.encode()))
    (tmp_path / "b").write_bytes(SECRET.encode("utf-16-le"))
    assert len(files_with(tmp_path, SECRET)) == 2


@needs_session
@pytest.mark.keyring
@pytest.mark.parametrize("password", ["wrong-password", ""])
def test_a_locked_keyring_is_called_locked(tmp_path: Path, password: str) -> None:
    assert python_in_keyring_session(tmp_path, SET).returncode == 0
    done = python_in_keyring_session(tmp_path, GET, password)
    assert "MISSING:" in done.stdout, done.stderr
    assert "locked" in done.stdout


@needs_session
@pytest.mark.keyring
def test_without_a_session_bus_there_is_no_keyring(tmp_path: Path) -> None:
    done = keyring_session(tmp_path, [sys.executable, "-c", GET], env={"DBUS_SESSION_BUS_ADDRESS": ""})
    gone = keyring_session(
        tmp_path, ["env", "-u", "DBUS_SESSION_BUS_ADDRESS", "-u", "XDG_RUNTIME_DIR", sys.executable, "-c", GET]
    )
    assert done.returncode == 0, done.stderr
    assert "no keyring here that keeps passwords safely" in gone.stdout, gone.stderr


@needs_session
@pytest.mark.keyring
def test_an_installed_plaintext_keyring_is_never_picked(tmp_path: Path) -> None:
    package = tmp_path / "extra" / "keyrings" / "alt"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "file.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 99\n"
        "    def get_password(self, service, username): raise SystemExit('asked')\n"
        "    def set_password(self, service, username, password): open('/dev/stderr', 'w').write(password)\n"
    )
    code = f"import sys; sys.path.insert(0, {str(tmp_path / 'extra')!r})\nimport keyrings.alt.file\n" + SET
    done = python_in_keyring_session(tmp_path / "home", code)
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stderr
    nobus = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"},
        cwd=Path(__file__).parents[2],
    )
    assert "KeyringMissing" in nobus.stderr
    assert SECRET not in nobus.stderr.replace(repr(SECRET), "")
