"""Who waits too long is told while the window is not looked at: once, several at once, in opening hours only."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject

from desktop.domain.answering import understood
from desktop.domain.change import ChangeSet
from desktop.domain.item import Direction
from desktop.domain.targets import USUAL
from desktop.ui.alerts import Alerts
from desktop.ui.reads import Reads
from tests.store.makers import NOW, OURS, Shop, mail

MINUTE = timedelta(minutes=1)
ASKED = "The cake never came. I am very disappointed, where is it?"


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


class Wall:
    """A place for notifications that keeps what was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    def show(self, title: str, body: str, action: str) -> None:
        assert action == "Open"
        self.shown.append((title, body))


class AtOnce:
    """Works at once what others would do on a thread."""

    def __init__(self, reads: Reads) -> None:
        self.reads = reads

    def run(self, work, done, failed=None, *, keeps=False):
        done(work(self.reads))


class Desk:
    def __init__(self, folder: Path, targets=USUAL) -> None:
        self.shop = Shop(folder)
        self.targets = targets
        self.clock, self.wall = Clock(), Wall()
        self.wanted, self.in_sight = True, False
        self.parent = QObject()
        self.file = folder / "told.json"
        self.reads = Reads(self.shop.path, lambda: self.targets)
        self.alerts = self.start()

    def start(self) -> Alerts:
        return Alerts(
            parent=self.parent,
            tasks=AtOnce(self.reads),  # type: ignore[arg-type]
            clock=self.clock,
            targets=lambda: self.targets,
            shows=self.wall,
            is_wanted=lambda: self.wanted,
            in_sight=lambda: self.in_sight,
            file=self.file,
        )

    def ask(self, *names: str, ago: timedelta = timedelta(0)) -> None:
        """Have customers ask who are unhappy, so many minutes before now."""
        minutes = (self.clock.at - NOW - ago) / MINUTE + 24 * 60
        self.shop.ingest(*(mail(name, who=name, minutes=minutes, text=ASKED, subject=name) for name in names))

    def wait(self, minutes: float) -> list[tuple[str, str]]:
        """Let time pass, look, and return what was shown for it."""
        self.clock.at += minutes * MINUTE
        before = len(self.wall.shown)
        self.alerts.look()
        return self.wall.shown[before:]


@pytest.fixture
def desk(tmp_path, qapp):
    return Desk(tmp_path)


def test_one_who_is_due_soon_is_told_once_for_the_whole_wait(desk):
    desk.ask("Ada")
    assert desk.wait(29) == []
    assert desk.wait(1) == [("Ada waits for an answer", "due in 30 min  ·  Mail")]
    assert desk.wait(20) == desk.wait(60) == desk.wait(24 * 60) == []


def test_one_who_was_answered_and_asks_again_is_told_again(desk):
    desk.ask("Ada")
    assert len(desk.wait(45)) == 1
    desk.shop.ingest(
        mail("a", who=OURS, minutes=24 * 60 + 46, direction=Direction.OUT, parent_ids=("Ada@example.org",)),
        mail("b", who="Ada", minutes=24 * 60 + 47, text=ASKED, parent_ids=("Ada@example.org",)),
    )
    assert desk.wait(10) == []
    assert len(desk.wait(40)) == 1


def test_several_are_told_at_once_the_longest_wait_first(desk):
    desk.ask("Ada", ago=65 * MINUTE)
    desk.ask("Ben", "Cem", ago=40 * MINUTE)
    desk.ask("Dora", "Eve", ago=35 * MINUTE)
    ((title, body),) = desk.wait(0)
    assert title == "5 wait for an answer"
    first, *others, more = body.split("\n")
    assert first == "Ada: overdue 5 min"
    assert {line.partition(": ")[2] for line in others} == {"due in 20 min"}
    assert more == "and 2 more"
    assert desk.wait(10) == []


def test_a_click_leads_to_the_one_who_waits_longest(desk):
    chosen = []
    desk.alerts.chosen.connect(chosen.append)
    desk.alerts.click()
    desk.ask("Ada", ago=65 * MINUTE)
    desk.ask("Ben", ago=40 * MINUTE)
    desk.wait(0)
    desk.alerts.click()
    assert chosen == [desk.shop.home("Ada")]


def test_nothing_is_told_while_the_window_is_looked_at_nor_after_it(desk):
    desk.ask("Ada")
    desk.in_sight = True
    assert desk.wait(40) == []
    desk.in_sight = False
    assert desk.wait(40) == []


def test_nothing_is_told_when_it_is_switched_off(desk):
    desk.ask("Ada")
    desk.wanted = False
    assert desk.wait(40) == []
    desk.wanted = True
    assert desk.wait(1) == []
    desk.ask("Ben")
    assert len(desk.wait(40)) == 1


def test_what_was_told_is_not_told_again_after_a_new_start(desk):
    desk.ask("Ada")
    assert len(desk.wait(40)) == 1
    desk.alerts = desk.start()
    assert desk.wait(1) == []
    desk.file.write_text("{broken")
    desk.alerts = desk.start()
    assert len(desk.wait(1)) == 1


def test_old_waits_are_no_news_when_those_before_them_are_answered(desk, monkeypatch):
    """Of many who wait the newest are looked at; an older one comes among those as soon as one of them is answered."""
    monkeypatch.setattr("desktop.store.answers.LOOKED_LATE", 3)
    desk.ask("Old", ago=30 * 60 * MINUTE)
    for hours, name in enumerate(("Ada", "Ben", "Cem"), start=1):
        desk.ask(name, ago=(10 - hours) * 60 * MINUTE)
    ((title, _),) = desk.wait(0)
    assert title == "3 wait for an answer"
    desk.shop.ingest(mail("a", who=OURS, minutes=24 * 60, direction=Direction.OUT, parent_ids=("Cem@example.org",)))
    assert desk.wait(1) == []
    desk.alerts = desk.start()
    assert desk.wait(1) == []
    desk.ask("New")
    ((title, _),) = desk.wait(31)
    assert title == "New waits for an answer"


def test_of_too_many_to_remember_the_oldest_are_let_go_and_not_told_again(desk, monkeypatch):
    monkeypatch.setattr("desktop.ui.alerts._MOST", 3)
    for hours in range(6, 0, -1):
        desk.ask(f"c{hours}", ago=hours * 60 * MINUTE)
        assert len(desk.wait(0)) == 1
    for _ in range(2):
        assert desk.wait(1) == []
        desk.alerts = desk.start()
    assert len(json.loads(desk.file.read_text())["told"]) == 3


def test_what_an_older_release_has_told_is_not_told_again(desk):
    desk.ask("Ada")
    desk.clock.at += 40 * MINUTE
    ((id_, since),) = desk.shop.reader.execute("select id, waiting_since from conversation").fetchall()
    desk.file.write_text(json.dumps([[id_, since]]))
    desk.alerts = desk.start()
    assert desk.wait(1) == []


def test_nothing_is_told_out_of_hours_and_it_is_told_when_the_shop_opens(tmp_path, qapp):
    desk = Desk(tmp_path, understood(40, "", "daily 9-18", "", "UTC"))
    desk.clock.at = NOW.replace(hour=17, minute=35)
    desk.ask("Ada")
    assert desk.wait(19) == []
    desk.ask("Ben")
    assert len(desk.wait(1)) == 1
    assert desk.wait(30) == desk.wait(8 * 60) == []
    morning = desk.clock.at = (NOW + timedelta(days=1)).replace(hour=9, minute=0)
    assert desk.wait(13) == []
    assert desk.wait(1) == [("Ben waits for an answer", "due in 20 min  ·  Mail")]
    assert morning.tzinfo is UTC


def test_those_who_need_nobody_are_not_told(desk):
    desk.shop.ingest(mail("news", minutes=0, text="Our newsletter", automatic="mailing list"))
    assert desk.wait(24 * 60) == []


def test_a_commit_has_it_looked_at_soon(desk, qtbot):
    desk.ask("Ada", ago=40 * MINUTE)
    desk.alerts.follow(ChangeSet(initiator="sync"))
    assert not desk.alerts._soon.isActive()
    desk.alerts.follow(ChangeSet(conversations=frozenset({desk.shop.home("Ada")}), initiator="rank"))
    qtbot.waitUntil(lambda: bool(desk.wall.shown))
