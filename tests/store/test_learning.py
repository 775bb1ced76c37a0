"""What the owner does teaches what matters to them; what they take back was never learned."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.act import Verb
from desktop.domain.conversation import Band, Reason, Score
from desktop.domain.draft import Delivered
from desktop.domain.item import Direction, Flag
from desktop.domain.sense import Cause, own_line
from desktop.store import alarms, crowding, ingest, learned, merging, outbox, sense, triage
from desktop.triage.personal import Personal, feature_of_word, features
from desktop.triage.rank import default_ranker
from tests.store.makers import NOW, OURS, Shop, mail, plan, rank

TEXTS = {
    "0": "My delivery has not arrived.",
    "1": "Do you have a newsletter?",
    "2": "The cake was dry.",
    "3": "A delivery for Saturday, please.",
    "4": "Advertising for your bakery.",
}


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    made.ingest(*(mail(name, who=f"P{name}", minutes=int(name), text=text) for name, text in TEXTS.items()))
    return made


def act(shop, name, verb, minutes=0, **more):
    values = {"teach": features} | more
    return shop.write(triage.act, [shop.home(name)], verb, now=NOW + timedelta(minutes=minutes), **values)


def lessons(shop):
    return sense.sense(shop.reader).lessons


def weights(shop):
    return Personal(sense.sense(shop.reader)).weights


@pytest.mark.parametrize("verb", [Verb.DONE, Verb.MUTE, Verb.TRASH])
def test_putting_away_what_nobody_read_passes_it_over(shop, verb):
    assert act(shop, "1", verb).learned
    (one,) = lessons(shop)
    assert (one.cause, one.way, one.weight) == (Cause.PASSED, -1, 1)
    assert "newsletter" in one.features
    assert one.sender == "mail/p1@example.org"
    assert f"from:{one.sender}" in one.features


def test_a_lesson_of_a_newer_version_is_passed_over(shop):
    act(shop, "1", Verb.DONE)
    before = lessons(shop)
    act(shop, "4", Verb.DONE, minutes=1)
    # As it would come from another seat; the log itself takes no changes.
    conn = shop.db.conn
    for (trigger,) in conn.execute(
        "select name from sqlite_master where type = 'trigger' and tbl_name = 'act'"
    ).fetchall():
        conn.execute(f"drop trigger {trigger}")
    conn.execute("update act set lesson = replace(lesson, 'passed', 'dreamt') where lesson like '%advertising%'")
    conn.commit()
    assert lessons(shop) == before


def test_what_was_read_or_answered_before_it_was_put_away_is_not_passed_over(shop):
    act(shop, "1", Verb.READ)
    act(shop, "1", Verb.DONE)
    shop.ingest(mail("5", minutes=9, flags=frozenset({Flag.ANSWERED})))
    act(shop, "5", Verb.DONE)
    assert lessons(shop) == ()


def test_a_star_and_not_about_us_teach_and_what_says_nothing_about_it_does_not(shop):
    act(shop, "0", Verb.STAR)
    act(shop, "1", Verb.NOT_OURS)
    for verb in (Verb.READ, Verb.UNREAD, Verb.LABEL, Verb.NOTE, Verb.SNOOZE, Verb.WAIT):
        act(shop, "2", verb, about="x", until=NOW + timedelta(days=1))
    assert [(one.cause, one.way) for one in lessons(shop)] == [(Cause.STARRED, 1), (Cause.NOT_OURS, -1)]


def test_a_star_taken_off_again_is_no_lesson_any_more(shop):
    act(shop, "0", Verb.STAR)
    act(shop, "0", Verb.UNSTAR, minutes=1)
    assert lessons(shop) == ()
    act(shop, "0", Verb.STAR, minutes=2)
    assert len(lessons(shop)) == 1


def test_what_is_done_in_bulk_or_without_a_teacher_teaches_nothing(shop):
    shop.write(triage.act, [shop.home("0"), shop.home("1")], Verb.DONE, now=NOW, teach=features)
    act(shop, "2", Verb.DONE, teach=None)
    act(shop, "3", Verb.STAR, initiator=triage.ON_OPENING)
    assert lessons(shop) == ()


def test_one_of_a_bulk_that_alone_makes_a_difference_teaches_nothing_either(shop):
    act(shop, "0", Verb.DONE, teach=None)
    shop.write(triage.act, [shop.home("0"), shop.home("1")], Verb.DONE, now=NOW, teach=features)
    assert lessons(shop) == ()


def test_what_is_automatic_teaches_nothing(shop):
    shop.ingest(mail("5", minutes=9, automatic="mailing list"))
    act(shop, "5", Verb.DONE)
    assert lessons(shop) == ()


def reply(shop, name, reply_id="r1", **more):
    values = {"text": "Dear", "now": NOW, "not_before": NOW, "teach": features} | more
    shop.write(outbox.queue, shop.draft("Dear", shop.home(name)), plan(reply_id=reply_id), **values)


def send(shop, reply_id="r1"):
    shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=1))
    for state in ("sending", "committing"):
        shop.write(outbox.advance, reply_id, outbox.ReplyState(state), worker="w", now=NOW)
    shop.write(outbox.settle, reply_id, Delivered(proof="250 ok"), now=NOW)


def test_answering_one_while_others_wait_longer_teaches_once_it_was_sent(shop):
    reply(shop, "3")
    assert lessons(shop) == ()
    send(shop)
    (one,) = lessons(shop)
    assert (one.cause, one.way) == (Cause.ANSWERED, 1)
    assert {"delivery", "saturday"} <= set(one.features)


def found(shop, name, hours=0.0, **more):
    """Have a reply come in that the shop has written elsewhere, so many hours ago; return the change."""
    values = {"who": OURS, "minutes": (24 - hours) * 60, "direction": Direction.OUT, "text": "Yes."}
    reply = mail(f"re{name}", parent_ids=(f"{name}@example.org",), **(values | more))
    return shop.write(ingest.ingest, shop.account, [reply], cursor=None, now=NOW, rank=rank, teach=features)


def test_answering_one_elsewhere_while_others_wait_longer_teaches_the_same(shop):
    assert found(shop, "3", hours=2).learned
    (one,) = lessons(shop)
    assert (one.cause, one.way, one.weight) == (Cause.ANSWERED, 1, 1)
    assert {"delivery", "saturday"} <= set(one.features)
    assert "yes" not in one.features
    found(shop, "3", hours=2)
    assert lessons(shop) == (one,)
    assert shop.row(shop.home("3")).state.value == "open"
    assert shop.write(triage.undo, now=NOW).said == ""
    shop.write(learned.unlearn, now=NOW)
    assert lessons(shop) == ()


def test_the_same_reply_found_at_two_seats_is_one_lesson(shop, tmp_path_factory):
    other = Shop(tmp_path_factory.mktemp("other"))
    other.ingest(*(mail(name, who=f"P{name}", minutes=int(name), text=text) for name, text in TEXTS.items()))
    for one in (shop, other):
        found(one, "3", hours=2)
    shop.write(merging.merge, triage.acts(other.reader))
    assert len(lessons(shop)) == 1


@pytest.mark.parametrize("reply", [{"hours": 30}, {"automatic": "auto-replied"}], ids=["long ago", "by a machine"])
def test_a_reply_that_tells_nothing_of_whom_the_owner_prefers_teaches_nothing(shop, reply):
    found(shop, "3", **reply)
    assert lessons(shop) == ()


def test_a_reply_that_is_dated_ahead_does_not_put_the_log_ahead(shop):
    found(shop, "3", hours=-9999)
    (one,) = lessons(shop)
    assert one.stamp.ms == int(NOW.timestamp() * 1000)


def test_a_question_and_its_answer_that_come_together_teach_nothing(shop):
    asked = mail("7", who="P7", minutes=1380, text="A delivery?")
    answer = mail("re7", who=OURS, minutes=1390, direction=Direction.OUT, parent_ids=("7@example.org",))
    shop.write(ingest.ingest, shop.account, [asked, answer], cursor=None, now=NOW, rank=rank, teach=features)
    assert lessons(shop) == ()


def test_answering_whom_nobody_stands_before_teaches_nothing_and_reads_no_more_in_a_large_inbox(shop):
    steps = []

    def teaches(name):
        steps.clear()
        shop.db.conn.set_progress_handler(lambda: steps.append(1), 1)
        taught = learned.by_answering(shop.db.conn, shop.home(name), features, NOW)
        shop.db.conn.set_progress_handler(None, 1)
        return bool(taught), len(steps)

    first, conn = "0", shop.db.conn
    conn.execute("update conversation set points = 0")
    conn.execute("update conversation set points = 9, waiting_since = 9 where id = ?", (shop.home(first),))
    taught, few = teaches(first)
    assert not taught
    shop.ingest(*(mail(f"y{n}", who=f"Y{n}", minutes=20 + n, subject=f"Y{n}") for n in range(300)))
    conn.execute("update conversation set points = 0 where id <> ?", (shop.home(first),))
    taught, many = teaches(first)
    assert not taught
    assert many < few + 100
    for change in ("points = 10", "waiting_since = 8", "points = 10, pinned = 1", "waiting_since = 8, back = 'snooze'"):
        conn.execute("savepoint one")
        conn.execute(f"update conversation set {change} where id = ?", (shop.home("y7"),))
        assert teaches(first)[0], change
        conn.execute("rollback to one")


@dataclass(frozen=True)
class Marked:
    """What a server says of a message."""

    remote_id: str
    flags: frozenset[Flag] = frozenset({Flag.ANSWERED})
    gone: bool = False


def marked(shop, name, now=NOW, items=()):
    """Have the server say that a message was answered, a moment before its reply comes in."""
    return shop.write(
        ingest.ingest, shop.account, items, cursor="c", changes=[Marked(name)], now=now, rank=rank, teach=features
    )


def test_what_the_server_calls_answered_before_the_reply_comes_teaches_the_same_once(shop):
    assert marked(shop, "3").learned
    (one,) = lessons(shop)
    assert (one.cause, one.way, one.weight) == (Cause.ANSWERED, 1, 1)
    assert {"delivery", "saturday"} <= set(one.features)
    assert not marked(shop, "3").learned
    assert not found(shop, "3").learned
    assert lessons(shop) == (one,)
    assert shop.write(triage.undo, now=NOW).said == ""


def test_a_mark_and_the_reply_that_come_together_are_one_lesson(shop):
    reply = mail("re3", who=OURS, minutes=1439, direction=Direction.OUT, parent_ids=("3@example.org",))
    assert marked(shop, "3", items=[reply]).learned
    assert len(lessons(shop)) == 1


def test_of_a_reply_that_may_be_old_the_mark_teaches_nothing(shop):
    assert not marked(shop, "3", now=NOW + timedelta(days=2)).learned
    assert lessons(shop) == ()


def test_the_mark_of_a_reply_from_here_teaches_no_more(shop):
    reply(shop, "3")
    send(shop)
    before = lessons(shop)
    assert not marked(shop, "3").learned
    assert lessons(shop) == before


def test_a_reply_that_was_called_back_teaches_nothing(shop):
    reply(shop, "3")
    shop.write(outbox.withdraw, "r1", NOW)
    assert lessons(shop) == ()


def test_answering_in_the_order_of_the_list_teaches_nothing(shop):
    for name in ("1", "2", "3", "4"):
        act(shop, name, Verb.DONE, teach=None)
    reply(shop, "0")
    assert shop.reader.execute("select lesson from outbox").fetchone()[0] == ""


def test_undo_takes_the_lesson_back_and_redo_gives_it_again(shop):
    act(shop, "1", Verb.DONE)
    before, learned_then = weights(shop), lessons(shop)
    act(shop, "0", Verb.STAR, minutes=1)
    assert shop.write(triage.undo, now=NOW + timedelta(minutes=2)).learned
    assert (lessons(shop), weights(shop)) == (learned_then, before)
    shop.write(triage.undo, now=NOW + timedelta(minutes=3))
    assert lessons(shop) == ()
    shop.write(triage.redo, now=NOW + timedelta(minutes=4))
    assert (lessons(shop), weights(shop)) == (learned_then, before)


def test_the_owner_says_outright_that_one_matters_more(shop):
    change = shop.write(learned.correct, shop.home("3"), more=True, now=NOW, teach=features)
    assert change.learned
    assert change.said == "Matters more: P3"
    (one,) = lessons(shop)
    assert (one.cause, one.way, one.weight) == (Cause.CORRECTED, 1, 3)
    assert weights(shop)["delivery"].points > 0
    shop.write(learned.correct, shop.home("3"), more=False, now=NOW + timedelta(minutes=1), teach=features)
    (one,) = lessons(shop)
    assert one.way == -1, "the last word counts"
    assert not shop.write(learned.correct, 999, more=True, now=NOW, teach=features)


def test_pins_are_kept_taken_off_and_undone(shop):
    word = feature_of_word("Allergy")
    assert shop.write(learned.pin, word, now=NOW).said == "Always shown: “allergy”"
    assert not shop.write(learned.pin, word, now=NOW)
    shop.write(learned.pin, "from:mail/p1@example.org", now=NOW + timedelta(minutes=1))
    assert sense.sense(shop.reader).pins == ("allergy", "from:mail/p1@example.org")
    shop.write(learned.unpin, word, now=NOW + timedelta(minutes=2))
    assert sense.sense(shop.reader).pins == ("from:mail/p1@example.org",)
    assert shop.write(triage.undo, now=NOW + timedelta(minutes=3)).said == "Taken back: no longer always show “allergy”"
    assert sense.sense(shop.reader).pins == ("allergy", "from:mail/p1@example.org")
    assert shop.write(triage.undo, now=NOW + timedelta(minutes=4)).said == "Taken back: always show p1@example.org"
    assert shop.write(triage.redo, now=NOW + timedelta(minutes=5)).said == "Done again: always show p1@example.org"
    assert shop.write(triage.undo, now=NOW + timedelta(minutes=6)).said == "Taken back: always show p1@example.org"
    assert shop.write(triage.undo, now=NOW + timedelta(minutes=7)).said == "Taken back: always show “allergy”"
    assert sense.sense(shop.reader).pins == ()


def test_a_sender_is_forgotten_the_last_lesson_unlearned_and_all_reset_each_to_be_undone(shop):
    for minute, name in enumerate(("0", "1", "2")):
        act(shop, name, Verb.STAR, minutes=minute)
    all_three = lessons(shop)
    assert shop.write(learned.forget, "mail/p1@example.org", now=NOW + timedelta(minutes=10)).learned
    assert lessons(shop) == (all_three[0], all_three[2])
    shop.write(learned.unlearn, now=NOW + timedelta(minutes=11))
    assert lessons(shop) == all_three[:1]
    shop.write(learned.pin, "allergy", now=NOW + timedelta(minutes=12))
    shop.write(learned.reset, now=NOW + timedelta(minutes=13))
    assert lessons(shop) == ()
    assert sense.sense(shop.reader).pins == ("allergy",)
    said = [shop.write(triage.undo, now=NOW + timedelta(minutes=minute)).said for minute in (14, 15, 16, 17)]
    what = ("forget all lessons", "always show “allergy”", "forget the last lesson", "forget p1@example.org")
    assert said == [f"Taken back: {one}" for one in what]
    assert lessons(shop) == all_three
    act(shop, "1", Verb.UNSTAR, minutes=20)
    act(shop, "1", Verb.STAR, minutes=21)
    assert [one.sender for one in lessons(shop)].count("mail/p1@example.org") == 1


OUTCOMES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([Verb.STAR, Verb.UNSTAR, Verb.DONE, Verb.REOPEN, Verb.TRASH, Verb.RESTORE]), st.sampled_from("01234")),
        st.tuples(st.sampled_from(["more", "less"]), st.sampled_from("01234")),
        st.tuples(st.sampled_from(["undo", "redo", "pin", "forget", "unlearn", "reset"]), st.sampled_from("01234")),
    ),
    max_size=14,
)  # fmt: skip


def carry_out(shop, what, name, minute):
    now = NOW + timedelta(minutes=minute)
    if isinstance(what, Verb):
        act(shop, name, what, minutes=minute)
    elif what in ("more", "less"):
        shop.write(learned.correct, shop.home(name), more=what == "more", now=now, teach=features)
    elif what in ("undo", "redo"):
        shop.write(getattr(triage, what), now=now)
    elif what == "pin":
        shop.write(learned.pin, TEXTS[name].split()[1].lower(), now=now)
    elif what == "forget":
        shop.write(learned.forget, f"mail/p{name}@example.org", now=now)
    else:
        shop.write(getattr(learned, what), now=now)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(OUTCOMES, OUTCOMES)
def test_two_seats_that_merge_their_logs_have_learned_the_same(tmp_path_factory, one, two):
    folder = tmp_path_factory.mktemp("seats")
    seats = [Shop(folder, f"{name}.db", seat=name) for name in ("a", "b")]
    for seat, done in zip(seats, (one, two), strict=True):
        seat.ingest(*(mail(name, who=f"P{name}", minutes=int(name), text=text) for name, text in TEXTS.items()))
        for minute, (what, name) in enumerate(done):
            carry_out(seat, what, name, minute)
    told = [triage.acts(seat.reader) for seat in seats]
    for seat, other in zip(seats, reversed(told), strict=True):
        # One takes them in line by line, backwards, and twice.
        parts = [other] if seat is seats[0] else [[line] for line in reversed(other)] * 2
        for part in parts:
            seat.write(triage.merge, part)
    first, second = (sense.sense(seat.reader) for seat in seats)
    assert (first.lessons, first.pins, first.own_line) == (second.lessons, second.pins, second.own_line)
    assert Personal(first).weights == Personal(second).weights
    for seat in seats:
        assert seat.reader.execute("select own from sense").fetchone()[0] == round(100 * first.own_line)
        seat.close()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(["more", "less", Verb.STAR]), st.sampled_from("01234")), min_size=1, max_size=8),
    st.data(),
)
def test_what_is_undone_was_never_learned_to_the_last_bit(tmp_path_factory, done, data):
    """Undo and redo walk up and down; the lessons of what stands then are all that was learned."""
    shop = Shop(tmp_path_factory.mktemp("one"))
    shop.ingest(*(mail(name, who=f"P{name}", minutes=int(name), text=text) for name, text in TEXTS.items()))
    stages = [(lessons(shop), weights(shop))]
    taken = []
    for minute, (what, name) in enumerate(done):
        before = len(triage.acts(shop.reader))
        carry_out(shop, what, name, minute)
        if len(triage.acts(shop.reader)) > before:
            stages.append((lessons(shop), weights(shop)))
    at = len(stages) - 1
    for minute, back in enumerate(data.draw(st.lists(st.booleans(), max_size=10)), start=100):
        carry_out(shop, "undo" if back else "redo", "", minute)
        at = max(0, at - 1) if back else min(len(stages) - 1, at + 1)
        taken.append(back)
        assert (lessons(shop), weights(shop)) == stages[at]
    shop.close()


def test_a_run_of_corrections_moves_the_line_and_the_open_conversations_at_once(shop):
    shop.ingest(*(mail(f"x{n}", who=f"X{n}", minutes=20 + n, subject=f"S{n}") for n in range(6)))
    shop.db.conn.execute("update sense set base = 240")
    for number, points in enumerate((300, 250, 230, 200, 170, 100)):
        shop.db.conn.execute(
            "update conversation set points = ?, band = ? where id = ?",
            (points, 0 if points >= 240 else 1, shop.home(f"x{number}")),
        )

    def above():
        return [n for n in range(6) if shop.row(shop.home(f"x{n}")).band.value == "needs-you"]

    def more(name, minute):
        now = NOW + timedelta(minutes=minute)
        return shop.write(learned.correct, shop.home(name), more=True, now=now, teach=features)

    assert above() == [0, 1]
    more("x5", 1)
    assert above() == [0, 1], "one alone says something about itself only"
    told = more("x4", 2)
    assert own_line(lessons(shop)) == -0.3
    assert above() == [0, 1, 2]
    assert told.conversations == {shop.home("x4")}
    assert shop.home("x2") in told.moved, "whoever lists them is told"
    more("x3", 3)
    assert above() == [0, 1, 2, 3]
    told = shop.write(triage.undo, now=NOW + timedelta(minutes=4))
    assert above() == [0, 1, 2]
    assert (told.conversations, told.moved) == ({shop.home("x3")}, {shop.home("x3")})
    for name in range(5):
        more(str(name), 10 + name)
    assert own_line(lessons(shop)) == -1.5, "no farther than that"


def test_what_is_pinned_is_never_put_below_the_line(shop):
    shop.db.conn.execute("update conversation set band = 0, pinned = 1, points = 10 where id = ?", (shop.home("0"),))
    shop.db.conn.execute("update conversation set band = 0, points = 250 where id = ?", (shop.home("1"),))
    shop.db.conn.execute("update sense set own = 30")
    sense.follow_line(shop.db.conn)
    assert shop.row(shop.home("0")).band.value == "needs-you"
    assert shop.row(shop.home("1")).band.value == "worth-a-look"


def test_a_line_drawn_below_where_the_rest_begins_lifts_from_there_too(shop):
    shop.db.conn.execute("update conversation set band = 2, points = -10 where id = ?", (shop.home("0"),))
    shop.db.conn.execute("update conversation set band = 2, points = -40 where id = ?", (shop.home("1"),))
    shop.db.conn.execute("update sense set base = 120, own = -150")
    sense.follow_line(shop.db.conn)
    assert [shop.row(shop.home(one)).band.value for one in "01"] == ["needs-you", "the-rest"]


def test_two_of_the_lower_lanes_are_shown_on_a_page_the_same_all_day(shop):
    shop.db.conn.execute("update conversation set band = 2")
    lane = learned.Lane.NEEDS_YOU
    pages = [learned.explore(shop.reader, lane, page, NOW) for page in range(4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({one for page in pages for one in page}) == 5
    assert learned.explore(shop.reader, lane, 0, NOW, pages=2) == [*pages[0], *pages[1]]
    assert pages[0] == learned.explore(shop.reader, lane, 0, NOW + timedelta(hours=3))
    others = [learned.explore(shop.reader, lane, 0, NOW + timedelta(days=day)) for day in range(1, 9)]
    assert any(other != pages[0] for other in others)
    assert learned.explore(shop.reader, learned.Lane.THE_REST, 0, NOW) == []
    act(shop, "0", Verb.READ)
    assert shop.home("0") not in {one for page in range(3) for one in learned.explore(shop.reader, lane, page, NOW)}


def test_neither_advertising_nor_what_a_machine_wrote_nor_what_was_answered_is_shown_on_a_page(shop):
    shop.ingest(
        mail("spam", minutes=6, text="We offer SEO services: buy backlinks, limited time offer, click here!"),
        mail("list", minutes=7, text="News of the week.", automatic="mailing list"),
        mail("answered", minutes=8, flags=frozenset({Flag.ANSWERED})),
    )
    shop.write(ingest.rerank, NOW, default_ranker())
    assert "spam" in [reason.name for reason in shop.row(shop.home("spam")).reasons]
    shop.db.conn.execute("update conversation set band = 2")
    shown = learned.explore(shop.reader, learned.Lane.NEEDS_YOU, 0, NOW, pages=9)
    assert sorted(shown) == sorted(shop.home(name) for name in TEXTS)


def test_of_a_large_lane_only_the_newest_are_read_and_nothing_is_sorted(shop):
    plan = shop.reader.execute(f"explain query plan {learned._LOW}", ("the-rest", 500)).fetchall()
    assert len(plan) == 1
    assert "(home=?)" in plan[0][3]


def test_what_came_back_follows_the_line_too_and_what_is_automatic_never_crosses_it(shop):
    conn = shop.db.conn
    conn.execute("update sense set base = 240")
    conn.execute("update conversation set band = 0, points = 250, back = 'snooze' where id = ?", (shop.home("0"),))
    conn.execute("update conversation set band = 0, points = 250 where id = ?", (shop.home("1"),))
    conn.execute(
        'update conversation set band = 1, points = 230, reasons = \'[["automatic","a list",-5.0,"fact"]]\' where id = ?',
        (shop.home("2"),),
    )
    conn.execute("update sense set own = 30")
    conn.execute("update conversation set band = 2, points = 10, back = 'woken' where id = ?", (shop.home("3"),))
    sense.follow_line(conn)
    assert [shop.row(shop.home(name)).band.value for name in "0123"] == [
        "needs-you",
        "worth-a-look",
        "worth-a-look",
        "needs-you",
    ]
    conn.execute("update conversation set back = ''")
    assert [shop.row(shop.home(name)).band.value for name in "0123"] == ["worth-a-look"] * 3 + ["the-rest"]
    conn.execute("update conversation set back = 'snooze' where id = ?", (shop.home("0"),))
    conn.execute("update sense set own = -30")
    sense.follow_line(conn)
    conn.execute("update conversation set back = ''")
    assert [shop.row(shop.home(name)).band.value for name in "012"] == ["needs-you", "needs-you", "worth-a-look"]


def test_after_a_lesson_open_conversations_are_ranked_anew_a_few_at_a_time_and_then_no_more(shop):
    shop.write(ingest.rerank, NOW, rank)
    act(shop, "1", Verb.DONE)
    behind = "select count(*) from conversation where state = 'open' and sense < (select revision from sense)"
    assert shop.reader.execute(behind).fetchone()[0] == 4
    assert alarms.next_alarm(shop.reader).timestamp() == 0
    for left in (2, 0):
        shop.write(ingest.rerank, NOW, rank, 2)
        assert shop.reader.execute(behind).fetchone()[0] == left
    assert alarms.next_alarm(shop.reader) > NOW


def test_the_line_rises_slowly_while_more_than_a_fifth_came_to_stand_above_it(shop):
    conn = shop.db.conn
    today = int(NOW.timestamp()) // 86_400

    def days(*counted):
        conn.execute("delete from newcomers")
        conn.executemany(
            "insert into newcomers (day, total, needed) values (?, ?, ?)",
            [(today - back, total, needed) for back, (total, needed) in enumerate(counted, start=1)],
        )

    def crowded():
        return conn.execute("select crowded from sense").fetchone()[0]

    days((20, 8), (20, 2))
    assert crowding.look(conn, NOW)
    assert crowded() == 10
    assert not crowding.look(conn, NOW), "once a day"
    assert not crowding.look(conn, NOW + timedelta(days=1)), "nobody came since it rose"
    conn.execute("update sense set moved = 0, looked = 0")
    days((20, 4), (20, 3))
    assert not crowding.look(conn, NOW), "that is a normal share"
    conn.execute("update sense set looked = 0")
    days((200, 150), (20, 3), (20, 4), (20, 3))
    assert not crowding.look(conn, NOW), "a storm is no normal day"
    conn.execute("update sense set looked = 0")
    days((20, 0), (20, 1))
    assert crowding.look(conn, NOW)
    assert crowded() == 0


def test_a_clock_that_ran_years_ahead_does_not_stop_the_line_for_years(shop):
    conn = shop.db.conn
    today = int(NOW.timestamp()) // 86_400
    conn.execute("update sense set looked = ?1, moved = ?1", (today + 3000,))
    conn.execute("insert or replace into newcomers (day, total, needed) values (?, 40, 30)", (today - 1,))
    assert crowding.look(conn, NOW)
    assert not crowding.look(conn, NOW), "once a day"


class Lined:
    """A ranker that goes by the line alone: everybody has 1.25 points."""

    needs_you = 1.2
    heeded = None
    line = 1.2

    def heed(self, sense, heeded):
        self.line, self.heeded = self.needs_you + sense.line, heeded

    def __call__(self, facts):
        band = Band.NEEDS_YOU if self.line <= 1.25 else Band.WORTH_A_LOOK
        return Score(value=0.5, band=band, reasons=(Reason(name="all", words="all", points=1.25),), version=1)


def test_what_is_ranked_as_the_line_rises_goes_by_the_new_line(shop):
    ranker, conn = Lined(), shop.db.conn
    shop.write(ingest.rerank, NOW - timedelta(days=1), ranker)
    assert shop.row(shop.home("0")).band is Band.NEEDS_YOU
    conn.execute("insert or replace into newcomers (day, total, needed) values (?, 40, 30)", (days_of(NOW) - 1,))
    conn.execute("update conversation set next_rank_at = 0")
    told = shop.write(ingest.rerank, NOW, ranker)
    assert told.learned
    assert told.moved == set(shop.ids())
    assert shop.row(shop.home("0")).band is Band.WORTH_A_LOOK
    assert sense.outdated(shop.reader, 9) == []


def days_of(moment):
    return int(moment.timestamp()) // 86_400


def test_newcomers_are_counted_on_the_day_they_began_and_once_when_they_come_to_need_the_owner(shop):
    counted = "select sum(total), sum(needed) from newcomers"
    total, needed = shop.reader.execute(counted).fetchone()
    assert total == len(TEXTS)
    above = shop.reader.execute("select count(*) from conversation where band = 0").fetchone()[0]
    assert needed == above
    for band in (1, 0, 1, 0):
        shop.db.conn.execute("update conversation set band = ?", (band,))
        crowding.stood_above(shop.db.conn, shop.ids() if band == 0 else [])
    assert shop.reader.execute(counted).fetchone() == (total, total)
