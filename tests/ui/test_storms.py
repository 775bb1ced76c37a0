"""A storm in the whole window: it folds behind one row and fades, what is pressing stands out, the rest is closed and taken back."""

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId, Lane, State
from desktop.domain.item import Audience, Author, Incoming, Kind
from desktop.domain.row import Burst, Found, InboxRow
from desktop.store import accounts, folds, storm_members, storms, wrote
from desktop.store.ingest import ingest
from desktop.sync import storms as watch
from desktop.triage.rank import rank
from desktop.ui.wording import storms as wording
from desktop.ui.wording.aloud import row_sentence
from tests.ui.test_verbs import Whole, press, whole
from tests.ui.values import a_row

__all__ = ["whole"]

SHIFT = Qt.KeyboardModifier.ShiftModifier
MANY = 14


def post(name: str, when: datetime, text: str) -> Incoming:
    raw = f"{name} {text}".encode()
    return Incoming(
        remote_id=name,
        channel="mastodon",
        kind=Kind.POST,
        author=Author(key=f"{name}@social.example", handle=f"@{name}@social.example", name=name),
        written_at=when,
        received_at=when,
        raw=raw,
        sha256=hashlib.sha256(raw).digest(),
        audience=Audience.PUBLIC,
        text=text,
        own_id=name,
    )


class Weather:
    """Makes people write to the Mastodon account, and looks for storms as the engine does."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.clock = whole.shop.clock
        account = accounts.account(whole.shop.reads.connection, "Mastodon")
        assert account is not None
        self.account = account

    def come(self, items: Sequence[Incoming]) -> None:
        def put(db: Any) -> Any:
            return ingest(db, self.account, items, cursor=None, now=self.clock.now(), rank=rank)

        self.whole.shop.writer.submit(put, durable=False).result()

    def quiet(self) -> None:
        start = self.clock.now()
        moments = [start - timedelta(days=day, hours=hour) for day in range(2, 30) for hour in (0, 2, 3)]
        self.come([post(f"calm{n}", when, "Nice bread.") for n, when in enumerate(moments)])

    def burst(self, many: int = MANY) -> None:
        start = self.clock.now() - timedelta(minutes=40)
        self.come([post(f"fan{n}", start + timedelta(minutes=2 * n), "So beautiful") for n in range(many)])

    def look(self) -> None:
        now = self.clock.now()
        reader = self.whole.shop.reads.connection
        lively = {*wrote.lively(reader, now, 3, timedelta(days=2)), *storms.under_way(reader)}
        # What the letters of the sample shop amount to is another matter.
        wanted = sorted(lively & {self.account.id, wrote.WHOLE_SHOP})
        for seen in watch.look(reader, wanted, now):
            self.whole.shop.writer.submit(
                lambda db, seen=seen: storm_members.keep(db, seen, same_within=12), durable=False
            ).result()

    def pass_hours(self, hours: float) -> None:
        self.clock.advance(3600 * hours)
        self.look()


@pytest.fixture
def weather(qtbot: QtBot, whole: Whole) -> Weather:
    made = Weather(whole)
    made.quiet()
    whole.verbs.storms.begin()
    whole.window.show_lane(Lane.THE_REST)
    qtbot.waitUntil(lambda: whole.window.inbox.model.rowCount() >= 80)
    return made


def shown(whole: Whole) -> list[InboxRow]:
    model = whole.window.inbox.model
    return [row for at in range(model.rowCount()) if (row := model.row_at(at)) is not None]


def fans(whole: Whole) -> list[str]:
    return [row.who for row in shown(whole) if row.who.startswith("fan")]


def storm_row(whole: Whole) -> InboxRow | None:
    return next((row for row in shown(whole) if row.burst is not None), None)


def stand_on_the_storm(qtbot: QtBot, whole: Whole) -> InboxRow:
    qtbot.waitUntil(lambda: storm_row(whole) is not None)
    row = storm_row(whole)
    assert row is not None
    assert whole.window.inbox.select(row.id)
    return row


def fold(qtbot: QtBot, whole: Whole, weather: Weather, many: int = MANY) -> None:
    weather.burst(many)
    weather.look()
    whole.window.inbox.show_held()
    qtbot.waitUntil(lambda: len(fans(whole)) == 1 and storm_row(whole) is not None)


def until_written(told: Callable[[], bool]) -> None:
    """Wait for the store without letting the window hear anything."""
    pause, end = threading.Event(), time.monotonic() + 60
    while not told():
        assert time.monotonic() < end
        pause.wait(0.01)


def test_the_burst_folds_behind_one_row(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    fold(qtbot, whole, weather)
    row = storm_row(whole)
    assert row is not None
    assert row.burst is not None
    assert row.burst.folded == MANY
    assert row.burst.peak >= MANY
    assert row_sentence(row, weather.clock.now()).startswith(f"{row.burst.people} people in Mastodon, at its peak")


def test_folding_does_not_move_the_row_the_owner_stands_on(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    weather.burst()
    whole.window.inbox.show_held()
    qtbot.waitUntil(lambda: len(fans(whole)) == MANY)
    table = whole.window.inbox.table
    stood = next(row for row in shown(whole) if row.who.startswith("calm"))
    whole.window.inbox.select(stood.id)
    y = table.rowViewportPosition(table.currentIndex().row())
    weather.look()
    qtbot.waitUntil(lambda: len(fans(whole)) == 1)
    assert whole.window.inbox.current == stood.id
    assert (
        table.rowViewportPosition(table.currentIndex().row()) in (y, y - y % 1)
        or table.verticalScrollBar().value() == 0
    )


def test_who_is_being_read_is_not_folded_away(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    weather.burst()
    whole.window.inbox.show_held()
    qtbot.waitUntil(lambda: len(fans(whole)) == MANY)
    reading = next(row for row in shown(whole) if row.who == "fan5")
    whole.window.inbox.select(reading.id)
    weather.look()
    qtbot.waitUntil(lambda: len(fans(whole)) == 2)
    assert whole.window.inbox.current == reading.id


def test_one_notice_tells_of_a_storm_and_leads_there(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    whole.window.show_lane(Lane.NEEDS_YOU)
    weather.burst()
    weather.look()
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Many write at once: "))
    qtbot.waitUntil(lambda: storms.storms(whole.shop.reads.connection)[0].told)
    whole.verbs.notices._act()
    qtbot.waitUntil(lambda: whole.window.lane is Lane.THE_REST)
    qtbot.waitUntil(lambda: (row := storm_row(whole)) is not None and whole.window.inbox.current == row.id)


def test_the_owner_is_called_for_complaints_and_not_for_praise(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    called: list[tuple[str, str]] = []
    whole.verbs.storms.alarming.connect(lambda *said: called.append(said))
    weather.burst()
    weather.look()
    qtbot.waitUntil(lambda: storms.storms(whole.shop.reads.connection)[0].told)
    assert called == []
    weather.clock.advance(86_400)
    when = weather.clock.now()
    texts = ("This is terrible, I want my money back!", "Worst bread ever, never again!", "Awful, rude and late!")
    weather.come([post(f"angry{n}", when - timedelta(minutes=n), texts[n % 3]) for n in range(7)])
    weather.look()
    qtbot.waitUntil(lambda: bool(called))
    assert len(called) == 1
    assert called[0][0].startswith("Complaints come in faster than usual: ")


def test_the_notice_does_not_take_the_way_back_from_what_was_just_done(
    qtbot: QtBot, whole: Whole, weather: Weather
) -> None:
    whole.window.show_lane(Lane.NEEDS_YOU)
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    press(qtbot, whole, "e")
    qtbot.waitUntil(whole.toast.isVisible)
    said = whole.toast.words
    weather.burst()
    weather.look()
    qtbot.waitUntil(lambda: storms.storms(whole.shop.reads.connection)[0].told)
    assert whole.verbs.notices._unasked
    assert whole.toast.words == said
    whole.toast.clear()
    whole.verbs.notices._say_unasked()
    assert not whole.verbs.notices._unasked
    assert whole.toast.isVisible()


def test_a_complaint_inside_stands_on_its_own_where_it_needs_the_owner(
    qtbot: QtBot, whole: Whole, weather: Weather
) -> None:
    fold(qtbot, whole, weather)
    before = stand_on_the_storm(qtbot, whole).burst
    assert before is not None
    weather.come([post("angry", weather.clock.now(), "This is the worst cake I ever had, I want my money back!")])
    lanes = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK)
    assert any(row.who == "angry" for lane in lanes for row in whole.shop.reads.page(lane, limit=100))
    weather.look()
    qtbot.waitUntil(
        lambda: (row := storm_row(whole)) is not None and row.burst is not None and row.burst.alone == before.alone + 1
    )


def test_everybody_in_it_is_listed_by_a_key_and_can_be_opened(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    fold(qtbot, whole, weather)
    stand_on_the_storm(qtbot, whole)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_O, SHIFT)
    qtbot.waitUntil(lambda: isinstance(whole.window.lane, Found) and len(fans(whole)) == MANY)
    press(qtbot, whole, "j")
    qtbot.waitUntil(lambda: (opened := whole.window.opened()) is not None and opened.row.who.startswith("fan"))
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: whole.window.lane is Lane.THE_REST)


def test_the_rest_is_closed_only_when_it_is_over_and_taken_back_as_one(
    qtbot: QtBot, whole: Whole, weather: Weather
) -> None:
    fold(qtbot, whole, weather)
    row = stand_on_the_storm(qtbot, whole)
    assert row.burst is not None
    told: list[str] = []
    whole.shop.desk.told.connect(told.append)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Z, SHIFT)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].startswith("Not over yet: ")
    assert whole.state(row.id) is State.OPEN
    for _ in range(4):
        weather.pass_hours(1)
    qtbot.waitUntil(
        lambda: (now := storm_row(whole)) is not None and now.burst is not None and now.burst.phase == "over"
    )
    stand_on_the_storm(qtbot, whole)
    behind = folds.behind(whole.shop.reads.connection, row.burst.storm)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Z, SHIFT)
    qtbot.waitUntil(lambda: not fans(whole))
    assert {whole.state(id_) for id_ in behind} == {State.DONE}
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: storm_row(whole) is not None)
    assert {whole.state(id_) for id_ in behind} == {State.OPEN}
    assert len(fans(whole)) == 1


def test_it_fades_in_the_row(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    fold(qtbot, whole, weather, 18)
    weather.clock.advance(3600)
    weather.come([post(f"late{n}", weather.clock.now() - timedelta(minutes=30), "So nice") for n in range(9)])
    weather.look()
    qtbot.waitUntil(
        lambda: (row := storm_row(whole)) is not None and row.burst is not None and row.burst.phase == "fading"
    )
    row = storm_row(whole)
    assert row is not None
    assert "fading" in row_sentence(row, weather.clock.now())


def test_done_on_the_row_is_about_who_stands_there_and_the_next_takes_the_place(
    qtbot: QtBot, whole: Whole, weather: Weather
) -> None:
    fold(qtbot, whole, weather)
    row = stand_on_the_storm(qtbot, whole)
    at = whole.window.inbox.model.row_of(row.id)
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.state(row.id) is State.DONE)
    qtbot.waitUntil(lambda: (now := storm_row(whole)) is not None and now.id != row.id)
    now = storm_row(whole)
    assert now is not None
    assert now.burst is not None
    assert now.burst.folded == MANY - 1
    assert whole.window.inbox.model.row_of(now.id) == at
    assert whole.window.inbox.current == now.id


def test_the_next_takes_the_place_where_other_news_of_the_storm_came_before_the_done(
    qtbot: QtBot, whole: Whole, weather: Weather
) -> None:
    fold(qtbot, whole, weather)
    row = stand_on_the_storm(qtbot, whole)
    assert row.burst is not None
    other = folds.behind(whole.shop.reads.connection, row.burst.storm)[-1]
    press(qtbot, whole, "e")
    # The window hears of nothing meanwhile: the Done is written, and what is read next knows it already.
    until_written(lambda: whole.state(row.id) is State.DONE)
    whole.window.inbox.news(ChangeSet(conversations=frozenset((other,)), initiator="rank"))
    qtbot.waitUntil(lambda: whole.window.inbox.model.row_of(row.id) < 0)
    qtbot.waitUntil(lambda: (now := storm_row(whole)) is not None and now.id != row.id)
    now = storm_row(whole)
    assert now is not None
    assert whole.window.inbox.current == now.id
    assert whole.window.inbox.model.held == 0


def test_a_key_unfolds_it_and_folds_it_again(qtbot: QtBot, whole: Whole, weather: Weather) -> None:
    fold(qtbot, whole, weather)
    stand_on_the_storm(qtbot, whole)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_F, SHIFT)
    qtbot.waitUntil(lambda: len(fans(whole)) == MANY)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_F, SHIFT)
    qtbot.waitUntil(lambda: storm_row(whole) is not None)


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_a_right_click_on_its_row_offers_what_can_be_done_with_all_of_it(
    qtbot: QtBot, whole: Whole, weather: Weather
) -> None:
    table = whole.window.inbox.table

    def offered() -> list[str]:
        table.customContextMenuRequested.emit(QPoint(20, 20))
        menu = table.findChild(QMenu)
        assert menu is not None
        ids = [action.objectName() for action in menu.actions() if action.objectName()]
        menu.close()
        delete(menu)
        return ids

    assert "storm.show" not in offered()
    fold(qtbot, whole, weather)
    stand_on_the_storm(qtbot, whole)
    assert offered()[:4] == ["storm.show", "storm.fold", "storm.close", "reply.write"]


def test_without_a_storm_the_keys_say_so(qtbot: QtBot, whole: Whole) -> None:
    told: list[str] = []
    whole.shop.desk.told.connect(told.append)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_O, SHIFT)
    qtbot.waitUntil(lambda: told == ["There is no storm."])


@pytest.mark.parametrize("density", ["comfortable", "normal", "compact"])
def test_the_row_is_painted_in_every_height_and_from_the_right(
    qtbot: QtBot, whole: Whole, weather: Weather, density: str
) -> None:
    fold(qtbot, whole, weather)
    whole.window.inbox.set_density(density)
    table = whole.window.inbox.table
    row = storm_row(whole)
    assert row is not None
    pictures = set()
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        table.setLayoutDirection(direction)
        pictures.add(table.grab().toImage().cacheKey())
    assert len(pictures) == 2


def test_a_storm_in_words() -> None:
    burst = Burst(
        storm=1,
        title="",
        name="",
        people=1200,
        folded=1100,
        alone=2,
        hours=(3, 900, 500),
        peak=900,
        peak_at=a_row(1).last_at,
        rate=200,
        phase="fading",
        half=timedelta(hours=2, minutes=10),
    )
    assert wording.storm_title(burst) == "1,200 people in all your channels"
    assert wording.course(burst)[0] == "fading, half of peak in 2 h 10 min"
    assert wording.rate(burst) == "200 in the last hour, 900 at the peak"
    assert ConversationId(1) == 1
