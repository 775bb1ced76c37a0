"""The strip over a conversation: shown when there is something to tell, each part leading to the message it came from."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.compose.recall import recall
from desktop.domain.draft import ReplyState
from desktop.domain.item import Audience, Direction
from desktop.domain.standing import Standing
from desktop.paths import resource
from desktop.ui.theme import Theme
from desktop.ui.views.conversation.head import place_line
from desktop.ui.views.conversation.reader import ReaderPane
from desktop.ui.views.conversation.strip import Strip
from tests.ui.values import NOW, StoppedClock, a_row, an_entry, opened

TALK = (
    an_entry(1, "Could I order a cake for Saturday? My number is +44 20 7946 0988, order 4471."),
    an_entry(2, "It will be ready Saturday at 10.", direction=Direction.OUT, delivery=Standing(state=ReplyState.SENT)),
    an_entry(3, "There is no cake. Where is it?", audience=Audience.PUBLIC, channel="mastodon"),
)


@pytest.fixture(params=["light", "dark"])
def theme(qapp, request):
    theme = Theme(qapp, resource(), request.param)
    theme.start()
    return theme


@pytest.fixture
def strip(qtbot, theme):
    strip = Strip(theme)
    qtbot.addWidget(strip)
    strip.resize(700, 60)
    return strip


def facts(strip):
    return [button for button in strip.findChildren(QAbstractButton) if button.isVisibleTo(strip)]


def test_what_is_known_is_told_in_three_parts(strip):
    strip.show_recall(recall(TALK, NOW), NOW)
    assert strip.isVisibleTo(None)
    assert [title for title, _ in strip.told()] == ["They last asked", "You promised", "They already gave"]
    asked, promised, given = (texts for _, texts in strip.told())
    assert asked == ["Where is it?"]
    assert promised[0].startswith("“It will be ready Saturday at 10”, ")
    assert given == ["Order 4471", "Phone ending 88"]


def test_a_strip_with_nothing_to_tell_takes_no_room(strip):
    strip.show_recall(recall(TALK, NOW), NOW)
    strip.show_recall(recall((), NOW), NOW)
    assert not strip.isVisibleTo(None)
    strip.show_recall(None, NOW)
    assert facts(strip) == []


def test_a_part_leads_to_its_message_by_click_and_by_key(strip, qtbot):
    strip.show_recall(recall(TALK, NOW), NOW)
    strip.show()
    asked, _, order, _ = facts(strip)
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.mouseClick(asked, Qt.MouseButton.LeftButton)
    assert chosen.args == [3, "Where is it?"]
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.keyClick(order, Qt.Key.Key_Space)
    assert chosen.args == [1, "4471"]


def test_each_part_is_read_out_with_its_origin_and_whether_it_was_said_in_private(strip):
    strip.show_recall(recall(TALK, NOW), NOW)
    asked, _, order, phone = facts(strip)
    assert asked.accessibleName().startswith("They last asked: Where is it? (Mastodon, ")
    assert "private" not in asked.accessibleName()
    assert order.accessibleName().endswith("Said in private.")
    assert "7946" not in phone.accessibleName() + phone.toolTip() + phone.text()


@pytest.mark.parametrize("width", [300, 420, 480, 700, 1600])
def test_parts_never_lie_over_one_another_nor_leave_the_strip(strip, width):
    long = an_entry(
        1, f"Could you tell me {'very ' * 60}much more? Order 4471, item BX-200, +44 20 7946 0988, 12 Mill Lane"
    )
    strip.show_recall(recall((long, *TALK[1:2]), NOW), NOW)
    strip.resize(width, strip.height())
    areas = [button.geometry() for button in facts(strip)]
    assert len(areas) == 6
    assert all(strip.rect().contains(area) for area in areas)
    assert not any(one.intersects(other) for n, one in enumerate(areas) for other in areas[n + 1 :])


class Now:
    """Works at once what others would do on a thread."""

    def __init__(self) -> None:
        self.done = 0

    def run(self, work, done, failed=None):
        self.done += 1
        done(work(None))


@pytest.fixture
def reader(qtbot, theme):
    shelf = {a_row(n).id: opened(a_row(n), *(TALK if n == 0 else (an_entry(9, "Lovely."),))) for n in range(3)}
    now = Now()
    reader = ReaderPane(theme, StoppedClock(), shelf.get, give_tasks=lambda: now)
    reader.tasks = now
    qtbot.addWidget(reader)
    reader.resize(730, 700)
    reader.show()
    return reader


def test_the_strip_follows_the_conversation(reader):
    reader.show_conversation(a_row(0).id)
    assert reader.strip.isVisible()
    assert reader.strip.told()[0][1] == ["Where is it?"]
    reader.show_conversation(a_row(1).id)
    assert not reader.strip.isVisible()


def test_a_conversation_is_worked_out_once_while_nothing_new_is_said(reader):
    reader.show_conversation(a_row(0).id)
    reader.show_conversation(a_row(1).id)
    worked = reader.tasks.done
    reader.show_conversation(a_row(0).id)
    reader.news(frozenset({a_row(0).id}))
    assert reader.tasks.done == worked


def test_the_words_are_shown_where_they_were_said(reader, qtbot):
    reader.show_conversation(a_row(0).id)
    order = facts(reader.strip)[2]
    order.click()
    marked = reader.pages.browser.extraSelections()
    assert [one.cursor.selectedText() for one in marked] == ["4471"]
    reader.show_conversation(a_row(1).id)
    assert reader.pages.browser.extraSelections() == []


def test_the_head_tells_channel_audience_and_how_much_was_said_before():
    row = a_row(0, messages=1)
    assert place_line(opened(row, *TALK[2:])) == "Mail, private"
    waiting = an_entry(4, "On its way", direction=Direction.OUT, delivery=Standing(state=ReplyState.QUEUED))
    note = an_entry(5, "Call her", note=True)
    assert place_line(opened(row, *TALK, waiting, note)) == "Mail, private · 2 earlier"
    public = a_row(0, channel="mastodon", audience=Audience.PUBLIC, last_at=NOW - timedelta(days=1))
    assert place_line(opened(public, TALK[2])) == "Mastodon, public"


def test_what_was_shown_before_anything_could_be_worked_out_is_worked_out_then(qtbot, theme):
    work = []
    reader = ReaderPane(
        theme, StoppedClock(), {a_row(0).id: opened(a_row(0), *TALK)}.get, give_tasks=lambda: next(iter(work), None)
    )
    qtbot.addWidget(reader)
    reader.show_conversation(a_row(0).id)
    assert reader.strip.told() == []
    work.append(Now())
    reader.prepare(None, None)
    assert reader.strip.told()


def test_the_strip_gives_way_where_the_messages_would_have_no_room(reader, qtbot):
    reader.show_conversation(a_row(0).id)
    assert reader.strip.isVisible()
    reader.resize(730, 230)
    qtbot.waitUntil(lambda: not reader.strip.isVisible())
    reader.resize(730, 500)
    qtbot.waitUntil(reader.strip.isVisible)
