"""The composer over a real store: drafts are never lost, what is public says so, and sending can be taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.compose.limits import Measure
from desktop.domain.conversation import ConversationId, State
from desktop.domain.draft import ReplyState
from desktop.domain.errors import Misconfigured, ShopbellError
from desktop.ui.desk import Held
from desktop.ui.reply.drafts import PAUSE_MS
from desktop.ui.theme import Theme
from desktop.ui.views.reply.composer import Composer
from desktop.ui.widgets import reply_actions
from desktop.ui.wording.words import number
from tests.ui.workshop import RESOURCES, Workshop


@pytest.fixture
def shop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Workshop]:
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"))
    window = QWidget()
    QVBoxLayout(window).addWidget(shop.composer)
    window.resize(720, 400)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield shop
    shop.close()


@pytest.fixture
def composer(shop: Workshop) -> Composer:
    return shop.composer


def ready(qtbot: QtBot, shop: Workshop, channel: str = "mail", place: int = 0) -> ConversationId:
    id_ = shop.open(channel, place).row.id
    qtbot.waitUntil(lambda: shop.composer.sheets.front is not None)
    return id_


def texts(widget: QWidget, kind: type = QWidget) -> str:
    return " | ".join(
        w.text() for w in widget.findChildren(kind) if callable(getattr(w, "text", None)) and w.isVisible()
    )


def test_a_mail_shows_where_the_answer_goes_and_that_it_is_private(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    shown = texts(shop.composer)
    assert shop.opened(id_).row.handle in shown
    assert "Mail" in shown
    assert "Private" in shown


def test_a_public_post_says_so_and_counts_down_by_the_networks_rules(qtbot: QtBot, shop: Workshop) -> None:
    row = next(row for row in shop.rows("mastodon") if row.audience == "public")
    shop.composer.open(shop.opened(row.id))
    qtbot.waitUntil(lambda: shop.composer.sheets.front is not None)
    assert "Public: everyone can read this" in texts(shop.composer)
    before = shop.composer.form.counter.text()
    qtbot.keyClicks(shop.composer.text, "Hello")
    assert "left of 500" in shop.composer.form.counter.text()
    assert shop.composer.form.counter.text() != before


def test_an_empty_reply_cannot_be_sent_and_the_button_says_why(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop)
    assert not shop.composer.form.send.isEnabled()
    assert "write a reply first" in shop.composer.form.send.toolTip()
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    assert shop.composer.form.send.isEnabled()


def test_a_reply_that_is_too_long_cannot_be_sent(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop, "mastodon")
    shop.composer.text.setPlainText("x" * 600)
    assert not shop.composer.form.send.isEnabled()
    shop.composer.send()
    shop.settled()
    assert shop.replies() == []
    assert shop.composer.text.toPlainText() == "x" * 600


def test_a_channel_that_cannot_be_answered_says_why_and_offers_the_browser(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop, "blog")
    assert shop.composer.text.isHidden() or not shop.composer.text.isVisible()
    assert "not answered" in texts(shop.composer)
    with qtbot.waitSignal(shop.composer.browse) as address:
        qtbot.mouseClick(shop.composer.form.open_page, Qt.MouseButton.LeftButton)
    assert address.args[0].startswith("http")


# Drafts


def test_what_is_typed_is_on_disk_within_a_second_and_says_so(qtbot: QtBot, shop: Workshop) -> None:
    assert PAUSE_MS < 1000
    id_ = ready(qtbot, shop)
    with qtbot.waitSignal(shop.desk.drafts.saved):
        qtbot.keyClicks(shop.composer.text, "Dear Marta")
    assert shop.draft_text(id_) == "Dear Marta"
    assert shop.composer.form.status.text() == "Draft saved"


def test_typing_without_a_pause_is_saved_all_the_same(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    saved: list[ConversationId] = []
    shop.desk.drafts.saved.connect(saved.append)

    def type_on() -> bool:
        qtbot.keyClicks(shop.composer.text, "x")
        return bool(shop.draft_text(id_))

    # There is no pause in which it could be saved otherwise.
    qtbot.waitUntil(type_on)


def test_the_draft_is_saved_at_once_when_the_focus_leaves(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    shop.composer.text.setFocus()
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    shop.composer.text.clearFocus()
    shop.settled()
    assert shop.draft_text(id_) == "Dear Marta"


def test_each_conversation_keeps_its_own_draft(qtbot: QtBot, shop: Workshop) -> None:
    first = ready(qtbot, shop, "mail", 0)
    qtbot.keyClicks(shop.composer.text, "To the first")
    second = ready(qtbot, shop, "mail", 1)
    assert shop.composer.text.toPlainText() == ""
    qtbot.keyClicks(shop.composer.text, "To the second")
    shop.composer.open(shop.opened(first))
    qtbot.waitUntil(lambda: shop.composer.text.toPlainText() == "To the first")
    shop.composer.open(shop.opened(second))
    qtbot.waitUntil(lambda: shop.composer.text.toPlainText() == "To the second")


def test_what_is_typed_before_the_draft_was_read_is_joined_to_it(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Stored")
    shop.composer.save()
    shop.settled()
    shop.composer.open(None)
    shop.composer.open(shop.opened(id_))
    qtbot.keyClicks(shop.composer.text, "typed at once")
    qtbot.waitUntil(lambda: shop.composer.text.toPlainText() == "Stored\ntyped at once")
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "Stored\ntyped at once")


def test_what_is_typed_and_left_before_the_draft_was_read_is_not_lost(qtbot: QtBot, shop: Workshop) -> None:
    first, second = shop.rows("mail")[0].id, shop.rows("mail")[1].id
    shop.composer.open(shop.opened(first))
    qtbot.keyClicks(shop.composer.text, "very quick")
    shop.composer.open(shop.opened(second))
    assert shop.composer.text.toPlainText() == ""
    qtbot.waitUntil(lambda: shop.draft_text(first) == "very quick")
    assert shop.composer.text.toPlainText() == ""


def test_deleting_the_whole_text_deletes_the_draft(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Dear")
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "Dear")
    shop.composer.text.selectAll()
    qtbot.keyClick(shop.composer.text, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "")


def test_a_text_the_store_cannot_take_stays_in_memory_and_is_tried_again(
    qtbot: QtBot, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = ready(qtbot, shop)
    submit = shop.writer.submit

    def full(*_args: object, **_more: object) -> object:
        raise ShopbellError("The disk is full.")

    monkeypatch.setattr(shop.writer, "submit", full)
    with qtbot.waitSignal(shop.desk.drafts.trouble):
        qtbot.keyClicks(shop.composer.text, "precious")
    assert "The disk is full." in shop.composer.form.trouble.text()
    assert shop.composer.text.toPlainText() == "precious"
    monkeypatch.setattr(shop.writer, "submit", submit)
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "precious")
    qtbot.waitUntil(lambda: shop.desk.drafts.is_clean)


def test_news_in_the_conversation_leave_text_and_caret_alone(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    cursor = shop.composer.text.textCursor()
    cursor.setPosition(4)
    shop.composer.text.setTextCursor(cursor)
    shop.composer.open(shop.opened(id_))
    with qtbot.waitSignal(shop.desk.drafts.saved):
        qtbot.keyClicks(shop.composer.text, "est")
    assert shop.composer.text.toPlainText() == "Dearest Marta"


def test_closing_saves_even_what_was_typed_before_the_draft_was_read(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Stored")
    shop.composer.save()
    shop.settled()
    shop.composer.open(None)
    shop.composer.open(shop.opened(id_))
    qtbot.keyClicks(shop.composer.text, "last words")
    shop.composer.close_down()
    shop.settled()
    assert shop.draft_text(id_) == "Stored\nlast words"


def test_closing_saves_what_was_typed_elsewhere_before_its_draft_was_read(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    shop.composer.open(None)
    for words_ in ("first", "second"):
        shop.composer.open(shop.opened(id_))
        qtbot.keyClicks(shop.composer.text, words_)
        shop.composer.open(None)
    shop.composer.close_down()
    shop.settled()
    assert shop.draft_text(id_) == "first\nsecond"


# Sending


def send(qtbot: QtBot, shop: Workshop, text: str = "It is on its way.", *, finish: bool = False) -> Held:
    qtbot.keyClicks(shop.composer.text, text)
    with qtbot.waitSignal(shop.desk.queued) as queued:
        shop.composer.send(finish=finish)
    held = queued.args[0]
    assert isinstance(held, Held)
    shop.desk.drafts.forget(held.reply.conversation, held.reply.text)
    shop.outbox_model.show_replies(shop.replies(), shop.clock.now())
    return held


def test_a_reply_is_held_in_the_outbox_and_the_composer_says_so(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    held = send(qtbot, shop)
    assert held.reply.state is ReplyState.QUEUED
    assert (held.reply.not_before - shop.clock.now()).total_seconds() == 10
    assert shop.composer.text.toPlainText() == ""
    assert "Held, sends in 10 s" in texts(shop.composer)
    assert shop.draft_text(id_) == ""
    assert shop.engine.woken == 1


def test_a_sentence_about_a_reply_gets_the_whole_width_where_its_buttons_leave_little(
    qtbot: QtBot, shop: Workshop
) -> None:
    ready(qtbot, shop)
    send(qtbot, shop)
    state, actions = shop.composer.form.state, shop.composer.form.reply_actions
    qtbot.waitUntil(actions.isVisible)
    shop.composer.setFixedWidth(700)
    qtbot.waitUntil(lambda: state.y() + state.height() > actions.y())
    shop.composer.setFixedWidth(actions.sizeHint().width() * 2 - 10)
    qtbot.waitUntil(lambda: state.y() + state.height() <= actions.y())
    assert state.width() > actions.sizeHint().width()


def test_undo_during_the_hold_brings_the_text_back(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    held = send(qtbot, shop)
    shop.composer.expect()
    shop.desk.withdraw(held.reply, done=shop.composer.reload)
    qtbot.waitUntil(lambda: shop.composer.text.toPlainText() == "It is on its way.")
    assert shop.draft_text(id_) == "It is on its way."
    assert [reply.state for reply in shop.replies()] == []


def test_undo_keeps_what_was_typed_in_the_meantime(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop)
    held = send(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "And one more thing")
    shop.composer.expect()
    shop.desk.withdraw(held.reply, done=shop.composer.reload)
    qtbot.waitUntil(lambda: "It is on its way." in shop.composer.text.toPlainText())
    assert "And one more thing" in shop.composer.text.toPlainText()
    assert shop.composer.text.toPlainText().count("And one more thing") == 1


def test_send_and_done_finishes_and_undo_reopens(qtbot: QtBot, shop: Workshop) -> None:
    id_ = ready(qtbot, shop)
    held = send(qtbot, shop, finish=True)
    assert shop.opened(id_).row.state is State.DONE
    done: list[bool] = []
    shop.desk.withdraw(held.reply, reopen=id_, done=lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    assert shop.opened(id_).row.state is State.OPEN


def test_a_reply_that_cannot_be_queued_puts_its_text_back(
    qtbot: QtBot, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = ready(qtbot, shop)

    def refuse(_context: object) -> object:
        raise Misconfigured("The mail account has no address.")

    monkeypatch.setattr(shop.desk, "_open_connector", refuse)
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    shop.composer.send()
    qtbot.waitUntil(lambda: shop.composer.form.trouble.text() == "The mail account has no address.")
    assert shop.composer.text.toPlainText() == "Dear Marta"
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "Dear Marta")
    assert shop.replies() == []


def test_a_reply_that_could_not_be_queued_is_spoken_of_wherever_the_owner_is_by_then(
    qtbot: QtBot, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = ready(qtbot, shop)
    other = next(row for row in shop.rows("mail") if row.id != id_)

    def refuse(_context: object) -> object:
        raise Misconfigured("This channel can only be read.")

    monkeypatch.setattr(shop.desk, "_open_connector", refuse)
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    with qtbot.waitSignal(shop.desk.failed) as failed:
        shop.composer.send()
        shop.composer.open(shop.opened(other.id))
    assert failed.args == ["This channel can only be read."]
    shop.settled()
    assert shop.draft_text(id_) == "Dear Marta"


def test_after_the_hold_nothing_is_called_sent_before_it_is(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop)
    send(qtbot, shop)
    shop.clock.advance(11)
    shop.outbox_model.tick(shop.clock.now())
    shown = texts(shop.composer)
    assert "Queued" in shown
    assert "Sent" not in shown


def test_a_private_detail_in_public_is_pointed_out(qtbot: QtBot, shop: Workshop) -> None:
    row = next(row for row in shop.rows("mastodon") if row.audience == "public")
    shop.composer.open(shop.opened(row.id))
    qtbot.waitUntil(lambda: shop.composer.sheets.front is not None)
    qtbot.keyClicks(shop.composer.text, "Your order 4471 is ready")
    assert "Everyone can read this reply" in shop.composer.guard.sentence.text()
    assert shop.composer.form.send.isEnabled()


def test_the_signature_that_will_stand_below_is_shown_before(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop)
    assert "Signature" not in texts(shop.composer)
    shop.composer.form.show_signature("Hazel \n\nHazel & Rye Bakery")
    assert "Signature below it: Hazel · Hazel & Rye Bakery" in texts(shop.composer)


def test_every_control_has_an_accessible_name(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop)
    nameless = [w for w in shop.composer.findChildren(QWidget) if w.focusPolicy() and not named(w) and w.isVisible()]
    assert nameless == []


def named(widget: QWidget) -> bool:
    text = getattr(widget, "text", None)
    return bool(widget.accessibleName() or (callable(text) and text())) or widget.objectName().startswith("qt_")


def test_the_buttons_offered_for_a_reply_fit_its_state(qtbot: QtBot, shop: Workshop) -> None:
    ready(qtbot, shop)
    reply = send(qtbot, shop).reply
    now = shop.clock.now()
    assert reply_actions.possible(reply, now) == ("withdraw", "send-now")
    for state, wanted in {
        ReplyState.UNKNOWN: ("check", "arrived", "again"),
        ReplyState.REFUSED: ("withdraw",),
        ReplyState.SENDING: (),
        ReplyState.COMMITTING: (),
        ReplyState.SENT: (),
    }.items():
        assert reply_actions.possible(replace(reply, state=state), now) == wanted


def test_a_large_room_for_the_text_is_counted_in_groups(qtbot: QtBot, shop: Workshop) -> None:
    shop.composer.form.show_size(Measure(used=0, limit=10_000, left=10_000, sentence="10000 left of 10000"))
    assert shop.composer.form.counter.text() == f"{number(10_000)} left of {number(10_000)}"
    assert shop.composer.form.counter.text() != "10000 left of 10000"
