"""A message is passed on by mail: below the owner's words, with its files, and nothing changes where it came from."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.connectors.mail.mime import parse_mail
from desktop.domain.item import Raw
from desktop.domain.row import ConversationId, Lane
from desktop.store import accounts, ingest, outbox
from desktop.triage.rank import rank
from desktop.ui.theme import Theme
from desktop.ui.wording.aloud import row_sentence
from desktop.ui.wording.words import new_message
from tests.ui.test_new_messages import Desk
from tests.ui.workshop import RESOURCES, Workshop

CTRL = Qt.KeyboardModifier.ControlModifier


def with_files(desk: Desk, *, cut: bool = False) -> ConversationId:
    """A mail with two files comes in; `cut` leaves its end on the server."""
    shop = desk.shop
    account = next(a for a in accounts.accounts(shop.reads.connection) if a.settings.get("network") == "mail")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ada Byron <ada@example.org>", "hello@hazelrye.example", "Two pictures"
    mail["Message-ID"], mail["Date"] = "<two@example.org>", "Tue, 10 Mar 2026 11:30:00 +0000"
    mail.set_content("Please see both pictures: the cake was broken.")
    for name, data in (("cake.png", b"\x89PNG" * 50), ("box.png", b"\x89PNG" * 60)):
        mail.add_attachment(data, maintype="image", subtype="png", filename=name)
    data = mail.as_bytes()
    item = parse_mail(Raw(remote_id="INBOX/1/999", data=data, received_at=shop.clock.now()), account)
    if cut:
        item = replace(item, raw=data[: data.index(b"box.png") - 200], packed=b"")
    shop.writer.submit(
        lambda db: ingest.ingest(db, account, [item], cursor=None, now=shop.clock.now(), rank=rank)
    ).result()
    (number,) = shop.reads.connection.execute(
        "select conversation from message where remote_id = 'INBOX/1/999'"
    ).fetchone()
    return ConversationId(number)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), ("mail", "mastodon", "review"))
    made = Desk(qtbot, qapp, shop)
    yield made
    made.place.close()
    shop.close()


def forward(desk: Desk) -> str:
    desk.place.run("reply.forward")
    desk.until(lambda: desk.composer.is_new and desk.composer.is_ready)
    desk.until(desk.composer.recipients.to.hasFocus)
    return desk.composer.text.toPlainText()


def test_a_mail_is_passed_on_with_its_files_and_to_is_asked_for(desk: Desk) -> None:
    desk.window.select(with_files(desk))
    text = forward(desk)
    assert text.startswith("\n\n---------- Forwarded message ----------\nFrom: Ada Byron <ada@example.org>\nDate: ")
    assert "\nSubject: Two pictures\nTo: hello@hazelrye.example\n\nPlease see both pictures" in text
    composer = desk.composer
    assert (composer.recipients.to.text(), composer.recipients.subject.text()) == ("", "Fwd: Two pictures")
    desk.until(lambda: [file.name for file in composer.files.files] == ["cake.png", "box.png"])
    assert composer.text.textCursor().position() == 0


def test_the_head_and_the_draft_say_what_is_passed_on(desk: Desk) -> None:
    desk.window.select(with_files(desk))
    forward(desk)
    name = desk.window.reader.head._name
    desk.until(lambda: name.text() == "Forward: Two pictures")
    here = desk.composer.conversation
    assert here is not None
    desk.window.show_lane(Lane.DRAFTS)
    desk.until_listed(here)
    row = desk.window.inbox.model.row_at(0)
    assert row is not None
    assert row_sentence(row, desk.shop.clock.now()).startswith("Forward: Two pictures, ")


@pytest.mark.parametrize(
    ("subject", "called"),
    [
        ("", "New message"),
        ("Rye", "New message"),
        ("Re: Rye", "New message"),
        ("Fwd:", "Forward"),
        ("Fwd: Rye", "Forward: Rye"),
    ],
)
def test_what_begins_something_is_named_by_whether_it_passes_something_on(subject: str, called: str) -> None:
    assert new_message(subject) == called


def test_it_leaves_like_any_message_and_its_conversation_is_not_answered(desk: Desk) -> None:
    home = with_files(desk)
    before = desk.shop.reads.rows([home])[home]
    desk.window.select(home)
    forward(desk)
    desk.type(desk.composer.recipients.to, "baker@example.org")
    desk.composer.text.setFocus()
    QTest.keyClicks(desk.composer.text, "Please have a look.")
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: len(outbox.outbox(desk.shop.reads.connection)) == 1)
    (reply,) = outbox.outbox(desk.shop.reads.connection)
    assert reply.text.startswith("Please have a look.\n\n---------- Forwarded message")
    assert [file.name for file in reply.files] == ["cake.png", "box.png"]
    assert reply.plan.recipients == ("baker@example.org",)
    after = desk.shop.reads.rows([home])[home]
    assert (after.waiting_since, after.state, after.has_draft) == (before.waiting_since, before.state, False)
    row = desk.shop.reads.connection.execute("select in_reply_to from outbox where id = ?", (reply.id,)).fetchone()
    assert row == (None,)


def test_what_is_not_here_of_its_files_is_said(desk: Desk) -> None:
    desk.window.select(with_files(desk, cut=True))
    forward(desk)
    desk.until(lambda: desk.toast().endswith("not taken along: box.png"))
    assert [file.name for file in desk.composer.files.files] == ["cake.png"]


def test_left_as_it_was_begun_nothing_stays(desk: Desk) -> None:
    desk.window.select(with_files(desk))
    forward(desk)
    assert len(desk.kept()) == 1
    desk.place.run("back")
    desk.until(lambda: desk.kept() == [])
    assert desk.shop.reads.connection.execute("select count(*) from file").fetchone() == (0,)


def test_one_that_was_written_on_stays_a_draft(desk: Desk) -> None:
    desk.window.select(with_files(desk))
    forward(desk)
    desk.type(desk.composer.recipients.to, "b")
    desk.place.run("back")
    desk.until(lambda: not desk.composer.is_new)
    desk.place.settle()
    desk.until(lambda: [one.to for one in desk.kept()] == [("b",)])


@pytest.mark.parametrize("channel", ["mastodon", "review"])
def test_what_was_said_elsewhere_is_passed_on_by_mail_too(desk: Desk, channel: str) -> None:
    rows = [row for lane in (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK) for row in desk.shop.reads.page(lane, limit=100)]
    row = next(row for row in rows if row.channel == channel)
    desk.window.select(row.id)
    desk.window.reader.show_conversation(row.id)
    opened = desk.window.opened()
    assert opened is not None
    said = next(entry for entry in reversed(opened.timeline) if entry.conversation == row.id)
    text = forward(desk)
    assert f"From: {row.who}" in text
    assert said.text.strip().splitlines()[0] in text
    assert (f"Link: {said.url}" in text) == bool(said.url)
    assert desk.composer.recipients.subject.text().startswith("Fwd: ")


def test_a_new_message_cannot_be_forwarded(desk: Desk) -> None:
    desk.begin()
    desk.place.run("reply.forward")
    assert desk.toast() == "There is no message here that could be forwarded."
