"""A queued reply leaves once, and its row tells the truth whatever the server does."""

import threading
from datetime import timedelta

import pytest

from desktop.domain.draft import ReplyState
from desktop.domain.errors import (
    Cancelled,
    IllegalMove,
    KeyringMissing,
    Malformed,
    Misconfigured,
    RateLimited,
    Refused,
    SignInNeeded,
    Unreachable,
    Unsure,
)
from desktop.store import accounts, outbox
from desktop.sync.reply import queue_replies
from desktop.sync.verdict import Verdict, judge
from tests.sync.loopback import open_loop
from tests.sync.shop import SettableClock, Shop, until

LATER = SettableClock().now()


@pytest.fixture
def account(shop, network):
    account = shop.account()
    network.say("Do you have rye today?")
    shop.engine().run_once()
    return account


def on(word: str, how: str, times: int = 10**6):
    """Behave badly at the first `times` occurrences of a word."""
    left = [times]

    def behave(asked: str) -> str:
        if asked == word and left[0] > 0:
            left[0] -= 1
            return how
        return ""

    return behave


@pytest.mark.parametrize(
    ("error", "before", "after"),
    [
        (Unsure("?"), Verdict.OPEN, Verdict.OPEN),
        (Refused("no"), Verdict.REFUSED, Verdict.REFUSED),
        (Cancelled("stop"), Verdict.STOPPED, Verdict.OPEN),
        (Malformed("?"), Verdict.LATER, Verdict.OPEN),
        (ValueError("a mistake"), Verdict.LATER, Verdict.OPEN),
        (OSError("a mistake"), Verdict.LATER, Verdict.OPEN),
        (KeyringMissing("locked"), Verdict.OWNER, Verdict.OPEN),
        (SignInNeeded("no"), Verdict.OWNER, Verdict.OWNER),
        (Misconfigured("no"), Verdict.OWNER, Verdict.OWNER),
        (Unreachable("4xx"), Verdict.LATER, Verdict.LATER),
        (RateLimited("slow", retry_at=LATER), Verdict.WAIT, Verdict.WAIT),
    ],
)
def test_what_an_error_means_before_and_after_the_server_may_have_accepted(error, before, after):
    assert judge(error, committed=False) is before
    assert judge(error, committed=True) is after


def test_a_reply_arrives_once_and_becomes_part_of_the_conversation(shop, network, account):
    reply_id = shop.reply(account)
    (report,) = shop.engine().run_once()
    assert (report.sent, report.errors, report.waiting) == (1, 0, 0)
    assert network.accepted == [f"key-{reply_id}"]
    assert shop.state() is ReplyState.SENT
    assert shop.texts() == ["Do you have rye today?", "Yes, at nine."]
    assert shop.engine().run_once()[0].sent == 0
    assert len(network.accepted) == 1


def test_the_parent_is_marked_answered_at_the_server(shop, network, account):
    shop.reply(account)
    shop.engine().run_once()
    assert until(lambda: "answered" in network.flags.get("r0", set()) or shop.engine().run_once() is None)


def test_a_reply_on_hold_waits_and_can_be_taken_back(shop, network, account):
    reply_id = shop.reply(account, hold=timedelta(hours=1))
    (report,) = shop.engine().run_once(patience=timedelta(seconds=1))
    assert (report.sent, report.waiting) == (0, 1)
    shop.withdraw(reply_id)
    shop.engine().run_once(patience=timedelta(seconds=1))
    assert network.accepted == []


@pytest.mark.parametrize(("own", "held"), [("", 7), ("0", 0), ("60", 60)])
def test_a_channel_may_have_a_hold_of_its_own(shop, account, own, held):
    settings = {**account.settings, "hold": own}
    shop.writer.submit(lambda db: accounts.update_settings(db, account.id, settings)).result()
    for at_once, seconds in ((False, held), (True, 0)):
        (id_,) = queue_replies(
            shop.writer, shop.path, [shop.draft(account)], shop.clock, timedelta(seconds=7), open_loop, at_once=at_once
        ).result()
        (reply,) = (one for one in shop.replies() if one.id == id_)
        assert reply.not_before - reply.queued_at == timedelta(seconds=seconds)


def test_a_single_run_stays_for_a_short_hold(shop, network, account):
    shop.reply(account, hold=timedelta(seconds=0.5))
    assert shop.engine().run_once()[0].sent == 1


def test_taking_back_after_the_reply_has_left_says_so(shop, network, account):
    reply_id = shop.reply(account)
    _, claimed = shop.writer.submit(
        lambda db: outbox.claim(db, worker="w", now=shop.clock.now(), lease=timedelta(minutes=1))
    ).result()
    assert claimed is not None
    with pytest.raises(IllegalMove, match="left already"):
        shop.withdraw(reply_id)
    assert shop.state() is ReplyState.CLAIMED


@pytest.mark.parametrize("word", ["SEND", "BODY", "COMMIT"])
def test_a_refusal_is_shown_in_the_servers_words_and_not_repeated(shop, network, account, word):
    shop.reply(account)
    network.behave = on(word, "refuse")
    (report,) = shop.engine().run_once()
    assert (report.sent, report.errors) == (0, 1)
    (reply,) = shop.replies()
    assert (reply.state, reply.sentence) == (ReplyState.REFUSED, "The server said no.")
    network.behave = lambda word: ""
    shop.engine().run_once()
    assert network.accepted == []


@pytest.mark.parametrize("word", ["SEND", "BODY", "COMMIT"])
def test_a_temporary_no_puts_the_reply_back_in_the_queue(shop, network, account, word):
    shop.reply(account)
    network.behave = on(word, "later", 1)
    (report,) = shop.engine().run_once()
    assert (report.sent, report.errors, report.waiting) == (0, 1, 1)
    (reply,) = shop.replies()
    assert (reply.state, reply.sentence) == (ReplyState.QUEUED, "The server is busy.")
    assert 7 < (reply.due_at - shop.clock.now()).total_seconds() < 13
    assert shop.engine().run_once()[0].sent == 1
    assert len(network.accepted) == 1


@pytest.mark.parametrize(
    ("word", "how", "files", "accepted"),
    [
        ("SEND", "close", True, 1),
        ("BODY", "close", True, 1),
        ("COMMIT", "close", True, 1),
        ("COMMIT", "close after storing", True, 1),
        ("COMMIT", "garble", True, 1),
        ("COMMIT", "twice", True, 1),
    ],
)
def test_whatever_breaks_the_reply_arrives_exactly_once(shop, network, account, word, how, files, accepted):
    shop.reply(account)
    network.behave = on(word, how, 1)
    engine = shop.engine()
    for _ in range(3):
        engine.run_once()
    assert len(network.accepted) == accepted
    assert shop.state() is ReplyState.SENT


def test_where_the_server_cannot_tell_the_owner_is_asked_and_nothing_is_repeated(shop, network):
    account = shop.account(can_find="no")
    network.say("hello")
    engine = shop.engine()
    engine.run_once()
    reply_id = shop.reply(account)
    network.behave = on("COMMIT", "close after storing", 1)
    for _ in range(3):
        (report,) = engine.run_once()
        assert (report.sent, report.waiting) == (0, 1)
    assert len(network.accepted) == 1
    (reply,) = shop.replies()
    assert reply.state is ReplyState.UNKNOWN
    assert "may or may not have arrived" in reply.sentence
    shop.writer.submit(lambda db: outbox.answer_unknown(db, reply_id, "arrived", shop.clock.now())).result()
    engine.run_once()
    assert shop.state() is ReplyState.SENT
    assert len(network.accepted) == 1


def test_a_copy_that_the_server_files_late_is_found_and_nothing_is_repeated(shop, network, account):
    shop.reply(account)
    network.files = False
    network.behave = on("COMMIT", "close after storing", 1)

    def late(word: str, behave=network.behave) -> str:
        if word == "FIND" and network.asked.count("FIND") == 2:
            network.files = True
        return behave(word)

    network.behave = late
    (report,) = shop.engine().run_once()
    assert report.sent == 1
    assert network.asked.count("FIND") == 2
    assert len(network.accepted) == 1


def test_a_reply_in_doubt_that_is_taken_back_while_the_server_is_asked_troubles_nobody(shop, network, account):
    reply_id = shop.reply(account)
    network.behave = on("COMMIT", "close after storing", 1)

    def meanwhile(word: str, behave=network.behave) -> str:
        if word == "FIND" and shop.state() is ReplyState.UNKNOWN:
            shop.withdraw(reply_id)
        return behave(word)

    network.behave = meanwhile
    (report,) = shop.engine().run_once()
    assert (report.errors, report.sentence) == (0, "")
    assert shop.lane_state(account).sentence == ""
    assert len(network.accepted) == 1


def test_a_server_that_lies_about_storing_cannot_be_seen_through_but_is_not_asked_twice(shop, network, account):
    shop.reply(account)
    network.behave = on("COMMIT", "lie")
    shop.engine().run_once()
    assert shop.state() is ReplyState.SENT
    assert network.asked.count("COMMIT") == 1


def test_a_rejected_password_leaves_the_reply_queued_for_when_the_owner_has_signed_in(shop, network, account):
    shop.reply(account)
    network.behave = on("SEND", "signin", 1)
    (report,) = shop.engine().run_once()
    assert report.needs_owner
    assert shop.state() is ReplyState.QUEUED
    assert shop.lane_state(account).stopped
    assert shop.engine().run_once()[0].sent == 0
    assert shop.engine().run_once(anew=True)[0].sent == 1


def test_after_many_tries_the_owner_is_told_and_the_reply_is_kept(shop, network, account):
    shop.reply(account)
    network.behave = on("SEND", "later")
    engine = shop.engine()
    for _ in range(6):
        engine.run_once()
    (reply,) = shop.replies()
    assert (reply.state, reply.attempts) == (ReplyState.QUEUED, 6)
    assert reply.sentence.startswith("Tried 6 times")
    assert (reply.due_at - shop.clock.now()) > timedelta(minutes=40)
    network.behave = lambda word: ""
    assert engine.run_once()[0].sent == 1


def test_a_copy_is_filed_where_the_server_did_not_and_only_once(shop, network):
    account = shop.account(filed="no")
    network.say("hello")
    engine = shop.engine()
    engine.run_once()
    shop.reply(account)
    network.behave = on("COPY", "close", 1)
    engine.run_once()
    assert network.asked.count("COPY") == 1
    engine.run_once()
    engine.run_once()
    assert network.asked.count("COPY") == 2
    assert len(network.accepted) == 1


def test_a_draft_that_cannot_be_sent_is_refused_before_it_is_queued(shop, network, account):
    with pytest.raises(Refused, match="write a reply first"):
        shop.reply(account, "  \n ")
    with pytest.raises(Refused, match="cannot be sent"):
        shop.reply(account, "a forbidden word")
    read_only = shop.account("reader", reply="no")
    network.say("hello")
    shop.engine().run_once()
    with pytest.raises(Refused, match="only be read"):
        shop.reply(read_only)
    assert shop.replies() == []


@pytest.mark.parametrize("state", ["claimed", "sending", "committing"])
@pytest.mark.parametrize("stored", [True, False])
def test_what_a_dead_process_left_behind_is_taken_up_at_once(shop, network, account, state, stored):
    reply_id = shop.reply(account)
    gone = leave_behind(shop, reply_id, state)
    if stored:
        network.accepted.append(f"key-{reply_id}")
    (report,) = shop.engine().run_once()
    assert report.sent == 1
    assert network.accepted.count(f"key-{reply_id}") == (2 if stored and state != "committing" else 1)
    assert gone


def leave_behind(shop: Shop, reply_id: str, state: str) -> str:
    """Leave a reply in the hands of a process that has ended."""
    import subprocess
    import sys

    name = subprocess.run(
        [sys.executable, "-c", "from desktop.sync import worker; print(worker.name())"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    now = shop.clock.now()
    shop.writer.submit(lambda db: outbox.claim(db, worker=name, now=now, lease=timedelta(minutes=1))).result()
    for step in ("sending", "committing"):
        if state in (step, "committing"):
            shop.writer.submit(
                lambda db, step=step: outbox.advance(db, reply_id, ReplyState(step), worker=name, now=now)
            ).result()
    return name


def test_a_living_process_is_left_alone(shop, network, account):
    import os

    from desktop.sync import worker

    reply_id = shop.reply(account)
    now = shop.clock.now()
    mine = worker.name()
    assert str(os.getpid()) in mine
    shop.writer.submit(lambda db: outbox.claim(db, worker=mine, now=now, lease=timedelta(minutes=1))).result()
    (report,) = shop.engine().run_once(patience=timedelta(seconds=0.2))
    assert (report.sent, report.waiting) == (0, 1)
    assert shop.state() is ReplyState.CLAIMED
    assert reply_id
    assert network.accepted == []


@pytest.mark.parametrize("days", [1, -1])
def test_a_leap_of_the_clock_loses_and_doubles_nothing(shop, network, account, days):
    shop.reply(account, hold=timedelta(seconds=5))
    engine = shop.engine()
    engine.run_once(patience=timedelta(0))
    assert network.accepted == []
    shop.clock.offset += timedelta(days=days)
    engine.run_once(patience=timedelta(0))
    assert len(network.accepted) == 1
    assert shop.state() is ReplyState.SENT
    shop.clock.offset = timedelta(0)
    engine.run_once(patience=timedelta(0))
    assert len(network.accepted) == 1


@pytest.mark.parametrize("days", [1, -1])
def test_a_back_off_does_not_outlast_a_leap_of_the_clock(shop, network, account, days):
    shop.reply(account)
    network.behave = on("SEND", "later", 1)
    engine = shop.engine()
    engine.run_once()
    assert shop.state() is ReplyState.QUEUED
    shop.clock.offset += timedelta(days=days)
    engine.start()
    assert until(lambda: shop.state() is ReplyState.SENT)
    assert len(network.accepted) == 1


def test_taking_back_in_the_very_moment_of_leaving_ends_one_way_or_the_other(shop, network, account):
    engine = shop.engine()
    engine.start()
    outcomes = set()
    for n in range(40):
        reply_id = shop.reply(account, f"Answer {n}", hold=timedelta(milliseconds=60))
        left = 0.055 + 0.0015 * (n % 20)
        threading.Event().wait(left)
        try:
            shop.withdraw(reply_id)
        except IllegalMove:
            assert until(lambda key=f"key-{reply_id}": key in network.accepted)
            outcomes.add("left")
        else:
            assert f"key-{reply_id}" not in network.accepted
            outcomes.add("taken back")
            assert any(f"Answer {n}" in text for (text,) in shop.read("select text from draft"))
    assert until(lambda: ReplyState.SENDING not in shop.states())
    assert len(network.accepted) == len(set(network.accepted))
    assert outcomes == {"left", "taken back"}
