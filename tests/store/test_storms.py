"""Who wrote when, the storms that were noticed, and what is folded of them: nothing pressing, and nothing hidden."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desktop.domain.account import Account, AccountId
from desktop.domain.act import Verb
from desktop.domain.conversation import Band, Facts, Reason, Score, Tone
from desktop.domain.item import Audience, Author, Direction, Incoming, Kind
from desktop.domain.row import Found, Lane
from desktop.domain.targets import Targets
from desktop.store import accounts, folds, found, inbox, storm_members, storms, summary, triage, wrote
from desktop.store.ingest import ingest
from desktop.store.search import search
from desktop.store.storm_members import Sighting
from desktop.store.wrote import HOUR
from desktop.sync import storms as watch
from desktop.triage.rank import default_ranker
from tests.store.makers import NOW, OURS, mail

CALM = 28
"""Days before in which four people write a day."""


def rank(facts: Facts) -> Score:
    """Complaints need the owner, questions are worth a look."""
    reasons, band = [], Band.THE_REST
    if "broken" in facts.text:
        reasons.append(Reason(name="complaint", words="unhappy", points=3.0, tone=Tone.HURRY))
        band = Band.NEEDS_YOU
    elif "mild" in facts.text:
        reasons.append(Reason(name="faint", words="a little", points=0.9 + len(facts.text) / 1000))
    elif "?" in facts.text:
        reasons.append(Reason(name="ask", words="asks", points=1.0))
        band = Band.WORTH_A_LOOK
    return Score(value=0.5, band=band, reasons=tuple(reasons), version=1)


def said(name: str, when: datetime, text: str = "Lovely!", **more: object) -> Incoming:
    followers = more.pop("followers", None)
    author = Author(key=f"{name}@x.example", handle=name, name=name, followers=followers)  # type: ignore[arg-type]
    values = {"written_at": when, "received_at": when, "kind": Kind.COMMENT, "channel": "facebook"}
    return mail(name, who=author, text=text, **(values | {"subject": "Our new oven"} | more))


def take(shop, items, now=NOW):
    return shop.write(ingest, shop.account, items, cursor=None, now=now, rank=rank)


def quiet_weeks(shop):
    days = [NOW - timedelta(days=day, hours=hour) for day in range(1, CALM) for hour in (0, 2, 3, 5)]
    take(shop, [said(f"calm{n}", when) for n, when in enumerate(days)])


def burst(shop, many=20, start=NOW - timedelta(minutes=50), **more):
    items = [said(f"b{n}", start + timedelta(minutes=n * 40 / many), **more) for n in range(many)]
    take(shop, items)
    return look(shop)


def look(shop, now=NOW):
    accounts = sorted({*wrote.lively(shop.reader, now, 3, timedelta(days=2)), *storms.under_way(shop.reader)})
    return [shop.write(storm_members.keep, seen, same_within=12) for seen in watch.look(shop.reader, accounts, now)]


@pytest.fixture
def stormy(shop):
    quiet_weeks(shop)
    burst(shop)
    return shop


def named(shop, lane=Lane.THE_REST):
    return [row.who for row in inbox.page(shop.reader, lane, limit=200)]


def folded(shop):
    rows = shop.reader.execute(
        "select persona.name from storm_member join conversation on conversation.id = conversation"
        " join persona on persona.id = conversation.persona where folded = 1 order by conversation.id"
    ).fetchall()
    return [row[0] for row in rows]


def test_people_are_counted_once_an_hour_and_machines_and_ours_never(shop):
    take(shop, [said("a", NOW), said("a2", NOW, own_id="x", author=said("a", NOW).author), said("b", NOW, "broken")])
    take(shop, [said("c", NOW, automatic="list"), mail("o", who=OURS, minutes=1439)])
    counted = wrote.counted(shop.reader, shop.account.id, NOW)
    assert counted.people[-1] == 2
    assert counted.unhappy[-1] == 1


def test_a_replay_counts_nobody_twice(shop):
    for _ in range(2):
        take(shop, [said("a", NOW), said("b", NOW)])
    assert wrote.counted(shop.reader, shop.account.id, NOW).people == (2,)


def test_hours_without_anybody_are_counted_too(shop):
    take(shop, [said("a", NOW - timedelta(hours=3)), said("b", NOW)])
    assert wrote.counted(shop.reader, shop.account.id, NOW).people == (1, 0, 0, 1)


def test_the_whole_shop_is_counted_without_a_sorted_copy_of_everybody(shop):
    take(shop, [said("a", NOW - timedelta(hours=3)), said("b", NOW)])
    other = shop.write(accounts.add, "demo", "Posts", {}, "", NOW)
    elsewhere = [said("c", NOW, "broken"), said("d", NOW - timedelta(hours=1))]
    shop.write(
        ingest, Account(id=AccountId(other), kind="demo", name="Posts"), elsewhere, cursor=None, now=NOW, rank=rank
    )
    counted = wrote.counted(shop.reader, wrote.WHOLE_SHOP, NOW)
    assert counted.people == (1, 0, 1, 2)
    assert counted.unhappy == (0, 0, 0, 1)
    plan = shop.reader.execute(f"explain query plan {wrote._OF_ALL}", (0, 0, 1)).fetchall()
    assert not [step for *_, step in plan if "TEMP B-TREE" in step]


def test_the_list_reads_what_is_folded_and_not_everybody_who_ever_took_part_in_a_storm(shop):
    for query in (inbox._ANY_FOLDED, folds.HIDDEN):
        (first, *_) = shop.reader.execute(f"explain query plan {query}").fetchall()
        assert first[3] == "SCAN storm_member USING COVERING INDEX storm_behind"


def test_the_row_of_a_storm_is_read_without_looking_at_any_of_those_behind_it(stormy):
    asked = []
    stormy.reader.set_trace_callback(asked.append)
    (row,) = [row for row in inbox.page(stormy.reader, Lane.THE_REST, limit=200) if row.burst]
    stormy.reader.set_trace_callback(None)
    assert (row.burst.folded, row.burst.people, row.burst.title) == (20, 20, "Our new oven")
    (counting,) = [query for query in asked if "from storm left join" in query]
    (leading,) = [query for query in asked if "min(place)" in query]
    steps = [step for query in (counting, leading) for *_, step in stormy.reader.execute(f"explain query plan {query}")]
    members = [step for step in steps if "storm_member" in step]
    assert members
    assert all("COVERING INDEX" in step for step in members)


def test_who_wrote_eight_weeks_ago_is_forgotten_and_not_counted_again(shop):
    old = NOW - timedelta(weeks=9)
    take(shop, [said("old", old)], now=old)
    assert shop.reader.execute("select count(*) from wrote").fetchone()[0] == 1
    shop.write(wrote.forget, NOW)
    take(shop, [said("older", old)])
    assert shop.reader.execute("select count(*) from wrote").fetchone()[0] == 0


def test_a_quiet_shop_has_no_storm_and_is_hardly_looked_at(shop):
    quiet_weeks(shop)
    assert wrote.lively(shop.reader, NOW, 3, timedelta(days=2)) == []
    assert look(shop) == []
    assert storms.storms(shop.reader) == []


def test_a_storm_is_kept_once_however_often_it_is_looked_at(stormy):
    for minutes in (1, 5, 30):
        look(stormy, NOW + timedelta(minutes=minutes))
    (storm,) = storms.storms(stormy.reader)
    assert (storm.peak, storm.members, storm.folded, storm.alone) == (20, 20, 20, 0)
    assert storm.title == "Our new oven"
    assert storm.folds
    assert not storm.unhappy
    assert sum(storm.hours) == 20


def test_of_those_that_were_told_nothing_is_counted_to_find_what_was_not(stormy):
    look(stormy)
    (storm,) = storms.storms(stormy.reader, untold=True)
    stormy.write(storm_members.told, storm.id)
    asked = []
    stormy.reader.set_trace_callback(asked.append)
    assert storms.storms(stormy.reader, untold=True) == []
    stormy.reader.set_trace_callback(None)
    assert len(asked) == 1
    assert [one.id for one in storms.storms(stormy.reader)] == [storm.id]


def test_few_people_are_noticed_but_not_folded(shop):
    quiet_weeks(shop)
    burst(shop, 6)
    (storm,) = storms.storms(shop.reader)
    assert (storm.folds, storm.folded) == (False, 0)


def test_many_at_once_in_a_channel_that_is_new_are_noticed_by_what_is_usual_in_the_whole_shop(shop):
    quiet_weeks(shop)
    number = shop.write(accounts.add, "demo", "New here", {}, "", NOW - timedelta(hours=2))
    items = [said(f"b{n}", NOW - timedelta(minutes=50 - n)) for n in range(20)]
    new = replace(shop.account, id=number)
    shop.write(ingest, new, items, cursor=None, now=NOW, rank=rank)
    look(shop)
    (storm,) = storms.storms(shop.reader)
    assert (storm.account, storm.folded) == (wrote.WHOLE_SHOP, 20)


def test_a_burst_that_the_clock_cuts_in_two_is_folded_all_the_same(shop):
    quiet_weeks(shop)
    burst(shop, 10, NOW - timedelta(minutes=20))
    (storm,) = storms.storms(shop.reader)
    assert storm.peak < 8
    assert (storm.folds, storm.folded) == (True, 10)
    hour = wrote.hour_of(NOW)
    assert wrote.most_in_an_hour(shop.reader, shop.account.id, hour - 2, None) == 10
    assert wrote.most_in_an_hour(shop.reader, shop.account.id, hour, None) == 5


def test_what_is_pressing_stands_on_its_own(shop):
    quiet_weeks(shop)
    when = NOW - timedelta(minutes=30)
    take(shop, [said("angry", when, "It is broken"), said("asks", when, "Until when?")])
    take(shop, [said("famous", when, followers=20_000)])
    burst(shop)
    (storm,) = storms.storms(shop.reader)
    assert (storm.folded, storm.alone) == (20, 3)
    assert not {"angry", "asks", "famous"} & set(folded(shop))


@pytest.mark.parametrize(
    ("reason", "tone", "alone"),
    [(name, "fact", True) for name in ("complaint", "safety", "ask", "urgent", "known", "answered", "open", "reach")]
    + [("rating", "hurry", True), ("rating", "fact", False), ("waiting", "hurry", False), ("faint", "fact", False)],
)
def test_whoever_has_a_reason_of_their_own_stands_alone_also_far_below_what_needs_the_owner(
    stormy, reason, tone, alone
):
    kept = json.dumps([["calm", "does not sound unhappy", -1.5, "fact"], [reason, "as it may be", 0.3, tone]])
    (first, *_) = folds.behind(stormy.reader, 1)
    stormy.write(lambda db: db.conn.execute("update conversation set reasons = ? where id = ?", (kept, first)))
    look(stormy, NOW + timedelta(minutes=1))
    assert (first not in folds.behind(stormy.reader, 1)) is alone


def test_what_was_there_before_is_no_member(stormy):
    assert all(name.startswith("b") for name in folded(stormy))


def test_what_comes_in_while_the_storm_lasts_is_folded_at_once_and_a_complaint_is_not(stormy):
    take(stormy, [said("late", NOW), said("angry", NOW, "broken")])
    assert "late" in folded(stormy)
    assert "angry" not in folded(stormy)


def test_who_complains_after_all_is_seen_at_once(stormy):
    (first, *_) = folds.behind(stormy.reader, 1)
    again = said("again", NOW, "It is broken", author=said("b0", NOW).author, parent_ids=("b0@example.org",))
    take(stormy, [again])
    assert first not in folds.behind(stormy.reader, 1)
    assert "b0" not in folded(stormy)


def test_who_asks_long_after_the_storm_is_seen_at_once(stormy):
    later = NOW + timedelta(days=4)
    stormy.write(storm_members.end, [stormy.account.id])
    before = len(folded(stormy))
    again = said("again", later, "Is it here?", author=said("b0", NOW).author, parent_ids=("b0@example.org",))
    take(stormy, [again], now=later)
    assert "b0" not in folded(stormy)
    assert len(folded(stormy)) == before - 1


def test_what_the_owner_touches_is_seen_again(stormy):
    one, two, *_ = folds.behind(stormy.reader, 1)
    stormy.write(triage.act, [one], Verb.STAR, now=NOW)
    stormy.write(triage.act, [two], Verb.LABEL, now=NOW, about="thank")
    assert one not in folds.behind(stormy.reader, 1)
    look(stormy)
    assert len(folded(stormy)) == 18


def test_what_is_starred_labelled_or_comes_back_long_after_the_storm_stands_on_its_own_at_once(stormy):
    stormy.write(storm_members.end, [stormy.account.id])
    before = folds.behind(stormy.reader, 1)
    one, two, three = before[3:6]
    later = NOW + timedelta(days=9)
    stormy.write(triage.act, [one], Verb.STAR, now=later)
    stormy.write(triage.act, [two], Verb.LABEL, now=later, about="thank")
    stormy.write(triage.act, [three], Verb.SNOOZE, now=later, until=later + timedelta(hours=1))
    stormy.write(triage.wake_due, later + timedelta(hours=2))
    assert folds.behind(stormy.reader, 1) == [id_ for id_ in before if id_ not in (one, two, three)]
    shown = [row.id for row in inbox.page(stormy.reader, Lane.THE_REST, limit=200)]
    assert {one, two} < set(shown)
    assert three in stormy.lane(Lane.NEEDS_YOU)
    assert list(inbox.ids(stormy.reader, Lane.THE_REST)) == shown
    (storm,) = storms.storms(stormy.reader)
    assert (storm.folded, storm.alone) == (17, 3)
    rows = inbox.rows(stormy.reader, [two], lane=Lane.THE_REST)
    assert not rows[two].folded
    for verb in (Verb.UNLABEL, Verb.UNSTAR, Verb.REOPEN):
        stormy.write(triage.act, [one, two, three], verb, now=later)
    assert folds.behind(stormy.reader, 1) == before


def test_one_conversation_stands_for_the_storm_and_the_next_when_it_is_done(stormy):
    first, second, *_ = folds.behind(stormy.reader, 1)
    assert folds.leads(stormy.reader) == {first: 1}
    stormy.write(triage.act, [first], Verb.DONE, now=NOW)
    assert folds.leads(stormy.reader) == {second: 1}


def test_the_row_of_a_storm_stands_where_the_one_who_needs_it_most_would_and_small_changes_leave_it_there(stormy):
    take(stormy, [said("m1", NOW, "mild")])
    look(stormy)
    assert named(stormy)[0] == "m1"
    take(stormy, [said("m2", NOW + timedelta(minutes=1), "mild, a very little more")])
    look(stormy)
    points = dict(
        stormy.reader.execute("select persona.name, points from conversation join persona on persona = persona.id")
    )
    assert points["m2"] > points["m1"]
    assert named(stormy)[0] == "m1"


def test_the_rest_is_closed_as_one_act_and_taken_back_as_one(stormy):
    rest = folds.behind(stormy.reader, 1)
    stormy.write(triage.act, rest, Verb.DONE, now=NOW)
    assert folds.leads(stormy.reader) == {}
    assert inbox.counts(stormy.reader).total[Lane.DONE] == 20
    stormy.write(triage.undo, now=NOW)
    assert folds.behind(stormy.reader, 1) == rest
    assert inbox.counts(stormy.reader).total[Lane.DONE] == 0


def test_counts_and_searches_know_nothing_of_folds(stormy):
    assert inbox.counts(stormy.reader).total[Lane.THE_REST] == 20 + 4 * (CALM - 1)
    assert len(search(stormy.reader, "from:b7")) == 1


def test_who_stands_for_a_storm_is_found_as_themselves(stormy):
    sought = Found(query="from:b0")
    (row,) = found.page(stormy.reader, sought, limit=10, targets=Targets())
    assert (row.who, row.burst) == ("b0", None)
    assert found.rows(stormy.reader, sought, [row.id], targets=Targets())[row.id].burst is None


def test_a_lane_shows_one_row_for_the_storm(stormy):
    names = named(stormy)
    assert [name for name in names if name.startswith("b")] == ["b0"]
    assert len(names) == 1 + 4 * (CALM - 1)
    assert list(inbox.ids(stormy.reader, Lane.THE_REST)) == [
        row.id for row in inbox.page(stormy.reader, Lane.THE_REST, limit=200)
    ]


def test_who_writes_twice_is_one_of_them_and_what_few_have_in_common_is_no_title(shop):
    quiet_weeks(shop)
    when = NOW - timedelta(minutes=30)
    items = [said(f"b{n}", when + timedelta(minutes=n), subject=f"Post {n // 2}") for n in range(20)]
    again = [said(f"again{n}", NOW, author=items[n].author, subject=f"Post {n + 30}") for n in range(4)]
    take(shop, [*items, *again])
    look(shop)
    (storm,) = storms.storms(shop.reader)
    assert (storm.members, storm.people, storm.title) == (24, 20, "")


def test_pages_go_on_behind_what_is_folded(stormy):
    first = inbox.page(stormy.reader, Lane.THE_REST, limit=5)
    rest = inbox.page(stormy.reader, Lane.THE_REST, limit=200, after=first[-1])
    assert [row.who for row in (*first, *rest)] == named(stormy)


def test_the_row_says_what_the_storm_is(stormy):
    (row,) = [row for row in inbox.page(stormy.reader, Lane.THE_REST, limit=200) if row.burst]
    burst = row.burst
    assert burst is not None
    assert (burst.title, burst.name, burst.people, burst.folded, burst.alone) == (
        "Our new oven",
        "Shop mail",
        20,
        20,
        0,
    )
    assert (burst.peak, burst.rate, sum(burst.hours)) == (20, 20, 20)


def test_whoever_asks_for_a_folded_row_is_told_what_stands_for_it(stormy):
    first, second, third, *_ = folds.behind(stormy.reader, 1)
    read = inbox.rows(stormy.reader, [third], lane=Lane.THE_REST)
    assert {id_: (row.folded, row.burst is not None) for id_, row in read.items()} == {
        third: (True, False),
        first: (False, True),
    }
    stormy.write(triage.act, [first], Verb.DONE, now=NOW)
    read = inbox.rows(stormy.reader, [first], lane=Lane.THE_REST)
    assert read[second].burst is not None
    assert read[first].burst is None
    assert inbox.rows(stormy.reader, [first]).keys() == {first}


def test_the_owner_unfolds_and_folds_again(stormy):
    changed = stormy.write(storm_members.unfold, 1)
    assert len(changed.conversations) == 20
    assert folded(stormy) == []
    look(stormy)
    assert folded(stormy) == []
    stormy.write(storm_members.unfold, 1, folded=True)
    assert len(folded(stormy)) == 20


def test_a_storm_fades_and_is_over(stormy):
    phases = []
    for hours in (0, 1, 2, 4):
        look(stormy, NOW + timedelta(hours=hours))
        phases.append(storms.storms(stormy.reader)[0].phase)
    assert phases[0] in ("rising", "peak")
    assert phases[-1] == "over"
    (storm,) = storms.storms(stormy.reader)
    assert storm.ended is not None
    assert storms.under_way(stormy.reader) == []
    assert len(folded(stormy)) == 20


def test_a_storm_of_complaints_alone_warns_and_folds_nothing(shop):
    quiet_weeks(shop)
    burst(shop, 4, text="It is broken")
    (storm,) = storms.storms(shop.reader)
    assert (storm.unhappy, storm.folds, storm.folded) == (True, False, 0)


def test_only_those_who_complain_take_part_in_a_storm_of_complaints(shop):
    quiet_weeks(shop)
    take(shop, [said("pleased", NOW - timedelta(minutes=45))])
    burst(shop, 4, text="It is broken")
    (storm,) = storms.storms(shop.reader)
    assert (storm.unhappy, storm.folds, storm.members) == (True, False, 4)


def test_praise_is_no_warning(stormy):
    assert not storms.storms(stormy.reader)[0].unhappy


def test_conversations_that_become_one_stay_a_member(stormy):
    first, second, *_ = folds.behind(stormy.reader, 1)
    parents = ("b0@example.org", "b1@example.org")
    take(stormy, [said("both", NOW, author=said("b1", NOW).author, parent_ids=parents)])
    assert first in folds.behind(stormy.reader, 1)
    assert second not in folds.behind(stormy.reader, 1)


def test_five_thousand_are_folded_in_less_than_two_tenths_of_a_second(shop):
    import time

    quiet_weeks(shop)
    items = [said(f"b{n}", NOW - timedelta(seconds=n % 3000)) for n in range(5000)]
    for at in range(0, 5000, 500):
        take(shop, items[at : at + 500])
    (seen,) = watch.look(shop.reader, [shop.account.id], NOW)
    before = time.process_time()
    shop.write(storm_members.keep, seen, same_within=12)
    took = time.process_time() - before
    assert storms.storms(shop.reader)[0].folded == 5000
    assert took < 0.2, f"{took:.3f} s"


def test_the_newest_hours_are_read_without_stepping_over_all_messages(shop):
    plan = shop.reader.execute(
        "explain query plan select count(distinct persona) from message where account = 1 and id > 5"
    ).fetchall()
    assert any("message_account" in row[3] for row in plan)


def test_the_members_of_a_storm_are_named_by_whole_hours(stormy):
    (storm,) = storms.storms(stormy.reader)
    assert storm.began <= NOW - timedelta(minutes=50)
    assert int(storm.began.timestamp() * 1000) % HOUR == 0
    assert json.dumps(storm.hours)
    assert isinstance(watch.look(stormy.reader, [stormy.account.id], NOW)[0], Sighting)


def test_the_people_who_answer_a_post_are_counted_for_the_ranker(shop):
    root = said("root", NOW - timedelta(minutes=40))
    answers = [said(f"a{n}", NOW - timedelta(minutes=30 - n), parent_ids=("root@example.org",)) for n in range(6)]
    again = said("again", NOW, author=answers[0].author, parent_ids=("root@example.org",))
    own = said("own", NOW, author=root.author, parent_ids=("root@example.org",))
    take(shop, [root, *answers, again, own])
    (facts,) = inbox.facts(shop.reader, shop.ids(), NOW).values()
    assert (facts.answers, facts.began_at) == (6, NOW - timedelta(minutes=40))


def test_who_wrote_to_a_removed_account_is_not_what_is_usual_in_the_rest_of_the_shop(stormy):
    before = wrote.counted(stormy.reader, wrote.WHOLE_SHOP, NOW)
    assert sum(before.people) > 100
    stormy.write(accounts.remove, stormy.account.id, NOW)
    after = wrote.counted(stormy.reader, wrote.WHOLE_SHOP, NOW)
    assert sum(after.people) == 0
    assert wrote.rate(stormy.reader, wrote.WHOLE_SHOP, NOW) == 0
    assert wrote.most_in_an_hour(stormy.reader, wrote.WHOLE_SHOP, after.first, None) == 0
    assert sum(storms.hours(stormy.reader, wrote.WHOLE_SHOP, wrote.hour_of(NOW) - 2, None)) == 0
    # What was counted is there again when the account comes back.
    stormy.write(accounts.add, stormy.account.kind, stormy.account.name, stormy.account.settings, "", NOW)
    assert wrote.counted(stormy.reader, wrote.WHOLE_SHOP, NOW) == before


def test_the_storm_of_an_account_is_over_when_the_account_is_removed(stormy):
    assert storms.under_way(stormy.reader) == [stormy.account.id]
    stormy.write(accounts.remove, stormy.account.id, NOW)
    assert storms.under_way(stormy.reader) == []
    assert look(stormy, NOW + timedelta(minutes=5)) == []
    (storm,) = storms.storms(stormy.reader)
    assert (storm.phase, storm.folded) == ("over", 0)


def test_whoever_wrote_to_a_removed_account_takes_no_part_in_a_storm_through_the_whole_shop(shop):
    quiet_weeks(shop)
    number = shop.write(accounts.add, "archive", "Another", {}, "", NOW)
    for account in (shop.account, replace(shop.account, id=number, name="Another")):
        items = [said(f"a{account.id}-{n}", NOW - timedelta(minutes=40 - n)) for n in range(20)]
        shop.write(ingest, account, items, cursor=None, now=NOW, rank=rank)
    (seen,) = watch.look(shop.reader, [shop.account.id], NOW)
    shop.write(accounts.remove, shop.account.id, NOW)
    shop.write(storm_members.keep, replace(seen, account=wrote.WHOLE_SHOP), same_within=12)
    members = shop.reader.execute(
        "select account, count(*) from storm_member join conversation on conversation.id = conversation group by account"
    ).fetchall()
    assert members == [(number, 20)]


def thread(shop, many, *, text="Lovely!", start=NOW - timedelta(minutes=50), unhappy=(), followed=()):
    """Have so many people answer one and the same post, all of them in one conversation."""
    post = said("post", start - timedelta(minutes=5), "We have a new oven", direction=Direction.OUT, own_id="post")
    answers = [
        said(
            f"t{n}",
            start + timedelta(minutes=n * 40 / many),
            "My loaf was broken and nobody answers, I want my money back" if n in unhappy else text,
            parent_ids=("post",),
            audience=Audience.PUBLIC,
            followers=5000 if n in followed else None,
        )
        for n in range(many)
    ]
    take(shop, [post, *answers])
    (home,) = shop.reader.execute("select conversation from message where own_id = 'post'").fetchone()
    return home


def test_people_in_one_thread_are_a_storm_of_so_many_people(shop):
    quiet_weeks(shop)
    home = thread(shop, 20)
    look(shop)
    (storm,) = storms.storms(shop.reader)
    assert (storm.people, storm.members, storm.folded) == (20, 1, 0)
    assert shop.reader.execute("select count(*) from message where conversation = ?", (home,)).fetchone() == (21,)


def test_whoever_complains_in_a_thread_is_heard_however_many_are_pleased_after_them(shop):
    home = thread(shop, 30, unhappy={2}, text="What a lovely oven, well done", followed={4})
    given = summary.facts(shop.reader, [home], NOW)[home]
    assert "broken" not in given.text
    assert sum("broken" in one.text for other in given.others for one in other) == 1
    assert given.followers == 5000
    assert {reason.name for reason in default_ranker().rank(given).reasons} >= {"complaint", "reach"}


def test_of_one_customer_who_writes_again_and_again_the_newest_words_count_alone(shop):
    who = said("a", NOW).author
    take(shop, [said(f"a{n}", NOW + timedelta(minutes=n), author=who, parent_ids=("a0",)) for n in range(9)])
    (home,) = (row[0] for row in shop.reader.execute("select id from conversation"))
    assert summary.facts(shop.reader, [home], NOW)[home].others == ()


def test_whoever_complains_in_a_thread_of_mails_is_counted_though_their_words_were_not_weighed_before(shop):
    texts = {0: "A question about Saturday", 3: "Mine was broken", 5: "Mine was broken too"}
    items = [
        said(
            f"t{n}",
            NOW,
            texts.get(n, "Lovely!"),
            kind=Kind.MAIL,
            channel="mail",
            parent_ids=("t0@example.org",) * (n > 0),
        )
        for n in range(7)
    ]
    take(shop, items[:4])
    take(shop, items[4:])
    assert shop.reader.execute("select count(distinct conversation) from message").fetchone() == (1,)
    unhappy = shop.reader.execute(
        "select persona.name from wrote join persona on persona.id = wrote.persona where unhappy = 1 order by 1"
    ).fetchall()
    assert unhappy == [("t3",), ("t5",)]
    assert wrote.counted(shop.reader, shop.account.id, NOW).people[-1] == 7


def test_the_pleased_in_a_thread_are_not_counted_among_those_who_complain_there(shop):
    items = [said(f"t{n}", NOW, "Mine was broken" if n == 5 else "Lovely!", parent_ids=("post",)) for n in range(6)]
    told = (Reason(name="complaint", words="unhappy", points=3.0, tone=Tone.HURRY),)
    take(shop, [replace(one, terms=told if "broken" in one.text else ()) for one in items])
    assert wrote.counted(shop.reader, shop.account.id, NOW).unhappy[-1] == 1
    assert wrote.rate(shop.reader, shop.account.id, NOW, unhappy=True) == 1
