"""Where list and conversation do not fit beside each other they take turns, by the keys that everybody knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.keymap import choose
from desktop.ui.views.conversation.find import FindBar
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.panes import Panes
from tests.ui.places import Place, open_place
from tests.ui.workshop import RESOURCES


@pytest.fixture
def narrow(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with open_place(qapp, tmp_path, 200, (900, 600)) as place:
        yield place


@pytest.fixture
def wide(qapp: QApplication, tmp_path: Path) -> Iterator[Place]:
    with open_place(qapp, tmp_path, 100, (1360, 850)) as place:
        yield place


def seen(place: Place) -> tuple[bool, bool]:
    return place.window.inbox.isVisible(), place.window.reader.isVisible()


def test_enter_goes_into_the_conversation_and_esc_back_to_the_list(narrow: Place) -> None:
    assert seen(narrow) == (True, False)
    narrow.run("conversation.open")
    assert seen(narrow) == (False, True)
    narrow.run("back")
    assert seen(narrow) == (True, False)
    focus = narrow.app.focusWidget()
    assert focus is not None
    assert narrow.window.inbox.isAncestorOf(focus)


def test_a_reply_is_written_where_it_can_be_seen(narrow: Place) -> None:
    narrow.go_to("mail")
    narrow.run("reply.write")
    assert seen(narrow) == (False, True)
    assert narrow.verbs.composer.text.isVisible()
    narrow.type("Dear customer")
    assert narrow.verbs.composer.text.toPlainText().startswith("Dear")


def test_words_are_sought_where_they_can_be_seen(qtbot: QtBot, narrow: Place) -> None:
    narrow.run("conversation.find")
    assert seen(narrow) == (False, True)
    narrow.type("the")
    assert isinstance(narrow.app.focusWidget(), QLineEdit)
    assert narrow.window.reader.findChildren(FindBar)[0].isVisible()
    assert not narrow.verbs.composer.isVisible()
    assert narrow.window.reader.pages.height() > 100
    QTest.keyClick(narrow.app.focusWidget(), Qt.Key.Key_Escape)
    narrow.settle()
    assert narrow.verbs.composer.isVisible()
    narrow.run("conversation.find")
    narrow.run("reply.write")
    qtbot.waitUntil(lambda: narrow.verbs.composer.has_caret)


def test_an_address_in_the_toast_is_never_cut_by_its_buttons(narrow: Place) -> None:
    narrow.toast.say("Held: beatriz.lemos@mailhof.example", action="Undo", keys="z", second="Send now", seconds=8)
    narrow.settle()
    words = narrow.toast._words
    longest = words.fontMetrics().horizontalAdvance("beatriz.lemos@mailhof.example")
    assert words.contentsRect().width() >= longest
    assert narrow.window.inbox.rect().contains(narrow.toast.geometry())


def test_both_are_there_again_as_soon_as_there_is_room(narrow: Place) -> None:
    narrow.run("conversation.open")
    narrow.window.resize(1700, 700)
    narrow.settle()
    assert seen(narrow) == (True, True)


def test_no_line_is_as_wide_as_a_large_screen(narrow: Place) -> None:
    narrow.window.resize(5120, 1200)
    narrow.settle()
    narrow.go_to("mail")
    narrow.run("reply.write")
    reader, text = narrow.window.reader, narrow.verbs.composer.text
    assert reader.pages.width() <= 1280 * 2, "text is twice as large here"
    assert text.width() <= reader.pages.width()
    left = reader.pages.mapTo(reader, reader.pages.rect().topLeft()).x()
    right = reader.width() - left - reader.pages.width()
    assert left > 100
    assert abs(left - right) <= 1, "it is in the middle, where one sits"


def test_a_conversation_fills_its_pane_where_hardly_anything_would_be_left_beside_it(wide: Place) -> None:
    wide.window.resize(1920, 1000)
    wide.settle()
    assert wide.window.reader.width() > 1280
    assert wide.window.reader.pages.width() == wide.window.reader.width()
    wide.window.resize(3840, 1000)
    wide.settle()
    assert wide.window.reader.pages.width() == 1280
    wide.window.rescale(200)
    wide.settle()
    assert wide.window.reader.pages.width() == wide.window.reader.width() > 1280


def test_the_wheel_scrolls_the_conversation_also_beside_it(wide: Place) -> None:
    wide.window.resize(3840, 500)
    wide.settle()
    wide.go_to("mail")
    reader = wide.window.reader
    bar = reader.pages.browser.verticalScrollBar()
    bar.setValue(bar.minimum())
    assert bar.maximum() > 0
    for turn in (-120, 120):
        before = bar.value()
        at = QPointF(20, 100)
        event = QWheelEvent(
            at,
            reader.mapToGlobal(at),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        wide.app.sendEvent(reader, event)
        assert (bar.value() - before) * turn < 0


def test_the_list_takes_more_of_a_wide_window_until_the_owner_has_chosen_its_width(wide: Place) -> None:
    panes = wide.window.panes
    assert panes.sizes()[0] == 430
    wide.window.resize(3840, 1000)
    wide.settle()
    assert panes.sizes()[0] == 640
    wide.window.resize(1360, 850)
    wide.settle()
    assert panes.sizes()[0] == 430
    panes.moveSplitter(500, 1)
    chosen = panes.saveState()
    wide.window.resize(3840, 1000)
    wide.settle()
    assert panes.sizes()[0] == 500
    again = Panes(wide.theme, QWidget(), 1360)
    assert again.saveState().isEmpty(), "nothing was chosen here"
    again.resize(3840, 1000)
    assert again.restoreState(chosen)
    assert again.sizes()[0] == 500


def test_the_toast_floats_over_what_is_seen(narrow: Place) -> None:
    narrow.run("conversation.open")
    narrow.toast.say("Done", seconds=8)
    narrow.settle()
    assert narrow.toast.isVisible()
    narrow.run("back")
    assert narrow.toast.isVisible()


def test_what_is_said_above_a_reply_in_a_low_window_is_there_whole(narrow: Place) -> None:
    narrow.toast.say(
        "Old mailbox is not heard: The certificate file /nowhere.pem cannot be read: No such file or directory.",
        action="What now?",
        seconds=30,
    )
    narrow.run("reply.write")
    narrow.type("Dear customer")
    assert narrow.toast.visibleRegion().boundingRect() == narrow.toast.rect()
    assert not narrow.verbs.composer.text.visibleRegion().isEmpty()


def test_what_is_said_is_seen_also_over_the_outbox(narrow: Place) -> None:
    narrow.window.resize(2800, 1700)
    narrow.toast.say("Done", seconds=8)
    narrow.run("go.outbox")
    assert narrow.toast.visibleRegion().boundingRect() == narrow.toast.rect()
    narrow.run("go.needs-you")
    assert narrow.toast.visibleRegion().boundingRect() == narrow.toast.rect()


def test_the_next_conversation_is_shown_while_one_reads(narrow: Place) -> None:
    narrow.run("conversation.open")
    before = narrow.window.opened()
    narrow.run("list.next")
    after = narrow.window.opened()
    assert seen(narrow) == (False, True)
    assert before is not None
    assert after is not None
    assert before.row.id != after.row.id


def looks(place: Place) -> tuple[list[bool], bool, bool, int]:
    """What depends on the height of the window: verbs, tools, addresses, lines of an empty text."""
    form = place.verbs.composer.form
    verbs = [button.isVisible() for button in place.window.reader.head._buttons]
    return verbs, form.tools["reply.saved"].isVisible(), form.whom.isVisible(), form.text.maximumHeight()


def test_what_a_low_window_leaves_out_is_there_again_in_a_higher_one(qapp: QApplication, tmp_path: Path) -> None:
    with open_place(qapp, tmp_path, 100, (620, 600)) as place:
        place.go_to("mail")
        place.run("conversation.open")
        usual = looks(place)
        assert all(usual[0])
        place.window.resize(620, 310)
        place.settle()
        low = looks(place)
        assert low[0].count(True) == 1
        assert (low[1], low[2]) == (False, False)
        assert low[3] < usual[3]
        place.verbs.rekey(choose(RESOURCES / "keymaps", "shopbell"))
        assert looks(place) == low
        place.window.resize(620, 600)
        place.settle()
        assert looks(place) == usual


@pytest.mark.parametrize(("scale", "size"), [(200, (1360, 850)), (200, (1440, 900)), (100, (900, 600))])
def test_something_of_what_they_wrote_is_read_above_an_empty_reply(
    qapp: QApplication, tmp_path: Path, scale: int, size: tuple[int, int]
) -> None:
    with open_place(qapp, tmp_path, scale, size) as place:
        place.go_to("mail")
        place.run("conversation.open")
        assert place.window.reader.pages.height() >= place.theme.look.px(80)


def rests(place: Place) -> bool:
    """Whether the reply is one line below the ways, and nothing more."""
    form = place.verbs.composer.form
    seen = (form.send.isVisible(), form.tools["reply.saved"].isVisible(), form.whom.isVisible())
    assert len(set(seen)) == 1, seen
    assert form.tabs.isVisible()
    assert form.text.isVisible()
    return not seen[0]


def test_in_large_text_on_a_laptop_the_reply_is_one_line_until_somebody_writes(
    qapp: QApplication, tmp_path: Path
) -> None:
    with open_place(qapp, tmp_path, 200, (1280, 720)) as place:
        window, composer = place.window, place.verbs.composer
        place.go_to("mail")
        place.run("conversation.open")
        assert rests(place)
        low = window.reader.pages.height()
        assert low >= window.height() * 0.4
        place.run("list.next")
        assert window.reader.pages.height() >= window.height() * 0.4
        place.go_to("mail")
        place.run("reply.write")
        assert not rests(place)
        assert composer.has_caret
        assert window.reader.pages.height() < low
        place.run("palette")
        assert not rests(place)
        clear_cards(place)
        place.run("back")
        place.run("conversation.open")
        assert rests(place)
        assert window.reader.pages.height() == low
        place.run("reply.write")
        place.type("We bake it again")
        place.run("back")
        place.run("conversation.open")
        assert not rests(place)


def clear_cards(place: Place) -> None:
    for card in place.window.findChildren(Overlay):
        card.put_away()
    place.settle()
