"""The verbs in the whole window over a real store: what is on show is what they act on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from sqlite_utils import Database

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Lane, State
from desktop.domain.draft import ReplyState
from desktop.store import outbox as store_outbox
from desktop.ui.bridge import Bridge
from desktop.ui.icons import Icons
from desktop.ui.keymap import load
from desktop.ui.theme import Theme
from desktop.ui.verbs import Verbs
from desktop.ui.views.main_window import MainWindow
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.pickers.keys_sheet import KeysSheet
from desktop.ui.views.search.page import Search
from desktop.ui.widgets.toast import Toast
from tests.ui.test_outbox import a_reply
from tests.ui.workshop import RESOURCES, Workshop


class Whole:
    """Window, verbs and store, put together as the program does it, with a clock that stands still."""

    def __init__(self, folder: Path, app: QApplication) -> None:
        theme = Theme(app, RESOURCES, "light")
        self.shop = Workshop(folder, theme, ("mail", "mastodon", "review"))
        self.browsed: list[str] = []
        self.window = MainWindow(
            reads=self.shop.reads, clock=self.shop.clock, theme=theme, icons=Icons(RESOURCES / "icons", theme)
        )
        self.bridge = Bridge()
        self.shop.writer.listen(self.bridge.publish)
        self.theme = theme

    def begin(self) -> None:
        """What follows the first paint."""
        theme = self.theme
        self.window.complete()
        self.window.start(self.shop.tasks)
        self.toast = Toast(theme, self.shop.clock, self.window.inbox)
        self.verbs = Verbs(
            window=self.window,
            desk=self.shop.desk,
            theme=theme,
            clock=self.shop.clock,
            keymap=load(RESOURCES / "keymaps" / "shopbell.toml"),
            toast=self.toast,
            browse=self.browsed.append,
        )
        self.bridge.changed.connect(self.window.take_change)
        self.bridge.changed.connect(self.verbs.take_change)
        self.verbs.start()
        self.window.reader.announce()
        self.window.focus_list()

    def ids(self, lane: Lane = Lane.NEEDS_YOU) -> list[ConversationId]:
        return [row.id for row in self.shop.reads.page(lane, limit=100)]

    def state(self, id_: ConversationId) -> State:
        return self.shop.opened(id_).row.state

    def close(self) -> None:
        self.verbs.stop()
        self.window.stop()
        self.bridge.close()
        self.shop.tasks.close()
        delete(self.window)
        self.shop.close()


@pytest.fixture
def whole(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Whole]:
    whole = Whole(tmp_path, qapp)
    with qtbot.waitSignal(whole.window.first_painted):
        whole.window.load()
        whole.window.show()
    whole.begin()
    whole.window.activateWindow()
    qtbot.waitUntil(whole.window.isActiveWindow)
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    yield whole
    whole.close()


def press(qtbot: QtBot, whole: Whole, keys: str) -> None:
    for key in keys:
        qtbot.keyClick(whole.window.windowHandle(), key)


def overlays(whole: Whole) -> list[Overlay]:
    return [o for o in whole.window.findChildren(Overlay) if not o.isHidden()]


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_three_quick_keys_finish_three_conversations(qtbot: QtBot, whole: Whole) -> None:
    first, second, third, fourth = whole.ids()[:4]
    press(qtbot, whole, "eee")
    qtbot.waitUntil(lambda: whole.state(third) is State.DONE)
    assert [whole.state(id_) for id_ in (first, second, fourth)] == [State.DONE, State.DONE, State.OPEN]
    qtbot.waitUntil(lambda: list(whole.window.current_conversations()) == [fourth])


def test_the_toast_says_what_was_done_and_its_button_takes_it_back(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    who = whole.shop.opened(first).row.who
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.toast.words == f"Done: {who}")
    qtbot.mouseClick(whole.toast._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: whole.state(first) is State.OPEN)


def test_what_was_done_can_be_taken_back_by_mouse_for_eight_seconds(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Done: "))
    whole.shop.clock.advance(7.9)
    whole.toast._count()
    assert whole.toast.isVisible()
    with qtbot.waitSignal(whole.toast.gone):
        whole.shop.clock.advance(0.2)


def test_several_that_were_selected_are_one_gesture(qtbot: QtBot, whole: Whole) -> None:
    first, second, third = whole.ids()[:3]
    press(qtbot, whole, "xx")
    assert list(whole.window.current_conversations()) == [first, second]
    assert whole.window.inbox.current == third
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.state(second) is State.DONE)
    assert (whole.state(first), whole.state(third)) == (State.DONE, State.OPEN)
    qtbot.waitUntil(lambda: not whole.verbs._turns.is_busy)
    assert list(whole.window.current_conversations()) == [third]
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.state(second) is State.OPEN)
    assert whole.state(first) is State.OPEN


def test_a_row_is_picked_and_put_back_and_esc_lets_go_of_all(qtbot: QtBot, whole: Whole) -> None:
    first, second, third = whole.ids()[:3]
    press(qtbot, whole, "xxkx")
    assert list(whole.window.current_conversations()) == [first]
    press(qtbot, whole, "j")
    assert list(whole.window.current_conversations()) == [first]
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Escape)
    assert list(whole.window.current_conversations()) == [whole.window.inbox.current]
    assert {whole.state(id_) for id_ in (first, second, third)} == {State.OPEN}


def test_a_conversation_opened_from_search_is_the_one_the_verbs_mean(qtbot: QtBot, whole: Whole) -> None:
    here = whole.ids()[0]
    elsewhere = whole.ids(Lane.THE_REST)[0]
    press(qtbot, whole, "/")
    (search,) = overlays(whole)
    assert isinstance(search, Search)
    search.put_away()
    search.opened.emit(elsewhere, "in:the-rest")
    qtbot.waitUntil(lambda: whole.window.inbox.current == elsewhere)
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.state(elsewhere) is State.DONE)
    assert whole.state(here) is State.OPEN


def test_back_in_the_list_the_verbs_mean_its_row_again(qtbot: QtBot, whole: Whole) -> None:
    here = whole.ids()[0]
    elsewhere = whole.ids(Lane.THE_REST)[0]
    whole.window.select(elsewhere)
    qtbot.waitUntil(lambda: whole.window.opened().row.id == elsewhere)  # type: ignore[union-attr]
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Escape)
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.state(here) is State.DONE)
    assert whole.state(elsewhere) is State.OPEN


def test_send_and_done_can_be_undone_as_one(qtbot: QtBot, whole: Whole) -> None:
    place = next(n for n, id_ in enumerate(whole.ids()) if whole.shop.opened(id_).row.channel == "mail")
    id_ = whole.ids()[place]
    press(qtbot, whole, "j" * place + "r")
    qtbot.waitUntil(lambda: whole.verbs.composer.sheets.front is not None)
    qtbot.keyClicks(focus(), "It is on its way.")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return, both)
    qtbot.waitUntil(lambda: whole.state(id_) is State.DONE)
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Held, sends in 10 s: "))
    assert whole.shop.opened(id_).row.who in whole.toast.words
    qtbot.waitUntil(lambda: not whole.verbs._turns.is_busy)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() == "It is on its way.")
    assert whole.verbs.composer.conversation == id_
    assert whole.state(id_) is State.OPEN
    assert focus() is whole.verbs.composer.text
    assert whole.shop.replies() == []


def test_undo_pressed_right_behind_send_takes_the_reply_back(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "r")
    qtbot.waitUntil(lambda: whole.verbs.composer.sheets.front is not None)
    qtbot.keyClicks(focus(), "Too quick")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Taken back"))
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() == "Too quick")
    assert whole.shop.replies() == []


def test_send_now_ends_the_hold(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "r")
    qtbot.waitUntil(lambda: whole.verbs.composer.sheets.front is not None)
    qtbot.keyClicks(focus(), "It is on its way.")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Held, sends in 10 s: "))
    qtbot.waitUntil(lambda: whole.window.status_line._outbox.text() == "1 held, sends in 10 s")
    qtbot.mouseClick(whole.toast._second, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: whole.shop.replies()[0].not_before <= whole.shop.clock.now())
    qtbot.waitUntil(lambda: whole.shop.engine.woken >= 2)
    qtbot.waitUntil(lambda: whole.window.status_line._outbox.text() == "1 queued")


def test_a_held_reply_is_called_held_wherever_it_is_spoken_of_and_queued_after_that(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "r")
    qtbot.waitUntil(lambda: whole.verbs.composer.sheets.front is not None)
    qtbot.keyClicks(focus(), "It is on its way.")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def places() -> list[str]:
        return [
            whole.window.reader.pages.browser.toPlainText(),
            whole.verbs.composer.form.state.text(),
            whole.verbs.outbox_page._state.text(),
            whole.window.status_line._outbox.text(),
            whole.toast.words,
        ]

    qtbot.waitUntil(lambda: all("held" in place.lower() for place in places()))
    assert not any("queued" in place.lower() for place in places())
    whole.shop.clock.advance(11)
    qtbot.waitUntil(lambda: all("queued" in place.lower() for place in places()[:4]))
    qtbot.waitUntil(lambda: not any("held" in place.lower() for place in places()))


def refuse(whole: Whole, sentence: str) -> None:
    """The server says no to the reply that is queued."""
    reply = whole.shop.replies()[0]
    now = whole.shop.clock.now()

    def write(db):  # type: ignore[no-untyped-def]
        change = store_outbox.send_now(db, reply.id, now)
        _, claimed = store_outbox.claim(db, worker="w", now=now, lease=timedelta(minutes=1))
        assert claimed is not None
        for state in (ReplyState.SENDING, ReplyState.REFUSED):
            change |= store_outbox.advance(db, reply.id, state, worker="w", sentence=sentence, now=now)
        return change

    whole.shop.writer.submit(write).result()


def test_a_refused_reply_says_the_servers_sentence_wherever_the_owner_is_and_gives_the_text_back(
    qtbot: QtBot, whole: Whole
) -> None:
    press(qtbot, whole, "r")
    qtbot.waitUntil(lambda: whole.verbs.composer.sheets.front is not None)
    here = whole.verbs.composer.conversation
    qtbot.keyClicks(focus(), "Too long a story.")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Held"))
    qtbot.waitUntil(lambda: not whole.verbs._turns.is_busy)
    press(qtbot, whole, "j")
    qtbot.waitUntil(lambda: whole.verbs.composer.conversation != here and whole.verbs.composer.is_ready)
    refuse(whole, "The server says: 552 too large.")
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Not sent: "))
    assert whole.toast.words.endswith("The server says: 552 too large.")
    assert whole.window.status_line._outbox.text() == "1 not sent"
    qtbot.mouseClick(whole.toast._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: whole.verbs.composer.conversation == here)
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() == "Too long a story.")
    assert focus() is whole.verbs.composer.text
    assert whole.shop.replies() == []


def test_of_several_that_did_not_leave_none_is_passed_over_in_silence(qtbot: QtBot, whole: Whole) -> None:
    late = a_reply(1, ReplyState.OVERDUE, leave_at=whole.shop.clock.now() - timedelta(hours=1))
    whole.verbs.replies.tell_troubles([late, replace(late, id="r2")])
    assert whole.toast.words == "2 not sent in time"
    refused = a_reply(3, ReplyState.REFUSED, sentence="No such address.")
    whole.verbs.replies.tell_troubles([late, refused, a_reply(4, ReplyState.UNKNOWN)])
    assert whole.toast.words == "1 not sure, 1 not sent"
    qtbot.mouseClick(whole.toast._action, Qt.MouseButton.LeftButton)
    assert whole.window.lane is Lane.OUTBOX


def test_esc_leaves_the_reply_for_the_list_and_keeps_the_text(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "r")
    qtbot.keyClicks(focus(), "Half a th")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: focus() is not whole.verbs.composer.text)
    press(qtbot, whole, "j")
    qtbot.waitUntil(lambda: whole.verbs.composer.conversation == second)
    qtbot.waitUntil(lambda: whole.shop.draft_text(first) == "Half a th")
    press(qtbot, whole, "k")
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() == "Half a th")


def test_a_reply_begun_at_once_goes_on_where_the_draft_ended(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    press(qtbot, whole, "r")
    qtbot.keyClicks(whole.verbs.composer.text, "Half a th")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Escape)
    press(qtbot, whole, "j")
    qtbot.waitUntil(lambda: whole.shop.draft_text(first) == "Half a th")
    press(qtbot, whole, "kr" + "ought")
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() == "Half a thought")
    assert whole.state(first) is State.OPEN


def test_the_sheet_shows_the_keys_of_the_place(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "?")
    (sheet,) = overlays(whole)
    assert isinstance(sheet, KeysSheet)
    assert "conversation.finish" in sheet.lines
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    press(qtbot, whole, "r")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: bool(overlays(whole)))
    (sheet,) = overlays(whole)
    assert isinstance(sheet, KeysSheet)
    assert "conversation.finish" not in sheet.lines
    assert "reply.send" in sheet.lines


def test_one_overlay_at_a_time(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "/")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert len(overlays(whole)) == 1
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert overlays(whole) == []
    qtbot.waitUntil(lambda: whole.window.isAncestorOf(focus()))
    first = whole.ids()[0]
    press(qtbot, whole, "s")
    qtbot.waitUntil(lambda: whole.shop.opened(first).row.starred)


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_a_right_click_offers_the_same_words_and_keys(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    whole.window.inbox.table.customContextMenuRequested.emit(QPoint(20, 20))
    menu = whole.window.inbox.table.findChild(QMenu)
    assert menu is not None
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:3] == ["Reply\tr", "Done\te", "Snooze\th"]
    next(action for action in menu.actions() if action.objectName() == "conversation.finish").trigger()
    qtbot.waitUntil(lambda: whole.state(first) is State.DONE)
    menu.close()


def test_lanes_follow_each_other_both_ways(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "]")
    assert whole.window.lane is Lane.WORTH_A_LOOK
    press(qtbot, whole, "[[")
    assert whole.window.lane is Lane.OUTBOX
    press(qtbot, whole, "]")
    assert whole.window.lane is Lane.NEEDS_YOU


def test_the_outbox_shows_what_is_held_and_takes_it_back(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "r")
    qtbot.waitUntil(lambda: whole.verbs.composer.sheets.front is not None)
    id_ = whole.verbs.composer.conversation
    qtbot.keyClicks(focus(), "It is on its way.")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: whole.verbs.outbox.rowCount() == 1)
    whole.window.show_lane(Lane.OUTBOX)
    page = whole.verbs.outbox_page
    qtbot.waitUntil(lambda: page.choices.buttons["withdraw"].width() > 0)
    qtbot.mouseClick(page.choices.buttons["withdraw"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: whole.verbs.outbox.rowCount() == 0)
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() == "It is on its way.")
    assert whole.verbs.composer.conversation == id_


def test_what_cannot_be_answered_is_opened_in_the_browser(qtbot: QtBot, whole: Whole) -> None:
    whole.verbs.composer.browse.emit("https://example.org/post")
    assert whole.browsed == ["https://example.org/post"]


@pytest.mark.parametrize("ranked", [False, True])
def test_who_was_sent_to_and_done_stands_in_the_list_again_when_it_is_taken_back(
    qtbot: QtBot, whole: Whole, *, ranked: bool
) -> None:
    composer, inbox = whole.verbs.composer, whole.window.inbox

    def rank(band: int) -> None:
        def write(db: Database) -> ChangeSet:
            db.conn.execute("update conversation set band = ? where id = ?", (band, here))
            return ChangeSet(conversations=frozenset({here}), initiator="rank")

        whole.shop.writer.submit(write).result()

    before = whole.ids()[0]
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: inbox.current not in (None, before))
    here = inbox.current
    assert here is not None
    place = inbox.model.row_of(here)
    qtbot.waitUntil(lambda: composer.conversation == here and composer.is_ready)
    press(qtbot, whole, "r")
    qtbot.keyClicks(focus(), "It left today.")
    with qtbot.waitSignal(whole.shop.desk.queued):
        whole.verbs.replies.send_and_finish()
    qtbot.waitUntil(lambda: inbox.model.row_of(here) < 0)
    assert inbox.current != here
    if ranked:
        # Whoever was answered needs nobody, until the answer is taken back and that was looked at.
        rank(2)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: composer.text.toPlainText() == "It left today." and focus() is composer.text)
    if ranked:
        assert inbox.current != here
        rank(0)
    qtbot.waitUntil(lambda: inbox.current == here)
    assert inbox.model.row_of(here) == place
    opened = whole.window.opened()
    assert opened is not None
    assert opened.row.id == composer.conversation == here
    assert focus() is composer.text
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Escape)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.state(before) is State.OPEN)
    assert whole.state(here) is State.OPEN
