"""A message to somebody new, written with keys, through real mail servers: it arrives once, and the answer joins it."""

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.begun import is_begun
from desktop.domain.row import Lane, State
from desktop.secrets import MemorySecrets
from desktop.ui.reads import Reads
from tests.functional.test_needs_owner import window
from tests.functional.test_replies_by_mail import CTRL, Owner, owner
from tests.servers.mail import MailServer, mail_server

__all__ = ["mail_server"]

pytestmark = [pytest.mark.mail]


def write(here: Owner, to: str, subject: str, text: str) -> None:
    """Press c, and go through the lines with Tab."""
    here.press(Qt.Key.Key_C)
    composer = here.verbs.composer
    here.until(lambda: composer.is_new and composer.is_ready and composer.recipients.to.hasFocus())
    here.qtbot.keyClicks(composer.recipients.to, to)
    here.press(Qt.Key.Key_Tab)
    here.press(Qt.Key.Key_Tab)
    here.qtbot.keyClicks(composer.recipients.subject, subject)
    here.press(Qt.Key.Key_Tab)
    here.until(composer.text.hasFocus)
    here.qtbot.keyClicks(composer.text, text)


def test_it_arrives_once_and_their_answer_comes_into_its_own_conversation(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    ada = mail_server.new_user("example.test")
    with owner(qtbot, qapp, tmp_path, mail_server, signature="Hazel & Rye") as here:
        here.customer = ada
        write(here, ada, "Rye on Fridays", "Good morning, shall we keep two loaves?")
        here.press(Qt.Key.Key_Return, CTRL)
        here.until(here.replies)
        here.verbs.replies.act(here.replies()[0], "send-now")
        mail = here.only_mail()
        assert (mail["Subject"], mail["To"], mail["In-Reply-To"]) == ("Rye on Fridays", ada, None)
        assert mail.get_content().startswith("Good morning, shall we keep two loaves?")
        assert "Hazel & Rye" in mail.get_content()
        home = here.replies()[0].conversation
        assert not is_begun(home)
        reads = Reads(here.whole._places.database)
        try:
            row = reads.rows([home])[home]
            assert (row.who, row.state, row.messages) == (ada, State.DONE, 1)
            answer = EmailMessage()
            answer["From"], answer["To"], answer["Subject"] = f"Ada <{ada}>", mail["From"], "Re: Rye on Fridays"
            answer["Message-ID"], answer["In-Reply-To"] = "<yes@example.test>", mail["Message-ID"]
            answer.set_content("Yes please, two.")
            shop = re.search(r"[^<\s]+@[^>\s]+", str(mail["From"]))
            assert shop is not None
            mail_server.deliver(shop[0], answer.as_bytes())
            here.press(Qt.Key.Key_F5)
            here.until(lambda: reads.rows([home])[home].messages == 2)
            assert reads.rows([home])[home].state is State.OPEN
        finally:
            reads.close()


def test_what_was_begun_is_among_the_drafts_after_a_restart(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, mail_server: MailServer
) -> None:
    with owner(qtbot, qapp, tmp_path, mail_server) as here:
        write(here, "ada@example.org", "Rye", "Half a senten")
        customer = here.customer
    secrets = MemorySecrets()
    secrets.set("key", "secret")
    with window(qapp, tmp_path, {}, secrets) as whole:
        here = Owner(qtbot, whole, customer, mail_server)
        whole._window.show_lane(Lane.DRAFTS)
        composer = here.verbs.composer
        here.until(lambda: composer.is_new and composer.text.toPlainText() == "Half a senten")
        assert composer.recipients.subject.text() == "Rye"
        assert here.replies() == []
