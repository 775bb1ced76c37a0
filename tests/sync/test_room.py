"""A disk that is nearly full: nothing is fetched, replies still leave; and the daily round beside the engine."""

from contextlib import closing

import pytest

from desktop.domain.account import is_offline
from desktop.store import accounts
from desktop.store.connection import open_reader
from desktop.store.maintenance import LOW_DISK
from desktop.sync import chores, lane
from tests.sync.shop import until


@pytest.fixture
def room(monkeypatch):
    free = {"bytes": LOW_DISK - 1}
    monkeypatch.setattr(lane, "disk_free", lambda _path: free["bytes"])
    return free


def statuses(shop):
    with closing(open_reader(shop.path)) as reader:
        return accounts.statuses(reader, shop.clock.now())


def test_nothing_is_fetched_while_the_disk_is_nearly_full_and_the_channel_says_so(shop, network, room):
    account = shop.account(poll="0.05")
    network.say("hello")
    engine = shop.engine()
    engine.start()
    assert until(lambda: "nothing new is fetched" in shop.lane_state(account).sentence)
    assert statuses(shop)[0].sentence.startswith("Only 199 MB are free")
    assert not is_offline(statuses(shop))
    assert shop.texts() == []
    room["bytes"] = LOW_DISK
    engine.sync_now()
    assert until(lambda: shop.texts() == ["hello"])
    assert until(lambda: shop.lane_state(account).sentence == "")


def test_the_engine_makes_todays_backup_beside_its_work(shop, network, monkeypatch):
    monkeypatch.setattr(chores, "UPKEEP_AFTER", 0.0)
    shop.account(poll="0.05")
    network.say("hello")
    shop.engine().start()
    backups = shop.home / "backups"
    assert until(lambda: any(backups.glob("daily-*.db")))
    assert until(lambda: shop.texts() == ["hello"])
    assert len(list(backups.glob("daily-*"))) == 1
