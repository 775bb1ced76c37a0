"""Search finds what it should, newest first, and says plainly what it cannot understand."""

from contextlib import suppress

import pytest

from desktop.domain.act import Verb
from desktop.domain.item import Attachment, Author, Kind
from desktop.store import triage
from desktop.store.connection import transaction
from desktop.store.index import gather, settle
from desktop.store.search import BadQuery, search
from tests.store.makers import NOW, OURS, mail, person

FILE = Attachment(name="menu.pdf", media_type="application/pdf", size=9, part="2")


@pytest.fixture
def shelf(shop):
    blog = shop.add_account("Blog", "feed")
    shop.ingest(
        mail("1", minutes=1, subject="Wedding cake", text="A three tier cake with crème brûlée filling, please"),
        mail("2", minutes=2, who="Jon", subject="Bread", text="The sourdough was burnt. Angry!"),
        mail("3", minutes=3, who="Ines", subject="Question", text="Do you sell cake stands?", attachments=(FILE,)),
        mail("4", minutes=4, who=OURS, people=(person("Marta"),), subject="Re: Wedding cake", text="Gladly"),
        mail("6", minutes=6, who=Author(key="ceo@corp.example", name="Zoë Martas"), subject="Hi", text="Grüße 蛋糕"),
    )
    shop.ingest(
        mail("5", minutes=5, who="Blogger", channel="feed", kind=Kind.BLOG, subject="Bakeries", text="Hazel cake wins"),
        account=blog,
    )
    return shop


def found(shop, query, **more):
    names = dict(shop.reader.execute("select id, remote_id from message").fetchall())
    return [names[hit.message] for hit in search(shop.reader, query, now=NOW, **more)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cake", "5431"),
        ("CAKE stands", "3"),
        ('"three tier"', "1"),
        ('"tier three"', ""),
        ("creme brulee", "1"),
        ("grusse", "6"),
        ("gruße", "6"),
        ("蛋糕", "6"),
        ("sour*", "2"),
        ("sour", ""),
        ("cake -wedding", "53"),
        ("-cake", "62"),
        ('-"wedding cake" -bread', "653"),
        ("from:marta", "61"),
        ("from:marta@example.org", "1"),
        ("from:zoe", "6"),
        ("from:nobody", ""),
        ("cake from:ines", "3"),
        ("cake -from:ines", "541"),
        ("stands OR sourdough", "32"),
        ("stands OR sourdough OR tier", "321"),
        ("cake (wins OR stands)", "53"),
        ("cake wins OR stands", "53"),
        ('("three tier" OR burnt) wedding', "1"),
        ("(cake filling) OR (burnt angry)", "21"),
        ("subject:bread OR stands", "32"),
        ("cake OR bread from:ines", "3"),
        ("cake OR bread -wedding", "532"),
        ("is:open stands OR burnt", "32"),
        ("(cake) OR ((burnt))", "54321"),
        ("cake or bread", ""),
        ("burnt OR -cake", "62"),
        ("burnt OR from:ines", "32"),
        ("(has:attachment OR burnt)", "32"),
        ("(has:attachment OR channel:feed) cake", "53"),
        ("-(cake OR from:zoe)", "2"),
        ("-(cake stands)", "65421"),
        ("-(subject:cake -from:marta)", "65321"),
        ("cake -(wins OR stands)", "41"),
        ("subject:cake -(from:marta OR is:unread)", "4"),
        ("after:last month before:tomorrow cake", "5431"),
        ("before:monday cake", ""),
        ('channel:"blog"', "5"),
        ("channel:Blog OR from:zoe", "65"),
        ("(sourdough)", "2"),
        ("to:marta", "4"),
        ("to:hello@hazelrye.example cake", "531"),
        ("subject:cake", "41"),
        ("-subject:cake cake", "53"),
        ("channel:feed", "5"),
        ("cake channel:feed", "5"),
        ("-channel:mail", "5"),
        ("has:attachment", "3"),
        ("cake -has:attachment", "541"),
        ("re: wedding", "4"),
        ("http://nowhere.example", ""),
        ("before:2020", ""),
        ("after:2020 cake", "5431"),
        ("after:2030", ""),
        ("cake before:2999", "5431"),
        ("cake after:2999-12-31", ""),
        ("cake after:0001-01-02", "5431"),
        ("grüsse", "6"),
        ("gruss*", "6"),
        ("cake -(gruss* OR tier)", "543"),
        ("subject:(bread OR cake)", "421"),
        ("from:(ines OR zoe)", "63"),
        ("cake -from:(ines OR blogger)", "41"),
    ],
)
def test_what_is_found(shelf, query, expected):
    assert "".join(found(shelf, query)) == expected


def test_states_and_places(shelf):
    home = shelf.home
    shelf.write(triage.act, [home("2")], Verb.DONE, now=NOW)
    shelf.write(triage.act, [home("3")], Verb.SNOOZE, now=NOW, until=NOW)
    shelf.write(triage.act, [home("5")], Verb.STAR, now=NOW)
    shelf.write(triage.act, [home("6")], Verb.WAIT, now=NOW, until=NOW)
    assert found(shelf, "is:done") == found(shelf, "in:done") == ["4", "2"]
    assert found(shelf, "is:snoozed cake") == ["3"]
    assert found(shelf, "cake -is:snoozed") == ["5", "4", "1"]
    assert found(shelf, "is:starred") == found(shelf, "in:starred") == ["5"]
    assert found(shelf, "is:waiting") == ["6"]
    assert found(shelf, "is:unread") == ["5", "1"]
    assert found(shelf, "from:ines is:snoozed") == ["3"]
    assert found(shelf, "is:unread -cake") == []


def test_pages_go_on_where_the_last_one_ended(shelf):
    first = search(shelf.reader, "cake", limit=2)
    assert found(shelf, "cake", limit=2, before=first[-1].message) == ["3", "1"]
    assert found(shelf, "after:2020", limit=2, before=first[-1].message) == ["3", "2"]


def test_a_hit_shows_where_it_hits(shelf):
    (hit,) = search(shelf.reader, "brulee")
    assert hit.snippet == "A three tier cake with crème \x02brûlée\x03 filling, please"
    assert (hit.who, hit.subject, hit.channel) == ("Marta", "Wedding cake", "mail")
    assert search(shelf.reader, "brulee", snippets=False)[0].snippet == ""


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Type what to look for"),
        ("!!! ...", "Type what to look for"),
        ("🥐", "Emoji and signs cannot be looked for"),
        ('"❤️" €', "Emoji and signs cannot be looked for"),
        ('"open end', "missing its partner"),
        ("from:", "there should be something"),
        ("is:green", "can be: open, waiting"),
        ("in:attic", "can be: needs-you"),
        ("has:wings", "can be: attachment"),
        ("before:someday", "is not a date"),
        ("after:2026-13-45", "is not a date"),
        ("from:!!!", "names nobody"),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_sentence(shelf, query, sentence):
    with pytest.raises(BadQuery, match=sentence):
        search(shelf.reader, query)


@pytest.mark.parametrize(
    "query",
    [
        "cake AND",
        "NEAR(cake",
        "(cake",
        "cake OR",
        'ca"ke',
        "cake*",
        "^cake",
        "a:b:c",
        "{cake}",
        "cake\0",
        "col:cake",
        "-",
        "--x",
        "*",
    ],
)
def test_no_text_reaches_the_index_as_a_command(shelf, query):
    with suppress(BadQuery):
        hits = search(shelf.reader, query)
        assert all("cake" in f"{hit.subject} {hit.snippet}".lower() for hit in hits if "cake" in query)


@pytest.mark.parametrize(
    "query",
    [
        "OR cake",
        "cake OR",
        "cake OR OR bread",
        "(cake OR bread",
        "cake OR bread)",
        "() OR cake",
        "(" * 50 + "a OR b" + ")" * 50,
    ],
)
def test_an_or_that_joins_nothing_is_said_plainly(shelf, query):
    with pytest.raises(BadQuery):
        search(shelf.reader, query)


def test_an_index_brought_together_finds_the_same(shop):
    for number in range(12):
        shop.ingest(mail(f"m{number}", subject=f"Cake number {number}", text="a lemon cake please", minutes=number))
    before = search(shop.reader, "lemon cake")
    with transaction(shop.db, durable=False):
        settle(shop.db)
    assert search(shop.reader, "lemon cake") == before
    assert len(before) == 12


def test_an_index_that_gathers_more_at_a_time_writes_fewer_pieces_and_finds_the_same(shop):
    words = " ".join(f"cake{number}" for number in range(20_000))

    def pieces_of(name):
        shop.write(settle)
        shop.ingest(*(mail(f"{name}{number}", text=f"{words} {name}{number}") for number in range(20)))
        assert found(shop, f"cake7 {name}3") == [f"{name}3"]
        return shop.db.conn.execute("select count(distinct segid) from search_idx").fetchone()[0]

    little = pieces_of("little")
    shop.write(gather)
    assert pieces_of("much") == 2 < little


def test_a_whole_address_means_exactly_that_writer(shop):
    longer = Author(key="marta@example.org.uk", handle="marta@example.org.uk", name="Another Marta")
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2, who=longer))
    assert [hit.message for hit in search(shop.reader, "from:Marta@Example.org")] == [shop.message("1")]
    assert len(search(shop.reader, "from:marta@example")) == 2


def test_a_writer_of_many_names_a_state_and_a_page_go_together(shelf):
    shelf.write(triage.act, [shelf.home("6")], Verb.DONE, now=NOW)
    assert found(shelf, "from:marta is:open") == ["1"]
    assert found(shelf, "from:marta is:done") == ["6"]
    assert found(shelf, "from:zoe is:open") == []
    assert found(shelf, "from:nobody cake") == found(shelf, "from:nobody is:open") == []
    newest = search(shelf.reader, "from:marta", limit=1)
    assert found(shelf, "from:marta", limit=1, before=newest[0].message) == ["1"]


@pytest.mark.parametrize("query", ["from:marta", "from:ines", "is:open", "cake from:nobody"])
def test_what_was_not_found_by_words_shows_how_it_begins(shelf, query):
    texts = dict(shelf.reader.execute("select message, text from body").fetchall())
    for hit in search(shelf.reader, query):
        assert hit.snippet == texts[hit.message]
    assert not any(hit.snippet for hit in search(shelf.reader, query, snippets=False))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("蛋糕", "zh"),
        ("生日", "ja zh"),
        ("subject:生日", "ja"),
        ("-蛋糕", "ko ja"),
        ("蛋糕 OR 케이크", "ko zh"),
        ("蛋糕 明天", "zh"),
        ("케이크", "ko"),
        ("日のパン*", "ja"),
        ("糕蛋", ""),
    ],
)
def test_a_word_of_a_script_without_spaces_is_found_within_its_sentence(shop, query, expected):
    shop.ingest(
        mail("zh", minutes=1, subject="你好", text="我想订一个生日蛋糕，明天可以吗？"),
        mail("ja", minutes=2, subject="生日のケーキ", text="3日のパンを二つ予約したいです。"),
        mail("ko", minutes=3, subject="안녕", text="생일 케이크를 주문하고 싶어요"),
    )
    assert " ".join(found(shop, query)) == expected


def test_whom_it_was_written_to_is_found_without_accents_as_who_wrote_is(shop):
    zoe, ann = (
        Author(key=f"{n}@x.example", handle=f"{n}@x.example", name=f"{n.title()} Müller") for n in ("zoe", "ann")
    )
    shop.ingest(mail("1", minutes=1, who=OURS, people=(zoe,)), mail("2", minutes=2, who=OURS, people=(ann,)))
    shop.ingest(mail("3", minutes=3, who=zoe), mail("4", minutes=4, who=person("Annabel"), people=(person("Hannah"),)))
    assert found(shop, "to:muller") == found(shop, "to:Müller") == ["2", "1"]
    assert found(shop, "to:ann") == ["2"]
    assert found(shop, 'to:"zoe mull"') == ["1"]
    assert found(shop, "-to:muller") == ["4", "3"]


def test_a_whole_address_that_is_not_meant_is_exactly_that_one(shop):
    longer = Author(key="marta@example.org.uk", handle="marta@example.org.uk", name="Another Marta")
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2, who=longer))
    assert found(shop, "-from:marta@example.org") == ["2"]
    assert found(shop, "-from:marta@example") == []
