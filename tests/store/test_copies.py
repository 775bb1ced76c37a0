"""One mail of which the mailbox holds several copies is one mail to whoever reads and ranks it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.connectors.base import FlagChange
from desktop.domain.act import Verb
from desktop.domain.draft import Delivered, ReplyState
from desktop.domain.item import Flag
from desktop.store import inbox, outbox, triage
from tests.store.makers import NOW, OURS, at, mail, plan, rank

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


def test_a_late_second_copy_does_not_bring_back_what_is_done(shop):
    shop.ingest(mail("INBOX;1;1", **TWICE))
    shop.write(triage.act, shop.ids(), Verb.DONE, now=NOW)
    later = NOW + timedelta(minutes=5)
    shop.ingest(mail("INBOX;1;2", written_at=at(0), received_at=later, **TWICE), now=later)
    assert shop.reader.execute("select state, messages_in from conversation").fetchall() == [("done", 1)]
    shop.ingest(mail("INBOX;1;3", received_at=later, own_id="3", parent_ids=(TWICE["own_id"],)), now=later)
    assert shop.reader.execute("select state, messages_in from conversation").fetchall() == [("open", 2)]


def test_what_was_put_away_elsewhere_and_is_put_back_comes_back_here_too(shop):
    shop.ingest(mail("INBOX;1;1", **TWICE))
    shop.write(triage.act, shop.ids(), Verb.DONE, now=NOW)
    later = NOW + timedelta(minutes=5)
    shop.ingest(changes=[FlagChange(remote_id="INBOX;1;1", gone=True)], now=later)
    shop.ingest(mail("INBOX;1;2", written_at=at(0), received_at=later, **TWICE), now=later)
    assert shop.reader.execute("select state, messages_in from conversation").fetchall() == [("open", 1)]


@pytest.mark.parametrize("minutes", [0, 700])
def test_a_reply_of_ours_of_which_a_copy_came_to_ourselves_too_stands_there_once_and_with_what_became_of_it(
    shop, minutes
):
    shop.ingest(mail("INBOX;1;1", minutes=-5))
    shop.write(outbox.queue, shop.draft(), plan(), text="Dear Marta", now=NOW, not_before=NOW)
    shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=1))
    shop.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    said = {"who": OURS, "own_id": "<r1@hazelrye.example>", "text": "Dear Marta", "minutes": minutes}
    for place in ("Sent;1;1", "INBOX;1;2"):
        shop.ingest(mail(place, parent_ids=("INBOX;1;1@example.org",), **said))
    _, ours = inbox.opened(shop.reader, shop.only()).timeline
    assert (ours.text, ours.delivery.state) == ("Dear Marta", ReplyState.SENT)
