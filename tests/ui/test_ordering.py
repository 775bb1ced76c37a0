"""The order of the list: who most needs an answer on top, the others one key away, and no row that moves by itself."""

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import Band, ConversationId
from desktop.domain.row import Lane, Sorting
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.reads import Reads
from desktop.ui.theme import Theme
from desktop.ui.views.inbox.head import InboxHead
from desktop.ui.views.inbox.tools import OrderButton, SearchBox
from tests.ui.test_triage import calm
from tests.ui.test_verbs import Whole, press, whole
from tests.ui.values import StoppedClock, ValueReads, a_row
from tests.ui.workshop import RESOURCES

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["whole"]


def wanted(whole: Whole, sorting: Sorting, lane: Lane = Lane.NEEDS_YOU) -> list[ConversationId]:
    """What the store gives as the lane in that order."""
    reads = Reads(whole.shop.path)
    try:
        return [ConversationId(id_) for id_ in reads.ids(lane, sorting)]
    finally:
        reads.close()


def shown(whole: Whole) -> list[ConversationId]:
    """What the list shows of the lane itself, without the look further down."""
    model = whole.window.inbox.model
    found = (model.id_at(row) for row in range(model.rowCount()))
    return [id_ for id_ in found if id_ is not None and id_ not in model.further]


def button(whole: Whole) -> OrderButton:
    found = whole.window.inbox.head.findChild(OrderButton)
    assert found is not None
    return found


def pushed(whole: Whole, least: ConversationId) -> ConversationId:
    """Have one of them need an answer more than all others, as it is ranked when time has passed."""

    def write(db: "Database") -> ChangeSet:
        db.conn.execute("update conversation set points = points + 2000 where id = ?", (least,))
        return ChangeSet(conversations=frozenset((least,)), initiator="rank")

    whole.shop.writer.submit(write).result()
    return least


def test_who_most_needs_an_answer_is_on_top(qtbot: QtBot, whole: Whole) -> None:
    rows = whole.shop.reads.page(Lane.NEEDS_YOU, limit=100)
    calm(qtbot, whole)
    assert shown(whole) == [row.id for row in rows]
    pinned = [any(reason.name == "safety" for reason in row.reasons) for row in rows]
    assert pinned == sorted(pinned, reverse=True)
    points = [round(sum(reason.points for reason in row.reasons), 2) for row in rows]
    first = pinned.index(False)
    assert points[first:] == sorted(points[first:], reverse=True)
    assert len(set(points)) > 3


def test_a_key_goes_through_the_orders_and_the_head_names_each(qtbot: QtBot, whole: Whole) -> None:
    kept: list[Sorting] = []
    whole.window.inbox.sorted.connect(kept.append)
    for sorting, said in (
        (Sorting.NEWEST, "Newest first"),
        (Sorting.OLDEST, "Waiting longest first"),
        (Sorting.DUE, "Due soonest first"),
        (Sorting.NEED, "Most important first"),
    ):
        qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda sorting=sorting: shown(whole) == wanted(whole, sorting))  # type: ignore[misc]
        assert button(whole).accessibleName() == said
        assert whole.window.inbox.current == shown(whole)[0]
        assert kept[-1] is sorting


@pytest.mark.parametrize(("keys", "sorting"), [(",n", Sorting.NEWEST), (",w", Sorting.OLDEST), (",d", Sorting.DUE)])
def test_each_order_has_a_key_of_its_own_and_holds_in_every_open_lane(
    qtbot: QtBot,
    whole: Whole,
    keys: str,
    sorting: Sorting,
) -> None:
    for key in keys:
        press(qtbot, whole, key)
    qtbot.waitUntil(lambda: shown(whole) == wanted(whole, sorting))
    whole.window.show_lane(Lane.WORTH_A_LOOK)
    qtbot.waitUntil(lambda: shown(whole) == wanted(whole, sorting, Lane.WORTH_A_LOOK))
    assert button(whole).isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_head_of_the_list_offers_the_orders_to_the_mouse(qtbot: QtBot, whole: Whole) -> None:
    qtbot.mouseClick(button(whole), Qt.MouseButton.LeftButton)
    (menu,) = [menu for menu in whole.window.inbox.findChildren(QMenu) if menu.isVisible()]
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[1]).center())
    qtbot.waitUntil(lambda: shown(whole) == wanted(whole, Sorting.NEWEST))


def test_a_lane_with_one_order_says_so_and_offers_no_other(qtbot: QtBot, whole: Whole) -> None:
    whole.window.show_lane(Lane.STARRED)
    calm(qtbot, whole)
    assert not button(whole).isVisible()
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert whole.window.lane is Lane.STARRED


def test_the_head_of_the_list_stands_still_from_lane_to_lane(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, RESOURCES, "light")
    theme.dress()
    head = InboxHead(theme)
    qtbot.addWidget(head)
    head.resize(430, 78)
    head.complete()
    head.show()
    parts = [head.findChild(SearchBox), head.findChild(OrderButton), head.findChild(QLabel, "order-said")]
    search, button, said = (part for part in parts if part is not None)
    qtbot.waitUntil(button.isVisible)
    before = search.geometry(), button.geometry()
    head.set_lane(Lane.SNOOZED)
    qtbot.waitUntil(said.isVisible)
    qtbot.waitUntil(lambda: (search.geometry(), said.geometry()) == before)


def test_rows_stay_where_they_are_when_time_ranks_them_anew_until_the_owner_asks(
    qtbot: QtBot,
    whole: Whole,
) -> None:
    calm(qtbot, whole)
    qtbot.waitUntil(lambda: len(whole.window.inbox.model.further) == 2)
    before = shown(whole)
    whole.window.inbox.go(2)
    last = pushed(whole, before[-1])
    qtbot.waitUntil(lambda: whole.window.inbox.model.is_stale)
    assert shown(whole) == before
    assert whole.window.inbox.current == before[2]
    assert not whole.window.inbox.model.held
    press(qtbot, whole, ".")
    qtbot.waitUntil(lambda: shown(whole) == wanted(whole, Sorting.NEED))
    assert shown(whole)[0] == last or shown(whole) == wanted(whole, Sorting.NEED)
    assert whole.window.inbox.current == shown(whole)[0]
    assert not whole.window.inbox.model.is_stale


def test_another_lane_and_back_shows_the_order_as_it_is_now(qtbot: QtBot, whole: Whole) -> None:
    calm(qtbot, whole)
    qtbot.waitUntil(lambda: len(whole.window.inbox.model.further) == 2)
    pushed(whole, shown(whole)[-1])
    qtbot.waitUntil(lambda: whole.window.inbox.model.is_stale)
    whole.window.show_lane(Lane.WORTH_A_LOOK)
    assert not whole.window.inbox.model.is_stale
    whole.window.show_lane(Lane.NEEDS_YOU)
    qtbot.waitUntil(lambda: shown(whole) == wanted(whole, Sorting.NEED))


# The model


def a_model(reads: ValueReads) -> InboxListModel:
    model = InboxListModel(reads.rows, reads.places, reads.following, StoppedClock())
    model.begin(Lane.NEEDS_YOU, reads.page(Lane.NEEDS_YOU, limit=30))
    model.adopt(reads.ids(Lane.NEEDS_YOU))
    return model


def news(model: InboxListModel, reads: ValueReads, n: int, place: int) -> None:
    row = a_row(n, place=(0, place, n), last_at=a_row(n).last_at + timedelta(minutes=1))
    reads.put(row)
    model.refresh({row.id: row}, staying=(), left=(), last_seen=10)


@pytest.mark.parametrize(("place", "stale"), [(5, False), (4, False), (90, True), (-1, True), (7, True)])
def test_the_order_is_stale_once_a_row_would_stand_elsewhere(place: int, stale: bool) -> None:
    reads = ValueReads([a_row(n) for n in range(40)])
    model = a_model(reads)
    told: list[bool] = []
    model.stale_changed.connect(told.append)
    news(model, reads, 5, place)
    assert model.is_stale is stale
    assert told == [True] * stale
    assert model.row_of(a_row(5).id) == 5


def test_a_row_that_was_never_looked_at_makes_it_stale_too() -> None:
    reads = ValueReads([a_row(n) for n in range(400)])
    model = a_model(reads)
    news(model, reads, 399, -7)
    assert model.is_stale
    model.adopt(reads.ids(Lane.NEEDS_YOU))
    assert not model.is_stale
    assert model.id_at(0) == a_row(399).id


# A look further down


def test_two_of_the_lower_lanes_are_shown_below_what_is_seen_and_say_so(qtbot: QtBot, whole: Whole) -> None:
    calm(qtbot, whole)
    pane, lane = whole.window.inbox, wanted(whole, Sorting.NEED)
    qtbot.waitUntil(lambda: len(pane.model.further) == 2)
    rows = [pane.model.row_of(ConversationId(id_)) for id_ in pane.model.further]
    assert min(rows) > 0
    assert min(rows) >= min(len(lane), pane.table.last_visible() - 1)
    assert [id_ for id_ in shown(whole) if id_ not in pane.model.further] == lane
    for row in rows:
        values = pane.model.row_at(row)
        assert values is not None
        assert values.band is not Band.NEEDS_YOU
        assert values.reasons[0].words == "a look further down"
    assert not pane.model.is_stale
    assert pane.current == lane[0]


@pytest.mark.parametrize("density", ["comfortable", "normal", "compact"])
def test_what_is_shown_from_further_down_lies_between_lines_of_its_own_and_says_so_first(
    qtbot: QtBot, whole: Whole, density: str
) -> None:
    calm(qtbot, whole)
    pane = whole.window.inbox
    pane.set_density(density)
    qtbot.waitUntil(lambda: len(pane.model.further) == 2)
    at = min(pane.model.row_of(ConversationId(id_)) for id_ in pane.model.further)
    pane.table.scrollTo(pane.model.index(at, 0))
    seen = pane.table.viewport()

    def edges(row: int) -> list[str]:
        area = pane.table.visualRect(pane.model.index(row, 0))
        picture = seen.grab(area).toImage()
        return [picture.pixelColor(area.width() // 2, y).name() for y in (0, picture.height() - 1)]

    edge, line, ground = (whole.theme.look.color(token).name() for token in ("edge", "line", "pane"))
    assert edges(at) == [edge, edge]
    assert edges(at - 1) == [ground, line]
    told = pane.model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("A look further down, ")
    assert told.count("further down") == 1


def test_every_further_page_of_a_long_lane_has_two_of_its_own(qtbot: QtBot, whole: Whole) -> None:
    whole.window.resize(whole.window.width(), 480)
    whole.window.show_lane(Lane.WORTH_A_LOOK)
    calm(qtbot, whole)
    pane = whole.window.inbox
    qtbot.waitUntil(lambda: bool(pane.model.further))
    seen, lane = pane.table.last_visible() + 1, wanted(whole, Sorting.NEED, Lane.WORTH_A_LOOK)
    page = pane.table.viewport().height() // pane.table.verticalHeader().defaultSectionSize()
    pages = (len(lane) - seen) // page
    assert pages >= 1
    rows = sorted(pane.model.row_of(ConversationId(id_)) for id_ in pane.model.further)
    assert len(rows) == 2 * pages
    assert rows[0] >= seen - 1
    assert all(2 <= later - row <= page for row, later in pairwise(rows))
    assert [id_ for id_ in shown(whole) if id_ not in pane.model.further] == lane
    assert pane.current == lane[0]


def test_who_chooses_all_of_a_lane_means_none_of_the_lower_ones(qtbot: QtBot, whole: Whole) -> None:
    calm(qtbot, whole)
    pane, lane = whole.window.inbox, wanted(whole, Sorting.NEED)
    qtbot.waitUntil(lambda: len(pane.model.further) == 2)
    pane.picked.all()
    assert list(pane.selected()) == lane
    assert pane.picked.count() == len(lane)


def test_what_is_shown_from_further_down_goes_when_it_is_put_away_and_stays_through_news(
    qtbot: QtBot, whole: Whole
) -> None:
    calm(qtbot, whole)
    pane = whole.window.inbox
    qtbot.waitUntil(lambda: len(pane.model.further) == 2)
    row = min(pane.model.row_of(ConversationId(id_)) for id_ in pane.model.further)
    id_ = pane.model.id_at(row)
    pane.go(row)
    qtbot.waitUntil(lambda: (found := whole.window.opened()) is not None and found.row.id == id_)
    calm(qtbot, whole)
    press(qtbot, whole, "s")
    qtbot.waitUntil(lambda: (found := pane.model.row_at(row)) is not None and found.starred)
    assert pane.model.id_at(row) == id_
    assert not pane.model.is_stale
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: id_ is not None and pane.model.row_of(id_) < 0)


def test_by_date_nothing_is_mixed_in(qtbot: QtBot, whole: Whole) -> None:
    calm(qtbot, whole)
    whole.verbs.ordering.choose(Sorting.NEWEST)
    qtbot.waitUntil(lambda: shown(whole) == wanted(whole, Sorting.NEWEST))
    assert not whole.window.inbox.model.further
