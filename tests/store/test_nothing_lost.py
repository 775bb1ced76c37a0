"""Drafts and replies outlive what happens around them: conversations that become one, other replies, late proofs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.connectors.base import FlagChange
from desktop.domain.act import Verb
from desktop.domain.draft import Delivered, ReplyState
from desktop.domain.item import Flag
from desktop.store import drafts, flags, leases, outbox, triage
from tests.store.makers import NOW, OURS, mail, plan

LEASE = timedelta(minutes=2)


@pytest.fixture
def joined(shop):
    """Two conversations that became one while the owner was writing in the younger."""
    shop.ingest(mail("1", minutes=1))
    shop.ingest(mail("2", minutes=2, subject="Bread"))
    older, younger = shop.home("1"), shop.home("2")
    drafts_there = shop.draft("For the cake", conversation=older), shop.draft("Dear Marta", conversation=younger)
    shop.ingest(mail("3", minutes=3, parent_ids=("1@example.org", "2@example.org")))
    assert shop.ids() == [older]
    return drafts_there


def send(shop):
    shop.write(outbox.claim, worker="w", now=NOW, lease=LEASE)
    for state in (ReplyState.SENDING, ReplyState.COMMITTING):
        shop.write(outbox.advance, "r1", state, worker="w", now=NOW)


def kept(shop):
    found = drafts.draft(shop.reader, shop.only())
    return None if found is None else found.text


def test_a_draft_is_kept_where_its_conversation_has_gone(shop, joined):
    _, late = joined
    shop.write(drafts.save, late, NOW)
    assert kept(shop) == "Dear Marta"
    assert shop.row().has_draft


def test_two_drafts_of_conversations_that_became_one_are_both_kept_and_once(shop, joined):
    here, late = joined
    shop.write(drafts.save, here, NOW)
    for text in ("Dear Ma", "Dear Marta", "Dear Marta", ""):
        shop.write(drafts.save, type(late)(**{**values(late), "text": text}), NOW)
    assert kept(shop) == "For the cake\n\nDear Marta"


def test_a_draft_keeps_whom_it_goes_to_when_a_reply_was_written_where_it_comes_to_lie(shop):
    shop.ingest(mail("1", minutes=1), mail("2", minutes=2, subject="Bread"))
    here = shop.draft("For the cake", conversation=shop.home("1"))
    shop.write(drafts.save, here, NOW)
    shop.write(outbox.queue, here, plan(), text=here.text, now=NOW, not_before=NOW + LEASE)
    there = replace(shop.draft("For the bread", conversation=shop.home("2")), cc=("tom@example.org",))
    shop.write(drafts.save, there, NOW)
    shop.ingest(mail("3", minutes=3, parent_ids=("1@example.org", "2@example.org")))
    found = drafts.draft(shop.reader, shop.only())
    assert (found.text, found.cc) == ("For the bread", ("tom@example.org",))


def test_a_reply_that_is_taken_back_goes_to_whom_it_went(shop):
    shop.ingest(mail("1"))
    for reply, text, cc in (("r1", "Dear Marta", ("tom@example.org",)), ("r2", "And also", ())):
        draft = replace(shop.draft(text), cc=cc)
        shop.write(drafts.save, draft, NOW)
        key = f"<{reply}@hazelrye.example>"
        shop.write(outbox.queue, draft, plan(reply, remote_key=key), text=text, now=NOW, not_before=NOW + LEASE)
    shop.write(outbox.withdraw, "r1", NOW)
    found = drafts.draft(shop.reader, shop.only())
    assert (found.text, found.cc) == ("Dear Marta", ("tom@example.org",))


def values(draft):
    return {name: getattr(draft, name) for name in type(draft).__slots__}


def test_a_reply_goes_on_in_the_conversation_its_own_has_become_part_of(shop, joined):
    _, late = joined
    shop.write(outbox.queue, late, plan(), text="Dear Marta", now=NOW, not_before=NOW)
    send(shop)
    shop.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    reply = outbox.reply(shop.reader, "r1")
    assert (reply.state, reply.conversation) == (ReplyState.SENT, shop.only())


def test_a_draft_that_says_something_else_is_not_sent_away_with_a_reply(shop):
    shop.ingest(mail("1"))
    shop.write(drafts.save, shop.draft("half a thought"), NOW)
    shop.write(outbox.queue, shop.draft("Yes!"), plan(), text="Yes!", now=NOW, not_before=NOW)
    assert kept(shop) == "half a thought"
    send(shop)
    shop.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    assert kept(shop) == "half a thought"


def test_nobody_is_unsure_of_a_reply_whose_copy_was_fetched_while_it_was_sent(shop):
    shop.ingest(mail("1"))
    shop.write(outbox.queue, shop.draft("Yes!"), plan(), text="Yes!", now=NOW, not_before=NOW)
    send(shop)
    shop.ingest(mail("copy", who=OURS, own_id="r1@hazelrye.example", minutes=5))
    shop.write(outbox.advance, "r1", ReplyState.UNKNOWN, worker="w", now=NOW)
    assert outbox.reply(shop.reader, "r1").state is ReplyState.SENT


def test_what_lies_in_the_outbox_for_good_is_not_walked_to_find_what_moves(shop):
    seen = []
    shop.ingest(mail("1"))
    shop.write(outbox.queue, shop.draft("Yes!"), plan(), text="Yes!", now=NOW, not_before=NOW)
    for conn in (shop.reader, shop.db.conn):
        conn.set_trace_callback(seen.append)
    leases.holders(shop.reader)
    leases.unfiled(shop.reader, shop.account.id, NOW)
    outbox.outbox(shop.reader)
    outbox.unknown(shop.reader)
    shop.write(outbox.recover, NOW)
    send(shop)
    shop.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    shop.write(outbox.settle, "r1", Delivered(proof="250 ok"), now=NOW)
    for conn in (shop.reader, shop.db.conn):
        conn.set_trace_callback(None)
    asked = [one for one in seen if one.lower().startswith("select")]
    walked = {"SCAN outbox", "SCAN message", "SCAN conversation"}
    plans = {one: shop.reader.execute(f"explain query plan {one}").fetchall() for one in asked}
    assert [one for one, lines in plans.items() if walked & {line[3] for line in lines}] == []


def test_what_was_read_and_answered_here_survives_a_mailbox_made_anew_without_its_marks(shop):
    shop.ingest(mail("1", flags=frozenset({Flag.SEEN, Flag.ANSWERED})), mail("2", subject="Bread", minutes=1))
    shop.write(triage.act, [shop.home("2")], Verb.READ, now=NOW)
    shop.write(flags.flag_done, shop.account.id, ["2"])
    bare = [FlagChange(remote_id="n1"), FlagChange(remote_id="n2", flags=frozenset({Flag.SEEN}))]
    shop.ingest(renamed=[("1", "n1"), ("2", "n2")], changes=bare)
    assert not any(shop.row(one).unread for one in shop.ids())
    assert flags.flag_work(shop.reader, shop.account.id) == [("n1", frozenset({Flag.SEEN, Flag.ANSWERED}))]
