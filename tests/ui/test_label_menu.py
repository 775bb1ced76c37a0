"""What is done with a label itself from its line in the rail: by the mouse, and by the menu key."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.ui.views.conversation.name_card import NameCard
from desktop.ui.views.rail.lines import LabelLine
from tests.ui.test_triage import label, names, row
from tests.ui.test_verbs import Whole, overlays, whole

__all__ = ["whole"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_label_is_found_renamed_coloured_and_removed_from_its_line_in_the_rail(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    label(qtbot, whole, "Wholesale")
    qtbot.waitUntil(lambda: names(whole, first) == ["Wholesale"])
    rail = whole.window.rail

    def offered() -> dict[str, QAction]:
        found = whole.shop.reads.labels()
        rail.set_labels([(one, 1) for one in found])
        line = rail.findChildren(LabelLine)[-1]
        QApplication.sendEvent(
            line, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, line.rect().center(), QPoint(5, 5))
        )
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        actions = [*menu.actions(), *(one for sub in menu.findChildren(QMenu) for one in sub.actions())]
        menu.hide()
        return {one.text(): one for one in actions}

    menu = offered()
    assert list(menu)[:4] == ["Find its conversations", "Rename …", "Colour", "Remove"]
    assert menu["Teal"].isChecked()
    menu["Violet"].trigger()
    qtbot.waitUntil(lambda: row(whole, first).labels[0].colour == "violet")
    assert offered()["Violet"].isChecked()
    offered()["Rename …"].trigger()
    (card,) = overlays(whole)
    assert isinstance(card, NameCard)
    card.first.selectAll()
    qtbot.keyClicks(card.first, "Trade")
    qtbot.keyClick(card.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(whole, first) == ["Trade"])
    offered()["Remove"].trigger()
    qtbot.waitUntil(lambda: names(whole, first) == [])
