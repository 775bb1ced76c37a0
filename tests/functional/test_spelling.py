"""Spelling in the real window, by keys; and a window on a system where there is nothing to spell with."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.compose.dictionaries import open_dictionaries
from desktop.compose.own_words import NAME
from desktop.domain.row import ConversationId
from tests.functional.test_keys import Shop, screen, until
from tests.servers.session import Screen

__all__ = ["screen"]
pytestmark = [pytest.mark.screen, pytest.mark.slow]
NOWHERE = {"PYENCHANT_LIBRARY_PATH": os.devnull}
"""The library finds nothing to read dictionaries with."""


@pytest.fixture
def shop(screen: Screen, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shop]:
    found = open_dictionaries()
    if not request.param and (found is None or "en_US" not in found.installed):
        pytest.skip("SPELLING TESTS DID NOT RUN: no dictionary en_US (see packaging/test.sh)")
    screen.env.update(request.param)
    home = tmp_path / "home"
    (home / "demo").mkdir(parents=True)
    (home / "demo" / "settings.toml").write_text('spelling_languages = "en_US"\n')
    shop = Shop(screen, home)
    try:
        shop.start()
        yield shop
    finally:
        shop.close()
        for name in request.param:
            del screen.env[name]
    assert "Traceback" not in shop.log.read_text(errors="replace")


def write(shop: Shop, text: str) -> ConversationId:
    """Begin a reply to the first mail and return its conversation."""
    page = shop.page()
    place = next(n for n, row in enumerate(page) if row.channel == "mail")
    shop.press("ctrl+1", *["k"] * 5, *["j"] * place, "Return", "r")
    shop.type(text)
    until(lambda: shop.draft(page[place].id) == text.rstrip() or shop.draft(page[place].id) == text, "it is a draft")
    return page[place].id


@pytest.mark.parametrize("shop", [{}], indirect=True, ids=["here"])
def test_a_word_is_put_right_by_keys_and_another_one_kept(shop: Shop) -> None:
    here = write(shop, "You will recieve our kremsnite ")
    shop.press("F7", "Return")
    until(lambda: "will receive our" in shop.draft(here), "the first suggestion stands in the draft")
    shop.press("F7", "Up", "Up", "Return")
    own = shop.database.with_name(NAME)
    until(lambda: own.exists() and "kremsnite" in own.read_text().split(), "the word is one of the owner's own")
    shop.type("soon")
    until(lambda: shop.draft(here).strip() == "You will receive our kremsnite soon", "the caret is where it was")


@pytest.mark.parametrize("shop", [{}], indirect=True, ids=["here"])
def test_languages_are_chosen_by_a_key_and_kept(shop: Shop) -> None:
    write(shop, "You recieve it ")
    shop.press("shift+F7", "Return", "Escape")
    settings = shop.database.with_name("settings.toml")
    until(lambda: tomllib.loads(settings.read_text()).get("spelling_languages") == "", "as the conversation")


@pytest.mark.parametrize("shop", [NOWHERE], indirect=True, ids=["nowhere"])
def test_where_there_is_nothing_to_spell_with_the_keys_do_nothing(shop: Shop) -> None:
    here = write(shop, "You will recieve it")
    shop.press("F7", "shift+F7")
    shop.type(" soon")
    until(lambda: shop.draft(here) == "You will recieve it soon", "the text is written on")
