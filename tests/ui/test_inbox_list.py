"""The lazy list: what is loaded, what is held back, what never moves."""

import tracemalloc
from array import array
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from pytestqt.modeltest import ModelTester

from desktop.domain.conversation import Lane, State
from desktop.domain.row import Found
from desktop.ui.ink import ACCESSIBLE_TEXT
from desktop.ui.models import order
from desktop.ui.models.inbox_list import ROW, InboxListModel
from desktop.ui.models.marks import Marks
from desktop.ui.models.steps import unlike
from tests.ui.values import NOW, StoppedClock, ValueReads, a_row


@pytest.fixture
def reads():
    return ValueReads([a_row(n) for n in range(100)])


@pytest.fixture
def model(reads, qtmodeltester: ModelTester):
    model = InboxListModel(reads.rows, reads.places, reads.following, StoppedClock())
    model.begin(Lane.NEEDS_YOU, reads.page(Lane.NEEDS_YOU, limit=30))
    qtmodeltester.check(model)
    return model


def whole(model, reads):
    model.adopt(reads.ids(model.lane))
    return model


def news(model, *rows, left=(), staying=(), last_seen=10):
    model.refresh({row.id: row for row in rows}, staying=staying, left=left, last_seen=last_seen)


def test_the_whole_order_is_appended_to_the_first_rows_without_a_reset(model, reads, qtbot):
    resets = []
    model.modelReset.connect(resets.append)
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        whole(model, reads)
    assert inserted.args[1:] == [30, 99]
    assert model.rowCount() == 100
    assert resets == []


def test_only_rows_that_are_looked_at_are_read(model, reads):
    whole(model, reads)
    before = reads.asked_rows
    assert model.data(model.index(60, 0), ROW).id == a_row(60).id
    assert model.data(model.index(61, 0), ROW).id == a_row(61).id
    assert reads.asked_rows == before + 1


def test_a_new_conversation_above_what_is_seen_is_held_back_and_shown_when_asked(model, reads, qtbot):
    whole(model, reads)
    urgent = a_row(500, place=(0, -5, 500))
    reads.put(urgent)
    with qtbot.waitSignal(model.held_changed) as held:
        news(model, urgent)
    assert held.args == [1]
    assert model.rowCount() == 100
    whole(model, reads)
    assert (model.rowCount(), model.held, model.id_at(0)) == (101, 0, urgent.id)


def test_a_new_conversation_below_what_is_seen_is_put_in_its_place(model, reads, qtbot):
    whole(model, reads)
    late = a_row(501, place=(0, 50, 9999))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        news(model, late)
    assert inserted.args[1:] == [51, 51]
    assert model.held == 0


def test_a_changed_row_is_painted_anew_where_it_stands(model, reads, qtbot):
    whole(model, reads)
    changed = replace(a_row(3), snippet="It came, thank you!", place=(0, 90, 3))
    with qtbot.waitSignal(model.dataChanged) as told:
        news(model, changed)
    assert told.args[0].row() == told.args[1].row() == 3
    assert model.row_at(3) == changed


def test_nothing_is_told_when_nothing_differs(model, reads, qtbot):
    whole(model, reads)
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.rowsRemoved):
        news(model, a_row(3))


def test_rows_that_left_the_lane_go_one_by_one(model, reads):
    whole(model, reads)
    news(model, left=[a_row(4).id, a_row(7).id])
    assert [model.id_at(n) for n in (3, 4, 5, 6)] == [a_row(n).id for n in (3, 5, 6, 8)]


def test_the_row_being_read_stays_although_it_left(model, reads):
    whole(model, reads)
    news(model, left=[a_row(4).id], staying=[a_row(4).id])
    assert model.id_at(4) == a_row(4).id


def test_one_held_back_that_is_answered_elsewhere_is_forgotten(model, reads):
    whole(model, reads)
    urgent = a_row(500, place=(0, -5, 500))
    news(model, urgent)
    news(model, left=[urgent.id])
    assert model.held == 0


def test_a_row_is_read_out_as_one_sentence(model):
    row = a_row(
        0,
        who="Marta\u202e <b>Oduya</b>",
        starred=True,
        waiting_since=NOW - timedelta(minutes=90),
        due_at=NOW - timedelta(minutes=30),
    )
    model.begin(Lane.NEEDS_YOU, [row])
    said = model.data(model.index(0, 0), ACCESSIBLE_TEXT)
    assert said == (
        "Unread, Marta <b>Oduya</b>, by Mail, overdue 30 min, starred, asks for help: What about order 4000, is it ready?"
    )


def test_a_row_deleted_meanwhile_is_empty_and_breaks_nothing(model, reads):
    whole(model, reads)
    del reads.all[a_row(70).id]
    assert model.data(model.index(70, 0), ROW) is None
    assert model.data(model.index(70, 0), ACCESSIBLE_TEXT) == ""


def test_a_shuffled_order_keeps_every_row(model, reads, qtmodeltester):
    whole(model, reads)
    shuffled = array("q", sorted(reads.ids(Lane.NEEDS_YOU), key=lambda id_: (id_ * 7919) % 101))
    model.adopt(shuffled)
    assert model.order() == shuffled
    qtmodeltester.check(model)


def test_a_done_conversation_is_not_of_the_lane_any_more(reads):
    from desktop.ui.models.lanes import belongs

    assert belongs(a_row(1), Lane.NEEDS_YOU)
    assert not belongs(a_row(1, state=State.DONE), Lane.NEEDS_YOU)
    assert belongs(a_row(1, state=State.DONE, starred=True), Lane.STARRED)
    assert belongs(a_row(1, has_draft=True), Lane.DRAFTS)


@pytest.mark.parametrize("part", [1, 7, 40, 5000])
def test_rows_far_down_change_and_leave_like_those_on_top(model, reads, monkeypatch, part):
    monkeypatch.setattr(order, "PART", part)
    whole(model, reads)
    for row in range(0, 100, 10):
        model.row_at(row)
    changed = []
    model.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))
    news(model, *(replace(a_row(n), subject="Another") for n in (3, 38, 95)))
    assert sorted(changed) == [(3, 3), (38, 38), (95, 95)]
    removed = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    gone = (2, 6, 7, 8, 41, 98, 99)
    news(model, left=[a_row(n).id for n in gone])
    assert removed == [(98, 99), (41, 41), (6, 8), (2, 2)]
    assert list(model.order()) == [a_row(n).id for n in range(100) if n not in gone]


def test_what_is_unlike_another_order_counts_what_is_held_back(model, reads):
    whole(model, reads)
    urgent, late = a_row(500, place=(0, -5, 500)), a_row(501, place=(0, -4, 501))
    news(model, urgent)
    assert model.held_ids() == {urgent.id}
    ids = reads.ids(model.lane)
    assert model.unlike(unlike(model.order(), ids)) == {urgent.id}, "it is gone again"
    with_both = array("q", [urgent.id, late.id, *ids[:-1]])
    assert model.unlike(unlike(model.order(), with_both)) == {late.id, ids[-1]}


@pytest.fixture
def search(reads):
    """A search whose rows are read elsewhere: what was asked for, in order."""
    model = InboxListModel(reads.rows, reads.places, reads.following, StoppedClock())
    asked = []
    model.fetch = lambda ids, lane: asked.append((lane, list(ids))) or True
    found = Found("cake")
    model.begin(found, [reads.all[id_] for id_ in list(reads.all)[:30]])
    model.adopt(array("q", list(reads.all)))
    return model, asked


def test_rows_of_a_search_are_read_elsewhere_before_they_are_looked_at_and_never_here(search, reads):
    model, asked = search
    assert model.row_at(5).id == a_row(5).id
    assert asked == []
    assert model.row_at(12).id == a_row(12).id
    assert [ids for _, ids in asked] == [[a_row(n).id for n in range(30, 52)]]
    assert model.row_at(40) is None
    assert [ids for _, ids in asked[1:]] == [[a_row(n).id for n in range(52, 80)]]
    assert reads.asked_rows == 0


def test_rows_of_a_search_are_painted_when_they_come_and_only_in_their_own_search(search, reads, qtbot):
    model, asked = search
    assert model.row_at(70) is None
    lane, ids = asked.pop()
    model.take(Found("another"), ids, {})
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.take(lane, ids, {id_: reads.all[id_] for id_ in ids})
    assert (changed.args[0].row(), changed.args[1].row()) == (50, 89)
    assert model.row_at(70).id == a_row(70).id


def test_a_row_of_a_search_that_is_gone_is_asked_for_once_and_one_that_failed_again(search):
    model, asked = search
    assert model.row_at(70) is None
    lane, ids = asked.pop()
    model.take(lane, ids, {})
    assert model.row_at(70) is None
    lane, further = asked.pop()
    assert set(further).isdisjoint(ids)
    model.take(lane, further, None)
    assert model.row_at(99) is None
    assert asked.pop() == (lane, further)


def test_a_row_of_a_search_is_shown_as_it_was_until_it_is_read_anew(search, reads):
    model, asked = search
    model.reread([a_row(3).id])
    assert model.row_at(3).who == a_row(3).who
    lane, ids = asked.pop()
    assert ids == [a_row(3).id]
    model.take(lane, ids, {ids[0]: a_row(3, who="Renamed")})
    assert model.row_at(3).who == "Renamed"
    assert asked == []


def test_what_a_commit_tells_of_a_row_of_a_search_is_newer_than_what_was_being_read(search, reads):
    model, asked = search
    assert model.row_at(70) is None
    lane, ids = asked.pop()
    news(model, a_row(70, who="Renamed"))
    assert model.row_at(70).who == "Renamed"
    model.take(lane, ids, {id_: reads.all[id_] for id_ in ids})
    assert model.row_at(70).who == "Renamed"
    assert model.row_at(71).who == a_row(71).who


@pytest.mark.parametrize("known", [None, [1070, 1071]])
def test_rows_of_a_search_that_were_being_read_are_read_again_where_all_are(search, reads, known):
    model, asked = search
    assert model.row_at(70) is None
    lane, ids = asked.pop()
    model.reread(known)
    model.take(lane, ids, {id_: reads.all[id_] for id_ in ids})
    asked.clear()
    model.row_at(70)
    assert asked
    assert 1070 in asked[0][1]


def test_where_nobody_can_read_elsewhere_rows_of_a_search_are_read_here(search, reads):
    model, _ = search
    model.fetch = lambda _ids, _lane: False
    assert model.row_at(70).id == a_row(70).id


def test_those_that_belong_next_to_each_other_are_put_in_at_one_stroke(model, reads, qtbot):
    whole(model, reads)
    put_in = []
    model.rowsInserted.connect(lambda _parent, first, last: put_in.append((first, last)))
    late = [a_row(500 + n, place=(0, place, 9000 + n)) for n, place in enumerate((98, 50, 98, 50, 200))]
    news(model, *late)
    assert put_in == [(100, 100), (99, 100), (51, 52)]
    assert [model.row_of(row.id) for row in late] == [101, 51, 102, 52, 104]


def test_the_place_of_a_new_one_is_found_without_reading_rows(model, reads):
    whole(model, reads)
    assert model.row_at(77) is not None
    before = reads.asked_rows
    late = a_row(501, place=(0, 77, 9999))
    news(model, late, last_seen=3)
    assert model.row_of(late.id) == 78
    assert reads.asked_rows == before


def test_marks_are_a_set_of_ids():
    rng = Random(5)
    marks, ids = Marks((3, 9)), {3, 9}
    for _ in range(500):
        some = [rng.randrange(2000) for _ in range(rng.randrange(4))]
        if rng.random() < 0.5:
            marks.update(some)
            ids.update(some)
        else:
            marks.discard(some)
            ids.difference_update(some)
    assert {id_ for id_ in range(-5, 3000) if id_ in marks} == ids


def test_a_list_of_very_many_takes_little_memory(reads):
    many = 200_000
    model = InboxListModel(reads.rows, reads.places, reads.following, StoppedClock())
    ids = array("q", range(1, many + 1))
    tracemalloc.start()
    model.adopt(ids)
    taken, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert model.rowCount() == many
    assert model.known(many)
    assert taken < 12 * many
    assert most < 30 * many
