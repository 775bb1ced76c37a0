"""The outbox: true words for every state, countdowns, and what the owner can do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.account import AccountId
from desktop.domain.conversation import ConversationId, Tone
from desktop.domain.draft import Phase, Plan, Reply, ReplyState
from desktop.domain.item import Audience
from desktop.domain.standing import standing
from desktop.ui.models.outbox import OutboxModel, in_order
from desktop.ui.reply.standing import brief, saying, summary, word
from desktop.ui.theme import Theme
from desktop.ui.views.outbox import OutboxPage
from desktop.ui.widgets.reply_actions import SEND_NOW, WITHDRAW, ReplyActions
from tests.ui.workshop import RESOURCES, TestClock

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def a_reply(number: int = 1, state: ReplyState = ReplyState.QUEUED, **changes: object) -> Reply:
    reply = Reply(
        id=f"r{number}",
        conversation=ConversationId(number),
        account=AccountId(1),
        state=state,
        phase=None,
        text="It is on its way.",
        summary=f"Mail to customer{number}@example.org",
        audience=Audience.PRIVATE,
        queued_at=NOW + timedelta(seconds=number),
        not_before=NOW + timedelta(seconds=10),
        attempts=0,
        sentence="",
        sent_at=None,
        plan=Plan(reply_id=f"r{number}", payload=b"", remote_key="k"),
    )
    return replace(reply, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (a_reply(), "Held, sends in 10 s"),
        (a_reply(not_before=NOW + timedelta(seconds=298)), "Held, sends in 4 min 58 s"),
        (a_reply(not_before=NOW - timedelta(seconds=1)), "Queued, leaves as soon as there is a connection"),
        (a_reply(attempts=2, sentence="No network.", not_before=NOW), "Queued, tries again soon"),
        (
            a_reply(sentence="No network.", not_before=NOW, due_at=NOW + timedelta(minutes=12)),
            "Queued, tries again in 12 min",
        ),
        (a_reply(state=ReplyState.CLAIMED), "Sending, connecting"),
        (a_reply(state=ReplyState.SENDING, phase=Phase.RCPT), "Sending"),
        (a_reply(state=ReplyState.COMMITTING), "Sending, waiting for the server to accept it"),
        (a_reply(state=ReplyState.SENT, sent_at=NOW), "Sent, the server accepted it"),
        (a_reply(state=ReplyState.REFUSED, sentence="Too long."), "Not sent"),
        (a_reply(state=ReplyState.UNKNOWN), "Not sure: check"),
        (a_reply(state=ReplyState.WITHDRAWN), "Taken back"),
    ],
)
def test_every_state_is_told_in_true_words(reply: Reply, said: str) -> None:
    assert saying(reply, NOW).words.startswith(said)


@pytest.mark.parametrize("state", list(ReplyState))
@pytest.mark.parametrize("left", [9, -9])
def test_outbox_timeline_and_command_line_begin_with_the_same_word(state: ReplyState, left: int) -> None:
    reply = a_reply(state=state, not_before=NOW + timedelta(seconds=left))
    here = standing(reply)
    spoken = here.stage(NOW).value
    assert here.words(NOW).startswith(spoken)
    for shown in (word(here.stage(NOW)), brief(here, NOW), saying(reply, NOW).words):
        assert shown.lower().startswith(spoken)
    if state not in (ReplyState.SENT, ReplyState.WITHDRAWN):
        assert f"1 {spoken}" in summary([reply], NOW)


def test_a_reply_of_which_only_the_owner_knows_that_it_arrived_is_not_called_accepted() -> None:
    reply = a_reply(state=ReplyState.SENT, sent_at=NOW, by_owner=True)
    assert saying(reply, NOW).words.startswith("Sent, as you said")
    assert brief(standing(reply), NOW) == "Sent, as you said"


def test_nothing_but_the_state_sent_is_called_sent() -> None:
    for state in set(ReplyState) - {ReplyState.SENT, ReplyState.REFUSED}:
        for now in (NOW, NOW + timedelta(hours=1)):
            told = saying(a_reply(state=state), now)
            assert not told.words.startswith("Sent")


def test_what_went_wrong_is_loud_and_says_why() -> None:
    refused = saying(a_reply(state=ReplyState.REFUSED, sentence="The address does not exist."), NOW)
    assert (refused.tone, refused.sentence) == (Tone.HURRY, "The address does not exist.")
    unsure = saying(a_reply(state=ReplyState.UNKNOWN), NOW)
    assert unsure.tone is Tone.HURRY
    assert "may have been sent" in unsure.sentence


def test_what_needs_the_owner_stands_on_top_and_old_sent_ones_are_gone() -> None:
    old = NOW - timedelta(days=2)
    replies = [
        a_reply(1, ReplyState.SENT, sent_at=NOW),
        a_reply(2),
        a_reply(3, ReplyState.UNKNOWN),
        a_reply(4, ReplyState.REFUSED),
        a_reply(5, ReplyState.SENT, sent_at=old),
        a_reply(6, ReplyState.WITHDRAWN),
    ]
    assert [reply.id for reply in in_order(replies, NOW)] == ["r3", "r4", "r2", "r1"]


def test_a_change_of_one_reply_changes_one_row(qtbot: QtBot) -> None:
    model = OutboxModel()
    model.show_replies([a_reply(1), a_reply(2)], NOW)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.show_replies([a_reply(1), a_reply(2, ReplyState.SENDING)], NOW)
    assert changed.args[0].row() == model.replies().index(a_reply(2, ReplyState.SENDING))


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_rows_follow_the_order_whatever_changes(order: tuple[int, ...], qtmodeltester: object) -> None:
    model = OutboxModel()
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    states = [ReplyState.UNKNOWN, ReplyState.QUEUED, ReplyState.REFUSED]
    for step in range(3):
        replies = [a_reply(n, states[(place + step) % 3]) for place, n in enumerate(order)]
        model.show_replies(replies, NOW)
        assert list(model.replies()) == in_order(replies, NOW)
    model.show_replies([], NOW)
    assert model.rowCount() == 0


def test_a_countdown_goes_on_until_the_hold_ends(qtbot: QtBot) -> None:
    model = OutboxModel()
    model.show_replies([a_reply()], NOW)
    assert not model.tick(NOW + timedelta(seconds=3))
    assert model.counts_down(NOW + timedelta(seconds=3))
    assert model.saying(a_reply()).words == "Held, sends in 7 s"
    assert model.tick(NOW + timedelta(seconds=11)) == {a_reply().conversation}
    assert not model.counts_down(NOW + timedelta(seconds=11))
    assert model.saying(a_reply()).words.startswith("Queued")


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Iterator[OutboxPage]:
    clock = TestClock()
    clock.time = NOW
    model = OutboxModel()
    page = OutboxPage(Theme(qapp, RESOURCES, "light"), model, clock)
    page.resize(430, 600)
    qtbot.addWidget(page)
    page.show()
    return page


def test_an_unsure_reply_offers_three_choices(qtbot: QtBot, page: OutboxPage) -> None:
    page._model.show_replies([a_reply(1), a_reply(2, ReplyState.UNKNOWN)], NOW)
    page.table.setCurrentIndex(page._model.index(0, 0))
    shown = [b.text() for b in page.choices.buttons.values() if b.isVisible()]
    assert shown == ["Check again", "It arrived", "Send again"]
    for name in ("check", "arrived", "again"):
        with qtbot.waitSignal(page.acted) as acted:
            qtbot.mouseClick(page.choices.buttons[name], Qt.MouseButton.LeftButton)
        assert (acted.args[0].id, acted.args[1]) == ("r2", name)


def test_a_double_click_means_the_one_reply_it_began_on(qtbot: QtBot, page: OutboxPage) -> None:
    first, second = a_reply(1), a_reply(2)
    page._model.show_replies([first, second], NOW)
    acted: list[Reply] = []

    def follow(reply: Reply, _what: str) -> None:
        acted.append(reply)
        page._model.show_replies([one for one in (first, second) if one not in acted], NOW)

    page.acted.connect(follow)
    page.table.setCurrentIndex(page._model.index(0, 0))
    standing_on = page.current()
    send = page.choices.buttons[SEND_NOW]
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    # What comes of the second press of a double click.
    qtbot.mouseDClick(send, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(send, Qt.MouseButton.LeftButton)
    assert acted == [standing_on]
    assert page.current() not in (None, standing_on)


def test_an_empty_outbox_says_so(page: OutboxPage) -> None:
    assert page._empty.isVisible()
    page._model.show_replies([a_reply()], NOW)
    assert not page._empty.isVisible()
    assert page.current() == a_reply()


def test_text_from_outside_is_never_markup(qtbot: QtBot, page: OutboxPage) -> None:
    page._model.show_replies([a_reply(state=ReplyState.REFUSED, sentence="<b>No</b>")], NOW)
    assert "<b>No</b>" in page._state.text()
    assert page._state.textFormat() is Qt.TextFormat.PlainText


def test_the_row_reads_as_one_sentence(page: OutboxPage) -> None:
    page._model.show_replies([a_reply()], NOW)
    said = page._model.data(page._model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(said).startswith("Held, sends in 10 s: Mail to customer1@example.org. It is on its way.")


def test_one_line_tells_what_is_on_its_way_and_what_needs_the_owner_first() -> None:
    assert summary([], NOW) == ""
    assert summary([a_reply(), a_reply(2, not_before=NOW + timedelta(seconds=7))], NOW) == "2 held, sends in 7 s"
    every = [
        a_reply(1),
        a_reply(2, not_before=NOW),
        a_reply(3, ReplyState.COMMITTING),
        a_reply(4, ReplyState.REFUSED),
        a_reply(5, ReplyState.UNKNOWN),
        a_reply(6, ReplyState.SENT, sent_at=NOW),
    ]
    assert summary(every, NOW) == "1 not sure, 1 not sent, 1 sending, 1 queued, 1 held, sends in 10 s"


def test_the_conversation_of_the_current_reply_stands_beside_the_outbox_as_soon_as_it_is_shown(
    page: OutboxPage, qtbot: QtBot
) -> None:
    page._model.show_replies([a_reply(3, ReplyState.UNKNOWN), a_reply(4)], NOW)
    page.hide()
    with qtbot.waitSignal(page.opened) as told:
        page.show()
    assert told.args == [ConversationId(3)]


def test_the_outbox_opens_on_what_is_still_to_leave_not_on_what_was_sent_before(page: OutboxPage, qtbot: QtBot) -> None:
    page._model.show_replies([a_reply(1, ReplyState.SENT, sent_at=NOW)], NOW)
    page.hide()
    page._model.show_replies([a_reply(1, ReplyState.SENT, sent_at=NOW), a_reply(2)], NOW)
    with qtbot.waitSignal(page.opened) as told:
        page.show()
    assert (page.current().id, told.args) == ("r2", [ConversationId(2)])


class Listening(QPainter):
    """Keeps what is written."""

    def __init__(self, page: QImage) -> None:
        super().__init__(page)
        self.said: list[str] = []

    def drawText(self, line: QRect, flags: int, text: str) -> None:  # type: ignore[override]
        self.said.append(text)
        super().drawText(line, flags, text)


@pytest.mark.parametrize("width", [300, 430])
def test_to_whom_a_reply_goes_is_not_cut_for_how_far_it_is(page: OutboxPage, width: int) -> None:
    later = replace(a_reply(), leave_at=NOW + timedelta(minutes=5), not_before=NOW + timedelta(minutes=5))
    page._model.show_replies([later], NOW)
    image = QImage(width, 80, QImage.Format.Format_RGB32)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, 80)
    painter = Listening(image)
    page.table.itemDelegate().paint(painter, option, page._model.index(0, 0))
    painter.end()
    assert "Mail to customer1@example.org" in painter.said
    assert any(text.startswith("Scheduled: leaves") for text in painter.said)


def test_the_tip_of_a_cut_verb_is_what_it_says_now(qtbot: QtBot, qapp: QApplication) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    actions = ReplyActions(Theme(qapp, RESOURCES, "light"))
    actions.setParent(row)
    row.show()
    undo = actions.buttons[WITHDRAW]
    actions.show_for(a_reply(), NOW)
    undo.resize(undo.sizeHint().width() // 2, undo.height())
    assert undo.toolTip() == "<span>Undo</span>"
    actions.show_for(a_reply(state=ReplyState.REFUSED), NOW)
    undo.resize(undo.sizeHint().width() // 2, undo.height())
    assert undo.toolTip() == "<span>Edit again</span>"
    undo.resize(undo.sizeHint().width() * 2, undo.height())
    assert undo.toolTip() == ""
