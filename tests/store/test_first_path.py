"""From a fetched mail to a settled reply, on one real file."""

from datetime import timedelta

from desktop.domain.account import Account
from desktop.domain.act import Verb
from desktop.domain.conversation import Lane
from desktop.domain.draft import Delivered, ReplyState
from desktop.domain.item import Direction
from desktop.store import drafts, inbox, outbox, triage
from tests.store.makers import NOW, OURS, mail, person, plan


def test_a_mail_stands_in_the_list_and_can_be_opened(shop):
    changes = shop.ingest(mail("1", text="Can I order a cake?"))
    assert len(changes.new_messages) == 1
    row = inbox.page(shop.reader, Lane.NEEDS_YOU)[0]
    assert (row.who, row.subject, row.snippet, row.unread) == ("Marta", "Cake", "Can I order a cake?", True)
    opened = inbox.opened(shop.reader, row.id)
    assert [entry.text for entry in opened.timeline] == ["Can I order a cake?"]
    assert opened.account == shop.account.id


def test_what_a_form_writes_to_the_shop_in_its_own_name_needs_the_owner(shop):
    shop.ingest(mail("1", who=OURS, people=(OURS,), text="Marta, marta@example.org: is the cake free of nuts?"))
    row = inbox.page(shop.reader, Lane.NEEDS_YOU)[0]
    assert (row.unread, row.waiting_since is not None) == (True, True)


def test_what_another_of_the_shops_accounts_wrote_is_ours(shop):
    other = Account(id=shop.account.id, kind="mail", name="Orders", settings={"address": "orders@hazelrye.example"})
    shop.ingest(mail("1", who=OURS, people=(person("orders"),)), account=other)
    assert inbox.opened(shop.reader, shop.only()).timeline[0].direction is Direction.OUT


def test_a_reply_goes_from_draft_to_sent_once(shop):
    shop.ingest(mail("1", text="Can I order a cake?"))
    draft = shop.draft()
    shop.write(drafts.save, draft, NOW)
    assert drafts.draft(shop.reader, shop.only()).text == "Dear Marta"
    shop.write(outbox.queue, draft, plan(), text="Dear Marta", now=NOW, not_before=NOW + timedelta(seconds=10))
    assert drafts.draft(shop.reader, shop.only()) is None
    assert shop.row().waiting_since is None
    claimed = {"worker": "w", "lease": timedelta(minutes=2)}
    assert shop.write(outbox.claim, now=NOW, **claimed)[1] is None
    _, reply = shop.write(outbox.claim, now=NOW + timedelta(seconds=10), **claimed)
    assert (reply.plan.payload, reply.state) == (b"the bytes", ReplyState.CLAIMED)
    for state in (ReplyState.SENDING, ReplyState.COMMITTING):
        shop.write(outbox.advance, reply.id, state, worker="w", now=NOW)
    shop.write(outbox.settle, reply.id, Delivered(proof="250 ok"), now=NOW)
    timeline = inbox.opened(shop.reader, shop.only()).timeline
    assert [(e.direction, e.delivery and e.delivery.words(NOW)) for e in timeline] == [
        (Direction.IN, None),
        (Direction.OUT, "sent, the server accepted it"),
    ]


def test_what_was_done_can_be_undone(shop):
    shop.ingest(mail("1", text="Can I order a cake?"))
    changes = shop.write(triage.act, [shop.only()], Verb.DONE, now=NOW)
    assert changes.said == "Done: Marta"
    assert shop.lane(Lane.DONE) == [shop.only()]
    shop.write(triage.undo, now=NOW)
    assert shop.lane(Lane.NEEDS_YOU) == [shop.only()]
    assert shop.row().unread
