"""A reply for a later time: it leaves then, or the owner is asked; it is never lost and never late in silence."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.connectors.base import Cancel, Context, KnownSecret
from desktop.domain.draft import ReplyState
from desktop.domain.errors import IllegalMove, Refused
from desktop.sync.reply import reschedule
from tests.sync.loopback import open_loop
from tests.sync.shop import until
from tests.sync.test_push import account, on

__all__ = ["account"]
ROOT = Path(__file__).parents[2]
EIGHT = timedelta(hours=8)


def later(shop, account, after=EIGHT):
    return shop.reply(account, leave_at=shop.clock.now() + after)


def move(shop, reply_id, after):
    at = None if after is None else shop.clock.now() + after
    reschedule(shop.writer, shop.path, reply_id, shop.clock, open_loop, leave_at=at).result()


def test_it_waits_over_every_look_and_leaves_when_its_time_has_come(shop, network, account):
    later(shop, account)
    engine = shop.engine()
    engine.start()
    assert until(lambda: shop.lane_state(account).heard_at is not None)
    engine.sync_now()
    assert network.accepted == []
    assert shop.state() is ReplyState.QUEUED
    shop.clock.offset = EIGHT + timedelta(seconds=2)
    engine.wake()
    assert until(lambda: shop.state() is ReplyState.SENT)
    assert len(network.accepted) == 1


def test_a_start_long_after_its_time_asks_and_sends_nothing(shop, network, account):
    later(shop, account)
    shop.clock.offset = EIGHT + timedelta(hours=3)
    engine = shop.engine()
    engine.start()
    assert until(lambda: shop.state() is ReplyState.OVERDUE)
    engine.sync_now()
    engine.run_once(patience=timedelta(0))
    assert network.accepted == []


@pytest.mark.parametrize(("late", "state"), [(True, ReplyState.OVERDUE), (False, ReplyState.REFUSED)])
def test_whoever_comes_to_send_it_and_finds_it_too_late_or_damaged_tells_of_it(shop, account, late, state):
    reply = later(shop, account) if late else shop.reply(account)
    if late:
        shop.clock.offset = EIGHT + timedelta(hours=3)
    else:
        shop.writer.submit(lambda db: db.conn.execute("update payload set data = x'00'").rowcount).result()
    told = []
    shop.writer.listen(told.append)
    connector = open_loop(Context(account=account, secret=KnownSecret(), clock=shop.clock))
    shop.engine()._push.drain(account, connector, Cancel())
    assert shop.state() is state
    assert reply in set().union(*(change.replies for change in told))


def test_a_start_shortly_after_its_time_sends_it(shop, network, account):
    later(shop, account)
    shop.clock.offset = EIGHT + timedelta(minutes=14)
    shop.engine().run_once()
    assert shop.state() is ReplyState.SENT


def test_it_is_asked_about_although_nobody_can_sign_in(shop, network, account):
    later(shop, account)
    network.behave = on("SEND", "signin")
    engine = shop.engine()
    shop.clock.offset = EIGHT + timedelta(minutes=1)
    engine.run_once()
    shop.clock.offset = EIGHT + timedelta(minutes=20)
    engine.start()
    assert until(lambda: shop.state() is ReplyState.OVERDUE)


def test_a_network_that_was_away_too_long_makes_it_a_question(shop, network, account):
    later(shop, account)
    network.behave = on("SEND", "later", 1)
    shop.clock.offset = EIGHT + timedelta(minutes=1)
    engine = shop.engine()
    engine.run_once(patience=timedelta(0))
    assert shop.state() is ReplyState.QUEUED
    shop.clock.offset = EIGHT + timedelta(hours=2)
    engine.run_once(force=True, patience=timedelta(0))
    assert shop.state() is ReplyState.OVERDUE
    assert network.accepted == []


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=30)])
def test_a_clock_that_is_set_back_does_not_let_it_go_early(shop, network, account, back):
    later(shop, account)
    engine = shop.engine()
    engine.run_once(patience=timedelta(0))
    shop.clock.offset = -back
    engine.run_once(force=True, patience=timedelta(0))
    engine.start()
    assert until(lambda: engine._before is not None)
    assert shop.state() is ReplyState.QUEUED
    assert network.accepted == []
    shop.clock.offset = EIGHT + timedelta(minutes=1)
    engine.wake()
    assert until(lambda: shop.state() is ReplyState.SENT)
    assert len(network.accepted) == 1


def test_its_time_can_be_changed_until_it_is_on_its_way(shop, network, account):
    reply_id = later(shop, account)
    move(shop, reply_id, timedelta(hours=20))
    shop.clock.offset = EIGHT + timedelta(minutes=1)
    engine = shop.engine()
    engine.run_once(patience=timedelta(0))
    assert network.accepted == []
    move(shop, reply_id, None)
    engine.run_once(patience=timedelta(0))
    assert shop.state() is ReplyState.SENT
    with pytest.raises(IllegalMove):
        move(shop, reply_id, timedelta(hours=1))
    with pytest.raises(Refused, match="passed already"):
        move(shop, reply_id, timedelta(seconds=-1))


DRAIN = """
import sys
from datetime import timedelta
from pathlib import Path
from tests.sync.loopback import Network
from tests.sync.shop import SettableClock, Shop
class Far: port = 0
shop = Shop.__new__(Shop)
shop.home, shop.path, shop.network = Path(sys.argv[1]), Path(sys.argv[1]) / "shopbell.db", Far()
shop.clock = SettableClock(timedelta(seconds=float(sys.argv[2])))
from tests.sync.shop import QUICK
from desktop.store.writer import Writer
shop.pace, shop.events, shop.engines = QUICK, [], []
shop.writer = Writer(shop.path, shop.clock, "")
shop.engine().run_once(patience=timedelta(0))
shop.close()
"""


def test_two_processes_that_drain_at_once_send_it_once_and_not_before_its_time(shop, network, account):
    later(shop, account)
    for offset, accepted in ((EIGHT - timedelta(seconds=30), 0), (EIGHT + timedelta(seconds=30), 1)):
        both = [
            subprocess.Popen(
                [sys.executable, "-c", DRAIN, str(shop.home), str(offset.total_seconds())], cwd=ROOT, stderr=-1
            )
            for _ in range(2)
        ]
        for one in both:
            _, trouble = one.communicate(timeout=60)
            assert one.returncode == 0, trouble
        assert len(network.accepted) == accepted
    assert shop.state() is ReplyState.SENT
