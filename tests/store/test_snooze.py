"""What was put off comes back: in time, on top, with the reason beside the name; or stays asleep if it was told to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.act import Verb
from desktop.domain.conversation import Lane, State
from desktop.domain.row import Band, Sorting, chips
from desktop.store import inbox, triage
from desktop.store.ingest import rerank
from tests.store.makers import NOW, gesture, mail, plan, rank

DAY = timedelta(days=1)


def wake(shop, now):
    return shop.write(triage.wake_due, now)


def chip(shop, conversation):
    return chips(shop.row(conversation).reasons)[0].words


@pytest.fixture
def four(shop):
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n, text="Can I?") for n in range(4)))
    return shop


def order(shop):
    remote = dict(shop.reader.execute("select conversation, remote_id from message").fetchall())
    return "".join(remote[one] for one in shop.lane(Lane.NEEDS_YOU))


def test_what_slept_stands_on_top_until_something_is_done_about_it(four):
    assert order(four) == "0123"
    gesture(four, Verb.SNOOZE, [four.home("2"), four.home("3")])
    assert wake(four, NOW + DAY).said == "Back: 2 conversations"
    assert order(four) == "2301"
    assert chip(four, four.home("2")) == "back from snooze"
    assert four.row(four.home("2")).reasons[0].points == 0
    gesture(four, Verb.STAR, [four.home("2")])
    gesture(four, Verb.READ, [four.home("2")])
    assert order(four) == "2301"
    gesture(four, Verb.REOPEN, [four.home("2")])
    assert (order(four), chip(four, four.home("2"))) == ("3012", "asks")
    four.write(triage.undo, now=NOW)
    assert (order(four), chip(four, four.home("2"))) == ("2301", "back from snooze")


def test_a_page_goes_on_below_what_slept(four):
    gesture(four, Verb.SNOOZE, [four.home("3")])
    wake(four, NOW + DAY)
    first = inbox.page(four.reader, Lane.NEEDS_YOU, limit=1)
    rest = inbox.page(four.reader, Lane.NEEDS_YOU, after=first[0])
    assert [row.id for row in (*first, *rest)] == [four.home(n) for n in "3012"]
    assert inbox.page(four.reader, Lane.NEEDS_YOU, before=rest[0]) == first
    assert inbox.ids(four.reader, Lane.NEEDS_YOU).tolist() == [four.home(n) for n in "3012"]


def low(facts):
    """As all are ranked whom the shop has answered."""
    return replace(rank(facts), version=2, band=Band.THE_REST)


def test_what_was_answered_and_waited_for_in_vain_comes_back_where_the_owner_looks(four):
    one = four.home("3")
    gesture(four, Verb.WAIT, [one], until=NOW + 3 * DAY)
    four.db.conn.execute("update conversation set next_rank_at = 0")
    four.write(rerank, NOW, low)
    assert (order(four), len(four.lane(Lane.THE_REST))) == ("", 3)
    wake(four, NOW + 3 * DAY)
    assert (order(four), chip(four, one)) == ("3", "no answer in 3 days")
    assert (inbox.lane_of(four.row(one)), four.row(one).band) == (Lane.NEEDS_YOU, Band.NEEDS_YOU)
    counts = inbox.counts(four.reader)
    assert (counts.total[Lane.NEEDS_YOU], counts.total[Lane.THE_REST]) == (1, 3)
    for sorting in Sorting:
        assert inbox.ids(four.reader, Lane.NEEDS_YOU, sorting=sorting).tolist() == [one]
    gesture(four, Verb.REOPEN, [one])
    assert (order(four), len(four.lane(Lane.THE_REST))) == ("", 4)
    four.write(triage.undo, now=NOW)
    assert order(four) == "3"
    gesture(four, Verb.DONE, [one])
    assert inbox.counts(four.reader).total[Lane.NEEDS_YOU] == 0


def test_what_they_woke_stands_on_top_and_says_so(four):
    """A word of thanks must not sweep the owner's own reminder away."""
    one = four.home("3")
    gesture(four, Verb.SNOOZE, [one], until=NOW + 9 * DAY)
    four.db.conn.execute("update conversation set next_rank_at = 0")
    four.write(rerank, NOW, low)
    answer(four)
    assert (four.lane(Lane.NEEDS_YOU), chip(four, one)) == ([one], "wrote while snoozed")
    four.ingest(
        mail("more", who="P3", written_at=NOW + 5 * DAY, received_at=NOW + 5 * DAY, parent_ids=("3@example.org",)),
        now=NOW + 5 * DAY,
    )
    assert chip(four, one) == "wrote while snoozed"
    four.write(triage.snooze_again, [one], now=NOW + 5 * DAY)
    assert (four.row(one).state, four.row(one).until) == (State.SNOOZED, NOW + 9 * DAY)
    wake(four, NOW + 9 * DAY)
    assert chip(four, one) == "back from snooze"


def test_whoever_is_in_danger_stands_before_what_slept(four):
    gesture(four, Verb.SNOOZE, [four.home("1")])
    wake(four, NOW + DAY)

    def alarmed(facts):
        return replace(rank(facts), version=2, pinned=facts.conversation == four.home("3"))

    four.db.conn.execute("update conversation set next_rank_at = 0")
    four.write(rerank, NOW + DAY, alarmed)
    assert order(four) == "3102"


@pytest.mark.parametrize(
    ("days", "words"), [(1, "no answer in a day"), (3, "no answer in 3 days"), (0.2, "no answer yet")]
)
def test_without_an_answer_it_says_for_how_long(four, days, words):
    one = four.home("3")
    gesture(four, Verb.WAIT, [one], until=NOW + days * DAY)
    assert not wake(four, NOW + days * DAY - timedelta(minutes=1))
    assert wake(four, NOW + days * DAY)
    assert chip(four, one) == words
    assert order(four)[0] == "3"


def test_the_days_count_from_when_the_owner_last_began_to_wait(four):
    one = four.home("3")
    gesture(four, Verb.WAIT, [one], until=NOW + 2 * DAY)
    gesture(four, Verb.WAIT, [one], now=NOW + DAY, until=NOW + 5 * DAY)
    wake(four, NOW + 5 * DAY)
    assert chip(four, one) == "no answer in 4 days"


def answer(shop, number="3", now=NOW + 4 * DAY):
    shop.ingest(
        mail("answer", who=f"P{number}", written_at=now, received_at=now, parent_ids=(f"{number}@example.org",)),
        now=now,
    )


def test_an_answer_after_all_takes_its_place_among_those_who_wait(four):
    one = four.home("3")
    gesture(four, Verb.WAIT, [one], until=NOW + 3 * DAY)
    wake(four, NOW + 3 * DAY)
    answer(four)
    assert four.row(one).state is State.OPEN
    assert not any(reason.name == "back" for reason in four.row(one).reasons)


def test_our_reply_ends_what_stood_on_top(four):
    from desktop.domain.draft import Delivered, ReplyState
    from desktop.store import outbox

    one = four.home("3")
    gesture(four, Verb.SNOOZE, [one])
    wake(four, NOW + DAY)
    four.write(outbox.queue, four.draft("Yes!", one), plan(), text="Yes!", now=NOW, not_before=NOW)
    four.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=2))
    for state in (ReplyState.SENDING, ReplyState.COMMITTING):
        four.write(outbox.advance, "r1", state, worker="w", now=NOW)
    four.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    assert not any(reason.name == "back" for reason in four.row(one).reasons)


def test_a_snooze_ends_with_an_answer_unless_it_shall_outlast_it(four):
    one, two = four.home("2"), four.home("3")
    gesture(four, Verb.SNOOZE, [one], until=NOW + 9 * DAY)
    gesture(four, Verb.SNOOZE, [two], until=NOW + 9 * DAY, wake_on_reply=False)
    assert (four.row(one).wakes_on_reply, four.row(two).wakes_on_reply) == (True, False)
    answer(four, "3")
    assert (four.row(two).state, four.row(two).unread) == (State.SNOOZED, True)
    four.ingest(
        mail("2b", who="P2", written_at=NOW + DAY, received_at=NOW + DAY, parent_ids=("2@example.org",)), now=NOW + DAY
    )
    assert four.row(one).state is State.OPEN
    wake(four, NOW + 9 * DAY)
    assert (four.row(two).state, four.row(two).wakes_on_reply) == (State.OPEN, True)
    assert chip(four, two) == "back from snooze"


def test_a_wait_always_ends_with_an_answer(four):
    gesture(four, Verb.WAIT, [four.home("3")], until=NOW + 9 * DAY, wake_on_reply=False)
    answer(four)
    assert four.row(four.home("3")).state is State.OPEN


def test_what_they_woke_sleeps_again_until_the_same_time(four):
    one, two = four.home("2"), four.home("3")
    gesture(four, Verb.SNOOZE, [two], until=NOW + 9 * DAY)
    gesture(four, Verb.SNOOZE, [one], until=NOW + 2 * DAY)
    answer(four)
    wake(four, NOW + 2 * DAY)
    now = NOW + 5 * DAY
    assert triage.snoozed_until(four.reader, two, now) == NOW + 9 * DAY
    assert triage.snoozed_until(four.reader, one, now) is None
    assert triage.snoozed_until(four.reader, four.home("0"), now) is None
    done = four.write(triage.snooze_again, four.ids(), now=now)
    assert (done.said, done.conversations) == ("Snoozed again: P3", {two})
    assert (four.row(two).state, four.row(two).until) == (State.SNOOZED, NOW + 9 * DAY)
    four.write(triage.undo, now=now)
    assert four.row(two).state is State.OPEN
