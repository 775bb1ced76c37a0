"""A right click offers what can be done, and nothing that would change nothing."""

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import ConversationId, InboxRow, Lane, State
from tests.ui.test_verbs import Whole, press, whole

__all__ = ["whole"]


def row(whole: Whole, id_: ConversationId) -> InboxRow:
    return whole.shop.opened(id_).row


def offered(whole: Whole) -> set[str]:
    """What a right click on the row offers."""
    table = whole.window.inbox.table
    table.customContextMenuRequested.emit(table.visualRect(table.currentIndex()).center())
    (menu,) = [menu for menu in table.findChildren(QMenu) if menu.isVisible()]
    found = {action.objectName() for action in menu.actions() if action.objectName()}
    menu.close()
    return found


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_right_click_offers_only_what_would_change_something(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    qtbot.waitUntil(lambda: whole.window.opened() is not None and not row(whole, first).unread)
    asleep, waking = "conversation.snooze-again", "conversation.reopen"
    assert {"conversation.finish", "conversation.unread", "conversation.snooze"} <= offered(whole)
    assert not {waking, "conversation.read", asleep} & offered(whole)
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: row(whole, first).state is State.DONE)
    whole.window.show_lane(Lane.DONE)
    qtbot.waitUntil(lambda: whole.window.opened() is not None and whole.window.opened().row.id == first)
    assert waking in offered(whole)
    assert "conversation.finish" not in offered(whole)
