"""Killed without warning at every step of sending, restarted, and looked at from the customer's mailbox."""

from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.draft import ReplyState
from desktop.store.connection import open_reader
from tests.crash.child import KILLED, Task, database, draft_texts, replies, run

pytestmark = pytest.mark.mail
TEXT = "Yes, until six."


def points(shop, to: str = "") -> int:
    """Count the fault points of one undisturbed reply, or of a new message to somebody."""
    note = shop.folder / "count"
    home = shop.home()
    assert run(Task(home, queue=TEXT, to=to, note=note, kill_at="never")) == 0
    (reply,) = replies(home)
    assert reply.state is ReplyState.SENT
    shop.sent.append(reply.plan.remote_key)
    return int(note.read_text())


def die_and_restart(shop, number: int, to: str = "") -> tuple[str, ReplyState | None]:
    """Die at one point, look at what is on the disk, restart until nothing is under way. Return key and what was seen."""
    home: Path = shop.home()
    code = run(Task(home, queue=TEXT, to=to, kill_at=str(number)))
    assert code in (KILLED, 0), f"fault point {number}: exit code {code}"
    left = replies(home)
    if not left:
        assert draft_texts(home) in ([], [TEXT])
        return "", None
    (reply,) = left
    before = reply.state
    assert reply.text == TEXT
    if before is not ReplyState.SENT:
        assert draft_texts(home) == [TEXT], "the draft goes only when the reply has arrived"
    assert run(Task(home)) == 0
    (reply,) = replies(home)
    assert reply.state is ReplyState.SENT, f"fault point {number}: {before} became {reply.state}"
    assert draft_texts(home) == []
    return reply.plan.remote_key, before


def kill_at(shop, numbers, to: str = "") -> dict[int, ReplyState | None]:
    """Die at each of these points; then every reply that was ever queued lies in the customer's mailbox once."""
    seen = {}
    for number in numbers:
        key, seen[number] = die_and_restart(shop, number, to)
        if key:
            shop.sent.append(key)
    got = shop.got()
    assert {key: got[key] for key in shop.sent} == dict.fromkeys(shop.sent, 1)
    assert sum(got.values()) == len(shop.sent)
    return seen


def test_killed_at_points_all_along_the_way_every_reply_arrives_once(mail_shop):
    shop = mail_shop(copy_to_self="yes")
    count = points(shop)
    assert count > 40
    seen = kill_at(shop, range(1, count + 3, 7))
    assert len(set(seen.values())) >= 3


def test_killed_at_points_all_along_the_way_a_new_message_arrives_once_and_is_one_conversation(mail_shop):
    shop = mail_shop(copy_to_self="yes")
    count = points(shop, shop.customer)
    seen = kill_at(shop, range(3, count + 3, 9), shop.customer)
    assert len(set(seen.values())) >= 2
    for home in shop.folder.glob("home*"):
        with closing(open_reader(database(home))) as reader:
            for reply in replies(home):
                homes = reader.execute(
                    "select distinct conversation from message where own_id = trim(?, '<>')", (reply.plan.remote_key,)
                ).fetchall()
                assert homes == [(reply.conversation,)], home
            assert reader.execute("select count(*) from outbox where conversation < 0").fetchone() == (0,)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
def test_killed_at_every_single_point_every_reply_arrives_once(mail_shop, part):
    shop = mail_shop(copy_to_self="yes")
    count = points(shop)
    seen = kill_at(shop, range(1 + part, count + 8, 6))
    print(count, seen)


@pytest.mark.parametrize(
    ("point", "arrived"), [("push: commit", 0), ("push: delivered", 1), ("push: before settle", 1)]
)
def test_killed_at_the_last_word_where_nothing_can_tell_the_owner_is_asked(mail_shop, point, arrived):
    shop = mail_shop()
    home = shop.home()
    assert run(Task(home, queue=TEXT, kill_at=point)) == KILLED
    for _ in range(2):
        assert run(Task(home)) == 0
    (reply,) = replies(home)
    assert reply.state is ReplyState.UNKNOWN
    assert reply.sentence
    assert draft_texts(home) == [TEXT]
    assert shop.got()[reply.plan.remote_key] == arrived
