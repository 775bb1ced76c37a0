"""An owner whose hands are faster than the disk: what is typed right after the row changed goes to the right person."""

from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.draft import Draft
from desktop.store import drafts
from desktop.store.connection import open_reader
from tests.functional.test_keys import Shop, screen, shop, until

__all__ = ["screen", "shop"]

pytestmark = [pytest.mark.screen, pytest.mark.slow]
ROWS = 8


def written(database: Path) -> dict[int, Draft]:
    with closing(open_reader(database)) as reader:
        return {draft.conversation: draft for draft in drafts.drafts(reader)}


def texts(shop: Shop) -> dict[int, str]:
    return {id_: draft.text for id_, draft in written(shop.database).items()}


def test_answers_begun_row_after_row_without_a_pause_each_stay_with_their_own(shop: Shop) -> None:
    rows = [row for row in shop.page() if row.channel != "blog"][:ROWS]
    order = [row.id for row in shop.page()]
    keys: list[str] = []
    at = 0
    for number, row in enumerate(rows):
        place = order.index(row.id)
        keys += [
            "key",
            "--delay",
            "0",
            *["j"] * (place - at),
            "r",
            "type",
            "--args",
            "1",
            "--delay",
            "0",
            f"answer {number}",
        ]
        keys += ["key", "--delay", "0", "Escape"]
        at = place
    shop.screen.xdotool(*keys)
    wanted = {row.id: f"answer {number}" for number, row in enumerate(rows)}
    until(lambda: len(written(shop.database)) >= len(rows), "every answer is on disk")
    until(lambda: texts(shop) == wanted, "each stays with its own")
    # By the way they wrote last, not by the one that stood there for the person before. Reviews may be answered by mail.
    for row in (row for row in rows if row.channel in ("mail", "mastodon")):
        assert written(shop.database)[row.id].channel == row.channel
        assert written(shop.database)[row.id].audience == row.audience
