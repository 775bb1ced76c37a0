"""Searches by the command line: the operators of the window, and searches that are kept."""

from tests.cli.conftest import Shopbell


def test_searches_are_kept_listed_shown_and_removed(demo: Shopbell) -> None:
    assert demo("--demo", "searches", "list").out.startswith("No search is saved yet")
    assert demo("--demo", "searches", "add", "Cakes", "cake -in:done").code == 0
    (listed,) = demo("--demo", "searches", "list", "--json").json
    assert (listed["name"], listed["query"]) == ("Cakes", "cake -in:done")
    rows = demo("--demo", "inbox", "--search", "cakes", "--json", "--limit", "500").json
    assert listed["conversations"] == min(100, len(rows)) > 1
    hits = demo("--demo", "search", "cake -in:done", "--json", "--limit", "5000").json
    assert [row["id"] for row in rows] == list(dict.fromkeys(hit["id"] for hit in hits))
    assert not any(sign in row["snippet"] for row in rows for sign in "\x02\x03")
    assert "Not saved any more" in demo("--demo", "searches", "remove", "CAKES").out
    assert demo("--demo", "searches", "list", "--json").json == []


def test_what_cannot_be_kept_is_said_in_a_sentence(demo: Shopbell) -> None:
    wrong = demo("--demo", "searches", "add", "Odd", "is:green")
    assert (wrong.code, "is not known" in wrong.err) == (2, True)
    missing = demo("--demo", "inbox", "--search", "Nothing")
    assert (missing.code, "no saved search" in missing.err) == (1, True)
    assert demo("--demo", "searches", "remove", "Nothing").code == 1


def test_the_whole_language_works_there(demo: Shopbell) -> None:
    assert demo("--demo", "search", "-(cake OR bread) after:last month (is:open OR is:done)").code == 0
    trouble = demo("--demo", "search", '"never closed')
    assert (trouble.code, "missing its partner" in trouble.err) == (2, True)
