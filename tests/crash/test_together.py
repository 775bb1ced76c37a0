"""Several processes at one outbox, and children killed on a network of our own whose every answer can be scripted."""

import shutil
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta

import pytest

from desktop.domain.draft import ReplyState
from desktop.store import accounts
from desktop.store.connection import open_reader
from desktop.store.maintenance import Severity, check
from desktop.store.writer import Writer
from tests.crash.child import KILLED, QUICK, Task, database, draft_texts, replies, run, server, work
from tests.crash.conftest import new_home
from tests.sync.loopback import running
from tests.sync.shop import SettableClock

PARSER = "tests.sync.loopback:parser"


@pytest.fixture
def network():
    with running() as network:
        network.say("Do you have rye today?")
        yield network


@pytest.fixture
def loop_home(tmp_path, network):
    """A function that makes a home with one account of the scripted network and its message in it."""
    template = tmp_path / "template"
    new_home(template, "loop", {"port": str(network.port)})
    assert run(Task(template, loop=True, parser=PARSER)) == 0
    made = iter(range(10**6))

    def make(**settings: str):
        home = tmp_path / f"home{next(made)}"
        shutil.copytree(template, home)
        if settings:
            with closing(open_reader(database(home))) as reader:
                (account,) = accounts.accounts(reader)
            writer = Writer(database(home), SettableClock(), "")
            wanted = {**account.settings, **settings}
            writer.submit(lambda db: accounts.update_settings(db, account.id, wanted)).result()
            writer.close()
        return home

    return make


def loop(home, **changes: object) -> Task:
    return Task(home, loop=True, parser=PARSER, probes=QUICK, **changes)


def together(home, count: int, **changes: object) -> None:
    """Let `count` processes sync the same home at the same moment."""
    start = time.time() + 0.3
    children = [server().Process(target=work, args=(loop(home, start_at=start, **changes),)) for _ in range(count)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * count
    for child in children:
        child.close()


def rounds(network, home, number: int, processes: int, each: int) -> None:
    keys = []
    for _ in range(number):
        for n in range(each):
            assert run(loop(home, queue=f"Answer {n}", sync=False)) == 0
        keys = [f"key-{reply.id}" for reply in replies(home)]
        together(home, processes)
        assert {reply.state for reply in replies(home)} == {ReplyState.SENT}
        assert Counter(network.accepted) == dict.fromkeys(keys, 1)


def test_two_processes_draining_one_outbox_double_nothing(network, loop_home):
    rounds(network, loop_home(), number=2, processes=2, each=5)


@pytest.mark.slow
def test_four_processes_draining_one_outbox_in_many_rounds_double_nothing(network, loop_home):
    rounds(network, loop_home(), number=9, processes=4, each=5)


def test_two_processes_at_one_open_reply_find_it_or_send_it_again_once(network, loop_home):
    for how in ("close", "close after storing"):
        home = loop_home()
        network.accepted.clear()
        done = []
        network.behave = lambda word, how=how, done=done: (
            how if word == "COMMIT" and not done and not done.append(1) else ""
        )
        assert run(loop(home, queue="Yes.", sync=False)) == 0
        together(home, 2)
        assert [reply.state for reply in replies(home)] == [ReplyState.SENT]
        assert len(network.accepted) == 1, how


def fault_points(home, tmp_path) -> int:
    assert run(loop(home, queue="Yes.", kill_at="never", note=tmp_path / "count")) == 0
    return int((tmp_path / "count").read_text())


def die_everywhere(network, loop_home, tmp_path, behave, step: int, **settings: str) -> Counter:
    """Die at every `step`th point while the server misbehaves once; restart, and count what it accepted."""
    count = fault_points(loop_home(**settings), tmp_path)
    outcomes: Counter = Counter()
    for number in range(1, count + 20, step):
        home = loop_home(**settings)
        network.accepted.clear()
        network.behave = behave()
        code = run(loop(home, queue="Yes.", kill_at=str(number)))
        assert code in (KILLED, 0)
        if not replies(home):
            assert draft_texts(home) in ([], ["Yes."])
            assert network.accepted == []
            continue
        for _ in range(3):
            assert run(loop(home)) == 0
            if replies(home)[0].state is ReplyState.SENT:
                break
        (reply,) = replies(home)
        outcomes[reply.state] += 1
        if reply.state is ReplyState.SENT:
            assert len(network.accepted) == 1, number
        elif reply.state is ReplyState.UNKNOWN:
            assert len(network.accepted) <= 1, number
            assert reply.sentence
            assert draft_texts(home) == ["Yes."]
        else:
            raise AssertionError(f"{number}: {reply.state}")
    return outcomes


def once(word: str, how: str):
    def make():
        done = []
        return lambda asked: how if asked == word and not done and not done.append(1) else ""

    return make


VARIANTS = [
    once("COMMIT", "close"),
    once("COMMIT", "close after storing"),
    once("COMMIT", "later"),
    once("COMMIT", "twice"),
    once("COMMIT", "garble"),
    once("BODY", "close"),
]
NAMES = ["closes", "accepts then closes", "4xx at the end", "answers twice", "answers nonsense", "closes early"]


@pytest.mark.parametrize("behave", VARIANTS, ids=NAMES)
def test_killed_while_the_server_misbehaves_the_reply_still_arrives_once(network, loop_home, tmp_path, behave):
    outcomes = die_everywhere(network, loop_home, tmp_path, behave, step=19)
    assert set(outcomes) == {ReplyState.SENT}


@pytest.mark.slow
@pytest.mark.parametrize("behave", VARIANTS, ids=NAMES)
def test_killed_at_every_point_while_the_server_misbehaves(network, loop_home, tmp_path, behave):
    outcomes = die_everywhere(network, loop_home, tmp_path, behave, step=2)
    assert set(outcomes) == {ReplyState.SENT}


def test_killed_where_no_server_can_tell_the_owner_is_asked_and_nothing_is_doubled(network, loop_home, tmp_path):
    outcomes = die_everywhere(network, loop_home, tmp_path, lambda: lambda word: "", step=8, can_find="no")
    assert set(outcomes) == {ReplyState.SENT, ReplyState.UNKNOWN}


@pytest.mark.parametrize("days", [1, -1])
def test_killed_before_a_leap_of_the_clock_the_reply_arrives_once(network, loop_home, days):
    for point in ("push: claimed", "push: body", "push: commit", "push: delivered", "push: before settle"):
        home = loop_home()
        network.accepted.clear()
        assert run(loop(home, queue="Yes.", kill_at=point)) == KILLED, point
        for _ in range(2):
            assert run(loop(home, offset=timedelta(days=days))) == 0
        assert [reply.state for reply in replies(home)] == [ReplyState.SENT], point
        assert len(network.accepted) == 1, point


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_killed_at_any_point_of_fetching_every_message_is_there_once(network, tmp_path, step):
    for n in range(60):
        network.say(f"number {n}")
    template = tmp_path / "empty"
    new_home(template, "loop", {"port": str(network.port), "budget": "13"})
    first = tmp_path / "first"
    shutil.copytree(template, first)
    note = tmp_path / "count"
    assert run(loop(first, kill_at="never", note=note)) == 0
    count = int(note.read_text())
    assert count > 20
    for number in range(1, count + 2, step):
        home = tmp_path / f"killed{number}"
        shutil.copytree(template, home)
        assert run(loop(home, kill_at=str(number))) in (KILLED, 0)
        assert run(loop(home)) == 0
        with closing(open_reader(database(home))) as reader:
            texts = [row[0] for row in reader.execute("select text from body order by message").fetchall()]
        assert texts == ["Do you have rye today?", *(f"number {n}" for n in range(60))], number
        assert [finding for finding in check(database(home)) if finding.severity is Severity.BROKEN] == [], number
        shutil.rmtree(home)
