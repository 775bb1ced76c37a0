"""F5 in the whole product with a real mail server: what came of it stands in the status line."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.account import Health
from desktop.secrets import MemorySecrets
from tests.functional.test_needs_owner import PASSWORD, PATIENCE, health, mail_server, window  # noqa: F401 - a fixture
from tests.servers.mail import MailServer

pytestmark = [pytest.mark.mail]


def test_the_answer_to_f5_stands_in_the_status_line(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    mail_server: MailServer,  # noqa: F811
) -> None:
    shop = mail_server.new_user(password=PASSWORD)
    secrets = MemorySecrets()
    secrets.set("key", PASSWORD)
    with window(qapp, tmp_path, mail_server.settings(shop), secrets) as whole:
        qtbot.waitUntil(lambda: bool(whole._window.overview.statuses), timeout=PATIENCE)
        qtbot.waitUntil(lambda: health(whole) is Health.FINE, timeout=PATIENCE)
        qtbot.keyClick(whole._window.windowHandle(), Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: whole._window.status_line.message == "Nothing new", timeout=PATIENCE)
