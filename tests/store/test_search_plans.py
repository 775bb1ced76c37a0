"""No operator makes the search step over what it does not mean, and trash stays out of sight until it is asked for."""

import pytest

from desktop.domain.act import Verb
from desktop.domain.item import Attachment, Author, Kind
from desktop.domain.query import HAVE, PLACES, STATES
from desktop.store import labels, triage
from desktop.store.connection import open_reader, transaction
from desktop.store.search import among, conversations, count, every, search
from tests.store.makers import NOW, gesture, mail

FILE = Attachment(name="menu.pdf", media_type="application/pdf", size=9, part="2")


def _say_that_few_lanes_hold_a_million(shop):
    """Leave the figures that SQLite would gather of such a shop, and by which it chooses its ways."""
    with transaction(shop.db, durable=False):
        shop.db.conn.execute("analyze")
        shop.db.conn.execute("delete from sqlite_stat1 where tbl in ('conversation', 'message')")
        shop.db.conn.execute(
            "insert into sqlite_stat1 values ('conversation', 'conversation_newest', '1000000 333334 1'),"
            " ('conversation', 'conversation_person', '1000000 1 1'),"
            " ('message', 'message_conversation', '1000000 1 1'), ('message', 'message_channel', '1000000 1000000 1')"
        )
    shop.reader.close()
    shop.reader = open_reader(shop.path)


@pytest.fixture
def shelf(shop):
    """Forty conversations of two messages: some in every lane, some with files, a label, a star."""
    blog = shop.add_account("Blog", "feed")
    for n in range(40):
        more = {"account": blog} if n % 5 == 4 else {}
        shape = {"channel": "feed", "kind": Kind.BLOG} if more else {}
        who = Author(key=f"p{n % 7}@example.org", handle=f"p{n % 7}@example.org", name=f"Person {n % 7}")
        shop.ingest(
            mail(f"a{n}", who=who, minutes=n, text="cake", attachments=(FILE,) if n % 6 == 0 else (), **shape),
            mail(f"b{n}", who=who, minutes=100 + n, text="bread", parent_ids=(f"a{n}@example.org",), **shape),
            **more,
        )
    shop.write(labels.make, "Wholesale", now=NOW)
    ids = shop.ids()
    for verb, at in (
        (Verb.DONE, 0),
        (Verb.SNOOZE, 3),
        (Verb.WAIT, 6),
        (Verb.STAR, 9),
        (Verb.READ, 12),
        (Verb.LABEL, 15),
        (Verb.MUTE, 18),
        (Verb.NOT_OURS, 21),
        (Verb.TRASH, 24),
    ):
        gesture(shop, verb, ids[at : at + 3])
    return shop


@pytest.mark.parametrize(("query", "listed"), [("cake", False), ("cake in:anywhere", False), ("cake in:trash", True)])
def test_conversations_are_listed_first_only_where_few_of_them_are_meant(shelf, query, listed):
    said = []
    shelf.reader.set_trace_callback(said.append)
    assert search(shelf.reader, query)
    shelf.reader.set_trace_callback(None)
    assert any(one.startswith("select id from conversation") for one in said) is listed


SINGLE = [
    *(f"{sign}{name}:{value}" for name, values in (("is", STATES), ("in", PLACES), ("has", HAVE)) for value in values
      for sign in ("", "-") if (sign, value) != ("-", "anywhere")),
    "label:wholesale", "-label:wholesale", "channel:mail", "channel:feed", "channel:Blog", "-channel:mail",
    "before:tomorrow", "after:yesterday", "from:p3@example.org", "from:person", "-from:person", "to:hello",
    "subject:cake", "-subject:cake", "cake", "-cake", "ca*",
]  # fmt: skip


@pytest.mark.parametrize(
    "query", ["in:trash", "cake in:trash", "cake in:waiting", "cake is:starred", "cake channel:feed"]
)
def test_nothing_is_read_from_end_to_end_where_most_conversations_are_in_one_lane(shelf, query):
    _say_that_few_lanes_hold_a_million(shelf)
    test_no_operator_reads_a_table_from_end_to_end(shelf, query)


@pytest.mark.parametrize("query", SINGLE)
def test_no_operator_reads_a_table_from_end_to_end(shelf, query):
    asked = []
    shelf.reader.set_trace_callback(asked.append)
    search(shelf.reader, query, now=NOW)
    shelf.reader.set_trace_callback(None)
    for select in (one for one in asked if not one.startswith("--")):
        plan = [row[3] for row in shelf.reader.execute(f"explain query plan {select}").fetchall()]
        scans = [line for line in plan if line.startswith(("SCAN message", "SCAN conversation", "SCAN body"))]
        # An index that holds just what is meant is read from its end.
        assert all("USING" in line for line in scans), (select, plan)


@pytest.mark.parametrize(
    "query", [*SINGLE, "is:unread in:done", "cake is:starred", "is:open OR bread", "-(cake is:open)"]
)
def test_pages_hold_together_whatever_is_asked_for(shelf, query):
    whole = [hit.message for hit in search(shelf.reader, query, now=NOW, limit=500)]
    assert whole == sorted(set(whole), reverse=True)
    paged, before = [], None
    while hits := search(shelf.reader, query, now=NOW, limit=7, before=before):
        paged += [hit.message for hit in hits]
        before = paged[-1]
    assert paged == whole


@pytest.mark.parametrize("query", [*SINGLE, "cake is:starred", "is:open OR bread", "has:attachment is:open cake"])
def test_conversations_are_those_of_the_hits_each_once(shelf, query):
    hits = search(shelf.reader, query, now=NOW, limit=500)
    wanted = list(dict.fromkeys(hit.conversation for hit in hits))
    first = conversations(shelf.reader, query, now=NOW, limit=4)
    assert [hit.conversation for hit in first] == wanted[:4]
    if len(first) == 4:
        seen = {hit.conversation for hit in first}
        rest = conversations(shelf.reader, query, now=NOW, limit=500, before=first[-1].message, seen=seen)
        assert [hit.conversation for hit in rest] == wanted[4:]
    assert every(shelf.reader, query, most=500, now=NOW) == wanted
    assert count(shelf.reader, query, most=9, now=NOW) == min(9, len(wanted))
    ids = shelf.ids()[::2]
    assert set(among(shelf.reader, query, ids, now=NOW)) == set(wanted) & set(ids)


def test_trash_and_what_is_not_about_the_shop_are_found_only_when_asked_for(shelf):
    ids = shelf.ids()
    muted, not_ours, trash = ids[18:21], ids[21:24], ids[24:27]

    def homes(query):
        return {hit.conversation for hit in search(shelf.reader, query, limit=500, now=NOW)}

    assert homes("cake") == set(ids) - set(not_ours) - set(trash)
    assert homes("cake in:trash") == set(trash)
    assert homes("in:not-ours") == set(not_ours)
    assert homes("in:muted") == homes("is:muted bread") == set(muted)
    assert homes("cake in:anywhere") == homes("in:anywhere") == set(ids)
    assert homes("cake in:anywhere -in:trash") == set(ids) - set(trash)
    assert homes("cake (in:trash OR in:muted)") == {*trash, *muted}
    assert homes("-in:muted") == set(ids) - set(not_ours) - set(trash) - set(muted)
    shelf.write(triage.act, trash[:1], Verb.STAR, now=NOW)
    assert not homes("is:starred") & set(trash)
    assert homes("is:starred in:trash") == set(trash[:1])


def test_a_label_is_meant_by_its_name_or_how_that_begins(shelf):
    for name in ("label:wholesale", "label:WHOLE", 'label:"Wholesale"'):
        assert {hit.conversation for hit in search(shelf.reader, name)} == set(shelf.ids()[15:18])
    assert search(shelf.reader, "label:nothing") == []


def test_counting_gives_up_when_it_takes_too_long(shelf, monkeypatch):
    monkeypatch.setattr("desktop.store.search._STEPS", 1)
    monkeypatch.setattr("desktop.store.search._PATIENCE", 2)
    assert count(shelf.reader, "cake OR bread") is None
    monkeypatch.undo()
    assert count(shelf.reader, "cake OR bread") == 34


@pytest.mark.parametrize("query", ["cake", "ca*"])
def test_the_rows_of_a_list_are_looked_for_where_they_can_be_and_not_from_the_first_mail_on(shop, monkeypatch, query):
    monkeypatch.setattr("desktop.store.search.FEW_TO_ASK", 0)
    shop.ingest(*(mail(f"n{n}", who=f"P{n}", minutes=n, subject=f"Cake {n}") for n in range(5)))
    few = shop.ids()[1:4]

    def steps():
        taken = []
        shop.reader.set_progress_handler(lambda: taken.append(1), 1)
        assert set(among(shop.reader, query, few, now=NOW)) == set(few)
        shop.reader.set_progress_handler(None, 0)
        return len(taken)

    alone = steps()
    for side in (-1000, 50):
        shop.ingest(*(mail(f"{side}/{n}", who=f"Q{side}{n}", minutes=side + n, text="cake") for n in range(300)))
    assert steps() < alone * 1.2
