"""The data of an earlier release are brought up to date behind a small window that says how far it is."""

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressBar

from desktop.domain.clock import SystemClock
from desktop.domain.errors import NewerDatabase
from desktop.doorbell import enter, hang
from desktop.paths import Places
from desktop.store.connection import NEWEST, schema_version
from desktop.store.migrate import Stage
from desktop.ui.session import upgrade
from desktop.ui.session.upgrade import Upgrade

OLD = Path(__file__).parents[1] / "migrations" / "v0.1.0.db"


@pytest.fixture
def places(tmp_path):
    made = Places(tmp_path)
    made.make()
    shutil.copy(OLD, made.database)
    return made


def test_a_quick_upgrade_shows_nothing(qapp, places):
    one = Upgrade(qapp, places, SystemClock())
    shown = []
    one.window.showEvent = shown.append
    assert one.run()
    assert schema_version(places.database) == NEWEST
    assert shown == []


def slow(monkeypatch, told):
    """Have the upgrade wait at its third stage until `told` is set."""
    real = upgrade.migrate

    def migrate(path, backups, clock, tell):
        def halting(stage):
            tell(stage)
            if stage.number == 3:
                told.wait(60)
                tell(stage)

        return real(path, backups, clock, halting)

    monkeypatch.setattr(upgrade, "migrate", migrate)
    monkeypatch.setattr(upgrade, "_PATIENCE", 0)
    monkeypatch.setattr(upgrade, "_EVERY", 5)


def test_a_long_upgrade_says_how_far_it_is_and_the_window_follows(qapp, places, monkeypatch):
    go_on = threading.Event()
    slow(monkeypatch, go_on)
    one = Upgrade(qapp, places, SystemClock())
    seen, of = [], set()

    def told(stage: Stage):
        real(stage)
        of.add(stage.of)
        seen.append((one.window.isVisible(), one.window.sentence, one.window.findChild(QProgressBar).value()))
        if stage.number == 3:
            go_on.set()

    real, one.window.tell = one.window.tell, told
    assert one.run()
    assert schema_version(places.database) == NEWEST
    assert (True, f"Bringing your data up to date, 3 of {max(of)} …") in [line[:2] for line in seen]
    assert not one.window.isVisible()


def test_closing_the_window_stops_the_upgrade_and_leaves_the_data_as_they_were(qapp, places, monkeypatch):
    go_on = threading.Event()
    slow(monkeypatch, go_on)
    old = schema_version(places.database)
    one = Upgrade(qapp, places, SystemClock())

    def told(stage: Stage):
        if stage.number == 3:
            one.window.close()
            go_on.set()

    one.window.tell = told
    assert not one.run()
    assert schema_version(places.database) == old
    assert Upgrade(qapp, places, SystemClock()).run()
    assert schema_version(places.database) == NEWEST


def test_a_second_start_meanwhile_brings_its_window_to_the_front(qapp, places, monkeypatch):
    go_on = threading.Event()
    slow(monkeypatch, go_on)
    bell = hang(places.home)
    assert bell is not None
    one = Upgrade(qapp, places, SystemClock(), bell)
    entered = []
    second = threading.Thread(target=lambda: entered.append(enter(places.home)))
    # No window is above another where the tests draw.
    monkeypatch.setattr(one.window, "raise_", go_on.set)

    def told(stage: Stage):
        if stage.number == 3 and second.ident is None:
            second.start()

    one.window.tell = told
    assert one.run()
    second.join(60)
    assert entered == [None]
    bell.close()


def test_what_goes_wrong_comes_out(qapp, places, monkeypatch):
    def newer(*_):
        raise NewerDatabase("This data was written by a newer Shopbell.")

    monkeypatch.setattr(upgrade, "migrate", newer)
    with pytest.raises(NewerDatabase):
        Upgrade(qapp, places, SystemClock()).run()
