"""A new message in the window: begun with a key, kept as it is typed, found again, sent, thrown away."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.begun import is_begun
from desktop.domain.draft import Delivered, Draft, ReplyState
from desktop.domain.row import ConversationId, Lane
from desktop.store import accounts, drafts, outbox
from desktop.store.connection import StoreFailure
from desktop.ui.theme import Theme
from desktop.ui.views.reply.composer import Composer
from tests.ui.places import Place
from tests.ui.workshop import RESOURCES, Workshop

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """The whole window over the sample shop, with what a test asks of it."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, shop: Workshop) -> None:
        self.qtbot, self.shop = qtbot, shop
        self.place = Place(shop, qapp, 100, (1200, 800))
        self.window, self.verbs = self.place.window, self.place.verbs

    @property
    def composer(self) -> Composer:
        return self.verbs.composer

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true)

    def begin(self) -> ConversationId:
        self.place.run("reply.new")
        self.until(lambda: self.composer.is_new and self.composer.is_ready)
        self.until(self.composer.recipients.to.hasFocus)
        here = self.composer.conversation
        assert here is not None
        return here

    def type(self, line: QLineEdit, text: str) -> None:
        line.setFocus()
        QTest.keyClicks(line, text)

    def write(self, *, to: str = "ada@example.org", subject: str = "Rye", text: str = "Good morning") -> ConversationId:
        here = self.begin()
        self.type(self.composer.recipients.to, to)
        self.type(self.composer.recipients.subject, subject)
        self.composer.text.setFocus()
        QTest.keyClicks(self.composer.text, text)
        return here

    def kept(self) -> list[Draft]:
        return [one for one in drafts.drafts(self.shop.reads.connection) if is_begun(one.conversation)]

    def until_kept(self, *texts: str) -> None:
        self.until(lambda: [one.text for one in self.kept()] == list(texts))

    def until_listed(self, *ids: ConversationId) -> None:
        model = self.window.inbox.model
        self.until(lambda: [model.id_at(n) for n in range(model.rowCount())] == list(ids))

    def toast(self) -> str:
        return self.place.toast.words if not self.place.toast.isHidden() else ""


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), ("mail", "mastodon"))
    made = Desk(qtbot, qapp, shop)
    yield made
    made.place.close()
    shop.close()


def test_it_begins_with_the_caret_in_to_and_goes_on_to_subject_and_text(desk: Desk) -> None:
    desk.begin()
    lines = desk.composer.recipients
    for line in (lines.to, lines.cc, lines.subject):
        assert line.isVisible()
        assert line.hasFocus()
        QTest.keyClick(line, Qt.Key.Key_Tab)
    assert desk.composer.text.hasFocus()


def test_the_keys_of_both_presses_begin_one(desk: Desk) -> None:
    commands = desk.verbs.commands
    assert commands["reply.new"].keys == ("c", "Ctrl+N")
    assert "reply.new" in {command.id for command in desk.verbs.commands}


def test_what_is_pressed_at_once_goes_into_to(desk: Desk) -> None:
    table = desk.window.inbox.table
    for key in "cada@example.org":
        QTest.keyClick(desk.window.windowHandle(), key)
    desk.until(lambda: desk.composer.is_new)
    desk.until(lambda: desk.composer.recipients.to.text() == "ada@example.org")
    assert not table.hasFocus()


def test_it_is_a_draft_from_the_first_sign_and_stands_in_drafts(desk: Desk) -> None:
    here = desk.begin()
    desk.type(desk.composer.recipients.to, "a")
    desk.until(lambda: [one.to for one in desk.kept()] == [("a",)])
    desk.window.show_lane(Lane.DRAFTS)
    desk.until_listed(here)
    row = desk.window.inbox.model.row_at(0)
    assert row is not None
    assert row.who == "a"


def test_left_and_found_again_in_drafts_it_is_as_it_was(desk: Desk) -> None:
    here = desk.write(text="Good morning Ada")
    desk.place.run("back")
    desk.until(lambda: desk.window.opened() is not None and not desk.composer.is_new)
    desk.until_kept("Good morning Ada")
    desk.window.show_lane(Lane.DRAFTS)
    desk.until_listed(here)
    desk.until(lambda: desk.composer.conversation == here and desk.composer.is_ready)
    lines = desk.composer.recipients
    assert (lines.to.text(), lines.subject.text(), desk.composer.text.toPlainText()) == (
        "ada@example.org",
        "Rye",
        "Good morning Ada",
    )
    desk.window.focus_list()
    QTest.keyClick(desk.window.inbox.table, Qt.Key.Key_Return)
    desk.until(desk.composer.text.hasFocus)


def test_nothing_written_leaves_nothing_behind(desk: Desk) -> None:
    desk.begin()
    desk.place.run("back")
    desk.until(lambda: not desk.composer.is_new)
    desk.begin()
    QTest.keyClicks(desk.composer.recipients.to, "ab")
    desk.until(lambda: len(desk.kept()) == 1)
    desk.composer.recipients.to.selectAll()
    QTest.keyClick(desk.composer.recipients.to, Qt.Key.Key_Delete)
    desk.until(lambda: desk.kept() == [])
    desk.place.run("back")
    desk.place.settle()
    assert desk.kept() == []


def test_two_can_be_written_at_once(desk: Desk) -> None:
    first = desk.write(text="The first")
    desk.until_kept("The first")
    second = desk.write(to="tom@example.org", text="The second")
    assert first != second
    desk.until(lambda: {one.text for one in desk.kept()} == {"The first", "The second"})


def test_sent_it_is_held_and_the_list_goes_on_where_it_stood(desk: Desk) -> None:
    before = desk.window.opened()
    desk.write()
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: len(outbox.outbox(desk.shop.reads.connection)) == 1)
    (reply,) = outbox.outbox(desk.shop.reads.connection)
    assert (reply.state, reply.plan.recipients, reply.text) == (ReplyState.QUEUED, ("ada@example.org",), "Good morning")
    desk.until(lambda: before is not None and desk.window.opened() is not None and not desk.composer.is_new)
    now = desk.window.opened()
    assert before is not None
    assert now is not None
    assert now.row.id == before.row.id
    desk.until(lambda: "ada@example.org" in desk.toast())
    assert desk.kept() == []


def test_taken_back_it_is_written_on_where_it_was(desk: Desk) -> None:
    here = desk.write()
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: "ada@example.org" in desk.toast())
    desk.place.run("undo")
    desk.until(lambda: desk.composer.conversation == here and desk.composer.is_ready)
    desk.until(lambda: desk.composer.text.toPlainText() == "Good morning")
    assert desk.composer.recipients.to.text() == "ada@example.org"
    assert desk.composer.recipients.subject.text() == "Rye"
    assert [reply.state for reply in outbox.outbox(desk.shop.reads.connection)] == []


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("", "Nobody stands in To: write there who should receive this message."),
        ("ada", "“ada” is not an address mail can be sent to."),
        ("ada@example.org, tom@", "“tom@” is not an address mail can be sent to."),
    ],
)
def test_to_whom_it_cannot_go_is_said_and_nothing_leaves(desk: Desk, to: str, why: str) -> None:
    desk.write(to=to)
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: desk.composer.form.trouble.text() == why)
    assert outbox.outbox(desk.shop.reads.connection) == []


def test_why_it_cannot_leave_stays_when_the_draft_is_saved_a_moment_later(desk: Desk) -> None:
    desk.write(to="ada")
    why = "“ada” is not an address mail can be sent to."
    with desk.qtbot.waitSignal(desk.composer._desk.drafts.saved):
        QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
        assert desk.composer.form.trouble.text() == why
    assert desk.composer.form.trouble.text() == why


def test_without_a_subject_it_leaves_without_a_question(desk: Desk) -> None:
    desk.write(subject="")
    assert desk.composer.recipients.subject.placeholderText()
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: len(outbox.outbox(desk.shop.reads.connection)) == 1)


def test_without_a_mail_account_it_says_where_to_add_one(desk: Desk) -> None:
    mail = next(a for a in accounts.accounts(desk.shop.reads.connection) if a.settings.get("network") == "mail")
    desk.shop.writer.submit(lambda db: accounts.remove(db, mail.id, desk.shop.clock.now())).result()
    desk.place.run("reply.new")
    desk.until(lambda: "there is no mail account yet: add one" in desk.toast())
    assert not desk.composer.is_new
    wished: list[bool] = []
    desk.window.account_wished.connect(lambda: wished.append(True))
    desk.place.toast.acted.emit()
    assert wished == [True]


def test_in_a_shop_without_any_account_every_key_for_it_says_what_to_do_where_it_can_be_seen(desk: Desk) -> None:
    for one in accounts.accounts(desk.shop.reads.connection):
        desk.shop.writer.submit(lambda db, one=one: accounts.remove(db, one.id, desk.shop.clock.now())).result()
    desk.window.overview.read()
    greeting = desk.window._first_run
    assert greeting is not None
    desk.until(greeting.isVisible)
    greeting._sample.setFocus()
    QTest.keyClick(greeting._sample, "c")
    desk.until(lambda: "once there is an account: add one" in desk.place.toast.words)
    desk.place.run("reply.new")
    desk.until(lambda: "there is no mail account yet: add one" in desk.place.toast.words)
    toast = desk.place.toast
    assert toast.visibleRegion().boundingRect() == toast.rect()
    wished: list[bool] = []
    desk.window.account_wished.connect(lambda: wished.append(True))
    desk.place.toast.acted.emit()
    assert wished == [True]


def test_by_another_account_it_is_one_message_still(desk: Desk) -> None:
    settings = {"network": "mail", "address": "orders@hazelrye.example"}
    desk.shop.writer.submit(lambda db: accounts.add(db, "demo", "Orders", settings, "", desk.shop.clock.now())).result()
    desk.write(text="By whom?")
    tabs = desk.composer.tabs
    assert tabs.isVisible()
    assert [button.text() for button in tabs.buttons][1] == "From orders@hazelrye.example"
    tabs.buttons[1].click()
    assert desk.composer.text.toPlainText() == "By whom?"
    assert desk.composer.recipients.to.text() == "ada@example.org"
    other = next(a for a in accounts.accounts(desk.shop.reads.connection) if a.name == "Orders")
    desk.until(lambda: [(one.account, one.text) for one in desk.kept()] == [(other.id, "By whom?")])


def test_a_single_account_needs_no_choice(desk: Desk) -> None:
    desk.begin()
    assert not desk.composer.tabs.isVisible()
    assert not desk.composer.form.send_done.isVisible()
    assert not desk.composer.form.audience.isVisible()


def test_after_it_a_reply_looks_as_before(desk: Desk) -> None:
    desk.begin()
    desk.place.run("back")
    desk.place.go_to("mail")
    desk.until(lambda: desk.composer.is_ready)
    form = desk.composer.form
    assert form.send_done.isVisible()
    assert form.tabs.isVisible()
    assert not form.recipients.isVisible()
    assert desk.window.reader.pages.isVisible()
    assert form.text.maximumHeight() < 400


def test_known_people_are_offered_while_an_address_is_written(desk: Desk) -> None:
    desk.begin()
    to = desk.composer.recipients.to
    QTest.keyClicks(to, "tom@example.org, henr")
    offer = desk.composer.known_people.offer
    desk.until(offer.isVisible)
    shown = [offer.item(n).text() for n in range(offer.count())]
    assert all("henr" in one.lower() for one in shown)
    QTest.keyClick(to, Qt.Key.Key_Return)
    desk.until(lambda: to.text().startswith("tom@example.org, ") and to.text().endswith(", "))
    assert f"<{to.text().split(', ')[1]}>" in shown[0]
    assert offer.isHidden()
    desk.until(lambda: len(desk.kept()) == 1 and len(desk.kept()[0].to) == 2)


def test_verbs_of_triage_leave_it_alone_and_say_why(desk: Desk) -> None:
    here = desk.write()
    desk.place.run("back")
    desk.window.show_lane(Lane.DRAFTS)
    desk.until_listed(here)
    desk.until(lambda: desk.composer.conversation == here)
    for verb in ("conversation.finish", "conversation.star", "conversation.snooze", "label.1", "conversation.note"):
        desk.place.run(verb)
    assert "not sent yet" in desk.toast()
    assert len(desk.kept()) == 1


def throw_away(desk: Desk, text: str) -> None:
    """Begin a message, and throw it away from the drafts."""
    here = desk.write(text=text)
    desk.place.run("back")
    desk.window.show_lane(Lane.DRAFTS)
    desk.until_listed(here)
    desk.until(lambda: desk.composer.conversation == here and desk.composer.is_ready)
    desk.place.run("conversation.trash")
    desk.until(lambda: desk.kept() == [])
    desk.until(lambda: desk.toast().startswith("Thrown away: Rye"))


def test_thrown_away_it_can_be_put_back(desk: Desk) -> None:
    throw_away(desk, "Not that")
    desk.place.run("undo")
    desk.until_kept("Not that")
    desk.until(lambda: desk.composer.text.toPlainText() == "Not that")


def test_what_cannot_be_put_back_for_once_can_be_put_back_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    throw_away(desk, "Not that")

    def full(*_: object) -> object:
        raise StoreFailure("The disk is full.")

    with monkeypatch.context() as away:
        away.setattr("desktop.store.drafts.save", full)
        desk.place.run("undo")
        desk.until(lambda: desk.toast() == "The disk is full.")
    desk.place.run("undo")
    desk.until_kept("Not that")


def test_a_removed_account_leaves_the_draft_to_another(desk: Desk) -> None:
    settings = {"network": "mail", "address": "orders@hazelrye.example"}
    other = desk.shop.writer.submit(
        lambda db: accounts.add(db, "demo", "Orders", settings, "", desk.shop.clock.now())
    ).result()
    here = desk.write(text="By whom?")
    desk.composer.tabs.buttons[1].click()
    desk.until(lambda: [one.account for one in desk.kept()] == [other])
    desk.place.run("back")
    desk.until(lambda: not desk.composer.is_new)
    desk.shop.writer.submit(lambda db: accounts.remove(db, other, desk.shop.clock.now())).result()
    desk.window.show_lane(Lane.DRAFTS)
    desk.until_listed(here)
    desk.until(lambda: desk.composer.conversation == here and desk.composer.text.toPlainText() == "By whom?")


def settled(desk: Desk) -> ConversationId:
    """Let the one message in the outbox arrive; return the conversation it has become."""
    writer, now = desk.shop.writer, desk.shop.clock.now() + timedelta(minutes=1)
    (reply,) = outbox.outbox(desk.shop.reads.connection)
    writer.submit(lambda db: outbox.claim(db, worker="w", now=now, lease=timedelta(minutes=2))).result()
    for state in (ReplyState.SENDING, ReplyState.COMMITTING):
        writer.submit(lambda db, s=state: outbox.advance(db, reply.id, s, worker="w", now=now)).result()
    change = writer.submit(lambda db: outbox.settle(db, reply.id, Delivered(proof="250 OK"), now=now)).result()
    (home,) = change.conversations
    return home


def test_once_sent_one_can_write_to_them_again_before_they_have_answered(desk: Desk) -> None:
    desk.write()
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: len(outbox.outbox(desk.shop.reads.connection)) == 1)
    home = settled(desk)
    desk.window.reader.show_conversation(home)
    desk.place.run("reply.write")
    desk.until(lambda: desk.composer.is_ready and desk.composer.text.hasFocus())
    assert desk.composer.recipients.to.text() == "ada@example.org"
    QTest.keyClicks(desk.composer.text, "One more thing")
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: len(outbox.outbox(desk.shop.reads.connection)) == 2)
    again = next(one for one in outbox.outbox(desk.shop.reads.connection) if one.text == "One more thing")
    assert (again.conversation, again.plan.recipients) == (home, ("ada@example.org",))


def test_whoever_looks_at_it_while_it_is_sent_goes_on_in_its_conversation(desk: Desk) -> None:
    here = desk.write()
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: "ada@example.org" in desk.toast())
    desk.window.select(here)
    desk.until(lambda: desk.composer.on_its_way is not None)
    home = settled(desk)
    desk.until(lambda: (opened := desk.window.opened()) is not None and opened.row.id == home)


def test_its_head_says_what_it_is_also_where_there_is_little_room(desk: Desk) -> None:
    desk.begin()
    for width in (1200, 900, 640):
        desk.window.resize(width, 800)
        desk.place.settle()
        name = desk.window.reader.head._name
        assert (name.text(), name.width() > 100) == ("New message", True)


def test_esc_leaves_it_for_the_list_and_it_is_kept(desk: Desk) -> None:
    desk.write(text="Later")
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Escape)
    desk.until(lambda: not desk.composer.is_new and desk.window.inbox.table.hasFocus())
    desk.until_kept("Later")


@pytest.mark.parametrize("lane", [Lane.OUTBOX, Lane.DRAFTS])
def test_sent_from_another_lane_nothing_of_it_stays_on_show(desk: Desk, lane: Lane) -> None:
    desk.window.show_lane(lane)
    here = desk.write()
    desk.until_kept("Good morning")
    if lane is Lane.DRAFTS:
        desk.until_listed(here)
    QTest.keyClick(desk.composer.text, Qt.Key.Key_Return, CTRL)
    desk.until(lambda: len(outbox.outbox(desk.shop.reads.connection)) == 1)
    # The outbox stands on what is on its way, and shows how far it is.
    desk.until(lambda: desk.window.opened() is None or desk.composer.on_its_way is not None)
    desk.place.settle()
    assert desk.composer.written_text() == ""
    assert desk.kept() == []
