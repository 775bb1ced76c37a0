"""Removing an account loses nothing that was written there, and adding it again brings it back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.act import Verb
from desktop.domain.conversation import Lane, State
from desktop.domain.draft import ReplyState, Together
from desktop.domain.errors import Misconfigured, ShopbellError
from desktop.domain.item import Audience, Flag
from desktop.store import accounts, drafts, flags, inbox, ingest, outbox, removal, triage
from desktop.store.maintenance import Severity, check
from desktop.store.search import search
from tests.store.makers import NOW, OWN, mail, plan, rank
from tests.store.picture import badges_are_true, index_is_true

LATER = NOW + timedelta(hours=1)
OPEN_LANES = (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST, Lane.WAITING, Lane.SNOOZED)


def remove(shop, account=None):
    return shop.write(accounts.remove, (account or shop.account).id, NOW)


def add_again(shop, name="Shop mail", **settings):
    return shop.write(accounts.add, "mail", name, {"address": OWN} | settings, "k2", LATER)


def test_what_was_written_there_stays_in_history_and_search(shop):
    shop.ingest(mail("1", text="marzipan please"), mail("2", minutes=2, who="Ole"))
    remove(shop)
    assert [hit.message for hit in search(shop.reader, "marzipan")] == [shop.message("1")]
    (entry,) = inbox.opened(shop.reader, shop.home("1")).timeline
    assert entry.text == "marzipan please"
    assert inbox.raw(shop.reader, shop.message("1")).startswith(b"raw of 1")


def test_its_conversations_leave_every_lane_of_the_inbox_in_one_gesture(shop):
    shop.ingest(*(mail(str(n), who=f"P{n}", minutes=n) for n in range(4)))
    one, two, *_ = shop.ids()
    shop.write(triage.act, [one], Verb.SNOOZE, now=NOW, until=LATER)
    shop.write(triage.act, [two], Verb.WAIT, now=NOW, until=LATER)
    before = len(triage.acts(shop.reader))
    changes = remove(shop)
    assert changes.conversations == set(shop.ids())
    assert all(shop.lane(lane) == [] for lane in OPEN_LANES)
    assert len(shop.lane(Lane.DONE)) == 4
    made = triage.acts(shop.reader)[before:]
    assert [line.verb for line in made] == [Verb.DONE] * 4
    assert len({line.gesture for line in made}) == 1
    assert shop.write(triage.wake_due, LATER).conversations == frozenset()
    assert badges_are_true(shop.reader)


def test_undo_passes_over_the_removal(shop):
    shop.ingest(mail("1"), mail("2", who="Ole"))
    remove(shop)
    assert not shop.write(triage.undo, now=NOW)
    assert shop.row(shop.home("1")).state is State.DONE


def test_it_is_listed_no_longer_and_its_name_is_free(shop):
    remove(shop)
    assert accounts.accounts(shop.reader) == []
    assert accounts.account(shop.reader, "Shop mail") is None
    assert accounts.statuses(shop.reader, NOW) == []
    assert accounts.lane_states(shop.reader) == []
    fresh = shop.write(accounts.add, "mail", "Shop mail", {"address": "new@hazelrye.example"}, "", LATER)
    assert fresh != shop.account.id
    with pytest.raises(ShopbellError):
        shop.write(accounts.add, "mail", "Shop mail", {}, "", LATER)


def test_two_accounts_that_had_one_name_never_share_a_conversation_by_the_ids_of_their_servers(shop):
    shop.ingest(mail("1", own_id=""))
    remove(shop)
    shop.write(accounts.add, "mail", "Shop mail", {"address": "new@hazelrye.example"}, "", LATER)
    shop.ingest(mail("1", own_id="", who="Ole", text="other"), account=accounts.account(shop.reader, "Shop mail"))
    assert len(shop.ids()) == 2


def test_nothing_is_stored_for_it_any_more(shop):
    remove(shop)
    assert not shop.ingest(mail("1"))
    assert shop.ids() == []


def test_the_server_is_not_told_that_its_mail_was_read(shop):
    shop.ingest(mail("1"))
    remove(shop)
    assert flags.flag_work(shop.reader, shop.account.id) == []


def test_drafts_stay_and_replies_that_have_not_left_are_drafts_again(shop):
    shop.ingest(mail("1"), mail("2", who="Ole"), mail("3", who="Pia"))
    first, second, third = shop.ids()
    shop.write(drafts.save, shop.draft("half a", first), NOW)
    shop.write(outbox.queue, shop.draft("Hello", second), plan("r2"), text="Hello", now=NOW, not_before=LATER)
    shop.write(
        outbox.queue, shop.draft("Bye", third), plan("r3", remote_key="<r3@x>"), text="Bye", now=NOW, not_before=NOW
    )
    shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=1), account=shop.account.id)
    changes = remove(shop)
    assert changes.said == "One reply that had not left is a draft again."
    assert {draft.text for draft in drafts.drafts(shop.reader)} == {"half a", "Hello"}
    withdrawn = outbox.reply(shop.reader, "r2")
    assert withdrawn.state is ReplyState.WITHDRAWN
    assert withdrawn.sentence == "“Shop mail” was removed before this reply left. Its text is a draft again."
    shop.write(outbox.recover, NOW + timedelta(hours=1))
    assert outbox.reply(shop.reader, "r3").state is ReplyState.WITHDRAWN
    assert {draft.text for draft in drafts.drafts(shop.reader)} == {"half a", "Hello", "Bye"}
    with pytest.raises(Misconfigured):
        shop.write(outbox.queue, shop.draft("No", first), plan("r9"), text="No", now=NOW, not_before=NOW)


@pytest.mark.parametrize("refused", [False, True])
def test_what_was_said_in_public_and_in_private_at_one_stroke_is_two_drafts_again(shop, refused):
    shop.ingest(mail("1"))
    ways = {"r1": ("Sorry!", Audience.PUBLIC, ""), "r2": ("Dear Marta", Audience.PRIVATE, "r1")}
    for reply, (text, audience, after) in ways.items():
        draft = replace(shop.draft(text), audience=audience)
        together = Together(gesture="g", after=after)
        how = {"text": text, "now": NOW, "not_before": NOW, "together": together}
        shop.write(outbox.queue, draft, plan(reply, remote_key=f"<{reply}@hazelrye.example>"), **how)
    if refused:
        shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=1))
        shop.write(outbox.advance, "r1", ReplyState.REFUSED, worker="w", sentence="No.", now=NOW)
    assert remove(shop).said == "2 replies that had not left are drafts again."
    assert {one.text for one in drafts.drafts(shop.reader)} == {"Sorry!", "Dear Marta"}
    assert outbox.outbox(shop.reader) == []


def test_a_reply_of_which_nobody_knows_can_still_be_answered_for(shop):
    shop.ingest(mail("1"), mail("2", who="Ole"))
    for reply, home in zip(("r1", "r2"), shop.ids(), strict=True):
        key = f"<{reply}@x>"
        shop.write(
            outbox.queue, shop.draft(reply, home), plan(reply, remote_key=key), text=reply, now=NOW, not_before=NOW
        )
        shop.write(outbox.claim, worker="w", now=NOW, lease=timedelta(minutes=1))
        for state in (ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN):
            shop.write(outbox.advance, reply, state, worker="w", now=NOW)
    remove(shop)
    shop.write(outbox.answer_unknown, "r1", "arrived", LATER)
    shop.write(outbox.answer_unknown, "r2", "again", LATER)
    assert outbox.reply(shop.reader, "r1").state is ReplyState.SENT
    assert outbox.reply(shop.reader, "r2").state is ReplyState.WITHDRAWN
    assert [draft.text for draft in drafts.drafts(shop.reader)] == ["r2"]


def test_a_conversation_that_goes_on_in_another_account_stays_open_and_is_answered_from_there(shop):
    other = shop.add_account("Second")
    shop.ingest(mail("1", minutes=1), account=other)
    shop.ingest(mail("2", minutes=2, parent_ids=("1@example.org",)), mail("3", minutes=3, who="Ole"))
    assert inbox.opened(shop.reader, shop.home("1")).account == shop.account.id
    remove(shop)
    assert shop.row(shop.home("1")).state is State.OPEN
    assert inbox.opened(shop.reader, shop.home("1")).account == other.id
    assert shop.row(shop.home("1")).messages == 2
    assert shop.row(shop.home("3")).state is State.DONE
    remove(shop, other)
    assert shop.row(shop.home("1")).state is State.DONE


def test_the_same_address_added_again_brings_its_history_back_and_doubles_nothing(shop):
    shop.ingest(mail("1"), mail("2", who="Ole"), cursor="here")
    remove(shop)
    assert add_again(shop, "Mail again") == shop.account.id
    (back,) = accounts.accounts(shop.reader)
    assert (back.name, back.secret_key) == ("Mail again", "k2")
    assert accounts.lane_states(shop.reader)[0].cursor == "here"
    assert not shop.ingest(mail("1"), mail("2", who="Ole"), account=back, now=LATER).new_messages
    assert shop.ingest(mail("4", minutes=999, parent_ids=("1@example.org",)), account=back, now=LATER).new_messages
    assert shop.lane(Lane.THE_REST) == [shop.home("1")]


def test_other_servers_for_the_same_address_are_read_from_the_start(shop):
    shop.ingest(mail("1"), cursor="here")
    remove(shop)
    assert add_again(shop, imap_host="elsewhere") == shop.account.id
    assert accounts.lane_states(shop.reader)[0].cursor == ""
    back = accounts.account(shop.reader, "Shop mail")
    elsewhere = mail("elsewhere/1", own_id="1@example.org", flags=frozenset({Flag.SEEN}))
    assert not shop.ingest(elsewhere, account=back, now=LATER).new_messages
    assert shop.message("elsewhere/1")


def test_removing_twice_is_removing_once(shop):
    shop.ingest(mail("1"))
    assert remove(shop).accounts == {shop.account.id}
    assert not remove(shop)


def test_the_file_is_sound_after_it(shop):
    shop.ingest(*(mail(str(n), who=f"P{n % 3}", minutes=n) for n in range(9)))
    remove(shop)
    shop.write(ingest.rerank, LATER, rank)
    assert badges_are_true(shop.reader)
    assert index_is_true(shop.db)
    assert not [found for found in check(shop.path) if found.severity is Severity.BROKEN and found.name != "disk"]


def test_its_secret_is_named_until_it_is_forgotten_and_no_longer_once_it_comes_back(shop):
    assert removal.left_secrets(shop.reader) == []
    remove(shop)
    assert removal.left_secrets(shop.reader) == [(shop.account.id, "k")]
    add_again(shop, "Mail again")
    shop.write(removal.secret_forgotten, shop.account.id, "k2")
    (back,) = accounts.accounts(shop.reader)
    assert (back.secret_key, removal.left_secrets(shop.reader)) == ("k2", [])
    remove(shop)
    shop.write(removal.secret_forgotten, shop.account.id, "k2")
    assert removal.left_secrets(shop.reader) == []


def test_a_feed_that_had_ended_begins_anew_when_it_is_added_again(shop):
    shop.write(accounts.record_failure, shop.account.id, sentence="gone", retry_at=None, failures=1, ended=True)
    remove(shop)
    add_again(shop)
    assert not accounts.lane_states(shop.reader)[0].ended
