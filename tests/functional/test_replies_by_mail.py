"""Replies written in the window with keys, through real mail servers: each arrives once, with its file, when it should."""

import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.domain.clock import SystemClock
from desktop.domain.draft import Reply, ReplyState
from desktop.secrets import MemorySecrets
from desktop.store import outbox
from desktop.ui.reads import Reads
from desktop.ui.verbs import Verbs
from desktop.ui.views.reply.overdue import OverdueCard
from desktop.ui.views.reply.send_later import SendLater
from tests.functional.test_needs_owner import PATIENCE, toast, window
from tests.servers.faultproxy import Fault, fault_proxy
from tests.servers.mail import MailServer, mail_server

__all__ = ["mail_server"]

pytestmark = [pytest.mark.mail]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class MovableClock(SystemClock):
    """The machine's own time, and as much more as the test says has passed: on both of its hands."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead.total_seconds()


class Owner:
    """The shop's window with one mail of a customer's open in it, and the owner's hands."""

    def __init__(self, qtbot: QtBot, whole: _Whole, customer: str, server: MailServer) -> None:
        self.qtbot, self.whole, self.customer, self.server = qtbot, whole, customer, server
        qtbot.waitUntil(lambda: whole._window.opened() is not None, timeout=PATIENCE)
        self.until(lambda: self.verbs.composer.opened is not None)

    @property
    def verbs(self) -> Verbs:
        running = self.whole._running
        assert running is not None
        assert running.verbs is not None
        return running.verbs

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        handle = self.whole._window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, held)

    def until(self, told: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(told()), timeout=PATIENCE)

    def write(self, text: str) -> None:
        """Press r, and type."""
        self.press(Qt.Key.Key_R)
        composer = self.verbs.composer
        self.until(lambda: composer.is_ready and composer.text.hasFocus())
        self.qtbot.keyClicks(composer.text, text)

    def replies(self) -> list[Reply]:
        reads = Reads(self.whole._places.database)
        try:
            return outbox.outbox(reads.connection)
        finally:
            reads.close()

    def state(self) -> ReplyState:
        (reply,) = self.replies()
        return reply.state

    def send_now(self) -> None:
        """Press the button above the composer that ends the wait."""
        button = self.verbs.composer.form.reply_actions.buttons["send-now"]
        self.until(button.isVisible)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def arrived(self) -> list[EmailMessage]:
        return [
            email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default)
            for raw in self.server.messages(self.customer)
        ]

    def only_mail(self) -> EmailMessage:
        """Wait until the reply is sent and there; whatever is done then, it is there once."""
        self.until(lambda: self.state() is ReplyState.SENT)
        assert self.server.wait_for(lambda: bool(self.arrived()))
        running = self.whole._running
        assert running is not None
        with self.qtbot.waitSignal(running._bridge.worked, timeout=PATIENCE):
            self.press(Qt.Key.Key_F5)
        (mail,) = self.arrived()
        return mail


@contextmanager
def owner(
    qtbot: QtBot, app: QApplication, folder: Path, server: MailServer, clock: MovableClock | None = None, **more: str
) -> Iterator[Owner]:
    shop, customer = server.new_user(password="secret"), server.new_user("example.test")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = customer, shop, "My cake never arrived"
    mail["Message-ID"] = f"<asked-{customer}>"
    mail.set_content("Where is my cake? It never arrived. I am very disappointed.")
    server.deliver(shop, mail.as_bytes())
    secrets = MemorySecrets()
    secrets.set("key", "secret")
    with window(app, folder, server.settings(shop) | more, secrets, clock) as whole:
        yield Owner(qtbot, whole, customer, server)


def test_a_file_chosen_in_the_dialog_arrives_once_and_as_it_was(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    picture = bytes(range(256)) * 300
    (tmp_path / "Törte – neu.png").write_bytes(picture)
    with owner(qtbot, qapp, tmp_path, mail_server) as here:
        here.write("We are so sorry. This is the new cake.")
        here.press(Qt.Key.Key_A, CTRL | SHIFT)
        dialog = next(d for d in here.whole._window.findChildren(QFileDialog) if d.isVisible())
        dialog.findChildren(QLineEdit)[0].setText(str(tmp_path / "Törte – neu.png"))
        dialog.accept()
        composer = here.verbs.composer
        here.until(lambda: [file.name for file in composer.files.files] == ["Törte – neu.png"])
        assert composer.text.toPlainText() == "We are so sorry. This is the new cake."
        here.whole._window.activateWindow()
        here.until(composer.text.hasFocus)
        here.press(Qt.Key.Key_Return, CTRL)
        here.until(here.replies)
        here.send_now()
        mail = here.only_mail()
    (file,) = mail.iter_attachments()
    assert file.get_content() == picture
    assert file.get_filename() == "Törte – neu.png"
    body = mail.get_body()
    assert body is not None
    assert body.get_content().strip() == "We are so sorry. This is the new cake."
    assert mail["In-Reply-To"].startswith("<asked-")


def test_a_reply_for_later_leaves_at_its_time_once_and_bears_that_date(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    clock = MovableClock()
    with owner(qtbot, qapp, tmp_path, mail_server, clock) as here:
        here.write("Good morning, it is on its way.")
        here.press(Qt.Key.Key_L, CTRL | SHIFT)
        (picker,) = here.whole._window.findChildren(SendLater)
        here.qtbot.keyClicks(picker.first, "tomorrow 8")
        here.press(Qt.Key.Key_Return)
        here.until(here.replies)
        (reply,) = here.replies()
        assert reply.leave_at is not None
        here.until(lambda: toast(here.whole).startswith("Scheduled"))
        here.press(Qt.Key.Key_F5)
        assert here.state() is ReplyState.QUEUED
        assert here.arrived() == []
        clock.ahead = reply.leave_at - SystemClock().now() + timedelta(seconds=1)
        here.whole._running._engine.wake()  # type: ignore[union-attr]
        mail = here.only_mail()
    assert abs(mail["Date"].datetime - reply.leave_at) < timedelta(minutes=2)
    assert mail.get_content().strip() == "Good morning, it is on its way."


def test_what_missed_its_time_while_shopbell_was_off_is_asked_about_and_leaves_when_the_owner_says(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    clock = MovableClock()
    with owner(qtbot, qapp, tmp_path, mail_server, clock) as here:
        here.write("Good morning.")
        here.press(Qt.Key.Key_L, CTRL | SHIFT)
        (picker,) = here.whole._window.findChildren(SendLater)
        here.qtbot.keyClicks(picker.first, "in 2 h")
        here.press(Qt.Key.Key_Return)
        here.until(here.replies)
        customer = here.customer
    clock.ahead = timedelta(hours=5)
    secrets = MemorySecrets()
    secrets.set("key", "secret")
    with window(qapp, tmp_path, {}, secrets, clock) as whole:
        here = Owner(qtbot, whole, customer, mail_server)
        here.until(lambda: whole._window.findChildren(OverdueCard) or toast(whole).startswith("Not sent in time"))
        if not whole._window.findChildren(OverdueCard):
            # The start took so long that the owner may be at work already, and is not interrupted.
            here.verbs.notices._toast._action.click()
        (card,) = whole._window.findChildren(OverdueCard)
        assert here.arrived() == []
        whole._window.activateWindow()
        here.until(lambda: QApplication.focusWidget() is card.first)
        qtbot.mouseClick(card.buttons["send-now"], Qt.MouseButton.LeftButton)
        mail = here.only_mail()
    assert mail.get_content().strip() == "Good morning."
    assert abs(mail["Date"].datetime - clock.now()) < timedelta(minutes=5)


def test_what_is_written_offline_says_so_and_leaves_once_when_the_network_is_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    with (
        fault_proxy(mail_server.smtps_port, Fault(refuse=True)) as proxy,
        owner(qtbot, qapp, tmp_path, mail_server, smtp_port=str(proxy.port)) as here,
    ):
        here.write("We bake another one.")
        here.press(Qt.Key.Key_Return, CTRL)
        here.until(here.replies)
        here.send_now()
        state = here.verbs.composer.form.state
        here.until(lambda: "tries again" in state.text())
        assert here.state() is ReplyState.QUEUED
        assert here.arrived() == []
        proxy.fault = Fault()
        here.send_now()
        mail = here.only_mail()
    assert mail.get_content().strip() == "We bake another one."
