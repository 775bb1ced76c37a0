"""The owner's own weights and words, edited while the window is open: it goes by them within seconds, and so does every
call on the same data; neither ranks anew for ever what the other has ranked.
"""

import re
import subprocess
import sys
from contextlib import closing

import pytest

from desktop.domain.conversation import Band, Lane
from desktop.store.connection import open_reader
from desktop.triage.own import WORDS, ranker
from desktop.triage.weights import OWN
from tests.functional.test_keys import CHECKOUT, Shop, screen, shop, until

__all__ = ["screen", "shop"]

pytestmark = [pytest.mark.screen, pytest.mark.slow]


def versions(shop: Shop) -> set[int]:
    with closing(open_reader(shop.database)) as reader:
        return {row[0] for row in reader.execute("select rank_version from conversation")}


def test_an_edit_counts_at_once_in_the_window_and_in_calls_beside_it(shop: Shop) -> None:
    home = shop.database.parent
    calm, phrase = next(
        (row, found[0])
        for row in shop.page(Lane.THE_REST)
        if row.waiting_since
        and "@" not in row.snippet
        and (found := re.search(r"\b[a-z]{4,} [a-z]{4,}\b", row.snippet))
    )
    (home / WORDS).write_text(f"[safety]\n{phrase} = 3\n", encoding="utf-8")
    (home / OWN).write_text("[channel]\ndirect = 0.5\nanyhow = 1\n", encoding="utf-8")
    until(lambda: shop.row(calm.id).band is Band.NEEDS_YOU, "it stands where the owner's word puts it")
    mine = set(ranker(home).versions)
    until(lambda: versions(shop) <= mine, "all are ranked by what the files say")
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-m", "desktop", "--home", str(home.parent), "--demo", "sync", "--once"],
            env=shop.screen.env | {"PYTHONPATH": str(CHECKOUT)},
            cwd=CHECKOUT,
            capture_output=True,
            check=True,
        )
        assert versions(shop) <= mine
    before = shop.heard()
    shop.press("F5")
    until(lambda: shop.heard() > before, "the window went on")
    assert versions(shop) <= mine
    (home / WORDS).unlink()
    until(lambda: shop.row(calm.id).band is not Band.NEEDS_YOU, "it is as before without the word")
