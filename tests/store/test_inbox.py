"""The list in its order, page by page, and everything the reader shows."""

import random
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.account import Health
from desktop.domain.act import Verb
from desktop.domain.conversation import Band, Lane, Reason, Score
from desktop.domain.item import Attachment, Audience, Author, Kind
from desktop.domain.row import Sorting
from desktop.store import accounts, inbox, ingest, outbox, timeline, triage
from tests.store.makers import NOW, OURS, OWNERS, Shop, gesture, mail, person, plan, rank
from tests.store.picture import badges_are_true

OPEN = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST)


def points(row):
    """What the reasons of a row add up to, in hundredths."""
    return sum(round(100 * reason.points) for reason in row.reasons)


@pytest.fixture
def full(shop):
    rng = random.Random(7)
    for number in range(120):
        who = f"P{number}"
        shop.ingest(mail(f"{number}", who=who, minutes=rng.randrange(900), text=rng.choice(["Can I?", "Thanks"])))
        if number % 3 == 0:
            shop.ingest(
                mail(f"a{number}", who=OURS, people=(person(who),), minutes=950, parent_ids=(f"{number}@example.org",))
            )
    ids = shop.ids()
    rng.shuffle(ids)
    for verb, chosen in (
        (Verb.DONE, ids[:20]),
        (Verb.SNOOZE, ids[20:35]),
        (Verb.WAIT, ids[35:40]),
        (Verb.STAR, ids[30:50]),
    ):
        for number in chosen:
            until = NOW + timedelta(minutes=rng.randrange(1, 9)) if verb in (Verb.SNOOZE, Verb.WAIT) else None
            shop.write(triage.act, [number], verb, now=NOW, until=until)
    for number in ids[50:55]:
        one = plan(f"r{number}", remote_key=f"<{number}@x>")
        shop.write(outbox.queue, shop.draft("Hi", number), one, text="Hi", now=NOW, not_before=NOW)
    while shop.write(ingest.rerank, NOW, rank).conversations:
        pass
    return shop


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("size", [1, 7, 50])
@pytest.mark.parametrize("sorting", list(Sorting))
def test_pages_join_without_gaps_both_ways(full, lane, size, sorting):
    whole = inbox.page(full.reader, lane, limit=1000, sorting=sorting)
    assert [row.id for row in whole] == list(inbox.ids(full.reader, lane, sorting=sorting))
    assert [row.place for row in whole] == sorted(row.place for row in whole)
    assert inbox.counts(full.reader).total[lane] == len(whole)
    found, last = [], None
    while page := inbox.page(full.reader, lane, after=last, limit=size, sorting=sorting):
        found += page
        last = page[-1]
    assert found == whole
    back, first = [], None
    if whole:
        back, first = [whole[-1]], whole[-1]
        while page := inbox.page(full.reader, lane, before=first, limit=size, sorting=sorting):
            back = page + back
            first = page[0]
    assert back == whole


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("sorting", list(Sorting))
def test_the_places_of_some_are_those_of_their_rows(full, lane, sorting):
    rows = inbox.page(full.reader, lane, limit=1000, sorting=sorting)
    gone = 10**6
    places = inbox.places(full.reader, [gone, *(row.id for row in rows)], lane, sorting)
    assert places == {row.id: row.place for row in rows}
    other = full.ids()[0]
    found = inbox.rows(full.reader, [other], lane=lane, sorting=sorting)[other]
    assert inbox.places(full.reader, [other], lane, sorting) == {other: found.place}


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("sorting", list(Sorting))
def test_what_comes_behind_each_is_what_the_page_has_there(full, lane, sorting):
    order = list(inbox.ids(full.reader, lane, sorting=sorting))
    assert inbox.following(full.reader, order, lane, sorting) == dict(pairwise(order))


def test_an_order_is_whole_however_many_lines_are_read_at_a_time(full, monkeypatch):
    whole = inbox.ids(full.reader, Lane.NEEDS_YOU)
    monkeypatch.setattr(inbox, "_LINES", 2)
    assert len(whole) > 4
    assert inbox.ids(full.reader, Lane.NEEDS_YOU) == whole


def waits(row):
    return row.waiting_since or row.last_at


def test_who_most_needs_an_answer_stands_first_and_of_equals_the_older(full):
    for lane in OPEN:
        rows = inbox.page(full.reader, lane, limit=1000)
        assert rows == sorted(rows, key=lambda row: (-points(row), waits(row), row.id))
    assert len(inbox.page(full.reader, Lane.NEEDS_YOU)) > 20


def test_the_other_orders_go_by_time(full):
    for lane in OPEN:
        by_need = inbox.page(full.reader, lane, limit=1000)
        oldest, newest, due = (
            inbox.page(full.reader, lane, limit=1000, sorting=sorting)
            for sorting in (Sorting.OLDEST, Sorting.NEWEST, Sorting.DUE)
        )
        assert {row.id for row in oldest} == {row.id for row in newest} == {row.id for row in by_need}
        assert [row.last_at for row in newest] == sorted((row.last_at for row in by_need), reverse=True)
        for rows in (oldest, due):
            waiting = [row.waiting_since for row in rows if row.waiting_since]
            others = [row.last_at for row in rows if not row.waiting_since]
            assert [bool(row.waiting_since) for row in rows] == [True] * len(waiting) + [False] * len(others)
            assert waiting == sorted(waiting)
            assert others == sorted(others, reverse=True)


def test_what_is_due_soonest_is_what_the_ranker_says_is(shop):
    hours = {"1": 9, "2": 1, "3": 5, "4": None}

    def patient(facts):
        after = hours[facts.text[-1]]
        return replace(rank(facts), due_at=None if after is None else NOW + timedelta(hours=after))

    shop.ingest(*(mail(number, who=f"P{number}", minutes=int(number), text=f"ok? {number}") for number in hours))
    shop.ingest(*(mail(f"a{n}", who=f"Q{n}", text=f"ok? {n}") for n in hours), rank=patient)
    lane = inbox.page(shop.reader, Lane.NEEDS_YOU, sorting=Sorting.DUE)
    said = [row for row in lane if row.who.startswith("Q")]
    assert [row.snippet[-1] for row in said] == ["4", "2", "3", "1"]
    assert [row.due_at for row in said[1:]] == [NOW + timedelta(hours=after) for after in (1, 5, 9)]
    assert said[0].due_at == said[0].waiting_since + timedelta(minutes=60)


NEEDS = st.lists(
    st.tuples(
        st.lists(st.integers(-2000, 2000), max_size=6),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(NEEDS)
def test_the_order_is_that_of_whole_hundredths_then_of_waiting_then_of_ids(tmp_path_factory, needs):
    """However the parts of a sum are split, no rounding of theirs decides: 0.1 + 0.2 and 0.3 are equals."""
    shop = Shop(tmp_path_factory.mktemp("shop"))

    def told(facts):
        parts, _, pinned = needs[int(facts.text)]
        reasons = tuple(Reason(name=f"r{n}", words="w", points=part / 100) for n, part in enumerate(parts))
        return Score(value=0.5, band=Band.NEEDS_YOU, reasons=reasons, version=1, pinned=pinned)

    items = [mail(str(n), who=f"P{n}", minutes=need[1], text=str(n)) for n, need in enumerate(needs)]
    shop.ingest(*items, rank=told)
    ids = {n: shop.home(str(n)) for n in range(len(needs))}
    wanted = sorted(ids, key=lambda n: (not needs[n][2], -sum(needs[n][0]), needs[n][1], ids[n]))
    assert list(inbox.ids(shop.reader, Lane.NEEDS_YOU)) == [ids[n] for n in wanted]
    shop.close()


WALKS = {Sorting.NEED: "need>", Sorting.OLDEST: "stand>", Sorting.NEWEST: "last_id<", Sorting.DUE: "due>"}


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("sorting", list(Sorting))
def test_a_page_and_a_whole_order_are_walks_along_an_index(full, lane, sorting):
    # What is known of one index alone makes the others look better than they are.
    full.db.conn.execute("analyze")
    full.db.conn.execute("delete from sqlite_stat1 where idx not in ('conversation_open', 'conversation_newest')")
    row = full.row(full.ids()[0])
    for after, before in ((None, None), (row, None), (None, row)):
        statement, values = inbox.page_query(lane, after=after, before=before, limit=50, sorting=sorting)
        plan = [line[3] for line in full.reader.execute(f"explain query plan {statement}", values).fetchall()]
        assert not any("TEMP B-TREE" in step or step.startswith("SCAN persona") for step in plan), plan
        assert re.search(r"USING INDEX conversation_\w+", plan[0]), plan
        if after is not None and lane in OPEN:
            assert WALKS[sorting] in plan[0], plan
    said = []
    full.reader.set_trace_callback(said.append)
    inbox.ids(full.reader, lane, sorting=sorting)
    full.reader.set_trace_callback(None)
    (plan,) = full.reader.execute(f"explain query plan {said[0]}").fetchall()
    assert re.search(r"USING (COVERING )?INDEX conversation_\w+", plan[3]), plan


def test_a_row_says_in_which_lane_it_stands(full):
    for lane in (*OPEN, Lane.WAITING, Lane.SNOOZED, Lane.DONE):
        assert {inbox.lane_of(row) for row in inbox.page(full.reader, lane, limit=1000)} <= {lane}


def test_rows_by_id_are_those_of_the_page(full):
    for lane in Lane:
        rows = inbox.page(full.reader, lane, limit=1000)
        assert inbox.rows(full.reader, [row.id for row in rows], lane=lane) == {row.id: row for row in rows}


STEPS = st.lists(
    st.tuples(st.sampled_from((*OWNERS, Verb.UNDO, Verb.WAKE)), st.integers(0, 5), st.booleans()), max_size=25
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_counts_are_what_counting_gives(tmp_path_factory, steps):
    shop = Shop(tmp_path_factory.mktemp("shop"))
    for number, (verb, which, arrive) in enumerate(steps):
        if arrive:
            parents = (f"{which}@example.org",)
            shop.ingest(mail(f"n{number}", who=f"P{which}", own_id=f"{number}@example.org", parent_ids=parents))
        elif verb is not Verb.UNDO and shop.ids():
            gesture(shop, verb, shop.ids()[: which + 1])
        elif verb is Verb.UNDO:
            shop.write(triage.undo, now=NOW)
        assert badges_are_true(shop.reader)
    shop.close()


def test_whoever_writes_in_a_channel_is_a_person_of_their_own_until_somebody_links_them(shop):
    blog = shop.add_account("Blog", "feed")
    shop.ingest(mail("1"), mail("2", minutes=20), mail("3", who="Jon"))
    shop.ingest(mail("p", channel="feed", kind=Kind.BLOG), account=blog)
    found = shop.reader.execute("select channel, key, person from persona order by channel, key").fetchall()
    assert [row[:2] for row in found] == [
        ("feed", "marta@example.org"),
        ("mail", "jon@example.org"),
        ("mail", "marta@example.org"),
    ]
    assert len({row[2] for row in found}) == 3


def test_the_reader_shows_a_person_over_all_channels(shop):
    blog = shop.add_account("Blog", "feed")
    shop.ingest(mail("1", minutes=0), mail("2", minutes=20), mail("3", who="Jon"))
    shop.ingest(mail("p", minutes=10, channel="feed", kind=Kind.BLOG), account=blog)
    shop.db.conn.execute(
        "update persona set person = (select person from persona where channel = 'mail' and key like 'marta%')"
        " where channel = 'feed'"
    )
    shop.db.conn.execute(
        "update conversation set person = (select person from persona where persona.id = conversation.persona)"
    )
    opened = inbox.opened(shop.reader, shop.home("1"))
    assert [entry.text for entry in opened.timeline] == ["text of 1", "text of p", "text of 2"]
    assert [persona.channel for persona in opened.personas] == ["mail", "feed"]
    fewer = inbox.opened(shop.reader, shop.home("1"), limit=2)
    assert [entry.text for entry in fewer.timeline] == ["text of 1", "text of 2"]
    assert fewer.earlier == 1


def test_who_writes_again_under_the_same_name_is_not_indexed_anew(shop):
    said = []
    shop.ingest(mail("1", minutes=1))
    shop.db.conn.set_trace_callback(said.append)
    shop.ingest(mail("2", minutes=2))
    assert not any("persona_search" in statement for statement in said)
    shop.ingest(mail("3", minutes=3, who=replace(person("Marta"), name="Marta Oduya")))
    assert any("persona_search" in statement for statement in said)
    assert [one.name for one in inbox.opened(shop.reader, shop.home("3")).personas] == ["Marta Oduya"]
    heard = "select heard_ms & ((1 << 50) - 1) from persona where key like 'marta%'"
    assert shop.reader.execute(heard).fetchone()[0] == shop.message("3") >> 20


def test_everything_about_a_message_comes_back(shop):
    file = Attachment(name="menu.pdf", media_type="application/pdf", size=9, part="2")
    shop.ingest(
        mail("1", attachments=(file,), html="<p>Hi</p>", fresh="Hi", fresh_html="<p>H</p>", remote_images=2,
             url="https://x.example/1", rating=2, automatic="a list", unreadable="cut short", reply_to=("r@x.example",),
             parent_ids=("p@x.example",), audience=Audience.PUBLIC, raw=b"\0\xff raw")
    )  # fmt: skip
    (entry,) = inbox.opened(shop.reader, shop.only()).timeline
    assert entry.attachments == (file,)
    assert (entry.html, entry.fresh, entry.fresh_html, entry.remote_images) == ("<p>Hi</p>", "Hi", "<p>H</p>", 2)
    assert (entry.url, entry.rating, entry.automatic, entry.unreadable) == (
        "https://x.example/1",
        2,
        "a list",
        "cut short",
    )
    assert inbox.raw(shop.reader, entry.id) == b"\0\xff raw"
    parent = inbox.parent(shop.reader, entry.id)
    assert (parent.own_id, parent.parent_ids, parent.reply_to) == ("1@example.org", ("p@x.example",), ("r@x.example",))
    assert (parent.author_key, parent.sent_to, parent.quote) == ("marta@example.org", (OURS.key,), "Hi")


def test_text_that_no_database_can_keep_is_made_fit(shop):
    broken = mail(
        "1\ud800", subject="a\0b\udfff", text="caf\udce9 \0 end", who=Author(key="x\ud800", name="\0N"), raw=b"x"
    )
    shop.ingest(broken)
    assert (shop.row().subject, shop.row().who) == ("ab?", "N")
    assert not shop.ingest(broken)


def test_a_changed_message_is_told_and_found_by_its_new_words(shop):
    from desktop.store.search import search

    shop.ingest(mail("1", text="old words"))
    changes = shop.ingest(mail("1", text="new words"))
    assert changes.changed_messages
    assert not changes.new_messages
    assert search(shop.reader, "old") == []
    assert len(search(shop.reader, "new")) == 1
    assert shop.row().snippet == "new words"


def test_scores_change_when_their_time_comes(shop):
    shop.ingest(mail("1", text="Thanks"))
    before = shop.row().score
    assert not shop.write(ingest.rerank, NOW + timedelta(minutes=1), rank).conversations
    changes = shop.write(ingest.rerank, NOW + timedelta(days=5), rank)
    assert changes.conversations == {shop.only()}
    assert shop.row().score > before


def test_a_newer_ranker_ranks_all_anew_a_few_at_a_time(shop):
    shop.ingest(*(mail(str(n), minutes=n) for n in range(9)))

    def newer(facts):
        return Score(value=0.9, band=Band.NEEDS_YOU, reasons=(), version=2)

    rounds = 0
    while shop.write(ingest.rerank, NOW, newer, 4).conversations:
        rounds += 1
    assert 3 <= rounds <= 4
    assert len(shop.lane(Lane.NEEDS_YOU)) == 9


def test_a_known_customer_is_known_once_an_older_conversation_comes_to_light(shop):
    shop.ingest(mail("2", minutes=9))
    assert inbox.facts(shop.reader, shop.ids(), NOW)[shop.home("2")].earlier_conversations == 0
    shop.ingest(mail("1", minutes=1))
    assert inbox.facts(shop.reader, shop.ids(), NOW)[shop.home("2")].earlier_conversations == 1
    assert shop.write(ingest.rerank, NOW, rank).conversations == {shop.home("2")}


def test_how_a_channel_is_doing(shop):
    def health(now=NOW):
        return accounts.statuses(shop.reader, now)[0].health

    assert health() is Health.NEW
    shop.write(accounts.record_heard, shop.account.id, NOW)
    assert health() is Health.FINE
    assert health(NOW + timedelta(days=1)) is Health.QUIET
    shop.write(accounts.record_failure, shop.account.id, sentence="No.", retry_at=NOW, failures=1, stopped=False)
    assert health() is Health.TROUBLE
    shop.write(accounts.record_failure, shop.account.id, sentence="No.", retry_at=None, failures=1, stopped=True)
    assert health() is Health.NEEDS_OWNER
    assert accounts.lane_states(shop.reader)[0].sentence == "No."


def test_what_a_server_changes_of_an_account_leaves_what_the_owner_changed_meanwhile(shop):
    shop.write(accounts.update_settings, shop.account.id, {"address": "new@hazelrye.example"})
    shop.write(accounts.amend_settings, shop.account.id, {"url": "https://blog.example/feed"})
    settings = accounts.account(shop.reader, "Shop mail").settings
    assert settings == {"address": "new@hazelrye.example", "url": "https://blog.example/feed"}


def test_an_account_that_is_added_while_one_looks_is_seen_the_next_time(shop, monkeypatch):
    before = accounts.lane_states(shop.reader)
    shop.add_account("Blog", "feed")
    monkeypatch.setattr(accounts, "lane_states", lambda _reader: before)
    assert [status.account.name for status in accounts.statuses(shop.reader, NOW)] == ["Shop mail"]


def test_a_conversation_that_becomes_part_of_another_while_one_looks_is_gone(shop, monkeypatch):
    shop.ingest(mail("1"), mail("2", subject="Bread"))

    def meanwhile(*_):
        shop.ingest(mail("3", parent_ids=("1@example.org", "2@example.org")))
        return []

    monkeypatch.setattr(timeline, "_on_their_way", meanwhile)
    assert inbox.opened(shop.reader, max(shop.ids())) is None


def test_what_is_pinned_stands_before_what_weighs_more_on_every_page(shop):
    def careful(facts):
        found = rank(facts)
        more = Reason(name="more", words="more", points=9.0)
        pinned = "allergy" in facts.text
        return replace(found, pinned=pinned, reasons=found.reasons if pinned else (*found.reasons, more))

    items = [mail(str(n), who=f"P{n}", minutes=n, text="a cake?") for n in range(40)]
    pinned = [mail(f"p{n}", who=f"Q{n}", minutes=500 + n, text="an allergy?") for n in range(3)]
    shop.ingest(*items, *pinned, rank=careful)
    shown = []
    while rows := inbox.page(shop.reader, Lane.NEEDS_YOU, after=shown[-1] if shown else None, limit=7):
        shown += rows
    wanted = [shop.home(f"p{n}") for n in range(3)] + [shop.home(str(n)) for n in range(40)]
    assert [row.id for row in shown] == wanted == list(inbox.ids(shop.reader, Lane.NEEDS_YOU))
    assert [row.id for row in inbox.page(shop.reader, Lane.NEEDS_YOU, before=shown[5], limit=3)] == wanted[2:5]
    assert [row.place for row in shown] == sorted(row.place for row in shown)
    shop.write(triage.act, wanted[:1], Verb.DONE, now=NOW)
    assert shop.lane(Lane.DONE) == wanted[:1]
    shop.write(ingest.rerank, NOW + timedelta(days=3), rank)
    assert shop.lane(Lane.NEEDS_YOU)[0] == shop.home("0")
    assert badges_are_true(shop.reader)
