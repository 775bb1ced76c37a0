"""The whole window by mouse and by Tab: every control in sight answers, has a name, and shows that it has the focus."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from desktop.app import _Whole
from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import Lane, State
from desktop.store import triage
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.rail.lines import ChannelLine, LabelLine
from desktop.ui.views.sign_in import Need, SignIn
from tests.functional.test_beside import whole

__all__ = ["whole"]


def buttons(window: QWidget) -> list[QAbstractButton]:
    """Every button the owner can see, top to bottom."""
    shown = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()]
    return sorted(shown, key=lambda b: (b.mapTo(window, QPoint()).y(), b.mapTo(window, QPoint()).x()))


def overlays(window: QWidget) -> list[Overlay]:
    return [o for o in window.findChildren(Overlay) if o.isVisible()]


def name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (text() if text is not None and not isinstance(widget, QLineEdit) else "")


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_every_button_in_sight_answers_a_click_and_nothing_breaks(qtbot: QtBot, whole: _Whole) -> None:
    window = whole._window
    names = [name(button) for button in buttons(window)]
    assert all(names)
    assert len(names) > 20
    for wanted in names:
        window.show_lane(Lane.NEEDS_YOU)
        window.focus_list()
        button = next((b for b in buttons(window) if name(b) == wanted), None)
        if button is None:
            # Figures in its name have changed, or the button went with what it was for.
            continue
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        while (menu := QApplication.activePopupWidget()) is not None:
            menu.close()
        for overlay in overlays(window):
            qtbot.keyClick(QApplication.focusWidget() or overlay, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not overlays(window))
    assert window.isVisible()


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_further_verbs_stand_in_a_menu_and_work_from_there(qtbot: QtBot, whole: _Whole) -> None:
    window = whole._window
    row = window.opened().row
    more = next(b for b in buttons(window.reader.head) if b.text() == "More")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = {action.objectName(): action for action in menu.actions()}
    assert {"conversation.star", "conversation.unread", "reply.write"} <= offered.keys()
    assert "conversation.finish" not in offered
    offered["conversation.star"].trigger()
    menu.close()
    qtbot.waitUntil(lambda: whole._reads.rows([row.id])[row.id].starred)


def test_done_by_mouse_on_a_row_and_undo_in_the_toast(qtbot: QtBot, whole: _Whole) -> None:
    window, notices = whole._window, whole._running.verbs.notices
    row = window.inbox.model.row_at(2)
    area = window.inbox.table.visualRect(window.inbox.model.index(2, 0))
    qtbot.mouseClick(window.inbox.table.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert window.opened().row.id == row.id
    done = next(b for b in buttons(window.reader.head) if b.text() == "Done")
    qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: whole._reads.rows([row.id])[row.id].state is State.DONE)
    qtbot.waitUntil(lambda: notices._toast.words.startswith("Done"))
    qtbot.mouseClick(notices._toast._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: whole._reads.rows([row.id])[row.id].state is State.OPEN)


def test_tab_goes_through_controls_that_have_names_and_show_their_focus(qtbot: QtBot, whole: _Whole) -> None:
    window = whole._window
    window.activateWindow()
    window.focus_list()
    seen: list[QWidget] = []
    for _ in range(60):
        here = QApplication.focusWidget()
        if here in seen:
            break
        seen.append(here)
        assert name(here), here
        if isinstance(here, (QAbstractButton, QPlainTextEdit)):
            assert picture(here) != without_focus(here), f"no focus is seen on {name(here)}"
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert len(seen) > 12
    places = {type(widget).__name__ for widget in seen}
    assert {"LaneLine", "ChannelLine", "VerbButton"} <= places


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def without_focus(widget: QWidget) -> QImage:
    widget.clearFocus()
    image = picture(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return image


@pytest.mark.parametrize("need", list(Need))
def test_the_way_out_of_a_trouble_has_names_and_keeps_the_focus(qtbot: QtBot, whole: _Whole, need: Need) -> None:
    overlay = SignIn(whole._theme, "Mail", "The server refused the password.", need)
    overlay.open_over(whole._window)
    stops = set()
    for _ in range(4):
        here = QApplication.focusWidget()
        assert overlay.isAncestorOf(here)
        assert name(here)
        stops.add(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    # A refused password leads to the name and the servers, too.
    assert len(stops) == {Need.ANOTHER_TRY: 1, Need.KEYRING: 2, Need.PASSWORD: 3}[need]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not overlays(whole._window)


def test_the_hint_at_the_bottom_follows_the_focus(qtbot: QtBot, whole: _Whole) -> None:
    window, hint = whole._window, whole._window.status_line._hint
    window.activateWindow()
    window.focus_list()
    usual = hint.text()
    window.reader.focus_page()
    qtbot.waitUntil(lambda: "Ctrl+F" in hint.text())
    window.reader.seek()
    qtbot.waitUntil(lambda: "Shift+Enter" in hint.text())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    whole._running.verbs.commands.run("reply.write")
    qtbot.waitUntil(lambda: "sends" in hint.text())
    window.focus_list()
    qtbot.waitUntil(lambda: hint.text() == usual)


def test_a_label_in_the_rail_finds_what_bears_it(qtbot: QtBot, whole: _Whole) -> None:
    window, id_ = whole._window, whole._window.opened().row.id

    def label(db: Database) -> ChangeSet:
        return triage.act(db, [id_], Verb.LABEL, now=whole._clock.now(), about="wedding & co")

    whole._running._writer.submit(label).result(timeout=60)
    qtbot.waitUntil(lambda: any(isinstance(b, LabelLine) for b in buttons(window.rail)))
    line = next(b for b in buttons(window.rail) if isinstance(b, LabelLine))
    assert (line.text(), line.right) == ("wedding & co", "1")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    search = overlays(window)[0]
    assert search.query.strip() == 'label:"wedding & co"'
    qtbot.waitUntil(lambda: len(search.offered()) > 0)
    qtbot.keyClick(QApplication.focusWidget() or search, Qt.Key.Key_Escape)


def test_what_they_asked_leads_to_where_they_asked_it(qtbot: QtBot, whole: _Whole) -> None:
    reader = whole._window.reader
    qtbot.waitUntil(lambda: bool(reader.strip.told()))
    asked = next(b for b in buttons(reader.strip) if b.accessibleName().startswith("They last asked"))
    qtbot.mouseClick(asked, Qt.MouseButton.LeftButton)
    marks = reader.pages.browser.extraSelections()
    assert marks[0].cursor.selectedText() in asked.accessibleName()


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_the_right_button_on_a_channel_leads_to_its_settings(qtbot: QtBot, whole: _Whole) -> None:
    window = whole._window
    line = next(b for b in buttons(window.rail) if isinstance(b, ChannelLine))
    window.rail.channel_asked.emit(line.account, line.mapToGlobal(QPoint(5, 5)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Look for news now", "Settings of this channel"]
    menu.actions()[1].trigger()
    menu.close()
    card = overlays(window)[0]
    assert isinstance(card, SignIn)
    assert card.settings is not None
    assert card.accessibleName() == f"Settings of {line.text()}"
    qtbot.keyClick(QApplication.focusWidget() or card, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not overlays(window))
