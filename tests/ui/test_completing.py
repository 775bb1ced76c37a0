"""While a search is typed, what may come next is offered: operators, their values, labels, channels, people, days."""

# ruff: noqa: F811 - fixtures

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.store.persons import suggest
from desktop.ui.search.completing import Known, Offer, offers, wider
from desktop.ui.views.search.page import Search
from tests.store.makers import Shop, mail
from tests.ui.test_overlays import Asked, a_hit, asked, focus, search, theme, window  # noqa: F401 - fixtures

KNOWN = Known({"label": [("Wholesale", ""), ("Fair 2026", "")], "channel": [("Shop mail", "mail"), ("mail", "")]})
PEOPLE = (("marta@example.org", "Marta Oduya"),)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", []),
        ("cake ", []),
        ("fr", ["from:"]),
        ("cake -i", ["in:", "is:"]),
        ("is:un", ["is:unread", "is:unanswered"]),
        ("(cake in:tr", ["in:trash"]),
        ("label:", ["label:Wholesale", "label:Fair 2026"]),
        ("label:fa", ["label:Fair 2026"]),
        ("channel:shop", ["channel:Shop mail"]),
        ("after:la", ["after:last week", "after:last month"]),
        ("from:mar", ["from:marta@example.org"]),
        ('"in quotes fr', []),
        ("cake is:unread", []),
    ],
)
def test_what_may_come_next(query: str, shown: list[str]) -> None:
    assert [offer.shown for offer in offers(query, KNOWN, PEOPLE if "from:" in query else ())] == shown


SHOP = Known(
    {"label": [("Wholesale", ""), ("Wedding cakes", "")], "channel": [("Shop mail", "mail")]},
    saved=[("Cakes unanswered", "cake is:unanswered")],
    recent=("order 4471", "order is:open", "cake"),
)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("o", ["order 4471", "order is:open"]),
        ("or", ["order 4471", "order is:open"]),
        ("order 44", ["order 4471"]),
        ("we", ["label:Wedding cakes"]),
        ("cak", ["cake", "Cakes unanswered", "label:Wedding cakes"]),
        ("shop", ["channel:Shop mail"]),
        ("unr", ["is:unread"]),
        ("bread unr", ["is:unread"]),
        ("-un", ["is:unread", "is:unanswered"]),
        ("mart", ["from:marta@example.org"]),
        ("qqqq", []),
        ('"we', []),
        ("x", []),
    ],
)
def test_what_a_word_may_mean_is_offered_from_its_first_letters_on(query: str, shown: list[str]) -> None:
    assert [offer.shown for offer in offers(query, SHOP, PEOPLE if "mart" in query else ())] == shown


def test_a_guess_that_is_taken_stands_for_the_word() -> None:
    assert offers("bread unr", SHOP)[0].query == "bread is:unread "
    assert offers("we", SHOP)[0].query == 'label:"Wedding cakes" '
    assert offers("unans", SHOP)[0].query == "cake is:unanswered"
    assert offers("mart", SHOP, PEOPLE)[0] == Offer("from:marta@example.org", "from:marta@example.org ", "Marta Oduya")


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("ord", "ord*"),
        ("cake ord", "cake ord*"),
        ("or", ""),
        ("ord ", ""),
        ("-ord", ""),
        ("from:ord", ""),
        ('"ord', ""),
    ],
)
def test_the_last_word_is_the_beginning_of_words_where_it_is_long_enough(query: str, meant: str) -> None:
    assert wider(query) == meant


def test_what_is_taken_goes_on_where_one_types() -> None:
    assert offers("cake -is:unr", KNOWN)[0].query == "cake -is:unread "
    assert offers("cake label:fa", KNOWN)[0].query == 'cake label:"Fair 2026" '
    assert offers("fro", KNOWN)[0].query == "from:"


def test_people_are_found_by_beginnings_of_their_names_those_heard_of_last_first(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.ingest(mail("1", who="Marta", minutes=1), mail("2", who="Martin", minutes=2), mail("3", who="Jon", minutes=3))
    assert [name for _, name in suggest(shop.reader, "mart", limit=5)] == ["Martin", "Marta"]
    assert suggest(shop.reader, "mart example", limit=1) == [("martin@example.org", "Martin")]
    assert suggest(shop.reader, '"!', limit=5) == []


HITS = [a_hit(1), a_hit(2)]


def shown(search: Search) -> list[str]:
    return [choice.title for choice in search.completions()]


def test_tab_takes_the_first_and_down_and_enter_another(qtbot: QtBot, search: Search) -> None:
    qtbot.keyClicks(focus(), "fr")
    assert shown(search) == ["from:"]
    assert search.completions()[0].keys == ("Tab",)
    qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    assert search.query == "from:"
    qtbot.keyClicks(focus(), "x is:un")
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    assert focus().accessibleDescription().startswith("is:unanswered")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert search.query == "from:x is:unanswered "
    assert shown(search) == []


def test_esc_puts_away_what_is_offered_then_the_search(qtbot: QtBot, search: Search) -> None:
    qtbot.keyClicks(focus(), "is:")
    assert shown(search)
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert shown(search) == []
    assert search.isVisible()
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert not search.isVisible()


def test_people_are_offered_when_they_come_unless_something_else_was_typed(qtbot: QtBot, search: Search) -> None:
    calls = []
    search.ask_people(lambda value, done: calls.append((value, done)))
    qtbot.keyClicks(focus(), "from:mar")
    (late, _), (value, done) = calls[-2], calls[-1]
    assert (late, value) == ("ma", "mar")
    calls[-2][1]([("late@example.org", "")])
    assert shown(search) == []
    done(list(PEOPLE))
    assert shown(search) == ["from:marta@example.org"]


def test_what_was_searched_lately_is_offered_while_nothing_is_typed(qtbot: QtBot, search: Search) -> None:
    search.remember(("cake", "is:unread"))
    assert shown(search) == ["cake", "is:unread"]
    qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    assert search.query == "cake"


def test_the_arrows_stay_with_what_was_found_while_a_word_is_only_guessed_at(
    qtbot: QtBot, search: Search, asked: Asked
) -> None:
    search.know(SHOP)
    focus().insert("cak")
    assert shown(search) == ["Cakes unanswered", "label:Wedding cakes"]
    qtbot.waitUntil(lambda: bool(asked.queries))
    asked.queries[-1][1](HITS, "")
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    assert search._list.currentIndex().row() == 1
    assert search._offers.currentIndex().row() == 0
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert not search.isVisible()


def test_where_nothing_has_the_word_those_are_found_that_begin_so_and_opened_as_such(
    qtbot: QtBot,
    search: Search,
    asked: Asked,
) -> None:
    focus().insert("ord")
    qtbot.waitUntil(lambda: [query for query, *_ in asked.queries] == ["ord"])
    asked.queries[-1][1](HITS, "ord*")
    assert len(search.offered()) == len(HITS)
    assert "begin so: 2" in search.note()
    with qtbot.waitSignal(search.opened) as opened:
        qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert opened.args[1] == "ord*"


def test_of_two_letters_nothing_is_looked_through_and_the_owner_is_told_what_helps(
    qtbot: QtBot, search: Search, asked: Asked
) -> None:
    focus().insert("an")
    qtbot.waitUntil(lambda: bool(asked.queries))
    asked.queries[-1][1]([], "")
    assert [query for query, *_ in asked.queries] == ["an"]
    assert search.note().startswith("Nothing has just this word in it. Go on typing")


def test_enter_takes_a_guess_where_nothing_was_found(qtbot: QtBot, search: Search, asked: Asked) -> None:
    search.know(SHOP)
    focus().insert("we")
    qtbot.waitUntil(lambda: bool(asked.queries))
    asked.queries[-1][1]([], "")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert search.query == 'label:"Wedding cakes" '
