"""Muted, not about the shop, in the trash: what stays out of the way whatever comes in, and comes back as it was."""

from datetime import timedelta

import pytest

from desktop.domain.act import Verb
from desktop.domain.conversation import Lane, State
from desktop.domain.item import Flag
from desktop.store import flags, inbox, triage
from desktop.store.ingest import rerank
from desktop.store.maintenance import Severity, check
from tests.store.makers import NOW, OURS, gesture, mail, rank
from tests.store.picture import badges_are_true

ASIDE = {Verb.MUTE: Lane.MUTED, Verb.NOT_OURS: Lane.NOT_OURS, Verb.TRASH: Lane.TRASH}
BACK = {Verb.MUTE: Verb.UNMUTE, Verb.NOT_OURS: Verb.RESTORE, Verb.TRASH: Verb.RESTORE}
LATER = NOW + timedelta(hours=1)
EACH = pytest.mark.parametrize("verb", list(ASIDE))


def answer(shop, remote_id="later", to="1", now=LATER):
    return shop.ingest(
        mail(remote_id, written_at=now, received_at=now, parent_ids=(f"{to}@example.org",), text="And?"), now=now
    )


@EACH
def test_it_stands_in_its_own_lane_and_in_no_other(shop, verb):
    shop.ingest(mail("1", text="Can I?"), mail("2", who="Ole"))
    gesture(shop, verb, [shop.home("1")])
    here = {lane: shop.lane(lane) for lane in Lane if shop.home("1") in shop.lane(lane)}
    assert here == {ASIDE[verb]: [shop.home("1")]}
    counts = inbox.counts(shop.reader)
    assert (counts.total[ASIDE[verb]], counts.total[Lane.DONE], counts.total[Lane.NEEDS_YOU]) == (1, 0, 0)
    row = shop.row(shop.home("1"))
    assert (row.state.value, inbox.lane_of(row)) == (ASIDE[verb].value, ASIDE[verb])
    assert inbox.ids(shop.reader, ASIDE[verb]).tolist() == [shop.home("1")]


@EACH
def test_it_stays_there_when_they_write_again(shop, verb):
    shop.ingest(mail("1"))
    gesture(shop, verb, shop.ids())
    assert answer(shop).conversations == {shop.only()}
    row = shop.row()
    assert (row.state.value, row.messages, row.unread) == (ASIDE[verb].value, 2, True)
    assert inbox.counts(shop.reader).total[Lane.NEEDS_YOU] == 0
    assert triage.acts(shop.reader)[-1].verb is verb
    assert badges_are_true(shop.reader)


@EACH
@pytest.mark.parametrize("before", [None, Verb.DONE, Verb.SNOOZE, Verb.WAIT])
def test_it_comes_back_to_where_it_was(shop, verb, before):
    shop.ingest(mail("1"))
    if before is not None:
        gesture(shop, before, shop.ids())
    was = shop.row()
    gesture(shop, verb, shop.ids())
    assert gesture(shop, BACK[verb], shop.ids())
    row = shop.row()
    assert (row.state, row.until) == (was.state, was.until)
    assert not gesture(shop, BACK[verb], shop.ids())


@EACH
def test_it_comes_back_into_the_list_when_they_wrote_since_or_its_time_has_passed(shop, verb):
    shop.ingest(mail("1"), mail("2", who="Ole"))
    gesture(shop, Verb.DONE, [shop.home("1")])
    gesture(shop, Verb.SNOOZE, [shop.home("2")])
    gesture(shop, verb, shop.ids())
    answer(shop)
    gesture(shop, BACK[verb], shop.ids(), now=NOW + timedelta(days=2))
    assert [shop.row(one).state for one in shop.ids()] == [State.OPEN, State.OPEN]


@EACH
def test_so_it_does_where_they_wrote_before_and_it_came_only_since(shop, verb):
    shop.ingest(mail("1"), mail("2", who="Ole"))
    gesture(shop, Verb.DONE, shop.ids())
    gesture(shop, verb, shop.ids(), now=LATER)
    written = NOW + timedelta(minutes=30)
    on_the_way = {"written_at": written, "received_at": LATER + timedelta(minutes=1)}
    shop.ingest(mail("3", parent_ids=("1@example.org",), **on_the_way), now=LATER + timedelta(minutes=2))
    fetched_late = {"written_at": written, "received_at": written}
    shop.ingest(mail("4", who="Ole", parent_ids=("2@example.org",), **fetched_late), now=LATER + timedelta(minutes=2))
    gesture(shop, BACK[verb], shop.ids(), now=LATER + timedelta(hours=1))
    assert [shop.row(one).state for one in shop.ids()] == [State.OPEN, State.OPEN]


def test_from_mute_to_trash_and_back_leads_to_where_it_was_before_both(shop):
    shop.ingest(mail("1"))
    gesture(shop, Verb.DONE, shop.ids())
    gesture(shop, Verb.MUTE, shop.ids())
    gesture(shop, Verb.TRASH, shop.ids())
    assert not gesture(shop, Verb.UNMUTE, shop.ids())
    gesture(shop, Verb.RESTORE, shop.ids())
    assert shop.row().state is State.DONE


@EACH
def test_reopening_puts_it_into_the_list_in_any_case(shop, verb):
    shop.ingest(mail("1"))
    gesture(shop, Verb.DONE, shop.ids())
    gesture(shop, verb, shop.ids())
    gesture(shop, Verb.REOPEN, shop.ids())
    assert shop.row().state is State.OPEN


def test_a_reply_to_a_muted_conversation_leaves_it_muted(shop):
    shop.ingest(mail("1"))
    gesture(shop, Verb.MUTE, shop.ids())
    shop.ingest(mail("2", who=OURS, written_at=LATER, received_at=LATER, parent_ids=("1@example.org",)), now=LATER)
    assert shop.row().state is State.MUTED


def test_the_reason_why_it_is_not_about_the_shop_is_shown(shop):
    shop.ingest(mail("1"), mail("2", who="Ole"))
    gesture(shop, Verb.NOT_OURS, [shop.home("1")], about="rye whiskey")
    gesture(shop, Verb.NOT_OURS, [shop.home("2")], about="")
    rows = {row.id: row.reasons[0] for row in inbox.page(shop.reader, Lane.NOT_OURS)}
    assert rows[shop.home("1")].words == "not about you: “rye whiskey”"
    assert rows[shop.home("2")].words == "you said it is not about you"
    assert sum(reason.points for reason in shop.row(shop.home("1")).reasons[:1]) == 0


def test_the_trash_tells_the_server_nothing(shop):
    shop.ingest(mail("1"))
    gesture(shop, Verb.TRASH, shop.ids())
    assert flags.flag_work(shop.reader, shop.account.id) == []
    assert shop.row().unread
    gesture(shop, Verb.RESTORE, shop.ids())
    gesture(shop, Verb.MUTE, shop.ids())
    assert flags.flag_work(shop.reader, shop.account.id) == [("1", frozenset({Flag.SEEN}))]


def test_what_is_starred_or_drafted_leaves_those_lanes_in_the_trash_and_is_counted_there_no_more(shop):
    from desktop.store import drafts

    shop.ingest(mail("1"), mail("2", who="Ole"))
    gesture(shop, Verb.STAR, shop.ids())
    shop.write(drafts.save, shop.draft("Dear", shop.home("1")), NOW)
    gesture(shop, Verb.TRASH, [shop.home("1")])
    assert (shop.lane(Lane.STARRED), shop.lane(Lane.DRAFTS)) == ([shop.home("2")], [])
    counts = inbox.counts(shop.reader)
    assert (counts.total[Lane.STARRED], counts.total[Lane.DRAFTS]) == (1, 0)
    gesture(shop, Verb.RESTORE, [shop.home("1")])
    assert (len(shop.lane(Lane.STARRED)), shop.lane(Lane.DRAFTS)) == (2, [shop.home("1")])
    assert badges_are_true(shop.reader)


def test_what_lies_in_the_trash_is_no_history_and_counts_for_no_rank(shop):
    shop.ingest(mail("1", minutes=1, text="old"), mail("2", minutes=2), mail("3", minutes=3))
    one, two, three = (shop.home(str(n)) for n in (1, 2, 3))
    settle(shop)
    known = inbox.facts(shop.reader, [three], NOW)[three].earlier_conversations
    score = shop.row(three).score
    gesture(shop, Verb.TRASH, [one])
    settle(shop)
    assert inbox.facts(shop.reader, [three], NOW)[three].earlier_conversations == known - 1 == 1
    assert shop.row(three).score < score
    opened = inbox.opened(shop.reader, three)
    assert {entry.conversation for entry in opened.timeline} == {two, three}
    assert opened.earlier == 0
    in_trash = inbox.opened(shop.reader, one)
    assert next(entry.text for entry in in_trash.timeline) == "old"
    gesture(shop, Verb.RESTORE, [one])
    settle(shop)
    assert shop.row(three).score == score


def settle(shop):
    while shop.write(rerank, NOW, rank).conversations:
        pass


def test_an_open_conversation_that_joins_one_set_aside_brings_it_into_the_list(shop):
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2, subject="Bread"))
    gesture(shop, Verb.MUTE, [shop.home("1")])
    shop.ingest(mail("3", minutes=3, parent_ids=("1@example.org", "2@example.org")))
    assert shop.row().state is State.OPEN
    assert badges_are_true(shop.reader)


def test_of_two_that_are_set_aside_the_one_nearer_to_the_list_wins(shop):
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2, subject="Bread"))
    gesture(shop, Verb.TRASH, [shop.home("1")])
    gesture(shop, Verb.NOT_OURS, [shop.home("2")], about="ohio")
    shop.ingest(mail("3", minutes=3, who=OURS, parent_ids=("1@example.org", "2@example.org")))
    row = shop.row()
    assert (row.state, row.reasons[0].words) == (State.NOT_OURS, "not about you: “ohio”")


def test_the_check_up_finds_all_in_order_with_everything_set_aside(shop):
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n) for n in range(6)))
    for number, verb in enumerate(ASIDE):
        gesture(shop, verb, shop.ids()[number::3])
    assert all(found.severity is not Severity.BROKEN for found in check(shop.path) if found.name != "disk")


@EACH
def test_what_the_gesture_says(shop, verb):
    shop.ingest(mail("1"))
    said = {Verb.MUTE: "Muted: Marta", Verb.NOT_OURS: "Not about you: Marta", Verb.TRASH: "In the trash: Marta"}
    done = gesture(shop, verb, shop.ids())
    assert (done.said, done.verb) == (said[verb], verb.value)
    undone = shop.write(triage.undo, now=NOW)
    assert (undone.said, undone.verb) == (f"Taken back: {said[verb]}", "undo")
