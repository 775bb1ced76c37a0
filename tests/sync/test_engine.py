"""The engine at work: news come by themselves, replies leave by themselves, and it stops when told to."""

import os
import sys
import threading
from contextlib import closing
from datetime import timedelta
from functools import partial

import pytest

from desktop import render
from desktop.domain.account import Health
from desktop.domain.act import Verb
from desktop.domain.draft import ReplyState
from desktop.domain.errors import Ended, KeyringMissing, SecretStays, SignInNeeded
from desktop.store import accounts, flags
from desktop.store.connection import StoreFailure, open_reader
from desktop.store.triage import act
from desktop.sync.engine import LANES_AT_ONCE, Pace
from desktop.sync.events import AccountReport, StatusChanged
from desktop.sync.forgetting import forget_secrets
from desktop.sync.pool import Pool
from desktop.sync.push import Push
from tests.sync.loopback import Network, open_loop, running
from tests.sync.shop import Shop, until


def heard(shop, account) -> bool:
    return shop.lane_state(account).heard_at is not None


def test_all_accounts_are_asked_at_the_start_and_again_when_their_time_has_come(shop, network):
    shop.account("quick", poll="0.1")
    slow = shop.account("slow", poll="3600")
    shop.engine().start()
    assert until(lambda: heard(shop, slow) and network.asked.count("LIST") >= 4)


def test_an_account_added_while_running_is_picked_up_and_a_removed_one_is_left_alone(shop, network):
    engine = shop.engine()
    engine.start()
    account = shop.account(poll="0.05")
    engine.wake()
    network.say("hello")
    assert until(lambda: shop.texts() == ["hello"])
    shop.writer.submit(lambda db: accounts.remove(db, account.id, shop.clock.now())).result()
    assert until(lambda: not network.live)
    shop.account("second")
    engine.wake()
    assert until(lambda: shop.texts() == ["hello"])


def test_changed_settings_are_used_and_start_a_stopped_account_again(shop, network):
    with running() as other:
        other.behave = lambda word: "signin"
        account = shop.account(port=str(other.port))
        shop.engine().start()
        assert until(lambda: shop.lane_state(account).stopped)
        network.say("hello")
        settings = {"port": str(network.port)}
        shop.writer.submit(lambda db: accounts.update_settings(db, account.id, settings)).result()
        assert until(lambda: shop.texts() == ["hello"])
        assert until(lambda: not shop.lane_state(account).stopped)


def test_a_server_that_can_call_is_listened_to(shop, network):
    shop.account(listen="yes", poll="3600")
    shop.engine().start()
    assert until(lambda: network.listeners == 1)
    network.say("news")
    assert until(lambda: shop.texts() == ["news"])
    assert until(lambda: network.listeners == 1)
    network.say("more")
    assert until(lambda: shop.texts() == ["news", "more"])


def test_listening_is_taken_up_again_when_the_line_broke(shop, network):
    shop.account(listen="yes", poll="3600")
    shop.engine().start()
    assert until(lambda: network.listeners == 1)
    network.hang_up()
    with network.news:
        network.listeners = 0
    assert until(lambda: network.listeners == 1)
    network.say("news")
    assert until(lambda: "news" in shop.texts())


def test_a_line_that_breaks_has_the_account_asked_at_once_so_that_the_owner_learns_of_it(shop, network):
    account = shop.account(listen="yes", poll="3600")
    shop.engine().start()
    assert until(lambda: network.listeners == 1)
    assert shop.lane_state(account).failures == 0
    network.behave = lambda asked: "close"
    network.hang_up()
    assert until(lambda: shop.lane_state(account).failures > 0)


def test_a_queued_reply_leaves_without_being_asked(shop, network):
    account = shop.account(poll="3600")
    network.say("hello")
    shop.engine().start()
    assert until(lambda: shop.texts() == ["hello"])
    shop.reply(account, hold=timedelta(seconds=0.3))
    assert shop.state() is ReplyState.QUEUED
    assert until(lambda: shop.state() is ReplyState.SENT)
    assert until(lambda: network.flags.get("r0") == {"answered", "seen"})


def test_a_reply_does_not_wait_for_the_end_of_a_long_first_sync(shop, network):
    account = shop.account(budget="1", poll="3600")
    network.say("first")
    shop.engine().run_once()
    for n in range(400):
        network.say(f"number {n}")
    queued = threading.Event()
    network.behave = lambda word: queued.wait(60) and "" if network.asked.count("LIST") == 40 else ""
    shop.engine().start()
    assert until(lambda: network.asked.count("LIST") == 40)
    shop.reply(account)
    queued.set()
    assert until(lambda: shop.state() is ReplyState.SENT)
    assert until(lambda: len(shop.texts()) == 402)
    assert network.asked.index("SEND") < 300


@pytest.fixture
def silent():
    """A server that says nothing when it is asked for news, until told to."""
    with running() as network:
        network.speak = threading.Event()
        network.behave = lambda word: "" if word != "LIST" or network.speak.wait(600) else "close"
        yield network
        network.speak.set()


def crowd(shop, silent):
    """Fill all the places there are with accounts that wait for the silent server; return one more account."""
    for n in range(LANES_AT_ONCE):
        shop.account(f"crowd {n}", port=str(silent.port), poll="3600")
    return shop.account("late", poll="3600")


def test_a_reply_does_not_wait_for_the_first_syncs_of_other_accounts(shop, network, silent):
    late = crowd(shop, silent)
    network.say("hello")
    shop.engine().run_once(["late"])
    shop.engine().start()
    assert until(lambda: silent.asked.count("LIST") == LANES_AT_ONCE)
    shop.reply(late)
    assert until(lambda: shop.state() is ReplyState.SENT)
    assert silent.asked.count("LIST") == LANES_AT_ONCE


def test_an_account_that_finds_no_place_is_asked_as_soon_as_there_is_one(shop, network, silent):
    late = crowd(shop, silent)
    more = shop.account("later still", poll="0.01")
    network.say("hello")
    shop.engine().start()
    assert until(lambda: silent.asked.count("LIST") == LANES_AT_ONCE)
    assert network.asked == []
    silent.speak.set()
    assert until(lambda: heard(shop, late) and heard(shop, more))


def test_a_single_run_sends_replies_before_it_waits_for_anybodys_news(shop, network, silent):
    late = crowd(shop, silent)
    network.say("hello")
    shop.engine().run_once(["late"])
    shop.reply(late)
    engine = shop.engine()
    running_once = threading.Thread(target=engine.run_once)
    running_once.start()
    assert until(lambda: silent.asked.count("LIST") == LANES_AT_ONCE)
    assert until(lambda: shop.state() is ReplyState.SENT)
    silent.speak.set()
    running_once.join()
    assert heard(shop, late)


def test_a_single_run_leaves_an_account_alone_for_as_long_as_its_server_asked(shop, network):
    account = shop.account()
    network.say("hello")
    shop.engine().run_once()
    shop.reply(account)
    network.behave = lambda word: "wait 600" if word == "LIST" else ""
    shop.engine().run_once()
    network.asked.clear()
    network.behave = lambda word: ""
    shop.reply(account, "One more thing.")
    (report,) = shop.engine().run_once()
    assert (report.left_alone, report.sent, report.errors) == (True, 1, 1)
    assert report.left_alone_until == shop.lane_state(account).retry_at
    assert report.sentence == "The server asked to wait."
    assert "LIST" not in network.asked
    (report,) = shop.engine().run_once(force=True)
    assert (report.left_alone, report.errors) == (False, 0)
    assert "LIST" in network.asked


def test_a_single_run_leaves_an_account_alone_that_had_stopped_until_somebody_asks(shop, network):
    account = shop.account()
    network.behave = lambda word: "signin"
    shop.engine().run_once()
    network.behave = lambda word: ""
    network.asked.clear()
    (report,) = shop.engine().run_once()
    assert (report.left_alone, report.left_alone_until, report.needs_owner) == (True, None, True)
    assert report.sentence == "The password was refused."
    assert network.asked == []
    (report,) = shop.engine().run_once(anew=True)
    assert (report.left_alone, report.needs_owner) == (False, False)
    assert heard(shop, account)


class Keyring:
    """A keyring that is locked until somebody opens it."""

    locked = True

    def __init__(self) -> None:
        self.asked = 0
        self.forgotten: list[str] = []

    def get(self, key: str) -> str:
        self.asked += 1
        if self.locked:
            raise KeyringMissing("The keyring is locked. Unlock it and try again.")
        return "secret"

    def delete(self, key: str) -> None:
        self.get(key)
        self.forgotten.append(key)


def open_with_secret(context):
    context.secret.get()
    return open_loop(context)


@pytest.fixture
def keyring():
    return Keyring()


@pytest.fixture
def locked(shop, keyring):
    """An account whose password lies in that keyring."""
    add = partial(accounts.add, kind="loop", name="loop", settings={"port": str(shop.network.port)})
    shop.writer.submit(lambda db: add(db, secret_key="key", now=shop.clock.now())).result()
    with closing(open_reader(shop.path)) as reader:
        return accounts.account(reader, "loop")


def test_the_next_single_run_finds_the_keyring_unlocked(shop, network, keyring, locked):
    network.say("hello")
    for _ in range(2):
        (report,) = shop.engine(secrets=keyring, open_connector=open_with_secret).run_once()
        assert (report.needs_owner, report.errors, report.left_alone) == (True, 1, False)
        assert report.sentence.startswith("The keyring is locked.")
    keyring.locked = False
    (report,) = shop.engine(secrets=keyring, open_connector=open_with_secret).run_once()
    assert (report.new, report.errors, report.needs_owner) == (1, 0, False)
    assert not shop.lane_state(locked).stopped


def test_the_password_of_a_removed_account_is_forgotten_once_the_keyring_can_be_asked(shop, keyring, locked):
    shop.writer.submit(lambda db: accounts.remove(db, locked.id, shop.clock.now())).result()
    engine = shop.engine(secrets=keyring)
    engine.start()
    assert until(lambda: keyring.asked)
    engine.close()
    assert keyring.forgotten == []
    keyring.locked = False
    shop.engine(secrets=keyring).start()
    assert until(lambda: keyring.forgotten == ["key"])


class Stubborn(Keyring):
    """A keyring that does not let go of one entry."""

    locked = False

    def delete(self, key):
        super().delete(key)
        if key == "stays":
            raise SecretStays("The keyring did not remove the password.")


def test_a_password_that_the_keyring_does_not_let_go_of_keeps_no_other_there(shop, network):
    keyring, made = Stubborn(), []
    for name in ("stays", "goes"):
        add = partial(
            accounts.add, kind="loop", name=name, settings={"url": name}, secret_key=name, now=shop.clock.now()
        )
        made.append(shop.writer.submit(add).result())
        shop.writer.submit(partial(accounts.remove, account=made[-1], now=shop.clock.now())).result()
    with closing(open_reader(shop.path)) as reader:
        for _ in range(2):
            assert forget_secrets(shop.writer, reader, keyring) == {made[0]}
    assert keyring.forgotten == ["stays", "goes", "stays"]


def test_a_locked_keyring_needs_the_owner_and_is_asked_again_after_a_while(shop, network, keyring, locked):
    network.say("hello")
    shop.engine(secrets=keyring, open_connector=open_with_secret).start()
    assert until(lambda: shop.lane_state(locked).stopped)
    with closing(open_reader(shop.path)) as reader:
        assert accounts.statuses(reader, shop.clock.now())[0].health is Health.NEEDS_OWNER
    assert shop.lane_state(locked).retry_at - shop.clock.now() > timedelta(seconds=50)
    keyring.locked = False
    shop.clock.offset += timedelta(seconds=80)
    shop.engines[0].wake()
    assert until(lambda: shop.texts() == ["hello"])
    assert until(lambda: not shop.lane_state(locked).stopped)


def test_after_a_sleep_a_locked_keyring_is_asked_at_once(shop, network, keyring, locked):
    network.say("hello")
    engine = shop.engine(secrets=keyring, open_connector=open_with_secret)
    engine.start()
    assert until(lambda: shop.lane_state(locked).stopped)
    keyring.locked = False
    shop.clock.offset += timedelta(hours=8)
    engine.wake()
    assert until(lambda: shop.texts() == ["hello"])


@pytest.fixture
def ended(shop):
    """An account whose server says that it has ended for good, and how often it was asked."""
    asked = []

    class Gone:
        def __init__(self, context):
            self.capabilities = open_loop(context).capabilities

        def fetch(self, cursor, *, budget, cancel):
            asked.append(cursor)
            raise Ended("This feed has ended for good.")

        def close(self):
            pass

    def open_gone(context):
        return Gone(context) if context.account.name == "gone" else open_loop(context)

    account = shop.account("gone")
    shop.engine(open_connector=open_gone).run_once()
    assert asked == [""]
    return account, asked, open_gone


def test_what_has_ended_is_not_asked_at_a_new_start_nor_when_all_are(shop, network, ended):
    account, asked, open_gone = ended
    other = shop.account("other", poll="3600")
    engine = shop.engine(open_connector=open_gone)
    engine.start(anew=True)
    assert until(lambda: heard(shop, other))
    network.asked.clear()
    engine.sync_now()
    assert until(lambda: "LIST" in network.asked)
    assert until(lambda: not any(lane.busy for lane in engine._lanes.all()))
    assert asked == [""]
    state = shop.lane_state(account)
    assert (state.stopped, state.ended, state.sentence) == (True, True, "This feed has ended for good.")


def test_what_has_ended_is_asked_when_it_is_meant_itself(shop, ended):
    account, asked, open_gone = ended
    engine = shop.engine(open_connector=open_gone)
    engine.start(anew=True)
    assert until(engine._lanes.all)
    engine.sync_now(account.id)
    assert until(lambda: len(asked) == 2)
    shop.engine(open_connector=open_gone).run_once(force=True)
    assert len(asked) == 3


def test_what_has_ended_is_asked_at_its_new_address(shop, network, ended):
    account, asked, open_gone = ended
    shop.engine(open_connector=open_gone).start(anew=True)
    settings = {**account.settings, "poll": "7"}
    shop.writer.submit(lambda db: accounts.update_settings(db, account.id, settings)).result()
    assert until(lambda: len(asked) == 2)


def test_what_an_older_release_rendered_is_rendered_anew_while_the_window_is_open(shop, network, monkeypatch):
    monkeypatch.setattr("desktop.sync.chores.UPKEEP_AFTER", 0.0)
    shop.account()
    network.say("hello")
    shop.engine().run_once()
    assert shop.read("select render_version from message") == [(0,)]
    shop.engine().start()
    assert until(lambda: shop.read("select render_version from message") == [(render.VERSION,)])
    assert shop.texts() == ["hello"]


@pytest.fixture
def broken_outbox(monkeypatch):
    """A mistake of ours in the way out, until it is mended."""
    broken = threading.Event()
    broken.set()
    claim = Push._claim

    def claim_badly(push, account):
        if broken.is_set():
            raise ZeroDivisionError("a mistake of ours")
        return claim(push, account)

    monkeypatch.setattr(Push, "_claim", claim_badly)
    return broken


def test_a_mistake_of_ours_on_the_way_out_does_not_keep_news_from_coming_in(shop, network, broken_outbox, caplog):
    broken_outbox.clear()
    account = shop.account(poll="0.1")
    network.say("hello")
    shop.engine().run_once()
    broken_outbox.set()
    shop.reply(account)
    engine = shop.engine()
    engine.start()
    network.say("more")
    assert until(lambda: len(shop.texts()) == 2)
    assert until(lambda: "outbox" in shop.lane_state(account).sentence)
    assert until(lambda: len([e for e in shop.events if isinstance(e, StatusChanged) and not e.busy]) > 8)
    assert shop.lane_state(account).failures == 0
    assert shop.state() is ReplyState.QUEUED
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError]
    broken_outbox.clear()
    engine.sync_now()
    assert until(lambda: shop.state() is ReplyState.SENT)
    assert until(lambda: shop.lane_state(account).sentence == "")


def test_a_single_run_reports_a_mistake_of_ours_on_the_way_out(shop, network, broken_outbox):
    broken_outbox.clear()
    account = shop.account()
    network.say("hello")
    shop.engine().run_once()
    broken_outbox.set()
    shop.reply(account)
    network.say("more")
    (report,) = shop.engine().run_once()
    assert (report.new, report.waiting) == (1, 1)
    assert report.errors
    assert "outbox" in report.sentence


def test_what_the_owner_reads_is_told_to_the_server(shop, network):
    account = shop.account(poll="3600")
    network.say("hello")
    shop.engine().start()
    assert until(lambda: shop.texts() == ["hello"])
    assert until(lambda: not shop.lane_state(account).failures)
    ((conversation,),) = shop.read("select id from conversation")
    shop.writer.submit(lambda db: act(db, [conversation], Verb.READ, now=shop.clock.now())).result()
    assert until(lambda: network.flags.get("r0") == {"seen"})


def test_what_the_owner_reads_while_the_account_ends_its_work_is_told_as_well(shop, network, monkeypatch):
    looks = [[]]

    def look(reader, account):
        looks.append(work := flag_work(reader, account))
        return work

    def hold(event):
        if event == StatusChanged(account=account.id):
            ending.set()
            go_on.wait(60)

    flag_work = flags.flag_work
    monkeypatch.setattr("desktop.sync.engine.flags.flag_work", look)
    ending, go_on = threading.Event(), threading.Event()
    account = shop.account(poll="3600")
    network.say("hello")
    shop.engine(listener=hold).start()
    assert ending.wait(60)
    ((conversation,),) = shop.read("select id from conversation")
    shop.writer.submit(lambda db: act(db, [conversation], Verb.READ, now=shop.clock.now())).result()
    assert until(lambda: len(looks[-1]) == 1)
    go_on.set()
    assert until(lambda: network.flags.get("r0") == {"seen"})


def cut_off(folder):
    """Return a shop whose network was there once and is gone, its account, and the port of the network."""
    with running() as network:
        shop = Shop(folder, network)
        account = shop.account(poll="3600")
        network.say("hello")
        shop.engine().run_once()
        return shop, account, network.port


def test_offline_the_reply_is_kept_and_leaves_when_the_network_returns(tmp_path):
    shop, account, port = cut_off(tmp_path)
    shop.reply(account)
    engine = shop.engine()
    engine.start()
    assert until(lambda: shop.lane_state(account).failures > 0 and shop.replies()[0].attempts > 0)
    assert shop.lane_state(account).retry_at is not None
    assert "cannot be reached" in shop.lane_state(account).sentence
    assert shop.lane_state(account).unreached
    assert shop.state() is ReplyState.QUEUED
    with running(Network(port=port)) as network:
        engine.sync_now()
        assert until(lambda: shop.state() is ReplyState.SENT)
        assert len(network.accepted) == 1
        assert until(lambda: shop.lane_state(account).failures == 0)
        assert not shop.lane_state(account).unreached
        shop.close()


def test_the_network_returning_by_itself_lets_backed_off_replies_go(tmp_path):
    shop, account, port = cut_off(tmp_path)
    shop.reply(account)
    shop.engine().start()
    assert until(lambda: shop.replies()[0].attempts > 0 and shop.lane_state(account).failures > 0)
    put_off = "update outbox set due_at = due_at + 3600000"
    shop.writer.submit(lambda db: db.conn.execute(put_off).rowcount).result()
    with running(Network(port=port)) as network:
        assert until(lambda: shop.state() is ReplyState.SENT)
        assert len(network.accepted) == 1
        shop.close()


def test_a_reply_that_leaves_again_has_the_account_asked_for_news_at_once(tmp_path):
    shop, account, port = cut_off(tmp_path)
    reply = shop.reply(account)
    shop.engine().start()
    assert until(lambda: shop.replies()[0].attempts > 0 and shop.lane_state(account).failures > 0)
    # The next try for news is far off now, by less than what is taken for a leap of the clock.
    shop.clock.offset -= timedelta(seconds=85)
    with running(Network(port=port)) as network:
        network.say("news")
        shop.set_due(reply, shop.clock.now())
        assert until(lambda: shop.state() is ReplyState.SENT)
        assert until(lambda: shop.lane_state(account).failures == 0)
        assert len(network.accepted) == 1
        shop.close()


def test_a_leap_of_the_clock_makes_everything_due(shop, network):
    account = shop.account(poll="3600")
    engine = shop.engine()
    engine.start()
    assert until(lambda: heard(shop, account))
    network.say("while asleep")
    shop.clock.offset += timedelta(hours=8)
    engine.wake()
    assert until(lambda: shop.texts() == ["while asleep"])
    network.say("and the clock was set back")
    shop.clock.offset -= timedelta(days=1)
    engine.wake()
    assert until(lambda: len(shop.texts()) == 2)


def test_after_a_sleep_the_server_is_listened_to_on_a_new_line(shop, network):
    shop.account(listen="yes", poll="3600")
    engine = shop.engine()
    engine.start()
    assert until(lambda: network.listeners == 1)
    shop.clock.offset += timedelta(hours=8)
    engine.wake()
    assert until(lambda: network.asked.count("WAIT") == 2)
    network.say("good morning")
    assert until(lambda: shop.texts() == ["good morning"])


def test_a_moved_address_is_stored_and_used_and_does_not_cause_a_storm(shop, network):
    with running() as new:
        account = shop.account(poll="3600", moves_to=str(new.port))
        shop.engine().start()
        assert until(lambda: shop.read("select settings ->> 'port' from account") == [(str(new.port),)])
        new.say("at the new address")
        shop.engines[0].sync_now(account.id)
        assert until(lambda: shop.texts() == ["at the new address"])
        assert network.asked.count("LIST") == 1
        assert new.asked.count("LIST") <= 2


def test_a_snoozed_conversation_wakes_by_itself(shop, network):
    shop.account(poll="3600")
    network.say("hello")
    shop.engine().start()
    assert until(lambda: shop.texts() == ["hello"])
    ((conversation,),) = shop.read("select id from conversation")
    now = shop.clock.now()
    shop.writer.submit(
        lambda db: act(db, [conversation], Verb.SNOOZE, now=now, until=now + timedelta(seconds=1))
    ).result()
    assert shop.read("select state from conversation") == [("snoozed",)]
    assert until(lambda: shop.read("select state from conversation") == [("open",)])


def test_a_file_that_cannot_be_opened_is_tried_again_after_a_pause(shop, network, monkeypatch):
    tries = []

    def closed(_path):
        tries.append(1)
        raise StoreFailure("The data file cannot be opened.")

    engine = shop.engine()
    monkeypatch.setattr("desktop.sync.engine.open_reader", closed)
    engine.wake()
    engine.start()
    assert until(lambda: bool(tries))
    assert not until(lambda: len(tries) > 2, 0.3)


def test_a_job_that_ends_while_the_timer_looks_around_is_looked_after_again(shop, network, monkeypatch):
    """What the owner has read while it was busy would be told to the server only after the next commit."""
    shop.account()
    engine = shop.engine()
    refresh, idle = engine._lanes.refresh, AccountReport(account=shop.account("other"))

    def meanwhile(reader):
        refresh(reader)
        monkeypatch.setattr(engine._lanes, "refresh", refresh)
        for lane in engine._lanes.all():
            lane.work = lambda **_: idle
            engine._job(lane, pulling=False)

    monkeypatch.setattr(engine._lanes, "refresh", meanwhile)
    looks = []
    monkeypatch.setattr("desktop.sync.engine.flags.flag_work", lambda *_: looks.append(1) or [])
    monkeypatch.setattr(engine, "_dispatch", lambda *_: 1.0)
    monkeypatch.setattr(engine._chores, "run", lambda _: 1.0)
    with closing(open_reader(shop.path)) as reader:
        engine._round(reader)
        before = len(looks)
        engine._round(reader)
    assert len(looks) > before


def test_every_job_is_announced_at_its_beginning_and_its_end(shop, network):
    account = shop.account()
    shop.engine().run_once()
    told = [event for event in shop.events if isinstance(event, StatusChanged)]
    assert told == [StatusChanged(account=account.id, busy=True), StatusChanged(account=account.id)]


@pytest.mark.parametrize("word", ["LIST", "SEND", "COMMIT", "WAIT"])
def test_closing_takes_less_than_two_seconds_while_a_server_says_nothing(shop, network, word):
    account = shop.account(listen="yes", poll="3600")
    network.say("hello")
    shop.engine().run_once()
    shop.reply(account)
    network.asked.clear()
    network.behave = lambda asked: "stall" if asked == word else ""
    engine = shop.engine()
    engine.start()
    assert until(lambda: word in network.asked)
    assert engine.close(10)
    expected = {"LIST": ReplyState.SENT, "SEND": ReplyState.QUEUED, "WAIT": ReplyState.SENT}
    assert shop.state() is expected.get(word, ReplyState.UNKNOWN)
    network.behave = lambda asked: ""
    again = shop.engine()
    for _ in range(2):
        again.run_once()
    assert shop.state() is ReplyState.SENT
    assert len(network.accepted) == 1


def test_checking_an_account_says_who_we_are_or_what_is_wrong(shop, network):
    account = shop.account("me")
    engine = shop.engine()
    assert engine.check(account).key == "me"
    network.behave = lambda word: "signin"
    with pytest.raises(SignInNeeded, match="password"):
        engine.check(account)


def test_a_lease_is_renewed_for_as_long_as_the_server_takes(shop, network):
    shop.pace = Pace(lease=timedelta(seconds=0.6), probe_waits=[timedelta(0)])
    account = shop.account(poll="3600")
    network.say("hello")
    shop.engine().run_once()
    shop.reply(account)
    network.behave = lambda word: "stall" if word == "BODY" else ""
    shop.engine().start()
    assert until(lambda: "BODY" in network.asked)
    leases: set[tuple] = set()

    def look() -> bool:
        leases.update(shop.read("select lease_until from outbox"))
        return len(leases) > 3

    assert until(look)
    other = shop.engine(open_connector=open_loop)
    (report,) = other.run_once(patience=timedelta(seconds=1))
    assert report.sent == 0
    assert shop.state() is ReplyState.SENDING
    assert network.asked.count("SEND") == 1


def test_a_real_pool_of_processes_serves_several_accounts_at_once(shop, network):
    for n in range(6):
        shop.account(f"account{n}", budget="40")
    for n in range(120):
        network.say(f"number {n}")
    reports = shop.engine(pool=Pool(2, find_parser="tests.sync.loopback:parser")).run_once()
    assert [report.new for report in reports] == [120] * 6


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a thread meant by its number")
def test_who_asks_for_news_lets_others_have_a_core_first(shop, network):
    seen = []

    def opened(context):
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return open_loop(context)

    shop.account()
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    shop.engine(open_connector=opened).start()
    assert until(lambda: bool(seen))
    assert min(seen) == max(before, 5)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
