"""A morning's work by keys in the real window: in English, in words a third longer, and read from right to left."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.conversation import Lane, State
from tests.functional.test_keys import Shop, screen, until
from tests.servers.session import Screen

__all__ = ["screen"]
pytestmark = [pytest.mark.screen, pytest.mark.slow]


@pytest.fixture(params=["", "longer", "mirrored"], ids=lambda words: words or "english")
def shop(screen: Screen, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shop]:
    screen.env["SHOPBELL_WORDS"] = request.param
    shop = Shop(screen, tmp_path / "home")
    try:
        shop.start()
        yield shop
    finally:
        shop.close()
        del screen.env["SHOPBELL_WORDS"]
    assert "Traceback" not in shop.log.read_text(errors="replace")


def test_a_mornings_work(shop: Shop) -> None:
    first = shop.page()[0].id

    shop.press("e")
    shop.until_state(first, State.DONE)
    shop.press("z")
    shop.until_state(first, State.OPEN)

    shop.press("j", "h")
    shop.type("tomorrow 8")
    shop.press("Return")
    until(lambda: any(row.state is State.SNOOZED for row in shop.page(Lane.SNOOZED)), "one is put off")

    shop.press("ctrl+k")
    shop.press("Escape")

    before = len(shop.replies())
    place = next(n for n, row in enumerate(shop.page()) if row.channel == "mail")
    shop.press("ctrl+1", *["k"] * 5, *["j"] * place, "Return", "r")
    shop.type("We are so sorry. The driver is on his way.")
    shop.press("ctrl+Return")
    until(lambda: len(shop.replies()) > before, "the reply is held")
    assert "driver is on his way" in shop.replies()[-1].text
