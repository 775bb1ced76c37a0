"""The session ends, or somebody ends the program: what was just typed is kept, and what is held waits in the outbox."""

import pytest

from desktop.domain.draft import ReplyState
from tests.functional.test_fast_hands import texts
from tests.functional.test_keys import Shop, screen, shop, until

__all__ = ["screen", "shop"]
pytestmark = [pytest.mark.screen, pytest.mark.slow]


def test_what_was_typed_a_moment_before_is_kept(shop: Shop) -> None:
    row = shop.page()[0]
    shop.press("r")
    shop.type("We bake it anew")
    shop.process.terminate()
    assert shop.process.wait(60) == 0
    assert texts(shop) == {row.id: "We bake it anew"}


def test_a_held_reply_waits_and_nobody_is_asked(shop: Shop) -> None:
    shop.press("r")
    shop.type("We bake it anew")
    shop.press("ctrl+Return")
    until(lambda: bool(shop.replies()), "the reply is held")
    shop.process.terminate()
    assert shop.process.wait(60) == 0
    assert [reply.state for reply in shop.replies()] == [ReplyState.QUEUED]
