"""A reply is neither lost nor doubled, and its state tells the truth."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

from desktop.domain.act import Verb
from desktop.domain.draft import Delivered, Phase, ReplyState
from desktop.domain.errors import IllegalMove, Refused
from desktop.domain.item import Direction, Flag
from desktop.store import drafts, flags, inbox, leases, outbox, replies, triage
from desktop.store.connection import open_reader
from tests.store.makers import NOW, OURS, OWN, mail, plan

LEASE = timedelta(minutes=2)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def queued(shop):
    shop.ingest(mail("1", text="Can I order a cake?"))
    shop.write(drafts.save, shop.draft(), NOW)
    shop.write(outbox.queue, shop.draft(), plan(), text="Dear Marta", now=NOW, not_before=NOW)
    return shop


def claim(shop, now=NOW, worker="w"):
    return shop.write(outbox.claim, worker=worker, now=now, lease=LEASE)[1]


def advance(shop, *states, now=NOW, worker="w"):
    for state in states:
        shop.write(outbox.advance, "r1", state, worker=worker, now=now)


def state(shop):
    return outbox.reply(shop.reader, "r1").state


def deliveries(shop):
    timeline = inbox.opened(shop.reader, shop.only()).timeline
    return [entry.delivery.words(NOW) for entry in timeline if entry.direction is Direction.OUT]


def test_a_queued_reply_stands_in_the_timeline_and_its_draft_waits(queued):
    assert deliveries(queued) == ["queued"]
    assert drafts.draft(queued.reader, queued.only()) is None
    assert queued.row().waiting_since is None
    assert outbox.next_due(queued.reader, NOW) == NOW
    queued.write(drafts.save, queued.draft(text=""), NOW)
    assert queued.reader.execute("select text, reply from draft").fetchall() == [("Dear Marta", "r1")]


def test_only_one_worker_gets_a_reply(queued):
    assert claim(queued).id == "r1"
    assert claim(queued, worker="other") is None
    with pytest.raises(IllegalMove):
        advance(queued, ReplyState.SENDING, worker="other")


def test_steps_are_taken_in_their_order_only(queued):
    claim(queued)
    with pytest.raises(IllegalMove):
        advance(queued, ReplyState.COMMITTING)
    advance(queued, ReplyState.SENDING)
    queued.write(outbox.advance, "r1", ReplyState.SENDING, worker="w", phase=Phase.RCPT, now=NOW)
    assert outbox.reply(queued.reader, "r1").phase is Phase.RCPT
    advance(queued, ReplyState.COMMITTING)
    assert deliveries(queued) == ["sending, waiting for the server to accept it"]


@pytest.mark.parametrize(
    ("steps", "then"),
    [
        ((), ReplyState.QUEUED),
        ((ReplyState.SENDING,), ReplyState.QUEUED),
        ((ReplyState.SENDING, ReplyState.COMMITTING), ReplyState.UNKNOWN),
    ],
)
def test_what_a_dead_worker_left_is_taken_back_when_its_lease_ended(queued, steps, then):
    claim(queued)
    advance(queued, *steps)
    assert not queued.write(outbox.recover, NOW + timedelta(minutes=1))
    assert queued.write(outbox.recover, NOW + timedelta(minutes=16)).replies == {"r1"}
    assert state(queued) is then


def test_a_reply_in_doubt_is_settled_by_the_owner(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN)
    assert deliveries(queued) == ["not sure"]
    assert [reply.id for reply in outbox.unknown(queued.reader)] == ["r1"]
    assert claim(queued, LATER) is None
    queued.write(outbox.answer_unknown, "r1", "arrived", LATER)
    assert deliveries(queued) == ["sent, as you said"]
    with pytest.raises(IllegalMove):
        queued.write(outbox.answer_unknown, "r1", "again", LATER)


def test_the_owner_may_have_it_sent_again(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN)
    queued.write(outbox.answer_unknown, "r1", "again", LATER)
    assert claim(queued, LATER).attempts == 2


def test_a_refusal_says_why_and_can_be_withdrawn(queued):
    claim(queued)
    queued.write(outbox.advance, "r1", ReplyState.REFUSED, worker="w", sentence="Too long.", now=NOW)
    assert deliveries(queued) == ["not sent: Too long."]
    assert queued.row().waiting_since is not None
    queued.write(outbox.withdraw, "r1", NOW)
    assert drafts.draft(queued.reader, queued.only()).text == "Dear Marta"
    assert deliveries(queued) == []
    assert outbox.reply(queued.reader, "r1").sentence == "Too long."


def test_undo_during_the_hold_returns_the_text(queued):
    queued.write(outbox.withdraw, "r1", NOW)
    assert drafts.draft(queued.reader, queued.only()).text == "Dear Marta"
    assert claim(queued, LATER) is None
    assert queued.row().waiting_since is not None


def test_taking_back_twice_is_taking_back_once(queued):
    queued.write(outbox.withdraw, "r1", NOW)
    queued.write(drafts.save, queued.draft("Dear Marta, and Ole"), NOW)
    assert not queued.write(outbox.withdraw, "r1", NOW)
    assert drafts.draft(queued.reader, queued.only()).text == "Dear Marta, and Ole"


def test_a_new_draft_is_kept_when_an_older_reply_is_taken_back(queued):
    queued.write(drafts.save, queued.draft("And also"), NOW)
    queued.write(outbox.withdraw, "r1", NOW)
    assert drafts.draft(queued.reader, queued.only()).text == "Dear Marta\n\nAnd also"


def test_a_reply_on_its_way_cannot_be_taken_back(queued):
    claim(queued)
    with pytest.raises(IllegalMove, match="cannot be taken back"):
        queued.write(outbox.withdraw, "r1", NOW)


def test_what_is_proven_not_delivered_waits_for_its_time(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING)
    queued.write(outbox.requeue, "r1", retry_at=LATER, sentence="The server is busy.", now=NOW)
    assert claim(queued, NOW + timedelta(minutes=4)) is None
    assert outbox.next_due(queued.reader, NOW) == LATER
    assert claim(queued, LATER).attempts == 2


def test_sending_now_ends_the_hold(shop):
    shop.ingest(mail("1"))
    shop.write(outbox.queue, shop.draft(), plan(), text="Hi", now=NOW, not_before=LATER)
    assert claim(shop) is None
    shop.write(outbox.send_now, "r1", NOW)
    assert claim(shop).id == "r1"


def test_a_reply_that_is_sent_while_the_outbox_is_read_shows_once(queued, monkeypatch):
    def read_slowly(reader, where, values=(), **more):
        found = read(reader, where, values, **more)
        if "not in" in where:
            queued.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
        return found

    read = replies._read
    monkeypatch.setattr(replies, "_read", read_slowly)
    assert [reply.state for reply in outbox.outbox(queued.reader)] == [ReplyState.SENT]


def test_a_reply_to_a_conversation_that_became_part_of_another_goes_there(shop):
    shop.ingest(mail("1", minutes=0))
    shop.ingest(mail("3", minutes=9, subject="Bread"))
    draft = shop.draft(conversation=shop.home("3"))
    shop.write(drafts.save, draft, NOW)
    shop.ingest(mail("2", minutes=5, parent_ids=("1@example.org", "3@example.org")))
    (home,) = shop.ids()
    assert home != draft.conversation
    shop.write(outbox.queue, draft, plan(), text="Dear Marta", now=NOW, not_before=NOW)
    assert outbox.reply(shop.reader, "r1").conversation == home
    assert drafts.drafts(shop.reader) == []
    shop.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    assert deliveries(shop) == ["sent, the server accepted it"]


def test_a_reply_to_a_conversation_that_is_nowhere_is_refused_and_stays_a_draft(shop):
    shop.ingest(mail("1"))
    lost = replace(shop.draft(), conversation=4711, in_reply_to=None)
    shop.write(drafts.save, lost, NOW)
    with pytest.raises(Refused, match="no longer there"):
        shop.write(outbox.queue, lost, plan(), text="Dear Marta", now=NOW, not_before=NOW)
    assert outbox.outbox(shop.reader) == []
    assert [draft.text for draft in drafts.drafts(shop.reader)] == ["Dear Marta"]


def test_bytes_that_were_damaged_on_the_disk_are_never_sent(queued):
    queued.db.conn.execute("update payload set data = ?", (b"the bytez",))
    assert claim(queued) is None
    assert deliveries(queued) == [f"not sent: {outbox.DAMAGED}"]


def test_settling_twice_is_settling_once(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING)
    for _ in range(2):
        queued.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    assert deliveries(queued) == ["sent, the server accepted it"]
    assert queued.row().waiting_since is None
    assert [act.verb for act in triage.acts(queued.reader)] == [Verb.REPLY]
    assert drafts.drafts(queued.reader) == []
    assert flags.flag_work(queued.reader, queued.account.id) == [("1", frozenset({Flag.SEEN, Flag.ANSWERED}))]
    assert not queued.write(triage.undo, now=NOW)


def test_what_a_server_is_to_be_told_is_found_without_stepping_over_all_that_it_has_given(queued):
    # What SQLite has gathered of an index or two makes it take the wrong one.
    queued.db.conn.execute("analyze")
    queued.db.conn.execute("delete from sqlite_stat1 where idx is not 'sqlite_autoindex_message_1'")
    asked = []
    with closing(open_reader(queued.path)) as reader:
        reader.set_trace_callback(asked.append)
        flags.flag_work(reader, queued.account.id)
        reader.set_trace_callback(None)
        (way, *_) = reader.execute(f"explain query plan {asked[0]}").fetchall()
    assert "USING INDEX message_wanted" in way[3], way


COPY = {"who": OURS, "own_id": "<r1@hazelrye.example>", "parent_ids": ("1@example.org",), "minutes": 700}


def test_the_copy_in_sent_joins_the_reply_that_was_settled(queued):
    claim(queued)
    queued.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    changes = queued.ingest(mail("Sent;1", text="Dear Marta, yes", **COPY))
    assert not changes.new_messages
    assert deliveries(queued) == ["sent, the server accepted it"]
    assert queued.home("Sent;1") == queued.only()
    assert not queued.ingest(mail("Sent;1", text="Dear Marta, yes", **COPY))


def test_the_copy_in_sent_proves_a_reply_in_doubt(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN)
    changes = queued.ingest(mail("Sent;1", **COPY))
    assert changes.replies == {"r1"}
    assert state(queued) is ReplyState.SENT
    assert deliveries(queued) == ["sent, the server accepted it"]


def test_a_copy_found_while_the_reply_is_in_hand_is_not_doubled(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING)
    queued.ingest(mail("Sent;1", **COPY))
    queued.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    assert deliveries(queued) == ["sent, the server accepted it"]


def test_a_copy_found_before_its_worker_died_proves_it_too(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING)
    queued.ingest(mail("Sent;1", **COPY))
    queued.write(outbox.recover, NOW + timedelta(hours=1))
    assert state(queued) is ReplyState.SENT
    assert deliveries(queued) == ["sent, the server accepted it"]


def test_a_copy_that_comes_late_ends_the_question_about_a_reply_that_is_too_late(shop):
    """The server said that it had none, so it was to go once more, and its time passed; then the copy was there."""
    shop.ingest(mail("1", text="Can I order a cake?"))
    shop.write(outbox.queue, shop.draft(), plan(), text="Dear Marta", now=NOW, not_before=NOW, leave_at=NOW)
    claim(shop)
    advance(shop, ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN)
    shop.write(leases.never_arrived, "r1", retry_at=LATER, sentence="", now=NOW)
    shop.write(outbox.ask_overdue, NOW + timedelta(hours=1))
    assert state(shop) is ReplyState.OVERDUE
    changes = shop.ingest(mail("Sent;1", **COPY))
    assert changes.replies == {"r1"}
    assert state(shop) is ReplyState.SENT
    assert deliveries(shop) == ["sent, the server accepted it"]


def try_again_until_the_first_copy_turns_up(queued):
    claim(queued)
    advance(queued, ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN)
    queued.write(leases.never_arrived, "r1", retry_at=NOW, sentence="", now=NOW)
    claim(queued)
    advance(queued, ReplyState.SENDING)
    queued.ingest(mail("Sent;1", **COPY))


@pytest.mark.parametrize("lost", ["put back", "recovered", "refused"])
def test_what_turns_out_to_have_been_sent_while_it_went_once_more_is_sent_whatever_becomes_of_that(queued, lost):
    """Some servers refuse what they have already."""
    try_again_until_the_first_copy_turns_up(queued)
    if lost == "put back":
        queued.write(leases.put_back, "r1", worker="w", retry_at=NOW, sentence="No network.", now=NOW)
    elif lost == "refused":
        advance(queued, ReplyState.REFUSED)
    else:
        queued.write(outbox.recover, NOW + timedelta(hours=1))
    assert state(queued) is ReplyState.SENT
    assert deliveries(queued) == ["sent, the server accepted it"]
    assert claim(queued, LATER) is None


def test_what_turns_out_to_have_been_sent_does_not_begin_to_be_handed_over_once_more(queued):
    try_again_until_the_first_copy_turns_up(queued)
    with pytest.raises(IllegalMove):
        advance(queued, ReplyState.COMMITTING)
    queued.write(outbox.recover, NOW + timedelta(hours=1))
    assert claim(queued, LATER) is None
    assert state(queued) is ReplyState.SENT


ROOT = Path(__file__).parents[2]
DRAIN = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from desktop.domain.clock import from_ms
from desktop.store import outbox
from desktop.store.connection import open_writer, transaction
db, now = open_writer(Path(sys.argv[1])), from_ms(int(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
first = True
while True:
    with transaction(db, durable=True):
        _, reply = outbox.claim(db, worker=sys.argv[3], now=now, lease=timedelta(minutes=9))
    if reply is None:
        break
    print(reply.id, flush=True)
    if first:
        first = False
        sys.stdin.readline()
"""


@pytest.mark.slow
def test_two_processes_never_claim_the_same_reply(shop):
    shop.ingest(mail("1"))
    for number in range(200):
        one = plan(f"r{number:03}", b"%d" % number, f"<{number}@{OWN}>")
        shop.write(outbox.queue, shop.draft(), one, text="Hi", now=NOW, not_before=NOW)
    arguments = [sys.executable, "-c", DRAIN, str(shop.path), str(round(NOW.timestamp() * 1000))]
    workers = [
        subprocess.Popen([*arguments, f"w{n}"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(3)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    begun = [worker.stdout.readline().strip() for worker in workers]
    claimed = [worker.communicate("\n", timeout=120)[0].split() for worker in workers]
    assert sorted(chain(begun, *claimed)) == [f"r{number:03}" for number in range(200)]
    with open_reader(shop.path) as reader:
        assert reader.execute("select distinct state from outbox").fetchall() == [("claimed",)]
    reader.close()
