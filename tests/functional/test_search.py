"""Search with real keys: completed with Tab, done all at once, taken back, kept under a name, left with Esc."""

from contextlib import closing

from desktop.domain.conversation import Lane, State
from desktop.domain.row import Found
from desktop.store import saved
from desktop.store.connection import open_reader
from tests.functional.test_keys import Shop, screen, shop, until  # noqa: F401 - fixtures


def kept(shop: Shop) -> list[Found]:  # noqa: F811
    with closing(open_reader(shop.database)) as reader:
        return saved.saved(reader)


def test_a_search_is_completed_worked_through_kept_and_left_by_keys_alone(shop: Shop) -> None:  # noqa: F811
    rest = {row.id for row in shop.page(Lane.THE_REST)}
    assert rest
    first = shop.page()[0].id
    shop.press("slash")
    shop.type("in:the")
    shop.press("Tab", "Return", "ctrl+a", "e")
    until(lambda: not shop.page(Lane.THE_REST), "all that was found is done")
    shop.press("z")
    # The lane itself may leave some of them out by now: a storm is folded behind one row some seconds after the start.
    until(lambda: all(shop.row(id_).state is State.OPEN for id_ in rest), "all of it is back")
    shop.press("ctrl+s")
    shop.type("The others")
    shop.press("Return")
    until(lambda: kept(shop) == [Found("in:the-rest", "The others")], "the search was kept")
    shop.press("Escape", "s")
    until(lambda: shop.row(first).starred, "Esc went back to where one was")
