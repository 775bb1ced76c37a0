"""Whatever a server says, what it sends is kept, and the mailbox goes on: ids with NUL, times that cannot be."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from desktop.domain.item import Kind
from desktop.store import inbox, ingest
from tests.store.makers import NOW, mail, rank

END_OF_TIME = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
BEYOND_IT = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=12)))
BEFORE_ALL = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=12)))


def test_an_id_with_nul_in_it_is_the_same_at_each_fetch(shop):
    shop.ingest(mail("post\0one"))
    assert not shop.ingest(mail("post\0one")).new_messages
    assert shop.ingest(mail("post\0one", text="edited")).changed_messages
    assert shop.ids() == [shop.home("postone")]


def test_an_id_of_nothing_but_nul_is_an_id(shop):
    assert shop.ingest(mail("\0")).new_messages
    assert not shop.ingest(mail("\0")).new_messages


def test_two_ids_that_are_one_without_nul_are_one_message(shop):
    assert len(shop.ingest(mail("post\0one"), mail("postone")).new_messages) == 1


def test_an_answer_finds_a_message_whose_id_has_nul_in_it(shop):
    shop.ingest(mail("1", own_id="<a\0b@example.org>"))
    shop.ingest(mail("2", minutes=1, own_id="<2@example.org>", parent_ids=("<ab@example.org>",)))
    assert len(shop.ids()) == 1


@pytest.mark.parametrize("when", [END_OF_TIME, BEYOND_IT, BEFORE_ALL, datetime(2300, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("which", [("received_at",), ("written_at",), ("written_at", "received_at")])
def test_a_time_that_cannot_be_costs_neither_the_message_nor_the_mailbox(shop, when, which):
    shop.ingest(mail("1", **dict.fromkeys(which, when)), mail("2", who="Ben"))
    shop.write(ingest.rerank, NOW, rank)
    assert len(shop.ids()) == 2
    entry = inbox.opened(shop.reader, shop.home("1")).timeline[0]
    assert 1969 < entry.written_at.year <= 2200
    assert not shop.ingest(mail("1", **dict.fromkeys(which, when)))


def test_a_mail_under_the_old_number_of_another_is_read_though_that_became_part_of_an_older_conversation(shop):
    """A server put back from a backup counts as it did before: what bears an old number now is another mail."""
    shop.ingest(mail("INBOX;1;1", own_id="<cake@example.org>"))
    shop.ingest(mail("INBOX;1;2", own_id="", minutes=1, subject="Bread", parent_ids=("<bread@example.org>",)))
    shop.ingest(renamed=[("INBOX;1;2", "INBOX;2;2")])
    shop.ingest(mail("INBOX;2;3", minutes=2, parent_ids=("<cake@example.org>", "<bread@example.org>")))
    assert len(shop.ids()) == 1
    shop.ingest(mail("INBOX;1;2", own_id="", minutes=3, subject="Rolls"))
    assert len(shop.ids()) == 2


def test_an_answer_finds_what_is_answered_whatever_its_id_is_made_of(shop):
    said = {"kind": Kind.COMMENT, "channel": "feed"}
    shop.ingest(mail("1", own_id="1", **said))
    shop.ingest(mail("2", own_id="2", minutes=1, parent_ids=("a\x1fb",), **said))
    shop.ingest(mail("3", own_id="3", minutes=2, parent_ids=("1", "2"), **said))
    shop.ingest(mail("4", own_id="4", minutes=3, parent_ids=("a\x1fb",), **said))
    assert len(shop.ids()) == 1
