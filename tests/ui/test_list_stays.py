"""The list stays where it stands on the screen when the owner puts something away and takes it back."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import State
from tests.ui.test_triage import calm
from tests.ui.test_verbs import Whole, press, whole

__all__ = ["whole"]

ROWS_SEEN = 5


def scroll(whole: Whole) -> int:
    return whole.window.inbox.table.verticalScrollBar().value()


@pytest.mark.parametrize("down", [0, 1, 2, 3])
@pytest.mark.parametrize("scrolled", [0, 1])
def test_done_and_undo_of_a_row_in_sight_scroll_nothing(
    qtbot: QtBot,
    whole: Whole,
    down: int,
    scrolled: int,
) -> None:
    table = whole.window.inbox.table
    height = table.verticalHeader().defaultSectionSize()
    whole.window.resize(whole.window.width(), whole.window.height() - table.viewport().height() + ROWS_SEEN * height)
    qtbot.waitUntil(lambda: table.viewport().height() == ROWS_SEEN * height)
    ids = whole.ids()
    assert len(ids) > ROWS_SEEN + 2
    whole.window.inbox.go(scrolled + down)
    table.verticalScrollBar().setValue(scrolled * height)
    whole.window.inbox.go(scrolled + down)
    stood = scroll(whole)
    gone = ids[scrolled + down]
    assert whole.window.inbox.current == gone
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.state(gone) is State.DONE)
    calm(qtbot, whole)
    assert scroll(whole) == stood
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.window.inbox.current == gone)
    calm(qtbot, whole)
    assert scroll(whole) == stood
    assert whole.ids() == ids
