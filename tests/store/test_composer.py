"""Drafts for each way to answer, files with them, replies for a later time, and two replies in one gesture."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.draft import LATE_AFTER, Delivered, Draft, Enclosure, ReplyState, Together
from desktop.domain.errors import IllegalMove
from desktop.domain.item import Audience, Kind
from desktop.domain.standing import Stage, standing
from desktop.store import drafts, files, inbox, leases, outbox, replies, triage
from desktop.store.connection import Damaged
from desktop.store.maintenance import Severity, check
from tests.store.makers import NOW, OURS, Shop, mail, plan

LEASE = timedelta(minutes=2)
CAKE = Enclosure(name="cake.png", media_type="image/png", data=b"a picture")
LIST = Enclosure(name="Preisliste.pdf", media_type="application/pdf", data=b"%PDF")
LATER = NOW + timedelta(hours=8)


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    made.ingest(mail("a", text="Where is my cake?"))
    yield made
    made.close()


def names(shop, draft: Draft):
    key = (draft.conversation, draft.account, draft.audience)
    return [(file.number, file.name) for file in files.of_draft(shop.reader, key)]


def count(shop, table):
    return shop.reader.execute(f"select count(*) from {table}").fetchone()[0]


def queue(shop, draft, reply_id="r1", **more):
    values = {"text": draft.text, "now": NOW, "not_before": more.get("leave_at") or NOW} | more
    shop.write(outbox.queue, draft, plan(reply_id, remote_key=f"<{reply_id}@hazelrye.example>"), **values)
    return reply_id


def claim(shop, now=NOW):
    _, found = shop.write(outbox.claim, worker="w", now=now, lease=LEASE)
    return None if found is None else found.id


def send(shop, reply_id, now=NOW):
    assert claim(shop, now) == reply_id
    shop.write(outbox.advance, reply_id, ReplyState.SENDING, worker="w", now=now)
    shop.write(outbox.advance, reply_id, ReplyState.COMMITTING, worker="w", now=now)
    shop.write(outbox.settle, reply_id, Delivered(proof="250"), now=now)


def state(shop, reply_id="r1"):
    return outbox.reply(shop.reader, reply_id).state


# ------------------------------------------------------------------------------------------------------------- drafts


def test_what_is_said_in_public_and_in_private_through_one_account_are_two_drafts(shop):
    private = shop.draft("Between us")
    public = replace(private, text="To everyone", audience=Audience.PUBLIC)
    shop.write(drafts.save, private, NOW)
    shop.write(drafts.save, public, NOW + timedelta(seconds=1))
    kept = drafts.of_conversation(shop.reader, private.conversation)
    assert [draft.text for draft in kept] == ["To everyone", "Between us"]
    assert drafts.draft(shop.reader, private.conversation, audience=Audience.PRIVATE).text == "Between us"
    shop.write(drafts.save, replace(public, text=""), NOW)
    assert [draft.text for draft in drafts.drafts(shop.reader)] == ["Between us"]
    assert shop.row().has_draft


def test_a_draft_keeps_the_channel_it_is_for(shop):
    shop.write(drafts.save, replace(shop.draft(), channel="mastodon", kind=Kind.DIRECT), NOW)
    (kept,) = drafts.drafts(shop.reader)
    assert (kept.channel, kept.kind) == ("mastodon", Kind.DIRECT)


def test_files_stay_with_a_draft_when_it_is_typed_on_and_in_their_order(shop):
    draft = shop.draft()
    shop.write(files.attach, draft, [CAKE, LIST], NOW)
    shop.write(drafts.save, replace(draft, text="Dear Marta, here"), NOW)
    shop.write(files.attach, draft, [CAKE], NOW)
    (kept,) = drafts.drafts(shop.reader)
    assert kept.text == "Dear Marta, here"
    assert [file.name for file in kept.files] == ["cake.png", "Preisliste.pdf", "cake.png"]
    assert [file.size for file in kept.files] == [9, 4, 9]
    assert count(shop, "file") == 2
    found = files.enclosures(shop.reader, kept.files)
    assert [file.data for file in found] == [CAKE.data, LIST.data, CAKE.data]
    shop.write(files.detach, draft, [1, 2], NOW)
    assert names(shop, draft) == [(3, "cake.png")]
    assert count(shop, "file") == 1


def test_a_file_alone_is_a_draft_until_it_is_taken_away(shop):
    draft = replace(shop.draft(), text="")
    shop.write(files.attach, draft, [CAKE], NOW)
    assert shop.row().has_draft
    shop.write(drafts.save, draft, NOW)
    assert [kept.text for kept in drafts.drafts(shop.reader)] == [""]
    shop.write(files.detach, draft, [1], NOW)
    assert drafts.drafts(shop.reader) == []
    assert not shop.row().has_draft
    assert count(shop, "file") == 0


def test_a_file_that_the_disk_has_changed_is_named_and_never_sent(shop):
    draft = shop.draft()
    shop.write(files.attach, draft, [CAKE], NOW)
    shop.db.conn.execute("update file set data = ?", (b"b picture",))
    with pytest.raises(Damaged, match=r"“cake\.png” was damaged"):
        files.enclosures(shop.reader, drafts.drafts(shop.reader)[0].files)
    # Attached again, as the sentence says, it is whole everywhere.
    shop.write(files.attach, draft, [CAKE], NOW)
    assert [one.data for one in files.enclosures(shop.reader, drafts.drafts(shop.reader)[0].files)] == [CAKE.data] * 2


def test_files_go_with_the_conversation_into_the_one_it_becomes_part_of(shop):
    shop.ingest(mail("b", minutes=5, own_id="b@example.org"))
    for conversation in shop.ids():
        shop.write(files.attach, replace(shop.draft("Hi", conversation), text="Hi"), [CAKE], NOW)
    shop.ingest(mail("c", minutes=9, parent_ids=("a@example.org", "b@example.org")))
    (kept,) = drafts.drafts(shop.reader)
    assert kept.conversation == shop.only()
    assert [file.number for file in kept.files] == [1, 2]


def test_files_leave_with_the_reply_come_back_with_it_and_are_its_messages_in_the_end(shop):
    draft = shop.draft()
    shop.write(drafts.save, draft, NOW)
    shop.write(files.attach, draft, [CAKE, LIST], NOW)
    going = replace(draft, enclosures=(CAKE, LIST))
    queue(shop, going, taken=(1, 2))
    assert names(shop, draft) == []
    assert [file.name for file in outbox.outbox(shop.reader)[0].files] == ["cake.png", "Preisliste.pdf"]
    on_its_way = inbox.opened(shop.reader, shop.only()).timeline[-1]
    assert [file.name for file in on_its_way.attachments] == ["cake.png", "Preisliste.pdf"]
    shop.write(outbox.withdraw, "r1", NOW)
    assert names(shop, draft) == [(1, "cake.png"), (2, "Preisliste.pdf")]
    assert count(shop, "payload") == 0
    queue(shop, going, "r2", taken=(1, 2))
    send(shop, "r2")
    sent = inbox.opened(shop.reader, shop.only()).timeline[-1]
    assert [(file.name, file.part) for file in sent.attachments] == [("cake.png", "2"), ("Preisliste.pdf", "3")]
    assert count(shop, "file") == count(shop, "draft_file") == count(shop, "reply_file") == 0


def test_the_bytes_of_a_sent_reply_go_when_its_copy_lies_where_it_belongs(shop):
    queue(shop, shop.draft())
    send(shop, "r1")
    (unfiled,) = leases.unfiled(shop.reader, shop.account.id, NOW - timedelta(days=1))
    assert unfiled.plan.payload == b"the bytes"
    shop.write(leases.filed, "r1")
    assert count(shop, "payload") == 0


def test_lists_of_replies_leave_the_bytes_on_the_disk(shop):
    queue(shop, shop.draft())
    assert outbox.outbox(shop.reader)[0].plan.payload == b""
    assert outbox.reply(shop.reader, "r1").plan.payload == b"the bytes"
    assert [found for found in check(shop.path) if found.severity is Severity.BROKEN and found.name != "disk"] == []


# -------------------------------------------------------------------------------------------------------------- later


def test_a_scheduled_reply_is_left_alone_until_its_time(shop):
    queue(shop, shop.draft(), leave_at=LATER)
    (reply,) = outbox.outbox(shop.reader)
    assert standing(reply).stage(NOW) is Stage.SCHEDULED
    assert outbox.next_due(shop.reader, NOW) == LATER
    assert claim(shop, LATER - timedelta(seconds=1)) is None
    assert claim(shop, LATER) == "r1"


@pytest.mark.parametrize(("late", "then"), [(LATE_AFTER, ReplyState.CLAIMED), (LATE_AFTER * 1.01, ReplyState.OVERDUE)])
def test_what_is_too_late_is_asked_about_and_never_sent_in_silence(shop, late, then):
    queue(shop, shop.draft(), leave_at=LATER)
    claim(shop, LATER + late)
    assert state(shop) is then


def test_one_asked_about_needs_the_owner_again(shop):
    shop.write(triage.act, shop.ids(), "done", now=NOW)
    shop.ingest(mail("b", minutes=60, parent_ids=("a@example.org",)))
    queue(shop, shop.draft(), leave_at=LATER)
    assert shop.row().waiting_since is None
    assert replies.next_overdue(shop.reader) > LATER + LATE_AFTER
    shop.write(outbox.ask_overdue, LATER + timedelta(hours=1))
    assert shop.row().waiting_since is not None
    assert replies.next_overdue(shop.reader) is None
    (reply,) = outbox.outbox(shop.reader)
    assert standing(reply).stage(NOW) is Stage.OVERDUE
    assert "keep it as a draft" in reply.sentence


def test_the_owner_sends_it_now_or_later_or_keeps_it_as_a_draft(shop):
    for number, decide in enumerate(("now", "later", "draft")):
        reply_id = queue(shop, shop.draft(f"text {number}"), f"r{number}", leave_at=LATER)
        late = LATER + timedelta(hours=1)
        shop.write(outbox.ask_overdue, late)
        if decide == "now":
            shop.write(outbox.send_now, reply_id, late)
            send(shop, reply_id, late)
        elif decide == "later":
            anew = plan(reply_id, payload=b"with another date")
            shop.write(outbox.schedule, reply_id, anew, leave_at=late + timedelta(hours=1), now=late)
            assert claim(shop, late) is None
            _, claimed = shop.write(outbox.claim, worker="w", now=late + timedelta(hours=1), lease=LEASE)
            assert claimed.plan.payload == b"with another date"
        else:
            shop.write(outbox.withdraw, reply_id, late)
            assert drafts.drafts(shop.reader)[0].text == "text 2"


def test_a_time_cannot_be_changed_once_it_is_on_its_way(shop):
    queue(shop, shop.draft(), leave_at=LATER)
    assert claim(shop, LATER) == "r1"
    with pytest.raises(IllegalMove, match="on its way already"):
        shop.write(outbox.schedule, "r1", plan(), leave_at=LATER + timedelta(hours=1), now=LATER)


def test_what_the_owner_sends_again_goes_although_the_time_chosen_for_it_has_passed(shop):
    queue(shop, shop.draft("On time"), leave_at=LATER)
    claim(shop, LATER)
    for step in (ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN):
        shop.write(outbox.advance, "r1", step, worker="w", now=LATER)
    much_later = LATER + timedelta(hours=3)
    shop.write(outbox.answer_unknown, "r1", "again", much_later)
    assert claim(shop, much_later) == "r1"


def test_a_reply_frozen_anew_is_found_under_the_name_it_has_then(shop):
    queue(shop, shop.draft("Later"), leave_at=LATER)
    other = replace(plan("r1", b"anew", "<r1@other.example>"), sender="new@other.example", recipients=("a@b.example",))
    shop.write(outbox.schedule, "r1", other, leave_at=LATER + timedelta(hours=1), now=NOW)
    here = outbox.reply(shop.reader, "r1").plan
    assert (here.remote_key, here.sender, here.recipients, here.payload) == (
        other.remote_key, other.sender, other.recipients, b"anew"
    )  # fmt: skip
    shop.ingest(mail("copy", who=OURS, own_id="<r1@other.example>", written_at=LATER, received_at=LATER), now=LATER)
    assert state(shop) is ReplyState.SENT
    assert shop.row().messages == 2


def test_ending_a_wait_does_not_send_before_the_chosen_time(shop):
    queue(shop, shop.draft(), leave_at=LATER)
    shop.write(outbox.release, "r1", NOW)
    assert outbox.next_due(shop.reader, NOW) == LATER


# --------------------------------------------------------------------------------------------------------------- both


def both(shop, **more):
    private = shop.draft("Between us")
    public = replace(private, text="We are sorry", audience=Audience.PUBLIC)
    queue(shop, public, "r1", together=Together(gesture="g"), **more)
    queue(shop, private, "r2", together=Together(gesture="g", after="r1"), **more)


def test_the_second_leaves_only_after_the_first_was_sent(shop):
    both(shop)
    assert [reply.blocked for reply in outbox.outbox(shop.reader)] == [False, True]
    assert claim(shop) == "r1"
    assert claim(shop) is None
    shop.write(outbox.advance, "r1", ReplyState.SENDING, worker="w", now=NOW)
    shop.write(outbox.advance, "r1", ReplyState.COMMITTING, worker="w", now=NOW)
    assert claim(shop) is None
    shop.write(outbox.settle, "r1", Delivered(proof="250"), now=NOW)
    send(shop, "r2")
    ours = [entry for entry in inbox.opened(shop.reader, shop.only()).timeline if entry.delivery is not None]
    assert [entry.audience for entry in ours] == [Audience.PUBLIC, Audience.PRIVATE]
    assert {entry.delivery.gesture for entry in ours} == {"g"}


def test_the_second_says_why_it_waits_when_the_first_was_refused_and_may_leave_alone(shop):
    both(shop)
    claim(shop)
    shop.write(outbox.advance, "r1", ReplyState.REFUSED, worker="w", sentence="No.", now=NOW)
    waits = outbox.reply(shop.reader, "r2")
    assert waits.blocked
    assert waits.sentence == replies.WAITS_FOR_REFUSED
    assert claim(shop) is None
    shop.write(outbox.send_now, "r2", NOW)
    send(shop, "r2")


def test_hurrying_the_second_hurries_the_first(shop):
    both(shop, leave_at=LATER)
    shop.write(outbox.send_now, "r2", NOW)
    send(shop, "r1")
    send(shop, "r2")


def test_taking_back_the_first_takes_back_both_and_the_second_alone_only_that(shop):
    both(shop)
    shop.write(outbox.withdraw, "r2", NOW)
    assert (state(shop, "r1"), state(shop, "r2")) == (ReplyState.QUEUED, ReplyState.WITHDRAWN)
    shop.write(outbox.withdraw, "r1", NOW)
    assert {draft.text for draft in drafts.drafts(shop.reader)} == {"Between us", "We are sorry"}


def test_both_that_missed_their_time_are_one_question(shop):
    both(shop, leave_at=LATER)
    late = LATER + timedelta(hours=1)
    shop.write(outbox.ask_overdue, late)
    assert (state(shop, "r1"), state(shop, "r2")) == (ReplyState.OVERDUE, ReplyState.QUEUED)
    shop.write(outbox.send_now, "r1", late)
    send(shop, "r1", late)
    send(shop, "r2", late)
