"""What came with a mail, saved from the window: attachments, and originals of what cannot be shown."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.domain.conversation import Opened
from desktop.secrets import MemorySecrets
from desktop.ui.views.conversation.timeline import ORIGINAL
from tests.functional.test_needs_owner import PATIENCE, toast, window
from tests.servers.mail import CUSTOMER, MailServer, mail_server

__all__ = ["mail_server"]

pytestmark = [pytest.mark.mail]


def save(whole: _Whole, message: int, n: int, target: Path) -> None:
    """Click the link of the page, and choose a name in the dialog."""
    pages = whole._window.reader.pages
    pages._link(QUrl(f"{pages._mark}:save/{message}/{n}"), "Save")
    dialog = next(d for d in whole._window.findChildren(QFileDialog) if d.isVisible())
    dialog.setDirectory(str(target.parent))
    dialog.selectFile(target.name)
    dialog.accept()


def opened(whole: _Whole) -> Opened:
    found = whole._window.opened()
    assert found is not None
    return found


def test_an_attachment_of_a_real_mail_is_saved_as_it_was_sent(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    shop = mail_server.new_user(password="secret")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = CUSTOMER, shop, "My cake never arrived"
    mail["Message-ID"] = "<photo@example.test>"
    mail.set_content("Where is my cake? It never arrived. See the picture.")
    picture = bytes(range(256)) * 40
    mail.add_attachment(picture, maintype="image", subtype="png", filename="../cake photo.png")
    mail_server.deliver(shop, mail.as_bytes())
    secrets = MemorySecrets()
    secrets.set("key", "secret")
    with window(qapp, tmp_path, mail_server.settings(shop), secrets) as whole:
        qtbot.waitUntil(lambda: whole._window.opened() is not None, timeout=PATIENCE)
        entry = opened(whole).timeline[0]
        assert "Save" in whole._window.reader.pages.browser.toPlainText()
        save(whole, entry.id, 0, tmp_path / "cake.png")
        qtbot.waitUntil(lambda: toast(whole) == "Saved cake.png", timeout=PATIENCE)
    assert (tmp_path / "cake.png").read_bytes() == picture
    assert (tmp_path / "cake.png").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_shown_says_so_and_its_original_can_be_saved(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    shop = mail_server.new_user(password="secret")
    raw = (
        f"From: {CUSTOMER}\r\nTo: {shop}\r\nSubject: Order\r\nMessage-ID: <odd@example.test>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        "--b\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--\r\n"
    ).encode()
    mail_server.deliver(shop, raw)
    secrets = MemorySecrets()
    secrets.set("key", "secret")
    with window(qapp, tmp_path, mail_server.settings(shop), secrets) as whole:
        qtbot.waitUntil(lambda: sum(whole._window.reads.counts().total.values()) > 0, timeout=PATIENCE)
        lanes = whole._window.reads.counts().total
        whole._window.show_lane(next(lane for lane, count in lanes.items() if count))
        page = whole._window.reader.pages
        qtbot.waitUntil(lambda: "This mail is encrypted" in page.browser.toPlainText(), timeout=PATIENCE)
        assert "Save the original" in page.browser.toPlainText()
        save(whole, opened(whole).timeline[0].id, ORIGINAL, tmp_path / "original.eml")
        qtbot.waitUntil(lambda: toast(whole) == "Saved original.eml", timeout=PATIENCE)
    assert b"-----BEGIN PGP MESSAGE-----" in (tmp_path / "original.eml").read_bytes()
