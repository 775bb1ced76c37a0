"""What the owner does, undone, done again, merged with what another seat did."""

import sqlite3
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.act import Act, Stamp, Verb, apply
from desktop.domain.clock import to_ms
from desktop.domain.conversation import Lane, State
from desktop.domain.item import Flag
from desktop.store import acts as log
from desktop.store import flags, inbox, labels, notes, triage
from desktop.store.connection import open_reader, open_writer
from tests.store.makers import NOW, OURS, OWNERS, Shop, gesture, mail
from tests.store.picture import badges_are_true

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ON_LABELS = (Verb.MAKE_LABEL, Verb.RENAME_LABEL, Verb.REMOVE_LABEL)
STEP = st.tuples(
    st.sampled_from((*OWNERS, *ON_LABELS)), st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True)
)
GESTURES = st.lists(STEP, min_size=1, max_size=12)
MANY_GESTURES = st.lists(STEP, min_size=70, max_size=90)


def filled(folder, name="shopbell.db", seat=""):
    shop = Shop(Path(folder), name, seat)
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n, text="Can I?") for n in range(4)))
    return shop


def do(shop, verb, which, now=NOW):
    if verb in ON_LABELS:
        return on_labels(shop, verb, which[0], now)
    return gesture(shop, verb, [shop.home(str(n)) for n in which], now)


def on_labels(shop, verb, number, now):
    """Make, rename or remove one of a few labels; nothing where there is none of it."""
    name = ("Wholesale", "Fair", "Press", "Family")[number]
    there = labels.by_name(shop.reader, name)
    if verb is Verb.MAKE_LABEL:
        return None if there else shop.write(labels.make, name, now=now)
    if there is None:
        return None
    if verb is Verb.REMOVE_LABEL:
        return shop.write(labels.remove, there, now=now)
    free = f"{name} {log.seat(shop.reader)[:5]} {len(triage.acts(shop.reader))}"
    return shop.write(labels.rename, there, free, now=now)


def marks(shop):
    """All that triage can change: every conversation's mark, and the labels there are."""
    found = {n: log.marks(shop.reader, [shop.home(str(n))])[shop.home(str(n))] for n in range(4)}
    return found | {"labels": [label.name for label in labels.labels(shop.reader)]}


def without_order(shop):
    """The same, with labels by their names alone: each seat has them in its own order."""
    found = marks(shop)
    return found | {"labels": sorted(found["labels"])}


def texts(shop):
    return sorted(note.text for n in range(4) for note in notes.notes(shop.reader, shop.home(str(n))))


@SETTINGS
@given(GESTURES)
def test_any_gestures_undone_return_the_start(gestures):
    with tempfile.TemporaryDirectory() as folder:
        shop = filled(folder)
        start = [marks(shop)]
        for verb, which in gestures:
            if do(shop, verb, which):
                start.append(marks(shop))
        after = start.pop()
        for before in reversed(start):
            assert shop.write(triage.undo, now=NOW)
            assert marks(shop) == before
        assert not shop.write(triage.undo, now=NOW)
        for _ in start:
            assert shop.write(triage.redo, now=NOW)
        assert marks(shop) == after
        assert badges_are_true(shop.reader)
        shop.close()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(MANY_GESTURES)
def test_dozens_of_gestures_are_undone_and_done_again_after_restarts(gestures):
    with tempfile.TemporaryDirectory() as folder:
        shop = filled(folder)
        seen = [marks(shop)]
        for number, (verb, which) in enumerate(gestures):
            if do(shop, verb, which, NOW + timedelta(seconds=number)):
                seen.append(marks(shop))
        for before in seen[-2::-1]:
            if len(seen) % 7 == 0:
                restart(shop)
            assert shop.write(triage.undo, now=NOW).said
            assert marks(shop) == before
        restart(shop)
        for after in seen[1:]:
            assert shop.write(triage.redo, now=NOW).said
            assert marks(shop) == after
        assert not shop.write(triage.redo, now=NOW)
        assert badges_are_true(shop.reader)
        shop.close()


def restart(shop):
    shop.close()
    shop.db, shop.reader = open_writer(shop.path), open_reader(shop.path)


@SETTINGS
@given(GESTURES, GESTURES, st.booleans(), st.integers(0, 8))
def test_two_logs_merge_to_the_same_in_any_order(ours, theirs, undo, ahead):
    with tempfile.TemporaryDirectory() as folder:
        one, two, third, fourth = (filled(folder, f"{n}.db", f"seat{n}") for n in range(4))
        for number, (verb, which) in enumerate(ours):
            do(one, verb, which, NOW + timedelta(seconds=2 * number))
        for number, (verb, which) in enumerate(theirs):
            do(two, verb, which, NOW + timedelta(seconds=ahead + 3 * number))
        if undo:
            one.write(triage.undo, now=NOW + timedelta(seconds=90))
        a, b = triage.acts(one.reader), triage.acts(two.reader)
        one.write(triage.merge, b)
        two.write(triage.merge, a)
        third.write(triage.merge, a)
        third.write(triage.merge, b)
        fourth.write(triage.merge, [*b, *a])
        fourth.write(triage.merge, a)
        assert without_order(one) == without_order(two) == without_order(third) == without_order(fourth)
        assert texts(one) == texts(two) == texts(third) == texts(fourth)
        assert len({len(triage.acts(shop.reader)) for shop in (one, two, third, fourth)}) == 1
        for shop in (one, two, third, fourth):
            assert badges_are_true(shop.reader)
            shop.close()


def test_sixty_gestures_can_be_undone_after_a_restart(tmp_path):
    shop = filled(tmp_path)
    for number in range(60):
        assert do(shop, Verb.STAR if number % 2 == 0 else Verb.UNSTAR, [0])
    seat = log.seat(shop.reader)
    restart(shop)
    assert log.seat(shop.reader) == seat
    assert all(shop.write(triage.undo, now=NOW) for _ in range(60))
    assert not shop.write(triage.undo, now=NOW)
    shop.close()


def test_a_gesture_over_many_is_undone_together(tmp_path):
    shop = filled(tmp_path)
    assert do(shop, Verb.DONE, [0, 1, 2]).said == "Done: 3 conversations"
    assert len(shop.lane(Lane.DONE)) == 3
    assert shop.write(triage.undo, now=NOW).said == "Taken back: Done: 3 conversations"
    assert shop.lane(Lane.DONE) == []
    shop.close()


def test_a_gesture_over_thousands_is_undone_whole_and_done_again(shop):
    shop.ingest(*(mail(str(n), who=f"P{n}", subject=f"Cake {n}") for n in range(4500)))
    one, *rest = shop.ids()
    gesture(shop, Verb.STAR, [one])
    assert len(gesture(shop, Verb.LABEL, [one, *rest]).conversations) == 4500
    assert shop.write(triage.undo, now=NOW).said == "Taken back: Labelled “Wholesale”: 4500 conversations"
    assert labels.labels(shop.reader) == []
    assert shop.write(triage.redo, now=NOW).said == "Done again: Labelled “Wholesale”: 4500 conversations"
    assert list(labels.used(shop.reader).values()) == [4500]
    shop.write(triage.undo, now=NOW)
    assert shop.write(triage.undo, now=NOW).conversations == {one}


def test_opening_a_conversation_is_passed_over_by_undo(tmp_path):
    shop = filled(tmp_path)
    do(shop, Verb.STAR, [0])
    shop.write(triage.act, [shop.home("1")], Verb.READ, now=NOW, initiator="reader")
    shop.write(triage.undo, now=NOW)
    assert not inbox.row(shop.reader, shop.home("0")).starred
    assert not inbox.row(shop.reader, shop.home("1")).unread
    shop.close()


def test_the_log_cannot_be_changed(tmp_path):
    shop = filled(tmp_path)
    do(shop, Verb.DONE, [0])
    for statement in ("update act set verb = 'star'", "delete from act"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            shop.db.conn.execute(statement)
    shop.close()


@pytest.mark.parametrize("verb", [Verb.DONE, Verb.SNOOZE, Verb.WAIT])
def test_a_new_message_brings_back_what_was_put_away(tmp_path, verb):
    shop = filled(tmp_path)
    do(shop, verb, [0])
    later = NOW + timedelta(hours=1)
    changes = shop.ingest(
        mail("later", who="P0", written_at=later, received_at=later, parent_ids=("0@example.org",)), now=later
    )
    row = inbox.row(shop.reader, shop.home("0"))
    assert (row.state, row.unread, row.until) == (State.OPEN, True, None)
    assert row.id in changes.conversations
    if verb is Verb.DONE:
        assert row.waiting_since == later
    assert triage.acts(shop.reader)[-1].verb is Verb.WAKE
    shop.close()


def customer_writes(shop, to, now):
    return shop.ingest(
        mail("later", who=f"P{to}", written_at=now, received_at=now, parent_ids=(f"{to}@example.org",)), now=now
    )


AWAY = pytest.mark.parametrize("away", [Verb.DONE, Verb.WAIT, Verb.SNOOZE])


@AWAY
def test_undo_never_puts_away_what_the_customer_wrote_since(tmp_path, away):
    shop = filled(tmp_path)
    do(shop, away, [0, 1])
    do(shop, Verb.REOPEN, [0, 1])
    do(shop, Verb.STAR, [0])
    later = NOW + timedelta(hours=1)
    customer_writes(shop, 0, later)
    for _ in range(2):
        shop.write(triage.undo, now=later)
    row, other = (inbox.row(shop.reader, shop.home(n)) for n in "01")
    assert (row.state, row.starred, row.waiting_since is not None) == (State.OPEN, False, True)
    assert other.state is not State.OPEN
    assert badges_are_true(shop.reader)
    shop.close()


@AWAY
def test_neither_does_redo(tmp_path, away):
    shop = filled(tmp_path)
    do(shop, away, [0])
    shop.write(triage.undo, now=NOW)
    later = NOW + timedelta(hours=1)
    customer_writes(shop, 0, later)
    shop.write(triage.redo, now=later)
    assert inbox.row(shop.reader, shop.home("0")).state is State.OPEN
    shop.close()


def test_undo_never_puts_away_what_was_fetched_since_though_it_was_written_before(tmp_path):
    shop = filled(tmp_path)
    do(shop, Verb.DONE, [0, 1])
    written, reopened, fetched = (NOW + timedelta(minutes=minutes) for minutes in (10, 20, 30))
    do(shop, Verb.REOPEN, [0, 1], reopened)
    message = mail("late", who="P0", written_at=written, received_at=written, parent_ids=("0@example.org",))
    shop.ingest(message, now=fetched)
    shop.write(triage.undo, now=fetched)
    row, other = (inbox.row(shop.reader, shop.home(n)) for n in "01")
    assert (row.state, row.unread, other.state) == (State.OPEN, True, State.DONE)
    shop.close()


@pytest.mark.parametrize("back", [triage.undo, triage.redo])
def test_neither_undo_nor_redo_takes_what_was_written_since_for_read(tmp_path, back):
    shop = filled(tmp_path)
    do(shop, Verb.READ, [0, 1])
    do(shop, Verb.UNREAD, [0, 1])
    if back is triage.redo:
        shop.write(triage.undo, now=NOW)
        shop.write(triage.undo, now=NOW)
    later = NOW + timedelta(hours=1)
    customer_writes(shop, 0, later)
    shop.write(back, now=later)
    assert [inbox.row(shop.reader, shop.home(n)).unread for n in "01"] == [True, False]
    shop.close()


def test_undo_puts_back_asleep_what_sleeps_whatever_they_write(tmp_path):
    shop = filled(tmp_path)
    gesture(shop, Verb.SNOOZE, [shop.home("0")], NOW, wake_on_reply=False)
    do(shop, Verb.REOPEN, [0])
    later = NOW + timedelta(hours=1)
    customer_writes(shop, 0, later)
    shop.write(triage.undo, now=later)
    assert inbox.row(shop.reader, shop.home("0")).state is State.SNOOZED
    shop.close()


def test_old_mail_that_comes_to_light_does_not_bring_back_what_is_done(shop):
    shop.ingest(mail("2", minutes=5, parent_ids=("1@example.org",)))
    shop.write(triage.act, [shop.only()], Verb.DONE, now=NOW)
    shop.ingest(mail("1", minutes=1))
    assert shop.row().state is State.DONE


def test_mail_that_was_held_up_on_its_way_does_bring_it_back(shop):
    shop.ingest(mail("2", minutes=5, parent_ids=("1@example.org",)))
    shop.write(triage.act, [shop.only()], Verb.DONE, now=NOW)
    shop.ingest(mail("1", minutes=1, received_at=NOW + timedelta(minutes=1)))
    assert shop.row().state is State.OPEN


def test_snoozed_conversations_wake_at_their_time(shop):
    shop.ingest(mail("1"))
    shop.write(triage.act, [shop.only()], Verb.SNOOZE, now=NOW, until=NOW + timedelta(hours=2))
    assert not shop.write(triage.wake_due, NOW + timedelta(hours=1))
    assert shop.write(triage.wake_due, NOW + timedelta(hours=2)).conversations == {shop.only()}
    assert shop.row().state is State.OPEN


def test_conversations_that_become_one_keep_what_matters_most(shop):
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2))
    one, two = shop.home("1"), shop.home("2")
    shop.write(triage.act, [one], Verb.STAR, now=NOW)
    shop.write(triage.act, [one], Verb.DONE, now=NOW)
    shop.ingest(mail("3", minutes=0, who=OURS, parent_ids=("1@example.org", "2@example.org")))
    row = shop.row()
    assert (row.state, row.starred, row.messages) == (State.OPEN, True, 3)
    assert {act.conversation for act in triage.acts(shop.reader)} == {min(one, two)}
    shop.write(triage.undo, now=NOW)
    assert shop.row().state is State.OPEN


def test_what_only_the_shop_said_needs_nobody(shop):
    shop.ingest(mail("1", who=OURS, minutes=0))
    assert shop.row().state is State.DONE
    shop.ingest(mail("2", minutes=5, parent_ids=("1@example.org",)))
    assert shop.row().state is State.OPEN


def test_waiting_counts_from_the_first_message_after_the_last_answer(shop):
    shop.ingest(mail("1", minutes=0), mail("2", minutes=2, parent_ids=("1@example.org",)))
    assert shop.row().waiting_since == inbox.opened(shop.reader, shop.only()).timeline[0].written_at
    shop.ingest(mail("3", minutes=1, who=OURS, parent_ids=("1@example.org",)))
    assert shop.row().waiting_since == inbox.opened(shop.reader, shop.only()).timeline[2].written_at
    shop.ingest(mail("4", minutes=3, who=OURS, parent_ids=("1@example.org",)))
    assert shop.row().waiting_since is None


# Flags


class Change:
    def __init__(self, remote_id, *given, gone=False):
        self.remote_id, self.flags, self.gone = remote_id, frozenset(given), gone


def test_reading_here_goes_to_the_server_and_its_echo_changes_nothing(shop):
    shop.ingest(mail("1"))
    shop.write(triage.act, [shop.only()], Verb.READ, now=NOW)
    work = flags.flag_work(shop.reader, shop.account.id)
    assert work == [("1", frozenset({Flag.SEEN}))]
    shop.write(flags.flag_done, shop.account.id, work)
    assert flags.flag_work(shop.reader, shop.account.id) == []
    shop.write(triage.act, [shop.only()], Verb.UNREAD, now=NOW)
    assert not shop.ingest(changes=[Change("1", Flag.SEEN)])
    assert shop.row().unread


def test_reading_and_answering_elsewhere_comes_in(shop):
    shop.ingest(mail("1", text="Can I?"))
    changes = shop.ingest(changes=[Change("1", Flag.SEEN)])
    assert changes.changed_messages
    assert not shop.row().unread
    shop.ingest(changes=[Change("1", Flag.SEEN, Flag.ANSWERED)])
    assert shop.row().waiting_since is None


def test_a_mail_deleted_on_the_server_stays(shop):
    shop.ingest(mail("1"))
    assert shop.ingest(changes=[Change("1", gone=True)]).changed_messages
    assert len(inbox.opened(shop.reader, shop.only()).timeline) == 1
    assert flags.flag_work(shop.reader, shop.account.id) == []


def test_new_remote_ids_keep_everything_that_is_ours(shop):
    shop.ingest(mail("1"), mail("2"))
    shop.write(triage.act, shop.ids(), Verb.STAR, now=NOW)
    shop.ingest(renamed=[("1", "2"), ("2", "1")])
    shop.ingest(renamed=[("1", "n1"), ("2", "n2"), ("never", "n3")])
    assert {shop.home("n1"), shop.home("n2")} == set(shop.lane(Lane.STARRED))
    assert not shop.ingest(mail("n1", raw=b"raw of 2 "), mail("n2", raw=b"raw of 1 "))


def test_merging_many_acts_reads_the_log_no_more_often_than_merging_one(shop):
    shop.ingest(*(mail(str(n), who=f"P{n}", subject=f"Cake {n}") for n in range(40)))
    keys = log.keys(shop.reader, shop.ids())
    marks = log.marks(shop.reader, shop.ids())
    theirs = [
        Act(
            stamp=Stamp(to_ms(NOW) + number, 0, "kitchen"),
            verb=Verb.STAR,
            conversation=one,
            conversation_key=keys[one],
            before=marks[one],
            after=apply(marks[one], Verb.STAR),
            gesture=f"g{number}",
        )
        for number, one in enumerate(shop.ids())
    ]
    told = []
    shop.db.conn.set_trace_callback(told.append)
    shop.write(triage.merge, theirs[:1])
    once = sum(" from act" in line for line in told)
    told.clear()
    assert len(shop.write(triage.merge, theirs).conversations) == 39
    assert sum(" from act" in line for line in told) == once
    assert all(shop.row(one).starred for one in shop.ids())


def seats(folder):
    """Two seats that fetch the same mail."""
    return Shop(folder, "one.db", "one"), Shop(folder, "two.db", "two")


ASKED, ANSWER = mail("1", minutes=1, text="Can I?"), mail("2", minutes=9, text="Well?", parent_ids=("1@example.org",))


@pytest.mark.parametrize("batches", [[[ASKED]], [[ASKED, ANSWER]], [[ANSWER], [ASKED]]], ids=["it", "all", "backwards"])
def test_what_another_seat_did_holds_as_soon_as_the_conversation_is_here(tmp_path, batches):
    one, two = seats(tmp_path)
    one.ingest(ASKED, ANSWER)
    later = NOW + timedelta(hours=3)
    for verb in (Verb.DONE, Verb.STAR, Verb.LABEL, Verb.NOTE):
        gesture(one, verb, one.ids(), now=later)
    two.write(triage.merge, triage.acts(one.reader))
    for number, batch in enumerate(batches):
        told = two.ingest(*batch, now=later + timedelta(hours=1))
        assert number or (told.conversations >= set(two.ids()))
    ours, theirs = (log.marks(shop.reader, shop.ids())[shop.only()] for shop in (one, two))
    # What came last was read by nobody on this seat yet.
    assert theirs == (replace(ours, unread=True) if len(batches) == 2 else ours)
    assert [note.text for note in notes.notes(two.reader, two.only())] == [
        note.text for note in notes.notes(one.reader, one.only())
    ]
    assert badges_are_true(two.reader)
    gesture(two, Verb.REOPEN, two.ids(), now=later + timedelta(hours=2))
    two.ingest(mail("3", minutes=3000, parent_ids=("1@example.org",), text="Thanks"), now=later + timedelta(hours=3))
    assert two.lane(Lane.DONE) == []


@pytest.mark.parametrize("before", [True, False])
def test_what_another_seat_put_away_stands_in_the_list_where_they_wrote_since(tmp_path, before):
    one, two = seats(tmp_path)
    one.ingest(ASKED)
    gesture(one, Verb.STAR, one.ids(), now=NOW + timedelta(seconds=1))
    gesture(one, Verb.DONE, one.ids(), now=NOW + timedelta(seconds=2))
    theirs = triage.acts(one.reader)
    if before:
        two.write(triage.merge, theirs)
    two.ingest(ASKED, mail("2", minutes=3000, text="My stomach hurts", parent_ids=("1@example.org",)))
    if not before:
        two.write(triage.merge, theirs)
    assert two.lane(Lane.DONE) == []
    assert (two.row().starred, two.row().unread) == (True, True)
    assert two.reader.execute("select seen from message where remote_id = '2'").fetchone() == (0,)


def test_an_older_mail_that_comes_to_light_leaves_known_where_a_conversation_stood_and_to_when_it_was_put_off(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(ANSWER)
    gesture(shop, Verb.STAR, shop.ids())
    until = NOW + timedelta(days=3)
    shop.write(triage.act, shop.ids(), Verb.SNOOZE, until=until, now=NOW)
    shop.write(triage.act, shop.ids(), Verb.MUTE, now=NOW)
    shop.ingest(ASKED)
    assert triage.snoozed_until(shop.reader, shop.only(), NOW) == until
    shop.write(triage.act, shop.ids(), Verb.UNMUTE, now=NOW)
    mark = log.marks(shop.reader, shop.ids())[shop.only()]
    assert (mark.state, mark.until) == (State.SNOOZED, until)
    shop.close()
