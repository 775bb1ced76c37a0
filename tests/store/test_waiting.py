"""Since when somebody waits: from their first message that was not answered, until an answer, wherever it was written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.item import Audience, Direction, Flag, Kind
from desktop.store import outbox
from tests.store.makers import NOW, OURS, mail, plan

START = NOW - timedelta(days=1)
PUBLIC = {"channel": "mastodon", "kind": Kind.POST, "audience": Audience.PUBLIC}


def theirs(remote_id, minutes, **more):
    return mail(remote_id, minutes=minutes, parent_ids=("1@example.org",), **more)


def ours(remote_id, minutes, **more):
    return mail(remote_id, who=OURS, direction=Direction.OUT, minutes=minutes, parent_ids=("1@example.org",), **more)


def since(shop):
    found = shop.row().waiting_since
    return None if found is None else round((found - START) / timedelta(minutes=1))


def test_the_wait_begins_with_the_first_message_and_more_of_them_do_not_begin_it_anew(shop) -> None:
    shop.ingest(mail("1", minutes=0))
    shop.ingest(theirs("2", 30), theirs("3", 90))
    assert since(shop) == 0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_after_an_answer_the_next_message_begins_it_whatever_comes_in_first(shop, order) -> None:
    items = [mail("1", minutes=0), ours("2", 40), theirs("3", 90)]
    for place in order:
        shop.ingest(items[place])
    assert since(shop) == 90


@pytest.mark.parametrize("where", [{}, PUBLIC])
def test_an_answer_from_the_phone_or_on_the_web_ends_it(shop, where) -> None:
    shop.ingest(mail("1", minutes=0, **where))
    shop.ingest(ours("2", 40, **where))
    assert since(shop) is None


def test_what_one_of_our_names_wrote_is_an_answer_though_the_channel_does_not_say_so(shop) -> None:
    shop.ingest(mail("1", minutes=0, **PUBLIC))
    shop.ingest(replace(ours("2", 40, **PUBLIC), direction=Direction.IN))
    assert since(shop) is None


def test_the_servers_mark_of_another_program_ends_it_and_a_later_message_begins_it(shop) -> None:
    shop.ingest(mail("1", minutes=0))
    shop.ingest(mail("1", minutes=0, flags=frozenset({Flag.ANSWERED})))
    assert since(shop) is None
    shop.ingest(theirs("2", 50))
    assert since(shop) == 50


def test_an_answer_written_here_ends_it_at_once_and_taking_it_back_lets_it_go_on(shop) -> None:
    shop.ingest(mail("1", minutes=0))
    shop.write(outbox.queue, shop.draft(), plan(), text="Dear Marta", now=NOW, not_before=NOW)
    assert since(shop) is None
    shop.write(outbox.withdraw, "r1", NOW)
    assert since(shop) == 0
