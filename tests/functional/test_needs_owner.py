"""A channel that needs the owner: the window says why, and lets him put it right, with a real mail server behind it."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.domain.account import Health
from desktop.domain.clock import Clock, SystemClock
from desktop.paths import Places
from desktop.secrets import MemorySecrets, Secrets
from desktop.secrets.ring import KeyringSecrets
from desktop.store import accounts
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.ui.views.sign_in import Need, SignIn
from tests.servers.mail import MailServer, mail_server
from tests.ui.keyrings import Watched
from tests.wholes import whole_window

__all__ = ["mail_server"]

pytestmark = [pytest.mark.mail]
PASSWORD = "right-one/ümlaut+77"
PATIENCE = 45_000
"""Milliseconds; a mail server answers slowly after wrong passwords."""


@contextmanager
def window(
    app: QApplication, folder: Path, settings: dict[str, str], keyring: Secrets, clock: Clock | None = None
) -> Iterator[_Whole]:
    """The whole product with one mail account, its secret under "key"."""
    clock, secrets = clock or SystemClock(), Watched(keyring)
    where = Places(folder / "home")
    where.make()
    if not where.database.exists():
        migrate(where.database, where.backups, clock)
        writer = Writer(where.database, clock)
        writer.submit(lambda db: accounts.add(db, "mail", "Mail", settings, "key", clock.now())).result()
        writer.close()
    with whole_window(app, where, demo=False, secrets=secrets, clock=clock) as whole:
        whole.show()
        yield whole
    secrets.end()


def toast(whole: _Whole) -> str:
    running = whole._running
    return running.verbs.notices._toast.words if running is not None and running.verbs is not None else ""


def overlay(whole: _Whole) -> SignIn | None:
    running = whole._running
    return running._troubles.overlay if running is not None else None


def health(whole: _Whole) -> Health:
    return whole._window.overview.statuses[0].health


def ask_for_help(qtbot: QtBot, whole: _Whole) -> SignIn:
    """Wait for the sentence and press the button beside it."""
    qtbot.waitUntil(lambda: "Mail is not heard" in toast(whole), timeout=PATIENCE)
    qtbot.mouseClick(whole._running.verbs.notices._toast._action, Qt.MouseButton.LeftButton)
    shown = overlay(whole)
    assert shown is not None
    return shown


def give(qtbot: QtBot, shown: SignIn, password: str) -> None:
    assert QApplication.focusWidget() is shown.password
    shown.password.insert(password)
    qtbot.keyClick(shown.password, Qt.Key.Key_Return)


def test_a_refused_password_is_typed_anew_kept_and_the_channel_is_heard(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    shop = mail_server.new_user(password=PASSWORD)
    secrets = MemorySecrets()
    secrets.set("key", "an old one")
    with window(qapp, tmp_path, mail_server.settings(shop), secrets) as whole:
        shown = ask_for_help(qtbot, whole)
        assert shown.need is Need.PASSWORD
        give(qtbot, shown, "still wrong")
        qtbot.waitUntil(lambda: "Trying Mail again" in toast(whole), timeout=PATIENCE)
        give(qtbot, ask_for_help(qtbot, whole), PASSWORD)
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)
        qtbot.waitUntil(lambda: toast(whole) == "Mail is heard again.", timeout=PATIENCE)
        assert secrets.get("key") == PASSWORD


def test_without_a_keyring_the_password_can_be_used_for_the_session_and_is_never_written(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    shop = mail_server.new_user(password=PASSWORD)
    with window(qapp, tmp_path, mail_server.settings(shop), KeyringSecrets()) as whole:
        shown = ask_for_help(qtbot, whole)
        assert shown.need is Need.KEYRING
        assert "keyring" in shown.accessibleDescription()
        give(qtbot, shown, PASSWORD)
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)
        places = whole._places
    raw = PASSWORD.encode()
    for file in places.home.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert raw not in data, file
            assert base64.b64encode(raw) not in data, file


def test_try_again_finds_the_keyring_unlocked(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = mail_server.new_user(password=PASSWORD)
    opened = MemorySecrets()
    opened.set("key", PASSWORD)

    class Locked(MemorySecrets):
        """A keyring that somebody unlocks meanwhile."""

        locked = True

        def get(self, key: str) -> str:
            return KeyringSecrets().get(key) if self.locked else opened.get(key)

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    secrets = Locked()
    with window(qapp, tmp_path, mail_server.settings(shop), secrets) as whole:
        shown = ask_for_help(qtbot, whole)
        secrets.locked = False
        qtbot.keyClick(shown.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)


def test_the_next_start_finds_the_keyring_unlocked_by_itself(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    shop = mail_server.new_user(password=PASSWORD)
    with window(qapp, tmp_path, mail_server.settings(shop), KeyringSecrets()) as whole:
        qtbot.waitUntil(lambda: "Mail is not heard" in toast(whole), timeout=PATIENCE)
    unlocked = MemorySecrets()
    unlocked.set("key", PASSWORD)
    with window(qapp, tmp_path, mail_server.settings(shop), unlocked) as whole:
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)


def test_a_wrong_host_is_no_matter_of_passwords(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    shop = mail_server.new_user(password=PASSWORD)
    secrets = MemorySecrets()
    secrets.set("key", PASSWORD)
    settings = mail_server.settings(shop) | {"ca_file": ""}
    with window(qapp, tmp_path, settings, secrets) as whole:
        shown = ask_for_help(qtbot, whole)
        assert shown.need is Need.ANOTHER_TRY
        assert not shown.password.isVisible()
        assert shown.settings is not None
        qtbot.keyClick(shown._again, Qt.Key.Key_Escape)
        assert overlay(whole) is None
        whole._window.rail._channels[whole._window.overview.statuses[0].account.id].click()
        assert overlay(whole) is not None


def put_right(qtbot: QtBot, whole: _Whole, card: SignIn, setting: str, value: str) -> None:
    """Type a setting anew in the card, and wait until the channel is heard."""
    assert card.settings is not None
    line = card.settings.lines[setting]
    line.selectAll()
    qtbot.keyClicks(line, value)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)


def test_a_wrong_setting_is_put_right_in_the_card_and_the_channel_is_heard(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    secrets = MemorySecrets()
    secrets.set("key", PASSWORD)
    right = mail_server.settings(mail_server.new_user(password=PASSWORD))
    with window(qapp, tmp_path, right | {"ca_file": "/nowhere.pem"}, secrets) as whole:
        shown = ask_for_help(qtbot, whole)
        assert shown.settings is not None
        assert not shown._save.isEnabled()
        assert QApplication.focusWidget() is shown.settings.lines["ca_file"]
        put_right(qtbot, whole, shown, "ca_file", right["ca_file"])
        assert whole._window.overview.statuses[0].account.settings == right


def test_a_server_that_is_not_found_is_put_right_from_what_is_said_of_it(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    secrets = MemorySecrets()
    secrets.set("key", PASSWORD)
    right = mail_server.settings(mail_server.new_user(password=PASSWORD))
    with window(qapp, tmp_path, right | {"imap_host": "mail.shop.invalid"}, secrets) as whole:
        qtbot.waitUntil(lambda: any(s.sentence for s in whole._window.overview.statuses), timeout=PATIENCE)
        qtbot.waitUntil(lambda: whole._running is not None and whole._running._is_ready, timeout=PATIENCE)
        whole._window.rail._channels[whole._window.overview.statuses[0].account.id].click()
        assert "No server called mail.shop.invalid was found" in toast(whole)
        qtbot.mouseClick(whole._running.verbs.notices._toast._action, Qt.MouseButton.LeftButton)
        shown = overlay(whole)
        assert shown is not None
        put_right(qtbot, whole, shown, "imap_host", right["imap_host"])


def test_a_nearly_full_disk_is_said_in_the_status_line_until_there_is_room(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.troubles.LOW_DISK", 2**62)
    secrets = MemorySecrets()
    secrets.set("key", PASSWORD)
    settings = mail_server.settings(mail_server.new_user(password=PASSWORD))
    with window(qapp, tmp_path, settings, secrets) as whole:
        qtbot.waitUntil(lambda: whole._running is not None and health(whole) is Health.FINE, timeout=PATIENCE)
        warning = whole._window.status_line._warning
        qtbot.waitUntil(warning.isVisible, timeout=PATIENCE)
        assert warning.text().startswith("Only ")
        assert "MB are free" in warning.text()
        monkeypatch.setattr("desktop.ui.troubles.LOW_DISK", 1)
        whole._running._troubles.follow()
        assert not warning.isVisible()


def test_a_wrong_sign_in_is_told_in_plain_words_and_the_name_is_put_right_from_there(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    secrets = MemorySecrets()
    secrets.set("key", PASSWORD)
    right = mail_server.settings(mail_server.new_user(password=PASSWORD))
    with window(qapp, tmp_path, right | {"user": "nobody@shop.test"}, secrets) as whole:
        qtbot.waitUntil(lambda: "Mail is not heard" in toast(whole), timeout=PATIENCE)
        assert "refused the name or the password. Check both" in toast(whole)
        assert "=" not in toast(whole)
        assert "setting" not in toast(whole)
        shown = ask_for_help(qtbot, whole)
        assert shown.need is Need.PASSWORD
        assert shown._others.isVisible()
        qtbot.mouseClick(shown._others, Qt.MouseButton.LeftButton)
        form = overlay(whole)
        assert form is not None
        assert form.settings is not None
        line = form.settings.lines["user"]
        line.selectAll()
        qtbot.keyClicks(line, right.get("user", "") or right["address"])
        qtbot.mouseClick(form._save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)
        qtbot.waitUntil(lambda: toast(whole) == "Mail is heard again.", timeout=PATIENCE)


def test_a_setting_that_cannot_work_is_called_by_its_title_and_stands_first_in_the_card(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    secrets = MemorySecrets()
    secrets.set("key", PASSWORD)
    right = mail_server.settings(mail_server.new_user(password=PASSWORD))
    with window(qapp, tmp_path, right | {"imap_port": "many"}, secrets) as whole:
        shown = ask_for_help(qtbot, whole)
        assert (
            "“many” is not a port. Use a number such as 993. Look at “Incoming port”." in shown.accessibleDescription()
        )
        assert shown.settings is not None
        line = shown.settings.lines["imap_port"]
        assert QApplication.focusWidget() is line
        line.selectAll()
        qtbot.keyClicks(line, right["imap_port"])
        qtbot.keyClick(line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)


def test_a_password_that_the_keyring_does_not_take_is_not_lost(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

    class ReadOnly(MemorySecrets):
        """A keyring that gives, and takes nothing until somebody unlocks it."""

        locked = True

        def set(self, key: str, value: str) -> None:
            if self.locked:
                KeyringSecrets().set(key, value)
            super().set(key, value)

    shop = mail_server.new_user(password=PASSWORD)
    secrets = ReadOnly()
    MemorySecrets.set(secrets, "key", "an old one")
    with window(qapp, tmp_path, mail_server.settings(shop), secrets) as whole:
        give(qtbot, ask_for_help(qtbot, whole), PASSWORD)
        qtbot.waitUntil(lambda: (card := overlay(whole)) is not None and card.need is Need.KEYRING, timeout=PATIENCE)
        card = overlay(whole)
        assert card is not None
        assert "keyring" in card.accessibleDescription()
        assert card.password.text() == PASSWORD
        assert card._use.isEnabled()
        secrets.locked = False
        card._again.setFocus()
        qtbot.keyClick(card._again, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)
        assert secrets.get("key") == PASSWORD
