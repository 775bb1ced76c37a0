"""What the owner chose for a snooze is the choice for the next one, also after a restart."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import settings
from desktop.app import _Whole
from desktop.domain.conversation import State
from desktop.ui.views.pickers.snooze import Snooze
from tests.functional.test_beside import whole

__all__ = ["whole"]


def test_wake_when_they_write_is_remembered(qtbot: QtBot, whole: _Whole) -> None:
    window = whole._window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.focus_list()
    first = window.inbox.current
    qtbot.keyClick(window.windowHandle(), "h")
    (picker,) = window.findChildren(Snooze)
    box = picker._wakes
    assert box.isChecked()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: whole._reads.rows([first])[first].state is State.SNOOZED)
    assert not whole._reads.rows([first])[first].wakes_on_reply
    qtbot.waitUntil(lambda: not settings.load(whole._places.config)[0].wake_on_reply)
