"""One mail of which the mailbox holds several copies is one mail to whoever reads and ranks it."""

from dataclasses import replace

from desktop.domain.item import Flag
from desktop.store import inbox
from tests.store.makers import mail, rank

TWICE = {"own_id": "<twice@example.org>", "text": "Where is my cake?"}


def counts(shop):
    return shop.reader.execute("select messages_in, unanswered, unread from conversation").fetchall()


def test_a_mail_delivered_twice_was_written_once(shop):
    facts = []
    shop.ingest(
        mail("INBOX;1;1", raw=b"by way of info@", **TWICE),
        mail("INBOX;1;2", raw=b"by way of hello@", **TWICE),
        rank=lambda one: facts.append(one) or rank(one),
    )
    assert counts(shop) == [(1, 1, 1)]
    assert [(one.messages_in, one.unanswered, one.text) for one in facts] == [(1, 1, "Where is my cake?")]
    assert [entry.text for entry in inbox.opened(shop.reader, shop.only()).timeline] == ["Where is my cake?"]


def test_one_of_two_copies_read_or_answered_elsewhere_is_the_mail_read_or_answered(shop):
    first, second = (
        mail("INBOX;1;1", **TWICE),
        mail("INBOX;1;2", minutes=1, **(TWICE | {"written_at": mail("x").written_at})),
    )
    shop.ingest(first, second)
    assert counts(shop) == [(1, 1, 1)]
    shop.ingest(replace(second, flags=frozenset({Flag.SEEN})))
    assert counts(shop) == [(1, 1, 0)]
    shop.ingest(replace(first, flags=frozenset({Flag.ANSWERED})))
    assert counts(shop) == [(1, 0, 0)]


def test_mails_of_a_mailer_that_gives_all_of_them_one_id_are_told_apart(shop):
    again = mail("INBOX;1;2", minutes=9, own_id=TWICE["own_id"], text="And where is my bread?")
    shop.ingest(mail("INBOX;1;1", **TWICE), again)
    assert counts(shop) == [(2, 2, 1)]
    assert len(inbox.opened(shop.reader, shop.only()).timeline) == 2


def test_another_mail_of_the_same_customer_still_counts(shop):
    shop.ingest(mail("INBOX;1;1"), mail("INBOX;1;2", minutes=1, parent_ids=("INBOX;1;1@example.org",)))
    assert counts(shop) == [(2, 2, 1)]
