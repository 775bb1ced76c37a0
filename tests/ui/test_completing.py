"""While a search is typed, what may come next is offered: operators, their values, labels, channels, people, days."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.store.persons import suggest
from desktop.ui.search.completing import Known, offers
from desktop.ui.views.search.page import Search
from tests.store.makers import Shop, mail
from tests.ui.test_overlays import asked, focus, search, theme, window  # noqa: F401 - fixtures

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


def shown(search: Search) -> list[str]:  # noqa: F811
    return [choice.title for choice in search.completions()]


def test_tab_takes_the_first_and_down_and_enter_another(qtbot: QtBot, search: Search) -> None:  # noqa: F811
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


def test_esc_puts_away_what_is_offered_then_the_search(qtbot: QtBot, search: Search) -> None:  # noqa: F811
    qtbot.keyClicks(focus(), "is:")
    assert shown(search)
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert shown(search) == []
    assert search.isVisible()
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert not search.isVisible()


def test_people_are_offered_when_they_come_unless_something_else_was_typed(qtbot: QtBot, search: Search) -> None:  # noqa: F811
    calls = []
    search.ask_people(lambda value, done: calls.append((value, done)))
    qtbot.keyClicks(focus(), "from:mar")
    (late, _), (value, done) = calls[-2], calls[-1]
    assert (late, value) == ("ma", "mar")
    calls[-2][1]([("late@example.org", "")])
    assert shown(search) == []
    done(list(PEOPLE))
    assert shown(search) == ["from:marta@example.org"]


def test_what_was_searched_lately_is_offered_while_nothing_is_typed(qtbot: QtBot, search: Search) -> None:  # noqa: F811
    search.remember(("cake", "is:unread"))
    assert shown(search) == ["cake", "is:unread"]
    qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    assert search.query == "cake"
