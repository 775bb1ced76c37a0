"""The window opens where it was left: in the lane, on the conversation, as far as both are still there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.cli.shop import make_demo
from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.clock import SystemClock
from desktop.domain.row import ConversationId, Lane
from desktop.paths import Places
from desktop.store import storms, triage
from desktop.store.connection import open_reader
from desktop.store.writer import Writer
from desktop.sync.storms import StormWatch
from desktop.ui.views.shape import read_stand
from tests.wholes import is_ready, whole_window

Open = Callable[[], _Whole]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Opens the window on the same folder, each time after closing the one before as its owner does."""
    where = Places(tmp_path / "home")
    make_demo(where)
    fold_storms(where)
    with ExitStack() as stack:

        def open_() -> _Whole:
            stack.close()
            whole = stack.enter_context(whole_window(qapp, where, size=None))
            stack.callback(whole._window.close)
            whole.first = []  # type: ignore[attr-defined]
            whole._window.first_painted.connect(lambda: whole.first.append(seen(whole)))  # type: ignore[attr-defined]
            whole.show()
            qtbot.waitUntil(lambda: is_ready(whole))
            qtbot.waitUntil(lambda: whole._window.inbox.model.rowCount() >= min(30, len(whole._reads.ids(lane(whole)))))
            return whole

        yield open_


def fold_storms(where: Places) -> None:
    """Fold the sample's storms now: the window does it at some time after the start, and rows would go meanwhile."""
    clock = SystemClock()
    with Writer(where.database, clock) as writer, closing(open_reader(where.database)) as reader:
        StormWatch(writer=writer, clock=clock).run(reader)
        assert storms.storms(reader)


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


def test_where_one_stands_is_on_the_disk_soon_after_going_there_so_that_it_outlasts_a_sudden_end(
    qtbot: QtBot, opened: Open, tmp_path: Path
) -> None:
    whole = opened()
    qtbot.waitUntil(lambda: whole._keeping is not None)
    whole._window.show_lane(Lane.THE_REST)
    whole._window.inbox.go(3)
    stood = whole._window.inbox.current
    file, seen_later = tmp_path / "home" / "window.ini", tmp_path / "copy.ini"

    def kept() -> bool:
        if not file.exists():
            return False
        seen_later.write_bytes(file.read_bytes())
        return read_stand(QSettings(str(seen_later), QSettings.Format.IniFormat)) == (Lane.THE_REST, stood)

    qtbot.waitUntil(kept)


def test_what_is_kept_while_the_window_runs_never_overtakes_what_is_kept_when_it_closes(
    qtbot: QtBot, opened: Open
) -> None:
    whole = opened()
    qtbot.waitUntil(lambda: whole._keeping is not None)
    assert whole._keeping is not None
    whole._window.show_lane(Lane.THE_REST)
    whole._keeping._keep()
    whole._window.show_lane(Lane.WORTH_A_LOOK)
    again = opened()
    assert again._window.lane is Lane.WORTH_A_LOOK
