"""The window opens where it was left: in the lane, on the conversation, as far as both are still there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import _let_go, _Whole
from desktop.cli.shop import make_demo
from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import SystemClock
from desktop.domain.row import ConversationId, Lane
from desktop.paths import Places
from desktop.store import triage

Open = Callable[[], _Whole]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Opens the window on the same folder, each time after closing the one before as its owner does."""
    where = Places(tmp_path / "home")
    make_demo(where)
    made: list[_Whole] = []

    def close() -> None:
        for whole in made:
            whole._window.close()
            whole.close()
        made.clear()
        _let_go(qapp)

    def open_() -> _Whole:
        close()
        whole = _Whole(qapp, where, SystemClock(), demo=True, screenshot=None, theme="light", size=None, secrets=None)
        made.append(whole)
        whole.first = []  # type: ignore[attr-defined]
        whole._window.first_painted.connect(lambda: whole.first.append(seen(whole)))  # type: ignore[attr-defined]
        whole.show()
        qtbot.waitUntil(lambda: whole._running is not None and whole._running.verbs is not None, timeout=20_000)
        qtbot.waitUntil(lambda: whole._window.inbox.model.rowCount() >= min(30, len(whole._reads.ids(lane(whole)))))
        return whole

    yield open_
    close()


def lane(whole: _Whole) -> Lane:
    shown = whole._window.lane
    assert isinstance(shown, Lane)
    return shown


def seen(whole: _Whole) -> tuple[ConversationId | None, int]:
    """What the list stands on, and how far down the screen that is."""
    table = whole._window.inbox.table
    return whole._window.inbox.current, table.rowViewportPosition(table.currentIndex().row())


@pytest.mark.parametrize("place", [3, 45])
def test_lane_and_conversation_are_those_of_the_last_time_from_the_first_paint_on(
    qtbot: QtBot, opened: Open, place: int
) -> None:
    whole = opened()
    whole._window.show_lane(Lane.THE_REST)
    ids = whole._reads.ids(Lane.THE_REST)
    assert len(ids) > 60
    qtbot.waitUntil(lambda: whole._window.inbox.model.rowCount() == len(ids))
    whole._window.inbox.go(place)
    left = whole._window.inbox.current
    again = opened()
    assert again._window.lane is Lane.THE_REST
    ((stood, y),) = again.first  # type: ignore[attr-defined]
    assert stood == left
    qtbot.waitUntil(lambda: again._window.inbox.model.rowCount() == len(again._reads.ids(Lane.THE_REST)))
    assert seen(again) == (stood, y)
    table = again._window.inbox.table
    assert 0 <= y <= table.viewport().height() - table.rowHeight(0)
    qtbot.waitUntil(lambda: again._window.opened() is not None)
    assert again._window.opened().row.id == stood  # type: ignore[union-attr]
    # What is ranked anew meanwhile stays where it is shown.
    assert sorted(again._window.inbox.model.order()) == sorted(again._reads.ids(Lane.THE_REST))


def test_one_that_has_left_the_lane_is_not_stood_on(qtbot: QtBot, opened: Open) -> None:
    whole = opened()
    whole._window.inbox.go(4)
    gone, top = whole._window.inbox.current, whole._window.inbox.model.id_at(0)
    assert gone is not None
    clock = whole._clock

    def away(db: object) -> ChangeSet:
        return triage.act(db, [gone], Verb.DONE, now=clock.now())  # type: ignore[arg-type]

    whole._window.close()
    assert whole._running is not None
    assert whole._running._writer is not None
    whole._running._writer.submit(away).result()
    again = opened()
    assert again._window.lane is Lane.NEEDS_YOU
    assert again._window.inbox.current == top


def test_after_a_search_or_the_outbox_it_is_the_lane_from_which_one_went_there(qtbot: QtBot, opened: Open) -> None:
    whole = opened()
    whole._window.show_lane(Lane.WORTH_A_LOOK)
    whole._window.inbox.go(2)
    stood = whole._window.inbox.current
    assert whole._running is not None
    assert whole._running.verbs is not None
    whole._running.verbs.finding.show("cake")
    qtbot.waitUntil(lambda: not isinstance(whole._window.lane, Lane))
    whole._window.show_lane(Lane.OUTBOX)
    again = opened()
    assert again._window.lane is Lane.WORTH_A_LOOK
    assert again._window.inbox.current == stood
