"""Searches that are kept: one of a name, in their order, counted no further than a hundred."""

import pytest

from desktop.domain.query import BadQuery
from desktop.domain.row import Found
from desktop.domain.targets import USUAL
from desktop.store import found, saved
from desktop.store.saved import BadName
from tests.store.makers import mail


def test_a_search_is_kept_replaced_renamed_and_removed(shop):
    shop.write(saved.add, "Cakes", "cake")
    shop.write(saved.add, "Waiting", "is:waiting")
    shop.write(saved.add, "CAKES", "cake OR tart")
    assert saved.saved(shop.reader) == [Found("cake OR tart", "CAKES"), Found("is:waiting", "Waiting")]
    shop.write(saved.rename, "cakes", "Sweet")
    assert saved.by_name(shop.reader, "SWEET") == Found("cake OR tart", "Sweet")
    with pytest.raises(BadName, match="is a search “Waiting” already"):
        shop.write(saved.rename, "Sweet", "waiting")
    shop.write(saved.remove, "sweet")
    assert saved.saved(shop.reader) == [Found("is:waiting", "Waiting")]


@pytest.mark.parametrize(
    ("name", "query", "wrong"), [("", "a", BadName), ("x" * 61, "a", BadName), ("N", "is:", BadQuery)]
)
def test_what_cannot_be_kept(shop, name, query, wrong):
    with pytest.raises(wrong):
        shop.write(saved.add, name, query)
    assert saved.saved(shop.reader) == []


ALTERNATIVES = " ".join(f"(from:a{n} OR is:unread)" for n in range(6))


def test_a_search_of_too_many_alternatives_is_refused_and_one_that_was_kept_spoils_no_other(shop):
    with pytest.raises(BadQuery, match="Too many alternatives"):
        shop.write(saved.add, "Wild", ALTERNATIVES)
    shop.write(saved.add, "Wild", "cake")
    shop.write(saved.add, "Cakes", "cake")
    shop.db.conn.execute("update saved_search set query = ? where name = 'Wild'", (ALTERNATIVES,))
    assert saved.counts(shop.reader) == {"Wild": None, "Cakes": 0}


def test_there_is_an_end_to_how_many(shop):
    for n in range(saved.MOST):
        shop.write(saved.add, f"S{n}", "cake")
    with pytest.raises(BadName, match="Remove one"):
        shop.write(saved.add, "One more", "cake")
    shop.write(saved.add, "s3", "bread")


def test_counts_stop_at_a_hundred(shop):
    shop.ingest(*(mail(str(n), minutes=n, text="cake" if n else "bread") for n in range(130)))
    shop.write(saved.add, "Cakes", "cake text")
    shop.write(saved.add, "All", "in:anywhere")
    shop.write(saved.add, "Bread", "bread")
    assert saved.counts(shop.reader) == {"Cakes": 0, "All": 100, "Bread": 1}


def test_a_row_shows_the_words_around_its_hit_and_its_place_is_that_of_the_hit(shop):
    shop.ingest(
        mail("1", minutes=1, text="A lemon cake"),
        mail("2", minutes=2, text="Bread"),
        mail("3", minutes=3, text="Thank you", parent_ids=("1@example.org",)),
        mail("4", minutes=2, who="Jon", text="Lemon tart"),
    )
    what = Found("lemon")
    rows = found.page(shop.reader, what, limit=9, targets=USUAL)
    assert [row.snippet for row in rows] == ["\x02Lemon\x03 tart", "A \x02lemon\x03 cake"]
    assert sorted(row.place for row in rows) == [row.place for row in rows]
    assert list(found.ids(shop.reader, what)) == [row.id for row in rows]
    assert found.rows(shop.reader, what, shop.ids(), targets=USUAL) == {row.id: row for row in rows}
    assert found.bare(rows[0]).snippet == "Lemon tart"


def test_a_message_without_words_is_found_by_its_subject(shop):
    shop.ingest(mail("1", subject="Sealed", text="\n", unreadable="This mail is encrypted."))
    (row,) = found.page(shop.reader, Found("from:marta"), limit=9, targets=USUAL)
    assert row.snippet == "Sealed"
