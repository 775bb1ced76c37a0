"""The card of a person: opened with p, it tells who they are, and leads to a mail, a page or a conversation."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.act import Verb
from desktop.domain.row import ConversationId, InboxRow, Lane
from desktop.store import labels, notes, triage
from desktop.store.acquaintance import Acquaintance, acquaintance
from desktop.ui.theme import Theme
from desktop.ui.views.pickers.person import PersonCard
from tests.ui.test_new_messages import Desk
from tests.ui.workshop import EVERY_LANE, RESOURCES, Workshop


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), ("mail", "mastodon"))
    made = Desk(qtbot, qapp, shop)
    yield made
    made.place.close()
    shop.close()


def known(desk: Desk, row: InboxRow) -> Acquaintance:
    return acquaintance(desk.shop.reads.connection, row.person)


def somebody(desk: Desk, *, conversations: int = 1, channel: str = "mail") -> InboxRow:
    """Somebody with so many conversations at least."""
    rows = [row for lane in EVERY_LANE for row in desk.shop.reads.page(lane, limit=300)]
    return next(row for row in rows if row.channel == channel and known(desk, row).conversations >= conversations)


def card(desk: Desk, id_: ConversationId) -> PersonCard:
    desk.window.reader.show_conversation(id_)
    desk.place.run("conversation.person")
    (found,) = desk.window.findChildren(PersonCard)
    desk.until(lambda: bool(found._facts.text()))
    return found


def test_it_tells_since_when_how_much_and_what_was_put_down(desk: Desk) -> None:
    row, now = somebody(desk, conversations=2), desk.shop.clock.now()
    desk.shop.writer.submit(lambda db: notes.add(db, row.id, "Wants no nuts", now=now)).result()
    desk.shop.writer.submit(lambda db: labels.make(db, "Regulars", now=now)).result()
    desk.shop.writer.submit(lambda db: triage.act(db, (row.id,), Verb.LABEL, now=now, about="Regulars")).result()
    found, told = card(desk, row.id), known(desk, row)
    assert f"{told.conversations} conversations, {told.messages} messages" in found._facts.text()
    assert found._facts.text().startswith("Known since ")
    assert "Note: Wants no nuts" in found._notes.text()
    assert [label.name for label in told.labels] == ["Regulars"]
    assert found._labels.isVisible()
    assert found.accessibleName() == row.who
    for one in told.rows:
        assert any((one.subject or one.snippet)[:20] in line for line in found.lines())


def test_open_conversations_stand_first_then_the_newest(desk: Desk) -> None:
    row, now = somebody(desk, conversations=2), desk.shop.clock.now()
    newest = known(desk, row).rows[0]
    desk.shop.writer.submit(lambda db: triage.act(db, (newest.id,), Verb.DONE, now=now)).result()
    order = [one.id for one in known(desk, row).rows]
    assert order.index(newest.id) > 0
    desk.shop.writer.submit(lambda db: triage.act(db, (newest.id,), Verb.TRASH, now=now + timedelta(1))).result()
    assert newest.id not in [one.id for one in known(desk, row).rows]


def test_enter_writes_them_a_mail(desk: Desk) -> None:
    row = somebody(desk)
    found = card(desk, row.id)
    QTest.keyClick(found.first, Qt.Key.Key_Return)
    desk.until(lambda: desk.composer.is_new and desk.composer.is_ready)
    desk.until(lambda: desk.composer.recipients.to.text() == row.handle)
    desk.until(desk.composer.recipients.subject.hasFocus)
    desk.place.run("back")
    desk.until(lambda: not desk.composer.is_new)
    desk.place.settle()
    assert desk.kept() == []


def test_a_mail_begun_for_somebody_goes_to_them(desk: Desk) -> None:
    row = somebody(desk)
    QTest.keyClick(card(desk, row.id).first, Qt.Key.Key_Return)
    desk.until(lambda: desk.composer.is_new and desk.composer.is_ready)
    desk.composer.text.setFocus()
    QTest.keyClicks(desk.composer.text, "Hello")
    desk.until(lambda: [(one.text, one.to) for one in desk.kept()] == [("Hello", (row.handle,))])


def test_a_conversation_of_theirs_is_opened_by_enter(desk: Desk) -> None:
    row = somebody(desk, conversations=2)
    other = next(one for one in known(desk, row).rows if one.id != row.id)
    take(desk, card(desk, row.id), other.id)


def test_from_another_of_their_conversations_the_one_in_the_list_is_opened_again(desk: Desk) -> None:
    rows = desk.shop.reads.page(Lane.NEEDS_YOU, limit=300)
    row = next(row for row in rows if known(desk, row).conversations > 1)
    listed = {one.id for one in rows}
    other = next(one for one in known(desk, row).rows if one.id not in listed)
    desk.window.show_lane(Lane.NEEDS_YOU)
    desk.until(lambda: desk.window.inbox.select(row.id))
    take(desk, card(desk, row.id), other.id)
    take(desk, card(desk, other.id), row.id)


def take(desk: Desk, found: PersonCard, id_: ConversationId) -> None:
    """Choose a conversation of theirs in the card, and wait until it is on show."""
    choices = found._list.choices()
    for _ in range(next(n for n, choice in enumerate(choices) if choice.value == ("conversation", id_))):
        QTest.keyClick(found.first, Qt.Key.Key_Down)
    QTest.keyClick(found.first, Qt.Key.Key_Return)
    desk.until(lambda: (opened := desk.window.opened()) is not None and opened.row.id == id_)


def test_a_page_of_theirs_is_opened_in_the_browser(desk: Desk) -> None:
    row = somebody(desk, channel="mastodon")
    persona = next(one for one in known(desk, row).personas if one.channel == "mastodon")
    pages: list[str] = []
    found = card(desk, row.id)
    found.browsed.connect(pages.append)
    choice = next(one for one in found._list.choices() if one.value == ("page", persona.url))
    assert persona.handle in choice.title
    found._take(choice.value)
    assert pages == [persona.url]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_P])
def test_it_closes_and_the_keys_go_back_to_the_list(desk: Desk, key: Qt.Key) -> None:
    desk.window.show_lane(Lane.NEEDS_YOU)
    desk.window.focus_list()
    desk.place.run("conversation.person")
    (found,) = desk.window.findChildren(PersonCard)
    QTest.keyClick(found.first, key)
    desk.until(desk.window.inbox.table.hasFocus)


def test_closed_before_it_was_read_nothing_happens(desk: Desk) -> None:
    desk.place.run("conversation.person")
    (found,) = desk.window.findChildren(PersonCard)
    found.put_away()
    desk.place.settle()
    assert not desk.window.findChildren(PersonCard)


def test_nobody_is_shown_for_a_message_to_nobody_yet(desk: Desk) -> None:
    desk.begin()
    desk.place.run("conversation.person")
    assert not desk.window.findChildren(PersonCard)


def test_a_person_of_many_conversations_is_told_with_the_newest(desk: Desk) -> None:
    row = somebody(desk)
    connection = desk.shop.reads.connection
    plan = connection.execute(
        "explain query plan select id from conversation where person = ? and aside <> 'trash' and state = 'open'"
        " order by last_id desc limit 40",
        (row.person,),
    ).fetchall()
    assert "conversation_history" in str(plan)
