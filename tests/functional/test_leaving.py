"""Closing the window while replies have not left: the owner is told, chooses, and loses nothing either way."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.domain.conversation import Lane
from desktop.domain.draft import ReplyState
from desktop.store import outbox
from desktop.ui.reads import Reads
from desktop.ui.views.leaving import LeavingCard
from desktop.ui.views.settings.accounts import AccountsPage
from tests.functional.test_beside import whole

__all__ = ["whole"]


def hold_a_reply(qtbot: QtBot, whole: _Whole) -> str:
    """Answer the first mail in the window; return the reply's id while it is held."""
    window, running = whole._window, whole._running
    assert running is not None
    assert running.verbs is not None
    verbs = running.verbs
    row = next(row for row in whole._reads.page(Lane.NEEDS_YOU, limit=50) if row.channel == "mail")
    window.select(row.id)
    verbs.replies.write()
    qtbot.waitUntil(lambda: verbs.composer.is_ready)
    verbs.composer.text.insertPlainText("We look into it at once.")
    verbs.replies.send()
    qtbot.waitUntil(lambda: bool(verbs.outbox.replies()))
    return verbs.outbox.replies()[0].id


def state(whole: _Whole, reply: str) -> ReplyState:
    reads = Reads(whole._places.database)
    try:
        return next(r.state for r in outbox.outbox(reads.connection) if r.id == reply)
    finally:
        reads.close()


def card(whole: _Whole) -> LeavingCard:
    return next(c for c in whole._window.findChildren(LeavingCard) if c.isVisible())


def test_without_replies_on_their_way_the_window_just_closes(whole: _Whole) -> None:
    assert whole._window.close()


def test_a_held_reply_is_named_and_the_window_stays_until_the_owner_has_chosen(qtbot: QtBot, whole: _Whole) -> None:
    hold_a_reply(qtbot, whole)
    assert not whole._window.close()
    asked = card(whole)
    assert "Held" in asked.words[0]
    assert whole._window.isVisible()
    QTest.keyClick(asked.send, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not whole._window.findChildren(LeavingCard))
    assert whole._window.isVisible()


def test_closed_all_the_same_it_waits_in_the_outbox(qtbot: QtBot, whole: _Whole) -> None:
    reply = hold_a_reply(qtbot, whole)
    whole._window.close()
    card(whole).close_now.click()
    assert not whole._window.isVisible()
    whole.close()
    assert state(whole, reply) is ReplyState.QUEUED


def test_sent_first_it_has_left_when_the_window_closes(qtbot: QtBot, whole: _Whole) -> None:
    reply = hold_a_reply(qtbot, whole)
    whole._window.close()
    asked = card(whole)
    assert asked.first is asked.send
    asked.send.click()
    qtbot.waitUntil(lambda: not whole._window.isVisible())
    assert state(whole, reply) is ReplyState.SENT


def test_what_was_refused_long_ago_does_not_keep_the_window_from_closing(qtbot: QtBot, whole: _Whole) -> None:
    old = hold_a_reply(qtbot, whole)
    assert whole._running is not None
    assert whole._running._writer is not None
    whole._running._writer.submit(
        lambda db: db.conn.execute("update outbox set state = 'refused', sentence = 'No.' where id = ?", (old,))
    ).result()
    verbs = whole._running.verbs
    assert verbs is not None
    verbs._desk.outbox(verbs._show_outbox)
    qtbot.waitUntil(lambda: verbs.outbox.replies()[0].state is ReplyState.REFUSED)
    assert verbs.composer.conversation is not None
    verbs.composer.text.insertPlainText("And one more.")
    verbs.replies.send()
    qtbot.waitUntil(lambda: len(verbs.outbox.replies()) == 2)
    whole._window.close()
    card(whole).send.click()
    qtbot.waitUntil(lambda: not whole._window.isVisible())
    assert state(whole, old) is ReplyState.REFUSED


def test_what_cannot_be_saved_is_not_thrown_away_without_a_word(qtbot: QtBot, whole: _Whole) -> None:
    running = whole._running
    assert running is not None
    assert running.verbs is not None
    assert running._writer is not None
    verbs = running.verbs
    whole._window.select(next(row for row in whole._reads.page(Lane.NEEDS_YOU, limit=50) if row.channel == "mail").id)
    verbs.replies.write()
    qtbot.waitUntil(lambda: verbs.composer.is_ready)
    refuse = "create trigger full before insert on draft begin select raise(abort, 'full'); end"
    running._writer.submit(lambda db: db.conn.execute(refuse) and None).result()
    verbs.composer.text.insertPlainText("We look into it at once.")
    qtbot.waitUntil(lambda: "Not saved yet" in verbs.composer.form.trouble.text())
    assert not whole._window.close()
    assert whole._window.isVisible()
    assert "What you typed cannot be saved" in verbs.notices._toast.words
    assert whole._window.close()


def test_asked_twice_there_is_one_card(qtbot: QtBot, whole: _Whole) -> None:
    hold_a_reply(qtbot, whole)
    whole._window.close()
    whole._window.close()
    assert len(whole._window.findChildren(LeavingCard)) == 1


def test_what_leaves_while_the_owner_is_asked_lets_the_window_close(qtbot: QtBot, whole: _Whole) -> None:
    reply = hold_a_reply(qtbot, whole)
    whole._window.close()
    assert whole._running is not None
    assert whole._running.verbs is not None
    verbs = whole._running.verbs
    verbs._desk.send_now(verbs.outbox.replies()[0])
    qtbot.waitUntil(lambda: not whole._window.isVisible())
    assert state(whole, reply) is ReplyState.SENT


def test_who_stays_with_a_held_reply_does_not_go_to_the_other_shop_at_the_next_close(
    qtbot: QtBot, whole: _Whole
) -> None:
    hold_a_reply(qtbot, whole)
    assert whole.other is not None
    whole.other.open()
    qtbot.waitUntil(lambda: bool([c for c in whole._window.findChildren(LeavingCard) if c.isVisible()]))
    assert whole.other.is_next
    QTest.keyClick(card(whole).send, Qt.Key.Key_Escape)
    assert not whole.other.is_next
    assert whole._window.isVisible()
    whole.other.open()
    qtbot.waitUntil(lambda: whole.other is not None and whole.other.is_next)
    QTest.mouseClick(card(whole).close_now, Qt.MouseButton.LeftButton)
    assert whole.other.is_next
    assert not whole._window.isVisible()


def test_the_channels_of_the_sample_shop_tell_the_way_to_the_own_one(qtbot: QtBot, whole: _Whole) -> None:
    assert whole._running is not None
    whole._running.choosing.add_account()
    (page,) = whole._window.findChildren(AccountsPage)
    (go,) = [button for button in page.findChildren(QPushButton) if button.text() == "Open your own shop"]
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not whole._window.isVisible())
    assert whole.other is not None
    assert whole.other.is_next
