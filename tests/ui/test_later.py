"""A reply that waits for the time the owner chose: it says when, wherever it is seen, and every key of it works."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.draft import ReplyState
from desktop.ui.views.reply.overdue import OverdueCard
from desktop.ui.views.reply.send_later import SendLater
from desktop.ui.wording import words
from tests.ui.test_verbs import Whole, whole  # noqa: F401 - a fixture

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(whole: Whole, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:  # noqa: F811
    handle = whole.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, held)


def choose(qtbot: QtBot, whole: Whole, when: str) -> None:  # noqa: F811
    press(whole, Qt.Key.Key_L, CTRL | SHIFT)
    (picker,) = whole.window.findChildren(SendLater)
    qtbot.keyClicks(picker.first, when)
    press(whole, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not whole.window.findChildren(SendLater))


def schedule(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    press(whole, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: whole.verbs.composer.is_ready and whole.verbs.composer.text.hasFocus())
    qtbot.keyClicks(whole.verbs.composer.text, "Good morning")
    choose(qtbot, whole, "tomorrow 8")
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Scheduled"))


def leaves(whole: Whole) -> str:  # noqa: F811
    """Say when the only reply leaves."""
    (reply,) = whole.shop.replies()
    assert reply.leave_at is not None
    return words.stamp(reply.leave_at, whole.shop.clock.now())


def test_timeline_and_composer_say_when_and_on_what_it_depends(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    schedule(qtbot, whole)
    sentence = f"Scheduled: leaves {leaves(whole)} if Shopbell is open then"
    qtbot.waitUntil(lambda: sentence in whole.window.reader.pages.browser.toPlainText())
    qtbot.waitUntil(lambda: sentence in whole.verbs.composer.form.state.text())


def test_undo_takes_back_what_was_just_scheduled_and_nothing_else(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    schedule(qtbot, whole)
    press(whole, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() == "Good morning")
    assert {reply.state for reply in whole.shop.replies()} <= {ReplyState.WITHDRAWN}


def test_the_key_for_later_changes_the_time_while_nothing_is_written(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    schedule(qtbot, whole)
    before = leaves(whole)
    qtbot.waitUntil(lambda: whole.verbs.composer.on_its_way is not None)
    press(whole, Qt.Key.Key_R)
    qtbot.waitUntil(whole.verbs.composer.text.hasFocus)
    choose(qtbot, whole, "tomorrow 15")
    qtbot.waitUntil(lambda: leaves(whole) != before)
    assert len(whole.shop.replies()) == 1


def test_its_buttons_are_reached_with_tab(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    schedule(qtbot, whole)
    press(whole, Qt.Key.Key_R)
    composer = whole.verbs.composer
    qtbot.waitUntil(composer.text.hasFocus)
    buttons = composer.form.reply_actions.buttons
    # Tab goes past what is not there yet.
    qtbot.waitUntil(lambda: buttons["withdraw"].isVisible() and buttons["withdraw"].isEnabled())
    for _ in range(8):
        if QApplication.focusWidget() is buttons["withdraw"]:
            break
        press(whole, Qt.Key.Key_Tab, SHIFT)
    assert QApplication.focusWidget() is buttons["withdraw"]
    press(whole, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: composer.text.toPlainText() == "Good morning")


def test_what_missed_its_time_is_decided_about_with_keys_alone(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    schedule(qtbot, whole)
    (reply,) = whole.shop.replies()
    whole.verbs.replies._show_overdue(reply)
    (card,) = whole.window.findChildren(OverdueCard)
    qtbot.waitUntil(card.buttons["withdraw"].hasFocus)
    for name in ("change-time", "send-now"):
        press(whole, Qt.Key.Key_Tab)
        assert card.buttons[name].hasFocus()
    press(whole, Qt.Key.Key_Tab, SHIFT)
    press(whole, Qt.Key.Key_Return)
    (picker,) = whole.window.findChildren(SendLater)
    before = leaves(whole)
    qtbot.keyClicks(picker.first, "tomorrow 15")
    press(whole, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: leaves(whole) != before)
