"""The rail and the line at the bottom: lanes that come and go, labels, silent channels, figures, hints."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.domain.account import AccountId, Health, Silence
from desktop.domain.conversation import Lane, State
from desktop.domain.item import Direction
from desktop.domain.progress import Progress
from desktop.domain.row import Counts, Found, Label
from desktop.domain.targets import USUAL
from desktop.ui.figures import Figures, Reckoning, reckon
from desktop.ui.reads import Reads
from desktop.ui.views.rail.lines import ICON, ChannelLine, LabelLine, LaneLine
from desktop.ui.views.rail.saved import SavedLine
from desktop.ui.wording import words
from tests.store.makers import OURS, Shop, mail
from tests.ui import test_window
from tests.ui.test_window import Bench, bench, the_shop, window
from tests.ui.values import NOW, a_row, a_status

__all__ = ["_english", "bench", "window"]
_english = test_window._english

LABELS = tuple((Label(id=n, name=f"Label & {n}", colour="teal", place=n), 10 + n) for n in range(1, 30))


def lines(rail, kind):
    found = [line for line in rail.findChildren(kind) if line.isVisible()]
    return sorted(found, key=lambda line: line.y())


def lanes(rail):
    return [line.lane for line in lines(rail, LaneLine)]


def apart(rail):
    """True when no line lies over another one or beyond the rail."""
    areas = [line.geometry() for kind in (LaneLine, SavedLine, LabelLine, ChannelLine) for line in lines(rail, kind)]
    inside = all(rail.rect().contains(area) for area in areas)
    return inside and not any(one.intersects(two) for n, one in enumerate(areas) for two in areas[n + 1 :])


def test_esc_leads_from_it_to_what_is_on_show(window, qtbot):
    for lane in (Lane.WORTH_A_LOOK, Lane.OUTBOX):
        line = next(line for line in lines(window.rail, LaneLine) if line.lane is lane)
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_Return)
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_Escape)
        assert window.lanes.currentWidget().isAncestorOf(window.focusWidget())


@pytest.mark.parametrize("lane", words.ASIDE)
def test_what_was_put_aside_has_a_line_only_while_it_is_shown(window, qtbot, lane):
    usual = lanes(window.rail)
    assert lane not in usual
    window.show_lane(lane)
    qtbot.waitUntil(lambda: set(lanes(window.rail)) == {*usual, lane})
    assert next(line for line in lines(window.rail, LaneLine) if line.lane is lane).isChecked()
    assert apart(window.rail)
    window.show_lane(Lane.NEEDS_YOU)
    qtbot.waitUntil(lambda: lanes(window.rail) == usual)


def test_the_line_of_a_lane_put_aside_has_its_count(bench, qtbot):
    bench.reads.put(a_row(90, state=State.TRASH))
    window = bench.open(qtbot)
    window.show_lane(Lane.TRASH)
    trash = next(line for line in lines(window.rail, LaneLine) if line.lane is Lane.TRASH)
    assert trash.accessibleName().startswith("Trash, 1 conversations")


def test_labels_stand_in_the_rail_and_a_click_tells_which(window, qtbot):
    assert lines(window.rail, LabelLine) == []
    window.rail.set_labels(LABELS[:3])
    shown = lines(window.rail, LabelLine)
    assert [(line.text(), line.right) for line in shown] == [
        ("Label & 1", "11"),
        ("Label & 2", "12"),
        ("Label & 3", "13"),
    ]
    assert apart(window.rail)
    with qtbot.waitSignal(window.rail.label_chosen) as chosen:
        qtbot.mouseClick(shown[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["Label & 2"]
    window.rail.set_labels(())
    assert lines(window.rail, LabelLine) == []


def test_a_label_keeps_the_focus_when_it_is_counted_anew(window, qtbot):
    window.rail.set_labels(LABELS[:3])
    (line, *_) = window.rail._labels
    line.setFocus()
    window.rail.set_labels([(label, total + 7) for label, total in LABELS[:3]])
    assert window.focusWidget() is line
    assert line is window.rail._labels[0]
    assert line.right == words.number(LABELS[0][1] + 7)
    assert words.number(LABELS[0][1] + 7) in line.accessibleName()
    renamed = replace(LABELS[0][0], name="Another")
    window.rail.set_labels([(renamed, 1), *LABELS[1:3]])
    assert window.rail._labels[0].text() == "Another"


def test_more_labels_than_any_rail_has_room_for_are_not_made(window):
    label, total = LABELS[0]
    window.rail.set_labels([(replace(label, id=n, name=f"Label {n}"), total) for n in range(1, 2000)])
    assert len(window.rail._labels) <= 100
    assert len(window.rail.label_uses()) == 1999


@pytest.mark.parametrize("size", [(1360, 850), (1360, 560), (900, 600), (3840, 2160)])
def test_labels_take_no_room_that_lanes_and_channels_need(window, size):
    window.resize(*size)
    window.rail.set_labels(LABELS)
    assert apart(window.rail)
    assert len(lanes(window.rail)) == 9
    assert len(lines(window.rail, ChannelLine)) == 5
    assert bool(lines(window.rail, LabelLine)) is (size in ((1360, 850), (3840, 2160)))


SAVED = ((Found("cake is:unread", "Cakes unanswered"), "4"), (Found("never arrived", "Lost & found"), ""))


def test_a_narrow_rail_keeps_saved_searches_with_their_words_on_hover(window, qtbot):
    window.rail.set_saved(SAVED)
    window.resize(900, 800)
    assert window.rail.width() < 100
    first, second = lines(window.rail, SavedLine)
    assert "Cakes unanswered" in first.toolTip()
    assert "cake is:unread" in first.toolTip()
    assert apart(window.rail)
    with qtbot.waitSignal(window.rail.saved_chosen) as chosen:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert chosen.args == ["Lost & found"]
    window.resize(1300, 800)
    assert first.toolTip() == "<span>cake is:unread</span>"


def test_what_is_added_to_the_rail_never_looks_pointed_at(window):
    """Qt takes the mouse to be at the corner of the screen until it has moved for the first time."""
    window.move(0, 0)
    rail = window.rail
    rail.set_saved(SAVED)
    rail.set_labels(LABELS[:2])
    button = QPushButton("≡")
    button.setFixedSize(28, 28)
    rail.set_corner(button)
    assert not button.underMouse()
    assert not any(line._pointed for line in [*rail._lines(), *rail._labels])


def test_a_channel_that_answers_may_be_silent_for_longer_than_usual(bench, qtbot):
    bench.reads._statuses = [a_status(1, "Mail"), a_status(2, "Blog")]
    window = bench.open(qtbot)
    window.rail.set_silences({AccountId(2): Silence(since=NOW - timedelta(days=3), a_week=84.0)}, NOW)
    mail, blog = lines(window.rail, ChannelLine)
    assert mail.right == "1 min"
    assert blog.right == "silent 3 d"
    assert "Usually 12 a day; nothing for 3 d. It answers; it is quiet there" in blog.accessibleName()
    window.rail.set_silences({}, NOW)
    assert blog.right == "2 min"


def test_a_silent_channel_that_is_not_reached_is_broken_and_not_quiet(bench, qtbot):
    bench.reads._statuses = [a_status(1, "Mail", Health.TROUBLE), a_status(2, "Blog", Health.NEEDS_OWNER)]
    window = bench.open(qtbot)
    silence = Silence(since=NOW - timedelta(days=12), a_week=2.0)
    window.rail.set_silences({AccountId(1): silence, AccountId(2): silence}, NOW)
    for line in lines(window.rail, ChannelLine):
        assert (
            "Usually 2 a week; nothing for 12 d. It is not heard: what came since is not here" in line.accessibleName()
        )
    assert lines(window.rail, ChannelLine)[1].right == "needs you"


@pytest.mark.parametrize(
    ("health", "why"),
    [
        (Health.FINE, "It answers; it is quiet there."),
        (Health.TROUBLE, "It is not heard: what came since is not here."),
        (Health.NEEDS_OWNER, "It is not heard: what came since is not here."),
    ],
)
def test_one_notice_tells_of_a_silence_and_not_again(bench, qtbot, health, why):
    bench.reads._statuses = [a_status(1, "Mail"), a_status(2, "Blog", health)]
    window = bench.open(qtbot)
    silence = Silence(since=NOW - timedelta(days=3), a_week=84.0)
    figures = Figures(median=None, last_answer=NOW, labels=(), silences={AccountId(2): silence})
    told: list[str] = []
    reckoning = Reckoning(window, Now(figures), bench.clock, lambda: USUAL)
    reckoning.silent.connect(told.append)
    reckoning.reckon()
    reckoning.reckon()
    assert told == [f"Blog: Usually 12 a day; nothing for 3 d. {why}"]


def test_the_right_button_on_a_channel_asks_what_can_be_done_with_it(window, qtbot):
    line = lines(window.rail, ChannelLine)[0]
    with qtbot.waitSignal(window.rail.channel_asked) as asked:
        place = line.geometry().center()
        window.rail.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, QPoint(5, 6)))
    assert asked.args == [line.account, QPoint(5, 6)]


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_the_right_button_or_the_menu_key_on_a_label_asks_what_can_be_done_with_it(window, qtbot, reason):
    window.rail.set_labels(LABELS[:3])
    line = lines(window.rail, LabelLine)[1]
    with qtbot.waitSignal(window.rail.label_asked) as asked:
        QApplication.sendEvent(line, QContextMenuEvent(reason, line.rect().center(), QPoint(5, 6)))
    assert asked.args == [line.label, QPoint(5, 6)]


def test_the_line_at_the_bottom_says_that_nothing_can_be_reached_and_stops_when_it_can(bench, qtbot):
    window = bench.open(qtbot)
    assert not window.status_line._offline.isVisible()
    bench.reads._statuses = [a_status(1, "Mail", Health.TROUBLE), a_status(2, "Blog", Health.TROUBLE)]
    window.overview.read()
    assert window.status_line._offline.isVisible()
    bench.reads._statuses = [a_status(1, "Mail"), a_status(2, "Blog", Health.TROUBLE)]
    window.overview.read()
    assert not window.status_line._offline.isVisible()


def test_the_time_of_todays_answers_stands_beside_the_target(window):
    line = window.status_line
    assert not line._answers.isVisible()
    line.set_answers(timedelta(minutes=38), timedelta(hours=1))
    assert line._answers.text() == "median answer today 38 min, target 1 h"
    line.set_answers(timedelta(seconds=20), timedelta(minutes=30))
    assert line._answers.text() == "median answer today 1 min, target 30 min"
    line.set_answers(None, timedelta(hours=1))
    assert not line._answers.isVisible()


class Now:
    """Works at once what others would do on a thread."""

    def __init__(self, figures) -> None:
        self.figures = figures

    def run(self, work, done, failed=None):
        done(self.figures)


def test_figures_are_shown_where_they_belong(window, bench):
    silent = {bench.reads.statuses(NOW)[0].account.id: Silence(since=NOW - timedelta(days=9), a_week=7.0)}
    figures = Figures(median=timedelta(minutes=5), last_answer=NOW, labels=LABELS[:2], silences=silent)
    Reckoning(window, Now(figures), bench.clock, lambda: USUAL).reckon()
    assert window.status_line._answers.text().startswith("median answer today 5 min")
    assert window.overview.last_answer == NOW
    assert len(lines(window.rail, LabelLine)) == 2
    assert lines(window.rail, ChannelLine)[0].right == "silent 9 d"


def test_figures_are_reckoned_from_the_store(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(mail("1", minutes=0))
    answer = mail("2", who=OURS, minutes=40, direction=Direction.OUT, parent_ids=("1@example.org",))
    shop.ingest(answer)
    reads = Reads(shop.path)
    since = answer.written_at - timedelta(minutes=50)
    assert reckon(reads, now=answer.written_at, since=since) == Figures(
        median=timedelta(minutes=40), last_answer=answer.written_at, labels=(), silences={}
    )
    reads.close()
    shop.close()


def test_the_day_begins_at_midnight_of_the_owner():
    began = words.midnight(NOW)
    assert words.day_of(began) == words.day_of(NOW)
    assert words.day_of(began - timedelta(seconds=1)) != words.day_of(NOW)
    assert words.clock(began) == "00:00"


def test_a_figure_of_seven_digits_leaves_the_name_of_its_lane_whole(window):
    rail = window.rail
    many = dict.fromkeys(Lane, 1_299_999)
    rail.set_counts(Counts(total=many, unread=many))
    rail.grab()
    needs, waiting = rail._lanes[Lane.NEEDS_YOU], rail._lanes[Lane.WAITING]
    assert needs.right == "1,299,999"
    assert not needs.is_cut
    assert waiting.rough == "1.2 M"
    assert waiting.is_cut
    assert "1,299,999" in waiting.toolTip()
    assert "Waiting for them" in waiting.toolTip()


def test_the_line_at_the_bottom_leaves_out_whole_what_is_needed_least(window, qtbot):
    line = window.status_line
    line.set_key("?")
    line.set_answers(timedelta(minutes=38), timedelta(hours=1))
    line.set_outbox("")
    told = (line._needs, line._answers, line._hint)
    seen = []
    for width in (1300, 520, 400):
        window.resize(width, 700)
        qtbot.waitUntil(lambda width=width: line.width() == width)
        qtbot.waitUntil(lambda: not any(one.isVisible() and one.is_cut for one in told))
        seen.append((line._answers.isVisible(), line._hint.isVisible()))
    assert seen == [(True, True), (False, True), (False, True)]
    line.say("https://an-address.example/under/the/mouse")
    assert not line._hint.isVisible()


def test_at_the_bottom_what_endangers_the_shop_is_whole_before_what_is_only_being_done(window, qtbot):
    line = window.status_line
    line.set_warning("Nothing new is fetched until there is room.")
    line.set_progress(Progress(account=AccountId(1), done=12_400, total=50_000, rate=310.0, remaining=120.0))
    window.resize(480, 700)
    qtbot.waitUntil(lambda: line.width() == 480)
    qtbot.waitUntil(lambda: line._warning.isVisible() and not line._warning.is_cut)
    assert not line._hint.isVisible()
    line.set_warning("")
    assert line._work.isVisible()


@pytest.mark.parametrize(("scale", "height"), [(200, 600), (200, 720), (150, 600), (100, 600)])
def test_the_icons_of_a_narrow_rail_are_as_large_as_the_text_asks_for(qtbot, qapp, scale, height):
    bench = Bench(qtbot, qapp, the_shop(), scale=scale)
    window = bench.open(qtbot)
    window.rail.set_statuses([a_status(n, f"Channel {n}") for n in range(1, 9)], NOW)
    window.resize(900, height)
    least = bench.theme.look.px(ICON)
    assert window.rail.width() < bench.theme.look.px(100)
    for kind in (LaneLine, ChannelLine):
        assert all(min(line.width(), line.height()) >= least for line in lines(window.rail, kind))
    assert apart(window.rail)
    assert [line.lane for line in sorted(lines(window.rail, LaneLine), key=lambda line: (line.y(), line.x()))] == lanes(
        window.rail
    )
    bench.window.stop()
    bench.tasks.close()
