"""The window as a whole, on values: rows that stay under the hand, lanes, counts, states, words for those who listen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop.domain.account import AccountId, Health
from desktop.domain.change import ChangeSet
from desktop.domain.conversation import Band, ConversationId, Lane, Reason, State, Tone
from desktop.domain.item import MessageId
from desktop.domain.progress import Progress
from desktop.paths import resource
from desktop.ui.delegates.inbox_row import InboxRowDelegate
from desktop.ui.icons import Icons
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.views.main_window import MainWindow
from desktop.ui.widgets.tip import tip
from desktop.ui.widgets.toast import Toast
from desktop.ui.wording import words
from desktop.ui.wording.aloud import row_sentence
from tests.ui.values import NOW, StoppedClock, ValueReads, a_row, a_status, the_shop


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


class Bench:
    """A window on values, with real threads behind it."""

    def __init__(self, qtbot, qapp, reads, scale=100) -> None:
        self.reads = reads
        self.clock = StoppedClock()
        self.theme = Theme(qapp, resource(), "light", scale=scale)
        self.theme.start()
        self.window = MainWindow(
            reads=reads,
            clock=self.clock,
            theme=self.theme,
            icons=Icons(resource("icons"), self.theme),
            shop_name="Shop",
        )
        qtbot.addWidget(self.window)
        self.tasks = Tasks(lambda: reads)

    def open(self, qtbot):
        self.window.load()
        with qtbot.waitSignal(self.window.first_painted):
            self.window.show()
        self.window.complete()
        with qtbot.waitSignal(self.window.inbox.order_known):
            self.window.start(self.tasks)
        return self.window

    def say(self, *rows, new=(), initiator="triage"):
        self.reads.put(*rows)
        change = ChangeSet(
            conversations=frozenset(row.id for row in rows),
            new_messages=frozenset(MessageId(n) for n in new),
            initiator=initiator,
        )
        self.window.take_change(change)


@pytest.fixture
def bench(qtbot, qapp):
    bench = Bench(qtbot, qapp, the_shop())
    yield bench
    bench.window.stop()
    bench.tasks.close()


@pytest.fixture
def window(bench, qtbot):
    return bench.open(qtbot)


def test_the_first_conversation_is_open_from_the_start(window):
    assert window.opened().row.who == "Marta Oduya"
    assert list(window.current_conversations()) == [ConversationId(1000)]


def test_next_and_previous_show_the_conversation_beside_the_list(window):
    window.select_next()
    assert window.opened().row.who == "@jdfoodwalks"
    window.select_previous()
    assert window.opened().row.who == "Marta Oduya"
    window.select_previous()
    assert window.opened().row.who == "Marta Oduya"


def test_the_neighbours_are_laid_out_ahead(window, qtbot):
    window.select_next()
    qtbot.waitUntil(lambda: window.reader.pages.prepared(ConversationId(1002)))
    assert window.reader.pages.prepared(ConversationId(1000))


def test_whoever_goes_page_by_page_finds_the_next_page_ready(window, qtbot):
    table, model = window.inbox.table, window.inbox.model
    qtbot.keyClick(table, Qt.Key.Key_PageDown)
    here = table.currentIndex().row()
    assert here > 1
    following = model.id_at(2 * here)
    qtbot.waitUntil(lambda: window.reader.pages.prepared(following))
    qtbot.waitUntil(
        lambda: (
            window.inbox._delegate._picture(model.row_at(2 * here), table.visualRect(table.currentIndex())) is not None
        )
    )
    qtbot.keyClick(table, Qt.Key.Key_PageDown)
    assert window.inbox.current == following
    window.select_next()
    assert window.inbox.neighbours() == (model.id_at(2 * here + 2), model.id_at(2 * here))


def test_whoever_goes_row_by_row_finds_the_row_drawn_that_comes_into_sight(window, qtbot):
    table, model = window.inbox.table, window.inbox.model
    window.select_next()
    coming = table.rowAt(table.viewport().height() - 1) + 1
    assert 1 < coming < model.rowCount()
    area = table.visualRect(table.currentIndex())
    assert window.inbox._delegate._picture(model.row_at(coming), area) is None
    qtbot.waitUntil(lambda: window.inbox._delegate._picture(model.row_at(coming), area) is not None)


def test_a_row_painted_ahead_looks_like_any_other_and_never_shows_what_is_over(window, bench):
    inbox = window.inbox
    inbox._delegate.hovered = -1
    area = inbox.table.visualRect(inbox.model.index(2, 0))

    def look():
        return inbox.table.viewport().grab(area).toImage()

    def ahead():
        inbox._delegate.rehearse(inbox.model.row_at(2), area.width())

    inbox._delegate.keeps = False
    live = look()
    ahead()
    assert inbox._delegate._picture(inbox.model.row_at(2), area) is not None
    assert look() == live
    bench.clock.moment = NOW + timedelta(minutes=30)
    later = look()
    assert later != live
    ahead()
    bench.say(a_row(2, who="Somebody else"), initiator="rank")
    assert look() not in (live, later)


def test_the_rows_in_sight_are_drawn_once_however_often_the_list_is_painted(window, monkeypatch):
    inbox = window.inbox
    inbox._delegate.hovered = -1
    drawn = []
    draw = inbox._delegate._draw
    monkeypatch.setattr(inbox._delegate, "_draw", lambda *given: drawn.append(given[2].id) or draw(*given))
    inbox.table.viewport().grab()
    drawn.clear()
    inbox.table.viewport().grab()
    assert drawn == [inbox.current]


def test_a_conversation_that_is_done_leaves_and_the_next_one_is_open(window, bench):
    bench.say(a_row(0, who="Marta Oduya", state=State.DONE))
    assert window.opened().row.who == "@jdfoodwalks"
    assert window.inbox.table.currentIndex().row() == 0


def test_news_of_a_sync_never_move_the_row_under_the_cursor(window, bench, qtbot):
    for _ in range(12):
        window.select_next()
    table: QTableView = window.inbox.table
    chosen = window.inbox.current
    y = table.rowViewportPosition(table.currentIndex().row())
    with qtbot.waitSignal(window.inbox.model.held_changed):
        bench.say(a_row(700, place=(0, -9, 700)), a_row(701, place=(0, -8, 701)), new=[1, 2], initiator="sync")
    with qtbot.waitSignal(window.inbox.model.rowsRemoved):
        bench.say(a_row(12, state=State.DONE, place=(0, 12, 12)), new=[3], initiator="sync")
    assert window.inbox.current == chosen
    assert table.rowViewportPosition(table.currentIndex().row()) == y
    assert window.inbox.model.held == 2


def test_one_row_stays_in_sight_above_and_below_the_current_one(window):
    table = window.inbox.table
    for move, beside, times in ((window.select_next, 1, 20), (window.select_previous, -1, 19)):
        for _ in range(times):
            move()
            area = table.visualRect(window.inbox.model.index(table.currentIndex().row() + beside, 0))
            assert table.viewport().rect().contains(area)


def test_what_was_held_back_is_shown_and_gone_to_when_asked(window, bench, qtbot):
    with qtbot.waitSignal(window.inbox.model.held_changed):
        bench.say(a_row(700, who="Urgent", place=(0, -9, 700)), new=[1], initiator="sync")
    with qtbot.waitSignal(window.inbox.order_known):
        window.inbox.show_held()
    assert window.opened().row.who == "Urgent"
    assert window.inbox.model.held == 0


def test_the_conversation_being_read_stays_when_it_is_answered_elsewhere(window, bench, qtbot):
    change = a_row(0, who="Marta Oduya", state=State.DONE)
    with qtbot.waitSignal(window.inbox.model.dataChanged, raising=False, timeout=600):
        bench.say(change, new=[1], initiator="sync")
    assert window.inbox.current == change.id


@pytest.mark.parametrize("initiator", ["rank", "outbox", "composer", "clock"])
def test_only_the_owners_own_verb_moves_on_from_the_conversation_being_read(window, bench, initiator):
    window.select_next()
    row = window.inbox.table.currentIndex().row()
    bench.say(a_row(1, who="@jdfoodwalks", state=State.WAITING, until=NOW + timedelta(days=3)), initiator=initiator)
    assert window.opened().row.who == "@jdfoodwalks"
    assert window.inbox.table.currentIndex().row() == row
    # It tells what is true of it now, though it belongs elsewhere.
    assert window.inbox.model.row_at(row).state is State.WAITING
    bench.say(a_row(1, who="@jdfoodwalks", state=State.DONE))
    assert window.opened().row.who == "Tom Keller"


def test_an_empty_list_fills_by_itself_while_the_first_messages_come(qtbot, qapp):
    bench = Bench(qtbot, qapp, ValueReads([], [a_status(1, "Mail")]))
    window = bench.open(qtbot)
    try:
        assert window.opened() is None
        with qtbot.waitSignal(window.inbox.model.rowsInserted):
            bench.say(*[a_row(n) for n in range(25)], new=range(25), initiator="sync")
        assert window.inbox.model.rowCount() == 25
        qtbot.waitUntil(lambda: window.opened() is not None)
        assert window.opened().row.id == 1000
    finally:
        window.stop()
        bench.tasks.close()


def test_an_empty_lane_tells_of_a_channel_that_needs_the_owner_as_soon_as_it_does(qtbot, qapp):
    reads = ValueReads([], [a_status(1, "Mail")])
    bench = Bench(qtbot, qapp, reads)
    window = bench.open(qtbot)
    try:
        shown = lambda: [label.text() for label in window.inbox.findChildren(QLabel)]  # noqa: E731
        assert not any("is not heard" in text for text in shown())
        reads._statuses = [a_status(1, "Mail", Health.NEEDS_OWNER, sentence="The password is wrong.")]
        window.overview.read()
        assert "Mail is not heard: The password is wrong." in shown()
        assert "Nobody is waiting." not in shown(), "it cannot be known"
        reads._statuses = [a_status(1, "Mail", Health.TROUBLE, sentence="No network.")]
        window.overview.read()
        assert any(text == "Offline: what is written now comes in later." for text in shown())
        assert "Nobody is waiting." not in shown()
        reads._statuses = [a_status(1, "Mail")]
        window.overview.read()
        assert "Nobody is waiting." in shown()
    finally:
        window.stop()
        bench.tasks.close()


def test_lanes_show_their_own_conversations_and_say_when_there_are_none(window):
    window.show_lane(Lane.STARRED)
    assert [window.inbox.model.row_at(0).who, window.inbox.model.rowCount()] == ["Sofia Brandt", 1]
    window.show_lane(Lane.SNOOZED)
    assert window.opened() is None
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Nothing is put off." in shown


def test_counts_follow_every_commit(window, bench):
    line = window.rail._lanes[Lane.NEEDS_YOU]
    before = line.accessibleName()
    bench.say(a_row(0, state=State.DONE))
    assert before.startswith("Needs you, 66 conversations")
    assert line.accessibleName().startswith("Needs you, 65 conversations")


def test_another_process_is_noticed(window, bench, qtbot):
    bench.reads.put(a_row(800, place=(0, -3, 800)))
    window.take_unknown_change()
    qtbot.waitUntil(lambda: window.inbox.model.held == 1)


def test_several_rows_can_be_meant_at_once(window):
    flags = window.inbox.table.selectionModel()
    # `selectRow` would add to what is selected where a test before this one left Ctrl pressed.
    flags.setCurrentIndex(window.inbox.model.index(2, 0), flags.SelectionFlag.ClearAndSelect | flags.SelectionFlag.Rows)
    flags.select(window.inbox.model.index(4, 0), flags.SelectionFlag.Select | flags.SelectionFlag.Rows)
    assert list(window.current_conversations()) == [ConversationId(1002), ConversationId(1004)]


def test_a_letter_that_is_no_verb_does_not_jump(window, qtbot):
    qtbot.keyClick(window.inbox.table, Qt.Key.Key_T)
    assert window.opened().row.who == "Marta Oduya"


def test_a_channel_says_what_is_wrong_in_words_and_shape(window):
    line = window.rail._channels[AccountId(5)]
    assert line.right == "needs you"
    assert "Sign in again" in line.accessibleName()
    assert window.rail._channels[AccountId(1)].accessibleName().startswith("Mail: fine. Last heard ")
    assert window.rail.mood == "All well on 4 of 5 channels"


def test_nobody_is_told_to_choose_where_there_is_nothing_to_choose(window, qtbot):
    window.show_lane(Lane.SNOOZED)
    assert window.inbox.model.rowCount() == 0
    assert window.reader._empty.isVisible()
    assert window.reader._empty.words.text() == ""


def test_without_a_network_the_rail_says_that_work_goes_on(bench, qtbot):
    bench.reads._statuses = [a_status(n, f"C{n}", Health.TROUBLE) for n in (1, 2)]
    window = bench.open(qtbot)
    assert window.rail.mood == "Offline: you can still work"
    bench.reads._statuses = [a_status(1, "Mail", Health.NEEDS_OWNER)]
    window.overview.read()
    assert window.rail.mood == "No channel is heard"


def test_a_disk_that_is_full_is_not_called_offline(bench, qtbot):
    bench.reads._statuses = [a_status(n, f"C{n}", Health.TROUBLE, unreached=False) for n in (1, 2)]
    window = bench.open(qtbot)
    assert window.rail.mood == "No channel is heard"
    assert not window.status_line._offline.isVisible()


@pytest.mark.parametrize("health", [Health.FINE, Health.TROUBLE, Health.NEEDS_OWNER])
def test_what_the_rail_says_of_all_channels_is_never_cut(bench, qtbot, health):
    others = Health.TROUBLE if health is Health.TROUBLE else Health.FINE
    bench.reads._statuses = [a_status(n, f"C{n}", others if n else health) for n in range(28)]
    rail = bench.open(qtbot).rail
    hand = rail._theme.look.hand(12)
    assert hand.fit(rail.mood, rail.mood_width) == rail.mood


def test_a_first_sync_is_counted_with_its_rate(window):
    window.take_progress(Progress(account=AccountId(1), done=12_000, total=50_000, rate=3211.4, remaining=12.0))
    line = window.rail._channels[AccountId(1)]
    assert line.right == "24 %"
    shown = [label.text() for label in window.status_line.findChildren(QLabel)]
    assert any("12,000 of 50,000 messages, 3,211 a second" in text for text in shown)
    window.take_progress(Progress(account=AccountId(1), done=50_000, total=50_000, rate=0, remaining=0))
    window.overview.read()
    assert line.right == "1 min"


def test_a_newcomer_is_greeted_with_two_buttons_until_there_is_an_account(qtbot, qapp):
    reads = ValueReads()
    bench = Bench(qtbot, qapp, reads)
    bench.window.load()
    bench.window.show()
    bench.window.complete()
    buttons = [
        b.text()
        for b in bench.window.findChildren(QAbstractButton)
        if b.isVisible() and b.parent() is bench.window._first_run
    ]
    assert buttons == ["Open the sample shop", "Add an account"]
    with qtbot.waitSignal(bench.window.sample_wished):
        bench.window._first_run._sample.click()
    bench.window._first_run._add.setFocus()
    with qtbot.waitSignal(bench.window.account_wished):
        qtbot.keyClick(bench.window._first_run._add, Qt.Key.Key_Return)
    reads._statuses = [a_status(1, "Mail")]
    bench.window.overview.read()
    assert not bench.window._first_run.isVisible()
    bench.tasks.close()


def test_a_narrow_window_keeps_the_list_and_folds_the_rail(window, qtbot):
    window.resize(900, 600)
    qtbot.waitUntil(lambda: window.rail.width() < 100)
    assert window.inbox.width() >= 260
    assert "Needs you" in window.rail._lanes[Lane.NEEDS_YOU].toolTip()
    window.resize(1360, 850)
    qtbot.waitUntil(lambda: window.rail.width() > 100)


@pytest.fixture
def large(qtbot, qapp):
    """The window with text of twice the size."""
    bench = Bench(qtbot, qapp, the_shop(), scale=200)
    bench.open(qtbot)
    yield bench
    bench.window.stop()
    bench.tasks.close()


def test_with_text_of_twice_the_size_the_window_fits_on_a_laptop_and_nothing_lies_over_another(large, qtbot):
    window = large.window
    window.reader.set_verbs([(title, "x", print) for title in ("Done", "Snooze", "Wait", "Why?")])
    # The first step folds the rail, which is what the second needs.
    window.resize(1600, 850)
    qtbot.waitUntil(lambda: window.minimumSizeHint().width() <= 1360)
    window.resize(1360, 850)
    assert window.width() == 1360
    head = window.reader.head
    assert head.height() >= head.layout().minimumSize().height()
    lines = [part for part in (head._name, head._personas, *head._buttons[:1]) if part.isVisible()]
    tops = [part.mapTo(head, part.rect().topLeft()).y() for part in lines]
    assert all(top + part.height() <= below for top, part, below in zip(tops, lines, tops[1:], strict=False))


def test_the_toast_puts_its_buttons_below_what_they_would_leave_too_little_room(large):
    place = QWidget(large.window)
    place.resize(260, 300)
    toast = Toast(large.theme, large.clock, place)
    toast.say("Held, sends in {left}: Marta Oduya, by mail", action="Undo", second="Send now")
    assert toast._row.direction() is QBoxLayout.Direction.TopToBottom
    place.resize(1400, 300)
    toast.say("Done", action="Undo")
    assert toast._row.direction() is QBoxLayout.Direction.LeftToRight


def test_every_control_has_a_name(window):
    nameless = [
        type(widget).__name__
        for widget in window.findChildren(QAbstractButton)
        + window.findChildren(QTableView)
        + window.findChildren(QPlainTextEdit)
        if not (widget.accessibleName() or widget.text())
        and not widget.objectName().startswith("qt_")
        and widget.isVisible()
    ]
    assert nameless == []


def test_text_from_outside_is_plain_everywhere(window, bench):
    evil = replace(a_row(0), who="<b>Marta</b><img src=x>", handle="<i>x</i>")
    bench.say(evil)
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def test_the_toast_counts_down_and_takes_back(window, bench, qtbot):
    toast = Toast(bench.theme, bench.clock, window.inbox)
    toast.say("Sends in {left}", action="Undo", keys="z", until=NOW + timedelta(seconds=8))
    assert toast.words == "Sends in 8 s", "as the composer and the status line say"
    bench.clock.moment = NOW + timedelta(seconds=5, milliseconds=500)
    qtbot.waitUntil(lambda: toast.words == "Sends in 3 s")
    with qtbot.waitSignal(toast.acted):
        toast._action.click()
    assert toast.words == ""


def test_the_toast_goes_when_its_time_is_over(window, bench, qtbot):
    toast = Toast(bench.theme, bench.clock, window.inbox)
    toast.say("Done: Marta", seconds=6)
    with qtbot.waitSignal(toast.gone):
        bench.clock.moment = NOW + timedelta(seconds=7)
    assert not toast.isVisible()


def test_times_move_on_without_reading_anything(window, bench):
    before = bench.reads.asked_rows
    bench.clock.moment = NOW + timedelta(minutes=3)
    window._time_passed()
    assert bench.reads.asked_rows == before
    assert window.rail._channels[AccountId(1)].right == "4 min"


@pytest.mark.parametrize(
    "who", ["", "x", "y" * 200, "مريم الخطيب", "👩‍👩‍👧‍👦 family", "\u202egnp.exe", "a\u0301" * 100]
)
@pytest.mark.parametrize("width", [900, 1360])
def test_any_name_is_painted(bench, qtbot, who, width):
    bench.reads.put(a_row(0, who=who, handle="", snippet=who * 3))
    window = bench.open(qtbot)
    window.resize(width, 600)
    assert not window.grab().isNull()


@pytest.mark.parametrize("density", ["comfortable", "normal", "compact"])
def test_the_mark_of_a_draft_leaves_what_they_say_where_it_was(bench, qtbot, density):
    window = bench.open(qtbot)
    table = window.inbox.table
    delegate = InboxRowDelegate(bench.theme, Icons(resource("icons"), bench.theme), bench.clock, table, density=density)
    table.setItemDelegate(delegate)
    table.verticalHeader().setDefaultSectionSize(delegate.height)
    pictures = []
    for has_draft in (False, True):
        bench.reads.put(a_row(2, who="Tom", snippet="Is it safe? " * 20, has_draft=has_draft))
        window.inbox.news(ChangeSet(conversations=frozenset({ConversationId(1002)}), initiator="composer"))
        picture = table.viewport().grab(table.visualRect(window.inbox.model.index(2, 0))).toImage()
        pictures.append(picture)
    without, with_ = pictures
    beginning = QRect(0, 0, without.width() // 2, without.height())
    assert with_.copy(beginning) == without.copy(beginning)
    assert with_ != without


def test_a_message_without_any_words_says_so_to_the_eye_and_the_ear(bench, qtbot):
    window = bench.open(qtbot)
    pictures = []
    for said in ("", "no text"):
        row = a_row(2, who="Tom", snippet=said, subject="")
        bench.reads.put(row)
        window.inbox.news(ChangeSet(conversations=frozenset({row.id}), initiator="sync"))
        table = window.inbox.table
        pictures.append(table.viewport().grab(table.visualRect(window.inbox.model.index(2, 0))).toImage())
        assert row_sentence(row, NOW).endswith(": no text")
    assert pictures[0] == pictures[1]
    assert row_sentence(a_row(2, snippet="", subject="Only a subject"), NOW).endswith(": Only a subject")


@pytest.mark.parametrize(("density", "shown"), [("comfortable", 3), ("normal", 3), ("compact", 0)])
def test_every_row_of_three_lines_has_up_to_three_reasons_within_its_height(bench, qtbot, density, shown):
    window = bench.open(qtbot)
    window.inbox.set_density(density)
    delegate = window.inbox._delegate
    written = []
    hand = delegate._pens.chip
    write, hand.write = hand.write, lambda painter, area, *rest: written.append(area) or write(painter, area, *rest)
    reasons = tuple(Reason(name=n, words=n, points=1.0, tone=Tone.HURRY) for n in ("rude", "late", "again", "more"))
    delegate.rehearse(a_row(2, reasons=reasons), 430)
    assert len(written) == shown
    assert all(area.top() > 0 and area.bottom() < delegate.height - 2 for area in written)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
@pytest.mark.parametrize(
    ("changes", "moment"),
    [
        ({}, NOW - timedelta(minutes=50)),
        ({"due_at": NOW - timedelta(minutes=9)}, NOW - timedelta(minutes=50)),
        ({"band": Band.THE_REST}, NOW - timedelta(minutes=3)),
        ({"state": State.SNOOZED, "until": NOW + timedelta(days=2)}, NOW + timedelta(days=2)),
    ],
)
def test_the_exact_time_is_told_to_whoever_holds_the_mouse_on_the_relative_one(bench, qtbot, changes, moment):
    lane = Lane.SNOOZED if "until" in changes else Lane.THE_REST if "band" in changes else Lane.NEEDS_YOU
    since, last = NOW - timedelta(minutes=50), NOW - timedelta(minutes=3)
    row = a_row(0, **{"waiting_since": since, "last_at": last, "due_at": None, "place": (0, -9, 0)} | changes)
    bench.reads.put(row)
    window = bench.open(qtbot)
    window.show_lane(lane)
    table = window.inbox.table
    area = table.visualRect(window.inbox.model.index(0, 0))
    assert window.inbox.model.row_at(0) == row

    def hold(x):
        at = QPoint(x, area.top() + 30)
        QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at)))

    try:
        hold(area.left() + 90)
        assert not QToolTip.isVisible()
        hold(area.right() - 20)
        assert QToolTip.text() == tip(words.exact(moment))
    finally:
        QToolTip.hideText()


@pytest.mark.parametrize(("density", "height"), [("comfortable", 80), ("normal", 64), ("compact", 32)])
def test_a_row_is_as_high_as_the_owner_has_chosen(bench, qtbot, density, height):
    window = bench.open(qtbot)
    window.inbox.set_density(density)
    assert window.inbox.table.rowHeight(0) == height


def test_a_compact_row_without_room_for_one_line_has_two_and_the_current_one_stays_in_sight(bench, qtbot):
    window = bench.open(qtbot)
    window.inbox.set_density("compact")
    table = window.inbox.table
    window.inbox.go(6)
    window.panes.turn(reader=False)
    for width, height in ((300, 50), (430, 32), (300, 50)):
        window.panes.setSizes([width, 1160 - width])
        assert table.rowHeight(0) == height
        area = table.visualRect(table.currentIndex())
        assert table.viewport().rect().contains(area)
        assert window.inbox.table.currentIndex().row() == 6


@pytest.mark.parametrize(("width", "name", "words"), [(260, "Marta Lindqvist", 20), (400, "Marta Lindqvist", 16)])
def test_a_narrow_compact_row_keeps_the_name_and_words_worth_reading(bench, qtbot, width, name, words):
    delegate = bench.open(qtbot).inbox._delegate
    delegate.set_density("compact")
    delegate.width = width
    said = "My son reacted to your bun yesterday"
    row = a_row(2, who=name, snippet=said, unread=True, due_at=NOW - timedelta(minutes=20))
    told = written(delegate, row, "bold", "body", "meta_bold", width=width)
    texts = [text for text, _ in told]
    assert name in texts
    assert "20 min late" in texts
    assert any(text.startswith(said[:words]) for text in texts)


@pytest.mark.parametrize("density", ["comfortable", "normal"])
@pytest.mark.parametrize(("width", "said"), [(235, "20 min late"), (430, "overdue 20 min")])
def test_in_a_narrow_row_the_name_has_more_need_of_the_room_than_the_time(bench, qtbot, density, width, said):
    delegate = bench.open(qtbot).inbox._delegate
    delegate.set_density(density)
    row = a_row(2, who="Priya Raman", unread=True, due_at=NOW - timedelta(minutes=20))
    assert [text for text, _ in written(delegate, row, "meta_bold", width=width)] == [said]


def written(delegate, row, *hands, width=430):
    """Return what these hands write of a row, each with its ink."""
    found = []
    for name in hands:
        getattr(delegate._pens, name).write = lambda painter, area, text, ink, *rest: found.append((text, ink))
    delegate.rehearse(row, width)
    return found


def test_whoever_was_not_read_yet_is_told_by_weight(bench, qtbot):
    delegate = bench.open(qtbot).inbox._delegate
    assert ("Marta", "ink") in written(delegate, a_row(2, who="Marta", unread=True), "bold")
    assert written(delegate, a_row(2, who="Marta", unread=False), "bold") == []


@pytest.mark.parametrize(
    ("left", "ink"), [(timedelta(minutes=-20), "hurry"), (timedelta(minutes=5), "notice"), (None, "quiet")]
)
def test_how_long_they_wait_is_amber_when_due_soon_and_red_when_overdue(bench, qtbot, left, ink):
    delegate = bench.open(qtbot).inbox._delegate
    due = None if left is None else NOW + left
    row = a_row(2, waiting_since=NOW - timedelta(minutes=50), due_at=due)
    assert [told for _, told in written(delegate, row, "meta", "meta_bold")] == [ink]


def test_with_little_room_the_strongest_reason_is_cut_and_never_left_out(bench, qtbot):
    window = bench.open(qtbot)
    delegate = window.inbox._delegate
    cut = []
    hand = delegate._pens.chip
    fit, hand.fit = hand.fit, lambda text, width: cut.append(fit(text, width)) or cut[-1]
    allergy = Reason(name="allergy", words="mentions a severe allergy", points=0.5, tone=Tone.HURRY)
    row = a_row(2, has_draft=True, reasons=(allergy,))
    delegate.rehearse(row, 240)
    assert cut[0].endswith("…")
    assert len(cut[0]) > 5
